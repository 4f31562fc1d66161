"""When a party last looked: who counts, how often it is written, and what changed since by others."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agenda, Goal, LastLook
from parties.history.records import change_set
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def read(client, person, address: str, method: str = "get", **headers):
    client.force_login(person)
    return getattr(client, method)(address, headers=headers)


def looked(text) -> dict:
    return dict(LastLook.objects.of(text).values_list("party", "looked_at"))


def pages(cast) -> dict[str, str]:
    year, whole = cast.agenda.get_absolute_url(), cast.agreement.get_absolute_url()
    return {"page": year, "pdf": f"{year}agenda.pdf", "text": f"{whole}tekst/", "text as pdf": f"{whole}afspraken.pdf"}


@pytest.mark.parametrize("what", ["page", "pdf", "text", "text as pdf"])
def test_a_reader_of_a_party_looks_for_the_party(client, cast, what):
    read(client, cast.tenant, pages(cast)[what])
    text = cast.agenda if what in {"page", "pdf"} else cast.agreement
    assert set(looked(text)) == {cast.tenants.pk}
    assert LastLook.objects.count() == 1
    assert {field.name for field in LastLook._meta.fields} == {"id", "party", "agreement", "agenda", "looked_at"}, "no person"


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"Sec-Purpose": "prefetch;prerender"}),
        ("get", {"Purpose": "prefetch"}),
        ("get", {"X-Moz": "prefetch"}),
    ],
)
def test_what_nobody_reads_is_no_look(client, cast, method, headers):
    assert read(client, cast.tenant, pages(cast)["page"], method, **headers).status_code == 200
    assert not LastLook.objects.exists()


def test_who_is_of_no_party_that_takes_part_looks_for_nobody(client, cast):
    ParticipationFactory(asked=True, agreement=cast.agreement, party=cast.elsewhere, asked_by=cast.officer)
    for person in (cast.admin, cast.outsider):
        read(client, person, pages(cast)["page"])
    assert not LastLook.objects.exists()


def test_a_second_look_within_the_hour_writes_nothing(client, cast, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    read(client, cast.tenant, pages(cast)["page"])
    for minutes, expected in ((30, start), (59, start), (61, start + timedelta(minutes=61))):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        client.force_login(cast.tenant)
        with CaptureQueriesContext(connection) as taken:
            client.get(pages(cast)["page"])
        wrote = [
            query["sql"] for query in taken if "agreements_lastlook" in query["sql"] and not query["sql"].startswith("SELECT")
        ]
        assert (looked(cast.agenda)[cast.tenants.pk], bool(wrote)) == (expected, expected != start)
    assert LastLook.objects.count() == 1


def test_an_adopted_text_keeps_no_looks(client, cast):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on="2023-12-14")
    read(client, cast.tenant, pages(cast)["page"])
    assert not LastLook.objects.exists()


def test_the_page_of_the_adoption_says_who_looked_and_what_changed_since(client, cast):
    read(client, cast.tenant, pages(cast)["page"])
    adoption = f"{cast.agenda.get_absolute_url()}vaststellen/"
    today = timezone.localdate().strftime("%-d %B %Y")
    shown = words_of(read(client, cast.officer, adoption))
    assert f"Huurdersraad Waterhoek last looked on {today}; nothing changed since" in shown
    assert "Woonstichting De Sleutel has not looked yet" in shown
    with change_set(user=cast.officer):
        goal = Goal.objects.get(pk=cast.goal.pk)
        goal.text = "De voorraad groeit met 90 woningen."
        goal.save()
    assert "1 part changed since" in words_of(client.get(adoption))
    changes = f"{adoption}gelezen/{cast.tenants.pk}/"
    assert f'href="{changes}"' in client.get(adoption).content.decode()
    shown = words_of(client.get(changes))
    assert "What changed since Huurdersraad Waterhoek looked" in shown
    assert "Goal 17" in shown
    assert client.get(f"{adoption}gelezen/{cast.association.pk}/").status_code == 404
    assert read(client, cast.outsider, changes).status_code == 404


def test_its_own_changes_are_not_counted(client, cast):
    for person in (cast.officer, cast.tenant):
        read(client, person, pages(cast)["page"])
    with change_set(user=cast.officer):
        goal = Goal.objects.get(pk=cast.goal.pk)
        goal.text = "Anders."
        goal.save()
    shown = words_of(read(client, cast.officer, f"{cast.agenda.get_absolute_url()}vaststellen/"))
    assert shown.count("1 part changed since") == 1
    assert "nothing changed since" in shown


def test_the_page_takes_as_many_queries_however_many_parties_looked(client, cast):
    def queries() -> int:
        client.force_login(cast.officer)
        client.get(f"{cast.agenda.get_absolute_url()}vaststellen/")
        with CaptureQueriesContext(connection) as taken:
            client.get(f"{cast.agenda.get_absolute_url()}vaststellen/")
        return len(taken)

    read(client, cast.tenant, pages(cast)["page"])
    Goal.objects.get(pk=cast.goal.pk).save()
    one = queries()
    for number in range(4):
        party = PartyFactory(name=f"Partij {number}")
        ParticipationFactory(agreement=cast.agreement, party=party, role="involved")
        read(client, MembershipFactory(party=party).user, pages(cast)["page"])
    assert queries() <= one
