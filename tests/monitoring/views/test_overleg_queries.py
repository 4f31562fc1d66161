"""Each page about a meeting and about an evaluation takes at most fifteen queries, as many for much as for little.

The pages of the meeting itself, its agenda, its screen of minuting, the register and the list have such a test beside their own.
"""

from datetime import date

import pytest

from monitoring.meetings.minutes import answer_reaction
from monitoring.models import Meeting
from tests.factories import (
    ActionPointFactory,
    DecisionFactory,
    EvaluationAnswerFactory,
    EvaluationFactory,
    EvaluationReplyFactory,
    ItemFactory,
    MeetingFactory,
    MeetingRuleFactory,
    MembershipFactory,
    MinutesReactionFactory,
    ParticipationFactory,
    PartyFactory,
    close_at_once,
)

pytestmark = pytest.mark.django_db

MOST = 15
OF_AGREEMENT = "/afspraken/waterhoek-2023-2026/"


@pytest.fixture
def sent(cast, at):
    """A meeting of which the minutes are a concept to which parties react."""
    at("2024-10-10 12:00")
    row = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 12), minutes="Wij spraken over de flexwoningen.")
    row.minutes_sent_at, row.react_until = "2024-10-09T12:00+02:00", date(2024, 10, 24)
    return row


@pytest.fixture
def grow(cast, sent):
    """`grow()`: of everything that hangs on meetings and evaluations a row more."""

    def grow() -> None:
        number = Meeting.objects.count()
        party = ParticipationFactory(agreement=cast.agreement, party=PartyFactory()).party
        MembershipFactory(party=party, role="editor")
        meeting = MeetingFactory(agreement=cast.agreement, kind="thematic", title=f"Thema {number}", held_on=date(2024, 9, 1))
        for row in (sent, meeting):
            item = ItemFactory(meeting=row, title=f"Punt {number}", discussed="Zo is het.", position=number)
            DecisionFactory(meeting=row, item=item, action=cast.action, text=f"Besluit {number}")
            ActionPointFactory(meeting=row, item=item, party=party)
        MeetingRuleFactory(agreement=cast.agreement, kind="thematic", subject=f"Thema {number}", per_year=2)
        evaluation = EvaluationFactory(agenda=cast.agenda, name=f"ronde {number}", opened=True)
        answer = EvaluationAnswerFactory(evaluation=evaluation, party=party)
        EvaluationReplyFactory(answer=answer)
        close_at_once(evaluation)

    return grow


@pytest.mark.parametrize("person", ["officer", "tenant"])
@pytest.mark.parametrize("day", ["2024-10-10", "2024-10-25"], ids=["reactions asked", "term over"])
def test_what_hangs_on_a_meeting(queries, cast, grow, sent, person, day, at):
    Meeting.objects.filter(pk=sent.pk).update(minutes_sent_at=sent.minutes_sent_at, react_until=sent.react_until)
    MeetingFactory(agreement=cast.agreement, held_on=date(2024, 10, 10))
    reaction = MinutesReactionFactory(meeting=Meeting.objects.get(pk=sent.pk), party=cast.tenants)
    answer_reaction(reaction=reaction, outcome="taken_over", text="Dat klopt.", by=cast.officer)
    pages = [f"{OF_AGREEMENT}{page}" for page in ("overleggen/", "besluiten/", "2024/evaluatie/")]
    pages += [f"/partijen/{cast.association.pk}/besluiten/", f"/overleggen/{sent.pk}/verslag/lezen/"]
    user = getattr(cast, person)
    grow()
    at(f"{day} 12:00")
    few = {page: queries(user, page) for page in pages}
    at("2024-10-10 12:00")
    for _turn in range(3):
        grow()
    at(f"{day} 12:00")
    assert {page: queries(user, page) for page in pages} == few
    assert {page: number for page, number in few.items() if number > MOST} == {}


def test_the_forms(queries, cast, grow, sent):
    pages = [f"{OF_AGREEMENT}overleggen/plannen/", f"{OF_AGREEMENT}overleggen/nieuw/", f"{OF_AGREEMENT}2024/evaluatie/nieuw/"]
    pages += [f"/overleggen/{sent.pk}/{page}" for page in ("aanwezig/", "wijzigen/", "afzeggen/", "verslag/versturen/")]
    evaluation = EvaluationFactory(agenda=cast.agenda, name="nu", opened=True, closes_on=date(2024, 10, 30))
    pages += [
        f"{evaluation.get_absolute_url()}{page}" for page in ("", f"antwoord/{cast.municipality.pk}/", "sluiten/", "wijzigen/")
    ]
    grow()
    few = {page: queries(cast.officer, page) for page in pages}
    for _turn in range(3):
        grow()
    assert {page: queries(cast.officer, page) for page in pages} == few
    assert {page: number for page, number in few.items() if number > MOST} == {}
