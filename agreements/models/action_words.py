"""What stands beside an action, in words: who leads it, and that it was dropped."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext


def lead_in_words(party: str, task: str) -> str:
    """As the document prints it: "Oosterpoort (realisatie bouw)", or the party alone."""
    return f"{party} ({task})" if task else party


def dropped_line_of(dropped_on: date | None, goes_on_in: int | None) -> str:
    """What stands beside an action of which nothing is done any more in its own year: for pages and documents alike."""
    if dropped_on is None:
        return ""
    words = {"date": date_format(dropped_on, "j F Y"), "year": goes_on_in}
    return gettext("Goes on in %(year)s, agreed on %(date)s") % words if goes_on_in else gettext("Dropped on %(date)s") % words
