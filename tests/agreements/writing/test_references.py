"""On what a goal or action stands: written on the page, kept when rows are merged, proposed where the text is in force."""

import pytest
from django.utils import translation

from agreements.models import Action, Goal, Proposal
from agreements.writing import goals, rearranging, workflow
from tests.factories import ActionFactory, GoalFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db
DEAL = "Woondeal Regio | versie 2 | blz. 3"


def form(client, place) -> dict:
    return client.get(f"{place.agenda.address('writing')}?deel={place.id}").context["open"].form


def sent(client, place, **filled):
    shown = form(client, place)
    with translation.override("nl"):
        values = {name: shown[name].value() for name in shown.fields}
    kept = {name: value for name, value in values.items() if value not in {None, False}}
    return client.post(place.address, {**kept, **filled}, follow=True)


def goal_of(desk) -> Goal:
    goal = Goal.objects.get(pk=desk.action.goal_id)
    goal.write_for(desk.agenda.year)
    return goal


@pytest.fixture(params=["goal", "action"])
def row(request, desk):
    """`row()` is the goal or the action as it is now, in the words of the year."""
    return (lambda: goal_of(desk)) if request.param == "goal" else (lambda: desk.action)


@pytest.fixture
def place(desk, client, row):
    client.force_login(desk.people[0])
    return desk.place(row(), "verwijzingen")


def test_each_is_typed_in_its_own_row_and_shown_with_its_row(client, desk, place, row):
    sent(client, place, references_0_document="Woondeal  Regio", references_0_edition="versie 2", references_0_place="blz. 3")
    sent(client, place, references_1_document="Nota | A", references_1_link="https://nota.example/a")
    assert row().references == f"{DEAL}\nNota / A |  |  | https://nota.example/a"
    page = client.get(desk.agenda.address("writing")).content.decode()
    assert "Woondeal Regio, versie 2, blz. 3" in page
    assert 'href="https://nota.example/a"' in page
    last = row().history.first() if isinstance(row(), Action) else desk.scene.cast.goal.texts.model.history.first()
    assert (last.history_user, bool(last.history_change_reason)) == (desk.people[0], True)
    sent(client, place, references_0_document="", references_0_edition="", references_0_place="")
    assert row().references == "Nota / A |  |  | https://nota.example/a"


def test_a_document_of_the_list_is_offered_and_brings_its_version_and_link(client, desk, place, row):
    document = SourceDocumentFactory(
        agreement=desk.agenda.agreement, title="Woondeal Regio", edition="versie 2", link="https://deal.example/"
    )
    SourceDocumentFactory(title="Van een ander")
    page = client.get(f"{place.agenda.address('writing')}?deel={place.id}").content.decode()
    assert f'<option value="{document.title}">' in page
    assert "Van een ander" not in page
    sent(client, place, references_0_document="woondeal regio", references_0_place="art. 4")
    assert row().references == "Woondeal Regio | versie 2 | art. 4 | https://deal.example/"
    sent(client, place, references_0_edition="", references_0_link="")
    assert row().references == "Woondeal Regio |  | art. 4", "what one empties stays empty"
    sent(client, place, references_1_document="Woondeal Regio", references_1_edition="versie 1")
    assert row().references.splitlines()[1] == "Woondeal Regio | versie 1"


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"references_0_place": "blz. 3"}, "references_0_document"),
        ({"references_0_document": "Nota", "references_0_link": "javascript:alert(1)"}, "references_0_link"),
        ({"references_1_document": "n" * 301}, "references_1_document"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, place, row, filled, field):
    shown = sent(client, place, **filled)
    assert list(shown.context["open"].form.errors) == [field]
    assert all(shown.context["open"].form[name].value() == value for name, value in filled.items())
    assert row().references == ""


def test_a_colleague_who_was_first_is_not_written_over(client, desk, place, row):
    old = form(client, place)
    workflow.write_part(place=place, by=desk.people[1], values={"references": DEAL}, seen={})
    shown = client.post(
        place.address, {"als": "schrijven", "gezien": old["gezien"].value(), "references_0_document": "Nota"}, follow=True
    )
    assert shown.context["open"].conflict
    assert row().references == DEAL


def test_what_is_seldom_there_is_offered_in_the_menu_until_it_is(client, desk, place, row):
    kind = place.kind

    def menu() -> str:
        return client.get(f"{desk.agenda.address('writing')}?deel={kind}-{place.pk}-menu").content.decode()

    way = f'href="?deel={place.id}#deel-{place.id}"'
    assert way in menu()
    assert way not in client.get(desk.agenda.address("writing")).content.decode()
    sent(client, place, references_0_document="Nota")
    assert menu().count(way) == 1, "beside the reference, and no more in the menu"
    shown = client.get(place.address, {"tonen": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "Nota" in shown
    sent(client, place, references_0_document="")
    assert client.get(place.address, {"tonen": ""}, headers={"HX-Request": "true"}).content.decode().strip() == ""


def test_merged_rows_keep_the_references_of_all_each_once(desk):
    goal, action = goal_of(desk), desk.action
    for row, lines in ((goal, DEAL), (action, f"{DEAL}\nNota")):
        row.references = lines
        row.save()
    other = ActionFactory(agenda=desk.agenda, goal=goal, text="Drie.", references=f"Nota\n{DEAL}\nPlan", position=9)
    rearranging.merge(place=desk.place(action, "samenvoegen"), by=desk.people[0], others=[other.pk], text="Samen.")
    assert Action.objects.get(text="Samen.").references == f"{DEAL}\nNota\nPlan"
    beside = GoalFactory(theme=goal.theme, number="88", references="Plan", start_year=2025)
    goals.merge_goals(place=desk.place(goal, "samenvoegen"), by=desk.people[0], others=[beside.pk], text="Een doel.")
    assert goal_of(desk).references == f"{DEAL}\nPlan"


def test_on_a_text_in_force_it_becomes_a_proposal(client, desk, place, row):
    desk.agenda = desk.scene.agenda(2024)
    there = desk.place(desk.action if place.kind == "actie" else goal_of(desk), "verwijzingen")
    menu = client.get(f"{desk.agenda.address('writing')}?deel={there.kind}-{there.pk}-menu").content.decode()
    assert f'href="?deel={there.id}#deel-{there.id}"' in menu
    sent(client, there, references_0_document="Nota")
    (change,) = Proposal.objects.get(state="draft").changes.all()
    assert (change.about, change.becomes) == ("action" if place.kind == "actie" else "goal", {"references": "Nota"})
