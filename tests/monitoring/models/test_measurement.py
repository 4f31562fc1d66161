"""A figure is never changed; a correction replaces it and both stay."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from monitoring.models import DataDelivery, Measurement
from tests.factories import DataDeliveryFactory, IndicatorFactory, MeasurementFactory, PartyFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db

KEPT = "What was recorded stays as it was. Record a correction, with the reason."


@pytest.fixture
def figure(cast, indicator):
    return MeasurementFactory(indicator=indicator, party=cast.association, recorded_by=cast.association_officer)


def correction_of(figure, **changes) -> Measurement:
    fields = {"indicator": figure.indicator, "party": figure.party, "recorded_by": figure.recorded_by, "value": 40}
    return Measurement(
        measured_on=figure.measured_on, replaces=figure, **{"correction_reason": "Dubbel geteld.", **fields, **changes}
    )


def test_a_figure_is_not_changed(figure):
    assert refusal(figure, value=39) == {"__all__": [KEPT]}


def test_not_even_by_a_write_that_says_it_was_checked(figure):
    figure.value = 39
    with pytest.raises(ValidationError):
        figure.save(checked=True)
    assert Measurement.objects.get().value == 38


def test_a_figure_is_not_deleted(figure):
    with pytest.raises(ValidationError):
        figure.delete()
    assert Measurement.objects.get() == figure


def test_a_correction_stands_and_what_it_replaces_stays(figure):
    correction = correction_of(figure)
    correction.save()
    assert list(Measurement.objects.standing()) == [correction]
    assert Measurement.objects.count() == 2
    assert Measurement.history.count() == 2


def test_a_figure_is_corrected_once(figure):
    correction_of(figure).save()
    assert refusal(correction_of(figure)) == {"replaces": ["This figure has been corrected already. Correct the newest one."]}


def test_a_correction_is_about_the_same_indicator(cast, figure):
    other = IndicatorFactory(goal=cast.goal)
    assert refusal(correction_of(figure, indicator=other)) == {"replaces": ["A correction is about the same indicator."]}


def test_a_figure_is_not_measured_in_the_future(figure):
    tomorrow = timezone.localdate() + timedelta(days=1)
    fields = {"indicator": figure.indicator, "party": figure.party, "recorded_by": figure.recorded_by, "value": 1}
    assert refusal(Measurement(measured_on=tomorrow, **fields)) == {"measured_on": ["A figure cannot be measured in the future."]}


def test_what_is_counted_per_year_gets_a_figure_for_each_year(cast, figure):
    yearly = IndicatorFactory(goal=cast.goal, per="year")
    fields = {"indicator": yearly, "party": figure.party, "recorded_by": figure.recorded_by, "value": 1}
    two_years = Measurement(period_start=date(2023, 1, 1), measured_on=date(2024, 12, 31), **fields)
    assert refusal(two_years) == {"period_start": ["This is counted per year: give a figure for each year."]}


def test_a_figure_reads_as_one_writes_it(figure):
    assert figure.phrase == "38 woningen"


def test_a_figure_comes_from_a_participant(figure):
    stranger = correction_of(figure, party=PartyFactory())
    assert refusal(stranger) == {"party": ["This party does not take part in this agreement."]}


def test_figures_of_another_agreement_are_not_visible(cast, figure):
    assert not Measurement.objects.visible_to(cast.outsider).exists()
    assert list(Measurement.objects.visible_to(cast.tenant)) == [figure]


# -- Deliveries


def test_a_figure_about_its_year_fulfils_a_delivery(cast, indicator, figure):
    due = DataDeliveryFactory(indicator=indicator, party=cast.association, year=2024)
    later = DataDeliveryFactory(indicator=indicator, party=cast.association, year=2025)
    assert list(DataDelivery.objects.outstanding()) == [later]
    assert DataDelivery.objects.with_measurement().get(pk=due.pk).is_delivered


def test_that_a_figure_is_not_known_yet_announces_and_does_not_fulfil(cast, indicator):
    due = DataDeliveryFactory(indicator=indicator, party=cast.association, year=2024)
    MeasurementFactory(indicator=indicator, value=None, is_unknown=True, unknown_reason="Loopt nog.", party=cast.association)
    found = DataDelivery.objects.with_measurement().get(pk=due.pk)
    assert (found.is_delivered, found.is_announced) == (False, True)


def test_only_who_takes_part_owes_a_figure(indicator):
    stranger = DataDelivery(indicator=indicator, party=PartyFactory(), year=2024, due_on=date(2024, 9, 30))
    assert refusal(stranger) == {"party": ["This party does not take part in this agreement."]}


def test_a_delivery_is_seen_and_kept_within_its_own_agreement(cast, indicator):
    delivery = DataDeliveryFactory(indicator=indicator, party=cast.association)
    elsewhere = IndicatorFactory(goal=cast.other_goal)
    assert not DataDelivery.objects.visible_to(cast.outsider).exists()
    assert list(DataDelivery.objects.visible_to(cast.tenant)) == [delivery]
    assert not DataDelivery.objects.editable_by(cast.tenant).exists()
    assert list(DataDelivery.objects.editable_by(cast.officer)) == [delivery]
    assert refusal(delivery, indicator=elsewhere) == {"indicator": ["This row stays in its own agreement."]}
