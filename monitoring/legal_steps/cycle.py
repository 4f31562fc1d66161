"""The usual steps of a year with their day and basis: what an agreement has as long as its coordinators change nothing.

This list is the only place where these days stand. A law that changes gets a line with from_year, and the line before it a
through_year, so that earlier years keep what held then. docs/decisions/0041-calendar.md tells where each comes from.
"""

from dataclasses import dataclass
from datetime import date

from monitoring.models import LegalStep
from parties.models import Party

Kind = LegalStep.Kind
MUNICIPALITY, ASSOCIATION, TENANTS = Party.Kind.MUNICIPALITY, Party.Kind.HOUSING_ASSOCIATION, Party.Kind.TENANTS_ORGANISATION
CARE = Party.Kind.CARE_PROVIDER
ALL = (MUNICIPALITY, ASSOCIATION, TENANTS)
AGREED = "Afspraak van de partijen"


@dataclass(frozen=True, slots=True)
class UsualStep:
    """by are the kinds of parties that do it, to those that get it; without by it comes from elsewhere. No month: the whole year.

    basis stands in the law's own language and is kept with the row. The day is the last one on which the step is in time: of what
    the law wants before 1 July, 30 June. Only what the law asks is told by mail.
    """

    kind: str
    month: int | None
    day: int | None
    basis: str
    by: tuple[str, ...]
    to: tuple[str, ...] = ()
    is_law: bool = True
    from_year: int = 0
    through_year: int = 9999

    def holds_in(self, year: int) -> bool:
        return self.from_year <= year <= self.through_year

    def day_in(self, year: int) -> date | None:
        return date(year, self.month, self.day) if self.month and self.day else None

    @property
    def concerns(self) -> tuple[str, ...]:
        """Who is told that it comes near: who does it, or who gets it where it comes from elsewhere."""
        return self.by or self.to


# In the order in which they come. The Wet versterking regie volkshuisvesting holds since 1 July 2026: its spring begins in 2027.
CYCLE = (
    UsualStep(Kind.BEGINS, 1, 1, AGREED, ALL, is_law=False),
    UsualStep(Kind.REQUEST, 4, 1, "Woningwet, artikel 44, lid 1", (ASSOCIATION,), (MUNICIPALITY, TENANTS), from_year=2027),
    UsualStep(Kind.CARE, 4, 1, "Woningwet, artikel 44, lid 2", (MUNICIPALITY,), (CARE,), from_year=2027),
    UsualStep(Kind.ROOM, 6, 30, "Btiv, artikel 38 (vóór 1 juli)", (), (MUNICIPALITY, TENANTS)),
    UsualStep(Kind.ACCOUNTS, 6, 30, "Woningwet, artikel 36a; Btiv, artikel 32 (vóór 1 juli)", (ASSOCIATION,)),
    UsualStep(Kind.OFFER, 7, 1, "Woningwet, artikelen 43 en 44", (ASSOCIATION,), (MUNICIPALITY, TENANTS), through_year=2026),
    UsualStep(
        Kind.OFFER,
        7,
        1,
        "Woningwet, artikel 43 en artikel 44, lid 3 (1 juli of een andere afgesproken dag)",
        (ASSOCIATION,),
        (MUNICIPALITY, TENANTS, CARE),
        from_year=2027,
    ),
    UsualStep(Kind.REACTION, 10, 1, "Praktijk", (MUNICIPALITY, TENANTS), (ASSOCIATION,), is_law=False),
    UsualStep(Kind.EVALUATION, 11, 1, "Praktijk", ALL, is_law=False),
    UsualStep(Kind.TALKS, 12, 1, "Woningwet, artikel 44; de dag is praktijk", ALL, is_law=False),
    UsualStep(Kind.OVERVIEW, 12, 14, "Woningwet, artikel 44a, lid 1 (vóór 15 december)", (ASSOCIATION,), (MUNICIPALITY, TENANTS)),
    UsualStep(Kind.PUBLICATION, None, None, "Woningwet, artikel 44a, lid 2", (ASSOCIATION,), from_year=2027),
)


def usual_steps(year: int) -> tuple[UsualStep, ...]:
    return tuple(step for step in CYCLE if step.holds_in(year))


def usual_step(kind: str, year: int) -> UsualStep | None:
    return next((step for step in usual_steps(year) if step.kind == kind), None)
