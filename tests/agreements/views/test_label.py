"""Labels on the pages: the list, those of a goal or action, and the agenda that they narrow."""

import pytest

from agreements.models import Label
from tests.factories import ActionFactory, LabelFactory, LabellingFactory

pytestmark = pytest.mark.django_db


def test_they_show_wherever_the_row_does_and_narrow_the_agenda(visit, cast):
    agenda = f"/afspraken/{cast.agreement.slug}/2024/"
    page = visit(cast.tenant, agenda).content.decode()
    assert 'name="doelgroep"' not in page
    assert 'name="gebied"' not in page
    elderly = LabelFactory(agreement=cast.agreement, name="ouderen")
    LabellingFactory(label=elderly, action=cast.action)
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Zonder label.", position=2)
    for address in (agenda, cast.action.get_absolute_url()):
        assert "ouderen" in visit(cast.tenant, address).content.decode(), address
    shown = visit(cast.tenant, f"{agenda}?doelgroep={elderly.pk}").context["shown"]
    assert [action.id for action in shown.actions] == [cast.action.pk]


def test_they_are_chosen_on_the_page_of_the_row(client, cast):
    client.force_login(cast.officer)
    kept = LabelFactory(agreement=cast.agreement, name="ouderen")
    for row in (cast.goal, cast.action):
        address = f"{row.get_absolute_url()}labels/"
        assert address in client.get(row.get_absolute_url()).content.decode()
        sent = client.post(address, {"group": [kept.pk], "new_area": "Kade, Centrum "})
        assert sent.status_code == 302
        assert [each.label.name for each in row.labellings.order_by("label__name")] == ["Centrum", "Kade", "ouderen"]
        client.post(address, {})
        assert not row.labellings.exists()
    assert client.post(address, {"new_group": "x" * 81}).status_code == 422


def test_the_list_is_kept_on_its_page(client, cast):
    client.force_login(cast.officer)
    address = f"/afspraken/{cast.agreement.slug}/labels/"
    client.post(address, {"kind": "group", "name": "ouderen"})
    label = Label.objects.get()
    assert client.post(address, {"kind": "group", "name": "Ouderen"}).status_code == 422
    client.post(f"/labels/{label.pk}/", {"name": "senioren"})
    assert "senioren" in client.get(address).content.decode()
    client.post(f"/labels/{label.pk}/weg/")
    assert not Label.objects.exists()


def test_who_only_reads_sees_the_list_and_no_form(client, cast):
    LabelFactory(agreement=cast.agreement, name="ouderen")
    client.force_login(cast.tenant)
    address = f"/afspraken/{cast.agreement.slug}/labels/"
    page = client.get(address)
    assert "ouderen" in page.content.decode()
    assert "<form method" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert client.post(address, {"kind": "group", "name": "nog een"}).status_code == 403
