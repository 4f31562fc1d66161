"""What the page of an import opens with: unclear rows, then new and changed ones; the rest is folded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.leads import join_names
from agreements.imports.planning.plan import Plan, Planned, Status
from agreements.imports.recognising.columns import RecognisedColumn, Role
from agreements.models import Action, Goal, Theme

GOALS_A_PAGE = 100
LONGEST_LIST = 200  # lines of what needs no choice


@dataclass(frozen=True, slots=True)
class Shown:
    """goals is one page of them; same are unchanged goals, where the page does not show them in full.

    above are introductions and themes.
    """

    above: list[Planned] = field(default_factory=list)
    goals: Page | None = None
    same: list[Planned] = field(default_factory=list)


def choose_rows(plan: Plan, chosen: Status | None, page: str) -> Shown:
    """The rows of one status, or of all; page is the number in the address."""
    above = [*plan.introductions, *plan.themes]
    above = [row for row in above if row.status != Status.SAME and chosen in {None, row.status}]
    if chosen is not None:
        goals = [row for row in plan.goals if chosen in row.statuses]
        return Shown(above, Paginator(goals, GOALS_A_PAGE).get_page(page))
    unclear = [row for row in plan.goals if Status.UNCLEAR in row.statuses]
    others = [row for row in plan.goals if Status.UNCLEAR not in row.statuses]
    different = [row for row in others if row.statuses != {Status.SAME}]
    same = [row for row in others if row.statuses == {Status.SAME}]
    return Shown(above, Paginator(unclear + different, GOALS_A_PAGE).get_page(page), same)


def left_columns(columns: Iterable[RecognisedColumn]) -> tuple[str, ...]:
    """The headings of the columns of which nothing is taken over, or compared."""
    left = (column for column in columns if column.heading and column.role == Role.IGNORE)
    return tuple(
        _("%(heading)s (hidden)") % {"heading": column.heading} if column.is_hidden else column.heading for column in left
    )


def left_in_words(headings: Collection[str]) -> str:
    """Which columns are not taken over, in a sentence; empty where all are."""
    names = join_names(f"«{heading}»" for heading in headings)
    sentence = ngettext("Not taken over: the column %(names)s.", "Not taken over: the columns %(names)s.", len(headings))
    return sentence % {"names": names} if headings else ""


def sentence_of(plan: Plan, columns: Iterable[RecognisedColumn]) -> str:
    """What will happen, and what of the file it leaves: "2 new goals, 62 stay the same. Not taken over: the column «Status»."."""
    new = [row.model for row in plan.rows if row.status == Status.NEW]
    counts = plan.counts
    facts = [
        (new.count(Theme), ngettext("%(count)s new theme", "%(count)s new themes", new.count(Theme))),
        (new.count(Goal), ngettext("%(count)s new goal", "%(count)s new goals", new.count(Goal))),
        (new.count(Action), ngettext("%(count)s new action", "%(count)s new actions", new.count(Action))),
        (counts["changed"], ngettext("%(count)s changes", "%(count)s change", counts["changed"])),
        (counts["unclear"], ngettext("%(count)s is unclear", "%(count)s are unclear", counts["unclear"])),
        (counts["same"], ngettext("%(count)s stays the same", "%(count)s stay the same", counts["same"])),
        (plan.left_out, ngettext("%(count)s is left out", "%(count)s are left out", plan.left_out)),
    ]
    parts = [words % {"count": count} for count, words in facts if count]
    happens = capfirst(", ".join(parts)) + "." if parts else _("Nothing was found in this file to take over.")
    return " ".join(filter(None, [happens, left_in_words(left_columns(columns)), *plan.passed_over, _pieces(plan)]))


def _pieces(plan: Plan) -> str:
    """How many words of the file are not taken over, of which the page lists each."""
    count = len(plan.remarks) - len(plan.passed_over)
    sentence = ngettext(
        "%(count)s piece of the file is not taken over.", "%(count)s pieces of the file are not taken over.", count
    )
    return sentence % {"count": count} if count else ""
