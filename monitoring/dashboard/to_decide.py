"""A question that waits for a decision."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.position.reports import NO_CODE
from monitoring.position.state import Code


class DecisionKind(models.TextChoices):
    """Why something waits for a decision."""

    ASKED = "asked", gettext_lazy("asked in a report")
    PROPOSED = "proposed", gettext_lazy("proposed in a report")
    ESCALATED = "escalated", gettext_lazy("comes before the executives")
    CONFIRM = "confirm", gettext_lazy("decided in a meeting, to be confirmed")
    ADOPT = "adopt", gettext_lazy("a text to adopt")
    CHANGE = "change", gettext_lazy("a change to agree to")
    EXPIRED = "expired", gettext_lazy("not answered in time")
    ADVICE = "advice", gettext_lazy("an advice to answer")
    NOT_CARRIED_OUT = "not_carried_out", gettext_lazy("decided, and not carried out")
    FIGURE = "figure", gettext_lazy("a figure to be decided")
    HERIJKING = "herijking", gettext_lazy("review of the agreement (herijking)")


@dataclass(frozen=True, slots=True)
class ToDecide:
    """One question that waits for a decision: a sentence, what it is about, who asks it and what it costs, as far as known.

    action is the key of the action that it is about. waits_for are the parties of which an answer is awaited; is_yours says that
    the reader is one of the people who may give it.
    """

    kind: DecisionKind
    sentence: str
    subject: str
    asked_by: str
    address: str
    action: int | None = None
    light: Code = NO_CODE
    why: str = ""
    cost: str = ""
    effect: str = ""
    until: date | None = None
    waits_for: tuple[str, ...] = ()
    is_yours: bool = False
    of_year: int | None = None  # the year of the text that it would adopt or change

    @property
    def content(self) -> "ToDecide":
        """For {% kept %}: itself, as it has words, numbers and days alone."""
        return self

    @property
    def about(self) -> str:
        """Who asks, what it costs, until when, who must answer and what it is about, on one line."""
        until = _("through %(date)s") % {"date": date_format(self.until, "j F Y")} if self.until else ""
        is_others = bool(self.waits_for) and not self.is_yours
        waits = _("waits for %(parties)s") % {"parties": ", ".join(self.waits_for)} if is_others else ""
        return " · ".join(filter(None, [self.asked_by, self.cost, until, waits, self.subject]))
