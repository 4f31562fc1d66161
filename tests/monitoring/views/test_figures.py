"""The page of an indicator, recording and correcting a figure, and the figures of an agreement."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import DataDelivery, Measurement
from parties.history.records import change_set
from tests.factories import DataDeliveryFactory, IndicatorFactory, MeasurementFactory, TargetFactory
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(cast, indicator):
    return MeasurementFactory(
        indicator=indicator,
        value=20,
        measured_on=date(2023, 12, 31),
        party=cast.association,
        recorded_by=cast.association_officer,
    )


@pytest.fixture
def addresses(cast, indicator, figure):
    return {
        "indicator": reverse("indicator", args=[indicator.pk]),
        "measure": reverse("measure", args=[indicator.pk]),
        "correct_measurement": reverse("correct_measurement", args=[figure.pk]),
        "figures": reverse("figures", args=[cast.agreement.slug]),
    }


def typed(**fields) -> dict:
    return {"value": "38", "measured_on": "31-12-2024", "sent_as": str(uuid4()), **fields}


# -- Who sees and does what


def test_the_addresses_are_as_people_know_them(addresses, indicator, figure):
    assert addresses == {
        "indicator": f"/indicatoren/{indicator.pk}/",
        "measure": f"/indicatoren/{indicator.pk}/meting/",
        "correct_measurement": f"/metingen/{figure.pk}/verbetering/",
        "figures": "/afspraken/waterhoek-2023-2026/cijfers/",
    }


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("indicator", [200, 200, 200, 200, 200, 404]),
        ("figures", [200, 200, 200, 200, 200, 404]),
        ("measure", [200, 200, 403, 403, 403, 404]),
        ("correct_measurement", [200, 200, 403, 403, 403, 404]),
    ],
)
def test_who_gets_which_page(visit, cast, addresses, name, answers):
    people = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.admin, cast.outsider)
    assert [visit(person, addresses[name]).status_code for person in people] == answers


def test_someone_who_may_not_record_reads_why_and_nothing_is_stored(visit, cast, addresses):
    response = visit(cast.tenant, addresses["measure"], typed())
    assert response.status_code == 403
    assert "This figure is recorded by the party that delivers it" in words_of(response)
    assert Measurement.objects.count() == 1


# -- The page


def test_the_page_tells_how_it_stands_and_where_it_comes_from(visit, cast, indicator, figure, addresses):
    page = visit(cast.tenant, addresses["indicator"])
    words = words_of(page)
    assert headings_of(page) == [
        "h1 Groei van de voorraad",
        "h2 How it stands",
        "h2 Measurements",
        "h2 How the target came to be",
    ]
    assert "20 of at least 75 woningen through 31 December 2023; on a straight line there would be 18 by then." in words
    assert "20 woningen" in words
    assert "De Sleutel Abel Bouwer" in words
    assert addresses["measure"] not in links_of(page), "a reader has no button that does nothing"
    assert addresses["measure"] in links_of(visit(cast.association_officer, addresses["indicator"]))


def test_the_page_says_how_the_target_changed_and_why(visit, cast, indicator, addresses):
    target = indicator.targets.get()
    with change_set(reason="De raad wil meer.", user=cast.officer):
        target.value = 90
        target.save()
    words = words_of(visit(cast.tenant, addresses["indicator"]))
    assert "the target was at least 75 woningen and became at least 90 woningen on" in words
    assert "by Olga Officier. Reason: De raad wil meer." in words


def test_the_goal_leads_to_its_indicators_and_the_agreement_to_its_figures(visit, cast, addresses):
    assert addresses["indicator"] in links_of(visit(cast.tenant, cast.goal.get_absolute_url()))
    assert addresses["figures"] in links_of(visit(cast.tenant, cast.agreement.get_absolute_url()))


def test_the_pages_take_as_many_queries_for_three_rows_as_for_one(client, cast, indicator, addresses):
    client.force_login(cast.officer)
    counts = []
    for number in range(3):
        other = IndicatorFactory(goal=cast.goal)
        TargetFactory(indicator=other, year=2024 + number)
        for row in (indicator, other):
            MeasurementFactory(indicator=row, measured_on=date(2024 + number, 6, 30), party=cast.association)
            DataDeliveryFactory(indicator=row, party=cast.association, year=2024 + number)
        with CaptureQueriesContext(connection) as captured:
            client.get(addresses["indicator"])
            client.get(addresses["figures"])
        counts.append(len(captured))
    assert counts[0] == counts[2]
    assert counts[0] <= 30, "fifteen a page"


# -- Recording


def test_a_figure_is_recorded_in_dutch_notation_and_told(visit, cast, indicator, addresses):
    response = visit(cast.association_officer, addresses["measure"], typed(source="Jaarverslag", provisional="on"))
    assert (response.status_code, response["Location"]) == (302, addresses["indicator"])
    row = Measurement.objects.first()
    assert (row.value, row.measured_on, row.source, row.provisional) == (38, date(2024, 12, 31), "Jaarverslag", True)
    assert "The figure has been recorded." in words_of(visit(cast.association_officer, addresses["indicator"]))


def test_a_form_that_is_sent_twice_makes_one_figure_and_both_answers_are_the_same(visit, cast, addresses):
    data = typed()
    answers = [visit(cast.association_officer, addresses["measure"], data) for _ in range(2)]
    assert [response.status_code for response in answers] == [302, 302]
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"value": "ongeveer veertig"}, "Write a number, such as 1250 or 575,03."),
        ({"value": ""}, "Give the figure, or say that it is not known yet."),
        ({"value": "95%"}, "This is counted in woningen, not in percent"),
        ({"measured_on": ""}, "Say on which day was measured"),
        ({"measured_on": "31-12-2099"}, "A figure cannot be measured in the future."),
        ({"value": "", "is_unknown": "on"}, "Say why the figure is not known yet."),
        ({"is_unknown": "on", "unknown_reason": "Loopt."}, "Give the figure, or say that it is not known yet; not both."),
        ({"unknown_reason": "Loopt."}, "Tick that the figure is not known yet, or leave the reason empty."),
        ({"period_start": "1-1-2025"}, "The first day lies after the last day."),
    ],
)
def test_what_is_wrong_is_one_clear_sentence_and_nothing_is_lost(visit, cast, addresses, data, sentence):
    form = typed(source="Eigen telling", note="Zie bijlage", **data)
    page = visit(cast.association_officer, addresses["measure"], form)
    assert page.status_code == 200
    assert words_of(page).count(sentence) >= 1
    html = page.content.decode()
    assert [value in html for value in (form["value"], "Eigen telling", "Zie bijlage", form["sent_as"])] == [True] * 4
    assert Measurement.objects.count() == 1


def test_not_known_yet_is_a_choice_with_a_reason(visit, cast, addresses):
    visit(cast.association_officer, addresses["measure"], typed(value="", is_unknown="on", unknown_reason="De telling loopt."))
    row = Measurement.objects.first()
    assert (row.value, row.is_unknown, row.unknown_reason) == (None, True, "De telling loopt.")


def test_a_coordinator_chooses_whose_figure_it_is(visit, cast, addresses):
    page = visit(cast.officer, addresses["measure"]).content.decode()
    assert f'<option value="{cast.association.pk}" selected>De Sleutel</option>' in page, "who delivers it, to begin with"
    assert "Choose whose figure it is." in words_of(visit(cast.officer, addresses["measure"], typed()))
    visit(cast.officer, addresses["measure"], typed(party=cast.association.pk))
    assert (Measurement.objects.first().party, Measurement.objects.first().on_behalf) == (cast.association, True)
    assert "entered on its behalf by Olga Officier" in words_of(visit(cast.tenant, addresses["indicator"]))


# -- Correcting


def test_a_correction_asks_why_and_keeps_what_was_there(visit, cast, figure, addresses):
    page = visit(cast.association_officer, addresses["correct_measurement"])
    assert re.search(r'name="value" value="20"', page.content.decode())
    data = typed(value="22", measured_on="31-12-2023")
    refused = words_of(visit(cast.association_officer, addresses["correct_measurement"], data))
    assert "Say why the figure is corrected." in refused
    visit(cast.association_officer, addresses["correct_measurement"], {**data, "correction_reason": "Twee vergeten."})
    words = words_of(visit(cast.tenant, addresses["indicator"]))
    assert "22 woningen Corrected: Twee vergeten. Before: 20 woningen" in words
    assert "22 of at least 75 woningen" in words


def test_a_figure_that_a_colleague_corrected_meanwhile_is_not_corrected_again(visit, cast, figure, addresses):
    data = {**typed(value="22"), "correction_reason": "Twee vergeten."}
    visit(cast.association_officer, addresses["correct_measurement"], data)
    late = {**typed(value="23"), "correction_reason": "Drie vergeten.", "party": cast.association.pk}
    page = visit(cast.officer, addresses["correct_measurement"], late)
    assert "This figure has been corrected already. Correct the newest one." in words_of(page)
    assert "Drie vergeten." in page.content.decode()
    again = visit(cast.association_officer, addresses["correct_measurement"], data)
    assert again.status_code == 302, "the same form a second time is no second correction"


# -- Deliveries


def test_a_coordinator_plans_the_deliveries_and_others_do_not(visit, cast, addresses):
    address = reverse("plan_deliveries", args=[cast.agreement.slug])
    answers = [
        visit(person, address, {}).status_code for person in (cast.association_officer, cast.tenant, cast.admin, cast.outsider)
    ]
    assert answers == [403, 403, 403, 404]
    assert not DataDelivery.objects.exists()
    assert visit(cast.officer, address, {}).status_code == 302
    assert DataDelivery.objects.count() == 4
    words = words_of(visit(cast.tenant, addresses["figures"]))
    assert "received Groei van de voorraad , of 2023, from De Sleutel, by 30 September 2023 at the latest" in words
    assert "late Groei van de voorraad , of 2024, from De Sleutel, by 30 September 2024 at the latest" in words
    assert visit(cast.officer, address).status_code == 405
