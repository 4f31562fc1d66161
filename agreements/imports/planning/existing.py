"""What an agenda and its agreement hold now, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from agreements.agenda.words import words_of
from agreements.imports.words.leads import Participant, participants_of
from agreements.models import Action, Agenda, Goal, Lead, Project, Theme


@dataclass(frozen=True, slots=True)
class Existing:
    """is_settled: a text that all years share stands in an adopted agenda, so it changes by consent only."""

    agenda: Agenda
    themes: dict[int, Theme]
    goals: dict[int, Goal]
    actions: dict[int, list[Action]]  # of this year, by goal
    leads: dict[int, list[Lead]]  # by action
    projects: dict[int, Project]
    participants: list[Participant]
    is_settled: bool
    has_other_years: bool

    def words_of(self, row: Theme | Goal | Action):
        """Its words in the year of the agenda."""
        return words_of(row, self.agenda.year)


def load_existing(agenda: Agenda) -> Existing:
    """agenda comes with its agreement selected."""
    agreement = agenda.agreement
    leads: dict[int, list[Lead]] = defaultdict(list)
    for lead in Lead.objects.filter(action__agenda=agenda).select_related("party"):
        leads[lead.action_id].append(lead)
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in agenda.actions.select_related("project"):
        actions[action.goal_id].append(action)
    others = list(agreement.agendas.exclude(pk=agenda.pk).values_list("state", flat=True))
    return Existing(
        agenda=agenda,
        themes={theme.pk: theme for theme in agreement.themes.all()},
        goals={goal.pk: goal for goal in Goal.objects.filter(theme__agreement=agreement)},
        actions=actions,
        leads=leads,
        projects={project.pk: project for project in agreement.projects.all()},
        participants=participants_of(agreement, agenda.year),
        is_settled=any(state in {Agenda.State.ADOPTED, Agenda.State.CLOSED} for state in others),
        has_other_years=bool(others),
    )
