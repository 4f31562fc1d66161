"""Contacts of what a party leads: no action goes silent because someone left."""

import pytest
from django.utils import translation

from agreements.contacts.choosing import colleagues, contacts_by_lead, contacts_of
from agreements.contacts.handover import choose_contacts, let_go, waiting_at
from agreements.contacts.party_page import collect_party
from agreements.models import Lead
from parties.models import Party
from parties.people.workflow import change_role, end_membership, take_back
from tests.factories import ActionFactory, LeadFactory, MembershipFactory, PartyFactory, PartyMemberFactory
from tests.refusal import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast):
    """Led by the association, whose editor is the contact."""
    cast.lead.contact = cast.association_officer
    cast.lead.save()
    return cast.lead


@pytest.fixture
def bea(cast):
    """The association's coordinator."""
    return MembershipFactory(party=cast.association, role="coordinator", user__name="Bea Baas").user


@pytest.fixture
def working_group(cast):
    """A working group of the municipality and the tenants that leads the action too."""
    group = PartyFactory(name="Werkgroep Energie", kind=Party.Kind.UMBRELLA)
    for member in (cast.municipality, cast.tenants):
        PartyMemberFactory(umbrella=group, member=member)
    return LeadFactory(action=cast.action, party=group, position=2)


def without_contact() -> list[Lead]:
    return list(Lead.objects.without_contact())


# -- Who may be it


def test_a_contact_reports_for_the_party(cast, bea):
    for person in (cast.association_officer, bea):
        cast.lead.contact = person
        cast.lead.save()


def test_someone_who_does_not_report_for_the_party_is_refused(cast):
    reader = MembershipFactory(party=cast.association, user__name="Rein Lezer").user
    left = MembershipFactory(party=cast.association, role="editor", user__name="Weg", user__is_active=False).user
    for person in (cast.officer, reader, left):
        sentence = f"{person} does not report for De Sleutel. Choose an editor or coordinator of that party."
        assert refusal(cast.lead, contact=person) == {"contact": [sentence]}


def test_for_a_working_group_the_people_of_its_members_report(cast, working_group):
    working_group.contact = cast.officer
    working_group.save()
    assert "contact" in refusal(working_group, contact=cast.association_officer)


def test_a_lead_whose_contact_left_may_be_changed_and_put_back(cast, lead):
    lead.contact.is_active = False
    lead.contact.save()
    lead.task = "bouw"
    lead.save()
    again = Lead(action=lead.action, party=lead.party, contact=lead.contact)
    lead.delete()
    again.save()


def test_a_lead_that_goes_to_another_party_needs_a_contact_there(cast, lead):
    assert "contact" in refusal(lead, party=cast.tenants)


# -- Who gets the mail


def test_the_contact_gets_it_or_else_everyone_who_reports(cast, lead, bea):
    assert contacts_of(lead) == [cast.association_officer]
    lead.contact = None
    assert contacts_of(lead) == [cast.association_officer, bea]


def test_it_goes_to_the_others_when_the_contact_left_or_reports_no_longer(cast, lead, bea):
    row = cast.association_officer.memberships.get()
    change_role(row, role="reader", may_sign=False, by=bea)
    assert contacts_of(lead) == [bea]
    end_membership(row, by=bea)
    assert contacts_of(Lead.objects.get(pk=lead.pk)) == [bea]


def test_for_a_working_group_it_goes_to_those_who_report_for_its_members(cast, working_group):
    assert contacts_of(working_group) == [cast.officer]


def test_for_a_party_that_merged_it_goes_to_those_who_report_for_what_it_became(cast):
    first, between = (PartyFactory(name=name) for name in ("De Grendel", "De Klink"))
    for party, successor in ((first, between), (between, cast.municipality)):
        party.successor = successor
        party.save()
        assert contacts_of(LeadFactory(action=cast.action, party=party)) == ([cast.officer] if party == between else [])
    assert contacts_of(Lead.objects.get(party=first)) == [cast.officer]


def test_a_party_without_anyone_who_reports_has_no_contacts(cast):
    assert contacts_of(LeadFactory(action=cast.action, party=cast.tenants)) == []


def test_for_many_leads_as_many_queries_as_for_one(cast, lead, working_group, django_assert_num_queries):
    for leads in ([lead], [lead, working_group, LeadFactory(action=cast.action, party=cast.tenants)]):
        with django_assert_num_queries(1):
            contacts_by_lead(leads)


# -- Marked


def test_a_lead_without_a_contact_or_with_one_who_left_is_found(cast, lead, working_group):
    assert without_contact() == [working_group]
    lead.contact.is_active = False
    lead.contact.save()
    assert without_contact() == [lead, working_group]
    assert list(Lead.objects.to_hand_over()) == [lead]
    assert list(waiting_at(cast.association)) == [lead]


def test_of_a_dropped_action_or_a_closed_agenda_nothing_is_handed_over(cast, lead):
    lead.contact.is_active = False
    lead.contact.save()
    cast.agenda.state, cast.agenda.adopted_on = "closed", "2023-12-14"
    cast.agenda.save()
    assert list(Lead.objects.to_hand_over()) == []


def test_the_year_in_front_counts_and_the_next_is_asked_for(cast, lead):
    cast.agreement.end_year = 2099
    cast.agreement.save()
    later = ActionFactory(goal=cast.goal, agenda__agreement=cast.agreement, agenda__year=2099)
    new = LeadFactory(action=later, party=cast.association)
    found = {coming: collect_party(cast.association, seen_by=cast.officer, coming=coming).leads for coming in (False, True)}
    assert found == {False: (lead,), True: (new,)}


# -- Choosing and leaving


def test_a_new_contact_gets_one_mail_about_all_actions(cast, lead, bea, mailoutbox):
    second = LeadFactory(
        action=ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De buurt is groen."), party=cast.association
    )
    assert choose_contacts({second.pk: cast.association_officer, lead.pk: cast.association_officer}, by=bea) == 1
    lead.refresh_from_db()
    (mail,) = mailoutbox
    assert mail.to == ["Abel Bouwer <abel@desleutel.example>"]
    assert mail.subject == "U bent contactpersoon voor een afspraak van De Sleutel"
    for part in (mail.body, mail.alternatives[0][0]):
        assert "De buurt is groen." in part
        assert f"http://127.0.0.1:8000{second.action.get_absolute_url()}" in part
        assert "U krijgt deze mail omdat Bea Baas (De Sleutel) u contactpersoon van De Sleutel maakte" in part
    assert second.history.first().history_user == bea


def test_two_actions_are_one_mail_and_choosing_oneself_gives_none(cast, bea, mailoutbox):
    second = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association)
    choose_contacts({cast.lead.pk: bea, second.pk: bea}, by=bea)
    assert mailoutbox == []
    choose_contacts({cast.lead.pk: cast.association_officer, second.pk: cast.association_officer}, by=bea)
    assert [mail.subject for mail in mailoutbox] == ["U bent contactpersoon voor 2 afspraken van De Sleutel"]


def test_a_contact_is_taken_away(cast, lead, bea, mailoutbox):
    assert choose_contacts({lead.pk: None}, by=bea) == 1
    assert (Lead.objects.get(pk=lead.pk).contact, mailoutbox) == (None, [])


def test_someone_who_leaves_is_named_to_the_coordinators_with_what_needs_a_contact(cast, lead, bea, mailoutbox):
    assert let_go(cast.association_officer.memberships.get(), by=bea) == 1
    (mail,) = mailoutbox
    assert mail.subject == "Abel Bouwer is weg: één afspraak heeft een andere contactpersoon nodig"
    for part in (mail.body, mail.alternatives[0][0]):
        assert "De 24 flexwoningen aan de Kade zijn opgeleverd." in part
        assert f"http://127.0.0.1:8000/partijen/{cast.association.pk}/overdragen/" in part
        assert "U krijgt deze mail omdat u coördinator van De Sleutel bent." in part
    assert list(waiting_at(cast.association)) == [lead]
    choose_contacts({lead.pk: bea}, by=bea)
    assert list(waiting_at(cast.association)) == []


def test_someone_who_was_no_contact_leaves_without_a_mail(cast, bea, mailoutbox):
    assert let_go(cast.association_officer.memberships.get(), by=bea) == 0
    assert mailoutbox == []


def test_someone_who_is_taken_back_is_the_contact_again(cast, lead, bea):
    row = cast.association_officer.memberships.get()
    pk = row.pk
    let_go(row, by=bea)
    take_back(party=cast.association, membership_id=pk, by=bea)
    assert contacts_of(Lead.objects.get(pk=lead.pk)) == [cast.association_officer]
    assert without_contact() == []


def test_the_coordinator_of_a_member_chooses_among_her_own_people_only(cast, working_group):
    MembershipFactory(party=cast.tenants, role="editor", user__name="Huub Huurder")
    group = working_group.party
    assert colleagues(group, by=cast.officer) == [cast.officer]
    head = MembershipFactory(party=group, role="coordinator", user__name="Wil Werkgroep").user
    assert [person.name for person in colleagues(group, by=head)] == ["Huub Huurder", "Olga Officier", "Wil Werkgroep"]


def test_the_sentences_are_in_the_language_of_the_mail_whoever_acts(cast, lead, bea, mailoutbox):
    coordinator = MembershipFactory(party=cast.association, role="coordinator", user__name="Cora Sleutel").user
    with translation.override("en"):
        choose_contacts({lead.pk: bea}, by=coordinator)
    assert "U krijgt deze mail omdat Cora Sleutel" in mailoutbox[0].body
