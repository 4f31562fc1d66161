"""Parties: their names, their members, and which of them a person sees."""

import pytest

from parties.models import Party, PartyAlias, PartyMember
from tests.factories import MembershipFactory, ParticipationFactory, PartyAliasFactory, PartyFactory, PartyMemberFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def working_group(cast):
    """A working group of which the association is a member."""
    group = PartyFactory(name="Energiewerkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=group, member=cast.association)
    return group


def test_a_party_is_called_by_its_short_name(cast):
    assert str(cast.association) == "De Sleutel"


# -- Refused


def test_a_name_stands_once(cast):
    twice = PartyFactory.build(name="Gemeente Waterhoek")
    assert refusal(twice) == {"name": ["There is already a party with this name."]}


def test_a_party_is_not_its_own_successor(cast):
    assert refusal(cast.tenants, successor=cast.tenants) == {"successor": ["A party cannot be its own successor."]}


def test_a_party_goes_on_in_another_one(cast):
    cast.tenants.successor = PartyFactory(name="Huurdersraad Waterhoek en Zandbergen")
    cast.tenants.save()
    assert list(cast.tenants.successor.predecessors.all()) == [cast.tenants]


def test_a_kind_that_does_not_exist(cast):
    assert refusal(cast.tenants, kind="club") == {"kind": ["Value 'club' is not a valid choice."]}


def test_only_an_umbrella_has_members(cast):
    member = PartyMemberFactory.build(umbrella=cast.municipality, member=cast.association)
    assert refusal(member) == {"member": ["Only an umbrella or a working group has member parties."]}


def test_a_party_is_a_member_once(cast, working_group):
    member = PartyMemberFactory.build(umbrella=working_group, member=cast.association)
    assert refusal(member) == {ROW: ["This party is already a member."]}


def test_an_umbrella_is_not_a_member_of_itself(working_group):
    member = PartyMemberFactory.build(umbrella=working_group, member=working_group)
    assert refusal(member) == {ROW: ["A party cannot be a member of itself."]}


# -- Whose


def test_a_person_belongs_to_own_parties_and_to_the_working_groups_of_those(cast, working_group):
    assert list(Party.objects.of(cast.association_officer)) == [working_group, cast.association]
    assert list(Party.objects.of(cast.officer)) == [cast.municipality]
    assert list(Party.objects.of(cast.admin)) == []


def test_two_memberships_that_lead_to_the_same_working_group_give_it_once(cast, working_group):
    PartyMemberFactory(umbrella=working_group, member=cast.tenants)
    MembershipFactory(user=cast.association_officer, party=cast.tenants)
    assert list(Party.objects.of(cast.association_officer)) == [working_group, cast.tenants, cast.association]


def test_a_person_sees_own_parties_and_those_in_the_same_agreements(cast):
    waterhoek = [cast.municipality, cast.tenants, cast.association]
    seen = {person: list(Party.objects.visible_to(person)) for person in (cast.officer, cast.tenant, cast.outsider, cast.admin)}
    assert seen == {
        cast.officer: waterhoek,
        cast.tenant: waterhoek,
        cast.outsider: [cast.elsewhere],
        cast.admin: [cast.municipality, cast.elsewhere, cast.tenants, cast.association],
    }


def test_a_party_in_no_agreement_sees_itself(cast):
    alone = PartyFactory(name="Zorggroep Oever", kind=Party.Kind.CARE_PROVIDER)
    reader = MembershipFactory(party=alone).user
    assert list(Party.objects.visible_to(reader)) == [alone]


def test_through_a_working_group_a_person_sees_the_parties_of_its_agreements(cast, working_group):
    ParticipationFactory(agreement=cast.other_agreement, party=working_group)
    assert cast.elsewhere in Party.objects.visible_to(cast.association_officer)
    assert cast.elsewhere not in Party.objects.visible_to(cast.officer)


def test_coordinators_keep_the_data_of_their_own_party(cast, working_group):
    people = (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider)
    assert {person: list(Party.objects.editable_by(person)) for person in people} == {
        cast.officer: [cast.municipality],
        cast.association_officer: [],
        cast.tenant: [],
        cast.executive: [],
        cast.outsider: [cast.elsewhere],
    }
    assert set(Party.objects.editable_by(cast.admin)) == set(Party.objects.all())


# -- In files


def test_files_know_a_party_by_its_name_and_a_member_by_both_names(cast, working_group):
    member = PartyMember.objects.get()
    assert cast.association.natural_key() == ("Woonstichting De Sleutel",)
    assert member.natural_key() == ("Energiewerkgroep", "Woonstichting De Sleutel")
    assert Party.objects.get_by_natural_key(*cast.association.natural_key()) == cast.association
    assert PartyMember.objects.get_by_natural_key(*member.natural_key()) == member


def test_an_umbrella_with_members_stays_one(working_group):
    assert refusal(working_group, kind="other") == {"kind": ["Only an umbrella or a working group has member parties."]}


# -- Other names


def test_an_other_name_is_kept_without_spaces_too_many():
    alias = PartyAliasFactory(alias="  de   WB ")
    assert str(PartyAlias.objects.get(pk=alias.pk)) == "de WB"
    assert PartyAlias.objects.get_by_natural_key(*alias.natural_key()) == alias


def test_an_other_name_has_letters_and_stands_once_with_its_party():
    party = PartyFactory()
    PartyAliasFactory(party=party, alias="WB")
    assert refusal(PartyAlias(party=party, alias="12")) == {"alias": ["A name has letters in it."]}
    assert refusal(PartyAlias(party=party, alias="WB")) == {ROW: ["This party already has this other name."]}
    PartyAliasFactory(alias="WB")  # another party may go by it elsewhere
