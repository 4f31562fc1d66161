"""The agreement as a whole: its text, its PDF, its adoption and versions, at addresses beside those of a year."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.models import Agreement, Proposal, Version
from parties.models import Membership
from tests.factories import (
    AppendixFactory,
    IndicatorFactory,
    MeetingRuleFactory,
    MembershipFactory,
    TargetFactory,
    UserFactory,
)
from tests.pages import words_of
from tests.pdf_text import text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def signer(cast):
    person = UserFactory(name="Berta Bestuurder")
    MembershipFactory(user=person, party=cast.association, role=Membership.Role.READER, may_sign=True)
    return person


@pytest.fixture
def terms(cast):
    indicator = IndicatorFactory(goal=cast.goal, name="Groei", delivered_by=cast.association, baseline=1200)
    TargetFactory(indicator=indicator, year=None, value=75)
    TargetFactory(indicator=indicator, year=2024, value=12)
    MeetingRuleFactory(agreement=cast.agreement, subject="", planned_by=cast.municipality)
    AppendixFactory(agreement=cast.agreement, title="Begrippen")
    AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, title="Planning van 2024")
    right = cast.agreement.participations.get(party=cast.tenants)
    right.right_of_advice, right.advice_subject = "advice", "de huren"
    right.save()


def at(cast, place: str) -> str:
    return f"{cast.agreement.get_absolute_url()}{place}"


def answer_for(party) -> dict:
    """Agreed, about the text that is proposed now."""
    return {"party": party.pk, "answer": "agreed", "seen": Proposal.objects.open().get().content_sha256}


def adopt(client, cast, signer):
    client.force_login(cast.officer)
    client.post(at(cast, "vaststellen/voorstellen/"), {"deadline": (timezone.localdate() + timedelta(days=9)).isoformat()})
    for person, party in [(cast.executive, cast.municipality), (signer, cast.association), (cast.tenant, cast.tenants)]:
        client.force_login(person)
        shown = client.post(at(cast, "vaststellen/antwoord/"), answer_for(party), follow=True)
    return shown


def test_the_text_has_goals_figures_rules_and_parties_and_no_action(client, cast, terms):
    client.force_login(cast.tenant)
    shown = words_of(client.get(at(cast, "tekst/")))
    assert "De sociale voorraad groeit met 75 woningen." in shown
    shown = shown.replace(" ;", ";").replace(" :", ":")
    counted = "Goal 17 Groei: at least 75 woningen; every year; baseline 1,200 woningen"
    assert f"{counted}; Woonstichting De Sleutel delivers it" in shown
    assert "Planned by Gemeente Waterhoek." in shown
    assert "Huurdersraad Waterhoek: signatory; right of advice: de huren" in shown
    assert "Not adopted as a whole" in shown
    assert ("Begrippen" in shown, "Planning van 2024" in shown, cast.action.text in shown, "12 woningen" in shown) == (
        True,
        False,
        False,
        False,
    )


def test_from_the_page_of_the_agreement_to_the_adopted_text(client, cast, signer, terms):
    client.force_login(cast.tenant)
    page = client.get(cast.agreement.get_absolute_url()).content.decode()
    assert f'href="{at(cast, "tekst/")}"' in page
    assert f'href="{at(cast, "vaststellen/")}"' in page
    shown = adopt(client, cast, signer)
    assert "With it all have agreed: the text is adopted and in force." in words_of(shown)
    assert "Close the year" not in words_of(client.get(at(cast, "vaststellen/")))
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    for place in ("tekst/", "versies/1/"):
        assert "De sociale voorraad groeit met 75 woningen." in words_of(client.get(at(cast, place))), place
        assert "at least 75 woningen" in words_of(client.get(at(cast, place))), place
    version = Version.objects.get()
    assert version.sha256 in words_of(client.get(at(cast, "versies/")))
    assert client.get(at(cast, "versies/1/inhoud.json")).content.decode() == version.content
    today = version.in_force_from.strftime("%-d %B %Y")
    assert f"Adopted on {today}, version 1" in words_of(client.get(cast.agreement.get_absolute_url()))


def test_who_signs_is_asked_by_mail_and_on_the_start_page(client, cast, signer):
    client.force_login(cast.officer)
    client.post(at(cast, "vaststellen/voorstellen/"), {"deadline": (timezone.localdate() + timedelta(days=9)).isoformat()})
    letter = next(message for message in mail.outbox if cast.tenant.email in message.to[0])
    assert at(cast, "vaststellen/") in letter.body
    assert "stelt voor Prestatieafspraken Waterhoek vast te stellen" in letter.body
    client.force_login(cast.tenant)
    assert f'href="{at(cast, "vaststellen/")}"' in client.get("/").content.decode()


def test_the_document_is_that_of_the_version_once_it_is_adopted(client, cast, signer, terms):
    client.force_login(cast.tenant)
    draft = text_of(client.get(at(cast, "afspraken.pdf?ondertekening")).content)
    assert "Niet apart vastgesteld" in draft
    for words in ("De sociale voorraad groeit", "Groei: ten minste 75 woningen", "Ondertekening", "Huurdersraad Waterhoek"):
        assert words in draft, words
    adopt(client, cast, signer)
    file = Version.objects.get().files.get()
    first = client.get(at(cast, "afspraken.pdf"))
    assert b"".join(client.get(at(cast, f"versies/1/bestand/{file.pk}/")).streaming_content) == first.content
    assert first["Content-Disposition"] == 'attachment; filename="waterhoek-2023-2026-afspraken.pdf"'
    assert file.file_name == "waterhoek-2023-2026-afspraken-versie-1.pdf"
    assert "Vastgesteld op" in text_of(first.content)


def test_what_was_signed_on_paper_is_brought_in(client, cast, signer):
    client.force_login(cast.officer)
    assert client.get(at(cast, "vaststellen/getekend/")).status_code == 200
    fields = {"signed_on": "2022-12-14", "deadline": (timezone.localdate() + timedelta(days=9)).isoformat()}
    signed = SimpleUploadedFile("getekend.pdf", PDF, content_type="application/pdf")
    client.post(at(cast, "vaststellen/getekend/"), {**fields, "signed_file": signed})
    assert Agreement.objects.get(pk=cast.agreement.pk).state == "proposed"
    for person, party in [(signer, cast.association), (cast.tenant, cast.tenants)]:
        client.force_login(person)
        client.post(at(cast, "vaststellen/antwoord/"), answer_for(party))
    found = Agreement.objects.get(pk=cast.agreement.pk)
    assert (found.state, found.adopted_on.isoformat()) == ("adopted", "2022-12-14")


def test_a_year_names_the_version_of_the_whole_on_which_it_stands(client, cast, signer):
    adopt(client, cast, signer)
    client.force_login(cast.officer)
    year = cast.agenda.get_absolute_url()
    client.post(f"{year}vaststellen/voorstellen/", {"deadline": (timezone.localdate() + timedelta(days=9)).isoformat()})
    for person, party in [(cast.executive, cast.municipality), (signer, cast.association), (cast.tenant, cast.tenants)]:
        client.force_login(person)
        client.post(f"{year}vaststellen/antwoord/", answer_for(party))
    shown = client.get(f"{year}versies/1/")
    assert "Stands on version 1 of the agreement as a whole, in force from" in words_of(shown)
    assert f'href="{at(cast, "versies/1/")}"' in shown.content.decode()


def test_the_page_takes_as_many_queries_however_much_there_is(client, cast, terms, django_assert_max_num_queries):
    client.force_login(cast.tenant)
    client.get(at(cast, "tekst/"))
    for number in range(5):
        TargetFactory(indicator=IndicatorFactory(goal=cast.goal), year=None, value=number + 1)
    with django_assert_max_num_queries(14):
        client.get(at(cast, "tekst/"))
