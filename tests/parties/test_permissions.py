"""Who has which role in which parties."""

import pytest
from django.contrib.auth.models import AnonymousUser

from parties.permissions import has_role

pytestmark = pytest.mark.django_db


def test_a_role_counts_in_the_own_party_only(cast):
    assert has_role(cast.officer, [cast.municipality.pk], "coordinator")
    assert not has_role(cast.officer, [cast.association.pk], "coordinator")


def test_one_of_the_parties_is_enough(cast):
    assert has_role(cast.officer, [cast.association.pk, cast.municipality.pk], "coordinator")
    assert not has_role(cast.officer, [], "coordinator")


def test_one_of_the_roles_is_enough_and_no_role_implies_another(cast):
    assert has_role(cast.association_officer, [cast.association.pk], "editor", "coordinator")
    assert not has_role(cast.association_officer, [cast.association.pk], "coordinator")
    assert not has_role(cast.officer, [cast.municipality.pk], "editor")
    assert not has_role(cast.tenant, [cast.tenants.pk], "editor", "coordinator")


def test_a_superuser_has_no_role_in_a_party(cast):
    assert not has_role(cast.admin, [cast.municipality.pk], "reader", "editor", "coordinator")


def test_who_has_left_or_is_not_signed_in_has_no_role(cast):
    cast.officer.is_active = False
    assert not has_role(cast.officer, [cast.municipality.pk], "coordinator")
    assert not has_role(AnonymousUser(), [cast.municipality.pk], "coordinator")
