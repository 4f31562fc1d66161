"""Which action of the file is which of the agenda, within one goal."""

import time
from dataclasses import replace

import pytest

from agreements.imports.formats.reading import read_source
from agreements.imports.formats.source import Place
from agreements.imports.planning.existing import load_existing
from agreements.imports.planning.goals import make_plan
from agreements.imports.planning.pairing import pair_actions
from agreements.imports.recognising.draft import ActionDraft
from agreements.imports.recognising.recognise import recognise
from agreements.imports.words.leads import Names
from agreements.models import Action, Project, Theme
from tests.documents import variants

PROJECTS = {name: Project(pk=number, name=name) for number, name in enumerate(("Kade", "Spoor"), start=1)}


def draft(text: str, project: str = "") -> ActionDraft:
    return ActionDraft(text, Place("Blad", 1), project)


def actions(*said: str | tuple[str, str]) -> list[Action]:
    rows = [(row, "") if isinstance(row, str) else row for row in said]
    return [
        Action(pk=number, position=number, text=text, project=PROJECTS.get(project))
        for number, (text, project) in enumerate(rows, start=1)
    ]


def pairs(drafts: list[ActionDraft], there: list[Action]) -> list[int | None]:
    """For each draft the key of the action that it is."""
    return [action and action.pk for _draft, action in pair_actions(drafts, there)]


def test_the_same_words_come_first_whatever_the_order():
    there = actions("We bouwen tien woningen.", "We bellen wie niet betaalt.")
    assert pairs([draft("We bellen wie **niet** betaalt."), draft("We bouwen tien woningen.")], there) == [2, 1]


def test_of_the_same_words_twice_each_belongs_to_its_own_project():
    there = actions(("Er is een plan.", "Kade"), ("Er is een plan.", "Spoor"))
    assert pairs([draft("Er is een plan.", "spoor"), draft("Er is een plan.", "Kade")], there) == [2, 1]


def test_new_words_under_a_project_are_those_of_its_action():
    there = actions(("Er is een plan.", "Kade"), ("Er is een plan.", "Spoor"))
    assert pairs([draft("De eerste paal staat.", "Spoor")], there) == [2]


def test_what_is_most_alike_is_paired_first_and_what_is_not_alike_is_new():
    there = actions("We bouwen tien woningen aan de Kade.", "We bouwen tien woningen aan het Spoor.")
    said = ["We bouwen twaalf woningen aan de Kade.", "Iets heel anders.", "We bouwen tien mooie woningen aan het Spoor."]
    assert pairs([draft(text) for text in said], there) == [1, None, 2]


def test_of_two_that_are_like_one_action_the_most_alike_gets_it_and_the_other_is_new():
    there = actions("We bouwen tien woningen aan de Kade.", "De huren dalen.")
    said = ["We bouwen twaalf ruime woningen aan de Kade.", "We bouwen elf woningen aan de Kade."]
    assert pairs([draft(text) for text in said], there) == [None, 1]


def test_the_only_action_is_the_only_action_however_much_it_differs():
    assert pairs([draft("Iets heel anders.")], actions("We bouwen tien woningen.")) == [1]


def test_among_hundreds_the_right_one_is_found():
    there = actions(*(f"In straat {number} verbeteren we de woningen dit jaar." for number in range(400)))
    said = [draft(f"In straat {number} gaan wij de woningen dit jaar verbeteren.") for number in range(399, -1, -1)]
    assert pairs(said, there) == list(range(400, 0, -1))


# -- Five times the rows take about five times as long, not twenty-five


def seconds(job) -> float:
    taken = []
    for _round in range(3):
        begin = time.process_time()
        job()
        taken.append(time.process_time() - begin)
    return min(taken)


def growth(job) -> float:
    """How many times longer it takes for a thousand than for two hundred."""
    few, many = job(200), job(1000)
    return seconds(many) / seconds(few)


def test_many_changed_actions_of_one_goal_take_no_more_time_each():
    def job(count: int):
        there = actions(*(f"In straat {number} verbeteren we de woningen." for number in range(count)))
        drafts = [draft(f"In straat {number} gaan wij de woningen verbeteren.") for number in range(count)]
        return lambda: pair_actions(drafts, there)

    assert growth(job) < 12


@pytest.mark.django_db
def test_many_themes_take_no_more_time_each(cast, tmp_path):
    existing = load_existing(cast.agenda)

    def job(count: int):
        head = ["Thema", "Nr", "Doel", "Actie"]
        rows = [[f"Over wijk {number}", number, f"Doel in wijk {number}", f"Actie {number}"] for number in range(count)]
        path = tmp_path / f"{count}.xlsx"
        path.write_bytes(variants.excel(head, *rows))
        source = read_source(path, path.name)
        themes = {number: Theme(pk=number, title=f"Over de wijk {number}") for number in range(1, count + 1)}
        there = replace(existing, themes=themes)

        def plan():
            recognised = recognise(source, cast.agenda, chosen={}, projects=(), names=Names(()))
            assert len(make_plan(recognised, there, {}).themes) == count

        return plan

    assert growth(job) < 12
