"""Every door through which a person causes mail: after too many nothing goes, nothing changes, and a sentence says so."""

import pytest
import time_machine
from django.urls import reverse

from agreements.contacts.handover import let_go
from agreements.models import Lead, Proposal
from monitoring.models import AgendaMailing, Meeting, Reminder, ReminderText, Review, RoundExtension
from parties.models import Invitation, Membership
from tests.agreements.admin.posting import save
from tests.factories import (
    InvitationFactory,
    ItemFactory,
    LeadFactory,
    MeetingFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RoundFactory,
    UserFactory,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db
SENTENCE = "No mail was sent: you send at most 0 mails an hour."


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel("2024-10-10 09:00Z", tick=False):
        yield


@pytest.fixture
def doors(cast) -> dict[str, tuple[str, dict]]:
    """For each door its address and what is posted there."""
    own = MembershipFactory(user=UserFactory(name="Evi Collega"), party=cast.municipality, role=Membership.Role.EDITOR)
    invitation = InvitationFactory(party=cast.municipality, invited_by=cast.officer)
    round = RoundFactory(agenda=cast.agenda, opened=True)
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, reported_by=cast.association_officer)
    other = RoundFactory(agenda=cast.agenda, opened=True)
    led = LeadFactory(action=cast.action, party=cast.municipality)
    for party in (cast.municipality, cast.association, cast.tenants):
        MembershipFactory(user=UserFactory(), party=party, may_sign=True)
    adopting = f"{cast.agenda.get_absolute_url()}vaststellen/"
    meeting = MeetingFactory(agreement=cast.agreement, held_on="2024-10-01", minutes="Wij spraken over de woningen.")
    coming = MeetingFactory(agreement=cast.agreement, held_on="2024-11-07")
    ItemFactory(meeting=coming)
    text = ("reminder_text_test", cast.agreement.slug, ReminderText.Kind.OPENING)
    return {
        "invite": (reverse("invite", args=[cast.municipality.pk]), {"email": "nora@waterhoek.example", "role": "reader"}),
        "resend": (reverse("invitation_resend", args=[invitation.pk]), {}),
        "remind": (reverse("round_remind", args=[other.pk]), {}),
        "extend": (
            reverse("round_extend", args=[other.pk]),
            {"party": cast.association.pk, "until": "7-11-2024", "reason": "De cijfers komen later."},
        ),
        "return": (reverse("progress_return", args=[update.pk]), {"reason": "Om hoeveel woningen gaat het?"}),
        "test mail": (reverse(text[0], args=text[1:]), {"subject": "Het begint", "body": "Wij horen graag hoe het gaat."}),
        "propose": (f"{adopting}voorstellen/", {"deadline": "7-11-2024"}),
        "minutes": (reverse("send_minutes", args=[meeting.pk]), {"react_until": "31-12-2030"}),
        "agenda": (reverse("agenda_send", args=[coming.pk]), {}),
        "contact": (reverse("contacts", args=[cast.municipality.pk]), {f"lead_{led.pk}": own.user_id}),
    }


def everything() -> list:
    models = (Invitation, RoundExtension, Review, Reminder, Lead, Proposal, Meeting, AgendaMailing)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    "door", ["invite", "resend", "remind", "extend", "return", "test mail", "contact", "propose", "minutes", "agenda"]
)
def test_after_too_many_mails_none_goes_and_nothing_changes(client, cast, settings, mailoutbox, doors, door):
    client.force_login(cast.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address, data = doors[door]
    before, budget = everything(), settings.MAIL_PER_SENDER
    settings.MAIL_PER_SENDER = (0, 100)
    page = client.post(address, data, follow=True)
    assert page.status_code in {200, 422}
    assert SENTENCE in words_of(page), words_of(page)
    assert (everything(), mailoutbox) == (before, [])
    settings.MAIL_PER_SENDER = budget
    page = client.post(address, data, follow=True)
    assert mailoutbox, words_of(page)
    assert "No mail was sent" not in words_of(page)


def test_nobody_floods_signers_by_proposing_and_taking_back(client, cast, settings, mailoutbox):
    signer = MembershipFactory(user=UserFactory(), party=cast.municipality, may_sign=True).user
    for party in (cast.association, cast.tenants):
        MembershipFactory(user=UserFactory(), party=party, may_sign=True)
    settings.MAIL_PER_RECEIVER = (2, 100)
    client.force_login(cast.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    adopting = f"{cast.agenda.get_absolute_url()}vaststellen/"
    for _ in range(2):
        client.post(f"{adopting}voorstellen/", {"deadline": "7-11-2024"})
        client.post(f"{adopting}herinneren/")
        client.post(f"{adopting}intrekken/", {"reason": "Toch nog niet."})
    told = [mail for mail in mailoutbox if signer.email in mail.to[0]]
    assert len(told) == 4, "the question, a reminder, and twice that it was taken back; the second time there is no question"
    settings.MAIL_PER_SENDER = (8, 100)  # as often as two people were asked or would have been
    page = client.post(f"{adopting}voorstellen/", {"deadline": "7-11-2024"})
    assert "you send at most 8 mails an hour" in words_of(page)


def test_someone_who_got_too_many_mails_of_others_does_not_stop_a_proposal(client, cast, settings, mailoutbox):
    MembershipFactory(user=UserFactory(), party=cast.association, may_sign=True)
    settings.MAIL_PER_RECEIVER = (0, 0)
    client.force_login(cast.officer)
    client.post(f"{cast.agenda.get_absolute_url()}vaststellen/voorstellen/", {"deadline": "7-11-2024"})
    assert mailoutbox == []
    client.force_login(cast.tenant)
    assert "vaststellen/" in client.get("/").content.decode()


def test_in_the_admin_a_contact_is_saved_without_the_mail(client, cast, settings, mailoutbox):
    evi = MembershipFactory(user=UserFactory(name="Evi Collega"), party=cast.association, role=Membership.Role.EDITOR).user
    settings.MAIL_PER_RECEIVER = (0, 0)
    client.force_login(cast.admin)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = save(client, cast.action, leads___0___contact=evi.pk)
    assert f"No mail was sent: {evi.email} gets at most 0 mails a day." in words_of(client.get(response["Location"]))
    cast.lead.refresh_from_db()
    assert (cast.lead.contact, mailoutbox) == (evi, [])


def test_confirming_another_address_counts_too(client, cast, settings, mailoutbox):
    cast.tenant.set_password("een lang wachtwoord")
    cast.tenant.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/account/login/", {"login": cast.tenant.email, "password": "een lang wachtwoord"})
    client.post("/account/reauthenticate/", {"password": "een lang wachtwoord"})
    settings.MAIL_PER_SENDER = (0, 0)
    page = client.post("/account/email/", {"email": "slachtoffer@elders.example", "action_add": ""}, follow=True)
    assert "No mail was sent: you send at most 0 mails a day." in words_of(page)
    assert mailoutbox == []


def test_a_stranger_reads_the_same_answer_when_no_more_links_go(client, cast, settings, mailoutbox):
    def answer(email: str):
        response = client.post("/account/password/reset/", {"email": email})
        return response.status_code, response["Location"]

    settings.MAIL_PER_SITE = (1, 1)
    assert answer(cast.tenant.email) == answer(cast.officer.email) == answer("niemand@elders.example")
    assert len(mailoutbox) == 1


def test_someone_leaves_also_after_too_many_mails_and_the_coordinators_hear_it(cast, settings, mailoutbox):
    settings.MAIL_PER_SITE = settings.MAIL_PER_SENDER = settings.MAIL_PER_RECEIVER = (0, 0)
    evi = MembershipFactory(user=UserFactory(), party=cast.municipality, role=Membership.Role.EDITOR)
    LeadFactory(action=cast.action, party=cast.municipality, contact=evi.user)
    let_go(evi, by=cast.officer)
    assert [message.to for message in mailoutbox] == [[f"{cast.officer.name} <{cast.officer.email}>"]]
