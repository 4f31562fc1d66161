"""Rules on meetings: one per kind and subject."""

import pytest
from django.utils import translation

from tests.factories import GoalFactory, MeetingRuleFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


def test_a_kind_of_meeting_has_one_rule(cast):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="")
    twice = MeetingRuleFactory.build(agreement=cast.agreement, kind="bestuurlijk", subject="", frequency="elke maand")
    assert refusal(twice) == {ROW: ["There is already a rule for this kind of meeting."]}


def test_meetings_on_two_themes_have_a_rule_each(cast):
    for subject in ("duurzaamheid", "leefbaarheid"):
        MeetingRuleFactory(agreement=cast.agreement, kind="thematic", subject=subject)
    with translation.override("en"):
        names = [str(rule) for rule in cast.agreement.meeting_rules.all()]
    assert names == ["meeting on one theme: duurzaamheid", "meeting on one theme: leefbaarheid"]


def test_how_often_is_always_said(cast):
    rule = MeetingRuleFactory.build(agreement=cast.agreement, frequency="")
    assert refusal(rule) == {"frequency": ["This field cannot be blank."]}


def test_a_rule_stands_in_a_goal_of_its_own_agreement(cast):
    goal = GoalFactory(theme=cast.other_theme)
    rule = MeetingRuleFactory.build(agreement=cast.agreement, goal=goal)
    assert refusal(rule) == {"goal": ["This goal belongs to another agreement."]}
