"""What goes out comes back in: into its own agenda an export changes nothing, and into an empty one it makes the same agenda."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreements.agenda.collect import collect_agenda
from agreements.demo import FIXTURES, load_document
from agreements.exports.docx.agenda import agenda_docx
from agreements.exports.tables import actions_sheet, agenda_table
from agreements.imports.applying import apply_import
from agreements.imports.undoing import undo_import
from agreements.markdown import to_html
from agreements.models import Action, Agenda, AgendaImport, Agreement
from agreements.models.action import Precision
from agreements.own_files import LEAD_IN
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    GoalFactory,
    LabelFactory,
    LabellingFactory,
    LeadFactory,
    ProjectFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
DOCUMENTS = Path(__file__).parents[2] / "documents" / "import"
FORMATS = ("docx", "xlsx", "ods", "csv")
REAL = ("heumen.json", "heeze_leende.json")


def exported(agenda: Agenda, kind: str) -> bytes:
    return agenda_docx(agenda) if kind == "docx" else agenda_table(agenda, kind)


def content_of(agenda: Agenda, kind: str) -> list[str]:
    """What a file of this kind says, in lines: all of the text and its styles in Word, every cell in a table."""
    agenda = fresh(agenda)
    if kind == "docx":
        package = zipfile.ZipFile(io.BytesIO(agenda_docx(agenda)))
        text = re.sub(r'(?:r:id="[^"]*"|<w:sectPr.*</w:sectPr>)', "", package.read("word/document.xml").decode())
        links = sorted(re.findall(r'Target="(http[^"]*|mailto[^"]*)"', package.read("word/_rels/document.xml.rels").decode()))
        return [*re.split(r"(?=<w:(?:p|tr|tc)[ >])", text), *links]
    sheet = actions_sheet(collect_agenda(agenda))
    return [f"{column.title}: {cell!r}" for row in sheet.rows for column, cell in zip(sheet.columns, row, strict=True)]


@pytest.fixture(scope="module")
def documents(module_rows) -> dict[str, int]:
    """The real agendas, loaded once; what a test writes is rolled back."""
    return {name: load_document(FIXTURES / name).agendas.get(year=2024).pk for name in REAL}


@pytest.fixture
def real_agenda(documents, db):
    """`real_agenda("heumen.json")`: the agenda of that document, without the appendices, which no export holds."""

    def real_agenda(name: str) -> Agenda:
        agenda = Agenda.objects.select_related("agreement").get(pk=documents[name])
        agenda.agreement.appendices.all().delete()
        return agenda

    return real_agenda


def fresh(agenda: Agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


@pytest.fixture
def empty_twin():
    """`empty_twin(agenda)`: the same agreement with the same parties once more, and nothing in its agenda."""

    def empty_twin(agenda: Agenda) -> Agenda:
        parts = list(agenda.agreement.participations.all())
        slug = f"{agenda.agreement.slug}-{Agreement.objects.count()}"
        agreement = _copy(Agreement.objects.get(pk=agenda.agreement_id), slug=slug, introduction="")
        for part in parts:
            _copy(part, agreement=agreement)
        return fresh(_copy(Agenda.objects.get(pk=agenda.pk), agreement=agreement, introduction="", introduction_title=""))

    return empty_twin


def _copy(row, **fields):
    row.pk, row._state.adding = None, True
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


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
@pytest.mark.parametrize("name", REAL)
def test_a_real_agenda_goes_out_and_comes_back_the_same(real_agenda, look, kept, empty_twin, name, kind):
    agenda = real_agenda(name)
    file = exported(agenda, kind)
    plan = look(file, f"agenda.{kind}", agenda).plan
    assert (what_it_does(plan), plan.remarks) == (NOTHING, [])
    assert len(plan.goals) == {"heumen.json": 29, "heeze_leende.json": 42}[name]
    before, twin = content_of(agenda, kind), empty_twin(agenda)
    made = apply_import(kept(file, f"agenda.{kind}", twin), by=None)
    assert content_of(twin, kind) == before
    assert made.remarks == []


def test_the_appendices_of_a_word_document_are_no_words_of_its_last_goal(documents, look):
    agenda = Agenda.objects.select_related("agreement").get(pk=documents["heeze_leende.json"])
    plan = look(agenda_docx(agenda), "agenda.docx", agenda).plan
    assert what_it_does(plan) == NOTHING
    assert [remark.words.partition(":")[0] for remark in plan.remarks] == ["Bijlage 1"]


@pytest.mark.parametrize("name", REAL)
def test_a_document_that_libreoffice_saved_anew_still_says_what_it_said(real_agenda, look, kept, empty_twin, name):
    agenda = real_agenda(name)
    file = (DOCUMENTS / f"{name.removesuffix('.json').replace('_', '-')}-bewaard.docx").read_bytes()
    assert what_it_does(look(file, "agenda.docx", agenda).plan) == NOTHING
    before, twin = content_of(agenda, "docx"), empty_twin(agenda)
    apply_import(kept(file, "agenda.docx", twin), by=None)
    assert content_of(twin, "docx") == before


# -- Whatever the words are

NASTY = [
    "=1+1",
    "+31 6 12345678 bellen",
    "- een\n- twee\n  - dieper\n  - diep\n- drie",
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
    "**Alles vet**",
    "_alles schuin_",
    "**vet met _schuin_ erin** en *lo*s",
    "### Kop\n\nTekst",
    "• punt",
    "a * b # c",
    "# a",
    "• a",
    "\\-",
    "12",
    "12. eerst\n13. dan\n\n    met uitleg\n\nSlot",
    "1. a\n   - onder\n     - dieper\n2. b\n\n1) opnieuw",
    "12 woningen\n\n**30** woningen",
    "Zie [de site](https://example.org/a_(b)) en [mail](mailto:a@b.nl)",
    "Hoofdstuk 3: wonen",
    "Prestatie 2025: bouwen",
    "Vervallen op 3 mei 2025",
    "vervalt omdat het klaar is",
    "doorlopend",
    "jaarlijks, in kwartaal 3",
    "Steenhuys\n\n- bouwen",
    "Doel",
    "Bijlagen",
    "Geen afspraak in 2025",
    "Gemeente\xa0Duinstad – «Duin»",
]
SIGNS = "ab1 .,:;-+*_#[]()'\"=@|&<>\\\té😀\n"


def says_something(text: str) -> bool:
    """Whether a page prints anything of it; «#» alone is a heading without words."""
    return bool(re.sub(r"<[^>]*>|\s", "", to_html(text)))


words = st.text(st.sampled_from(SIGNS), max_size=24).map(lambda text: re.sub(r"\n\s+", "\n", text.strip())).filter(bool)
words = words.filter(lambda text: not re.match(r"\d+\s*\t|\\\n", text))  # in Word a goal with that number; an empty line
texts = st.one_of(st.sampled_from(NASTY), words).filter(says_something)
one_line = texts.map(lambda text: " ".join(text.split())[:60].strip()).filter(bool)
days = st.dates(date(2024, 1, 1), date(2024, 12, 31))
actions = st.fixed_dictionaries(
    {
        "text": texts,
        "project": st.one_of(st.just(""), one_line),
        "number": st.sampled_from(["", "1a"]),
        "kind": st.sampled_from(Action.Kind.values),
        "recurrence": st.sampled_from(["", *Action.Recurrence.values]),
        "starts": st.one_of(st.none(), st.tuples(days, st.sampled_from(Precision.values))),
        "due": st.one_of(st.none(), st.tuples(days, st.sampled_from(Precision.values))),
        "dropped": st.one_of(st.none(), st.tuples(days, texts)),
        "budget": st.one_of(st.none(), st.decimals(0, 10**9, places=2)),
        "leads": st.lists(
            st.tuples(st.integers(0, 2), st.one_of(st.just(""), one_line)), max_size=3, unique_by=lambda lead: lead[0]
        ),
        "lead_text": st.one_of(st.just(""), one_line),
    }
)
goals = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.sampled_from(["", "17", "1.1", "A.2", "3b", "Doel 4"]),
            "text": texts,
            "actions": st.lists(actions, max_size=2),
        }
    ),
    max_size=2,
    unique_by=lambda goal: goal["number"],
)
themes = st.lists(
    st.fixed_dictionaries(
        {
            "is_part": st.booleans(),
            "has_number": st.booleans(),
            "title": one_line,
            "introduction": st.one_of(st.just(""), texts),
            "goals": goals,
        }
    ),
    min_size=1,
    max_size=3,
)
introductions = st.tuples(*[st.one_of(st.just(""), text) for text in (texts, one_line, texts)])


def fill(agenda: Agenda, parties: list, chapters: list[dict], introduced: tuple[str, str, str]) -> None:
    """Put the drawn chapters, goals and actions into the agenda."""
    agreement = agenda.agreement
    agreement.introduction, agenda.introduction_title, agenda.introduction = introduced
    agreement.save()
    agenda.save()
    above = None
    for position, chapter in enumerate(chapters, start=1):
        is_part = chapter["is_part"] and above is not None
        number = "" if not chapter["has_number"] else f"{above.number or 9}.{position}" if is_part else str(position)
        theme = ThemeFactory(
            agreement=agreement,
            parent=above if is_part else None,
            number=number,
            title=f"{chapter['title']} {'abc'[position - 1]}",
            introduction=chapter["introduction"],
            position=position,
        )
        above = above if is_part else theme
        for place, drawn in enumerate(chapter["goals"]):
            goal = GoalFactory(theme=theme, number=drawn["number"], text=drawn["text"], position=place)
            for order, row in enumerate(drawn["actions"]):
                _add_action(agenda, goal, order, parties, **row)


def _add_action(agenda, goal, order, parties, *, project, starts, due, dropped, leads, **fields):
    if starts and due and starts[0] > due[0]:
        starts, due = due, starts
    known = agenda.agreement.projects.filter(name=project).first() if project else None
    action = ActionFactory(
        agenda=agenda,
        goal=goal,
        position=order,
        project=known or (ProjectFactory(agreement=agenda.agreement, name=project) if project else None),
        starts_on=starts and starts[0],
        starts_precision=starts[1] if starts else "",
        due_on=due and due[0],
        due_precision=due[1] if due else "",
        dropped_on=dropped and dropped[0],
        drop_reason=dropped[1] if dropped else "",
        **fields,
    )
    for place, (party, task) in enumerate(leads):
        LeadFactory(action=action, party=parties[party], task=task, position=place)


def in_each_way():
    """Word looks otherwise in each layout; a table is the same table, so that with the other layout it comes with --all only."""
    for kind in FORMATS:
        for layout in Agreement.Layout.values:
            is_once_more = kind != "docx" and layout != Agreement.Layout.TABLE
            yield pytest.param(kind, layout, marks=[pytest.mark.with_all] if is_once_more else [])


@pytest.mark.parametrize(("kind", "layout"), list(in_each_way()))
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chapters=themes, introduced=introductions)
def test_whatever_the_words_are_they_come_back(cast, look, kept, empty_twin, layout, kind, chapters, introduced):
    with transaction.atomic():
        cast.agreement.layout = layout
        cast.agreement.save()
        agenda, twin = empty_twin(fresh(cast.agenda)), empty_twin(fresh(cast.agenda))
        fill(agenda, [cast.municipality, cast.association, cast.tenants], chapters, introduced)
        agenda = fresh(agenda)
        file = exported(agenda, kind)
        assert what_it_does(look(file, f"agenda.{kind}", agenda).plan) == NOTHING
        asked = look(file, f"agenda.{kind}", twin).plan.open_questions
        assert {question.key.partition(":")[0] for question in asked} <= {"lead"}, "whom a line of Word means that no party has"
        answers = {question.key: "as_printed" for question in asked}
        if any(chapter["goals"] for chapter in chapters):
            apply_import(kept(file, f"agenda.{kind}", twin, answers=answers), by=None)
            assert content_of(twin, kind) == content_of(agenda, kind)
        transaction.set_rollback(True)


def test_that_nothing_is_in_it_yet_is_not_read_for_its_introduction(cast, look, empty_twin):
    agenda = empty_twin(fresh(cast.agenda))
    agenda.introduction_title = "Vooraf"
    agenda.save()
    assert what_it_does(look(agenda_docx(fresh(agenda)), "agenda.docx", agenda).plan) == NOTHING


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_day_on_which_an_action_was_added_and_the_year_in_which_it_goes_on_come_back(cast, look, kept, empty_twin, kind):
    dropped = {"dropped_on": date(2024, 10, 1), "drop_reason": "Later.", "goes_on_in": 2025}
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit gaat verder.", position=2, **dropped)
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit kwam erbij.", position=3, added_on=date(2024, 2, 16))
    agenda, twin = fresh(cast.agenda), empty_twin(fresh(cast.agenda))
    file = exported(agenda, kind)
    assert what_it_does(look(file, f"agenda.{kind}", agenda).plan) == NOTHING
    apply_import(kept(file, f"agenda.{kind}", twin), by=None)
    assert content_of(twin, kind) == content_of(agenda, kind)
    assert list(twin.actions.order_by("position").values_list("added_on", "goes_on_in")) == [
        (None, None),
        (None, 2025),
        (date(2024, 2, 16), None),
    ]


@pytest.mark.parametrize("layout", ["table", "document"])
def test_additional_agreements_in_our_own_document_come_back(cast, look, kept, empty_twin, layout):
    """Of a goal and of an action, also behind one that was dropped; what is dropped and added keeps both lines apart."""
    type(cast.agreement).objects.filter(pk=cast.agreement.pk).update(layout=layout)
    dropped = {"dropped_on": date(2024, 10, 1), "drop_reason": "Later."}
    row = {"goal": cast.goal, "agenda": cast.agenda}
    ActionFactory(**row, text="Dit vervalt.", position=2, **dropped)
    ActionFactory(**row, text="Dit kwam erbij.", position=3, added_on=date(2024, 2, 16))
    ActionFactory(**row, text="Dit kwam erbij en vervalt.", position=4, added_on=date(2024, 2, 17), **dropped)
    goal = GoalFactory(theme=cast.theme, number="18", text="Een doel erbij.", position=2, added_on=date(2024, 2, 16))
    ActionFactory(goal=goal, agenda=cast.agenda, text="Wat daarvoor gebeurt.", position=5)
    agenda, twin = fresh(cast.agenda), empty_twin(fresh(cast.agenda))
    file = exported(agenda, "docx")
    assert what_it_does(look(file, "agenda.docx", agenda).plan) == NOTHING
    apply_import(kept(file, "agenda.docx", twin), by=None)
    assert content_of(twin, "docx") == content_of(agenda, "docx")
    assert [day for day in twin.actions.order_by("position").values_list("added_on", flat=True) if day] == [
        date(2024, 2, 16),
        date(2024, 2, 17),
    ]
    assert list(twin.agreement.themes.get().goals.order_by("position").values_list("added_on", flat=True)) == [
        None,
        date(2024, 2, 16),
    ]


def test_an_empty_cell_takes_the_day_of_adding_away_and_no_column_leaves_it(cast, look):
    action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit kwam erbij.", position=2, added_on=date(2024, 2, 16))
    file = exported(fresh(cast.agenda), "csv")
    without = re.sub(rb"16-0?2-2024|2024-02-16", b"", file)
    (written,) = what_it_does(look(without, "agenda.csv", fresh(cast.agenda)).plan)["written"]
    assert written == ("Action", "CHANGED", "Dit kwam erbij.", [("Toegevoegd op", "16 februari 2024", "")])
    type(action).objects.filter(pk=action.pk).update(added_on=None)
    file = exported(fresh(cast.agenda), "csv")
    type(action).objects.filter(pk=action.pk).update(added_on=date(2024, 2, 16))
    assert what_it_does(look(file, "agenda.csv", fresh(cast.agenda)).plan) == NOTHING


def test_a_document_of_our_own_says_that_an_action_goes_on(cast, look):
    action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit gaat verder.", position=2)
    action.dropped_on, action.drop_reason, action.goes_on_in = date(2024, 10, 1), "Later.", 2025
    action.save()
    file = exported(fresh(cast.agenda), "docx")
    assert what_it_does(look(file, "agenda.docx", fresh(cast.agenda)).plan) == NOTHING


# -- What only a document of our own says


def test_introductions_come_in_are_shown_and_can_be_undone(cast, look, kept):
    agenda = fresh(cast.agenda)
    agenda.introduction_title, agenda.introduction = "Waarom", "Omdat het **moet**."
    agenda.save()
    file = agenda_docx(agenda)
    agenda.introduction = "Iets anders."
    agenda.save()
    waiting = kept(file, "agenda.docx", agenda)
    made = apply_import(waiting, by=cast.officer)
    (row,) = made.introductions
    assert (row.kind, row.status, row.words) == ("inleiding van de uitvoeringsagenda", "changed", "Omdat het moet.")
    assert fresh(agenda).introduction == "Omdat het **moet**."
    assert fresh(agenda).history.first().history_user == cast.officer
    undo_import(AgendaImport.objects.get(pk=waiting.pk), by=cast.officer)
    assert fresh(agenda).introduction == "Iets anders."


def test_the_introduction_that_all_years_share_stays_once_a_year_is_adopted(cast, look):
    agreement = cast.agreement
    agreement.layout, agreement.introduction = Agreement.Layout.DOCUMENT, "Zo begon het."
    agreement.save()
    file = agenda_docx(fresh(cast.agenda))
    agreement.introduction = "Zo is het vastgesteld."
    agreement.save()
    AgendaFactory(agreement=agreement, year=2023, state="adopted", adopted_on=date(2023, 1, 1))
    (row,) = look(file, "agenda.docx", fresh(cast.agenda)).plan.introductions
    assert (row.status, len(row.notes)) == ("same", 1)


def test_what_people_typed_into_our_document_is_read_by_its_style(cast, look):
    from docx import Document

    cast.agreement.layout = Agreement.Layout.DOCUMENT
    cast.agreement.save()
    document = Document(io.BytesIO(agenda_docx(fresh(cast.agenda))))
    document.add_paragraph("", style="Heading 1")
    document.add_paragraph("18\tDe wijk wordt groener.", style="Doel")
    document.add_paragraph(f"{cast.agenda.action_label}: tien bomen planten.", style="Jaarafspraak")
    document.add_paragraph("En water geven.", style="Jaarafspraak")
    document.add_paragraph("Prestatie 2019: iets van vroeger.", style="Jaarafspraak")
    written = io.BytesIO()
    document.save(written)
    plan = look(written.getvalue(), "agenda.docx", fresh(cast.agenda)).plan
    known, new = plan.goals
    assert (known.status, new.status, new.number, new.words) == ("same", "new", "18", "De wijk wordt groener.")
    assert [row.words for row in new.children] == ["tien bomen planten.\n\nEn water geven."]
    assert [remark.words for remark in plan.remarks] == ["Prestatie 2019: iets van vroeger."]


def test_a_date_that_was_cleared_in_our_own_table_is_cleared(cast, look):
    action = cast.action
    action.due_on, action.due_precision = date(2024, 9, 30), "quarter"
    action.save()
    sheet = agenda_table(fresh(cast.agenda), "csv").decode("utf-8-sig")
    cleared = sheet.replace("2024-09-30", "").replace("30-09-2024", "").replace("kwartaal 3 van 2024", "")
    assert cleared != sheet
    (goal,) = look(cleared.encode(), "agenda.csv", fresh(cast.agenda)).plan.goals
    assert [(change.label, change.was, change.becomes) for change in goal.children[0].changes] == [
        ("Klaar op", "kwartaal 3 van 2024", "")
    ]


def test_words_that_do_not_fit_their_date_are_told(cast, look):
    action = cast.action
    action.due_on, action.due_precision = date(2024, 9, 30), "quarter"
    action.save()
    sheet = agenda_table(fresh(cast.agenda), "csv").decode("utf-8-sig").replace("kwartaal 3 van 2024", "kwartaal 4 van 2024")
    (goal,) = look(sheet.encode(), "agenda.csv", fresh(cast.agenda)).plan.goals
    assert goal.children[0].notes == ["Naast 30 september 2024 staat «kwartaal 4 van 2024»; de datum geldt."]


def test_a_date_that_was_replaced_by_when_it_begins_has_no_last_day(cast, look):
    action = cast.action
    action.due_on, action.due_precision = date(2024, 9, 30), "quarter"
    action.save()
    sheet = agenda_table(fresh(cast.agenda), "csv").decode("utf-8-sig")
    retyped = sheet.replace("2024-09-30", "vanaf kwartaal 3").replace("30-09-2024", "vanaf kwartaal 3")
    assert retyped != sheet
    (goal,) = look(retyped.encode(), "agenda.csv", fresh(cast.agenda)).plan.goals
    assert [(change.label, change.was, change.becomes) for change in goal.children[0].changes] == [
        ("Klaar op", "kwartaal 3 van 2024", "")
    ]


def test_a_label_alone_where_the_introduction_stood_is_no_introduction(cast, look):
    from docx import Document

    agenda = fresh(cast.agenda)
    agenda.introduction = "Omdat het moet."
    agenda.save()
    document = Document(io.BytesIO(agenda_docx(agenda)))
    (paragraph,) = [paragraph for paragraph in document.paragraphs if paragraph.text == "Omdat het moet."]
    paragraph.runs[0].style = LEAD_IN
    written = io.BytesIO()
    document.save(written)
    assert look(written.getvalue(), "agenda.docx", agenda).plan.introductions == []


# -- The line that says when


WHEN = {"starts_on": date(2024, 4, 1), "starts_precision": "quarter", "recurrence": "quarter", "budget": 575}


@pytest.mark.parametrize("where", ["column", "line"])
@pytest.mark.parametrize("layout", ["table", "document"])
def test_what_a_document_prints_on_time_and_money_comes_back(cast, look, kept, empty_twin, layout, where):
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=2, **WHEN)
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Nooit.", position=3)
    Agreement.objects.filter(pk=cast.agreement.pk).update(layout=layout)
    Agenda.objects.filter(pk=cast.agenda.pk).update(when_printed=where)
    agenda = fresh(cast.agenda)
    file = agenda_docx(agenda)
    plan = look(file, "agenda.docx", agenda).plan
    assert (what_it_does(plan), plan.remarks) == (NOTHING, [])
    twin = empty_twin(agenda)
    apply_import(kept(file, "agenda.docx", twin), by=None)
    assert content_of(twin, "docx") == content_of(agenda, "docx")
    found = Action.objects.get(agenda=twin, text="Ooit.")
    assert {name: getattr(found, name) for name in WHEN} == WHEN
    assert Action.objects.get(agenda=twin, text="Nooit.").due_on is None


def test_another_line_under_an_action_changes_what_was_agreed(cast, look, empty_twin):
    row = ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Ooit.", position=2, **WHEN)
    Agenda.objects.filter(pk=cast.agenda.pk).update(when_printed="line")
    file = agenda_docx(fresh(cast.agenda))
    row.budget, row.recurrence = 600, ""
    row.save()
    (written,) = what_it_does(look(file, "agenda.docx", fresh(cast.agenda)).plan)["written"]
    assert written[3] == [("Herhaling", "", "ieder kwartaal"), ("Budget in euro", "€ 600,00", "€ 575,00")]


@pytest.mark.parametrize("kind", FORMATS)
def test_references_come_back(cast, look, kept, empty_twin, kind):
    """In a table each has its column; a document lists them, which is no text of its last goal, and leaves them as they are."""
    cast.goal.references, cast.action.references = "Woondeal | 2023\nConvenant", "Visie | | p. 3 | https://visie.example/"
    cast.goal.save()
    cast.action.save()
    Agenda.objects.filter(pk=cast.agenda.pk).update(lists_references=True)
    agenda = fresh(cast.agenda)
    file = exported(agenda, kind)
    plan = look(file, f"agenda.{kind}", agenda).plan
    assert (what_it_does(plan), plan.remarks) == (NOTHING, [])
    if kind == "docx":
        return
    twin = empty_twin(agenda)
    apply_import(kept(file, f"agenda.{kind}", twin), by=None)
    found = Action.objects.select_related("goal").get(agenda=twin)
    assert (found.goal.references, found.references) == (cast.goal.references, cast.action.references)


PAYS = "De Sleutel | € 150.000 | grond\nde provincie |  | lobby; nog niet besproken\nHet Rijk | € 12,50"


@pytest.mark.parametrize("is_table", [True, False])
@pytest.mark.parametrize("kind", FORMATS)
def test_who_pays_what_comes_back(cast, look, kept, empty_twin, kind, is_table):
    """In a table it has a column of its own; a document has a line for each, where it prints them."""
    cast.action.contributions = PAYS
    cast.action.save()
    Agreement.objects.filter(pk=cast.agreement.pk).update(layout="table" if is_table else "document")
    Agenda.objects.filter(pk=cast.agenda.pk).update(prints_contributions=True)
    agenda = fresh(cast.agenda)
    file = exported(agenda, kind)
    plan = look(file, f"agenda.{kind}", agenda).plan
    assert (what_it_does(plan), plan.remarks) == (NOTHING, [])
    twin = empty_twin(agenda)
    apply_import(kept(file, f"agenda.{kind}", twin), by=None)
    assert Action.objects.get(agenda=twin).contributions == PAYS


def test_another_line_on_who_pays_changes_that_and_one_that_nobody_understands_changes_nothing(cast, look):
    cast.action.contributions = PAYS
    cast.action.save()
    Agenda.objects.filter(pk=cast.agenda.pk).update(prints_contributions=True)
    file = agenda_docx(fresh(cast.agenda))
    cast.action.contributions = "De Sleutel | 1"
    cast.action.save()
    ((_model, status, _words, ((label, was, becomes),)),) = what_it_does(look(file, "agenda.docx", fresh(cast.agenda)).plan)[
        "written"
    ]
    assert (status, label, was, becomes) == ("CHANGED", "Wie wat betaalt", "De Sleutel | € 1", PAYS)
    odd = _with_words(file, "De Sleutel betaalt € 150.000 (grond)", "De Sleutel legt wat bij")
    (row,) = [row for row in look(odd, "agenda.docx", fresh(cast.agenda)).plan.rows if row.model is Action]
    assert (row.status.name, row.notes) == ("SAME", ["«De Sleutel legt wat bij» is niet te begrijpen en blijft zoals het was."])


def _with_words(file: bytes, was: str, becomes: str) -> bytes:
    package, out = zipfile.ZipFile(io.BytesIO(file)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            changed.writestr(name, package.read(name).replace(was.encode(), becomes.encode()))
    return out.getvalue()


@pytest.mark.parametrize("kind", FORMATS)
def test_an_action_without_a_lead_says_so_and_comes_back_without_one(cast, look, kept, empty_twin, kind):
    cast.lead.delete()
    agenda = fresh(cast.agenda)
    file = exported(agenda, kind)
    plan = look(file, f"agenda.{kind}", agenda).plan
    assert (what_it_does(plan), plan.remarks) == (NOTHING, [])
    twin = empty_twin(agenda)
    apply_import(kept(file, f"agenda.{kind}", twin), by=None)
    found = Action.objects.get(agenda=twin)
    assert (found.lead_text, found.leads.count()) == ("", 0)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_labels_go_along_in_a_table_and_are_not_read_back(cast, look, kind):
    LabellingFactory(label=LabelFactory(agreement=cast.agreement, name="ouderen"), goal=cast.goal)
    LabellingFactory(label=LabelFactory(agreement=cast.agreement, kind="area", name="Kade"), action=cast.action)
    file = agenda_table(fresh(cast.agenda), kind)
    if kind == "csv":
        text = file.decode("utf-8-sig")
        assert "Doelgroepen" in text.splitlines()[0]
        assert "ouderen" in text
    plan = look(file, f"agenda.{kind}", fresh(cast.agenda)).plan
    assert what_it_does(plan) == NOTHING
