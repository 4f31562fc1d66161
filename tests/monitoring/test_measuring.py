"""Who records a figure, and that one form makes one figure."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.measurement_form import MeasurementForm, measurement_forms
from monitoring.measuring import parties_measured_by, record_measurement, record_measurements
from monitoring.models import Measurement
from parties.models import Membership, Party
from tests.factories import IndicatorFactory, LeadFactory, MembershipFactory, PartyFactory, PartyMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def filled_in(indicator, party, **fields) -> Measurement:
    return Measurement(indicator=indicator, party=party, **{"measured_on": date(2024, 12, 31), "value": 38, **fields})


def test_who_records_for_which_party(cast, indicator):
    people = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider, cast.admin)
    assert {person.name: {party.name for party in parties_measured_by(indicator, person)} for person in people} == {
        "Olga Officier": {"Gemeente Waterhoek", "Woonstichting De Sleutel"},
        "Abel Bouwer": {"Woonstichting De Sleutel"},
        "Tess Huurder": set(),
        "Wies Wethouder": set(),
        "Bas Buiten": set(),
        "Ad Min": set(),
    }


def test_whoever_leads_an_action_of_the_goal_records_as_well(cast, indicator):
    group = PartyFactory(name="Energiewerkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=group, member=cast.tenants)
    volunteer = UserFactory()
    MembershipFactory(user=volunteer, party=cast.tenants, role=Membership.Role.EDITOR)
    assert not parties_measured_by(indicator, volunteer).exists()
    LeadFactory(action=cast.action, party=group)
    assert list(parties_measured_by(indicator, volunteer)) == [group]


def test_a_figure_is_recorded_with_who_did_so(cast, indicator):
    figure = record_measurement(filled_in(indicator, cast.association), by=cast.association_officer)
    assert (figure.recorded_by, figure.on_behalf) == (cast.association_officer, False)
    assert figure.history.get().history_user == cast.association_officer


def test_a_coordinator_records_on_behalf_of_another_party_and_that_is_told(cast, indicator):
    assert record_measurement(filled_in(indicator, cast.association), by=cast.officer).on_behalf
    assert not record_measurement(filled_in(indicator, cast.municipality), by=cast.officer).on_behalf


def test_nobody_records_for_a_party_that_is_not_theirs(cast, indicator):
    for person in (cast.tenant, cast.executive, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied, match="door de partij die het levert"):
            record_measurement(filled_in(indicator, cast.association), by=person)
    assert not Measurement.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_figure(cast, indicator):
    first = filled_in(indicator, cast.association)
    again = filled_in(indicator, cast.association, sent_as=first.sent_as)
    assert record_measurement(first, by=cast.association_officer) == record_measurement(again, by=cast.association_officer)
    assert Measurement.objects.get().value == 38


def test_a_form_that_comes_back_with_another_figure_is_not_taken_for_the_same(cast, indicator):
    """Someone went back in the browser and changed it: that is neither lost in silence nor stored as a second figure."""
    first = record_measurement(filled_in(indicator, cast.association), by=cast.association_officer)
    changed = filled_in(indicator, cast.association, sent_as=first.sent_as, value=99)
    with pytest.raises(ValidationError, match="Dit formulier is al verstuurd, met andere cijfers"):
        record_measurement(changed, by=cast.association_officer)
    assert Measurement.objects.get().value == 38


# -- Within the report on an action


def test_the_report_on_an_action_asks_the_figures_of_its_goal_and_they_may_stay_empty(cast, indicator):
    IndicatorFactory(goal=cast.goal, name="Verkoop")
    assert [form.indicator.name for form in measurement_forms(cast.action, cast.association_officer)] == [
        "Groei van de voorraad",
        "Verkoop",
    ]
    assert measurement_forms(cast.action, cast.tenant) == []
    first, second = measurement_forms(cast.action, cast.association_officer)
    typed = {first.add_prefix("sent_as"): first["sent_as"].value(), second.add_prefix("sent_as"): second["sent_as"].value()}
    typed |= {first.add_prefix("value"): "1.038", first.add_prefix("measured_on"): "31-12-2024"}
    forms = measurement_forms(cast.action, cast.association_officer, typed)
    assert [form.is_valid() for form in forms] == [True, True]
    assert [form.has_changed() for form in forms] == [True, False]
    record_measurements([form.instance for form in forms if form.has_changed()], by=cast.association_officer)
    assert Measurement.objects.get().indicator == indicator


def test_a_form_has_only_the_fields_that_its_indicator_has(cast, indicator):
    rent = IndicatorFactory(goal=cast.goal, kind="maximum", per="moment", unit="€ per maand", price_level=2020)
    count, amount = (MeasurementForm(indicator=row, user=cast.association_officer) for row in (indicator, rent))
    assert ("period_start" in count.fields, "price_level" in count.fields) == (True, False)
    assert ("period_start" in amount.fields, "price_level" in amount.fields) == (False, True)
    assert amount.initial["price_level"] == 2020
