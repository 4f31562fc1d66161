"""Who may answer, and who reads what: until it is closed only the own answer, on every page, file and mail."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from monitoring.evaluation.page import collect_evaluation
from monitoring.evaluation.workflow import change_evaluation, close_evaluation, open_evaluation, reopen_evaluation
from monitoring.models import EvaluationAnswer, EvaluationReply
from monitoring.reminders.sending import send_reminders
from parties.models import Membership, Party
from tests.crawl import crawl
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory, PartyMemberFactory
from tests.pdf_text import text_of
from tests.refusal import refusal

pytestmark = pytest.mark.django_db

WORD = "kwetsbaarwoord"


@pytest.fixture
def by_people(cast, planned, at):
    """Each person for itself, without the name."""
    change_evaluation(evaluation=planned, by=cast.officer, answered_by="unnamed")
    found = open_evaluation(evaluation=planned, by=cast.officer)
    at("2024-10-10 12:00")
    return found


def reading(*people) -> dict[str, list[str]]:
    """By person the texts of the replies that it reads, and their answers alike."""
    found = {}
    for person in people:
        replies = EvaluationReply.objects.visible_to(person).order_by("text")
        answers = EvaluationAnswer.objects.visible_to(person)
        assert {reply.answer_id for reply in replies} == {answer.pk for answer in answers}
        found[person.name] = [reply.text for reply in replies]
    return found


# -- Who may


def test_editors_and_coordinators_answer_for_their_party_and_readers_do_not(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    say(evaluation, cast.municipality, cast.officer, "Ja.")
    for party, person in [
        (cast.municipality, cast.executive),
        (cast.tenants, cast.tenant),
        (cast.tenants, cast.officer),
        (cast.association, cast.admin),
        (cast.elsewhere, cast.outsider),
    ]:
        with pytest.raises(PermissionDenied):
            say(evaluation, party, person, "Nee.")


def test_of_a_party_there_is_one_answer_on_which_colleagues_go_on(cast, evaluation, say):
    colleague = MembershipFactory(party=cast.association, role="editor").user
    say(evaluation, cast.association, cast.association_officer, "Eerst.", mark=None, submit=False)
    say(evaluation, cast.association, colleague, "Verder.")
    answer = EvaluationAnswer.objects.get()
    assert (answer.by, answer.user, answer.replies.get().text) == (colleague, None, "Verder.")


def test_where_its_people_answer_each_has_one_of_its_own(cast, by_people, say):
    say(by_people, cast.municipality, cast.officer, "Van Olga.", mark=8)
    say(by_people, cast.municipality, cast.executive, "Van Wies.", mark=5)
    assert reading(cast.officer, cast.executive) == {"Olga Officier": ["Van Olga."], "Wies Wethouder": ["Van Wies."]}
    with pytest.raises(PermissionDenied):
        say(by_people, cast.tenants, cast.officer, "Voor een ander.")


def test_for_an_umbrella_that_signs_the_editors_of_its_members_answer(cast, evaluation, say):
    umbrella = PartyFactory(kind=Party.Kind.UMBRELLA)
    ParticipationFactory(agreement=cast.agreement, party=umbrella)
    editor = MembershipFactory(party=PartyMemberFactory(umbrella=umbrella).member, role=Membership.Role.EDITOR).user
    evaluation = type(evaluation).objects.get(pk=evaluation.pk)
    say(evaluation, umbrella, editor, "Namens de koepel.")
    assert reading(editor) == {editor.name: ["Namens de koepel."]}


# -- What must hold on every path


def test_the_model_itself_refuses_what_nobody_may_say(cast, evaluation, say):
    answer = say(evaluation, cast.association, cast.association_officer, "Ja.")
    assert set(refusal(answer, user=cast.association_officer)) == {"user"}
    answer.refresh_from_db()
    assert set(refusal(answer, party=cast.elsewhere)) == {"party"}
    answer.refresh_from_db()
    assert set(refusal(answer, cooperation=11)) == {"cooperation"}
    answer.refresh_from_db()
    assert set(refusal(answer, submitted_at=None)) == {"submitted_at"}
    answer.refresh_from_db()
    for row in (answer, answer.replies.get()):
        with pytest.raises(ValidationError):
            row.delete()


def test_after_closing_and_after_the_last_day_the_model_takes_nothing_any_more(cast, evaluation, say, at):
    answer = say(evaluation, cast.association, cast.association_officer, "Ja.")
    at("2024-11-01 00:01")
    answer.refresh_from_db()
    assert "31 October 2024" in str(refusal(answer, reason="Anders."))
    at("2024-10-12 12:00")
    close_evaluation(evaluation=evaluation, by=cast.officer)
    answer = EvaluationAnswer.objects.get()
    assert "closed" in str(refusal(answer, reason="Anders."))
    assert "closed" in str(refusal(answer.replies.get(), text="Anders."))


def test_a_person_writes_no_answer_but_through_its_own_page(cast, evaluation, say):
    answer = say(evaluation, cast.association, cast.association_officer, "Ja.")
    for person in (cast.association_officer, cast.officer, cast.admin):
        answer.reason, answer._history_user = "Van een ander.", person
        with pytest.raises(ValidationError) as refused:
            answer.save()
        assert set(refused.value.message_dict) == {"reason"}


def test_what_was_submitted_stays_submitted_when_it_is_changed(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Eerst.")
    changed = say(evaluation, cast.association, cast.association_officer, "Beter.", submit=False)
    assert changed.submitted_at is not None


# -- Who reads what


def test_until_it_is_closed_the_own_party_reads_it_and_nobody_else(cast, evaluation, say, asker):
    say(evaluation, cast.association, cast.association_officer, "Sleutel.")
    say(evaluation, cast.tenants, asker, "Huurder.", mark=None, submit=False)
    people = (cast.officer, cast.executive, cast.association_officer, asker, cast.tenant, cast.outsider, cast.admin)
    nobody = {"Olga Officier": [], "Wies Wethouder": [], "Bas Buiten": [], "Ad Min": []}
    own = {"Abel Bouwer": ["Sleutel."], "Hetty Huur": ["Huurder."], "Tess Huurder": ["Huurder."]}
    assert reading(*people) == nobody | own


def test_once_it_is_closed_all_read_what_was_submitted_and_no_drafts(cast, evaluation, say, asker):
    say(evaluation, cast.association, cast.association_officer, "Sleutel.")
    say(evaluation, cast.tenants, asker, "Huurder.", mark=None, submit=False)
    close_evaluation(evaluation=evaluation, by=cast.officer)
    assert reading(cast.officer, asker, cast.outsider, cast.admin) == {
        "Olga Officier": ["Sleutel."],
        "Hetty Huur": ["Huurder.", "Sleutel."],
        "Bas Buiten": [],
        "Ad Min": ["Sleutel."],
    }
    reopen_evaluation(evaluation=evaluation, by=cast.officer)
    assert reading(cast.officer) == {"Olga Officier": []}


def test_what_the_page_is_made_of_has_no_words_before_it_is_closed(cast, evaluation, say):
    """So that no template has to leave them out."""
    say(evaluation, cast.association, cast.association_officer, WORD, mark=3)
    page = collect_evaluation(evaluation, cast.officer)
    assert (page.answered, page.marks, page.chart, {row.said for row in page.questions}) == (1, (), None, {()})
    assert all(row.own is None for row in page.parties)
    assert [row.own.cooperation for row in collect_evaluation(evaluation, cast.association_officer).mine] == [3]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def met_by(person, evaluation) -> set[str]:
    """The addresses at which the person meets the words: pages about the year, the agreement and the person, and files."""
    agenda, agreement, own = (row.get_absolute_url() for row in (evaluation.agenda, evaluation.agenda.agreement, evaluation))
    pages = [
        "/",
        "/mijn-acties/",
        f"/zoeken/?q={WORD}",
        "/beheer/",
        agreement,
        f"{agreement}rondes/",
        f"{agreement}geschiedenis/",
    ]
    pages += [agenda, *(f"{agenda}{page}/" for page in ("evaluatie", "volgend-jaar", "einde", "dashboard", "opmerkingen"))]
    pages += [own, *(f"{own}{page}" for page in ("sluiten/", "uitstel/", "wijzigen/", "conclusie/", "punten/nieuw/"))]
    pages += [f"{own}antwoord/{party.pk}/" for party in evaluation.parties_asked]
    files = [f"{own}evaluatie.{kind}" for kind in ("pdf", "docx")] + [
        f"{agenda}voortgang.{kind}" for kind in ("pdf", "docx", "xlsx")
    ]
    found = crawl(signed_in(person), pages + files, leave_out=".")
    assert len(found) > 8
    return {address for address, page in found.items() if WORD in page}


@pytest.mark.parametrize("person", ["officer", "tenant", "admin"])
def test_nobody_of_another_party_meets_the_words_anywhere_before_it_is_closed(cast, evaluation, say, person, at):
    say(evaluation, cast.association, cast.association_officer, WORD)
    assert met_by(getattr(cast, person), evaluation) == set()
    at("2024-10-30 12:00")
    send_reminders(timezone.localdate())
    assert not any(WORD in message.body for message in mail.outbox)
    close_evaluation(evaluation=evaluation, by=cast.officer)
    met = met_by(getattr(cast, person), evaluation)
    assert {evaluation.get_absolute_url(), f"{evaluation.get_absolute_url()}evaluatie.pdf"} <= met, "the test can find it"
    assert not any(WORD in message.body for message in mail.outbox), "a mail has no answers"


def test_a_draft_is_met_by_nobody_else_also_after_closing(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, WORD, mark=None, submit=False)
    close_evaluation(evaluation=evaluation, by=cast.officer)
    assert met_by(cast.officer, evaluation) == set()


def test_without_names_no_page_or_file_tells_who_said_what(cast, by_people, say):
    say(by_people, cast.municipality, cast.executive, WORD, mark=4)
    close_evaluation(evaluation=by_people, by=cast.officer)
    client = signed_in(cast.tenant)
    address = by_people.get_absolute_url()
    page = client.get(address).content.decode()
    pdf = text_of(client.get(f"{address}evaluatie.pdf").content)
    docx = ZipFile(BytesIO(client.get(f"{address}evaluatie.docx").content)).read("word/document.xml").decode()
    for text in (page, pdf, docx):
        assert WORD in text
        assert "Gemeente Waterhoek" in text
        assert not re.search("Wies|Wethouder", text)


def test_with_names_they_stand_there_with_the_party(cast, planned, say):
    change_evaluation(evaluation=planned, by=cast.officer, answered_by="people")
    found = open_evaluation(evaluation=planned, by=cast.officer)
    say(found, cast.municipality, cast.executive, WORD)
    close_evaluation(evaluation=found, by=cast.officer)
    assert "Wies Wethouder (Gemeente Waterhoek)" in signed_in(cast.tenant).get(found.get_absolute_url()).content.decode()


def test_nothing_is_written_where_nothing_is_different(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    before = EvaluationReply.history.count()
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    assert EvaluationReply.history.count() == before


def test_it_is_written_by_the_person_who_did(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    assert {row.history_user for row in EvaluationReply.history.all()} == {cast.association_officer}
