"""Who gets what at every address of the site: one row for each, one column for each role, with GET and POST.

The addresses come from the URL configuration: one without a row here fails. The story is told from the housing association, which
leads the action; the outsider coordinates a municipality that takes part in another agreement only.
"""

from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.conftest import is_spared

from .rows import ROWS
from .site import ROLES, make_site

pytestmark = pytest.mark.django_db


def every_address(patterns, route: str = "", namespaces: tuple[str, ...] = ()) -> set[str]:
    """The name of every address, or its route where it has none."""
    found = set()
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found.add(":".join([*namespaces, pattern.name]) if pattern.name else here)
        else:
            found |= every_address(
                pattern.url_patterns, here, (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            )
    return found


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ROWS) == every_address(get_resolver().url_patterns)


@pytest.fixture(scope="module")
def site(module_rows):
    """The people, signed in, and the rows that the addresses are about; made once, for nothing that is asked here stays."""
    return make_site()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ROWS))
def test_everyone_gets_exactly_what_the_matrix_says(site, name, method, pytestconfig):
    row = ROWS[name]
    expected = dict(zip(ROLES, getattr(row, method).split(), strict=True))
    if is_spared(pytestconfig):
        asked = [asks_most(expected)]
    else:
        asked = at_the_borders(expected) if pytestconfig.getoption("quick") else ROLES
    address = row.address(site)
    answers = {role: answer(site.clients[role], method, address) for role in asked}
    assert answers == {role: expected[role] for role in asked}, address


def at_the_borders(expected: dict[str, str]) -> list[str]:
    """Of those who get the same, the first and the last role. A rule that is wrong for one between them is for `ALL=1`."""
    alike = [[role for role in ROLES if expected[role] == answer] for answer in dict.fromkeys(expected.values())]
    return [role for roles in alike for role in dict.fromkeys((roles[0], roles[-1]))]


def asks_most(expected: dict[str, str]) -> str:
    """Whose request comes furthest into the code, and so asks the database all it can be asked; who may what, SQLite knows."""
    return "superuser" if expected["coordinator"] in {"403", "404"} else "coordinator"


def answer(client: Client, method: str, address: str) -> str:
    """The status, with "in" for the way to the login; whatever the request wrote is undone."""
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = getattr(client, method)(address)
        if response.streaming:
            b"".join(response.streaming_content)  # which closes the file
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return "in"
    return str(response.status_code)


def test_in_a_hurry_each_answer_is_asked_of_two_and_every_role_somewhere():
    expected = dict(zip(ROLES, ["in", "404", "200", "200", "200", "404", "404", "200"], strict=True))
    assert at_the_borders(expected) == ["anonymous", "outsider", "other_editor", "reader", "superuser"]
    rows = [dict(zip(ROLES, getattr(row, method).split(), strict=True)) for row in ROWS.values() for method in ("get", "post")]
    asked = [at_the_borders(row) for row in rows]
    assert {role for roles in asked for role in roles} == set(ROLES)
    assert all({row[role] for role in roles} == set(row.values()) for row, roles in zip(rows, asked, strict=True))
