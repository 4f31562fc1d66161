"""The steps of a year of an agreement: those that were changed, and the usual ones in the place of what nobody changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement
from monitoring.legal_steps.cycle import UsualStep, usual_step, usual_steps
from monitoring.models import LegalStep
from monitoring.models.legal_step import years_of


@dataclass(frozen=True, slots=True)
class StepOfYear:
    """A row, or one that was not stored yet; usual is None for what the law asked when it was changed, and no more."""

    row: LegalStep
    usual: UsualStep | None

    @property
    def concerns(self) -> tuple[str, ...]:
        return self.usual.concerns if self.usual else ()

    @property
    def is_law(self) -> bool:
        return self.usual is not None and self.usual.is_law


def steps_in(agreements: Iterable[Agreement], years: Iterable[int]) -> list[StepOfYear]:
    """Those of these years in which something is done for the agreement, in the order of the cycle. One query."""
    agreements, years = list(agreements), list(years)
    stored = LegalStep.objects.filter(agreement__in=[row.pk for row in agreements], year__in=years)
    changed = {(row.agreement_id, row.year, row.kind): row for row in stored}
    found = []
    for agreement in agreements:
        for year in (year for year in years if year in years_of(agreement)):
            for usual in usual_steps(year):
                row = changed.pop((agreement.pk, year, usual.kind), None) or unchanged(agreement, year, usual)
                row.agreement = agreement
                found.append(StepOfYear(row, usual))
    by_key = {agreement.pk: agreement for agreement in agreements}
    for row in changed.values():
        row.agreement = by_key[row.agreement_id]
        found.append(StepOfYear(row, None))
    return found


def step_at(agreement: Agreement, year: int, kind: str) -> StepOfYear | None:
    """None where there is no such step. One query."""
    if year not in years_of(agreement):
        return None
    usual = usual_step(kind, year)
    row = LegalStep.objects.filter(agreement=agreement, year=year, kind=kind).first()
    if row is None and usual is None:
        return None
    row = row or unchanged(agreement, year, usual)
    row.agreement = agreement
    return StepOfYear(row, usual)


def unchanged(agreement: Agreement, year: int, usual: UsualStep) -> LegalStep:
    return LegalStep(agreement=agreement, year=year, kind=usual.kind, due_on=usual.day_in(year), basis=usual.basis)


def coming_steps(agreements: Iterable[Agreement], first: date, last: date) -> list[StepOfYear]:
    """What is not done and is due from the first through the last day. One query."""
    rows = steps_in(agreements, range(first.year, last.year + 1))
    return [step for step in rows if step.row.done_on is None and step.row.due_on and first <= step.row.due_on <= last]
