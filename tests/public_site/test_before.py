"""Before a text is public: an embargo, and how it will look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.publishing.workflow import publish
from tests.agreements.publishing.conftest import in_force, in_force_once  # noqa: F401
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def test_an_embargo_passes_at_midnight_in_amsterdam(in_force, client, time_machine):  # noqa: F811
    day = timezone.localdate() + timedelta(days=2)
    publish(text=in_force.text, party=in_force.cast.municipality, by=in_force.cast.officer, embargo_until=day)
    address = in_force.text.address("public_text")
    midnight = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    assert client.get(address).status_code == 404
    time_machine.move_to(midnight, tick=False)
    assert client.get(address).status_code == 200


def test_a_preview_is_for_who_takes_part(in_force, client):  # noqa: F811
    address = in_force.text.address("public_preview")
    client.force_login(in_force.cast.outsider)
    assert client.get(address).status_code == 404
    client.force_login(in_force.cast.tenant)
    page = client.get(address)
    assert "Dit is een voorbeeld" in page.content.decode()
    assert "flexwoningen" in words_of(page)
