"""Who pays what: lines that people type in many ways, kept in one, printed where the year chooses, and agreed text."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from agreements.agenda.collect import collect_agenda
from agreements.agenda.stored import content_of
from agreements.consent.lock import why_not_change
from agreements.exports.docx.agenda import agenda_docx
from agreements.exports.pdf.agenda import agenda_html
from agreements.models import Agenda
from agreements.models.contribution import (
    Contribution,
    clean_contributions,
    compared_with_budget,
    contribution_printed_as,
    contributions_in,
    joined,
)
from agreements.printing.choosing import choose_contributions_printed
from agreements.printing.unprinted import unprinted_contributions
from agreements.versions.comparing import text_changes
from agreements.versions.recording import hash_as_it_stands, text_as_it_stands
from parties.refusals import NotAllowedNowError
from tests.factories import AgendaFactory

NAMES = {"woonstichting de sleutel": "De Sleutel", "de sleutel": "De Sleutel"}
LINES = "De Sleutel | € 150.000 | grond\nde provincie | | lobby\nGemeente Waterhoek | € 12.500,50"


def fresh(agenda: Agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


@pytest.fixture
def paid(cast):
    cast.action.contributions, cast.action.budget = LINES, Decimal(200_000)
    cast.action.save()
    return cast


# -- As it is typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("woonstichting de Sleutel|150000|grond", "De Sleutel | € 150.000 | grond"),
        ("de provincie  |  | lobby", "de provincie |  | lobby"),
        ("\n\nHet Rijk\n", "Het Rijk"),
        ("Het Rijk | € 1.250,5", "Het Rijk | € 1.250,50"),
        ("Het Rijk | 0", "Het Rijk | € 0"),
        ("", ""),
    ],
)
def test_what_people_type_is_kept_in_one_way_whatever_their_language(typed, kept):
    for language in ("nl", "en"):
        with translation.override(language):
            assert clean_contributions(typed, NAMES) == kept
            assert clean_contributions(kept, NAMES) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("| 100", "schrijf wie betaalt"),
        ("A | 1 | b | c", "schrijf wie betaalt"),
        ("A | veel", "een getal in euro"),
        ("A | -5", "een getal in euro"),
        ("A | 1,005", "een getal in euro"),
        ("A | 9999999999999", "een getal in euro"),
        ("A | 1\na | 2", "twee keer"),
        (f"{'a' * 201} | 1", "te lang"),
    ],
)
def test_a_line_that_says_nothing_sure_is_refused_with_a_sentence(typed, says):
    with pytest.raises(ValidationError, match=says):
        clean_contributions(typed)


@pytest.mark.django_db
def test_the_model_names_parties_as_their_agreement_does_and_refuses_at_the_field(cast):
    cast.action.contributions = "WOONSTICHTING DE SLEUTEL | 5"
    cast.action.save()
    assert cast.action.contributions == "De Sleutel | € 5"
    cast.action.contributions = "| 5"
    with pytest.raises(ValidationError) as refused:
        cast.action.save()
    assert list(refused.value.message_dict) == ["contributions"]


# -- In words


def test_each_line_in_words_and_back():
    rows = contributions_in(LINES)
    assert [str(row) for row in rows] == [
        "De Sleutel betaalt € 150.000 (grond)",
        "de provincie betaalt een nog te bepalen bedrag (lobby)",
        "Gemeente Waterhoek betaalt € 12.500,50",
    ]
    assert tuple(contribution_printed_as(str(row)) for row in rows) == rows
    assert contribution_printed_as("De Sleutel legt wat bij") is None


@pytest.mark.parametrize(
    ("amounts", "budget", "says"),
    [
        ((150_000, 160_000), 350_000, "samen € 310.000 van € 350.000: € 40.000 nog niet toegezegd"),
        ((150_000, 260_000), 350_000, "samen € 410.000: € 60.000 meer dan het budget van € 350.000"),
        ((150_000, 200_000), 350_000, ""),
        ((350_000, None), 350_000, "samen € 350.000"),
        ((150_000, 200_000), None, "samen € 350.000"),
        ((150_000,), None, ""),
        ((None,), 350_000, "samen € 0 van € 350.000: € 350.000 nog niet toegezegd"),
        ((), 350_000, ""),
    ],
)
def test_the_sum_beside_the_budget(amounts, budget, says):
    rows = tuple(Contribution(f"P{place}", amount and Decimal(amount)) for place, amount in enumerate(amounts))
    assert compared_with_budget(rows, budget and Decimal(budget)) == says


# -- Agreed text


@pytest.mark.django_db
def test_it_is_content_of_a_version_and_without_any_the_hash_is_as_it_was(cast):
    stored = content_of(text_as_it_stands(fresh(cast.agenda)))
    assert "contributions" not in stored
    plain = hash_as_it_stands(fresh(cast.agenda))
    cast.action.contributions = LINES
    cast.action.save()
    with_lines = hash_as_it_stands(fresh(cast.agenda))
    choose_contributions_printed(agenda=cast.agenda, by=cast.officer)
    assert len({plain, with_lines, hash_as_it_stands(fresh(cast.agenda))}) == 3
    Agenda.objects.filter(pk=cast.agenda.pk).update(prints_contributions=False)
    cast.action.contributions = ""
    cast.action.save()
    assert hash_as_it_stands(fresh(cast.agenda)) == plain


@pytest.mark.django_db
def test_a_text_in_force_holds_it_and_a_comparison_tells_it(paid):
    before = collect_agenda(fresh(paid.agenda))
    paid.action.contributions = "De Sleutel | € 1"
    paid.action.save()
    found = [field for change in text_changes(before, collect_agenda(fresh(paid.agenda))) for field in change.changes]
    assert [(field.label, field.becomes) for field in found] == [("Wie wat betaalt", "De Sleutel betaalt € 1")]
    Agenda.objects.filter(pk=paid.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    paid.action.refresh_from_db()
    paid.action.agenda.refresh_from_db()
    assert "vastgesteld" in why_not_change(paid.action, fields=["contributions"])
    assert "vastgesteld" in why_not_change(paid.action.agenda, fields=["prints_contributions"])


# -- Printed


@pytest.mark.django_db
def test_the_year_chooses_whether_page_pdf_and_word_print_it(paid, client):
    client.force_login(paid.tenant)
    line = "De Sleutel betaalt € 150.000 (grond)"

    def printed() -> list[bool]:
        content = collect_agenda(fresh(paid.agenda))
        word = agenda_docx(fresh(paid.agenda))
        return [
            line in client.get(paid.agenda.get_absolute_url()).content.decode(),
            line in agenda_html(content),
            any(line == text for style, text in _paragraphs(word) if style == "Wie wat betaalt"),
        ]

    assert printed() == [False] * 3
    assert unprinted_contributions(collect_agenda(fresh(paid.agenda))) == 1
    choose_contributions_printed(agenda=paid.agenda, by=paid.officer)
    assert printed() == [True] * 3
    assert unprinted_contributions(collect_agenda(fresh(paid.agenda))) == 0
    paid.action.dropped_on, paid.action.drop_reason = date(2024, 6, 6), "Het kan niet."
    paid.action.save()
    assert printed() == [False] * 3


def _paragraphs(data: bytes) -> list[tuple[str, str]]:
    import io

    from docx import Document

    document = Document(io.BytesIO(data))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [(each.style.name, each.text) for place in (document, *cells) for each in place.paragraphs]


@pytest.mark.django_db
def test_only_who_writes_the_draft_chooses(cast):
    for person in (cast.tenant, cast.outsider):
        with pytest.raises(PermissionDenied):
            choose_contributions_printed(agenda=cast.agenda, by=person)
    choose_contributions_printed(agenda=cast.agenda, by=cast.officer)
    last = fresh(cast.agenda).history.first()
    assert (last.prints_contributions, last.history_user) == (True, cast.officer)
    assert "wie wat betaalt" in last.history_change_reason
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    Agenda.objects.filter(pk=later.pk).update(state="proposed")
    with pytest.raises(NotAllowedNowError):
        choose_contributions_printed(agenda=later, by=cast.officer)


def test_two_actions_that_become_one_add_up():
    assert joined("De Sleutel | € 100 | grond\nHet Rijk", "de sleutel | 50,50 | bouw\nHuurders | | tijd") == (
        "De Sleutel | € 150,50 | grond, bouw\nHet Rijk\nHuurders |  | tijd"
    )
