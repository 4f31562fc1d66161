"""A ceremony as a file for the calendar, which updates what an earlier mail put there."""

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.models import Ceremony
from agreements.models.ceremony import LASTS
from parties import calendar_file as calendars


@translation.override("nl")
def calendar_file(ceremony: Ceremony) -> bytes:
    """iCalendar. The UID stays, the sequence rises with each change; nobody is listed, so no calendar asks for an answer."""
    entry = calendars.Entry(
        uid=f"ondertekening-{ceremony.pk}",
        title=_summary(ceremony),
        begins=ceremony.starts_at,
        ends=ceremony.starts_at + LASTS,
        changed=ceremony.changed_at,
        sequence=ceremony.moves,
        is_cancelled=ceremony.cancelled_at is not None,
        place=ceremony.place,
        address=ceremony.proposal.get_absolute_url(),
    )
    return calendars.calendar_file([entry])


def _summary(ceremony: Ceremony) -> str:
    title = ceremony.proposal.text.title
    if ceremony.cancelled_at:
        return _("Cancelled: signing of %(title)s") % {"title": title}
    if ceremony.moves:
        return _("Changed: signing of %(title)s") % {"title": title}
    return _("Signing of %(title)s") % {"title": title}
