"""What the database itself refuses, also from a write that passes by the models.

Every constraint of our models has a case here; the sentences that an editor reads are in the tests of each model.
"""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from agreements.models import (
    Action,
    Agenda,
    AgendaImport,
    Agreement,
    Appendix,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
)
from parties.models import Membership, Party, PartyAlias, PartyMember, User
from tests.factories import IndicatorFactory, make_cast

pytestmark = pytest.mark.django_db

A_DAY = date(2024, 6, 6)


def only(row) -> models.QuerySet:
    return type(row).objects.filter(pk=row.pk)


def insert(*rows) -> None:
    type(rows[0]).objects.bulk_create(rows)


def insert_targets(cast, *rows: dict) -> None:
    indicator = IndicatorFactory(goal=cast.goal)
    insert(*[Target(indicator=indicator, **{"value": 1, **row}) for row in rows])


REFUSED = {
    "parties.Party.name": lambda cast: only(cast.tenants).update(name=cast.association.name),
    "parties.User.email": lambda cast: only(cast.tenant).update(email=cast.officer.email),
    "email_in_lower_case": lambda cast: only(cast.tenant).update(email="Tess@huurdersraad.example"),
    "membership_once": lambda cast: insert(Membership(user=cast.tenant, party=cast.tenants)),
    "member_once_per_umbrella": lambda cast: insert(
        *[PartyMember(umbrella=cast.municipality, member=cast.tenants) for _ in range(2)]
    ),
    "umbrella_not_its_own_member": lambda cast: insert(PartyMember(umbrella=cast.tenants, member=cast.tenants)),
    "alias_once_per_party": lambda cast: insert(*[PartyAlias(party=cast.tenants, alias="HW") for _ in range(2)]),
    "agreements.Agreement.slug": lambda cast: only(cast.agreement).update(slug=cast.other_agreement.slug),
    "agreement_years_in_order": lambda cast: only(cast.agreement).update(end_year=2022),
    "participation_once": lambda cast: insert(Participation(agreement=cast.agreement, party=cast.tenants)),
    "participation_years_in_order": lambda cast: cast.agreement.participations.update(from_year=2025, to_year=2024),
    "agenda_once_per_year": lambda cast: insert(Agenda(agreement=cast.agreement, year=2024, title="Nog een")),
    "adopted_agenda_has_date": lambda cast: only(cast.agenda).update(state="adopted"),
    "theme_number_once": lambda cast: insert(Theme(agreement=cast.agreement, number="1", title="Duurzaam wonen")),
    "theme_without_number_once": lambda cast: insert(*[Theme(agreement=cast.agreement, number="", title="Slot") for _ in "ab"]),
    "goal_number_once_per_theme": lambda cast: insert(Goal(theme=cast.theme, number="17", text="Nog een")),
    "goal_years_in_order": lambda cast: only(cast.goal).update(start_year=2025, end_year=2024),
    "project_once": lambda cast: insert(*[Project(agreement=cast.agreement, name="Steenhuys") for _ in range(2)]),
    "dropped_action_has_reason_and_date": lambda cast: only(cast.action).update(dropped_on=A_DAY),
    "action_due_with_precision": lambda cast: only(cast.action).update(due_on=A_DAY),
    "action_start_with_precision": lambda cast: only(cast.action).update(starts_on=A_DAY),
    "action_dates_in_order": lambda cast: only(cast.action).update(
        starts_on=A_DAY, starts_precision="day", due_on=date(2024, 6, 5), due_precision="day"
    ),
    "action_budget_not_negative": lambda cast: only(cast.action).update(budget=-1),
    "lead_once_per_action": lambda cast: insert(Lead(action=cast.action, party=cast.association)),
    "indicator_once_per_goal": lambda cast: insert(*[Indicator(goal=cast.goal, name="Groei") for _ in range(2)]),
    "indicator_years_in_order": lambda cast: insert(Indicator(goal=cast.goal, name="Groei", start_year=2025, end_year=2024)),
    "import_applied_has_change_set": lambda cast: insert(AgendaImport(agenda=cast.agenda, file_name="a.csv", state="applied")),
    "target_once_per_year": lambda cast: insert_targets(cast, {"year": 2024}, {"year": 2024}),
    "target_once_without_year": lambda cast: insert_targets(cast, {}, {}),
    "target_has_value_or_formula": lambda cast: insert_targets(cast, {"value": None}),
    "target_range_in_order": lambda cast: insert_targets(cast, {"value": 1000, "value_to": 763}),
    "meeting_rule_once": lambda cast: insert(*[MeetingRule(agreement=cast.agreement, kind="bestuurlijk") for _ in range(2)]),
    "appendix_once_per_agenda": lambda cast: insert(
        *[Appendix(agreement=cast.agreement, agenda=cast.agenda, number="1", title="Prognose") for _ in range(2)]
    ),
    "appendix_once_per_agreement": lambda cast: insert(
        *[Appendix(agreement=cast.agreement, number="1", title="Begrippen") for _ in range(2)]
    ),
}

REFUSED_AS_WELL = {
    "a reason without a date": lambda cast: only(cast.action).update(drop_reason="De grond is verkocht."),
    "a precision without a due date": lambda cast: only(cast.action).update(due_precision="year"),
    "a precision without a start": lambda cast: only(cast.action).update(starts_precision="year"),
    "a closed agenda without a date": lambda cast: only(cast.agenda).update(state="closed"),
    "a goal that takes the number of its neighbour": lambda cast: insert(
        *[Goal(theme=cast.other_theme, number="12", text="Een") for _ in range(2)]
    ),
}


def our_models() -> list:
    return [model for app in ("parties", "agreements") for model in apps.get_app_config(app).get_models()]


def own_constraints() -> list:
    return [row for model in our_models() if "Historical" not in model.__name__ for row in model._meta.constraints]


def unique_fields() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    }


def test_every_constraint_has_a_case():
    assert set(REFUSED) == {row.name for row in own_constraints()} | unique_fields()


def test_every_constraint_has_a_sentence_for_the_editor():
    without = [row.name for row in own_constraints() if row.violation_error_message == row.default_violation_error_message]
    assert without == []


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    cast = make_cast()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](cast)
    message = str(refused.value)
    assert name in message or "unique" in message.lower(), "another rule refused it"


@pytest.mark.parametrize("case", REFUSED_AS_WELL)
def test_the_database_refuses_as_well(case):
    cast = make_cast()
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED_AS_WELL[case](cast)


def test_the_smallest_rows_of_the_story_break_no_rule():
    """Or the cases above could be refused for what they leave as it is."""
    cast = make_cast()
    for row in (cast.tenants, cast.tenant, cast.agreement, cast.agenda, cast.theme, cast.goal, cast.action, cast.lead):
        row.full_clean(exclude=["password"])
    assert [Party.objects.count(), User.objects.count(), Agreement.objects.count(), Action.objects.count()] == [4, 6, 2, 2]
