"""Heumen from 2024 to 2025, and Heeze-Leende from 2024-2027 to 2025-2028, as somebody makes them on the pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from agreements.agenda.collect import collect_agenda, live_rows_of
from agreements.agenda.content import build
from agreements.demo import FIXTURES, PEOPLE, load_document, load_people
from agreements.exports.formats import FORMATS
from agreements.models import Action, Agenda, Agreement, Goal, Lead, Theme
from agreements.versions.recording import hash_as_it_stands
from monitoring.demo.heumen import PROGRESS, load_progress
from monitoring.figures.account import sheets_of
from monitoring.models import Round
from monitoring.position.collect import collect_state
from monitoring.rollover.page import collect_roll
from parties.models import User
from tests.factories import MeasurementFactory
from tests.form_in_page import fields_of

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2024, 12, 9, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def documents(module_rows):
    for name in ("heumen.json", "heeze_leende.json"):
        load_document(FIXTURES / name)
    load_people(FIXTURES / PEOPLE)
    for agenda in Agenda.objects.all():
        agenda.state, agenda.adopted_on = "adopted", date(2023, 12, 14)
        agenda.save()
    load_progress(FIXTURES / PROGRESS, today=DECEMBER.date())


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(DECEMBER, tick=False):
        yield


def agenda_of(slug: str, year: int = 2024) -> Agenda:
    return Agenda.objects.select_related("agreement").get(agreement__slug=slug, year=year)


def signed_in(email: str) -> tuple[Client, User]:
    client, person = Client(), User.objects.get(email=email)
    client.force_login(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    return client, person


def what_2024_is(agenda: Agenda, client: Client) -> dict:
    fresh = Agenda.objects.select_related("agreement").get(pk=agenda.pk)
    page = client.get(f"{agenda.get_absolute_url()}agenda.csv").content
    return {
        "hash": hash_as_it_stands(fresh),
        "printed": build(live_rows_of(fresh)),
        "file": page,
        "state": collect_state(fresh, at=date(2024, 12, 9)),
        "rounds": list(Round.objects.filter(agenda=agenda).values()),
        "contacts": list(Lead.objects.filter(action__agenda=agenda).order_by("pk").values_list("pk", "contact")),
    }


def make(client: Client, address: str, choose: dict[int, str]) -> int:
    """All as proposed, what is asked by hand, and the draft; returns the number of clicks."""
    data = fields_of(client.get(address), f"{address}bewaren/")
    client.post(f"{address}voorstel/", data | {f"a{pk}-choice": choice for pk, choice in choose.items()})
    assert client.post(f"{address}maken/", fields_of(client.get(address), f"{address}bewaren/")).status_code == 302
    return len(choose) + 2


def test_heumen_goes_to_2025_in_at_most_25_clicks(documents):
    client, noor = signed_in("noor@heumen.example")
    agenda = agenda_of("heumen-2023-2026")
    before, page = what_2024_is(agenda, client), collect_roll(agenda, noor)
    asked = {row.action.id: "goes_on" for row in page.rows if row.is_asked}
    proposed = {
        name: {row.action.id for row in page.rows if row.proposal.choice == name} for name in ("goes_on", "finished", "ends")
    }
    assert (len(page.rows), len(proposed["ends"])) == (35, 4)
    assert make(client, f"{agenda.get_absolute_url()}volgend-jaar/", asked) <= 25

    draft = agenda_of("heumen-2023-2026", 2025)
    links = dict(Action.objects.filter(agenda=draft).values_list("earlier_links__earlier", "pk"))
    assert set(links) == proposed["goes_on"] | set(asked)
    assert not set(links) & (proposed["ends"] | proposed["finished"])
    for pk, later in links.items():
        was, becomes = Action.objects.get(pk=pk), Action.objects.get(pk=later)
        assert becomes.due_on == (was.due_on and was.due_on.replace(year=2025))
        leads = [list(Lead.objects.filter(action=row).values_list("party", "task", "contact")) for row in (was, becomes)]
        assert leads[0] == leads[1]
    assert what_2024_is(agenda, client) == before
    printed = [action.id for action in collect_agenda(draft).actions]
    assert printed == [links[row.action.id] for row in page.rows if row.action.id in links]
    steenhuys = next(action for action in collect_agenda(draft).actions if action.project == "Steenhuys")
    assert "voor de kerst" in steenhuys.text
    assert steenhuys.due_on == date(2025, 12, 24)
    assert {kind for kind in FORMATS if client.get(f"{draft.get_absolute_url()}agenda.{kind}").status_code != 200} == set()


def test_heeze_leende_rolls_to_2025_2028_and_2024_stays(documents):
    client, fatima = signed_in("fatima@heeze-leende.example")
    agenda = agenda_of("heeze-leende-2024-2027")
    agreement = agenda.agreement
    assert (agreement.rolling_years, agreement.window_in(2024), agreement.window_in(2025)) == (4, (2024, 2027), (2025, 2028))
    first = Goal.objects.get(theme__agreement=agreement, number="2.1.1").indicators.get()
    second = Goal.objects.get(theme__agreement=agreement, number="4.2.2").indicators.order_by("position").first()
    before = what_2024_is(agenda, client)
    lines_2024 = lines(agreement, first, second, on=date(2024, 12, 9))

    page = collect_roll(agenda, fatima)
    make(client, f"{agenda.get_absolute_url()}volgend-jaar/", {row.action.id: "goes_on" for row in page.rows if row.is_asked})
    for number, text in (("1.1.1", "Het eerste doel luidt anders."), ("4.1.1", "Dit doel ook.")):
        goal = Goal.objects.get(theme__agreement=agreement, number=number)
        goal.text = text
        goal.save()
    gone = Goal.objects.get(theme__agreement=agreement, number="5.1.1")
    Action.objects.filter(agenda__year=2025, goal=gone).delete()
    gone.dropped_from, gone.drop_reason = 2025, "Het is bereikt."
    gone.save()
    Goal(theme=Theme.objects.get(agreement=agreement, number="5.1"), number="5.1.99", text="Een nieuw doel.").save()

    draft = agenda_of("heeze-leende-2024-2027", 2025)
    becomes, was = build(live_rows_of(draft)), before["printed"]
    assert (becomes.agreement.start_year, becomes.agreement.end_year) == (2025, 2028)
    assert (becomes.agreement.title, was.agreement.title) == (
        "Meerjarenprestatieafspraken 2025 – 2028",
        "Meerjarenprestatieafspraken 2024 – 2027",
    )
    assert Agreement.objects.get(pk=agreement.pk).end_year == 2028
    assert becomes.agenda.title == "Meerjarenprestatieafspraken 2025 – 2028 en prestaties 2025"
    texts = {goal.number: goal.text for goal in becomes.goals}
    assert (texts["1.1.1"], texts["5.1.99"]) == ("Het eerste doel luidt anders.", "Een nieuw doel.")
    assert "5.1.99" not in {goal.number for goal in was.goals}
    assert next(goal.drop_line for goal in becomes.goals if goal.number == "5.1.1").startswith("Vervallen vanaf 2025")
    assert what_2024_is(agenda, client) == before
    assert lines(agreement, first, second, on=date(2024, 12, 9)) == lines_2024
    with time_machine.travel(datetime(2025, 6, 1, tzinfo=UTC)):
        for indicator in (first, second):
            MeasurementFactory(indicator=indicator, measured_on=date(2025, 5, 31), value=Decimal(150))
        after = lines(agreement, first, second, on=date(2025, 6, 1))
        assert [[row[1] for row in found] for found in (lines_2024, after)] == [[2030, 2027], [2030, 2028]]
        client, _fatima = signed_in("fatima@heeze-leende.example")
        assert client.get(f"/doelen/{first.goal_id}/lijn/").status_code == 200


def lines(agreement: Agreement, *indicators, on: date) -> list[tuple]:
    found = sheets_of(type(indicators[0]).objects.filter(pk__in=[row.pk for row in indicators]).order_by("pk"), on=on)
    return [(row.indicator.name, row.progression.agreed.end_year, len(row.progression.agreed.targets)) for row in found]
