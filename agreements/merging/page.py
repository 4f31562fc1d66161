"""What will change when a party merges, shown before it is recorded: per agreement in a line. A few queries for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.leads import join_names
from agreements.merging.taking_over import Takeover, place_in
from agreements.merging.workflow import why_not_now
from agreements.models import Agreement
from parties.models import Party


@dataclass(frozen=True, slots=True)
class AgreementAfter:
    """sentences say what changes in this agreement at once, stays what keeps the old name until all agree otherwise."""

    agreement: Agreement
    sentences: tuple[str, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergePreview:
    party: Party
    successor: Party
    on: date
    why_not: str
    agreements: tuple[AgreementAfter, ...]
    people: int  # of the party: they read, and do nothing else any more


def preview(party: Party, successor: Party, on: date) -> MergePreview:
    rows = Agreement.objects.filter(pk__in=party.participations.accepted().values("agreement")).order_by("title", "pk")
    places = [place_in(agreement, party, successor) for agreement in rows]
    people = party.memberships.filter(user__is_active=True).count()
    why_not = why_not_now(party, successor, on)
    after = tuple(AgreementAfter(place.agreement, tuple(_at_once(place)), tuple(_stays(place))) for place in places)
    return MergePreview(party, successor, on, why_not, after, people)


def _at_once(place: Takeover) -> Iterator[str]:
    words = {"old": place.old, "new": place.new, "role": place.part.get_role_display()}
    if place.is_there:
        yield _("%(new)s takes part already, and answers from now on for itself and for what was %(old)s.") % words
    else:
        yield _("%(new)s takes part as %(role)s, in the place of %(old)s.") % words
    if number := place.draft_leads().count():
        yield ngettext(
            "In what is written, %(new)s leads %(count)s action.", "In what is written, %(new)s leads %(count)s actions.", number
        ) % {**words, "count": number}
    if number := place.leads_in_force().count():
        yield ngettext(
            "People of %(new)s report on the %(count)s action in force that %(old)s leads, also in a round under way.",
            "People of %(new)s report on the %(count)s actions in force that %(old)s leads, also in a round under way.",
            number,
        ) % {**words, "count": number}
    for proposal in place.open_proposals():
        sentence = _("“%(proposal)s” is put to the parties anew, and asks %(new)s and no longer %(old)s.")
        if proposal.is_signed_on_paper:
            sentence = _("“%(proposal)s” was brought in as signed. It becomes a draft again; who brought it in gets a mail.")
        yield sentence % {**words, "proposal": proposal.title}
    for advice in place.advices():
        yield _("The advice “%(subject)s” goes over to %(new)s, with the same days.") % {**words, "subject": advice.subject}


def _stays(place: Takeover) -> Iterator[str]:
    words = {"old": place.old, "new": place.new}
    years = [str(year) for year in place.years_in_force if year >= place.agreement.start_year]
    if years:
        yield _("The text of %(years)s keeps the name %(old)s, as it was agreed, with its signatures.") % {
            **words,
            "years": join_names(years),
        }
        another = _("To let a text in force say %(new)s, propose another lead at the action afterwards: all parties agree to it.")
        yield another % words
    if place.stays_otherwise:
        yield _("%(new)s keeps its role (%(role)s): another one is a change that all parties agree to.") % {
            **words,
            "role": place.taken.get_role_display() if place.taken else "",
        }
