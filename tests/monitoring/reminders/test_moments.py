"""When a reminder falls due."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitoring.reminders.moments import DueReminder, Rhythm, latest_due, moments_of_delivery, moments_of_round
from parties.working_days import is_working_day

OPENS, CLOSES = date(2024, 10, 1), date(2024, 10, 31)
rounds = st.tuples(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 120)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)
rhythms = st.builds(Rhythm, st.none() | st.integers(1, 15), st.lists(st.integers(1, 12), max_size=3).map(tuple))


def test_a_month_has_an_opening_three_times_in_between_and_two_warnings():
    assert [(str(row.due_on), row.kind) for row in moments_of_round(OPENS, CLOSES, Rhythm())] == [
        ("2024-10-01", "opening"),
        ("2024-10-08", "waiting"),
        ("2024-10-15", "waiting"),
        ("2024-10-22", "closing"),  # seven working days before; the interval of that day gives way
        ("2024-10-29", "waiting"),
        ("2024-10-30", "closing"),
    ]


def test_what_opens_in_a_weekend_is_told_on_monday_and_nothing_is_told_twice_on_a_day():
    moments = moments_of_round(date(2024, 10, 5), date(2024, 10, 8), Rhythm())
    assert [(str(row.due_on), row.kind) for row in moments] == [("2024-10-07", "opening")]


def test_of_what_was_missed_only_the_last_is_told_and_what_was_told_since_counts():
    moments = moments_of_round(OPENS, CLOSES, Rhythm())
    last = DueReminder(date(2024, 10, 15), "waiting")
    assert latest_due(moments, date(2024, 10, 18), []) == last
    assert latest_due(moments, date(2024, 10, 18), [date(2024, 10, 9)]) == last
    assert latest_due(moments, date(2024, 10, 18), [date(2024, 10, 16)]) is None
    assert latest_due(moments, date(2024, 9, 30), []) is None


def test_a_figure_is_asked_two_weeks_ahead_on_its_day_and_every_two_weeks_after():
    moments = moments_of_delivery(date(2024, 9, 30), date(2024, 11, 1), days_ahead=14)
    assert [str(row.due_on) for row in moments] == ["2024-09-16", "2024-09-30", "2024-10-14", "2024-10-28"]


@given(rounds, rhythms)
def test_every_moment_is_a_working_day_the_first_is_the_opening_and_no_day_has_two(window, rhythm):
    opens_on, last_day = window
    moments = moments_of_round(opens_on, last_day, rhythm)
    days = [row.due_on for row in moments]
    assert all(map(is_working_day, days))
    assert len(set(days)) == len(days)
    assert moments[0].kind == "opening"
    assert opens_on <= days[0]
    assert all(day <= last_day for day in days[1:])


@given(rounds, rhythms, st.data())
def test_whoever_runs_it_on_whatever_days_tells_nothing_twice(window, rhythm, data):
    """On any days, any number of times: a moment is told at most once, and the same day never gives a second mail."""
    opens_on, last_day = window
    moments = moments_of_round(opens_on, last_day, rhythm)
    days = data.draw(st.lists(st.dates(opens_on, last_day + timedelta(days=3)), max_size=15).map(sorted))
    told, told_on = [], []
    for day in days:
        if is_working_day(day) and (moment := latest_due(moments, day, told_on)):
            told.append(moment)
            told_on.append(day)
    assert len(set(told)) == len(told)
    assert len(set(told_on)) == len(told_on)


@given(rounds, rhythms)
def test_someone_who_runs_it_every_day_tells_every_moment_on_its_own_day(window, rhythm):
    opens_on, last_day = window
    moments = moments_of_round(opens_on, last_day, rhythm)
    told = {}
    for step in range((last_day - opens_on).days + 10):
        day = opens_on + timedelta(days=step)
        if is_working_day(day) and (moment := latest_due(moments, day, told)):
            told[day] = moment
    assert told == {row.due_on: row for row in moments}
