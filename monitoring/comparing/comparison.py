"""Two texts of an agreement, compared; for page, PDF and Word alike."""

from dataclasses import dataclass

from django.utils import timezone

from agreements.versions.whole import ComparedTexts, compare
from monitoring.comparing.forms import CompareForm
from monitoring.comparing.sides import ComparedSide, lights_beside, side_of


@dataclass(frozen=True, slots=True)
class Compared:
    was: ComparedSide
    becomes: ComparedSide
    comparison: ComparedTexts


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that did not exist yet on the day that was asked."""

    name: str


def compare_chosen(form: CompareForm) -> Compared | Missing:
    """What a form that is valid asks, in the language that is active. At most twenty queries."""
    now, sides = timezone.now(), []
    for name in ("was", "wordt"):
        text, on = form.chosen(name)
        side = side_of(text, on, now=now)
        if side is None:
            return Missing(text.name)
        sides.append(side)
    was, becomes = sides
    return Compared(was, becomes, compare(was.content, becomes.content, lights_beside(was, becomes)))
