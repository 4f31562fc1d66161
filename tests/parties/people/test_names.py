"""The party stands beside a name where people of several parties act, so that nobody passes for someone else."""

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from monitoring.progress.reviewing import return_update
from monitoring.rounds.workflow import remind
from parties.models import Membership, Party
from parties.people.names import name_with_party, show_parties
from tests.agreements.admin.posting import address
from tests.factories import AgendaImportFactory, MembershipFactory, ProgressUpdateFactory, RoundFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db
OLGA = "Olga Officier (Gemeente Waterhoek)"


def seen_by(user):
    return Party.objects.visible_to(user)


def test_a_name_has_the_parties_that_the_reader_may_see(cast):
    MembershipFactory(user=cast.officer, party=cast.elsewhere)
    assert name_with_party(cast.officer, among=seen_by(cast.tenant)) == OLGA
    everywhere = "Olga Officier (Gemeente Waterhoek, Gemeente Zandbergen)"
    assert name_with_party(cast.officer, among=seen_by(cast.admin)) == everywhere
    assert name_with_party(cast.admin, among=seen_by(cast.tenant)) == "Ad Min", "of no party"


def test_many_names_take_one_query(cast, django_assert_num_queries):
    people = [cast.officer, cast.tenant, cast.executive, None, UserFactory()]
    for some in (people[:1], people):
        with django_assert_num_queries(1):
            show_parties(some, seen_by=cast.admin)
    with django_assert_num_queries(0):
        show_parties([None], seen_by=cast.admin)


def page(user, path: str) -> str:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return words_of(client.get(path))


@pytest.fixture
def moment():
    with time_machine.travel("2024-10-10 09:00Z", tick=False):
        yield


def test_someone_who_opened_a_round(cast):
    round = RoundFactory(agenda=cast.agenda, opened=True, opened_by=cast.officer)
    assert f"by {OLGA}." in page(cast.tenant, round.get_absolute_url())


def test_someone_who_sent_an_answer_back_on_the_pages_and_in_the_mail(cast, moment):
    round = RoundFactory(agenda=cast.agenda, opened=True)
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, reported_by=cast.association_officer)
    return_update(update=update, reason="Om hoeveel woningen gaat het?", by=cast.officer)
    assert f"{OLGA}: Om hoeveel woningen gaat het?" in mail.outbox[0].body
    assert f"Returned by {OLGA}" in page(cast.association_officer, "/mijn-acties/")
    assert page(cast.tenant, reverse("progress", args=[cast.action.pk])).count(OLGA) == 2


def test_someone_who_reminds_by_hand(cast, moment):
    remind(round=RoundFactory(agenda=cast.agenda, opened=True), by=cast.officer)
    assert OLGA in mail.outbox[0].body


def test_names_of_people_who_changed_something_or_read_a_file_in(cast):
    cast.action.text = "De 25 flexwoningen aan de Kade zijn opgeleverd."
    cast.action._history_user = cast.officer
    cast.action.save()
    AgendaImportFactory(agenda=cast.agenda, uploaded_by=cast.officer)
    assert f"by {OLGA}" in page(cast.tenant, cast.action.get_absolute_url())
    assert OLGA in page(cast.officer, reverse("agenda_imports", args=[cast.agreement.slug, 2024]))
    assert OLGA in page(cast.officer, address(cast.action, "history"))


def test_a_contact_of_a_working_group_is_chosen_with_the_party(cast):
    group = cast.elsewhere.__class__.objects.create(name="Werkgroep Energie", short_name="Werkgroep Energie", kind="umbrella")
    for party in (cast.municipality, cast.association):
        group.member_rows.create(member=party)
    cast.agreement.participations.create(party=group, state="accepted")
    cast.action.leads.create(party=group)
    MembershipFactory(user=cast.officer, party=group, role=Membership.Role.COORDINATOR)
    words = page(cast.officer, reverse("party", args=[group.pk]))
    assert "Abel Bouwer (De Sleutel)" in words


def test_in_the_admin_a_contact_is_chosen_beside_the_party(cast):
    client = Client()
    client.force_login(cast.admin)
    row = client.get(address(cast.action)).content.decode().partition('id="leads-0"')[2].partition("</tr>")[0]
    assert "De Sleutel" in row
    assert ">Abel Bouwer</option>" in row
