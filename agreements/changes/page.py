"""What the page of a proposal of changes shows: the changes, what they touch, who answers, and what the person can do."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from agreements.advice.waiting import NeededAdvice, ToAsk, needed_advices
from agreements.changes.answered_before import AnsweredBefore, answered_before
from agreements.changes.applying import WasChangedError
from agreements.changes.asking import answerers_of, later_drafts, why_not_changed
from agreements.changes.fields import same, value_now
from agreements.changes.outcome import TriedText, try_out
from agreements.changes.told import ToldChange, changes_of, label_of, tell, tell_value
from agreements.consent.answerers import Answerer, coordinates, own_signatory
from agreements.consent.page import parties_to_answer
from agreements.consent.prepared_answers import PreparedAnswer, prepared_answers
from agreements.consent.signers import Short, short_answers
from agreements.consent.waiting import why_it_waits
from agreements.models import Advice, Agreement, Assent, Change, NeededAnswer, Proposal, SignedCopy
from agreements.models.adoptable import Adoptable
from agreements.signing.files import copies_with_words
from parties.models import Membership, Party, User

TEXTS = ("party", "opened_by", "agreement", "agenda__agreement", "version__agenda__agreement", "version__agreement")


@dataclass(frozen=True)
class ChangePage:
    """refusals say why it cannot be put to the parties or take effect as it is; read_anew is what reads otherwise since."""

    proposal: Proposal
    text: Adoptable
    changes: tuple[ToldChange, ...]
    outcome: TriedText | None
    refusals: tuple[str, ...]
    read_anew: tuple[str, ...]
    drafts: tuple[int, ...]  # later years in which it is written along
    answerers: tuple[Answerer, ...]  # while it is a draft
    needed: tuple[NeededAnswer, ...]  # once it was put to the parties
    waits_for: str
    renews: Proposal | None  # as far as the person may see it: a draft that was never put stays its party's own
    renewed_by: Proposal | None
    reads_text: bool
    is_writer: bool
    is_coordinator: bool  # of any party that takes part
    is_proposer: bool  # a coordinator of the party that wrote it
    own: tuple[Party, ...]  # for which the person can answer now
    prepared: tuple[PreparedAnswer, ...]  # of those the ones that agreed to it elsewhere, such as in a meeting
    needs: tuple[NeededAdvice, ...]  # while it waits for one of them, and once it is in force
    before: tuple[AnsweredBefore, ...]  # of those the ones that agreed to the same change before it was put anew
    left_short: tuple[Short, ...]  # asked parties of which too few people are left who may sign
    copies: tuple[tuple[SignedCopy, str, str], ...]  # what parties signed elsewhere, with words and what to know of it

    @property
    def agreed(self) -> int:
        return sum(row.is_complete for row in self.needed)

    @property
    def has_joint_copy(self) -> bool:
        return any(row.is_joint for row, _words, _remark in self.copies)

    @property
    def is_agreed(self) -> bool:
        """Whether all have agreed, also when it waits for something else yet."""
        return self.agreed == len(self.needed)

    @property
    def advices(self) -> list[Advice]:
        """Those that were asked, each once."""
        return list(dict.fromkeys(need.advice for need in self.needs if need.advice))

    @property
    def to_ask(self) -> list[ToAsk]:
        """Those that nobody asked yet, for who may ask."""
        parties = dict.fromkeys(need.party for need in self.needs if need.advice is None)
        return [ToAsk(self.proposal, party) for party in parties if self.is_coordinator]

    @property
    def short(self) -> list[Answerer]:
        return [row for row in self.answerers if row.is_short]

    @property
    def can_be_put(self) -> bool:
        return self.is_proposer and bool(self.changes) and not (self.refusals or self.read_anew or self.short)

    @property
    def can_be_put_again(self) -> bool:
        ended = {Proposal.State.RETURNED, Proposal.State.WITHDRAWN, Proposal.State.EXPIRED}
        return self.is_writer and self.proposal.state in ended and self.renewed_by is None and not why_not_changed(self.text)


def collect_change(proposal: Proposal, user: User) -> ChangePage:
    """The proposal is one that the person may see; it comes with TEXTS."""
    text, rows = proposal.text, changes_of(proposal)
    answers = Prefetch("assents", Assent.objects.select_related("by", "goal__theme", "action__goal"))
    needed = tuple(proposal.needed.select_related("party").prefetch_related(answers))
    for row in needed:
        row.proposal = proposal
    read_anew = tuple(_reads_otherwise(rows)) if proposal.is_draft else ()
    outcome, refusals = _tried(proposal, text, rows) if proposal.is_draft or proposal.is_open else (None, ())
    is_writer = writes(proposal, user)
    own = tuple(parties_to_answer(proposal, user)) if proposal.is_open and not proposal.is_overdue else ()
    waits_for = why_it_waits(proposal) if proposal.is_open else ""
    return ChangePage(
        proposal=proposal,
        text=text,
        changes=tell(proposal, rows),
        outcome=outcome,
        refusals=() if read_anew else refusals,
        read_anew=read_anew,
        drafts=later_drafts(text) if outcome else (),
        answerers=tuple(answerers_of(proposal, outcome.texts)) if outcome and proposal.is_draft else (),
        needed=needed,
        waits_for=waits_for,
        needs=tuple(needed_advices(proposal)) if waits_for or proposal.state == Proposal.State.AGREED else (),
        renews=Proposal.objects.visible_to(user).filter(pk=proposal.renews_id).first(),
        renewed_by=proposal.renewed_by.visible_to(user).order_by("pk").last(),
        reads_text=Agreement.objects.visible_to(user).filter(pk=proposal.agreement_id).exists(),
        is_writer=is_writer,
        is_coordinator=coordinates(text, user),
        is_proposer=is_writer and puts(proposal, user),
        own=own,
        prepared=tuple(prepared_answers(proposal, own)),
        before=() if refusals else answered_before(proposal, user, own),
        left_short=short_answers(proposal) if proposal.is_open else (),
        copies=copies_with_words(proposal) if proposal.is_open else (),
    )


def parties_asked(proposal: Proposal, user: User) -> QuerySet[Party]:
    """The parties that were asked and for which the person answers, whether or not they did already."""
    own = Party.objects.signed_by(user)
    if proposal.is_answered_by_coordinators:
        own = own | Party.objects.coordinated_by(user)
    return own.filter(pk__in=proposal.needed.values("party")).order_by("name")


def writes(proposal: Proposal, user: User) -> bool:
    """Whether the person writes for the party whose proposal it is."""
    roles = (Membership.Role.EDITOR, Membership.Role.COORDINATOR)
    return not user.is_superuser and user.memberships.filter(party=proposal.party_id, role__in=roles).exists()


def puts(proposal: Proposal, user: User) -> bool:
    """Whether the person puts it to the parties, or takes it back: a coordinator of the party whose proposal it is."""
    is_own = Party.objects.coordinated_by(user).filter(pk=proposal.party_id).exists()
    return is_own and not user.is_superuser and (not proposal.is_draft or own_signatory(proposal.text, user) is not None)


def _tried(proposal: Proposal, text: Adoptable, rows: list[Change]) -> tuple[TriedText | None, tuple[str, ...]]:
    if why := why_not_changed(text):
        return None, (why,)
    if not rows:
        return None, ()
    try:
        return try_out(proposal, text), ()
    except WasChangedError:
        return None, (_("What this changes reads otherwise since."),)
    except ValidationError as refused:
        return None, tuple(refused.messages)


def _reads_otherwise(rows: list[Change]):
    """In sentences, what the draft says that stands there and does not any more."""
    for change in rows:
        if change.row is None:
            continue
        for name, was in change.was.items():
            now = value_now(change.row, name, change.proposal.text)
            if not same(was, now):
                before, here = (tell_value(change, name, value) for value in (was, now))
                sentence = _("%(field)s: was “%(was)s” when this was written, and is “%(now)s” now.")
                yield sentence % {"field": label_of(change, name), "was": before, "now": here}
