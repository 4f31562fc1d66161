"""What an agenda and its agreement hold now, in the words of its year, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import overload

from agreements.agenda.words import ActionWords, GoalWords, ThemeWords, words_of
from agreements.consent.lock import Locks, locks_of
from agreements.imports.words.leads import Participant, asked_in, participants_of
from agreements.models import Action, Agenda, Goal, Lead, Project, Theme


@dataclass(frozen=True, slots=True)
class Existing:
    """locks tell which of it stands still."""

    agenda: Agenda
    themes: dict[int, Theme]
    goals: dict[int, Goal]
    actions: dict[int, list[Action]]  # of this year, by goal
    leads: dict[int, list[Lead]]  # by action
    projects: dict[int, Project]
    participants: list[Participant]
    asked: list[Participant]  # who did not say yet whether they take part
    locks: Locks

    @property
    def has_other_years(self) -> bool:
        return self.locks.years != (self.agenda.year,)

    @overload
    def words_of(self, row: Theme) -> ThemeWords: ...
    @overload
    def words_of(self, row: Goal) -> GoalWords: ...
    @overload
    def words_of(self, row: Action) -> ActionWords: ...
    def words_of(self, row: Theme | Goal | Action) -> ThemeWords | GoalWords | ActionWords:
        """Its words in the year of the agenda."""
        return words_of(row) if isinstance(row, Action) else words_of(row, self.agenda.year)


def load_existing(agenda: Agenda) -> Existing:
    """agenda comes with its agreement selected."""
    agreement = agenda.agreement
    leads: dict[int, list[Lead]] = defaultdict(list)
    for lead in Lead.objects.filter(action__agenda=agenda).select_related("party"):
        leads[lead.action_id].append(lead)
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in agenda.actions.select_related("project"):
        actions[action.goal_id].append(action)
    themes = {theme.pk: theme for theme in agreement.themes.all()}
    goals = {goal.pk: goal for goal in Goal.objects.filter(theme__agreement=agreement)}
    for row in (*themes.values(), *goals.values()):
        row.write_for(agenda.year)
    return Existing(
        agenda=agenda,
        themes=themes,
        goals=goals,
        actions=actions,
        leads=leads,
        projects={project.pk: project for project in agreement.projects.all()},
        participants=participants_of(agreement, agenda.year),
        asked=asked_in(agreement, agenda.year),
        locks=locks_of(agreement.pk),
    )
