"""The actions of one goal: which of the file is which of the agenda, and what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.leads import join_names, lead_line_of
from agreements.agenda.words import words_of
from agreements.imports.formats.markdown_text import escape
from agreements.imports.planning.comparing import label_of, set_changes
from agreements.imports.planning.doubts import settle
from agreements.imports.planning.existing import Existing
from agreements.imports.planning.pairing import pair_actions
from agreements.imports.planning.plan import ADD, LEAVE_OUT, Plan, Planned
from agreements.imports.planning.when import said_in_columns, said_in_line, said_in_lines
from agreements.imports.recognising.draft import ActionDraft
from agreements.imports.words.facts import STANDING, Facts, facts_of, split_dropped
from agreements.imports.words.leads import LeadFound, LeadLine, Names, printed
from agreements.imports.words.moments import Moment, amount_in, first_day, moment_of_cell, recurrence_named
from agreements.imports.words.spelling import bare, words_only
from agreements.models import Action, Lead, Project
from agreements.models.action import Precision
from agreements.periods import period_name, precision_in
from parties.history.changes import FieldChange

AS_PRINTED = "as_printed"
_NO_DATE = gettext_lazy("«%(words)s» is no date that can be kept as one.")
_NOT_HOW_OFTEN = gettext_lazy("«%(words)s» does not say how often in a way that can be kept.")
_NO_AMOUNT = gettext_lazy("«%(words)s» is no amount.")
# What the words of an action tell, by the name for which a draft may settle it.
_DERIVED = {
    "starts": ("starts_on", "starts_precision"),
    "due": ("due_on", "due_precision"),
    "recurrence": ("recurrence",),
    "dropped": ("dropped_on", "drop_reason"),
}


@dataclass(slots=True)
class ActionPlanner:
    existing: Existing
    plan: Plan
    answers: dict[str, str]
    names: Names
    is_numbered_text: bool
    _projects: dict[str, Project | Planned] = field(default_factory=dict)
    _lines: dict[tuple[LeadFound, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for project in self.existing.projects.values():
            self._projects.setdefault(bare(project.name), project)

    def add(self, goal: Planned, drafts: list[ActionDraft]) -> None:
        """Plan the actions of a goal; what the agenda has more is reported as missing, never deleted."""
        there = list(self.existing.actions.get(goal.pk, ())) if goal.pk else []
        for draft in drafts:
            if not draft.is_ours and not draft.dropped_on and not draft.drop_reason:
                draft.dropped_on, draft.text, draft.drop_reason = split_dropped(draft.text)
        for draft, action in self._pairs(drafts, there):
            goal.children.append(self._plan_action(draft, action, goal))
        met = {child.pk for child in goal.children}
        self.plan.missing += [words_of(action) for action in there if action.pk not in met]

    def _pairs(self, drafts: list[ActionDraft], there: list[Action]) -> list[tuple[ActionDraft, Action | None]]:
        if len(drafts) == 1 and len(there) > 1 and words_only(drafts[0].text) == _together(there):
            return [(self._as_it_is(drafts[0], action), action) for action in there]  # a cell that prints several actions
        return pair_actions(drafts, there)

    @staticmethod
    def _as_it_is(draft: ActionDraft, action: Action) -> ActionDraft:
        words = words_of(action)
        return ActionDraft(words.text, draft.place, words.project or None, draft.lead_line)

    def _plan_action(self, draft: ActionDraft, action: Action | None, goal: Planned) -> Planned:
        row = Planned(Action, draft.place, "", draft.text, action.pk if action else None, above=goal, notes=list(draft.notes))
        if goal.is_left_out:
            row.is_left_out = True
            return row
        text = settle(draft.doubts, draft.text, row, self.plan, self.answers)
        if text != draft.text:
            draft = replace(draft, text=text)
        more_words, days = self._words_to_add(draft, row)
        if days:
            draft = replace(draft, due=days.get("due", draft.due), starts=days.get("starts", draft.starts))
        facts = self._facts(draft, row, action)
        for more in more_words:
            text = f"{text}\n\n{more}"
        values: dict[str, Any] = {"text": text, "project": self._project(draft, action)}
        values |= self._derive(facts, action, text, draft)
        if draft.kind:
            values["kind"] = draft.kind
        amount = amount_in(draft.budget) if draft.budget else None
        if amount is not None or draft.settles("budget"):
            values["budget"] = amount
        values |= said_in_columns(draft) | said_in_line(draft, action, row) | said_in_lines(draft, action, row)
        if draft.number is not None:
            values["number"] = draft.number
        row.leads, row.lead_line, lead_text = self._leads(draft, action, row)
        if row.leads is not None:
            values["lead_text"] = lead_text
        row.words = text
        if action is None:
            row.values = values
            row.lead_names = self._print_leads(row.leads or ())
        else:
            set_changes(row, action, values)
            self._compare_leads(row, action)
        return row

    # -- What the words say

    def _facts(self, draft: ActionDraft, row: Planned, action: Action | None) -> Facts:
        """What the words say, as far as the columns of the file do not say it better."""
        facts = facts_of(draft.says or draft.text, self.existing.agenda.year)
        if bare(draft.due or "") in STANDING and not facts.kind:
            facts = replace(facts, kind=Action.Kind.ONGOING)
        if draft.says_if_dropped or draft.dropped_on or draft.drop_reason:
            reason = self._reason_in_text(draft, action, facts) if draft.drop_reason is None else draft.drop_reason
            facts = replace(facts, dropped_on=draft.dropped_on, drop_reason=reason)
        if facts.says_dropped and (facts.dropped_on is None or not facts.drop_reason):
            facts = self._ask_about_dropping(facts, row)
        if draft.due is not None or draft.starts is not None:
            facts = replace(facts, moment=self._moment(draft, row, action, facts.moment))
        if recurrence := recurrence_named(draft.recurrence or "") or recurrence_named(draft.due or ""):
            facts = replace(facts, recurrence=recurrence)
        elif draft.settles("recurrence"):
            facts = replace(facts, recurrence="")
        return facts

    @staticmethod
    def _reason_in_text(draft: ActionDraft, action: Action | None, facts: Facts) -> str:
        """The words of the text that say why it was dropped; all of them where it is not clear which."""
        if action is not None and action.drop_reason and action.drop_reason in draft.text:
            return action.drop_reason
        return facts.drop_reason or draft.text

    def _ask_about_dropping(self, facts: Facts, row: Planned) -> Facts:
        """A dropped row that lacks its date or reason: ask; without an answer it stays in force."""
        if facts.dropped_on is None:
            sentence = _("On which date was it decided that this is dropped? Leave it empty to take over the text alone.")
            answer = self.plan.ask(f"drop:{bare(facts.drop_reason)}", sentence, row.words, (), row=row, answers=self.answers)
            day = moment_of_cell(answer, None, self.existing.agenda.year) if answer else None
            return replace(facts, dropped_on=day.due_on if day and day.due_precision == Precision.DAY else None)
        unknown = _("The file gives no reason.")
        options = (
            (AS_PRINTED, _("take it over with the words «%(words)s»") % {"words": unknown}),
            (LEAVE_OUT, _("it stays in force")),
        )
        sentence = _("This is dropped, and the file does not say why.")
        answer = self.plan.ask(f"reason:{row.place}", sentence, row.words, options, row=row, answers=self.answers)
        return replace(facts, drop_reason=unknown) if answer == AS_PRINTED else replace(facts, dropped_on=None)

    def _moment(self, draft: ActionDraft, row: Planned, action: Action | None, told: Moment) -> Moment:
        """The period in the date columns; the words fill the gaps, unless the file is our own."""
        year = self.existing.agenda.year
        due = moment_of_cell(draft.due or "", draft.due_date, year)
        if due and due.due_on and draft.due_words:
            due = Moment(due_on=due.due_on, due_precision=self._precision(due.due_on, draft.due_words, row))
        elif due and action and due.due_on == action.due_on:
            due = _moment_of(action)  # the same day: a sheet does not say how exactly
        starts = moment_of_cell(draft.starts or "", draft.starts_date, year)
        if starts and starts.due_on:
            precision = self._precision(starts.due_on, draft.starts_words, row) if draft.starts_words else starts.due_precision
            starts = Moment(first_day(starts.due_on, starts.due_precision), precision)
        now = due or (Moment() if draft.settles("due") else told)
        begins = starts or (Moment() if draft.settles("starts") else now if due else told)
        return Moment(begins.starts_on, begins.starts_precision, now.due_on, now.due_precision)

    def _precision(self, day: date, words: str, row: Planned) -> str:
        """How exactly the day was agreed, by the words beside it in our own tables."""
        if precision := precision_in(day, words):
            return precision
        row.notes.append(
            _("Beside %(date)s stands «%(words)s»; the date counts.") % {"date": period_name(day, "day"), "words": words}
        )
        return Precision.DAY

    def _words_to_add(self, draft: ActionDraft, row: Planned) -> tuple[list[str], dict[str, str]]:
        """Words of a column with dates or amounts that are neither, where people chose to keep them; and the days they typed."""
        doubtful = (
            ("due", draft.due, draft.due_date or self._is_when(draft.due or ""), _NO_DATE),
            ("starts", draft.starts, draft.starts_date or self._is_moment(draft.starts), _NO_DATE),
            ("recurrence", draft.recurrence, recurrence_named(draft.recurrence or ""), _NOT_HOW_OFTEN),
            ("budget", draft.budget, amount_in(draft.budget or "") is not None, _NO_AMOUNT),
        )
        added, days = [], {}
        for name, words, is_known, sentence in doubtful:
            if words and not is_known:
                takes_date = name in {"due", "starts"}
                key = f"{name}:{bare(words)}"
                added += self._add_or_not(key, sentence % {"words": words}, words, row, takes_date=takes_date)
                if takes_date and self.plan.questions[key].day:
                    days[name] = self.plan.questions[key].answer
        return added, days

    def _is_when(self, words: str) -> bool:
        """Whether words in a column of dates say when, how often, or that it never ends."""
        return self._is_moment(words) or bare(words) in STANDING or bool(recurrence_named(words))

    def _is_moment(self, words: str | None) -> bool:
        return bool(words) and moment_of_cell(words, None, self.existing.agenda.year) is not None

    def _add_or_not(self, key: str, sentence: str, words: str, row: Planned, *, takes_date: bool) -> list[str]:
        options = ((ADD, _("add these words to the text of the action")), (LEAVE_OUT, _("leave these words out")))
        answer = self.plan.ask(key, sentence, words, options, row=row, answers=self.answers, takes_date=takes_date)
        return [escape(words, is_part=True)] if answer == ADD and words_only(words) not in words_only(row.words) else []

    def _derive(self, facts: Facts, action: Action | None, text: str, draft: ActionDraft) -> dict[str, Any]:
        """What follows from the words. In an existing row, only what followed from its old words is replaced.

        So a date that was filled in by hand survives a second import, unless a table of our own differs.
        """
        derived = _as_values(facts)
        if action is None:
            return derived | {"kind": draft.kind or facts.kind or Action.Kind.SPECIFIC}
        words_now = words_of(action).text
        facts_before = facts_of(words_now, self.existing.agenda.year)
        before = _as_values(facts_before)
        values = {name: derived[name] for group, names in _DERIVED.items() if draft.settles(group) for name in names}
        if words_only(words_now) == words_only(text) and derived == before:
            return values
        for names in _DERIVED.values():
            followed = all(getattr(action, name) == before[name] for name in names)
            if followed or any(derived[name] for name in names):
                values |= {name: derived[name] for name in names}
        if facts.kind:
            values["kind"] = facts.kind
        elif action.kind in {Action.Kind.ONGOING, Action.Kind.GOAL_IS_ACTION} and facts_before.kind == action.kind:
            values["kind"] = Action.Kind.SPECIFIC
        return values

    def _project(self, draft: ActionDraft, action: Action | None) -> Project | Planned | None:
        if not draft.project:
            return action.project if action and not draft.settles("project") else None
        name = bare(draft.project)
        if name not in self._projects:
            self._projects[name] = Planned(Project, draft.place, "", draft.project)
        return self._projects[name]

    # -- Who leads

    def _leads(self, draft: ActionDraft, action: Action | None, row: Planned) -> tuple[tuple[LeadFound, ...] | None, str, str]:
        """(leads, the line to show, the literal line where it differs from what the leads print)"""
        if draft.lead_line is None:
            return self._leads_in_sentence(draft, row) if action is None and self.is_numbered_text else (None, "", "")
        literal = draft.lead_line.replace("-\n", "-")
        literal = " ".join((literal if draft.is_ours else words_only(literal)).split())
        now = self.existing.leads[action.pk] if action is not None else []
        if action is not None and self._says_the_same_leads(draft, literal, action, now):
            return None, literal, action.lead_text
        line = self.names.read(self.names.without_asked(draft.lead_line, notes=row.notes))
        leads = (*line.leads, *self._ask_who_leads(line, row))
        if draft.lead_text is not None:
            leads = self._with_tasks(leads, draft.lead_text)
            return leads, literal, "" if draft.lead_text == self._print_leads(leads) else draft.lead_text
        if action is not None and _pairs(now) == _pairs(leads):
            return None, literal, ""  # the same parties, set apart by another sign
        return leads, literal, "" if literal == self._print_leads(leads) else literal[:300]

    def _leads_in_sentence(self, draft: ActionDraft, row: Planned) -> tuple[tuple[LeadFound, ...], str, str]:
        """A proposal for a new action in running text, which names no lead of its own."""
        proposed = tuple(LeadFound(party_id) for party_id in self.names.subject_of(draft.text))
        if proposed:
            row.notes.append(_("The lead was found in the sentence itself."))
        return proposed, self._print_leads(proposed), ""

    @staticmethod
    def _says_the_same_leads(draft: ActionDraft, literal: str, action: Action, now: list[Lead]) -> bool:
        as_printed = literal if draft.lead_text is None else draft.lead_text
        names = "; ".join(lead.party.short_name for lead in now)
        is_same_line = bare(as_printed) == bare(_line_of(action, now))
        return is_same_line and (draft.lead_text is None or bare(literal) == bare(names))

    def _with_tasks(self, leads: tuple[LeadFound, ...], as_printed: str) -> tuple[LeadFound, ...]:
        """The same parties with their tasks, where the line as it is printed names just these."""
        said = {lead.party_id: lead for lead in self.names.read(as_printed).leads}
        return tuple(said[lead.party_id] for lead in leads) if said.keys() == {lead.party_id for lead in leads} else leads

    def _ask_who_leads(self, line: LeadLine, row: Planned) -> list[LeadFound]:
        """Ask who is meant by words that name nobody; the parties that people chose."""
        chosen = {}
        for unknown in line.unknown:
            parties = [party for party in self.names.participants if not unknown.parties or party.party_id in unknown.parties]
            options = tuple((str(party.party_id), party.label) for party in parties)
            options += ((AS_PRINTED, _("none of these, or a party that has not said yes yet: keep the words")),)
            sentence = _("Who is «%(words)s»?") % {"words": unknown.words}
            answer = self.plan.ask(f"lead:{bare(unknown.words)}", sentence, unknown.words, options, row=row, answers=self.answers)
            if answer.isdecimal() and int(answer) not in {lead.party_id for lead in line.leads}:
                chosen[int(answer)] = LeadFound(int(answer))
        return list(chosen.values())

    def _print_leads(self, leads: tuple[LeadFound, ...]) -> str:
        if leads not in self._lines:
            self._lines[leads] = self._line(leads)
        return self._lines[leads]

    def _line(self, leads: tuple[LeadFound, ...]) -> str:
        with translation.override(settings.LANGUAGE_CODE):  # the language of the documents, not of whoever looks on
            return join_names(printed(leads, {party.party_id: party.label for party in self.names.participants}))

    def _compare_leads(self, row: Planned, action: Action) -> None:
        if row.leads is None:
            return
        now = self.existing.leads[action.pk]
        was = _line_of(action, now)
        becomes = row.values.get("lead_text", action.lead_text) or self._print_leads(row.leads)
        row.changes = [change for change in row.changes if change.label != label_of(Action, "lead_text")]
        same = _pairs(now) == _pairs(row.leads)
        if same and "lead_text" not in row.values:
            row.leads = None
        elif not same or was != becomes:
            row.changes.append(FieldChange(_("Leads"), was, becomes))


def _line_of(action: Action, leads: list[Lead]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return lead_line_of(action.lead_text, leads)


def _pairs(leads: Iterable[Lead | LeadFound]) -> list[tuple[int, str]]:
    return [(lead.party_id, lead.task) for lead in leads]


def _moment_of(action: Action) -> Moment:
    return Moment(action.starts_on, action.starts_precision, action.due_on, action.due_precision)


def _as_values(facts: Facts) -> dict[str, Any]:
    moment = facts.moment
    return {
        "starts_on": moment.starts_on,
        "starts_precision": moment.starts_precision,
        "due_on": moment.due_on,
        "due_precision": moment.due_precision,
        "recurrence": facts.recurrence,
        "dropped_on": facts.dropped_on,
        "drop_reason": facts.drop_reason if facts.dropped_on else "",
    }


def _together(actions: list[Action]) -> str:
    return words_only(" ".join(f"{words.project} {words.text}".strip() for words in map(words_of, actions)))
