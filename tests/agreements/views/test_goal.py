"""One goal through the years, and one action."""

from datetime import date
from decimal import Decimal

import pytest

from parties.history.records import change_set
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    ParticipationFactory,
    ProjectFactory,
    TargetFactory,
    ThemeFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db

COMMENTS = ["h2 Comments", "h3 For all parties", "h3 For your own party only"]


def test_what_one_may_not_see_is_not_there(visit, cast):
    for row in (cast.goal, cast.action):
        address = row.get_absolute_url()
        seen = [visit(person, address).status_code for person in (cast.tenant, cast.admin, cast.outsider)]
        assert seen == [200, 200, 404]
        assert visit(cast.tenant, address.replace(str(row.pk), "9" * 30)).status_code == 404, "more than a database takes"


# -- A goal


def test_a_goal_through_the_years_latest_first(visit, cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(agenda=later, goal=cast.goal, text="De eerste woningen zijn verhuurd.")
    page = visit(cast.tenant, cast.goal.get_absolute_url())
    assert headings_of(page) == ["h1 Goal 17", "h2 Indicators", "h2 Through the years", "h3 2025", "h3 2024", *COMMENTS]
    words = words_of(page)
    assert words.index("De eerste woningen zijn verhuurd.") < words.index("De 24 flexwoningen aan de Kade zijn opgeleverd.")
    assert "De Sleutel (realisatie bouw)" in words
    assert f"/afspraken/waterhoek-2023-2026/2025/#doel-{cast.goal.pk}" in links_of(page)
    assert cast.action.get_absolute_url() in links_of(page)


def test_a_goal_tells_its_place_and_period(visit, cast):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huur en inkomen")
    goal = GoalFactory(theme=paragraph, end_year=2030, commitment="effort", added_on=date(2023, 2, 16), is_focus=True)
    words = words_of(visit(cast.tenant, goal.get_absolute_url()))
    for expected in (
        "Thema 1. Betaalbaar wonen · 1.1 Huur en inkomen",
        "Period 2023 – 2030",
        "Commitment Effort",
        "Added on 16 February 2023",
        "Focus One of the goals that the parties put first",
    ):
        assert expected in words


def test_a_goal_tells_its_words_through_the_years(visit, cast):
    page = visit(cast.tenant, cast.goal.get_absolute_url())
    assert "h2 The words through the years" not in headings_of(page), "there is one text only"
    cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
    cast.agenda.save()
    was = cast.goal.text
    cast.goal.text, cast.goal.number = "De sociale voorraad groeit met 90 woningen.", "17a"
    cast.goal.save()
    page = visit(cast.tenant, cast.goal.get_absolute_url())
    assert headings_of(page)[1:4] == ["h2 The words through the years", "h3 from 2025", "h3 through 2024"]
    words = words_of(page)
    assert words.index("groeit met 90 woningen") < words.rindex(was.rstrip("."))
    assert words.count("Note: 75 becomes 90") == 1, "beside the later words, and the first have none before them"


def test_a_dropped_goal_says_from_when_and_why(visit, cast):
    cast.goal.dropped_from, cast.goal.drop_reason = 2026, "De raad besloot anders."
    cast.goal.save()
    assert "Dropped from 2026: De raad besloot anders." in words_of(visit(cast.tenant, cast.goal.get_absolute_url()))


def test_a_goal_without_figures_and_without_actions_says_so(visit, cast):
    goal = GoalFactory(theme=cast.theme, number="18")
    words = words_of(visit(cast.tenant, goal.get_absolute_url()))
    assert "Nothing was agreed for this goal that can be counted." in words
    assert "No action was agreed for this goal in any year yet." in words


def test_a_dropped_action_stays_visible_with_the_date(visit, cast):
    cast.action.dropped_on, cast.action.drop_reason = date(2024, 6, 6), "De grond is verkocht."
    cast.action.save()
    words = words_of(visit(cast.tenant, cast.goal.get_absolute_url()))
    assert "Dropped on 6 June 2024 De 24 flexwoningen aan de Kade zijn opgeleverd." in words


def test_a_goal_takes_as_many_queries_with_1_row_of_everything_as_with_3(queries, cast):
    def add(year: int) -> None:
        agenda = AgendaFactory(agreement=cast.agreement, year=year)
        action = ActionFactory(agenda=agenda, goal=cast.goal, project=ProjectFactory(agreement=cast.agreement))
        for party in (cast.association, cast.tenants):
            LeadFactory(action=action, party=party)
        TargetFactory(indicator=IndicatorFactory(goal=cast.goal, delivered_by=cast.association), year=year)

    add(2023)
    before = queries(cast.officer, cast.goal.get_absolute_url())
    for year in (2025, 2026):
        add(year)
    assert queries(cast.officer, cast.goal.get_absolute_url()) == before <= 24


# -- An action


def test_an_action_with_all_that_was_agreed(visit, cast):
    action = cast.action
    action.project = ProjectFactory(agreement=cast.agreement, name="Kade", area="Havenkwartier", dwellings=24)
    action.starts_on, action.starts_precision = date(2024, 1, 1), "month"
    action.due_on, action.due_precision = date(2024, 9, 30), "quarter"
    action.recurrence, action.kind, action.budget = "quarter", "process", Decimal(350_000)
    action.lead_text = "Oosterhaven"
    action.save()
    page = visit(cast.tenant, action.get_absolute_url())
    assert headings_of(page) == ["h1 Kade", "h2 Progress", "h2 For this goal", *COMMENTS]
    words = words_of(page)
    for expected in (
        "Thema 1. Betaalbaar wonen",
        "Draft",
        "De Sleutel (realisatie bouw) no contact printed as «Oosterhaven»",
        "When January 2024 through quarter 3 of 2024",
        "Recurs Every quarter",
        "Kind Agreement on the process",
        "Budget € 350,000",
        "Area Havenkwartier",
        "Dwellings 24",
        "De sociale voorraad groeit met 75 woningen.",
    ):
        assert expected in words


def test_an_action_without_project_is_headed_by_the_word_for_action(visit, cast):
    page = visit(cast.tenant, cast.action.get_absolute_url())
    assert headings_of(page)[0] == "h1 Afspraak voor 2024"


def test_an_action_that_nobody_leads_yet(visit, cast):
    cast.lead.delete()
    assert "Lead Not agreed yet who takes this up" in words_of(visit(cast.tenant, cast.action.get_absolute_url()))


def test_a_dropped_action_says_when_and_why(visit, cast):
    cast.action.dropped_on, cast.action.drop_reason = date(2024, 6, 6), "De grond is verkocht."
    cast.action.save()
    words = words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    assert "Dropped on 6 June 2024 De grond is verkocht." in words


def test_an_action_that_was_carried_over_leads_to_the_other_years(visit, cast):
    years = {year: AgendaFactory(agreement=cast.agreement, year=year) for year in (2023, 2025)}
    earlier = ActionFactory(agenda=years[2023], goal=cast.goal)
    ActionLinkFactory(earlier=earlier, later=cast.action)
    later = ActionFactory(agenda=years[2025], goal=cast.goal, carried_from=cast.action)
    page = visit(cast.tenant, cast.action.get_absolute_url())
    assert "Carried over, year 2, from 2023 Carried over to 2025" in words_of(page)
    assert {earlier.get_absolute_url(), later.get_absolute_url()} <= set(links_of(page))


def test_a_split_and_a_merged_action_say_so_on_both_pages(visit, cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    parts = [ActionFactory(agenda=later, goal=cast.goal, text=f"Deel {number}.") for number in (1, 2)]
    for part in parts:
        ActionLinkFactory(earlier=cast.action, later=part, kind="split")
    other = ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Wat erbij kwam.")
    merged = ActionFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2026), goal=cast.goal)
    for earlier in (parts[0], other):
        ActionLinkFactory(earlier=earlier, later=merged, kind="merged")
    assert "Split, into 2 2025 : Deel 1. 2025 : Deel 2." in words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    assert "Split off from 2024 : De 24 flexwoningen" in words_of(visit(cast.tenant, parts[1].get_absolute_url()))
    assert "Merged from 2024 : Wat erbij kwam. 2025 : Deel 1." in words_of(visit(cast.tenant, merged.get_absolute_url()))
    goal = words_of(visit(cast.tenant, cast.goal.get_absolute_url()))
    assert "Merged into 2026" in goal
    assert "Split off from 2024" in goal


def test_a_link_from_an_agreement_that_one_may_not_see_is_not_told(visit, cast):
    cast.agreement.predecessor = cast.other_agreement
    cast.agreement.save()
    agenda = AgendaFactory(agreement=cast.other_agreement, year=2023)
    foreign = ActionFactory(agenda=agenda, goal=cast.other_goal)
    ActionLinkFactory(earlier=foreign, later=cast.action)
    assert foreign.get_absolute_url() not in links_of(visit(cast.tenant, cast.action.get_absolute_url()))
    ParticipationFactory(agreement=cast.other_agreement, party=cast.tenants)
    assert foreign.get_absolute_url() in links_of(visit(cast.tenant, cast.action.get_absolute_url()))


def test_the_last_change_is_shown_with_its_author_and_reason(visit, cast):
    with change_set(reason="Besluit van 6 juni", user=cast.officer):
        cast.action.text = "De 30 flexwoningen zijn opgeleverd."
        cast.action.save()
    words = words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    assert words.endswith("by Olga Officier (Gemeente Waterhoek): Besluit van 6 juni")


def test_a_text_that_someone_wrote_as_html_is_shown_as_text(visit, cast):
    cast.action.text = cast.goal.text = "<script>alert(1)</script>"
    cast.action.drop_reason, cast.action.dropped_on = "<b>vet</b>", date(2024, 6, 6)
    cast.action.save()
    cast.goal.save()
    for address in (cast.action.get_absolute_url(), cast.goal.get_absolute_url(), cast.agenda.get_absolute_url()):
        page = visit(cast.tenant, address).content.decode()
        assert "<script>" not in page
        assert "<b>vet</b>" not in page


def test_an_action_takes_as_many_queries_with_1_lead_and_1_later_year_as_with_3(queries, cast):
    for year in (2025, 2026):
        AgendaFactory(agreement=cast.agreement, year=year)
    later = cast.agreement.agendas.get(year=2025)
    ActionLinkFactory(earlier=cast.action, later=ActionFactory(agenda=later, goal=cast.goal), kind="split")
    before = queries(cast.officer, cast.action.get_absolute_url())
    for party in (cast.tenants, cast.municipality):
        LeadFactory(action=cast.action, party=party)
        ActionLinkFactory(earlier=cast.action, later=ActionFactory(agenda=later, goal=cast.goal), kind="split")
    assert queries(cast.officer, cast.action.get_absolute_url()) == before <= 18
