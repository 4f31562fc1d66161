"""Since when something is new to a person."""

from datetime import UTC, datetime, timedelta

import pytest

from monitoring.dashboard.visits import visit_before
from monitoring.models import Visit

pytestmark = pytest.mark.django_db

MORNING = datetime(2024, 10, 7, 8, tzinfo=UTC)


def test_on_the_first_visit_nothing_is_older(cast):
    assert visit_before(cast.tenant, now=MORNING) is None
    assert visit_before(cast.tenant, now=MORNING + timedelta(minutes=1)) is None


def test_looking_again_on_the_same_morning_is_the_same_visit(cast):
    visit_before(cast.tenant, now=MORNING)
    monday = [MORNING + timedelta(minutes=minutes) for minutes in (30, 200)]
    assert [visit_before(cast.tenant, now=now) for now in monday] == [None, None]
    tuesday = MORNING + timedelta(days=1)
    assert visit_before(cast.tenant, now=tuesday) == monday[-1]
    assert visit_before(cast.tenant, now=tuesday + timedelta(hours=3)) == monday[-1]


def test_only_two_moments_are_kept_of_a_person(cast):
    for days in range(4):
        visit_before(cast.tenant, now=MORNING + timedelta(days=days))
    visit = Visit.objects.get()
    assert (visit.before, visit.seen_at) == (MORNING + timedelta(days=2), MORNING + timedelta(days=3))


def test_the_visits_of_others_do_not_matter(cast):
    visit_before(cast.officer, now=MORNING)
    assert visit_before(cast.tenant, now=MORNING + timedelta(days=1)) is None
