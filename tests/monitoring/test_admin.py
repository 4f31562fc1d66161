"""Figures in the admin: to read."""

import pytest
from django.urls import reverse

from monitoring.models import DataDelivery, Measurement
from tests.factories import DataDeliveryFactory, MeasurementFactory

pytestmark = pytest.mark.django_db


def test_a_figure_is_read_with_its_history_and_never_changed_here(client, cast, indicator):
    figure = MeasurementFactory(indicator=indicator, party=cast.association, recorded_by=cast.association_officer)
    client.force_login(cast.admin)
    change = reverse("admin:monitoring_measurement_change", args=[figure.pk])
    assert client.get(change).status_code == 200
    assert client.get(reverse("admin:monitoring_measurement_history", args=[figure.pk])).status_code == 200
    assert client.post(change, {"value": "99"}).status_code == 403
    assert client.get(reverse("admin:monitoring_measurement_delete", args=[figure.pk])).status_code == 403
    assert client.get(reverse("admin:monitoring_measurement_add")).status_code == 403
    assert Measurement.objects.get().value == 38


def test_a_coordinator_moves_a_delivery(client, cast, indicator):
    delivery = DataDeliveryFactory(indicator=indicator, party=cast.association)
    client.force_login(cast.officer)
    change = reverse("admin:monitoring_datadelivery_change", args=[delivery.pk])
    data = {"indicator": indicator.pk, "party": cast.association.pk, "year": 2024, "due_on": "31-10-2024", "note": "Later."}
    assert client.post(change, data).status_code == 302
    assert str(DataDelivery.objects.get().due_on) == "2024-10-31"


def test_an_outsider_finds_nothing(client, cast, indicator):
    delivery = DataDeliveryFactory(indicator=indicator, party=cast.association)
    client.force_login(cast.outsider)
    assert client.get(reverse("admin:monitoring_datadelivery_change", args=[delivery.pk])).status_code == 302
