"""Single sign-on with a real OpenID Connect provider on this machine; no mocks of our own code, nor of allauth's."""

import urllib.error
import urllib.parse
import urllib.request

import pytest
from allauth.socialaccount.models import SocialAccount
from oidc_provider_mock import User as Identity
from oidc_provider_mock import run_server_in_thread

from parties.models import User
from tests.pages import headings_of, links_of, words_of

from .signing_in import LOGIN, PASSWORD, is_signed_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")]
SSO = "/account/oidc/sso/login/"
DOMAINS = ["huurdersraad.example", "waterhoek.example", "nieuw.example", "elders.example", "test.example"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@pytest.fixture(scope="module")
def provider():
    """An organisation in which Tess works, someone unknown, and someone whose address was never verified."""

    def identity(name: str, email: str, *, verified) -> Identity:
        return Identity(sub=name, claims={"email": email, "email_verified": verified, "name": name})

    people = [
        identity("tess", "Tess@Huurdersraad.example", verified=True),
        identity("onbekend", "onbekend@elders.example", verified=True),
        identity("bedrieger", "olga@waterhoek.example", verified=False),
        *(identity(f"woord-{word}", "olga@waterhoek.example", verified=word) for word in ("false", "true", 1)),
        identity("tess-2", "tess@huurdersraad.example", verified=True),
        identity("kelvin", "tess\N{KELVIN SIGN}@huurdersraad.example", verified=True),
        identity("bas", "bas@zandbergen.example", verified=True),
        identity("beheer", "beheer@test.example", verified=True),
    ]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def sso(settings, provider):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Gemeente Waterhoek",
                    "client_id": "driehoek",
                    "secret": "geheim",
                    "settings": {"server_url": provider, "email_domains": DOMAINS},
                }
            ],
        }
    }


def through_the_provider(client, name: str, *, start: str = SSO, action: str = ""):
    """Off to the provider, sign in there as this person, and back."""
    address = client.get(start)["Location"]
    fields = {"action": action} if action else {"sub": name}
    request = urllib.request.Request(address, data=urllib.parse.urlencode(fields).encode())
    with pytest.raises(urllib.error.HTTPError) as redirect:
        urllib.request.build_opener(NoRedirect).open(request)
    back = urllib.parse.urlsplit(redirect.value.headers["Location"])
    # This provider forgets to give the state back when someone stops (RFC 6749, 4.1.2.1).
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    query = {"state": asked["state"][0]} | dict(urllib.parse.parse_qsl(back.query))
    return client.get(back.path, query)


def test_without_settings_there_is_no_such_way_in(client):
    assert client.get(SSO).status_code == 404
    assert "oidc" not in client.get(LOGIN).content.decode()


def test_the_login_page_offers_it_and_keeps_the_page_that_was_asked_for(client, cast, sso):
    wanted = cast.agenda.get_absolute_url()
    page = client.get(f"{LOGIN}?next={wanted}")
    assert "Sign in with Gemeente Waterhoek" in words_of(page)
    start = next(link for link in links_of(page) if "oidc" in link)
    assert through_the_provider(client, "tess", start=start)["Location"] == wanted
    assert is_signed_in(client)


def test_an_account_is_found_by_its_verified_address_and_then_by_the_providers_number(client, cast, sso):
    through_the_provider(client, "tess")
    assert client.session["_auth_user_id"] == str(cast.tenant.pk)
    assert [(row.user, row.uid) for row in SocialAccount.objects.all()] == [(cast.tenant, "tess")]
    client.post("/account/logout/")
    cast.tenant.email = "tess@nieuw.example"
    cast.tenant.save()
    through_the_provider(client, "tess")
    assert client.session["_auth_user_id"] == str(cast.tenant.pk)


def test_an_address_that_the_provider_did_not_verify_opens_nothing(client, cast, sso):
    response = through_the_provider(client, "bedrieger")
    assert headings_of(response) == ["h1 You have no account here yet"]
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("word", ["false", "true", 1])
def test_only_true_is_verified(client, cast, sso, word):
    response = through_the_provider(client, f"woord-{word}")
    assert headings_of(response) == ["h1 You have no account here yet"]
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_that_still_waits_to_be_confirmed_opens_no_account(client, cast, sso):
    """Tess mistyped her new address, and at the provider it is someone else's."""
    cast.tenant.emailaddress_set.create(email="onbekend@elders.example", verified=False)
    response = through_the_provider(client, "onbekend")
    assert headings_of(response) == ["h1 You have no account here yet"]
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def refusal_of(response) -> str:
    assert (response.status_code, headings_of(response)) == (403, ["h1 Your organisation's sign-in does not open this account"])
    return words_of(response)


def test_a_provider_speaks_for_its_own_domains_alone(client, cast, sso):
    response = through_the_provider(client, "bas")
    assert "Gemeente Waterhoek opens no account with this e-mail address." in refusal_of(response)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_letter_that_looks_like_another_opens_no_account(client, cast, sso):
    cast.tenant.email = "tessk@huurdersraad.example"
    cast.tenant.save()
    assert headings_of(through_the_provider(client, "kelvin")) == ["h1 You have no account here yet"]
    assert not is_signed_in(client)


def test_someone_who_works_elsewhere_now_does_not_come_in_through_the_old_employer(client, cast, sso):
    through_the_provider(client, "tess")
    client.post("/account/logout/")
    cast.tenant.email = "tess@zandbergen.example"
    cast.tenant.save()
    assert "opens no account with this e-mail address" in refusal_of(through_the_provider(client, "tess"))
    assert not is_signed_in(client)


def test_a_superuser_never_comes_in_through_a_provider(client, cast, sso):
    assert "An administrator of Driehoek signs in with e-mail" in refusal_of(through_the_provider(client, "beheer"))
    assert not SocialAccount.objects.exists()
    through_the_provider(client, "tess")
    client.post("/account/logout/")
    User.objects.filter(pk=cast.tenant.pk).update(is_superuser=True)
    assert "An administrator of Driehoek signs in with e-mail" in refusal_of(through_the_provider(client, "tess"))
    assert not is_signed_in(client)


def test_a_second_identity_is_not_joined_to_an_account(client, cast, sso):
    through_the_provider(client, "tess")
    client.post("/account/logout/")
    assert "connected to another identity of Gemeente Waterhoek" in refusal_of(through_the_provider(client, "tess-2"))
    assert not is_signed_in(client)
    assert [row.uid for row in SocialAccount.objects.all()] == ["tess"]
    SocialAccount.objects.all().delete()
    through_the_provider(client, "tess-2")
    assert is_signed_in(client), "once the first is disconnected, it is"


def test_someone_unknown_gets_a_clear_page_and_no_account(client, cast, sso):
    people = User.objects.count()
    response = through_the_provider(client, "onbekend")
    assert headings_of(response) == ["h1 You have no account here yet"]
    assert "Ask the coordinator of your party" in words_of(response)
    assert User.objects.count() == people


def test_someone_who_left_does_not_come_in_through_the_provider(client, cast, sso):
    User.objects.filter(pk=cast.tenant.pk).update(is_active=False)
    response = through_the_provider(client, "tess")
    assert response["Location"] == LOGIN
    assert not is_signed_in(client)


def test_someone_who_stops_at_the_provider_is_told_so(client, sso):
    response = through_the_provider(client, "tess", action="deny")
    assert headings_of(client.get(response["Location"])) == ["h1 You stopped signing in"]


def test_an_answer_that_nobody_asked_for_is_refused(client, cast, sso):
    """Someone else's answer in a link does not sign anybody in: it does not belong to this browser."""
    response = client.get(f"{SSO}callback/?code=gestolen&state=geraden")
    assert headings_of(response) == ["h1 Your organisation's sign-in did not work"]
    assert not is_signed_in(client)


def test_a_provider_that_is_down_is_told_and_is_no_error(client, settings, sso):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:1"
    response = client.get(SSO)
    assert headings_of(response) == ["h1 Your organisation's sign-in did not work"]


def test_it_leads_to_no_other_site_afterwards(client, cast, sso):
    assert through_the_provider(client, "tess", start=f"{SSO}?next=https://elders.example/")["Location"] == "/"


def test_a_provider_with_a_second_factor_is_enough_for_people_who_come_in_there(client, cast, settings, sso):
    settings.MFA_REQUIRED_FOR = frozenset({"reader"})
    through_the_provider(client, "tess")
    assert client.get("/").status_code == 302
    settings.OIDC_HAS_SECOND_FACTOR = True
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    sign_in(client, cast.tenant.email)
    assert client.get("/").status_code == 302, "not for people who came in with a password"


def test_someone_who_is_signed_in_does_not_join_the_identity_of_someone_else(client, cast, sso):
    client.force_login(cast.officer)
    assert through_the_provider(client, "onbekend", start=f"{SSO}?process=connect")["Location"] == "/account/"
    assert not SocialAccount.objects.exists()


def test_what_is_connected_can_be_disconnected(client, cast, sso):
    through_the_provider(client, "tess")
    assert "Gemeente Waterhoek" in words_of(client.get("/account/"))
    cast.tenant.set_password(PASSWORD)
    cast.tenant.save()
    sign_in(client, cast.tenant.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    row = SocialAccount.objects.get()
    client.post("/account/organisation/", {"account": row.pk})
    assert not SocialAccount.objects.exists()
