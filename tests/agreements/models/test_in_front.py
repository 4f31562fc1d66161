"""Which year stands in front."""

from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Agenda, Agreement
from agreements.models.adoptable import ADOPTED as ADOPTED_STATES
from agreements.models.in_front import (
    DECIDING,
    YearsInFront,
    by_agreement,
    current_years,
    in_front_among,
    with_rounds_known,
    years_in_front,
)
from parties.prepared import Prepared
from tests.factories import AgendaFactory, AgreementFactory, RoundFactory

NOVEMBER, JANUARY = date(2024, 11, 15), date(2025, 1, 2)
ADOPTED, CLOSED, DRAFT = Agenda.State.ADOPTED, Agenda.State.CLOSED, Agenda.State.DRAFT


@dataclass(frozen=True)
class Year:
    year: int
    state: str = DRAFT
    was_asked: bool = False
    is_asked: bool = False

    @property
    def is_adopted(self) -> bool:
        return self.state in {ADOPTED, CLOSED}


def found(*years: Year, today: date) -> tuple[list[int], int | None]:
    years = years_in_front(years, today=today)
    return [row.year for row in years.front], years.next and years.next.year


def in_front_by_agreement(agendas, *, today: date) -> dict[int, YearsInFront]:
    """As the pages find them: by a query that is written once, of which only what stands in front is made."""
    return in_front_among(Prepared.in_order(lambda: by_agreement(agendas, today=today)).made_on_demand(DECIDING), today=today)


@pytest.mark.parametrize(
    ("years", "today", "expected"),
    [
        ([], NOVEMBER, ([], None)),
        ([Year(2024)], NOVEMBER, ([2024], None)),
        ([Year(2026)], NOVEMBER, ([2026], None)),
        ([Year(2023, ADOPTED), Year(2024, ADOPTED)], NOVEMBER, ([2024], None)),
        ([Year(2024, ADOPTED), Year(2025)], NOVEMBER, ([2024], 2025)),
        ([Year(2024, ADOPTED), Year(2025)], JANUARY, ([2024], 2025)),
        ([Year(2024, was_asked=True), Year(2025)], JANUARY, ([2024], 2025)),
        ([Year(2024), Year(2025)], JANUARY, ([2025], None)),
        ([Year(2024, CLOSED), Year(2025)], JANUARY, ([2025], None)),
        ([Year(2024, CLOSED), Year(2025)], NOVEMBER, ([2025], None)),
        ([Year(2024, CLOSED)], JANUARY, ([2024], None)),
        ([Year(2024, ADOPTED), Year(2025, ADOPTED)], NOVEMBER, ([2024], 2025)),
        ([Year(2024, ADOPTED), Year(2025, ADOPTED)], JANUARY, ([2025], None)),
        ([Year(2024, ADOPTED, is_asked=True), Year(2025, ADOPTED), Year(2026)], JANUARY, ([2024, 2025], 2026)),
        ([Year(2022, ADOPTED, is_asked=True), Year(2023, CLOSED), Year(2024, CLOSED), Year(2025)], JANUARY, ([2022, 2025], None)),
    ],
)
def test_the_running_year_stands_in_front_until_it_is_closed_and_the_next_beside_it(years, today, expected):
    assert found(*years, today=today) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # by the clock, of a machine that may be busy
@given(
    st.lists(
        st.builds(Year, st.integers(2020, 2030), st.sampled_from(Agenda.State.values), st.booleans(), st.booleans()),
        min_size=1,
        unique_by=lambda row: row.year,
    )
)
def test_something_stands_in_front_and_writing_a_later_year_changes_nothing_of_it(years):
    """Unless every year that has begun is closed: then the next comes in front."""
    front, _next = found(*years, today=NOVEMBER)
    assert front == sorted(front)
    assert front
    later = Year(max([2024, *(row.year for row in years)]) + 1)
    with_later, _next = found(*years, later, today=NOVEMBER)
    assert with_later == front or with_later[-1] == later.year
    if with_later != front:
        assert next(row for row in years if row.year == front[-1]).state in {CLOSED, Agenda.State.REVOKED}


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2022, 11, 2), date(2023, 11, 2), NOVEMBER, JANUARY])
def test_pages_that_leave_out_years_that_are_over_find_the_same(today):
    """Whatever the states of three years are."""
    three = list(product(Agenda.State.values, repeat=3))
    agreements = Agreement.objects.bulk_create(
        Agreement(title=f"Akkoord {number}", slug=f"akkoord-{number}", start_year=2022, end_year=2026)
        for number in range(len(three))
    )
    Agenda.objects.bulk_create(
        Agenda(
            agreement=agreement, year=2023 + at, state=state, adopted_on=date(2022, 12, 14) if state in ADOPTED_STATES else None
        )
        for agreement, states in zip(agreements, three, strict=True)
        for at, state in enumerate(states)
    )
    every = with_rounds_known(Agenda.objects.filter(agreement__in=agreements), today=today)
    of = {row.pk: [] for row in agreements}
    for agenda in every:
        of[agenda.agreement_id].append(agenda)
    assert in_front_by_agreement(Agenda.objects.filter(agreement__in=agreements), today=today) == {
        pk: years_in_front(own, today=today) for pk, own in of.items()
    }


@pytest.mark.django_db
def test_a_round_that_closes_on_2_january_keeps_its_year_in_front_until_it_is_closed(cast, django_assert_num_queries):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state=ADOPTED, adopted_on=date(2023, 12, 14))
    AgendaFactory(agreement=cast.agreement, year=2025, state=ADOPTED, adopted_on=date(2024, 12, 14))
    round = RoundFactory(agenda=cast.agenda, opened=True, opens_on="2024-12-10", closes_on="2025-01-02")

    def front(day: int) -> list[int]:
        agendas = Agenda.objects.filter(agreement=cast.agreement)
        with django_assert_num_queries(1):
            years = in_front_by_agreement(agendas, today=date(2025, 1, day))[cast.agreement.pk]
        return [agenda.year for agenda in years.front]

    assert (front(2), front(3), front(31)) == ([2024, 2025],) * 3
    round.closed_at, round.closed_by = "2025-01-03T09:00:00Z", cast.officer
    round.save()
    assert front(4) == [2025]


@pytest.mark.django_db
def test_a_planned_round_keeps_its_year_in_front_until_its_last_day(cast):
    AgendaFactory(agreement=cast.agreement, year=2025, state=ADOPTED, adopted_on=date(2024, 12, 14))
    RoundFactory(agenda=cast.agenda, opens_on="2025-01-06", closes_on="2025-01-20")
    agendas = Agenda.objects.filter(agreement=cast.agreement)
    front = {
        day: [row.year for row in in_front_by_agreement(agendas, today=date(2025, 1, day))[cast.agreement.pk].front]
        for day in (20, 21)
    }
    assert front == {20: [2024, 2025], 21: [2025]}


@pytest.mark.django_db
def test_the_words_of_the_year_in_front_are_shown_with_one_query_for_all_agreements_in_memory(cast, django_assert_num_queries):
    assert current_years({cast.agreement.pk}, today=NOVEMBER) == {cast.agreement.pk: 2024}
    AgendaFactory(agreement=cast.other_agreement, year=2025)
    found = {row.pk: row for row in Agreement.objects.all()}
    with django_assert_num_queries(1):
        years = [found[pk].year_in_front for pk in (cast.agreement.pk, cast.other_agreement.pk)]
    assert years == [2024, 2025]


@pytest.mark.django_db
def test_an_agreement_that_was_read_in_part_and_is_gone_stands_in_nobodys_way(cast):
    gone = AgreementFactory(slug="weg")
    in_part = Agreement.objects.only("title").get(pk=gone.pk)
    gone.delete()
    assert Agreement.objects.get(pk=cast.agreement.pk).year_in_front == 2024
    assert in_part.title


@pytest.mark.django_db
def test_agreements_of_one_title_whose_years_were_written_in_turn_stay_apart_and_in_order():
    """Grouped as they come out of the database: agendas that are not in order would be found as many agreements, of one year."""
    second = AgreementFactory(title="Prestatieafspraken Ypenburg")
    twins = [AgreementFactory(title="Prestatieafspraken Aalten") for _number in range(2)]
    for year in (2025, 2024, 2023):
        for agreement in (second, *twins):
            AgendaFactory(agreement=agreement, year=year, state=ADOPTED, adopted_on=date(year, 1, 1))
    years = in_front_by_agreement(Agenda.objects.order_by("-year"), today=NOVEMBER)
    assert list(years) == [*(row.pk for row in twins), second.pk]
    assert [found.current.year for found in years.values()] == [2024] * 3
    assert [found.next and found.next.year for found in years.values()] == [2025] * 3
