"""What stands in the PDF of an agenda: everything that was agreed, and nothing else."""

from collections import Counter
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from agreements.agenda.collect import collect_agenda
from agreements.exports.pdf.agenda import agenda_html, agenda_pdf
from agreements.models import Action, Agenda, Participation, Theme
from tests.factories import AppendixFactory, ParticipationFactory, ProjectFactory
from tests.pdf_text import pages_of, text_of, words_of

SOURCES = settings.BASE_DIR / "tests" / "documents"


@pytest.mark.parametrize(
    ("pdf", "source"),
    [
        ("heumen_pdf", "heumen-uitvoeringsagenda-2024.txt"),
        ("heeze_leende_pdf", "heeze-leende-meerjarenafspraken-2024-2027.txt"),
    ],
)
def test_every_word_of_the_source_stands_in_the_pdf(request, pdf, source):
    agreed = Counter(words_of((SOURCES / source).read_text(encoding="utf-8")))
    missing = agreed - Counter(words_of(text_of(request.getfixturevalue(pdf))))
    # The running foot of the Heeze-Leende source says "Pagina 6"; ours says "pagina 6 van 10".
    assert set(missing) <= {"Pagina"}


def test_the_goals_follow_each_other_as_in_the_source(heumen_pdf):
    lines = text_of(heumen_pdf).splitlines()
    numbers = [int(line.split()[0]) for line in lines if line[:3].strip().isdigit() and "   " in line[:12]]
    assert numbers == list(range(1, 30))


def test_running_head_and_foot_stand_on_every_page(heumen_pdf):
    pages = pages_of(heumen_pdf)
    for number, page in enumerate(pages, start=1):
        assert "Uitvoeringsagenda 2024" in page
        assert "Meerjarige prestatieafspraken 2023-2026" in page
        assert "Concept" in page
        assert f"pagina {number} van {len(pages)}" in page
    assert len(pages) <= 8


@pytest.mark.parametrize(
    ("state", "adopted_on", "words"),
    [
        ("draft", None, "Tekst van 1 maart 2025"),
        ("proposed", None, "Tekst van 1 maart 2025"),
        ("adopted", date(2024, 12, 14), "Versie 3, 1 maart 2025"),
    ],
)
def test_the_foot_names_the_version_and_the_day_of_the_last_change(agenda, add_goal, state, adopted_on, words):
    add_goal("Een doel")
    agenda.version, agenda.state, agenda.adopted_on = 3, state, adopted_on
    agenda.save()
    agenda.history.update(history_date="2025-02-28T23:30:00Z")  # half past midnight in the Netherlands
    for model in (Theme, Participation, type(agenda.agreement)):
        model.history.update(history_date="2025-01-01T12:00:00Z")
    for rows in (agenda.agreement.themes.get().goals.model, Participation.party.field.related_model):
        rows.history.update(history_date="2025-01-01T12:00:00Z")
    assert words in pages_of(agenda_pdf(agenda))[0]


@pytest.mark.parametrize(
    ("state", "adopted_on", "words"),
    [
        ("draft", None, "Concept"),
        ("proposed", None, "Ter vaststelling"),
        ("adopted", date(2024, 12, 14), "Vastgesteld op 14 december 2024, versie 1"),
    ],
)
def test_the_state_of_the_text_is_printed(agenda, add_goal, state, adopted_on, words):
    add_goal("Een doel " + "dat wel even doorgaat. " * 300)
    agenda.state, agenda.adopted_on = state, adopted_on
    agenda.save()
    pages = pages_of(agenda_pdf(agenda))
    assert len(pages) > 1
    assert all(words in page for page in pages)


def test_the_parties_stand_on_the_first_page(heumen_pdf, heeze_leende_pdf):
    assert "Gemeente Heumen, Oosterpoort en HV Woonbelang" in pages_of(heumen_pdf)[0]
    first = pages_of(heeze_leende_pdf)[0]
    assert "Gemeente Heeze-Leende, woCom en Stichting Bewonersraad De Pan" in first
    assert "Energiewerkgroep" not in first  # it signs nothing


def test_a_table_lies_and_a_document_stands(heumen_pdf, heeze_leende_pdf):
    for pdf, lies in ((heumen_pdf, True), (heeze_leende_pdf, False)):
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert {page.mediabox[2] > page.mediabox[3] for page in opened.pages} == {lies}


def test_the_head_of_the_table_returns_on_every_page(heumen_pdf):
    _opening, *pages = pages_of(heumen_pdf)
    assert all("Doel meerjarige prestatieafspraken Afspraak voor 2024 Trekker" in page for page in pages)


def test_a_document_has_contents_with_page_numbers(heeze_leende_pdf):
    pages = pages_of(heeze_leende_pdf)
    heading = "3.2 Lagere huren voor lagere inkomens"
    [page] = [number for number, text in enumerate(pages, start=1) if number > 1 and heading in text]
    [line] = [line for line in text_of(heeze_leende_pdf, page=1).splitlines() if heading in line]
    assert line.rsplit(".", 1)[-1].strip() == str(page)


def test_bookmarks_lead_to_themes_paragraphs_and_goals(heeze_leende_pdf):
    with pikepdf.open(BytesIO(heeze_leende_pdf)) as pdf, pdf.open_outline() as outline:
        pillar = next(item for item in outline.root if item.title == "Pijler 2. Verduurzaming")
        assert [item.title for item in pillar.children] == [
            "2.1 Aardgasvrije woningen",
            "2.2 Isoleren en uit faseren slechte labels",
        ]
        assert [item.title[:6] for item in pillar.children[0].children] == ["2.1.1 ", "2.1.2 ", "2.1.3 "]


def test_a_goal_of_which_nothing_is_left_says_so(heumen_pdf):
    [page] = [page for page in pages_of(heumen_pdf) if "Oosterpoort transformeert 15" in page]
    assert page.count("Vervallen op 7 december 2023") == 1
    assert page.count("niet bezit") == 1  # the reason is the text itself: it is not printed twice


def test_a_dropped_action_keeps_its_words_and_gives_the_reason(agenda, add_goal):
    add_goal("Een doel", "Een woning voor iedereen.", dropped_on=date(2025, 3, 4), drop_reason="De grond is verkocht.")
    [page] = pages_of(agenda_pdf(agenda))
    assert "Een woning voor iedereen." in page
    assert "Vervallen op 4 maart 2025" in page
    assert page.count("De grond is verkocht.") == 1


def test_actions_with_one_lead_share_a_row_and_a_new_lead_begins_a_new_one(agenda, add_goal):
    add_goal("Een doel", ("Alfa", "Zee"), ("Beta", "Zee"), ("Gamma", "Duinstad"), number="7")
    lines = [line.split() for line in text_of(agenda_pdf(agenda)).splitlines()]
    assert ["7", "Een", "doel", "Alfa", "Zee"] in lines
    assert ["Beta"] in lines
    assert ["7", "Gamma", "Duinstad"] in lines


def test_a_table_names_the_projects_and_a_document_does_not(agenda, add_goal):
    goal = add_goal("Een doel", "De bouw is begonnen.")
    goal.actions.update(project=ProjectFactory(agreement=agenda.agreement, name="Duinpark"))
    assert "Duinpark" in text_of(agenda_pdf(agenda))
    agenda.agreement.layout = "document"
    agenda.agreement.save()
    assert "Duinpark" not in text_of(agenda_pdf(agenda))


def test_the_actions_of_a_document_carry_the_label_of_the_year(agenda, add_goal):
    agenda.agreement.layout, agenda.agreement.action_label = "document", "Prestatie {jaar}"
    agenda.agreement.save()
    add_goal("Een doel", "de eerste stap;", "de tweede stap.")
    [page] = pages_of(agenda_pdf(agenda))
    assert "Prestatie 2025: de eerste stap; Prestatie 2025: de tweede stap." in page


def test_periods_and_kinds_are_not_printed(agenda, add_goal):
    add_goal("Een doel", "Iets", kind=Action.Kind.ONGOING, due_on=date(2025, 9, 30), due_precision="quarter")
    text = text_of(agenda_pdf(agenda))
    assert "kwartaal" not in text
    assert "doorlopend" not in text.lower()


def test_the_signature_block_comes_on_request_only(agenda, add_goal):
    add_goal("Een doel")
    zee = agenda.agreement.participations.get(party__short_name="Zee")
    zee.signed_by, zee.signed_on, zee.mandate = "A. de Wit, bestuurder", date(2024, 12, 14), "RvC 3 december 2024"
    zee.save()
    assert "Ondertekening" not in text_of(agenda_pdf(agenda))
    page = pages_of(agenda_pdf(agenda, with_signatures=True))[-1]
    _text, block = page.split("Ondertekening")
    for words in ("Gemeente Duinstad", "Stichting Zee", "A. de Wit, bestuurder", "14 december 2024", "RvC 3 december 2024"):
        assert words in block
    assert block.count("Handtekening") == 2


def test_someone_who_is_only_involved_does_not_sign(heeze_leende):
    block = text_of(agenda_pdf(heeze_leende, with_signatures=True)).split("Ondertekening")[-1]
    assert "Stichting Bewonersraad De Pan" in block
    assert "Energiewerkgroep" not in block


def test_the_signature_block_stays_on_one_page(agenda):
    agenda.agreement.layout = "document"
    agenda.agreement.save()
    ParticipationFactory.create_batch(5, agreement=agenda.agreement)
    for length in range(3, 30, 3):
        agenda.introduction = "Een zin.\n\n" * length
        agenda.save()
        pages = pages_of(agenda_pdf(agenda, with_signatures=True))
        [page] = [page for page in pages if "Ondertekening" in page]
        assert page.count("Handtekening") == 7


def test_an_agenda_without_anything_prints_its_opening(agenda):
    [page] = pages_of(agenda_pdf(agenda))
    assert "Jaarplan 2025" in page
    assert "In deze agenda staat nog niets" in page


@pytest.mark.parametrize("layout", ["table", "document"])
def test_a_goal_without_an_action_is_printed(agenda, add_goal, layout):
    agenda.agreement.layout = layout
    agenda.agreement.save()
    add_goal("Een doel voor later")
    [*_before, page] = pages_of(agenda_pdf(agenda))
    assert "Een doel voor later" in page
    assert ("Geen afspraak in 2025" in page) == (layout == "table")


def test_appendices_are_listed(agenda, add_goal):
    add_goal("Een doel")
    AppendixFactory(agreement=agenda.agreement, number="2", title="De cijfers")
    assert "Bijlagen • Bijlage 2: De cijfers" in pages_of(agenda_pdf(agenda))[-1]


def test_no_heading_and_no_number_stands_alone_at_the_foot_of_a_page(agenda, add_goal):
    for number in range(1, 41):
        words = f"Begin{number}x " + "en zo gaat het door " * (number % 7 * 6) + f"Eind{number}x"
        add_goal(words, "Een afspraak.", theme=f"Hoofdstuk{number}x" if number % 3 == 0 else "Eerste", number=str(number))
    pages = pages_of(agenda_pdf(agenda))
    assert len(pages) > 4

    def page_with(word):
        return next(place for place, page in enumerate(pages) if word in page)

    for number in range(1, 41):
        assert page_with(f"Begin{number}x") == page_with(f"Eind{number}x")
        if number % 3 == 0:
            assert page_with(f"Hoofdstuk{number}x") == page_with(f"Begin{number}x")


def test_the_document_is_dutch_also_for_someone_who_reads_the_site_in_english(heumen):
    with translation.override("en"):
        first = agenda_pdf(heumen)
    assert "pagina 2 van 8" in pages_of(first)[1]
    assert agenda_pdf(heumen) == first


# -- When

WHEN = {"due_on": date(2025, 9, 30), "due_precision": "quarter", "recurrence": "quarter", "budget": 350000}
LINE = "kwartaal 3 van 2025; ieder kwartaal; budget € 350.000"


@pytest.mark.parametrize(("where", "times"), [("nothing", 0), ("column", 2), ("line", 3)])
def test_when_is_printed_where_the_parties_chose(agenda, add_goal, where, times):
    """Two neighbours that say the same share the cell of a column."""
    add_goal("Doel", ("Iets", "Zee"), ("Nog iets", "Zee"), ("En dit", "Duinstad"), **WHEN)
    agenda.when_printed = where
    agenda.save()
    html = agenda_html(collect_agenda(Agenda.objects.select_related("agreement").get(pk=agenda.pk)))
    assert html.count(LINE) == times
    assert html.count('<col class="when">') == (where == "column")


def test_a_table_says_in_the_place_of_the_lead_that_there_is_none_yet(agenda, add_goal):
    add_goal("Een doel", "De eerste stap.")
    [page] = pages_of(agenda_pdf(agenda))
    assert "Nog niet afgesproken wie dit oppakt" in page
    agenda.agreement.layout = "document"  # which prints no leads
    agenda.agreement.save()
    assert "Nog niet afgesproken" not in " ".join(pages_of(agenda_pdf(agenda)))
