"""A meeting is cancelled, takes place after all, or is shared with all parties: it stays visible, with its reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.meetings.attending import concerned_with
from monitoring.meetings.invitations import tell_change
from monitoring.models import Meeting
from monitoring.permissions import why_not_keep
from monitoring.writes import demand, keep
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """It does not take place; who was invited is mailed. Not when it decided something: then it was held."""
    current, was = _locked(meeting, by)
    if current.is_cancelled:
        raise NotAllowedNowError(_("This meeting was cancelled already."))
    if current.decisions.exists():
        raise NotAllowedNowError(_("This meeting decided something, so it was held."))
    if current.attendances.exists():
        raise NotAllowedNowError(_("It was recorded who was at this meeting, so it was held. Take that away first."))
    current.cancelled_on, current.cancel_reason = timezone.localdate(), reason
    return _keep_and_tell(current, was, by)


@transaction.atomic
def restore_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """It takes place after all, on its own day; who was invited is mailed again."""
    current, was = _locked(meeting, by)
    if not current.is_cancelled:
        raise NotAllowedNowError(_("This meeting takes place: it was not cancelled."))
    current.cancelled_on, current.cancel_reason = None, ""
    return _keep_and_tell(current, was, by)


@transaction.atomic
def share_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """All parties of the agreement read it from now on. What they have read cannot be taken back."""
    current, _was = _locked(meeting, by)
    if not current.is_closed:
        raise NotAllowedNowError(_("All parties read this meeting already."))
    current.shared_on = timezone.localdate()
    return keep(current, by=by)


def _locked(meeting: Meeting, by: User) -> tuple[Meeting, Meeting]:
    """The meeting as it is now, twice: to be changed, and as it was."""
    demand(why_not_keep(by, meeting))
    rows = Meeting.objects.select_related("agreement", "prepared_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk), rows.get(pk=meeting.pk)


def _keep_and_tell(current: Meeting, was: Meeting, by: User) -> Meeting:
    people = list(concerned_with(was)) if was.invited_at else []
    keep(current, by=by)
    tell_change(current, was=was, people=people, by=by)
    return current
