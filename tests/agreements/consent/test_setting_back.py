"""Rows that say otherwise than the version in force are set back to it, all or nothing, by the administrator."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from agreements.agenda.words import words_of
from agreements.consent import adoption, answering
from agreements.consent.setting_back import difference_of, set_back
from agreements.models import (
    ActionLink,
    Agenda,
    Agreement,
    Goal,
    GoalText,
    Indicator,
    Lead,
    MeetingRule,
    Target,
)
from agreements.versions.checking import faults
from parties.models import Membership, Party
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    GoalFactory,
    LeadFactory,
    MembershipFactory,
    ThemeFactory,
    UserFactory,
    make_cast,
)
from tests.shared_rows import made_once

from .conftest import make_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def made(what: str) -> tuple:
    """The cast and a row of each kind, with the draft of 2025; and the year 2024 or the agreement as a whole, adopted."""
    cast = make_cast()
    rows = make_rows(cast)
    text = getattr(cast, what)
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
    LeadFactory(action=cast.action, party=cast.municipality, task="toezicht", position=2)
    ActionLinkFactory(earlier=of_the_year_before(cast), later=cast.action)
    proposal = adoption.propose(text=text, by=cast.officer, deadline=timezone.localdate() + timedelta(days=7))
    for party, person in {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant}.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    return cast, rows, now(text)


@pytest.fixture(scope="module", params=["agenda", "agreement"])
def story(request, module_rows, django_db_blocker):
    with translation.override("en"), made_once(django_db_blocker, partial(made, request.param)) as fresh:
        yield fresh


@pytest.fixture
def told(story, db) -> tuple:
    return story()


@pytest.fixture
def cast(told):
    return told[0]


@pytest.fixture
def rows(told):
    return told[1]


@pytest.fixture
def text(told):
    return told[2]


def now(text):
    if isinstance(text, Agreement):
        return Agreement.objects.get(pk=text.pk)
    return Agenda.objects.select_related("agreement").get(pk=text.pk)


def only(row):
    return type(row).objects.filter(pk=row.pk)


def of_the_year_before(cast):
    """Another action each time."""
    year = cast.agenda.year - 1
    agenda = Agenda.objects.filter(agreement=cast.agreement, year=year).first() or AgendaFactory(
        agreement=cast.agreement, year=year
    )
    return ActionFactory(goal=cast.goal, agenda=agenda)


def add_a_goal(cast, rows):
    goal = GoalFactory(theme=cast.theme, number="50")
    Goal.objects.filter(pk=goal.pk).update(words_from=None)


def take_the_goal_away(cast, rows):
    for model in (Target, Indicator):
        model.objects.all().delete()
    Lead.objects.filter(action__goal__number="19").delete()
    Goal.objects.filter(number="19")._raw_delete("default")


SHARED = {
    "words of a goal": lambda cast, rows: only(cast.goal).update(text="Vervalst.", number="99"),
    "place of a goal": lambda cast, rows: only(cast.goal).update(theme=ThemeFactory(agreement=cast.agreement, title="Groen")),
    "order of goals": lambda cast, rows: only(cast.goal).update(position=0),
    "years of a goal": lambda cast, rows: only(cast.goal).update(is_focus=True),
    "words of a theme": lambda cast, rows: only(cast.theme).update(title="Vervalst", introduction="Vervalst."),
    "title of the agreement": lambda cast, rows: only(cast.agreement).update(title="Vervalst"),
    "role of a party": lambda cast, rows: only(rows["participation"]).update(role="involved", advice_subject="alles"),
    "indicator": lambda cast, rows: only(rows["indicator"]).update(unit="euro", baseline=3),
    "indicator that went": lambda cast, rows: only(rows["indicator"]).delete(),
    "target over the period": lambda cast, rows: only(rows["target"]).update(value=1),
    "target that went": lambda cast, rows: only(rows["target"]).delete(),
    "rule on meetings": lambda cast, rows: only(rows["meeting rule"]).update(frequency="nooit"),
    "rule that went": lambda cast, rows: only(rows["meeting rule"]).delete(),
    "rule that came": lambda cast, rows: MeetingRule(agreement=cast.agreement, kind="bilateral", frequency="vaak").save(),
    "title of an appendix": lambda cast, rows: only(rows["appendix"]).update(title="Vervalst"),
    "goal that came": add_a_goal,
}
OF_A_YEAR = {
    "introduction": lambda cast, rows: only(cast.agenda).update(introduction="Vervalst."),
    "action": lambda cast, rows: only(cast.action).update(
        text="Vervalst.", budget=5, due_on=date(2024, 1, 1), due_precision="day"
    ),
    "action that went": lambda cast, rows: (
        Lead.objects.filter(action=cast.action).delete(),
        only(cast.action)._raw_delete("default"),
    ),
    "action that came": lambda cast, rows: ActionFactory(goal=cast.goal, agenda=cast.agenda),
    "name of a project": lambda cast, rows: only(rows["project"]).update(name="Vervalst"),
    "task of a lead": lambda cast, rows: only(cast.lead).update(task="vervalst"),
    "lead that went": lambda cast, rows: only(cast.lead)._raw_delete("default"),
    "lead that came": lambda cast, rows: LeadFactory(action=cast.action, party=cast.tenants, position=9),
    "link to an earlier year that went": lambda cast, rows: ActionLink.objects.filter(later=cast.action)._raw_delete("default"),
    "link to an earlier year that is another": lambda cast, rows: ActionLink.objects.filter(later=cast.action).update(
        earlier=of_the_year_before(cast)
    ),
    "order of leads": lambda cast, rows: only(cast.lead).update(position=7),
}


def tamper(cast, rows, what: str) -> None:
    (SHARED | OF_A_YEAR)[what](cast, rows)


@pytest.mark.parametrize("what", [*SHARED, *OF_A_YEAR])
def test_what_was_changed_past_everything_is_shown_and_set_back(cast, rows, text, what):
    if isinstance(text, Agreement) and what in OF_A_YEAR:
        pytest.skip("no part of the agreement as a whole")
    assert difference_of(text) is None
    tamper(cast, rows, what)
    text = now(text)
    found = difference_of(text)
    assert found is not None
    assert found.changes != ()
    version = set_back(text=text, by=cast.admin, reason="Fout in de database.")
    assert (version, difference_of(now(text))) == (found.version, None)
    assert list(faults(cast.agreement)) == []


@pytest.mark.for_postgresql
def test_what_differs_is_shown_as_was_and_becomes(cast, rows, text):
    tamper(cast, rows, "words of a goal")
    tamper(cast, rows, "indicator")
    found = {change.heading: change for change in difference_of(now(text)).changes}
    goal = next(change for heading, change in found.items() if heading.startswith("Goal"))
    assert [(row.label, row.was, row.becomes) for row in goal.changes] == [
        ("Number", "99", "17"),
        ("Text", "Vervalst.", "De sociale voorraad groeit met 75 woningen."),
    ]
    assert [(row.label, row.was, row.becomes) for row in found["Indicator Groei"].changes] == [
        ("Unit", "euro", "woningen"),
        ("Baseline", "3.00", ""),
        ("Target", "at least 75 euro", "at least 75 woningen"),
    ]


@pytest.mark.for_postgresql
@pytest.mark.parametrize("story", ["agenda"], indirect=True, scope="module")
def test_words_of_a_later_year_stay_when_those_of_this_year_are_set_back(cast, rows, text):
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.text = "In 2025 anders."
    goal.save()
    GoalText.objects.filter(goal=goal).update(text="Vervalst.")
    set_back(text=now(text), by=cast.admin, reason="Fout.")
    goal = Goal.objects.get(pk=cast.goal.pk)
    assert (words_of(goal, 2024).text, words_of(goal, 2025).text) == (
        "De sociale voorraad groeit met 75 woningen.",
        "In 2025 anders.",
    )


def test_the_history_says_who_did_it_and_why(cast, rows, text):
    tamper(cast, rows, "words of a goal")
    set_back(text=now(text), by=cast.admin, reason="Fout in de database.")
    record = Goal.history.filter(id=cast.goal.pk).latest()
    assert record.history_user == cast.admin
    assert record.history_change_reason.endswith(": Fout in de database.")


def test_only_the_administrator_and_only_where_something_differs(cast, rows, text):
    with pytest.raises(NotAllowedNowError, match="nothing to set back"):
        set_back(text=text, by=cast.admin, reason="Fout.")
    tamper(cast, rows, "words of a goal")
    for person in (cast.officer, cast.tenant):
        with pytest.raises(PermissionDenied):
            set_back(text=now(text), by=person, reason="Fout.")


@pytest.mark.for_postgresql
def test_all_or_nothing(cast, rows, text):
    """The name of a party stands in no row of the agreement."""
    Party.objects.filter(pk=cast.tenants.pk).update(name="Andere naam")
    tamper(cast, rows, "words of a goal")
    with pytest.raises(NotAllowedNowError, match="cannot be set back, so nothing was"):
        set_back(text=now(text), by=cast.admin, reason="Fout.")
    assert Goal.objects.get(pk=cast.goal.pk).number == "99"


def test_what_differs_in_a_draft_is_no_difference(cast, rows):
    assert difference_of(cast.agenda) is None
