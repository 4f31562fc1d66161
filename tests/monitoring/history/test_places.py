"""Of each row of history: whether the parties read it, and where it belongs."""

import pytest
from django.apps import apps
from django.utils import timezone
from simple_history.models import HistoricalChanges

from agreements.models import Action, Comment, Goal, MeetingRule
from agreements.models.words import GoalText
from monitoring.history.lines import make_missing_lines
from monitoring.history.places import SOMETIMES_UNTOLD, TOLD, UNTOLD, is_told, which_are_told
from monitoring.models import Attachment, Evaluation, HistoryLine, Paper, ProgressUpdate
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from tests.factories import (
    AttachmentFactory,
    DecisionFactory,
    EvaluationFactory,
    ItemFactory,
    MeasurementFactory,
    MeetingFactory,
    MembershipFactory,
    PaperFactory,
    PartyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_every_model_with_a_history_is_told_or_says_why_not():
    tracked = {model.instance_type for model in apps.get_models() if issubclass(model, HistoricalChanges)}
    assert {model._meta.label for model in tracked} == {model._meta.label for model in TOLD} | set(UNTOLD)
    assert not {model._meta.label for model in TOLD} & set(UNTOLD)


def line_of(row) -> HistoryLine:
    return HistoryLine.objects.filter(model=row._meta.label, row=row.pk).latest("pk")


def test_a_line_says_where_the_row_stands_and_who_wrote_it_for_whom(scene):
    cast = scene.cast
    with change_set(reason="Af", user=cast.association_officer), act(Act.REPORT):
        row = MeasurementFactory(indicator=cast.indicator, party=cast.tenants, recorded_by=cast.association_officer)
    line = line_of(row)
    found = (line.agreement, line.goal, line.indicator, line.person, line.by_party, line.of_party)
    assert found == (
        cast.agreement.pk,
        cast.goal.pk,
        cast.indicator.pk,
        cast.association_officer.pk,
        cast.association.pk,
        cast.tenants.pk,
    )
    of_lead = line_of(cast.lead)
    assert (of_lead.goal, of_lead.action, of_lead.year) == (cast.goal.pk, cast.action.pk, 2024)


def test_what_goes_along_with_what_it_stood_in_keeps_its_place(scene):
    action = Action.objects.get(agenda__year=2025, agenda__agreement=scene.agreement)
    key, agenda = action.pk, scene.agenda(2025)
    agenda.delete()
    line = HistoryLine.objects.get(model="agreements.Action", row=key, change="-")
    assert (line.agreement, line.action, line.year) == (scene.agreement.pk, key, 2025)


def test_who_belongs_to_two_parties_acts_for_the_one_that_takes_part(scene):
    person = UserFactory()
    for party in (PartyFactory(), scene.cast.tenants):
        MembershipFactory(user=person, party=party, role="editor")
    with change_set(user=person):
        Comment.about(scene.cast.action, year=2024, party=scene.cast.tenants, by=person, text="Goed zo", is_own=False).save()
    assert HistoryLine.objects.get(model="agreements.Comment").by_party == scene.cast.tenants.pk


def test_an_evaluation_is_told_once_it_closed(scene):
    evaluation = EvaluationFactory(agenda=scene.agenda())
    visible = HistoryLine.objects.visible_to(scene.cast.tenant).filter(evaluation=evaluation.pk)
    assert HistoryLine.objects.filter(evaluation=evaluation.pk).exists()
    assert not visible.exists()
    assert not HistoryLine.objects.visible_to(scene.cast.admin).filter(evaluation=evaluation.pk).exists()
    closed = {"opened_at": timezone.now(), "opened_by": scene.coordinator, "closed_at": timezone.now(), "asked": []}
    Evaluation._base_manager.filter(pk=evaluation.pk).update(closed_by=scene.coordinator, **closed)
    assert visible.exists()


def lines_made_anew(**which) -> tuple[list, list, int]:
    """The lines as they were written with their rows, as they are made when they are missing, and how many that says it made."""
    before = list(HistoryLine.objects.order_by("model", "record").values())
    HistoryLine.objects.filter(**which).delete()
    made = make_missing_lines()
    after = list(HistoryLine.objects.order_by("model", "record").values())
    return [{**row, "id": 0} for row in before], [{**row, "id": 0} for row in after], made


def test_lines_that_are_missing_are_made_once_and_as_they_were(scene):
    before, after, made = lines_made_anew()
    assert made == len(before)
    assert after == before
    assert make_missing_lines() == 0


def test_lines_that_are_missing_are_made_of_every_kind_that_is_sometimes_told(scene):
    """Closed meetings, papers and notes of one party, drafts, and a person of two parties of which the last takes part."""
    cast, person = scene.cast, UserFactory()
    for party in (PartyFactory(), cast.tenants):
        MembershipFactory(user=person, party=party, role="editor")
    MeetingFactory(agreement=scene.agreement, kind=MeetingRule.Kind.BILATERAL)
    item = ItemFactory(meeting=MeetingFactory(agreement=scene.agreement), goal=cast.goal)
    for party in (None, cast.tenants):
        PaperFactory(item=item, party=party, by=person)
    DecisionFactory(meeting=item.meeting, action=cast.action)
    with change_set(user=person):
        for is_own in (True, False):
            Comment.about(cast.action, year=2024, party=cast.tenants, by=person, text="Goed zo", is_own=is_own).save()
    draft = AttachmentFactory(added_by=person).update
    draft.submitted_at = timezone.now()
    draft.save()
    AttachmentFactory(added_by=person)
    EvaluationFactory(agenda=scene.agenda())
    assert HistoryLine.objects.filter(was_closed=True).exists()
    before, after, made = lines_made_anew()
    assert made == len(before)
    assert after == before
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.write_for(2025)
    goal.text = "Meer betaalbare woningen dan vorig jaar."
    goal.save()
    told = {model: model.history.filter(which_are_told(model)) for model in SOMETIMES_UNTOLD}
    said = {model: {row.pk for row in model.history.all() if is_told(row)} for model in SOMETIMES_UNTOLD}
    assert {model: {row.pk for row in rows} for model, rows in told.items()} == said
    untold = {model for model in SOMETIMES_UNTOLD if len(said[model]) < model.history.count()}
    assert untold >= {Comment, Paper, ProgressUpdate, Attachment, GoalText}


def test_the_line_of_what_went_with_what_it_stood_in_is_made_from_the_lines_before_it(scene):
    scene.agenda(2025).delete()
    before, after, made = lines_made_anew(change="-")
    assert made == len([row for row in before if row["change"] == "-"]) > 0
    assert after == before
