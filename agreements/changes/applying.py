"""Writing what a proposal changes into the rows, each by its own model: with its rules, its history and its words per year.

Within Act.CHANGE_AGREED, by the two who may open it: trying it out, and putting it in force (outcome.py).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.changes.fields import (
    KEYS,
    LISTS,
    OF_ACTION,
    About,
    Kind,
    same,
    targets_of_text,
    value_now,
)
from agreements.models import (
    Action,
    ActionLink,
    Change,
    Goal,
    Indicator,
    Lead,
    Participation,
    Project,
    Proposal,
    Target,
    Theme,
)
from agreements.models.adoptable import Adoptable
from agreements.models.words import WordsPerYear
from agreements.rollover.carrying import carry_into_next
from parties.models import Party

Sentences = dict[str, list[str]]


class WasChangedError(ValidationError):
    """Something was changed since in a field that the proposal changes; fields are by change what differs."""

    def __init__(self, change: Change, fields: list[str]):
        self.change, self.fields = change, fields
        super().__init__({name: _("This was changed since the proposal was written.") for name in fields})


class Applying:
    """One run over the changes of a proposal; new are the keys of what it added, in order, by kind of row."""

    def __init__(self, proposal: Proposal, text: Adoptable, changes: Iterable[Change]):
        self.proposal, self.text, self.changes = proposal, text, sorted(changes, key=_turn)
        self.agreement, self.year = text.whole, text.year_read
        self.made: dict[str, Any] = {}
        self.new: list[tuple[str, int]] = []

    def run(self) -> None:
        for change in self.changes:
            self._demand_as_it_was(change)
            self._write_of(change)(change)

    def _write_of(self, change: Change) -> Callable[[Change], None]:
        return {
            Kind.ADJUST: self._adjust,
            Kind.CORRECT: self._adjust,
            Kind.DROP: self._drop_goal if change.about == About.GOAL else self._drop_action,
            Kind.CARRY_OVER: self._carry_over,
            Kind.ADD: self._add_goal if change.about == About.GOAL else self._add_action,
            Kind.SPLIT: self._split,
            Kind.MERGE: self._merge,
            Kind.PARTICIPATION: self._take_part,
            Kind.REVOKE: lambda change: None,
        }[change.kind]

    # -- The row as it is now

    def _row(self, change: Change) -> Any:
        """Read anew: what was read before may have words of another year in memory, or of a run that was rolled back."""
        if change.about not in Change.ROWS:
            return type(change.row)._base_manager.get(pk=change.row.pk)
        key = getattr(change, f"{change.about}_id")
        row = type(change.row)._base_manager.get(pk=key)
        if isinstance(row, Action):
            row.agenda = self._agenda(row)
        return row

    def _agenda(self, row: Action) -> Any:
        return self.text if self.text.year is not None and row.agenda_id == self.text.pk else row.agenda

    def _demand_as_it_was(self, change: Change) -> None:
        if change.row is None:
            return
        row = self._row(change)
        if not self._stands_in_text(row):
            raise ValidationError({"about": _("This does not stand in the text that is changed.")})
        changed = [name for name, was in change.was.items() if not same(was, value_now(row, name, self.text))]
        if changed and change.kind not in {Kind.ADJUST, Kind.CORRECT, Kind.PARTICIPATION}:
            raise ValidationError({NON_FIELD_ERRORS: _("This was dropped already.")})
        if changed:
            raise WasChangedError(change, changed)
        if isinstance(row, Action) and row.is_dropped:
            raise ValidationError({NON_FIELD_ERRORS: _("This was dropped already.")})

    def _stands_in_text(self, row: Any) -> bool:
        match row:
            case Action():
                return self.text.year is not None and row.agenda_id == self.text.pk
            case Goal():
                return row.theme.agreement_id == self.agreement.pk and self._is_printed(row)
            case Theme():
                return row.agreement_id == self.agreement.pk and row.exists_in(self.year)
            case Indicator():
                return self._stands_in_text(row.goal)
            case Participation():
                return row.agreement_id == self.agreement.pk and row.is_accepted
        return row in (self.agreement, self.text)

    def _is_printed(self, goal: Goal) -> bool:
        return goal.exists_in(self.year) and bool(self.text.year is None or goal.prints_in([self.year]))

    # -- Words, dates, leads, targets

    def _adjust(self, change: Change) -> None:
        row = self._row(change)
        if isinstance(row, WordsPerYear):
            row.write_for(self.year)
        self._fill(row, change.becomes)
        if "project" in change.becomes:
            row.project = self._project(change.becomes["project"])
        if any(name not in LISTS for name in change.becomes):
            row.save()
        if "leads" in change.becomes:
            self._leads(row, change.becomes["leads"])
        if "targets" in change.becomes:
            self._targets(row, change.becomes["targets"])

    def _project(self, name: str) -> Project | None:
        """That of the agreement with this name, whatever its capitals; a new one where there is none."""
        if not name:
            return None
        found = Project.objects.filter(agreement=self.agreement, name__iexact=name).first()
        if found is None:
            found = Project(agreement=self.agreement, name=name)
            _at("project", found.save)
        return found

    @staticmethod
    def _fill(row: models.Model, values: dict[str, Any]) -> None:
        for name, value in values.items():
            if name not in LISTS | KEYS | {"project"}:
                setattr(row, name, row._meta.get_field(name).to_python(value))

    def _leads(self, action: Action, wanted: list[dict]) -> None:
        there = {lead.party_id: lead for lead in action.leads.select_related("party")}
        if len({row.get("party") for row in wanted}) < len(wanted):
            raise ValidationError({"leads": _("This party already leads this action.")})
        for place, row in enumerate(wanted, start=1):
            lead = there.pop(row.get("party"), None) or Lead(action=action, party=_party(row.get("party"), "leads"))
            lead.action, lead.task, lead.position = action, row.get("task") or "", place
            _at("leads", lead.save)
        for lead in there.values():
            lead.delete()

    def _targets(self, indicator: Indicator, wanted: list[dict]) -> None:
        there = {target.year: target for target in targets_of_text(indicator, self.text)}
        for row in wanted:
            year = row.get("year")
            if year not in {None, self.text.year}:
                raise ValidationError({"targets": _("This text has no target of %(year)s.") % {"year": year}})
            target = there.pop(year, None) or Target(indicator=indicator, year=year)
            target.written_for = self.year
            self._fill(target, {name: row.get(name, _empty(Target, name)) for name in Target.SAYS})
            _at("targets", target.save)
        for target in there.values():
            target.delete()

    # -- Dropped

    def _drop_action(self, change: Change) -> Action:
        return self._drop(self._row(change), change)

    @staticmethod
    def _drop(action: Action, change: Change) -> Action:
        if action.is_dropped:
            raise ValidationError({NON_FIELD_ERRORS: _("This was dropped already.")})
        Applying._fill(action, {name: change.becomes[name] for name in ("dropped_on", "drop_reason")})
        action.save()
        return action

    def _drop_goal(self, change: Change) -> None:
        """From the year of the text on, with what was to be done for it from then on."""
        goal = self._row(change)
        if self.text.year is None:
            raise ValidationError({"about": _("A goal is dropped from a year on: propose it for the agenda of that year.")})
        left = Action.objects.filter(goal=goal, agenda__year__gte=self.year, dropped_on=None).select_related("agenda__agreement")
        for action in left.order_by("agenda__year", "position", "pk"):
            self._drop(action, change)
        goal.dropped_from, goal.drop_reason = self.year, change.becomes["drop_reason"]
        goal.save()

    def _carry_over(self, change: Change) -> None:
        action = self._row(change)
        action.goes_on_in = action.agenda.year + 1
        self._drop(action, change)
        carry_into_next(action, by=self.proposal.opened_by, reason=change.becomes["drop_reason"])

    # -- Added

    def _add_goal(self, change: Change) -> None:
        theme = Theme.objects.filter(pk=change.becomes["theme"], agreement=self.agreement).select_related("agreement").first()
        if theme is None or not theme.exists_in(self.year):
            raise ValidationError({"theme": _("This theme does not stand in the text that is changed.")})
        last = Goal.objects.filter(theme=theme).aggregate(last=models.Max("position"))["last"] or 0
        goal = Goal(theme=theme, position=last + 1)
        goal.written_for = self.year
        self._fill(goal, change.becomes)
        goal.save()
        if self.text.year is not None and not goal.runs_in(self.text.year):
            raise ValidationError({"start_year": _("The goal does not run in %(year)s.") % {"year": self.text.year}})
        self._made(change, "goals", goal)
        for place, row in enumerate(change.becomes.get("indicators") or (), start=1):
            indicator = Indicator(goal=goal, position=place)
            self._fill(indicator, row)
            _at("indicators", indicator.save)
            self.new.append(("indicators", indicator.pk))
            self._targets(indicator, row.get("targets") or [])

    def _add_action(self, change: Change) -> None:
        if self.text.year is None:
            raise ValidationError({"about": _("An action stands in the agenda of a year.")})
        goal = self._goal_of(change)
        last = Action.objects.filter(agenda=self.text, goal=goal).aggregate(last=models.Max("position"))["last"] or 0
        action = Action(agenda=self.text, goal=goal, position=last + 1)
        self._fill(action, change.becomes)
        action.save()
        self._leads(action, change.becomes.get("leads") or [])
        self._made(change, "actions", action)

    def _goal_of(self, change: Change) -> Goal:
        key = change.becomes["goal"]
        goal = self.made.get(key) if isinstance(key, str) else Goal.objects.filter(pk=key).select_related("theme").first()
        if goal is None or not self._stands_in_text(goal):
            raise ValidationError({"goal": _("This goal does not stand in the text that is changed.")})
        return goal

    def _made(self, change: Change, kind: str, row: Any) -> None:
        self.made[change.name] = row
        self.new.append((kind, row.pk))

    # -- Split and merged within the year

    def _split(self, change: Change) -> None:
        old = self._drop_action(change)
        for place, part in enumerate(change.becomes["parts"]):
            unless_said = {"contributions": ""} if place else {}  # the amounts stay in the first part, or they would count twice
            self._begin([old], {**unless_said, **part}, ActionLink.Kind.SPLIT)

    def _merge(self, change: Change) -> None:
        others = {row.pk: row for row in Action.objects.filter(pk__in=change.becomes["with"], agenda=self.text.pk)}
        if self.text.year is None or len(others) != len(change.becomes["with"]):
            raise ValidationError({"with": _("Say with which other actions it is merged.")})
        for row in others.values():
            row.agenda = self.text
        olds = [self._row(change), *(others[pk] for pk in change.becomes["with"])]
        for old in olds:
            self._drop(old, change)
        self._begin(olds, change.becomes, ActionLink.Kind.MERGED)

    def _begin(self, olds: list[Action], values: dict[str, Any], kind: str) -> None:
        """What comes in their place: as the first of them, but for what the proposal says."""
        first = olds[0]
        action = Action(agenda=self.text, goal=first.goal, project=first.project, kind=first.kind, position=first.position)
        given = {name: values.get(name, value_now(first, name, self.text)) for name in OF_ACTION}
        if "text" in values and "lead_text" not in values:
            given["lead_text"] = first.lead_text if "leads" not in values else ""
        self._fill(action, given)
        action.save()
        self._leads(action, given["leads"])
        for old in olds:
            ActionLink(earlier=old, later=action, kind=kind).save()
        self.new.append(("actions", action.pk))

    # -- Who takes part

    def _take_part(self, change: Change) -> None:
        row = self._row(change) if change.participation_id else self._joining(change)
        self._fill(row, change.becomes)
        row.agreement = self.agreement
        row.save()

    def _joining(self, change: Change) -> Participation:
        """Accepted: the party itself is one of those that answer."""
        party = _party(change.becomes["party"], "party")
        place = self.agreement.participations.aggregate(last=models.Max("position"))["last"] or 0
        row = self.agreement.participations.filter(party=party).exclude(state=Participation.State.ACCEPTED).first()
        row = row or Participation(agreement=self.agreement, party=party, position=place + 1)
        row.ask(by=self.proposal.opened_by)
        answered = self.proposal.needed.filter(party=party, assents__isnull=False).values_list("assents__by", flat=True)
        row.state, row.answered_by_id, row.answered_at = Participation.State.ACCEPTED, answered.first(), timezone.now()
        row.from_year = self.text.year
        return row


def _turn(change: Change) -> tuple[int, int]:
    """Who joins comes first and who leaves last, so that leads are given on in between; a goal goes after its actions."""
    if change.kind == Kind.PARTICIPATION:
        return (4 if "to_year" in change.becomes and change.participation_id else 0), change.position
    if (change.kind, change.about) == (Kind.ADD, About.GOAL):
        return 1, change.position
    return (3 if (change.kind, change.about) == (Kind.DROP, About.GOAL) else 2), change.position


def _party(key: Any, field: str) -> Party:
    found = Party.objects.filter(pk=key).first() if isinstance(key, int) else None
    if found is None:
        raise ValidationError({field: _("Say which party.")})
    return found


def _empty(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    return None if field.null else field.get_default()


def _at(field: str, save: Callable[[], None]) -> None:
    """Save a row below the one that changes; what is wrong with it stands at the field of that one."""
    try:
        save()
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
