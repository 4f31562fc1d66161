"""An agenda that is written by people of three parties, beside a year that is in force."""

from dataclasses import dataclass

import pytest

from agreements.models import Action, Agenda, Goal, Theme
from agreements.writing.places import WritingPlace, place_at
from parties.models import Membership, User
from tests.agreements.changes.conftest import english, now, scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import MembershipFactory, UserFactory


@dataclass
class Desk:
    """The scene, its draft, and who write it."""

    scene: object
    agenda: Agenda
    people: list[User]

    def place(self, row, name: str) -> WritingPlace:
        kinds = {"agenda": "tekst", "theme": "thema", "goal": "doel", "action": "actie", "indicator": "cijfer"}
        return place_at(self.agenda, kinds[row._meta.model_name], row.pk, name)

    @property
    def action(self) -> Action:
        return Action.objects.filter(agenda=self.agenda).order_by("pk").first()

    @property
    def themes(self):
        rows = Theme.objects.filter(agreement=self.agenda.agreement).select_related("agreement", "parent")
        return rows.order_by("pk")

    @property
    def goals(self):
        rows = Goal.objects.filter(theme__agreement=self.agenda.agreement).select_related("theme__agreement")
        return rows.order_by("pk")

    @property
    def texts(self) -> list[str]:
        rows = Action.objects.filter(agenda=self.agenda).order_by("goal__position", "position", "pk")
        return list(rows.values_list("text", flat=True))


@pytest.fixture
def desk(scene) -> Desk:  # noqa: F811
    cast = scene.cast
    others = []
    for party in (cast.association, cast.tenants):
        others.append(UserFactory())
        MembershipFactory(user=others[-1], party=party, role=Membership.Role.EDITOR)
    return Desk(scene, scene.agenda(2025), [scene.coordinator, *others])
