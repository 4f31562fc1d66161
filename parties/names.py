"""What a name may be: of a person, of a party, and the other names of a party."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parties.links import refuse_link_elsewhere

DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_LETTERS = _("A name has letters in it.")
TURNED = _("This name contains invisible signs that turn the reading direction. Type it again, without copying it.")


def validate_name(name: str) -> None:
    """Raise a ValidationError unless the name is readable and safe: letters in their order, no link."""
    if DIRECTION.search(name):
        raise ValidationError(TURNED, code="direction")
    if not any(map(str.isalpha, name)):
        raise ValidationError(NO_LETTERS, code="letters")
    refuse_link_elsewhere(name)
