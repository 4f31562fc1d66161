"""How minutes say it: the same words on the page, in the PDF and in Word."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from monitoring.meetings.minutes_content import MinutesContent, MinutesParty
from monitoring.models import ReactionAnswer


def standing_line(minutes: MinutesContent) -> str:
    """How far the minutes are, in a sentence."""
    if minutes.adopted_on:
        words = {"date": date_format(minutes.adopted_on, "j F Y"), "meeting": minutes.adopted_in}
        return _("Adopted on %(date)s, in %(meeting)s.") % words
    if minutes.react_until:
        day = date_format(minutes.react_until, "j F Y")
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


def outcome_of(outcome: str) -> str:
    return str(capfirst(ReactionAnswer.Outcome(outcome).label))
