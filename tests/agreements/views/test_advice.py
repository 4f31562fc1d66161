"""The pages of an advice: asked from a goal, written by the party, given, answered; and what nobody else reads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements.advice.workflow import give, keep_draft
from agreements.consent.adoption import propose
from agreements.consent.answering import answer
from agreements.models import Advice, Proposal
from tests.factories import GoalFactory, MembershipFactory
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db


def address(name: str, advice: Advice) -> str:
    return reverse(f"advice_{name}", args=[advice.pk])


def test_asked_from_a_goal_with_a_document(visit, client, cast, right, asker):
    page = visit(asker, cast.goal.get_absolute_url())
    ask = f"{cast.agreement.get_absolute_url()}adviezen/vragen/?over=doel-{cast.goal.pk}"
    assert ask in links_of(page)
    words = words_of(visit(asker, ask))
    assert "Goal 17" in words
    assert "qualified right of advice" in words
    assert "Afwijken alleen na een gesprek." in words
    assert 'enctype="multipart/form-data"' in client.get(ask).content.decode()
    typed = {"party": cast.tenants.pk, "subject": "De huren van 2025", "question": "Wij willen 3%.", "due_on": "31-12-2099"}
    file = SimpleUploadedFile("aanvraag.txt", b"Geachte huurdersraad,")
    response = client.post(ask, {**typed, "request_file": file}, follow=True)
    advice = Advice.objects.get()
    assert response.redirect_chain == [(advice.get_absolute_url(), 302)]
    assert (advice.goal, advice.request_file_name) == (cast.goal, "aanvraag.txt")
    assert b"".join(client.get(address("request_file", advice)).streaming_content) == b"Geachte huurdersraad,"
    assert "De huren van 2025" in words_of(visit(cast.tenant, cast.goal.get_absolute_url()))


def test_too_short_a_term_is_told_at_its_field(visit, client, cast, right, asker):
    visit(asker, "/")
    ask = reverse("advice_ask", args=[cast.agreement.slug])
    typed = {"party": cast.tenants.pk, "subject": "De huren", "question": "Wij willen 3%.", "due_on": "1-1-2024"}
    page = words_of(client.post(ask, typed))
    assert "Advice by: A party has at least six weeks to advise: choose" in page
    assert not Advice.objects.exists()


@pytest.mark.parametrize("over", ["doel-0", "doel-x", "thema-1", "-", "doel-99999999"])
def test_what_is_not_there_cannot_be_asked_about(visit, cast, right, asker, over):
    assert visit(asker, f"{cast.agreement.get_absolute_url()}adviezen/vragen/?over={over}").status_code == 404


def test_nor_what_is_of_another_agreement(visit, cast, right, asker):
    ask = f"{cast.agreement.get_absolute_url()}adviezen/vragen/?over=doel-{cast.other_goal.pk}"
    assert visit(asker, ask).status_code == 404


def test_a_draft_is_read_by_the_own_party_only(visit, client, cast, asked, adviser, asker):
    advice = asked()
    file = SimpleUploadedFile("geheim.txt", b"Ons eigen stuk")
    keep_draft(advice=advice, by=adviser, outcome="negative", text="Nog niet af: te duur.", advice_file=file)
    reader = MembershipFactory(party=cast.tenants).user
    assert client.get(advice.get_absolute_url()).status_code == 302
    for person, reads in ((adviser, True), (cast.tenant, True), (asker, False), (cast.officer, False), (cast.admin, False)):
        page = visit(person, advice.get_absolute_url()).content.decode()
        assert ("te duur" in page, "geheim.txt" in page) == (reads, reads)
        assert client.get(address("file", advice)).status_code == (200 if reads else 404)
    assert visit(reader, address("file", advice)).status_code == 200
    lists = visit(asker, reverse("advices", args=[cast.agreement.slug])).content.decode()
    assert "te duur" not in lists
    assert "negative" not in lists


def test_written_given_and_answered_on_its_page(visit, client, cast, asked, adviser, asker):
    advice = asked()
    assert "Advice asked: De huren van 2025" in words_of(visit(adviser, "/"))
    visit(adviser, advice.get_absolute_url())
    response = client.post(address("draft", advice), {"outcome": "negative", "text": "Te duur."}, follow=True)
    assert "The draft is kept. Only your own party reads it." in words_of(response)
    response = client.post(address("give", advice), {"outcome": "negative", "text": ""})
    assert response.status_code == 422
    assert "Your advice: Write what must change, or why you advise against it." in words_of(response)
    response = client.post(address("give", advice), {"outcome": "negative", "text": "Te duur."}, follow=True)
    assert "The advice is given. De Sleutel was mailed." in words_of(response)
    assert "Advice asked: De huren van 2025" not in words_of(visit(adviser, "/"))

    assert "Advice to answer: De huren van 2025" in words_of(visit(asker, "/"))
    page = words_of(visit(asker, advice.get_absolute_url()))
    assert "What was asked about waits until this advice is answered." in page
    assert "Afwijken alleen na een gesprek." in page
    response = client.post(address("answer", advice), {"follows": "not", "answer": ""})
    assert response.status_code == 422
    assert "Give the reasons why the advice is not followed" in words_of(response)
    response = client.post(address("answer", advice), {"follows": "not", "answer": "De bouw is duurder."}, follow=True)
    words = words_of(response)
    assert "The advice is answered." in words
    assert "De bouw is duurder." in words
    assert "What was asked about can be done from" in words
    assert "Advice to answer" not in words_of(visit(asker, "/"))


def test_more_time_and_taking_back(visit, client, cast, asked, asker):
    advice = asked()
    visit(asker, advice.get_absolute_url())
    response = client.post(address("extend", advice), {"tijd-due_on": "1-1-2020"})
    assert (response.status_code, "Choose a day after the one that holds now." in words_of(response)) == (422, True)
    client.post(address("extend", advice), {"tijd-due_on": "31-12-2099"})
    assert Advice.objects.get().due_on.year == 2099
    response = client.post(address("withdraw", advice), {"intrekken-reason": "Van de baan."}, follow=True)
    assert "The request was withdrawn on" in words_of(response)
    response = client.post(address("withdraw", advice), {})
    assert (response.status_code, Advice.objects.get().withdraw_reason) == (422, "Van de baan.")


def test_the_list_tells_what_runs_what_waits_and_who_advises(visit, cast, asked, asker, adviser):
    asked()
    give(advice=asked(cast.action), by=adviser, outcome="negative", text="Te duur.")
    give(advice=asked(cast.agenda), by=adviser, outcome="no_objection", text="")
    page = words_of(visit(cast.tenant, reverse("advices", args=[cast.agreement.slug])))
    answer, running, done, rights = (page.index(words) for words in ("To be answered", "Running", "Done", "Who advises"))
    assert answer < running < done < rights
    assert "2024: De 24 flexwoningen aan de Kade zijn opgeleverd." in page[answer:running]
    assert "Goal 17 De sociale voorraad groeit met 75 woningen." in page[running:done]
    assert "no objection" in page[done:rights]


def test_a_party_marks_a_goal_and_all_see_who_advises(visit, client, cast, right, adviser):
    page = words_of(visit(adviser, cast.goal.get_absolute_url()))
    assert "Huurdersraad Waterhoek advises on this" in page
    mark = reverse("advice_mark_goal", args=[cast.goal.pk])
    assert client.post(mark, {"partij": cast.tenants.pk}).status_code == 302
    assert "Has the right of advice on this: Huurdersraad Waterhoek." in words_of(
        visit(cast.officer, cast.goal.get_absolute_url())
    )
    for key in ("", "x", cast.association.pk):
        assert visit(adviser, "/").status_code == 200
        assert client.post(mark, {"partij": key}).status_code == 403


def test_the_page_of_an_adoption_says_for_which_advice_it_waits(visit, client, cast, right, asked):
    MembershipFactory(party=cast.association, may_sign=True)
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=60))
    page = words_of(visit(cast.officer, proposal.get_absolute_url()))
    assert "Waits for advice. Huurdersraad Waterhoek has the right of advice on this and was not asked yet." in page
    assert f"{cast.agreement.get_absolute_url()}adviezen/vragen/?over=voorstel-{proposal.pk}" in links_of(
        client.get(proposal.get_absolute_url())
    )
    asked(proposal)
    page = words_of(visit(cast.officer, proposal.get_absolute_url()))
    assert "Huurdersraad Waterhoek has until" in page
    assert "De huren van 2025 (Huurdersraad Waterhoek)." in page


def test_one_query_count_for_one_and_three(queries, cast, asked, adviser):
    pages = [reverse("advices", args=[cast.agreement.slug]), cast.goal.get_absolute_url(), "/"]
    asked()
    before = [queries(adviser, page) for page in pages]
    for number in ("18", "19"):
        asked(GoalFactory(theme=cast.theme, number=number))
    assert [queries(adviser, page) for page in pages] == before


def test_an_editor_drafts_and_reads_who_gives_it(visit, client, cast, asked):
    advice = asked()
    editor = MembershipFactory(party=cast.tenants, role="editor").user
    page = words_of(visit(editor, advice.get_absolute_url()))
    assert "Keep as a draft" in page
    assert "Give this advice" not in page
    assert "Only a coordinator of Huurdersraad Waterhoek, or someone who may sign for it, gives its advice." in page
    assert client.post(address("give", advice), {"outcome": "positive"}).status_code == 403
    page = words_of(visit(cast.officer, advice.get_absolute_url()))
    assert "Only people of Huurdersraad Waterhoek write its advice." in page
    assert "Keep as a draft" not in page


@pytest.fixture
def agreed_by_all(cast, right, asker):
    """The adoption of the year, which all who sign agreed to, and which waits for the advice of the tenants."""
    signer = MembershipFactory(party=cast.association, may_sign=True).user
    proposal = propose(text=cast.agenda, by=cast.officer, deadline=timezone.localdate() + timedelta(days=9))
    answer(proposal=proposal, party=cast.municipality, by=cast.executive, answer="agreed")
    answer(proposal=proposal, party=cast.association, by=signer, answer="agreed")
    proposal.refresh_from_db()
    assert proposal.is_open
    return proposal


def test_giving_advice_puts_in_force_what_waited_for_it_alone(visit, client, cast, asked, adviser, agreed_by_all, mailoutbox):
    advice = asked(cast.agenda)
    visit(adviser, "/")
    mailoutbox.clear()
    page = client.post(address("give", advice), {"outcome": "no_objection", "text": ""}, follow=True)
    assert "Nothing is waited for any more" in words_of(page)
    agreed_by_all.refresh_from_db()
    assert agreed_by_all.state == Proposal.State.AGREED
    told = {address for message in mailoutbox if "vastgesteld" in message.body for address in message.to}
    assert any(cast.executive.email in address for address in told)
    assert any(adviser.email in address for address in told)


def test_advice_against_puts_nothing_in_force(visit, client, cast, asked, adviser, agreed_by_all):
    advice = asked(cast.agenda)
    visit(adviser, "/")
    client.post(address("give", advice), {"outcome": "negative", "text": "Te duur."})
    agreed_by_all.refresh_from_db()
    assert agreed_by_all.is_open


def test_answering_that_it_is_followed_puts_it_in_force(visit, client, cast, asked, asker, adviser, agreed_by_all):
    advice = asked(cast.agenda)
    give(advice=advice, by=adviser, outcome="negative", text="Te duur.")
    visit(asker, "/")
    page = client.post(address("answer", advice), {"follows": "followed", "answer": ""}, follow=True)
    assert "Nothing is waited for any more" in words_of(page)
    agreed_by_all.refresh_from_db()
    assert agreed_by_all.state == Proposal.State.AGREED
