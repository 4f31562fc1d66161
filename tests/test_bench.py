"""What the benchmark says of its figures: which bound is broken, and how two runs compare."""

from bench.client import fields_of
from bench.results import Measured, broken, compare, measured, save


def row(group: str, name: str, median: float, **more) -> Measured:
    return Measured(group, name, median, median, median, **more)


EMPTY = row("empty", "empty page", 10)


def test_a_bound_that_is_broken_is_named_with_what_it_stands_beside():
    rows = [EMPTY, row("one", "start", 20, queries=9), row("national", "start", 25, queries=9)]
    assert broken(rows) == []
    rows = [EMPTY, row("one", "start", 40, queries=9), row("national", "start", 60, queries=10)]
    assert broken(rows) == [
        "national, start: 6.0 times the empty page, at most 5",
        "national, start: 1.5 times one municipality, at most 1.3",
        "national, start: 10 queries, alone 9",
    ]


def test_the_dashboard_and_writes_may_take_seven_times_the_empty_page():
    assert broken([EMPTY, row("national", "dashboard", 69), row("national", "post a report", 69)]) == []
    assert broken([EMPTY, row("national", "dashboard", 71)]) == ["national, dashboard: 7.1 times the empty page, at most 7"]


def test_the_largest_association_is_measured_against_its_lead_with_one_agreement():
    rows = [EMPTY, row("lead alone", "my actions", 30, bytes=90_000, queries=9)]
    assert broken([*rows, row("largest", "my actions", 89, bytes=299_000, queries=9)]) == []
    assert broken([*rows, row("largest", "my actions", 91, bytes=301_000, queries=9)]) == [
        "largest, my actions: 3.0 times one agreement, at most 3",
        "largest, my actions: 301 KB",
    ]


def test_a_write_of_who_has_many_rounds_may_forget_the_number_in_the_bar_besides():
    rows = [EMPTY, row("lead alone", "post a report", 30, queries=40)]
    assert broken([*rows, row("largest", "post a report", 30, queries=41)]) == []
    assert broken([*rows, row("largest", "post a report", 30, queries=42)]) == [
        "largest, post a report: 42 queries, alone 40",
    ]


def test_the_median_and_the_95th_percentile_are_milliseconds():
    found = measured("one", "start", [0.001 * number for number in range(1, 101)], [2.0, 4.0])
    assert (found.median, round(found.p95), found.cpu) == (50.5, 96, 3)


def test_two_runs_stand_beside_each_other_also_with_another_application(tmp_path):
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    save(ours, [row("one", "dashboard", 40, queries=20, bytes=50_000), row("one", "start", 10)], {})
    save(theirs, [Measured("one", "dashboard", 80, 90, -1)], {})
    told = compare(ours, theirs)
    assert "2.00" in told
    assert "20 → 0" in told
    assert told.endswith("In one of the two alone: one start")


def test_a_form_is_sent_as_a_browser_would_send_it_unchanged():
    page = b"""<form action="/a/"><input name="x" value="1"></form>
    <form method="post" action="/b/?opnieuw"><input type="hidden" name="token" value="t">
    <input type="radio" name="r" value="no"></form>"""
    assert fields_of(page, "/b/") == {"token": "t"}
