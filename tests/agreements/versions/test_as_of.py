"""How a text read at an earlier moment, and what changed in it since."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agreements.agenda.collect import live_rows_of
from agreements.agenda.content import build
from agreements.models import Action, Agenda, Agreement, Goal
from agreements.versions.as_of import read_past
from agreements.versions.comparing import text_changes
from parties.history.records import change_set
from tests.factories import ActionFactory, AgendaFactory, GoalFactory, LeadFactory, ProjectFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def text(cast):
    """The draft of 2024 with a goal, an action and a theme that are there to go."""
    goal = GoalFactory(theme=cast.theme, number="40", text="Dit gaat weg.")
    ActionFactory(goal=goal, agenda=cast.agenda, text="Ook dit gaat weg.")
    ThemeFactory(agreement=cast.agreement, number="", title="Vroeger", introduction="Weg.")
    cast.action.project = ProjectFactory(agreement=cast.agreement, name="Kade")
    cast.action.save()
    return cast.agenda


def now(text):
    if text.year is None:
        return Agreement.objects.get(pk=text.pk)
    return Agenda.objects.select_related("agreement").get(pk=text.pk)


def printed(text, rows=None):
    return replace(build(rows or live_rows_of(now(text))), changed_at=None)


def past(text, moment, **asked):
    rows = live_rows_of(now(text))
    return replace(build(read_past(now(text), rows, since=moment).at(moment, **asked)), changed_at=None)


def change(row, **fields):
    row = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


CHANGES = {
    "goal": lambda s: change(s.goal, text="Anders.", number="17a"),
    "theme": lambda s: change(s.theme, title="Anders wonen", introduction="Nieuw."),
    "action": lambda s: change(s.action, text="Anders.", budget=1000, project=ProjectFactory(agreement=s.agreement)),
    "dropped action": lambda s: change(s.action, dropped_on="2024-06-01", drop_reason="Te duur."),
    "dropped goal": lambda s: (s.action.delete(), change(s.goal, dropped_from=2024, drop_reason="Besluit.")),
    "lead": lambda s: change(s.lead, task="meedenken"),
    "new lead": lambda s: LeadFactory(action=s.action, party=s.municipality, position=0),
    "lead that went": lambda s: s.lead.delete(),
    "new goal": lambda s: GoalFactory(theme=s.theme, number="50"),
    "new action": lambda s: LeadFactory(action=ActionFactory(goal=s.goal, agenda=s.agenda), party=s.tenants),
    "goal that went": lambda s: [row.delete() for row in (Action.objects.get(goal__number="40"), Goal.objects.get(number="40"))],
    "theme that went": lambda s: s.agreement.themes.get(title="Vroeger").delete(),
    "goal that moved": lambda s: change(s.goal, theme=ThemeFactory(agreement=s.agreement, title="Groen", number="7")),
    "introduction of the year": lambda s: change(s.agenda, introduction="Welkom.", title="Jaarschijf 2024"),
    "introduction of the agreement": lambda s: change(s.agreement, introduction="Welkom."),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_text_is_read_as_it_was_before(cast, text, what):
    before, moment = printed(text), timezone.now()
    CHANGES[what](cast)
    assert printed(text) != before
    found = past(text, moment)
    assert {goal.id: goal for goal in found.goals} == {goal.id: goal for goal in before.goals}
    assert {theme.id: theme.heading for theme in found.themes} == {theme.id: theme.heading for theme in before.themes}
    assert {theme.id: theme.introduction for theme in found.themes} == {row.id: row.introduction for row in before.themes}
    assert (found.agenda, found.agreement) == (before.agenda, before.agreement)


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_told(cast, text, what):
    moment = timezone.now()
    CHANGES[what](cast)
    assert text_changes(past(text, moment), printed(text)) != ()


def test_what_is_told(cast, text):
    moment = timezone.now()
    for what in ("goal", "lead", "theme", "introduction of the year", "theme that went", "new goal"):
        CHANGES[what](cast)
    told = text_changes(past(text, moment), printed(text))
    assert [(row.kind, row.heading) for row in told] == [
        ("changed", "Title and introduction"),
        ("changed", "Thema 1. Anders wonen"),
        ("gone", "Vroeger"),
        ("new", "Goal 50"),
        ("changed", "Goal 17a"),
        ("changed", "Action of goal 17a · Kade"),
    ]
    lead = told[-1].changes[0]
    assert (lead.label, lead.was, lead.becomes) == ("Leads", "De Sleutel (realisatie bouw)", "De Sleutel (meedenken)")


def test_at_a_moment_between_two_changes(cast, text):
    since = timezone.now()
    change(cast.goal, text="Eerst zo.")
    between = timezone.now()
    change(cast.goal, text="Toen zo.")
    rows = live_rows_of(now(text))
    found = read_past(now(text), rows, since=since)
    texts = [next(goal.text for goal in build(found.at(moment)).goals if goal.id == cast.goal.pk) for moment in (since, between)]
    assert texts == ["De sociale voorraad groeit met 75 woningen.", "Eerst zo."]


def test_what_only_these_people_changed_reads_as_it_does_now(cast, text):
    moment = timezone.now()
    with change_set(user=cast.officer):
        change(cast.goal, text="Van de gemeente.")
    with change_set(user=cast.association_officer):
        change(cast.action, text="Van de corporatie.")
        change(cast.lead, task="ook van de corporatie")
    mine = past(text, moment, not_by={cast.officer.pk})
    told = text_changes(mine, printed(text))
    assert [row.heading for row in told] == ["Action of goal 17 · Kade"]


def test_nothing_is_told_when_rows_were_saved_as_they_were(cast, text):
    moment = timezone.now()
    for row in (cast.goal, cast.theme, cast.action, cast.lead):
        type(row).objects.get(pk=row.pk).save()
    assert text_changes(past(text, moment), printed(text)) == ()


def test_words_of_a_later_year_change_nothing_and_those_of_this_year_do(cast, text):
    AgendaFactory(agreement=cast.agreement, year=2025)
    later = Goal.objects.get(pk=cast.goal.pk)
    later.write_for(2025)
    later.text = "In 2025 anders."
    moment = timezone.now()
    later.save()
    assert text_changes(past(text, moment), printed(text)) == ()
    moment = timezone.now()
    own = Goal.objects.get(pk=cast.goal.pk)
    own.write_for(2024)
    own.text = "In 2024 ook."
    own.save()
    (told,) = text_changes(past(text, moment), printed(text))
    assert (told.changes[0].was, told.changes[0].becomes) == ("De sociale voorraad groeit met 75 woningen.", "In 2024 ook.")


def test_of_the_agreement_as_a_whole(cast, text):
    moment = timezone.now()
    change(cast.goal, text="Anders.")
    change(cast.action, text="Anders.")
    told = text_changes(past(cast.agreement, moment), printed(cast.agreement))
    assert [row.heading for row in told] == ["Goal 17"]


def test_the_queries_do_not_grow_with_what_changed(cast, text):
    def queries() -> int:
        rows = live_rows_of(now(text))
        with CaptureQueriesContext(connection) as taken:
            read_past(now(text), rows, since=moment)
        return len(taken)

    moment = timezone.now() - timedelta(seconds=1)
    for what in ("goal", "theme", "action", "lead"):
        CHANGES[what](cast)
    few = queries()
    for number in range(60, 66):
        LeadFactory(action=ActionFactory(goal=GoalFactory(theme=cast.theme, number=str(number)), agenda=text), party=cast.tenants)
    assert queries() <= few
