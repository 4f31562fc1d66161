"""The page on which it is recorded that a party merged into another one."""

import pytest
from django.utils import timezone

from parties.models import Party
from tests.factories import MembershipFactory, PartyFactory
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(cast) -> Party:
    return PartyFactory(name="Woonstichting De Vecht", short_name="De Vecht", kind=Party.Kind.HOUSING_ASSOCIATION)


def address_of(party: Party) -> str:
    return f"/partijen/{party.pk}/opgaan/"


def test_the_administrator_sees_first_what_will_change_and_records_it(visit, client, cast, new):
    assert address_of(cast.association) in links_of(visit(cast.admin, f"/partijen/{cast.association.pk}/"))
    today = timezone.localdate().isoformat()
    words = words_of(visit(cast.admin, f"{address_of(cast.association)}?successor={new.pk}&on={today}"))
    assert "De Vecht takes part as signatory, in the place of De Sleutel." in words
    assert Party.objects.get(pk=cast.association.pk).successor is None
    response = client.post(address_of(cast.association), {"successor": new.pk, "on": today})
    assert response.status_code == 302
    for page in (f"/partijen/{cast.association.pk}/", cast.agreement.get_absolute_url(), "/partijen/"):
        assert "Merged into De Vecht on" in words_of(visit(cast.admin, page))
    assert "Merged into De Vecht on" in words_of(visit(cast.admin, f"/partijen/{cast.association.pk}/dashboard/"))
    assert address_of(cast.association) not in links_of(visit(cast.admin, f"/partijen/{cast.association.pk}/"))
    for page in (f"/partijen/{cast.association.pk}/", address_of(cast.association)):
        words = words_of(visit(cast.admin, page))
        assert "Merged into De Vecht on" in words
        assert "Texts in force keep the name De Sleutel" in words
        assert "Must a text in force say De Vecht?" in words
        assert f"/partijen/{new.pk}/" in links_of(visit(cast.admin, page))


def test_a_coordinator_of_one_party_hears_who_can(visit, cast, new):
    person = MembershipFactory(party=cast.association, role="coordinator").user
    assert "You coordinate no other party of the same kind." in words_of(visit(person, address_of(cast.association)))
    MembershipFactory(user=person, party=new, role="coordinator")
    assert "Woonstichting De Vecht" in words_of(visit(person, address_of(cast.association)))


def test_what_cannot_be_is_said_at_the_preview_and_refused(visit, client, cast, new):
    words = words_of(visit(cast.admin, f"{address_of(cast.association)}?successor={new.pk}&on=2099-01-01"))
    assert "Record it on the day itself, or later" in words
    assert "Record the merger" not in words
    response = client.post(address_of(cast.association), {"successor": new.pk, "on": "2099-01-01"})
    assert "Record it on the day itself, or later" in words_of(response)
    assert Party.objects.get(pk=cast.association.pk).successor is None
