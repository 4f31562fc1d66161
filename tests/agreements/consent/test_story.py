"""Whatever people of five parties do in whatever order: a text is in force only with all needed answers over exactly that text.

A machine of Hypothesis plays, with the text of a year and with that of the agreement as a whole: proposing, answering,
withdrawing, changing the text, bringing in what was signed, changing by consent what is in force, joining and leaving; and asking
advice of a party that does not sign, giving and answering it, while days pass. After each step the rules of the rule book are
held against everything that is stored. STEPS=50000 before pytest plays longer.
"""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from agreements.advice import workflow as advising
from agreements.agenda.ground import ground_of
from agreements.changes import workflow as changes
from agreements.consent import adoption, answering
from agreements.consent.closing import close_year, reopen_year
from agreements.consent.lock import why_not_change
from agreements.models import Advice, Agenda, Agreement, Assent, Goal, Participation, Proposal, Version
from agreements.models.adoptable import Adoptable
from agreements.models.advice_days import TERM
from agreements.versions.checking import faults
from parties.models import Membership, Party
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory, UserFactory, make_cast

# In CI the stories are the same each time: PostgreSQL plays the first of those that SQLite plays. ALL=1 plays twenty on both.
STEPS = int(os.environ.get("STEPS", "80" if connection.vendor == "postgresql" else "200"))
STEPS_EACH = 40
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ANSWERS = st.sampled_from(["agreed"] * 8 + ["agreed_if", "refused"])
REFUSED = (NotAllowedNowError, PermissionDenied, ValidationError)
pytestmark = pytest.mark.django_db


class Story(RuleBasedStateMachine):
    @initialize(is_adopted=st.booleans())
    def begin(self, is_adopted):
        self.cast = cast = make_cast()
        advisory = PartyFactory(name=f"Adviesraad {Party.objects.count()}", kind=Party.Kind.TENANTS_ORGANISATION)
        late = PartyFactory(name=f"Later Wonen {Party.objects.count()}", kind=Party.Kind.HOUSING_ASSOCIATION)
        ParticipationFactory(
            agreement=cast.agreement, party=advisory, role=Participation.Role.ADVISORY, right_of_advice="advice", position=8
        )
        self.advisory = advisory
        self.joiner = PartyFactory(name=f"Nieuw Wonen {Party.objects.count()}", kind=Party.Kind.HOUSING_ASSOCIATION)
        ParticipationFactory(agreement=cast.agreement, party=late, from_year=2025, position=9)
        self.parties = [cast.municipality, cast.association, cast.tenants, advisory, late, self.joiner]
        self.people = [cast.officer, cast.executive, cast.tenant, cast.association_officer, cast.admin, cast.outsider]
        for party in self.parties:
            for role in (Membership.Role.READER, Membership.Role.COORDINATOR):
                person = UserFactory()
                MembershipFactory(user=person, party=party, role=role, may_sign=role == Membership.Role.READER)
                self.people.append(person)
        two = cast.agreement.participations.get(party=cast.association)
        two.answers_needed = 2
        two.save()
        MembershipFactory(user=UserFactory(), party=cast.association, may_sign=True)
        self.people = list({person.pk: person for person in [*self.people, *_signers(cast)]}.values())
        self.seen = {}
        self.clock = time_machine.travel(timezone.now(), tick=True)
        self.traveller = self.clock.start()
        if is_adopted:
            self.propose(self.people.index(cast.officer), days=9, whole=False)
            self.advise(Proposal.objects.get(), "no_objection")
            self.agree_all(Proposal.objects.get())

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()

    def agenda(self) -> Agenda:
        return Agenda.objects.select_related("agreement").get(pk=self.cast.agenda.pk)

    def text(self, whole: bool) -> Adoptable:
        return Agreement.objects.get(pk=self.cast.agreement.pk) if whole else self.agenda()

    @staticmethod
    def one_of(proposals, which: int) -> Proposal:
        found = list(proposals.select_related("agreement", "agenda__agreement"))
        return found[which % len(found)]

    def attempt(self, do, **asked):
        try:
            return do(**asked)
        except REFUSED:
            return None

    @rule(who=st.integers(0, 30), days=st.integers(-1, 20), whole=st.booleans())
    def propose(self, who, days, whole):
        deadline = timezone.localdate() + timedelta(days=days)
        self.attempt(adoption.propose, text=self.text(whole), by=self.person(who), deadline=deadline)

    @rule(who=st.integers(0, 30), whole=st.booleans())
    def bring_in(self, who, whole):
        file = SimpleUploadedFile("getekend.pdf", PDF, content_type="application/pdf")
        today = timezone.localdate()
        self.attempt(
            adoption.bring_in, text=self.text(whole), by=self.person(who), signed_on=today, signed_file=file, deadline=today
        )

    def change(self, what: str, words: str) -> dict:
        action, goal = self.cast.action, self.cast.goal
        return {
            "action": {"kind": "adjust", "about": "action", "row": action, "becomes": {"text": words}},
            "goal": {"kind": "adjust", "about": "goal", "row": goal, "becomes": {"text": words}},
            "correction": {"kind": "correct", "about": "goal", "row": goal, "becomes": {"text": words}},
            "drop": {
                "kind": "drop",
                "about": "action",
                "row": action,
                "becomes": {"drop_reason": words, "dropped_on": "2024-05-03"},
            },
            "add": {"kind": "add", "about": "action", "becomes": {"goal": goal.pk, "text": words}},
            "revoke": {"kind": "revoke", "about": "agenda", "becomes": {}},
        }[what]

    @precondition(lambda self: Version.objects.exists())
    @rule(
        whole=st.booleans(),
        what=st.sampled_from(["action"] * 3 + ["goal"] * 4 + ["correction", "add", "drop"]),
        words=st.sampled_from(["Er komen 21 woningen.", "Er komen 30 woningen."]),
        is_agreed=st.sampled_from([True, True, False]),
    )
    def propose_a_change(self, whole, what, words, is_agreed=False):
        text, by = self.text(whole and self.text(whole=True).is_adopted), self.cast.officer
        if draft := self.attempt(changes.start, text=text, by=by, subject=words):
            self.attempt(changes.put_change, proposal=draft, by=by, **self.change(what, words))
            deadline = timezone.localdate() + timedelta(days=9)
            opened = self.attempt(changes.open_changes, proposal=draft, by=by, deadline=deadline)
            if opened and is_agreed:
                self.agree_all(opened)

    # -- Advice, and days that pass

    def advise(self, proposal: Proposal, outcome: str) -> None:
        """Asked and given the same day; nothing waits for it any more but, where it is against it, for the answer."""
        coordinator = self.coordinator_of(self.cast.municipality)
        due_on = timezone.localdate() + TERM
        words = {"subject": "De tekst", "question": "Wat vindt u?", "due_on": due_on}
        if advice := self.attempt(advising.ask, about=proposal, party=self.advisory, by=coordinator, **words):
            self.attempt(
                advising.give, advice=advice, by=self.coordinator_of(self.advisory), outcome=outcome, text="Om deze reden."
            )
            answering.finish_all_due()

    def coordinator_of(self, party: Party):
        return party.memberships.filter(role="coordinator").order_by("-pk").first().user

    @precondition(lambda self: Proposal.objects.open().exists())
    @rule(
        who=st.integers(0, 30), which=st.integers(0, 1), outcome=st.sampled_from(["", "no_objection", "negative", "positive_if"])
    )
    def ask_advice(self, who, which, outcome):
        proposal = self.one_of(Proposal.objects.open(), which)
        if outcome:
            self.advise(proposal, outcome)
        else:
            words = {"subject": "De tekst", "question": "Wat vindt u?", "due_on": timezone.localdate() + TERM}
            self.attempt(advising.ask, about=proposal, party=self.advisory, by=self.person(who), **words)

    @precondition(lambda self: Advice.objects.exists())
    @rule(who=st.integers(0, 30), which=st.integers(0, 3), does=st.sampled_from(["give", "answer", "answer", "withdraw"]))
    def go_on_with_advice(self, who, which, does):
        rows = list(Advice.objects.select_related("agreement", "party", "asking_party")[:4])
        advice, by = rows[which % len(rows)], self.person(who)
        asker, adviser = self.coordinator_of(self.cast.municipality), self.coordinator_of(self.advisory)
        follows = ["followed", "partly", "not"][who % 3]
        do = {
            "give": lambda: advising.give(advice=advice, by=adviser if who % 2 else by, outcome="negative", text="Nee, want."),
            "answer": lambda: advising.answer(advice=advice, by=asker if who % 2 else by, follows=follows, answer="Omdat."),
            "withdraw": lambda: advising.withdraw(advice=advice, by=asker if who % 2 else by),
        }[does]
        self.attempt(do)
        answering.finish_all_due()

    @rule(days=st.sampled_from([1, 1, 3, 4, 14, 43]))
    def days_pass(self, days):
        self.traveller.shift(timedelta(days=days))
        answering.finish_all_due()
        answering.expire_overdue()

    # -- Who takes part

    @precondition(lambda self: Version.objects.exists())
    @rule(joins=st.booleans(), is_agreed=st.booleans())
    def propose_who_takes_part(self, joins, is_agreed):
        row = None if joins else self.cast.agreement.participations.get(party=self.cast.tenants)
        becomes = {"party": self.joiner.pk, "role": "signatory"} if joins else {"to_year": 2023}
        change = {"kind": "participation", "about": "participation", "row": row, "becomes": becomes}
        if draft := self.attempt(changes.start, text=self.agenda(), by=self.cast.officer, subject="Wie meedoet"):
            self.attempt(changes.put_change, proposal=draft, by=self.cast.officer, **change)
            deadline = timezone.localdate() + timedelta(days=9)
            opened = self.attempt(changes.open_changes, proposal=draft, by=self.cast.officer, deadline=deadline)
            if opened and is_agreed:
                self.agree_all(opened)

    @precondition(lambda self: Version.objects.exists())
    @rule(chance=st.integers(0, 9))
    def propose_to_revoke(self, chance):
        if chance == 0:
            self.propose_a_change(whole=False, what="revoke", words="Intrekken")

    @precondition(lambda self: Proposal.objects.exists())
    @rule(who=st.integers(0, 30), party=st.integers(0, 5), given=ANSWERS, which=st.integers(0, 1))
    def answer(self, who, party, given, which):
        proposal = self.one_of(Proposal.objects.all()[:2], which)
        self.attempt(
            answering.answer, proposal=proposal, party=self.parties[party], by=self.person(who), answer=given, remark="Eerst dit."
        )

    @precondition(lambda self: Proposal.objects.open().exists())
    @rule(which=st.integers(0, 1))
    def everyone_agrees(self, which):
        self.agree_all(self.one_of(Proposal.objects.open(), which))

    def agree_all(self, proposal):
        for needed in proposal.needed.select_related("party"):
            for row in needed.party.memberships.filter(may_sign=True).order_by("pk").select_related("user"):
                self.attempt(answering.answer, proposal=proposal, party=needed.party, by=row.user, answer="agreed")

    @precondition(lambda self: Proposal.objects.exists())
    @rule(who=st.integers(0, 30), which=st.integers(0, 1))
    def withdraw(self, who, which):
        self.attempt(answering.withdraw, proposal=self.one_of(Proposal.objects.all()[:2], which), by=self.person(who))

    @rule(who=st.integers(0, 30), do=st.sampled_from([close_year, reopen_year]))
    def close_or_reopen(self, who, do):
        self.attempt(do, agenda=self.agenda(), by=self.person(who))

    @rule(words=st.sampled_from(["De woningen staan er.", "De woningen komen er.", "Er komen 12 woningen."]))
    def write(self, words):
        action = type(self.cast.action).objects.select_related("agenda__agreement").get(pk=self.cast.action.pk)
        if not why_not_change(action, fields=["text"]):
            action.text = words
            action.save()

    @rule(words=st.sampled_from(["De voorraad groeit met 75.", "De voorraad groeit met 90.", "Er wordt gebouwd."]))
    def write_a_goal(self, words):
        goal = Goal.objects.get(pk=self.cast.goal.pk)
        if not why_not_change(goal, fields=["text"]):
            goal.text = words
            goal.save()

    def person(self, who: int):
        return self.people[who % len(self.people)]

    @invariant()
    def what_is_in_force_has_all_answers_over_exactly_that_text(self):
        if not hasattr(self, "cast"):
            return
        agreement = self.text(whole=True)
        assert list(faults(agreement)) == []
        for text in (self.agenda(), agreement):
            self.text_has_its_answers(text)

    def text_has_its_answers(self, text):
        versions = list(Version.objects.of(text).order_by("place"))
        assert text.is_adopted == bool(versions)
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        for version in versions:
            is_new = version.pk not in self.seen
            assert self.seen.setdefault(version.pk, version.sha256) == version.sha256
            proposal = version.proposed_in
            given = Assent.objects.filter(needed__proposal=proposal)
            assert proposal.state == Proposal.State.AGREED
            assert {row.content_sha256 for row in given} <= {proposal.content_sha256}
            if not proposal.changes.filter(kind="add").exists() and proposal.versions.count() == 1:
                assert proposal.content_sha256 == version.content_sha256
            assert set(given.values_list("answer", flat=True)) <= {"agreed"}
            for needed in proposal.needed.all():
                assert needed.assents.values("by").distinct().count() >= needed.people
            if is_new:  # others take part later
                self.all_who_sign_were_asked(text, proposal)
                self.advice_was_in(proposal)
            assert {answer.party_id for answer in ground_of(version).answers} == {row.needed.party_id for row in given}
        assert (text.state == Agenda.State.PROPOSED) == Proposal.objects.of(text).adopting().open().exists()

    def all_who_sign_were_asked(self, text, proposal):
        rows = text.whole.participations.accepted().filter(role="signatory")
        years = {row.text.year for row in proposal.versions.all()}
        still_there = rows.exclude(to_year__lt=text.whole.year_in_front) if None in years else ()
        signing = {row.party_id for row in still_there} | {
            row.party_id for row in rows if any(map(row.takes_part_in, years - {None}))
        }
        changing = {row.participation.party_id for row in proposal.changes.exclude(participation=None)}
        assert {row.party_id for row in proposal.needed.all()} | {proposal.party_id} == signing | changing

    def advice_was_in(self, proposal):
        """Given, or its term over; against it, also answered, and three whole days ago where it is not followed."""
        if proposal.is_signed_on_paper or proposal.kind in {"correct", "participation"}:
            return
        line = [proposal]
        while line[-1].renews:
            line.append(line[-1].renews)
        about = {row.pk for row in line}
        if proposal.kind == "adopt":
            about = set(Proposal.objects.of(proposal.text).adopting().values_list("pk", flat=True))
        assert any(map(_is_settled, Advice.objects.filter(proposal__in=about, withdrawn_on=None)))


def _is_settled(advice: Advice) -> bool:
    today = timezone.localdate()
    if advice.given_on is None or advice.given_on > advice.due_on:
        return today > advice.due_on
    if advice.outcome in {"no_objection", "positive"} or advice.follows == "followed":
        return True
    return advice.answered_on is not None and (today - advice.answered_on).days > 3


def _signers(cast):
    rows = Membership.objects.filter(party__participations__agreement=cast.agreement, may_sign=True)
    return [row.user for row in rows.select_related("user")]


def test_a_text_is_in_force_only_with_all_answers_over_exactly_that_text(cast_of_one_example):
    run_state_machine_as_test(
        cast_of_one_example,
        settings=settings(
            max_examples=max(1, STEPS // STEPS_EACH),
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def cast_of_one_example(db):
    """The machine, each of its plays in a transaction that is rolled back."""

    class InTransaction(Story):
        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()

        def teardown(self):
            super().teardown()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    return InTransaction
