"""The Heumen document in the fixture: complete, literal, and with its leads, dates and figures where they belong."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from agreements.demo import FIXTURES, load_document
from agreements.models import Action, Goal, Indicator, MeetingRule

pytestmark = pytest.mark.django_db

SOURCE = settings.BASE_DIR / "tests" / "documents" / "heumen-uitvoeringsagenda-2024.txt"


@pytest.fixture(scope="module")
def agreement(module_rows):
    """Loaded once, because every test here only reads; rolled back after the last."""
    return load_document(FIXTURES / "heumen.json")


@pytest.fixture
def agenda(agreement):
    return agreement.agendas.get(year=2024)


def action_of(goal_number):
    return Action.objects.get(goal__number=goal_number)


def lead_names(action):
    return [lead.party.short_name for lead in action.leads.all()]


def printed_lead(action):
    return action.lead_text or " en ".join(lead_names(action))


def blocks_of(text):
    """The paragraphs and bullets of a Markdown text; a bullet begins with the sign that the source prints."""
    lines = [line for line in text.split("\n") if line]
    return [re.sub(r"^- ", "• ", line).removeprefix("## ") for line in lines]


def source_text():
    """The source without page numbers, with wrapped lines and broken words joined; spaces inside a line stay."""
    text = SOURCE.read_text(encoding="utf-8")
    text = re.sub(r"^[123] *$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<=\w)-\s*\n\s*", "-", text)
    return re.sub(r"\s*\n\s*", " ", text).strip()


def all_texts(agenda):
    actions = agenda.actions.all()
    yield agenda.introduction
    yield from Goal.objects.values_list("text", flat=True)
    for action in actions:
        yield from (action.text, action.lead_text, action.drop_reason, action.project.name if action.project else "")


def printed_document(agenda):
    """All that the document prints, in its order: every chapter has a table with goal, action and lead."""
    agreement = agenda.agreement
    yield from (agenda.title, agenda.introduction_title, agenda.introduction)
    for theme in agreement.themes.all():
        yield from (theme.heading, agreement.goal_label, agenda.action_label, "Trekker")
        for goal in theme.goals.all():
            yield from (goal.number, goal.text)
            actions = list(goal.actions.filter(agenda=agenda))
            for action in actions:
                yield from (action.project.name if action.project else "", action.text)
            yield printed_lead(actions[0])


def test_the_agreement_is_the_multi_year_document_and_the_agenda_its_year_2024(agreement, agenda):
    assert (agreement.title, agreement.slug) == ("Meerjarige prestatieafspraken 2023-2026", "heumen-2023-2026")
    assert list(agreement.years) == [2023, 2024, 2025, 2026]
    assert (agenda.title, agenda.introduction_title) == ("Uitvoeringsagenda 2024", "Hoofdstuk 1 Inleiding")
    assert (agenda.state, agenda.adopted_on) == ("draft", None), "the source carries no date of adoption"


def test_three_signatories_and_the_tenants_have_a_qualified_right_of_advice_on_the_rents(agreement):
    rows = agreement.participations.values_list("party__name", "party__kind", "role", "right_of_advice", "advice_subject")
    assert list(rows) == [
        ("Gemeente Heumen", "municipality", "signatory", "", ""),
        ("Oosterpoort", "housing_association", "signatory", "", ""),
        (
            "HV Woonbelang",
            "tenants_organisation",
            "signatory",
            "qualified",
            "De huurverhoging in 2023, 2024 en 2025 (13); inkomensafhankelijke huurverhoging (14)",
        ),
    ]


def test_four_themes_carry_their_headings_as_printed(agreement):
    assert [theme.heading for theme in agreement.themes.all()] == [
        "Hoofdstuk 2: Meer mogelijkheden voor passend en betaalbaar wonen",
        "Hoofdstuk 3: Inzet op verduurzaming en een gezonde omgeving",
        "Hoofdstuk 4: Versterken van de weerbaarheid van buurten en wijken",
        "Aanvullende afspraak, gemaakt op 16 februari 2023",
    ]


def test_29_goals_number_on_through_the_themes_without_closing_dot(agreement):
    numbers = [list(theme.goals.values_list("number", flat=True)) for theme in agreement.themes.all()]
    running = [str(number) for number in range(1, 30)]
    assert numbers == [running[:16], running[16:23], running[23:28], running[28:]]
    assert list(Goal.objects.values_list("number", "position")) == [(str(number), number) for number in range(1, 30)]


def test_only_goal_29_was_added_later(agreement):
    assert list(Goal.objects.exclude(added_on=None).values_list("number", "added_on")) == [("29", date(2023, 2, 16))]


def test_goals_have_years_of_their_own_only_where_the_text_says_so(agreement):
    goals = Goal.objects.exclude(start_year=None, end_year=None)
    assert list(goals.values_list("number", "start_year", "end_year")) == [
        ("1", 2023, 2026),
        ("13", 2023, 2025),
        ("20", None, 2028),
        ("25", None, 2026),
    ]


def test_only_goals_that_strive_are_called_an_effort(agreement):
    assert list(Goal.objects.exclude(commitment="").values_list("number", "commitment")) == [("11", "effort"), ("15", "effort")]


def test_goal_1_has_one_action_for_each_of_its_seven_projects(agenda):
    actions = agenda.actions.filter(goal__number="1")
    assert [(action.position, action.project.name, action.project.dwellings) for action in actions] == [
        (1, "Steenhuys", 28),
        (2, "De Schoren", None),
        (3, "Rijksweg 216-218", 24),
        (4, "Kerkplein Noord", None),
        (5, "Kanaalzone", None),
        (6, "Zilverbergweg", None),
        (7, "Malderburch", None),
    ]
    assert {(*lead_names(action), action.lead_text) for action in actions} == {
        ("Oosterpoort", "Gemeente Heumen", "Oosterpoort en gemeente Heumen")
    }


def test_every_other_goal_has_one_action_without_project(agenda):
    counts = Counter(agenda.actions.values_list("goal__number", flat=True))
    assert counts == {"1": 7} | {str(number): 1 for number in range(2, 30)}
    assert set(agenda.actions.exclude(goal__number="1").values_list("project", flat=True)) == {None}


def test_a_wanted_end_state_says_nothing_about_the_phase_of_a_project(agreement):
    assert set(agreement.projects.values_list("phase", flat=True)) == {""}


def test_ongoing_and_goal_is_action_keep_their_printed_words(agenda):
    rows = agenda.actions.filter(kind__in=["ongoing", "goal_is_action"]).order_by("goal__position")
    assert list(rows.values_list("goal__number", "kind", "text")) == [
        ("2", "ongoing", "Doorlopend"),
        ("3", "ongoing", "Doorlopend"),
        ("17", "goal_is_action", "Doel is ook afspraak"),
    ]


def test_four_actions_were_dropped_in_the_meeting_of_7_december_2023_each_with_its_reason(agenda):
    decided = "(afspraak gemaakt in gezamenlijk overleg 7-12-23)."
    dropped = agenda.actions.exclude(dropped_on=None).order_by("goal__position")
    assert list(dropped.values_list("goal__number", "dropped_on", "drop_reason")) == [
        ("8", date(2023, 12, 7), f"Oosterpoort deze woningen in de gemeente Heumen niet bezit {decided}"),
        ("19", date(2023, 12, 7), f"het wijken betreft waar Oosterpoort geen bezit heeft {decided}"),
        ("22", date(2023, 12, 7), f"het wijken betreft waar Oosterpoort geen bezit heeft {decided}"),
        ("23", date(2023, 12, 7), f"Oosterpoort woningen van huurders isoleert en hen daarbij ondersteunt {decided}"),
    ]
    for action in dropped:
        sentence = f"Deze afspraak vervalt omdat {action.drop_reason}"
        more = " Voor 2024 staan namelijk Malden Noordoost en Overasselt gepland." if action.goal.number == "22" else ""
        assert action.text == sentence + more
        assert lead_names(action), "a dropped row keeps its lead"


def test_leads_per_row_are_those_of_the_document(agenda):
    rows = {goal.number: goal.actions.first() for goal in Goal.objects.all()}
    by_leads = {}
    for number, action in rows.items():
        names = tuple(sorted(lead_names(action)))
        tasks = any(action.leads.values_list("task", flat=True))
        by_leads.setdefault((names, tasks), []).append(int(number))
    assert by_leads == {
        (("Oosterpoort",), False): [6, 8, 10, 12, 17, 18, 20, 24],
        (("Gemeente Heumen",), False): [2, 3, 16, 19, 23, 25, 28],
        (("HV Woonbelang", "Oosterpoort"), False): [13, 14],
        (("Gemeente Heumen", "Oosterpoort"), False): [1, 4, 5, 7, 9, 11, 15, 22, 26, 27],
        (("Gemeente Heumen", "HV Woonbelang", "Oosterpoort"), False): [21],
        (("Gemeente Heumen", "Oosterpoort"), True): [29],
    }
    assert sorted(map(len, by_leads.values())) == [1, 1, 2, 7, 8, 10]


def test_the_printed_lead_keeps_order_and_joiner(agenda):
    printed = {}
    for goal in Goal.objects.all():
        printed.setdefault(printed_lead(goal.actions.first()), []).append(int(goal.number))
    assert printed == {
        "Oosterpoort en gemeente Heumen": [1, 4, 7, 9],
        "Gemeente Heumen": [2, 3, 16, 19, 23, 25, 28],
        "Gemeente Heumen en Oosterpoort": [5, 11, 26, 27],
        "Oosterpoort": [6, 8, 10, 12, 17, 18, 20, 24],
        "Oosterpoort – HV Woonbelang": [13, 14],
        "Oosterpoort – gemeente Heumen": [15],
        "Gezamenlijk": [21],
        "Gemeente Heumen - Oosterpoort": [22],
        "Gemeente (behoefte-onderzoek en Oosterpoort (realisatie bouw)": [29],
    }
    in_order = {tuple(lead_names(action)) for action in Action.objects.filter(lead_text__startswith="Oosterpoort")}
    assert in_order == {("Oosterpoort", "Gemeente Heumen"), ("Oosterpoort", "HV Woonbelang")}


def test_the_printed_lead_is_stored_only_where_it_differs_from_the_names(agenda):
    for action in agenda.actions.exclude(lead_text=""):
        assert action.lead_text != " en ".join(lead_names(action))


def test_goal_29_gives_each_party_a_task(agenda):
    assert list(action_of("29").leads.values_list("party__name", "task", "position")) == [
        ("Gemeente Heumen", "behoefte-onderzoek", 1),
        ("Oosterpoort", "realisatie bouw", 2),
    ]


def test_deadlines_are_as_exact_as_the_document(agenda):
    rows = agenda.actions.exclude(due_on=None).order_by("goal__position", "position")
    year = (date(2024, 12, 31), "year")
    assert [(row.goal.number, row.position, row.due_on, row.due_precision) for row in rows] == [
        ("1", 1, date(2024, 12, 24), "month"),
        ("1", 2, *year),
        ("1", 4, *year),
        ("5", 1, *year),
        ("6", 1, *year),
        ("7", 1, *year),
        ("9", 1, *year),
        ("10", 1, *year),
        ("11", 1, *year),
        ("12", 1, date(2024, 12, 31), "day"),
        ("13", 1, date(2024, 4, 30), "trimester"),
        ("18", 1, date(2024, 9, 30), "quarter"),
        ("21", 1, *year),
        ("24", 1, *year),
        ("28", 1, *year),
        ("29", 1, *year),
    ]


def test_only_the_solar_panels_have_a_start(agenda):
    rows = agenda.actions.exclude(starts_on=None).values_list("goal__number", "starts_on", "starts_precision")
    assert list(rows) == [("18", date(2024, 1, 1), "quarter")]


def test_the_meeting_every_two_months_is_a_rule_of_goal_26(agreement):
    rule = MeetingRule.objects.get()
    assert (rule.goal.number, rule.kind, rule.frequency, rule.per_year) == ("26", "bilateral", "iedere twee maanden", 6)


def figures(goal_number):
    """Per indicator: unit, kind, counted per, and the targets as (year, value, through, formula)."""
    return {
        row.name: (row.unit, row.kind, row.per, list(row.targets.values_list("year", "value", "value_to", "formula")))
        for row in Indicator.objects.filter(goal__number=goal_number)
    }


def test_goal_1_grows_by_75_over_the_period_and_the_municipality_intends_30_percent(agreement):
    assert figures("1") == {
        "Groei van de sociale huurvoorraad": ("wooneenheden", "minimum", "period", [(None, 75, None, "")]),
        "Aandeel sociale huurwoningen in de totale woningvoorraad (intentie van de gemeente)": (
            "%",
            "minimum",
            "moment",
            [(None, 30, None, "")],
        ),
    }
    growth, share = Indicator.objects.filter(goal__number="1")
    assert (growth.start_year, growth.end_year) == (2023, 2026)
    assert share.scope == "de totale woningvoorraad zoals die is per 1 december 2022"


def test_goal_2_counts_only_projects_of_more_than_ten_dwellings(agreement):
    indicator = Indicator.objects.get(goal__number="2")
    assert indicator.scope == "particuliere en gemeentelijke projecten waarbij meer dan 10 woningen worden gebouwd"
    assert indicator.targets.get().value == 30


def test_goal_4_speaks_of_circa_20_dwellings_for_twice_15_years(agreement):
    assert figures("4") == {
        "Te plaatsen flexwoningen": ("woningen", "exact", "period", [(None, 20, None, "")]),
        "Duur van de vergunning voor de flexwoningen (2x 15 jaar)": (
            "jaar",
            "minimum",
            "moment",
            [(None, 30, None, "2x 15 jaar")],
        ),
    }
    assert Indicator.objects.get(name="Te plaatsen flexwoningen").targets.get().approximate


def test_goal_5_has_a_range_of_rents_and_raises_the_legal_percentage_in_2024(agreement):
    assert figures("5") == {
        "Huurprijs van de huurwoningen waarnaar onderzoek wordt gedaan": (
            "€ per maand",
            "range",
            "moment",
            [(None, 763, 1000, "")],
        ),
        "Bescheiden middeninkomens in de sociale huur": ("%", "maximum", "year", [(2024, 15, None, "")]),
    }
    assert Indicator.objects.get(name="Bescheiden middeninkomens in de sociale huur").baseline == Decimal("7.5")


def test_goal_6_keeps_the_contradiction_of_goal_and_action(agreement):
    assert figures("6") == {
        "Verkochte woningen": ("woningen", "maximum", "year", [(2023, 3, None, ""), (2024, 12, None, "")]),
        "Verkoop als deel van de toegevoegde woningen": ("%", "exact", "period", [(None, 25, None, "")]),
    }


def test_goal_12_names_an_amount_at_a_price_level(agreement):
    indicator = Indicator.objects.get(goal__number="12")
    assert (indicator.price_level, indicator.targets.get().value) == (2020, 550)


def test_goal_13_has_a_formula_for_each_of_its_years(agreement):
    formula = "de CAO-loonontwikkeling van het voorgaande jaar minus 0,5 procentpunt"
    targets = [(year, None, None, formula) for year in (2023, 2024, 2025)]
    assert figures("13") == {"Stijging van de huur": ("%", "maximum", "year", targets)}


def test_goal_15_wants_95_percent_without_arrears_and_no_evictions(agreement):
    assert figures("15") == {
        "Huurders zonder huurbetalingsproblemen": ("%", "minimum", "moment", [(None, 95, None, "")]),
        "Ontruimingen als gevolg van betalingsproblemen": ("ontruimingen", "exact", "year", [(None, 0, None, "")]),
    }


def test_goal_18_counts_panels_every_year_and_letters_in_2024(agreement):
    assert figures("18") == {
        "Sociale huurwoningen waarop zonnepanelen zijn aangebracht": ("woningen", "minimum", "year", [(None, 125, None, "")]),
        "Aangeschreven woningen voor zonnepanelen": ("woningen", "exact", "year", [(2024, 314, None, "")]),
    }


def test_goal_20_plans_provisionally_per_year_and_ends_at_none_in_2028(agreement):
    per_year = [(2024, 0, None, ""), (2025, 0, None, ""), (2026, 6, None, "")]
    name = "Aangepakte sociale huurwoningen met een label E, F of G"
    assert figures("20") == {
        f"{name}, per jaar": ("woningen", "exact", "year", per_year),
        f"{name}, in totaal": ("woningen", "exact", "period", [(None, 6, None, "")]),
        "Sociale huurwoningen met een label E, F of G": ("woningen", "exact", "moment", [(2028, 0, None, "")]),
    }
    provisional = Indicator.objects.filter(targets__provisional=True).distinct()
    assert [indicator.name for indicator in provisional] == [f"{name}, per jaar"]


def test_figures_are_kept_for_these_goals_only(agreement):
    counts = Counter(Indicator.objects.values_list("goal__number", flat=True))
    assert counts == {
        "1": 2,
        "2": 1,
        "4": 2,
        "5": 2,
        "6": 2,
        "7": 2,
        "8": 1,
        "11": 1,
        "12": 1,
        "13": 1,
        "15": 2,
        "18": 2,
        "20": 3,
    }


def test_every_paragraph_and_bullet_stands_literally_in_the_source(agenda):
    source = source_text()
    strange = [block for text in all_texts(agenda) for block in blocks_of(text) if block not in source]
    assert strange == []


def test_every_word_of_the_source_is_printed_once_and_in_its_order(agenda):
    printed = re.findall(r"\w+", " ".join(printed_document(agenda)))
    assert printed == re.findall(r"\w+", source_text())


def test_paragraphs_and_lists_are_separated_by_an_empty_line(agenda):
    for text in all_texts(agenda):
        blocks = text.split("\n\n")
        assert all(block == block.strip() for block in blocks)
        assert all("\n" not in block or all(line.startswith("- ") for line in block.split("\n")) for block in blocks)
    assert action_of("20").text == (
        "Voorlopige planning:\n\n- 2024 geen woningen\n- 2025 geen woningen\n- 2026 6 woningen\n\n"
        "Door nieuwe systematiek van regelingen kunnen de aantallen wijzigen."
    )


def test_a_line_break_that_is_no_wrapping_begins_a_paragraph(agenda):
    """The number of paragraphs and bullets of every text that has more than one."""
    goals = {goal.number: len(blocks_of(goal.text)) for goal in Goal.objects.all()}
    actions = {f"{row.goal.number}/{row.position}": len(blocks_of(row.text)) for row in agenda.actions.all()}
    assert {number: count for number, count in goals.items() if count > 1} == {"4": 2, "6": 2, "11": 2, "26": 2}
    assert {number: count for number, count in actions.items() if count > 1} == {
        "1/5": 4,
        "1/6": 3,
        "4/1": 6,
        "5/1": 3,
        "6/1": 2,
        "7/1": 2,
        "9/1": 2,
        "20/1": 5,
        "21/1": 2,
        "25/1": 2,
        "29/1": 2,
    }
    assert len(blocks_of(agenda.introduction)) == 3 + 1 + 3 + 1 + 1


def test_no_text_becomes_markdown_by_accident(agenda):
    for text in all_texts(agenda):
        assert not re.search(r"[*_`<\\\[]", text)
        assert not re.search(r"^(?:- )?\d+[.)] ", text, flags=re.MULTILINE)
        assert "#" not in text.replace("\n## ", "\n").removeprefix("## ")


def test_errors_of_the_source_stay(agenda):
    assert action_of("27").text.startswith("Er wordt voortborduurt op")
    assert "evenals in 2022 en 2023,op dat" in action_of("5").text
    assert "Oosterpoort  investeert" in Goal.objects.get(number="4").text
    assert Goal.objects.get(number="12").text.startswith("In overeenstemming met  de nationale")


def test_figures_quote_the_agreed_words(agenda):
    source = source_text().replace("• ", "")
    quotes = {quote for row in Indicator.objects.all() for quote in re.split(r" … ", row.source)}
    assert [quote for quote in sorted(quotes) if quote not in source] == []
