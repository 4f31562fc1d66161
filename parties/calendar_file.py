"""What people put in their calendars, as an iCalendar file: the hours of Amsterdam, and the same rows give the same bytes.

A UID never changes and the sequence rises with each change, so that a calendar follows what it has already.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Written out: icalendar itself writes RDATE, which Outlook misreads, and the change in spring an hour too late.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment with hours, or a whole day (begins is a date), which takes nobody's time. address is a path of the site."""

    uid: str
    title: str
    begins: datetime | date
    changed: datetime
    ends: datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False
    place: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited, by whom: one person in each file, so that nobody gets the addresses of the others."""

    name: str
    email: str
    by: str


def calendar_file(entries: Iterable[Entry], *, method: str = "PUBLISH", name: str = "", invited: Invited | None = None) -> bytes:
    """name is that of a feed, which calendars ask for again; invited makes it an invitation (REQUEST, CANCEL)."""
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    about = {"prodid": "-//Driehoek//agenda//NL", "version": "2.0", "calscale": "GREGORIAN", "method": method}
    for key, value in about.items():
        calendar.add(key, value)
    if name:
        for key in ("name", "x-wr-calname"):
            calendar.add(key, _printable(name))
        calendar.add("x-wr-timezone", AMSTERDAM.key)
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(Timezone.from_ical(ZONE.replace("\n", "\r\n")))
    for entry in sorted(entries, key=lambda entry: (str(entry.begins), entry.uid)):
        calendar.add_component(_event(entry, invited))
    return calendar.to_ical()


def _event(entry: Entry, invited: Invited | None):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uid}@{settings.SITE_HOST}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _printable(entry.title))
    if isinstance(entry.begins, datetime):
        event.add("dtstart", entry.begins.astimezone(AMSTERDAM))
        event.add("dtend", (entry.ends or entry.begins).astimezone(AMSTERDAM))
    else:
        event.add("dtstart", entry.begins)
        event.add("dtend", entry.begins + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    for key, words in (("location", entry.place), ("description", entry.note)):
        if words:
            event.add(key, _printable(words))
    if entry.address:
        event.add("url", f"{settings.SITE_URL}{entry.address}")
    if invited:
        _invite(event, invited)
    return event


def _invite(event, invited: Invited) -> None:
    from icalendar import vCalAddress

    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = _parameter(invited.by)
    attendee = vCalAddress(f"mailto:{invited.email}")
    attendee.params |= {"cn": _parameter(invited.name), "role": "REQ-PARTICIPANT", "rsvp": "FALSE"}
    event.add("organizer", organizer, encode=0)
    event.add("attendee", attendee, encode=0)


def _printable(words: str) -> str:
    """Without what no calendar reads; a line stays a line."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]", " ", words.replace("\r\n", "\n"))


def _parameter(words: str) -> str:
    """A quotation mark would end it."""
    return re.sub(r'["\n]', " ", _printable(words)).strip()
