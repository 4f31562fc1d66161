"""How minutes say it: the same words on the page, in the PDF and in Word."""

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.markdown import first_words
from monitoring.meetings.minutes_content import MinutesContent, MinutesDecision, MinutesItem, MinutesParty, MinutesPoint
from monitoring.models import Decision, ReactionAnswer

LONGEST = 240  # letters of a decision that stands on top


def standing_line(minutes: MinutesContent) -> str:
    """How far the minutes are, in a sentence."""
    if minutes.adopted_on:
        words = {"date": date_format(minutes.adopted_on, "j F Y"), "meeting": minutes.adopted_in}
        return _("Adopted on %(date)s, in %(meeting)s.") % words
    if minutes.react_until:
        day = date_format(minutes.react_until, "j F Y")
        if minutes.react_until < timezone.localdate():
            return _("CONCEPT, not adopted yet. Parties could react through %(date)s.") % {"date": day}
        return _("CONCEPT, not adopted yet. Parties react through %(date)s.") % {"date": day}
    return _("CONCEPT, not adopted yet.")


def people_lines(party: MinutesParty) -> list[tuple[str, str]]:
    """Who of a party was there, was represented and was absent; what nobody was is left out."""
    labels = (
        (pgettext("at a meeting", "present"), party.present),
        (pgettext("at a meeting", "represented"), party.represented),
        (pgettext("at a meeting", "absent"), party.absent),
    )
    return [(capfirst(label), ", ".join(people)) for label, people in labels if people]


def kind_of(decision: MinutesDecision) -> str:
    """What kind of decision it is, within a sentence; empty where its words alone say it. It is kept in Dutch."""
    with translation.override("nl"):
        other = str(Decision.Kind.OTHER.label)
    return "" if decision.kind.lower() == other.lower() else decision.kind.lower()


def outcome_of(outcome: str) -> str:
    return str(capfirst(ReactionAnswer.Outcome(outcome).label))


@dataclass(frozen=True, slots=True)
class DecidedFirst:
    """What one reads first: a decision, and the item under which it stands; none for what was about no item."""

    item: MinutesItem | None
    decision: MinutesDecision

    @property
    def subject(self) -> str:
        return self.item.title if self.item else self.decision.subject.words

    @property
    def words(self) -> str:
        return first_words(self.decision.text, LONGEST)


def decided_first(minutes: MinutesContent) -> list[DecidedFirst]:
    """Every decision that stands, in the order of the minutes."""
    of_items = (DecidedFirst(item, row) for item in minutes.items for row in item.decisions)
    found = [*of_items, *(DecidedFirst(None, row) for row in minutes.decisions)]
    return [row for row in found if not row.decision.withdrawn]


def promised_first(minutes: MinutesContent) -> list[MinutesPoint]:
    """Every action point, in the order of the minutes."""
    return [*(point for item in minutes.items for point in item.points), *minutes.points]


def items_told(minutes: MinutesContent) -> list[MinutesItem]:
    """The items of which the minutes say something."""
    return [row for row in minutes.items if _says_something(row)]


def items_passed_over(minutes: MinutesContent) -> str:
    """The others, in one line: nothing was said or decided of them."""
    rows = (row for row in minutes.items if not _says_something(row))
    return "; ".join(f"{row.number}. {row.title}".rstrip(".") for row in rows)


def _says_something(item: MinutesItem) -> bool:
    return bool(item.discussed or item.decisions or item.points or item.notes or item.left_out)
