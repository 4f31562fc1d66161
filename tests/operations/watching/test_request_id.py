"""The id of a request: from our own proxy when it is well-formed, else made; in the answer, and on the page of an error."""

import pytest

from operations.watching.request_id import HEADER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("behind_proxy", "given", "is_taken"),
    [
        (True, "0f3b-9_c.Z12345", True),
        (False, "0f3b-9_c.Z12345", False),
        (True, "kort", False),
        (True, "x" * 65, False),
        (True, "twee woorden", False),
        (True, "regel\r\n{}", False),
        (True, "é" * 12, False),
    ],
)
def test_only_a_well_formed_id_of_our_proxy_is_taken(client, settings, behind_proxy, given, is_taken):
    settings.BEHIND_PROXY = behind_proxy
    found = client.get("/gezond/", headers={HEADER: given})[HEADER]
    assert (found == given) == is_taken
    assert is_taken or len(found) == 32


def test_the_page_of_an_error_names_it(client, settings):
    settings.ROOT_URLCONF = "tests.operations.watching.failing_urls"
    client.raise_request_exception = False
    response = client.get("/faalt/woord/0/")
    assert response.status_code == 500
    assert f"<code>{response[HEADER]}</code>" in response.content.decode()
