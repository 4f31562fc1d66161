"""Who records a figure, and that one form makes one figure."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.figures.account import with_figures
from monitoring.figures.forms import FigureForms, MeasurementForm
from monitoring.figures.recording import FigureRefusedError, parties_measured_by, record_measurement, record_measurements
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


def figure_forms(cast, typed=None) -> FigureForms:
    indicators = with_figures(cast.goal.indicators.all())
    who = {"party": cast.association, "user": cast.association_officer}
    return FigureForms(indicators, **who, reference_date=date(2024, 9, 30), data=typed)


def test_the_report_on_an_action_asks_the_figures_of_its_goal_and_they_may_stay_empty(cast, indicator):
    IndicatorFactory(goal=cast.goal, name="Verkoop")
    first, second = figure_forms(cast)
    assert [form.indicator.name for form in (first, second)] == ["Groei van de voorraad", "Verkoop"]
    typed = {form[name].html_name: form[name].value() for form in (first, second) for name in ("sent_as", "measured_on")}
    assert not figure_forms(cast, typed).are_filled_in
    forms = figure_forms(cast, typed | {first.add_prefix("value"): "1.038"})
    assert (forms.are_filled_in, forms.are_valid(), forms.mistakes) == (True, True, [])
    record_measurements(forms.measurements, by=cast.association_officer)
    figure = Measurement.objects.get()
    assert (figure.indicator, figure.party, figure.value, figure.measured_on) == (
        indicator,
        cast.association,
        1038,
        date(2024, 9, 30),
    )


def test_the_forms_in_a_report_ask_the_database_nothing_for_more_figures(cast, indicator, django_assert_num_queries):
    for _ in range(3):
        with django_assert_num_queries(4):  # the indicators, their targets, what was measured, the year in front
            assert [str(form["value"]) for form in figure_forms(cast)]
        IndicatorFactory(goal=cast.goal, price_level=2024, unit="€ per maand")


def test_a_figure_that_was_refused_takes_the_others_with_it_and_says_which(cast, indicator):
    good, wrong = filled_in(indicator, cast.association), filled_in(IndicatorFactory(goal=cast.goal), cast.association)
    wrong.value = None
    with pytest.raises(FigureRefusedError) as refused:
        record_measurements([good, wrong], by=cast.association_officer)
    assert (refused.value.indicator, refused.value.sentences) == (
        wrong.indicator,
        ["Vul het cijfer in, of kies dat het nog niet bekend is."],
    )
    assert not Measurement.objects.exists()


def test_the_very_same_figure_from_another_tab_is_one_figure(cast, indicator):
    first = record_measurement(filled_in(indicator, cast.association), by=cast.association_officer)
    assert record_measurement(filled_in(indicator, cast.association), by=cast.association_officer) == first
    record_measurement(filled_in(indicator, cast.association, value=39), by=cast.association_officer)
    assert sorted(Measurement.objects.values_list("value", flat=True)) == [38, 39]


def test_a_form_has_only_the_fields_that_its_indicator_has(cast, indicator):
    rent = IndicatorFactory(goal=cast.goal, kind="maximum", per="moment", unit="€ per maand", price_level=2020)
    count, amount = (MeasurementForm(indicator=row, user=cast.association_officer) for row in (indicator, rent))
    assert ("period_start" in count.fields, "price_level" in count.fields) == (True, False)
    assert ("period_start" in amount.fields, "price_level" in amount.fields) == (False, True)
    assert amount.initial["price_level"] == 2020
