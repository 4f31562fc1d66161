"""The agenda of a meeting by mail, with one link, to the people of the parties; after a change again, when someone says so."""

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.contacts.concerned import concerned_in
from monitoring.meetings.agenda_page import agenda_hash
from monitoring.meetings.items import hold
from monitoring.models import AgendaMailing, Meeting
from monitoring.writes import keep
from parties.links import link_elsewhere
from parties.mail import post
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def send_agenda(*, meeting: Meeting, by: User) -> list[User]:
    """Mail it to everyone who coordinates or signs and sees the meeting; gives who got it. The same agenda goes once."""
    current = hold(meeting, by=by)
    if current.held_on < timezone.localdate():
        raise NotAllowedNowError(_("This meeting is over: its agenda stays as it was."))
    items = list(current.items.on_agenda())
    if not items:
        raise NotAllowedNowError(_("There is nothing on the agenda yet. Make it first."))
    digest, last = agenda_hash(items, current), current.agenda_mailings.order_by("at", "pk").last()
    if last is not None and last.sha256 == digest:
        raise NotAllowedNowError(_("This agenda was mailed already, as it stands now."))
    keep(AgendaMailing(meeting=current, sha256=digest, by=by), by=by)
    people = [person for person in concerned_in(current.agreement).exclude(pk=by.pk) if _sees(person, current)]
    why = gettext_lazy("You get this mail because your party takes part in these agreements.")
    subjects = [_subject(item.title) for item in items]
    context = {"meeting": current, "by": by, "subjects": subjects, "is_changed": last is not None}
    for person in people:
        post("agenda", to=person, context=context, why=why, by=by)
    return people


def _subject(title: str) -> str | Promise:
    """The title, unless a mail program would make a link of it that leads to another site."""
    return gettext_lazy("See the agenda") if link_elsewhere(title) else title


def _sees(person: User, meeting: Meeting) -> bool:
    """Of a meeting of two parties the people of those two; of any other all of the agreement."""
    if meeting.kind != Meeting.Kind.BILATERAL:
        return True
    return Meeting.objects.visible_to(person).filter(pk=meeting.pk).exists()
