"""Adoption: proposed, answered by each party that signs, in force at the last answer, and by nothing else.

Told of the text of a year and of the agreement as a whole alike; what only one of them has stands in test_whole.py or says so.
"""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation

from agreements.agenda.collect import collect_text
from agreements.agenda.ground import ground_of
from agreements.consent import adoption, answering
from agreements.consent.closing import close_year, reopen_year
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import Agenda, Assent, Comment, Proposal, Version
from agreements.versions.checking import faults
from parties.history.records import change_set
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(params=["agenda", "agreement"])
def text(cast, request):
    """What is adopted: the year 2024, or the agreement as a whole."""
    return getattr(cast, request.param)


@pytest.fixture
def signers(cast) -> dict:
    """Someone who may sign for each party that signs, by party."""
    found = {}
    for row in cast.agreement.participations.filter(role="signatory").select_related("party"):
        person = UserFactory()
        MembershipFactory(user=person, party=row.party, role=Membership.Role.READER, may_sign=True)
        found[row.party] = person
    return found


@pytest.fixture
def coordinator(cast):
    person = UserFactory()
    MembershipFactory(user=person, party=cast.municipality, role=Membership.Role.COORDINATOR)
    return person


@pytest.fixture
def proposal(text, coordinator, signers) -> Proposal:
    return adoption.propose(text=text, by=coordinator, deadline=in_days(14), reason="Graag vóór kerst.")


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def now(row):
    row.refresh_from_db()
    return row


def agree(proposal, signers, *, but=(), **more):
    for party, person in signers.items():
        if party not in but:
            answering.answer(proposal=proposal, party=party, by=person, answer="agreed", **more)


# -- Proposing


def test_a_proposed_text_is_locked_and_people_who_may_sign_are_asked(text, proposal, signers):
    assert now(text).state == Agenda.State.PROPOSED
    asked = {address for message in mail.outbox for address in message.to}
    assert all(any(person.email in address for address in asked) for person in signers.values())
    assert {row.party for row in proposal.needed.all()} == set(signers)


@pytest.mark.parametrize("person", ["association_officer", "executive", "tenant", "outsider", "admin"])
def test_only_a_coordinator_of_a_signatory_proposes(cast, text, signers, person):
    with pytest.raises(NotAllowedNowError, match="Only a coordinator"):
        adoption.propose(text=text, by=getattr(cast, person), deadline=in_days(14))
    assert now(text).state == Agenda.State.DRAFT


def test_nothing_opens_while_too_few_people_may_sign(cast, text, coordinator, signers):
    short = cast.agreement.participations.get(party=cast.association)
    short.answers_needed = 2
    short.save()
    Membership.objects.filter(party=cast.association, may_sign=True).exclude(user=signers[cast.association]).delete()
    with pytest.raises(NotAllowedNowError, match="Not enough people may sign"):
        adoption.propose(text=text, by=coordinator, deadline=in_days(14))


def test_one_proposal_at_a_time(text, coordinator, proposal):
    with pytest.raises(NotAllowedNowError, match="proposed for adoption already"):
        adoption.propose(text=text, by=coordinator, deadline=in_days(14))


# -- Answering


def test_the_last_agreement_puts_the_text_in_force(cast, text, proposal, signers):
    last = list(signers)[-1]
    agree(proposal, signers, but=[last])
    assert (now(text).state, Version.objects.count()) == (Agenda.State.PROPOSED, 0)
    answering.answer(
        proposal=proposal, party=last, by=signers[last], answer="agreed", capacity="voorzitter", mandate="besluit 12 december"
    )
    version = Version.objects.get()
    assert (now(text).state, text.adopted_on, text.version) == (Agenda.State.ADOPTED, timezone.localdate(), 1)
    assert (version.number, version.content_sha256) == (1, proposal.content_sha256)
    assert [(row.party, row.by, row.capacity) for row in ground_of(version).answers][-1] == (
        last.name,
        signers[last].name,
        "voorzitter",
    )
    assert list(faults(cast.agreement)) == []


@pytest.mark.parametrize("given", ["agreed_if", "refused"])
def test_a_remark_returns_the_text_to_draft(cast, text, proposal, signers, given):
    party, person = next(iter(signers.items()))
    answering.answer(proposal=proposal, party=party, by=person, answer=given, remark="Eerst de aantallen.")
    assert now(text).state == Agenda.State.DRAFT
    assert (now(proposal).state, proposal.end_reason) == (Proposal.State.RETURNED, "Eerst de aantallen.")
    assert any("Eerst de aantallen." in message.body for message in mail.outbox)
    said = [(row.party, row.subject, row.text) for row in Comment.objects.all()]
    assert said == ([] if text == cast.agreement else [(party, text, "Eerst de aantallen.")])
    with pytest.raises(NotAllowedNowError, match="no longer waits"):
        agree(proposal, signers)


def test_a_remark_needs_words(proposal, signers):
    party, person = next(iter(signers.items()))
    with pytest.raises(ValidationError):
        answering.answer(proposal=proposal, party=party, by=person, answer="refused", remark="  ")
    assert now(proposal).is_open


def test_nobody_answers_for_another_party(cast, proposal, signers):
    (party, _), (_, other) = list(signers.items())[:2]
    for person in (other, cast.admin, cast.outsider, cast.tenant):
        with pytest.raises(PermissionDenied):
            answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    assert not Assent.objects.exists()


def test_a_party_that_needs_two_people_needs_two_different_ones(cast, text, coordinator, signers):
    row = cast.agreement.participations.get(party=cast.association)
    row.answers_needed = 2
    row.save()
    second = UserFactory()
    MembershipFactory(user=second, party=cast.association, may_sign=True)
    proposal = adoption.propose(text=text, by=coordinator, deadline=in_days(14))
    agree(proposal, signers)
    assert now(proposal).is_open
    with pytest.raises(ValidationError, match="You answered already"):
        answering.answer(proposal=proposal, party=cast.association, by=signers[cast.association], answer="agreed")
    answering.answer(proposal=proposal, party=cast.association, by=second, answer="agreed")
    assert now(text).is_adopted


def test_an_answer_is_over_exactly_the_text_that_was_proposed(cast, text, proposal, signers):
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    with pytest.raises(NotAllowedNowError, match="no longer what was proposed"):
        agree(proposal, signers)
    named = text.year or "the agreement as a whole"
    assert list(faults(cast.agreement)) == [
        f"The text of {named} is not what was proposed.",
        f"The history of goal {cast.goal.pk} does not say what stands there now: text.",
    ]


def test_an_answer_about_another_text_than_the_one_that_is_proposed_does_not_count(text, proposal, signers):
    with pytest.raises(NotAllowedNowError, match="Another text was proposed"):
        agree(proposal, signers, seen="0" * 64)
    agree(proposal, signers, seen=proposal.content_sha256)
    assert now(text).is_adopted


def test_a_party_that_agreed_is_not_answered_for_again_by_somebody_else(cast, proposal, signers):
    """Else a second person could send the text back to draft after the party had agreed."""
    answering.answer(proposal=proposal, party=cast.tenants, by=signers[cast.tenants], answer="agreed")
    with pytest.raises(NotAllowedNowError, match=r"Huurdersraad Waterhoek (has agreed already|is al akkoord)"):
        answering.answer(proposal=proposal, party=cast.tenants, by=cast.tenant, answer="refused", remark="Toch niet.")
    assert now(proposal).is_open


def test_someone_who_left_answers_nothing(proposal, signers):
    party, person = next(iter(signers.items()))
    Membership.objects.filter(user=person).delete()
    with pytest.raises(PermissionDenied):
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")


# -- Ending and time


def test_someone_who_proposed_takes_it_back_and_nobody_else(cast, text, coordinator, proposal, signers):
    with pytest.raises(PermissionDenied):
        answering.withdraw(proposal=proposal, by=cast.association_officer)
    answering.withdraw(proposal=proposal, by=coordinator, reason="Nog een fout.")
    assert (now(text).state, now(proposal).state) == (Agenda.State.DRAFT, Proposal.State.WITHDRAWN)


def test_silence_is_never_assent(text, proposal, signers, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=15))
    assert [row.state for row in answering.expire_overdue()] == [Proposal.State.EXPIRED]
    assert (now(text).state, Version.objects.count()) == (Agenda.State.DRAFT, 0)
    assert answering.expire_overdue() == []


def test_an_answer_that_comes_too_late_does_not_count(text, coordinator, proposal, signers, time_machine):
    """Also before the program ended the proposal, which it does once a day."""
    time_machine.move_to(timezone.now() + timedelta(days=15))
    with pytest.raises(NotAllowedNowError, match="The day to answer was"):
        agree(proposal, signers)
    with pytest.raises(NotAllowedNowError, match="The day to answer is over"):
        answering.remind(proposal=proposal, by=coordinator)
    answering.extend(proposal=proposal, by=coordinator, deadline=in_days(3))
    agree(proposal, signers)
    assert now(text).is_adopted


def test_more_time_is_given_and_everyone_is_reminded_once_a_day(coordinator, proposal, signers):
    answering.extend(proposal=proposal, by=coordinator, deadline=in_days(30))
    assert now(proposal).deadline == in_days(30)
    with pytest.raises(ValidationError):
        answering.extend(proposal=proposal, by=coordinator, deadline=in_days(20))
    mail.outbox.clear()
    assert set(answering.remind(proposal=proposal, by=coordinator)) >= set(signers.values())
    with pytest.raises(NotAllowedNowError, match="today already"):
        answering.remind(proposal=proposal, by=coordinator)


# -- Signed on paper


def bring_in(text, coordinator, **changes):
    signed_file = SimpleUploadedFile("getekend.pdf", PDF, content_type="application/pdf")
    fields = {"signed_on": date(2023, 12, 14), "signed_file": signed_file, "deadline": in_days(14), **changes}
    return adoption.bring_in(text=text, by=coordinator, **fields)


def test_what_was_signed_on_paper_is_confirmed_by_each_other_party(cast, text, coordinator, signers):
    proposal = bring_in(text, coordinator)
    assert cast.municipality not in {row.party for row in proposal.needed.all()}
    agree(proposal, signers, but=[cast.municipality])
    version = Version.objects.of(text).get()
    assert (now(text).state, text.adopted_on) == (Agenda.State.ADOPTED, date(2023, 12, 14))
    assert (ground_of(version).kind, ground_of(version).signed_on) == ("paper", date(2023, 12, 14))
    assert [(row.kind, row.file_name) for row in version.files.all()] == [("signed", "getekend.pdf")]
    assert list(faults(cast.agreement)) == []


def test_it_may_be_taken_back_until_the_first_confirms(cast, text, coordinator, signers):
    proposal = bring_in(text, coordinator)
    party = next(party for party in signers if party != cast.municipality)
    others = [each for each in signers if each not in {party, cast.municipality}]
    if others:
        agree(proposal, signers, but=[*others, cast.municipality])
        with pytest.raises(NotAllowedNowError, match="confirmed this already"):
            answering.withdraw(proposal=proposal, by=coordinator)


def test_a_day_ahead_is_no_day_of_signing(text, coordinator, signers):
    with pytest.raises(ValidationError):
        bring_in(text, coordinator, signed_on=in_days(1))
    assert now(text).state == Agenda.State.DRAFT


# -- Afterwards


@pytest.fixture
def adopted(text, proposal, signers):
    agree(proposal, signers)
    return now(text)


def test_page_and_document_stay_as_adopted_whatever_the_tables_say(cast, text, adopted):
    make_missing_documents(adopted)
    content, document = collect_text(adopted), agenda_document(adopted)
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    type(cast.association).objects.filter(pk=cast.association.pk).update(name="Andere naam", short_name="Anders")
    assert collect_text(adopted) == content
    assert agenda_document(adopted) == document
    assert [sentence for sentence in faults(cast.agreement) if "not that of" in sentence]


def test_everyone_is_told_once_when_the_document_is_there(adopted):
    assert not [message for message in mail.outbox if "Vastgesteld" in message.subject]
    make_missing_documents(adopted)
    make_missing_documents(adopted)
    receivers = [message.to for message in mail.outbox if message.subject.startswith(("Vastgesteld", "Adopted"))]
    assert len(receivers) == len({tuple(to) for to in receivers}) > 0


@pytest.mark.parametrize("text", ["agenda"], indirect=True)
def test_a_year_is_closed_and_opened_again_without_a_change_of_text(coordinator, adopted):
    before = adopted.versions.get().content_sha256
    close_year(agenda=adopted, by=coordinator)
    assert now(adopted).state == Agenda.State.CLOSED
    reopen_year(agenda=adopted, by=coordinator)
    assert (now(adopted).state, adopted.versions.get().content_sha256) == (Agenda.State.ADOPTED, before)


@pytest.mark.parametrize("person", ["officer", "admin"])
@pytest.mark.parametrize(
    "values", [{"state": "adopted", "adopted_on": date(2023, 12, 14)}, {"version": 7}, {"adopted_on": date(2023, 12, 14)}]
)
def test_nobody_fills_in_state_version_or_date_by_hand(cast, text, person, values):
    for name, value in values.items():
        setattr(text, name, value)
    with change_set(user=getattr(cast, person)), pytest.raises(ValidationError, match="nobody fills them in by hand"):
        text.save()


def test_a_version_is_never_changed_or_deleted(adopted):
    version = Version.objects.of(adopted).get()
    version.in_force_from = date(2020, 1, 1)
    with pytest.raises(ValidationError):
        version.save()
    with pytest.raises(ValidationError):
        version.delete()
    with pytest.raises(ValidationError):
        Version.objects.all().delete()


# -- A crash


class CrashError(OperationalError):
    """The power went."""


def answer_with_crash_at(number: int, **asked) -> bool:
    """Answer, and crash before the statement of this number; whether it came to that."""
    left = [number]

    def crash(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == -1:
            raise CrashError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(crash):
        try:
            with transaction.atomic():
                answering.answer(**asked)
        except CrashError:
            return True
    return False


def test_a_crash_at_any_statement_leaves_the_old_state_or_the_new_one(cast, text, proposal, signers):
    last = list(signers)[-1]
    agree(proposal, signers, but=[last])
    mail.outbox.clear()
    statements = 0
    while answer_with_crash_at(statements, proposal=proposal, party=last, by=signers[last], answer="agreed"):
        assert (now(text).state, now(proposal).state) == (Agenda.State.PROPOSED, Proposal.State.OPEN)
        assert (Version.objects.count(), Assent.objects.count()) == (0, len(signers) - 1)
        assert mail.outbox == []
        statements += 1
    assert statements > 15
    assert (now(text).state, Version.objects.count()) == (Agenda.State.ADOPTED, 1)
    assert list(faults(cast.agreement)) == []


# -- The names of the parties


def test_a_party_keeps_its_name_while_a_text_that_names_it_is_proposed(cast, text, proposal, signers):
    """Else one coordinator could stop every answer: the text would be another than was proposed."""
    for person in (cast.officer, cast.admin):
        cast.municipality.short_name = "Waterhoek"
        with change_set(user=person), pytest.raises(ValidationError) as refused:
            cast.municipality.save()
        assert list(refused.value.message_dict) == ["short_name"]
        assert "is proposed for adoption" in str(refused.value)
    cast.municipality.refresh_from_db()
    cast.municipality.website = "https://waterhoek.example"
    cast.elsewhere.name = "Gemeente Zandbergen aan Zee"
    for row in (cast.municipality, cast.elsewhere):
        row.save()
    agree(proposal, signers)
    assert now(text).is_adopted


def test_a_party_that_is_called_otherwise_since_changes_no_adopted_text(cast, text, adopted):
    cast.association.name, cast.association.short_name = "Stichting Thús", "Thús"
    cast.association.save()
    assert list(faults(cast.agreement)) == []
    assert "De Sleutel" in {party.short_name for party in collect_text(now(text)).parties}
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    assert len(list(faults(cast.agreement))) == 2, "the table says otherwise than the version, and than its own history"


# -- The signature of a party


@pytest.mark.parametrize("person", ["admin", "officer", "association_officer"])
def test_nobody_fills_in_the_signature_of_another_party(cast, person):
    """Not the administrator either: it is an answer of that party."""
    row = cast.agreement.participations.get(party=cast.tenants)
    row.signed_on, row.signed_by, row.mandate = date(2023, 12, 14), "Tess Huurder, voorzitter", "bestuursbesluit"
    with change_set(user=getattr(cast, person)), pytest.raises(ValidationError) as refused:
        row.save()
    assert set(refused.value.message_dict) == {"signed_on", "signed_by", "mandate"}
    with change_set(user=cast.tenant):
        row.save()
