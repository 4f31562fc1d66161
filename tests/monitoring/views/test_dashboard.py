"""The dashboard of an agenda, its presentation and who contributes to what."""

import re
from datetime import UTC, date, datetime

import pytest

from monitoring.models import Position
from monitoring.rounds.workflow import close_round
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    ConditionFactory,
    DissentFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
    ThemeFactory,
)
from tests.monitoring.scale import fill
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db

BOARD = "/afspraken/waterhoek-2023-2026/2024/dashboard/"
SLIDES = BOARD + "presentatie/"
MATRIX = "/afspraken/waterhoek-2023-2026/2024/wederkerigheid/"


def rows_of(page) -> int:
    """How many actions the page shows as articles."""
    return len(re.findall(r'<article class="item ', page.content.decode()))


@pytest.fixture
def reported(cast, round):
    """The red of the story, a green one that the tenants see as amber, one that nobody leads, one that was dropped."""
    fields = {"round": round, "submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC)}
    red = ProgressUpdateFactory(action=cast.action, party=cast.association, red=True, **fields)
    green = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De huurders krijgen een brief.", position=2)
    LeadFactory(action=green, party=cast.municipality)
    DissentFactory(update=ProgressUpdateFactory(action=green, party=cast.municipality, **fields), party=cast.tenants)
    other = GoalFactory(theme=ThemeFactory(agreement=cast.agreement, number="2", title="Duurzaam", position=2), number="18")
    ActionFactory(goal=other, agenda=cast.agenda, text="Niemand trekt dit.")
    ActionFactory(
        goal=other,
        agenda=cast.agenda,
        text="Dit gaat niet door.",
        dropped_on=date(2024, 5, 1),
        drop_reason="Verkocht.",
        position=2,
    )
    return red


@pytest.mark.parametrize("address", [BOARD, SLIDES, MATRIX])
def test_a_participant_sees_it_and_for_an_outsider_it_does_not_exist(visit, cast, reported, address):
    people = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.admin, cast.outsider)
    assert [visit(person, address).status_code for person in people] == [200, 200, 200, 200, 200, 404]


def test_the_exceptions_come_first_with_why_and_what_is_asked(visit, cast, reported):
    page = visit(cast.executive, BOARD)
    words = words_of(page)
    assert [heading for heading in headings_of(page) if heading.startswith("h2")] == [
        "h2 What must be decided (1)",
        "h2 What goes wrong (3 of the 3 actions)",
        "h2 What changed",
        "h2 Do the goals come closer?",
        "h2 How it stands",
        "h2 Needs attention (3)",
        "h2 For each “thema”",
        "h2 By party",
        "h2 What does this ask of us?",
        "h2 What the lights mean",
    ]
    assert "Of the 3 actions 3 need attention. One was dropped." in words
    assert "Cause De netbeheerder sluit pas in juni aan." in words
    assert "Asked of the meeting Bel met de netbeheerder." in words
    assert "according to Huurdersraad Waterhoek: De huurders horen al een jaar niets." in words
    assert "Nobody leads it" in words
    split = "On schedule (Gemeente Waterhoek) · at risk, correction needed (Huurdersraad Waterhoek) 17"
    rows = words.partition("Needs attention (3)")[2]
    assert rows.index("Will not be achieved 17") < rows.index(split)


def test_it_says_of_which_day_it_is_and_when_something_was_reported_last(visit, cast, reported):
    words = words_of(visit(cast.executive, BOARD))
    assert (
        "Reference date 10 October 2024 · Ronde 1 (can be answered through 31 October 2024) · updated on 8 October 2024" in words
    )
    assert "Text: Draft" in words


def test_every_count_leads_to_exactly_those_actions(visit, cast, reported):
    page = visit(cast.executive, BOARD)
    links = r'href="(\?[^"#]*(?:licht|thema|partij)=[^"#]*)#rijen">\s*(?:<span\s+class="count__number">)?(\d+)<'
    found = re.findall(links, page.content.decode())
    assert len(found) > 6
    for address, number in found:
        shown = visit(cast.executive, BOARD + address.replace("&amp;", "&"))
        assert (address, rows_of(shown)) == (address, int(number))


def test_the_switch_shows_the_exceptions_or_everything(visit, cast, reported):
    assert [rows_of(visit(cast.executive, BOARD + query)) for query in ("", "?alles")] == [3, 4]
    assert "Dropped on 1 May 2024" in words_of(visit(cast.executive, BOARD + "?alles"))


def test_without_a_round_it_says_what_comes_here(visit, cast, in_october):
    words = words_of(visit(cast.executive, BOARD))
    assert "Nothing was reported yet" in words
    assert "updated on" not in words


def test_old_news_says_so_until_a_new_round_opens(visit, cast, at, round):
    at("2024-11-02 09:00")
    close_round(round=round, by=cast.officer)
    assert "This news is old" not in words_of(visit(cast.executive, BOARD))
    at("2025-02-01 09:00")
    assert "This news is old: the last round was about 30 September 2024." in words_of(visit(cast.executive, BOARD))


def test_a_figure_that_stays_behind_while_all_is_green_is_named_on_top(visit, cast, round):
    TargetFactory(indicator=(indicator := IndicatorFactory(goal=cast.goal, name="Woningen erbij")), value=75)
    IndicatorFactory(goal=cast.goal, name="Nooit gemeten")
    MeasurementFactory(indicator=indicator, value=3, measured_on=date(2024, 9, 30), party=cast.association)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    words = words_of(visit(cast.executive, BOARD))
    assert "One figure stays behind while all its actions are on schedule." in words
    assert "All actions of this goal are on schedule or done, and yet the figure stays behind." in words
    assert "One figure was not measured yet" in words


def test_the_row_of_lights_names_its_rounds_for_a_screen_reader(visit, cast, reported, round):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 3, 31), closed=True)
    ProgressUpdateFactory(action=cast.action, round=before, party=cast.association)
    page = visit(cast.executive, BOARD)
    assert "Ronde 0: On schedule Ronde 1: Will not be achieved" in words_of(page)
    assert 'aria-label="The lights per round"' in page.content.decode()


def test_links_lead_here_from_the_agenda_and_the_agreement(visit, cast):
    assert BOARD in links_of(visit(cast.tenant, cast.agenda.get_absolute_url()))
    assert BOARD in links_of(visit(cast.tenant, cast.agreement.get_absolute_url()))
    assert MATRIX in links_of(visit(cast.tenant, BOARD))


# -- Positions


@pytest.fixture
def position(cast, reported, round):
    close_round(round=round, by=cast.officer)
    return Position.objects.get()


def test_a_position_shows_what_stood_then(visit, cast, position):
    cast.action.text = "Anders opgeschreven."
    cast.action.save()
    now, then = (words_of(visit(cast.tenant, BOARD + query)) for query in ("", f"?stand={position.pk}"))
    assert ("Anders opgeschreven." in now, "Anders opgeschreven." in then) == (True, False)
    assert "You are looking at the position of 30 September 2024, as it was then." in then
    assert "Changed since" not in then, "a position is not compared with itself"
    assert f"{SLIDES}?stand={position.pk}" in links_of(visit(cast.tenant, f"{BOARD}?stand={position.pk}"))


def test_what_changed_is_told_against_the_position_before(visit, cast, position, at):
    at("2024-12-20 09:00")
    after = RoundFactory(
        agenda=cast.agenda,
        name="Ronde 2",
        reference_date=date(2024, 12, 15),
        opens_on=date(2024, 12, 16),
        closes_on=date(2024, 12, 31),
        opened=True,
    )
    ProgressUpdateFactory(
        action=cast.action, round=after, party=cast.association, submitted_at=datetime(2024, 12, 18, tzinfo=UTC)
    )
    words = words_of(visit(cast.tenant, BOARD))
    assert "Changed since 30 September 2024 (1 change) Recovered: De 24 flexwoningen" in words
    assert "Changed since 30 September 2024 (1 change) Recovered (1) De 24 flexwoningen" in words


@pytest.mark.parametrize("asked", ["999999", "x", "99999999999999999999", "-1"])
def test_a_position_that_is_not_there_is_not_found(visit, cast, asked):
    assert visit(cast.tenant, f"{BOARD}?stand={asked}").status_code == 404


def test_a_position_of_another_agenda_is_not_found_here(visit, cast, position):
    AgendaFactory(agreement=cast.agreement, year=2025)
    assert visit(cast.tenant, f"/afspraken/waterhoek-2023-2026/2025/dashboard/?stand={position.pk}").status_code == 404


@pytest.mark.parametrize("address", [BOARD, SLIDES, MATRIX])
def test_a_position_that_someone_changed_shows_nothing_but_that(visit, cast, position, address):
    Position.objects.filter(pk=position.pk).update(content=position.content.replace("flexwoningen", "villa's"))
    page = visit(cast.tenant, f"{address}?stand={position.pk}")
    assert page.status_code == 500
    assert "villa" not in page.content.decode()


# -- Presentation


def test_each_exception_has_its_own_screen_and_so_has_what_is_asked(visit, cast, reported):
    page = visit(cast.executive, SLIDES)
    assert [heading for heading in headings_of(page) if heading.startswith(("h1", "h2"))] == [
        "h1 Uitvoeringsagenda 2024",
        "h2 What must be decided (1)",
        "h2 What goes wrong (3 of the 3 actions)",
        "h2 What changed",
        "h2 Do the goals come closer?",
        "h2 How it stands",
        "h2 17 De 24 flexwoningen aan de Kade zijn opgeleverd.",
        "h2 17 De huurders krijgen een brief.",
        "h2 18 Niemand trekt dit.",
        "h2 All that must be decided",
        "h2 For each “thema”",
        "h2 What the lights mean",
    ]
    assert page.content.decode().count('class="slide') >= 7


# -- Reciprocity


def test_goals_without_the_municipality_are_marked_and_those_without_the_tenants_are_not(visit, cast, reported):
    words = words_of(visit(cast.tenant, MATRIX))
    assert "To one of the 2 goals the municipality contributes nothing." in words
    assert "tenants' organisation contributes nothing" not in words
    assert "one action without a lead" in words


# -- How often the database is asked


@pytest.mark.parametrize("person", ["tenant", "officer"])
def test_a_hundred_actions_take_at_most_fifteen_queries_and_more_take_no_more(queries, cast, at, person):
    at("2024-10-10 12:00")
    MeetingFactory(agreement=cast.agreement)
    reader = getattr(cast, person)
    fill(cast.agenda, goals=50, actions=100, leads=cast.association, by=cast.officer)
    close_round(round=cast.agenda.rounds.get(name="Ronde 0"), by=cast.officer)
    hundred = {address: queries(reader, address) for address in (BOARD, BOARD + "?alles", SLIDES, MATRIX)}
    assert max(hundred.values()) <= 15
    actions = type(cast.action).objects
    more = actions.bulk_create(
        type(cast.action)(agenda=cast.agenda, goal=cast.goal, text=f"Nog een {n}.", position=n) for n in range(20)
    )
    type(cast.lead).objects.bulk_create(type(cast.lead)(action=action, party=cast.association) for action in more)
    assert {address: queries(reader, address) for address in hundred} == hundred


def test_a_position_is_read_in_few_queries(queries, cast, position):
    assert queries(cast.tenant, f"{BOARD}?stand={position.pk}") <= 7


def test_the_rows_are_narrowed_to_what_waits_for_a_condition(visit, cast, reported):
    waiting = cast.agenda.actions.get(text="De huurders krijgen een brief.")
    assert "Waits for a condition" not in words_of(visit(cast.tenant, BOARD))
    ConditionFactory(action=waiting, words="mits het net het aankan")
    ConditionFactory(action=cast.action, state="met", settled_on="2024-01-01")
    assert "Waits for a condition (1)" in words_of(visit(cast.tenant, BOARD))
    page = visit(cast.tenant, f"{BOARD}?voorwaarde=open")
    assert [row.action.id for row in page.context["rows"]] == [waiting.pk]
    assert "mits het net het aankan" in words_of(page)
