"""Files that went wrong elsewhere, through the whole house: read in, and printed."""

import pytest
from django.core.cache import caches
from django.db import transaction

from agreements.agenda.collect import collect_agenda
from agreements.exports.pdf.agenda import agenda_pdf
from agreements.imports.applying import apply_import
from agreements.models import Action, Agenda
from tests.documents.strangers import FORMATS, HEAD, file_of, row
from tests.factories import AgendaFactory
from tests.pdf_letters import wrong_letters
from tests.pdf_text import text_of
from tests.restored import restore_numbers

pytestmark = pytest.mark.django_db
NAMES = (
    "Overleg met mevrouw Doğan, de heer Łukasz Wiśniewski, Yıldız en Özgür, stichting Związek, "
    "minder dan <20% en meer dan >30% van de woningen"
)


@pytest.fixture
def read_in(kept, cast):
    """`read_in("csv", row, agenda)`: the agenda with this row, as from the database."""

    def read_in(kind: str, cells: list[str], agenda: Agenda | None = None) -> Agenda:
        agenda = agenda or cast.agenda
        apply_import(kept(file_of(kind, HEAD, cells), f"a.{kind}", agenda, uploaded_by=cast.officer), by=cast.officer)
        return Agenda.objects.select_related("agreement").get(pk=agenda.pk)

    return read_in


@pytest.mark.parametrize("kind", FORMATS)
def test_names_from_all_over_europe_are_printed_as_they_were_written(kind, read_in):
    agenda = read_in(kind, row("1", NAMES))
    assert Action.objects.get(goal__number="1").text.replace("\\", "") == NAMES
    document = agenda_pdf(agenda)
    assert wrong_letters(document) == []
    assert set(NAMES.split()) <= set(text_of(document).split())


def test_after_a_backup_was_restored_the_pdf_says_what_the_agenda_says(read_in):
    """Two histories in one folder of documents, of which the rows have the same numbers."""
    said = {}
    for words in ("VIJFTIG", "DERTIG"):
        with transaction.atomic():
            restore_numbers()
            agenda = read_in("csv", row("1", f"De Sleutel bouwt {words} woningen"))
            said[words] = text_of(agenda_pdf(agenda)), str(collect_agenda(agenda))
            transaction.set_rollback(True)
    for words, other in (("VIJFTIG", "DERTIG"), ("DERTIG", "VIJFTIG")):
        assert [(words in text, other in text) for text in said[words]] == [(True, False)] * 2


def test_a_chapter_of_a_later_year_leaves_an_earlier_agenda_as_it_is_even_without_an_empty_heading(read_in, cast):
    earlier = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    before = collect_agenda(earlier)
    first = agenda_pdf(earlier)
    later = read_in(
        "csv",
        ["95", "Hoofdstuk 5: Wonen met zorg", "Langer thuis", "De Sleutel bouwt tien zorgwoningen", "De Sleutel", "Q3"],
        AgendaFactory(agreement=cast.agreement, year=2026),
    )
    assert "Wonen met zorg" in text_of(agenda_pdf(later))
    caches["documents"].clear()
    now = collect_agenda(Agenda.objects.select_related("agreement").get(pk=earlier.pk))
    assert [theme.heading for theme in now.themes] == [theme.heading for theme in before.themes]
    assert agenda_pdf(Agenda.objects.select_related("agreement").get(pk=earlier.pk)) == first
