"""What would not be printed is told, row by row, and one press mends it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from agreements.agenda.collect import collect_agenda
from agreements.agenda.ground import Ground
from agreements.agenda.stored import content_of
from agreements.demo import FIXTURES, load_document
from agreements.models import Agenda
from agreements.periods import When
from agreements.printing.choosing import choose_when_printed
from agreements.printing.unprinted import not_in_words, unprinted
from agreements.versions.recording import hash_as_it_stands, record_version, text_as_it_stands
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db
QUARTER = {"due_on": date(2024, 9, 30), "due_precision": "quarter"}


def fresh(agenda: Agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


@pytest.mark.parametrize(
    ("words", "when", "left"),
    [
        ("De woningen staan er in Q3.", When(**QUARTER), ()),
        ("De woningen staan er in het derde kwartaal.", When(**QUARTER), ()),
        ("De woningen staan er.", When(**QUARTER), ("kwartaal 3 van 2024",)),
        ("De woningen staan er in Q4.", When(**QUARTER), ("kwartaal 3 van 2024",)),
        ("Vanaf Q2 tot Q3.", When(date(2024, 4, 1), "quarter", date(2024, 9, 30), "quarter"), ()),
        ("In Q3.", When(date(2024, 4, 1), "quarter", date(2024, 9, 30), "quarter"), ("vanaf kwartaal 2 van 2024",)),
        ("Uiterlijk 1 juli 2024.", When(due_on=date(2024, 7, 1), due_precision="day"), ()),
        ("Uiterlijk 11 juli 2024.", When(due_on=date(2024, 7, 1), due_precision="day"), ("1 juli 2024",)),
        ("Dat loopt tot 2027.", When(due_on=date(2027, 12, 31), due_precision="year"), ()),
        ("Wij overleggen elk kwartaal.", When(recurrence="quarter"), ()),
        ("Wij overleggen.", When(recurrence="quarter"), ("ieder kwartaal",)),
        ("Er is € 350.000,- voor.", When(budget=Decimal("350000.00")), ()),
        ("Er is 1.350.000 voor.", When(budget=Decimal("350000")), ("budget € 350.000",)),
        ("Er is geld voor.", When(budget=Decimal("575.5")), ("budget € 575,5",)),
    ],
)
def test_what_the_words_do_not_say(words, when, left):
    assert not_in_words(when, words) == left


@pytest.mark.parametrize("name", ["heumen.json", "heeze_leende.json"])
def test_the_real_documents_say_all_that_was_agreed(name):
    agenda = load_document(FIXTURES / name).agendas.get(year=2024)
    assert unprinted(collect_agenda(fresh(agenda))) == ()


def test_the_rows_are_told_until_the_document_prints_when(cast):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="In Q3.", position=2, **QUARTER)
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=3, **QUARTER)
    dropped = {"dropped_on": date(2024, 3, 1), "drop_reason": "Kan niet."}
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Nooit.", position=4, **QUARTER, **dropped)
    assert [(row.goal.number, row.action.text, row.line) for row in unprinted(collect_agenda(fresh(cast.agenda)))] == [
        ("17", "Ooit.", "kwartaal 3 van 2024")
    ]
    choose_when_printed(agenda=fresh(cast.agenda), where="line", by=cast.officer)
    assert unprinted(collect_agenda(fresh(cast.agenda))) == ()


def test_what_the_goal_says_counts_for_an_action_that_is_the_goal(cast):
    cast.goal.text = "In Q3 staan er 75 woningen."
    cast.goal.save()
    row = ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Zie doel", position=2, **QUARTER)
    assert [found.action.id for found in unprinted(collect_agenda(fresh(cast.agenda)))] == [row.pk]
    row.kind = "goal_is_action"
    row.save()
    assert unprinted(collect_agenda(fresh(cast.agenda))) == ()


# -- Choosing


def test_a_choice_has_its_reason_in_the_history(cast):
    choose_when_printed(agenda=cast.agenda, where="column", by=cast.officer)
    last = Agenda.objects.get(pk=cast.agenda.pk).history.first()
    assert (last.when_printed, last.history_user) == ("column", cast.officer)
    assert "kolom" in last.history_change_reason


def test_only_editors_choose_and_only_in_a_draft(cast):
    for person in (cast.tenant, cast.outsider):
        with pytest.raises(PermissionDenied):
            choose_when_printed(agenda=cast.agenda, where="line", by=person)
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    with pytest.raises(NotAllowedNowError, match="vastgesteld"):
        choose_when_printed(agenda=fresh(cast.agenda), where="line", by=cast.officer)


# -- Versions


def test_the_choice_is_content_of_a_version_and_no_choice_leaves_the_hash_as_it_was(cast):
    before = content_of(text_as_it_stands(fresh(cast.agenda)))
    assert "when_printed" not in before
    plain = hash_as_it_stands(fresh(cast.agenda))
    choose_when_printed(agenda=cast.agenda, where="line", by=cast.officer)
    assert hash_as_it_stands(fresh(cast.agenda)) != plain
    choose_when_printed(agenda=cast.agenda, where="nothing", by=cast.officer)
    assert hash_as_it_stands(fresh(cast.agenda)) == plain


def test_a_version_prints_what_it_chose(cast):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=2, **QUARTER)
    choose_when_printed(agenda=cast.agenda, where="column", by=cast.officer)
    record_version(fresh(cast.agenda), kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1), when_printed="nothing")
    assert collect_agenda(fresh(cast.agenda)).has_when_column
