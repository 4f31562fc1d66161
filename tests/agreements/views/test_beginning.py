"""The page of a new agreement: who comes in, what is kept, what goes wrong, and where one lands."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

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


def years_from_now(first: int) -> str:
    this = timezone.localdate().year
    return f"{this + first} – {this + first + 3}"


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
    page = send(cast.officer, "partijen", name_0="Gemeente Waterhoek", name_1="Het Dak")
    assert page.status_code == 422
    assert "«Het Dak» is not in Driehoek yet" in words_of(page)
    page = visit(cast.officer, f"{NEW}partijen/")
    assert 'value="Het Dak"' in page.content.decode()
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
    assert "Gemeente Waterhoek Municipality. Your own party: takes part at once." in page
    assert "Dam Wonen Housing association, new in Driehoek. Has nobody in Driehoek yet: write below whom you invite" in page
    assert "De Sleutel Housing association. De Sleutel has people in Driehoek. The administrator" in page
    assert "Gemeente Zandbergen Municipality. Its coordinators are asked by mail." in page
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
    assert page.headers["Location"] == f"{NEW}overgedragen/"
    assert "Dam Wonen" not in visit(cast.admin, NEW).content.decode()
    draft = AgreementDraft.objects.get()
    assert client.post(f"{NEW}verder/{draft.pk}/").status_code == 404, "not even the one who handed it over"
    for address in ("/afspraken/", NEW):
        assert "prepared new agreements for Gemeente Waterhoek" in words_of(visit(cast.officer, address))
    assert client.post(f"{NEW}verder/{draft.pk}/", follow=True).redirect_chain[-1] == (f"{NEW}partijen/", 302)
    assert send(cast.officer, "begin").status_code == 302
    assert Participation.objects.get(party__name="Dam Wonen").asked_by == cast.officer


def test_a_superuser_reads_from_the_start_that_it_is_handed_over_and_who_hears_of_it(visit, send, cast):
    first = words_of(visit(cast.admin, NEW))
    assert "In the last step you hand it over: a coordinator of the municipality" in first
    assert "4. Hand over" in first
    assert "hand it over" not in words_of(visit(cast.officer, NEW))
    send(cast.admin, "partijen", **PARTIES)
    page = words_of(visit(cast.admin, f"{NEW}begin/"))
    assert "Gemeente Waterhoek Municipality. Its coordinators get a mail, and one of them goes on with this." in page
    assert "Dam Wonen Housing association, new in Driehoek. Hears nothing now: Gemeente Waterhoek asks it later." in page
    assert "Nobody else sees it before you hand it over." in page
    for contradicting in ("say yes for the party", "you invite later", "before you begin", "or do so later"):
        assert contradicting not in page


def test_what_was_handed_over_is_listed_with_whom_and_the_invitation(visit, send, client, queries, cast):
    assert "What you handed over" not in words_of(visit(cast.admin, "/afspraken/"))
    send(cast.admin, "partijen", name_0="Gemeente Nieuwedam", name_1="Dam Wonen")
    page = visit(cast.admin, f"{NEW}begin/").content.decode()
    of_municipality, of_association = re.findall(r'name="email_(\w+)"', page)
    names = {f"person_{of_association}": "Eva Dam", f"email_{of_association}": "eva@dam.example"}
    send(cast.admin, "begin", **{f"email_{of_municipality}": "nel@nieuwedam.example"}, **names)
    assert "What you handed over" in words_of(visit(cast.admin, "/afspraken/"))
    page = visit(cast.admin, f"{NEW}overgedragen/")
    words = words_of(page)
    assert f"Gemeente Nieuwedam, {years_from_now(1)}" in words
    assert "Nobody goes on with it yet: the invitation has not been accepted." in words
    assert "nel@nieuwedam.example: The link works until" in words
    assert "Dam Wonen (to invite: Eva Dam, eva@dam.example)" in words
    invitation = Invitation.objects.get()
    assert f"/beheer/parties/invitation/{invitation.pk}/change/" in links_of(page)
    Invitation.objects.update(expires_at=invitation.sent_at)
    assert "nel@nieuwedam.example: The link has expired." in words_of(visit(cast.admin, f"{NEW}overgedragen/"))
    assert visit(cast.officer, f"{NEW}overgedragen/").status_code == 403
    before = queries(cast.admin, f"{NEW}overgedragen/")
    for number in range(3):
        send(cast.admin, "partijen", name_0="Gemeente Waterhoek", name_1=f"Dam {number} Wonen")
        send(cast.admin, "begin")
    assert queries(cast.admin, f"{NEW}overgedragen/") == before
    assert "A mail went to: Olga Officier." in words_of(visit(cast.admin, f"{NEW}overgedragen/"))
    draft = AgreementDraft.objects.filter(party=cast.municipality).first()
    client.force_login(cast.officer)
    client.post(f"{NEW}verder/{draft.pk}/")
    assert "Olga Officier goes on with it." in words_of(visit(cast.admin, f"{NEW}overgedragen/"))


def test_whoever_takes_it_up_sees_the_people_that_were_written_down(visit, send, client, cast):
    send(cast.admin, "partijen", **PARTIES)
    field = re.search(r'name="(email_\w+)"', visit(cast.admin, f"{NEW}begin/").content.decode())[1]
    send(cast.admin, "begin", **{field: "eva@dam.example"})
    assert "Dam Wonen (to invite: eva@dam.example)" in words_of(visit(cast.officer, NEW))
    client.force_login(cast.officer)
    client.post(f"{NEW}verder/{AgreementDraft.objects.get().pk}/")
    assert 'value="eva@dam.example"' in visit(cast.officer, f"{NEW}begin/").content.decode()


def test_one_is_warned_that_the_same_was_handed_over_already(visit, send, cast):
    send(cast.admin, "partijen", **PARTIES)
    send(cast.admin, "begin")
    warning = f"For Gemeente Waterhoek agreements for {years_from_now(1)} were prepared already"
    send(cast.admin, "partijen", name_0="Gemeente Waterhoek")
    assert warning in words_of(visit(cast.admin, f"{NEW}woorden/"))
    later = years_from_now(5)
    send(cast.admin, "woorden", start_year=later[:4], end_year=later[-4:], naar="begin")
    assert warning not in words_of(visit(cast.admin, f"{NEW}begin/")), "other years"
    send(cast.officer, "partijen", name_0="Gemeente Waterhoek")
    assert warning in words_of(visit(cast.officer, f"{NEW}begin/")), "also of those to whom it was handed over"
    send(cast.outsider, "partijen", name_0="Gemeente Zandbergen", name_1="Gemeente Waterhoek")
    assert warning not in words_of(visit(cast.outsider, f"{NEW}begin/"))


def test_where_a_file_brings_its_own_themes_the_six_are_not_chosen(visit, send, cast):
    assert "checked" in re.search(r'<input[^>]*value="wettelijk"[^>]*>', visit(cast.officer, f"{NEW}tekst/").content.decode())[0]
    send(cast.officer, "tekst", how="inlezen", themes="wettelijk", year=years_from_now(1)[:4])
    page = visit(cast.officer, f"{NEW}tekst/").content.decode()
    assert "checked" not in re.search(r'<input[^>]*value="wettelijk"[^>]*>', page)[0]
    assert "You choose the file after the last step." in page


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
