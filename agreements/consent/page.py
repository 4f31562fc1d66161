"""What the page of an adoption shows: how it stands, who must answer, what is not ready yet, and what the text changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.collect import collect_agenda
from agreements.agenda.content import AgendaContent
from agreements.comments.counts import open_comments
from agreements.consent.answerers import Answerer, answerers, coordinates, why_not_propose
from agreements.consent.telling import people_who_answer
from agreements.models import Agenda, Assent, NeededAnswer, Proposal, Version
from agreements.versions.comparing import TextChange, text_changes
from parties.models import Party, User


@dataclass(frozen=True)
class AdoptionPage:
    """open is the proposal that waits for answers; last the newest that ended; needed the parties asked, with their answers."""

    agenda: Agenda
    content: AgendaContent
    version: Version | None
    open: Proposal | None
    last: Proposal | None
    needed: tuple[NeededAnswer, ...]
    answerers: tuple[Answerer, ...]
    checks: tuple[str, ...]
    changes: tuple[TextChange, ...]
    compared_year: int | None
    why_not_propose: str
    own: tuple[Party, ...]  # for which the person can answer now
    is_coordinator: bool
    is_proposer: bool


def collect_adoption(agenda: Agenda, user: User) -> AdoptionPage:
    """agenda comes with its agreement, and is one that the person may see."""
    content = collect_agenda(agenda)
    answers = Prefetch("assents", Assent.objects.select_related("by", "goal__theme", "action__goal"))
    proposals = list(agenda.proposals.select_related("party", "opened_by", "agreement", "agenda")[:10])
    current = next((row for row in proposals if row.is_open), None)
    last = next((row for row in proposals if not row.is_open), None)
    shown = current or last
    needed = tuple(shown.needed.select_related("party").prefetch_related(answers)) if shown else ()
    parties = () if current or agenda.is_adopted else tuple(answerers(agenda))
    comments = open_comments(content, agenda, seen_by=user).all
    before = agenda.agreement.agendas.filter(year__lt=agenda.year).select_related("agreement").order_by("-year").first()
    return AdoptionPage(
        agenda=agenda,
        content=content,
        version=agenda.versions.order_by("-place").first(),
        open=current,
        last=last,
        needed=needed,
        answerers=parties,
        checks=() if current or agenda.is_adopted else tuple(_checks(content, parties, comments)),
        changes=text_changes(collect_agenda(before), content) if before else (),
        compared_year=before.year if before else None,
        why_not_propose=why_not_propose(agenda, user) if not current else "",
        own=tuple(parties_to_answer(current, user)) if current and not current.is_overdue else (),
        is_coordinator=coordinates(agenda, user),
        is_proposer=bool(current)
        and Party.objects.coordinated_by(user).filter(pk=current.party_id).exists()
        and not user.is_superuser,
    )


def parties_to_answer(proposal: Proposal, user: User):
    """The parties for which this person can answer now."""
    own = [row.party_id for row in people_who_answer(proposal) if row.user_id == user.pk]
    return Party.objects.filter(pk__in=own).order_by("name")


def _checks(content: AgendaContent, parties: tuple[Answerer, ...], comments: int) -> Iterator[str]:
    """What one looks at before the text is put to the parties. None of it forbids, but for too few people who may sign."""
    for row in parties:
        if row.is_short:
            yield _("%(party)s: %(can)s of %(needed)s people may sign. Invite someone on the page of the party.") % {
                "party": row.party,
                "can": row.can,
                "needed": row.needed,
            }
    if comments:
        yield ngettext("%(number)s comment is open.", "%(number)s comments are open.", comments) % {"number": comments}
    without_lead = [action for action in content.actions if not action.lead_line and not action.is_dropped]
    if without_lead:
        yield ngettext("%(number)s action has no lead.", "%(number)s actions have no lead.", len(without_lead)) % {
            "number": len(without_lead)
        }
    without_action = [goal for goal in content.goals if not goal.actions]
    if without_action:
        yield ngettext(
            "%(number)s goal has no action this year: %(goals)s.",
            "%(number)s goals have no action this year: %(goals)s.",
            len(without_action),
        ) % {"number": len(without_action), "goals": ", ".join(goal.number for goal in without_action)}
