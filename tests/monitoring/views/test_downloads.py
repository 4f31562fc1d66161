"""Downloading the report and the figures: for whom, of which moment, and at what cost."""

import io
from datetime import date

import pytest
from django.urls import reverse

from monitoring.models import Position
from monitoring.position.collect import freeze
from monitoring.rounds.workflow import close_round
from parties.tables.files import read_table
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    GoalFactory,
    MeasurementFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    TargetFactory,
)
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db
KINDS = ("pdf", "docx", "xlsx")
PEOPLE = ("officer", "association_officer", "tenant", "executive", "admin", "outsider")


@pytest.fixture
def position(cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, amber=True, reported_by=cast.association_officer)
    close_round(round=round, by=cast.officer)
    return Position.objects.get()


def address(cast, kind: str, *, position: Position | int | None = None) -> str:
    asked = f"?stand={getattr(position, 'pk', position)}" if position else ""
    return reverse(f"progress_{kind}", args=[cast.agreement.slug, cast.agenda.year]) + asked


@pytest.mark.parametrize("kind", [*KINDS, "figures"])
def test_everyone_who_takes_part_downloads_it_and_for_an_outsider_it_does_not_exist(client, cast, position, kind):
    page = reverse("figures_xlsx", args=[cast.agreement.slug]) if kind == "figures" else address(cast, kind)
    answers = {}
    for person in PEOPLE:
        client.force_login(getattr(cast, person))
        answers[person] = client.get(page).status_code
    assert answers == dict.fromkeys(PEOPLE, 200) | {"outsider": 404}


def test_it_has_its_own_name_and_kind(client, cast, position):
    client.force_login(cast.tenant)
    headers = [client.get(address(cast, kind, position=position)).headers for kind in KINDS]
    assert [found["Content-Disposition"] for found in headers] == [
        f'attachment; filename="waterhoek-2023-2026-voortgang-2024-09-30.{kind}"' for kind in KINDS
    ]
    assert [found["Content-Type"].partition(";")[0].rpartition(".")[2] for found in headers] == [
        "application/pdf",
        "document",
        "sheet",
    ]


def test_a_position_is_reported_as_it_was_and_now_as_it_is(client, cast, position):
    cast.action.text = "Iets heel anders."
    cast.action.save()
    client.force_login(cast.tenant)
    then = "".join(pages_of(client.get(address(cast, "pdf", position=position)).content))
    now = "".join(pages_of(client.get(address(cast, "pdf")).content))
    assert "De 24 flexwoningen aan de Kade" in then
    assert "Iets heel anders." not in then
    assert "Vastgelegde stand van 30 september 2024" in then
    assert "Iets heel anders." in now
    assert "Stand na de ronde, peildatum 10 oktober 2024" in now
    assert "ussenstand" not in now


def test_only_while_more_may_come_in_it_is_an_interim_position(client, cast, round):
    client.force_login(cast.tenant)
    assert "ussenstand" in "".join(pages_of(client.get(address(cast, "pdf")).content))


def test_an_unknown_position_or_one_of_another_agenda_is_not_found(client, cast, position):
    elsewhere = freeze(agenda=cast.other_action.agenda, by=cast.outsider, at=date(2024, 9, 30))
    client.force_login(cast.tenant)
    for asked in (elsewhere.pk, 999_999_999, "x"):
        assert {client.get(address(cast, kind, position=asked)).status_code for kind in KINDS} == {404}


def test_a_tampered_position_is_in_no_report(client, cast, position):
    Position.objects.filter(pk=position.pk).update(content=position.content.replace("24 flexwoningen", "12 flexwoningen"))
    client.force_login(cast.tenant)
    for kind in KINDS:
        response = client.get(address(cast, kind, position=position))
        assert response.status_code == 500
        assert "Dit is niet de stand die is vastgelegd" in response.content.decode()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_it_takes_the_queries_of_the_dashboard_however_many_actions_there_are(cast, position, queries, kind):
    dashboard = reverse("dashboard", args=[cast.agreement.slug, cast.agenda.year])
    one = queries(cast.tenant, address(cast, kind))
    assert one <= queries(cast.tenant, dashboard)
    for number in range(3):
        ActionFactory(goal=GoalFactory(theme=cast.theme, number=f"{number}x"), agenda=cast.agenda)
    assert queries(cast.tenant, address(cast, kind)) == one


def test_the_dashboard_leads_to_the_report_of_the_position_that_it_shows(client, cast, position):
    client.force_login(cast.tenant)
    dashboard = reverse("dashboard", args=[cast.agreement.slug, cast.agenda.year])
    page, of_then = client.get(dashboard).content.decode(), client.get(f"{dashboard}?stand={position.pk}").content.decode()
    assert f'href="{address(cast, "xlsx")}"' in page
    assert f'href="{address(cast, "xlsx", position=position)}"' in of_then
    for length in ("kort", "uitzonderingen", "volledig"):
        for kind in ("pdf", "docx"):
            assert f'href="{address(cast, kind)}?lengte={length}"' in page
            assert f'href="{address(cast, kind)}?lengte={length}&amp;stand={position.pk}"' in of_then


def test_a_text_that_excel_would_cut_off_is_shortened_and_says_so(client, cast, position):
    """Every decision fits; all decisions on one action together do not fit in one cell."""
    for number in range(8):
        meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 5, number + 1))
        DecisionFactory(meeting=meeting, action=cast.action, text="a" * 5_000)
    client.force_login(cast.tenant)
    response = client.get(address(cast, "xlsx"))
    assert response.status_code == 200
    cells = [str(cell) for _number, cells in read_table(response.content).rows for cell in cells]
    [shortened] = [cell for cell in cells if "aaaaa" in cell]
    assert len(shortened) == 32_767
    assert "[Ingekort: in een cel past niet meer. De hele tekst, van 40." in shortened


# -- The figures of an agreement


def figures(client, cast) -> dict[str, list[tuple]]:
    from openpyxl import load_workbook

    response = client.get(reverse("figures_xlsx", args=[cast.agreement.slug]))
    return {sheet.title: list(sheet.values) for sheet in load_workbook(io.BytesIO(response.content))}


def test_the_figures_are_all_there_also_those_that_were_corrected(client, cast, indicator, in_october):
    first = MeasurementFactory(indicator=indicator, measured_on=date(2023, 12, 31), value=12, party=cast.association)
    MeasurementFactory(
        indicator=indicator, measured_on=date(2023, 12, 31), value=11, party=cast.association, replaces=first,
        correction_reason="Verkeerd geteld.",
    )  # fmt: skip
    client.force_login(cast.tenant)
    found = figures(client, cast)
    head, *rows = found["Metingen"]
    measured = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["Waarde"], row["Vervangen door een later cijfer"]) for row in measured] == [(12, "ja"), (11, None)]
    assert measured[1]["Reden van de verbetering"] == "Verkeerd geteld."
    assert measured[0]["Gemeten op"].date() == date(2023, 12, 31)
    [agreed] = [dict(zip(found["Indicatoren"][0], row, strict=True)) for row in found["Indicatoren"][1:]]
    assert agreed["Indicator"] == "Groei van de voorraad"
    assert found["Streefwaarden"][1][3] == 75


def test_the_figures_take_a_fixed_number_of_queries(cast, indicator, queries, in_october):
    page, measured = (
        reverse("figures_xlsx", args=[cast.agreement.slug]),
        {"party": cast.association, "measured_on": date(2023, 12, 31)},
    )
    MeasurementFactory(indicator=indicator, **measured)
    one = queries(cast.tenant, page)
    for number in range(3):
        another = type(indicator).objects.create(
            goal=cast.goal, name=f"Nog een {number}", unit="woningen", kind="minimum", per="period"
        )
        TargetFactory(indicator=another, year=None, value=10)
        MeasurementFactory(indicator=another, **measured)
    assert queries(cast.tenant, page) == one
