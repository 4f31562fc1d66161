"""A deleted row comes back as it was, through the rules of its model: all of it or nothing."""

import pytest

from parties.history.put_back import PutBackError, last_of, put_back
from parties.models import Membership
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deletion(cast):
    """The deletion of a membership."""
    row = MembershipFactory(party=cast.association)
    pk = row.pk
    row.delete()
    return last_of(Membership, pk)


def test_a_row_comes_back_with_its_key_its_values_and_the_person(cast, deletion):
    (row,) = put_back(deletion, by=cast.admin, reason="Vergissing")
    back = Membership.objects.get(pk=deletion.instance.pk)
    assert (back, back.party) == (row, cast.association)
    assert (back.history.first().history_user, back.history.first().history_change_reason) == (
        cast.admin,
        "Teruggezet: Vergissing",
    )


def test_a_row_that_is_there_is_not_put_back_twice(cast, deletion):
    put_back(deletion, by=cast.admin)
    with pytest.raises(PutBackError, match="Dit staat er al weer"):
        put_back(deletion, by=cast.admin)


def test_a_row_that_may_not_be_written_stays_away_and_the_sentence_says_why(cast, deletion):
    with pytest.raises(PutBackError, match="Its text stands still"):
        put_back(deletion, by=cast.admin, why_not_change=lambda row: "Its text stands still.")
    assert not Membership.objects.filter(pk=deletion.instance.pk).exists()
