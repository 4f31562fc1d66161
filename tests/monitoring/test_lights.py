"""The lights: shape, word and colour, in the words that were agreed."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from monitoring.lights import LIGHTS, STATES
from monitoring.models import Judgement
from monitoring.queries import ActionState


def test_the_words_are_those_that_the_parties_know():
    with translation.override("nl"):
        words = {key: str(light.words) for key, light in LIGHTS.items()}
    assert words == {
        "off_track": "wordt niet gehaald",
        "at_risk": "risico, bijsturing nodig",
        "on_track": "op schema",
        "done": "gereed",
        "not_due": "nog niet aan de orde",
        "not_reported": "niet gerapporteerd",
        "none_yet": "nog niets",
    }


def test_every_judgement_and_every_state_has_its_mark():
    assert set(Judgement.values) < set(LIGHTS)
    assert set(STATES) == set(ActionState.values)


def test_without_colour_every_light_can_still_be_told_from_the_others():
    for marks in (LIGHTS, STATES):
        shapes = {(mark.path, mark.is_outline, mark.dashes) for mark in marks.values()}
        assert len(shapes) == len(marks)


def test_red_is_for_what_will_not_be_achieved_alone():
    marks = [*LIGHTS.values(), *STATES.values()]
    assert [mark.key for mark in marks if mark.colour == "#b3261e"] == ["off_track"]


@pytest.mark.parametrize("light", [*LIGHTS.values(), *STATES.values()], ids=lambda light: light.key)
def test_the_colour_is_dark_enough_on_white(light):
    """Three to one, as WCAG asks of what is no text."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(light.colour[place : place + 2], 16) for place in (1, 3, 5))
    luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    assert 1.05 / (luminance + 0.05) >= 3


def test_a_light_says_its_word_and_a_split_one_both():
    with translation.override("en"):
        one = render_to_string("monitoring/includes/light.html", {"light": LIGHTS["on_track"], "other": None})
        split = render_to_string("monitoring/includes/light.html", {"light": LIGHTS["on_track"], "other": LIGHTS["at_risk"]})
    assert ("On schedule" in one, one.count("<path")) == (True, 1)
    assert ("On schedule / at risk, correction needed" in split, split.count("<path")) == (True, 2)
    assert 'aria-hidden="true"' in one
