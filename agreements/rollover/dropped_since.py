"""What a draft took over from the year before and all agreed to drop there since: dropped here too, or kept with a reason."""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.consent.answerers import locked
from agreements.consent.lock import why_not_change
from agreements.models import Action, ActionLink, Agenda, RollChoice
from agreements.models.adoptable import TextState
from agreements.rollover.permissions import why_not_write
from parties.history.records import change_set
from parties.history.write_rules import Act, act, why_not_delete
from parties.models import User
from parties.refusals import NotAllowedNowError


@dataclass(frozen=True, slots=True)
class StillThere:
    """action stands in the draft, earlier is the one from which it came and that was dropped since."""

    action: Action
    earlier: Action


def still_in_draft(agenda: Agenda) -> tuple[StillThere, ...]:
    """In the order of the draft; nothing for a text that is no draft. One query."""
    if agenda.state != TextState.DRAFT:
        return ()
    links = _links().filter(later__agenda=agenda)
    return tuple(
        StillThere(link.later, link.earlier) for link in links.order_by("later__goal__position", "later__position", "pk")
    )


def _links() -> QuerySet[ActionLink]:
    """Of an action that came from one which is dropped by now and does not go on, unless people kept it since."""
    dropped = Action.history.filter(id=OuterRef("earlier"), dropped_on__isnull=False).order_by("history_date")
    rows = ActionLink.objects.filter(kind__in=ActionLink.ALONE, later__dropped_on=None, later__agenda__state=TextState.DRAFT)
    rows = rows.filter(
        earlier__dropped_on__isnull=False, earlier__goes_on_in=None, earlier__agenda__year__lt=F("later__agenda__year")
    )
    rows = rows.annotate(dropped_at=Subquery(dropped.values("history_date")[:1]))
    is_kept = Q(earlier__roll_choice__choice__in=RollChoice.GOES_ALONG, earlier__roll_choice__at__gt=F("dropped_at"))
    return rows.exclude(is_kept).select_related(
        "later__agenda__agreement", "later__goal__theme", "later__project", "earlier__agenda__agreement", "earlier__goal__theme"
    )


def warning_of(rows: tuple[StillThere, ...]) -> str:
    """In a sentence for who writes or proposes the draft; empty when there is none."""
    if not rows:
        return ""
    return ngettext(
        "%(number)s action in this draft was dropped in %(year)s since.",
        "%(number)s actions in this draft were dropped in %(year)s since.",
        len(rows),
    ) % {"number": len(rows), "year": rows[0].earlier.agenda.year}


@transaction.atomic
def drop_too(*, row: Action, by: User) -> None:
    """Take it out of the draft; where others said something about it, it is dropped there with the same reason."""
    found = _locked_row(row, by)
    reason = found.earlier.drop_reason
    with change_set(reason=_("Dropped in %(year)s") % {"year": found.earlier.agenda.year}, user=by):
        if why_not_delete(found.action, by=by):
            found.action.dropped_on, found.action.drop_reason = timezone.localdate(), reason
            found.action.save()
        else:
            found.action.delete()
        if not ActionLink.objects.filter(
            earlier=found.earlier, later__agenda=found.action.agenda, later__dropped_on=None
        ).exists():
            _choose(found.earlier, RollChoice.Choice.ENDS, reason, by=by)


@transaction.atomic
def keep(*, row: Action, by: User, reason: str) -> None:
    """It stays in the draft, with the reason; nobody is asked about it again."""
    found = _locked_row(row, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it stays.")})
    with change_set(reason=_("Kept for %(year)s") % {"year": found.action.agenda.year}, user=by):
        _choose(found.earlier, RollChoice.Choice.GOES_ON, reason.strip(), by=by)


def _choose(earlier: Action, choice: str, reason: str, *, by: User) -> None:
    """What was chosen for the action of the earlier year says the same from now on."""
    chosen = RollChoice.objects.filter(action=earlier).first() or RollChoice(action=earlier)
    if choice == RollChoice.Choice.ENDS or not chosen.goes_along:
        chosen.choice, chosen.text, chosen.parts, chosen.into = choice, "", [], None
    chosen.made_in = None if choice == RollChoice.Choice.ENDS else chosen.made_in
    chosen.reason, chosen.by, chosen.at = reason, by, timezone.now()
    with act(Act.ROLL_FORWARD):
        chosen.save()


def _locked_row(action: Action, by: User) -> StillThere:
    agenda = locked(action.agenda)
    if why := why_not_write(by, agenda):
        raise PermissionDenied(why)
    if why := why_not_change(agenda):
        raise NotAllowedNowError(why)
    link = _links().filter(later=action.pk).first()
    if link is None:
        raise NotAllowedNowError(_("This was settled already: it does not stand here any more, or it was kept."))
    link.later.agenda = agenda
    return StillThere(cast(Action, link.later), cast(Action, link.earlier))
