"""The page of a new agreement: who comes in, what is kept, what goes wrong, and where one lands."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from agreements.models import Agreement, AgreementDraft, Participation
from parties.models import Invitation
from tests.factories import MembershipFactory, PartyFactory
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

NEW = "/afspraken/nieuw/"
PARTIES = {"name_0": "Gemeente Waterhoek", "name_1": "Dam Wonen", "kind_1": "housing_association"}


@pytest.fixture
def send(client):
    def send(person, step: str, **sent):
        client.force_login(person)
        client.cookies["django_language"] = "en"
        return client.post(f"{NEW}{step}/", sent)

    return send


def test_a_coordinator_of_a_municipality_or_an_association_begins(visit, cast):
    association = MembershipFactory(party=cast.association, role="coordinator").user
    tenants = MembershipFactory(party=cast.tenants, role="coordinator").user
    assert "Write who takes part" in words_of(visit(cast.officer, NEW))
    assert 'value="Woonstichting De Sleutel"' in visit(association, NEW).content.decode(), "the own party stands first"
    for person in (tenants, cast.executive, cast.association_officer):
        page = visit(person, NEW)
        assert page.status_code == 403
        assert "A coordinator of a municipality or of a housing association begins new agreements." in words_of(page)


def test_looking_keeps_nothing_and_what_is_typed_is_kept_right_or_wrong(visit, send, cast):
    visit(cast.officer, NEW)
    assert not AgreementDraft.objects.exists()
    page = send(cast.officer, "partijen", name_0="Gemeente Waterhoek", name_1="Dam Wonen")
    assert page.status_code == 422
    assert "«Dam Wonen» is not in Driehoek yet" in words_of(page)
    page = visit(cast.officer, f"{NEW}partijen/")
    assert 'value="Dam Wonen"' in page.content.decode()
    assert "not in Driehoek yet" not in words_of(page), "what is wrong is said when one goes on, or from the last step"
    assert "not in Driehoek yet" in words_of(visit(cast.officer, f"{NEW}partijen/?fouten"))


def test_one_comes_back_where_one_left_and_nobody_else_sees_it(visit, send, cast):
    assert send(cast.officer, "partijen", **PARTIES, naar="tekst").headers["Location"] == f"{NEW}tekst/"
    assert visit(cast.officer, NEW).headers["Location"] == f"{NEW}tekst/"
    colleague = MembershipFactory(party=cast.municipality, role="coordinator").user
    assert "Dam Wonen" not in visit(colleague, f"{NEW}partijen/").content.decode()
    assert "Go on with your new agreements" in words_of(visit(cast.officer, "/afspraken/"))
    assert "Go on with your new agreements" not in words_of(visit(colleague, "/afspraken/"))


def test_an_unknown_step_is_no_page_and_leads_nowhere(visit, send, cast):
    assert visit(cast.officer, f"{NEW}onzin/").status_code == 404
    assert send(cast.officer, "partijen", **PARTIES, naar="//elders.example").headers["Location"] == f"{NEW}woorden/"


@pytest.mark.parametrize(
    ("how", "lands"),
    [("typen", "schrijven/"), ("inlezen", "inlezen/"), ("getekend", "inlezen/")],
)
def test_one_lands_where_the_text_comes_in(client, send, cast, how, lands):
    send(cast.officer, "partijen", **PARTIES)
    send(cast.officer, "tekst", how=how, year="2030", themes="geen", naar="woorden")
    words = {"start_year": "2029", "end_year": "2032", "theme_label": "Pijler", "goal_label": "Doel", "action_label": "Prestatie"}
    send(cast.officer, "woorden", **words, layout="document")
    page = send(cast.officer, "begin")
    assert page.headers["Location"] == f"/afspraken/waterhoek-2029-2032/2030/{lands}"
    page = client.get(page.headers["Location"])
    assert "The agreements have begun." in words_of(page)
    assert ("First read in the text that was signed." in words_of(page)) == (how == "getekend")
    assert Agreement.objects.get(slug="waterhoek-2029-2032").layout == "document"


def test_the_last_step_says_who_hears_of_it_and_what_is_not_right_yet(visit, send, cast):
    PartyFactory(name="Gemeente Zandbergen-Oost", kind="municipality")
    send(cast.officer, "partijen", **PARTIES, name_2="Woonstichting De Sleutel", name_3="Gemeente Zandbergen")
    page = words_of(visit(cast.officer, f"{NEW}begin/"))
    assert "Gemeente Waterhoek Your own party: takes part at once." in page
    assert "Dam Wonen Has nobody in Driehoek yet: write below whom you invite" in page
    assert "De Sleutel De Sleutel has people in Driehoek. The administrator" in page
    assert "Gemeente Zandbergen Its coordinators are asked by mail." in page
    send(cast.officer, "woorden", start_year="2029", end_year="2020", naar="begin")
    page = visit(cast.officer, f"{NEW}begin/")
    assert f"{NEW}woorden/?fouten#id_end_year" in links_of(page)
    assert send(cast.officer, "begin").status_code == 422
    assert not Agreement.objects.filter(title__startswith="Prestatieafspraken Waterhoek 20").exists()


def test_an_address_that_is_no_address_stands_at_its_field(visit, send, cast):
    send(cast.officer, "partijen", **PARTIES)
    field = re.search(r'name="(email_\w+)"', visit(cast.officer, f"{NEW}begin/").content.decode())[1]
    page = send(cast.officer, "begin", **{field: "geen adres"})
    assert page.status_code == 422
    assert f"#id_{field}" in links_of(page)
    assert 'value="geen adres"' in visit(cast.officer, f"{NEW}begin/").content.decode(), "and is kept"
    assert send(cast.officer, "begin", **{field: "eva@dam.example"}).status_code == 302
    assert Invitation.objects.get().email == "eva@dam.example"


def test_throwing_away_forgets_the_own_draft_only(client, send, cast):
    send(cast.officer, "partijen", **PARTIES)
    send(cast.outsider, "partijen", name_0="Gemeente Zandbergen")
    client.force_login(cast.officer)
    assert client.post(f"{NEW}weggooien/").headers["Location"] == "/afspraken/"
    assert AgreementDraft.objects.get().person == cast.outsider


def test_a_superuser_hands_over_and_the_coordinator_finds_it_and_goes_on(client, visit, send, cast):
    send(cast.admin, "partijen", **PARTIES)
    page = words_of(visit(cast.admin, f"{NEW}begin/"))
    assert "You then have no hand in it any more." in page
    page = send(cast.admin, "begin")
    assert page.headers["Location"] == "/afspraken/"
    assert "Dam Wonen" not in visit(cast.admin, NEW).content.decode()
    draft = AgreementDraft.objects.get()
    assert client.post(f"{NEW}verder/{draft.pk}/").status_code == 404, "not even the one who handed it over"
    for address in ("/afspraken/", NEW):
        assert "prepared new agreements for Gemeente Waterhoek" in words_of(visit(cast.officer, address))
    assert client.post(f"{NEW}verder/{draft.pk}/", follow=True).redirect_chain[-1] == (f"{NEW}partijen/", 302)
    assert send(cast.officer, "begin").status_code == 302
    assert Participation.objects.get(party__name="Dam Wonen").asked_by == cast.officer


def test_only_those_who_write_begin_the_first_agenda_of_an_agreement_without_one(visit, client, cast):
    address = reverse("first_agenda", args=[cast.agreement.slug])
    assert visit(cast.officer, address).headers["Location"] == cast.agenda.get_absolute_url(), "it has one"
    cast.agreement.agendas.all().delete()
    for person, status in [(cast.officer, 200), (cast.association_officer, 200), (cast.tenant, 403), (cast.admin, 403)]:
        assert visit(person, address).status_code == status
    assert visit(cast.outsider, address).status_code == 404
    client.force_login(cast.officer)
    assert client.post(address, {"year": "2031", "how": "typen"}).status_code == 422
    page = client.post(address, {"year": "2025", "how": "inlezen"})
    assert page.headers["Location"] == f"{cast.agreement.get_absolute_url()}2025/inlezen/"


def test_no_agreement_has_the_address_of_this_page(cast):
    cast.agreement.slug = "nieuw"
    with pytest.raises(ValidationError) as refused:
        cast.agreement.full_clean()
    assert list(refused.value.message_dict) == ["slug"]


def test_the_page_takes_as_many_queries_among_340_municipalities_as_among_2(queries, send, cast):
    send(cast.officer, "partijen", **PARTIES)
    steps = [f"{NEW}{step}/" for step in ("partijen", "woorden", "tekst", "begin")]
    before = [queries(cast.officer, address) for address in steps]
    for number in range(340):
        PartyFactory(name=f"Gemeente Verweg {number}", kind="municipality")
    assert [queries(cast.officer, address) for address in steps] == before
    assert not Invitation.objects.exists()
