"""Who accepts what, and what nobody can: said when a round is planned, opened and closed."""

import pytest
from django.core.exceptions import PermissionDenied

from monitoring.models import ProgressUpdate
from monitoring.progress.reviewing import accept
from monitoring.rounds.reviewers import nobody_accepts, reviewers_of, unreviewed_in
from monitoring.rounds.workflow import close_round
from parties.models import Membership
from tests.factories import ActionFactory, LeadFactory, MembershipFactory, ProgressUpdateFactory, RoundFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

NEW = "/afspraken/waterhoek-2023-2026/2024/rondes/nieuw/"


@pytest.fixture
def colleague(cast):
    """Coordinator of De Sleutel, which leads the action."""
    return MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR, user__name="Cora").user


@pytest.fixture
def ours(cast):
    """An action of the municipality, which alone has a coordinator."""
    action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De gemeente geeft de grond uit.", position=2)
    return LeadFactory(action=action, party=cast.municipality).action


def told(round) -> list[tuple[str, list[str], bool]]:
    return [(str(row.party), [action.text for action in row.actions], row.is_reported) for row in unreviewed_in(round)]


def test_a_co_lead_accepts_the_risk_of_the_other_and_not_its_own(cast, round, colleague):
    """Every party with a coordinator leads the action."""
    LeadFactory(action=cast.action, party=cast.municipality)
    theirs = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True)
    own = ProgressUpdateFactory(action=cast.action, round=round, party=cast.municipality, red=True)
    for update, refused, person in ((theirs, colleague, cast.officer), (own, cast.officer, colleague)):
        with pytest.raises(PermissionDenied):
            accept(update=update, by=refused)
        accept(update=update, by=person)
    assert {update.state for update in ProgressUpdate.objects.all()} == {"accepted"}


def test_what_one_lead_reported_is_reviewed_also_when_the_other_reported_later(cast, round, colleague):
    LeadFactory(action=cast.action, party=cast.municipality)
    first = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.municipality, submitted_at="2024-10-10T11:00:00Z")
    assert accept(update=first, by=cast.officer).outcome == "accepted"


def test_a_risk_of_the_only_party_with_a_coordinator_is_for_nobody(cast, round, ours):
    assert told(round) == [("Gemeente Waterhoek", ["De gemeente geeft de grond uit."], False)]
    MembershipFactory(party=cast.tenants, role=Membership.Role.COORDINATOR)
    assert told(round) == []


def test_someone_who_coordinates_both_parties_or_left_accepts_nothing_for_either(cast, round, ours):
    MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR, user=cast.officer)
    MembershipFactory(party=cast.tenants, role=Membership.Role.COORDINATOR, user__is_active=False)
    assert [party for party, _actions, _is_reported in told(round)] == ["De Sleutel", "Gemeente Waterhoek"]


def test_a_party_that_does_not_sign_reviews_nothing(cast, round, ours):
    cast.agreement.participations.filter(party=cast.tenants).update(role="involved")
    MembershipFactory(party=cast.tenants, role=Membership.Role.COORDINATOR)
    assert [row[0] for row in told(round)] == ["Gemeente Waterhoek"]
    LeadFactory(action=cast.action, party=cast.tenants)
    MembershipFactory(party=cast.tenants, role=Membership.Role.COORDINATOR, user=cast.officer)
    parties = {party for party, _actions, _is_reported in told(round)}
    assert parties == {"Gemeente Waterhoek", "Huurdersraad Waterhoek"}, "its coordinator for the municipality is its own too"


def test_a_risk_that_waits_is_told_as_such_and_green_is_not(cast, round, ours):
    ProgressUpdateFactory(action=ours, round=round, party=cast.municipality, red=True)
    assert told(round) == [("Gemeente Waterhoek", ["De gemeente geeft de grond uit."], True)]
    ProgressUpdateFactory(action=ours, round=round, party=cast.municipality, submitted_at="2024-10-11T10:00:00Z")
    assert told(round) == []


def test_someone_who_entered_it_for_another_party_leaves_nobody_to_accept_it(cast, round, colleague):
    entered = {"reported_by": cast.officer, "on_behalf_by": cast.municipality}
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, **entered)
    assert [row[2] for row in told(round)] == [True]


def test_after_closing_only_what_was_reported_is_told(cast, round, ours):
    close_round(round=round, by=cast.officer)
    round.refresh_from_db()
    assert told(round) == []
    other = RoundFactory(agenda=cast.agenda, opened=True)
    ProgressUpdateFactory(action=ours, round=other, party=cast.municipality, amber=True)
    closed = close_round(round=other, by=cast.officer)
    assert [row[2] for row in told(closed)] == [True]


def test_it_is_said_when_the_round_is_planned_opened_and_closed(visit, cast, ours, in_october):
    title, name = "Nobody can accept this", "If Gemeente Waterhoek reports a risk on 1 action: De gemeente geeft de grond uit."
    sentence = "Nobody can accept a risk of Gemeente Waterhoek: the page says on which actions."
    assert f"{title} A risk is accepted" in words_of(visit(cast.officer, NEW))
    assert name in words_of(visit(cast.officer, NEW))
    planned = {"name": "Ronde 1", "reference_date": "2024-09-30", "opens_on": "2024-10-01", "closes_on": "31-10-2024"}
    address = visit(cast.officer, NEW, planned)["Location"]
    said = [words_of(visit(cast.officer, address))]
    visit(cast.officer, f"{address}openen/", {})
    said.append(words_of(visit(cast.officer, address)))
    ProgressUpdateFactory(action=ours, round=cast.agenda.rounds.get(), party=cast.municipality, red=True)
    waits = "Gemeente Waterhoek reported on 1 action, and that answer waits: De gemeente geeft de grond uit."
    assert waits in words_of(visit(cast.officer, f"{address}sluiten/"))
    visit(cast.officer, f"{address}sluiten/", {})
    said.append(words_of(visit(cast.officer, address)))
    assert [(sentence in words, title in words) for words in said] == [(True, True)] * 3
    assert title not in words_of(visit(cast.tenant, address)), "who coordinates does something about it"


def test_reviewers_and_rows_take_one_query(cast, round, ours, django_assert_num_queries):
    with django_assert_num_queries(1):
        reviewers = reviewers_of(cast.agreement)
    with django_assert_num_queries(0):
        assert nobody_accepts((), reviewers) == ()
    assert reviewers == {cast.officer: frozenset({cast.municipality.pk})}
