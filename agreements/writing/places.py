"""Where one writes in an agenda: a row of it, the part of that row, and the address of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from agreements.agenda.anchors import KINDS, MODELS, anchor
from agreements.agenda.words import words_of
from agreements.models import Action, Agenda, Agreement, Goal, Theme
from agreements.models.words import WordsPerYear
from agreements.writing.parts import PARTS, WritingPart
from parties.row_ids import row_id

READS: Mapping[str, tuple[str, ...]] = {
    "thema": ("agreement", "parent"),
    "doel": ("theme__agreement", "theme__parent__agreement"),
    "actie": ("agenda__agreement", "goal__theme__agreement", "project"),
    "cijfer": ("goal__theme__agreement",),
    "bijlage": ("agreement", "agenda"),
}


@dataclass(frozen=True, slots=True)
class Once:
    """The token of a form, and a hash of what it says: sent again it does nothing twice."""

    token: str
    said: str


@dataclass(frozen=True, slots=True)
class WritingPlace:
    """A part of a row of the agenda; row is None where a colleague deleted it. A goal or theme has the words of the year.

    once is the token of the form that was sent, where that does something with the row as a whole.
    """

    agenda: Agenda
    kind: str
    pk: int
    part: WritingPart
    row: Any
    once: Once | None = None

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return anchor(self.kind, self.pk)

    @property
    def id(self) -> str:
        """How an address without JavaScript names it: "actie-12-tekst"."""
        return f"{self.kind}-{self.pk}-{self.part.name}"

    @property
    def address(self) -> str:
        """Where its form is, and where that goes to."""
        return self.agenda.address("writing_part", self.kind, self.pk, self.part.name)

    @property
    def opened(self) -> str:
        """The whole page with the form in its place."""
        return f"{self.agenda.address('writing')}?deel={self.id}#deel-{self.id}"

    @property
    def back(self) -> str:
        return f"{self.agenda.address('writing')}#{self.anchor}"

    @property
    def bring_back(self) -> str:
        """Where a row that was deleted is put back."""
        return self.agenda.address("writing_part", self.kind, self.pk, "terug")

    @property
    def name(self) -> str:
        """The row in a few words, for a label, a step and the history."""
        return name_of(self.row, self.agenda.year) if self.row is not None else _("a row that was deleted")


def anchor_of(row: Any) -> str:
    """The id of the row on the page."""
    return anchor(KINDS[type(row)], row.pk)


def name_of(row: Any, year: int) -> str:
    """The row as people call it: "doel 17", "de afspraak «De 24 flexwoningen …»"."""
    match row:
        case Agenda():
            return _("the agenda")
        case Agreement():
            return _("the agreement")
        case Theme():
            return f"«{words_of(row, year).heading}»"
        case Goal():
            words = words_of(row, year)
            goal = row.theme.agreement.goal_label.lower()
            return f"{goal} {words.number}" if words.number else f"{goal} «{_short(str(words))}»"
        case Action():
            return f"«{_short(str(words_of(row)))}»"
    return f"«{_short(str(row))}»"


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49].rstrip()}…"


def place_at(agenda: Agenda, kind: str, pk: int, name: str) -> WritingPlace:
    """The place with this address; Http404 when there never was one. The agenda is one that the person writes."""
    part = PARTS.get(kind, {}).get(name)
    if part is None or row_id(pk) is None:
        raise Http404
    row = row_at(agenda, kind, pk)
    if row is None and not _was_there(agenda, kind, pk):
        raise Http404
    return WritingPlace(agenda, kind, pk, part, row)


def place_named(agenda: Agenda, name: str) -> WritingPlace | None:
    """The place that an address names as "actie-12-tekst"; None for anything else."""
    kind, _dash, rest = name.partition("-")
    pk, _dash, part = rest.partition("-")
    if row_id(pk) is None:
        return None
    try:
        return place_at(agenda, kind, int(pk), part)
    except Http404:
        return None


def row_at(agenda: Agenda, kind: str, pk: int) -> Any:
    """The row as it is now, in the words of the year; None where there is none."""
    if kind in {"tekst", "geheel"}:
        row = agenda if kind == "tekst" else agenda.agreement
        return row if row.pk == pk else None
    row = rows_of(agenda, kind).filter(pk=pk).first()
    if isinstance(row, WordsPerYear):
        row.write_for(agenda.year)
    return row


def rows_of(agenda: Agenda, kind: str):
    """The rows of this kind that the agenda may print."""
    model = MODELS[kind]
    rows = model.objects.select_related(*READS[kind])
    if kind == "actie":
        return rows.filter(agenda=agenda)
    if kind == "bijlage":
        return rows.filter(Q(agenda=None) | Q(agenda=agenda), agreement=agenda.agreement_id)
    return rows.filter(**{model.agreement_path: agenda.agreement_id})


def _was_there(agenda: Agenda, kind: str, pk: int) -> bool:
    """Whether a row of this agenda had that key and was deleted: the history knows."""
    if kind in {"tekst", "geheel"}:
        return False
    gone = MODELS[kind].history.filter(id=pk, history_type="-").first()
    if gone is None:
        return False
    return _agreement_of(gone.instance) == agenda.agreement_id


def _agreement_of(row: Any) -> int | None:
    """The key of its agreement, also where what it stood in went along."""
    *path, last = row.agreement_path.split("__")
    for name in path:
        field = row._meta.get_field(name)
        model, pk = field.remote_field.model, getattr(row, field.attname)
        above = model._base_manager.filter(pk=pk).first()
        gone = None if above else model.history.filter(id=pk).order_by("history_id").last()
        if above is None and gone is None:
            return None
        row = above or gone.instance
    return getattr(row, f"{last}_id")
