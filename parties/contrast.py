"""Whether a colour can be read: contrast as WCAG 2.2 defines it, on the light pages of the site."""

import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

LEAST = 4.5  # of text, WCAG 2.2, 1.4.3
PAPER, GROUND = "#ffffff", "#f5f4f0"  # as in static/css/tokens.css; white letters stand on the colour too
_HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def is_colour(written: str) -> bool:
    return bool(_HEX.fullmatch(written))


def check_colour(colour: str) -> None:
    """Raise a ValidationError unless links in this colour, and white letters on it, can be read."""
    if not is_colour(colour):
        raise ValidationError(_("Write the colour as # and six digits or letters a to f, such as #0b4f5c."))
    least = min(contrast(colour, PAPER), contrast(colour, GROUND))
    if least < LEAST:
        raise ValidationError(
            _("This colour is too light: its contrast with a page is %(found)s and must be %(least)s. Choose a darker one."),
            params={"found": number_format(int(least * 10) / 10, 1), "least": number_format(LEAST, 1)},
        )


def darker(colour: str) -> str:
    """For what the pointer is on."""
    return "#" + "".join(f"{int(int(colour[place : place + 2], 16) * 0.68):02x}" for place in (1, 3, 5))
