"""What was reported, as a state has it; and a choice with its words."""

from collections.abc import Hashable
from functools import cache, lru_cache

from django.db.models import Field, Model
from django.utils.translation import get_language

from monitoring.models import ProgressUpdate
from monitoring.position.state import Code, StateReport, StateView

NO_CODE = Code()


def code(row, name: str) -> Code:
    """The choice in the field of this name, with its words."""
    value = getattr(row, name)
    if not value:
        return NO_CODE
    field = row._meta.get_field(name) if name in _chosen(type(row)) else None
    return _in_words(field, value, get_language()) if field else Code(str(value), str(getattr(row, f"get_{name}_display")()))


@cache
def _chosen(kind: type[Model]) -> frozenset[str]:
    """The names of its fields that are a choice; what else has words is worked out of the row."""
    return frozenset(field.name for field in kind._meta.concrete_fields if field.choices)


@lru_cache(maxsize=500)
def _in_words(field: Field, value: Hashable, _language: str) -> Code:
    """A page asks the same few of them hundreds of times."""
    return Code(str(value), str(dict(field.flatchoices).get(value, value)))


def report_in_brief(update: ProgressUpdate) -> StateReport:
    """Of a report that was read for_questions: the words that no question tells are left out."""
    return StateReport(
        round_id=update.round_id,
        round=update.round.name,
        party_id=update.party_id,
        party=update.party.short_name,
        entered_for_it_by="",
        reported_by="",
        submitted_at=update.submitted_at,
        reference_date=update.reference_date,
        state=code(update, "state"),
        phase=NO_CODE,
        judgement=code(update, "judgement"),
        is_unchanged=False,
        done="",
        next="",
        cause="",
        effect=update.effect,
        correction="",
        ask=update.ask,
        proposal=code(update, "proposal"),
        proposal_text=update.proposal_text,
        proposal_date=update.proposal_date,
        return_reason="",
    )


def whole_report(update: ProgressUpdate) -> StateReport:
    return StateReport(
        round_id=update.round_id,
        round=update.round.name,
        party_id=update.party_id,
        party=update.party.short_name,
        entered_for_it_by=update.on_behalf_by.short_name if update.on_behalf_by_id else "",
        reported_by=str(update.reported_by),
        submitted_at=update.submitted_at,
        reference_date=update.reference_date,
        state=code(update, "state"),
        phase=code(update, "phase"),
        judgement=code(update, "judgement"),
        is_unchanged=update.is_unchanged,
        done=update.done,
        next=update.next,
        cause=update.cause,
        effect=update.effect,
        correction=update.correction,
        ask=update.ask,
        proposal=code(update, "proposal"),
        proposal_text=update.proposal_text,
        proposal_date=update.proposal_date,
        return_reason=update.last_review.reason if update.state == ProgressUpdate.State.RETURNED else "",
        views=tuple(
            StateView(
                party_id=row.party_id,
                party=row.party.short_name,
                judgement=code(row, "judgement"),
                reason=row.reason,
                by=str(row.by),
                at=row.at,
                discussed_in=str(row.discussed_in) if row.discussed_in_id else "",
            )
            for row in update.dissents.all()
        ),
        needs_no_decision=update.needs_no_decision,
    )
