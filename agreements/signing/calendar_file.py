"""A ceremony as a file for the calendar, which updates what an earlier mail put there."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.models import Ceremony
from agreements.models.ceremony import LASTS

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


@translation.override("nl")
def calendar_file(ceremony: Ceremony) -> bytes:
    """iCalendar. The UID stays, the sequence rises with each change; nobody is listed, so no calendar asks for an answer."""
    from icalendar import Calendar, Event, Timezone

    calendar = Calendar()
    for name, value in {"prodid": "-//Driehoek//ondertekening//NL", "version": "2.0", "method": "PUBLISH"}.items():
        calendar.add(name, value)
    calendar.add_component(Timezone.from_ical(ZONE.replace("\n", "\r\n")))
    event = Event()
    event.add("uid", f"ondertekening-{ceremony.pk}@{settings.SITE_HOST}")
    event.add("sequence", ceremony.moves)
    event.add("dtstamp", ceremony.changed_at.astimezone(UTC))
    event.add("last-modified", ceremony.changed_at.astimezone(UTC))
    event.add("status", "CANCELLED" if ceremony.cancelled_at else "CONFIRMED")
    event.add("summary", _summary(ceremony))
    event.add("dtstart", _here(ceremony.starts_at))
    event.add("dtend", _here(ceremony.starts_at + LASTS))
    event.add("location", ceremony.place)
    event.add("url", f"{settings.SITE_URL}{ceremony.proposal.get_absolute_url()}")
    calendar.add_component(event)
    return calendar.to_ical()


def _summary(ceremony: Ceremony) -> str:
    title = ceremony.proposal.text.title
    if ceremony.cancelled_at:
        return _("Cancelled: signing of %(title)s") % {"title": title}
    if ceremony.moves:
        return _("Changed: signing of %(title)s") % {"title": title}
    return _("Signing of %(title)s") % {"title": title}


def _here(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Europe/Amsterdam"))
