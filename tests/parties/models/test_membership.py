"""Memberships: what a person may do for which party."""

import pytest
from django.utils import translation

from parties.models import Membership
from tests.factories import MembershipFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


def people(memberships) -> list:
    return [row.user for row in memberships]


def test_a_person_belongs_to_a_party_once(cast):
    twice = MembershipFactory.build(user=cast.officer, party=cast.municipality, role="reader")
    assert refusal(twice) == {ROW: ["This person already belongs to this party."]}


def test_a_person_may_work_for_two_parties(cast):
    MembershipFactory(user=cast.tenant, party=cast.association)
    assert [row.party for row in cast.tenant.memberships.all()] == [cast.tenants, cast.association]


def test_a_role_that_does_not_exist(cast):
    row = cast.tenant.memberships.get()
    assert refusal(row, role="owner") == {"role": ["Value 'owner' is not a valid choice."]}


def test_a_new_member_reads_and_does_not_sign(cast):
    row = Membership.objects.create(user=cast.admin, party=cast.tenants)
    assert (row.role, row.may_sign) == ("reader", False)


def test_a_membership_says_who_where_and_as_what(cast):
    with translation.override("en"):
        assert str(cast.association_officer.memberships.get()) == "Abel Bouwer (De Sleutel, editor)"


def test_people_see_the_people_of_their_own_party(cast):
    everyone = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider)
    assert {person: people(Membership.objects.visible_to(person)) for person in everyone} == {
        cast.officer: [cast.officer, cast.executive],
        cast.executive: [cast.officer, cast.executive],
        cast.association_officer: [cast.association_officer],
        cast.tenant: [cast.tenant],
        cast.outsider: [cast.outsider],
    }
    assert Membership.objects.visible_to(cast.admin).count() == 5


def test_a_coordinator_keeps_the_people_of_the_own_party(cast):
    everyone = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider)
    assert {person: people(Membership.objects.editable_by(person)) for person in everyone} == {
        cast.officer: [cast.officer, cast.executive],
        cast.executive: [],
        cast.association_officer: [],
        cast.tenant: [],
        cast.outsider: [cast.outsider],
    }
    assert Membership.objects.editable_by(cast.admin).count() == 5


def test_files_know_a_membership_by_address_and_party(cast):
    row = cast.tenant.memberships.get()
    assert row.natural_key() == ("tess@huurdersraad.example", "Huurdersraad Waterhoek")
    assert Membership.objects.get_by_natural_key(*row.natural_key()) == row
