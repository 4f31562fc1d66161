"""What carries a report, a figure, a decision, or what another party said, is dropped and never deleted, at every door."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import translation

from agreements.agenda.anchors import KINDS
from agreements.agenda.ground import Ground
from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.undoing import undo_import
from agreements.models import Action, Goal, Indicator, Theme
from agreements.versions.recording import record_version
from parties.history.records import change_set
from parties.history.write_rules import may_delete, why_not_delete
from tests.agreements.admin.conftest import signed_in
from tests.agreements.admin.posting import address
from tests.documents import variants
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgendaImportFactory,
    CommentFactory,
    DecisionFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

DROP = "Drop it instead, with a reason: it then stays to be read as dropped."
INSTEAD = {
    Action: DROP,
    Goal: "Drop it from a year on instead, with a reason.",
    Theme: "Drop its goals from a year on instead; a theme without goals is no longer printed.",
    Indicator: "Give it a last year instead.",
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def rows(cast):
    """A theme of its own with a goal, an action and an indicator."""
    theme = ThemeFactory(agreement=cast.agreement, title="Groen")
    goal = GoalFactory(theme=theme, number="40")
    action = ActionFactory(goal=goal, agenda=cast.agenda)
    LeadFactory(action=action, party=cast.association)
    return {Theme: theme, Goal: goal, Action: action, Indicator: IndicatorFactory(goal=goal, name="Bomen")}


def carry_a_report(cast, rows):
    ProgressUpdateFactory(action=rows[Action], party=cast.association)


def carry_a_draft(cast, rows):
    ProgressUpdateFactory(action=rows[Action], party=cast.association, draft=True)


def carry_a_figure(cast, rows):
    MeasurementFactory(indicator=rows[Indicator], party=cast.association)


def carry_a_decision_on_the_action(cast, rows):
    DecisionFactory(meeting=MeetingFactory(agreement=cast.agreement), action=rows[Action])


def carry_a_decision_on_the_goal(cast, rows):
    DecisionFactory(meeting=MeetingFactory(agreement=cast.agreement), goal=rows[Goal], action=None)


def carry_a_comment(cast, rows):
    CommentFactory(action=rows[Action], party=cast.tenants, by=cast.tenant)


def carry_an_own_comment(cast, rows):
    CommentFactory(action=rows[Action], party=cast.municipality, by=cast.officer)


def carry_a_comment_for_one_party(cast, rows):
    CommentFactory(action=rows[Action], party=cast.tenants, by=cast.tenant, is_own=True)


def stand_in_a_version(cast, rows):
    record_version(cast.agenda, kind="adoption", in_force_from="2023-12-14", ground=Ground("earlier"))


ALL = {Theme, Goal, Action, Indicator}
# What it is told of, and which rows stay.
CARRIES = [
    (carry_a_report, "it was reported on", {Theme, Goal, Action}),
    (carry_a_figure, "figures were given for it", {Theme, Goal, Indicator}),
    (carry_a_decision_on_the_action, "a meeting decided about it", {Theme, Goal, Action}),
    (carry_a_decision_on_the_goal, "a meeting decided about it", {Theme, Goal}),
    (carry_a_comment, "another party said something about it", {Theme, Goal, Action}),
    (stand_in_a_version, "it stands in a text that was adopted", ALL),
]
CARRIES_NOTHING = [carry_an_own_comment, carry_a_comment_for_one_party]


@pytest.mark.parametrize(("carry", "why", "staying"), CARRIES)
def test_it_stays_and_the_sentence_says_why_and_what_to_do(cast, rows, carry, why, staying):
    carry(cast, rows)
    for model, row in rows.items():
        expected = f"This cannot be deleted: {why}. {INSTEAD[model]}" if model in staying else ""
        assert why_not_delete(row, by=cast.officer) == expected, model
        assert may_delete(row, by=cast.officer), "the page is there, and says why"


@pytest.mark.parametrize("carry", CARRIES_NOTHING)
def test_what_is_of_the_own_party_or_nobody_else_s_business_keeps_nothing(cast, rows, carry):
    carry(cast, rows)
    assert {why_not_delete(row, by=cast.officer) for row in rows.values()} == {""}


def test_all_reasons_are_told(cast, rows):
    for carry in (carry_a_comment, carry_a_report, carry_a_figure):
        carry(cast, rows)
    assert why_not_delete(rows[Goal], by=cast.officer) == (
        "This cannot be deleted: another party said something about it; it was reported on; figures were given for it."
        " Drop it from a year on instead, with a reason."
    )


def test_a_version_keeps_what_stands_in_it_and_no_other(cast, rows):
    stand_in_a_version(cast, rows)
    later = ActionFactory(
        goal=GoalFactory(theme=cast.theme, number="50"), agenda=AgendaFactory(agreement=cast.agreement, year=2025)
    )
    assert why_not_delete(later, by=cast.officer) == ""
    assert why_not_delete(cast.agenda, by=cast.officer) == (
        "This cannot be deleted: it stands in a text that was adopted. It stays."
    )


# -- At every door


@pytest.mark.parametrize("model", [Action, Goal, Indicator, Theme])
def test_the_model_and_its_query_set(cast, rows, model):
    carry_a_comment(cast, rows)
    carry_a_figure(cast, rows)
    row = rows[model]
    with change_set(user=cast.officer):
        with pytest.raises(ValidationError, match="This cannot be deleted"), transaction.atomic():
            row.delete()
        with pytest.raises((ValidationError, ProtectedError)), transaction.atomic():
            model.objects.filter(pk=row.pk).delete()
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["officer", "admin"])
@pytest.mark.parametrize("carry", [carry_a_comment, carry_a_report])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_page_for_writing(cast, rows, who, carry, headers):
    carry(cast, rows)
    client, row = signed_in(getattr(cast, who)), rows[Action]
    answer = client.post(f"{cast.agenda.address('writing')}actie/{row.pk}/weg/", {"als": "schrijven"}, headers=headers)
    assert answer.status_code == 422
    assert DROP in answer.content.decode()
    assert Action.objects.filter(pk=row.pk).exists()
    assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403, "and not in administration"


HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
FILE = variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, [50, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel"])


def test_undoing_an_import(cast):
    from django.core.files.base import ContentFile

    found = AgendaImportFactory(agenda=cast.agenda, file=ContentFile(FILE, name="agenda.xlsx"), file_name="agenda.xlsx")
    apply_import(found, by=cast.officer)
    CommentFactory(action=Action.objects.get(text="Er is een pad."), party=cast.tenants, by=cast.tenant)
    with pytest.raises(NotAppliedError):
        undo_import(found, by=cast.officer)
    assert Action.objects.filter(text="Er is een pad.").exists()


def test_what_carries_nothing_goes(cast, rows):
    client = signed_in(cast.officer)
    for model in (Indicator, Action, Goal, Theme):
        client.post(f"{cast.agenda.address('writing')}{KINDS[model]}/{rows[model].pk}/weg/", {"als": "schrijven"})
        assert not model.objects.filter(pk=rows[model].pk).exists(), model
