"""Minutes from concept to adopted: reactions of the parties, an answer to each, and a text that is fixed for ever."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import timezone, translation

from monitoring.exports.minutes_docx import minutes_docx
from monitoring.meetings.minutes import (
    add_to_minutes,
    adopt_minutes,
    answer_reaction,
    carry_item_over,
    change_term,
    concept_hash,
    meetings_that_adopt,
    minutes_to_adopt,
    react,
    send_minutes,
)
from monitoring.meetings.minutes_content import MinutesContent, content_of, minutes_of
from monitoring.meetings.minutes_words import (
    decided_first,
    items_passed_over,
    items_told,
    kind_of,
    promised_first,
    standing_line,
)
from monitoring.meetings.minuting import add_to_item, withdraw_decision
from monitoring.meetings.workflow import record_decision
from monitoring.models import AdoptedMinutes, Item, Meeting, MinutesReaction, MinutesTamperedError
from parties.canonical import hash_of
from parties.heartbeat import last_beat
from parties.history.write_rules import Act, act
from parties.refusals import NotAllowedNowError
from tests.factories import ActionPointFactory, ItemFactory, MeetingFactory, make_cast
from tests.races import needs_postgresql, race, staggers

pytestmark = pytest.mark.django_db
TODAY = "2024-10-10 12:00"


@pytest.fixture
def meeting(cast, at):
    at(TODAY)
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 12), minutes="Wij spraken over de flexwoningen.")


@pytest.fixture
def coming(cast, meeting):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))


@pytest.fixture
def sent(cast, meeting):
    send_minutes(meeting=meeting, by=cast.officer)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def reaction(cast, sent):
    return react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)


def adopt(meeting: Meeting, coming: Meeting, by, **more) -> AdoptedMinutes:
    return adopt_minutes(meeting=meeting, adopted_in=coming, by=by, **more)


# -- Reactions


def test_parties_get_two_weeks_to_react_unless_another_day_is_chosen(cast, meeting, sent):
    assert sent.react_until == date(2024, 10, 24)
    assert "24 oktober 2024" in mail.outbox[0].body
    with pytest.raises(NotAllowedNowError):
        change_term(meeting=sent, react_until=date(2024, 10, 9), by=cast.officer)
    mail.outbox.clear()
    assert change_term(meeting=sent, react_until=date(2024, 11, 1), by=cast.officer).react_until == date(2024, 11, 1)
    assert "1 november 2024" in mail.outbox[0].body


def test_whoever_writes_for_a_party_of_the_meeting_reacts_for_it(cast, sent):
    item = ItemFactory(meeting=MeetingFactory(agreement=cast.agreement))
    for person, party in ((cast.outsider, cast.tenants), (cast.tenant, cast.association), (cast.admin, cast.tenants)):
        with pytest.raises((PermissionDenied, ValidationError)):
            react(meeting=sent, party=party, text="Nee.", by=person)
    with pytest.raises(ValidationError):
        react(meeting=sent, party=cast.tenants, text="Nee.", item=item, by=cast.tenant)
    react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    with pytest.raises(ValidationError):
        react(meeting=sent, party=cast.tenants, text="Het waren 24 woningen.", by=cast.tenant)
    assert [(row.party, row.by) for row in sent.reactions.all()] == [(cast.tenants, cast.tenant)]


def test_nobody_reacts_before_the_minutes_are_sent_or_after_the_last_day(cast, meeting, at):
    with pytest.raises(NotAllowedNowError):
        react(meeting=meeting, party=cast.tenants, text="Te vroeg.", by=cast.tenant)
    send_minutes(meeting=meeting, by=cast.officer)
    at("2024-10-24 23:00")
    react(meeting=meeting, party=cast.tenants, text="Nog net.", by=cast.tenant)
    at("2024-10-25 00:01")
    with pytest.raises(NotAllowedNowError):
        react(meeting=meeting, party=cast.tenants, text="Te laat.", by=cast.tenant)
    late = MinutesReaction(meeting=Meeting.objects.get(pk=meeting.pk), party=cast.tenants, text="Toch.", by=cast.tenant)
    late._history_user = cast.tenant
    with pytest.raises(ValidationError):
        late.save()


def test_a_reaction_stays_as_it_was_given(cast, reaction):
    reaction.text = "Anders."
    with pytest.raises(ValidationError):
        reaction.save()
    with pytest.raises(ValidationError):
        reaction.delete()


def test_a_reaction_gets_one_answer_of_a_coordinator_and_who_reacted_is_told(cast, reaction):
    mail.outbox.clear()
    with pytest.raises(PermissionDenied):
        answer_reaction(reaction=reaction, outcome="taken_over", text="Ja.", by=cast.tenant)
    answer_reaction(reaction=reaction, outcome="taken_over", text="Lees: 24 woningen.", by=cast.officer)
    (message,) = mail.outbox
    assert cast.tenant.email in message.to[0]
    assert "Lees: 24 woningen." in message.body
    with pytest.raises(NotAllowedNowError):
        answer_reaction(reaction=reaction, outcome="not_taken_over", text="Toch niet.", by=cast.officer)


# -- On the next agenda


def test_the_minutes_come_once_on_the_agenda_of_the_next_meeting_of_their_kind(cast, meeting, coming):
    MeetingFactory(agreement=cast.agreement, held_on=date(2024, 10, 20), kind="ambtelijk")
    later = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 12, 20))
    send_minutes(meeting=meeting, by=cast.officer)
    assert [(row.meeting, row.source, row.title) for row in Item.objects.all()] == [
        (coming, Item.Source.FIXED, "Verslag van Bestuurlijk overleg, 12 september 2024")
    ]
    assert minutes_to_adopt(coming) == minutes_to_adopt(later) == [meeting]


def test_an_item_that_is_carried_over_stays_in_the_minutes_and_comes_back_once(cast, meeting, coming):
    item = ItemFactory(meeting=meeting, title="De kavel", note="Bij het bos.", discussed="Nog niet rond.", action=cast.action)
    copy = carry_item_over(item=item, by=cast.officer)
    assert (copy.meeting, copy.carried_from, copy.title, copy.note, copy.action) == (
        coming,
        item,
        "De kavel",
        "Bij het bos.",
        cast.action,
    )
    assert (copy.discussed, Item.objects.get(pk=item.pk).discussed) == ("", "Nog niet rond.")
    with pytest.raises(NotAllowedNowError):
        carry_item_over(item=item, by=cast.officer)
    with pytest.raises(PermissionDenied):
        carry_item_over(item=copy, by=cast.tenant)
    with pytest.raises(NotAllowedNowError):
        carry_item_over(item=copy, by=cast.officer)


# -- Adopting


def test_minutes_are_adopted_after_the_term_with_every_reaction_answered_by_a_later_meeting_that_was_held(
    cast, reaction, sent, coming, at
):
    at("2024-11-08 09:00")
    with pytest.raises(NotAllowedNowError):
        adopt(sent, coming, cast.officer)
    answer_reaction(reaction=reaction, outcome="taken_over", text="Lees: 24.", by=cast.officer)
    Meeting.objects.filter(pk=sent.pk).update(react_until=date(2024, 11, 8))
    with pytest.raises(NotAllowedNowError):
        adopt(sent, coming, cast.officer)
    Meeting.objects.filter(pk=sent.pk).update(react_until=date(2024, 10, 24))
    at("2024-11-06 09:00")
    with pytest.raises(NotAllowedNowError):
        adopt(sent, coming, cast.officer)
    at("2024-11-08 09:00")
    with pytest.raises(PermissionDenied):
        adopt(sent, coming, cast.tenant)
    found = adopt(sent, coming, cast.officer)
    assert (found.adopted_in, found.adopted_on) == (coming, coming.held_on)
    with pytest.raises(NotAllowedNowError):
        adopt(sent, coming, cast.officer)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "ambtelijk"},
        {"held_on": date(2024, 9, 1)},
        {"quorum_missed": True},
        {"cancelled_on": date(2024, 11, 1), "cancel_reason": "Te druk."},
    ],
)
def test_a_meeting_of_another_kind_or_that_decided_nothing_adopts_nothing(cast, sent, at, other):
    at("2024-11-08 09:00")
    row = MeetingFactory(agreement=cast.agreement, **{"held_on": date(2024, 11, 7), **other})
    assert not meetings_that_adopt(sent).exists()
    with pytest.raises(NotAllowedNowError):
        adopt(sent, row, cast.officer)


def test_a_bilateral_meeting_is_adopted_by_one_of_the_same_parties(cast, at):
    at(TODAY)
    own = [cast.municipality, cast.association]

    def bilateral(day: int, *parties) -> Meeting:
        row = MeetingFactory(agreement=cast.agreement, kind="bilateral", title=f"Dag {day}", held_on=date(2024, 10, day))
        for party in parties:
            row.own_parties.create(party=party)
        return row

    first, same, _other = bilateral(1, *own), bilateral(5, *own), bilateral(6, cast.municipality, cast.tenants)
    assert list(meetings_that_adopt(first)) == [same]


def test_what_came_since_the_page_was_opened_is_adopted_by_nobody(cast, sent, coming, at):
    at("2024-11-08 09:00")
    seen = concept_hash(sent)
    add_to_minutes(meeting=sent, text="Ook dit.", by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        adopt(sent, coming, cast.officer, seen=seen)
    assert minutes_to_adopt(coming) == [sent]
    assert adopt(sent, coming, cast.officer, seen=concept_hash(sent))
    assert minutes_to_adopt(coming) == []


@pytest.fixture
def adopted(cast, meeting, coming, at):
    """Everything that minutes hold, adopted."""
    item = ItemFactory(meeting=meeting, title="De kavel", discussed="Zij is **verkocht**.", action=cast.action)
    ItemFactory(meeting=meeting, title="Rondvraag", left_out_on=date(2024, 9, 1), left_out_reason="Geen tijd.")
    ActionPointFactory(meeting=meeting, item=item, party=cast.tenants, text="Belt de netbeheerder.")
    record_decision(meeting=meeting, item=item, action=cast.action, kind="drop", text="Vervalt.", by=cast.officer)
    send_minutes(meeting=meeting, by=cast.officer)
    given = react(meeting=meeting, party=cast.tenants, text="Het waren er 24.", item=item, by=cast.tenant)
    answer_reaction(reaction=given, outcome="taken_over", text="Lees: 24.", by=cast.officer)
    at("2024-11-08 09:00")
    return adopt(meeting, coming, cast.officer)


def test_adopted_minutes_hold_everything_and_their_hash_is_that_of_their_content(adopted):
    found = MinutesContent.from_json(adopted.verified_content())
    assert content_of(found) == adopted.content
    assert hash_of(adopted.content) == adopted.sha256
    first, second = found.items
    assert (first.number, first.title, first.discussed) == (1, "De kavel", "Zij is **verkocht**.")
    assert [(row.kind, row.text) for row in first.decisions] == [("Laten vervallen", "Vervalt.")]
    assert [(row.text, row.due_on) for row in first.points] == [("Belt de netbeheerder.", date(2024, 12, 1))]
    assert (second.number, second.left_out) == (0, "Geen tijd.")
    assert [(row.about, row.outcome, row.answer) for row in found.changes] == [("De kavel", "taken_over", "Lees: 24.")]
    assert (found.adopted_in, found.adopted_on) == ("Bestuurlijk overleg, 7 november 2024", date(2024, 11, 7))


def test_what_happens_afterwards_changes_nothing_of_adopted_minutes(cast, adopted, meeting):
    before = minutes_of(meeting)
    meeting.action_points.update(text="Iets anders.", done_on=date(2024, 12, 1))
    meeting.items.update(title="Anders")
    add_to_minutes(meeting=Meeting.objects.get(pk=meeting.pk), text="Later bleek iets.", by=cast.officer)
    assert minutes_of(Meeting.objects.get(pk=meeting.pk)) == before
    for refused in (
        partial(react, meeting=meeting, party=cast.tenants, text="Nog iets.", by=cast.tenant),
        partial(change_term, meeting=meeting, react_until=timezone.localdate() + timedelta(days=3), by=cast.officer),
    ):
        with pytest.raises((NotAllowedNowError, ValidationError)):
            refused()


def test_adopted_minutes_are_written_by_adopting_alone_and_never_again(cast, adopted, meeting, coming):
    adopted.sha256 = "0" * 64
    with pytest.raises(ValidationError):
        adopted.save()
    with pytest.raises(ValidationError):
        adopted.delete()
    another = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 13))
    row = AdoptedMinutes(meeting=another, adopted_in=coming, content="{}", sha256=hash_of("{}"), by=cast.officer)
    row._history_user = cast.officer
    with pytest.raises(ValidationError):
        row.save()
    with act(Act.ADOPT_MINUTES):
        row.save()


@pytest.mark.parametrize("changed", [{"content": "{}"}, {"content": "{}", "sha256": hash_of("{}")}])
def test_minutes_that_were_changed_past_the_program_are_found_and_not_shown(adopted, meeting, changed, capsys):
    call_command("check_minutes")
    assert last_beat("check_minutes").is_well
    AdoptedMinutes.objects.filter(pk=adopted.pk).update(**changed)
    with pytest.raises(MinutesTamperedError):
        minutes_of(meeting)
    with pytest.raises(CommandError):
        call_command("check_minutes")
    assert not last_beat("check_minutes").is_well
    assert "waterhoek-2023-2026" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_minutes_are_adopted_or_their_term_is_lengthened_where_two_people_do_both_at_once():
    cast = make_cast()
    today = timezone.localdate()
    coming = MeetingFactory(agreement=cast.agreement, held_on=today, title="Daarna")
    for place, stagger in enumerate(staggers(0.02)):
        row = MeetingFactory(
            agreement=cast.agreement,
            title=f"Verslag {place}",
            held_on=today - timedelta(days=30),
            minutes_sent_at=timezone.now(),
            react_until=today - timedelta(days=1),
        )
        calls = [
            partial(change_term, meeting=row, react_until=today, by=cast.officer),
            partial(adopt_minutes, meeting=row, adopted_in=coming, by=cast.officer),
        ]
        longer, adopting = race(*calls, refusals=(NotAllowedNowError, ValidationError), stagger=stagger)
        assert bool(longer.refusal) != bool(adopting.refusal)
        assert AdoptedMinutes.objects.filter(meeting=row).exists() == (not adopting.refusal)


# -- What came later


def test_an_addition_to_an_item_stands_with_that_item_in_every_form_of_the_minutes(cast, meeting):
    item = ItemFactory(meeting=meeting, title="De kavel")
    record_decision(meeting=meeting, item=item, kind="other", text="Verkocht.", by=cast.officer)
    add_to_item(item=Item.objects.get(pk=item.pk), text="Het waren twee kavels.", by=cast.officer)
    send_minutes(meeting=meeting, by=cast.officer)
    add_to_minutes(meeting=meeting, text="De datum was een week later.", by=cast.officer)
    found = minutes_of(Meeting.objects.select_related("agreement").get(pk=meeting.pk))
    assert [(row.title, [note.text for note in row.notes]) for row in found.items] == [("De kavel", ["Het waren twee kavels."])]
    assert [note.text for note in found.notes] == ["De datum was een week later."]
    assert "Het waren twee kavels." in render_to_string("monitoring/minutes/body.html", {"minutes": found})
    with ZipFile(BytesIO(minutes_docx(found))) as packed:
        assert "Het waren twee kavels." in packed.read("word/document.xml").decode()


def test_minutes_say_that_a_decision_was_withdrawn_and_why(cast, meeting):
    decision = record_decision(meeting=meeting, action=cast.action, kind="drop", text="Vervalt.", by=cast.officer)
    plain = content_of(minutes_of(Meeting.objects.select_related("agreement").get(pk=meeting.pk)))
    assert "withdrawn" not in plain, "what was adopted before keeps its hash"
    withdraw_decision(decision=decision, reason="Het was een misverstand.", by=cast.officer)
    (told,) = minutes_of(Meeting.objects.select_related("agreement").get(pk=meeting.pk)).decisions
    assert told.withdrawn == f"Ingetrokken op 10 oktober 2024 door {cast.officer}: Het was een misverstand."
    shown = render_to_string("monitoring/minutes/decided.html", {"decision": told})
    assert "Het was een misverstand." in shown


def test_who_minutes_answers_reactions_also_when_that_party_does_not_sign(cast, sent, reaction):
    with pytest.raises(PermissionDenied):
        answer_reaction(reaction=reaction, outcome="taken_over", text="Ja.", by=cast.association_officer)
    Meeting.objects.filter(pk=sent.pk).update(minuted_by=cast.association)
    now = MinutesReaction.objects.get(pk=reaction.pk)
    assert answer_reaction(reaction=now, outcome="taken_over", text="Ja.", by=cast.association_officer)


def test_of_a_cancelled_meeting_no_minutes_are_sent(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_on=date(2024, 9, 1), cancel_reason="Te weinig mensen.")
    with pytest.raises(NotAllowedNowError, match=r"afgezegd|cancelled"):
        send_minutes(meeting=meeting, by=cast.officer)


def test_decisions_and_promises_come_first_and_what_was_passed_over_takes_one_line(adopted):
    minutes = MinutesContent.from_json(adopted.verified_content())
    assert [(row.subject, row.words) for row in decided_first(minutes)] == [("De kavel", "Vervalt.")]
    assert [row.text for row in promised_first(minutes)] == ["Belt de netbeheerder."]
    silent = replace(minutes.items[0], number=9, title="De wijkvisie.", discussed="", decisions=(), points=())
    more = replace(minutes, items=(*minutes.items, silent))
    assert [row.title for row in items_told(more)] == [row.title for row in minutes.items]
    assert items_passed_over(more) == "9. De wijkvisie"


@pytest.mark.parametrize(("kind", "words"), [("Anders", ""), ("Vervallen", "vervallen")])
def test_the_kind_of_a_decision_is_said_where_it_says_something(adopted, kind, words):
    minutes = MinutesContent.from_json(adopted.verified_content())
    (first,) = decided_first(minutes)
    assert kind_of(replace(first.decision, kind=kind)) == words


@pytest.mark.parametrize(("day", "words"), [("2024-10-24", "reageren tot en met"), ("2024-10-25", "konden reageren tot en met")])
def test_minutes_say_that_their_term_is_over(cast, sent, at, day, words):
    at(f"{day} 12:00")
    with translation.override("nl"):
        assert standing_line(minutes_of(sent)) == f"CONCEPT, nog niet vastgesteld. Partijen {words} 24 oktober 2024."


def test_who_takes_part_hears_that_the_minutes_were_adopted(adopted, mailoutbox):
    told = [row for row in mailoutbox if "vastgesteld" in row.subject or "adopted" in row.subject]
    assert told
    assert all("/verslag/lezen/" in row.body for row in told)
