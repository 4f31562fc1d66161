"""Who reports for which lead, who reviews, and for which party someone speaks."""

import pytest
from django.utils import translation

from agreements.agenda.leads import with_leads
from agreements.models import Action
from monitoring.permissions import (
    coordinates,
    dissenting_parties,
    leads_reported_by,
    on_behalf_by,
    reporting_parties,
    why_not_accept,
    why_not_report,
)
from tests.factories import (
    LeadFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ProgressUpdateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    """A working group of De Sleutel and the tenants that leads the action too."""
    group = PartyFactory(name="Werkgroep Wonen en Zorg", kind="umbrella")
    for member in (cast.association, cast.tenants):
        PartyMemberFactory(umbrella=group, member=member)
    LeadFactory(action=cast.action, party=group, position=2)
    return group


def test_only_coordinators_of_a_signatory_coordinate(cast):
    involved = PartyFactory(name="Zorggroep Oever")
    ParticipationFactory(agreement=cast.agreement, party=involved, role="involved")
    helper = MembershipFactory(party=involved, role="coordinator").user
    people = [cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider, cast.admin, helper]
    assert [person for person in people if coordinates(person, cast.agreement)] == [cast.officer]


def test_the_people_of_a_lead_report_for_it_and_those_of_a_member_for_the_working_group(cast, group):
    assert list(reporting_parties(cast.association_officer, cast.action)) == [cast.association, group]
    assert list(reporting_parties(cast.tenant, cast.action)) == []
    tenant_editor = MembershipFactory(party=cast.tenants, role="editor").user
    assert list(reporting_parties(tenant_editor, cast.action)) == [group]


def test_a_coordinator_reports_for_every_lead_and_on_behalf_of_another_party(cast, group):
    assert list(reporting_parties(cast.officer, cast.action)) == [cast.association, group]
    assert leads_reported_by(cast.officer, cast.action) == ((cast.association, group), frozenset())
    own = frozenset({cast.association.pk, group.pk})
    assert leads_reported_by(cast.association_officer, cast.action) == ((cast.association, group), own)
    assert leads_reported_by(cast.tenant, cast.action) == ((), frozenset())
    assert on_behalf_by(cast.officer, cast.action, cast.association) == cast.municipality
    assert on_behalf_by(cast.association_officer, cast.action, group) is None


def test_someone_speaks_for_the_own_parties_that_did_not_report_or_speak_yet(cast, group, in_october):
    update = ProgressUpdateFactory(action=cast.action, party=cast.association)
    assert list(dissenting_parties(cast.officer, update)) == [cast.municipality]
    assert list(dissenting_parties(cast.association_officer, update)) == [group]
    assert list(dissenting_parties(cast.tenant, update)) == [cast.tenants], "a reader who may sign"
    cast.tenant.memberships.update(may_sign=False)
    assert list(dissenting_parties(cast.tenant, update)) == []
    assert list(dissenting_parties(cast.outsider, update)) == []


# -- Accepting


@pytest.fixture
def colleague(cast):
    """Coordinates for the association, which leads the action."""
    return MembershipFactory(party=cast.association, role="coordinator").user


def test_a_party_does_not_accept_its_own_amber_or_red_and_another_one_does(cast, colleague, in_october):
    red = ProgressUpdateFactory(action=cast.action, party=cast.association, red=True)
    with translation.override("en"):
        assert why_not_accept(colleague, red) == "This is the risk of your own party: a coordinator of another party accepts it."
    assert why_not_accept(cast.officer, red) == ""


def test_a_person_who_entered_the_risk_of_another_party_does_not_accept_it(cast, colleague, in_october):
    red = ProgressUpdateFactory(action=cast.action, party=cast.association, red=True, reported_by=cast.officer)
    other = MembershipFactory(party=cast.municipality, role="coordinator").user
    with translation.override("en"):
        assert why_not_accept(cast.officer, red) == ("You entered this risk yourself: a coordinator of another party accepts it.")
    assert why_not_accept(other, red) == ""


def test_any_coordinator_accepts_green(cast, colleague, in_october):
    green = ProgressUpdateFactory(action=cast.action, party=cast.association, reported_by=colleague)
    assert [why_not_accept(person, green) for person in (colleague, cast.officer)] == ["", ""]
    assert why_not_accept(cast.tenant, green) != ""


def test_leads_that_a_page_read_already_say_of_no_other_action_who_leads_it(cast):
    elsewhere = LeadFactory(party=cast.municipality)
    assert elsewhere.action != cast.action
    (action,) = with_leads([Action.objects.get(pk=cast.action.pk)])
    assert why_not_report(cast.officer, action, cast.association) == ""
    assert why_not_report(cast.officer, action, cast.municipality) == "Gemeente Waterhoek is geen trekker van deze afspraak."
