"""Whoever shows the words of a theme, goal or action asks agreements/agenda/words.py: what reads past it is refused here.

Two nets. While tests run, the fields of the three models look who reads them: a page, a mail or a file that reads the row itself
fails the test that visits it, whatever its variables are called. And the code is searched for what no test happens to visit, by
the names that are in use for such rows (tests/test_architecture.py).
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.template.base import Node

from agreements.models import Action, Goal, GoalText, Theme, ThemeText

ROOT = Path(settings.BASE_DIR)
WORDS = {
    Theme: ("number", "title", "introduction", "heading"),
    Goal: ("number", "text"),
    Action: ("number", "text"),
    ThemeText: ("number", "title", "introduction"),
    GoalText: ("number", "text"),
}
# Who may read the row itself, and why. A folder stands for all that is in it.
MAY_READ = {
    "agreements/agenda/words.py": "the accessor itself",
    "agreements/models/words.py": "keeps the words of earlier years beside the row",
    "agreements/models/": "the row: its rules, and its name in the admin and the history",
    "agreements/demo.py": "writes the rows of a fixture, found by their natural keys",
    "agreements/admin/": "the form and the name of the row that is edited; its lists ask words_of()",
    "agreements/imports/planning/comparing.py": "says what an import would change in the row that it writes",
    "agreements/imports/applying.py": "writes the rows",
    "agreements/changes/": "writes the rows as all agreed, and keeps with a change what they said",
    "agreements/consent/setting_back.py": "writes the rows as a version has them",
    "agreements/imports/undoing.py": "names the rows that it puts back",
    "agreements/writing/": "writes the rows on the page where an agenda is written, and says what they said before",
    "agreements/rollover/making.py": "copies the row into the next year",
    "agreements/rollover/taking_back.py": "takes away what was copied, and the words that were joined",
    "monitoring/admin/": "searches rows by the words of their action",
    "monitoring/meetings/register.py": "searches decisions by the words of their action or goal, where nothing is withheld",
    "monitoring/scale/": "writes the rows, in bulk",
    "monitoring/history/restoring.py": "writes the row as history has it",
    "monitoring/models/": "the natural keys of rows; their names in the admin and the history",
    "config/admin.py": "the search boxes of the admin",
    "parties/admin/": "the form, the name and the history of the row that is edited, of whatever table",
    "parties/history/": "stores a row with its version, and shows the versions",
    "parties/tables/": "a table is the rows themselves, out and in again",
    "templates/admin/": "the pages of the admin",
}
# Where what is called goal or action is a printed row (agreements/agenda/content.py) or a draft of a file, and no model.
PRINTED = {
    "agreements/agenda/": "builds and narrows the tree of printed text",
    "agreements/comments/listing.py": "the tree, with what was said in each place",
    "agreements/consent/forms.py": "the places of a remark, from the tree",
    "agreements/consent/page.py": "what is missing in the tree",
    "agreements/consent/withholding.py": "the rows of a version, of which words are chosen",
    "agreements/exports/": "the tree as a file",
    "agreements/templatetags/agenda_pdf.py": "the tree as PDF",
    "agreements/versions/comparing.py": "two trees side by side",
    "monitoring/dispute_file/texts.py": "the rows of a version",
    "agreements/versions/whole.py": "two trees side by side",
    "templates/monitoring/pdf/goal_then.html": "a state",
    "agreements/versions/fields.py": "the rows of two trees, field by field",
    "agreements/imports/recognising/": "drafts, from the words of a file",
    "agreements/imports/planning/": "drafts, beside the words of the agenda",
    "public_site/describing.py": "the tree of a version, told to machines",
    "public_site/factsheet.py": "the tree of a version, in numbers",
    "monitoring/dashboard/": "the state, which is the tree with its answers",
    "monitoring/exports/": "the state as a file",
    "monitoring/rollover/": "the state, with a choice beside each action",
    "monitoring/views/party.py": "the state of many agreements",
    "templates/agreements/agenda/": "the tree as a page",
    "templates/agreements/pdf/": "the tree as PDF",
    "templates/agreements/writing/": "the tree as a page, with its forms",
    "templates/monitoring/dashboard/": "the state",
    "templates/monitoring/first/": "the state",
    "templates/monitoring/position/": "the state that was frozen",
    "templates/public/": "the tree of a version as a page for everyone",
    "templates/monitoring/roll_forward.html": "the state, with a choice beside each action",
    "templates/monitoring/rollover/": "the state, with a choice beside each action",
    "templates/monitoring/year_end.html": "the state of the year that ends",
    "templates/monitoring/presentation.html": "the state",
    "templates/monitoring/reciprocity.html": "the state",
    "templates/monitoring/report/": "the state as PDF; its form reads words_of()",
}
ROWS = ("agreements/models/", "monitoring/models/")  # a row that gives its name reads for whoever asks the name
KEEPER = "agreements/models/words.py"  # what it reads it gives to nobody
TEMPLATES = "/django/template/"
ASK = "ask words_of() of agreements/agenda/words.py, in a template the filter words"


class ReadPastError(AssertionError):
    """The words of a row were read without asking for them."""


def is_listed(path: str, *lists: dict[str, str]) -> bool:
    return any(path == place or (place.endswith("/") and path.startswith(place)) for listed in lists for place in listed)


# -- While tests run


class Watched:
    """A field or property that refuses to be read by what may not; what it gives stays what it was."""

    def __init__(self, name: str, model: type, inner):
        self.name, self.model, self.inner = name, model, inner

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if place := _reader(sys._getframe(1)):
            raise ReadPastError(f"{place} reads {self.model.__name__}.{self.name}: {ASK}.")
        return instance.__dict__[self.name] if self.name in instance.__dict__ else self.inner.__get__(instance, owner)

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value


def watch_words() -> None:
    """From now on in this process, the words of a row are read by what may, and by tests."""
    for model, names in WORDS.items():
        for name in names:
            setattr(model, name, Watched(name, model, model.__dict__[name]))


def _reader(frame: FrameType | None) -> str:
    """Who reads and may not: the nearest code or template of ours above the models and the libraries; empty for what may."""
    while frame:
        path = frame.f_code.co_filename
        if TEMPLATES in path:
            node = frame.f_locals.get("self")
            if isinstance(node, Node):
                place = _from_root(node.origin.name)
                return f"{place}:{node.token.lineno}" if place and not is_listed(place, MAY_READ) else ""
        elif (place := _from_root(path)) and (place == KEEPER or not place.startswith(ROWS)):
            return f"{place}:{frame.f_lineno}" if not is_listed(place, MAY_READ) and not place.startswith("tests/") else ""
        frame = frame.f_back
    return ""


@cache
def _from_root(path: str) -> str:
    """Where the file lies in the tree; empty for one of a library."""
    return path.removeprefix(f"{ROOT}/") if path.startswith(f"{ROOT}/") and "site-packages" not in path else ""


# -- In the code

NAMES = {"theme", "goal", "action", "earlier", "later", "paragraph", "goal_text", "theme_text"}
ATTRIBUTES = {name for names in WORDS.values() for name in names}
IN_TEMPLATE = re.compile(rf"\b({'|'.join(NAMES)})\.({'|'.join(ATTRIBUTES)})\b")
LOOK_UP = re.compile(rf"^[-=]?(\w+__)?(theme|goal|action|goals|actions|themes|texts)__({'|'.join(ATTRIBUTES)})(__\w+)?$")


def reads_in(path: Path) -> Iterator[str]:
    """The places where something that is called goal, theme or action is asked for its words."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from (found[0] for found in IN_TEMPLATE.finditer(text))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and node.attr in ATTRIBUTES:
            owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
            if owner in NAMES:
                yield f"{owner}.{node.attr} on line {node.lineno}"


def look_ups_in(path: Path) -> Iterator[str]:
    """The look-ups of a query that reach for the words of a goal, theme or action."""
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LOOK_UP.match(node.value):
            yield f"{node.value} on line {node.lineno}"
