"""A party merges into another one: what goes over at once, what keeps its name, and what its people can do no more."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.advice import workflow as advising
from agreements.agenda.collect import collect_agenda
from agreements.changes import workflow as changes
from agreements.consent import adoption
from agreements.merging.page import preview
from agreements.merging.workflow import merge
from agreements.models import Advice, Lead, Participation, Proposal
from agreements.models.advice_days import TERM
from agreements.versions.checking import faults
from monitoring.permissions import coordinated_ids, leads_reported_by, why_not_accept_own
from parties.models import Invitation, Membership, Party, PartyMember
from parties.people.workflow import invite
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import adjust, in_days, now
from tests.factories import (
    LeadFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def signed() -> dict:
    """What one types to bring in a text that was signed on paper."""
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    upload = SimpleUploadedFile("getekend.pdf", pdf, content_type="application/pdf")
    return {"deadline": in_days(14), "signed_on": timezone.localdate(), "signed_file": upload}


@pytest.fixture
def admin(scene):
    return scene.cast.admin


@pytest.fixture
def old(scene) -> Party:
    return scene.cast.association


@pytest.fixture
def new(scene) -> Party:
    """It takes part in nothing yet; with a coordinator, and someone who signs."""
    party = PartyFactory(name="Woonstichting De Vecht", short_name="De Vecht", kind=Party.Kind.HOUSING_ASSOCIATION)
    scene.new_coordinator = MembershipFactory(user=UserFactory(), party=party, role="coordinator").user
    scene.signers[party] = MembershipFactory(user=UserFactory(), party=party, may_sign=True).user
    return party


@pytest.fixture
def merged(scene, old, new, admin):
    def merged(**more) -> Party:
        return merge(**{"party": old, "successor": new, "on": timezone.localdate(), "by": admin, **more})

    return merged


def test_it_says_so_in_one_sentence(scene, old, merged):
    merged(on=date(2024, 1, 1))
    assert now(old).merged_words == "Merged into De Vecht on 1 January 2024"
    assert now(old).active_until == date(2023, 12, 31)


# -- Texts


def test_the_text_in_force_keeps_the_name_and_a_draft_says_the_new_one(scene, old, new, merged):
    LeadFactory(action=scene.agenda(2025).actions.get(), party=old)
    before = collect_agenda(scene.agenda(2024))
    merged()
    assert collect_agenda(scene.agenda(2024)).signatories == before.signatories
    names = [row.name for row in collect_agenda(scene.agenda(2025)).signatories]
    assert "Woonstichting De Vecht" in names
    assert old.name not in names
    assert [lead.party for lead in scene.agenda(2025).actions.get().leads.all()] == [new]
    assert list(faults(scene.agreement)) == []


def test_the_successor_takes_the_role_of_the_party(scene, old, new, merged):
    was = Participation.objects.get(party=old)
    merged()
    row = Participation.objects.get(party=new)
    assert (row.role, row.is_accepted, row.answers_needed) == (was.role, True, was.answers_needed)
    assert row.history.latest().history_change_reason == f"{old} merged into {new} on {timezone.localdate():%-d %B %Y}"
    assert row.history.latest().history_user == scene.cast.admin


def test_a_successor_that_takes_part_itself_keeps_its_part(scene, old, new, merged):
    ParticipationFactory(agreement=scene.cast.other_agreement, party=new)
    ParticipationFactory(agreement=scene.cast.other_agreement, party=old, role="involved")
    merged()
    assert Participation.objects.get(agreement=scene.cast.other_agreement, party=new).role == "signatory"
    assert Participation.objects.get(agreement=scene.cast.other_agreement, party=old).printed_until is not None


def test_where_both_lead_in_a_draft_one_does_with_both_tasks(scene, old, new, merged):
    action = scene.agenda(2025).actions.get()
    ParticipationFactory(agreement=scene.cast.agreement, party=new, from_year=2025)
    LeadFactory(action=action, party=old, task="bouw")
    LeadFactory(action=action, party=new, task="beheer")
    merged()
    assert [(lead.party, lead.task) for lead in action.leads.all()] == [(new, "beheer, bouw")]


def test_a_change_after_it_asks_the_successor_and_not_the_party(scene, old, new, merged):
    merged()
    proposal = scene.propose(adjust(scene.cast.action, text="Er komen 21 woningen."))
    asked = {row.party for row in proposal.needed.all()}
    assert new in asked
    assert old not in asked
    assert scene.agree(proposal).state == Proposal.State.AGREED
    scene.all_is_well()


# -- What is under way


def test_an_open_change_is_put_anew_to_the_successor(scene, old, new, merged):
    first = scene.propose(adjust(scene.cast.action, text="Er komen 21 woningen."))
    scene.answer(first, old)
    merged()
    assert now(first).state == Proposal.State.SUPERSEDED
    again = Proposal.objects.get(renews=first)
    assert again.is_open
    assert {row.party for row in again.needed.all()} == {
        *(row.party for row in first.needed.exclude(party=old)),
        new,
    }
    assert scene.agree(again).state == Proposal.State.AGREED
    scene.all_is_well()


def test_what_the_party_proposed_is_of_its_successor(scene, old, new, merged):
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    draft = changes.start(text=scene.agenda(), by=own, subject="Woningen")
    changes.put_change(proposal=draft, by=own, **adjust(scene.cast.action, text="Er komen 21 woningen."))
    merged()
    assert now(draft).party == new
    opened = changes.open_changes(proposal=draft, by=scene.new_coordinator, deadline=in_days(9))
    assert scene.agree(opened).state == Proposal.State.AGREED
    with pytest.raises(PermissionDenied):
        changes.start(text=scene.agenda(), by=own)


def test_an_open_adoption_is_proposed_anew_with_the_new_name(scene, old, new, merged):
    LeadFactory(action=scene.agenda(2025).actions.get(), party=old)
    first = adoption.propose(text=scene.agenda(2025), by=scene.coordinator, deadline=in_days(14))
    merged()
    assert now(first).state == Proposal.State.SUPERSEDED
    again = Proposal.objects.adopting().open().get()
    assert new in {row.party for row in again.needed.all()}
    scene.agree(again)
    assert scene.agenda(2025).is_adopted
    assert [lead.party for lead in scene.agenda(2025).actions.get().leads.all()] == [new]
    scene.all_is_well()


def test_what_the_party_proposed_for_adoption_its_successor_proposes(scene, old, new, merged):
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    adoption.propose(text=scene.agenda(2025), by=own, deadline=in_days(14))
    merged()
    assert Proposal.objects.adopting().open().get().party == new


@pytest.mark.parametrize("of_old", [True, False])
def test_who_brought_in_a_signed_text_that_is_set_aside_hears_it(scene, old, new, merged, of_old):
    """Or, when that is the party that merged, its people and those of its successor, who bring it in anew."""
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    by = own if of_old else scene.coordinator
    proposal = adoption.bring_in(text=scene.agenda(2025), by=by, **signed())
    mail.outbox.clear()
    merged()
    assert now(proposal).state == Proposal.State.SUPERSEDED
    told = {letter.to[0].split("<")[1].strip(">"): letter.body for letter in mail.outbox if "opnieuw" in letter.subject}
    assert set(told) == {person.email for person in ([own, scene.new_coordinator] if of_old else [scene.coordinator])}
    assert all("Breng het getekende bestand opnieuw in" in body for body in told.values())


def test_who_is_asked_again_reads_that_it_is_for_the_merger(scene, old, new, merged):
    scene.propose(adjust(scene.cast.action, text="Er komen 21 woningen."))
    mail.outbox.clear()
    merged()
    asked = [letter.body for letter in mail.outbox if "Uw antwoord wordt gevraagd" in letter.subject]
    assert asked
    assert all(f"merged into De Vecht on {timezone.localdate():%-d %B %Y}." in body for body in asked)


def test_the_mail_says_what_it_means_for_who_reads_it(scene, old, new, merged):
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    mail.outbox.clear()
    merged()
    bodies = {letter.to[0].split("<")[1].strip(">"): letter.body for letter in mail.outbox if "Opgegaan" in letter.subject}
    reads, invites = "Namens De Sleutel leest u wat is afgesproken", "nodigt u mensen van De Sleutel uit"
    people = (own, scene.new_coordinator, scene.coordinator)
    found = {person.email: (reads in bodies[person.email], invites in bodies[person.email]) for person in people}
    assert found == {
        own.email: (True, False),
        scene.new_coordinator.email: (False, True),
        scene.coordinator.email: (False, False),
    }


def test_an_answer_for_the_party_after_it_is_refused(scene, old, merged):
    proposal = scene.propose(adjust(scene.cast.action, text="Er komen 21 woningen."))
    merged()
    with pytest.raises(PermissionDenied):
        scene.answer(proposal, old)


def test_advice_that_was_asked_goes_over_with_its_days(scene, new, admin):
    tenants = scene.cast.tenants
    row = Participation.objects.get(party=tenants)
    row.role, row.right_of_advice = "advisory", "advice"
    row.save()
    board = PartyFactory(name="Huurdersraad De Vecht", kind=Party.Kind.TENANTS_ORGANISATION)
    adviser = MembershipFactory(user=UserFactory(), party=board, role="coordinator").user
    due_on = timezone.localdate() + TERM
    words = {"subject": "Huren", "question": "3% erbij?", "due_on": due_on}
    asked = advising.ask(about=scene.cast.goal, party=tenants, by=scene.coordinator, **words)
    merge(party=tenants, successor=board, on=timezone.localdate(), by=admin)
    assert (now(asked).party, now(asked).due_on) == (board, due_on)
    with pytest.raises(PermissionDenied):
        advising.give(advice=asked, by=scene.signers[tenants], outcome="no_objection", text="")
    given = advising.give(advice=asked, by=adviser, outcome="negative", text="Te veel.")
    assert given.is_given
    assert Advice.objects.get().party == board


def test_advice_that_was_given_stays_of_who_gave_it_and_is_answered_by_the_successor(scene, old, new, merged):
    tenants = scene.cast.tenants
    row = Participation.objects.get(party=tenants)
    row.role, row.right_of_advice = "advisory", "advice"
    row.save()
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    words = {"subject": "Huren", "question": "3% erbij?", "due_on": timezone.localdate() + TERM}
    asked = advising.ask(about=scene.cast.goal, party=tenants, by=own, **words)
    advising.give(advice=asked, by=scene.signers[tenants], outcome="negative", text="Te veel.")
    merged()
    assert (now(asked).party, now(asked).asking_party) == (tenants, new)
    assert advising.answer(advice=asked, by=scene.new_coordinator, follows="followed", answer="Goed.").is_answered


def test_no_name_of_an_advice_is_changed_otherwise(scene):
    tenants, goal = scene.cast.tenants, scene.cast.goal
    row = Participation.objects.get(party=tenants)
    row.role, row.right_of_advice = "advisory", "advice"
    row.save()
    words = {"subject": "Huren", "question": "3% erbij?", "due_on": timezone.localdate() + TERM}
    asked = advising.ask(about=goal, party=tenants, by=scene.coordinator, **words)
    asked.party = scene.cast.association
    with pytest.raises(ValidationError):
        asked.save()


# -- Progress


def test_people_of_the_successor_report_on_what_the_party_leads_in_force(scene, old, new, merged):
    own = MembershipFactory(user=UserFactory(), party=old, role="editor").user
    if not scene.cast.action.leads.filter(party=old).exists():
        LeadFactory(action=scene.cast.action, party=old)
    merged()
    assert old.pk in leads_reported_by(scene.new_coordinator, scene.cast.action)[1]
    assert old.pk not in leads_reported_by(own, scene.cast.action)[1]
    assert old.pk in scene.new_coordinator.reports_for
    assert scene.new_coordinator.reports_for == set(Party.objects.reported_by(scene.new_coordinator).values_list("pk", flat=True))


def test_the_successor_does_not_accept_the_risk_that_it_reported_under_the_old_name(scene, old, merged):
    merged()
    assert old.pk in coordinated_ids(scene.new_coordinator)

    class Red:
        needs_explanation, reported_by_id, party_id = True, 0, old.pk

    assert why_not_accept_own(scene.new_coordinator, Red, coordinated_ids(scene.new_coordinator))


def test_a_lead_in_force_gets_a_contact_of_the_successor(scene, old, merged):
    lead = scene.cast.action.leads.filter(party=old).first() or LeadFactory(action=scene.cast.action, party=old)
    merged()
    lead = now(lead)
    lead.contact = scene.new_coordinator
    lead._history_user = scene.new_coordinator
    lead.save()
    assert Lead.objects.with_contact_known().get(pk=lead.pk).has_contact
    scene.all_is_well()


def test_two_mergers_after_each_other(scene, old, new, merged, admin):
    last = PartyFactory(name="Woongroep Midden", kind=Party.Kind.HOUSING_ASSOCIATION)
    person = MembershipFactory(user=UserFactory(), party=last, role="editor").user
    merged()
    merge(party=new, successor=last, on=timezone.localdate(), by=admin)
    assert {old.pk, new.pk, last.pk} <= person.reports_for
    assert person.reports_for == set(Party.objects.reported_by(person).values_list("pk", flat=True))
    assert list(faults(scene.agreement)) == []


# -- People


def test_the_people_of_the_party_only_read_and_get_nothing_of_the_successor(scene, old, new, merged):
    own = MembershipFactory(user=UserFactory(), party=old, role="coordinator", may_sign=True)
    invite(party=old, email="nieuw@example.org", name="", role="editor", by=own.user)
    merged()
    assert set(old.memberships.values_list("role", "may_sign")) == {("reader", False)}
    assert not Membership.objects.filter(user=own.user, party=new).exists()
    assert scene.agreement in type(scene.agreement).objects.visible_to(own.user)
    assert not Party.objects.coordinated_by(own.user).exists()
    assert not Party.objects.signed_by(own.user).exists()
    assert not Invitation.objects.waiting().filter(party=old).exists()


def test_nobody_gets_another_role_in_a_party_that_merged(scene, old, merged):
    merged()
    row = Membership(user=UserFactory(), party=now(old), role="editor")
    with pytest.raises(ValidationError, match="its people only read"):
        row.save()


def test_the_successor_stands_in_the_umbrellas_of_the_party(scene, old, new, merged):
    umbrella = PartyFactory(name="Werkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=umbrella, member=old)
    merged()
    assert [row.member for row in PartyMember.objects.filter(umbrella=umbrella)] == [new]


def test_everyone_who_coordinates_or_signs_is_told_once(scene, old, merged, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        merged()
    told = [sent.to for sent in mail.outbox if "merged into" in sent.body or "gaat op in" in sent.body or "opgegaan" in sent.body]
    assert len(told) == len({tuple(to) for to in told})


# -- Who and when


def test_the_administrator_or_a_coordinator_of_both(scene, old, new, merged):
    both = MembershipFactory(user=UserFactory(), party=old, role="coordinator").user
    with pytest.raises(PermissionDenied, match="one of the two parties"):
        merged(by=both)
    with pytest.raises(PermissionDenied):
        merged(by=scene.new_coordinator)
    MembershipFactory(user=both, party=new, role="coordinator")
    assert merged(by=both).successor == new


@pytest.mark.parametrize("field", ["successor", "active_until"])
def test_nobody_fills_it_in_by_hand(scene, old, new, admin, merged, field):
    if field == "active_until":
        merged()
    row = now(old)
    setattr(row, field, new if field == "successor" else date(2020, 1, 1))
    row._history_user = admin
    with pytest.raises(ValidationError, match="on the page of the party"):
        row.save()


def test_what_cannot_be(scene, old, new, admin, merged):
    with pytest.raises(NotAllowedNowError, match="same kind"):
        merged(successor=scene.cast.municipality)
    with pytest.raises(NotAllowedNowError, match="same kind"):
        merged(successor=old)
    with pytest.raises(NotAllowedNowError, match="on the day itself"):
        merged(on=timezone.localdate() + timedelta(days=1))
    merged()
    with pytest.raises(NotAllowedNowError, match="Merged into De Vecht"):
        merged()
    with pytest.raises(NotAllowedNowError, match="does not go on"):
        merge(party=new, successor=old, on=timezone.localdate(), by=admin)


def test_the_preview_says_what_goes_over_and_what_stays(scene, old, new):
    LeadFactory(action=scene.agenda(2025).actions.get(), party=old)
    scene.propose(adjust(scene.cast.action, text="Er komen 21 woningen."))
    (row,) = [row for row in preview(old, new, timezone.localdate()).agreements if row.agreement == scene.agreement]
    assert row.sentences[:2] == (
        "De Vecht takes part as signatory, in the place of De Sleutel.",
        "In what is written, De Vecht leads 1 action.",
    )
    assert row.sentences[-1].endswith("is put to the parties anew, and asks De Vecht and no longer De Sleutel.")
    assert row.stays == (
        "The text of 2023 and 2024 keeps the name De Sleutel, as it was agreed, with its signatures.",
        "To let a text in force say De Vecht, propose another lead at the action afterwards: all parties agree to it.",
    )


def test_the_preview_says_that_what_only_waits_for_answers_becomes_a_draft(scene, old, new):
    adoption.bring_in(text=scene.agenda(2025), by=scene.coordinator, **signed())
    (row,) = [row for row in preview(old, new, timezone.localdate()).agreements if row.agreement == scene.agreement]
    assert row.sentences[-1].endswith("It becomes a draft again; who brought it in gets a mail.")
    assert row.stays[0].startswith("The text of 2023 and 2024 keeps the name")


def test_an_agreement_that_is_only_written_says_the_new_name_alone(scene, old, new, admin):
    agreement = scene.cast.other_agreement
    ParticipationFactory(agreement=agreement, party=old)
    merge(party=old, successor=new, on=timezone.localdate(), by=admin)
    assert new in {row.party for row in Participation.objects.printed_in(agreement.pk, None, agreement.year_read)}
    assert old not in {row.party for row in Participation.objects.printed_in(agreement.pk, None, agreement.year_read)}
