"""Reporting on an action: a draft that saves by itself, and an update that stays as it was once it is submitted.

Idempotent: every form carries a token of its own. Whoever sends the same form twice, because the network gave no answer or the
button was pressed twice, gets the row that is there. docs/decisions/0008-progress.md tells how.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.stored import version_in_force
from agreements.models import Action
from monitoring.figures.recording import FigureRefusedError, record_measurements
from monitoring.models import Attachment, Judgement, Measurement, Phase, ProgressUpdate, Round
from monitoring.models.progress import ANSWERS, NOTHING_SAID
from monitoring.permissions import on_behalf_by, why_not_report
from monitoring.progress.evidence import add_attachments, remove_from_disk
from monitoring.progress.reviewing import latest_of
from monitoring.queries import before_of, progress_of
from monitoring.story import with_story
from monitoring.writes import demand, keep, locked
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.prepared import Prepared
from parties.refusals import NotAllowedNowError


class EditedElsewhereError(Exception):
    """The draft was saved from another tab or by a colleague since this form was opened; `draft` is what is stored now."""

    def __init__(self, draft: ProgressUpdate):
        super().__init__(_("This draft was changed elsewhere since you opened it."))
        self.draft = draft


def draft_of(action: Action, round: Round, party: Party) -> ProgressUpdate | None:
    return next(iter(_drafts.models(action.pk, round.pk, party.pk)), None)


@Prepared.in_order
def _drafts(action: int, round: int, party: int) -> QuerySet[ProgressUpdate]:
    return ProgressUpdate.objects.drafts().filter(action=action, round=round, party=party).order_by("pk")[:1]


@act(Act.REPORT)
def save_draft(
    *,
    action: Action,
    round: Round,
    party: Party,
    by: User,
    token: UUID,
    answers: dict[str, str | bool | date | None],
    seen: int = 0,
    attachments: Sequence[Attachment] = (),
) -> ProgressUpdate:
    """Store what is filled in so far, complete or not, with its files; or give what was submitted with it already.

    token is the form's own; seen is the revision of the draft that the form showed when it was opened or saved last. Raises
    EditedElsewhereError, and writes nothing, when somebody saved other answers in between from another form.
    """
    demand(why_not_report(by, action, party))
    return _save_draft(_Sent(action, round, party, by, token, answers, seen, attachments=attachments))


@act(Act.REPORT)
def submit(
    *,
    action: Action,
    round: Round,
    party: Party,
    by: User,
    token: UUID,
    answers: dict[str, str | bool | date | None],
    seen: int = 0,
    measurements: Iterable[Measurement] = (),
    attachments: Sequence[Attachment] = (),
) -> ProgressUpdate:
    """Submit these answers, with the figures and files that go along: all of it or nothing. The same form twice is one update.

    The round is held for the whole of it: what is submitted stands in the position that is frozen when the round closes, and once
    it is closed NotAllowedNowError is raised and nothing is written.

    ValidationError, by field, says what is missing, and FigureRefusedError what is wrong with a figure; by then what was filled
    in is stored as the draft, with its files. Or EditedElsewhereError, as for save_draft().
    """
    demand(why_not_report(by, action, party))
    sent = _Sent(action, round, party, by, token, answers, seen, measurements, attachments)
    try:
        return _submit(sent)
    except (ValidationError, FigureRefusedError):
        _save_draft(sent)
        raise


@transaction.atomic
@act(Act.REPORT)
def submit_unchanged(*, action: Action, round: Round, party: Party, by: User, token: UUID) -> ProgressUpdate:
    """«Unchanged, on schedule»: a real update with its own date, in one click. Pressed twice it is one update."""
    demand(why_not_report(by, action, party))
    current = locked(round)
    if (found := _submitted_with(token)) is not None:
        return found
    latest = latest_of(action, current, party)
    if latest and latest.is_unchanged and latest.state != ProgressUpdate.State.RETURNED:
        return latest
    _expect_open(action, current, party)
    if reason := why_not_unchanged(action, current, party):
        raise NotAllowedNowError(reason)
    draft = draft_of(action, current, party) or ProgressUpdate(action=action, round=current, party=party)
    draft.is_unchanged = True
    answers = {**NOTHING_SAID, "phase": Phase.RUNNING, "judgement": Judgement.ON_TRACK}
    _fill(draft, _Sent(action, current, party, by, token, answers))
    _mark_submitted(draft)
    return keep(draft, by=by)


def why_not_unchanged(action: Action, round: Round, party: Party) -> str:
    """Why «unchanged, on schedule» would say something else than it means; empty when it can be used."""
    return why_not_unchanged_after(draft_of(action, round, party), previous_update(action, round, party))


def why_not_unchanged_after(draft: ProgressUpdate | None, before: ProgressUpdate | None) -> str:
    """As why_not_unchanged(), for rows that were fetched already."""
    if draft and not draft.is_blank:
        return _("There is a draft for this action: submit it or throw it away first.")
    if before is None:
        return _("Nothing was reported on this action before: say in the form how it stands.")
    if before.judgement != Judgement.ON_TRACK:
        words = {"light": before.get_judgement_display()}
        return _("The previous update said «%(light)s»: fill in the form to say that it is on schedule now.") % words
    return ""


def why_not_now(action: Action, round: Round, party: Party) -> str:
    """Why nothing can be reported at this moment, whoever asks; empty when it can."""
    if round.agenda.is_revoked:
        return _("The parties revoked this text, so nothing is asked about it any more.")
    if action.is_dropped:
        return _("This action was dropped, so there is nothing to report on it.")
    if round.is_open_for(party.pk):
        return ""
    if round.is_closed:
        return _("This round is closed. What you typed is not submitted; ask the coordinator what to do.")
    window, day = round.window, "j F Y"
    if not round.opened_at or round.state == Round.State.PLANNED:
        return _("This round is not open yet; it opens on %(date)s.") % {"date": date_format(window.opens_on, day)}
    words = {"date": date_format(window.last_day_of(party.pk), day), "party": party}
    return _("%(party)s could report through %(date)s. Ask the coordinator for an extension.") % words


def previous_update(action: Action, round: Round, party: Party) -> ProgressUpdate | None:
    """What the party last reported on the action before this round; when it never did, what was last reported on it.

    Of the same action in an earlier year when there is nothing of this one. What was returned and not resubmitted does not count.
    """
    earlier = ProgressUpdate.objects.counted().filter(action__in=action.lineage, round__reference_date__lt=round.reference_date)
    updates = defaultdict(list)
    for update in with_story(earlier):
        updates[update.action_id].append(update)
    return progress_of(action, round, (), before_of(action, updates)).previous_of(party.pk)


@transaction.atomic
@act(Act.REPORT)
def discard_draft(*, draft: ProgressUpdate, by: User) -> None:
    """Throw away a draft; what was submitted before stays."""
    demand(why_not_report(by, draft.action, draft.party))
    files = list(draft.attachments.all())
    draft._history_user = by
    draft.delete()
    remove_from_disk(files)


# -- Steps


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form as it was sent: about what, by whom, and what was filled in."""

    action: Action
    round: Round
    party: Party
    by: User
    token: UUID
    answers: dict[str, str | bool | date | None]
    seen: int = 0
    measurements: Iterable[Measurement] = ()
    attachments: Sequence[Attachment] = ()


@transaction.atomic
def _save_draft(sent: _Sent) -> ProgressUpdate:
    round = locked(sent.round)
    _expect_open(sent.action, round, sent.party)
    draft = _row_for(sent, round)
    if draft.is_submitted:
        return draft
    if draft._state.adding or not _says(draft, sent.answers):
        _fill(draft, sent)
        _store_draft(draft)
    add_attachments(sent.attachments, update=draft, by=sent.by)
    return draft


@transaction.atomic
def _submit(sent: _Sent) -> ProgressUpdate:
    round = locked(sent.round)
    draft = _submitted_with(sent.token)
    if draft is None:
        _expect_open(sent.action, round, sent.party)
        draft = _new_row_for(sent, round)
    if draft.is_submitted:
        record_measurements(sent.measurements, by=sent.by)  # who went back added a figure, or sends the same ones again
        return draft
    _fill(draft, sent)
    if sent.attachments and draft._state.adding:
        _store_draft(draft)  # files hang on a row that is there
    _mark_submitted(draft)
    draft.full_clean()
    record_measurements(sent.measurements, by=sent.by)
    add_attachments(sent.attachments, update=draft, by=sent.by)  # last: what is written to disk is not rolled back
    return keep(draft, by=sent.by, checked=True)


def _expect_open(action: Action, round: Round, party: Party) -> None:
    if reason := why_not_now(action, round, party):
        raise NotAllowedNowError(reason)


def _row_for(sent: _Sent, round: Round) -> ProgressUpdate:
    """Where these answers belong: the draft, or a new one; or the update that was submitted with them before."""
    if (found := _submitted_with(sent.token)) is not None:
        return found  # a late autosave of a form that was submitted in the meantime
    return _new_row_for(sent, round)


def _new_row_for(sent: _Sent, round: Round) -> ProgressUpdate:
    """As _row_for(), where nothing was submitted with this form yet."""
    draft = draft_of(sent.action, round, sent.party)
    if draft is None and (same := _submitted_alike(sent, round)) is not None:
        return same  # another tab submitted these very words
    if draft is None:
        return ProgressUpdate(action=sent.action, round=round, party=sent.party)
    if draft.token != sent.token and draft.revision != sent.seen and not _says(draft, sent.answers):
        raise EditedElsewhereError(draft)
    draft.action, draft.round, draft.party = sent.action, round, sent.party  # the same rows, with what was fetched along
    return draft


def _submitted_with(token: UUID) -> ProgressUpdate | None:
    return ProgressUpdate.objects.counted().filter(token=token).first()


def _submitted_alike(sent: _Sent, round: Round) -> ProgressUpdate | None:
    latest = latest_of(sent.action, round, sent.party)
    if latest is None or latest.is_unchanged:
        return None
    if latest.state == ProgressUpdate.State.RETURNED or not set(ANSWERS) <= sent.answers.keys():
        return None
    return latest if _says(latest, {name: sent.answers[name] for name in ANSWERS}) else None


def _says(update: ProgressUpdate, answers: dict) -> bool:
    return all(getattr(update, name) == value for name, value in answers.items())


def _fill(draft: ProgressUpdate, sent: _Sent) -> None:
    for name in ANSWERS:
        if name in sent.answers:
            setattr(draft, name, sent.answers[name])
    draft.token, draft.revision, draft.saved_at = sent.token, draft.revision + 1, timezone.now()
    draft.reported_by, draft.on_behalf_by = sent.by, on_behalf_by(sent.by, sent.action, sent.party)


def _store_draft(draft: ProgressUpdate) -> None:
    """A draft has no history: what someone is still typing is nobody else's."""
    draft.skip_history_when_saving = True
    draft.save()
    del draft.skip_history_when_saving


def _mark_submitted(draft: ProgressUpdate) -> None:
    """Make it what was submitted at this moment; not saved yet."""
    draft.reference_date, draft.submitted_at = draft.round.reference_date, timezone.now()
    draft.version = version_in_force(draft.round.agenda)
