"""The words of a theme, goal and action in a year: one by one and in bulk the same."""

import pytest

from agreements.agenda.rows import LeadRow
from agreements.agenda.words import action_rows, chapter_rows, goal_words_of, words_of
from agreements.models import Action, Goal, Theme
from tests.factories import ActionFactory, GoalFactory, LeadFactory, ProjectFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def build(cast):
    """An action for a site, led by two parties, of a goal in a paragraph."""
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.2", title="Bouw", introduction="Vooraf.")
    goal = GoalFactory(theme=paragraph, number="18", text="Er komen **vijf** huizen bij.")
    site = ProjectFactory(agreement=cast.agreement, name="Steenhuys")
    action = ActionFactory(goal=goal, agenda=cast.agenda, project=site, number="18.1", text="- De bouw is begonnen.", position=2)
    for party, position, task in ((cast.tenants, 2, ""), (cast.association, 1, "bouw")):
        LeadFactory(action=action, party=party, position=position, task=task)
    return Action.objects.select_related("agenda", "goal__theme", "project").get(pk=action.pk)


def test_they_are_those_of_the_row_and_ask_no_query(cast, build, django_assert_num_queries):
    theme = Theme.objects.select_related("agreement").get(pk=cast.theme.pk)
    with django_assert_num_queries(0):
        action, goal, paragraph = words_of(build), goal_words_of(build), words_of(build.goal.theme, 2024)
        whole = words_of(theme, 2024)
    assert (action.number, action.project, action.text) == ("18.1", "Steenhuys", "- De bouw is begonnen.")
    assert (goal.number, goal.text) == ("18", "Er komen **vijf** huizen bij.")
    assert (paragraph.number, paragraph.title, paragraph.heading, paragraph.introduction) == (
        "1.2",
        "Bouw",
        "1.2 Bouw",
        "Vooraf.",
    )
    assert whole.heading == "Thema 1. Betaalbaar wonen"


def test_they_are_printed_short_as_the_row_is_named(cast, build):
    names = [str(words_of(build)), str(words_of(cast.action)), str(words_of(build.goal, 2024)), str(words_of(cast.theme, 2024))]
    assert names == [
        "Steenhuys: De bouw is begonnen.",
        "De 24 flexwoningen aan de Kade zijn opgeleverd.",
        "18 Er komen vijf huizen bij.",
        "Thema 1. Betaalbaar wonen",
    ]
    assert names == [str(row) for row in (build, cast.action, build.goal, cast.theme)]


@pytest.mark.parametrize("name", ["goal", "theme"])
def test_of_a_goal_or_theme_one_says_of_which_year(cast, name):
    with pytest.raises(TypeError, match="say of which"):
        words_of(getattr(cast, name))


def test_in_bulk_they_are_the_same(cast, build, django_assert_num_queries):
    ThemeFactory(agreement=cast.agreement, number="2", title="Nog leeg", position=2)
    with django_assert_num_queries(2):
        themes, goals = chapter_rows(cast.agreement, 2024)
        actions = action_rows(cast.agenda.actions.all())
    words = {row.pk: words_of(row, 2024) for row in Theme.objects.filter(agreement=cast.agreement)}
    assert {row.id: (row.number, row.title, row.introduction) for row in themes} == {
        pk: (found.number, found.title, found.introduction) for pk, found in words.items()
    }
    assert {(row.number, row.text) for row in goals} == {
        (words_of(row, 2024).number, words_of(row, 2024).text) for row in Goal.objects.filter(theme__agreement=cast.agreement)
    }
    assert [(row.number, row.project, row.text) for row in actions] == [
        (words_of(row).number, words_of(row).project, words_of(row).text) for row in (cast.action, build)
    ]


def test_each_action_comes_once_with_its_leads_in_order(cast, build):
    (_first, row) = action_rows(cast.agenda.actions.all())
    assert row.leads == (
        LeadRow(cast.association.pk, "Woonstichting De Sleutel", "De Sleutel", "bouw"),
        LeadRow(cast.tenants.pk, "Huurdersraad Waterhoek", "Huurdersraad Waterhoek", ""),
    )


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("ongoing", "Doorlopend.", "Doorlopend: In 2030 zijn alle woningen zonder gas."),
        ("goal_is_action", "Doel is ook afspraak", "Doel is ook afspraak: In 2030 zijn alle woningen zonder gas."),
        ("specific", "Doorlopend.", "Doorlopend."),
        ("ongoing", "Wij overleggen elk kwartaal over de planning van het onderhoud.", None),
    ],
)
def test_what_says_nothing_by_itself_is_called_with_its_goal(kind, text, name):
    goal = GoalFactory(text="In 2030 zijn alle woningen zonder gas.")
    action = ActionFactory(goal=goal, kind=kind, text=text)
    assert str(words_of(action)) == (name or text)
