"""What the page of an adoption shows: how it stands, who must answer, what is not ready yet, and what the text changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.collect import collect_text, collect_whole_content, print_live_rows, shown_rows_of
from agreements.agenda.content import AgendaContent
from agreements.agenda.rows import AgendaRows
from agreements.agenda.selection import NOBODY
from agreements.agenda.stored import version_in_force
from agreements.comments.counts import open_comments
from agreements.consent.answerers import Answerer, answerers, coordinates, why_not_propose
from agreements.consent.ceremony import coming_ceremony
from agreements.consent.looks import PartyLook, looks_at
from agreements.consent.signers import Short, short_answers
from agreements.consent.telling import people_who_answer
from agreements.models import Assent, Ceremony, Comment, NeededAnswer, Proposal, SignedCopy, Version
from agreements.models.adoptable import Adoptable
from agreements.signing.files import copies_with_words
from agreements.versions.comparing import TextChange, goal_changes, text_changes
from parties.models import Party, User


@dataclass(frozen=True)
class AdoptionPage:
    """open is the proposal that waits for answers; last the newest that ended; needed the parties asked, with their answers.

    compared is the text beside which the changes are told: a year, the agreement as a whole, or nothing.
    """

    text: Adoptable
    content: AgendaContent
    version: Version | None
    open: Proposal | None
    last: Proposal | None
    needed: tuple[NeededAnswer, ...]
    answerers: tuple[Answerer, ...]
    checks: tuple[str, ...]
    changes: tuple[TextChange, ...]
    compared: Adoptable | None
    why_not_propose: str
    looks: tuple[PartyLook, ...]  # of the parties, while the text is not adopted
    own: tuple[Party, ...]  # for which the person can answer now
    ceremony: Ceremony | None
    copies: tuple[tuple[SignedCopy, str, str], ...]  # what parties signed elsewhere, with words and what to know of it
    short: tuple[Short, ...]  # of which too few people may sign
    is_coordinator: bool
    is_proposer: bool

    @property
    def has_joint_copy(self) -> bool:
        return any(row.is_joint for row, _words, _remark in self.copies)


def collect_adoption(text: Adoptable, user: User) -> AdoptionPage:
    """A year comes with its agreement; the text is one that the person may see."""
    rows = None if text.is_adopted else shown_rows_of(text)
    content = collect_text(text) if rows is None else print_live_rows(text, rows)
    current, last = _proposals_of(text)
    shown = current or last
    parties = () if current or text.is_adopted else tuple(answerers(text))
    before = _text_before(text)
    return AdoptionPage(
        text=text,
        content=content,
        version=version_in_force(text),
        open=current,
        last=last,
        needed=_needed_by(shown),
        answerers=parties,
        checks=() if current or text.is_adopted else tuple(_checks(text, content, parties, _open_comments(text, content, user))),
        changes=_changes(before, text, content, rows) if before else (),
        compared=before,
        why_not_propose=why_not_propose(text, user) if not current else "",
        looks=() if rows is None else looks_at(text, rows),
        own=tuple(parties_to_answer(current, user)) if current and not current.is_overdue else (),
        ceremony=coming_ceremony(shown),
        copies=copies_with_words(current) if current else (),
        short=short_answers(current) if current else (),
        is_coordinator=coordinates(text, user),
        is_proposer=_proposes(current, user),
    )


def _proposals_of(text: Adoptable) -> tuple[Proposal | None, Proposal | None]:
    """The one that waits for answers, and the newest that ended."""
    names = ("party", "opened_by", "agreement", "agenda__agreement", "ceremony")
    proposals = list(Proposal.objects.of(text).adopting().select_related(*names)[:10])
    return next((row for row in proposals if row.is_open), None), next((row for row in proposals if not row.is_open), None)


def _needed_by(proposal: Proposal | None) -> tuple[NeededAnswer, ...]:
    if proposal is None:
        return ()
    answers = Prefetch("assents", Assent.objects.select_related("by", "goal__theme", "action__goal"))
    return tuple(proposal.needed.select_related("party").prefetch_related(answers))


def _proposes(proposal: Proposal | None, user: User) -> bool:
    if proposal is None or user.is_superuser:
        return False
    return Party.objects.coordinated_by(user).filter(pk=proposal.party_id).exists()


def _text_before(text: Adoptable) -> Adoptable | None:
    """What a year is compared with: the year before it, or else the agreement as a whole where that was adopted."""
    if text.year is None:
        return None
    agendas = text.whole.agendas.filter(year__lt=text.year).select_related("agreement")
    return agendas.order_by("-year").first() or (text.whole if text.whole.is_adopted else None)


@dataclass(frozen=True)
class ComparedText:
    """before is the text beside which a text is read, changed_at when something of that last changed."""

    before: Adoptable
    changes: tuple[TextChange, ...]
    changed_at: datetime


def compare_text(text: Adoptable) -> ComparedText | None:
    """What the text says otherwise than the one before it, in the language that is active; None where there is none."""
    before = _text_before(text)
    if before is None:
        return None
    rows = None if text.is_adopted else shown_rows_of(text)
    content = collect_text(text) if rows is None else print_live_rows(text, rows)
    return ComparedText(before, _changes(before, text, content, rows), content.changed_at)


def _changes(before: Adoptable, text: Adoptable, content: AgendaContent, rows: AgendaRows | None) -> tuple[TextChange, ...]:
    """Beside the agreement as a whole only its goals: a year has actions of its own, and leaves out goals of other years.

    rows are those of a text that is still written.
    """
    if before.year is None:
        return goal_changes(collect_text(before), content)
    return text_changes(collect_whole_content(before), collect_whole_content(text, rows))


def _open_comments(text: Adoptable, content: AgendaContent, user: User) -> int:
    """Of this year; on the agreement as a whole those on its themes and goals, of whatever year."""
    if text.year is not None:
        return open_comments(content, text, seen_by=user).all
    rows = Comment.objects.visible_to(user).filter(agreement=text, agenda=None, action=None)
    return rows.threads().open().count()


def parties_to_answer(proposal: Proposal, user: User):
    """The parties for which this person can answer now."""
    own = [row.party_id for row in people_who_answer(proposal) if row.user_id == user.pk]
    return Party.objects.filter(pk__in=own).order_by("name")


def _checks(text: Adoptable, content: AgendaContent, parties: tuple[Answerer, ...], comments: int) -> Iterator[str]:
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
    if content.is_whole:
        return
    without_lead = sum(action.is_without_lead for action in content.actions)
    if without_lead:
        words = ngettext(
            "Of %(number)s action it is not agreed yet who takes it up.",
            "Of %(number)s actions it is not agreed yet who takes them up.",
            without_lead,
        ) % {"number": without_lead}
        yield format_html('<a class="utrecht-link" href="{}?partij={}">{}</a>', text.reading_url, NOBODY, words)
    without_action = [goal for goal in content.goals if not goal.actions]
    if without_action:
        yield ngettext(
            "%(number)s goal has no action this year: %(goals)s.",
            "%(number)s goals have no action this year: %(goals)s.",
            len(without_action),
        ) % {"number": len(without_action), "goals": ", ".join(goal.number for goal in without_action)}
