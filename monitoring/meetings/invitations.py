"""Invitations to meetings, by mail: each carries a file that puts the meeting in a calendar, moves it there, or takes it out."""

from collections.abc import Collection, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.meetings.attending import concerned_with
from monitoring.meetings.entries import invitation_of
from monitoring.models import Meeting
from monitoring.permissions import why_not_keep
from monitoring.writes import demand, keep
from parties.mail import MailFile, post
from parties.models import User
from parties.refusals import NotAllowedNowError

WHY = gettext_lazy("You get this mail because you coordinate or sign for a party that takes part in this meeting.")


def invite_to(meeting: Meeting, *, by: User) -> list[User]:
    """Everyone who coordinates or signs for a party that takes part; again too, for who came later. Gives who was mailed."""
    demand(why_not_keep(by, meeting))
    _demand_coming(meeting)
    _remember(meeting, by=by)
    return _mail(meeting, concerned_with(meeting), "meeting_invited", by=by)


def invite_to_year(meetings: Iterable[Meeting], *, by: User) -> list[User]:
    """One mail for each person, with all the meetings to which that person is invited."""
    invited: dict[User, list[Meeting]] = {}
    for meeting in sorted(meetings, key=lambda row: (row.held_on, row.pk)):
        _remember(meeting, by=by)
        for person in concerned_with(meeting):
            invited.setdefault(person, []).append(meeting)
    for person, rows in invited.items():
        files = tuple(_file(meeting, person) for meeting in rows)
        post("meetings_planned", to=person, context={"meetings": rows, "by": by}, why=WHY, by=by, attachments=files)
    return list(invited)


def tell_change(meeting: Meeting, *, was: Meeting, people: Collection[User], by: User) -> None:
    """Who was invited hears what changed: that it moved or was cancelled, or that the own party takes part no more.

    Nothing before anybody was invited, of what is in no calendar, and of what is over.
    """
    if meeting.invited_at is None or (was.is_over and meeting.is_over):
        return
    now = list(concerned_with(meeting))
    gone, new = [row for row in people if row not in now], [row for row in now if row not in people]
    _mail(meeting, gone, "meeting_cancelled", by=by, is_off=True)
    if meeting.is_cancelled and not was.is_cancelled:
        _mail(meeting, people, "meeting_cancelled", by=by)
    elif not meeting.is_cancelled:
        staying = [row for row in now if row in people] if meeting.sequence != was.sequence else []
        _mail(meeting, staying, "meeting_invited", by=by, was=was)
        _mail(meeting, new, "meeting_invited", by=by)


def _demand_coming(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise NotAllowedNowError(_("This meeting was cancelled."))
    if meeting.is_over:
        raise NotAllowedNowError(_("This meeting is over."))


def _remember(meeting: Meeting, *, by: User) -> None:
    if meeting.invited_at is None:
        meeting.invited_at = timezone.now()
        keep(meeting, by=by)


def _mail(meeting: Meeting, people: Iterable[User], template: str, *, by: User, is_off: bool = False, was=None) -> list[User]:
    told = list(people)
    is_moved = was is not None and (was.held_on, was.starts_at, was.ends_at) != (
        meeting.held_on,
        meeting.starts_at,
        meeting.ends_at,
    )
    context = {"meeting": meeting, "by": by, "is_off": is_off, "was": was, "is_moved": is_moved}
    for person in told:
        post(template, to=person, context=context, why=WHY, by=by, attachments=(_file(meeting, person, is_off=is_off),))
    return told


def _file(meeting: Meeting, person: User, *, is_off: bool = False) -> MailFile:
    method = "CANCEL" if meeting.is_cancelled or is_off else "REQUEST"
    content = invitation_of(meeting, to=person, is_off=is_off)
    return MailFile(f"overleg-{meeting.held_on.isoformat()}.ics", content, f"text/calendar; method={method}")
