"""The day that is offered to answer by is a working day."""

from datetime import date

import pytest
import time_machine

from agreements.advice.forms import AskAdviceForm
from agreements.consent.forms import ProposeForm
from parties.working_days import is_working_day

pytestmark = pytest.mark.django_db

# Three and six weeks before a weekend, Easter, King's Day, Christmas and the new year.
DAYS = ["2026-03-14", "2026-03-16", "2026-04-06", "2026-11-14", "2026-12-04", "2026-12-11", "2026-02-23"]


@pytest.mark.parametrize("day", DAYS)
def test_the_day_to_answer_by_is_a_working_day(day):
    with time_machine.travel(f"{day} 10:00+01:00", tick=False):
        offered = [ProposeForm().initial["deadline"], AskAdviceForm(askable=[]).initial["due_on"]]
    assert [is_working_day(found) for found in offered] == [True, True]
    waits = [(found - date.fromisoformat(day)).days for found in offered]
    assert (waits[0] >= 21, waits[1] >= 42) == (True, True)
