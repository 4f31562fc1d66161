"""From what a change came: a proposal, a decision, a file that was read in, or the year before."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.models import AgendaImport, Assent, Proposal, RollChoice, Version
from monitoring.models import Decision


@dataclass(frozen=True, slots=True)
class ChangeOrigin:
    words: str
    address: str


def origins_of(change_sets: Collection[uuid.UUID], agreements: Collection[int]) -> dict[uuid.UUID, ChangeOrigin]:
    """By the change set that each wrote. At most five queries, whatever there is; none for nothing."""
    if not change_sets:
        return {}
    found: dict[uuid.UUID, ChangeOrigin] = {}
    rolled = RollChoice.objects.filter(made_in__in=change_sets, action__agenda__agreement__in=agreements)
    for made_in, year, slug in rolled.values_list("made_in", "action__agenda__year", "action__agenda__agreement__slug"):
        found[made_in] = ChangeOrigin(_("rolled forward from %(year)s") % {"year": year}, f"/afspraken/{slug}/{year}/")
    read_in = AgendaImport.objects.filter(change_set__in=change_sets, agenda__agreement__in=agreements)
    for row in read_in.select_related("agenda__agreement"):
        found[row.change_set] = ChangeOrigin(_("read in from %(file)s") % {"file": row.file_name}, row.get_absolute_url())
    versions = Version.history.filter(change_set__in=change_sets, agreement__in=agreements, proposed_in__isnull=False)
    by_proposal = dict(versions.values_list("proposed_in", "change_set"))
    return found | _of_proposals(by_proposal) if by_proposal else found


def _of_proposals(change_sets: dict[int, uuid.UUID]) -> dict[uuid.UUID, ChangeOrigin]:
    """The proposal that came in force, and the decision of a meeting that all parties read from which it came."""
    decisions = Decision.objects.shared().filter(proposal__in=change_sets).select_related("meeting")
    decided = {decision.proposal_id: decision.meeting for decision in decisions}
    found = {}
    for proposal in Proposal.objects.filter(pk__in=change_sets).select_related("agreement", "agenda__agreement"):
        words = _("proposal “%(subject)s”") % {"subject": proposal.subject} if proposal.subject else _("the proposal")
        if meeting := decided.get(proposal.pk):
            words = _("%(proposal)s, from a decision of %(meeting)s") % {"proposal": words, "meeting": meeting}
        found[change_sets[proposal.pk]] = ChangeOrigin(words, proposal.get_absolute_url())
    return found


def proposals_of(rows: Collection[tuple[str, int]]) -> dict[tuple[str, int], ChangeOrigin]:
    """The proposal that was put, or answered, by the table and key of its row. One query for each of both, where there is any."""
    asked = [pk for label, pk in rows if label == Proposal._meta.label]
    answered = [pk for label, pk in rows if label == Assent._meta.label]
    found: dict[tuple[str, int], ChangeOrigin] = {}
    for proposal in Proposal.objects.filter(pk__in=asked).select_related("agreement", "agenda__agreement") if asked else ():
        found[Proposal._meta.label, proposal.pk] = _at(proposal)
    answers = Assent.objects.filter(pk__in=answered) if answered else Assent.objects.none()
    for answer in answers.select_related("needed__proposal__agreement", "needed__proposal__agenda__agreement"):
        found[Assent._meta.label, answer.pk] = _at(answer.needed.proposal)
    return found


def _at(proposal: Proposal) -> ChangeOrigin:
    words = proposal.subject or _("the adoption of %(text)s") % {"text": proposal.text.title}
    return ChangeOrigin(words, proposal.get_absolute_url())
