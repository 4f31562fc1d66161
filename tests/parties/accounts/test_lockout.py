"""Wrong passwords open nothing, wait longer and longer, and do not keep the owner out."""

import re
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from parties.accounts.lockout import HOUR, Guard, guards_of, network_of, take_turn
from parties.models import User
from tests.factories import UserFactory

from .signing_in import LOGIN, PASSWORD, answer_of, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
START = "2026-11-24 09:00+01:00"
ELSEWHERE = "198.51.100.7"
# For a database they are one question: what counts the mistakes is asked on both further on.
same = pytest.mark.same_for_postgresql


@pytest.fixture(autouse=True)
def no_flood_limit(settings):
    """The brake on floods (so many requests a minute) would answer first; it has a test of its own."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": ""}


def another_browser(language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    return client


# -- Very many

# The wait grows to an hour within 63 minutes and is the same from there on; a thousand with --all.
of_many = pytest.mark.parametrize("number", [190, pytest.param(1000, marks=pytest.mark.with_all)])


@same
@of_many
def test_of_very_many_wrong_passwords_at_once_five_are_checked_and_the_owner_still_gets_in(client, tenant, number):
    answers = Counter(answer_of(sign_in(client, tenant.email, f"gok {n}")) for n in range(number))
    assert answers == {"wrong": 5, "wait": number - 5}
    assert not is_signed_in(client)
    assert answer_of(sign_in(another_browser(), tenant.email, address=ELSEWHERE)) == "in"


@same
@of_many
def test_a_wrong_password_a_minute_checks_few(client, tenant, number):
    """Five, then after 1, 2, 4, 8, 16 and 32 minutes, and then one an hour."""
    with time_machine.travel(START, tick=False) as clock:
        answers = Counter()
        for n in range(number):
            answers[answer_of(sign_in(client, tenant.email, f"gok {n}"))] += 1
            clock.shift(timedelta(minutes=1))
    assert answers["wrong"] == pytest.approx(5 + 6 + (number - 63) // 60, abs=1)
    assert answers["wrong"] + answers["wait"] == number
    assert not is_signed_in(client)


def test_the_right_password_does_not_come_in_while_its_place_has_to_wait(client, tenant):
    with time_machine.travel(START, tick=False) as clock:
        for n in range(5):
            sign_in(client, tenant.email, f"gok {n}")
        assert answer_of(sign_in(client, tenant.email)) == "wait"
        clock.shift(timedelta(seconds=61))
        assert answer_of(sign_in(client, tenant.email)) == "in"


def test_a_right_password_forgets_the_mistakes_before_it(tenant):
    answers = Counter()
    for _ in range(2):
        for password in ["gok", "gok", "gok", "gok", PASSWORD]:
            answers[answer_of(sign_in(another_browser(), tenant.email, password))] += 1
    assert answers == {"wrong": 8, "in": 2}


def test_the_wait_is_told_and_grows(client, tenant):
    told = []
    with time_machine.travel(START, tick=False) as clock:
        for n in range(9):
            sign_in(client, tenant.email, f"gok {n}")
            if n >= 4:
                page = sign_in(client, tenant.email, "nog een").content.decode()
                told.append(int(re.search(r"Try again in (\d+) minute", page)[1]))
                clock.shift(timedelta(minutes=told[-1]))
    assert told == [1, 2, 4, 8, 16]


# -- The owner


@same
def test_guesses_from_everywhere_lock_the_account_and_not_the_browser_that_it_knows(client, tenant):
    sign_in(client, tenant.email)
    client.post("/account/logout/")
    guesser = another_browser()
    answers = Counter(answer_of(sign_in(guesser, tenant.email, f"gok {n}", address=f"10.0.0.{n}")) for n in range(80))
    assert answers == {"wrong": 50, "wait": 30}
    assert answer_of(sign_in(another_browser(), tenant.email, address=ELSEWHERE)) == "wait"
    assert answer_of(sign_in(client, tenant.email)) == "in"


def test_the_browser_that_the_account_knows_counts_its_own_guesses(client, tenant):
    sign_in(client, tenant.email)
    client.post("/account/logout/")
    answers = Counter(answer_of(sign_in(client, tenant.email, f"gok {n}", address=f"10.0.0.{n}")) for n in range(20))
    assert answers == {"wrong": 5, "wait": 15}


def test_a_browser_that_knows_one_account_is_a_stranger_to_another(client, cast, tenant):
    sign_in(client, tenant.email)
    client.post("/account/logout/")
    for n in range(50):
        sign_in(another_browser(), cast.officer.email, f"gok {n}", address=f"10.0.0.{n}")
    assert answer_of(sign_in(client, cast.officer.email, "gok")) == "wait"


@pytest.mark.parametrize("forged", ["", "x", "eyJhIjoxfQ:1abc:def"])
def test_a_forged_cookie_is_no_browser_that_the_account_knows(client, tenant, settings, forged):
    client.cookies[settings.DEVICE_COOKIE_NAME] = forged
    answers = Counter(answer_of(sign_in(client, tenant.email, f"gok {n}", address=f"10.0.0.{n}")) for n in range(60))
    assert answers == {"wrong": 50, "wait": 10}


def test_a_new_password_by_mail_opens_the_account_again(client, tenant, outbox, link_in, django_capture_on_commit_callbacks):
    for n in range(60):
        sign_in(another_browser(), tenant.email, f"gok {n}", address=f"10.0.0.{n}")
    assert answer_of(sign_in(client, tenant.email)) == "wait"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/password/reset/", {"email": tenant.email})
    form = client.get(link_in(outbox[0]).removeprefix("http://127.0.0.1:8000"))["Location"]
    client.post(form, {"password1": "een heel ander wachtwoord", "password2": "een heel ander wachtwoord"})
    assert is_signed_in(client)
    assert answer_of(sign_in(another_browser(), tenant.email, "een heel ander wachtwoord", address=ELSEWHERE)) == "in"


# -- Per address


def test_one_address_that_tries_many_accounts_has_to_wait_for_all(client, tenant):
    answers = Counter(answer_of(sign_in(client, f"iemand{n}@waterhoek.example", "gok")) for n in range(50))
    assert answers == {"wrong": 20, "wait": 30}
    assert answer_of(sign_in(client, tenant.email)) == "wait"


def test_an_account_of_ones_own_does_not_wipe_out_what_one_tried_on_others(client, tenant):
    """Nor do right passwords count as mistakes, however many."""
    others, own = Counter(), Counter()
    for n in range(40):
        others[answer_of(sign_in(another_browser(), f"iemand{n}@waterhoek.example", "gok"))] += 1
        own[answer_of(sign_in(another_browser(), tenant.email))] += 1
    assert others == {"wrong": 20, "wait": 20}
    assert own == {"in": 19, "wait": 21}


def test_the_network_of_one_subscriber_is_one_address():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9") != network_of("2001:db8:1:3::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


def test_what_the_visitor_says_of_his_address_does_not_count(client, tenant, settings):
    """Behind our own proxy the last address counts, which that proxy wrote; what stands before it is what the visitor sent."""

    def attempts(seen_by_proxy: str = "") -> Counter:
        answers = Counter()
        for n in range(30):
            claimed = f"203.0.113.{n}" + seen_by_proxy
            fields = {"login": f"iemand{n}@waterhoek.example", "password": "gok"}
            answers[answer_of(client.post(LOGIN, fields, REMOTE_ADDR="10.9.9.9", headers={"x-forwarded-for": claimed}))] += 1
        return answers

    assert attempts() == {"wrong": 20, "wait": 10}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert attempts(", 192.0.2.77") == {"wrong": 20, "wait": 10}
    headers = {"x-forwarded-for": "192.0.2.77, 192.0.2.78"}
    response = client.post(LOGIN, {"login": tenant.email, "password": PASSWORD}, REMOTE_ADDR="10.9.9.9", headers=headers)
    assert answer_of(response) == "in"


# -- Nobody learns who has an account


def test_an_account_that_does_not_exist_waits_like_one_that_does(client, tenant):
    def story(email: str, address: str) -> list[str]:
        pages = [sign_in(client, email, f"gok {n}", address=address).content.decode() for n in range(8)]
        return [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "") for page in pages]

    with time_machine.travel(START, tick=False):
        assert story(tenant.email, "192.0.2.1") == story("niemand@huurdersraad.example", "192.0.2.2")


class RealHasher(PBKDF2PasswordHasher):
    """That of a real site, with so many turns that they are most of the work of signing in, and no more."""

    iterations = 200_000


def test_an_account_that_does_not_exist_takes_as_long_as_one_that_does(client, tenant, settings):
    """Hashing is most of the work and done for everyone; in time of the processor."""
    settings.PASSWORD_HASHERS = [f"{__name__}.RealHasher"]
    nobody_yet = UserFactory(email="genodigd@huurdersraad.example")
    nobody_yet.set_unusable_password()
    nobody_yet.save()
    tenant.set_password(PASSWORD)
    tenant.save()

    def fastest(email: str) -> float:
        times = []
        for n in range(3):
            start = time.process_time()
            sign_in(another_browser(), email, "gok", address=f"10.1.{n}.{len(email)}")
            times.append(time.process_time() - start)
        return min(times)

    known = fastest(tenant.email)
    assert fastest("niemand@huurdersraad.example") == pytest.approx(known, rel=0.5)
    assert fastest(nobody_yet.email) == pytest.approx(known, rel=0.5)


def test_capitals_and_spaces_do_not_make_another_account(client, tenant):
    typed = [tenant.email, tenant.email.upper(), f" {tenant.email}", tenant.email.title()]
    answers = Counter(answer_of(sign_in(client, typed[n % 4], f"gok {n}")) for n in range(12))
    assert answers == {"wrong": 5, "wait": 7}


# -- How it counts


def test_the_delay_doubles_up_to_its_longest():
    guard = Guard("x", free=5, longest=HOUR)
    assert [guard.delay(mistakes) // 60 for mistakes in range(4, 14)] == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert guard.delay(10_000) == HOUR


def test_of_many_attempts_at_the_same_moment_one_gets_the_turn(client, tenant):
    with time_machine.travel(START, tick=False) as clock:
        for n in range(5):
            sign_in(client, tenant.email, f"gok {n}")
        clock.shift(timedelta(seconds=61))
        guards = guards_of(tenant.email, "192.0.2.1")
        assert [take_turn(guards) > 0 for _ in range(4)] == [False, True, True, True]


def test_the_mistakes_are_counted_in_the_database_that_all_processes_share(client, tenant, settings, django_db_use_migrations):
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    }
    if not django_db_use_migrations:  # else they made the table
        call_command("createcachetable")
    caches["default"].clear()
    answers = Counter(answer_of(sign_in(another_browser(), tenant.email, f"gok {n}")) for n in range(12))
    assert answers == {"wrong": 5, "wait": 7}


def test_someone_who_asks_the_current_password_counts_too(client, tenant):
    """In a session that someone left open the password can be guessed no faster."""
    client.force_login(tenant)
    for n in range(5):
        client.post("/account/reauthenticate/", {"password": f"gok {n}"})
    page = client.post("/account/reauthenticate/", {"password": PASSWORD}).content.decode()
    assert "Too many attempts failed." in page


def test_a_flood_is_stopped_before_the_password_is_looked_at(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    statuses = [sign_in(client, f"iemand{n}@waterhoek.example", "gok").status_code for n in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_someone_who_left_waits_like_everyone(client, tenant):
    User.objects.filter(pk=tenant.pk).update(is_active=False)
    answers = Counter(answer_of(sign_in(client, tenant.email)) for _ in range(8))
    assert answers == {"wrong": 5, "wait": 3}
