"""How many mails people cause: one person, to one address, and all together, in an hour and in a day."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from parties.mail_budget import count_mail
from parties.models import MailCount
from parties.refusals import NotAllowedNowError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def budgets(settings):
    settings.MAIL_PER_RECEIVER, settings.MAIL_PER_SENDER, settings.MAIL_PER_SITE = (3, 5), (6, 8), (10, 12)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now().replace(hour=8, minute=10), tick=False) as clock:
        yield clock


def send(number: int, by, to: str = "{}@test.example") -> int:
    """So many mails; how many went before one was refused."""
    for count in range(number):
        try:
            count_mail(to=to.format(count), by=by)
        except NotAllowedNowError:
            return count
    return number


def refusal(by, to: str) -> str:
    with pytest.raises(NotAllowedNowError) as refused:
        count_mail(to=to, by=by)
    return str(refused.value)


def test_a_sender_has_a_number_for_an_hour_and_one_for_a_day(cast, clock):
    assert send(10, cast.officer) == 6
    assert send(1, cast.admin) == 1, "another sender has an own number"
    clock.shift(timedelta(minutes=59))
    assert send(1, cast.officer) == 0
    clock.shift(timedelta(minutes=1))
    assert send(10, cast.officer) == 2, "the day"
    clock.shift(timedelta(hours=23))
    assert send(10, cast.officer) == 6


def test_a_receiver_has_a_number_whoever_sends(cast, clock):
    assert send(2, cast.officer, "Eva@Test.example") == 2
    assert send(2, cast.admin, "eva@test.example") == 1
    assert send(1, cast.admin, "noor@test.example") == 1
    clock.shift(timedelta(hours=1))
    assert send(5, cast.admin, "eva@test.example") == 2, "the day"


def test_all_people_together_have_a_number(cast, clock):
    people = [cast.officer, cast.admin, cast.tenant]
    assert [send(5, person, f"{person.pk}-{{}}@test.example") for person in people] == [5, 5, 0]
    clock.shift(timedelta(hours=1))
    assert send(5, cast.outsider) == 2, "the day"


def test_a_stranger_uses_up_nothing_of_what_people_have(cast):
    assert send(20, None) == 10
    assert send(1, cast.officer) == 1


def test_the_sentence_says_whose_number_it_was_and_until_when(cast, settings, clock):
    settings.LANGUAGE_CODE = "nl"
    send(3, cast.officer, "eva@test.example")
    sentence = refusal(cast.officer, "eva@test.example")
    day = timezone.localtime(timezone.now() + timedelta(hours=1))
    assert sentence.startswith("Er is geen mail verstuurd: eva@test.example krijgt hoogstens 3 mails per uur.")
    assert f"{day:%H:%M}" in sentence


def test_what_is_undone_does_not_count(cast):
    for _ in range(20):
        with transaction.atomic():
            count_mail(to="eva@test.example", by=cast.officer)
            transaction.set_rollback(True)
    assert send(3, cast.officer, "eva@test.example") == 3


def test_the_count_outlives_an_emptied_cache_and_holds_no_address(cast):
    send(3, cast.officer, "eva@test.example")
    cache.clear()
    assert send(1, cast.officer, "eva@test.example") == 0
    assert not any("eva" in row.name for row in MailCount.objects.all())


def test_counting_costs_as_much_after_many_as_after_one(cast, django_assert_num_queries):
    send(1, cast.officer)
    for number in range(3):
        with django_assert_num_queries(5):  # a savepoint, the rows, their lock, the new numbers, and the end of the savepoint
            count_mail(to=f"eva{number}@test.example", by=cast.officer)
