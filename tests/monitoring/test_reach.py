"""Which people stand behind a lead."""

import pytest

from monitoring.reach import reporters_of
from tests.factories import MembershipFactory, PartyFactory, PartyMemberFactory

pytestmark = pytest.mark.django_db


def test_editors_and_coordinators_who_are_active_can_be_asked(cast):
    MembershipFactory(party=cast.association, role="reader")
    MembershipFactory(party=cast.association, role="editor", user__is_active=False)
    coordinator = MembershipFactory(party=cast.association, role="coordinator", user__name="Aad Eerst").user
    found = reporters_of([cast.association.pk, cast.municipality.pk, cast.tenants.pk])
    assert found == {
        cast.association.pk: (coordinator, cast.association_officer),
        cast.municipality.pk: (cast.officer,),
    }


def test_behind_a_working_group_stand_the_people_of_its_members_each_once(cast):
    group = PartyFactory(name="Werkgroep Wonen en Zorg", kind="umbrella")
    for member in (cast.association, cast.municipality, cast.tenants):
        PartyMemberFactory(umbrella=group, member=member)
    MembershipFactory(user=cast.officer, party=group, role="editor")
    assert reporters_of([group.pk]) == {group.pk: (cast.association_officer, cast.officer)}


def test_it_takes_one_query_for_any_number_of_parties(cast, django_assert_num_queries):
    parties = [MembershipFactory(role="editor").party for _ in range(5)]
    with django_assert_num_queries(1):
        assert len(reporters_of([party.pk for party in parties])) == 5
