"""On what a goal or action stands: lines, kept with the words of their year, and printed where the year lists them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.agenda.collect import collect_agenda
from agreements.agenda.ground import Ground
from agreements.agenda.stored import content_of
from agreements.agenda.words import words_of
from agreements.exports.pdf.agenda import agenda_html
from agreements.models import Agenda, Goal, SourceDocument
from agreements.models.reference import Reference, clean_references, references_in
from agreements.versions.checking import faults
from agreements.versions.recording import hash_as_it_stands, record_version, text_as_it_stands
from parties.history.write_rules import Act, act
from tests.factories import ActionFactory, AgendaFactory

DEAL = "Woondeal regio | 2023 | p. 12 | https://woondeal.example/"


def fresh(agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


# -- Lines


def test_a_line_has_a_document_a_version_a_place_and_a_link():
    assert references_in(DEAL) == (Reference("Woondeal regio", "2023", "p. 12", "https://woondeal.example/"),)
    assert str(references_in(DEAL)[0]) == "Woondeal regio, 2023, p. 12"
    assert references_in(DEAL)[0].line == DEAL


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  Convenant   wonen  ", "Convenant wonen"),
        ("Convenant || §  3|", "Convenant |  | § 3"),
        (f"\n{DEAL}\n\nConvenant\n", f"{DEAL}\nConvenant"),
    ],
)
def test_lines_are_kept_in_one_way(typed, kept):
    assert clean_references(typed) == kept
    assert clean_references(kept) == kept


@pytest.mark.parametrize("typed", ["| 2023", "a | b | c | https://d.example/ | e", "a | b | c | javascript:alert(1)", "a" * 301])
def test_a_line_that_says_something_else_is_refused_by_its_words(typed):
    with pytest.raises(ValidationError) as refused:
        clean_references(typed)
    assert typed[:3] in refused.value.messages[0]


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_field(cast):
    cast.action.references = "| 2023"
    with pytest.raises(ValidationError) as refused:
        cast.action.save()
    assert list(refused.value.message_dict) == ["references"]


def test_a_document_of_the_list_begins_a_line():
    assert (
        SourceDocument(title="Woondeal", edition="2023", link="https://a.example/").line
        == "Woondeal | 2023 |  | https://a.example/"
    )


# -- Agreed text


@pytest.mark.django_db
def test_they_are_content_of_a_version_and_without_any_the_hash_is_as_it_was(cast):
    assert "references" not in content_of(text_as_it_stands(fresh(cast.agenda)))
    plain = hash_as_it_stands(fresh(cast.agenda))
    for row in (cast.goal, cast.action):
        row.references = DEAL
        row.save()
        assert hash_as_it_stands(fresh(cast.agenda)) != plain
        row.references = ""
        row.save()
        assert hash_as_it_stands(fresh(cast.agenda)) == plain


@pytest.mark.django_db
def test_a_later_year_refers_elsewhere_and_the_year_in_force_keeps_its_own(cast):
    AgendaFactory(agreement=cast.agreement, year=2025)
    record_version(fresh(cast.agenda), kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    with act(Act.TAKE_EFFECT):
        agenda = fresh(cast.agenda)
        agenda.state, agenda.adopted_on = "adopted", date(2024, 1, 1)
        agenda.save()
    goal = Goal.objects.select_related("theme__agreement").get(pk=cast.goal.pk)
    goal.references = DEAL
    goal.save()
    goal = Goal.objects.select_related("theme__agreement").get(pk=cast.goal.pk)
    assert (words_of(goal, 2024).references, words_of(goal, 2025).references) == ("", DEAL)
    assert list(faults(cast.agreement)) == []


# -- Printed


@pytest.mark.django_db
def test_a_year_that_lists_them_prints_each_once(cast):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, references=f"{DEAL}\nConvenant wonen", position=2)
    cast.goal.references = DEAL
    cast.goal.save()
    assert collect_agenda(fresh(cast.agenda)).references == ()
    assert "Woondeal" not in agenda_html(collect_agenda(fresh(cast.agenda)))
    cast.agenda.lists_references = True
    cast.agenda.save()
    content = collect_agenda(fresh(cast.agenda))
    assert [str(row) for row in content.references] == ["Doel 17: Woondeal regio, 2023, p. 12", "Doel 17: Convenant wonen"]
    html = agenda_html(content)
    assert html.count("Woondeal regio") == 1
    assert 'id="references"' in html
