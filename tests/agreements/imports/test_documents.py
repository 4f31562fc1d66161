"""The two real agendas as their documents look, against the fixtures: cell by cell."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from agreements import demo
from agreements.imports.applying import apply_import
from agreements.models import Action, Goal

DOCUMENTS = Path(__file__).parents[2] / "documents" / "import"
FIELDS = [
    *("text", "kind", "lead_text", "recurrence", "drop_reason"),
    *("due_on", "due_precision", "starts_on", "starts_precision", "dropped_on"),
]


def expected_cells(name: str) -> dict:
    """What the fixture says, by goal, place of the action and field."""
    cells, leads = {}, defaultdict(list)
    rows = [(row["model"].partition(".")[2], row["fields"]) for row in json.loads((demo.FIXTURES / name).read_text("utf-8"))]
    for model, fields in rows:
        if model == "lead":
            leads[fields["action"][4], fields["action"][5]].append((fields["party"][0], fields.get("task", "")))
    for model, fields in rows:
        if model == "goal":
            cells |= {(fields["number"], "text"): fields["text"], (fields["number"], "theme"): tuple(fields["theme"][1:])}
        elif model == "action":
            key = (fields["goal"][3], fields["position"])
            cells |= {(*key, field): fields.get(field) or "" for field in FIELDS}
            cells |= {(*key, "project"): (fields.get("project") or ["", ""])[1], (*key, "leads"): leads[key]}
    return cells


def cells_of(agenda) -> dict:
    """What was read in, in the same form."""
    cells = {}
    for goal in Goal.objects.filter(theme__agreement=agenda.agreement).select_related("theme"):
        cells |= {(goal.number, "text"): goal.text, (goal.number, "theme"): (goal.theme.number, goal.theme.title)}
    for action in Action.objects.filter(agenda=agenda).select_related("goal", "project"):
        key = (action.goal.number, action.position)
        cells |= {(*key, field): str(getattr(action, field) or "") for field in FIELDS}
        leads = [(lead.party.name, lead.task) for lead in action.leads.select_related("party")]
        cells |= {(*key, "project"): str(action.project or ""), (*key, "leads"): leads}
    return cells


@pytest.mark.parametrize("name", ["heumen.docx", "heumen.xlsx", "heumen.ods"])
def test_the_agenda_of_heumen_comes_in_without_a_hand_on_the_columns(name, bare_agenda, kept, look):
    agenda, content = bare_agenda("heumen.json"), (DOCUMENTS / name).read_bytes()
    plan = apply_import(kept(content, name, agenda), by=None)
    expected, found = expected_cells("heumen.json"), cells_of(agenda)
    wrong = {key: (found.get(key), words) for key, words in expected.items() if found.get(key) != words}
    assert found.keys() == expected.keys()
    assert len(wrong) <= 0.02 * len(expected), wrong
    assert {key[-1] for key in wrong} == {"kind"}, "only what kind of action it is, which no words say, is left to people"
    assert (Goal.objects.count(), Action.objects.count()) == (29, 35)
    assert sorted(Action.objects.exclude(dropped_on=None).values_list("goal__number", flat=True)) == ["19", "22", "23", "8"]
    assert plan.questions == {}
    again = look(content, name, agenda).plan
    assert (again.counts, again.missing) == ({"unclear": 0, "new": 0, "changed": 0, "same": 68}, [])


def test_the_numbered_text_of_heeze_leende_comes_in_with_its_chapters(bare_agenda, kept, look):
    agenda, content = bare_agenda("heeze_leende.json"), (DOCUMENTS / "heeze-leende.docx").read_bytes()
    apply_import(kept(content, "heeze-leende.docx", agenda), by=None)
    expected, found = expected_cells("heeze_leende.json"), cells_of(agenda)
    assert found.keys() == expected.keys()
    told = [key for key in expected if key[-1] in {"text", "theme", "due_on", "due_precision", "starts_on"}]
    assert {key: (found[key], expected[key]) for key in told if found[key] != expected[key]} == {}
    assert (Goal.objects.count(), Action.objects.count(), agenda.agreement.themes.count()) == (42, 60, 19)
    led = [key for key in expected if key[-1] == "leads"]
    right = sum({name for name, _task in found[key]} == {name for name, _task in expected[key]} for key in led)
    assert right >= 0.75 * len(led), "leads stand in the sentences only, and are a proposal"
    again = look(content, "heeze-leende.docx", agenda).plan
    assert again.counts == {"unclear": 0, "new": 0, "changed": 0, "same": 121}


@pytest.mark.parametrize("name", ["heumen.json", "heeze_leende.json"])
def test_reading_in_what_is_there_already_changes_nothing(name, db, look):
    agenda = demo.load_document(demo.FIXTURES / name).agendas.select_related("agreement").get()
    file = "heumen.docx" if name == "heumen.json" else "heeze-leende.docx"
    plan = look((DOCUMENTS / file).read_bytes(), file, agenda).plan
    assert (plan.has_changes, plan.open_questions, plan.missing) == (False, [], [])
