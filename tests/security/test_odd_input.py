"""Numbers that are no number of a row and texts of absurd shape: refused or not found, never an error of ours, and soon."""

import re
import time
from datetime import timedelta
from functools import reduce

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from agreements.markdown import first_words, to_html
from agreements.models import MeetingRule
from parties.row_ids import row_id
from tests.factories import LeadFactory, MeetingRuleFactory, MembershipFactory, RoundFactory, UserFactory

ODD = ["9" * 5000, "9" * 30, "-1", "٣", "1e5", "abc", "\x00", "{}"]


@pytest.mark.parametrize("text", [*ODD, "", None])
def test_no_number_of_a_row(text):
    assert row_id(text) is None


def test_a_number_of_a_row():
    assert (row_id("12"), row_id(12), row_id("0" * 5 + "12")) == (12, 12, 12)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD)
def test_no_page_breaks_on_an_odd_number(cast, odd):
    client = Client(raise_request_exception=False)
    client.force_login(cast.officer)
    round = RoundFactory(agenda=cast.agenda, opened=True)
    LeadFactory(action=cast.action, party=cast.municipality)
    action, goal, rule = (f"admin:agreements_{name}" for name in ("action", "goal", "meetingrule"))
    asked = [
        (reverse("progress", args=[cast.action.pk]), {"ronde": odd, "partij": odd, "keep_mine": odd}),
        (reverse("save_report", args=[cast.action.pk]), {"ronde": odd, "partij": odd}),
        (reverse("round_remind", args=[round.pk]), {"partij": odd, "persoon": odd}),
        (reverse(f"{rule}_add"), {"goal": odd, "agreement": odd, "planned_by": odd, "lege_regels": odd}),
        (
            reverse(f"{action}_change", args=[cast.action.pk]),
            {"agenda": odd, "history_seen": f"action:{odd}", "lege_regels": odd},
        ),
        (reverse(f"{action}_put_back", args=[cast.action.pk]), {"row": f"lead-{odd}"}),
        (reverse("admin:agreements_agreement_order", args=[cast.agreement.pk]), {"move": f"meeting_rules-{odd}-up"}),
        (reverse(f"{goal}_changelist"), {"thema": odd, "afspraken": odd, "agreement": odd, "p": odd}),
        (reverse("admin:agreements_agenda_change", args=[cast.agenda.pk]), {"year": odd}),
        (
            reverse("admin:autocomplete"),
            {"app_label": "agreements", "model_name": "action", "field_name": "goal", "afspraken": odd},
        ),
    ]
    broke = {
        (address, method)
        for address, data in asked
        for method in ("get", "post")
        if getattr(client, method)(address, data).status_code >= 500
    }
    assert broke == set()


def addresses_with_a_number(resolver=None, before="/"):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses_with_a_number(pattern, route)
        elif "<int:" in route:
            yield route


@pytest.mark.django_db
@pytest.mark.for_postgresql  # and on SQLite, which has another idea of what is too large
# Whether a number has too many figures for the database or far too many, no page asks.
@pytest.mark.parametrize("number", ["9" * 19, pytest.param("9" * 400, marks=pytest.mark.with_all)])
def test_no_address_breaks_on_a_number_that_no_database_knows(cast, number):
    client = Client(raise_request_exception=False)
    client.force_login(cast.officer)
    known = {"<slug:slug>": cast.agreement.slug, "<year:year>": str(cast.agenda.year)}
    known |= {
        "<slug:what>": "doel",
        "<slug:act>": "anders",
        "<slug:kind>": "actie",
        "<slug:name>": "tekst",
        "<str:key>": "2024-06-01",
    }
    asked = [
        re.sub(r"<int:\w+>", number, reduce(lambda text, part: text.replace(*part), known.items(), route))
        for route in addresses_with_a_number()
    ]
    assert len(asked) > 40
    assert not [address for address in asked if "<" in address]
    broke = [(address, way) for address in asked for way in ("get", "post") if getattr(client, way)(address).status_code >= 500]
    assert broke == []


@pytest.mark.django_db
def test_no_page_breaks_on_a_sign_that_postgresql_keeps_in_no_text(cast):
    """Only PostgreSQL breaks on it; SQLite keeps it."""
    nul, why = "a\0b", {"change_reason": "a\0b"}
    client = Client(raise_request_exception=False)
    client.force_login(cast.officer)
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, may_sign=True)
    rule = "admin:agreements_meetingrule"
    _first, below = (MeetingRuleFactory(agreement=cast.agreement, position=position) for position in (1, 2))
    search = {"app_label": "agreements", "model_name": "action", "field_name": "goal", "term": nul}
    adopting = cast.agenda.get_absolute_url() + "vaststellen/"
    until = {"deadline": (timezone.localdate() + timedelta(days=9)).isoformat()}
    answers = [
        client.get(reverse("admin:autocomplete"), search),
        client.post(
            reverse("admin:agreements_agreement_order", args=[cast.agreement.pk]), {"move": f"meeting_rules-{below.pk}-up", **why}
        ),
        client.post(reverse(f"{rule}_delete", args=[below.pk]), {"post": "yes", **why}),
        client.post(reverse(f"{rule}_put_back", args=[below.pk]), why),
        client.post(adopting + "voorstellen/", until),
        client.post(adopting + "intrekken/", {"reason": nul}),
    ]
    assert [answer.status_code for answer in answers] == [200, 302, 302, 302, 302, 422]
    assert MeetingRule.history.filter(id=below.pk).latest().history_change_reason.endswith(": ab")


@pytest.mark.parametrize(
    "text", ["a" + "\n" * 60_000 + "b", "[" * 20_000, "> " * 5_000 + "x", "[a](b" * 10_000, "_" * 20_000, "*a**b" * 5_000]
)
def test_no_text_keeps_the_server_busy(text):
    begun = time.monotonic()
    to_html(text, 3)
    first_words(text)
    assert time.monotonic() - begun < 3
