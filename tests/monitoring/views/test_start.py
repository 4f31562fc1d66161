"""The start page: what it says to whom, and how often it asks the database."""

from datetime import UTC, datetime

import pytest

from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    LeadFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    RoundFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 10, 9, tzinfo=UTC)


def test_the_start_greets_by_first_name_and_says_what_waits(visit, cast, round):
    page = visit(cast.association_officer, "/")
    assert headings_of(page) == [
        "h1 Welcome, Abel",
        "h2 What waits for you",
        "h2 My agreements",
        "h3 Prestatieafspraken Waterhoek",
        "h2 Next dates",
        "h2 Over all agreements",
    ]
    assert "1 action to report Ronde 1 · through 31 October 2024" in words_of(page)
    assert {
        "/afspraken/waterhoek-2023-2026/2024/",
        "/afspraken/waterhoek-2023-2026/2024/dashboard/",
        f"/partijen/{cast.association.pk}/dashboard/",
        round.get_absolute_url(),
    } <= set(links_of(page))
    assert "Nothing waits for you now." in words_of(visit(cast.tenant, "/"))


def test_someone_who_takes_part_in_nothing_yet_reads_how_that_comes(visit, cast):
    cast.tenant.memberships.get().delete()
    words = words_of(visit(cast.tenant, "/"))
    assert "You do not take part in an agreement yet" in words
    assert "Enter an agreement" not in words


def test_an_agreement_without_agendas_says_so(visit, cast):
    ParticipationFactory(agreement=AgreementFactory(title="Nieuwe afspraken"), party=cast.tenants)
    assert "Nieuwe afspraken There is no agenda for any year yet." in words_of(visit(cast.tenant, "/"))


def test_what_changed_since_the_last_visit_stands_there(visit, cast, round, at):
    cast.action.history.all().delete()  # the story was written today, long after its October
    assert "Since your last visit" not in words_of(visit(cast.tenant, "/"))
    at("2024-10-12 09:00")
    assert "Since your last visit, on 10 October 2024 Nothing changed." in words_of(visit(cast.tenant, "/"))
    fields = {"party": cast.association, "amber": True, "submitted_at": datetime(2024, 10, 13, 9, tzinfo=UTC)}
    ProgressUpdateFactory(action=cast.action, round=round, **fields)
    at("2024-10-14 09:00")
    assert "Reported on one action, 1 at risk or worse" in words_of(visit(cast.tenant, "/"))


def test_it_takes_as_many_queries_for_one_agreement_as_for_twelve(queries, cast, round):
    def more(number: int) -> None:
        for _ in range(number):
            agenda = AgendaFactory(agreement=AgreementFactory())
            ParticipationFactory(agreement=agenda.agreement, party=cast.municipality)
            action = ActionFactory(goal__theme__agreement=agenda.agreement, agenda=agenda)
            LeadFactory(action=action, party=cast.municipality)
            ProgressUpdateFactory(action=action, round=RoundFactory(agenda=agenda, opened=True), amber=True, submitted_at=NOW)

    LeadFactory(action=cast.action, party=cast.municipality)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, submitted_at=NOW)
    before = queries(cast.officer, "/")
    assert before <= 27
    more(11)
    assert queries(cast.officer, "/") == before


def test_the_liveliest_of_many_agreements_lead_to_the_rest(visit, cast, round):
    for number in range(13):
        ParticipationFactory(agreement=AgendaFactory(agreement__title=f"Elders {number}").agreement, party=cast.tenants)
    page = visit(cast.tenant, "/mijn-afspraken/")
    assert "Prestatieafspraken Waterhoek" in words_of(page)
    assert "And 8 more agreements" in words_of(page)


def test_what_ended_more_than_a_year_ago_is_no_own_agreement_any_more(visit, cast, round):
    for end in (2022, 2023):
        agreement = AgreementFactory(title=f"Tot en met {end}", start_year=end - 1, end_year=end)
        AgendaFactory(agreement=agreement, year=end)
        ParticipationFactory(agreement=agreement, party=cast.tenants)
    words = words_of(visit(cast.tenant, "/"))
    assert ("Tot en met 2023" in words, "Tot en met 2022" in words) == (True, False)


def test_people_who_may_enter_an_agreement_are_offered_to(visit, cast):
    cast.municipality.participations.all().delete()
    assert "/afspraken/nieuw/" in links_of(visit(cast.officer, "/"))
