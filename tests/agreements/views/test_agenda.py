"""The agenda of a year, laid out as its document, whole or narrowed, and as PDF."""

import re

import pytest

from agreements.models import Action, Agenda, Goal
from parties.models import Party
from parties.tables.files import read_table
from parties.texts import AGREED_TEXT
from tests.factories import ActionFactory, AgendaFactory, AppendixFactory, GoalFactory, ThemeFactory
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db

HEUMEN = "/afspraken/heumen-2023-2026/2024/"
HEEZE_LEENDE = "/afspraken/heeze-leende-2024-2027/2024/"


def numbers(page) -> list[str]:
    """The numbers of the goals that the page shows."""
    return [goal.number for goal in page.context["shown"].goals]


# -- Both documents


def test_heumen_is_a_table_per_chapter_with_goal_action_and_lead(visit, documents, reader):
    page = visit(reader, HEUMEN)
    html = page.content.decode()
    assert headings_of(page) == [
        "h1 Uitvoeringsagenda 2024",
        "h2 Hoofdstuk 1 Inleiding",
        "h3 Onze gezamenlijke ambitie en opgave",
        "h3 Koers bepalen en onderweg bijsturen",
        "h3 Uitvoeringsagenda 2024",
        "h2 Hoofdstuk 2: Meer mogelijkheden voor passend en betaalbaar wonen",
        "h2 Hoofdstuk 3: Inzet op verduurzaming en een gezonde omgeving",
        "h2 Hoofdstuk 4: Versterken van de weerbaarheid van buurten en wijken",
        "h2 Aanvullende afspraak, gemaakt op 16 februari 2023",
    ]
    assert html.count('<table class="agenda-table" role="table"') == 4
    assert len(re.findall(r'<tr role="row" id="doel-\d+"', html)) == 29
    assert len(re.findall(r'id="actie-\d+"', html)) == Action.objects.filter(agenda__agreement=documents[0]).count()
    assert "Gemeente Heumen · Oosterpoort · HV Woonbelang" in words_of(page)


def test_heeze_leende_is_numbered_text_with_the_prestaties_below_it(visit, documents, reader):
    page = visit(reader, HEEZE_LEENDE)
    html = page.content.decode()
    assert "agenda-table" not in html
    assert len(re.findall(r'<article class="goal"', html)) == Goal.objects.filter(theme__agreement=documents[1]).count()
    labels = html.count('class="year-action__label"')
    assert labels == Action.objects.filter(agenda__agreement=documents[1]).count()
    chapters = [heading for heading in headings_of(page) if heading.startswith("h2")]
    assert [heading.partition(".")[0] for heading in chapters] == [
        *[f"h2 Pijler {number}" for number in range(1, 6)],
        "h2 Appendices",
    ]


@pytest.mark.parametrize("address", [HEUMEN, HEEZE_LEENDE])
def test_every_word_of_the_document_is_on_its_page(visit, documents, reader, address):
    page = visit(reader, address)
    words = re.sub(r"\W+", " ", words_of(page))
    content = page.context["content"]
    texts = [goal.text for goal in content.goals] + [action.text for action in content.actions]
    assert [text for text in texts if re.sub(r"\W+", " ", text).strip() not in words] == []


@pytest.mark.parametrize("address", [HEUMEN, HEEZE_LEENDE])
def test_a_document_takes_at_most_13_queries(queries, documents, reader, address):
    assert queries(reader, address) <= 13


# -- Narrowed


@pytest.mark.parametrize(
    ("query", "shown", "found"),
    [
        ("soort=dropped", ["8", "19", "22", "23"], "4 of 29 goals, 4 actions"),
        ("zoek=flexwoningen", ["1", "4"], "2 of 29 goals, 2 actions"),
        ("zoek=FLEXwoningen+opgeleverd", ["1"], "1 of 29 goals, 1 action"),
        ("zoek=zeppelin", [], "0 of 29 goals, 0 actions"),
    ],
)
def test_filters_of_heumen(visit, documents, reader, query, shown, found):
    page = visit(reader, f"{HEUMEN}?{query}")
    assert numbers(page) == shown
    assert found in words_of(page)


def test_the_goals_that_a_party_leads(visit, documents, reader):
    party = Party.objects.get(name="HV Woonbelang")
    led = Action.objects.filter(agenda__agreement=documents[0], leads__party=party)
    page = visit(reader, f"{HEUMEN}?partij={party.pk}")
    assert numbers(page) == list(dict.fromkeys(led.order_by("goal__position").values_list("goal__number", flat=True)))
    assert len(page.context["shown"].actions) == led.count()


def test_the_goals_of_a_theme(visit, documents, reader):
    theme = documents[0].themes.get(number="4")
    page = visit(reader, f"{HEUMEN}?thema={theme.pk}")
    assert numbers(page) == ["24", "25", "26", "27", "28"]


def test_the_actions_of_a_project(visit, documents, reader):
    project = documents[0].projects.first()
    page = visit(reader, f"{HEUMEN}?project={project.pk}")
    assert {action.project for action in page.context["shown"].actions} == {project.name}


def test_what_was_chosen_stands_in_the_form_and_can_be_undone(visit, documents, reader):
    page = visit(reader, f"{HEUMEN}?soort=dropped&zoek=woningen")
    html = page.content.decode()
    assert '<option value="dropped" selected>' in html
    assert 'name="zoek" value="woningen"' in html
    assert links_of(page).count(HEUMEN) >= 1
    assert "Show all" in words_of(page)


def test_a_narrowed_agenda_leaves_out_what_was_not_asked_for(visit, documents, reader):
    words = words_of(visit(reader, f"{HEUMEN}?soort=dropped"))
    assert "Hoofdstuk 1 Inleiding" not in words
    assert "Hoofdstuk 4" not in words.partition("4 of 29 goals")[2]


def test_nothing_found_is_told_with_a_way_back(visit, documents, reader):
    page = visit(reader, f"{HEUMEN}?zoek=zeppelin")
    assert headings_of(page) == ["h1 Uitvoeringsagenda 2024", "h2 Nothing fits these choices"]
    assert HEUMEN in links_of(page)


@pytest.mark.parametrize("query", ["partij=999999", "soort=wens", "thema=x", "project=%00", "zoek=", "utm_source=mail"])
def test_a_made_up_address_shows_the_whole_agenda(visit, documents, reader, query):
    page = visit(reader, f"{HEUMEN}?{query}")
    assert page.status_code == 200
    assert len(numbers(page)) == 29


def test_what_someone_types_is_never_html(visit, documents, reader):
    page = visit(reader, f"{HEUMEN}?zoek=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in page.content.decode()


# -- A small agenda


def test_an_agenda_without_themes_says_what_will_come(visit, cast):
    cast.action.delete()
    cast.theme.delete()
    page = visit(cast.tenant, cast.agenda.get_absolute_url())
    assert headings_of(page) == ["h1 Uitvoeringsagenda 2024", "h2 There is nothing in this agenda yet"]
    assert "Begin with the themes" not in words_of(page)
    page = visit(cast.officer, cast.agenda.get_absolute_url())
    assert f"{cast.agenda.get_absolute_url()}schrijven/" in links_of(page)


def test_a_goal_without_an_action_says_so(visit, cast):
    cast.action.delete()
    assert "No action in 2024" in words_of(visit(cast.tenant, cast.agenda.get_absolute_url()))


def test_a_goal_without_a_number_is_shown_with_a_dash(visit, cast):
    cast.goal.number = ""
    cast.goal.save()
    assert "–" in words_of(visit(cast.tenant, cast.agenda.get_absolute_url()))


def test_a_chapter_for_a_later_year_is_on_no_earlier_page(visit, cast):
    theme = ThemeFactory(agreement=cast.agreement, title="Wonen met zorg", introduction="Nieuw in 2025.")
    GoalFactory(theme=theme, start_year=2025)
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    assert "Wonen met zorg" not in words_of(visit(cast.tenant, cast.agenda.get_absolute_url()))
    assert "Wonen met zorg" in words_of(visit(cast.tenant, later.get_absolute_url()))


def test_the_other_years_are_a_click_away(visit, cast):
    address = cast.agenda.get_absolute_url()
    assert 'class="years"' not in visit(cast.tenant, address).content.decode()
    for year in (2026, 2023):
        AgendaFactory(agreement=cast.agreement, year=year)
    page = visit(cast.tenant, address)
    years = [f"/afspraken/waterhoek-2023-2026/{year}/" for year in (2023, 2024, 2026)]
    links = links_of(page)
    first = links.index(years[0])
    assert links[first : first + 3] == years
    assert f'href="{address}" aria-current="page"' in " ".join(page.content.decode().split())


def test_appendices_of_the_year_are_listed(visit, cast):
    AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, number="1", title="Prognose")
    AppendixFactory(agreement=cast.agreement, agenda=AgendaFactory(agreement=cast.agreement, year=2025), title="Planning 2025")
    words = words_of(visit(cast.tenant, cast.agenda.get_absolute_url()))
    assert "Appendix 1: Prognose" in words
    assert "Planning 2025" not in words


@pytest.mark.parametrize("layout", ["table", "document"])
def test_paragraphs_stand_in_their_theme_in_both_layouts(visit, cast, layout):
    cast.agreement.layout = layout
    cast.agreement.save()
    paragraph = ThemeFactory(
        agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huur", introduction="# Kop\n\nVooraf."
    )
    GoalFactory(theme=paragraph, number="18", text="## Binnen\n\nDe huur blijft laag.")
    page = visit(cast.tenant, cast.agenda.get_absolute_url())
    assert headings_of(page) == [
        "h1 Uitvoeringsagenda 2024",
        "h2 Thema 1. Betaalbaar wonen",
        "h3 1.1 Huur",
        "h4 Kop",
    ]
    assert "De huur blijft laag." in words_of(page)


# -- PDF


def test_the_pdf_is_downloaded_under_a_name_of_its_own(visit, cast):
    response = visit(cast.tenant, f"{cast.agenda.get_absolute_url()}agenda.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="waterhoek-2023-2026-uitvoeringsagenda-2024.pdf"'
    assert response.content.startswith(b"%PDF-")


def test_the_page_leads_to_the_pdf_with_and_without_signatures(visit, cast):
    page = visit(cast.tenant, cast.agenda.get_absolute_url())
    address = f"{cast.agenda.get_absolute_url()}agenda.pdf"
    assert {address, f"{address}?ondertekening"} <= set(links_of(page))
    plain, to_sign = visit(cast.tenant, address), visit(cast.tenant, f"{address}?ondertekening")
    assert plain.content != to_sign.content


def test_the_pdf_of_another_year_is_another_document(visit, cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    addresses = [f"{agenda.get_absolute_url()}agenda.pdf" for agenda in (cast.agenda, later)]
    names = [visit(cast.tenant, address)["Content-Disposition"] for address in addresses]
    assert names[0] != names[1]
    assert Agenda.objects.filter(agreement=cast.agreement).count() == 2


# -- Other files


@pytest.mark.parametrize(("kind", "content_type", "begins"), [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", b"PK"),
    ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfThema;"),
])  # fmt: skip
def test_the_agenda_is_downloaded_in_every_kind_that_the_page_offers(visit, cast, kind, content_type, begins):
    address = f"{cast.agenda.get_absolute_url()}agenda.{kind}"
    assert address in links_of(visit(cast.tenant, cast.agenda.get_absolute_url()))
    response = visit(cast.tenant, address)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="waterhoek-2023-2026-uitvoeringsagenda-2024.{kind}"'
    assert response.content.startswith(begins)


def test_the_longest_text_that_fits_is_whole_in_every_file(visit, cast):
    cast.action.text = ("woord " * 4_000)[:AGREED_TEXT].strip()
    cast.action.save()
    for kind in ("xlsx", "ods", "csv"):
        found = read_table(visit(cast.tenant, f"{cast.agenda.get_absolute_url()}agenda.{kind}").content)
        assert cast.action.text in found.rows[0][1], kind


# -- When


def when(cast, client, **data):
    client.force_login(cast.officer)
    return client.post(f"/afspraken/{cast.agreement.slug}/2024/wanneer/", data)


def test_the_page_warns_until_one_press_prints_it(visit, client, cast):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=2, budget=575)
    page = visit(cast.officer, f"/afspraken/{cast.agreement.slug}/2024/").content.decode()
    assert "1 action has something that the document does not print" in page
    assert "niet-gedrukt" not in visit(cast.tenant, f"/afspraken/{cast.agreement.slug}/2024/").content.decode()
    assert when(cast, client, where="column", at="adoption").url == f"/afspraken/{cast.agreement.slug}/2024/vaststellen/"
    page = visit(cast.officer, f"/afspraken/{cast.agreement.slug}/2024/").content.decode()
    assert "niet-gedrukt" not in page
    assert page.count("budget € 575") == 1
    assert page.count('rowspan="2"') == 2  # the number of the goal and its words, beside its two actions
    assert when(cast, client, where="line").url == f"/afspraken/{cast.agreement.slug}/2024/"
    page = visit(cast.officer, f"/afspraken/{cast.agreement.slug}/2024/").content.decode()
    assert page.count('class="action__when"') == 1
    assert "rowspan" not in page


def test_a_choice_that_is_none_changes_nothing(client, cast):
    assert when(cast, client, where="elsewhere").status_code == 302
    assert Agenda.objects.get(pk=cast.agenda.pk).when_printed == "nothing"


def test_an_editor_is_needed_to_choose(client, cast):
    client.force_login(cast.tenant)
    assert client.post(f"/afspraken/{cast.agreement.slug}/2024/wanneer/", {"where": "line"}).status_code == 403


def test_the_check_list_of_the_adoption_warns_too(visit, cast):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=2, budget=575)
    address = f"/afspraken/{cast.agreement.slug}/2024/vaststellen/"
    page = visit(cast.officer, address).content.decode()
    assert page.count('name="where"') == 2
    assert "Nothing stands in the way" not in page
