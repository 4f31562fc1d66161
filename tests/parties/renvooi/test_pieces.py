"""Two texts as one: what went, what came, and which of it nobody may overlook."""

import random
import time
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parties.renvooi.matching import matches, rising
from parties.renvooi.pieces import Known, has_other_words, renvooi
from parties.renvooi.words import printed_words
from tests.parties.renvooi.told import told

NAMES = ("Woningstichting Heuvelrug", "gemeente Heuvelrug", "Huurdersvereniging De Sleutel", "De Sleutel")
PAIRS = {
    "a number is one word": (
        "De huren stijgen met maximaal 12 % per 1 juli 2026.",
        "De huren stijgen met maximaal 21 % per 1 juli 2026.",
        "¶ De huren stijgen met maximaal [-!12 %-] {+!21 %+} per 1 juli 2026.",
    ),
    "a negation that went": (
        "De corporatie verkoopt niet in de wijk Oost.",
        "De corporatie verkoopt in de wijk Oost.",
        "¶ De corporatie verkoopt [-!niet-] in de wijk Oost.",
    ),
    "an amount is folded, a point is no comma": (
        "Bijdrage van € 350.000,- in 1.250 woningen.",
        "Bijdrage van €350.000 in 1,250 woningen.",
        "¶ Bijdrage van €350.000 in [-!1.250-] {+!1,250+} woningen.",
    ),
    "a year of two digits, a condition and a name": (
        "Gereed op 7-12-23, tenzij de gemeente Heuvelrug anders besluit.",
        "Gereed op 7-12-24, mits de Huurdersvereniging De Sleutel anders besluit.",
        "¶ Gereed op [-!7-12-23-] {+!7-12-24+} , [-!tenzij-] {+!mits+} de"
        " [-!gemeente Heuvelrug-] {+!Huurdersvereniging De Sleutel+} anders besluit.",
    ),
    "bold and the sign of a list are no words": (
        "Er komen **24** flexwoningen:\n- in Oost\n- in West",
        "Er komen 24 flexwoningen:\n\n* in  Oost\n* in West",
        "¶ Er komen [~24~] flexwoningen: ¶ in Oost ¶ in West",
    ),
    "a reference that was only renumbered": (
        "Zie afspraak 1.1.2 en 12%.",
        "Zie afspraak 1.1.3 en 12 %.",
        "¶ Zie afspraak [~1.1.3~] en 12 %.",
    ),
    "a bound and an obligation": (
        "Ten minste 30 woningen worden verduurzaamd.",
        "Woningstichting Heuvelrug streeft naar 30 woningen die worden verduurzaamd.",
        "¶ [-!Ten minste-] {+!Woningstichting Heuvelrug+} {+!streeft naar+} 30 woningen {+die+} worden verduurzaamd.",
    ),
    "an item of a list that came": (
        "1. Wonen\n2. Zorg\n3. Welzijn",
        "1. Wonen\n2. Jeugd\n3. Zorg\n4. Welzijn",
        "¶ Wonen {+¶+} {+Jeugd+} ¶ Zorg ¶ Welzijn",
    ),
    "a paragraph that went": ("Wonen.\n\nZorg.\n\nWijk.", "Wonen.\n\nWijk.", "¶ Wonen. [-¶-] [-Zorg.-] ¶ Wijk."),
    "a heading that became a paragraph": (
        "### Planning\nDe bouw start in 2026.",
        "Planning\n\nDe bouw start uiterlijk in 2026–2027.",
        "[~¶~] Planning ¶ De bouw start {+!uiterlijk+} in [-!2026-] {+!2026–2027+} .",
    ),
    "people read phrases": (
        "De gemeente wijst een locatie aan en de corporatie bouwt daar woningen voor ouderen.",
        "De gemeente wijst een locatie aan. De corporatie bouwt daar huizen voor jongeren en ouderen.",
        "¶ De gemeente wijst een locatie aan [-en de-] {+. De+} corporatie bouwt daar [-woningen-] {+huizen+} voor"
        " {+jongeren en+} ouderen.",
    ),
    "only white space": ("Een  twee\ndrie.", "Een twee drie.  ", "¶ Een twee drie."),
    "a compound with niet- is no negation": ("De niet-DAEB-tak.", "De DAEB-tak.", "¶ De [-niet-DAEB-tak-] {+DAEB-tak+} ."),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_what_went_and_what_came(pair):
    was, becomes, expected = PAIRS[pair]
    assert told(renvooi(was, becomes, Known(NAMES, (("1.1.2", "1.1.3"),)))) == expected


def test_a_number_that_is_no_reference_is_not_taken_for_a_renumbered_one():
    known = Known(renumbered=(("12", "13"),))
    assert told(renvooi("In 12 woningen, zie doel 12.", "In 13 woningen, zie doel 13.", known)) == (
        "¶ In [-!12-] {+!13+} woningen, zie doel [~13~] ."
    )


WORDS = ["de", "het", "niet", "12", "21", "€ 5", "De Sleutel", "woningen", "**bouw**", "en", "."]
WORDS += ["\n\n", "\n- ", "\n1. ", "### ", "*"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def words(found) -> list[str]:
    return [word for piece in found if not piece.block for word in piece.text.split()]


@given(TEXTS, TEXTS)
@settings(max_examples=400, deadline=None)
def test_what_stayed_and_went_is_the_text_as_it_was_and_what_stayed_and_came_as_it_becomes(was, becomes):
    pieces = renvooi(was, becomes, Known(NAMES))
    for text, other in ((was, "new"), (becomes, "gone")):
        printed = [part for word in printed_words(text, NAMES) if not word.block for part in word.text.split()]
        assert "".join(words(piece for piece in pieces if piece.kind != other)) == "".join(printed)
        signs = [word for word in printed_words(text, NAMES) if word.block]
        assert len([piece for piece in pieces if piece.block and piece.kind != other]) == len(signs)


@given(TEXTS)
def test_a_text_says_what_it_says_itself(text):
    assert not has_other_words(renvooi(text, f"  {text}\n"))


@given(st.lists(st.integers(0, 3), max_size=40), st.lists(st.integers(0, 3), max_size=40))
def test_matches_are_the_same_and_rise(a, b):
    before, after = ([f"w{number}" for number in side] for side in (a, b))
    pairs = matches(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in pairwise(pairs))


@given(st.permutations(range(7)))
def test_rising_is_the_longest(values):
    def longest(rest, above=-1):
        return max((1 + longest(rest[place + 1 :], value) for place, value in enumerate(rest) if value > above), default=0)

    found = [values[place] for place in rising(values)]
    assert found == sorted(found)
    assert len(found) == longest(values)


REPEATED = {
    "three words": ("de het een " * 700, "een de de " * 700),
    "two of weight": ("niet 12 12 " * 700, "12 niet niet " * 700),
    "brackets": ("[" * 12_000, "](" * 6_000),
    "stars": ("*a " * 4_000, "**a " * 3_000),
    "digits": ("1.1." * 3_000, "1:1x" * 3_000),
    "items": ("- a\n" * 2_000, "1. b\n" * 2_000),
}


class Counted(str):
    """A word that counts how often it is laid beside another one."""

    times = 0

    def __eq__(self, other):
        Counted.times += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("stock", [1, 2, 3, 4, 10, 40, 400, 900, 2_000])
@pytest.mark.parametrize("order", ["any", "turned", "shifted"])
def test_of_two_thousand_words_each_is_looked_at_some_dozens_of_times_however_often_they_return(stock, order):
    """Where the words of both were laid beside each other it would be a thousand times: four million looks, some seconds."""
    chance = random.Random(stock)
    before = [f"w{chance.randrange(stock)}" for _ in range(2_000)]
    after = {"any": [f"w{chance.randrange(stock)}" for _ in before], "turned": before[::-1], "shifted": before[7:] + before[:7]}
    Counted.times = 0
    matches([Counted(word) for word in before], [Counted(word) for word in after[order]])
    assert Counted.times < 100 * 4_000


@pytest.mark.parametrize("what", REPEATED)
def test_a_text_of_two_thousand_words_does_not_run_away(what):
    """Half a second is what bench/ measures; here what grows with the square of the words, which takes minutes, is found."""
    begin = time.process_time()
    renvooi(*REPEATED[what], Known(tuple(f"Stichting {number}" for number in range(20))))
    assert time.process_time() - begin < 10


more = partial(pytest.param, marks=pytest.mark.with_all)


@pytest.mark.parametrize("sign", ["niet ", "[", "- a\n", more("*a "), more("a\n\n"), more("1.1.")])
def test_a_paste_of_two_hundred_thousand_characters_is_compared_in_bounded_time(sign):
    begin = time.process_time()
    renvooi((sign * 200_000)[:200_000], (f"b {sign}" * 200_000)[:200_000])
    assert time.process_time() - begin < 60
