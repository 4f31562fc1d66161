"""The pages of an evaluation: planned, opened, answered, closed, concluded; and where else it shows."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from monitoring.evaluation.workflow import close_evaluation, conclude, extend_evaluation
from monitoring.models import Evaluation, EvaluationAnswer, EvaluationPoint, EvaluationQuestion
from monitoring.models.evaluation import QUESTIONS
from tests.factories import (
    AgendaFactory,
    AgreementFactory,
    EvaluationAnswerFactory,
    EvaluationFactory,
    EvaluationPointFactory,
    EvaluationReplyFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    close_at_once,
)
from tests.form_in_page import fields_of
from tests.pages import links_of, words_of
from tests.pdf_check import check
from tests.pdf_text import words_in_order

pytestmark = pytest.mark.django_db

OWN = ("nieuw/", "conclusie/")  # forms that go to the page on which they stand
YEAR = "/afspraken/waterhoek-2023-2026/2024/evaluatie/"


@pytest.fixture
def address(evaluation) -> str:
    return evaluation.get_absolute_url()


def form_of(visit, person, page: str) -> dict:
    return fields_of(visit(person, page), None if page.endswith(OWN) else page)


# -- Planned by a coordinator


def test_the_empty_page_says_what_comes_here_when_and_who_plans_it(visit, cast, at):
    at("2024-05-02 12:00")
    words = words_of(visit(cast.tenant, YEAR))
    assert "There is no evaluation of this year yet" in words
    assert "The usual time for it is from 1 October 2024 through 29 October 2024." in words
    assert "A coordinator of a party that signs plans it." in words
    assert f"{YEAR}nieuw/" not in links_of(visit(cast.tenant, YEAR))
    assert f"{YEAR}nieuw/" in links_of(visit(cast.officer, YEAR))


def test_planned_with_the_usual_questions_and_opened(visit, cast, at):
    at("2024-09-30 12:00")
    fields = form_of(visit, cast.officer, f"{YEAR}nieuw/")
    assert fields["questions"].splitlines() == list(QUESTIONS)
    visit(cast.officer, f"{YEAR}nieuw/", fields | {"questions": "Ging het goed?\r\n\r\n Ging het  goed? \r\nEn verder?"})
    found = Evaluation.objects.get()
    assert [row.text for row in found.questions.all()] == ["Ging het goed?", "En verder?"]
    assert "Nobody is asked anything until you open it" in words_of(visit(cast.officer, found.get_absolute_url()))
    visit(cast.officer, f"{found.get_absolute_url()}openen/", {})
    found.refresh_from_db()
    assert found.opened_by == cast.officer


def test_planned_by_mistake_it_is_taken_away_and_once_open_it_stays(visit, cast, planned, evaluation):
    other = EvaluationFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2023))
    visit(cast.officer, f"{other.get_absolute_url()}weg/", {})
    page = visit(cast.officer, f"{evaluation.get_absolute_url()}weg/", {})
    assert page["Location"] == evaluation.get_absolute_url()
    assert list(Evaluation.objects.all()) == [evaluation]
    assert Evaluation.history.filter(history_type="-").get().history_user == cast.officer
    assert set(EvaluationQuestion.history.filter(history_type="-").values_list("evaluation", flat=True)) == {other.pk}


def test_a_form_that_is_not_right_says_what_to_do(visit, cast, at):
    at("2024-09-30 12:00")
    fields = form_of(visit, cast.officer, f"{YEAR}nieuw/")
    page = visit(cast.officer, f"{YEAR}nieuw/", fields | {"opens_on": "2023-10-01", "questions": "x" * 301})
    assert "A question has at most 300 characters." in words_of(page)
    page = visit(cast.officer, f"{YEAR}nieuw/", fields | {"opens_on": "2023-10-01"})
    assert "2024 has not begun by then." in words_of(page)
    assert not Evaluation.objects.exists()


# -- Answered


def test_a_draft_is_kept_with_anything_missing_and_submitting_says_what_is(visit, cast, evaluation, address):
    own = f"{address}antwoord/{cast.association.pk}/"
    first = evaluation.questions.first()
    fields = form_of(visit, cast.association_officer, own) | {f"vraag_{first.pk}": "Meestal wel."}
    page = visit(cast.association_officer, f"{own}concept/", fields)
    assert page.status_code == 302
    draft = EvaluationAnswer.objects.get()
    assert (draft.submitted_at, draft.replies.get(question=first).text) == (None, "Meestal wel.")
    fields = form_of(visit, cast.association_officer, own)
    page = visit(cast.association_officer, own, fields)
    assert "Choose a mark from 1 to 10." in words_of(page)
    assert "Say why you give this mark." in words_of(page)
    visit(cast.association_officer, own, fields | {"cooperation": "8", "reason": "Wij bellen elkaar."})
    draft.refresh_from_db()
    assert (draft.cooperation, draft.submitted_at is not None) == (8, True)
    assert "Change your answer" in words_of(visit(cast.association_officer, address))


def test_an_answer_without_any_words_is_not_submitted(visit, cast, address):
    own = f"{address}antwoord/{cast.association.pk}/"
    fields = form_of(visit, cast.association_officer, own) | {"cooperation": "8", "reason": "Wij bellen elkaar."}
    assert "Answer at least one of the questions." in words_of(visit(cast.association_officer, own, fields))


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_colleague_wrote_meanwhile_is_told_and_not_overwritten(visit, cast, evaluation, address, say, is_new):
    colleague = MembershipFactory(party=cast.association, role="editor").user
    own, first = f"{address}antwoord/{cast.association.pk}/", evaluation.questions.first()
    if not is_new:
        say(evaluation, cast.association, colleague, "Het begin.", mark=None, submit=False)
    fields = form_of(visit, cast.association_officer, own)
    say(evaluation, cast.association, colleague, "Van mijn collega.", mark=None, submit=False)
    page = visit(cast.association_officer, f"{own}concept/", fields | {f"vraag_{first.pk}": "Van mij."})
    assert "Van mijn collega." in words_of(page)
    assert "What you typed is still here." in words_of(page)
    assert EvaluationAnswer.objects.get().replies.get().text == "Van mijn collega."
    again = fields_of(page, own) | {f"vraag_{first.pk}": "Van mij."}
    assert visit(cast.association_officer, f"{own}concept/", again).status_code == 302
    assert EvaluationAnswer.objects.get().replies.get().text == "Van mij."


def test_after_the_last_day_the_own_answer_is_there_to_read(visit, cast, evaluation, address, say, at):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    at("2024-11-02 12:00")
    page = visit(cast.association_officer, f"{address}antwoord/{cast.association.pk}/")
    assert "The time was over on 31 October 2024." in words_of(page)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]


# -- Closed


def closed_with(cast, evaluation, say, asker) -> Evaluation:
    say(evaluation, cast.municipality, cast.officer, "Wij liggen op koers.", mark=8)
    say(evaluation, cast.association, cast.association_officer, "De bouw loopt achter.", mark=6)
    return close_evaluation(evaluation=evaluation, by=cast.officer)


def test_closing_asks_once_and_says_who_did_not_answer(visit, cast, evaluation, address, say, asker):
    say(evaluation, cast.municipality, cast.officer, "Wij liggen op koers.")
    words = words_of(visit(cast.officer, f"{address}sluiten/"))
    assert "Huurdersraad Waterhoek has not answered; it could through 31 October 2024." in words
    assert "Gemeente Waterhoek has not answered" not in words
    visit(cast.officer, f"{address}sluiten/", {})
    assert "Closed by mistake? Open it again" in words_of(visit(cast.officer, address))
    visit(cast.officer, f"{address}heropenen/", {})
    assert "It was closed by mistake and opened again" in words_of(visit(cast.tenant, address))


def test_closed_it_shows_answers_by_question_marks_and_who_was_late(visit, cast, evaluation, address, say, asker, at):
    extend_evaluation(evaluation=evaluation, party=cast.tenants, until=date(2024, 11, 14), reason="Bestuur.", by=cast.officer)
    at("2024-11-05 12:00")
    say(evaluation, cast.tenants, asker, "Wij horen het te laat.", mark=5)
    close_evaluation(evaluation=evaluation, by=cast.officer)
    words = words_of(visit(cast.executive, address))
    assert "Huurdersraad Waterhoek: 5 late" in words
    assert "Doen we wat we hebben afgesproken? Huurdersraad Waterhoek late Wij horen het te laat." in words
    assert "More time through 14 November 2024: Bestuur." in words
    assert "Gemeente Waterhoek did not answer" in words


def test_beside_it_stand_the_marks_and_words_of_the_years_before(visit, cast, evaluation, address, say, asker):
    before = EvaluationFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2023), opened=True)
    EvaluationReplyFactory(
        answer=EvaluationAnswerFactory(evaluation=before, party=cast.municipality, cooperation=4), text="Toen nog niet."
    )
    close_at_once(before)
    closed_with(cast, evaluation, say, asker)
    page = visit(cast.executive, address)
    assert "What it said the time before : Gemeente Waterhoek 2023 : Toen nog niet." in words_of(page)
    assert "Gemeente Waterhoek: 2023 4, 2024 8; Woonstichting De Sleutel: 2023 –, 2024 6" in page.content.decode()


def test_of_a_conclusion_written_together_no_words_are_lost(visit, cast, evaluation, address, say, asker):
    closed_with(cast, evaluation, say, asker)
    other = MembershipFactory(party=cast.association, role="coordinator").user
    fields = form_of(visit, cast.officer, f"{address}conclusie/")
    evaluation = conclude(evaluation=evaluation, conclusion="Van de corporatie.", by=other)
    page = visit(cast.officer, f"{address}conclusie/", fields | {"conclusion": "Van de gemeente."})
    assert "Van de corporatie." in words_of(page)
    assert Evaluation.objects.get().conclusion == "Van de corporatie."
    again = fields_of(page, None) | {"conclusion": "Van **ons** samen."}
    visit(cast.officer, f"{address}conclusie/", again)
    assert "<strong>ons</strong>" in visit(cast.tenant, address).content.decode()


def test_points_are_added_changed_settled_and_taken_away(visit, cast, evaluation, address, say, asker):
    closed_with(cast, evaluation, say, asker)
    fields = {"text": "Maak het meetbaar.", "action": cast.action.pk, "party": cast.tenants.pk}
    visit(cast.officer, f"{address}punten/nieuw/", fields)
    point = EvaluationPoint.objects.get()
    page = visit(cast.officer, f"{address}punten/nieuw/", {"text": "Twee.", "action": cast.action.pk, "goal": cast.goal.pk})
    assert "A point is about one goal or one action." in words_of(page)
    visit(cast.officer, f"/evaluaties/punten/{point.pk}/", fields | {"text": "Maak het telbaar."})
    visit(
        cast.officer,
        f"/evaluaties/punten/{point.pk}/afdoen/",
        {"settled_on": "2024-10-10", "settled_note": "Besloten in het overleg."},
    )
    words = words_of(visit(cast.tenant, address))
    assert "Maak het telbaar." in words
    assert (
        "De 24 flexwoningen aan de Kade zijn opgeleverd. · taken up by Huurdersraad Waterhoek · settled on 10 October 2024"
        in words
    )
    visit(cast.officer, f"/evaluaties/punten/{point.pk}/weg/", {})
    assert not EvaluationPoint.objects.exists()


# -- As PDF and Word


def test_as_pdf_and_in_word_it_tells_the_same(visit, cast, evaluation, address, say, asker):
    closed = closed_with(cast, evaluation, say, asker)
    conclude(evaluation=closed, conclusion="Wij gaan door.\n\n- en sneller", by=cast.officer)
    EvaluationPointFactory(evaluation=closed, text="Maak het meetbaar.", action=cast.action, party=cast.tenants)
    pdf = visit(cast.tenant, f"{address}evaluatie.pdf")
    assert pdf["Content-Disposition"].endswith('"waterhoek-2023-2026-evaluatie-2024.pdf"')
    check(pdf.content)
    word = ZipFile(BytesIO(visit(cast.tenant, f"{address}evaluatie.docx").content)).read("word/document.xml").decode()
    for text in (
        "Wij liggen op koers.",
        "De bouw loopt achter.",
        "Maak het meetbaar.",
        "Gezamenlijke conclusie",
        "Wij gaan door.",
    ):
        assert text in words_in_order(pdf.content)
        assert text in word
    assert pdf.content == visit(cast.officer, f"{address}evaluatie.pdf").content


def test_before_it_is_closed_there_is_no_document(visit, cast, address):
    page = visit(cast.officer, f"{address}evaluatie.pdf")
    assert (page.status_code, page["Location"]) == (302, address)
    assert "The document is there when the evaluation is closed." in words_of(visit(cast.officer, address))


# -- Where else it shows


def test_the_start_page_names_it_until_the_party_answered(visit, cast, evaluation, say, asker):
    assert "Evaluation 2024: your party did not answer yet, through 31 October" in words_of(visit(cast.association_officer, "/"))
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    assert "Evaluation 2024" not in words_of(visit(cast.association_officer, "/"))
    assert "Evaluation 2024" not in words_of(visit(cast.tenant, "/")), "a reader has nothing to do"


def test_with_more_time_it_names_the_day_of_the_party_and_a_coordinator_closes_it_after_that(visit, cast, evaluation, at, asker):
    extend_evaluation(evaluation=evaluation, party=cast.tenants, until=date(2024, 11, 14), reason="Om.", by=cast.officer)
    at("2024-11-04 12:00")
    assert "your party did not answer yet, through 14 November" in words_of(visit(asker, "/"))
    assert "its time is over" not in words_of(visit(cast.officer, "/"))
    at("2024-11-15 12:00")
    assert "Evaluation 2024: its time is over, close it" in words_of(visit(cast.officer, "/"))


def test_the_start_page_takes_no_more_queries_for_ten_agreements_that_evaluate(queries, cast, evaluation):
    before = queries(cast.association_officer, "/")
    for turn in range(9):
        agreement = AgreementFactory(title=f"Afspraken {turn}", slug=f"afspraken-{turn}")
        ParticipationFactory(agreement=agreement, party=cast.association)
        agenda = AgendaFactory(agreement=agreement, year=2024)
        EvaluationFactory(agenda=agenda, opened=True)
    assert queries(cast.association_officer, "/") <= before + 1  # the agreement's own first line


@pytest.mark.parametrize("is_closed", [False, True])
def test_its_page_takes_as_many_queries_for_three_parties_as_for_ten(queries, cast, evaluation, address, say, is_closed):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    say(evaluation, cast.municipality, cast.officer, "Ja.")
    if is_closed:
        close_evaluation(evaluation=evaluation, by=cast.officer)
        EvaluationPointFactory(evaluation=Evaluation.objects.get(), action=cast.action)
    before = queries(cast.tenant, address)
    if is_closed:
        for _turn in range(5):
            EvaluationPointFactory(evaluation=Evaluation.objects.get(), action=cast.action, party=cast.tenants)
    else:
        for _turn in range(7):
            row = ParticipationFactory(agreement=cast.agreement, party=PartyFactory())
            EvaluationAnswerFactory(evaluation=Evaluation.objects.get(), party=row.party)
    assert queries(cast.tenant, address) == before <= 15
