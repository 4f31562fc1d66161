"""The agenda of a meeting: made, made again, added to, moved, left out and put back; and mailed."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.meetings.agenda_page import agenda_for, mailed
from monitoring.meetings.items import add_item, change_item, leave_out, make_agenda, move_item, put_back
from monitoring.meetings.mailing import send_agenda
from monitoring.meetings.minutes import send_minutes
from monitoring.meetings.workflow import record_decision
from monitoring.models import Decision, Item, Meeting
from parties.refusals import NotAllowedNowError
from tests.factories import ActionPointFactory, ItemFactory, MeetingFactory, ProgressUpdateFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel("2024-10-20 09:00Z", tick=False):
        yield


@pytest.fixture
def round(cast):
    return RoundFactory(agenda=cast.agenda, name="Ronde 3", opened=True, opens_on=date(2024, 10, 1), closes_on=date(2024, 10, 31))


@pytest.fixture
def meeting(cast, round):
    """With a question, and an action point of the meeting before it."""
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    before = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1))
    ActionPointFactory(meeting=before, party=cast.association, text="Vraag de netbeheerder.")
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7), starts_at="14:00")


@pytest.fixture
def made(cast, meeting):
    make_agenda(meeting=meeting, by=cast.officer)
    return Meeting.objects.select_related("agreement").get(pk=meeting.pk)


def sources(meeting: Meeting) -> list[str]:
    return [item.source for item in meeting.items.on_agenda()]


def the(meeting: Meeting, source: str) -> Item:
    return meeting.items.select_related("meeting__agreement").get(source=source)


USUAL = ["fixed", "fixed", "question", "action_point", "fixed"]


# -- Made


def test_an_agenda_is_made_in_order_in_dutch_and_by_who_did_it(cast, made):
    assert sources(made) == USUAL
    assert [item.position for item in made.items.all()] == [1, 2, 3, 4, 5]
    assert made.items.first().title == "Opening en mededelingen"
    assert {item.history.latest().history_user for item in made.items.all()} == {cast.officer}


def test_made_again_it_gets_nothing_twice(cast, made):
    assert make_agenda(meeting=made, by=cast.officer) == []
    assert sources(made) == USUAL


def test_what_people_did_stays_when_it_is_made_again(cast, made):
    change_item(item=the(made, "question"), by=cast.officer, title="Mijn woorden", note="Kort.", minutes_needed=25)
    leave_out(item=the(made, "action_point"), reason="Is geregeld.", by=cast.officer)
    added = add_item(meeting=made, by=cast.officer, title="De wijkvisie", note="", minutes_needed=15)
    move_item(item=added, steps=-3, by=cast.officer)
    before = list(made.items.values("pk", "position", "title", "note", "minutes_needed", "left_out_reason"))
    assert make_agenda(meeting=made, by=cast.officer) == []
    assert list(made.items.values("pk", "position", "title", "note", "minutes_needed", "left_out_reason")) == before
    assert sources(made) == ["added", "fixed", "fixed", "question", "fixed"]


def test_what_came_since_is_added_behind_its_kind_also_when_people_moved_things(cast, made):
    move_item(item=the(made, "question"), steps=-2, by=cast.officer)
    before = Meeting.objects.get(held_on=date(2024, 9, 1))
    ActionPointFactory(meeting=before, party=cast.association, text="Bel de provincie.", due_on=date(2025, 1, 1))
    (new,) = make_agenda(meeting=made, by=cast.officer)
    assert new.title == "Bel de provincie."
    assert sources(made) == ["question", "fixed", "fixed", "action_point", "action_point", "fixed"]


def test_a_new_question_on_an_action_that_stands_there_comes_as_well(cast, made, round):
    """Nothing that is asked may be missing, whatever stands on the agenda about the same action."""
    later = datetime(2024, 10, 18, 9, tzinfo=UTC)
    question = the(made, "question")
    Item.objects.filter(pk=question.pk).update(source="moment", origin=f"moment:{cast.action.pk}")
    ProgressUpdateFactory(
        action=cast.action, round=round, party=cast.association, amber=True, ask="Wie belt er?", submitted_at=later
    )
    (new,) = make_agenda(meeting=made, by=cast.officer)
    assert (new.source, "Wie belt er?" in new.note) == ("question", True)


def test_an_escalated_action_that_says_the_question_stands_for_both(cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True)
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    make_agenda(meeting=meeting, by=cast.officer)
    assert sources(meeting) == ["fixed", "fixed", "escalated", "fixed"]


def test_after_a_decision_nothing_comes_before_what_was_decided(cast, made):
    record_decision(meeting=made, item=the(made, "question"), kind=Decision.Kind.OTHER, text="Wij.", by=cast.officer)
    ItemFactory(meeting=Meeting.objects.get(held_on=date(2024, 9, 1)), title="Overgebleven")
    make_agenda(meeting=made, by=cast.officer)
    assert sources(made) == ["fixed", "fixed", "question", "left_over", "action_point", "fixed"]


def test_a_meeting_that_is_over_gets_no_agenda_any_more(cast, meeting):
    with time_machine.travel("2024-11-08 09:00Z"), pytest.raises(NotAllowedNowError):
        make_agenda(meeting=meeting, by=cast.officer)


def test_once_the_minutes_were_sent_the_agenda_stays(cast, made):
    Meeting.objects.filter(pk=made.pk).update(held_on=date(2024, 10, 19), minutes="Zo was het.")
    send_minutes(meeting=Meeting.objects.get(pk=made.pk), by=cast.officer)
    for write in (
        partial(make_agenda, meeting=made),
        partial(add_item, meeting=made, title="Nog iets"),
        partial(leave_out, item=the(made, "question"), reason="Toch niet."),
    ):
        with pytest.raises(NotAllowedNowError):
            write(by=cast.officer)


@pytest.mark.parametrize("person", ["tenant", "association_officer", "outsider", "admin"])
def test_only_who_keeps_the_meeting_makes_and_changes_its_agenda(cast, made, person):
    by, item = getattr(cast, person), the(made, "question")
    for write in (
        partial(make_agenda, meeting=made),
        partial(add_item, meeting=made, title="Van mij"),
        partial(change_item, item=item, title="Van mij"),
        partial(move_item, item=item, steps=1),
        partial(leave_out, item=item, reason="Weg ermee."),
        partial(put_back, item=item),
        partial(send_agenda, meeting=made),
    ):
        with pytest.raises(PermissionDenied):
            write(by=by)


# -- Moved and left out


def test_an_item_moves_among_what_is_on_the_agenda(cast, made):
    leave_out(item=made.items.get(position=4), reason="Geen tijd.", by=cast.officer)
    move_item(item=the(made, "question"), steps=1, by=cast.officer)
    assert [item.title for item in made.items.on_agenda()][-1] == the(made, "question").title
    move_item(item=the(made, "question"), steps=1, by=cast.officer)  # at the end it stays
    move_item(item=the(made, "question"), steps=-9, by=cast.officer)
    assert made.items.on_agenda().first() == the(made, "question")


def test_what_was_left_out_is_not_moved_and_comes_back_where_it_was(cast, made):
    item = the(made, "action_point")
    leave_out(item=item, reason="Is geregeld.", by=cast.officer)
    item.refresh_from_db()
    assert (item.is_left_out, item.left_out_on, item.left_out_reason) == (True, date(2024, 10, 20), "Is geregeld.")
    with pytest.raises(NotAllowedNowError):
        move_item(item=item, steps=1, by=cast.officer)
    put_back(item=item, by=cast.officer)
    assert sources(made) == USUAL


def test_an_item_is_left_out_with_a_reason(cast, made):
    with pytest.raises(ValidationError):
        leave_out(item=the(made, "question"), reason="", by=cast.officer)


def test_what_was_decided_is_not_moved_nor_does_another_move_past_it(cast, made):
    question = the(made, "question")
    record_decision(meeting=made, item=question, kind=Decision.Kind.OTHER, text="Wij.", by=cast.officer)
    for item in (question, the(made, "action_point")):
        with pytest.raises(NotAllowedNowError):
            move_item(item=item, steps=-1, by=cast.officer)


# -- The clock, and what changed


def test_each_item_says_when_it_begins_and_the_meeting_when_it_ends(cast, made):
    leave_out(item=the(made, "action_point"), reason="Is geregeld.", by=cast.officer)
    agenda = agenda_for(Meeting.objects.select_related("agreement").get(pk=made.pk), cast.tenant)
    assert [f"{row.begins_at:%H:%M}" for row in agenda.rows] == ["14:00", "14:05", "14:10", "14:20"]
    assert (f"{agenda.ends_at:%H:%M}", agenda.minutes, [row.number for row in agenda.rows]) == ("14:25", 25, [1, 2, 3, 4])
    assert [row.item.source for row in agenda.left_out] == ["action_point"]


def test_without_a_time_only_the_minutes_are_told(cast, made):
    Meeting.objects.filter(pk=made.pk).update(starts_at=None)
    agenda = agenda_for(Meeting.objects.select_related("agreement").get(pk=made.pk), cast.tenant)
    assert (agenda.ends_at, {row.begins_at for row in agenda.rows}, agenda.minutes) == (None, {None}, 27)


def test_a_question_that_was_withdrawn_after_the_mail_says_so_at_its_item(cast, made, round):
    def changed() -> str:
        agenda = agenda_for(made, cast.tenant)
        return next(row.origin.changed for row in agenda.rows if row.item.source == "question")

    send_agenda(meeting=made, by=cast.officer)
    assert changed() == ""
    later = datetime(2024, 10, 19, 9, tzinfo=UTC)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, submitted_at=later)
    assert changed() == "The question was withdrawn: the last report does not ask it any more."


def test_an_action_point_that_was_done_since_says_so(cast, made):
    point = Meeting.objects.get(held_on=date(2024, 9, 1)).action_points.get()
    point.done_on = date(2024, 10, 20)
    point.save()
    agenda = agenda_for(made, cast.tenant)
    assert [row.origin.changed for row in agenda.rows if row.item.source == "action_point"] == ["Done by now."]


# -- Mailed


def test_the_agenda_is_mailed_once_with_one_link_to_those_who_coordinate_or_sign(cast, made):
    people = send_agenda(meeting=made, by=cast.officer)
    assert len(mail.outbox) == len(people) > 0
    body = mail.outbox[0].body
    assert body.count("/overleggen/") == body.count(f"/overleggen/{made.pk}/agenda/") == 1
    assert "1. Opening en mededelingen" in body
    with pytest.raises(NotAllowedNowError):
        send_agenda(meeting=made, by=cast.officer)


def test_after_a_change_it_is_mailed_again_as_changed(cast, made):
    send_agenda(meeting=made, by=cast.officer)
    assert not mailed(agenda_for(made, cast.officer)).has_changed
    change_item(item=the(made, "question"), by=cast.officer, minutes_needed=30)
    assert mailed(agenda_for(made, cast.officer)).has_changed
    mail.outbox.clear()
    send_agenda(meeting=made, by=cast.officer)
    assert {message.subject.partition(":")[0] for message in mail.outbox} == {"Gewijzigde agenda"}


def test_changed_and_changed_back_it_can_be_mailed_again(cast, made):
    item = the(made, "question")
    send_agenda(meeting=made, by=cast.officer)
    for minutes in (30, item.minutes_needed):
        change_item(item=item, by=cast.officer, minutes_needed=minutes)
        send_agenda(meeting=made, by=cast.officer)
    assert made.agenda_mailings.count() == 3


def test_a_title_that_leads_to_another_site_stays_out_of_the_mail(cast, made):
    add_item(meeting=made, by=cast.officer, title="Kijk op nep.example/inloggen", note="", minutes_needed=5)
    send_agenda(meeting=made, by=cast.officer)
    assert "nep.example" not in "".join(str(message.message()) for message in mail.outbox)


def test_an_empty_agenda_is_not_mailed(cast, meeting):
    with pytest.raises(NotAllowedNowError):
        send_agenda(meeting=meeting, by=cast.officer)
