"""The lights, as data: order, words, shape and class, for the pages, the dashboard and the PDF alike.

A light is never a colour alone: it is a shape, a word and a colour, and it can be told apart in grey and at 12 pixels. This is
the one place of its colour: the shapes carry it themselves, so that they look the same on a page, in a mail and on paper.
templates/monitoring/includes/light.html draws them. Which light an action has is decided in monitoring/queries.py.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from monitoring.models import Judgement

NOT_REPORTED = "not_reported"
NONE_YET = "none_yet"
RING = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"


@dataclass(frozen=True, slots=True)
class Light:
    """One light. path is drawn in a square of 16; a split light shows the left half of one and the right half of the other.

    An outline is drawn with a line of 2 and left open, every other shape is filled. dashes are those of SVG's stroke-dasharray.
    """

    key: str
    words: str | Promise
    colour: str
    path: str
    is_outline: bool = False
    dashes: str = ""

    @property
    def css(self) -> str:
        """A class by which a page may set rows with this light apart."""
        return f"light--{self.key.replace('_', '-')}"


# In the order in which they are counted and listed.
LIGHTS = {
    light.key: light
    for light in (
        Light(Judgement.OFF_TRACK.value, Judgement.OFF_TRACK.label, "#b3261e", "M2 2h12v12H2z"),
        Light(Judgement.AT_RISK.value, Judgement.AT_RISK.label, "#9c5700", "M8 1l7.5 14H.5z"),
        Light(Judgement.ON_TRACK.value, Judgement.ON_TRACK.label, "#1f7a3d", "M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14z"),
        Light(Judgement.DONE.value, Judgement.DONE.label, "#1d4f91", "M1.5 8.6l2.1-2.1l3 3l5.9-6.9l2.2 1.9l-7.9 9.3z"),
        Light(Judgement.NOT_DUE.value, Judgement.NOT_DUE.label, "#5f6670", "M2.5 6.5h11v3h-11z"),
        Light(NOT_REPORTED, _("not reported"), "#5f6670", RING, is_outline=True, dashes="2.2 2.5"),
        Light(NONE_YET, _("nothing yet"), "#5f6670", RING, is_outline=True),
    )
}

# Of several answers the first of these that occurs is the light of the action. Nothing is done before everyone says so.
FROM_WORST = (Judgement.OFF_TRACK, Judgement.AT_RISK, Judgement.ON_TRACK, Judgement.NOT_DUE, Judgement.DONE)

# For the legend. The meanings are those of the reports that municipalities publish on their own plans.
MEANINGS = {
    Judgement.OFF_TRACK.value: _("What was agreed will not be achieved in time. Cause, effect and correction stand beside it."),
    Judgement.AT_RISK.value: _("There is a risk that it will not be achieved in time; correction is needed."),
    Judgement.ON_TRACK.value: _("It goes as agreed and will be done in time."),
    Judgement.DONE.value: _("What was agreed has been achieved."),
    Judgement.NOT_DUE.value: _("It was agreed for later in the year; nothing is expected yet."),
    NOT_REPORTED: _("The round was closed and the lead reported nothing. This says nothing about how it goes."),
    NONE_YET: _("The lead reported nothing so far: the round still runs, or did not ask it yet."),
}

# Where an action stands in a round, in the order in which it is counted. The shapes differ from those of the lights.
STATES = {
    mark.key: mark
    for mark in (
        Light("nothing", _("nothing yet"), "#5f6670", RING, is_outline=True),
        Light("draft", _("draft"), "#5f6670", "M2 14l1-4l8-8l3 3l-8 8z", is_outline=True),
        Light("returned", _("returned"), "#9a3d00", "M7 2L1 7l6 5V9h5v5h2.5V5.5H7z"),
        Light("submitted", _("submitted"), "#0b4f5c", "M8 1l6.5 6.5H10.5V15h-5V7.5H1.5z"),
        Light("accepted", _("accepted"), "#0b4f5c", "M1.5 8.6l2.1-2.1l3 3l5.9-6.9l2.2 1.9l-7.9 9.3z"),
        Light("not_reported", _("not reported"), "#5f6670", RING, is_outline=True, dashes="2.2 2.5"),
    )
}
