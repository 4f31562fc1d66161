"""Whoever adds a stranger to an agreement reaches none of its people: no mail, no name, no page; and they read nothing of it."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.contacts.choosing import contacts_of
from agreements.contacts.concerned import concerned_in
from agreements.imports.words.leads import participants_of
from agreements.models import Agenda, Agreement, Lead, Participation, parties_in
from agreements.writers import composes
from monitoring.figures.recording import parties_measured_by
from monitoring.meetings.forms import MeetingForm
from monitoring.models import Meeting
from monitoring.reminders.people import coordinators_of
from monitoring.reminders.sending import send_reminders
from parties.models import Party, User
from tests.access.site import make_site
from tests.agreements.admin.posting import filled_in
from tests.crawl import crawl
from tests.factories import IndicatorFactory, MembershipFactory, PartyFactory, RoundFactory
from tests.refusal import refusal
from tests.security.test_tables import imported

pytestmark = pytest.mark.django_db

NAMES = ("Vera Vreemd", "Stan Stil", "Rob Leest")
# The same once more, also as another kind of table, or a form.
AGAIN = r"^/beheer/.*\?(?!tabel)|^/beheer/.*soort=(?!csv)|^/beheer/.*/(add|import|order|history)/|^/account/"


@pytest.fixture
def stranger(cast) -> Party:
    """A housing association with people, of no agreement with anyone here; the outsider added it, so it can be chosen."""
    party = PartyFactory.build(name="Woningstichting Ver Weg", short_name="Ver Weg", kind=Party.Kind.HOUSING_ASSOCIATION)
    party._history_user = cast.outsider
    party.save()
    roles = ("coordinator", "editor", "reader")
    for name, role in zip(NAMES, roles, strict=True):
        email = f"{name.split()[0].lower()}@verweg.example"
        MembershipFactory(party=party, role=role, may_sign=role == "reader", user__name=name, user__email=email)
    return party


def people(party: Party) -> set[User]:
    return {row.user for row in party.memberships.select_related("user")}


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def by_inline(client: Client, agreement: Agreement, party: Party) -> None:
    address = reverse("admin:agreements_agreement_change", args=[agreement.pk])
    data = filled_in(client, address)
    number = int(data["participations-TOTAL_FORMS"])
    data |= {"participations-TOTAL_FORMS": number + 1, f"participations-{number}-party": party.pk}
    data |= {f"participations-{number}-role": "signatory", f"participations-{number}-agreement": agreement.pk}
    client.post(address, data)


def by_page_of_administration(client: Client, agreement: Agreement, party: Party) -> None:
    data = {"agreement": agreement.pk, "party": party.pk, "role": "signatory", "change_reason": "Proef"}
    client.post(reverse("admin:agreements_participation_add"), data)


def by_table(client: Client, agreement: Agreement, party: Party) -> None:
    address = reverse("admin:agreements_participation_export") + "?tabel=participation&soort=csv"
    headings = client.get(address).getvalue().decode("utf-8-sig").splitlines()[0].split(";")
    columns = [next(h for h in headings if h.startswith(begin)) for begin in ("Prestatieafspraken", "Partij", "Rol")]
    table = ";".join(columns) + "\n" + ";".join([agreement.slug, party.name, "Ondertekenaar"]) + "\n"
    imported(client, "agreements_participation", table)


def by_page(client: Client, agreement: Agreement, party: Party) -> None:
    client.post(reverse("ask_party", args=[agreement.slug]), {"party": party.pk, "role": "signatory"})


@pytest.mark.parametrize("door", [by_inline, by_page_of_administration, by_table, by_page])
@pytest.mark.parametrize("who", ["outsider", "admin"])
def test_through_every_door_a_stranger_is_asked_and_gets_that_one_mail(cast, stranger, mailoutbox, door, who):
    door(signed_in(getattr(cast, who)), cast.other_agreement, stranger)
    row = cast.other_agreement.participations.get(party=stranger)
    assert (row.state, row.asked_by) == ("asked", getattr(cast, who))
    assert [letter.to for letter in mailoutbox] == [["Vera Vreemd <vera@verweg.example>"]]
    assert not any(Agreement.objects.visible_to(person).exists() for person in people(stranger))


@pytest.fixture
def asked(cast, stranger) -> Participation:
    client = signed_in(cast.outsider)
    by_page(client, cast.other_agreement, stranger)
    mail.outbox.clear()
    return cast.other_agreement.participations.get(party=stranger)


def test_they_read_nothing_of_it(cast, stranger, asked):
    agenda = cast.other_agenda.get_absolute_url()
    closed = [
        cast.other_agreement.get_absolute_url(),
        agenda,
        f"{agenda}agenda.pdf",
        f"{agenda}agenda.xlsx",
        f"{agenda}dashboard/",
        cast.other_goal.get_absolute_url(),
        cast.other_action.get_absolute_url(),
        f"/partijen/{cast.elsewhere.pk}/",
        reverse("admin:agreements_agreement_change", args=[cast.other_agreement.pk]),
        reverse("admin:agreements_participation_change", args=[asked.pk]),
    ]
    for person in people(stranger):
        client = signed_in(person)
        seen = {address: client.get(address).status_code for address in closed}
        assert set(seen.values()) <= {404, 302}, seen
        start = client.get("/").content.decode()
        assert "Prestatieafspraken Zandbergen" in start, "they see that they are asked"
        assert "Bas Buiten" in start, "and by whom"
        everything = " ".join(crawl(client, ["/", f"/partijen/{stranger.pk}/"], leave_out=AGAIN).values())
        for words in (cast.other_goal.text, cast.other_action.text, cast.other_agenda.title, cast.outsider.email):
            assert words not in everything


def test_their_names_are_shown_nowhere_to_the_asker(cast, stranger, asked):
    client = signed_in(cast.outsider)
    own = cast.other_agreement.get_absolute_url()
    assert client.get(f"/partijen/{stranger.pk}/").status_code == 404
    exports = [
        f"{reverse(f'admin:{name}_export')}?tabel={name.split('_')[1]}&soort=csv"
        for name in ("agreements_participation", "parties_party", "agreements_agreement")
    ]
    found = crawl(
        client, ["/", own, cast.other_agenda.get_absolute_url(), f"{own}rondes/", "/beheer/", *exports], leave_out=AGAIN
    )
    shown = {address for address, page in found.items() if any(name in page for name in NAMES) or "verweg.example" in page}
    assert shown == set()
    assert "Woningstichting Ver Weg" in found[own], "that it is asked is told"


def test_no_picker_and_no_list_of_receivers_counts_them(cast, stranger, asked):
    agreement = cast.other_agreement
    indicator = IndicatorFactory(goal=cast.other_goal, delivered_by=stranger)
    assert list(parties_in(agreement)) == [cast.elsewhere]
    assert set(concerned_in(agreement)) == {cast.outsider}
    assert [row.person for row in coordinators_of(agreement)] == [cast.outsider]
    assert [row.party_id for row in participants_of(agreement, 2024)] == [cast.elsewhere.pk]
    assert stranger not in parties_measured_by(indicator, cast.outsider)
    assert list(MeetingForm(meeting=Meeting(agreement=agreement)).fields["prepared_by"].queryset) == [cast.elsewhere]
    for person in people(stranger):
        assert not Agenda.objects.editable_by(person).exists()
        assert not Agenda.objects.coordinated_by(person).exists()
        assert cast.elsewhere not in Party.objects.visible_to(person)
    assert stranger not in Party.objects.visible_to(cast.outsider)


def test_it_leads_nothing_so_nobody_is_reminded(cast, stranger, asked):
    lead = Lead(action=cast.other_action, party=stranger)
    sentence = "Ver Weg was asked to take part and has not said yes. It can lead once it has."
    assert refusal(lead)["party"] == [sentence]
    today = timezone.localdate()
    RoundFactory(agenda=cast.other_agenda, opened=True, opens_on=today, closes_on=today + timezone.timedelta(days=9))
    send_reminders(today)
    assert not [letter for letter in mail.outbox if "verweg" in letter.to[0]]


def test_after_the_yes_all_of_that_opens(cast, stranger, asked):
    coordinator = User.objects.get(name="Vera Vreemd")
    signed_in(coordinator).post(reverse("request_accept", args=[asked.pk]))
    assert cast.other_agreement in Agreement.objects.visible_to(coordinator)
    assert stranger in Party.objects.visible_to(cast.outsider)
    lead = Lead(action=cast.other_action, party=stranger)
    lead.save()
    assert {person.name for person in contacts_of(lead)} == {"Vera Vreemd", "Stan Stil"}
    assert not composes(cast.other_agreement.pk, cast.outsider)


def test_a_declined_party_stays_out(cast, stranger, asked):
    coordinator = User.objects.get(name="Vera Vreemd")
    signed_in(coordinator).post(reverse("request_decline", args=[asked.pk]))
    assert not any(Agreement.objects.visible_to(person).exists() for person in people(stranger))
    page = signed_in(cast.outsider).get(cast.other_agreement.get_absolute_url()).content.decode()
    assert "by Vera Vreemd." in page, "who said no is told"


def test_the_agenda_prints_it_as_asked_and_not_as_a_signatory(cast, stranger, asked):
    client = signed_in(cast.outsider)
    address = cast.other_agenda.get_absolute_url()
    page = client.get(address)
    assert page.context["content"].signed_by == "Gemeente Zandbergen"
    assert "asked to take part: Woningstichting Ver Weg" in page.content.decode()
    cast.other_agenda.state, cast.other_agenda.adopted_on = "adopted", timezone.localdate()
    cast.other_agenda.save()
    assert "Ver Weg" not in client.get(address).content.decode()


def test_the_row_of_the_matrix_is_a_request(db):
    assert make_site().asked.state == "asked"
