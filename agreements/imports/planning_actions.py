"""The actions of one goal: which of the file is which of the agenda, and what becomes of them."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.content import join_names
from agreements.imports.comparing import label_of, set_changes
from agreements.imports.draft import ActionDraft
from agreements.imports.existing import Existing
from agreements.imports.facts import Facts, facts_of, split_dropped
from agreements.imports.leads import LeadFound, LeadLine, Names, printed
from agreements.imports.likeness import LIKELY, Candidates
from agreements.imports.moments import Moment, amount_in, moment_of_cell
from agreements.imports.plan import FieldChange, Plan, Planned
from agreements.imports.spelling import bare, words_only
from agreements.models import Action, Lead, Project

LEAVE_OUT, ADD, AS_PRINTED = "leave_out", "add", "as_printed"


@dataclass(slots=True)
class ActionPlanner:
    existing: Existing
    plan: Plan
    answers: dict[str, str]
    names: Names
    is_numbered_text: bool
    _projects: dict[str, Project | Planned] = field(default_factory=dict)
    _lines: dict[tuple[LeadFound, ...], str] = field(default_factory=dict)

    def add(self, goal: Planned, drafts: list[ActionDraft]) -> None:
        """Plan the actions of a goal; what the agenda has more is reported as missing, never deleted."""
        there = list(self.existing.actions.get(goal.pk, ())) if goal.pk else []
        for draft in drafts:
            draft.dropped_on, draft.text, draft.drop_reason = split_dropped(draft.text)
        for draft, action in self._pairs(drafts, there):
            goal.children.append(self._planned(draft, action, goal))
        met = {child.pk for child in goal.children}
        self.plan.missing += [action for action in there if action.pk not in met]

    def _pairs(self, drafts: list[ActionDraft], there: list[Action]) -> list[tuple[ActionDraft, Action | None]]:
        if len(drafts) == 1 and len(there) > 1 and words_only(drafts[0].text) == _together(there):
            return [(self._as_it_is(drafts[0], action), action) for action in there]  # a cell that prints several actions
        left = list(there)
        pairs: list[list] = [[draft, None] for draft in drafts]
        for draft_key, action_key in _SAME:
            waiting: dict[Any, deque[Action]] = defaultdict(deque)
            for action in left:
                waiting[action_key(action)].append(action)
            for pair in pairs:
                if pair[1] is None and (key := draft_key(pair[0])) is not None and (same := waiting.get(key)):
                    pair[1] = same.popleft()
            met = {pair[1].pk for pair in pairs if pair[1]}
            left = [action for action in left if action.pk not in met]
        unmet = [pair for pair in pairs if pair[1] is None]
        if len(drafts) == 1 and len(there) == 1 and unmet and left:
            return [(drafts[0], there[0])]
        _pair_the_likely(unmet, left)
        return [(draft, action) for draft, action in pairs]

    @staticmethod
    def _as_it_is(draft: ActionDraft, action: Action) -> ActionDraft:
        return ActionDraft(action.text, draft.place, action.project.name if action.project_id else "", draft.lead_line)

    def _planned(self, draft: ActionDraft, action: Action | None, goal: Planned) -> Planned:
        row = Planned(Action, draft.place, "", draft.text, action.pk if action else None, above=goal)
        facts = self._facts(draft, row, action)
        text = draft.text
        for more in self._words_to_add(draft, row):
            text = f"{text}\n\n{more}"
        values: dict[str, Any] = {"text": text, "project": self._project(draft, action)}
        values |= self._derived(facts, action, text, draft.kind)
        if draft.kind:
            values["kind"] = draft.kind
        if draft.budget and (amount := amount_in(draft.budget)) is not None:
            values["budget"] = amount
        row.leads, row.lead_line, lead_text = self._leads(draft, action, row)
        if row.leads is not None:
            values["lead_text"] = lead_text
        row.words = text
        if action is None:
            row.values = values
            row.lead_names = self._printed(row.leads or ())
        else:
            set_changes(row, action, values)
            self._compare_leads(row, action)
        if goal.is_left_out:
            row.is_left_out = True
        return row

    # -- What the words say

    def _facts(self, draft: ActionDraft, row: Planned, action: Action | None) -> Facts:
        facts = facts_of(draft.text, self.existing.agenda.year)
        if draft.dropped_on:
            return Facts(dropped_on=draft.dropped_on, drop_reason=draft.drop_reason)
        if facts.says_dropped and facts.dropped_on is None:
            sentence = _("On which date was it decided that this is dropped? Leave it empty to take over the text alone.")
            answer = self.plan.ask(f"drop:{bare(facts.drop_reason)}", sentence, row.words, (), row=row, answers=self.answers)
            day = moment_of_cell(answer, None, self.existing.agenda.year) if answer else None
            is_day = day is not None and day.due_precision == "day"
            return Facts(dropped_on=day.due_on, drop_reason=facts.drop_reason) if is_day else Facts()
        if draft.due or draft.due_date:
            moment = moment_of_cell(draft.due or "", draft.due_date, self.existing.agenda.year)
            if moment and action and moment.due_on == action.due_on:
                moment = _moment_of(action)  # the same day, of which a sheet does not say how exactly it was agreed
            if moment:
                return Facts(facts.kind, moment, facts.recurrence, facts.dropped_on, facts.drop_reason)
        return facts

    def _words_to_add(self, draft: ActionDraft, row: Planned) -> list[str]:
        """Words of a column with dates or amounts that are neither, where people chose to keep them."""
        added = []
        year = self.existing.agenda.year
        if draft.due and not draft.due_date and moment_of_cell(draft.due, None, year) is None and bare(draft.due) != "doorlopend":
            sentence = _("«%(words)s» is no date that can be kept as one.") % {"words": draft.due}
            added += self._add_or_not(f"due:{bare(draft.due)}", sentence, draft.due, row)
        if draft.budget and amount_in(draft.budget) is None:
            sentence = _("«%(words)s» is no amount.") % {"words": draft.budget}
            added += self._add_or_not(f"budget:{bare(draft.budget)}", sentence, draft.budget, row)
        return added

    def _add_or_not(self, key: str, sentence: str, words: str, row: Planned) -> list[str]:
        options = ((ADD, _("add these words to the text of the action")), (LEAVE_OUT, _("leave these words out")))
        answer = self.plan.ask(key, sentence, words, options, row=row, answers=self.answers)
        return [words] if answer == ADD and words_only(words) not in words_only(row.words) else []

    def _derived(self, facts: Facts, action: Action | None, text: str, kind: str) -> dict[str, Any]:
        """What follows from the words. Of a row that is there, only what followed from its old words makes way.

        So a date that someone filled in by hand stays when the text is read in again.
        """
        told = _as_values(facts)
        if action is None:
            return told | {"kind": kind or facts.kind or Action.Kind.SPECIFIC}
        before = _as_values(facts_of(action.text, self.existing.agenda.year))
        if words_only(action.text) == words_only(text) and told == before:
            return {}
        values = {}
        for names in (
            ("due_on", "due_precision", "starts_on", "starts_precision"),
            ("recurrence",),
            ("dropped_on", "drop_reason"),
        ):
            followed = all(getattr(action, name) == before[name] for name in names)
            if followed or any(told[name] for name in names):
                values |= {name: told[name] for name in names}
        if facts.kind:
            values["kind"] = facts.kind
        elif action.kind in {Action.Kind.ONGOING, Action.Kind.GOAL_IS_ACTION} and facts_of(action.text, 0).kind == action.kind:
            values["kind"] = Action.Kind.SPECIFIC
        return values

    def _project(self, draft: ActionDraft, action: Action | None) -> Project | Planned | None:
        if not draft.project:
            return action.project if action else None
        name = bare(draft.project)
        if name not in self._projects:
            known = [project for project in self.existing.projects.values() if bare(project.name) == name]
            self._projects[name] = known[0] if known else Planned(Project, draft.place, "", draft.project)
        return self._projects[name]

    # -- Who leads

    def _leads(self, draft: ActionDraft, action: Action | None, row: Planned) -> tuple[tuple[LeadFound, ...] | None, str, str]:
        """(leads, the line to show, the literal line where it differs from what the leads print)"""
        if draft.lead_line is None:
            if action is not None or not self.is_numbered_text:
                return None, "", ""
            proposed = tuple(LeadFound(party_id) for party_id in self.names.subject_of(draft.text))
            if proposed:
                row.notes.append(_("The lead was found in the sentence itself."))
            return proposed, self._printed(proposed), ""
        literal = " ".join(words_only(draft.lead_line.replace("-\n", "-")).split())
        if action is not None and bare(literal) == bare(_line_of(action, self.existing.leads[action.pk])):
            return None, literal, ""
        line = self.names.read(draft.lead_line)
        leads = (*line.leads, *self._answered(line, row))
        if draft.lead_text is not None:
            said = self.names.read(draft.lead_text).leads
            if {lead.party_id for lead in said} == {lead.party_id for lead in leads}:
                leads = said  # the same parties, here with their tasks
            return leads, literal, "" if draft.lead_text == self._printed(leads) else draft.lead_text
        if action is not None and [(lead.party_id, lead.task) for lead in self.existing.leads[action.pk]] == [
            (lead.party_id, lead.task) for lead in leads
        ]:
            return None, literal, ""  # the same parties, set apart by another sign
        return leads, literal, "" if literal == self._printed(leads) else literal[:300]

    def _answered(self, line: LeadLine, row: Planned) -> list[LeadFound]:
        """Ask who is meant by words that name nobody; the parties that people chose."""
        chosen = {}
        for unknown in line.unknown:
            parties = [party for party in self.names.participants if not unknown.parties or party.party_id in unknown.parties]
            options = tuple((str(party.party_id), party.label) for party in parties)
            options += ((AS_PRINTED, _("nobody; keep the words as they are printed")),)
            sentence = _("Who is «%(words)s»?") % {"words": unknown.words}
            answer = self.plan.ask(f"lead:{bare(unknown.words)}", sentence, unknown.words, options, row=row, answers=self.answers)
            if answer.isdecimal() and int(answer) not in {lead.party_id for lead in line.leads}:
                chosen[int(answer)] = LeadFound(int(answer))
        return list(chosen.values())

    def _printed(self, leads: tuple[LeadFound, ...]) -> str:
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
        becomes = row.values.get("lead_text", action.lead_text) or self._printed(row.leads)
        row.changes = [change for change in row.changes if change.label != label_of(Action, "lead_text")]
        same = [(lead.party_id, lead.task) for lead in now] == [(lead.party_id, lead.task) for lead in row.leads]
        if same and "lead_text" not in row.values:
            row.leads = None
        elif not same or was != becomes:
            row.changes.append(FieldChange(_("Leads"), was, becomes))


def _line_of(action: Action, leads: list[Lead]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return action.lead_text or join_names(str(lead) for lead in leads)


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
    return words_only(
        " ".join(f"{action.project.name} {action.text}" if action.project_id else action.text for action in actions)
    )


# By what a draft and an action are the same, the most certain first: a key of each, None where it says nothing.
_SAME = (
    (lambda draft: (bare(draft.project), words_only(draft.text)), lambda action: (_project_of(action), words_only(action.text))),
    (lambda draft: words_only(draft.text), lambda action: words_only(action.text)),
    (lambda draft: bare(draft.project) or None, lambda action: _project_of(action)),
)


def _project_of(action: Action) -> str:
    return bare(action.project.name) if action.project_id else ""


def _pair_the_likely(unmet: list[list], left: list[Action]) -> None:
    """Give drafts the action whose words are most like theirs, the likest first."""
    candidates = Candidates((place, action.text) for place, action in enumerate(left))
    scores = [
        (score, -place, -left[key].position, key)
        for place, pair in enumerate(unmet)
        for key, score in candidates.likely(pair[0].text, LIKELY)
    ]
    taken: set[int] = set()
    for _score, place, _position, key in sorted(scores, reverse=True):
        pair = unmet[-place]
        if pair[1] is None and key not in taken:
            pair[1] = left[key]
            taken.add(key)
