"""Two last answers at one moment: one version of a text, and nobody's answer is lost."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from agreements.consent import adoption, answering
from agreements.models import Agenda, Assent, Proposal, Version, VersionHead
from agreements.versions.checking import faults
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    MembershipFactory,
    ParticipationFactory,
    ThemeFactory,
    UserFactory,
    make_cast,
)
from tests.races import meeting_point, needs_postgresql, race, staggers, until_another_waits

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]


@pytest.fixture
def story(settings):
    settings.MAIL_PER_SENDER = settings.MAIL_PER_RECEIVER = (100_000, 100_000)  # each of the races proposes anew
    cast = make_cast()
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
    return cast, {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant}


def propose(cast, text) -> Proposal:
    return adoption.propose(text=text, by=cast.officer, deadline=timezone.localdate() + timedelta(days=9))


def answer(proposal, party, person):
    return answering.answer(proposal=proposal, party=party, by=person, answer="agreed").state


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


def test_a_year_and_the_agreement_as_a_whole_at_one_moment_stand_one_behind_the_other(story):
    """Each locks its own text and both the head of the agreement: none waits for the other without end."""
    cast, signers = story
    first, last, third = signers
    for number, stagger in enumerate(staggers(0.1)):
        agreement = AgreementFactory(slug=f"samen-{number}")
        for party in signers:
            ParticipationFactory(agreement=agreement, party=party)
        agenda = AgendaFactory(agreement=agreement, year=2024)
        ThemeFactory(agreement=agreement)
        proposals = [propose(cast, text) for text in (agenda, agreement)]
        for proposal in proposals:
            for party in (last, third):
                answer(proposal, party, signers[party])
        calls = [partial(answer, proposal, first, signers[first]) for proposal in proposals]
        outcomes = race(*calls, refusals=(NotAllowedNowError,), stagger=stagger)
        assert [outcome.value for outcome in outcomes] == ["agreed", "agreed"]
        assert sorted(row.place for row in Version.objects.filter(agreement=agreement)) == [1, 2]
        assert VersionHead.objects.get(agreement=agreement).place == 2
        assert list(faults(agreement)) == []


def test_what_is_proposed_is_the_text_with_all_that_was_being_written_in_that_year(story):
    """Who proposes waits for who holds the year, as an import does: or they would answer words that nobody can agree to."""
    cast, signers = story
    started = meeting_point(2)

    @transaction.atomic
    def write() -> None:
        agenda = Agenda.objects.select_for_update().get(pk=cast.agenda.pk)
        ActionFactory(goal=cast.goal, agenda=agenda, text="De laatste afspraak.")
        started.wait()
        until_another_waits()

    def propose_meanwhile() -> int:
        started.wait()
        return propose(cast, cast.agenda).pk

    _written, proposed = race(write, propose_meanwhile)
    proposal = Proposal.objects.get(pk=proposed.value)
    for party, person in signers.items():
        answer(proposal, party, person)
    version = Version.objects.get(agreement=cast.agreement)
    assert version.content_sha256 == proposal.content_sha256
    assert "De laatste afspraak." in str(version.content)
