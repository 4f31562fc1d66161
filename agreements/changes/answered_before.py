"""Who agreed to the same change before another one took effect first: reads only what differs since, and answers with one click.

The rule book asks the answer anew, because all agree to exactly one text (design 10); what it costs is up to this.
"""

from collections.abc import Collection
from dataclasses import dataclass

from agreements.agenda.collect import whole_content_of_version
from agreements.models import Assent, Change, Proposal, Version
from agreements.versions.comparing import TextChange, text_changes
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """assent is that of the person, or else the last one of the party; changes is how the text reads otherwise since."""

    party: Party
    assent: Assent
    is_own: bool
    changes: tuple[TextChange, ...]


def answered_before(proposal: Proposal, user: User, parties: Collection[Party]) -> tuple[AnsweredBefore, ...]:
    """For each of these parties that agreed to the same changes earlier. No query when the proposal renews nothing."""
    found: dict[int, AnsweredBefore] = {}
    for earlier in _same_before(proposal) if parties else ():
        given = Assent.objects.filter(needed__proposal=earlier, answer=Assent.Answer.AGREED).select_related("by", "needed")
        for party in parties:
            own = [row for row in given if row.needed.party_id == party.pk]
            if own and party.pk not in found:
                assent = next((row for row in reversed(own) if row.by_id == user.pk), own[-1])
                changes = _between(earlier.base, proposal.base)
                found[party.pk] = AnsweredBefore(party, assent, assent.by_id == user.pk, changes)
    return tuple(found.values())


def _same_before(proposal: Proposal) -> list[Proposal]:
    """The proposals with the same changes that it takes up, which ended because another one came first; the newest first."""
    found, said = [], _says(proposal)
    while proposal.renews_id:
        proposal = Proposal.objects.select_related("base__agreement", "base__agenda__agreement").get(pk=proposal.renews_id)
        if proposal.state != Proposal.State.SUPERSEDED or _says(proposal) != said:
            break
        found.append(proposal)
    return found


def _says(proposal: Proposal) -> list[tuple]:
    names = ("kind", "about", "was", "becomes", *(f"{name}_id" for name in Change.ROWS))
    return [tuple(getattr(row, name) for name in names) for row in proposal.changes.order_by("position")]


def _between(was: Version | None, becomes: Version | None) -> tuple[TextChange, ...]:
    if was is None or becomes is None or was.pk == becomes.pk:
        return ()
    return text_changes(whole_content_of_version(was), whole_content_of_version(becomes))
