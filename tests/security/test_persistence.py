"""Who may no longer, can no longer: not by an open session, not by an invitation, not by guessing codes."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from parties.models import Invitation, Membership
from parties.people import workflow
from tests.factories import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db

PASSWORD = "vier-gewone-woorden-hier"


@pytest.fixture
def second(cast) -> Membership:
    """Another coordinator of the municipality."""
    return MembershipFactory(party=cast.municipality, role="coordinator")


@pytest.mark.parametrize("leaves", [True, False])
def test_someone_who_coordinates_no_longer_leaves_no_invitation_open(cast, second, leaves):
    InvitationFactory(
        party=cast.municipality, email="achterdeur@test.example", role="coordinator", token="deur", invited_by=second.user
    )
    other = InvitationFactory(party=cast.municipality, invited_by=cast.officer)
    if leaves:
        workflow.end_membership(second, by=cast.officer)
    else:
        workflow.change_role(second, role="editor", may_sign=False, by=cast.officer)
    answer = Client().post(reverse("invitation", args=["deur"]), {"name": "Eva", "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 410
    assert list(Invitation.objects.waiting()) == [other]
    assert not Membership.objects.filter(user__email="achterdeur@test.example").exists()


def test_an_open_session_reaches_no_further_than_the_role_of_now(cast, second):
    client = Client()
    client.force_login(second.user)
    assert client.get("/beheer/").status_code == 200
    workflow.change_role(second, role="reader", may_sign=False, by=cast.officer)
    assert client.get("/beheer/", follow=True).status_code == 403
    assert client.post(reverse("invite", args=[cast.municipality.pk]), {"email": "x@test.example"}).status_code == 403


@pytest.mark.parametrize(("wrong", "status"), [(1, 200), (6, 302)])
def test_codes_are_not_guessed_by_signing_in_again_and_again(cast, wrong, status):
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.tenant, secret)
    for number in range(wrong):
        client = Client()
        client.post(reverse("account_login"), {"login": cast.tenant.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06d}"})
    right = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": right})
    assert client.get("/mijn-acties/").status_code == status, "after many, not even the right one is looked at"
