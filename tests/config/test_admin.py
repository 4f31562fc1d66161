"""The first page of administration: what has no page of its own, under ten names at most."""

import re

import pytest

from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db
LIST = re.compile(r"/beheer/\w+/\w+/")


def lists_on(client, person, address: str = "/beheer/") -> list[str]:
    client.force_login(person)
    return list(dict.fromkeys(link for link in links_of(client.get(address)) if LIST.fullmatch(link)))


def test_it_has_ten_names_at_most(client, cast):
    assert len(lists_on(client, cast.admin)) == 10
    assert lists_on(client, cast.officer) == [
        "/beheer/agreements/agreement/",
        "/beheer/agreements/meetingrule/",
        "/beheer/agreements/project/",
        "/beheer/agreements/sourcedocument/",
        "/beheer/monitoring/escalationrule/",
        "/beheer/monitoring/fixeditem/",
        "/beheer/monitoring/datadelivery/",
        "/beheer/parties/party/",
    ]


def test_what_is_written_elsewhere_is_still_found_from_the_row_above_it(client, cast):
    assert "/beheer/agreements/goal/" in lists_on(client, cast.officer, "/beheer/agreements/")
    page = client.get(f"/beheer/agreements/agreement/{cast.agreement.pk}/change/")
    assert f"/beheer/agreements/theme/{cast.theme.pk}/change/" in page.content.decode()
    assert f"/beheer/agreements/participation/{cast.agreement.participations.first().pk}/change/" in page.content.decode()


@pytest.mark.parametrize("person", ["officer", "association_officer"])
def test_a_goal_and_an_action_are_written_on_the_page_of_the_agenda(client, cast, person):
    client.force_login(getattr(cast, person))
    writing = f"{cast.agenda.get_absolute_url()}schrijven/"
    at_action, at_goal = f"actie-{cast.action.pk}-tekst", f"doel-{cast.goal.pk}-tekst"
    assert f"{writing}?deel={at_action}#deel-{at_action}" in links_of(client.get(cast.action.get_absolute_url()))
    assert f"{writing}?deel={at_goal}#deel-{at_goal}" in links_of(client.get(cast.goal.get_absolute_url()))


@pytest.mark.parametrize("person", ["tenant", "admin"])
def test_whoever_does_not_write_gets_no_link_to_it(client, cast, person):
    client.force_login(getattr(cast, person))
    for row in (cast.goal, cast.action):
        page = client.get(row.get_absolute_url())
        assert words_of(page)
        assert not [link for link in links_of(page) if "schrijven" in link or link.startswith("/beheer/agreements/")]
