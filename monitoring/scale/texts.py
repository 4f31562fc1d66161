"""What the parties of a place agree: agreements with themes, goals and figures, and for each year an agenda with actions."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from agreements.models import (
    Action,
    ActionLink,
    Agenda,
    Agreement,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
)
from agreements.models.words import GoalText
from monitoring.scale.country import InvolvedIn, name_of_place
from monitoring.scale.people import Everyone, PartyWithPeople
from monitoring.scale.rows import Pile
from monitoring.scale.words import THEMES, action_text, goal_text, number_for

FEWEST_GOALS, MORE_GOALS = 18, 13


@dataclass
class YearMade:
    """An agenda with its actions, and which party leads each first."""

    agenda: Agenda
    actions: list[Action] = field(default_factory=list)
    led_by: dict[int, PartyWithPeople] = field(default_factory=dict)  # by place in actions


@dataclass
class AgreementMade:
    place: int
    agreement: Agreement
    parties: list[PartyWithPeople]  # the municipality first
    themes: list[Theme] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    last_year: YearMade | None = None

    @property
    def officer(self) -> PartyWithPeople:
        return self.parties[0]


def make_agreement(
    pile: Pile, where: InvolvedIn, years: tuple[int, int], everyone: Everyone, before: AgreementMade | None
) -> AgreementMade:
    start, end = years
    name = name_of_place(where.place)
    adopted = date(start - 1, 12, 14) if where.place % 2 == 0 else None  # the others adopt it with each year
    agreement = pile.add(
        Agreement(
            title=f"Prestatieafspraken {name} {start}-{end}",
            slug=f"{name.lower().replace(' ', '-')}-{start}-{end}",
            start_year=start,
            end_year=end,
            introduction=f"De partijen in {name} leggen hier vast wat zij van {start} tot en met {end} bereiken.",
            layout=Agreement.Layout.TABLE if where.place % 3 else Agreement.Layout.DOCUMENT,
            state=Agreement.State.ADOPTED if adopted else Agreement.State.DRAFT,
            adopted_on=adopted,
            predecessor=before.agreement if before else None,
        )
    )
    associations = [everyone.associations[number] for number in where.associations]
    parties = [everyone.municipalities[where.place], *associations, *(everyone.tenants[number] for number in where.tenants)]
    made = AgreementMade(where.place, agreement, parties)
    for position, who in enumerate(parties):
        asked = {"asked_by": made.officer.editor} if position == 0 else {}
        pile.add(
            Participation(agreement=agreement, party=who.party, position=position, state=Participation.State.ACCEPTED, **asked)
        )
    _add_goals(pile, made)
    for at, dwellings in enumerate((24, 60, 12)):
        project = Project(agreement=agreement, name=f"{name} {('Noord', 'Centrum', 'Stationsweg')[at]}", dwellings=dwellings)
        made.projects.append(pile.add(project))
    for kind, times in (("ambtelijk", 2), ("bestuurlijk", 2)):
        pile.add(MeetingRule(agreement=agreement, kind=kind, frequency=f"{times} keer per jaar", per_year=times))
    return made


def _add_goals(pile: Pile, made: AgreementMade) -> None:
    agreement, place = made.agreement, made.place
    made.themes = [
        pile.add(Theme(agreement=agreement, number=str(at + 1), title=title, position=at)) for at, title in enumerate(THEMES)
    ]
    for at in range(FEWEST_GOALS + place * 7 % MORE_GOALS):
        _add_goal(pile, made, at)


def _add_goal(pile: Pile, made: AgreementMade, at: int) -> None:
    agreement, key = made.agreement, (made.place, made.agreement.start_year, at)
    theme = made.themes[at % len(made.themes)]
    number = f"{theme.number}.{at // len(made.themes) + 1}"
    goal = Goal(theme=theme, number=number, text=goal_text(*key, last=agreement.end_year), position=at, is_focus=at % 6 == 0)
    made.goals.append(pile.add(goal))
    if at % 8 == 3:  # worded otherwise since the second year
        goal.words_from = agreement.start_year + 1
        was = goal_text("was", *key, last=agreement.end_year)
        pile.add(GoalText(goal=goal, from_year=None, number=number, text=was, theme=theme, position=at))
    if at % 3 == 0:
        indicator = Indicator(goal=goal, name="Woningen", unit="woningen", kind="minimum", per="year", position=1)
        indicator.delivered_by = made.parties[1].party
        made.indicators.append(pile.add(indicator))
        for year in agreement.years:
            value = Decimal(5 + number_for("target", *key, year, below=40))
            pile.add(Target(indicator=indicator, year=year, value=value))


def make_year(pile: Pile, made: AgreementMade, year: int, *, state: str) -> YearMade:
    """The agenda of the year with its actions; what was unfinished in the year before is carried over."""
    adopted = date(year - 1, 12, 14) if state in {"adopted", "closed"} else None
    agenda = Agenda(agreement=made.agreement, year=year, title=f"Uitvoeringsagenda {year}", state=state, adopted_on=adopted)
    agenda.introduction = f"Dit doen de partijen in {year}."
    found = YearMade(pile.add(agenda))
    for at, goal in enumerate(made.goals):
        for more in range(2 if at % 5 == 0 else 1):
            _add_action(pile, made, found, goal, (made.place, year, at, more))
    before, made.last_year = made.last_year, found
    if before and before.agenda.agreement is made.agreement:
        for earlier, later in list(zip(before.actions, found.actions, strict=True))[::2]:
            pile.add(ActionLink(earlier=earlier, later=later, kind=ActionLink.Kind.CARRIED))
    return found


def _add_action(pile: Pile, made: AgreementMade, found: YearMade, goal: Goal, key: tuple) -> None:
    year = found.agenda.year
    place = len(found.actions)
    quarter = number_for("due", *key, below=4)
    action = Action(agenda=found.agenda, goal=goal, text=action_text(*key), position=place)
    action.due_on = (date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31))[quarter]
    action.due_precision = "quarter"
    if place % 4 == 0:
        action.project = made.projects[place % len(made.projects)]
    found.actions.append(pile.add(action))
    first = number_for("lead", *key, below=len(made.parties))
    leads = [made.parties[first]] if place % 3 else [made.parties[first], made.parties[first - 1]]
    found.led_by[place] = leads[0]
    for position, who in enumerate(leads):
        pile.add(Lead(action=action, party=who.party, contact=who.editor, position=position))
