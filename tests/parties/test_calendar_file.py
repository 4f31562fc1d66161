"""A file for calendars, read back by a parser that is not ours to write: hours, whole days, folding, and hostile words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from parties.calendar_file import AMSTERDAM, Entry, Invited, calendar_file

CHANGED = datetime(2026, 11, 1, 9, tzinfo=AMSTERDAM)


def entry(begins, **more) -> Entry:
    return Entry(**{"uid": "overleg-1", "title": "Overleg", "begins": begins, "changed": CHANGED, **more})


def events(*entries, **more):
    return Calendar.from_ical(calendar_file(entries, **more)).walk("VEVENT")


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ((2027, 3, 27), 13),
        ((2027, 3, 28), 12),
        ((2027, 3, 29), 12),
        ((2027, 10, 30), 12),
        ((2027, 10, 31), 13),
        ((2027, 11, 1), 13),
    ],
    ids=str,
)
def test_two_o_clock_is_two_o_clock_on_both_sides_of_the_clock_change(day, utc):
    begins = datetime(*day, 14, tzinfo=AMSTERDAM)
    (event,) = events(entry(begins, ends=begins + timedelta(hours=2)))
    assert event.decoded("dtstart").astimezone(UTC).hour == utc
    assert event.decoded("dtend").astimezone(AMSTERDAM).hour == 16
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"


def test_the_zone_stands_in_the_file_with_rules_that_hold_every_year():
    (zone,) = Calendar.from_ical(calendar_file([entry(CHANGED)])).walk("VTIMEZONE")
    rules = {part.name: (part["rrule"]["BYMONTH"], part["tzoffsetto"].to_ical()) for part in zone.subcomponents}
    assert rules == {"DAYLIGHT": ([3], "+0200"), "STANDARD": ([10], "+0100")}


def test_a_day_takes_the_whole_day_and_nobody_s_time():
    (event,) = events(entry(date(2027, 4, 1)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 4, 1), date(2027, 4, 2))
    assert event["transp"] == "TRANSPARENT"


def test_the_same_rows_give_the_same_bytes_in_any_order():
    rows = [entry(CHANGED), entry(date(2027, 4, 1), uid="ronde-1"), entry(date(2027, 4, 1), uid="ronde-2")]
    assert calendar_file(rows, name="Mijn data") == calendar_file(rows[::-1], name="Mijn data")


def test_long_and_hostile_words_end_no_line():
    words = 'Overleg "één"; met, komma\'s\\ en\r\nBEGIN:VEVENT\nUID:vals\x00\x0b\u2028' + "lang " * 40
    content = calendar_file([entry(CHANGED, title=words, note=words, place=words)], invited=Invited(words, "a@b.example", words))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\x00" not in content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["uid"].startswith("overleg-1@")
    assert "BEGIN:VEVENT" in event["description"]
    assert event["attendee"] == "mailto:a@b.example"


def test_an_invitation_names_one_person_and_asks_for_no_answer():
    content = calendar_file([entry(CHANGED)], method="REQUEST", invited=Invited("Noor", "noor@b.example", "Gemeente Waterhoek"))
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["method"] == "REQUEST"
    assert (event["attendee"].params["cn"], event["attendee"].params["rsvp"]) == ("Noor", "FALSE")
    assert event["organizer"].params["cn"] == "Gemeente Waterhoek"
    assert "attendee" not in events(entry(CHANGED))[0]
