"""The year 2025 is written while 2024 is adopted and its round is open: whoever reads 2024 sees nothing of it.

Whole answers are compared: the page, the files, the dashboard, My actions, and the mails of the round.
"""

import pickle
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.base import ContentFile

from agreements.agenda.collect import live_rows_of
from agreements.agenda.content import build
from agreements.imports.applying import apply_import
from agreements.imports.undoing import undo_import
from agreements.models import Agenda, AgendaImport, Goal, GoalText, Lead, Theme
from agreements.versions.recording import hash_as_it_stands
from agreements.writing import workflow
from agreements.writing.places import place_at
from monitoring.reminders.collect import mails_of
from monitoring.reminders.mails import Section, in_dutch
from tests.agreements.admin.conftest import signed_in
from tests.agreements.admin.posting import address, take_away
from tests.agreements.admin.test_tables import confirm, errors, table, upload
from tests.documents import variants
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    Cast,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    RoundFactory,
    TargetFactory,
    ThemeFactory,
    make_cast,
)
from tests.pdf_text import text_of

pytestmark = pytest.mark.django_db

BEGIN, WRITTEN, READ = (datetime(2024, *day, tzinfo=UTC) for day in ((9, 2, 9), (10, 3, 9), (10, 7, 9)))
PAGES = ["", "dashboard/", "dashboard/presentatie/", "wederkerigheid/"]
FILES = ["agenda.docx", "agenda.xlsx", "agenda.ods", "voortgang.docx", "voortgang.xlsx"]
NEW_TEXT = "De sociale voorraad groeit met 90 woningen."
HEAD = ["Nr", "Doel", "Afspraak voor 2025", "Trekker"]


@pytest.fixture(scope="module")
def story(module_rows) -> bytes:
    """The cast, the draft of 2025 and all of 2024 before anything is written, packed: each test gets them as they were."""
    cast = make_cast()
    draft = make_draft(cast)
    return pickle.dumps((cast, draft, read_2024(cast) | documents_of_2024(cast)))


@pytest.fixture
def unpacked(story, db) -> tuple[Cast, Agenda, dict[str, object]]:
    return pickle.loads(story)


def make_draft(cast: Cast) -> Agenda:
    """The draft of 2025, beside 2024 that is adopted and in which a round is open."""
    with time_machine.travel(BEGIN):
        second = ThemeFactory(
            agreement=cast.agreement, number="2", title="Duurzaam wonen", introduction="Over duurzaamheid.", position=2
        )
        for number, theme in (("18", cast.theme), ("20", second)):
            goal = GoalFactory(theme=theme, number=number, text=f"Doel {number} wordt gehaald.", position=int(number))
            LeadFactory(action=ActionFactory(goal=goal, agenda=cast.agenda, text=f"Actie van {number}."), party=cast.association)
        TargetFactory(indicator=IndicatorFactory(goal=cast.goal, name="Woningen"), year=None, value=75)
        cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
        cast.agenda.save()
        RoundFactory(agenda=cast.agenda, opened=True)
        return AgendaFactory(agreement=cast.agreement, year=2025)


def read_2024(cast: Cast) -> dict[str, object]:
    """What is shown and sent of 2024, read on a Monday in October."""
    officer, place = signed_in(cast.officer), f"/afspraken/{cast.agreement.slug}/2024/"
    with time_machine.travel(READ, tick=False):
        return {
            **{page: without_tokens(officer.get(place + page)) for page in PAGES},
            **my_actions(cast),
            "csv": officer.get(f"{place}agenda.csv").content,
            "mails": mails(),
            "hash": hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)),
        }


def documents_of_2024(cast: Cast) -> dict[str, object]:
    officer, place = signed_in(cast.officer), f"/afspraken/{cast.agreement.slug}/2024/"
    with time_machine.travel(READ, tick=False):
        return {
            **{name: officer.get(place + name).content for name in FILES},
            "pdf": text_of(officer.get(f"{place}agenda.pdf").content),
        }


def my_actions(cast: Cast) -> dict[str, str]:
    client, leads = signed_in(cast.association_officer), Lead.objects.filter(action__agenda=cast.agenda)
    places = ["/mijn-acties/", *(f"/acties/{lead.action_id}/voortgang/" for lead in leads)]
    return {place: without_tokens(client.get(place)) for place in places}


def without_tokens(response) -> str:
    assert response.status_code == 200
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|name="sent_as"[^>]*', "", response.content.decode())
    return re.sub(r'X-CSRFToken[^}]*|value="[0-9a-f]{8}-[0-9a-f-]{27}"', "", page).replace("2024 2025", "2024")


def mails() -> list[tuple]:
    """What everyone is told at the opening of the round."""
    with in_dutch():
        found = [(mail.person.email, [words_in(section) for section in mail.sections]) for mail in mails_of(date(2024, 10, 1))]
    assert found
    return found


def words_in(section: Section) -> list[str]:
    return [str(getattr(section, field.name)) for field in fields(section) if field.name != "told"]


# -- The doors through which 2025 is written, each with what 2025 reads afterwards


def on_page(cast, act, at: str, row, part: str, **arguments) -> None:
    """On the page for writing of 2025."""
    agenda = cast.agreement.agendas.select_related("agreement").get(year=2025)
    act(place=place_at(agenda, at, row.pk, part), by=cast.officer, **arguments)


def write(cast, at: str, row, part: str, **values) -> None:
    on_page(cast, workflow.write_part, at, row, part, values=values, seen={})


def by_goal_part(cast, client):
    write(cast, "doel", cast.goal, "tekst", text=NEW_TEXT, number="17a")


def by_theme_parts(cast, client):
    write(cast, "thema", cast.theme, "kop", title="Betaalbaar en goed", number="3")
    write(cast, "thema", cast.theme, "inleiding", introduction="Nieuw.")


def by_new_goal(cast, client):
    values = {"number": "19", "text": "Iets nieuws."}
    on_page(cast, workflow.add_row, "thema", cast.theme, "doel-erbij", kind="doel", values=values)


def by_moving(cast, client):
    on_page(cast, workflow.move, "doel", cast.goal, "verplaatsen", above=Theme.objects.get(number="2").pk)


def by_order(cast, client):
    on_page(cast, workflow.shift, "doel", cast.goal, "omlaag", down=True)


def by_order_of_themes(cast, client):
    on_page(cast, workflow.shift, "thema", cast.theme, "omlaag", down=True)


def by_table(cast, client):
    shown = upload(client, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};{NEW_TEXT}"))
    assert errors(shown) == []
    return confirm(client, shown)


def by_dropping(cast, client):
    on_page(cast, workflow.drop, "doel", cast.goal, "vervallen", reason="De raad besloot anders.")


def by_target(cast, client):
    target = {"year": None, "value": "90", "value_to": None, "formula": "", "approximate": False, "provisional": False}
    write(cast, "cijfer", cast.goal.indicators.get(), "streefwaarden", targets=[target])


def by_import(cast, client):
    apply_import(imported(cast), by=cast.officer)


def by_undone_import(cast, client):
    found = imported(cast)
    apply_import(found, by=cast.officer)
    assert GoalText.objects.exists()
    undo_import(AgendaImport.objects.get(pk=found.pk), by=cast.officer)
    assert not GoalText.objects.exists()


def imported(cast) -> AgendaImport:
    rows = [["Thema 1: Betaalbaar wonen"], HEAD, [17, NEW_TEXT, "Er staan 30 woningen.", "De Sleutel"], ["Thema 9: Groen"], HEAD]
    rows.append([90, "Er komt groen.", "Er staan bomen.", "De Sleutel"])
    agenda = cast.agreement.agendas.select_related("agreement").get(year=2025)
    content = ContentFile(variants.excel(*rows), name="agenda.xlsx")
    return AgendaImport.objects.create(agenda=agenda, file=content, file_name="agenda.xlsx", sha256="0" * 64)


def by_putting_back(cast, client):
    with time_machine.travel(WRITTEN):
        goal = GoalFactory(theme=cast.theme, number="19", text="Iets nieuws.")
        take_away(goal, by=cast.officer)
        assert not Goal.objects.filter(pk=goal.pk).exists()
        answer = client.post(address(goal, "put_back"))
        assert Goal.objects.get(pk=goal.pk).words_from == 2025
        return answer


WRITERS = [
    by_goal_part,
    by_theme_parts,
    by_new_goal,
    by_moving,
    by_order,
    by_order_of_themes,
    by_table,
    by_dropping,
    by_target,
    by_import,
    by_undone_import,
    by_putting_back,
]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_writing_2025_changes_nothing_of_2024(unpacked, write):
    cast, draft, before = unpacked
    of_2025 = printed(draft)
    with time_machine.travel(WRITTEN):
        answer = write(cast, signed_in(cast.officer))
    assert answer is None or answer.status_code == 302, getattr(answer, "context", None) and answer.context.get("errors")
    after = read_2024(cast)
    assert {name for name in after if before[name] != after[name]} == set()
    assert (printed(draft) == of_2025) == (write in {by_undone_import, by_target}), "and 2025 is what was written"


# As much as goes together: an import of a goal that was dropped is refused.
TOGETHER = [
    by_goal_part,
    by_theme_parts,
    by_new_goal,
    by_order,
    by_order_of_themes,
    by_table,
    by_target,
    by_moving,
    by_dropping,
]


@pytest.mark.parametrize("writers", [TOGETHER, [by_import]], ids=["together", "import"])
def test_whatever_is_written_in_2025_the_documents_of_2024_are_the_same(unpacked, writers):
    """They take longer to make than all else that is read."""
    cast, draft, before = unpacked
    of_2025 = printed(draft)
    with time_machine.travel(WRITTEN):
        for write in writers:
            write(cast, signed_in(cast.officer))
    assert printed(draft) != of_2025
    after = documents_of_2024(cast)
    assert {name for name in after if before[name] != after[name]} == set()


def printed(agenda):
    return replace(build(live_rows_of(agenda)), changed_at=None)
