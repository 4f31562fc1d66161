"""Items of a meeting, their papers and action points: what is refused, with the sentence for the editor; what stands still."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from monitoring.meetings.workflow import record_decision
from monitoring.models import ActionPoint, Decision, Item, Paper
from parties.history.records import change_set
from tests.factories import ActionPointFactory, ItemFactory, MeetingFactory, PaperFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db
STANDS = "The meeting decided about this item: it stays as it is. What was wrong is added, not changed."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def item(cast):
    return ItemFactory(meeting=MeetingFactory(agreement=cast.agreement), action=cast.action, title="De flexwoningen")


@pytest.fixture
def promise(cast, item):
    return ActionPoint.objects.get(pk=ActionPointFactory(meeting=item.meeting, party=cast.association).pk)


@pytest.fixture
def settled(cast, item):
    record_decision(meeting=item.meeting, item=item, kind=Decision.Kind.DISCUSS, text="Het gaat door.", by=cast.officer)
    return Item.objects.get(pk=item.pk)


def test_a_decision_lets_its_item_stand_and_names_who_decided(cast, settled):
    assert settled.is_settled
    assert settled.history.latest().history_user == cast.officer


@pytest.mark.parametrize("person", ["officer", "admin", None])
@pytest.mark.parametrize("fields", [{"title": "Anders"}, {"discussed": "Anders."}, {"note": "Anders."}, {"settled_at": None}])
def test_nobody_changes_an_item_about_which_was_decided(cast, settled, person, fields):
    for name, value in fields.items():
        setattr(settled, name, value)
    with change_set(user=getattr(cast, person or "", None)), pytest.raises(ValidationError, match="decided about this item"):
        settled.save()
    assert Item.objects.get(pk=settled.pk).title == "De flexwoningen"


def test_who_read_the_item_before_the_decision_changes_nothing_after_it(cast, item):
    read_before = Item.objects.get(pk=item.pk)
    record_decision(meeting=item.meeting, item=item, kind=Decision.Kind.DISCUSS, text="Het gaat door.", by=cast.officer)
    read_before.discussed = "Iets anders."
    with pytest.raises(ValidationError, match="decided about this item"):
        read_before.save()


def test_an_item_about_which_was_decided_is_not_deleted(settled):
    with pytest.raises(ValidationError):
        settled.delete()
    with pytest.raises(ValidationError):
        Item.objects.filter(pk=settled.pk).delete()


def test_a_decision_that_is_saved_past_the_page_lets_the_item_stand_too(cast, item):
    Decision(meeting=item.meeting, item=item, kind=Decision.Kind.OTHER, text="Akkoord.").save()
    assert Item.objects.get(pk=item.pk).is_settled


def test_a_decision_may_be_about_an_item_alone_and_is_about_that_then(item):
    decision = Decision(meeting=item.meeting, item=item, kind=Decision.Kind.OTHER, text="Akkoord.")
    decision.save()
    assert decision.subject == item


def test_a_decision_is_about_something(item):
    refused = refusal(Decision(meeting=item.meeting, kind=Decision.Kind.OTHER, text="Akkoord."))
    assert refused == {"__all__": ["A decision is about one action, one goal or one item of the meeting."]}


def test_a_decision_is_about_an_item_of_its_own_meeting(cast, item):
    other = MeetingFactory(agreement=cast.agreement, title="Later")
    refused = refusal(Decision(meeting=other, item=item, kind=Decision.Kind.OTHER, text="Akkoord."))
    assert refused == {"item": ["This item belongs to another meeting."]}


def test_nothing_is_decided_about_what_was_left_out(item):
    item.left_out_on, item.left_out_reason = date(2024, 10, 1), "Nog niet rijp."
    item.save()
    refused = refusal(Decision(meeting=item.meeting, item=item, kind=Decision.Kind.OTHER, text="Akkoord."))
    assert refused == {"item": ["What was left out was not decided about. Put it back first."]}


def test_an_item_names_what_is_of_its_own_agreement(cast, item):
    assert refusal(item, action=cast.other_action) == {"action": ["This belongs to another agreement."]}


@pytest.mark.parametrize("person", ["tenant", "association_officer"])
def test_only_a_coordinator_makes_an_item(cast, item, person):
    row = Item(meeting=item.meeting, title="Van mij")
    with change_set(user=getattr(cast, person)), pytest.raises(ValidationError, match="Only a coordinator"):
        row.save()


def test_what_was_on_the_agenda_stays_once_the_minutes_were_sent(cast, item):
    type(item.meeting).objects.filter(pk=item.meeting_id).update(minutes_sent_at=timezone.now())
    item.title = "Anders"
    with change_set(user=cast.officer), pytest.raises(ValidationError, match="The minutes were sent"):
        item.save()


# -- Papers


def test_a_paper_has_the_hash_of_its_file_and_the_name_it_came_with(item, cast):
    paper = PaperFactory(item=item, by=cast.officer, file=ContentFile(b"inhoud", name="Notitie.txt"))
    assert (paper.sha256[:12], paper.file_name) == ("d7e97c74572c", "Notitie.txt")


def test_a_paper_for_one_party_is_seen_by_its_own_people_alone(item, cast):
    for_all = PaperFactory(item=item, by=cast.officer)
    own = PaperFactory(item=item, by=cast.tenant, party=cast.tenants)
    seen = {name: set(Paper.objects.visible_to(getattr(cast, name))) for name in ("tenant", "officer", "admin", "outsider")}
    assert seen == {"tenant": {for_all, own}, "officer": {for_all}, "admin": {for_all}, "outsider": set()}


def test_a_paper_comes_only_for_a_party_that_takes_part(item, cast):
    stranger = cast.other_agreement.participations.exclude(party__participations__agreement=cast.agreement).first().party
    refused = refusal(Paper(item=item, title="Nota", file=ContentFile(b"x", name="n.txt"), by=cast.officer, party=stranger))
    assert refused == {"party": ["This party does not take part in this agreement."]}


def test_a_file_that_is_not_what_it_says_is_refused(item, cast):
    refused = refusal(Paper(item=item, title="Nota", file=ContentFile(b"<html>", name="nota.pdf"), by=cast.officer))
    assert set(refused) == {"file"}


def test_no_paper_comes_to_what_was_decided_about_or_leaves_it(cast, item):
    paper = PaperFactory(item=item, by=cast.officer)
    record_decision(meeting=item.meeting, item=item, kind=Decision.Kind.DISCUSS, text="Het gaat door.", by=cast.officer)
    late = Paper(item=Item.objects.get(pk=item.pk), title="Te laat", file=ContentFile(b"x", name="n.txt"), by=cast.officer)
    assert refusal(late) == {"item": [STANDS]}
    with change_set(user=cast.officer), pytest.raises(ValidationError, match="decided about this item"):
        Paper.objects.get(pk=paper.pk).delete()


def test_a_paper_is_not_changed_after_it_was_added(cast, item):
    paper = PaperFactory(item=item, by=cast.officer)
    paper.title = "Anders"
    with change_set(user=cast.officer), pytest.raises(ValidationError, match="stays as it was added"):
        paper.save()


# -- Action points


def test_an_action_point_is_of_a_party_that_takes_part_and_of_a_person_of_it(cast, item):
    point = ActionPoint(
        meeting=item.meeting, text="Uitzoeken.", due_on=date(2024, 12, 1), party=cast.tenants, person=cast.officer
    )
    assert refusal(point) == {"person": ["This person does not belong to this party."]}


def test_an_action_point_belongs_to_an_item_of_its_meeting(cast, item):
    point = ActionPointFactory(meeting=item.meeting, party=cast.tenants)
    other = ItemFactory(meeting=MeetingFactory(agreement=cast.agreement, title="Later"))
    assert refusal(point, item=other) == {"item": ["This item belongs to another meeting."]}


@pytest.mark.parametrize("person", ["association_officer", "officer"])
def test_a_promise_is_said_to_be_done_by_who_promised_or_keeps_the_meeting(cast, promise, person):
    promise.done_on = date(2024, 11, 30)
    with change_set(user=getattr(cast, person)):
        promise.save()
    assert promise.history.latest().history_user == getattr(cast, person)


def test_another_party_does_not_say_that_a_promise_is_done(cast, promise):
    promise.done_on = date(2024, 11, 30)
    with change_set(user=cast.tenant), pytest.raises(ValidationError, match="the party that promised it"):
        promise.save()


def test_only_who_sees_the_meeting_sees_its_items_and_action_points(cast, item):
    point = ActionPointFactory(meeting=item.meeting, party=cast.tenants)
    for person, sees in (("tenant", True), ("outsider", False)):
        user = getattr(cast, person)
        assert Item.objects.visible_to(user).filter(pk=item.pk).exists() == sees
        assert ActionPoint.objects.visible_to(user).filter(pk=point.pk).exists() == sees
