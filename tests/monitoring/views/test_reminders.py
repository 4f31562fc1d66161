"""The words of the mails, for people who may change them."""

from html import unescape

import pytest
from django.core import mail
from django.urls import reverse

from monitoring.models import Reminder, ReminderText

pytestmark = pytest.mark.django_db
WORDS = {"subject": "{ronde}: graag vóór {sluit}", "body": "Beste mensen van **{partij}**, wij missen {aantal} meldingen."}


@pytest.fixture
def pages(cast):
    kind = [cast.agreement.slug, "waiting"]
    return {
        "texts": reverse("reminder_texts", args=kind[:1]),
        "text": reverse("reminder_text", args=kind),
        "preview": reverse("reminder_text_preview", args=kind),
        "test": reverse("reminder_text_test", args=kind),
        "restore": reverse("reminder_text_restore", args=kind),
    }


def test_only_coordinators_of_a_party_that_signs_get_in(client, cast, pages):
    for name, page in pages.items():
        ask = client.get if name in {"texts", "text"} else client.post
        answers = []
        for person in (cast.officer, cast.association_officer, cast.tenant, cast.admin, cast.outsider):
            client.force_login(person)
            answers.append(ask(page, WORDS if ask == client.post else {}).status_code)
        assert answers == [302 if name == "restore" else 200, 403, 403, 403, 404], name


def test_the_list_shows_the_words_that_hold_now(client, cast, pages):
    ReminderText.objects.create(agreement=cast.agreement, kind="waiting", **WORDS)
    client.force_login(cast.officer)
    page = client.get(pages["texts"]).content.decode()
    assert "{ronde}: graag vóór {sluit}" in page
    assert "{ronde} is open: meld hoe het gaat" in page


def test_own_words_are_saved_with_their_author_and_can_be_put_back(client, cast, pages):
    client.force_login(cast.officer)
    assert client.post(pages["text"], WORDS).status_code == 302
    text = ReminderText.objects.get()
    assert (text.kind, text.subject, text.history.get().history_user) == ("waiting", WORDS["subject"], cast.officer)
    client.post(pages["restore"])
    assert not ReminderText.objects.exists()
    assert ReminderText.history.filter(history_type="-").get().history_user == cast.officer
    assert "wij wachten nog op uw melding" in client.get(pages["text"]).content.decode()


def test_an_unknown_placeholder_is_named_with_those_that_are_known(client, cast, pages):
    client.force_login(cast.officer)
    page = client.post(pages["text"], {**WORDS, "body": "Voor {datum} en {partij}."}).content.decode()
    sentence = "{datum} kennen wij niet. U kunt gebruiken: {partij}, {afspraken}, {ronde}, {peildatum}, {sluit}, {aantal}."
    assert sentence in page
    assert "Voor {datum} en {partij}." in page, "what was typed is still there"
    assert not ReminderText.objects.exists()


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("Meld het op https://nep.example/inloggen", "https://nep.example/inloggen"),
        ("Meld het [hier](https:nep.example).", "https:nep.example"),
        ("Meld het [hier](https&#58;//nep&#46;example).", "//nep&#46"),
        ("Meld het [hier](//10.0.0.1).", "//10.0.0.1"),
        ("Meld het op n{ronde}ep{ronde}.example", "nep.example"),
        ("Meld het op {partij}.example", "woord.example"),
    ],
)
def test_a_mail_to_colleagues_leads_to_no_other_site(client, cast, pages, body, link):
    client.force_login(cast.officer)
    page = unescape(client.post(pages["text"], {**WORDS, "body": body}).content.decode())
    assert f"«{link}» leest als een link naar een andere site. Laat hem weg, of zet een spatie na de punt." in page
    client.post(pages["test"], {**WORDS, "subject": body})
    assert (ReminderText.objects.count(), mail.outbox) == (0, [])


def test_it_may_lead_to_the_site_itself_and_name_an_address(client, cast, pages):
    client.force_login(cast.officer)
    body = "Meld het op http://127.0.0.1:8000/mijn-acties/ of [mail Olga](mailto:olga@waterhoek.example)."
    assert client.post(pages["text"], {**WORDS, "body": body}).status_code == 302


def test_the_preview_fills_in_what_is_typed_and_keeps_nothing(client, cast, round, pages):
    client.force_login(cast.officer)
    page = client.post(pages["preview"], WORDS).content.decode()
    assert "Ronde 1: graag vóór 31 oktober 2024" in page
    assert "<strong>De Sleutel</strong>, wij missen 1 meldingen." in page
    assert not ReminderText.objects.exists()


def test_without_a_round_the_preview_has_an_example(client, cast, pages):
    client.force_login(cast.officer)
    assert "Ronde 1: graag vóór" in client.post(pages["preview"], WORDS).content.decode()


def test_a_test_mail_goes_to_the_person_alone_and_counts_as_nothing_told(client, cast, round, pages):
    client.force_login(cast.officer)
    page = client.post(pages["test"], WORDS).content.decode()
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["Olga Officier <olga@waterhoek.example>"], "Ronde 1: graag vóór 31 oktober 2024")
    assert "Er is een proefmail onderweg naar olga@waterhoek.example." in page
    assert "wij missen {aantal} meldingen" in page, "what was typed is still in the form"
    assert (Reminder.objects.count(), ReminderText.objects.count()) == (0, 0)


def test_a_text_that_cannot_be_filled_in_is_not_mailed(client, cast, pages):
    client.force_login(cast.officer)
    client.post(pages["test"], {**WORDS, "subject": "{wie}"})
    assert mail.outbox == []


def test_a_kind_of_mail_that_is_not_there_is_not_found(client, cast):
    client.force_login(cast.officer)
    assert client.get(reverse("reminder_text", args=[cast.agreement.slug, "postduif"])).status_code == 404
