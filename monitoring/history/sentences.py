"""The sentence that tells of one row of history."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Advice, Appendix, Assent, Comment, Proposal, SignedCopy, Version, VersionFile, Withholding
from monitoring.models import (
    ActionPoint,
    AdoptedMinutes,
    AgendaMailing,
    Attachment,
    Attendance,
    Decision,
    DisputeNotice,
    Dissent,
    DwellingCount,
    Item,
    Measurement,
    Meeting,
    MinutesAddition,
    MinutesReaction,
    NoticeEnd,
    NoticeReceipt,
    Position,
    ProgressUpdate,
    ReactionAnswer,
    Review,
)

# Where adding a row is an act that has a name of its own.
ADDED: dict[type[models.Model], str | Promise] = {
    ProgressUpdate: _("%(who)s reported progress."),
    Review: _("%(who)s looked at the report."),
    Dissent: _("%(who)s sees this differently."),
    Measurement: _("%(who)s recorded a figure."),
    Decision: _("%(who)s recorded a decision of a meeting: %(name)s"),
    Meeting: _("%(who)s planned a meeting. %(name)s"),
    Item: _("%(who)s put on the agenda: %(name)s"),
    AgendaMailing: _("%(who)s mailed the agenda."),
    Attendance: _("%(who)s recorded who was there."),
    ActionPoint: _("%(who)s recorded who will do what: %(name)s"),
    MinutesReaction: _("%(who)s reacted to the minutes: %(name)s"),
    ReactionAnswer: _("%(who)s answered a reaction to the minutes: %(name)s"),
    MinutesAddition: _("%(who)s added to the minutes: %(name)s"),
    AdoptedMinutes: _("The minutes were adopted."),
    Position: _("%(who)s froze a position."),
    Proposal: _("%(who)s put a proposal to the parties."),
    Assent: _("%(who)s answered a proposal."),
    Version: _("A version came in force."),
    Comment: _("%(who)s said: %(name)s"),
    Advice: _("%(who)s asked for advice."),
    Attachment: _("%(who)s added a file to a report: %(name)s"),
    Appendix: _("%(who)s added an appendix: %(name)s"),
    SignedCopy: _("%(who)s brought in a signed file: %(name)s"),
    VersionFile: _("A document was added to a version: %(name)s"),
    Withholding: _("%(who)s withheld a passage."),
    DisputeNotice: _("%(who)s gave a written notice of a dispute: %(name)s"),
    NoticeReceipt: _("About the receipt of a notice by %(name)s."),
    NoticeEnd: _("%(who)s said what became of a notice: %(name)s"),
}
USUAL = {
    "+": (pgettext_lazy("history", "%(who)s added: %(what)s"), pgettext_lazy("history", "%(who)s added: %(what)s “%(name)s”")),
    "~": (
        pgettext_lazy("history", "%(who)s changed: %(what)s"),
        pgettext_lazy("history", "%(who)s changed: %(what)s “%(name)s”"),
    ),
    "-": (
        pgettext_lazy("history", "%(who)s deleted: %(what)s"),
        pgettext_lazy("history", "%(who)s deleted: %(what)s “%(name)s”"),
    ),
}
FOR_A_PARTY = (ProgressUpdate, Measurement, DwellingCount)  # what one party may do on behalf of another one
FOR_ANOTHER = _("For %(party)s.")


def sentence_of(model: type[models.Model], change: str, *, who: str, name: str, party: str, outcome: str = "") -> str:
    """outcome is what an act with a name of its own comes down to; party is given where it is not that of the person."""
    words = {"who": who, "name": name, "what": model._meta.verbose_name}
    usual = USUAL[change][bool(name)]
    own = ADDED.get(model) if change == "+" else None
    said = str(own or usual) % words
    if own and outcome and said.endswith("."):
        said = f"{said[:-1]}: {outcome}."
    if not party or model not in FOR_A_PARTY:
        return said.strip()
    return f"{said} {FOR_ANOTHER % {'party': party}}".strip()
