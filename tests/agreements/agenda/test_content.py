"""An agenda collected once: complete, in the document's order, in a number of queries that does not grow."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.agenda.collect import collect_agenda, rows_of
from agreements.agenda.content import PrintedAction, PrintedGoal, build
from agreements.agenda.leads import join_names
from agreements.agenda.rows import AgendaRows, GoalRow, LeadRow, columns_of
from agreements.models import Agenda, Goal, Theme
from parties.canonical import canonical, restore
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AppendixFactory,
    GoalFactory,
    LeadFactory,
    ParticipationFactory,
    PartyFactory,
    ProjectFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def collect(agenda):
    return collect_agenda(Agenda.objects.select_related("agreement").get(pk=agenda.pk))


def printed_action(**fields) -> PrintedAction:
    """An action without any database: lead_line and dropped_on are what matters here."""
    empty = dict.fromkeys(columns_of(PrintedAction), "") | {"leads": (), "dropped_on": None}
    return PrintedAction(**{**empty, **fields})


def printed_goal(*actions: PrintedAction) -> PrintedGoal:
    empty = dict.fromkeys(columns_of(PrintedGoal))
    return PrintedGoal(**{**empty, "number": "17", "text": "De voorraad groeit.", "actions": actions})


# -- Queries


def fill(cast, goals: int) -> None:
    """Goals in paragraphs, each with an action for a project and two leads, and an appendix."""
    for _ in range(goals):
        paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme)
        project = ProjectFactory(agreement=cast.agreement)
        action = ActionFactory(agenda=cast.agenda, goal=GoalFactory(theme=paragraph), project=project)
        for party in (cast.association, cast.tenants):
            LeadFactory(action=action, party=party)
        AppendixFactory(agreement=cast.agreement, agenda=cast.agenda)


def test_five_queries_for_1_goal_and_for_30(cast, django_assert_num_queries):
    agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    assert connection.features.supports_json_field  # which Django asks SQLite once, in a query of its own
    with django_assert_num_queries(5):
        assert len(collect_agenda(agenda).goals) == 1
    fill(cast, 29)
    with django_assert_num_queries(5):
        assert len(collect_agenda(agenda).goals) == 30


# -- From rows of any source


def test_from_rows_it_is_built_without_a_query_in_the_language_that_is_active(cast, django_assert_num_queries):
    LeadFactory(action=cast.action, party=cast.tenants, position=2)
    rows = rows_of(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    with django_assert_num_queries(0):
        in_english = build(rows)
        with translation.override("nl"):
            in_dutch = build(rows)
    lines = [content.actions[0].lead_line for content in (in_english, in_dutch)]
    assert lines == [f"De Sleutel (realisatie bouw) {word} Huurdersraad Waterhoek" for word in ("and", "en")]
    assert (in_english.agenda.standing, in_dutch.agenda.standing) == ("Draft", "Concept")


def test_rows_that_were_stored_and_read_back_print_the_same(cast):
    ActionFactory(goal=cast.goal, agenda=cast.agenda, budget="350000.50", due_on="2024-09-30", due_precision="quarter")
    AppendixFactory(agreement=cast.agreement, number="1", title="Prognose")
    rows = rows_of(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    assert build(restore(AgendaRows, canonical(rows))) == build(rows) == collect(cast.agenda)


def test_rows_of_a_past_moment_print_what_stood_there(cast):
    rows = rows_of(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    before = build(rows)
    cast.goal.text = "Iets anders."
    cast.goal.save()
    assert collect(cast.agenda).goals[0].text == "Iets anders."
    columns = columns_of(GoalRow)
    then = Goal.history.filter(id=cast.goal.pk).order_by("history_id").values_list(*columns).first()
    assert build(replace(rows, goals=(GoalRow(*then),))) == before


# -- What it holds


def test_the_line_of_the_story_from_theme_to_lead(cast):
    content = collect(cast.agenda)
    assert (content.agenda.id, content.agenda.title) == (cast.agenda.pk, cast.agenda.title)
    assert [party.id for party in content.parties] == [cast.municipality.pk, cast.association.pk, cast.tenants.pk]
    (section,) = content.themes
    assert (section.id, section.heading, section.introduction) == (cast.theme.pk, "Thema 1. Betaalbaar wonen", "")
    (goal,) = section.goals
    assert (goal.id, goal.number, goal.text) == (cast.goal.pk, "17", "De sociale voorraad groeit met 75 woningen.")
    (action,) = goal.actions
    assert (action.id, action.text) == (cast.action.pk, "De 24 flexwoningen aan de Kade zijn opgeleverd.")
    assert (action.kind, action.kind_label, action.recurrence_label) == ("specific", "specific action", "")
    assert action.leads == (LeadRow(cast.association.pk, "Woonstichting De Sleutel", "De Sleutel", "realisatie bouw"),)
    assert (action.lead_line, action.period, action.lineage) == ("De Sleutel (realisatie bouw)", "", (action.id,))
    assert (action.project_id, action.project, action.dropped_on, action.drop_reason) == (None, "", None, "")


def test_an_action_with_everything(cast):
    action = ActionFactory(
        agenda=cast.agenda,
        goal=cast.goal,
        project=ProjectFactory(agreement=cast.agreement, name="Steenhuys"),
        kind="ongoing",
        starts_on=date(2024, 1, 1),
        starts_precision="quarter",
        due_on=date(2024, 9, 30),
        due_precision="quarter",
        recurrence="six_weeks",
        dropped_on=date(2024, 6, 6),
        drop_reason="De grond is verkocht.",
        position=2,
    )
    row = collect(cast.agenda).actions[1]
    assert (row.project_id, row.project, row.kind, row.kind_label) == (action.project_id, "Steenhuys", "ongoing", "ongoing")
    assert (row.period, row.recurrence_label) == ("quarter 1 of 2024 through quarter 3 of 2024", "every six weeks")
    assert (row.dropped_on, row.drop_reason) == (date(2024, 6, 6), "De grond is verkocht.")


def test_rows_stand_in_the_order_of_the_document_and_not_of_entry(cast):
    last = ThemeFactory(agreement=cast.agreement, number="3", position=3)
    middle = ThemeFactory(agreement=cast.agreement, number="2", position=2)
    below = [ThemeFactory(agreement=cast.agreement, parent=middle, position=at) for at in (2, 1)]
    further = [GoalFactory(theme=theme, number=f"9{theme.pk}") for theme in (below[1], below[0], last)]
    goals = [GoalFactory(theme=cast.theme, number=number, position=at) for number, at in [("19", 3), ("18", 2)]]
    actions = [ActionFactory(agenda=cast.agenda, goal=cast.goal, text=text, position=at) for text, at in [("C", 3), ("B", 2)]]
    for party, at in [(cast.tenants, 3), (cast.municipality, 2)]:
        LeadFactory(action=cast.action, party=party, position=at)

    content = collect(cast.agenda)
    assert [section.id for section in content.themes] == [cast.theme.pk, middle.pk, last.pk]
    assert [section.id for section in content.themes[1].sections] == [below[1].pk, below[0].pk]
    assert [goal.id for goal in content.goals] == [goal.pk for goal in (cast.goal, goals[1], goals[0], *further)]
    assert [action.id for action in content.actions] == [cast.action.pk, actions[1].pk, actions[0].pk]
    assert [lead.short_name for lead in content.actions[0].leads] == [
        "De Sleutel",
        "Gemeente Waterhoek",
        "Huurdersraad Waterhoek",
    ]


def test_goals_of_a_theme_come_before_those_of_its_paragraphs(cast):
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huur", position=1)
    below = GoalFactory(theme=paragraph, number="1", position=0)
    (section,) = collect(cast.agenda).themes
    assert [goal.id for goal in section.all_goals] == [cast.goal.pk, below.pk]
    assert section.sections[0].heading == "1.1 Huur"


def test_only_the_actions_of_this_year_and_the_goals_of_this_agreement(cast):
    ActionFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2025), goal=cast.goal, text="Volgend jaar.")
    content = collect(cast.agenda)
    assert [action.id for action in content.actions] == [cast.action.pk]
    assert [goal.id for goal in content.goals] == [cast.goal.pk]


def test_a_goal_without_actions_stays(cast):
    goal = GoalFactory(theme=cast.theme, position=2)
    assert [(row.id, row.actions) for row in collect(cast.agenda).goals][1] == (goal.pk, ())


def test_appendices_of_the_agreement_and_of_this_year(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    for agenda, title, position in [(cast.agenda, "Prognose", 2), (None, "Begrippen", 1), (later, "Planning 2025", 3)]:
        AppendixFactory(agreement=cast.agreement, agenda=agenda, title=title, position=position)
    assert [row.title for row in collect(cast.agenda).appendices] == ["Begrippen", "Prognose"]


def test_signatories_are_the_participants_that_sign(cast):
    ParticipationFactory(agreement=cast.agreement, party=PartyFactory(name="Zorggroep Oever"), role="involved", position=0)
    content = collect(cast.agenda)
    assert (content.parties[0].name, content.parties[0].role_label) == ("Zorggroep Oever", "involved")
    assert [party.id for party in content.signatories] == [cast.municipality.pk, cast.association.pk, cast.tenants.pk]


def test_an_agenda_without_themes(cast):
    cast.action.delete()
    cast.theme.delete()
    content = collect(cast.agenda)
    assert (content.themes, content.goals, content.actions) == ((), (), ())


def test_a_party_that_no_longer_takes_part_does_not_break_the_page_of_what_it_leads(cast):
    """Whether the participation may go is for the rules; the agenda is always to be read."""
    type(cast.lead).objects.filter(pk=cast.lead.pk).update(party=cast.elsewhere)
    assert [lead.short_name for lead in collect(cast.agenda).actions[0].leads] == ["Gemeente Zandbergen"]


# -- Leads in one line


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and D"),
    ],
)
def test_names_in_one_phrase(names, phrase):
    assert join_names(name for name in names) == phrase


def test_names_in_dutch():
    with translation.override("nl"):
        assert join_names(["A", "B", "C"]) == "A, B en C"


def test_leads_are_named_with_their_tasks(cast):
    LeadFactory(action=cast.action, party=cast.municipality, position=2)
    LeadFactory(action=cast.action, party=cast.tenants, task="toets", position=3)
    (row,) = collect(cast.agenda).actions
    assert row.lead_line == "De Sleutel (realisatie bouw), Gemeente Waterhoek and Huurdersraad Waterhoek (toets)"


def test_the_words_of_the_document_go_before_the_names(cast):
    cast.action.lead_text = "Gezamenlijk"
    cast.action.save()
    (row,) = collect(cast.agenda).actions
    assert (row.lead_line, [lead.short_name for lead in row.leads]) == ("Gezamenlijk", ["De Sleutel"])


def test_a_goal_prints_its_leads_once_when_all_actions_have_the_same():
    same, other, none = printed_action(lead_line="De Sleutel"), printed_action(lead_line="Gemeente"), printed_action(lead_line="")
    assert printed_goal(same).lead_shown == "De Sleutel"
    assert printed_goal(same, same).lead_shown == "De Sleutel"
    assert printed_goal(same, other).lead_shown == ""
    assert printed_goal(same, none).lead_shown == ""
    assert printed_goal(none, none).lead_shown == printed_goal(none).lead_shown == "Not agreed yet who takes this up"
    assert printed_goal().lead_shown == ""


# -- Dropped


def test_a_goal_is_dropped_when_all_that_is_printed_for_it_says_so_itself():
    says_so = printed_action(text="Dit vervalt: geen bezit.", dropped_on=date(2024, 6, 6), drop_reason="geen bezit.")
    dropped, left = printed_action(dropped_on=date(2024, 6, 6), drop_reason="Geen bezit."), printed_action()
    assert printed_goal(says_so, says_so).is_dropped
    assert not printed_goal(dropped).is_dropped, "the goal is agreed still"
    assert not printed_goal(says_so, left).is_dropped
    assert not printed_goal(left).is_dropped
    assert not printed_goal().is_dropped


def test_a_text_that_gives_the_reason_itself_says_why():
    assert printed_action(text="Vervalt: de grond is verkocht.", drop_reason="de grond is verkocht").says_why_dropped
    assert not printed_action(text="Vervallen", drop_reason="de grond is verkocht").says_why_dropped
    assert not printed_action(text="De bouw begint.").says_why_dropped


# -- The page


def test_the_page_of_an_agenda_takes_at_most_13_queries_whatever_its_size(cast, client):
    counts = []
    for goals in (0, 29):
        fill(cast, goals)
        for person in (cast.officer, cast.association_officer, cast.admin):
            client.force_login(person)
            client.get(cast.agenda.get_absolute_url())  # the first look of an hour is noted
            with CaptureQueriesContext(connection) as queries:
                assert client.get(cast.agenda.get_absolute_url()).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 13  # of which one counts what waits for the person


def test_a_goal_stands_in_an_agenda_of_its_years_and_wherever_it_has_an_action(cast):
    later = GoalFactory(theme=cast.theme, number="90", start_year=2025)
    over = GoalFactory(theme=cast.theme, number="91", end_year=2023)
    over_but_at_work = GoalFactory(theme=cast.theme, number="92", end_year=2023)
    ActionFactory(agenda=cast.agenda, goal=over_but_at_work)
    printed = {goal.id for goal in collect_agenda(cast.agenda).goals}
    assert printed & {later.pk, over.pk, over_but_at_work.pk} == {over_but_at_work.pk}


# -- Only what the year has


def headings(content) -> list[str]:
    return [section.title for top in content.themes for section in (top, *top.sections)]


@pytest.fixture
def chapter(cast):
    """`chapter(title, start_year, …)`: a theme with a goal for each year that is given."""

    def chapter(title, *years, **fields):
        theme = ThemeFactory(agreement=cast.agreement, title=title, position=Theme.objects.count(), **fields)
        for year in years:
            GoalFactory(theme=theme, start_year=year, end_year=year, number=f"{title}{year}"[:20])
        return theme

    return chapter


def test_a_chapter_for_a_later_year_is_not_in_an_earlier_one(cast, chapter):
    later = AgendaFactory(agreement=cast.agreement, year=2026)
    chapter("Wonen met zorg", 2026, introduction="Nieuw in 2026.")
    chapter("Energie", 2023)
    chapter("Leefbaarheid", 2024, 2026)
    assert headings(collect(cast.agenda)) == ["Betaalbaar wonen", "Leefbaarheid"]
    assert headings(collect(later)) == ["Betaalbaar wonen", "Wonen met zorg", "Leefbaarheid"]


def test_a_chapter_with_an_action_of_the_year_is_in_it_whatever_its_goals_say(cast, chapter):
    theme = chapter("Energie", 2023)
    ActionFactory(agenda=cast.agenda, goal=theme.goals.get())
    assert headings(collect(cast.agenda)) == ["Betaalbaar wonen", "Energie"]


def test_a_chapter_that_is_an_introduction_only_stays(cast, chapter):
    chapter("Vooraf", introduction="Wij werken samen.")
    chapter("Nog leeg")
    assert headings(collect(cast.agenda)) == ["Betaalbaar wonen", "Vooraf"]


def test_a_chapter_stands_above_its_paragraphs_of_the_year_and_not_above_those_of_another(cast, chapter):
    now, later = chapter("Beschikbaarheid"), chapter("Zorg", introduction="Wonen met zorg.")
    chapter("Vrije woningen", 2024, parent=now)
    chapter("Nieuwe woningen", 2026, parent=now)
    chapter("Zorgwoningen", 2026, parent=later)
    assert headings(collect(cast.agenda)) == ["Betaalbaar wonen", "Beschikbaarheid", "Vrije woningen"]


def test_someone_who_joins_later_or_left_before_does_not_stand_in_it(cast):
    for name, years in (("Zorggroep Oever", {"from_year": 2025}), ("Stichting Toen", {"to_year": 2023})):
        ParticipationFactory(agreement=cast.agreement, party=PartyFactory(name=name), position=9, **years)
    assert [party.id for party in collect(cast.agenda).parties] == [cast.municipality.pk, cast.association.pk, cast.tenants.pk]
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    assert [party.name for party in collect(later).signatories][3:] == ["Zorggroep Oever"]
