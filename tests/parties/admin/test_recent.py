"""What someone did last in administration leads to where it is, and nowhere when that is gone."""

import pytest
from django.contrib.admin.models import LogEntry

from tests.pages import links_of

pytestmark = pytest.mark.django_db


def test_behind_what_one_did_last_is_never_a_page_that_is_not_there(client, cast):
    client.force_login(cast.admin)
    gone = cast.other_goal
    for row in (cast.goal, gone):
        LogEntry.objects.log_actions(cast.admin.pk, [row], 2)
    address = f"/beheer/agreements/goal/{gone.pk}/change/"
    assert address in links_of(client.get("/beheer/"))
    key = gone.pk
    gone.actions.all().delete()
    gone.delete()
    links = [link for link in links_of(client.get("/beheer/")) if f"/goal/{key}/" in link or f"/goal/{cast.goal.pk}/" in link]
    assert links == [f"/beheer/agreements/goal/{cast.goal.pk}/change/"]
    assert client.get(links[0]).status_code == 200


def test_what_one_may_no_longer_see_is_no_link(client, cast):
    LogEntry.objects.log_actions(cast.officer.pk, [cast.other_goal], 2)
    client.force_login(cast.officer)
    page = client.get("/beheer/")
    assert str(cast.other_goal)[:20] in page.content.decode()
    assert not [link for link in links_of(page) if f"/goal/{cast.other_goal.pk}/" in link]
