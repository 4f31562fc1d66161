"""Minuting: what is written, decided and promised, by whom, and what stands from when on."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from monitoring.meetings.escalation import escalations
from monitoring.meetings.minuting import (
    WordsChangedError,
    add_to_item,
    change_promise,
    decide_on_item,
    finish,
    newest_words,
    promise,
    reopen,
    withdraw_decision,
    write_discussed,
)
from monitoring.meetings.minuting_page import joined, others_since
from monitoring.models import ActionPoint, Decision, Item, Meeting, MeetingParty
from parties.models import User
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionPointFactory,
    ItemFactory,
    MeetingFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(cast):
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7), kind="bestuurlijk")
    return ItemFactory(meeting=meeting, action=cast.action, title="De flexwoningen")


def again(row):
    return type(row).objects.get(pk=row.pk)


def by_party(item, party):
    """The same item, of a meeting that this party minutes."""
    Meeting.objects.filter(pk=item.meeting_id).update(minuted_by=party)
    return again(item)


def writing(item, person, words="Er is stroom.", seen=None):
    return write_discussed(item=again(item), by=person, discussed=words, seen=newest_words(item) if seen is None else seen)


# -- Who


def test_without_a_party_that_minutes_the_coordinators_write(cast, item):
    assert writing(item, cast.officer).discussed == "Er is stroom."
    assert item.history.latest().history_user == cast.officer
    for person in (cast.association_officer, cast.tenant, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            writing(item, person, "Anders.")


def test_of_the_party_that_minutes_editors_and_coordinators_write_and_nobody_else(cast, item):
    item = by_party(item, cast.association)
    writing(item, cast.association_officer)
    decide_on_item(item=again(item), by=cast.association_officer, kind="discuss", text="Het gaat door.")
    add_to_item(item=again(item), by=cast.association_officer, text="Ook water.")
    promise(
        meeting=item.meeting, item=item, by=cast.association_officer, text="Belt.", party=cast.tenants, due_on=date(2024, 12, 1)
    )
    with pytest.raises(PermissionDenied, match="De Sleutel minutes this meeting: its editors and coordinators write"):
        writing(item, cast.officer, "Anders.")


def test_when_the_party_that_minutes_left_the_coordinators_write(cast, item):
    item = by_party(item, cast.association)
    MembershipFactory(party=cast.tenants, user=cast.association_officer)  # who reads along elsewhere
    cast.agreement.participations.filter(party=cast.association).delete()
    assert writing(item, cast.officer).discussed == "Er is stroom."
    with pytest.raises(PermissionDenied):
        writing(item, cast.association_officer, "Anders.")


def test_a_regular_meeting_of_two_is_minuted_by_its_own_people(cast):
    meeting = MeetingFactory(agreement=cast.agreement, kind="bilateral")
    for party in (cast.association, cast.tenants):
        MeetingParty(meeting=meeting, party=party).save()
    item = ItemFactory(meeting=meeting)
    with pytest.raises(PermissionDenied):
        writing(item, cast.officer)
    colleague = MembershipFactory(party=cast.tenants, role="coordinator").user
    assert writing(item, colleague).discussed == "Er is stroom."


# -- Two people at one item


@pytest.fixture
def colleague(cast):
    return MembershipFactory(party=cast.municipality, role="coordinator", user=UserFactory(name="Cor Coördinator")).user


def test_what_a_colleague_wrote_is_never_written_over(cast, item, colleague):
    seen = newest_words(item)
    writing(item, colleague, "Cor: geen stroom.")
    with pytest.raises(WordsChangedError):
        writing(item, cast.officer, "Olga: wel stroom.", seen)
    assert again(item).discussed == "Cor: geen stroom."
    others = others_since(item, seen, cast.officer, typed="Olga: wel stroom.")
    assert (others.text, others.by, others.seen) == ("Cor: geen stroom.", colleague, newest_words(item))
    assert others.marked.becomes == "Olga: wel stroom."
    assert writing(item, cast.officer, "Olga: wel stroom.", others.seen).discussed == "Olga: wel stroom."


def test_who_typed_nothing_leaves_what_the_colleague_wrote(cast, item, colleague):
    writing(item, cast.officer, "Samen.")
    seen = newest_words(item)
    writing(item, colleague, "Samen, en meer.")
    assert writing(item, cast.officer, "Samen.", seen).discussed == "Samen, en meer."


def test_without_a_known_version_nothing_is_written_over(cast, item, colleague):
    writing(item, colleague, "Cor.")
    for seen in (0, 999_999):
        with pytest.raises(WordsChangedError):
            writing(item, cast.officer, "Olga.", seen)


def test_a_change_of_place_on_the_agenda_is_no_change_of_words(cast, item, colleague):
    seen = newest_words(item)
    moved = again(item)
    moved.position, moved._history_user = 7, colleague
    moved.save()
    assert others_since(item, seen, cast.officer) is None
    assert writing(item, cast.officer, "Olga.", seen).discussed == "Olga."


def test_own_words_in_another_tab_are_told_when_saving_and_not_before(cast, item):
    seen = newest_words(item)
    writing(item, cast.officer, "Eerst.")
    assert others_since(item, seen, cast.officer) is None
    assert others_since(item, seen, cast.officer, typed="Daarna.").text == "Eerst."


@pytest.mark.parametrize(
    ("shown", "theirs", "mine", "both"),
    [
        ("", "Cor.", "Olga.", "Cor.\n\nOlga."),
        ("Samen.", "Samen. Cor.", "Samen. Olga.", "Samen.\n\nCor.\n\nOlga."),
        ("Samen.", "Anders.", "Samen. Olga.", "Anders.\n\nSamen. Olga."),
        ("", "Gelijk.", "Gelijk.", "Gelijk."),
        ("Samen.", "Samen. Cor.", "Samen.", "Samen.\n\nCor."),
    ],
)
def test_two_texts_are_joined_without_losing_a_word(shown, theirs, mine, both):
    assert joined(shown, theirs, mine) == both


# -- An item that stands


def test_a_decision_takes_the_words_along_and_lets_both_stand(cast, item):
    decision = decide_on_item(item=item, by=cast.officer, kind="drop", text="Vervalt.", discussed="Geen stroom.", seen=0)
    assert (decision.action, decision.goal, decision.item, decision.kind) == (cast.action, None, item, "drop")
    stands = again(item)
    assert stands.is_settled
    assert stands.discussed == "Geen stroom."
    with pytest.raises(NotAllowedNowError, match="its words stay as they are"):
        writing(item, cast.officer, "Anders.")
    assert again(item).discussed == "Geen stroom."


def test_a_decision_in_the_middle_of_a_conflict_is_not_recorded(cast, item, colleague):
    seen = newest_words(item)
    writing(item, colleague, "Cor.")
    with pytest.raises(WordsChangedError):
        decide_on_item(item=item, by=cast.officer, kind="discuss", text="Door.", discussed="Olga.", seen=seen)
    assert not Decision.objects.exists()
    assert not again(item).is_settled


def test_an_item_that_stands_is_added_to_and_one_that_does_not_is_changed(cast, item):
    with pytest.raises(NotAllowedNowError, match="Nothing was decided about this item yet"):
        add_to_item(item=item, by=cast.officer, text="Ook water.")
    decide_on_item(item=item, by=cast.officer, kind="discuss", text="Het gaat door.")
    addition = add_to_item(item=again(item), by=cast.officer, text="Ook water.")
    assert (addition.item, addition.meeting, addition.by) == (item, item.meeting, cast.officer)
    addition.text = "Anders."
    with pytest.raises(ValidationError):
        addition.save()


def test_an_addition_is_about_an_item_of_its_own_meeting(cast, item):
    other = ItemFactory(meeting=MeetingFactory(agreement=cast.agreement, title="Later"))
    decide_on_item(item=item, by=cast.officer, kind="discuss", text="Het gaat door.")
    addition = add_to_item(item=again(item), by=cast.officer, text="Ook water.")
    addition.item = other
    with pytest.raises(ValidationError, match="This item belongs to another meeting"):
        addition.full_clean()


def test_a_wrong_decision_is_corrected_by_one_that_names_it(cast, item):
    wrong = decide_on_item(item=item, by=cast.officer, kind="drop", text="Vervalt.")
    right = decide_on_item(item=again(item), by=cast.officer, kind="discuss", text="Gaat door.", corrects=wrong)
    assert right.corrects == wrong
    assert again(wrong).kind == "drop"


def test_nothing_is_written_in_a_meeting_that_was_cancelled_or_minuted_or_about_what_was_left_out(cast, item):
    for of_meeting, of_item in (
        ({"cancelled_on": date(2024, 11, 1), "cancel_reason": "Ziek."}, {}),
        ({"minutes_sent_at": timezone.now()}, {}),
        ({}, {"left_out_on": date(2024, 11, 1), "left_out_reason": "Niet rijp."}),
    ):
        before = Meeting.objects.filter(pk=item.meeting_id).values().get()
        Meeting.objects.filter(pk=item.meeting_id).update(**of_meeting)
        Item.objects.filter(pk=item.pk).update(**of_item)
        with pytest.raises(NotAllowedNowError):
            writing(item, cast.officer)
        Meeting.objects.filter(pk=item.meeting_id).update(**before)


# -- Withdrawn: test_withdrawing.py has the rest


def test_what_was_discussed_in_a_decision_that_was_withdrawn_comes_before_the_executives_again(cast, round, item):
    ProgressUpdateFactory(action=cast.action, round=round, red=True)
    Meeting.objects.filter(pk=item.meeting_id).update(held_on=timezone.localdate())
    decision = decide_on_item(item=again(item), by=cast.officer, kind="discuss", text="Gaat door.")
    assert not escalations(cast.agreement)
    withdraw_decision(decision=decision, by=cast.officer, reason="Niet besloten.")
    assert [row.action for row in escalations(cast.agreement)] == [cast.action]


# -- Action points


@pytest.fixture
def point(cast, item):
    found = promise(
        meeting=item.meeting,
        item=item,
        by=cast.officer,
        text="Belt de netbeheerder.",
        party=cast.association,
        person=cast.association_officer,
        due_on=date(2024, 12, 1),
    )
    return ActionPoint.objects.get(pk=found.pk)


def test_an_action_point_is_for_the_action_of_its_item(cast, item, point):
    assert (point.item, point.action, point.who) == (item, cast.action, "Abel Bouwer (De Sleutel)")


def test_who_promised_it_says_that_it_is_done_and_takes_that_back(cast, point):
    finish(point=point, by=cast.association_officer, note="Stroom in mei.")
    row = again(point)
    assert (row.is_done, row.done_note) == (True, "Stroom in mei.")
    with pytest.raises(NotAllowedNowError):
        finish(point=row, by=cast.association_officer, note="Nog eens.")
    with pytest.raises(NotAllowedNowError, match="Undo that first"):
        change_promise(point=row, by=cast.officer, text="Anders.", party=cast.tenants, due_on=date(2025, 1, 1))
    reopen(point=row, by=cast.association_officer)
    row = again(point)
    assert (row.done_on, row.done_note) == (None, "")
    assert [record.history_user for record in row.history.all()] == [
        cast.association_officer,
        cast.association_officer,
        cast.officer,
    ]
    with pytest.raises(NotAllowedNowError):
        reopen(point=row, by=cast.association_officer)


def test_others_of_the_agreement_do_not_say_that_it_is_done(cast, point):
    for person in (cast.tenant, cast.executive, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            finish(point=point, by=person, note="")
    finish(point=point, by=cast.officer, note="Gezien.")  # who minutes


def test_a_reader_who_is_named_says_it_and_the_rules_let_it_be_written(cast, item):
    own = ActionPointFactory(meeting=item.meeting, party=cast.tenants, person=cast.tenant)
    finish(point=again(own), by=cast.tenant, note="Gedaan.")
    assert again(own).is_done


def owners(point) -> set:
    return {person.name for person in User.objects.all() if ActionPoint.objects.owned_by(person).filter(pk=point.pk).exists()}


def test_who_is_named_does_it_and_after_leaving_the_coordinators_of_the_party(cast, point):
    MembershipFactory(party=cast.association, role="coordinator", user=UserFactory(name="Carla Coördinator"))
    assert owners(point) == {"Abel Bouwer"}
    cast.association_officer.memberships.all().delete()
    assert owners(point) == {"Carla Coördinator"}


def test_of_a_party_alone_its_coordinators_do_it(cast, item):
    MembershipFactory(party=cast.association, role="coordinator", user=UserFactory(name="Carla Coördinator"))
    assert owners(ActionPointFactory(meeting=item.meeting, party=cast.association)) == {"Carla Coördinator"}


def test_a_party_that_does_not_take_part_promises_nothing(cast, item):
    with pytest.raises(ValidationError, match="does not take part"):
        promise(meeting=item.meeting, by=cast.officer, text="Belt.", party=cast.elsewhere, due_on=date(2024, 12, 1))
