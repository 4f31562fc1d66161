"""The pages by which a party is asked and answers."""

import pytest
from django.urls import reverse

from agreements.models import Participation
from parties.models import Invitation
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast) -> Participation:
    return ParticipationFactory(asked=True, agreement=cast.other_agreement, party=cast.municipality, asked_by=cast.outsider)


def answer(row: Participation, which: str) -> str:
    return reverse(f"request_{which}", args=[row.pk])


def state_of(row: Participation) -> str:
    return Participation.objects.get(pk=row.pk).state


def test_a_coordinator_finds_the_question_on_the_start_page_and_on_that_of_the_party(visit, cast, asked):
    for address in ("/", cast.municipality.get_absolute_url()):
        page = visit(cast.officer, address)
        words = words_of(page)
        assert "Asked to take part Prestatieafspraken Zandbergen Bas Buiten of Gemeente Zandbergen asked" in words
        assert {answer(asked, "accept"), answer(asked, "decline")} <= set(links_of(page))
        assert cast.other_agreement.get_absolute_url() not in links_of(page)


def test_a_reader_sees_that_the_party_is_asked_and_who_answers(visit, cast, asked):
    page = visit(cast.executive, "/")
    assert "A coordinator of Gemeente Waterhoek answers this." in words_of(page)
    assert answer(asked, "accept") not in links_of(page)
    assert "Asked to take part" not in words_of(visit(cast.tenant, "/"))


def test_yes_takes_a_look_and_a_press(visit, client, cast, asked):
    page = words_of(visit(cast.officer, answer(asked, "accept")))
    assert "Does Gemeente Waterhoek take part?" in page
    assert "by Bas Buiten of Gemeente Zandbergen. Role: signatory." in page
    assert state_of(asked) == "asked", "looking answers nothing"
    response = client.post(answer(asked, "accept"), follow=True)
    assert response.redirect_chain == [(cast.other_agreement.get_absolute_url(), 302)]
    assert "Gemeente Waterhoek takes part in Prestatieafspraken Zandbergen." in words_of(response)
    assert state_of(asked) == "accepted"
    assert "This request has been answered or withdrawn already." in words_of(client.get(answer(asked, "accept")))


def test_no_takes_a_look_and_a_press(visit, client, cast, asked):
    visit(cast.officer, answer(asked, "decline"))
    response = client.post(answer(asked, "decline"), follow=True)
    assert "You said no: Gemeente Waterhoek does not take part" in words_of(response)
    page = words_of(visit(cast.outsider, cast.other_agreement.get_absolute_url()))
    assert "Asked, not taking part Gemeente Waterhoek Signatory. Said no on" in page
    assert "by Olga Officier." in page


def test_an_answer_of_the_wrong_person_changes_nothing(client, cast, asked):
    for person, status in ((cast.executive, 403), (cast.outsider, 403), (cast.admin, 403), (cast.tenant, 404)):
        client.force_login(person)
        for which in ("accept", "decline"):
            assert client.post(answer(asked, which)).status_code == status
    assert state_of(asked) == "asked"


def test_someone_who_asks_chooses_a_party_and_sees_that_it_waits(visit, client, cast, mailoutbox):
    ParticipationFactory(agreement=ParticipationFactory(party=cast.elsewhere).agreement, party=cast.municipality)  # known
    agreement = cast.other_agreement.get_absolute_url()
    address = reverse("ask_party", args=[cast.other_agreement.slug])
    assert address in links_of(visit(cast.outsider, agreement))
    response = client.post(address, {"party": cast.municipality.pk, "role": "involved"}, follow=True)
    words = words_of(response)
    assert "Gemeente Waterhoek has been asked to take part." in words
    assert "Gemeente Waterhoek Involved. Asked on" in words
    assert "by Bas Buiten; no answer yet." in words
    assert len(mailoutbox) == 1
    row = cast.other_agreement.participations.get(party=cast.municipality)
    response = client.post(reverse("request_withdraw", args=[row.pk]), follow=True)
    assert "Gemeente Waterhoek is no longer asked." in words_of(response)
    assert not Participation.objects.filter(pk=row.pk).exists()


def test_the_asker_chooses_from_known_or_added_parties_and_not_those_already_asked(visit, cast, asked):
    added = PartyFactory.build(name="Woonstichting Nieuw")
    added._history_user = cast.outsider
    added.save()

    def offered(person) -> set:
        form = visit(person, reverse("ask_party", args=[cast.other_agreement.slug])).context["form"]
        return set(form.fields["party"].queryset)

    assert offered(cast.outsider) == {added}
    known = ParticipationFactory(agreement=ParticipationFactory(party=cast.elsewhere).agreement).party
    assert offered(cast.outsider) == {added, known}
    assert offered(cast.admin) == {added, known, cast.association, cast.tenants}


def test_where_others_take_part_already_one_coordinator_does_not_ask(visit, cast):
    address = reverse("ask_party", args=[cast.agreement.slug])
    assert visit(cast.officer, address).status_code == 403
    assert address not in links_of(visit(cast.officer, cast.agreement.get_absolute_url()))


def test_a_party_without_people_gets_its_first_coordinator_by_invitation(visit, client, cast, mailoutbox):
    empty = PartyFactory.build(name="Woonstichting Nieuw")
    empty._history_user = cast.outsider
    empty.save()
    visit(cast.outsider, "/")
    address = reverse("ask_party", args=[cast.other_agreement.slug])
    response = client.post(address, {"party": empty.pk, "role": "signatory"}, follow=True)
    row = cast.other_agreement.participations.get(party=empty)
    page = reverse("first_coordinator", args=[row.pk])
    assert response.redirect_chain == [(page, 302)]
    client.post(page, {"email": "nora@nieuw.example", "name": "Nora Nieuw"})
    invitation = Invitation.objects.get()
    assert (invitation.party, invitation.role, mailoutbox[0].to) == (empty, "coordinator", ["nora@nieuw.example"])
    link = mailoutbox[0].body.split("/account/uitnodiging/")[1].split("/")[0]
    visit(None, "/")
    shown = words_of(client.get(reverse("invitation", args=[link])))
    assert "You are the first coordinator of Woonstichting Nieuw." in shown
    assert "Prestatieafspraken Zandbergen" in shown
    words = {"name": "Nora Nieuw", "password": "vier-gewone-woorden-hier", "again": "vier-gewone-woorden-hier"}
    client.post(reverse("invitation", args=[link]), words)
    assert state_of(row) == "accepted"


def test_someone_who_may_not_invite_reads_why(visit, cast, asked):
    page = words_of(visit(cast.outsider, reverse("first_coordinator", args=[asked.pk])))
    assert "Gemeente Waterhoek has people in Driehoek." in page
    assert "Send the invitation" not in page


def test_as_many_queries_with_1_request_as_with_3(queries, cast, asked):
    before = {address: queries(cast.officer, address) for address in ("/", cast.municipality.get_absolute_url())}
    own = queries(cast.outsider, cast.other_agreement.get_absolute_url())
    for _n in range(2):
        row = ParticipationFactory(asked=True, party=cast.municipality)
        MembershipFactory(user=row.asked_by, party=ParticipationFactory(agreement=row.agreement).party, role="coordinator")
        ParticipationFactory(asked=True, agreement=cast.other_agreement)
    assert {address: queries(cast.officer, address) for address in before} == before
    assert queries(cast.outsider, cast.other_agreement.get_absolute_url()) == own
