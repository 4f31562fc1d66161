"""Whatever is written, moved, dropped, deleted, renamed and reported: at each moment reads later what was read then.

A machine of Hypothesis plays: it writes, and now and then takes a copy of the text of two years, of the agreement as a whole and
of how it stands. In the end all copies are read again as of their moment. STEPS=50000 before pytest plays longer.
"""

import os
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from agreements.agenda.collect import live_rows_of
from agreements.agenda.stored import text_to_store
from agreements.models import Action, ActionLink, Agenda, Agreement, Goal, Indicator, Lead, Participation, Project, Target, Theme
from agreements.versions.as_it_was import as_it_was, text_then
from monitoring.dashboard.board import board_then
from monitoring.models import Decision, Measurement, ProgressUpdate, Round
from monitoring.position.collect import collect_state
from monitoring.position.goal import goal_then
from parties.history.past import PastIsReadOnlyError
from parties.models import Party
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AppendixFactory,
    DecisionFactory,
    DissentFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    MeetingRuleFactory,
    ParticipationFactory,
    PartyFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReviewFactory,
    RoundFactory,
    TargetFactory,
    ThemeFactory,
    make_cast,
)

STEPS = int(os.environ.get("STEPS", "60" if connection.vendor == "postgresql" else "120"))
STEPS_EACH = 60
GOALS_READ = 3  # pages of goals, of which each copy reads the first
LAST_DAY = date(2024, 12, 31)
WORDS = st.sampled_from(["Er komen 12 woningen.", "Er komen 21 woningen.", "De huur stijgt niet.", "De huur stijgt."])
WHICH = st.integers(0, 50)
REFUSED = (ValidationError, ProtectedError, RestrictedError)
pytestmark = pytest.mark.django_db


def everything(agendas, agreement):
    """What stands in the texts, and how it goes; each read anew."""
    found = []
    for text in (*agendas, agreement):
        if (row := text_then(text)) is not None:
            rows = live_rows_of(row)
            found += [rows, text_to_store(row, lambda _text, rows=rows: rows)]
        if row is not None and row.year:
            found.append(collect_state(row, at=LAST_DAY))
            found.append(board_then(row, today=LAST_DAY))
    goals = Goal.objects.filter(theme__agreement=agreement.pk).order_by("pk").values_list("pk", flat=True)
    return [*found, *(goal_then(pk, day=LAST_DAY) for pk in list(goals)[:GOALS_READ])]


class Writing(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.cast = cast = make_cast()
        self.agendas = [cast.agenda, AgendaFactory(agreement=cast.agreement, year=2025)]
        self.copies = []
        self.number = 100

    def one(self, model, which, **of):
        rows = list(model.objects.filter(**(of or {f"{model.agreement_path or 'pk'}": self.cast.agreement})).order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def attempt(self, do):
        try:
            with transaction.atomic():
                do()
        except REFUSED:
            pass

    def change(self, row, **fields):
        if row is None:
            return
        for name, value in fields.items():
            setattr(row, name, value)
        self.attempt(row.save)

    def new_number(self):
        self.number += 1
        return str(self.number)

    @rule()
    def take_a_copy(self):
        self.copies.append((timezone.now(), everything(self.agendas, self.cast.agreement)))

    @rule(which=WHICH, words=WORDS, year=st.sampled_from([None, 2024, 2025]))
    def write_a_goal(self, which, words, year):
        row = self.one(Goal, which)
        if row is not None and year:
            row.write_for(year)
        self.change(row, text=words)

    @rule(which=WHICH, words=WORDS, year=st.sampled_from([None, 2025]))
    def write_a_theme(self, which, words, year):
        row = self.one(Theme, which)
        if row is not None and year:
            row.write_for(year)
        self.change(row, title=words, introduction=words)

    @rule(which=WHICH, words=WORDS, other=WHICH)
    def write_an_action(self, which, words, other):
        self.change(self.one(Action, which), text=words, project=self.one(Project, other), budget=other * 1000)

    @rule(which=WHICH, other=WHICH)
    def move_a_goal(self, which, other):
        self.change(self.one(Goal, which), theme=self.one(Theme, other), position=other)

    @rule(which=WHICH, words=WORDS)
    def drop_an_action(self, which, words):
        self.change(self.one(Action, which), dropped_on=date(2024, 6, 1), drop_reason=words)

    @rule(which=WHICH, year=st.sampled_from([2024, 2025]))
    def drop_a_goal(self, which, year):
        self.change(self.one(Goal, which), dropped_from=year, drop_reason="Besluit.")

    @rule(which=WHICH, words=WORDS)
    def write_an_introduction(self, which, words):
        self.change(Agenda.objects.get(pk=self.agendas[which % 2].pk), introduction=words)
        self.change(Agreement.objects.get(pk=self.cast.agreement.pk), introduction=words, theme_label=f"Deel {which}")

    @rule(which=WHICH, year=st.sampled_from([0, 1]), words=WORDS)
    def add(self, which, year, words):
        theme = ThemeFactory(agreement=self.cast.agreement, number=self.new_number(), title=words)
        goal = GoalFactory(theme=self.one(Theme, which) or theme, number=self.new_number(), text=words)
        action = ActionFactory(goal=goal, agenda=Agenda.objects.get(pk=self.agendas[year].pk), text=words)
        self.attempt(lambda: LeadFactory(action=action, party=self.cast.tenants, task=words, position=which))

    @rule(which=WHICH, model=st.sampled_from([Goal, Theme, Action, Lead, Target, ActionLink, Participation, Project, Indicator]))
    def delete(self, which, model):
        if (row := self.one(model, which)) is not None:
            self.attempt(row.delete)
            self.take_a_copy()

    @rule(which=WHICH, party=st.sampled_from(["municipality", "association", "tenants"]), words=WORDS)
    def write_a_lead(self, which, party, words):
        if action := self.one(Action, which):
            self.attempt(lambda: LeadFactory(action=action, party=getattr(self.cast, party), task=words))
        self.change(self.one(Lead, which), task=words, position=which)

    @rule(which=WHICH)
    def rename_a_party(self, which):
        party = list(Party.objects.order_by("pk"))[which % Party.objects.count()]
        self.change(party, name=f"Partij {which}-{party.pk}", short_name=f"P{which}-{party.pk}")

    @rule(which=WHICH)
    def join(self, which):
        self.attempt(lambda: ParticipationFactory(agreement=self.cast.agreement, party=PartyFactory(), position=which))
        self.change(self.one(Participation, which), role="involved", position=which)

    @rule(which=WHICH, other=WHICH)
    def carry_over(self, which, other):
        earlier, later = (self.one(Action, at, agenda=agenda) for at, agenda in zip((which, other), self.agendas, strict=True))
        if earlier and later:
            self.attempt(lambda: ActionLinkFactory(earlier=earlier, later=later))

    @rule(which=WHICH, value=st.integers(1, 99))
    def count(self, which, value):
        if (goal := self.one(Goal, which)) is not None:
            indicator = self.one(Indicator, which) or IndicatorFactory(goal=goal, name=f"Woningen {value}")
            self.attempt(lambda: TargetFactory(indicator=indicator, value=value, year=None if value % 2 else 2024))
            self.attempt(lambda: MeasurementFactory(indicator=indicator, value=value, party=self.cast.association))
            self.change(self.one(Target, which, indicator=indicator), value=value)

    @rule(which=WHICH, value=st.integers(1, 99))
    def write_what_stands_beside(self, which, value):
        agreement = Agreement.objects.get(pk=self.cast.agreement.pk)
        self.attempt(lambda: ProjectFactory(agreement=agreement, name=f"Kade {value}"))
        self.attempt(lambda: AppendixFactory(agreement=agreement, title=f"Bijlage {value}"))
        self.attempt(lambda: MeetingRuleFactory(agreement=agreement, frequency=f"{value} keer per jaar"))
        self.change(self.one(Project, which), name=f"Zijde {value}")

    @rule(which=WHICH, light=st.sampled_from(["on_track", "at_risk", "off_track"]), is_accepted=st.booleans())
    def report(self, which, light, is_accepted):
        action = self.one(Action, which, agenda=self.cast.agenda, dropped_on=None, leads__isnull=False)
        if action is None:
            return
        round = self.one(Round, 0, closed_at=None) or RoundFactory(agenda=self.cast.agenda, opened=True)
        why = {"cause": "Net.", "effect": "Later.", "correction": "Bellen.", "ask": "Bel mee."} if light != "on_track" else {}
        update = ProgressUpdateFactory(action=action, round=round, judgement=light, **why)
        if is_accepted:
            self.attempt(lambda: ReviewFactory(update=update, by=self.cast.officer))
        else:
            self.attempt(lambda: DissentFactory(update=update, party=self.cast.tenants, by=self.cast.tenant))

    @rule(which=WHICH)
    def close_a_round(self, which):
        if row := self.one(Round, which, closed_at=None, opened_at__isnull=False):
            self.change(row, closed_at=datetime(2024, 11, 1, 8, tzinfo=UTC), closed_by=self.cast.officer)

    @rule(which=WHICH, words=WORDS, of_goal=st.booleans())
    def decide(self, which, words, of_goal):
        if (row := self.one(Goal if of_goal else Action, which)) is not None:
            meeting = MeetingFactory(agreement=self.cast.agreement, title=self.new_number())
            about = {"goal": row, "action": None} if of_goal else {"action": row}
            self.attempt(lambda: DecisionFactory(meeting=meeting, text=words, **about))

    @rule(which=WHICH, words=WORDS)
    def withdraw_a_decision(self, which, words):
        standing = list(Decision.objects.filter(meeting__agreement=self.cast.agreement, withdrawn_at=None).order_by("pk"))
        if standing:
            at = datetime(2024, 11, 2, 8, tzinfo=UTC)
            row = standing[which % len(standing)]
            self.change(row, withdrawn_at=at, withdrawn_by=self.cast.officer, withdrawn_reason=words)

    def read_again(self):
        for moment, copy in self.copies:
            with as_it_was(moment):
                assert everything(self.agendas, self.cast.agreement) == copy


def test_at_a_moment_reads_later_what_was_read_then(db):
    class InTransaction(Writing):
        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self):
            try:
                self.read_again()
            finally:
                transaction.set_rollback(True)
                self.atomic.__exit__(None, None, None)

    run_state_machine_as_test(
        InTransaction,
        settings=settings(
            max_examples=max(1, STEPS // STEPS_EACH),
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )


def test_the_story_meets_what_it_is_about(db):
    """So that the play above cannot go by without a report, a figure and a decision."""
    machine = Writing()
    machine.begin()
    for what in (machine.count, machine.write_what_stands_beside):
        what(which=0, value=3)
    machine.report(which=0, light="at_risk", is_accepted=True)
    machine.decide(which=0, words="Wij bellen.", of_goal=False)
    machine.decide(which=0, words="Wij bellen nog eens.", of_goal=True)
    machine.withdraw_a_decision(which=0, words="Vergissing.")
    machine.carry_over(which=0, other=0)
    assert all(model.objects.exists() for model in (Measurement, Target, ProgressUpdate, Decision))
    assert Decision.objects.exclude(withdrawn_at=None).exists()


def test_the_state_of_then_costs_what_that_of_now_costs(cast):
    def queries(**at) -> int:
        with CaptureQueriesContext(connection) as taken:
            collect_state(text_then(cast.agenda), at=LAST_DAY)
        return len(taken)

    now = queries()
    with as_it_was(timezone.now()):
        assert queries() == now


def test_what_went_before_the_moment_is_gone_and_what_went_after_it_is_there(cast):
    goal = GoalFactory(theme=cast.theme, number="18")
    there = timezone.now()
    pk = goal.pk
    goal.delete()
    gone = timezone.now()
    ThemeFactory(agreement=cast.agreement, number="5")
    for moment, expected in ((there, True), (gone, False)):
        with as_it_was(moment):
            assert Goal.objects.filter(pk=pk).exists() == expected
            assert not Theme.objects.filter(number="5").exists()


def test_of_two_records_of_one_moment_the_one_written_last_holds(cast):
    moment = timezone.now()
    for words in ("Eerst.", "Daarna."):
        cast.goal._history_date, cast.goal.text = moment, words
        cast.goal.save()
    with as_it_was(moment):
        assert list(Goal.objects.filter(pk=cast.goal.pk).values_list("text", flat=True)) == ["Daarna."]


def test_a_lead_has_the_year_that_its_action_had_also_where_either_is_gone(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    moved = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association)
    gone = LeadFactory(action=moved.action, party=cast.tenants)
    away = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association)
    keys = [moved.pk, gone.pk, away.pk]
    then = timezone.now()
    gone.delete()
    away.action.delete()
    moved.action.agenda = later
    moved.action.save()
    of_year = Lead.objects.filter(pk__in=keys).order_by("pk")
    with as_it_was(then):
        assert list(of_year.filter(agenda=cast.agenda.pk).values_list("pk", flat=True)) == keys
    assert list(of_year.values_list("pk", "agenda")) == [(moved.pk, later.pk)]


def test_nothing_is_written_while_the_past_is_read(cast):
    with as_it_was(timezone.now()), pytest.raises(PastIsReadOnlyError):
        cast.goal.save()
