"""Links between an action and those of earlier years from which it comes."""

import pytest
from django.db import models

from agreements.consent.lock import why_not_change
from agreements.models import ActionLink
from tests.factories import ActionFactory, ActionLinkFactory, AgendaFactory, GoalFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db

YEAR = {"earlier": ["An action comes from an earlier year."]}
OTHER = {"earlier": ["This action belongs to another agreement."]}
ONE = {"later": ["This action comes from another one already; only a merged action comes from several."]}
GOES_ON = {"earlier": ["This action goes on in 2024 already."]}


@pytest.fixture
def before(cast):
    return AgendaFactory(agreement=cast.agreement, year=2023)


def an_action(cast, agenda):
    return ActionFactory(goal=cast.goal, agenda=agenda)


def link(earlier, later, kind="carried") -> ActionLink:
    return ActionLink(earlier=earlier, later=later, kind=kind)


@pytest.mark.parametrize("year", [2024, 2025])
def test_an_action_comes_from_an_earlier_year(cast, year):
    agenda = cast.agenda if year == 2024 else AgendaFactory(agreement=cast.agreement, year=year)
    assert refusal(link(an_action(cast, agenda), cast.action)) == YEAR


def test_an_action_does_not_follow_itself(cast):
    assert refusal(link(cast.action, cast.action)) == {"earlier": ["An action does not follow itself."]}


def test_an_action_comes_from_its_own_agreement_or_the_one_before(cast):
    agenda = AgendaFactory(agreement=cast.other_agreement, year=2023)
    foreign = ActionFactory(agenda=agenda, goal=GoalFactory(theme=cast.other_theme))
    assert refusal(link(foreign, cast.action)) == OTHER
    cast.agreement.predecessor = cast.other_agreement
    cast.agreement.save()
    link(foreign, cast.action).save()
    assert cast.action.lineage == (cast.action.pk, foreign.pk)


def test_what_was_carried_over_or_split_off_comes_from_one_action_and_what_was_merged_from_several(cast, before):
    one, two = an_action(cast, before), an_action(cast, before)
    ActionLinkFactory(earlier=one, later=cast.action)
    for kind in ActionLink.Kind:
        assert refusal(link(two, cast.action, kind)) == ONE
    merged = an_action(cast, cast.agenda)
    ActionLinkFactory(earlier=two, later=merged, kind="merged")
    ActionLinkFactory(earlier=an_action(cast, before), later=merged, kind="merged")
    assert refusal(link(an_action(cast, before), merged, "split")) == ONE


@pytest.mark.parametrize(
    ("first", "second"), [("carried", "carried"), ("split", "carried"), ("carried", "split"), ("merged", "split")]
)
def test_an_action_goes_on_in_one_way_in_a_year(cast, before, first, second):
    earlier = an_action(cast, before)
    ActionLinkFactory(earlier=earlier, later=cast.action, kind=first)
    assert refusal(link(earlier, an_action(cast, cast.agenda), second)) == GOES_ON


def test_a_split_action_goes_on_in_several(cast, before):
    earlier = an_action(cast, before)
    for later in (cast.action, an_action(cast, cast.agenda)):
        ActionLinkFactory(earlier=earlier, later=later, kind="split")
    assert earlier.later_links.count() == 2


def test_an_action_that_goes_on_stays_and_the_later_one_takes_its_link_along(cast, before):
    earlier = an_action(cast, before)
    row = ActionLinkFactory(earlier=earlier, later=cast.action)
    with pytest.raises(models.RestrictedError):
        earlier.delete()
    cast.action.delete()
    assert [record.history_type for record in ActionLink.history.filter(id=row.pk)] == ["-", "+"]
    earlier.delete()


def test_a_link_stands_still_with_the_year_of_the_later_action(cast, before):
    row = ActionLinkFactory(earlier=an_action(cast, before), later=cast.action)
    before.state, before.adopted_on = "adopted", "2022-12-14"
    before.save()
    assert why_not_change(row) == ""
    cast.agenda.state = "proposed"
    cast.agenda.save()
    assert "2024" in why_not_change(row)
