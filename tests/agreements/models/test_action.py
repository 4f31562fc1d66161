"""Actions, when they are dropped, and the parties that lead them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.models import Action, Lead
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AgreementFactory,
    GoalFactory,
    LeadFactory,
    ParticipationFactory,
    PartyFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db

DECISION = date(2024, 6, 6)


def takes_part(cast, **years):
    """A party that takes part in the agreement, in these years."""
    party = PartyFactory(name="Zorggroep Oever")
    ParticipationFactory(agreement=cast.agreement, party=party, **years)
    return party


# -- Dropped


def test_an_action_dropped_without_a_reason(cast):
    assert refusal(cast.action, dropped_on=DECISION) == {"drop_reason": ["Say why this action is dropped."]}


def test_a_reason_of_spaces_is_no_reason(cast):
    refused = refusal(cast.action, dropped_on=DECISION, drop_reason=" \n ")
    assert refused == {"drop_reason": ["Say why this action is dropped."]}


def test_a_reason_without_the_date_of_the_decision(cast):
    refused = refusal(cast.action, drop_reason="De grond is verkocht.")
    assert refused == {"dropped_on": ["Say on which date it was decided to drop this action."]}


def test_a_dropped_action_stays_with_its_reason_and_date(cast):
    cast.action.dropped_on, cast.action.drop_reason = DECISION, "De grond is verkocht."
    cast.action.save()
    found = Action.objects.get(pk=cast.action.pk)
    assert (found.is_dropped, found.dropped_on, found.drop_reason) == (True, DECISION, "De grond is verkocht.")
    assert not cast.other_action.is_dropped


# -- What belongs together


def test_the_goal_belongs_to_the_agreement_of_the_agenda(cast):
    assert refusal(cast.action, goal=cast.other_goal) == {"goal": ["This goal belongs to another agreement."]}


def test_the_project_belongs_to_the_agreement_of_the_agenda(cast):
    elsewhere = ProjectFactory(agreement=cast.other_agreement)
    assert refusal(cast.action, project=elsewhere) == {"project": ["This project belongs to another agreement."]}


@pytest.fixture
def carried(cast):
    """The action of the story in 2023, 2024 and 2025; that of 2023 comes from the agreement before, of 2021."""
    before = AgreementFactory(start_year=2019, end_year=2022)
    cast.agreement.predecessor = before
    cast.agreement.save()
    earlier = None
    line = []
    for agreement, year in ((before, 2021), (cast.agreement, 2023)):
        goal = GoalFactory(theme=ThemeFactory(agreement=agreement, number=f"9{year}"))
        agenda = AgendaFactory(agreement=agreement, year=year)
        earlier = ActionFactory(goal=goal, agenda=agenda, carried_from=earlier)
        line.append(earlier)
    ActionLinkFactory(earlier=earlier, later=cast.action)
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    return [ActionFactory(goal=cast.goal, agenda=later, carried_from=cast.action), cast.action, *reversed(line)]


def test_a_line_goes_back_to_the_first_year_also_into_the_agreement_before(carried, django_assert_num_queries):
    ids = [action.pk for action in carried]
    assert connection.features.supports_json_field  # asked once in a process
    with django_assert_num_queries(1):
        lines = {row.pk: row.lineage for row in Action.objects.with_lineage()}
    for place, pk in enumerate(ids):
        assert lines[pk] == tuple(ids[place:])


def test_the_line_of_one_action_takes_one_query(carried, django_assert_num_queries):
    latest = Action.objects.get(pk=carried[0].pk)
    with django_assert_num_queries(1):
        assert [latest.lineage, latest.lineage] == [tuple(action.pk for action in carried)] * 2


def test_of_a_merged_action_every_line_is_told_once_the_newest_first(cast):
    """Two parts of one action of 2023 come together again in 2025."""
    first = ActionFactory(goal=cast.goal, agenda=AgendaFactory(agreement=cast.agreement, year=2023))
    part = ActionFactory(goal=cast.goal, agenda=cast.agenda)
    for later in (cast.action, part):
        ActionLinkFactory(earlier=first, later=later, kind="split")
    merged = ActionFactory(goal=cast.goal, agenda=AgendaFactory(agreement=cast.agreement, year=2025))
    for earlier in (cast.action, part):
        ActionLinkFactory(earlier=earlier, later=merged, kind="merged")
    assert merged.lineage == (merged.pk, cast.action.pk, part.pk, first.pk)


def test_an_action_does_not_move_to_a_year_before_that_from_which_it_comes(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    again = ActionFactory(goal=cast.goal, agenda=later, carried_from=cast.action)
    sentence = {"agenda": ["An action comes from an earlier year."]}
    assert refusal(again, agenda=AgendaFactory(agreement=cast.agreement, year=2023)) == sentence
    assert refusal(cast.action, agenda=AgendaFactory(agreement=cast.agreement, year=2026)) == sentence


# -- Dates and money


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_on": DECISION}, "Say how exactly the due date was agreed: a day, a quarter, a year."),
        ({"starts_on": DECISION}, "Say how exactly the start was agreed: a day, a quarter, a year."),
        (
            {"starts_on": DECISION, "starts_precision": "day", "due_on": date(2024, 6, 5), "due_precision": "day"},
            "The due date lies before the start.",
        ),
        ({"budget": Decimal("-0.01")}, "A budget is zero or more."),
    ],
)
def test_dates_and_money_that_do_not_add_up(cast, fields, sentence):
    assert refusal(cast.action, **fields) == {ROW: [sentence]}


def test_dates_and_money_that_do(cast):
    cast.action.starts_on = cast.action.due_on = DECISION
    cast.action.starts_precision = cast.action.due_precision = "day"
    cast.action.budget = Decimal(0)
    cast.action.save()
    assert Action.objects.get(due_on=DECISION) == cast.action


def test_an_action_without_words(cast):
    assert refusal(cast.action, text="") == {"text": ["This field cannot be blank."]}


def test_a_kind_that_does_not_exist(cast):
    assert refusal(cast.action, kind="wish") == {"kind": ["Value 'wish' is not a valid choice."]}


def test_an_action_is_known_by_its_words_after_its_project(cast):
    assert str(cast.action) == "De 24 flexwoningen aan de Kade zijn opgeleverd."
    cast.action.project = ProjectFactory(agreement=cast.agreement, name="Kade")
    assert str(cast.action) == "Kade: De 24 flexwoningen aan de Kade zijn opgeleverd."
    cast.action.text = "- Start bouw.\n- Oplevering."
    assert str(cast.action) == "Kade: Start bouw. Oplevering."
    assert cast.action.get_absolute_url() == f"/acties/{cast.action.pk}/"


# -- Leads


def test_a_lead_that_does_not_take_part(cast):
    lead = LeadFactory.build(action=cast.action, party=cast.elsewhere)
    assert refusal(lead) == {"party": ["Gemeente Zandbergen does not take part in this agreement."]}


@pytest.mark.parametrize("years", [{"from_year": 2025}, {"to_year": 2023}, {"from_year": 2025, "to_year": 2026}])
def test_a_lead_that_does_not_take_part_in_that_year(cast, years):
    lead = LeadFactory.build(action=cast.action, party=takes_part(cast, **years))
    assert refusal(lead) == {"party": ["Zorggroep Oever does not take part in this agreement in 2024."]}


@pytest.mark.parametrize("years", [{}, {"from_year": 2024}, {"to_year": 2024}, {"from_year": 2024, "to_year": 2024}])
def test_a_lead_that_takes_part_in_that_year(cast, years):
    lead = Lead.objects.create(action=cast.action, party=takes_part(cast, **years))
    assert list(cast.action.leads.filter(pk=lead.pk)) == [lead]


def test_an_involved_party_may_lead(cast):
    lead = Lead.objects.create(action=cast.action, party=takes_part(cast, role="involved"))
    assert list(cast.action.parties.filter(pk=lead.party_id)) == [lead.party]


def test_a_party_leads_an_action_once(cast):
    twice = LeadFactory.build(action=cast.action, party=cast.association, task="onderzoek")
    assert refusal(twice) == {ROW: ["This party already leads this action."]}


def test_a_lead_is_known_by_its_party_and_task(cast):
    assert str(cast.lead) == "De Sleutel (realisatie bouw)"
    assert str(LeadFactory.build(action=cast.action, party=cast.tenants)) == "Huurdersraad Waterhoek"


def test_leads_stand_in_the_order_of_the_document(cast):
    LeadFactory(action=cast.action, party=cast.tenants, position=0)
    assert [lead.party for lead in cast.action.leads.all()] == [cast.tenants, cast.association]


@pytest.mark.parametrize("way", ["save", "in bulk", "from a file", "with another one filled in"])
def test_a_lead_has_the_agenda_of_its_action_however_it_is_written(cast, way):
    action = ActionFactory(goal=cast.goal, agenda=cast.agenda)
    lead = Lead(action=Action.objects.get(pk=action.pk), party=cast.tenants)
    if way == "in bulk":
        Lead.objects.bulk_create([lead])
    else:
        lead.agenda = AgendaFactory(agreement=cast.agreement, year=2026) if way.startswith("with") else None
        lead.save()
    if way == "from a file":
        [row] = serializers.deserialize("json", serializers.serialize("json", [lead]))
        lead.delete()
        row.save()
    assert Lead.objects.values_list("agenda", flat=True).get(action=action) == cast.agenda.pk


def test_leads_go_along_with_an_action_that_is_put_in_another_year(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    action, _other = Action.objects.get(pk=cast.action.pk), LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda))
    action.agenda = later
    action.save()
    assert list(action.leads.values_list("agenda", flat=True)) == [later.pk]
    assert [lead.action.agenda_id == lead.agenda_id for lead in Lead.objects.all()] == [True] * Lead.objects.count()


def test_an_action_that_stays_in_its_year_asks_nothing_of_its_leads(cast):
    action = Action.objects.get(pk=cast.action.pk)
    action.text = "De 42 woningen zijn opgeleverd."
    with CaptureQueriesContext(connection) as asked:
        action.save()
    assert not [query["sql"] for query in asked if query["sql"].startswith("UPDATE") and "agreements_lead" in query["sql"]]


def test_the_agenda_of_a_lead_is_nobodys_to_see_or_fill_in(cast):
    """It is copied, so history, forms and tables do without."""
    assert "agenda" not in {field.name for field in Lead.history.model._meta.fields}
    assert not Lead._meta.get_field("agenda").editable


# -- What a lead stands on


def participation(cast):
    """That of the association, which leads an action in 2024."""
    return cast.agreement.participations.get(party=cast.association)


@pytest.mark.parametrize(("years", "field"), [({"to_year": 2023}, "to_year"), ({"from_year": 2025}, "from_year")])
def test_a_party_that_leads_in_a_year_takes_part_in_it(cast, years, field):
    assert refusal(participation(cast), **years) == {field: ["De Sleutel leads actions in 2024."]}


def test_a_participation_does_not_go_to_another_party_while_the_first_one_leads(cast):
    sentence = "De Sleutel leads actions in 2024 and cannot leave: first choose another lead there."
    assert refusal(participation(cast), party=cast.elsewhere) == {"party": [sentence]}


def test_a_party_that_leads_does_not_leave(cast):
    with pytest.raises(ValidationError):
        participation(cast).delete()
    assert participation(cast).pk


def test_a_party_that_leads_nothing_any_more_leaves(cast):
    cast.lead.delete()
    participation(cast).delete()
    assert cast.association not in cast.agreement.parties.all()


def test_no_action_or_agenda_moves_to_a_year_in_which_the_lead_does_not_take_part(cast):
    row = participation(cast)
    row.to_year = 2024
    row.save()
    sentence = "De Sleutel does not take part in this agreement in 2025."
    assert refusal(cast.agenda, year=2025) == {"year": [sentence]}
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    assert refusal(cast.action, agenda=later) == {"agenda": [sentence]}


def test_leads_in_another_agreement_do_not_hold_a_party(cast):
    LeadFactory(action=cast.other_action, party=cast.tenants)
    cast.agreement.participations.get(party=cast.tenants).delete()
    assert cast.tenants in cast.other_agreement.parties.all()


def test_a_period_has_a_date(cast):
    assert refusal(cast.action, due_precision="year")["due_on"] == [
        "Fill in the last day of the period, or leave out how exactly it was agreed."
    ]
    assert refusal(cast.action, due_precision="", starts_precision="day")["starts_on"] == [
        "Fill in the first day of the period, or leave out how exactly it was agreed."
    ]


def test_a_lead_stays_with_its_action(cast):
    other = ActionFactory(agenda=cast.agenda, goal=cast.goal)
    assert refusal(cast.lead, action=other) == {"action": ["A lead stays with its action."]}


# -- The checks of the database, which every model asks alike


def checks_asked(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum('"_check"' in query["sql"] for query in captured)


def test_all_checks_are_asked_in_one_query(cast):
    assert checks_asked(cast.action.full_clean) == 1


def test_each_check_that_fails_says_its_own_sentence(cast):
    assert refusal(cast.action, due_on=DECISION, due_precision="", starts_on=DECISION, starts_precision="") == {
        ROW: [
            "Say how exactly the due date was agreed: a day, a quarter, a year.",
            "Say how exactly the start was agreed: a day, a quarter, a year.",
        ]
    }


def test_a_check_on_a_field_that_is_left_out_does_not_hide_the_others(cast):
    cast.action.due_on, cast.action.due_precision, cast.action.starts_on, cast.action.starts_precision = (
        DECISION,
        "",
        DECISION,
        "",
    )
    with translation.override("en"), pytest.raises(ValidationError) as found:
        cast.action.full_clean(exclude={"starts_precision"})
    assert found.value.message_dict == {ROW: ["Say how exactly the due date was agreed: a day, a quarter, a year."]}
