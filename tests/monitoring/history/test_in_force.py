"""History of a text in force: what is told of a proposal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.changes import workflow
from tests.agreements.changes.conftest import adjust
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
