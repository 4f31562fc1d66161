"""Who and what is there by the names that the files use, and the files themselves with their years filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from agreements import demo
from agreements.models import Action, Agenda, Goal, Indicator, Theme
from parties.models import Party, User


def read_file(name: str, years: Mapping[str, int]) -> dict:
    """The file with each {name of a year} replaced by that year."""
    text = (folder() / name).read_text(encoding="utf-8")
    for called, year in years.items():
        text = text.replace(f"{{{called}}}", str(year))
    return json.loads(text)


def folder() -> Path:
    return demo.FIXTURES / "lindermeer"


@dataclass
class Stage:
    """One agreement with its years by name, such as {"this": 2026}. Rows are read anew: another step may have written."""

    slug: str
    years: Mapping[str, int]
    actions: dict[tuple[str, str], int] = field(default_factory=dict)  # the key of an action in the file, the name of its year

    @cached_property
    def people(self) -> dict[str, User]:
        return {person.email: person for person in User.objects.filter(is_fictitious=True)}

    @cached_property
    def parties(self) -> dict[str, Party]:
        return {party.short_name: party for party in Party.objects.filter(memberships__user__in=self.people.values()).distinct()}

    def agenda(self, year: str) -> Agenda:
        return Agenda.objects.select_related("agreement").get(agreement__slug=self.slug, year=self.years[year])

    def action(self, key: str, year: str) -> Action:
        return Action.objects.select_related("agenda__agreement", "goal", "project").get(pk=self.actions[key, year])

    def goal(self, number: str) -> Goal:
        return Goal.objects.select_related("theme__agreement").get(theme__agreement__slug=self.slug, number=number)

    def theme(self, number: str) -> Theme:
        return Theme.objects.select_related("agreement").get(agreement__slug=self.slug, number=number)

    def indicator(self, name: str) -> Indicator:
        return Indicator.objects.select_related("goal__theme__agreement").get(goal__theme__agreement__slug=self.slug, name=name)
