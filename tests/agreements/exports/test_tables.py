"""The agenda as a table: every action with its goal, its dates and its money, the words as they were agreed."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.agenda.collect import collect_agenda
from agreements.exports.tables import agenda_table
from agreements.models import Agenda
from parties.tables.files import KINDS, read_table
from tests.factories import ProjectFactory, ThemeFactory


def fresh(agenda) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["heumen", "heeze_leende"])
def test_every_action_of_the_document_has_a_row_with_its_own_words(request, name, kind):
    agenda = request.getfixturevalue(name)
    found = read_table(agenda_table(agenda, kind))
    goal, action = found.headings.index(agenda.agreement.goal_label), found.headings.index(agenda.action_label)
    expected = [
        (row.text, text) for row in collect_agenda(agenda).goals for text in ([action.text for action in row.actions] or [None])
    ]
    assert [(cells[goal], cells[action]) for _number, cells in found.rows] == expected


def test_dates_and_amounts_are_dates_and_amounts_and_also_in_words(agenda, add_goal):
    add_goal(
        "Doel",
        ("De brug ligt er.", "Zee"),
        project=ProjectFactory(agreement=agenda.agreement, name="Kade"),
        due_on=date(2025, 9, 30),
        due_precision="quarter",
        recurrence="six_weeks",
        budget=Decimal("350000.50"),
        dropped_on=date(2025, 3, 1),
        drop_reason="Te duur.",
    )
    found = read_table(agenda_table(fresh(agenda), "ods"))
    ((_number, cells),) = found.rows
    assert {heading: cell for heading, cell in zip(found.headings, cells, strict=True) if cell is not None} == {
        "Thema": "Thema 1. Wonen".replace("1", agenda.agreement.themes.get().number),
        "Nummer van het doel": "1",
        "Doel": "Doel",
        "Project": "Kade",
        "Afspraak voor 2025": "De brug ligt er.",
        "Soort": "Concrete actie",
        "Trekkers": "Zee",
        "Trekker zoals gedrukt": "Zee",
        "Klaar op": date(2025, 9, 30),
        "Klaar in woorden": "kwartaal 3 van 2025",
        "Herhaling": "iedere zes weken",
        "Vervallen op": date(2025, 3, 1),
        "Reden van vervallen": "Te duur.",
        "Budget in euro": Decimal("350000.50"),
    }


def test_a_paragraph_stands_beside_its_theme(agenda, add_goal):
    goal = add_goal("Doel", "Afspraak")
    goal.theme = ThemeFactory(agreement=agenda.agreement, parent=goal.theme, number="1.1", title="Betaalbaar")
    goal.save()
    found = read_table(agenda_table(fresh(agenda), "csv"))
    assert found.headings[:2] == ["Thema", "Paragraaf"]
    assert found.rows[0][1][1] == "1.1 Betaalbaar"


def test_the_second_sheet_says_of_which_text_it_is(agenda):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(agenda_table(fresh(agenda), "xlsx")))
    assert book.sheetnames == ["Jaarplan 2025", "Over deze agenda"]
    facts = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=2)}
    assert facts.pop("Laatst gewijzigd")
    assert facts.pop("Gedownload")
    assert facts == {
        "Prestatieafspraken": "Afspraken Duinstad",
        "Uitvoeringsagenda": "Jaarplan 2025",
        "Jaar": 2025,
        "Status": "Concept",
        "Versie": 1,
        "Ondertekenaar": "Stichting Zee",
    }


def test_the_queries_do_not_grow(agenda, add_goal):
    def count():
        found = fresh(agenda)
        with CaptureQueriesContext(connection) as queries:
            agenda_table(found, "csv")
        return len(queries)

    add_goal("Doel", ("Afspraak", "Zee"))
    one = count()
    for number in "23":
        add_goal("Doel", ("Afspraak", "Zee"), number=number)
    assert count() == one == 6  # the last for the labels
