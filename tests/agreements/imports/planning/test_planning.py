"""Which goal of the file is which of the agenda: by number, then by likeness, and a question where it may be either."""

import pytest

from agreements.models import Goal
from tests.documents import variants
from tests.factories import GoalFactory, ParticipationFactory, PartyAliasFactory, PartyFactory, ThemeFactory

pytestmark = pytest.mark.django_db

HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
CHAPTER = ["Thema 1: Betaalbaar wonen"]
TEXT = "De sociale voorraad groeit met 75 woningen."


@pytest.fixture
def planned(cast, look):
    def planned(*rows, answers=None, chapter=CHAPTER):
        head = [chapter] if chapter else []
        return look(variants.excel(*head, HEAD, *rows), "agenda.xlsx", cast.agenda, answers=answers).plan

    return planned


def only_question(plan):
    (question,) = plan.questions.values()
    return question


def test_by_number_when_the_words_are_alike(cast, planned):
    plan = planned([17, "De sociale voorraad groeit met 80 woningen.", "Bouwen.", None])
    assert (plan.goals[0].pk, plan.goals[0].values) == (cast.goal.pk, {"text": "De sociale voorraad groeit met 80 woningen."})


def test_by_exactly_the_same_words_when_the_number_is_another(cast, planned):
    plan = planned([3, TEXT, "Bouwen.", None])
    assert (plan.goals[0].pk, plan.goals[0].values) == (cast.goal.pk, {"number": "3"})


def test_by_likeness_when_there_is_no_number(cast, planned):
    plan = planned([None, "De sociale voorraad groeit met 80 woningen.", "Bouwen.", None])
    assert (plan.goals[0].pk, plan.questions) == (cast.goal.pk, {})


def test_a_likeness_that_is_not_sure_is_asked(cast, planned):
    row = [None, "De voorraad in de wijk groeit met honderd dure woningen.", "Bouwen.", None]
    question = only_question(planned(row))
    assert [value for value, _label in question.options] == [str(cast.goal.pk), "new", "leave_out"]
    assert [planned(row, answers={question.key: answer}).goals[0].pk for answer in (str(cast.goal.pk), "new", "leave_out")] == [
        cast.goal.pk,
        None,
        None,
    ]
    assert planned(row, answers={question.key: "leave_out"}).counts == {"unclear": 0, "new": 0, "changed": 0, "same": 1}


def test_a_number_with_quite_another_text_is_asked(cast, planned):
    question = only_question(planned([17, "Iedereen kan fietsen.", "Fietsen.", None]))
    assert [value for value, _label in question.options] == [str(cast.goal.pk), "leave_out"]


def test_an_answer_that_is_no_option_counts_as_none(planned):
    row = [17, "Iedereen kan fietsen.", "Fietsen.", None]
    question = only_question(planned(row))
    assert only_question(planned(row, answers={question.key: "999999"})).is_open


def test_a_number_that_stands_twice_is_asked(planned):
    plan = planned([18, "Iedereen kan fietsen.", "Fietsen.", None], [18, "Er is een park in elke buurt.", "Planten.", None])
    question = only_question(plan)
    assert [value for value, _label in question.options] == ["without_number", "leave_out"]


def test_a_goal_that_returns_further_on_gets_its_actions_together(planned):
    plan = planned(
        [18, "Iedereen kan fietsen.", "Een.", None],
        [19, "Er is een park.", "Twee.", None],
        [18, "Iedereen kan fietsen.", "Drie.", None],
    )
    assert [[action.words for action in goal.children] for goal in plan.goals] == [["Een.", "Drie."], ["Twee."]]


def test_a_number_alone_finds_its_goal(cast, planned):
    plan = planned([17, None, "Bouwen.", None], [99, None, "Zoeken.", None])
    assert plan.goals[0].pk == cast.goal.pk
    assert [question.places[0].row for question in plan.open_questions] == [4]


def test_new_goals_without_a_chapter_ask_for_one(cast, planned):
    plan = planned([18, "Iedereen kan fietsen.", "Fietsen.", None], chapter=None)
    assert only_question(plan).options == ((str(cast.theme.pk), "Thema 1. Betaalbaar wonen"),)
    answered = planned([18, "Iedereen kan fietsen.", "Fietsen.", None], chapter=None, answers={"theme": str(cast.theme.pk)})
    assert answered.goals[0].above.pk == cast.theme.pk


def test_a_goal_stays_in_its_chapter(cast, planned):
    plan = planned([17, TEXT, "Bouwen.", None], chapter=["Thema 2: Duurzaam wonen"])
    assert (plan.goals[0].status.value, len(plan.goals[0].notes)) == ("same", 1)


def test_a_chapter_by_its_number_or_its_title(cast, planned):
    ThemeFactory(agreement=cast.agreement, number="", title="Aanvullende afspraak")
    renamed = planned([17, TEXT, "Bouwen.", None], chapter=["Thema 1: Betaalbaar en goed wonen"])
    assert [(row.pk, row.values) for row in renamed.themes] == [(cast.theme.pk, {"title": "Betaalbaar en goed wonen"})]
    named = planned([18, "Nieuw.", "Ja.", None], chapter=["aanvullende  Afspraak"])
    assert [row.pk is None for row in named.themes] == [False]


def test_a_chapter_with_the_number_of_quite_another_one_is_asked(cast, planned):
    rows, chapter = [[17, TEXT, "Bouwen.", None]], ["Thema 1: Groen en water"]
    question = only_question(planned(*rows, chapter=chapter))
    renamed, kept = (planned(*rows, chapter=chapter, answers={question.key: answer}).themes[0] for answer in ("rename", "keep"))
    assert (renamed.pk, renamed.values, kept.values) == (cast.theme.pk, {"title": "Groen en water"}, {})


def test_the_same_number_in_two_chapters_is_no_trouble(cast, planned):
    other = GoalFactory(
        theme=ThemeFactory(agreement=cast.agreement, number="2", title="Zorg"), number="17", text="Zorg is dichtbij."
    )
    plan = planned([17, "Zorg is dichtbij voor iedereen.", "Zorgen.", None], chapter=["Thema 2: Zorg"])
    assert plan.goals[0].pk == other.pk


def test_a_party_is_known_by_its_alias(cast, planned):
    PartyAliasFactory(party=cast.tenants, alias="de HRW")
    plan = planned([18, "Nieuw.", "Ja.", "HRW en De Sleutel"])
    assert plan.questions  # «HRW» alone is not the alias
    PartyAliasFactory(party=cast.tenants, alias="HRW")
    plan = planned([18, "Nieuw.", "Ja.", "HRW en De Sleutel"])
    assert [lead.party_id for lead in plan.goals[0].children[0].leads] == [cast.tenants.pk, cast.association.pk]


def test_an_unknown_lead_becomes_the_party_that_people_choose_or_words_alone(cast, planned):
    row = [18, "Nieuw.", "Ja.", "Sterker"]
    assert only_question(planned(row)).words == "Sterker"
    chosen = planned(row, answers={"lead:sterker": str(cast.tenants.pk)}).goals[0].children[0]
    assert ([lead.party_id for lead in chosen.leads], chosen.values["lead_text"]) == ([cast.tenants.pk], "Sterker")
    printed = planned(row, answers={"lead:sterker": "as_printed"}).goals[0].children[0]
    assert (printed.leads, printed.values["lead_text"]) == ((), "Sterker")


def test_planning_takes_no_queries_of_its_own(cast, look, django_assert_num_queries):
    rows = [[number, f"Doel over onderwerp {number} en {number * 7}.", "Doen.", "De Sleutel"] for number in range(20, 50)]
    few, many = (variants.excel(CHAPTER, HEAD, *rows[:count]) for count in (1, 30))
    with django_assert_num_queries(9):
        look(few, "agenda.xlsx", cast.agenda)
    with django_assert_num_queries(9):
        look(many, "agenda.xlsx", cast.agenda)
    assert Goal.objects.count() == 2


def test_a_party_that_was_asked_is_known_by_name_and_leads_nothing_yet(cast, planned):
    asked = PartyFactory(name="Woonstichting Dam & Wonen", short_name="Dam en Wonen", kind="housing_association")
    row = ParticipationFactory(agreement=cast.agreement, party=asked, asked=True, asked_by=cast.officer)
    file = [18, "Nieuw.", "Ja.", "De Sleutel – Dam & Wonen (bouw)"]
    plan = planned(file)
    found = plan.goals[0].children[0]
    assert not plan.questions
    assert [lead.party_id for lead in found.leads] == [cast.association.pk]
    assert found.values["lead_text"] == "De Sleutel – Dam & Wonen (bouw)"
    assert "«Dam & Wonen»" in found.notes[0]
    row.delete()
    assert planned(file).questions, "nobody asked it"
