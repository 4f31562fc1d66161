"""A colour is refused where it cannot be read, by the numbers of WCAG."""

import pytest
from django.core.exceptions import ValidationError

from parties.contrast import check_colour, contrast, darker


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1), ("#0b4f5c", "#ffffff", 9.19)],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("colour", ["#777777", "#ffcc00", "#767676", "#e2001a", "rood", "#fff", "#0b4f5c;}", ""])
def test_what_cannot_be_read_or_is_no_colour_is_refused(colour):
    with pytest.raises(ValidationError):
        check_colour(colour)


def test_what_can_be_read_is_taken_and_the_sentence_names_the_numbers():
    check_colour("#0b4f5c")
    check_colour("#b3261e")
    with pytest.raises(ValidationError, match=r"2[.,]6.*4[.,]5"):
        check_colour("#ff6a13")
    assert darker("#ffffff") == "#adadad"
