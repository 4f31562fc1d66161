"""Whether the page on which an agenda is written shows something else than it did: asked every few seconds by who has it open."""

from agreements.agenda.stamp import stamp_of
from agreements.models import Agenda


def mark_of_page(agenda: Agenda, mode: str) -> str:
    """Another one whenever the page would read otherwise. One query."""
    return f"{stamp_of(agenda, with_figures=True)[:20]}{mode[:1]}"
