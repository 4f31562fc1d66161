"""What taking effect means for a proposal of changes, and what becomes of the others that stand on the same text."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.changes.applying import WasChangedError
from agreements.changes.asking import answerers_of, draft_again, put_to_parties
from agreements.changes.fields import is_of_all_years, party_of, value_now
from agreements.changes.outcome import TriedText, carry_out, try_out
from agreements.changes.told import label_of, tell, tell_value
from agreements.consent.adoption import ground_for, note_signatures, propose
from agreements.consent.answering import end_proposal, no_longer_what_was_proposed
from agreements.consent.effects import Effect
from agreements.consent.signers import looks_after
from agreements.consent.telling import ask_for_answer, tell_needs_rewriting
from agreements.models import Agenda, Agreement, Change, Proposal, Version
from agreements.models.adoptable import Adoptable, TextState
from agreements.signing.files import keep_copies
from agreements.versions.recording import hash_as_it_stands, record_version
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError
from parties.working_days import working_day_from

TIME_AT_LEAST = timedelta(days=7)  # to answer anew what was renewed
KIND_OF_VERSION = {Proposal.Kind.CORRECT: Version.Kind.CORRECTION, Proposal.Kind.REVOKE: Version.Kind.REVOCATION}


def _is_unchanged(proposal: Proposal, text: Adoptable) -> bool:
    """A text that stands as when it was put is not tried again for each answer: the last one carries it out, and demands it.

    A version keeps the names and parts of the parties as they were, so a text may be another one than that and what was agreed to
    the same.
    """
    if text.state == TextState.ADOPTED and _stands_as_in(proposal.base_id, text):
        return True
    return _makes_the_same(proposal, text) is not None


def _stands_as_in(version: int, text: Adoptable) -> bool:
    return Version.objects.filter(pk=version, content_sha256=hash_as_it_stands(text)).exists()


def _makes_the_same(proposal: Proposal, text: Adoptable) -> TriedText | None:
    """What it would make of the texts now; None when that cannot be, or is not what was proposed."""
    try:
        outcome = try_out(proposal, text)
    except ValidationError:
        return None
    return outcome if outcome.content_sha256 == proposal.content_sha256 else None


def _put_in_force(proposal: Proposal, text: Adoptable) -> Version:
    """The rows, and a version of each text that reads otherwise."""
    set_aside = set_adoptions_aside(text) if is_of_all_years(proposal.changes.all()) else []
    outcome = _carried_out(proposal, text)
    ground, kind = ground_for(proposal), KIND_OF_VERSION.get(proposal.kind, Version.Kind.CHANGE)
    versions = {}
    for found in outcome.texts:
        versions[found] = record_version(found, kind=kind, in_force_from=timezone.localdate(), ground=ground)
        keep_copies(proposal, versions[found])
        found.version = versions[found].number
        found.state = TextState.REVOKED if proposal.kind == Proposal.Kind.REVOKE else found.state
        found.save()
    joining = filter(None, (party_of(row) for row in proposal.changes.filter(participation=None)))
    rows = proposal.agreement.participations.accepted().filter(party__in=list(joining))
    note_signatures(proposal, rows, on=timezone.localdate())
    for old in set_aside:
        propose_adoption_again(old, by=looks_after(old) or old.opened_by)
    return versions.get(text) or next(iter(versions.values()))


def _carried_out(proposal: Proposal, text: Adoptable) -> TriedText:
    try:
        outcome = carry_out(proposal, text)
    except ValidationError as refused:
        raise NotAllowedNowError(no_longer_what_was_proposed()) from refused
    if outcome.content_sha256 != proposal.content_sha256:
        raise NotAllowedNowError(no_longer_what_was_proposed())
    return outcome


CHANGES = Effect(is_unchanged=_is_unchanged, put_in_force=_put_in_force, give_back=lambda proposal, text: None, tell=tell)
KINDS = [kind for kind in Proposal.Kind if kind != Proposal.Kind.ADOPT]


# -- Proposals to adopt, when other parties take part


def set_adoptions_aside(text: Adoptable) -> list[Proposal]:
    """Those whose text names parties otherwise from this one on: drafts again, until they are proposed anew.

    The text of the agreement as a whole names them with their years, also where these years come after its first.
    """
    rows = text.whole.proposals.adopting().open().select_related("agreement", "agenda__agreement", "opened_by")
    found = [row for row in rows if row.text.year is None or row.text.year_read >= text.year_read]
    for old in found:
        if old.text.year is not None:
            old.agenda.agreement = text.whole
        end_proposal(old, old.text, Proposal.State.SUPERSEDED, str(_other_parties()))
    return found


def propose_adoption_again(old: Proposal, *, by: User) -> None:
    """By this person, where that can be; a text that was signed on paper is brought in anew by hand, and both hear it."""
    if old.is_signed_on_paper:
        tell_needs_rewriting(old, [_other_parties(), _bring_in_again()], also=by)
        return
    try:
        with transaction.atomic():
            propose(text=old.text, by=by, deadline=_deadline(old), reason=old.reason)
    except (NotAllowedNowError, ValidationError):
        tell_needs_rewriting(old, [_other_parties()])


def _bring_in_again() -> Promise:
    return gettext_lazy(
        "It was brought in as signed. Bring in the file that the parties signed, or sign, under the names as they are now."
    )


def _other_parties() -> Promise:
    return gettext_lazy("Other parties take part than when this was proposed, or what all years share reads otherwise.")


# -- Other proposals of changes


@act(Act.TAKE_EFFECT)
def renew_stale(text: Adoptable, *, why: str = "") -> None:
    """Put every open proposal of the agreement anew that would make something else of the texts now, or asks other parties.

    why is what happened, in a sentence for who is asked again; without it another change took effect.
    """
    for old in _open(text.whole):
        if not _still_stands(old):
            _renew(old, why or _renewed())


def _open(agreement: Agreement) -> list[Proposal]:
    rows = Proposal.objects.changing().open().filter(agreement=agreement).select_related("opened_by", "party")
    whole = Agreement.objects.get(pk=agreement.pk)
    agendas = {row.pk: row for row in Agenda.objects.filter(agreement=agreement)}
    for agenda in agendas.values():
        agenda.agreement = whole
    found = list(rows.order_by("opened_at", "pk"))
    for row in found:
        row.agreement, row.agenda = whole, agendas.get(row.agenda_id)
    return found


def _still_stands(proposal: Proposal) -> bool:
    if proposal.text.state != TextState.ADOPTED:
        return False
    outcome = _makes_the_same(proposal, proposal.text)
    return outcome is not None and _asks_the_same(proposal, outcome)


def _asks_the_same(proposal: Proposal, outcome: TriedText) -> bool:
    asked = set(proposal.needed.values_list("party", flat=True))
    return asked == {row.party.pk for row in answerers_of(proposal, outcome.texts)}


def _renew(old: Proposal, why: str) -> None:
    """The same changes on the text as it is now, answered anew; a draft where they do not fit any more, its proposer told why."""
    text = old.text
    end_proposal(old, text, Proposal.State.SUPERSEDED, why)
    new = draft_again(old, text, by=looks_after(old) or old.opened_by, party=old.party)
    try:
        with transaction.atomic():
            put_to_parties(new, text, deadline=_deadline(old))
            ask_for_answer(new, by=new.opened_by)
    except WasChangedError:
        tell_needs_rewriting(new, write_anew(new, text))
    except ValidationError as refused:
        tell_needs_rewriting(new, refused.messages)
    except NotAllowedNowError as refused:
        tell_needs_rewriting(new, [str(refused)])


def _renewed() -> str:
    return _("Another change took effect first: what all would agree to reads otherwise now.")


def _deadline(old: Proposal):
    return max(old.deadline, working_day_from(timezone.localdate() + TIME_AT_LEAST))


def write_anew(draft: Proposal, text: Adoptable) -> list[str]:
    """Let each change of the draft say what stands there now; gives in sentences what reads otherwise than it did."""
    told = []
    for change in draft.changes.select_related("theme", "goal__theme", "action", "indicator__goal__theme", "participation"):
        if change.row is None or not change.was:
            continue
        now = {name: value_now(type(change.row)._base_manager.get(pk=change.row.pk), name, text) for name in change.was}
        if now != change.was:
            told += [_otherwise(change, name, now[name]) for name in now if now[name] != change.was[name]]
            change.was = now
            change.save()
    return told


def _otherwise(change: Change, name: str, now) -> str:
    was, becomes = (tell_value(change, name, value) for value in (change.was[name], now))
    words = {"field": label_of(change, name), "was": was, "now": becomes}
    return _("%(field)s: was “%(was)s” when you wrote the proposal, and is “%(now)s” now.") % words
