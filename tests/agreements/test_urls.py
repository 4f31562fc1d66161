"""What the addresses of one agreement have in common; tests/access has every address, and who gets what there."""

import pytest
from django.core.files.base import ContentFile
from django.urls import Resolver404, resolve

from tests.factories import AppendixFactory

pytestmark = pytest.mark.django_db

# Not about one agreement: everyone who is signed in has them, each with the own agreements.
FOR_EVERYONE = {"agreements": "/afspraken/"}
FILES = ("agenda_pdf", "agenda_docx", "agenda_xlsx", "agenda_ods", "agenda_csv")
OF_ONE_AGREEMENT = ("agreement", "agenda", "comments", *FILES, "goal", "action", "appendix", "party")
NOWHERE = [
    "/afspraken/bestaat-niet/",
    "/afspraken/bestaat-niet/2024/",
    "/afspraken/waterhoek-2023-2026/2025/",
    "/afspraken/waterhoek-2023-2026/2025/agenda.pdf",
    "/afspraken/zandbergen-2023-2026/2025/agenda.docx",
    "/doelen/999999/",
    "/acties/999999/",
    "/bijlagen/999999/",
    "/partijen/999999/",
]
NO_ROUTE = [
    "/afspraken/waterhoek-2023-2026/1999/",
    "/afspraken/waterhoek-2023-2026/20245/",
    "/afspraken/waterhoek-2023-2026/2100/",
    "/afspraken/waterhoek-2023-2026/24/",
    "/afspraken/waterhoek 2023/",
    "/doelen/x/",
    "/acties/-1/",
    "/bijlagen/1/../2/",
]


@pytest.fixture
def pages(cast):
    """The addresses of everything in the agreement of Waterhoek."""
    appendix = AppendixFactory(agreement=cast.agreement, file=ContentFile(b"inhoud", name="begrippen.txt"))
    agenda = cast.agenda.get_absolute_url()
    return {
        "agreement": cast.agreement.get_absolute_url(),
        "agenda": agenda,
        "comments": f"{agenda}opmerkingen/",
        **{name: f"{agenda}{name.replace('_', '.')}" for name in FILES},
        "goal": cast.goal.get_absolute_url(),
        "action": cast.action.get_absolute_url(),
        "appendix": f"/bijlagen/{appendix.pk}/",
        "party": f"/partijen/{cast.municipality.pk}/",
    }


@pytest.mark.parametrize("name", [*FOR_EVERYONE, *OF_ONE_AGREEMENT])
def test_someone_who_is_not_signed_in_is_sent_to_the_login_and_back_afterwards(client, pages, name):
    address = {**FOR_EVERYONE, **pages}[name]
    response = client.get(address, {"soort": "ongoing"})
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={address}%3Fsoort%3Dongoing")


@pytest.mark.parametrize("name", OF_ONE_AGREEMENT)
def test_someone_who_leaves_the_party_sees_it_no_longer(client, cast, pages, name):
    client.force_login(cast.tenant)
    cast.tenant.memberships.get().delete()
    assert client.get(pages[name]).status_code == 404


@pytest.mark.parametrize("name", FOR_EVERYONE)
def test_everyone_who_is_signed_in_has_a_start(client, cast, name):
    for person in (cast.tenant, cast.outsider, cast.admin):
        client.force_login(person)
        assert client.get(FOR_EVERYONE[name]).status_code == 200


@pytest.mark.parametrize("name", [*FOR_EVERYONE, *OF_ONE_AGREEMENT])
def test_pages_are_read_only(client, cast, pages, name):
    address = {**FOR_EVERYONE, **pages}[name]
    client.force_login(cast.admin)
    assert [getattr(client, method)(address).status_code for method in ("post", "put", "patch", "delete")] == [405] * 4


@pytest.mark.parametrize("name", [*FOR_EVERYONE, *OF_ONE_AGREEMENT])
def test_a_request_for_the_head_alone_is_answered(client, cast, pages, name):
    client.force_login(cast.admin)
    assert client.head({**FOR_EVERYONE, **pages}[name]).status_code == 200


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_not_found(client, cast, address):
    client.force_login(cast.admin)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", NO_ROUTE)
def test_what_could_not_be_there_is_no_address(client, address):
    with pytest.raises(Resolver404):
        resolve(address)
    assert client.get(address).status_code == 404, "also for who is not signed in, without asking for a login"


def test_a_page_that_one_may_not_see_looks_like_one_that_is_not_there(client, cast, pages):
    client.force_login(cast.outsider)
    hidden, absent = client.get(pages["agreement"]), client.get("/afspraken/bestaat-niet/")
    assert [response.templates[0].name for response in (hidden, absent)] == ["404.html", "404.html"]
    assert (
        hidden.content.replace(b"waterhoek-2023-2026", b"bestaat-niet").split(b"csrfmiddlewaretoken")[0]
        == (absent.content.split(b"csrfmiddlewaretoken")[0])
    )


def test_nothing_of_another_agreement_shows_on_the_pages_of_an_outsider(client, cast):
    client.force_login(cast.outsider)
    for address in (*FOR_EVERYONE.values(), cast.other_agreement.get_absolute_url(), cast.other_agenda.get_absolute_url()):
        assert "Waterhoek" not in client.get(address).content.decode()
