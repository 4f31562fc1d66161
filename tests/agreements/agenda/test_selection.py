"""Narrowing an agenda to what someone looks for, from the words in the address."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from agreements.agenda.collect import collect_agenda
from agreements.agenda.selection import SelectionForm, narrow
from agreements.labels.listing import labelled_in
from agreements.models import Agenda
from tests.factories import (
    ActionFactory,
    GoalFactory,
    LabelFactory,
    LabellingFactory,
    LeadFactory,
    ProjectFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(cast):
    """Two themes, of which one with a paragraph; what a goal is about is in its text."""
    cast.theme.introduction = "Vooraf over betaalbaarheid."
    cast.theme.save()
    site = ProjectFactory(agreement=cast.agreement, name="Steenhuys")
    build = ActionFactory(
        agenda=cast.agenda, goal=cast.goal, project=site, text="De bouw is begonnen.", kind="ongoing", position=2
    )
    LeadFactory(action=build, party=cast.municipality)

    second = ThemeFactory(agreement=cast.agreement, number="2", title="Leefbaarheid", position=2)
    paragraph = ThemeFactory(agreement=cast.agreement, parent=second, number="2.1", title="Zorg", position=1)
    care = GoalFactory(theme=paragraph, number="18", text="Goede coördinatie van de zorg.", position=2)
    ActionFactory(
        agenda=cast.agenda,
        goal=care,
        text="Er is een zorgplan.",
        kind="process",
        lead_text="Samen met Sociaal Café",
        dropped_on=date(2024, 6, 6),
        drop_reason="De provincie doet het zelf.",
        position=1,
    )
    GoalFactory(theme=paragraph, number="19", text="Buurten blijven heel.", position=3)
    return Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)


@pytest.fixture
def content(agenda):
    with translation.override("en"):
        yield collect_agenda(agenda)


def form_for(content, address: str) -> SelectionForm:
    return SelectionForm(QueryDict(address), content=content)


def found(content, address: str = "") -> dict[str, list[str]]:
    """The actions that remain, by the number of their goal."""
    shown = narrow(content, form_for(content, address).chosen)
    return {goal.number: [action.text for action in goal.actions] for goal in shown.goals}


HOMES, BUILD, CARE = "De 24 flexwoningen aan de Kade zijn opgeleverd.", "De bouw is begonnen.", "Er is een zorgplan."
EVERYTHING = {"17": [HOMES, BUILD], "18": [CARE], "19": []}


# -- Each filter alone


def test_nothing_chosen_shows_everything(content):
    assert found(content) == EVERYTHING
    assert narrow(content, {}) is content


def test_by_the_party_that_leads(content, cast):
    assert found(content, f"partij={cast.association.pk}") == {"17": [HOMES]}
    assert found(content, f"partij={cast.municipality.pk}") == {"17": [BUILD]}


def test_by_theme_with_the_goals_in_its_paragraphs_and_those_without_an_action(content):
    first, second = content.themes
    assert found(content, f"thema={first.id}") == {"17": [HOMES, BUILD]}
    assert found(content, f"thema={second.id}") == {"18": [CARE], "19": []}


@pytest.mark.parametrize(
    ("kind", "rows"), [("specific", {"17": [HOMES]}), ("ongoing", {"17": [BUILD]}), ("process", {"18": [CARE]})]
)
def test_by_kind(content, kind, rows):
    assert found(content, f"soort={kind}") == rows


def test_by_being_dropped(content):
    assert found(content, "soort=dropped") == {"18": [CARE]}


def test_by_project(content):
    (site,) = {action.project_id for action in content.actions} - {None}
    assert found(content, f"project={site}") == {"17": [BUILD]}


# -- Words


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("flexwoningen", {"17": [HOMES]}),
        ("FLEXWONINGEN", {"17": [HOMES]}),
        ("  flexwoningen  ", {"17": [HOMES]}),
        ("coordinatie", {"18": [CARE]}),
        ("coördinatie", {"18": [CARE]}),
        ("COÖRDINATIE", {"18": [CARE]}),
        ("cafe", {"18": [CARE]}),
        ("provincie", {"18": [CARE]}),
        ("steenhuys", {"17": [BUILD]}),
        ("sleutel", {"17": [HOMES]}),
        ("buurten", {"19": []}),
        ("19", {"19": []}),
        ("sociale voorraad", {"17": [HOMES, BUILD]}),
        ("voorraad bouw", {"17": [HOMES, BUILD]}),
        ("bouw begonnen", {"17": [BUILD]}),
        ("bouw zorgplan", {}),
        ("zeppelin", {}),
    ],
)
def test_by_words_in_goal_action_lead_project_or_reason(content, words, rows):
    query = QueryDict(mutable=True)
    query["zoek"] = words
    assert found(content, query.urlencode()) == rows


def test_words_spread_over_a_goal_and_its_action_are_found_in_that_action(content):
    assert found(content, "zoek=voorraad+begonnen") == {"17": [BUILD]}


# -- Combined


def test_every_choice_counts(content, cast):
    first, second = content.themes
    assert found(content, f"partij={cast.municipality.pk}&soort=ongoing&thema={first.id}&zoek=bouw") == {"17": [BUILD]}
    assert found(content, f"partij={cast.municipality.pk}&soort=specific") == {}
    assert found(content, f"partij={cast.municipality.pk}&thema={second.id}") == {}
    assert found(content, "soort=dropped&zoek=flexwoningen") == {}


def test_words_of_a_goal_do_not_bring_in_actions_that_another_choice_excludes(content, cast):
    assert found(content, f"zoek=voorraad&partij={cast.municipality.pk}") == {"17": [BUILD]}


def test_a_goal_without_actions_does_not_fit_a_choice_about_actions(content, cast):
    assert found(content, f"zoek=buurten&partij={cast.municipality.pk}") == {}


# -- An address that someone made up


@pytest.mark.parametrize(
    "address",
    [
        "partij=999999",
        "partij=x",
        "partij=",
        "thema=0",
        "soort=wens",
        "project=-1",
        "zoek=%20%20",
        "zoek=%00",
        "zoek=" + 101 * "a",
        "page=2&iets=anders",
    ],
)
def test_an_unknown_choice_counts_as_none(content, address):
    form = form_for(content, address)
    assert form.chosen == {}
    assert found(content, address) == EVERYTHING


def test_an_unknown_choice_leaves_the_others_as_they_are(content):
    assert found(content, "partij=999999&soort=ongoing") == {"17": [BUILD]}


def test_a_party_that_leads_nothing_and_a_theme_of_others_are_unknown_choices(content, cast):
    assert form_for(content, f"partij={cast.tenants.pk}&thema={cast.other_theme.pk}").chosen == {}


# -- What remains of the page


def test_a_selection_keeps_date_parties_and_order_and_drops_introductions_and_empty_parts(content):
    shown = narrow(content, {"words": "zorg"})
    assert (shown.agenda, shown.changed_at, shown.parties) == (content.agenda, content.changed_at, content.parties)
    (section,) = shown.themes
    assert (section.heading, [child.heading for child in section.sections]) == ("Thema 2. Leefbaarheid", ["2.1 Zorg"])
    assert narrow(content, {"words": "flexwoningen"}).themes[0].introduction == ""


def test_the_content_itself_stays_whole(content):
    narrow(content, {"words": "zeppelin"})
    assert found(content) == EVERYTHING


# -- The form


def choices(form: SelectionForm, field: str) -> list:
    return [(value, str(label)) for value, label in form.fields[field].choices]


def test_the_form_offers_what_the_agenda_holds(content, cast):
    with translation.override("en"):
        form = form_for(content, "")
        assert choices(form, "party") == [
            ("", "all"),
            (cast.municipality.pk, "Gemeente Waterhoek"),
            (cast.association.pk, "De Sleutel"),
        ]
        first, second = content.themes
        assert choices(form, "theme") == [
            ("", "all"),
            (first.id, "Thema 1. Betaalbaar wonen"),
            (second.id, "Thema 2. Leefbaarheid"),
        ]
        assert choices(form, "kind") == [
            ("", "all"),
            ("specific", "specific action"),
            ("ongoing", "ongoing"),
            ("process", "agreement on the process"),
            ("dropped", "dropped"),
        ]
        assert [label for _, label in choices(form, "project")] == ["all", "Steenhuys"]
        assert form.fields["theme"].label == "Thema"


def test_without_projects_and_dropped_actions_there_is_nothing_to_choose_there(cast):
    agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    form = form_for(collect_agenda(agenda), "")
    assert "project" not in form.fields
    assert [value for value, _ in choices(form, "kind")] == ["", "specific"]


def test_the_form_shows_what_was_chosen_under_the_names_in_the_address(content, cast):
    html = form_for(content, f"zoek=bouw&partij={cast.municipality.pk}&soort=ongoing").as_p()
    assert 'name="zoek"' in html
    assert 'value="bouw"' in html
    assert f'<option value="{cast.municipality.pk}" selected>' in html
    assert '<option value="ongoing" selected>' in html


def test_what_was_typed_is_shown_as_text(content):
    assert "<script>" not in form_for(content, "zoek=%22%3E%3Cscript%3E").as_p()


# -- Not agreed yet who takes it up


def test_what_nobody_leads_yet_is_found_also_where_the_document_says_so_in_words(content, cast):
    assert form_for(content, "partij=niemand").chosen == {}  # nobody asks where every action has a lead
    cast.lead.delete()
    ActionFactory(agenda=cast.agenda, goal=cast.goal, text="Later.", lead_text="N.t.b.", position=7)
    fresh = collect_agenda(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    assert found(fresh, "partij=niemand") == {"17": [HOMES, "Later."]}
    assert form_for(fresh, "partij=niemand").chosen_words == [("Lead", "Not agreed yet who takes this up")]
    lines = {action.text: action.lead_shown for action in fresh.actions}
    assert (lines[HOMES], lines["Later."]) == ("Not agreed yet who takes this up", "N.t.b.")


# -- Labels


def test_by_label_of_an_action_or_of_its_goal(content, agenda, cast):
    elderly, quay, care = (
        LabelFactory(agreement=cast.agreement, kind=kind, name=name)
        for kind, name in (("group", "ouderen"), ("area", "Kade"), ("group", "zorg"))
    )
    goals = {goal.number: goal.id for goal in content.goals}
    build = next(action.id for action in content.actions if action.text == BUILD)
    for label, place in (
        (elderly, {"goal_id": goals["17"]}),
        (quay, {"action_id": build}),
        (care, {"goal_id": goals["19"]}),
    ):
        LabellingFactory(label=label, **place)
    labelled = labelled_in(agenda)

    def by(address: str) -> dict[str, list[str]]:
        form = SelectionForm(QueryDict(address), content=content, labelled=labelled)
        shown = narrow(content, form.chosen, labelled=labelled)
        return {goal.number: [action.text for action in goal.actions] for goal in shown.goals}

    assert by(f"doelgroep={elderly.pk}") == {"17": [HOMES, BUILD]}
    assert by(f"gebied={quay.pk}") == {"17": [BUILD]}
    assert by(f"doelgroep={elderly.pk}&gebied={quay.pk}") == {"17": [BUILD]}
    assert by(f"doelgroep={care.pk}") == {"19": []}
    assert by(f"doelgroep={quay.pk}") == EVERYTHING  # an area is no target group
    assert SelectionForm(QueryDict(""), content=content, labelled=labelled).fields["group"].choices == [
        ("", "all"),
        (elderly.pk, "ouderen"),
        (care.pk, "zorg"),
    ]
