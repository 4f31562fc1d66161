"""The number in the bar: for most people as it is, at most a minute old for who has very many rounds under way."""

import re

import pytest

from monitoring.progress.my_page import MANY
from tests.factories import ProgressUpdateFactory
from tests.monitoring.scale import many_agreements

pytestmark = pytest.mark.django_db

AGREEMENTS, START = "/afspraken/", "/"  # only the second asks itself what waits


@pytest.fixture
def signed_in(client, cast, round):
    """In one round an action waits; in the others, as rounds() makes them, all is reported."""
    client.force_login(cast.association_officer)
    return client


@pytest.fixture
def rounds(cast, round):
    """So many rounds under way, with the one in which something waits."""
    return lambda number: many_agreements(number - 1, party=cast.association, by=cast.officer)


@pytest.fixture
def a_colleague_answers(cast, round):
    return lambda: ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)


def in_bar(client, page: str = AGREEMENTS) -> int:
    number = re.search(r'<span id="mijn-teller">(?:\((\d+)\))?</span>', client.get(page).content.decode())
    return int(number[1] or 0)


def test_who_has_few_rounds_is_told_what_waits_at_this_moment(signed_in, rounds, a_colleague_answers):
    rounds(MANY)
    assert in_bar(signed_in) == 1
    a_colleague_answers()
    assert in_bar(signed_in) == 0


def test_who_has_many_is_told_what_was_counted_within_the_last_minute(signed_in, rounds, a_colleague_answers, at):
    rounds(MANY + 1)
    assert in_bar(signed_in) == 1
    a_colleague_answers()
    at("2024-10-10 12:00:59")
    assert in_bar(signed_in) == 1
    at("2024-10-10 12:01")
    assert in_bar(signed_in) == 0


def test_a_clock_that_was_put_back_keeps_nothing(signed_in, rounds, a_colleague_answers, at):
    rounds(MANY + 1)
    in_bar(signed_in)
    a_colleague_answers()
    at("2024-10-10 11:00")
    assert in_bar(signed_in) == 0


def test_whoever_does_something_is_told_what_waits_then(signed_in, rounds, a_colleague_answers):
    rounds(MANY + 1)
    in_bar(signed_in)
    a_colleague_answers()
    signed_in.post("/taal/", {"language": "nl"})
    assert in_bar(signed_in) == 0


def test_a_page_that_counts_itself_tells_it_and_the_next_ones_say_the_same(signed_in, rounds, a_colleague_answers):
    rounds(MANY + 1)
    in_bar(signed_in)
    a_colleague_answers()
    assert (in_bar(signed_in, START), in_bar(signed_in)) == (0, 0)


def test_counting_for_many_is_asked_once_and_takes_no_query_after_that(signed_in, rounds, django_assert_max_num_queries):
    rounds(MANY + 1)
    for _ in range(3):
        in_bar(signed_in)
    with django_assert_max_num_queries(50) as asked:
        in_bar(signed_in)
    said = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in said if "monitoring_round" in sql or "UPDATE" in sql]
