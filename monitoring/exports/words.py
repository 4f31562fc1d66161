"""How the report says it: the words of the page, for every kind of file."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.markdown import first_words
from monitoring.dashboard.changes import ActionChange, ChangeKind
from monitoring.dashboard.counts import Dashboard, DashboardRow, PartyView, Trouble
from monitoring.position.state import Code, StateAction, StateReport, StateSide

TEXT = 160  # characters of an action in a list, as on the page
SHORT = 13  # lines
TAGS = (Trouble.OVERDUE, Trouble.NO_LEAD)  # what the light does not say

Told = tuple[str, str]  # a label and a text; either may be empty


def day(moment: date) -> str:
    return date_format(moment, "j F Y")


def light_line(light: Code, other: Code, sides: Iterable[StateSide] = ()) -> str:
    """A light in words; where parties differ each light, with the parties that gave it."""
    lights = [f"{side.light.words} ({side.parties})" for side in sides]
    return " · ".join(lights) or light.words + (f" / {other.words}" if other else "")


def name_of_row(row: DashboardRow) -> str:
    """The action in a list: the number of its goal and the beginning of its name."""
    return f"{row.goal.number} {first_words(row.name, TEXT)}".strip()


def name_of_change(change: ActionChange) -> str:
    return first_words(change.name, TEXT)


def tags_of(row: DashboardRow) -> tuple[str, ...]:
    return tuple(capfirst(str(trouble.label)) for trouble in row.troubles if trouble in TAGS)


def beside(row: DashboardRow) -> str:
    """Who leads the action and when it is due, and what is wrong that its light does not say."""
    return " · ".join(filter(None, [row.action.lead_line, row.action.period, *tags_of(row)]))


def because(row: DashboardRow) -> Iterable[Told]:
    """What the leads explain, in the order of the page."""
    for report in row.reports:
        yield from _because(row, report)


def _because(row: DashboardRow, report: StateReport) -> Iterable[Told]:
    labelled = (
        (_("Cause"), report.cause),
        (_("Effect"), report.effect),
        (_("Correction"), report.correction),
        (_("Asked of the meeting"), report.ask),
    )
    yield from ((f"{label}{_by(row, report)}:", text) for label, text in labelled if text)


def _by(row: DashboardRow, report: StateReport) -> str:
    """The party behind a label, where several answered."""
    return f" ({report.party})" if len(row.reports) > 1 else ""


def explanation(row: DashboardRow) -> Iterable[Told]:
    """Everything that explains how the action stands: why it was dropped, or what was reported."""
    action = row.action
    if action.is_dropped:
        yield "", action.drop_reason
        return
    for report in row.reports:
        if report not in action.reports:
            words = {"round": report.round, "date": day(timezone.localtime(report.submitted_at))}
            yield "", _("Last reported in %(round)s, on %(date)s:") % words
        done = ((_("What was done"), report.done), (_("What happens next"), report.next))
        yield from ((f"{label}{_by(row, report)}:", text) for label, text in done if text)
        yield from _because(row, report)
    yield from seen_differently(row)
    for report in action.proposals:
        yield _proposal(row, report)


def seen_differently(row: DashboardRow) -> Iterable[Told]:
    """How other parties see it, as long as no meeting has discussed it."""
    for view in row.action.open_views:
        according = _("according to %(party)s:") % {"party": view.party}
        yield f"{capfirst(view.judgement.words)} {according}", view.reason


def _proposal(row: DashboardRow, report: StateReport) -> Told:
    label = _("Proposal: %(proposal)s") % {"proposal": report.proposal.words} + _by(row, report)
    if report.proposal_date:
        label += f", {day(report.proposal_date)}"
    return (f"{label}:" if report.proposal_text else label), report.proposal_text


def provenance(row: DashboardRow) -> str:
    """Who reported it and when, and the lights of the rounds before this one, the oldest first."""
    action, found = row.action, []
    if row.reports and not action.is_dropped:
        found += [f"{report.party}, {day(timezone.localtime(report.submitted_at))}" for report in row.reports]
    if action.earlier and not action.is_dropped:
        lights = (f"{step.round} {light_line(step.light, step.other, step.sides)}" for step in action.earlier)
        found.append(f"{_('Before:')} {', '.join(lights)}")
    return " · ".join(found)


def is_short(row: DashboardRow) -> bool:
    """Whether the row takes at most a third of a page and may stay whole; a long one begins anywhere."""
    height = sum(len(label + text) // 60 + 1 for label, text in explanation(row))
    return max(height, len(row.action.text) // 45 + row.action.text.count("\n")) <= SHORT


def dropped_on(action: StateAction) -> str:
    return action.dropped_line


def since(board: Dashboard) -> str:
    """Since when something changed, as people say it: since the meeting before."""
    if board.compared_meeting:
        return _("Changed since the meeting of %(date)s") % {"date": day(board.compared_meeting.held_on)}
    return _("Changed since %(date)s") % {"date": day(board.compared_with)} if board.compared_with else ""


def was_and_now(change: ActionChange) -> str:
    """What it was and what it became; a text that was reworded is too long to repeat."""
    if change.kind == ChangeKind.REWORDED:
        return ""
    if change.was and change.becomes:
        return _("was %(was)s, now %(becomes)s") % {"was": change.was, "becomes": change.becomes}
    return change.becomes


def in_short(board: Dashboard) -> tuple[str, ...]:
    """The whole in sentences: how many actions need attention, were dropped, or hide a late figure."""
    totals, hidden = board.totals, len(board.hidden_misses)
    sentence = ngettext(
        "Of the one action %(trouble)s needs attention.", "Of the %(total)s actions %(trouble)s need attention.", totals.total
    )
    if not board.exceptions:
        sentence = _("No action needs attention.")
    found = [sentence % {"total": totals.total, "trouble": len(board.exceptions)}]
    if number := totals.dropped.number:
        found.append(ngettext("One was dropped.", "%(number)s were dropped.", number) % {"number": number})
    if hidden:
        sentence = ngettext(
            "One figure stays behind while all its actions are on schedule.",
            "%(number)s figures stay behind while all their actions are on schedule.",
            hidden,
        )
        found.append(sentence % {"number": hidden})
    return tuple(found)


def asked_of(view: PartyView) -> str:
    """What the year asks of a party, in a sentence."""
    if view.asks_nothing:
        nothing, none = (
            _("What this party leads goes as agreed, and nothing is due soon."),
            _("This party leads no action this year."),
        )
        return nothing if view.counts.total else none
    number, soon = len(view.exceptions), len(view.due_next)
    words = _("nothing that needs attention")
    if number:
        words = ngettext("%(number)s action needs attention", "%(number)s actions need attention", number) % {"number": number}
    if soon:
        sentence = ngettext("%(number)s more is due within three months", "%(number)s more are due within three months", soon)
        words += f", {sentence % {'number': soon}}"
    return f"{capfirst(words)}."
