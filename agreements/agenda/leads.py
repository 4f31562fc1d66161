"""Who leads an action, as every page and document prints it; and how they say that this is still to be agreed."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.models import Action, Lead
from parties.prepared import Prepared, attach

# What documents write in the place of a lead, without points and capitals.
OPEN_LEADS = {
    *("", "-", "?", "ntb", "nntb"),
    *("nog te bepalen", "nader te bepalen", "nog niet bekend", "nog onbekend", "nog af te spreken"),
}


def lead_line_of(literal: str, leads: Iterable[object]) -> str:
    """The leads as every page and document prints them: the literal text of the document, else their names with their tasks."""
    return literal or join_names(map(str, leads))


def says_no_lead(lead_line: str) -> bool:
    """Whether these words of a document, or none, leave open who leads."""
    return " ".join(lead_line.casefold().replace(".", "").split()) in OPEN_LEADS


def no_lead_yet() -> str:
    return _("Not agreed yet who takes this up")


def join_names(names: Iterable[str]) -> str:
    """The names in one phrase: "A", "A en B", "A, B en C"."""
    *first, last = list(names) or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def with_leads(actions: list[Action]) -> list[Action]:
    """Each with its leads and their parties. One query."""
    attach(actions, "leads", _leads_of.models(tuple(row.pk for row in actions)) if actions else (), "action")
    return actions


@Prepared.in_order
def _leads_of(actions: Collection[int]) -> QuerySet[Lead]:
    return Lead.objects.filter(action__in=actions).select_related("party")
