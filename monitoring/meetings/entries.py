"""A meeting as it stands in a calendar."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from monitoring.models import Meeting
from parties.calendar_file import AMSTERDAM, Entry, Invited, calendar_file
from parties.models import User

LASTS = timedelta(minutes=90)  # where nobody said until when


def entry_of(meeting: Meeting) -> Entry:
    """In the language that is active. Without an hour it takes the whole day."""
    return Entry(
        uid=f"overleg-{meeting.pk}",
        title=_title(meeting),
        begins=_at(meeting, meeting.starts_at) if meeting.starts_at else meeting.held_on,
        ends=_ends(meeting) if meeting.starts_at else None,
        changed=meeting.changed_at,
        sequence=meeting.sequence,
        is_cancelled=meeting.is_cancelled,
        place=meeting.place,
        note=_("Why not: %(reason)s") % {"reason": meeting.cancel_reason}
        if meeting.is_cancelled
        else str(meeting.agreement.title),
        address=meeting.get_absolute_url(),
    )


def file_of(meeting: Meeting) -> bytes:
    """For whoever reads the page: to be put in a calendar by hand."""
    with translation.override("nl"):
        return calendar_file([entry_of(meeting)])


def invitation_of(meeting: Meeting, *, to: User, is_off: bool = False) -> bytes:
    """For one person; is_off takes it out of that person's calendar."""
    with translation.override("nl"):
        by = str(meeting.prepared_by or meeting.agreement.title)
        method = "CANCEL" if meeting.is_cancelled or is_off else "REQUEST"
        return calendar_file([entry_of(meeting)], method=method, invited=Invited(to.name, to.email, by))


def _title(meeting: Meeting) -> str:
    if meeting.is_cancelled:
        return _("Cancelled: %(meeting)s") % {"meeting": meeting.name}
    return str(meeting.name)


def _at(meeting: Meeting, hour) -> datetime:
    return datetime.combine(meeting.held_on, hour, tzinfo=AMSTERDAM)


def _ends(meeting: Meeting) -> datetime:
    return _at(meeting, meeting.ends_at) if meeting.ends_at else _at(meeting, meeting.starts_at) + LASTS
