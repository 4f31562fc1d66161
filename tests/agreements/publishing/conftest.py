"""The year 2024 in force, and a coordinator for each party that signs it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from agreements.consent import adoption, answering
from agreements.models import Agenda, Version
from parties.models import Membership
from tests.factories import MembershipFactory, UserFactory, make_cast
from tests.shared_rows import made_once


def adopted(text, by, people) -> Version:
    """The text, adopted by a coordinator and the people who answer for each party."""
    proposal = adoption.propose(text=text, by=by, deadline=timezone.localdate() + timedelta(days=7))
    for party, person in people.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    return Version.objects.of(text).order_by("-place").first()


def make_in_force() -> SimpleNamespace:
    cast = make_cast()
    people = {cast.municipality: cast.executive, cast.tenants: cast.tenant}
    signer = MembershipFactory(user=UserFactory(), party=cast.association, role=Membership.Role.READER, may_sign=True).user
    version = adopted(cast.agenda, cast.officer, {**people, cast.association: signer})

    def coordinator(name: str, party):
        return MembershipFactory(user=UserFactory(name=name), party=party, role=Membership.Role.COORDINATOR).user

    association = coordinator("Carla Corporatie", cast.association)
    tenants = coordinator("Henk Huurders", cast.tenants)
    mail.outbox.clear()
    text = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    coordinators = {cast.municipality: cast.officer, cast.association: association, cast.tenants: tenants}
    return SimpleNamespace(cast=cast, text=text, version=version, coordinators=coordinators, A_DAY=date(2024, 6, 3))


@pytest.fixture(scope="module")
def in_force_once(module_rows, django_db_blocker):
    with made_once(django_db_blocker, make_in_force) as fresh:
        yield fresh


@pytest.fixture
def in_force(in_force_once, db) -> SimpleNamespace:
    mail.outbox.clear()
    return in_force_once()
