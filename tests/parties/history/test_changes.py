"""What a field was and becomes, as people read it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from agreements.models import Action, Goal, Target
from monitoring.models import Round
from parties.history.changes import FieldChange, in_words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (Action._meta.get_field("text"), "", ""),
        (Action._meta.get_field("budget"), None, ""),
        (Action._meta.get_field("kind"), "ongoing", "doorlopend"),
        (Action._meta.get_field("kind"), "of another time", "of another time"),
        (Goal._meta.get_field("is_focus"), False, "nee"),
        (Action._meta.get_field("due_on"), date(2024, 9, 30), "30 september 2024"),
        (Round._meta.get_field("opened_at"), datetime(2024, 9, 30, 22, 30, tzinfo=UTC), "1 oktober 2024, 00:30"),
        (Target._meta.get_field("value"), Decimal("1250.50"), "1.250,50"),
        (Target._meta.get_field("year"), 2024, "2024"),
        (Action._meta.get_field("goal"), Goal(number="17", text="De voorraad groeit."), "17 De voorraad groeit."),
    ],
)
def test_a_value_is_read_as_the_screen_says_it(field, value, words):
    with translation.override("nl"):
        assert in_words(field, value) == words


def test_two_texts_are_compared_word_by_word():
    pieces = FieldChange("Tekst", "groeit met 75 woningen", "groeit met 80 woningen").pieces
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [("gone", " 75"), ("new", " 80")]


@pytest.mark.parametrize(("was", "becomes"), [("", "groeit"), ("groeit", "")])
def test_a_text_that_came_or_went_has_nothing_to_compare(was, becomes):
    change = FieldChange("Tekst", was, becomes * 100)
    assert (change.pieces, change.is_word_by_word) == ((), False)


def test_a_long_value_is_running_text_and_a_short_one_where_the_field_says_so():
    assert [FieldChange("Tekst", "kort", "x" * length).is_word_by_word for length in (60, 61)] == [False, True]
    assert FieldChange("Tekst", "kort", "ook kort", is_text=True).is_word_by_word


def test_white_space_changes_nothing_and_layout_no_words():
    space, layout = (FieldChange("Tekst", "12 **huizen**", other, is_text=True) for other in ("12  **huizen**\n", "12 huizen"))
    assert (space.is_only_space, layout.is_only_space, layout.says_the_same) == (True, False, True)
    assert not FieldChange("Tekst", "12 huizen", "21 huizen", is_text=True).says_the_same
