"""What happens to minutes once they are written: sent for reactions, reacted to, answered, adopted, added to.

Each function asks who may and when it can, with the meeting held, so that nobody reacts while the minutes are adopted.
docs/decisions/0040-minutes-and-register.md tells why what was sent stands, and a reaction that is taken over stands beside it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.meetings.attending import concerned_with, parties_at
from monitoring.meetings.before import OF_ALL, meetings_alike
from monitoring.meetings.deciding import count_what_minutes_say
from monitoring.meetings.minutes_content import collect_minutes, content_of, reactions_to
from monitoring.models import AdoptedMinutes, Item, Meeting, MinutesAddition, MinutesReaction, ReactionAnswer
from monitoring.models.meeting import CANCELLED
from monitoring.models.minutes import why_no_reaction
from monitoring.permissions import speaks_for, why_not_keep, why_not_record
from monitoring.writes import demand, keep
from parties.canonical import hash_of
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Party, User
from parties.prepared import Prepared
from parties.refusals import NotAllowedNowError

TERM = timedelta(days=14)
ON_AGENDA = "fixed-first:minutes"  # by this an agenda that is made anew knows the item, and makes no second one
WHY = gettext_lazy("You get this mail because your party takes part in these agreements.")


def last_day_to_react() -> date:
    """What is proposed: two weeks from now."""
    return timezone.localdate() + TERM


@transaction.atomic
def send_minutes(*, meeting: Meeting, by: User, react_until: date | None = None) -> list[User]:
    """Mail the minutes as a concept to everyone who coordinates or signs for a party, who react through that day.

    From now on they stand as they were sent, and come on the agenda of the next meeting of their kind. Gives who got them.
    """
    current = _hold(meeting, by)
    if current.is_settled:
        raise NotAllowedNowError(_("These minutes were sent already. Add below them what was wrong."))
    if current.is_cancelled:
        raise NotAllowedNowError(str(CANCELLED))
    if not is_minuted(current):
        raise NotAllowedNowError(_("There are no minutes yet. Write them first."))
    if current.held_on > timezone.localdate():
        raise NotAllowedNowError(_("This meeting is still to be held."))
    _expect_to_come(react_until := react_until or last_day_to_react())
    current.minutes_sent_at, current.react_until = timezone.now(), react_until
    keep(current, by=by)
    _put_on_next_agenda(current, by)
    count_what_minutes_say(current)
    return _tell("minutes", current, by)


def is_minuted(meeting: Meeting) -> bool:
    """Whether anything of it was written down: a text, what was said about an item, or a decision."""
    said = meeting.items.exclude(discussed="")
    return bool(meeting.minutes) or said.exists() or meeting.decisions.exists()


@transaction.atomic
def change_term(*, meeting: Meeting, by: User, react_until: date) -> Meeting:
    """Another last day to react, also once it is over; those who were asked hear of it."""
    current = _hold(meeting, by)
    _expect_sent(current)
    _expect_to_come(react_until)
    current.react_until = react_until
    keep(current, by=by)
    _tell("minutes_term", current, by)
    return current


@transaction.atomic
def react(*, meeting: Meeting, party: Party, text: str, by: User, item: Item | None = None) -> MinutesReaction:
    """Say for a party of the meeting what should read otherwise, through the last day."""
    if not reacting_parties(meeting, by).filter(pk=party.pk).exists():
        raise PermissionDenied(_("Only an editor or coordinator of a party, or who may sign for it, reacts for it."))
    current = _locked(meeting)
    if why := why_no_reaction(current):
        raise NotAllowedNowError(why)
    return keep(MinutesReaction(meeting=current, party=party, text=text, item=item, by=by), by=by)


def reacting_parties(meeting: Meeting, user: User) -> QuerySet[Party]:
    """The parties of this meeting in whose name the person speaks: who writes for them, or signs."""
    return parties_at(meeting).filter(speaks_for(user))


@transaction.atomic
def answer_reaction(*, reaction: MinutesReaction, outcome: str, text: str, by: User) -> ReactionAnswer:
    """Taken over or not, with a sentence, by who minutes or keeps the meeting; who reacted is told."""
    demand(why_not_record(by, reaction.meeting))
    current = _locked(reaction.meeting)
    if AdoptedMinutes.objects.filter(meeting=current).exists():
        raise NotAllowedNowError(str(AdoptedMinutes.kept_sentence))
    if ReactionAnswer.objects.filter(reaction=reaction).exists():
        raise NotAllowedNowError(_("This reaction was answered already."))
    answer = keep(ReactionAnswer(reaction=reaction, outcome=outcome, text=text, by=by), by=by)
    if reaction.by_id != by.pk and reaction.by.is_active:
        context = {"meeting": current, "reaction": reaction, "answer": answer, "by": by}
        post("reaction_answered", to=reaction.by, context=context, why=WHY, by=by)
    return answer


# -- Adopting


def meetings_that_adopt(meeting: Meeting) -> QuerySet[Meeting]:
    """The later meetings of its kind that were held, the next one first; of a meeting of few parties, between the same ones."""
    later = _alike(meeting).filter(held_on__gte=meeting.held_on, held_on__lte=timezone.localdate(), quorum_missed=False)
    return later.order_by("held_on", "pk")


def _alike(meeting: Meeting) -> QuerySet[Meeting]:
    return meetings_alike(meeting).taking_place().exclude(pk=meeting.pk)


def minutes_to_adopt(meeting: Meeting) -> list[Meeting]:
    """The meetings of which this one has the minutes before it: sent, and not adopted yet."""
    if meeting.is_cancelled:
        return []
    if meeting.kind in OF_ALL:
        return _of_kind_to_adopt.models(meeting.agreement_id, meeting.pk, meeting.held_on, kind=meeting.kind)
    return list(_to_adopt(meetings_alike(meeting), meeting.pk, meeting.held_on))


@Prepared.in_order
def _of_kind_to_adopt(agreement: int, meeting: int, until: date, *, kind: str) -> QuerySet[Meeting]:
    return _to_adopt(Meeting.objects.filter(agreement=agreement, kind=kind), meeting, until)


def _to_adopt(alike: QuerySet[Meeting], meeting: int, until: date) -> QuerySet[Meeting]:
    rows = alike.taking_place().exclude(pk=meeting).filter(held_on__lte=until, minutes_sent_at__isnull=False, adopted=None)
    return rows.select_related("agreement").order_by("held_on", "pk")


def why_not_adopted(meeting: Meeting, reactions: Iterable[MinutesReaction] | None = None) -> str:
    """What still stands in the way of adopting these minutes; empty when nothing does. The reactions, where they were read."""
    if not meeting.is_settled:
        return _("These minutes were not sent yet.")
    if hasattr(meeting, "adopted"):
        return str(AdoptedMinutes.kept_sentence)
    if not all(row.is_answered for row in (reactions_to(meeting) if reactions is None else reactions)):
        return _("Answer the reactions first: they come with the minutes.")
    if meeting.react_until is not None and meeting.react_until >= timezone.localdate():
        day = date_format(meeting.react_until, "j F Y")
        return _("Parties can react through %(date)s. The minutes are adopted after that.") % {"date": day}
    return ""


@transaction.atomic
@act(Act.ADOPT_MINUTES)
def adopt_minutes(*, meeting: Meeting, adopted_in: Meeting, by: User, seen: str = "") -> AdoptedMinutes:
    """Freeze the minutes as that later meeting adopted them. For ever.

    seen is the hash of what the person had before them: what came since is adopted by nobody.
    """
    current = _hold(meeting, by)
    if why := why_not_adopted(current):
        raise NotAllowedNowError(why)
    if not meetings_that_adopt(current).filter(pk=adopted_in.pk).exists():
        raise NotAllowedNowError(_("Minutes are adopted by a later meeting of the same kind that was held, with its quorum."))
    if seen and seen != concept_hash(current):
        raise NotAllowedNowError(_("Something was added to the minutes since you opened this page. Read it first, then adopt."))
    adopted = keep(freeze_minutes(current, adopted_in=adopted_in, by=by, at=timezone.now()), by=by)
    _tell("minutes_adopted", current, by, adopted_in=adopted_in)
    return adopted


def freeze_minutes(meeting: Meeting, *, adopted_in: Meeting, by: User, at: datetime) -> AdoptedMinutes:
    """The row that is to be saved, with everything that the minutes hold now."""
    content = content_of(collect_minutes(meeting, adopted_in=adopted_in))
    return AdoptedMinutes(meeting=meeting, adopted_in=adopted_in, content=content, sha256=hash_of(content), by=by, at=at)


def concept_hash(meeting: Meeting) -> str:
    """By what it is known whether the concept is still what somebody saw."""
    return hash_of(content_of(collect_minutes(meeting)))


@transaction.atomic
def add_to_minutes(*, meeting: Meeting, text: str, by: User) -> MinutesAddition:
    """Say what was wrong or missing in minutes that were sent; they themselves stay."""
    current = _hold(meeting, by)
    _expect_sent(current)
    return keep(MinutesAddition(meeting=current, text=text, by=by), by=by)


# -- What they share


def _hold(meeting: Meeting, by: User) -> Meeting:
    """The meeting as it is now, and nobody else's until this transaction ends; for a person who keeps it."""
    demand(why_not_keep(by, meeting))
    return _locked(meeting)


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("agreement").get(pk=meeting.pk)


def _expect_sent(meeting: Meeting) -> None:
    if not meeting.is_settled:
        raise NotAllowedNowError(_("These minutes were not sent yet: change them."))


def _expect_to_come(day: date) -> None:
    if day < timezone.localdate():
        raise NotAllowedNowError(_("The last day to react is today or later."))


def _tell(mail: str, meeting: Meeting, by: User, **context: Any) -> list[User]:
    people = list(concerned_with(meeting).exclude(pk=by.pk))
    for person in people:
        post(mail, to=person, context={"meeting": meeting, "by": by, **context}, why=WHY, by=by)
    return people


def _put_on_next_agenda(meeting: Meeting, by: User) -> None:
    """«Verslag van …» on the agenda of the next meeting of this kind, where one is planned and its agenda has none yet."""
    coming = _alike(meeting).filter(held_on__gte=meeting.held_on, minutes_sent_at=None).order_by("held_on", "pk").first()
    if coming is None or coming.items.filter(origin=ON_AGENDA).exists() or why_not_keep(by, coming):
        return
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_("Minutes of %(meeting)s") % {"meeting": meeting})[:300]
    keep(Item(meeting=coming, source=Item.Source.FIXED, origin=ON_AGENDA, title=title, position=0), by=by)


@transaction.atomic
def carry_item_over(*, item: Item, by: User) -> Item:
    """The same item on the agenda of the next meeting of this kind; the earlier one stays as it was said and decided there."""
    current = _hold(item.meeting, by)
    coming = _alike(current).filter(held_on__gt=current.held_on, minutes_sent_at=None).order_by("held_on", "pk").first()
    if coming is None:
        raise NotAllowedNowError(_("No next meeting of this kind is planned yet. Plan it first."))
    demand(why_not_keep(by, coming))
    if coming.items.filter(carried_from=item).exists():
        raise NotAllowedNowError(_("This item stands on the agenda of the next meeting already."))
    last = coming.items.aggregate(last=Max("position"))["last"] or 0
    names = ("action", "goal", "proposal", "advice", "title", "note", "minutes_needed")
    kept = {name: getattr(item, name) for name in names}
    source, origin = Item.Source.LEFT_OVER, f"item:{item.pk}"
    return keep(Item(meeting=coming, source=source, origin=origin, carried_from=item, position=last + 1, **kept), by=by)
