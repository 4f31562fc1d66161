"""Parties and people in the admin: a coordinator keeps her own party, a superuser also the people."""

import pytest
from django.conf import settings
from django.urls import reverse

from parties.models import Invitation, Membership, Party, PartyMember, User
from parties.people.workflow import invite
from tests.agreements.admin.conftest import signed_in
from tests.agreements.admin.posting import address, filled_in, save, sentences
from tests.factories import MembershipFactory, PartyFactory


@pytest.fixture
def officer(cast):
    return signed_in(cast.officer)


@pytest.fixture
def admin(cast):
    return signed_in(cast.admin)


def test_a_coordinator_changes_her_own_party_with_a_reason(cast, officer):
    save(officer, cast.municipality, website="https://waterhoek.example", change_reason="Nieuwe site")
    row = Party.history.filter(id=cast.municipality.pk).latest()
    assert (row.website, row.history_user, row.history_change_reason) == (
        "https://waterhoek.example",
        cast.officer,
        "Nieuwe site",
    )


def test_she_sees_the_other_parties_and_does_not_change_them(cast, officer):
    assert officer.get(address(cast.association)).status_code == 200
    assert officer.post(address(cast.association), {"name": "Gekaapt"}).status_code == 403
    assert officer.post(address(cast.elsewhere), {"name": "Gekaapt"}).status_code == 404
    assert not Party.objects.filter(name="Gekaapt").exists()


def test_the_reasons_in_the_history_of_a_party_are_for_its_own_people(cast, officer, admin):
    reason = "Wij fuseren in juli, nog niet vertellen"
    save(admin, cast.association, website="https://desleutel.example", change_reason=reason)
    MembershipFactory(user=cast.outsider, party=cast.association, role=Membership.Role.READER)
    readers = {"another party": officer, "an own reader": signed_in(cast.outsider), "the administrator": admin}
    pages = {who: client.get(address(cast.association, "history")).content.decode() for who, client in readers.items()}
    assert all("https://desleutel.example" in page for page in pages.values()), "what changed"
    assert {who: reason in page for who, page in pages.items()} == {
        "another party": False,
        "an own reader": True,
        "the administrator": True,
    }


def test_she_adds_a_party_that_will_take_part(cast, officer):
    save(officer, Party, add={}, name="Woningstichting Nieuw", short_name="Nieuw", kind="housing_association")
    assert Party.history.get(name="Woningstichting Nieuw").history_user == cast.officer


def test_the_icons_of_yes_and_no_say_so_in_the_language_of_the_reader(cast, admin):
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    page = admin.get(reverse("admin:parties_user_changelist")).content.decode()
    assert {words for words in ("Ja", "Nee", "True", "False") if f'alt="{words}"' in page} == {"Ja", "Nee"}


def test_a_name_that_is_taken_is_said_at_the_name(cast, officer):
    response = save(officer, Party, add={}, name="Gemeente Zandbergen", short_name="Z", kind="municipality")
    assert sentences(response) == {"name": ["There is already a party with this name."]}


def test_only_an_umbrella_has_members(cast, admin):
    umbrella = PartyFactory(name="Werkgroep Energie", kind=Party.Kind.UMBRELLA)
    new = {"member_rows___TOTAL_FORMS": "1", "member_rows___0___member": cast.tenants.pk}
    save(admin, umbrella, **new)
    assert PartyMember.objects.get().member == cast.tenants
    assert "member_rows" not in admin.get(address(cast.tenants)).content.decode()
    new = {"member_rows___TOTAL_FORMS": "2", "member_rows___1___member": cast.tenants.pk}
    assert sentences(save(admin, umbrella, **new)) == {"member_rows-1-member": ["This party is already a member."]}


def test_members_are_chosen_from_the_parties_one_sees(cast, officer):
    umbrella = PartyFactory(name="Werkgroep Energie", kind=Party.Kind.UMBRELLA)
    MembershipFactory(user=cast.officer, party=umbrella, role=Membership.Role.COORDINATOR)
    MembershipFactory(user=cast.officer, party=cast.tenants, role=Membership.Role.COORDINATOR)
    PartyMember(umbrella=umbrella, member=cast.elsewhere).save()
    unseen = PartyFactory(name="Gemeente Ver Weg")
    new = {"member_rows___TOTAL_FORMS": "2", "member_rows___1___member": unseen.pk}
    assert set(sentences(save(officer, umbrella, **new))) == {"member_rows-1-member"}
    new["member_rows___1___member"] = cast.tenants.pk
    assert save(officer, umbrella, **new).status_code == 302, "who is a member already may stay"
    assert {row.member for row in umbrella.member_rows.all()} == {cast.elsewhere, cast.tenants}


def test_an_umbrella_is_not_its_own_member(cast, admin):
    umbrella = PartyFactory(name="Werkgroep Energie", kind=Party.Kind.UMBRELLA)
    new = {"member_rows___TOTAL_FORMS": "1", "member_rows___0___member": umbrella.pk}
    assert sentences(save(admin, umbrella, **new)) == {"member_rows-0-__all__": ["A party cannot be a member of itself."]}


def test_the_people_of_a_party_are_for_superusers(cast, admin, officer):
    assert "Olga Officier" in admin.get(address(cast.municipality)).content.decode()
    assert "memberships" not in officer.get(address(cast.municipality)).content.decode()
    assert "Membership" not in officer.get(address(cast.municipality, "history")).content.decode()
    new = {"memberships___TOTAL_FORMS": "1", "memberships___INITIAL_FORMS": "0", "memberships___0___user": cast.officer.pk}
    save(officer, cast.municipality, **new, memberships___0___role="coordinator", name="Gemeente Waterhoek aan Zee")
    assert Membership.objects.filter(party=cast.municipality).count() == 2


def test_a_superuser_gives_someone_a_role(cast, admin):
    new = {"memberships___TOTAL_FORMS": "2", "memberships___1___party": cast.association.pk}
    save(admin, cast.tenant, **new, memberships___1___role="editor", change_reason="Nieuwe functie")
    row = Membership.history.latest()
    assert (row.party, row.role, row.history_change_reason) == (cast.association, "editor", "Nieuwe functie")
    page = " ".join(admin.get(address(cast.tenant, "history")).content.decode().split())
    assert "Added: Membership «Tess Huurder (De Sleutel, editor)»" in page


def test_a_superuser_adds_a_person_who_cannot_sign_in_yet(cast, admin):
    save(admin, User, add={}, email="Nieuw@Waterhoek.example", name="Nieuw", usable_password="false")
    person = User.objects.get(email="nieuw@waterhoek.example")
    assert not person.has_usable_password()


def test_someone_who_leaves_is_made_inactive(cast, admin):
    save(admin, cast.tenant, is_active=None, change_reason="Uit dienst")
    row = User.history.filter(id=cast.tenant.pk).latest()
    assert (row.is_active, row.history_change_reason) == (False, "Uit dienst")


def test_a_coordinator_of_two_parties_keeps_both(cast, officer):
    MembershipFactory(user=cast.officer, party=cast.tenants, role=Membership.Role.COORDINATOR)
    assert save(officer, cast.tenants, website="https://huurdersraad.example").status_code == 302


def test_a_party_leads_to_its_page_on_the_site(cast, officer):
    page = officer.get(address(cast.association)).content.decode()
    assert f'href="/partijen/{cast.association.pk}/"' in page


@pytest.fixture
def invitation(cast):
    return invite(party=cast.municipality, email="nel@waterhoek.example", role="coordinator", by=cast.admin)


def test_a_superuser_sends_an_invitation_again_and_reads_the_state_of_its_link(cast, admin, invitation):
    page = " ".join(admin.get(address(invitation)).content.decode().split())
    assert "open, the link works until" in page
    old = invitation.token_hash
    Invitation.objects.update(expires_at=invitation.sent_at)
    assert "the link has expired on" in admin.get(address(invitation)).content.decode()
    assert save(admin, invitation, resend="on").status_code == 302
    invitation.refresh_from_db()
    assert (invitation.is_open, invitation.token_hash != old) == (True, True)


def test_of_an_invitation_one_thing_is_done_at_a_time(admin, invitation):
    response = save(admin, invitation, resend="on", withdraw="on")
    assert sentences(response) == {"withdraw": ["Choose one: send again, or withdraw."]}
    save(admin, invitation, withdraw="on")
    page = admin.get(address(invitation)).content.decode()
    assert "withdrawn on" in page
    assert 'name="resend"' not in page


def test_after_too_many_mails_the_superuser_reads_why_none_went(admin, invitation, settings):
    settings.MAIL_PER_SENDER = (0, 0)
    page = admin.post(address(invitation), filled_in(admin, address(invitation)) | {"resend": "on"}, follow=True)
    assert "No mail was sent: you send at most 0 mails a day." in page.content.decode()
