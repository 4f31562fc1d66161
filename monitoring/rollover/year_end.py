"""The end of a year: what of it is not finished, and where that went."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.models import Agenda, RollChoice
from agreements.models.in_front import is_being_asked
from monitoring.models import Judgement, Phase
from monitoring.rollover.page import RollPage, RollRow, collect_roll
from parties.models import User

Choice = RollChoice.Choice


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An action that is not finished; went says where, empty when nobody chose."""

    row: RollRow
    went: str


@dataclass(frozen=True, slots=True)
class YearEnd:
    agenda: Agenda
    unfinished: tuple[Unfinished, ...]
    finished: int
    is_asked: bool  # whether a round is open still

    @property
    def undecided(self) -> int:
        return sum(not row.went for row in self.unfinished)


def collect_year_end(agenda: Agenda, user: User) -> YearEnd:
    """As many queries as the page of the next year, and one."""
    page = collect_roll(agenda, user, with_forms=False)
    unfinished = tuple(_unfinished(page))
    return YearEnd(agenda, unfinished, len(page.rows) - len(unfinished), is_being_asked(agenda))


def _unfinished(page: RollPage) -> Iterator[Unfinished]:
    for row in page.rows:
        if not _is_finished(row) and not row.action.is_dropped:
            yield Unfinished(row, _went(row, page.year))


def _is_finished(row: RollRow) -> bool:
    report = row.known.report
    is_told = row.known.light.key == Judgement.DONE or bool(report and report.phase.key == Phase.FINISHED)
    return is_told or bool(row.choice and row.choice.choice == Choice.FINISHED)


def _went(row: RollRow, year: int) -> str:
    """Where it goes on, or what was chosen."""
    if row.later and row.choice and row.choice.choice == Choice.SPLIT:
        return _("goes on in %(year)s, split into %(count)s") % {"year": year, "count": len(row.later)}
    if row.later and row.choice and row.choice.choice == Choice.MERGED:
        return _("goes on in %(year)s, merged with another one") % {"year": year}
    if row.later:
        return _("goes on in %(year)s") % {"year": year}
    if row.choice and row.choice.choice == Choice.ENDS:
        return _("does not come back: %(reason)s") % {"reason": row.choice.reason}
    if row.choice:
        return _("chosen to go on, and not in %(year)s yet") % {"year": year}
    return ""
