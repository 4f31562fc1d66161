"""Choosing, making, taking back, splitting and merging, in any order and by two people."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Action, ActionLink, Agenda, RollChoice
from agreements.rollover.choosing import forget_choice, keep_choices
from agreements.rollover.making import make_next_year
from agreements.rollover.taking_back import take_back, take_back_row
from agreements.versions.recording import hash_as_it_stands
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory, LeadFactory

pytestmark = pytest.mark.django_db

ACTIONS = 4
PLACES = st.integers(0, ACTIONS - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), PLACES, st.sampled_from(["goes_on", "changed", "finished", "ends", "split"]), PLACES),
        st.tuples(st.just("choose"), PLACES, st.just("merged"), PLACES),
        st.tuples(st.just("make")),
        st.tuples(st.sampled_from(["take back row", "forget"]), PLACES),
        st.tuples(st.just("take back")),
        st.tuples(st.just("edit"), PLACES),
    ),
    min_size=6,
    max_size=14,
)


def fields_of(choice: str, into: Action) -> dict:
    return {
        "changed": {"text": "Andere woorden."},
        "ends": {"reason": "De grond is verkocht."},
        "split": {"parts": ["Eerste deel.", "Tweede deel.", "Derde deel."]},
        "merged": {"into": into},
    }.get(choice, {})


def take_a_step(cast, actions: list[Action], step: tuple, by) -> None:
    agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    match step:
        case "choose", place, choice, into:
            row = RollChoice(action=actions[place], choice=choice, **fields_of(choice, actions[into]))
            keep_choices(agenda=agenda, choices=[row], by=by)
        case ("make",):
            make_next_year(agenda=agenda, by=by)
        case ("take back",):
            take_back(agenda=agenda, by=by)
        case "edit", place:
            later = Action.objects.filter(agenda__year=2025).order_by("pk")[place:].first()
            if later:
                later.text, later._history_user = f"{later} anders.", by
                later.save()
        case kind, place:
            choice = RollChoice.objects.select_related("action__agenda").filter(action=actions[place]).first()
            if choice:
                {"take back row": take_back_row, "forget": forget_choice}[kind](choice=choice, by=by)


def check(actions: list[Action]) -> None:
    """At most one follower for each choice, nothing doubled, nothing without a choice, and the kinds fit."""
    made = {row.action_id: row for row in RollChoice.objects.filter(made_in__isnull=False)}
    links = list(ActionLink.objects.filter(later__agenda__year=2025).select_related("later"))
    assert {link.earlier_id for link in links} == set(made)
    numbers = Counter(link.earlier_id for link in links)
    assert numbers == {pk: len(row.parts) if row.choice == "split" else 1 for pk, row in made.items()}
    sources = Counter(link.later_id for link in links)
    for link in links:
        kind = "split" if made[link.earlier_id].choice == "split" else "merged" if sources[link.later_id] > 1 else "carried"
        assert link.kind == kind
    assert set(Action.objects.filter(agenda__year=2025).values_list("pk", flat=True)) == set(sources)
    assert len(made) <= ACTIONS == len(actions)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_nothing_is_doubled_and_nothing_lost(cast, steps):
    with transaction.atomic():
        actions = [cast.action] + [
            ActionFactory(goal=cast.goal, agenda=cast.agenda, text=f"Afspraak {number}.", position=number)
            for number in range(2, ACTIONS + 1)
        ]
        for action in actions[1:]:
            LeadFactory(action=action, party=cast.tenants)
        agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
        before = hash_as_it_stands(agenda)
        for number, step in enumerate(steps):
            by = (cast.officer, cast.association_officer)[number % 2]
            try:
                with transaction.atomic():
                    take_a_step(cast, actions, step, by)
            except (NotAllowedNowError, ValidationError):
                pass
            check(actions)
        assert hash_as_it_stands(agenda) == before
        gone = Action.history.filter(agenda__year=2025) if Agenda.objects.filter(year=2025).exists() else Action.history.none()
        for record in [*gone, *ActionLink.history.all(), *RollChoice.history.all()]:
            assert record.history_user in {cast.officer, cast.association_officer}
            assert record.history_change_reason or record.history_type == "~"
        transaction.set_rollback(True)
