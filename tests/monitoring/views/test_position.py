"""A position as page and as download, for whom it is."""

import base64
import hashlib

import pytest
from django.urls import reverse

from monitoring.models import Position
from monitoring.position.collect import freeze
from monitoring.rounds.workflow import close_round
from tests.factories import ActionFactory, DissentFactory, GoalFactory, ProgressUpdateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def position(cast, round):
    update = ProgressUpdateFactory(action=cast.action, round=round, amber=True, reported_by=cast.association_officer)
    DissentFactory(update=update, party=cast.tenants, judgement="off_track")
    close_round(round=round, by=cast.officer)
    return Position.objects.get()


def pages(position: Position) -> list[str]:
    return [position.get_absolute_url(), reverse("position_json", args=[position.pk])]


def test_everyone_who_takes_part_reads_it_and_for_an_outsider_it_does_not_exist(client, cast, position):
    for page in pages(position):
        answers = {}
        for person in (cast.officer, cast.association_officer, cast.tenant, cast.admin, cast.outsider):
            client.force_login(person)
            answers[person.name] = client.get(page).status_code
        assert answers == {"Olga Officier": 200, "Abel Bouwer": 200, "Tess Huurder": 200, "Ad Min": 200, "Bas Buiten": 404}


def test_the_page_shows_the_names_and_words_of_then(client, cast, position):
    cast.action.text, cast.association.short_name = "Iets heel anders.", "Nieuw"
    cast.action.save()
    cast.association.save()
    client.force_login(cast.tenant)
    page = client.get(position.get_absolute_url()).content.decode()
    for words in ("24 flexwoningen aan de Kade", "De Sleutel (realisatie bouw)", "Abel Bouwer", "Bel met de netbeheerder."):
        assert words in page
    assert "wordt niet gehaald\n(Huurdersraad Waterhoek)" in page, "the light is split"
    assert "Iets heel anders." not in page


def test_the_download_is_the_kept_text_byte_for_byte_with_its_hash(client, cast, position):
    client.force_login(cast.tenant)
    first = client.get(reverse("position_json", args=[position.pk]))
    assert first.content == position.content.encode()
    assert hashlib.sha256(first.content).hexdigest() == position.sha256
    assert first["Repr-Digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(first.content).digest()).decode()}:"
    assert first["Content-Disposition"] == 'attachment; filename="waterhoek-2023-2026-2024-stand-2024-09-30.json"'
    cast.goal.text = "Een ander doel."
    cast.goal.save()
    assert client.get(reverse("position_json", args=[position.pk])).content == first.content


def test_a_tampered_position_is_not_shown_and_said_loudly(client, cast, position, caplog):
    Position.objects.filter(pk=position.pk).update(content=position.content.replace("24 flexwoningen", "12 flexwoningen"))
    client.force_login(cast.tenant)
    for page in pages(position):
        response = client.get(page)
        assert response.status_code == 500
        assert "Dit is niet de stand die is vastgelegd" in response.content.decode()
        assert "flexwoningen" not in response.content.decode()
    assert "is not what was frozen" in caplog.text


def test_a_closed_round_and_the_list_of_rounds_lead_to_it(client, cast, position):
    client.force_login(cast.tenant)
    for page in (position.round.get_absolute_url(), reverse("agreement_rounds", args=[cast.agreement.slug])):
        assert f'href="{position.get_absolute_url()}"' in client.get(page).content.decode()


def test_the_page_takes_a_fixed_number_of_queries(client, cast, position, django_assert_num_queries):
    for _ in range(3):
        ActionFactory(goal=GoalFactory(theme=cast.theme), agenda=cast.agenda)
    larger = freeze(agenda=cast.agenda, by=cast.officer)
    client.force_login(cast.tenant)
    for page in (position, larger):
        with django_assert_num_queries(5):  # whose page it is, the position, and the hash in its history
            client.get(page.get_absolute_url())
