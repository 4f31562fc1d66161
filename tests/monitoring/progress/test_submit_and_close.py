"""Someone submits while the round is being closed: what was submitted stands in the position, or it was not submitted."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from monitoring.models import Position, ProgressUpdate
from monitoring.position.state import State
from monitoring.progress.reporting import submit, submit_unchanged
from monitoring.rounds.workflow import close_round
from parties.refusals import NotAllowedNowError
from tests.factories import ProgressUpdateFactory, RoundFactory, make_cast
from tests.races import TIMES, needs_postgresql, race, staggers

pytestmark = [pytest.mark.django_db(transaction=True), needs_postgresql]

GREEN = {"phase": "running", "judgement": "on_track", "done": "De fundering ligt er.", "next": "De ruwbouw begint."}
CLOSED = "Deze ronde is gesloten. Wat u hebt getypt, is niet ingediend; vraag de coördinator wat u kunt doen."


@pytest.fixture
def open_round():
    """`open_round()`: the cast, and another round that may be reported in at any time."""
    cast = make_cast()
    earlier = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date="2024-03-31", closed=True)
    ProgressUpdateFactory(action=cast.action, round=earlier)  # so that there is something that can be unchanged

    def open_round():
        days = {"opens_on": date(2024, 10, 1), "closes_on": date(2099, 12, 31)}
        return cast, RoundFactory(agenda=cast.agenda, opened=True, opened_by=cast.officer, **days)

    return open_round


@pytest.mark.parametrize("verb", [submit, submit_unchanged])
def test_what_is_submitted_stands_in_the_position_that_is_frozen(open_round, verb):
    """Fails where the round may be closed between the check that it is open and the submission."""
    missing, refused = [], 0
    for stagger in staggers(0.05):
        cast, round = open_round()
        form = {
            "action": cast.action,
            "round": round,
            "party": cast.association,
            "by": cast.association_officer,
            "token": uuid4(),
        }
        submitting, closing = race(
            partial(verb, **form, **({"answers": GREEN} if verb is submit else {})),
            partial(close_round, round=round, by=cast.officer),
            refusals=(NotAllowedNowError,),
            stagger=stagger,
        )
        assert closing.refusal == ""
        submitted = list(ProgressUpdate.objects.counted().filter(round=round))
        if submitting.refusal:
            refused += 1
            assert (submitted, submitting.refusal) == ([], CLOSED)
        else:
            assert [update.submitted_at < closing.value.closed_at for update in submitted] == [True]
        if [update.done for update in submitted] != reports_in_position(round):
            missing.append(stagger)
    assert missing == [], f"{len(missing)} of {TIMES} came after the position was frozen; {refused} were refused"


def reports_in_position(round) -> list[str]:
    """What was done, of each report in this round that the frozen position has."""
    state = State.from_json(Position.objects.get(round=round).verified_content())
    actions = [action for theme in state.themes for goal in theme.goals for action in goal.actions]
    return [action.report.done for action in actions if action.report]
