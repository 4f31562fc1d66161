"""Which words have weight, as a text may write them."""

import re

import pytest

from parties.renvooi.weights import KINDS, key_of
from parties.renvooi.words import printed_words

EXAMPLES = {
    "amount": ["€ 350.000,-", "€350.000", "EUR 12", "€ 1,5 miljoen"],
    "date": ["1 juli 2026", "3 maart", "7-12-23", "Q3 2025", "eerste kwartaal van 2025", "kwartaal 3 van 2024", "mei 2025"],
    "percentage": ["12%", "12 %", "0,5 procent"],
    "number": ["12", "1.250", "1,250", "1.1.2", "2026–2027", "12 m²", "twaalf", "één", "Beide"],
    "negation": ["niet", "Geen", "zonder", "onvoldoende"],
    "condition": ["tenzij", "mits", "waar mogelijk", "met uitzondering van", "voor zover", "uitsluitend"],
    "bound": ["ten minste", "maximaal", "uiterlijk", "tot en met", "meer dan", "hooguit"],
    "obligation": ["zal", "moeten", "streeft naar", "spannen zich in", "mag", "dient", "verplicht"],
    "name": ["De Sleutel"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in EXAMPLES.items() for text in texts])
def test_it_is_one_word_of_its_kind(kind, text):
    found = [word for word in printed_words(f"nu {text} x", ("De Sleutel",)) if word.weight]
    assert [(word.weight, word.text) for word in found] == [(kind, text)]


def test_every_word_that_is_listed_is_found():
    """The cheap look at the first sign leaves out none."""
    for kind in ("negation", "condition", "bound", "obligation"):
        for phrase in re.sub(r"\(\?:[^)]*\)", "", KINDS[kind]).strip(r"\b(?:").split("|"):
            text = re.sub(r"\[\^\\S\\n\]\+|\?|\(.*|\).*|\[.*", " ", phrase).strip()
            if " " not in text and text.isalpha():
                assert [word.weight for word in printed_words(f"nu {text} x") if word.weight] == [kind], text


@pytest.mark.parametrize("text", ["niet-DAEB", "nietig", "minimaalbeleid", "zaling", "Zwaal", "a12"])
def test_part_of_another_word_has_none(text):
    assert not any(word.weight for word in printed_words(f"nu {text} x"))


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("€ 350.000,-", "€350.000", "amount"),
        ("EUR 5", "€ 5", "amount"),
        ("12%", "12 procent", "percentage"),
        ("1 juli\u00a02026", "1  Juli 2026", "date"),
        ("2026–2027", "2026 - 2027", "number"),
        ("‘t", "'t", ""),
    ],
)
def test_another_way_to_write_the_same_is_the_same(one, other, weight):
    assert key_of(one, weight) == key_of(other, weight)


def test_a_point_is_no_comma():
    assert key_of("1.250", "number") != key_of("1,250", "number")
