"""The bar on top of every page: who finds what there, and what it asks."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from config.menu import menu

pytestmark = pytest.mark.django_db


def bar(person) -> list[tuple[str, str, int | None]]:
    request = RequestFactory().get("/")
    request.user, request.session = person, {}
    with translation.override("en"):
        return [(entry.label, entry.address, entry.count) for entry in menu(request)["menu"]()]


AGREEMENTS, PARTY = ("Agreements", "/afspraken/", None), ("My party", "/partijen/", None)


def test_someone_who_reports_finds_what_waits(cast):
    assert bar(cast.association_officer) == [AGREEMENTS, ("My actions", "/mijn-acties/", 0), PARTY]


def test_someone_who_reads_finds_no_actions_of_her_own(cast):
    assert bar(cast.tenant) == [AGREEMENTS, PARTY]


def test_a_coordinator_finds_the_administration(cast):
    assert [label for label, _address, _count in bar(cast.officer)][-1] == "Administration"


def test_a_page_without_the_bar_asks_nothing(cast, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = cast.officer
    with django_assert_num_queries(0):
        menu(request)
    with django_assert_num_queries(2):  # what waits, and whether the administration is for this person
        bar(cast.association_officer)
