"""What a test commits is gone after it, and what Django adds to an empty database is still there."""

from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command

from tests.emptying import Emptying, filled_tables
from tests.factories import make_cast

pytestmark = pytest.mark.django_db(transaction=True)
ADDED = {"auth_permission", "django_content_type"}


class Flush:
    """As Django does it; counted."""

    times = 0

    def __call__(self) -> None:
        self.times += 1
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def flush() -> Flush:
    return Flush()


@pytest.fixture
def empty(flush):
    """Of which the first is over: Django did that."""
    empty = partial(Emptying().empty, flush)
    empty()
    assert flush.times == 1
    return empty


def test_the_rows_go_from_the_tables_in_which_they_stand(empty, flush):
    added = filled_tables()
    assert set(added) >= ADDED
    for _again in range(2):
        make_cast()
        assert len(filled_tables()) > len(added) + 10
        empty()
        assert filled_tables() == added
    assert flush.times == 1


@pytest.mark.parametrize("rows", ["all", "one"])
def test_what_django_adds_comes_back_when_a_test_took_it_away(empty, flush, rows):
    make_cast()
    count = Permission.objects.count()
    if rows == "all":
        Permission.objects.all().delete()
    else:
        Permission.objects.first().delete()
    empty()
    assert (flush.times, Permission.objects.count()) == (2, count)
    assert set(filled_tables()) >= ADDED
    make_cast()
    empty()
    assert flush.times == 2


def test_a_row_beside_what_django_adds_goes_too(empty):
    count = Permission.objects.count()
    Permission.objects.create(name="x", codename="x", content_type=Permission.objects.first().content_type)
    empty()
    assert Permission.objects.count() == count
