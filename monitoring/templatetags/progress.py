"""Formatting of progress in templates."""

from dataclasses import replace
from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from agreements.agenda.content import PrintedParty
from agreements.agenda.words import words_of
from agreements.markdown import first_words
from agreements.models import Action
from monitoring.dashboard.counts import Counts, light_words
from monitoring.dashboard.first import effect_of
from monitoring.dashboard.reciprocity import GoalLine
from monitoring.lights import LIGHTS, MEANINGS, STATES, Light
from monitoring.position.state import Code
from parties.models import User

register = template.Library()
register.filter("first_words", first_words)
register.filter("effect_of", effect_of)


@register.filter
def light(judgement: str) -> Light | None:
    """The light of a judgement, for includes/light.html."""
    return LIGHTS.get(judgement)


@register.filter
def in_sentence(action: Action) -> str:
    """The name of the action for within a sentence of ours, which ends with a full stop of its own."""
    return str(words_of(action)).rstrip(".")


@register.filter
def mark(state: str) -> Light | None:
    """The mark of a state in a round, for includes/light.html."""
    return STATES.get(state)


@register.filter
def light_of(code) -> Light | None:
    """The light of a choice in a state, with the words that it had then; a light is itself."""
    if isinstance(code, Light):
        return code
    return replace(LIGHTS[code.key], words=code.words) if code and code.key in LIGHTS else None


@register.simple_tag
def draw_light(code, other=None) -> str:
    """Includes/light.html for a light, or for two without names, which a page shows a hundred times: each is drawn once."""
    return _drawn(*((one.key, str(one.words)) if one else None for one in map(light_of, (code, other))))


@lru_cache(maxsize=200)
def _drawn(light: tuple[str, str] | None, other: tuple[str, str] | None) -> str:
    """By key and words, which are all that differs: of a position they are those of then."""
    of_light, of_other = (one and replace(LIGHTS[one[0]], words=one[1]) for one in (light, other))
    return render_to_string("monitoring/includes/light.html", {"light": of_light, "other": of_other})


@register.filter
def light_code(key: str) -> Code:
    """The light of this key as a choice with its words."""
    return light_words(key)


@register.filter
def light_meaning(key: str) -> str:
    """What the light says, in a sentence for the legend."""
    return MEANINGS.get(key, "")


@register.filter
def number_of(counts: Counts, light: str) -> int:
    """How many of these actions have the light."""
    return counts.number_of(light)


@register.filter
def lights_shown(counts: Counts) -> str:
    """The lights that there are, with a space between them."""
    return " ".join(count.light for count in counts.lights if count.number)


@register.filter
def first_line(text: str) -> str:
    """The beginning of an agreed text on one line, for lists."""
    return first_words(text, 160)


@register.filter
def beginning(text: str) -> str:
    """The first words of an agreed text, where many stand below each other."""
    return first_words(text, 90)


@register.filter
def beside(line: GoalLine, parties: tuple[PrintedParty, ...]) -> list[tuple[PrintedParty, tuple[int, ...]]]:
    """The cells of a line of the matrix, each with its party."""
    return list(zip(parties, line.cells, strict=True))


@register.filter(name="of")
def name_of_party(person: User, party: str | None) -> str:
    """The name with the party beside it, where the person has one in this agreement."""
    return f"{person} ({party})" if party else str(person)
