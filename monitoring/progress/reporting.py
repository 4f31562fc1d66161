"""Reporting on an action: a draft that saves by itself, and an update that stays as it was once it is submitted.

Idempotent: every form carries a token of its own. Whoever sends the same form twice, because the network gave no answer or the
button was pressed twice, gets the row that is there. docs/decisions/0008-progress.md tells how.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Action
from monitoring.figures.recording import record_measurements
from monitoring.models import Judgement, Measurement, Phase, ProgressUpdate, Round
from monitoring.models.progress import ANSWERS, NOTHING_SAID
from monitoring.permissions import on_behalf_by, why_not_report
from monitoring.progress.evidence import remove_from_disk
from monitoring.progress.reviewing import latest_of
from monitoring.writes import demand, keep, locked
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


class EditedElsewhere(Exception):  # noqa: N818
    """The draft was saved from another tab or by a colleague since this form was opened; `draft` is what is stored now."""

    def __init__(self, draft: ProgressUpdate):
        super().__init__(_("This draft was changed elsewhere since you opened it."))
        self.draft = draft


def draft_of(action: Action, round: Round, party: Party) -> ProgressUpdate | None:
    return ProgressUpdate.objects.drafts().filter(action=action, round=round, party=party).first()


@transaction.atomic
def save_draft(
    *,
    action: Action,
    round: Round,
    party: Party,
    by: User,
    token: UUID,
    answers: dict[str, str | bool | date | None],
    seen: int = 0,
) -> ProgressUpdate:
    """Keep what is filled in so far, complete or not.

    token is the form's own; seen is the revision of the draft that the form showed when it was opened or saved last. Raises
    EditedElsewhere, and writes nothing, when somebody saved other answers in between from another form.
    """
    _expect_reporting(action, round, party, by)
    return _draft(action, round, party, by, token, answers, seen)


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
) -> ProgressUpdate:
    """Submit these answers, with the figures that go along: all of it or nothing. The same form twice is one update.

    ValidationError, by field, says what is missing, and FigureRefusedError what is wrong with a figure; by then what was
    filled in is kept as the draft. Or EditedElsewhere.
    """
    demand(why_not_report(by, action, party))
    if (found := _submitted_with(token)) is not None:
        record_measurements(measurements, by=by)  # who went back added a figure, or sends the same ones again
        return found
    draft = save_draft(action=action, round=round, party=party, by=by, token=token, answers=answers, seen=seen)
    with transaction.atomic():
        locked(round)
        draft = ProgressUpdate.objects.select_related("action", "party", "round").get(pk=draft.pk)
        record_measurements(measurements, by=by)
        return draft if draft.is_submitted else _submit(draft, by)


@transaction.atomic
def submit_unchanged(*, action: Action, round: Round, party: Party, by: User, token: UUID) -> ProgressUpdate:
    """«Unchanged, on schedule»: a real update with its own date, in one click. Pressed twice it is one update."""
    demand(why_not_report(by, action, party))
    current = locked(round)
    if (found := _submitted_with(token)) is not None:
        return found
    latest = latest_of(action, current)
    if latest and latest.is_unchanged and latest.party_id == party.pk and latest.state != ProgressUpdate.State.RETURNED:
        return latest
    _expect_open(action, current, party)
    if reason := why_not_unchanged(action, current, party):
        raise NotAllowedNowError(reason)
    draft = draft_of(action, current, party) or ProgressUpdate(action=action, round=current, party=party)
    answers = {**NOTHING_SAID, "phase": Phase.RUNNING, "judgement": Judgement.ON_TRACK}
    draft.is_unchanged = True
    return _submit(_fill(draft, by, token, answers), by)


def why_not_unchanged(action: Action, round: Round, party: Party) -> str:
    """Why «unchanged, on schedule» would say something else than it means; empty when it can be used."""
    return why_not_unchanged_after(draft_of(action, round, party), previous_update(action, round))


def why_not_unchanged_after(draft: ProgressUpdate | None, before: ProgressUpdate | None) -> str:
    """As why_not_unchanged(), for rows that were fetched already."""
    if draft and not draft.is_blank:
        return _("There is a draft for this action: submit it or throw it away first.")
    if before and before.judgement != Judgement.ON_TRACK:
        words = {"light": before.get_judgement_display()}
        return _("The previous update said «%(light)s»: fill in the form to say that it is on schedule now.") % words
    return ""


def why_not_now(action: Action, round: Round, party: Party) -> str:
    """Why nothing can be reported at this moment, whoever asks; empty when it can."""
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


def previous_update(action: Action, round: Round) -> ProgressUpdate | None:
    """What was last reported on the action before this round, or on the action in the year from which it was carried over.

    What was returned and never resubmitted does not count.
    """
    earlier = ProgressUpdate.objects.counted().filter(
        action__in=[action.pk, action.carried_from_id], round__reference_date__lt=round.reference_date
    )
    found = earlier.select_related("party", "round", "reported_by").prefetch_related("reviews", "dissents__party")
    newest_first = found.order_by("-round__reference_date", "-submitted_at", "-pk")
    return next((update for update in newest_first if update.state != ProgressUpdate.State.RETURNED), None)


@transaction.atomic
def discard_draft(*, draft: ProgressUpdate, by: User) -> None:
    """Throw away a draft; what was submitted before stays."""
    demand(why_not_report(by, draft.action, draft.party))
    files = list(draft.attachments.all())
    draft._history_user = by
    draft.delete()
    remove_from_disk(files)


# -- Steps


def _expect_reporting(action: Action, round: Round, party: Party, by: User) -> None:
    demand(why_not_report(by, action, party))
    _expect_open(action, locked(round), party)


def _expect_open(action: Action, round: Round, party: Party) -> None:
    if reason := why_not_now(action, round, party):
        raise NotAllowedNowError(reason)


def _submitted_with(token: UUID) -> ProgressUpdate | None:
    return ProgressUpdate.objects.counted().filter(token=token).first()


def _submitted_alike(action: Action, round: Round, party: Party, answers: dict) -> ProgressUpdate | None:
    latest = latest_of(action, round)
    if latest is None or latest.party_id != party.pk or latest.state == ProgressUpdate.State.RETURNED or latest.is_unchanged:
        return None
    return latest if all(name in answers and getattr(latest, name) == answers[name] for name in ANSWERS) else None


def _draft(action, round, party, by, token, answers, seen) -> ProgressUpdate:
    if (found := _submitted_with(token)) is not None:
        return found  # a late autosave of a form that was submitted in the meantime
    draft = draft_of(action, round, party)
    if draft is None and (same := _submitted_alike(action, round, party, answers)) is not None:
        return same  # another tab submitted these very words
    if draft is None:
        return _fill(ProgressUpdate(action=action, round=round, party=party), by, token, answers)
    if all(getattr(draft, name) == value for name, value in answers.items()):
        return draft
    if draft.token != token and draft.revision != seen:
        raise EditedElsewhere(draft)
    return _fill(draft, by, token, answers)


def _fill(draft: ProgressUpdate, by: User, token: UUID, answers: dict) -> ProgressUpdate:
    """Store the answers in the draft. A draft has no history: what someone is still typing is nobody else's."""
    for name in ANSWERS:
        if name in answers:
            setattr(draft, name, answers[name])
    draft.token, draft.revision, draft.saved_at = token, draft.revision + 1, timezone.now()
    draft.reported_by, draft.on_behalf_by = by, on_behalf_by(by, draft.action, draft.party)
    draft.skip_history_when_saving = True
    draft.save()
    del draft.skip_history_when_saving
    return draft


def _submit(draft: ProgressUpdate, by: User) -> ProgressUpdate:
    draft.reference_date, draft.submitted_at = draft.round.reference_date, timezone.now()
    draft.reported_by, draft.on_behalf_by = by, on_behalf_by(by, draft.action, draft.party)
    return keep(draft, by=by)
