"""Who leads an action stands still while a round asks about it; rounds/exceptions.py has the named exception."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Lead
from monitoring.models import Round
from parties.history.owners import remember
from parties.history.write_rules import Act, Write, WriteKind, is_within

LEADS_STAY = _(
    "A round is open: the leads stay as they are until it is closed. A coordinator can make an exception on the page of the"
    " round, with a reason that all leads see."
)


ASKED_STAYS = _(
    "A round is open that asks about this action: it stays in its year until the round is closed. Drop it, with the reason; or"
    " let a coordinator make an exception on the page of the round, which all leads see."
)


def refuse_another_lead_during_a_round(write: Write) -> dict[str, str]:
    """Who leads an action stands still while a round asks about it.

    So does the action itself: another with the same words would be somebody else's. What all parties agreed to holds at once:
    the round then asks who leads it now, and what the earlier lead answered counts until that one has answered.
    """
    if write.by is None or is_within(Act.CHANGE_AGREED):
        return {}
    match write.row:
        case Lead(action_id=int()) if write.touches("action", "party"):
            return {"party": str(LEADS_STAY)} if _is_asked_about(write.row.action) else {}
        case Action(pk=int()) if write.kind == WriteKind.DELETE:
            return {NON_FIELD_ERRORS: str(ASKED_STAYS)} if _is_asked_about(write.row) else {}
        case Action(pk=int()) if write.before is not None and write.touches("agenda"):
            return {"agenda": str(ASKED_STAYS)} if _is_asked_about(write.before) else {}
    return {}


def _is_asked_about(action: Action) -> bool:
    """Whether a round is under way in which the leads of this action stand still."""

    def under_way() -> QuerySet[Round]:
        return Round.objects.filter(agenda=action.agenda_id, opened_at__isnull=False, closed_at=None)

    if not remember(("round is open", action.agenda_id), lambda: under_way().exists()):
        return False
    return remember(("leads stay", action.pk), lambda: under_way().exclude(lead_exceptions__action=action.pk).exists())
