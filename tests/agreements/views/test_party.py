"""One party over all its agreements; contacts, handing over and leaving."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from agreements.models import Lead
from parties.models import Party, User
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    LeadFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_first_year():
    """While the agreements of the cast run."""
    with time_machine.travel(datetime(2024, 10, 10, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def bea(cast):
    """The association's coordinator."""
    return MembershipFactory(party=cast.association, role="coordinator", user__name="Bea Baas").user


def page_of(party) -> str:
    return f"/partijen/{party.pk}/"


# -- The page


def test_a_party_with_what_it_takes_part_in_and_leads(visit, cast):
    cast.association.website = "https://desleutel.example"
    cast.association.save()
    page = visit(cast.tenant, page_of(cast.association))
    assert headings_of(page) == [
        "h1 Woonstichting De Sleutel",
        "h2 Takes part in",
        "h3 Prestatieafspraken Waterhoek",
        "h2 Leads",
    ]
    words = words_of(page)
    assert (
        "De 24 flexwoningen aan de Kade zijn opgeleverd. Prestatieafspraken Waterhoek, 2024 · 17 · realisatie bouw no contact"
        in words
    )
    links = links_of(page)
    for address in ("https://desleutel.example", cast.agenda.get_absolute_url(), cast.action.get_absolute_url()):
        assert address in links


def test_what_it_takes_part_in_is_told_as_it_is_now(visit, cast):
    line = "Prestatieafspraken Waterhoek Gemeente Waterhoek Signatory · 2024"
    assert line in words_of(visit(cast.tenant, page_of(cast.association)))
    cast.municipality.name = "Gemeente Waterhoek aan Zee"
    cast.municipality.save()
    AgendaFactory(agreement=cast.agreement, year=2023, state="adopted", adopted_on="2022-12-14")
    line = "Prestatieafspraken Waterhoek Gemeente Waterhoek aan Zee Signatory · 2023 Leads Being written: Uitvoeringsagenda 2024"
    assert line in words_of(visit(cast.tenant, page_of(cast.association))), "a year that comes stands below"


def test_of_what_ended_more_than_a_year_ago_it_does_not_say_what_the_party_leads(visit, cast):
    for end in (2022, 2023):
        agreement = AgreementFactory(title=f"Tot en met {end}", start_year=end - 1, end_year=end)
        agenda = AgendaFactory(agreement=agreement, year=end, state="closed", adopted_on="2021-12-14")
        ParticipationFactory(agreement=agreement, party=cast.association)
        LeadFactory(
            action=ActionFactory(goal__theme__agreement=agreement, agenda=agenda, text=f"In {end} gedaan."),
            party=cast.association,
        )
    words = words_of(visit(cast.association_officer, page_of(cast.association)))
    assert ("In 2023 gedaan." in words, "In 2022 gedaan." in words) == (True, False)
    assert "Tot en met 2022" in words, "it took part in it"


def test_an_agreement_that_the_reader_may_not_see_is_not_named(visit, cast):
    ParticipationFactory(agreement=cast.other_agreement, party=cast.association)
    LeadFactory(action=cast.other_action, party=cast.association)
    page = visit(cast.tenant, page_of(cast.association)).content.decode()
    assert "Zandbergen" not in page
    page = visit(cast.association_officer, page_of(cast.association)).content.decode()
    assert "De woningen in Zandbergen staan er." in page
    assert "Prestatieafspraken Zandbergen" in page


def test_its_people_are_for_its_own_people(visit, cast):
    for person in (cast.officer, cast.executive, cast.admin):
        assert "olga@waterhoek.example" in words_of(visit(person, page_of(cast.municipality)))
    for person in (cast.tenant, cast.association_officer):
        words = words_of(visit(person, page_of(cast.municipality)))
        assert ("People" in words, "olga@waterhoek.example" in words) == (False, False)


def test_its_coordinator_gets_to_its_colour_and_logo(visit, cast, bea):
    house_style = reverse("house_style", args=[cast.association.pk])
    assert house_style in links_of(visit(bea, page_of(cast.association)))
    assert house_style not in links_of(visit(cast.association_officer, page_of(cast.association)))


def test_a_party_of_elsewhere_does_not_exist(visit, cast):
    for person in (cast.officer, cast.tenant):
        assert visit(person, page_of(cast.elsewhere)).status_code == 404


def test_members_umbrellas_and_successor_are_linked_where_one_may_look(visit, cast):
    group = PartyFactory(name="Werkgroep Energie", kind=Party.Kind.UMBRELLA)
    for member in (cast.municipality, cast.elsewhere):
        PartyMemberFactory(umbrella=group, member=member)
    ParticipationFactory(agreement=AgreementFactory(title="Energieafspraken"), party=group)
    words = words_of(page := visit(cast.officer, page_of(cast.municipality)))
    assert "Member of Werkgroep Energie" in words
    assert "Energieafspraken" in words
    assert "Signatory through Werkgroep Energie" in words
    assert page_of(group) in links_of(page)
    page = visit(cast.officer, page_of(group))
    assert "Member parties Gemeente Waterhoek Gemeente Zandbergen" in words_of(page)
    assert page_of(cast.elsewhere) not in links_of(page)
    assert page_of(cast.municipality) in links_of(page)
    assert "olga@waterhoek.example" not in words_of(page)


def test_the_bar_leads_to_the_own_party_or_to_a_choice_of_them(visit, cast):
    response = visit(cast.tenant, "/partijen/")
    assert (response.status_code, response["Location"]) == (302, page_of(cast.tenants))
    MembershipFactory(user=cast.tenant, party=cast.association)
    assert {page_of(cast.tenants), page_of(cast.association)} <= set(links_of(visit(cast.tenant, "/partijen/")))
    assert "You belong to no party yet." in words_of(visit(User.objects.create_user("los@test.example"), "/partijen/"))


def test_parties_are_linked_from_the_agreement_and_the_action(visit, cast):
    assert page_of(cast.association) in links_of(visit(cast.tenant, cast.agreement.get_absolute_url()))
    assert page_of(cast.association) in links_of(visit(cast.tenant, cast.action.get_absolute_url()))


def test_the_contact_stands_at_the_action_for_all_participants(visit, cast):
    cast.lead.contact = cast.association_officer
    cast.lead.save()
    assert "Contact: Abel Bouwer" in words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    cast.association_officer.is_active = False
    cast.association_officer.save()
    words = words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    assert ("contact left" in words, "Abel" in words) == (True, False)


def test_as_many_queries_with_1_row_of_everything_as_with_3(queries, cast, bea):
    def add(number: int) -> None:
        agreement = AgreementFactory(title=f"Afspraken {number}")
        ParticipationFactory(agreement=agreement, party=cast.association)
        ParticipationFactory(agreement=agreement, party=PartyFactory())
        action = ActionFactory(agenda=AgendaFactory(agreement=agreement), goal__theme__agreement=agreement)
        LeadFactory(action=action, party=cast.association, contact=bea)
        PartyMemberFactory(umbrella=PartyFactory(kind=Party.Kind.UMBRELLA), member=cast.association)
        MembershipFactory(party=cast.association, role="editor")

    add(1)
    before = {person: queries(person, page_of(cast.association)) for person in (bea, cast.association_officer, cast.tenant)}
    add(2)
    add(3)
    assert {person: queries(person, page_of(cast.association)) for person in before} == before


def test_years_in_the_making_are_named_by_their_agreement_where_there_are_several(visit, cast):
    """For one of 166 places "Uitvoeringsagenda 2025" says nothing."""
    cast.agenda.state, cast.agenda.adopted_on = "adopted", "2023-12-14"
    cast.agenda.save()
    AgendaFactory(agreement=cast.agreement, year=2025)
    with time_machine.travel("2024-06-01"):
        one = visit(cast.association_officer, page_of(cast.association))
        assert "Being written: " in words_of(one)
        other = AgreementFactory(title="Prestatieafspraken Zandbergen", start_year=2024, end_year=2028)
        ParticipationFactory(agreement=other, party=cast.association)
        AgendaFactory(agreement=other, year=2024, state="adopted", adopted_on="2023-12-14")
        AgendaFactory(agreement=other, year=2025)
        several = words_of(visit(cast.association_officer, page_of(cast.association)))
    assert "2 agendas are being written" in several
    assert "Prestatieafspraken Zandbergen, 2025" in several
    assert f"{cast.agreement.title}, 2025" in several


def test_what_rolls_is_named_by_its_year_in_front_with_as_many_queries_for_three_as_for_one(visit, queries, cast):
    def add(number: int) -> None:
        years = {"start_year": 2024, "end_year": 2028, "rolling_years": 4}
        rolling = AgreementFactory(title=f"Afspraken {number} 2024-2027", **years)
        ParticipationFactory(agreement=rolling, party=cast.association)
        for year in (2024, 2025):
            AgendaFactory(agreement=rolling, year=year, state="adopted", adopted_on=f"{year - 1}-12-14")

    page = page_of(cast.association)
    with time_machine.travel("2025-06-01"):
        for number in range(1, 8):
            add(number)
        before = queries(cast.association_officer, page)
        add(8)
        add(9)
        assert queries(cast.association_officer, page) == before
        words = words_of(visit(cast.association_officer, page))
    assert "Of another agreement (4)" in words
    assert all(f"Afspraken {number} 2025-2028, 2025" in words for number in (7, 8, 9))


# -- Contacts


def test_a_coordinator_chooses_contacts_on_the_page_of_the_party(visit, client, cast, bea):
    field = f"lead_{cast.lead.pk}"
    page = visit(bea, page_of(cast.association))
    assert f'name="{field}"' in page.content.decode()
    page = client.post(f"{page_of(cast.association)}contactpersonen/", {field: cast.association_officer.pk}, follow=True)
    assert "1 action has another contact now." in words_of(page)
    cast.lead.refresh_from_db()
    assert cast.lead.contact == cast.association_officer
    client.post(f"{page_of(cast.association)}contactpersonen/", {field: ""})
    cast.lead.refresh_from_db()
    assert cast.lead.contact is None


def test_all_actions_without_a_contact_go_to_one_colleague_at_once(visit, client, cast, bea):
    second = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association, contact=bea)
    visit(bea, page_of(cast.association))
    data = {"everyone": cast.association_officer.pk, f"lead_{second.pk}": bea.pk}
    client.post(f"{page_of(cast.association)}contactpersonen/", data)
    assert {lead.contact for lead in Lead.objects.filter(pk__in=[cast.lead.pk, second.pk])} == {cast.association_officer, bea}


def test_what_a_colleague_chose_while_the_page_was_open_stays(visit, client, cast, bea):
    field, was = f"lead_{cast.lead.pk}", f"was_{cast.lead.pk}"
    assert f'name="{was}" value=""' in visit(bea, page_of(cast.association)).content.decode()
    cast.lead.contact = cast.association_officer
    cast.lead.save()
    client.post(f"{page_of(cast.association)}contactpersonen/", {field: "", was: "", "everyone": bea.pk})
    cast.lead.refresh_from_db()
    assert cast.lead.contact == cast.association_officer


def test_someone_of_another_party_cannot_be_chosen(visit, client, cast, bea):
    visit(bea, page_of(cast.association))
    for data in ({f"lead_{cast.lead.pk}": cast.officer.pk}, {"everyone": cast.officer.pk}):
        page = client.post(f"{page_of(cast.association)}contactpersonen/", data, follow=True)
        assert "Nothing is saved" in words_of(page)
    cast.lead.refresh_from_db()
    assert cast.lead.contact is None


def test_what_another_party_leads_is_left_alone(visit, client, cast, bea):
    other = LeadFactory(action=cast.action, party=cast.tenants)
    visit(bea, page_of(cast.association))
    client.post(f"{page_of(cast.association)}contactpersonen/", {f"lead_{other.pk}": bea.pk, "everyone": bea.pk})
    other.refresh_from_db()
    assert other.contact is None


@pytest.mark.parametrize("page", ["contactpersonen", "overdragen", "leave"])
def test_only_the_coordinator_of_the_party_gets_in(client, cast, bea, page):
    row = cast.association_officer.memberships.get()
    address = page_of(cast.association) + (f"mensen/{row.pk}/vertrek/" if page == "leave" else f"{page}/")
    wanted = {cast.officer: 403, cast.association_officer: 403, cast.tenant: 403, cast.admin: 403, cast.outsider: 404, bea: 302}
    for person, status in wanted.items():
        client.force_login(person)
        if page != "contactpersonen":
            assert client.get(address).status_code == (200 if person == bea else status)
        assert client.post(address, {"everyone": ""}).status_code == status, person


# -- Leaving and handing over


def test_leaving_asks_once_tells_what_happens_and_ends_at_handing_over(visit, client, cast, bea):
    cast.lead.contact = cast.association_officer
    cast.lead.save()
    row = cast.association_officer.memberships.get()
    address = f"{page_of(cast.association)}mensen/{row.pk}/vertrek/"
    words = words_of(visit(bea, address))
    assert "The account is switched off" in words
    assert "This action then needs another contact" in words
    assert User.objects.get(pk=cast.association_officer.pk).is_active, "asking is not doing"

    page = client.post(address, follow=True)
    assert page.redirect_chain == [(f"{page_of(cast.association)}overdragen/", 302)]
    assert "Abel Bouwer has left De Sleutel." in words_of(page)
    assert "Abel Bouwer left" in words_of(page)
    assert "1 action waits for another contact" in words_of(visit(bea, page_of(cast.association)))

    page = client.post(f"{page_of(cast.association)}overdragen/", {"everyone": bea.pk}, follow=True)
    assert "Nothing is left to hand over" in words_of(page)
    assert "waits for another contact" not in words_of(visit(bea, page_of(cast.association)))


def test_the_last_coordinator_does_not_leave(visit, client, cast):
    row = cast.officer.memberships.get()
    visit(cast.officer, page_of(cast.municipality))
    page = client.post(f"{page_of(cast.municipality)}mensen/{row.pk}/vertrek/", follow=True)
    assert "Olga Officier is the last coordinator of Gemeente Waterhoek." in words_of(page)
    assert cast.officer.memberships.exists()
