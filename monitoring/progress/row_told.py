"""What a row of My actions tells, in words, lights and days: most of it is rendered once and kept."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from agreements.agenda.words import goal_words_of, words_of
from agreements.periods import span_name
from monitoring.lights import LIGHTS, Light
from monitoring.progress.my_actions import MyAction
from monitoring.queries import ActionState, Side


@dataclass(frozen=True, slots=True)
class ReportedBeside:
    """The answer of another lead."""

    light: Light
    at: datetime
    party: str


@dataclass(frozen=True, slots=True)
class RowTold:
    """What a row says of its action and of what was reported on it, and the way to the form."""

    key: str
    address: str
    goal_number: str
    words: str
    why: str
    period: str
    reworded_on: date | None
    returned_by: str  # with what follows: empty where nothing was returned
    returned_for: str  # the party of that person
    returned_at: datetime | None
    why_returned: str
    light: Light | None  # with what follows: of the answer of the own party, if any
    other_light: Light | None
    sides: tuple[Side, ...]
    is_unchanged: bool
    is_accepted: bool
    reported_at: datetime | None
    reported_by: str
    saved_at: datetime | None  # of a draft in which something stands
    previous_light: Light | None
    beside: tuple[ReportedBeside, ...]
    may_add: str  # the party that may still answer beside the others
    form: str  # the address of the form, for this round and party
    is_waiting: bool
    has_draft: bool
    has_own: bool  # whether the own party reported before, also where that was returned

    @property
    def content(self) -> "RowTold":
        """For {% kept %}: itself, as it has words, lights and days alone."""
        return self


def told(row: MyAction) -> RowTold:
    action, own, update, draft, beside = row.action, row.own, row.own.update, row.draft, row.beside
    review = update.last_review if row.is_returned else None
    answer = update if own.counts else None
    return RowTold(
        key=row.key,
        address=action.get_absolute_url(),
        goal_number=goal_words_of(action).number,
        words=str(words_of(action)),
        why="; ".join(row.why),
        period=span_name(action.starts_on, action.starts_precision, action.due_on, action.due_precision),
        reworded_on=row.progress.reworded_on,
        returned_by=str(review.by) if review else "",
        returned_for=(review.by_party or "") if review else "",
        returned_at=review.at if review else None,
        why_returned=review.reason if review else "",
        light=own.light if answer else None,
        other_light=own.other_light if answer else None,
        sides=own.sides if answer else (),
        is_unchanged=answer is not None and answer.is_unchanged,
        is_accepted=own.state == ActionState.ACCEPTED,
        reported_at=answer.submitted_at if answer else None,
        reported_by=str(answer.reported_by) if answer else "",
        saved_at=draft.saved_at if draft else None,
        previous_light=None if update or beside else row.previous_light,
        beside=tuple(ReportedBeside(LIGHTS[other.judgement], other.submitted_at, str(other.party)) for other in beside),
        may_add=str(row.party) if beside and not update else "",
        form=f"{reverse('progress', args=[action.pk])}?{urlencode({'ronde': row.round.pk, 'partij': row.party.pk})}",
        is_waiting=row.is_waiting,
        has_draft=draft is not None,
        has_own=update is not None,
    )
