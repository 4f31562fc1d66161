"""History of a text in force: what is told of a proposal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.changes import workflow
from agreements.consent.withholding import places_in, withhold_words
from agreements.models import Version
from parties.history.records import change_set
from tests.agreements.changes.conftest import adjust
from tests.factories import LabelFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def test_a_draft_of_a_proposal_is_told_once_it_is_put_to_the_parties(scene, client):
    draft = workflow.start(text=scene.agenda(), by=scene.coordinator, subject="Stil plan")
    workflow.put_change(proposal=draft, by=scene.coordinator, **adjust(scene.cast.action, text="De 21 flexwoningen staan er."))
    address = reverse("agreement_history", args=[scene.agreement.slug])
    client.force_login(scene.coordinator)
    assert "Stil plan" not in words_of(client.get(address))
    workflow.open_changes(proposal=draft, by=scene.coordinator, deadline=timezone.localdate() + timedelta(days=14))
    client.force_login(scene.cast.tenant)
    assert "Stil plan" in words_of(client.get(address))


def test_what_the_administrator_withholds_is_in_no_row_of_history(scene, client):
    scene.change(adjust(scene.cast.action, text="De 21 flexwoningen van Jan Jansen staan er."))
    with change_set(reason="Jan Jansen belde", user=scene.coordinator):
        LabelFactory(agreement=scene.agreement, name="starters")
    version = Version.objects.filter(agreement=scene.agreement).latest("place")
    place = next(found for found in places_in(version) if "Jan Jansen" in found.text)
    withhold_words(version=version, place=place, words="Jan Jansen", by=scene.cast.admin, reason="persoonsgegevens")
    address = reverse("agreement_history", args=[scene.agreement.slug])
    client.force_login(scene.cast.tenant)
    words = words_of(client.get(address))
    assert "persoonsgegevens" in words
    assert "starters" in words
    assert "Jansen" not in words
    assert "Jansen" not in words_of(client.get(address, {"woorden": "Jansen"})).replace('value="Jansen"', "")
