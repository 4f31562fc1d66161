"""What goes out comes back in: an exported agenda changes nothing in its own agenda, whatever the format and the words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.demo import FIXTURES, load_document
from agreements.exports.docx import agenda_docx
from agreements.exports.tables import agenda_table
from agreements.models import Agenda, Agreement

pytestmark = pytest.mark.django_db
FORMATS = ("docx", "xlsx", "ods", "csv")


def exported(agenda: Agenda, kind: str) -> bytes:
    return agenda_docx(agenda) if kind == "docx" else agenda_table(agenda, kind)


def what_it_does(plan) -> dict[str, list]:
    """Everything that would be written, asked or reported; nothing at all when the file says what the agenda says."""
    return {
        "written": [
            (
                row.model.__name__,
                row.status.name,
                row.words,
                [(change.label, change.was, change.becomes) for change in row.changes],
            )
            for row in plan.rows
            if row.status.name != "SAME"
        ],
        "asked": [question.sentence for question in plan.questions.values()],
        "missing": [str(row) for row in plan.missing],
    }


NOTHING = {"written": [], "asked": [], "missing": []}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["heumen.json", "heeze_leende.json"])
def test_an_exported_agenda_changes_nothing_in_its_own_agenda(db, look, name, kind):
    agreement = load_document(FIXTURES / name)
    agenda = Agenda.objects.select_related("agreement").get(agreement=agreement, year=2024)
    plan = look(exported(agenda, kind), f"agenda.{kind}", agenda).plan
    assert what_it_does(plan) == NOTHING
    assert len(plan.goals) == {"heumen.json": 29, "heeze_leende.json": 42}[name]


# -- Whatever the words are

NASTY = [
    "=1+1",
    "+31 6 12345678 bellen",
    "- een\n- twee\n  - dieper",
    "@gemeente",
    "-5% huur",
    "'=x'",
    '"Huur"; en "koop", samen',
    "met\ttab",
    "een\n\ntwee",
    "regel\nregel",
    "é😀ß",
    "x_x0041_",
    "1.10",
    "2024-01-01",
    "**vet** en _schuin_",
    "### Kop\n\nTekst",
    "• punt",
    "a * b # c",
    "12",
]
begun = st.tuples(st.sampled_from(["=", "+", "-", "@", "'=", '"']), st.text(st.sampled_from("ab\"' ;,é😀"), max_size=12))
texts = st.one_of(st.sampled_from(NASTY), begun.map("a".join))


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("layout", Agreement.Layout.values)
@settings(max_examples=5, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goal=texts, action=texts)
def test_no_words_are_lost_or_changed_on_the_way(cast, look, layout, kind, goal, action):
    agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    agenda.agreement.layout = layout
    cast.goal.number = "1.1.1" if layout == Agreement.Layout.DOCUMENT else "17"
    cast.goal.text, cast.action.text = goal, action
    cast.goal.save()
    cast.action.save()
    assert what_it_does(look(exported(agenda, kind), f"agenda.{kind}", agenda).plan) == NOTHING
