"""A deleted row is restored as it last was, by people who may edit the row above it; all or nothing."""

import pytest

from agreements.models import Action, Goal, Indicator, Lead, Target
from parties.history.put_back import PutBackError, last_of, put_back
from tests.factories import IndicatorFactory, MembershipFactory, TargetFactory

from .posting import address, history_counts, take_away


def told(client, url: str) -> list[str]:
    return [str(message) for message in client.get(url).context["messages"]]


def test_an_action_comes_back_with_its_leads(cast, officer):
    take_away(cast.action, by=cast.officer)
    response = officer.post(address(cast.action, "put_back"))
    assert response.url == address(cast.action, "history")
    assert told(officer, response.url) == [f"Put back: {cast.action}"]
    assert Action.objects.get(pk=cast.action.pk).text == cast.action.text
    assert Lead.objects.get(pk=cast.lead.pk).task == "realisatie bouw"
    rows = [Action.history.latest(), Lead.history.latest()]
    assert {(row.history_type, row.history_change_reason, row.history_user) for row in rows} == {("+", "Put back", cast.officer)}
    assert rows[0].change_set == rows[1].change_set


def test_two_levels_come_back_together(cast, officer):
    target = TargetFactory(indicator=IndicatorFactory(goal=cast.goal))
    cast.action.delete()
    take_away(cast.goal, by=cast.officer)
    officer.post(address(cast.goal, "put_back"))
    assert Goal.objects.get(pk=cast.goal.pk).text == cast.goal.text
    assert Indicator.objects.get().targets.get() == Target.objects.get(pk=target.pk)
    assert not Action.objects.filter(pk=cast.action.pk).exists()


def test_a_lead_has_its_button_in_the_history_of_its_action(cast, officer):
    take_away(cast.lead, by=cast.officer)
    url = address(cast.action, "history")
    assert f'value="lead-{cast.lead.pk}"' in officer.get(url).content.decode()
    officer.post(address(cast.action, "put_back"), {"row": f"lead-{cast.lead.pk}"})
    assert Lead.objects.get().party == cast.association
    assert f'value="lead-{cast.lead.pk}"' not in officer.get(url).content.decode()
    officer.post(address(cast.action, "put_back"), {"row": f"lead-{cast.lead.pk}"})
    assert told(officer, url)[-1] == "This is there again already."


def test_what_cannot_come_back_says_why_and_nothing_is_written(cast, officer):
    take_away(cast.action, by=cast.officer)
    deletion = last_of(Action, cast.action.pk)
    cast.agreement.participations.get(party=cast.association).delete()
    before = history_counts()
    officer.post(address(cast.action, "put_back"))
    (sentence,) = told(officer, address(cast.action, "history"))
    assert sentence.startswith("This cannot be put back as it was: ")
    assert "De Sleutel does not take part in this agreement." in sentence
    assert history_counts() == before
    assert not Action.objects.filter(pk=cast.action.pk).exists()
    cast.goal.delete()
    with pytest.raises(PutBackError):
        put_back(deletion, by=cast.officer)


def test_only_who_may_edit_what_it_stood_in(cast, officer, outsider):
    take_away(cast.lead, by=cast.officer)
    MembershipFactory(user=cast.outsider, party=cast.association, role="reader")
    posted = {"row": f"lead-{cast.lead.pk}"}
    assert outsider.post(address(cast.action, "put_back"), posted).status_code == 403
    assert officer.get(address(cast.action, "put_back")).status_code == 405
    assert officer.post(address(cast.action, "put_back"), {"row": f"goal-{cast.goal.pk}"}).status_code == 404
    assert officer.post(address(cast.goal, "put_back"), posted).status_code == 404
    take_away(cast.action, by=cast.officer)
    assert outsider.get(address(cast.action, "history")).status_code == 404
    assert outsider.post(address(cast.action, "put_back")).status_code == 404
    assert not Lead.objects.exists()
