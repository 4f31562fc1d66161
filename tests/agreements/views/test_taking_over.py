"""Taking a goal over on its page, and what the pages of both goals show."""

import pytest

from agreements.models import Agenda, GoalLink
from tests.factories import GoalLinkFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast, client):
    ParticipationFactory(agreement=cast.other_agreement, party=cast.association)
    client.force_login(cast.association_officer)
    return cast


def address(cast) -> str:
    return f"{cast.goal.get_absolute_url()}overnemen/"


def value(cast) -> str:
    return f"{cast.other_agenda.pk}-{cast.other_theme.pk}"


def test_from_the_page_of_the_goal_into_a_theme_of_the_draft(client, both):
    assert address(both) in client.get(both.goal.get_absolute_url()).content.decode()
    assert client.post(address(both), {"place": ""}).status_code == 422
    sent = client.post(address(both), {"place": value(both), "with_actions": "on"})
    new = GoalLink.objects.get().copy
    assert sent.url == f"{both.other_agenda.address('writing')}#doel-{new.pk}"
    assert new.actions.count() == 1


def test_who_writes_no_other_draft_is_told_so_and_sends_nothing(client, both):
    client.force_login(both.officer)
    assert "overnemen/" not in client.get(both.goal.get_absolute_url()).content.decode()
    assert "geen enkel ander concept" in client.get(address(both)).content.decode()
    assert client.post(address(both), {"place": value(both)}).status_code == 422
    client.force_login(both.outsider)
    assert client.get(address(both)).status_code == client.post(address(both), {"place": value(both)}).status_code == 404
    assert not GoalLink.objects.exists()


def test_a_draft_that_is_proposed_meanwhile_is_no_choice(client, both):
    Agenda.objects.filter(pk=both.other_agenda.pk).update(state="proposed")
    assert client.post(address(both), {"place": value(both)}).status_code == 422
    assert not GoalLink.objects.exists()


def test_both_pages_show_where_the_words_differ_to_who_reads_both(client, both):
    GoalLinkFactory(origin=both.goal, copy=both.other_goal)
    for goal, other in ((both.goal, both.other_goal), (both.other_goal, both.goal)):
        page = client.get(goal.get_absolute_url()).content.decode()
        assert f'href="{other.get_absolute_url()}"' in page
        assert "<ins" in page
    client.force_login(both.officer)
    page = client.get(both.goal.get_absolute_url()).content.decode()
    assert both.other_agreement.title not in page
    assert "In andere afspraken" not in page
