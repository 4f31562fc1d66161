"""What one text says otherwise than another, as the page of an adoption lists it."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from agreements.agenda.collect import collect_agenda, collect_whole_content, live_rows_of
from agreements.agenda.content import build
from agreements.agenda.rows import (
    ActionRow,
    AgendaRow,
    AgreementRow,
    AppendixHash,
    AppendixRow,
    GoalRow,
    IndicatorRow,
    LeadRow,
    MeetingRuleRow,
    ParticipationRow,
    TargetRow,
    TermsRow,
    ThemeRow,
)
from agreements.agenda.stored import text_to_store, with_all_terms
from agreements.versions.comparing import text_changes
from parties.renvooi import pieces
from tests.agreements.ten_changes import make_ten_changes
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    MeetingRuleFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def changes(cast, later) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    found = text_changes(collect_agenda(cast.agenda), collect_agenda(later))
    return [(row.kind, row.heading, [(change.label, change.was, change.becomes) for change in row.changes]) for row in found]


def test_a_goal_that_is_dropped_is_told_with_the_reason(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    cast.goal.dropped_from, cast.goal.drop_reason = 2025, "Er is geen grond."
    cast.goal.save()
    told = [("Dropped from", "", "2025"), ("Dropped because", "", "Er is geen grond.")]
    assert changes(cast, later)[0] == ("changed", "Goal 17", told)


def test_actions_of_one_name_are_told_apart_by_how_they_begin(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    assert [name for _kind, name, _fields in changes(cast, later)] == ["Action of goal 17"], "there is one of that name"
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Er komt een **loket** in het dorpshuis van Waterhoek.", position=2)
    assert [name for _kind, name, _fields in changes(cast, later)] == [
        "Action of goal 17 · De 24 flexwoningen aan de Kade zijn…",
        "Action of goal 17 · Er komt een loket in het dorpshuis van…",
    ]


def test_ten_changes(cast):
    draft = make_ten_changes(cast)
    found = text_changes(collect_agenda(cast.agenda), collect_agenda(draft))
    assert [(row.heading, row.tags, row.note, [note for each in row.changes for note in each.notes]) for row in found] == [
        ("Goal 21", ["changed"], "", ["12 becomes 21"]),
        ("Goal 22", ["changed"], "", ["“niet” is removed"]),
        ("Goal 24", ["changed"], "", ["€ 350.000,- becomes € 400.000"]),
        ("Goal 25", ["changed"], "", ["1 juli 2025 becomes 1 oktober 2025"]),
        ("Goal 26", ["changed"], "", ["Huurdersraad Waterhoek becomes Gemeente Waterhoek"]),
        ("Goal 27", ["changed"], "", []),
        ("Goal 23", ["moved"], "now behind Goal 28", []),
        ("Action of goal 17", ["changed", "carried over"], "", []),
        ("Thema 4. Zorg", ["renumbered"], "", []),
    ]
    assert [row.heading for row in found if row.is_quiet] == ["Thema 4. Zorg"], "and white space is not told at all"


def test_split_merged_and_carried_over_are_named(cast):
    GoalFactory(theme=cast.theme, number="18")
    second, third = (ActionFactory(goal=cast.goal, agenda=cast.agenda, text=text) for text in ("Tweede.", "Derde."))
    later = AgendaFactory(agreement=cast.agreement, year=2025)

    def goes_on(text, kind, *earlier):
        row = ActionFactory(goal=cast.goal, agenda=later, text=text)
        for action in earlier:
            ActionLinkFactory(earlier=action, later=row, kind=kind)

    goes_on("Deel een.", "split", cast.action)
    goes_on("Deel twee.", "split", cast.action)
    goes_on("Samen.", "merged", second, third)
    found = text_changes(collect_agenda(cast.agenda), collect_agenda(later))
    assert [row.kind for row in found] == ["split", "split", "merged"]
    assert found[2].note.startswith("from Action of goal 17")


def test_what_goes_on_as_it_was_is_counted_and_quiet(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    cast.lead.delete()
    row = ActionFactory(goal=cast.goal, agenda=later, text=cast.action.text)
    ActionLinkFactory(earlier=cast.action, later=row)
    [found] = text_changes(collect_agenda(cast.agenda), collect_agenda(later))
    assert (found.kind, found.heading, found.note, found.is_quiet) == ("carried", "1 action", "as it was", True)


@pytest.fixture
def stored(cast):
    """All that a version holds of 2024, with every field filled on which another one hangs."""
    indicator = IndicatorFactory(goal=cast.goal, name="Woningen", unit="woningen", kind="minimum")
    TargetFactory(indicator=indicator, year=2024, value=75)
    MeetingRuleFactory(agreement=cast.agreement, quorum="number", quorum_number=2)
    AppendixFactory(agreement=cast.agreement, title="Begrippen")
    found = text_to_store(cast.agenda, live_rows_of)
    [action], [indicator] = found.text.actions, found.indicators
    action = replace(action, starts_on=date(2024, 1, 15), starts_precision="day", due_on=date(2024, 6, 20), due_precision="day")
    indicator = replace(indicator, baseline=Decimal(60), baseline_on=date(2023, 1, 1), delivered_by="De Sleutel")
    terms = tuple(replace(row, right_of_advice="advice") for row in found.terms)
    return replace(found, text=replace(found.text, actions=(action,)), indicators=(indicator,), terms=terms)


# What a version holds and no reader misses: keys, and what only follows from something that is told.
NOT_TOLD = {"slug", "sha256", "lineage", "schema", "asked", "targets", "leads", "state", "version", "adopted_on"}
NOT_TOLD |= {"signed_on", "signed_by", "mandate"}  # outcomes, of which a version holds nothing
NOT_TOLD |= {"ParticipationRow.kind", "AgendaRow.year"}  # of the party; the year itself
# For counting; the frequency says it in words.
NOT_TOLD |= {f"MeetingRuleRow.{name}" for name in ("per_year", "is_maximum", "every_weeks")}
NOT_TOLD |= {"TargetRow.formula", "TargetRow.year"}  # read where there is no value; that of the text
NOT_TOLD |= {"LeadRow.name"}  # the short name is printed
OTHER = {"layout": "document", "commitment": "effort", "recurrence": "year", "right_of_advice": "qualified", "per": "period"}
OTHER |= {"ActionRow.kind": "ongoing", "IndicatorRow.kind": "maximum", "MeetingRuleRow.kind": "bilateral", "role": "advisory"}
OTHER |= {"quorum": "signatories"}
OTHER |= {"starts_precision": "month", "due_precision": "month"}
KINDS = (AgreementRow, AgendaRow, ParticipationRow, ThemeRow, GoalRow, ActionRow, LeadRow, AppendixRow)
KINDS += (TermsRow, IndicatorRow, TargetRow, MeetingRuleRow, AppendixHash)
TOLD = [
    f"{kind.__name__}.{field.name}"
    for kind in KINDS
    for field in fields(kind)
    if field.name != "id" and not field.name.endswith("_id") and not {field.name, f"{kind.__name__}.{field.name}"} & NOT_TOLD
]


def changed(tree, kind: str, name: str):
    """The tree with that field of its first row of this kind changed."""
    done = False

    def change(value):
        nonlocal done
        if isinstance(value, tuple):
            return tuple(map(change, value))
        if done or not is_dataclass(value):
            return value
        if type(value).__name__ == kind:
            done = True
            return replace(value, **{name: another(kind, name, getattr(value, name))})
        return replace(value, **{field.name: change(getattr(value, field.name)) for field in fields(value)})

    found = change(tree)
    assert done, f"no row of {kind}"
    return found


def another(kind: str, name: str, value):
    chosen = OTHER.get(f"{kind}.{name}") or OTHER.get(name)
    if chosen:
        return chosen
    if isinstance(value, bool):
        return not value
    if name.endswith("_on") or name == "document_date":
        return date(2031, 5, 5)
    if name in {"budget", "value", "value_to", "baseline"}:
        return Decimal("81.00")
    return "anders" if isinstance(value, str) else 2031


@pytest.mark.parametrize("what", [*TOLD, "AppendixHash.sha256"])
def test_all_that_a_version_holds_is_told(stored, what):
    later = changed(stored, *what.split("."))
    was, becomes = (with_all_terms(build(each.text), each) for each in (stored, later))
    assert text_changes(was, was) == ()
    assert text_changes(was, becomes) != ()


def test_a_year_is_compared_with_all_that_it_holds(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    indicator = IndicatorFactory(goal=cast.goal, name="Woningen", unit="woningen", kind="minimum")
    for year, value in ((2024, 75), (2025, 80)):
        TargetFactory(indicator=indicator, year=year, value=value)
    found = text_changes(collect_whole_content(cast.agenda), collect_whole_content(later))
    figure = next(row for row in found if row.heading == "Figure: Woningen")
    assert [(change.was, change.becomes) for change in figure.changes] == [("at least 75 woningen", "at least 80 woningen")]


def test_long_texts_that_any_process_compared_before_are_not_compared_again(cast, monkeypatch, settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {**settings.CACHES, "compared": {"BACKEND": backend, "LOCATION": tmp_path}}
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    GoalFactory(theme=cast.theme, number="1.9", text="Wij bouwen 12 woningen. " * 300)
    was, becomes = collect_agenda(cast.agenda), collect_agenda(later)
    becomes = replace(becomes, themes=tuple(map(_with_other_goals, becomes.themes)))
    times = []
    compare = pieces._compare
    monkeypatch.setattr(pieces, "_compare", lambda *asked: times.append(asked[:2]) or compare(*asked))
    found = []
    for _process in range(2):
        pieces._remembered.cache_clear()
        found.append([change.pieces for row in text_changes(was, becomes) for change in row.changes])
    assert found[0] == found[1]
    assert [len(was) > 5_000 for was, _becomes in times].count(True) == 1


def _with_other_goals(theme):
    goals = tuple(replace(goal, text=goal.text.replace("12", "21")) for goal in theme.goals)
    return replace(theme, goals=goals, sections=tuple(map(_with_other_goals, theme.sections)))
