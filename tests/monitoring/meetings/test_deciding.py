"""What a meeting agreed to: the parties that were there only confirm, or it counts at once where all agreed to that."""

from datetime import date

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.changes import workflow as changes
from agreements.consent.lock import why_not_change
from agreements.models import Agreement, Assent, Proposal
from agreements.versions.checking import faults
from monitoring.meetings.attending import record_attendance
from monitoring.meetings.deciding import confirm, prepared_answers_to, with_meeting_agreed
from monitoring.meetings.page import decision_rows
from monitoring.meetings.proposing import propose_decision
from monitoring.models import Attendance, Meeting
from monitoring.reminders.proposals import about_proposals
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, in_days, now

pytestmark = pytest.mark.django_db


def proposed(scene, decision) -> Proposal:
    draft = propose_decision(decision=decision, by=scene.coordinator)
    return changes.open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))


def confirms(meeting, decision, user) -> list:
    meeting.row.is_written = False  # who may propose is another question
    (row,) = decision_rows(meeting.row, [now(decision)], user)
    return list(row.confirms)


def test_who_may_sign_for_a_party_that_was_there_confirms_with_one_click(scene, meeting):
    tenants, municipality = scene.cast.tenants, scene.cast.municipality
    meeting.present(tenants)
    decision = meeting.decides(scene.cast.action, "drop")
    assert confirms(meeting, decision, scene.signers[tenants]) == [], "there is no proposal yet"
    put = proposed(scene, decision)
    assert confirms(meeting, decision, scene.signers[tenants]) == [tenants]
    assert confirms(meeting, decision, scene.signers[municipality]) == [], "it was not there"
    assert confirms(meeting, decision, scene.coordinator) == [], "may not sign"
    confirm(decision=now(decision), party=tenants, by=scene.signers[tenants], seen=put.content_sha256)
    (assent,) = Assent.objects.filter(needed__proposal=put)
    assert (assent.answer, assent.by, assent.content_sha256) == ("agreed", scene.signers[tenants], put.content_sha256)
    assert assent.mandate == "Meeting of executives (bestuurlijk overleg) of 7 November 2024"
    assert confirms(meeting, decision, scene.signers[tenants]) == []
    assert now(put).is_open, "the others have not answered"


def in_words(form: dict) -> str:
    return ", ".join(form) or "as it is"


@pytest.mark.parametrize("form", [{"quorum_missed": True}, {"kind": "bilateral"}], ids=in_words)
def test_without_quorum_and_of_two_parties_alone_nothing_is_prepared(scene, meeting, form):
    """It is told to nobody and confirmed by nobody; with the quorum, or once it is shared, it is."""
    tenants = scene.cast.tenants
    meeting.present(tenants)
    decision = meeting.decides(scene.cast.action, "drop")
    put = proposed(scene, decision)
    signer, rows = scene.signers[tenants], Meeting.objects.filter(pk=meeting.row.pk)

    def is_prepared() -> tuple[bool, ...]:
        agreed = with_meeting_agreed(Proposal.objects.filter(pk=put.pk), signer).get().agreed_in
        return bool(confirms(meeting, decision, signer)), bool(prepared_answers_to(put)), agreed is not None

    assert is_prepared() == (True, True, True)
    rows.update(**form)
    assert is_prepared() == (False, False, False)
    with pytest.raises(NotAllowedNowError, match=r"quorum|not shared"):
        confirm(decision=now(decision), party=tenants, by=signer, seen=put.content_sha256)
    rows.update(shared_on=date(2024, 11, 8), quorum_missed=False)
    assert is_prepared() == (True, True, True)


def test_who_was_absent_agreed_to_nothing_and_who_was_represented_did(scene, meeting):
    tenants, association = scene.cast.tenants, scene.cast.association
    meeting.present(tenants, association)
    decision = meeting.decides(scene.cast.action, "drop")
    put = proposed(scene, decision)
    Attendance.objects.filter(party=tenants).update(kind="absent")
    Attendance.objects.filter(party=association).update(kind="represented", represented_by="P. de Wit")
    assert confirms(meeting, decision, scene.signers[tenants]) == []
    assert confirms(meeting, decision, scene.signers[association]) == [association]
    assert set(prepared_answers_to(put)) == {association.pk}
    with pytest.raises(NotAllowedNowError, match="was not at this meeting"):
        confirm(decision=now(decision), party=tenants, by=scene.signers[tenants], seen=put.content_sha256)


def test_a_confirmation_is_an_answer_like_every_other(scene, meeting):
    tenants, association = scene.cast.tenants, scene.cast.association
    meeting.present(tenants)
    decision = meeting.decides(scene.cast.action, "drop")
    signer = scene.signers[tenants]
    with pytest.raises(NotAllowedNowError, match="No proposal"):
        confirm(decision=decision, party=tenants, by=signer, seen="")
    put = proposed(scene, decision)
    decision = now(decision)
    with pytest.raises(PermissionDenied):
        confirm(decision=decision, party=tenants, by=scene.coordinator, seen=put.content_sha256)
    with pytest.raises(NotAllowedNowError, match="was not at this meeting"):
        confirm(decision=decision, party=association, by=scene.signers[association], seen=put.content_sha256)
    with pytest.raises(NotAllowedNowError, match="Another text was proposed"):
        confirm(decision=decision, party=tenants, by=signer, seen="0" * 64)
    assert not Assent.objects.filter(needed__proposal=put).exists()
    confirm(decision=decision, party=tenants, by=signer, seen=put.content_sha256)
    with pytest.raises(NotAllowedNowError, match="agreed already"):
        confirm(decision=decision, party=tenants, by=signer, seen=put.content_sha256)


def test_a_meeting_agrees_to_a_proposal_that_lay_there(scene, meeting):
    put = scene.propose(adjust(scene.cast.action, text="Er staan 30 woningen."))
    meeting.present(scene.cast.tenants)
    discussed = meeting.decides(scene.cast.action, "discuss", "Er is over gesproken.", proposal=put)
    decision = meeting.decides(scene.cast.action, "adjust", proposal=put)
    assert confirms(meeting, decision, scene.signers[scene.cast.tenants]) == [scene.cast.tenants]
    assert confirms(meeting, discussed, scene.signers[scene.cast.tenants]) == [], "to talk of it is not to agree"


@pytest.mark.for_postgresql
def test_who_was_there_stays_once_the_minutes_are_sent(scene, meeting):
    meeting.present(scene.cast.tenants, scene.cast.association)
    meeting.present(scene.cast.tenants)
    assert [row.party for row in Attendance.objects.all()] == [scene.cast.tenants]
    assert Attendance.history.first().history_user == scene.coordinator
    with pytest.raises(PermissionDenied):
        record_attendance(meeting=meeting.row, seats=[], by=scene.signers[scene.cast.tenants])
    meeting.send()
    with pytest.raises(NotAllowedNowError):
        meeting.present()
    row = Attendance.objects.get()
    another = Attendance(meeting=now(meeting.row), party=scene.cast.tenants, user=scene.cast.tenant)
    for found, write in ((row, row.delete), (another, another.save)):
        found._history_user = scene.coordinator
        with pytest.raises(ValidationError, match="minutes were sent"):
            write()


ALL = ("municipality", "association", "tenants")


def everyone(scene) -> list:
    return [getattr(scene.cast, name) for name in ALL]


# -- In the mail


def letters(people) -> dict:
    return {person: [letter.body for letter in mail.outbox if person.email in letter.to[0]] for person in people}


def test_the_mail_that_asks_names_the_meeting_to_who_was_there_and_where_to_confirm(scene, meeting):
    meeting.present(scene.cast.tenants)
    decision = meeting.decides(scene.cast.action, "drop")
    first = scene.propose(adjust(scene.cast.goal, text="De voorraad groeit met 60 woningen."))
    mail.outbox.clear()
    put = proposed(scene, decision)
    said = f"{scene.cast.tenants} was bij het overleg dat dit besloot: Bestuurlijk overleg van 7 november 2024."
    there = f"{meeting.row.get_absolute_url()}#besluiten"
    found = letters(scene.signers[party] for party in everyone(scene))
    names = {person: said in body and there in body for person, (body,) in found.items()}
    assert names == {person: person == scene.signers[scene.cast.tenants] for person in found}
    mail.outbox.clear()
    scene.agree(first)
    assert now(put).state == "superseded"
    (asked,) = [body for body in letters([scene.signers[scene.cast.tenants]]).popitem()[1] if said in body]
    assert "opnieuw" in asked, "also when it was put anew"


def test_the_mail_of_the_day_names_the_meeting_too(scene, meeting):
    meeting.present(scene.cast.tenants)
    put = proposed(scene, meeting.decides(scene.cast.action, "drop"))
    sections = dict(about_proposals(put.deadline))
    links = {person: [item.link for item in section.items] for person, section in sections.items()}
    own = f"{settings.SITE_URL}{put.get_absolute_url()}"
    there = f"{settings.SITE_URL}{meeting.row.get_absolute_url()}#besluiten"
    assert links[scene.signers[scene.cast.tenants]] == [own, there]
    assert links[scene.signers[scene.cast.association]] == [own]


# -- At once


def test_that_the_meeting_decides_is_agreed_to_by_all_and_by_no_other_way(scene):
    agreement = Agreement.objects.get(pk=scene.cast.agreement.pk)
    assert "changes by consent only" in str(why_not_change(agreement, fields={"meeting_decides"}))
    done = scene.change(adjust(scene.agreement, meeting_decides=True))
    assert done.version.agenda == scene.agenda(2024)
    assert '"meeting_decides":true' in done.version.content
    assert list(faults(scene.agreement)) == [], "2023 is closed and keeps what it said"


def answered(proposal) -> int:
    return Assent.objects.filter(needed__proposal=proposal).count()


def test_it_counts_nowhere_else(scene, meeting):
    meeting.present(*everyone(scene))
    decision = meeting.decides(scene.cast.action, "drop")
    meeting.send()
    assert answered(proposed(scene, decision)) == 0
