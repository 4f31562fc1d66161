"""Two last answers at one moment: one version, and nobody's answer is lost."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from agreements.consent import adoption
from agreements.models import Assent, Proposal, Version, VersionHead
from agreements.versions.checking import faults
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import (
    AgendaFactory,
    AgreementFactory,
    MembershipFactory,
    ParticipationFactory,
    ThemeFactory,
    UserFactory,
    make_cast,
)
from tests.races import needs_postgresql, race, staggers

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


@pytest.fixture
def story():
    cast = make_cast()
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
    return cast, {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant}


def propose(cast, agenda) -> Proposal:
    return adoption.propose(agenda=agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=9))


def answer(proposal, party, person):
    return adoption.answer(proposal=proposal, party=party, by=person, answer="agreed").state


def test_two_last_answers_make_one_version(story):
    cast, signers = story
    first, last, third = signers
    for number, stagger in enumerate(staggers(0.1)):
        agreement = AgreementFactory(slug=f"keer-{number}")
        for party in signers:
            ParticipationFactory(agreement=agreement, party=party)
        agenda = AgendaFactory(agreement=agreement, year=2024)
        ThemeFactory(agreement=agreement)
        proposal = propose(cast, agenda)
        answer(proposal, third, signers[third])
        calls = [partial(answer, proposal, party, signers[party]) for party in (first, last)]
        outcomes = race(*calls, refusals=(NotAllowedNowError,), stagger=stagger)
        assert sorted(outcome.value for outcome in outcomes) == ["agreed", "open"]
        assert [row.number for row in Version.objects.filter(agreement=agreement)] == [1]
        assert Assent.objects.filter(needed__proposal=proposal).count() == 3
        assert VersionHead.objects.get(agreement=agreement).place == 1
        assert list(faults(agreement)) == []
