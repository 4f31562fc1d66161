"""Papers with the items of a meeting: added by those who keep it or, for their own party alone, by those who write for it."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.models import parties_in
from monitoring.models import Item, Paper
from monitoring.models.meeting import CANCELLED
from monitoring.permissions import coordinates
from monitoring.writes import demand, keep
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


def parties_for_paper(user: User, item: Item):
    """The parties for which alone the person may add a paper: the own ones that take part."""
    return parties_in(item.meeting.agreement_id).filter(pk__in=Party.objects.reported_by(user).own_of(user).values("pk"))


def why_not_add_paper(user: User, item: Item) -> str:
    """Whether the person adds a paper at all, for all or for the own party."""
    if coordinates(user, item.meeting.agreement) or parties_for_paper(user, item).exists():
        return ""
    return _("Only a coordinator of a party that signs, or someone who writes for a party that takes part, adds a paper.")


@transaction.atomic
def add_paper(*, item: Item, by: User, **fields: Any) -> Paper:
    demand(why_not_add_paper(by, item))
    current = Item.objects.select_for_update(of=("self",), no_key=True).select_related("meeting__agreement").get(pk=item.pk)
    if current.is_settled:
        raise NotAllowedNowError(str(Item.kept_sentence))
    if current.meeting.is_settled:
        raise NotAllowedNowError(_("The minutes were sent: what was on the agenda stays as it was said in them."))
    if current.meeting.is_cancelled:
        raise NotAllowedNowError(str(CANCELLED))
    return keep(Paper(item=current, by=by, **fields), by=by)


@transaction.atomic
def take_away(*, paper: Paper, by: User) -> None:
    """Off the agenda, and off the disk; that it was there, and its hash, stays in the history."""
    demand(why_not_take_away(by, paper))
    current = Item.objects.select_for_update(of=("self",), no_key=True).select_related("meeting").get(pk=paper.item_id)
    if current.is_settled or current.meeting.is_settled:
        raise NotAllowedNowError(str(Item.kept_sentence))
    paper._history_user = by
    name, storage = paper.file.name, paper.file.storage
    paper.delete()
    transaction.on_commit(partial(storage.delete, name))


def why_not_take_away(user: User, paper: Paper) -> str:
    if paper.party_id is None and coordinates(user, paper.item.meeting.agreement):
        return ""
    if paper.party_id and Party.objects.reported_by(user).filter(pk=paper.party_id).exists():
        return ""
    return _("Only those who may add this paper take it away.")
