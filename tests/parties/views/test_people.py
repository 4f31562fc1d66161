"""The people of a party, kept by its coordinator and by nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from parties.models import Invitation, Membership
from tests.factories import InvitationFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ROLE = {"role": "editor", "may_sign": "on"}
INVITED = {"email": "nora@waterhoek.example", "name": "Nora", **ROLE}


@pytest.fixture
def invitation(cast):
    return InvitationFactory(party=cast.municipality, invited_by=cast.officer, email="nora@waterhoek.example")


@pytest.fixture
def addresses(cast, invitation):
    """Every address about the people of the municipality, with what one would post."""
    party, member = cast.municipality.pk, cast.executive.memberships.get().pk
    return {
        "invite": (reverse("invite", args=[party]), INVITED),
        "role": (reverse("role", args=[party, member]), ROLE),
        "member_back": (reverse("member_back", args=[party, member]), {}),
        "invitation_resend": (reverse("invitation_resend", args=[invitation.pk]), {}),
        "invitation_withdraw": (reverse("invitation_withdraw", args=[invitation.pk]), {}),
    }


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Invitation, Membership)]


@pytest.mark.parametrize("name", ["invite", "role", "member_back", "invitation_resend", "invitation_withdraw"])
def test_only_the_coordinator_of_the_party_gets_in(client, cast, addresses, mailoutbox, name):
    address, data = addresses[name]
    before = everything()
    hidden = 404 if name.startswith("invitation") else 403
    wanted = {
        cast.executive: hidden,
        cast.association_officer: hidden,
        cast.tenant: hidden,
        cast.admin: hidden,
        cast.outsider: 404,
    }
    for person, status in wanted.items():
        client.force_login(person)
        assert client.post(address, data).status_code == status, person
        if name in {"invite", "role"}:
            assert client.get(address).status_code == status, person
        else:
            assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address, data).status_code == 302
    assert everything() == before
    assert mailoutbox == []


def test_a_coordinator_invites(in_english, cast, mailoutbox):
    in_english.force_login(cast.officer)
    page = in_english.post(reverse("invite", args=[cast.municipality.pk]), INVITED, follow=True)
    assert page.redirect_chain == [(f"/partijen/{cast.municipality.pk}/", 302)]
    assert "The invitation to nora@waterhoek.example has been sent." in words_of(page)
    row = Invitation.objects.get()
    assert (row.role, row.may_sign, row.invited_by, mailoutbox[0].to) == ("editor", True, cast.officer, [row.email])


def test_mistakes_are_said_on_top_with_a_link_to_the_field(in_english, cast):
    in_english.force_login(cast.officer)
    address = reverse("invite", args=[cast.municipality.pk])
    page = in_english.post(address, {"email": "nora", "role": "owner"})
    assert 'href="#id_email"' in page.content.decode()
    assert set(page.context["form"].errors) == {"email", "role"}
    page = in_english.post(address, {**INVITED, "email": cast.executive.email})
    assert page.context["form"].errors == {"email": ["This person already belongs to this party."]}
    assert not Invitation.objects.exists()


def test_the_page_of_the_party_tells_who_is_not_in_yet(in_english, cast, invitation):
    in_english.force_login(cast.officer)
    address = f"/partijen/{cast.municipality.pk}/"
    assert "nora@waterhoek.example" in words_of(in_english.get(address))
    invitation.expires_at = timezone.now()
    invitation.save()
    assert "The link has expired." in words_of(in_english.get(address))
    in_english.force_login(cast.executive)
    assert "nora@waterhoek.example" not in words_of(in_english.get(address)), "for the coordinator alone"


def test_sending_again_and_withdrawing(in_english, cast, invitation, mailoutbox):
    in_english.force_login(cast.officer)
    in_english.post(reverse("invitation_resend", args=[invitation.pk]))
    assert [mail.to for mail in mailoutbox] == [[invitation.email]]
    page = in_english.post(reverse("invitation_withdraw", args=[invitation.pk]), follow=True)
    assert "Withdrawn: nora@waterhoek.example" in words_of(page)
    assert "Invited, not in yet" not in words_of(page)
    page = in_english.post(reverse("invitation_resend", args=[invitation.pk]), follow=True)
    assert "This invitation has been used or withdrawn already." in words_of(page)


def test_a_coordinator_gives_a_role_and_the_last_one_keeps_hers(in_english, cast):
    in_english.force_login(cast.officer)
    own, other = cast.officer.memberships.get(), cast.executive.memberships.get()
    in_english.post(reverse("role", args=[cast.municipality.pk, other.pk]), ROLE)
    other.refresh_from_db()
    assert (other.role, other.may_sign) == ("editor", True)
    page = in_english.post(reverse("role", args=[cast.municipality.pk, own.pk]), {"role": "reader"})
    assert "Olga Officier is the last coordinator of Gemeente Waterhoek." in words_of(page)


def test_a_person_of_another_party_is_not_reached_through_the_own_party(client, cast):
    client.force_login(cast.officer)
    stranger = cast.tenant.memberships.get()
    assert client.post(reverse("role", args=[cast.municipality.pk, stranger.pk]), ROLE).status_code == 404
    assert client.post(reverse("member_back", args=[cast.municipality.pk, stranger.pk])).status_code == 404


def test_someone_who_left_is_listed_and_taken_back(in_english, cast):
    from parties.people.workflow import end_membership

    row = cast.executive.memberships.get()
    pk = row.pk
    end_membership(row, takes_over="nobody", by=cast.officer)
    in_english.force_login(cast.officer)
    page = in_english.get(f"/partijen/{cast.municipality.pk}/")
    assert "People who left (1)" in words_of(page)
    page = in_english.post(reverse("member_back", args=[cast.municipality.pk, pk]), follow=True)
    assert "Is back: Wies Wethouder (Gemeente Waterhoek, reader)" in words_of(page)
    assert "People who left" not in words_of(page)
