"""Charts as geometry, and the same markup on a page and in a PDF."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from agreements.exports.pdf.writing import html_to_pdf
from monitoring.charts import CountRow, Event, Score, Segment, score_chart, spark, stacked_counts, target_chart, timeline
from monitoring.charts.geometry import Box, Text, scale_for
from monitoring.charts.lanes import SHAPES, LaneEvent, lanes
from monitoring.templatetags.charts import draw_boxes, draw_texts
from tests.pdf_check import check

from .agreed import agreed, measured, stand

GROWTH = agreed("minimum", "period", "woningen", {None: "75"})
BUILT = [measured("2023-12-31", "20"), measured("2024-12-31", "18"), measured("2025-12-31", "9", is_provisional=True)]
NOT_FALL = agreed("no_decrease", "moment", "woningen", {None: "4730"}, baseline=Decimal(4730), baseline_on=date(2022, 7, 1))


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


def growth():
    return target_chart(stand(GROWTH, *BUILT, on="2026-01-15"), chart_id="groei")


def counts():
    def segments(*numbers: int) -> tuple[Segment, ...]:
        names = [("op schema", "on_track"), ("risico", "at_risk"), ("niet gerapporteerd", "not_reported")]
        return tuple(
            Segment(label, css, number, href=f"?licht={css}") for (label, css), number in zip(names, numbers, strict=True)
        )

    rows = [CountRow("Beschikbaarheid", segments(5, 3, 2)), CountRow("Betaalbaarheid", segments(1, 0, 4))]
    return stacked_counts(rows, chart_id="lichten", title="Voortgang per thema")


def planning():
    events = [Event("Bouw", date(2024, 3, 1), date(2024, 11, 30)), Event("Overleg", date(2024, 4, 18))]
    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 31), "today": date(2024, 7, 1)}
    return timeline(events, **year, chart_id="planning", title="Planning 2024")


CHARTS = {"target": growth, "counts": counts, "timeline": planning}
PARTS = {"counts": ("counts_picture", "figures")}  # which the pages put together themselves


def rendered(name: str, *, is_open: bool = False) -> str:
    context = {"chart": CHARTS[name](), "is_open": is_open}
    return "".join(render_to_string(f"monitoring/charts/{part}.html", context) for part in PARTS.get(name, (name,)))


def picture(name: str) -> ElementTree.Element:
    """The picture itself, which is well-formed XML."""
    found = re.search(r'<svg class="chart__picture".*?\n  </svg>', rendered(name), flags=re.DOTALL)
    return ElementTree.fromstring(found[0])


SVG = "{http://www.w3.org/2000/svg}"

# -- What stands where


def test_a_bar_is_as_high_as_its_value_on_a_scale_from_nothing():
    chart = growth()
    bars = [box for box in chart.boxes if box.css == "chart__measured"]
    heights = [float(bar.height) for bar in bars]
    assert [round(height / heights[1], 2) for height in heights] == [round(20 / 18, 2), 1, 0.5]
    assert float(bars[0].y) + heights[0] == 204, "it stands on the line of nothing"


def test_this_years_part_stands_on_that_of_the_years_before():
    earlier = [box for box in growth().boxes if box.css == "chart__earlier"]
    measured_bars = [box for box in growth().boxes if box.css == "chart__measured"]
    assert len(earlier) == 2
    assert float(measured_bars[1].y) + float(measured_bars[1].height) == pytest.approx(float(earlier[0].y), abs=0.2)


def test_a_long_name_takes_the_lines_that_it_needs():
    name = "Beschikbaarheid van woningen voor starters, senioren en spoedzoekers"
    chart = stacked_counts([CountRow(name, (Segment("op schema", "on_track", 3),))], chart_id="lang", title="Per thema")
    assert [text.words for text in chart.texts[:2]] == [
        "Beschikbaarheid van woningen voor",
        "starters, senioren en spoedzoekers",
    ]
    assert chart.boxes[0].y == "37.0", "the bar stands below its name"
    shorter = stacked_counts([CountRow("Kort", (Segment("op schema", "on_track", 3),))], chart_id="kort", title="Per thema")
    assert shorter.height < chart.height
    assert chart.description == f"{name}: 3 op schema."
    assert chart.table.rows == ((name, "3", "3"),)


def test_a_provisional_figure_is_hatched_on_paper():
    last = [box for box in growth().boxes if box.css == "chart__measured"][-1]
    assert (last.fill, last.pattern) == ("#ffffff", "provisional")


def test_a_nil_that_was_measured_shows_and_a_year_without_a_figure_does_not():
    nil = target_chart(
        stand(agreed("exact", "year", "ontruimingen", {None: "0"}), measured("2024-12-31", "0"), on="2025-01-15"), chart_id="x"
    )
    assert [(box.css, box.height) for box in nil.boxes] == [("chart__measured", "2.0")]


def test_a_count_is_drawn_on_a_scale_from_nothing_and_a_share_on_one_that_shows_the_difference():
    share = target_chart(
        stand(
            agreed("maximum", "moment", "%", {None: "30"}),
            measured("2023-07-01", "31.5"),
            measured("2024-07-01", "31"),
            on="2024-10-01",
        ),
        chart_id="y",
    )
    assert share.scale[0][1].words != "0"
    chart = target_chart(
        stand(NOT_FALL, measured("2023-07-01", "4812"), measured("2024-07-01", "4729"), on="2024-10-01"), chart_id="x"
    )
    assert len(chart.points) == 2
    assert [text.words for _line, text in chart.scale] == ["0", "2.000", "4.000", "6.000"]
    assert chart.boxes == ()


def test_the_chart_says_in_words_what_it_shows():
    assert growth().title == "Woningen: streefwaarde en meting"
    assert "2024: Gemeten 18 woningen (31 december 2024); Totaal tot dan 38" in growth().description
    assert growth().table.rows[2] == ("2025", "9 woningen (voorlopig, 31 december 2025)", "47", "ten minste 75 woningen", "56")
    assert [item.words for item in growth().legend] == ["gemeten", "eerdere jaren", "voorlopig", "rechte lijn naar 75"]


def test_a_chart_without_any_figure_still_stands():
    chart = target_chart(stand(GROWTH, on="2023-01-15"), chart_id="x")
    assert chart.boxes == ()
    assert "2026" in [text.words for text in chart.texts]


def test_numbers_that_do_not_fit_beside_each_other_are_left_to_the_table_but_for_the_latest():
    many = agreed("exact", "year", "€", {None: "350000"}, start=2020, end=2030)
    rows = [measured(f"{year}-12-31", "350000") for year in range(2020, 2026)]
    texts = [text.words for text in target_chart(stand(many, *rows, on="2026-01-15"), chart_id="x").texts]
    assert texts.count("350.000") == 2, "the latest figure, and the target"


@pytest.mark.parametrize(
    ("values", "ticks"), [(["0", "75"], ["0", "50", "100"]), (["0"], ["0", "0.5"]), (["3", "12"], ["0", "5", "10", "15"])]
)
def test_the_scale_has_round_numbers(values, ticks):
    scale = scale_for([Decimal(value) for value in values], top=0, bottom=100, from_zero=True)
    assert [tick.normalize() for tick in scale.ticks] == [Decimal(tick).normalize() for tick in ticks]


def test_counts_add_up_in_the_legend_and_every_part_keeps_its_share():
    chart = counts()
    assert [(item.label, item.count) for item in chart.legend] == [("op schema", 6), ("risico", 3), ("niet gerapporteerd", 6)]
    assert [box.width for box in chart.boxes] == ["49.60%", "29.60%", "19.60%", "9.60%", "39.60%"]
    assert (
        chart.description
        == "Beschikbaarheid: 5 op schema, 3 risico, 2 niet gerapporteerd; Betaalbaarheid: 1 op schema, 4 niet gerapporteerd."
    )
    assert chart.table.rows[0] == ("Beschikbaarheid", "5", "3", "2", "10")


def test_lights_differ_in_hatching_as_well_as_in_colour():
    assert len({(box.pattern) for box in counts().boxes}) == 3


def test_a_timeline_puts_the_middle_of_the_year_in_the_middle():
    today = next(line for line in planning().rules if line.css == "chart__today")
    assert 49 < float(today.x1.rstrip("%")) < 51
    assert [mark.event.label for mark in planning().marks] == ["Bouw", "Overleg"]
    assert planning().table.rows[1] == ("Overleg", "18 april 2024")


def test_years_have_a_name_where_months_would_be_too_many():
    events = [Event("Start", date(2023, 2, 1)), Event("Later dan het einde", date(2028, 1, 1))]
    chart = timeline(events, first=date(2023, 1, 1), last=date(2026, 12, 31), today=date(2030, 1, 1), chart_id="x", title="x")
    assert [text.words for text in chart.texts] == ["2023", "2024", "2025", "2026", "Start"]
    assert len(chart.table.rows) == 2, "what lies outside the picture stands in the table"


def test_a_spark_has_a_bar_for_each_figure():
    assert len(spark(stand(GROWTH, *BUILT, on="2026-01-15")).bars) == 3


# -- As markup


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_has_a_title_and_words_and_no_style_of_its_own(name):
    svg = picture(name)
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby").split()
    assert [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")] == ids
    assert svg.find(f"{SVG}title").text
    html = rendered(name)
    assert "style=" not in html
    assert "<style" not in html
    assert not re.search(r'\b(?:x|y|x1|y1|width|height)="[^"]*,', html), "attributes have a point in every language"


@pytest.mark.parametrize("name", CHARTS)
def test_the_table_stands_beside_the_picture(name):
    assert rendered(name).count("<details") == 1
    assert '<details class="chart__figures fold" open>' in rendered(name, is_open=True)


def test_the_same_markup_is_an_accessible_pdf():
    body = "".join(rendered(name, is_open=True) for name in CHARTS)
    sheets = '<link rel="stylesheet" href="static:css/pdf.css"><link rel="stylesheet" href="static:css/charts.css">'
    page = f'<html lang="nl"><head><title>Cijfers</title>{sheets}</head><body><h1>Cijfers</h1>{body}</body></html>'
    document = html_to_pdf(page)
    assert document == html_to_pdf(page)
    assert check(document) == []


def test_every_part_of_a_bar_has_its_number_also_where_it_is_too_narrow_for_one():
    names = ("on_track", "at_risk", "off_track", "done", "not_due", "not_reported")
    numbers = (90, 1, 2, 1, 1, 5)
    row = CountRow("Alles", tuple(Segment(name, name, number) for name, number in zip(names, numbers, strict=True)))
    chart = stacked_counts([row], chart_id="smal", title="Alles")
    below = [(float(text.x[:-1]), text.words) for text in chart.texts if text.weight == "600"]
    assert [number for _x, _y, number in chart.plates] == ["90"]
    assert [words for _x, words in below] == ["1", "2", "1", "1", "5"]
    assert all(later - earlier >= 5.99 for (earlier, _), (later, _) in pairwise(below))
    assert max(x for x, _words in below) <= 98
    assert len(chart.lines) == len(below), "a line leads from each part to its number"


def test_a_bar_that_is_behind_does_not_stand_above_its_line():
    """36 of the 37 that a straight line to 75 asks at the end of the second year."""
    chart = target_chart(
        stand(
            agreed("minimum", "period", "woningen", {None: "75"}),
            measured("2023-12-31", "18"),
            measured("2024-12-31", "18"),
            on="2025-01-15",
        ),
        chart_id="z",
    )
    tops = {box.x: float(box.y) for box in chart.boxes if box.css == "chart__measured"}
    lines = [line for line in chart.lines if line.css == "chart__target"]
    assert all(line.y1 == line.y2 for line in lines)
    second = sorted(tops.items(), key=lambda item: float(item[0][:-1]))[1]
    line = next(line for line in lines if float(line.x1[:-1]) <= float(second[0][:-1]) < float(line.x2[:-1]))
    assert second[1] > float(line.y1), "lower on the page"


# -- Marks side by side


def marks():
    rows = [
        ("Gemeente Waterhoek", [Score(None, 0), Score(Decimal(8))]),
        ("Huurdersraad", [Score(Decimal(5)), Score(Decimal(22) / 3, 3)]),
    ]
    return score_chart(["2023", "2024"], rows, highest=10, chart_id="cijfers", title="Samenwerking", label="Partij")


def test_every_mark_has_its_number_and_a_mean_says_of_how_many():
    words = [text.words for text in marks().texts]
    assert words == ["Gemeente Waterhoek", "2023", "–", "2024", "8", "Huurdersraad", "2023", "5", "2024", "7,3 (3 mensen)"]
    assert marks().table.rows == (("Gemeente Waterhoek", "–", "8"), ("Huurdersraad", "5", "7,3 (3 mensen)"))
    assert marks().description == "Gemeente Waterhoek: 2023 –, 2024 8; Huurdersraad: 2023 5, 2024 7,3 (3 mensen)"


def test_bars_of_marks_are_on_one_scale_from_zero_and_none_stands_where_none_was_given():
    bars = [(box.y, box.width) for box in marks().boxes if box.css == "score"]
    assert [width for _y, width in bars] == ["56.00%", "35.00%", "51.33%"]
    assert len({y for y, _width in bars}) == 3
    assert all(float(text.y) <= marks().height for text in marks().texts)


def test_no_bar_lies_on_a_name_or_moment_however_long():
    """A word is written at most twelve pixels above its line."""
    chart = marks()
    said = [(float(text.y) - 12, float(text.y)) for text in chart.texts if text.x == "0%"]
    bars = [(float(box.y), float(box.y) + float(box.height)) for box in chart.boxes]
    assert len(said) == 6
    assert not [(word, bar) for word in said for bar in bars if word[0] < bar[1] and bar[0] < word[1]]


# -- A year in lanes


def year(*events: LaneEvent):
    days = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "today": date(2026, 6, 1)}
    return lanes(events, **days, chart_id="jaar", title="Het jaar")


def event(on: date, state: str = "coming", lane: str = "Overleggen", words: str = "Overleg") -> LaneEvent:
    return LaneEvent(lane, on, words, state, {"coming": "komt", "late": "te laat", "done": "gedaan"}[state])


def test_what_shares_a_day_is_one_mark_with_its_number_and_the_worst_state():
    chart = year(event(date(2026, 7, 1), "done"), event(date(2026, 7, 1), "late"), event(date(2026, 9, 1)))
    assert [mark.path for mark in chart.marks] == [SHAPES["late"][0], SHAPES["coming"][0]]
    assert [text.words for text in chart.texts if text.has_halo] == ["2"]


def test_every_state_has_a_shape_of_its_own_or_another_fill():
    assert len({(path, fill) for path, fill, _stroke in SHAPES.values()}) == len(SHAPES)


def test_lanes_are_no_higher_in_a_busy_year():
    busy = year(*(event(day) for day in [date(2026, 1, 1) + timedelta(days=number) for number in range(365)] * 20))
    assert busy.height <= 28 + 24 + 4 * 20 + 8
    assert len(busy.marks) == 365
    assert len(busy.table.rows) == 7300


def test_what_lies_outside_the_year_is_not_drawn():
    assert year(event(date(2025, 12, 31)), event(date(2027, 1, 1))).marks == ()


def test_lanes_say_in_words_what_the_picture_shows():
    chart = year(event(date(2026, 7, 1)), event(date(2026, 8, 1)), event(date(2026, 5, 1), "late", "Cijfers", "Wachttijd"))
    assert chart.description == "Overleggen: 2 komt; Cijfers: 1 te laat."
    assert chart.table.rows[2] == ("Wachttijd", "Cijfers", "1 mei 2026", "te laat")
    assert [words for _mark, words in chart.legend] == ["te laat", "komt"]
    shown = render_to_string("monitoring/charts/lanes.html", {"chart": chart})
    assert 'role="img" aria-labelledby="jaar-title jaar-words"' in shown
    assert '<desc id="jaar-words">Overleggen: 2 komt; Cijfers: 1 te laat.</desc>' in shown


def test_words_of_people_are_no_markup_in_a_picture():
    assert "&lt;b&gt; &amp; co" in draw_texts([Text("0%", "1.0", "<b> & co", has_halo=True)])


def test_what_is_hatched_is_drawn_over_its_flat_colour_and_an_open_box_has_a_broken_rim():
    place = ("0%", "1.0", "10%", "24.0")
    flat, hatched, still_open = draw_boxes(
        [Box(*place, "at_risk", "#9c5700", pattern="cross"), Box(*place, "none_yet", "#ffffff", pattern="open")], "stand"
    ).split("\n")
    assert 'fill="#9c5700"' in flat
    assert 'fill="url(#stand-cross)"' in hatched
    assert still_open.endswith('stroke-dasharray="2 2"/>')
