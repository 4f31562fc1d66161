"""A second factor: how one gets it, who must have it, and that nothing else opens without it."""

import base64
import hmac
import re
import struct
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from parties.accounts.second_factor import is_required_for
from parties.models import User
from tests.agreements.admin.posting import address
from tests.pages import headings_of, words_of

from .signing_in import LOGIN, PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
INDEX = "/account/second-factor/"
AUTHENTICATE = "/account/second-factor/authenticate/"
APP = "/account/second-factor/totp/activate/"
EVERYONE = frozenset({"reader", "editor", "coordinator", "signatory", "superuser"})


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def connect_app(client) -> str:
    """Connect an app as the page says; returns its key."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = re.search(r'account__secret">(\w+)<', client.get(APP).content.decode())[1]
    response = client.post(APP, {"code": code_of(secret)})
    assert response.status_code == 302, words_of(response)
    return secret


@pytest.fixture
def protected(client, tenant):
    """Tess, who connected an app; with its key."""
    sign_in(client, tenant.email)
    secret = connect_app(client)
    client.post("/account/logout/")
    client.cookies.pop("sessionid", None)
    return tenant, secret


# -- Signing in with it


def test_the_password_alone_is_not_enough(client, protected, cast):
    tenant, secret = protected
    assert sign_in(client, tenant.email)["Location"] == AUTHENTICATE
    assert not is_signed_in(client)
    assert client.get(cast.agenda.get_absolute_url()).status_code == 302
    assert headings_of(client.get(AUTHENTICATE))[0] == "h1 Second step"
    with time_machine.travel(time.time() + 60):
        client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_code_works_once(client, protected):
    tenant, secret = protected
    with time_machine.travel(time.time() + 60, tick=False):
        sign_in(client, tenant.email)
        client.post(AUTHENTICATE, {"code": code_of(secret)})
        assert is_signed_in(client)
        again = Client()
        sign_in(again, tenant.email)
        again.post(AUTHENTICATE, {"code": code_of(secret)})
        assert not is_signed_in(again)


def test_the_code_of_the_set_up_is_used(client, tenant):
    with time_machine.travel(time.time(), tick=False):
        sign_in(client, tenant.email)
        secret = connect_app(client)
        elsewhere = Client()
        sign_in(elsewhere, tenant.email)
        elsewhere.post(AUTHENTICATE, {"code": code_of(secret)})
        assert not is_signed_in(elsewhere)


def test_a_recovery_code_works_once(client, protected):
    tenant, _secret = protected
    codes = Authenticator.objects.get(user=tenant, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    sign_in(client, tenant.email)
    client.post(AUTHENTICATE, {"code": codes[0]})
    assert is_signed_in(client)
    again = Client()
    sign_in(again, tenant.email)
    again.post(AUTHENTICATE, {"code": codes[0]})
    assert not is_signed_in(again)


def test_codes_are_guessed_five_times_in_five_minutes_and_twenty_times_a_day(client, protected):
    tenant, secret = protected
    looked_at = 0
    with time_machine.travel(time.time() + 60, tick=False) as clock:
        for _ in range(8):
            sign_in(client, tenant.email)
            for n in range(10):
                page = client.post(AUTHENTICATE, {"code": f"{n:06}"})
                looked_at += "This code is not right." in words_of(page)
            clock.shift(timedelta(minutes=6))
        sign_in(client, tenant.email)
        page = words_of(client.post(AUTHENTICATE, {"code": code_of(secret)}))
    assert "Too many codes were wrong." in page
    assert looked_at == 20
    assert not is_signed_in(client)


def test_the_second_step_without_the_first_leads_to_the_login(client, protected):
    assert client.get(AUTHENTICATE)["Location"].startswith(LOGIN)
    assert client.post(AUTHENTICATE, {"code": "123456"})["Location"].startswith(LOGIN)


def test_a_new_password_by_mail_does_not_pass_the_second_factor(
    client, protected, outbox, link_in, django_capture_on_commit_callbacks
):
    tenant, _secret = protected
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/reset/", {"email": tenant.email})
    form = client.get(link_in(outbox[0]).removeprefix("http://127.0.0.1:8000"))["Location"]
    response = client.post(form, {"password1": "een heel ander wachtwoord", "password2": "een heel ander wachtwoord"})
    assert response["Location"] == AUTHENTICATE
    assert not is_signed_in(client)


def test_setting_it_up_asks_who_it_is(client, tenant):
    client.force_login(tenant)
    for path in (APP, "/account/second-factor/webauthn/add/", "/account/second-factor/recovery-codes/generate/"):
        assert client.get(path)["Location"].startswith("/account/reauthenticate/")


def test_someone_who_has_it_still_changes_the_address(client, tenant):
    sign_in(client, tenant.email)
    connect_app(client)
    client.post("/account/email/", {"email": "tess@nieuw.example", "action_add": ""})
    assert "A mail is on its way to tess@nieuw.example" in words_of(client.get("/account/email/"))


def test_it_is_told_by_mail(client, tenant, outbox, django_capture_on_commit_callbacks):
    sign_in(client, tenant.email)
    with django_capture_on_commit_callbacks(execute=True):
        connect_app(client)
    assert [message.subject for message in outbox] == ["Authenticator-app gekoppeld"]


# -- Who must have it


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        (set(), set()),
        ({"superuser"}, {"admin"}),
        ({"coordinator"}, {"officer", "outsider"}),
        ({"editor"}, {"association_officer"}),
        ({"reader"}, {"tenant", "executive"}),
        ({"signatory"}, {"tenant", "executive"}),
        ({"coordinator", "superuser"}, {"officer", "outsider", "admin"}),
    ],
)
def test_the_setting_asks_it_of_roles(cast, settings, roles, asked):
    settings.MFA_REQUIRED_FOR = frozenset(roles)
    people = ["admin", "officer", "association_officer", "tenant", "executive", "outsider"]
    assert {name for name in people if is_required_for(getattr(cast, name))} == asked


def test_the_invented_people_of_a_trial_go_without_and_only_there(cast, settings):
    settings.MFA_REQUIRED_FOR = EVERYONE
    cast.admin.is_fictitious = True
    assert not is_required_for(cast.admin)
    settings.IS_LOCAL = False
    assert is_required_for(cast.admin)


def test_someone_who_must_set_it_up_comes_nowhere_else_until_it_is_there(client, cast, tenant, settings):
    settings.MFA_REQUIRED_FOR = EVERYONE
    sign_in(client, tenant.email)
    led = f"{INDEX}?required=1"
    for path in (
        "/",
        cast.agenda.get_absolute_url(),
        "/account/",
        "/account/password/change/",
        "/account/email/",
        "/account/sessions/",
    ):
        assert (path, client.get(path).get("Location")) == (path, led)
    assert client.post("/account/name/", {"name": "Iemand"})["Location"] == led
    assert "Your role asks for a second factor." in words_of(client.get(led))
    connect_app(client)
    assert client.get("/").status_code == 200


def test_also_the_admin_waits_for_it(client, cast, settings):
    settings.MFA_REQUIRED_FOR = frozenset({"superuser"})
    client.force_login(cast.admin)
    for path in (reverse("admin:index"), address(cast.tenant), reverse("admin:logout")):
        assert client.get(path)["Location"] == f"{INDEX}?required=1"
    assert client.post(address(cast.tenant), {"name": "Gekaapt"})["Location"] == f"{INDEX}?required=1"


def test_someone_who_must_set_it_up_can_sign_out_and_read_the_page_in_the_other_language(client, tenant, settings):
    settings.MFA_REQUIRED_FOR = EVERYONE
    sign_in(client, tenant.email)
    assert client.post("/taal/", {"language": "nl", "next": INDEX})["Location"] == INDEX
    client.post("/account/logout/")
    assert not is_signed_in(client)


def test_a_part_of_a_page_leads_the_whole_page_away(client, tenant, settings):
    settings.MFA_REQUIRED_FOR = EVERYONE
    client.force_login(tenant)
    response = client.get("/", headers={"hx-request": "true"})
    assert response["HX-Redirect"] == f"{INDEX}?required=1"


def test_someone_who_takes_it_off_must_set_it_up_anew(client, tenant, settings):
    settings.MFA_REQUIRED_FOR = EVERYONE
    sign_in(client, tenant.email)
    connect_app(client)
    client.post("/account/second-factor/totp/deactivate/")
    assert client.get("/")["Location"] == f"{INDEX}?required=1"


def test_it_costs_nothing_where_nobody_is_asked(client, tenant, settings, django_assert_num_queries):
    """Nor an ordinary person where only superusers are."""
    client.force_login(tenant)
    with django_assert_num_queries(3):  # the session, the person, her roles
        client.get("/account/name/")
    settings.MFA_REQUIRED_FOR = frozenset({"superuser"})
    with django_assert_num_queries(3):
        client.get("/account/name/")


# -- Who lost it


def test_a_superuser_takes_it_away_and_the_owner_is_told(client, cast, protected, outbox, django_capture_on_commit_callbacks):
    tenant, _secret = protected
    admin = Client()
    admin.force_login(cast.admin)
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(
            reverse("admin:parties_user_changelist"), {"action": "take_away_second_factor", "_selected_action": [tenant.pk]}
        )
    assert not Authenticator.objects.filter(user=tenant).exists()
    assert [(message.to, message.subject) for message in outbox] == [([tenant.email], "Uw tweede factor is weggehaald")]
    row = User.history.filter(id=tenant.pk).latest()
    assert (row.history_user, row.history_change_reason) == (cast.admin, "Tweede factor weggehaald")
    sign_in(client, tenant.email)
    assert is_signed_in(client)
