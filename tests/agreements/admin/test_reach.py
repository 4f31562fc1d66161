"""Who sees and changes what: a coordinator the agreements of her party, a superuser everything."""

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from agreements.models import Action, ActionLink, Agenda, Agreement, Goal, Lead, MeetingRule, Participation, Project, Theme
from parties.models import Membership, Party, User
from tests.factories import ActionFactory, GoalFactory, IndicatorFactory, MembershipFactory, ParticipationFactory

from .conftest import signed_in
from .posting import address, filled_in, save, sentences


def listed(client, model) -> set:
    return set(client.get(address(model, "changelist")).context["cl"].result_list)


def test_a_coordinator_sees_her_own_agreements_in_the_lists(cast, officer):
    assert listed(officer, Agreement) == {cast.agreement}
    assert listed(officer, Theme) == {cast.theme}
    assert listed(officer, Goal) == {cast.goal}
    assert listed(officer, Action) == {cast.action}
    assert listed(officer, Participation) == set(cast.agreement.participations.all())
    assert listed(officer, Party) == {cast.municipality, cast.association, cast.tenants}


def test_a_superuser_sees_all_agreements(cast, admin):
    assert listed(admin, Agreement) == {cast.agreement, cast.other_agreement}


@pytest.mark.parametrize("page", ["change", "delete", "history", "order"])
def test_another_agreement_answers_as_one_that_does_not_exist(cast, officer, page):
    for row in (cast.other_agreement, cast.other_theme, cast.other_goal, cast.other_action):
        there = officer.get(address(row, page))
        absent = officer.get(address(row, page).replace(f"/{row.pk}/", "/98765/"))
        assert (there.status_code, absent.status_code) == (404, 404)


def test_another_agreement_cannot_be_changed_or_deleted(cast, officer):
    for page in ("change", "delete", "order"):
        response = officer.post(address(cast.other_goal, page), {"number": "1", "text": "gekaapt", "post": "yes"})
        assert response.status_code == 404
    cast.other_goal.refresh_from_db()
    assert cast.other_goal.text == "Zandbergen bouwt 10 woningen."


def test_an_old_version_of_another_agreement_is_not_found(cast, officer):
    version = cast.other_goal.history.get()
    assert officer.get(address(cast.other_goal, "simple_history", version.pk)).status_code == 404


def searched(client, model, field: str, term: str = "", **more) -> set[str]:
    query = {"app_label": "agreements", "model_name": model._meta.model_name, "field_name": field, "term": term, **more}
    return {found["text"] for found in client.get(reverse("admin:autocomplete"), query).json()["results"]}


def test_a_search_box_finds_what_is_within_reach(cast, officer):
    assert searched(officer, Action, "goal") == {str(cast.goal)}
    assert searched(officer, ActionLink, "earlier", "woningen") == {str(cast.action)}
    assert searched(officer, Action, "goal", afspraken=cast.other_agreement.pk) == set()


def test_leads_are_searched_among_the_participants(cast, officer, admin):
    names = {"Gemeente Waterhoek", "De Sleutel", "Huurdersraad Waterhoek"}
    assert searched(officer, Lead, "party") == names
    assert searched(admin, Lead, "party", afspraken=cast.agreement.pk) == names
    assert searched(officer, Lead, "party", "sleutel") == {"De Sleutel"}


def test_a_party_that_one_never_met_is_no_name_to_choose(cast, officer, admin):
    """A superuser lets it take part."""
    met = {"Gemeente Waterhoek", "De Sleutel", "Huurdersraad Waterhoek"}
    assert searched(officer, Participation, "party") == met
    assert searched(admin, Participation, "party") == met | {"Gemeente Zandbergen"}
    agreement = ParticipationFactory(party=cast.municipality).agreement  # nobody else takes part yet
    before = set(Participation.objects.all())
    typed = {
        "participations___TOTAL_FORMS": 2,
        "participations___1___party": cast.elsewhere.pk,
        "participations___1___role": "signatory",
    }
    sentence = "You share no agreement with this party. Ask the administrator of Driehoek to let it take part."
    assert sentences(save(officer, agreement, **typed)) == {"participations-1-party": [sentence]}
    assert "Zandbergen" not in officer.post(address(Participation, "add"), {"party": cast.elsewhere.pk}).content.decode()
    assert set(Participation.objects.all()) == before


def test_a_party_that_one_added_may_be_chosen(cast, officer):
    save(officer, Party, add={}, name="Woningstichting Nieuw", short_name="Nieuw", kind="housing_association")
    assert "Nieuw" in searched(officer, Participation, "party")


def test_a_search_box_for_people_is_closed_to_a_coordinator(cast, officer):
    query = {"app_label": "parties", "model_name": "membership", "field_name": "user"}
    assert officer.get(reverse("admin:autocomplete"), query).status_code == 403


def test_choices_and_filters_stay_within_reach(cast, officer):
    page = officer.get(address(MeetingRule, "add")).content.decode()
    assert "Waterhoek" in page
    paths = [address(model, "changelist") for model in (Action, Goal)]
    for path in (*paths, *(address(model, "add") for model in (MeetingRule, Project, Agenda)), address(cast.action)):
        assert "Zandbergen" not in officer.get(path).content.decode()


def test_a_goal_of_another_agreement_cannot_be_chosen(cast, officer):
    response = save(officer, IndicatorFactory(goal=cast.goal), goal=cast.other_goal.pk)
    assert sentences(response) == {"goal": ["This cannot be chosen here: it is not part of this agreement."]}


def test_a_row_of_another_agreement_cannot_be_changed_through_an_inline(cast, without_agenda, officer):
    data = filled_in(officer, address(cast.theme)) | {"goals-0-id": cast.other_goal.pk, "goals-0-text": "gekaapt"}
    officer.post(address(cast.theme), data)
    cast.other_goal.refresh_from_db()
    assert cast.other_goal.text == "Zandbergen bouwt 10 woningen."


def test_whoever_reads_along_sees_but_does_not_change(cast, outsider):
    """The coordinator of Zandbergen is a reader of De Sleutel: she sees Waterhoek and may not edit it."""
    MembershipFactory(user=cast.outsider, party=cast.association, role=Membership.Role.READER)
    page = outsider.get(address(cast.goal))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert "change_reason" not in page.content.decode()
    assert outsider.post(address(cast.goal), {"text": "gekaapt"}).status_code == 403
    assert outsider.get(address(cast.goal, "delete")).status_code == 403
    assert outsider.get(address(cast.agreement, "order")).status_code == 403
    assert outsider.get(address(cast.goal, "history")).status_code == 200
    cast.goal.refresh_from_db()
    assert cast.goal.text == "De sociale voorraad groeit met 75 woningen."


def test_someone_who_is_no_coordinator_stays_outside(cast):
    for user in (cast.association_officer, cast.tenant, cast.executive):
        client = signed_in(user)
        assert client.get(reverse("admin:index")).status_code == 302
        assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_signing_in_goes_through_the_one_login_page(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next={reverse('admin:index')}"


def test_a_coordinator_starts_an_agreement_and_her_party_takes_part(cast, officer):
    response = save(officer, Agreement, add={}, title="Nieuw", slug="nieuwe-afspraken", start_year="2027", end_year="2030")
    agreement = Agreement.objects.get(slug="nieuwe-afspraken")
    assert response.url == address(agreement)
    assert [row.party for row in agreement.participations.all()] == [cast.municipality]
    assert Participation.history.filter(agreement=agreement).get().history_user == cast.officer


def test_people_are_for_superusers(cast, officer):
    assert address(User, "changelist") not in officer.get(reverse("admin:index")).content.decode()
    assert officer.get(address(User, "changelist")).status_code == 403
    assert officer.get(address(cast.tenant)).status_code == 404


def test_the_list_of_groups_is_gone(cast, admin):
    assert "group" not in {model._meta.model_name for model in django_admin.site._registry}


def test_every_list_stands_on_the_first_page_or_one_link_further(cast, admin):
    pages = [reverse("admin:index"), *(reverse("admin:app_list", args=[app]) for app in ("agreements", "monitoring", "parties"))]
    page = "".join(admin.get(each).content.decode() for each in pages)
    assert all(each in admin.get(pages[0]).content.decode() for each in pages)
    assert [model for model in django_admin.site._registry if address(model, "changelist") not in page] == []


def test_search_and_filters_of_the_actions(cast, admin):
    other = ActionFactory(goal=GoalFactory(theme=cast.theme, number="18"), agenda=cast.agenda, text="Een huismeester erbij")
    for query, found in {
        "q=17": {cast.action},
        "q=flexwoningen": {cast.action},
        "q=sleutel": {cast.action},
        "q=huismeester": {other},
        f"trekker={cast.association.pk}": {cast.action},
        f"afspraken={cast.other_agreement.pk}": {cast.other_action},
        f"afspraken={cast.agreement.pk}&thema={cast.theme.pk}": {cast.action, other},
        "jaar=2023": set(),
        "vervallen=ja": set(),
        "kind__exact=specific": {cast.action, cast.other_action, other},
    }.items():
        response = admin.get(f"{address(Action, 'changelist')}?{query}")
        assert set(response.context["cl"].result_list) == found, query


def test_the_address_of_a_list_does_not_look_into_other_agreements(cast, officer):
    for path in ("participations__agreement", "memberships__user__password__startswith", "leads__action"):
        response = officer.get(f"{address(Party, 'changelist')}?{path}=1")
        assert response.status_code in {302, 400}


def test_the_password_page_of_a_person_is_for_superusers(cast, admin, officer):
    url = reverse("admin:auth_user_password_change", args=[cast.tenant.pk])
    assert admin.get(url).status_code == 200
    assert officer.get(url).status_code == 404
