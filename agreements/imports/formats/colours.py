"""What is said of colours behind cells: that they are not taken over, and where they stand."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.files.colours import Colours

_NAMES = {
    "green": gettext_lazy("green"),
    "yellow": gettext_lazy("yellow"),
    "orange": gettext_lazy("orange"),
    "red": gettext_lazy("red"),
}


def colours_in_words(colours: Colours, heading: str, part: str) -> str:
    """That a colour is no word of the agenda: somebody may mean a status by it."""
    counts = ", ".join(f"{name} ({colours.counts[key]})" for key, name in _NAMES.items() if colours.counts.get(key))
    if colours.column:
        sentence = _("Colours of cells are not taken over: %(counts)s in the column «%(heading)s».")
        return sentence % {"counts": counts, "heading": heading}
    return _("Colours of rows are not taken over: %(counts)s in «%(part)s».") % {"counts": counts, "part": part}
