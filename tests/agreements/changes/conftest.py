"""An agreement of which 2024 is in force and 2025 is written, with people of each party that signs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings
from django.utils import timezone, translation

from agreements.changes import workflow
from agreements.consent import adoption, answering
from agreements.consent.closing import close_year
from agreements.models import Agenda, Agreement, Change, Goal, Indicator, Proposal, Target, Version
from agreements.models.adoptable import Adoptable
from agreements.versions.checking import faults
from parties.models import Membership, Party, User
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    GoalFactory,
    LeadFactory,
    MembershipFactory,
    ThemeFactory,
    UserFactory,
    make_cast,
)
from tests.shared_rows import made_once

MUCH_MAIL = {"MAIL_PER_SENDER": (100_000, 100_000), "MAIL_PER_RECEIVER": (100_000, 100_000)}


@pytest.fixture(autouse=True)
def english():
    with override_settings(**MUCH_MAIL), translation.override("en"):
        yield


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def now(row):
    return type(row)._base_manager.get(pk=row.pk)


@dataclass
class Scene:
    """What the tests of changes need: the cast, who signs, and short ways to do what people do."""

    cast: object
    coordinator: User
    signers: dict[Party, User] = field(default_factory=dict)

    @property
    def agreement(self) -> Agreement:
        return now(self.cast.agreement)

    def agenda(self, year: int = 2024) -> Agenda:
        return Agenda.objects.select_related("agreement").get(agreement=self.cast.agreement, year=year)

    def adopt(self, text: Adoptable) -> Version:
        proposal = adoption.propose(text=text, by=self.coordinator, deadline=in_days(14))
        self.agree(proposal)
        return Version.objects.of(text).get()

    def draft(self, *changes: dict, text: Adoptable | None = None) -> Proposal:
        proposal = workflow.start(text=text or self.agenda(), by=self.coordinator, subject="Andere afspraak")
        for change in changes:
            workflow.put_change(proposal=proposal, by=self.coordinator, **change)
        return now(proposal)

    def propose(self, *changes: dict, text: Adoptable | None = None, days: int = 14) -> Proposal:
        draft = self.draft(*changes, text=text)
        return workflow.open_changes(proposal=draft, by=self.coordinator, deadline=in_days(days))

    def agree(self, proposal: Proposal, *, but=()) -> Proposal:
        for needed in proposal.needed.select_related("party"):
            if needed.party not in but:
                self.answer(proposal, needed.party)
        return now(proposal)

    def answer(self, proposal: Proposal, party: Party, answer: str = "agreed", **more) -> Proposal:
        return answering.answer(proposal=proposal, party=party, by=self.signers[party], answer=answer, **more)

    def change(self, *changes: dict, text: Adoptable | None = None) -> Proposal:
        proposal = self.agree(self.propose(*changes, text=text))
        assert proposal.state == Proposal.State.AGREED
        self.all_is_well()
        return proposal

    def all_is_well(self) -> None:
        assert list(faults(self.agreement)) == []

    def versions(self) -> list[tuple[int | None, int, str]]:
        rows = Version.objects.filter(agreement=self.cast.agreement).order_by("place")
        return [(row.agenda.year if row.agenda else None, row.number, row.kind) for row in rows.select_related("agenda")]


def make_scene(cast) -> Scene:
    coordinator = UserFactory()
    MembershipFactory(user=coordinator, party=cast.municipality, role=Membership.Role.COORDINATOR)
    scene = Scene(cast, coordinator)
    for party in (cast.municipality, cast.association, cast.tenants):
        scene.signers[party] = UserFactory()
        MembershipFactory(user=scene.signers[party], party=party, role=Membership.Role.READER, may_sign=True)
    return scene


@contextmanager
def scenes(blocker, make: Callable) -> Iterator[Callable]:
    """For a module whose tests all begin further on than `made`: what hands out the scene as it was made."""
    with override_settings(**MUCH_MAIL), translation.override("en"), made_once(blocker, make) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def scene_as_made(module_rows, django_db_blocker):
    with scenes(django_db_blocker, made) as fresh:
        yield fresh


@pytest.fixture
def scene(scene_as_made, db) -> Scene:
    return scene_as_made()


def made() -> Scene:
    """2023 closed, 2024 adopted, 2025 a draft; a second goal with an indicator, a second action."""
    people = make_cast()
    cast = SimpleNamespace(**{field.name: getattr(people, field.name) for field in fields(people)})
    scene = make_scene(cast)
    cast.second_goal = GoalFactory(theme=cast.theme, number="18", text="De wachttijd wordt korter.", position=2)
    cast.second = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De 12 woningen aan de Haven staan er.", position=2)
    LeadFactory(action=cast.second, party=cast.tenants)
    cast.second_theme = ThemeFactory(agreement=cast.agreement, number="2", title="Duurzaam wonen", position=2)
    cast.indicator = Indicator(goal=cast.goal, name="Groei", unit="woningen", kind="minimum", per="period")
    cast.indicator.save()
    Target(indicator=cast.indicator, value=75).save()
    Target(indicator=cast.indicator, year=2024, value=20).save()
    earlier = AgendaFactory(agreement=cast.agreement, year=2023)
    ActionFactory(goal=cast.goal, agenda=earlier, text="De voorbereiding is klaar.")
    scene.adopt(earlier)
    close_year(agenda=earlier, by=scene.coordinator)
    scene.adopt(scene.agenda())
    draft = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=draft, text="De sloop is begonnen.")
    cast.goal, cast.theme = Goal.objects.get(pk=cast.goal.pk), now(cast.theme)
    return scene


def adjust(row, **becomes) -> dict:
    return {"kind": Change.Kind.ADJUST, "about": row._meta.model_name, "row": row, "becomes": becomes}


def drop(row, reason="Niet meer nodig.", kind=Change.Kind.DROP, **more) -> dict:
    return {"kind": kind, "about": row._meta.model_name, "row": row, "becomes": {"drop_reason": reason, **more}}
