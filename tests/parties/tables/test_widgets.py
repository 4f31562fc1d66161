"""What people put in a cell, and what they cannot have meant."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from agreements.models import Action
from parties.tables.widgets import (
    ChoiceWidget,
    DayWidget,
    NumberWidget,
    TextWidget,
    TimeWidget,
    WholeNumberWidget,
    YesNoWidget,
    key_of,
)

BUDGET, KIND = Action._meta.get_field("budget"), Action._meta.get_field("kind")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("widget", "cell", "value"),
    [
        (TextWidget(), " tekst\r\nregel ", "tekst\nregel"),
        (TextWidget(), 17, "17"),
        (TextWidget(), 17.0, "17"),
        (TextWidget(), None, ""),
        (NumberWidget(BUDGET), "€ 1.250,50", Decimal("1250.50")),
        (NumberWidget(BUDGET), "350.000", Decimal("350000.00")),
        (NumberWidget(BUDGET), "1250.5", Decimal("1250.50")),
        (NumberWidget(BUDGET), 0.1 + 0.2, Decimal("0.30")),
        (NumberWidget(BUDGET), " ", None),
        (WholeNumberWidget(), "1.000", 1000),
        (WholeNumberWidget(), 12.0, 12),
        (DayWidget(), "7 dec 2023", date(2023, 12, 7)),
        (DayWidget(), "7-12-2023", date(2023, 12, 7)),
        (DayWidget(), "1899-12-31", date(1899, 12, 31)),
        (DayWidget(), "", None),
        (TimeWidget(), "14:30", time(14, 30)),
        (TimeWidget(), "9.05 uur", time(9, 5)),
        (TimeWidget(), "14:30:00", time(14, 30)),
        (TimeWidget(), time(14, 30), time(14, 30)),
        (TimeWidget(), " ", None),
        (YesNoWidget(), "Ja", True),
        (YesNoWidget(), "WAAR", True),
        (YesNoWidget(), False, False),
        (YesNoWidget(), None, None),
        (ChoiceWidget(KIND), "doel is ook  AFSPRAAK", "goal_is_action"),
        (ChoiceWidget(KIND), "ongoing", "ongoing"),
    ],
)
def test_a_cell_is_read_as_people_write(widget, cell, value):
    assert widget.clean(cell) == value


@pytest.mark.parametrize(
    ("widget", "cell", "sentence"),
    [
        (TextWidget(), 1.1, "“1.1” is stored as a number. Make the column text in the spreadsheet: 1.10 becomes 1.1 otherwise."),
        (
            TextWidget(),
            date(2024, 2, 1),
            "“01-02-2024” is stored as a date. Make the column text in the spreadsheet and type it again.",
        ),
        (NumberWidget(BUDGET), "veel", "“veel” is not a number."),
        (NumberWidget(BUDGET), "NaN", "“NaN” is not a number."),
        (NumberWidget(BUDGET), True, "“True” is not a number."),
        (NumberWidget(BUDGET), "1e40", "“1e40” is too large."),
        (WholeNumberWidget(), "1,5", "“1,5” is not a whole number."),
        (DayWidget(), 45000, "“45000” is not a date. Write it as 7-12-2023."),
        (DayWidget(), datetime(2024, 1, 1, 12), "“2024-01-01 12:00:00” is not a date. Write it as 7-12-2023."),
        (DayWidget(), "31-2-2024", "“31-2-2024” is not a date. Write it as 7-12-2023."),
        (TimeWidget(), "25:00", "“25:00” is not a time. Write it as 14:30."),
        (TimeWidget(), "half drie", "“half drie” is not a time. Write it as 14:30."),
        (TimeWidget(), 14.5, "“14.5” is not a time. Write it as 14:30."),
        (YesNoWidget(), "misschien", "“misschien” is not yes or no: write ja or nee."),
    ],
)
def test_what_cannot_be_meant_is_refused(widget, cell, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        widget.clean(cell)
    assert str(refused.value) == sentence


def test_capitals_and_spaces_make_no_other_name():
    assert key_of("Betaalbaar  Wonen ", 2024, None) == key_of("betaalbaar wonen", "2024", "")
