"""An evaluation is planned, opened, extended, closed and opened again by coordinators of parties that sign."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from monitoring.evaluation.forms import next_evaluation, questions_for
from monitoring.evaluation.points import add_point
from monitoring.evaluation.workflow import (
    change_evaluation,
    close_evaluation,
    conclude,
    extend_evaluation,
    open_evaluation,
    plan_evaluation,
    remind_evaluation,
    reopen_evaluation,
)
from monitoring.models import Evaluation
from monitoring.models.evaluation import QUESTIONS
from parties.models import Party
from parties.refusals import NotAllowedNowError
from tests.factories import AgendaFactory, MembershipFactory, ParticipationFactory, PartyFactory
from tests.races import needs_postgresql, race

pytestmark = pytest.mark.django_db

NEXT = {"questions": QUESTIONS, "name": "", "opens_on": date(2024, 10, 1), "closes_on": date(2024, 10, 31)}


def told() -> dict[str, list[str]]:
    """By subject who got a mail, and nothing is left."""
    found: dict[str, list[str]] = {}
    for message in mail.outbox:
        found.setdefault(message.subject, []).append(message.to[0].partition(" <")[0])
    mail.outbox.clear()
    return {subject: sorted(people) for subject, people in found.items()}


def test_the_five_questions_are_those_of_heumen():
    text = Path("tests/documents/heumen-uitvoeringsagenda-2024.txt").read_text(encoding="utf-8")
    assert " ".join(QUESTIONS) in " ".join(text.split())


@pytest.mark.parametrize("person", ["association_officer", "tenant", "executive", "outsider", "admin"])
def test_only_a_coordinator_of_a_party_that_signs_runs_it(cast, planned, person):
    by = getattr(cast, person)
    for act, fields in [
        (open_evaluation, {}),
        (close_evaluation, {}),
        (reopen_evaluation, {}),
        (remind_evaluation, {}),
        (change_evaluation, {"name": "Anders"}),
        (conclude, {"conclusion": "Goed."}),
        (extend_evaluation, {"party": cast.tenants, "until": date(2024, 11, 14), "reason": "Om."}),
        (add_point, {"text": "Iets."}),
    ]:
        with pytest.raises(PermissionDenied):
            act(evaluation=planned, by=by, **fields)
    with pytest.raises(PermissionDenied):
        plan_evaluation(agenda=cast.agenda, by=by, **NEXT)


def test_opening_mails_everyone_who_may_answer_once(cast, planned):
    mail.outbox.clear()
    open_evaluation(evaluation=planned, by=cast.officer)
    assert told() == {"Evaluatie 2024: wij vragen uw antwoord": ["Abel Bouwer", "Hetty Huur"]}
    with pytest.raises(NotAllowedNowError):
        open_evaluation(evaluation=planned, by=cast.officer)


def test_where_its_people_answer_readers_are_asked_too(cast, planned):
    planned = change_evaluation(evaluation=planned, by=cast.officer, answered_by="people")
    mail.outbox.clear()
    open_evaluation(evaluation=planned, by=cast.officer)
    assert told() == {
        "Evaluatie 2024: wij vragen uw antwoord": ["Abel Bouwer", "Hetty Huur", "Tess Huurder", "Wies Wethouder"],
    }


def test_opened_before_its_first_day_nobody_is_mailed_yet_and_nobody_can_answer(cast, planned, at, say):
    at("2024-09-27 09:00")
    mail.outbox.clear()
    found = open_evaluation(evaluation=planned, by=cast.officer)
    assert told() == {}
    with pytest.raises(NotAllowedNowError):
        say(found, cast.association, cast.association_officer, "Te vroeg.")


def test_what_people_were_asked_stands_still_once_it_is_open(cast, evaluation):
    with pytest.raises(ValidationError):
        change_evaluation(evaluation=evaluation, by=cast.officer, answered_by="people")
    question = evaluation.questions.first()
    question.text = "Iets anders?"
    with pytest.raises(ValidationError):
        question.save()
    with pytest.raises(ValidationError):
        question.delete()
    change_evaluation(evaluation=evaluation, by=cast.officer, questions=["Alleen dit?"])
    assert [row.text for row in evaluation.questions.all()] == list(QUESTIONS)


def test_questions_are_changed_until_it_opens_and_the_next_year_begins_with_them(cast, planned):
    change_evaluation(evaluation=planned, by=cast.officer, questions=["Moeten we bijsturen?", "Wat ging goed?"])
    asked = ["Moeten we bijsturen?", "Wat ging goed?"]
    assert [row.text for row in planned.questions.all()] == asked
    assert questions_for(AgendaFactory(agreement=cast.agreement, year=2025)) == asked
    assert questions_for(cast.other_agenda) == list(QUESTIONS)


def test_a_party_that_got_longer_answers_late_and_nobody_else_does(cast, evaluation, say, asker, at):
    mail.outbox.clear()
    extend_evaluation(
        evaluation=evaluation, party=cast.tenants, until=date(2024, 11, 14), reason="Bestuur op 7 november.", by=cast.officer
    )
    assert told() == {"Evaluatie 2024: Huurdersraad Waterhoek heeft tot en met 14 november 2024": ["Hetty Huur"]}
    in_time = say(evaluation, cast.association, cast.association_officer, "Op tijd.")
    at("2024-11-05 10:00")
    late = say(evaluation, cast.tenants, asker, "Later.")
    assert (in_time.is_late, late.is_late) == (False, True)
    with pytest.raises(NotAllowedNowError):
        say(evaluation, cast.association, cast.association_officer, "Nog iets.")
    at("2024-11-15 00:01")
    with pytest.raises(NotAllowedNowError):
        say(evaluation, cast.tenants, asker, "Te laat.")


def test_reminding_asks_whoever_did_not_answer_once_a_day(cast, evaluation, say, at):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    mail.outbox.clear()
    remind_evaluation(evaluation=evaluation, by=cast.officer)
    assert told() == {"Evaluatie 2024: wij wachten nog op uw antwoord": ["Hetty Huur"]}
    with pytest.raises(NotAllowedNowError):
        remind_evaluation(evaluation=evaluation, by=cast.officer)
    at("2024-10-11 12:00")
    remind_evaluation(evaluation=evaluation, by=cast.officer)
    assert told() == {"Evaluatie 2024: wij wachten nog op uw antwoord": ["Hetty Huur"]}


def test_closing_tells_those_who_coordinate_or_sign_or_answered_and_keeps_who_was_asked(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    mail.outbox.clear()
    closed = close_evaluation(evaluation=evaluation, by=cast.officer)
    assert told() == {"Evaluatie 2024: lees wat elke partij zei": ["Abel Bouwer", "Tess Huurder", "Wies Wethouder"]}
    later = ParticipationFactory(agreement=cast.agreement, party=PartyFactory()).party
    parties = Evaluation.objects.get(pk=closed.pk).parties_asked
    assert parties == (cast.municipality, cast.association, cast.tenants)
    assert later not in parties
    with pytest.raises(NotAllowedNowError):
        say(closed, cast.association, cast.association_officer, "Toch anders.")


def test_a_working_group_is_not_asked_because_its_members_are(cast, planned):
    group = PartyFactory(kind=Party.Kind.UMBRELLA)
    ParticipationFactory(agreement=cast.agreement, party=group, role="involved")
    care = ParticipationFactory(agreement=cast.agreement, party=PartyFactory(kind="care_provider"), role="involved").party
    asked = Evaluation.objects.get(pk=planned.pk).parties_asked
    assert care in asked
    assert group not in asked


def test_a_party_that_left_before_the_year_is_not_asked(cast, planned):
    row = ParticipationFactory(agreement=cast.agreement, party=PartyFactory(), to_year=2023)
    assert row.party not in Evaluation.objects.get(pk=planned.pk).parties_asked


# -- Closed by mistake


def test_closed_by_mistake_it_opens_again_and_says_so(cast, evaluation, say):
    say(evaluation, cast.association, cast.association_officer, "Ja.")
    close_evaluation(evaluation=evaluation, by=cast.officer)
    found = reopen_evaluation(evaluation=evaluation, by=cast.officer)
    assert (found.state, found.asked, found.reopened_at is not None) == ("open", None, True)
    say(found, cast.municipality, cast.officer, "Alsnog.")


def test_not_after_a_week(cast, evaluation, at):
    close_evaluation(evaluation=evaluation, by=cast.officer)
    at("2024-10-17 12:01")
    with pytest.raises(NotAllowedNowError):
        reopen_evaluation(evaluation=evaluation, by=cast.officer)


@pytest.mark.parametrize("what", ["conclusion", "point"])
def test_not_once_something_was_concluded_from_it(cast, evaluation, what):
    closed = close_evaluation(evaluation=evaluation, by=cast.officer)
    if what == "conclusion":
        conclude(evaluation=closed, conclusion="Wij gaan zo door.", by=cast.officer)
    else:
        add_point(evaluation=closed, text="Wij spreken af.", by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        reopen_evaluation(evaluation=closed, by=cast.officer)
    closed.refresh_from_db()
    closed.closed_at = closed.closed_by = closed.asked = None
    closed.conclusion = ""
    with pytest.raises(ValidationError):
        closed.save()


def test_a_conclusion_waits_for_the_closing(cast, evaluation):
    with pytest.raises(NotAllowedNowError):
        conclude(evaluation=evaluation, conclusion="Al klaar.", by=cast.officer)
    evaluation.conclusion = "Al klaar."
    with pytest.raises(ValidationError):
        evaluation.save()


# -- When it is proposed


def test_it_is_proposed_in_october_or_as_the_settings_say(cast, settings):
    today = date(2024, 5, 1)
    assert next_evaluation(cast.agenda, today).opens_on == date(2024, 10, 1)
    settings.EVALUATION_MONTH = 6
    assert next_evaluation(cast.agenda, today).opens_on == date(2024, 6, 3)


def test_a_year_later_it_is_proposed_in_the_month_of_the_year_before(cast, planned):
    change_evaluation(evaluation=planned, by=cast.officer, opens_on=date(2025, 3, 1), closes_on=date(2025, 3, 20))
    following = AgendaFactory(agreement=cast.agreement, year=2025)
    assert next_evaluation(following, date(2025, 5, 1)).opens_on == date(2026, 3, 2)


def test_another_one_in_a_year_has_a_name(cast, planned):
    assert next_evaluation(cast.other_agenda, date(2024, 5, 1)).name == ""
    assert next_evaluation(cast.agenda, date(2024, 5, 1)).name == "najaar"
    assert next_evaluation(cast.agenda, date(2025, 2, 1)).name == "terugblik voorjaar"
    with pytest.raises(ValidationError):
        plan_evaluation(agenda=cast.agenda, by=cast.officer, **NEXT)


def test_of_a_year_that_was_closed_one_still_looks_back(cast, planned):
    type(cast.agenda).objects.filter(pk=cast.agenda.pk).update(state="closed", adopted_on=date(2023, 12, 14))
    assert open_evaluation(evaluation=planned, by=cast.officer).state == "open"


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_closed_by_two_at_once_it_is_closed_and_told_once(cast, evaluation):
    other = MembershipFactory(party=cast.association, role="coordinator").user
    calls = [partial(close_evaluation, evaluation=evaluation, by=by) for by in (cast.officer, other)]
    outcomes = race(*calls, refusals=(NotAllowedNowError,))
    assert [outcome.refusal for outcome in outcomes].count("") == 1
