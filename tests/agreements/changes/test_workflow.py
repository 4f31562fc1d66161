"""Writing a proposal of changes, putting it to the parties, answering it; who may, and each refusal with its sentence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from mailer.models import Message

from agreements.advice import workflow as advising
from agreements.changes import workflow
from agreements.consent import adoption, answering
from agreements.consent.closing import close_year
from agreements.models import Agenda, Change, Comment, Goal, Participation, Proposal, Version
from agreements.models.advice_days import TERM
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, drop, in_days, now
from tests.agreements.consent.test_adoption import CrashError
from tests.factories import GoalFactory, MembershipFactory, ParticipationFactory, PartyFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "De 21 flexwoningen zijn opgeleverd."


# -- Who writes and puts it


@pytest.mark.parametrize("person", ["tenant", "executive", "outsider", "admin"])
def test_only_people_who_write_for_a_party_that_signs_begin_one(scene, person):
    with pytest.raises(PermissionDenied, match="Only editors and coordinators of a party that signs"):
        workflow.start(text=scene.agenda(), by=getattr(scene.cast, person))


def test_an_editor_writes_it_and_a_coordinator_puts_it(scene):
    editor = scene.cast.association_officer
    draft = workflow.start(text=scene.agenda(), by=editor, subject="Aantallen")
    workflow.put_change(proposal=draft, by=editor, **adjust(scene.cast.action, text=TEXT))
    for person in (editor, scene.coordinator):
        with pytest.raises(PermissionDenied):
            workflow.open_changes(proposal=draft, by=person, deadline=in_days(14))
    coordinator = UserFactory()
    MembershipFactory(user=coordinator, party=scene.cast.association, role=Membership.Role.COORDINATOR)
    opened = workflow.open_changes(proposal=draft, by=coordinator, deadline=in_days(14))
    assert (opened.state, opened.opened_by, opened.party) == (Proposal.State.OPEN, coordinator, scene.cast.association)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("draft", "still being written"), ("proposed", "proposed for adoption"), ("closed", "not changed any more")],
)
def test_only_a_text_in_force_is_changed(scene, state, sentence):
    year = 2023 if state == "closed" else 2025
    if state == "proposed":
        from agreements.consent import adoption

        adoption.propose(text=scene.agenda(2025), by=scene.coordinator, deadline=in_days(14))
    with pytest.raises(NotAllowedNowError, match=sentence):
        workflow.start(text=scene.agenda(year), by=scene.coordinator)
    assert sentence in workflow.why_not_change(scene.agenda(year), scene.coordinator)


# -- What is put stands; until then it is written


def test_while_it_waits_the_text_in_force_stays_and_what_was_put_stays(scene):
    before = now(scene.cast.action)
    proposal = scene.propose(adjust(scene.cast.action, text=TEXT))
    assert (scene.agenda().state, now(scene.cast.action).history.count()) == (Agenda.State.ADOPTED, before.history.count())
    scene.all_is_well()
    change = proposal.changes.get()
    for do in (change.save, change.delete):
        with pytest.raises(ValidationError, match="stays as it is"):
            do()
    with pytest.raises(NotAllowedNowError, match="put to the parties already"):
        workflow.put_change(proposal=proposal, by=scene.coordinator, **adjust(scene.cast.goal, text="Anders."))
    with pytest.raises(NotAllowedNowError, match="put to the parties already"):
        workflow.take_out(change=change, by=scene.coordinator)


def test_a_draft_is_written_and_put_aside(scene):
    draft = scene.draft(adjust(scene.cast.action, text=TEXT), drop(scene.cast.second, dropped_on="2024-05-03"))
    assert draft.kind == Proposal.Kind.ADJUST
    first, second = draft.changes.all()
    workflow.take_out(change=first, by=scene.coordinator)
    assert now(draft).kind == Proposal.Kind.DROP
    workflow.put_change(
        proposal=draft, by=scene.coordinator, change=second, **drop(scene.cast.second, "Te duur.", dropped_on="2024-05-04")
    )
    assert [row.becomes["drop_reason"] for row in draft.changes.all()] == ["Te duur."]
    assert workflow.discard(proposal=draft, by=scene.coordinator).state == Proposal.State.WITHDRAWN
    assert mail.outbox == [] or not [message for message in mail.outbox if "Andere afspraak" in message.body]


def test_an_empty_proposal_is_not_put(scene):
    with pytest.raises(NotAllowedNowError, match="no change in this proposal"):
        scene.propose()


def test_everyone_who_may_sign_is_asked_with_the_subject(scene):
    mail.outbox.clear()
    scene.propose(adjust(scene.cast.action, text=TEXT))
    asked = [message for message in mail.outbox if "Andere afspraak" in message.subject]
    receivers = {address for message in asked for address in message.to}
    assert all(any(person.email in address for address in receivers) for person in scene.signers.values())


def test_too_few_people_may_sign(scene):
    Membership.objects.filter(party=scene.cast.tenants, may_sign=True).delete()
    with pytest.raises(NotAllowedNowError, match="Not enough people may sign for Huurdersraad"):
        scene.propose(adjust(scene.cast.action, text=TEXT))


# -- What cannot be, at its field


def refused(scene, change: dict) -> dict:
    draft = workflow.start(text=scene.agenda(), by=scene.coordinator)
    with pytest.raises(ValidationError) as error, transaction.atomic():
        workflow.put_change(proposal=draft, by=scene.coordinator, **change)
    assert not draft.changes.exists()
    return {name: " ".join(sentences) for name, sentences in error.value.message_dict.items()}


def test_what_cannot_be_is_said_at_its_field(scene):
    cast = scene.cast
    outside = {"leads": [{"party": cast.elsewhere.pk, "task": ""}]}
    twice = {"leads": [{"party": cast.tenants.pk}, {"party": cast.tenants.pk}]}
    found = {
        "stranger": refused(scene, adjust(cast.action, **outside)),
        "twice": refused(scene, adjust(cast.action, **twice)),
        "empty": refused(scene, adjust(cast.goal, text=" ")),
        "number": refused(scene, adjust(cast.goal, number="18")),
        "unknown": refused(scene, adjust(cast.goal, dropped_from=2024)),
        "nothing": refused(scene, adjust(cast.goal, number="17")),
        "date": refused(scene, adjust(cast.action, due_on="gisteren")),
        "order": refused(scene, adjust(cast.action, starts_on="2024-05-01", starts_precision="day", due_on="2024-01-01")),
        "no reason": refused(scene, drop(cast.action, " ")),
        "day": refused(scene, drop(cast.action, dropped_on="2031-01-01")),
        "another agreement": refused(scene, adjust(cast.other_action, text=TEXT)),
        "one part": refused(scene, drop(cast.action, kind="split", parts=[{"text": "Eén."}])),
        "with itself": refused(scene, drop(cast.action, kind="merge", **{"with": [cast.action.pk]})),
        "target of another year": refused(scene, adjust(cast.indicator, targets=[{"year": 2026, "value": "3"}])),
    }
    assert found["stranger"] == {"leads": "Gemeente Zandbergen does not take part in this agreement."}
    assert found["twice"] == {"leads": "This party already leads this action."}
    assert found["empty"] == {"text": "This cannot be empty."}
    assert "number is already in use" in str(found["number"])
    assert found["unknown"] == {"dropped_from": "This is not changed by such a proposal."}
    assert found["nothing"] == {NON_FIELD_ERRORS: "This reads as it does now: nothing changes."}
    assert list(found["date"]) == ["due_on"]
    assert "due_on" in found["order"] or "due_precision" in found["order"] or NON_FIELD_ERRORS in found["order"]
    assert found["no reason"] == {"drop_reason": "Say why."}
    assert found["day"] == {"dropped_on": "2031 lies outside the agreement, which runs from 2023 through 2026."}
    assert found["another agreement"] == {"about": "This does not stand in the text that is changed."}
    assert found["one part"] == {"parts": "Write the text of at least 2 and at most 6 parts."}
    assert found["with itself"] == {"with": "Say with which other actions it is merged."}
    assert found["target of another year"] == {"targets": "This text has no target of 2026."}


def test_an_action_that_was_dropped_is_not_dropped_again(scene):
    scene.change(drop(scene.cast.action, dropped_on="2024-05-03"))
    assert refused(scene, drop(scene.cast.action)) == {NON_FIELD_ERRORS: "This was dropped already."}


def test_one_change_of_a_row_and_a_correction_by_itself(scene):
    draft = scene.draft(adjust(scene.cast.action, text=TEXT))
    with pytest.raises(ValidationError, match="changes that already"):
        workflow.put_change(proposal=draft, by=scene.coordinator, **adjust(scene.cast.action, number="3"))
    with pytest.raises(ValidationError, match="proposal of its own"):
        workflow.put_change(
            proposal=draft, by=scene.coordinator, **{**adjust(scene.cast.goal, text="De voorraad."), "kind": "correct"}
        )
    with pytest.raises(ValidationError, match="proposal of its own"):
        workflow.put_change(proposal=draft, by=scene.coordinator, kind="revoke", about="agenda", becomes={})


def test_a_correction_is_of_words_only(scene):
    assert refused(scene, {**adjust(scene.cast.action, due_on="2024-12-31"), "kind": "correct"}) == {
        "due_on": "This is not changed by such a proposal."
    }


def test_what_a_closed_year_prints_too_is_not_changed_with_another_year(scene):
    found = refused(scene, adjust(scene.agreement, introduction="Wij wonen hier."))
    assert found[NON_FIELD_ERRORS].startswith("This would also change Uitvoeringsagenda 2023, which stays as it was agreed")


def test_a_party_that_leads_does_not_leave_before_that_is_given_on(scene):
    row = scene.cast.agreement.participations.get(party=scene.cast.association)
    change = {"kind": "participation", "about": "participation", "row": row, "becomes": {"to_year": 2023}}
    assert refused(scene, change) == {"to_year": "De Sleutel leads actions in 2024."}


# -- Answering


def test_refused_answers_each_with_its_sentence(scene, time_machine):
    cast = scene.cast
    proposal = scene.propose(adjust(cast.action, text=TEXT))
    with pytest.raises(PermissionDenied, match="Only someone who may sign for De Sleutel"):
        answering.answer(proposal=proposal, party=cast.association, by=cast.association_officer, answer="agreed")
    with pytest.raises(NotAllowedNowError, match="Another text was proposed"):
        scene.answer(proposal, cast.tenants, seen="0" * 64)
    scene.answer(proposal, cast.tenants, seen=proposal.content_sha256)
    with pytest.raises(NotAllowedNowError, match="has agreed already"):
        scene.answer(proposal, cast.tenants)
    time_machine.move_to(timezone.now() + timedelta(days=15))
    with pytest.raises(NotAllowedNowError, match="The day to answer was"):
        scene.answer(proposal, cast.association)
    assert [row.state for row in answering.expire_overdue()] == [Proposal.State.EXPIRED]
    assert scene.agenda().state == Agenda.State.ADOPTED
    with pytest.raises(NotAllowedNowError, match="no longer waits for answers"):
        scene.answer(proposal, cast.association)


def test_a_party_that_does_not_sign_in_that_year_is_not_asked(scene):
    row = scene.cast.agreement.participations.get(party=scene.cast.tenants)
    Participation.objects.filter(pk=row.pk).update(to_year=2023)
    proposal = scene.propose(drop(scene.cast.action, dropped_on="2024-05-03"))
    with pytest.raises(NotAllowedNowError, match="does not wait for an answer of Huurdersraad"):
        scene.answer(proposal, scene.cast.tenants)


def test_withdrawn_while_answered(scene):
    proposal = scene.propose(adjust(scene.cast.action, text=TEXT))
    scene.answer(proposal, scene.cast.tenants)
    answering.withdraw(proposal=proposal, by=scene.coordinator)
    with pytest.raises(NotAllowedNowError, match="no longer waits for answers: it is withdrawn"):
        scene.answer(proposal, scene.cast.association)
    assert (scene.agenda().state, Version.objects.of(scene.agenda()).count()) == (Agenda.State.ADOPTED, 1)


def test_over_older_content_nobody_answers(scene):
    proposal = scene.propose(adjust(scene.cast.action, text=TEXT))
    Goal.objects.filter(pk=scene.cast.goal.pk).update(text="Langs alles heen.")
    with pytest.raises(NotAllowedNowError, match="no longer what was proposed"):
        scene.answer(proposal, scene.cast.tenants)


def write_past_all_rules(scene):
    """In another text that the change of a goal touches too."""
    Agenda.objects.filter(pk=scene.agenda(2025).pk).update(introduction="Langs alles heen.")


def take_the_number(scene):
    """In a draft, for a goal that the text of 2024 does not print."""
    GoalFactory(theme=scene.cast.theme, number="19", start_year=2026)


@pytest.mark.parametrize("meanwhile", [write_past_all_rules, take_the_number])
def test_the_last_answer_refuses_what_is_not_what_all_agreed_to(scene, meanwhile):
    scene.adopt(scene.agenda(2025))
    goal = {"theme": scene.cast.theme.pk, "number": "19", "text": "Er wordt minder gesloopt."}
    proposal = scene.propose(
        adjust(scene.cast.goal, text="De voorraad groeit met 90."), {"kind": "add", "about": "goal", "becomes": goal}
    )
    last = scene.cast.tenants
    meanwhile(scene)
    scene.agree(proposal, but=[last])
    before = (scene.versions(), Goal.history.count())
    with pytest.raises(NotAllowedNowError, match="no longer what was proposed"):
        scene.answer(proposal, last)
    assert (scene.versions(), Goal.history.count(), now(proposal).state) == (*before, Proposal.State.OPEN)
    assert not proposal.needed.filter(party=last, assents__isnull=False).exists()


def test_a_remark_returns_it_and_it_is_put_again(scene):
    proposal = scene.propose(adjust(scene.cast.action, text=TEXT))
    scene.answer(proposal, scene.cast.tenants, "agreed_if", remark="Eerst de huur.", action=scene.cast.action)
    old = now(proposal)
    assert (old.state, old.end_reason, scene.agenda().state) == (Proposal.State.RETURNED, "Eerst de huur.", Agenda.State.ADOPTED)
    assert [row.text for row in Comment.objects.filter(action=scene.cast.action)] == ["Eerst de huur."]
    again = workflow.propose_again(proposal=old, by=scene.coordinator)
    assert (again.renews, again.state, [row.becomes for row in again.changes.all()]) == (old, "draft", [{"text": TEXT}])
    scene.agree(workflow.open_changes(proposal=again, by=scene.coordinator, deadline=in_days(9)))
    assert scene.versions()[-1] == (2024, 2, "change")


# -- Two proposals on one text


@pytest.mark.parametrize("first", [0, 1])
def test_the_second_is_put_anew_on_what_the_first_made(scene, first):
    proposals = [
        scene.propose(adjust(scene.cast.action, text=TEXT)),
        scene.propose(adjust(scene.cast.goal, text="De voorraad groeit met 90.")),
    ]
    done, other = proposals[first], proposals[1 - first]
    scene.answer(other, scene.cast.tenants)
    mail.outbox.clear()
    scene.agree(done)
    assert now(other).state == Proposal.State.SUPERSEDED
    new = Proposal.objects.changing().open().get()
    assert (new.renews, new.base.number, new.content_sha256 == other.content_sha256) == (other, 2, False)
    assert not new.needed.filter(assents__isnull=False).exists()
    assert any("vragen we het opnieuw" in message.body for message in mail.outbox)
    with pytest.raises(NotAllowedNowError, match="superseded"):
        scene.answer(other, scene.cast.association)
    scene.agree(new)
    assert scene.versions()[-2:] == [(2024, 2, "change"), (2024, 3, "change")]
    scene.all_is_well()


def test_of_one_field_the_second_becomes_a_draft_and_its_proposer_is_told(scene):
    done = scene.propose(adjust(scene.cast.action, text=TEXT))
    other = scene.propose(adjust(scene.cast.action, text="De 30 woningen staan er."))
    mail.outbox.clear()
    scene.agree(done)
    new = Proposal.objects.get(state="draft")
    assert (new.renews, new.changes.get().was) == (other, {"text": TEXT})
    told = [message for message in mail.outbox if scene.coordinator.email in message.to[0] and TEXT in message.body]
    assert len(told) == 1
    scene.agree(workflow.open_changes(proposal=new, by=scene.coordinator, deadline=in_days(9)))
    assert now(scene.cast.action).history.latest().text == "De 30 woningen staan er."


def test_one_on_another_text_stays(scene):
    scene.adopt(scene.agenda(2025))
    action = scene.agenda(2025).actions.get()
    other = scene.propose(adjust(action, text="De sloop is klaar."), text=scene.agenda(2025))
    scene.change(adjust(scene.cast.action, text=TEXT))
    assert now(other).is_open


def test_closing_the_year_ends_what_would_change_it(scene):
    proposal = scene.propose(adjust(scene.cast.action, text=TEXT))
    close_year(agenda=scene.agenda(), by=scene.coordinator)
    assert now(proposal).state == Proposal.State.SUPERSEDED
    assert Proposal.objects.get(state="draft").renews == proposal


def test_when_other_parties_take_part_open_proposals_are_put_anew(scene):
    cast = scene.cast
    other = scene.propose(drop(cast.second, dropped_on="2024-05-03"))
    row = cast.agreement.participations.get(party=cast.tenants)
    change = {"kind": "participation", "about": "participation", "row": row, "becomes": {"role": "advisory"}}
    scene.change(change)
    new = Proposal.objects.changing().open().get()
    assert new.renews == other
    assert {row.party for row in new.needed.all()} == {cast.municipality, cast.association}


# -- A crash


@pytest.fixture
def crashing(pytestconfig):
    """`crashing(do, least=3)`: do it, each time with a crash before another of its writes; and at last without one.

    The first write, the last, and every fifth between: what was written apart from the rest is found at the last one, for it
    stays. With --all before each of them. Nothing but the work itself takes back what it wrote.
    """

    def crashing(do, *, least: int) -> Iterator[int]:
        with transaction.atomic():
            writes = writes_of(do)
            transaction.set_rollback(True)
        assert writes >= least
        for number in sorted({*range(0, writes, 1 if pytestconfig.getoption("all") else 5), writes - 1}):
            with pytest.raises(CrashError):
                writes_of(do, crash_at=number)
            yield number
        do()

    return crashing


def writes_of(do, crash_at: int | None = None) -> int:
    """Do it, and crash before the statement of this number that writes; how many such statements there were."""
    writes = 0

    def crash(execute, sql, params, many, context):
        nonlocal writes
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if writes == crash_at:
                raise CrashError
            writes += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(crash):
        do()
    return writes


@pytest.fixture
def mail_queue(settings):
    """The queue of the site, which is rolled back with the rest; Django's outbox of tests keeps what was never sent."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    return Message.objects


def test_a_crash_at_any_statement_leaves_the_old_state_or_the_new_one(scene, mail_queue, crashing):
    """Also when another proposal, which one party agreed to, is put anew in the same transaction."""
    cast = scene.cast
    proposal = scene.propose(adjust(cast.goal, text="De voorraad groeit met 90."))
    other = scene.propose(adjust(cast.action, text=TEXT))
    scene.agree(proposal, but=[cast.tenants])
    scene.answer(other, cast.association)
    mail_queue.all().delete()
    asked = {"proposal": proposal, "party": cast.tenants, "by": scene.signers[cast.tenants], "answer": "agreed"}
    texts, history = (now(cast.action).history.latest().text, Change.objects.count()), Goal.history.count()
    for _number in crashing(lambda: answering.answer(**asked), least=31):
        assert now(proposal).state == Proposal.State.OPEN
        assert (scene.versions()[-1], Goal.history.count()) == ((2024, 1, "adoption"), history)
        assert (now(cast.action).history.latest().text, Change.objects.count()) == texts
        assert (now(other).state, Proposal.objects.filter(renews=other).count()) == (Proposal.State.OPEN, 0)
        assert not mail_queue.exists()
    assert (now(proposal).state, scene.versions()[-1]) == (Proposal.State.AGREED, (2024, 2, "change"))
    assert (now(other).state, Proposal.objects.open().get().renews) == (Proposal.State.SUPERSEDED, other)
    asked_anew = "".join(" ".join(row.to_addresses) for row in mail_queue.all() if "vragen we het opnieuw" in row.email.body)
    assert all(person.email in asked_anew for person in scene.signers.values())
    scene.all_is_well()


def test_a_crash_while_advice_is_given_or_takes_effect_leaves_the_old_state_or_the_new_one(scene, mail_queue, crashing):
    """All agreed and an advice is waited for: giving it, and putting in force what waited for it."""
    board = PartyFactory(name="Adviesraad", kind="tenants_organisation")
    part = {"role": "advisory", "right_of_advice": "advice", "from_year": 2025}
    ParticipationFactory(agreement=scene.cast.agreement, party=board, **part)
    adviser = MembershipFactory(user=UserFactory(), party=board, role=Membership.Role.COORDINATOR).user
    proposal = scene.agree(adoption.propose(text=scene.agenda(2025), by=scene.coordinator, deadline=in_days(14)))
    due_on = timezone.localdate() + TERM
    words = {"subject": "De tekst", "question": "Wat vindt u?", "due_on": due_on}
    advice = advising.ask(about=proposal, party=board, by=scene.coordinator, **words)
    mail_queue.all().delete()
    given = {"advice": advice, "by": adviser, "outcome": "no_objection", "text": ""}
    for _number in crashing(lambda: advising.give(**given), least=3):
        assert (now(advice).is_given, mail_queue.exists()) == (False, False)
    mail_queue.all().delete()
    for _number in crashing(lambda: answering.take_effect_if_due(proposal), least=6):
        assert (now(proposal).state, scene.agenda(2025).state) == (Proposal.State.OPEN, Agenda.State.PROPOSED)
        assert (len(scene.versions()), mail_queue.exists()) == (1 + 1, False)
    assert (now(proposal).state, scene.versions()[-1]) == (Proposal.State.AGREED, (2025, 1, "adoption"))
    scene.all_is_well()
