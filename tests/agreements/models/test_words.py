"""The row holds the newest words, and saving it keeps what years that stand still read."""

import os
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.agenda.collect import collect_agenda, live_rows_of
from agreements.agenda.content import build
from agreements.agenda.words import held_words, place_of, printed_order, targets_of, theme_of, words_of
from agreements.consent.lock import why_not_change
from agreements.models import Agenda, Agreement, Goal, GoalText, Target, Theme, ThemeText
from parties.history.put_back import last_of, put_back
from parties.history.records import change_set
from tests.factories import ActionFactory, AgendaFactory, GoalFactory, IndicatorFactory, TargetFactory, ThemeFactory

pytestmark = pytest.mark.django_db

OLD, NEW = "De voorraad groeit met 75 woningen.", "De voorraad groeit met 90 woningen."


def lock(agenda: Agenda, state: str = "adopted") -> None:
    agenda.state, agenda.adopted_on = state, date(agenda.year - 1, 12, 14) if state != "proposed" else None
    agenda.save()


@pytest.fixture
def goal():
    """In an agreement of which 2024 is adopted and 2025 a draft."""
    goal = GoalFactory(number="17", text=OLD)
    agreement = goal.theme.agreement
    AgendaFactory(agreement=agreement, year=2024, adopted=True)
    AgendaFactory(agreement=agreement, year=2025)
    return goal


def texts(goal: Goal) -> dict[int, str]:
    fresh = Goal.objects.get(pk=goal.pk)
    return {year: words_of(fresh, year).text for year in (2023, 2024, 2025, 2026)}


# -- Writing


def test_writing_keeps_the_words_of_years_that_stand_still(goal):
    goal.text = NEW
    goal.save()
    assert texts(goal) == {2023: OLD, 2024: OLD, 2025: NEW, 2026: NEW}
    assert (goal.words_from, [text.from_year for text in GoalText.objects.all()]) == (2025, [None])


@pytest.mark.parametrize("state", ["proposed", "adopted", "closed"])
def test_every_state_but_a_draft_stands_still(state):
    goal = GoalFactory(text=OLD)
    lock(AgendaFactory(agreement=goal.theme.agreement, year=2024), state)
    goal.text = NEW
    goal.save()
    assert (texts(goal)[2024], texts(goal)[2025]) == (OLD, NEW)


def test_in_drafts_alone_nothing_is_kept():
    goal = GoalFactory(text=OLD)
    for year in (2024, 2025):
        AgendaFactory(agreement=goal.theme.agreement, year=year)
    goal.text = NEW
    goal.save()
    assert (set(texts(goal).values()), goal.words_from, GoalText.objects.count()) == ({NEW}, None, 0)


def test_a_writer_who_names_the_year_keeps_every_earlier_one():
    goal = GoalFactory(text=OLD)
    for year in (2024, 2025):
        AgendaFactory(agreement=goal.theme.agreement, year=year)
    goal.write_for(2025)
    goal.text = NEW
    goal.save()
    assert texts(goal) == {2023: OLD, 2024: OLD, 2025: NEW, 2026: NEW}


def test_a_writer_who_names_an_earlier_year_leaves_the_newest_words(goal):
    lock(Agenda.objects.get(year=2024), "proposed")
    goal.text = NEW
    goal.save()
    agenda = Agenda.objects.get(year=2024)
    agenda.state = "draft"
    agenda.save()
    goal.write_for(2024)
    assert goal.text == OLD, "the row in memory reads as that year"
    goal.text = "De voorraad groeit met 80 woningen."
    goal.save()
    assert texts(goal) == {2023: goal_text_of(goal), 2024: goal_text_of(goal), 2025: NEW, 2026: NEW}
    assert goal.text == NEW


def goal_text_of(goal: Goal) -> str:
    return GoalText.objects.get(goal=goal).text


def test_an_earlier_year_that_is_named_leaves_a_later_one_that_stands_still(goal):
    lock(Agenda.objects.get(year=2025))
    AgendaFactory(agreement=goal.theme.agreement, year=2023)
    goal.write_for(2023)
    goal.text = NEW
    goal.save()
    assert texts(goal) == {2023: NEW, 2024: OLD, 2025: OLD, 2026: OLD}


def test_a_year_that_stands_still_is_not_written(goal):
    goal.write_for(2024)
    goal.text = NEW
    with pytest.raises(ValidationError):
        goal.save()
    assert texts(goal)[2024] == OLD


def test_words_that_are_written_back_leave_nothing_behind(goal):
    for text in (NEW, OLD):
        goal.text = text
        goal.save()
    assert (goal.words_from, GoalText.objects.count(), set(texts(goal).values())) == (None, 0, {OLD})


def test_every_year_that_was_adopted_keeps_its_own(goal):
    goal.text = NEW
    goal.save()
    lock(Agenda.objects.get(year=2025))
    AgendaFactory(agreement=goal.theme.agreement, year=2026)
    goal.text = "De voorraad blijft gelijk."
    goal.save()
    assert texts(goal) == {2023: OLD, 2024: OLD, 2025: NEW, 2026: "De voorraad blijft gelijk."}


def test_a_save_without_other_words_keeps_nothing(goal):
    goal.is_focus = True
    goal.save()
    assert (goal.words_from, GoalText.objects.count()) == (None, 0)


def test_a_row_that_was_read_before_somebody_wrote_it_changes_no_year_that_stands_still(goal):
    stale = Goal.objects.get(pk=goal.pk)
    goal.text = NEW
    goal.save()
    stale.is_focus = True
    stale.save()
    assert texts(goal)[2024] == OLD


def test_a_goal_that_no_locked_year_prints_is_written_as_it_is(goal):
    later = GoalFactory(theme=goal.theme, number="18", start_year=2025, text=OLD)
    assert later.words_from is None
    later.text = NEW
    later.save()
    assert (later.words_from, GoalText.objects.count()) == (None, 0)


def test_a_theme_keeps_its_heading_its_introduction_and_its_place(goal):
    theme = goal.theme
    theme.number, theme.title, theme.introduction, theme.position = "9", "Anders", "Nieuw.", 9
    was = words_of(Theme.objects.get(pk=theme.pk), 2024)
    theme.save()
    fresh = Theme.objects.select_related("agreement").get(pk=theme.pk)
    assert words_of(fresh, 2024) == was
    assert (words_of(fresh, 2025).title, ThemeText.objects.count()) == ("Anders", 1)


# -- New and moved


def test_what_is_new_does_not_exist_in_a_year_that_stood_still(goal):
    theme = ThemeFactory(agreement=goal.theme.agreement, number="7", title="Groen", introduction="Over groen.")
    new = GoalFactory(theme=theme, number="70")
    assert (theme.words_from, new.words_from) == (2025, 2025)
    of_2024, of_2025 = (collect_agenda(agenda) for agenda in Agenda.objects.order_by("year").select_related("agreement"))
    assert [row.title for row in of_2024.themes] == [goal.theme.title]
    assert [row.number for row in of_2025.goals] == ["17", "70"]


def test_a_new_goal_below_an_introduction_leaves_the_introduction_where_it_was_printed(goal):
    theme = ThemeFactory(agreement=goal.theme.agreement, number="7", introduction="Over groen.")
    Theme.objects.get(pk=theme.pk)
    Agenda.objects.filter(year=2024)
    lock(Agenda.objects.get(year=2025))
    before = build(live_rows_of(Agenda.objects.select_related("agreement").get(year=2025)))
    GoalFactory(theme=theme, number="70")
    after = build(live_rows_of(Agenda.objects.select_related("agreement").get(year=2025)))
    assert (after, [row.title for row in after.themes][-1]) == (before, theme.title)


def test_a_goal_that_moves_stands_where_it_stood_in_earlier_years(goal):
    other = ThemeFactory(agreement=goal.theme.agreement, number="90", position=0)
    goal.theme, goal.position = other, 5
    was = goal.theme_id
    goal.save()
    fresh = Goal.objects.select_related("theme__agreement").get(pk=goal.pk)
    assert (theme_of(fresh, 2024).pk != was, theme_of(fresh, 2025).pk) == (True, other.pk)
    assert place_of(fresh, 2024) != place_of(fresh, 2025)


def test_rows_are_ordered_as_the_document_of_their_year(goal):
    """In the database and in memory alike."""
    second = GoalFactory(theme=goal.theme, number="18", position=2)
    first_theme, second_theme = goal.theme, ThemeFactory(agreement=goal.theme.agreement, number="90", position=9)
    for row, field, value in ((goal, "position", 8), (second, "theme", second_theme), (first_theme, "position", 7)):
        fresh = type(row).objects.get(pk=row.pk)
        setattr(fresh, field, value)
        fresh.save()
    moved = Goal.objects.get(pk=goal.pk)
    moved.theme = second_theme
    moved.save()
    rows = Goal.objects.select_related("theme")
    for year in (2024, 2025):
        in_order = list(rows.order_by(*printed_order("", year)))
        assert in_order == sorted(rows, key=lambda row: place_of(row, year)), year
        actions = [ActionFactory(goal=row, agenda=Agenda.objects.get(year=year)) for row in rows] if year == 2025 else []
        if actions:
            found = Goal.objects.none().model.actions.rel.related_model.objects.filter(agenda__year=year)
            assert [row.goal for row in found.order_by(*printed_order("goal", "agenda__year"))] == in_order


# -- Reading


def test_reading_queries_once_for_all_rows_that_need_earlier_words_and_else_never(goal):
    for number in range(18, 23):
        GoalFactory(theme=goal.theme, number=str(number))
    rows = list(Goal.objects.all())
    with CaptureQueriesContext(connection) as taken:
        [words_of(row, 2025) for row in rows]
    assert len(taken) == 0
    agenda = Agenda.objects.get(year=2025)
    lock(agenda)
    AgendaFactory(agreement=goal.theme.agreement, year=2026)
    for row in rows:
        row.text = NEW
        row.save()
    rows = list(Goal.objects.all())
    with CaptureQueriesContext(connection) as taken:
        assert {words_of(row, 2026).text for row in rows} == {NEW}
    assert len(taken) == 0
    with CaptureQueriesContext(connection) as taken:
        assert NEW not in {words_of(row, 2025).text for row in rows}
    assert len(taken) == 1


def test_a_whole_year_asks_one_query_more_for_its_earlier_goals_and_one_for_its_themes(goal):
    def queries(year: int) -> int:
        agenda = Agenda.objects.select_related("agreement").get(year=year)
        with CaptureQueriesContext(connection) as taken:
            live_rows_of(agenda)
        return len(taken)

    assert (queries(2024), queries(2025)) == (5, 5)
    goal.text = NEW
    goal.save()
    assert (queries(2024), queries(2025)) == (6, 5)
    goal.theme.title = "Anders"
    goal.theme.save()
    assert (queries(2024), queries(2025)) == (7, 5)


def test_the_words_through_the_years(goal):
    goal.text = NEW
    goal.save()
    found = held_words(Goal.objects.select_related("theme__agreement").get(pk=goal.pk))
    assert [(text.first, text.last, text.words.text) for text in found] == [(None, 2024, OLD), (2025, None, NEW)]


# -- Taken away and put back


def test_what_a_locked_year_reads_is_never_deleted(goal):
    for row in (goal, goal.theme):
        with pytest.raises(ValidationError), transaction.atomic():
            row.delete()
        with pytest.raises(ValidationError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    assert Goal.objects.filter(pk=goal.pk).exists()


def test_what_no_locked_year_reads_is_deleted_and_put_back_with_its_words(goal, django_user_model):
    new = GoalFactory(theme=goal.theme, number="18")
    AgendaFactory(agreement=goal.theme.agreement, year=2026)
    new.write_for(2026)
    new.text = NEW
    new.save()
    before = held_words(Goal.objects.get(pk=new.pk))
    assert len(before) == 2
    pk = new.pk
    with change_set():
        new.delete()
    assert GoalText.objects.count() == 0
    put_back(last_of(Goal, pk), by=None)
    assert held_words(Goal.objects.get(pk=pk)) == before


def test_a_goal_is_dropped_from_a_year_on_and_printed_once(goal):
    agreement = goal.theme.agreement
    AgendaFactory(agreement=agreement, year=2026)
    goal.dropped_from, goal.drop_reason = 2025, "De raad besloot anders."
    goal.save()
    printed = {year: collect_agenda(Agenda.objects.select_related("agreement").get(year=year)) for year in (2024, 2025, 2026)}
    with translation.override("en"):
        printed = {agenda.year: collect_agenda(agenda) for agenda in Agenda.objects.select_related("agreement")}
    assert [(row.is_dropped, row.drop_line) for row in printed[2024].goals] == [(False, "")]
    assert [(row.is_dropped, row.drop_line) for row in printed[2025].goals] == [
        (True, "Dropped from 2025: De raad besloot anders.")
    ]
    assert printed[2026].goals == ()


@pytest.mark.parametrize(
    ("year", "reason", "field"), [(2025, "", "drop_reason"), (None, "Ja.", "dropped_from"), (2040, "Ja.", "dropped_from")]
)
def test_a_dropped_goal_has_a_year_of_the_agreement_and_a_reason(goal, year, reason, field):
    goal.dropped_from, goal.drop_reason = year, reason
    with pytest.raises(ValidationError) as refused:
        goal.full_clean()
    assert field in refused.value.message_dict


def test_a_goal_with_actions_left_is_not_dropped_and_a_dropped_goal_gets_no_new_ones(goal):
    action = ActionFactory(goal=goal, agenda=Agenda.objects.get(year=2025))
    goal.dropped_from, goal.drop_reason = 2025, "De raad besloot anders."
    with pytest.raises(ValidationError):
        goal.save()
    action.delete()
    goal.save()
    with pytest.raises(ValidationError):
        ActionFactory(goal=goal, agenda=Agenda.objects.get(year=2025))


# -- Targets over the period


def test_a_target_over_the_period_holds_from_a_year(goal):
    indicator = IndicatorFactory(goal=goal)
    Target.objects.all().delete()
    Agenda.objects.get(year=2024)
    target = TargetFactory(indicator=indicator, year=None, value=75)
    assert target.from_year == 2025, "2024 was agreed without it"
    lock(Agenda.objects.get(year=2025))
    AgendaFactory(agreement=goal.theme.agreement, year=2026)
    target.value = 90
    target.save()
    assert {year: [row.value for row in targets_of(indicator, year)] for year in (2024, 2025, 2026)} == {
        2024: [],
        2025: [75],
        2026: [90],
    }
    target.value = 95
    target.save()
    assert Target.objects.count() == 2


def test_a_target_of_a_year_is_of_that_year(goal):
    target = TargetFactory(indicator=IndicatorFactory(goal=goal), year=2025, value=75)
    target.value = 80
    target.save()
    assert (Target.objects.count(), target.from_year) == (1, 2025)


# -- Whatever is written


WORDS = ["text", "number", "move", "order", "title", "introduction", "parent"]
KINDS = st.sampled_from([*WORDS, "new goal", "new theme", "drop", "lock", "lock the whole", "delete"])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 7), st.sampled_from([None, 2024, 2025, 2026])), min_size=4, max_size=16)

# As in test_story.py: PostgreSQL plays the first of those that SQLite plays, and with ALL=1 all of them.
EXAMPLES = 10 if connection.vendor == "postgresql" and "STEPS" not in os.environ else 25


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_written_what_stands_still_prints_what_it_printed(transactional_rollback, steps):
    with transactional_rollback():
        agreement = ThemeFactory(title="Wonen", introduction="Inleiding.").agreement
        for number in ("1", "2"):
            GoalFactory(theme=agreement.themes.get(), number=number, text=OLD)
        for year in (2024, 2025, 2026):
            AgendaFactory(agreement=agreement, year=year)
        seen: dict[int | None, object] = {}
        for place, (kind, pick, year) in enumerate(steps):
            take_a_step(agreement, kind, pick, year, place)
            agendas = Agenda.objects.filter(agreement=agreement).select_related("agreement")
            for text in (Agreement.objects.get(pk=agreement.pk), *agendas):
                if text.stands_still:
                    printed = build(live_rows_of(text))
                    assert seen.setdefault(text.year, printed) == printed, (text, kind, pick, year)


def take_a_step(agreement, kind: str, pick: int, year: int | None, place: int) -> None:
    if kind == "delete" and Goal.objects.count() == 1:
        return  # there is always something to write
    goals, themes = list(Goal.objects.filter(theme__agreement=agreement)), list(Theme.objects.filter(agreement=agreement))
    goal, theme, other = goals[pick % len(goals)], themes[pick % len(themes)], themes[(pick // 2) % len(themes)]
    if year is not None:
        goal.write_for(year), theme.write_for(year)
    try:
        match kind:
            case "text":
                goal.text = f"Woorden {place}."
                goal.save()
            case "number":
                goal.number = str(100 + place)
                goal.save()
            case "move":
                goal.theme = other
                goal.save()
            case "order":
                goal.position = pick
                goal.save()
                theme.position = pick
                theme.save()
            case "title":
                theme.title = f"Titel {place}"
                theme.save()
            case "introduction":
                theme.introduction = f"Inleiding {place}." if pick % 2 else ""
                theme.save()
            case "parent":
                theme.parent = other if pick % 2 else None
                theme.save()
            case "new goal":
                new = Goal(theme=theme, number=str(200 + place), text=f"Nieuw {place}.")
                new.written_for = year
                if year is None or not Agenda.objects.filter(year__gte=year).exclude(state="draft").exists():
                    new.save()
            case "new theme":
                ThemeFactory(agreement=agreement, number=str(300 + place), introduction="Ja.")
            case "drop":
                locked = Agenda.objects.exclude(state="draft").order_by("-year").first()
                goal.written_for = None
                goal = Goal.objects.get(pk=goal.pk)
                goal.dropped_from = max(locked.year + 1 if locked else 2024, 2025)
                goal.drop_reason = "Besluit."
                if goal.dropped_from <= 2026 and not why_not_change(goal, fields=["dropped_from", "drop_reason"]):
                    goal.save()
            case "lock":
                draft = Agenda.objects.filter(agreement=agreement, state="draft").order_by("year").first()
                if draft:
                    lock(draft)
            case "lock the whole":
                Agreement.objects.filter(pk=agreement.pk).update(state="proposed")
            case "delete":
                with transaction.atomic():
                    goal.delete()
    except ValidationError:
        pass


@pytest.fixture
def transactional_rollback():
    """Undo what is written in the block, so that every example begins alike."""
    from contextlib import contextmanager

    @contextmanager
    def rollback():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rollback
