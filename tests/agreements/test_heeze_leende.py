"""The Heeze-Leende document as it is loaded: complete, literal, and in the places where the pages look for it."""

import html
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from agreements.demo import FIXTURES, load_document
from agreements.markdown import to_html
from agreements.models import Action, Agenda, Appendix, Goal, Indicator, Lead, MeetingRule, Participation, Project, Theme
from parties.models import PartyMember

pytestmark = pytest.mark.django_db

SOURCE = settings.BASE_DIR / "tests/documents/heeze-leende-meerjarenafspraken-2024-2027.txt"
PAGE_HEADER = r"Meerjarenprestatieafspraken 2024 – 2027\s+en prestaties 2024\s+Pagina 6"
GEMEENTE = "Gemeente Heeze-Leende"
WOCOM = "woCom"
DE_PAN = "Stichting Bewonersraad De Pan"
ENERGIEWERKGROEP = "Energiewerkgroep"
PLATFORM = "Platform van de drie huurdersorganisaties"


@pytest.fixture(scope="module", autouse=True)
def agreement(module_rows):
    """The document, loaded once for all tests of this file."""
    return load_document(FIXTURES / "heeze_leende.json")


def action(goal: str, position: int) -> Action:
    return Action.objects.get(goal__number=goal, position=position)


def leads(goal: str, position: int) -> list[str]:
    return list(action(goal, position).leads.values_list("party__name", flat=True))


def indicator(goal: str, name: str) -> Indicator:
    return Indicator.objects.get(goal__number=goal, name=name)


def targets(of: Indicator) -> list[tuple]:
    return list(of.targets.values_list("year", "value"))


def on_one_line(text: str) -> str:
    """The text without page header and line wrapping; a word broken at a hyphen is whole again."""
    text = re.sub(PAGE_HEADER, " ", text)
    text = re.sub(r"(?<=\w)-\s*\n\s*", "-", text)
    return " ".join(text.split())


def source() -> str:
    return on_one_line(SOURCE.read_text(encoding="utf-8"))


def all_texts() -> list[str]:
    introductions = list(Theme.objects.exclude(introduction="").values_list("introduction", flat=True))
    goals = list(Goal.objects.values_list("text", flat=True))
    actions = list(Action.objects.values_list("text", flat=True))
    return [Agenda.objects.get().agreement.introduction, *introductions, *goals, *actions]


def printed_document(agreement) -> str:
    """Everything the document layout prints, in its order."""
    printed = [agreement.introduction]
    for theme in sorted(agreement.themes.all(), key=lambda theme: theme.number):
        printed += [theme.heading, theme.introduction]
        for goal in theme.goals.all():
            printed.append(f"{goal.number} {goal.text}")
            printed += [f"{row.agenda.action_label}: {row.text}" for row in goal.actions.all()]
    return on_one_line(" ".join(printed))


# Literal


def test_every_paragraph_stands_in_the_source():
    paragraphs = [on_one_line(paragraph) for text in all_texts() for paragraph in text.split("\n\n")]

    assert [paragraph for paragraph in paragraphs if paragraph not in source()] == []


def test_printed_in_order_it_is_the_source_word_for_word(agreement):
    assert printed_document(agreement) == source()


def test_no_word_of_the_source_is_missing(agreement):
    words, printed = (Counter(re.findall(r"\w+", text)) for text in (source(), printed_document(agreement)))

    assert (words & printed).total() >= 0.995 * words.total()


def test_no_text_becomes_markdown_by_accident():
    for text in all_texts():
        rendered = re.sub(r"</?p>|<br ?/?>", " ", to_html(text))
        assert on_one_line(html.unescape(rendered)) == on_one_line(text)


def test_layout_of_the_source_is_gone():
    assert [text for text in all_texts() if re.search(r"  |[ \t]$|[ \t]\n|\n |Pagina \d", text)] == []


def test_paragraphs_are_kept_where_the_source_starts_one(agreement):
    assert agreement.introduction.count("\n\n") == 1
    assert set(Goal.objects.filter(text__contains="\n").values_list("number", flat=True)) == {"1.2.4", "1.3.1"}
    assert not Action.objects.filter(text__contains="\n").exists()


# Structure


def test_agreement_uses_the_words_of_the_document(agreement):
    agenda = agreement.agendas.get()

    assert (agreement.slug, agreement.start_year, agreement.end_year) == ("heeze-leende-2024-2027", 2024, 2027)
    assert (agreement.layout, agreement.theme_label, agreement.goal_label) == ("document", "Pijler", "Meerjarenafspraak")
    assert (agenda.year, agenda.state, agenda.adopted_on) == (2024, "draft", None)
    assert agenda.title == "Meerjarenprestatieafspraken 2024 – 2027 en prestaties 2024"
    assert agenda.action_label == "Prestatie 2024"
    assert agenda.introduction == ""


def test_five_pijlers_in_fourteen_paragraphs(agreement):
    pijlers = agreement.themes.filter(parent=None)

    assert [pijler.heading for pijler in pijlers] == [
        "Pijler 1. Beschikbaarheid",
        "Pijler 2. Verduurzaming",
        "Pijler 3. Betaalbaarheid",
        "Pijler 4. Leefbaarheid",
        "Pijler 5. Samenwerking en uitvoering",
    ]
    assert [pijler.sub_themes.count() for pijler in pijlers] == [3, 2, 3, 3, 3]
    assert Theme.objects.get(number="1.1").heading == "1.1 Van landelijke doelen naar gemeentelijke opgaven"


def test_every_paragraph_stands_in_the_pijler_of_its_number(agreement):
    paragraphs = agreement.themes.exclude(parent=None)

    assert all(paragraph.number.startswith(f"{paragraph.parent.number}.") for paragraph in paragraphs)
    assert all(goal.number.startswith(f"{goal.theme.number}.") for goal in Goal.objects.all())


def test_only_pijlers_2_and_4_have_an_introduction(agreement):
    assert list(agreement.themes.exclude(introduction="").values_list("number", flat=True)) == ["2", "4"]


def test_42_goals_and_60_actions():
    assert Goal.objects.count() == 42
    assert Action.objects.count() == 60
    assert Goal.objects.get(number="2.2.1").actions.count() == 6


def test_thirteen_goals_have_no_action():
    assert list(Goal.objects.filter(actions=None).values_list("number", flat=True)) == [
        "1.1.4",
        "1.1.5",
        "1.1.6",
        "1.2.2",
        "1.2.5",
        "3.2.2",
        "3.3.1",
        "4.3.2",
        "5.1.1",
        "5.1.2",
        "5.1.3",
        "5.2.1",
        "5.3.2",
    ]


def test_numbers_have_no_closing_dot():
    numbers = [*Theme.objects.values_list("number", flat=True), *Goal.objects.values_list("number", flat=True)]

    assert [number for number in numbers if not re.fullmatch(r"\d(\.\d){0,2}", number)] == []
    assert set(Action.objects.values_list("number", flat=True)) == {""}


def test_positions_follow_the_document():
    numbers = list(Goal.objects.order_by("position").values_list("number", flat=True))

    assert numbers == sorted(numbers)
    assert [row.position for row in Goal.objects.get(number="5.3.1").actions.all()] == [1, 2, 3, 4]
    assert action("2.2.1", 6).text.startswith("de huurdersorganisaties beantwoorden vragen van huurders")


# Parties


def test_three_parties_sign_and_two_are_involved(agreement):
    assert list(agreement.participations.values_list("party__name", "role")) == [
        (GEMEENTE, "signatory"),
        (WOCOM, "signatory"),
        (DE_PAN, "signatory"),
        (ENERGIEWERKGROEP, "involved"),
        (PLATFORM, "involved"),
    ]


def test_platform_advises_on_the_yearly_rent_adjustment():
    assert list(Participation.objects.exclude(right_of_advice="").values_list("party__name", "right_of_advice")) == [
        (PLATFORM, "advice")
    ]
    assert Participation.objects.get(party__name=PLATFORM).advice_subject == "de jaarlijkse huuraanpassing (3.1.1)"


def test_working_group_consists_of_wocom_and_the_tenants():
    assert set(PartyMember.objects.values_list("umbrella__name", "member__name")) == {
        (ENERGIEWERKGROEP, WOCOM),
        (ENERGIEWERKGROEP, DE_PAN),
    }


@pytest.mark.parametrize(
    ("goal", "position", "expected"),
    [
        ("1.1.1", 2, [DE_PAN]),
        ("1.1.3", 1, [GEMEENTE, WOCOM]),
        ("1.2.4", 1, [WOCOM]),
        ("2.1.1", 2, [WOCOM, ENERGIEWERKGROEP]),
        ("2.1.3", 3, [ENERGIEWERKGROEP]),
        ("2.1.3", 4, [GEMEENTE, WOCOM, DE_PAN]),
        ("2.2.1", 5, [GEMEENTE, WOCOM]),
        ("2.2.1", 6, [DE_PAN]),
        ("3.1.1", 1, [WOCOM]),
        ("4.1.1", 2, [WOCOM]),
        ("4.2.1", 2, [WOCOM, GEMEENTE]),
        ("4.2.3", 1, [GEMEENTE]),
        ("5.1.4", 1, [WOCOM, DE_PAN]),
        ("5.3.1", 4, [GEMEENTE]),
    ],
)
def test_leads_in_the_order_of_the_sentence(goal, position, expected):
    assert leads(goal, position) == expected


def test_every_action_has_a_lead():
    assert not Action.objects.filter(leads=None).exists()
    assert set(Action.objects.values_list("lead_text", flat=True)) == {""}


def test_leads_with_a_part_of_their_own():
    tasks = Lead.objects.exclude(task="").order_by("action__goal__position", "action__position", "position")

    assert list(tasks.values_list("action__goal__number", "party__name", "task")) == [
        ("2.1.3", GEMEENTE, "in eerste instantie aan zet"),
        ("2.1.3", WOCOM, "kennis over het bereiken van draagvlak"),
        ("2.1.3", DE_PAN, "kennis over het bereiken van draagvlak"),
        ("4.2.1", GEMEENTE, "woonzorgvisie"),
    ]


# Kinds, time and money


@pytest.mark.parametrize(
    ("goal", "position", "kind"),
    [
        ("1.1.1", 1, "information"),
        ("1.2.4", 1, "information"),
        ("2.2.1", 6, "ongoing"),
        ("3.1.1", 1, "process"),
        ("3.2.1", 1, "information"),
        ("4.1.1", 1, "information"),
        ("4.1.3", 5, "specific"),
    ],
)
def test_kind(goal, position, kind):
    assert action(goal, position).kind == kind


def test_agreements_on_meetings_are_process():
    assert {row.kind for row in Goal.objects.get(number="5.3.1").actions.all()} == {"process"}


@pytest.mark.parametrize(
    ("goal", "position", "due_on", "precision"),
    [
        ("1.1.2", 1, date(2024, 12, 31), "year"),
        ("1.2.3", 3, date(2024, 12, 31), "year"),
        ("2.1.3", 1, date(2024, 12, 31), "year"),
        ("3.2.1", 1, date(2024, 9, 30), "quarter"),
        ("4.1.1", 1, date(2024, 3, 31), "quarter"),
        ("4.1.1", 2, date(2024, 6, 30), "quarter"),
        ("4.1.4", 2, date(2024, 3, 31), "quarter"),
        ("3.3.2", 1, None, ""),
        ("4.1.5", 1, None, ""),
    ],
)
def test_deadline_only_where_the_action_gives_one(goal, position, due_on, precision):
    row = action(goal, position)

    assert (row.due_on, row.due_precision) == (due_on, precision)


def test_one_action_starts_in_the_second_quarter():
    started = Action.objects.exclude(starts_on=None).get()

    assert (started.goal.number, started.starts_on, started.starts_precision) == ("4.1.3", date(2024, 4, 1), "quarter")
    assert "vanaf kwartaal 2" in started.text


def test_what_recurs():
    recurring = Action.objects.exclude(recurrence="").order_by("goal__position")

    assert list(recurring.values_list("goal__number", "recurrence")) == [
        ("1.3.1", "year"),
        ("3.1.1", "year"),
        ("4.2.2", "year"),
        ("5.3.1", "quarter"),
    ]


def test_goals_with_years_of_their_own():
    with_years = Goal.objects.exclude(start_year=None, end_year=None).order_by("position")

    assert list(with_years.values_list("number", "start_year", "end_year")) == [
        ("1.1.3", None, 2030),
        ("2.1.1", None, 2030),
        ("2.2.1", None, 2030),
        ("3.1.1", 2024, 2025),
        ("3.2.1", None, 2025),
        ("3.2.2", None, 2025),
        ("3.2.3", None, 2025),
        ("3.3.1", None, 2025),
        ("3.3.2", None, 2025),
        ("5.1.1", None, 2030),
    ]


def test_budget_of_the_leefbaarheidsfonds():
    assert list(Action.objects.exclude(budget=None).values_list("goal__number", "position", "budget")) == [
        ("4.1.3", 1, Decimal(350_000))
    ]


def test_projects_are_the_two_places_that_actions_speak_of():
    assert list(Project.objects.values_list("name", "area", "actions__goal__number")) == [
        ("Het Perron", "Heeze", "4.1.3"),
        ("Past. Thijssenlaan 1", "Sterksel", "4.2.4"),
    ]
    assert all(row.project.name in row.text and row.project.area in row.text for row in Action.objects.exclude(project=None))


def test_appendices_are_known_by_name():
    assert list(Appendix.objects.values_list("number", "title", "agenda__year", "file")) == [
        ("1", "historie, planning en prognose van de woningvoorraad", 2024, ""),
        ("2", "overzicht van de indicatoren die gemonitord worden en wanneer de informatie aangeleverd wordt", 2024, ""),
        (
            "3",
            "het aantal woningen dat in 2024 van het aardgas gehaald wordt; het aantal woningen dat naar de isolatie standaard "
            "wordt gebracht in 2024; het verwachte aantal woningen dat in 2024 een label stap maakt ter verbetering van een "
            "E,F,G label",
            2024,
            "",
        ),
        ("", "realistische uitvoeringsplannen", None, ""),
    ]


# Meetings


def test_meetings_of_officers_are_in_the_hands_of_wocom():
    rule = MeetingRule.objects.get(kind="ambtelijk")

    assert (rule.per_year, rule.is_maximum, rule.goal.number) == (4, True, "5.3.1")
    assert [rule.planned_by.name, rule.prepared_by.name, rule.minuted_by.name] == [WOCOM, WOCOM, WOCOM]


def test_meetings_of_executives_are_planned_by_wocom_and_minuted_by_the_municipality():
    rule = MeetingRule.objects.get(kind="bestuurlijk")

    assert (rule.per_year, rule.is_maximum, rule.goal.number) == (2, False, "5.3.1")
    assert rule.frequency == "2 keer per jaar (in het voorjaar en najaar)"
    assert [rule.planned_by.name, rule.prepared_by.name, rule.minuted_by.name] == [WOCOM, GEMEENTE, GEMEENTE]


def test_other_meetings():
    others = MeetingRule.objects.exclude(kind__in=["ambtelijk", "bestuurlijk"])

    assert list(others.values_list("kind", "subject", "per_year", "participants", "goal__number")) == [
        ("thematic", "duurzaamheid", 4, "woCom en gemeenten", "5.3.1"),
        (
            "bilateral",
            "voortgang van de beschikbaarheid van de locaties en betaalbaarheid ervan (1.1.3); "
            "ontwikkeling van de sociale voorraad (1.3.1)",
            None,
            "manager vastgoed en wethouder",
            "1.1.3",
        ),
    ]
    assert MeetingRule.objects.get(kind="bilateral").frequency == "iedere 6 weken"


# Indicators


@pytest.mark.parametrize(
    ("goal", "name", "kind", "per", "year", "value"),
    [
        ("1.1.3", "Plancapaciteit", "exact", "moment", None, 130),
        ("1.1.3", "Harde plancapaciteit, drie jaar vooruit", "minimum", "moment", None, 100),
        ("1.1.3", "Sociale grondprijs", "exact", "year", 2024, 275),
        ("1.1.5", "Termijn waarin sociale huurwoningen voor de doelgroep beschikbaar blijven", "minimum", "moment", None, 25),
        ("1.2.2", "Garantie voor een locatie van flexwoningen", "minimum", "moment", None, 30),
        ("2.1.1", "Woningen die van het aardgas gaan", "exact", "average", None, 136),
        ("2.1.2", "Woningen met een hybride installatie bij ketelvervanging", "exact", "year", 2024, 100),
        ("2.2.1", "Woningen die naar de isolatiestandaard gaan", "exact", "average", None, 190),
        ("2.2.1", "Woningen met een E-, F- of G-label", "exact", "moment", 2028, 0),
        ("2.2.1", "Woningen die zonnepanelen krijgen", "exact", "average", None, 180),
        ("2.2.1", "Woningen die energetisch verbeterd worden op aanvraag", "maximum", "year", 2024, 250),
        (
            "2.2.1",
            "Woningen waarvan het dak van binnenuit met biobased materialen geïsoleerd wordt",
            "exact",
            "year",
            2024,
            40,
        ),
        ("2.2.1", "Aandeel biobased isolatiemateriaal", "exact", "moment", 2027, 100),
        ("3.2.1", "Woningen met een huurprijs tot € 550", "no_decrease", "moment", None, 4730),
        ("4.1.1", "Woningen met een slechte staat van onderhoud", "exact", "moment", None, 0),
        ("4.1.3", "Leefbaarheidsfonds", "exact", "year", 2024, 350_000),
        ("4.1.4", "Aantal keren ‘kijk in de wijk’", "minimum", "year", 2024, 1),
        ("4.2.1", "Vrijkomende woningen die aan aandachtsgroepen worden verhuurd", "maximum", "year", 2024, 30),
        ("4.2.2", "Sociale huurwoningen in de nieuwbouw", "minimum", "period", None, 30),
        ("4.2.2", "Sociale huurwoningen per wijk of buurt", "maximum", "moment", None, 50),
        ("4.2.4", "Grootte van gezinnen voor wie woCom woningen heeft", "maximum", "moment", None, 8),
    ],
)
def test_indicator_and_its_target(goal, name, kind, per, year, value):
    row = indicator(goal, name)

    assert (row.kind, row.per) == (kind, per)
    assert targets(row) == [(year, value)]


def test_rent_rises_by_a_formula_in_two_years():
    row = indicator("3.1.1", "Stijging van de huursom")
    formula = "CAO loonontwikkeling van het voorgaande jaar – 0,5%"

    assert (row.kind, row.unit, row.start_year, row.end_year) == ("maximum", "%", 2024, 2025)
    assert list(row.targets.values_list("year", "value", "formula")) == [(2024, None, formula), (2025, None, formula)]


def test_affordable_dwellings_have_baseline_price_level_and_delivery():
    row = indicator("3.2.1", "Woningen met een huurprijs tot € 550")

    assert (row.baseline, row.baseline_on, row.price_level) == (Decimal(4730), date(2020, 7, 1), 2020)
    assert (row.scope, row.end_year) == ("de totale corporatie voorraad", 2024)
    assert "46% van de totale corporatie voorraad" in row.source
    assert (row.delivered_by.name, row.delivered_to) == (WOCOM, "gemeente en huurdersorganisaties")
    assert row.delivered_when == (
        "in kwartaal 3: het aantal woningen van 1 juli 2023 en 1 juli 2024 met een huurprijs tot € 575,03 (prijspeil 2023)"
    )


def test_averages_run_through_2030_and_gas_counts_the_whole_stock():
    averages = Indicator.objects.filter(per="average")

    assert set(averages.values_list("goal__number", "end_year")) == {("2.1.1", 2030), ("2.2.1", 2030)}
    assert indicator("2.1.1", "Woningen die van het aardgas gaan").scope == "het totale bezit van woCom"


def test_bad_maintenance_ends_in_2026_with_its_exception():
    row = indicator("4.1.1", "Woningen met een slechte staat van onderhoud")

    assert row.start_year == 2026
    assert "tenzij er voor deze woningen concrete sloopplannen zijn" in row.scope


def test_municipality_counts_social_rent_per_neighbourhood():
    row = indicator("4.2.2", "Sociale huurwoningen per wijk of buurt")

    assert (row.delivered_by.name, row.delivered_to, row.delivered_when) == (
        GEMEENTE,
        "woCom en de huurdersorganisatie",
        "jaarlijks",
    )


def test_source_of_every_indicator_quotes_the_document():
    quotes = [quote.strip() for row in Indicator.objects.all() for quote in row.source.split("[…]")]

    assert [quote for quote in quotes if quote.removeprefix("Pijler 2, inleiding: ") not in source()] == []
