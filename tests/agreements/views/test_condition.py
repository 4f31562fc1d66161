"""The condition of an action on its page, on that of its goal, and in the agenda, which it filters."""

import pytest

from agreements.models import Condition
from tests.factories import ActionFactory, ConditionFactory

pytestmark = pytest.mark.django_db
SAID = "mits de vergunning er is"


def test_it_shows_wherever_the_action_does(visit, cast):
    ConditionFactory(action=cast.action, party=cast.municipality)
    agenda = f"/afspraken/{cast.agreement.slug}/2024/"
    for address in (agenda, cast.goal.get_absolute_url(), cast.action.get_absolute_url()):
        page = visit(cast.tenant, address).content.decode()
        assert SAID in page, address
        assert "Gemeente Waterhoek" in page


def test_the_agenda_is_narrowed_to_what_waits(visit, cast):
    agenda = f"/afspraken/{cast.agreement.slug}/2024/"
    assert 'name="voorwaarde"' not in visit(cast.tenant, agenda).content.decode()
    ConditionFactory(action=cast.action)
    met = ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Klaar.", position=2)
    ConditionFactory(action=met, state="met", settled_on="2024-01-01")
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Zonder.", position=3)
    shown = visit(cast.tenant, f"{agenda}?voorwaarde=open").context["shown"]
    assert [action.id for action in shown.actions] == [cast.action.pk]


def test_it_is_written_and_settled_on_the_page(client, cast):
    client.force_login(cast.officer)
    address = f"{cast.action.get_absolute_url()}voorwaarde/"
    assert client.post(address, {"words": ""}).status_code == 422
    client.post(address, {"words": SAID, "waits_for": "de provincie", "until": "2024-03-01"})
    assert Condition.objects.get().waits_for == "de provincie"
    client.post(f"{address}stand/", {"state": "met"})
    assert Condition.objects.get().state == "met"
    client.post(f"{address}weg/")
    assert not Condition.objects.exists()
