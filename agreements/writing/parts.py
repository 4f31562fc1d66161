"""What one can write of each kind of row: its parts with their fields, and what can be done with the row as a whole.

The names are parts of addresses (`schrijven/<kind>/<id>/<name>/`), which are Dutch as all addresses are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class WritingPart:
    """fields are those of the form; none for what is done with the row as a whole. is_look is what one only looks at.

    is_seldom is offered in the menu of its row while nothing is filled in; is_at_end stands always open to sight below the rows
    to which it adds one, and in no menu.
    """

    name: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    is_look: bool = False
    is_seldom: bool = False
    is_at_end: bool = False

    @property
    def is_act(self) -> bool:
        return not self.fields


def _named(*parts: WritingPart) -> dict[str, WritingPart]:
    return {part.name: part for part in parts}


UP, DOWN = WritingPart("omhoog", _("Up")), WritingPart("omlaag", _("Down"))
MOVE = WritingPart("verplaatsen", _("Move"))
DROP, RESTORE = WritingPart("vervallen", pgettext_lazy("row", "Drop")), WritingPart("herstellen", _("No longer dropped"))
COPY, DELETE = WritingPart("kopie", _("Copy")), WritingPart("weg", _("Delete"))
SPLIT, MERGE = WritingPart("splitsen", _("Split")), WritingPart("samenvoegen", _("Merge"))
ADD_THEME, ADD_PARAGRAPH = (
    WritingPart("thema-erbij", _("Add a theme after this")),
    WritingPart("paragraaf-erbij", _("Add a paragraph")),
)
ADD_GOAL, ADD_ACTION = WritingPart("doel-erbij", _("Add a goal")), WritingPart("actie-erbij", _("Add an action"))
GOAL_AT_END, ACTION_AT_END = replace(ADD_GOAL, is_at_end=True), replace(ADD_ACTION, is_at_end=True)
ADD_FIGURE, ADD_APPENDIX = WritingPart("cijfer-erbij", _("Add a figure")), WritingPart("bijlage-erbij", _("Add an appendix"))
BACK = WritingPart("terug", _("Put back"))
MENU = WritingPart("menu", _("What can be done with it"), is_look=True)
BECOMING = WritingPart("was-wordt", _("Was and becomes"), is_look=True)
COMMENTS = WritingPart("opmerkingen", _("Comments"), is_look=True)
REFERENCES = WritingPart("verwijzingen", _("References"), ("references",), is_seldom=True)

APPENDIX = ("number", "title", "document_date", "file")
FIGURE = ("name", "unit", "kind", "per", "start_year", "end_year", "scope", "source")

PARTS: Mapping[str, Mapping[str, WritingPart]] = {
    "tekst": _named(
        WritingPart("kop", _("Title"), ("title",)),
        WritingPart("inleiding", _("Introduction"), ("introduction_title", "introduction")),
        WritingPart("afdruk", _("What the document prints"), ("when_printed", "prints_contributions", "lists_references")),
        WritingPart("thema-erbij", _("Add a theme")),
        ADD_APPENDIX,
        MENU,
    ),
    "geheel": _named(WritingPart("inleiding", _("Introduction of the agreement"), ("introduction",))),
    "thema": _named(
        WritingPart("kop", _("Number and title"), ("number", "title")),
        WritingPart("inleiding", _("Introduction"), ("introduction",)),
        GOAL_AT_END,
        ADD_PARAGRAPH,
        ADD_THEME,
        UP,
        DOWN,
        MOVE,
        DELETE,
        BACK,
        MENU,
        BECOMING,
        COMMENTS,
    ),
    "doel": _named(
        WritingPart("tekst", _("Text"), ("number", "text", "commitment")),
        WritingPart("jaren", _("Years"), ("start_year", "end_year", "added_on", "is_focus")),
        REFERENCES,
        ACTION_AT_END,
        ADD_GOAL,
        ADD_FIGURE,
        UP,
        DOWN,
        MOVE,
        SPLIT,
        MERGE,
        DROP,
        RESTORE,
        COPY,
        DELETE,
        BACK,
        MENU,
        BECOMING,
        COMMENTS,
    ),
    "actie": _named(
        WritingPart("tekst", _("Text"), ("text",)),
        WritingPart("project", _("Project"), ("project",)),
        WritingPart("trekkers", _("Leads"), ("leads", "lead_text")),
        WritingPart("wanneer", _("When"), ("when",)),
        WritingPart("soort", _("Kind and number"), ("kind", "number")),
        WritingPart("budget", _("Budget"), ("budget",)),
        WritingPart("bijdragen", _("Who pays what"), ("contributions",), is_seldom=True),
        REFERENCES,
        ADD_ACTION,
        UP,
        DOWN,
        MOVE,
        SPLIT,
        MERGE,
        DROP,
        RESTORE,
        COPY,
        DELETE,
        BACK,
        MENU,
        BECOMING,
        COMMENTS,
    ),
    "cijfer": _named(
        WritingPart("cijfer", _("Figure"), FIGURE),
        WritingPart("streefwaarden", _("Targets"), ("targets",)),
        UP,
        DOWN,
        DELETE,
        BACK,
        MENU,
    ),
    "bijlage": _named(WritingPart("bijlage", _("Appendix"), APPENDIX), UP, DOWN, DELETE, BACK, MENU),
}
