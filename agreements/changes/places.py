"""At what one proposes a change, what can be done there, and under which address: the text itself, or a row of it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agreements.agenda.withheld import passages_in
from agreements.agenda.words import goal_words_of, words_of
from agreements.changes.asking import texts_in_force
from agreements.changes.fields import FIELDS, About, Kind
from agreements.models import Action, Change, Goal, Indicator, Participation, Proposal, Theme
from agreements.models.adoptable import Adoptable

# The parts of an address, which are Dutch as all addresses are.
KINDS = {
    "anders": Kind.ADJUST,
    "correctie": Kind.CORRECT,
    "vervallen": Kind.DROP,
    "doorschuiven": Kind.CARRY_OVER,
    "splitsen": Kind.SPLIT,
    "samenvoegen": Kind.MERGE,
    "doel-erbij": Kind.ADD,
    "actie-erbij": Kind.ADD,
    "deelname": Kind.PARTICIPATION,
    "intrekken": Kind.REVOKE,
}
ABOUT = {"tekst": None, "thema": Theme, "doel": Goal, "actie": Action, "cijfer": Indicator, "partij": Participation}
NEW = 0  # the key of the text itself, and of a party that joins
WORDS = {
    "anders": _("Change it"),
    "correctie": _("Correct a typing error"),
    "vervallen": pgettext_lazy("proposal", "Drop it"),
    "doorschuiven": _("Carry it over to the next year"),
    "splitsen": _("Split it"),
    "samenvoegen": _("Merge it with others"),
    "doel-erbij": _("Add a goal here"),
    "actie-erbij": _("Add an action here"),
    "deelname": _("Take part otherwise"),
    "intrekken": _("Revoke the whole text"),
}
HELP = {
    "correctie": _("Only a typing error, which changes nothing of what was agreed. Coordinators may answer it."),
    "vervallen": _("It stays visible, struck, with the reason. Of a goal also what was to be done for it."),
    "doorschuiven": _("It is dropped in this year, and stands in the draft of the next year."),
    "splitsen": _("Write the text of each part. The parts take the place of this action."),
    "samenvoegen": _("One action takes the place of this one and the others that you choose."),
    "deelname": _("The party itself answers too."),
    "intrekken": _("Nothing of it binds any more once all have agreed. It stays to be read."),
}
# What can be done at each, the first being what the page opens with.
CAN = {
    "tekst": ("anders", "correctie", "intrekken"),
    "thema": ("anders", "doel-erbij", "correctie"),
    "doel": ("anders", "vervallen", "actie-erbij", "correctie"),
    "actie": ("anders", "vervallen", "doorschuiven", "splitsen", "samenvoegen", "correctie"),
    "cijfer": ("anders",),
    "partij": ("deelname",),
}
OF_A_YEAR = {"vervallen", "doorschuiven", "splitsen", "samenvoegen", "actie-erbij"}  # the agreement as a whole has no actions


@dataclass(frozen=True, slots=True)
class Offer:
    words: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ChangePlace:
    """what and act are parts of the address; row is what changes, or to what is added; none for the text and who joins."""

    text: Adoptable
    what: str
    act: str
    row: Any = None

    @property
    def kind(self) -> Kind:
        return KINDS[self.act]

    @property
    def about(self) -> About:
        if self.what == "tekst":
            return About.AGENDA if self.text.year is not None else About.AGREEMENT
        return {
            "doel-erbij": About.GOAL,
            "actie-erbij": About.ACTION,
        }.get(self.act) or About(ABOUT[self.what]._meta.model_name)

    @property
    def is_new(self) -> bool:
        """Whether what is written is not there yet."""
        return self.kind == Kind.ADD or (self.what == "partij" and self.row is None)

    @property
    def changed_row(self) -> Any:
        """The row that changes; none for what is added, nor for the text, which the proposal names itself."""
        return None if self.is_new else self.row

    @property
    def source(self) -> Any:
        """What has the values that stand there now."""
        return None if self.is_new else self.row or self.text

    @property
    def field_names(self) -> tuple[str, ...]:
        names = FIELDS[self.kind][self.about]
        joins = self.what == "partij" and self.row is None  # from the year of the text on
        return tuple(name for name in names if not (joins and name == "from_year"))

    @property
    def title(self) -> str:
        return str(WORDS[self.act])

    @property
    def help(self) -> str:
        return str(HELP.get(self.act, ""))

    @property
    def name(self) -> str:
        """What stands here, in the words of the text."""
        match self.row:
            case Theme() as theme:
                return words_of(theme, self.text.year_read).heading
            case Goal() as goal:
                return str(words_of(goal, self.text.year_read))
            case Action() as action:
                return f"{goal_words_of(action).number} · {words_of(action)}"
            case Indicator() | Participation() as row:
                return str(row)
        return self.text.title

    @property
    def words_now(self) -> str:
        """What stands here, where the form does not show it."""
        if self.kind not in {Kind.DROP, Kind.CARRY_OVER, Kind.SPLIT, Kind.MERGE}:
            return ""
        found = words_of(self.row) if isinstance(self.row, Action) else words_of(self.row, self.text.year_read)
        return found.text

    @property
    def address(self) -> str:
        return self.text.address("change_row_as", self.what, self.row.pk if self.row else NEW, self.act)

    @property
    def back(self) -> str:
        match self.row:
            case Goal() | Action():
                return self.row.get_absolute_url()
            case Indicator():
                return self.row.goal.get_absolute_url()
        return self.text.reading_url

    def more(self) -> list[tuple[str, str]]:
        """What hangs below it, in words and with its address: figures of a goal, the parties of the text."""
        if self.what == "doel" and self.act == CAN["doel"][0]:
            words = _("Target of “%(figure)s”")
            rows = self.row.indicators.all()
            figures = [(words % {"figure": row}, self.text.address("change_row", "cijfer", row.pk)) for row in rows]
            return [*figures, *self._other_texts()]
        if self.what == "thema" and self.act == CAN["thema"][0]:
            return self._other_texts()
        if self.what == "tekst" and self.act == CAN["tekst"][0]:
            words = _("How %(party)s takes part")
            rows = Participation.objects.accepted().of_text(self.text).select_related("party").order_by("position", "pk")
            parties = [(words % {"party": row.party.name}, self.text.address("change_row", "partij", row.pk)) for row in rows]
            return [*parties, (gettext("Let another party join"), self.text.address("change_row", "partij", NEW))]
        return []

    def _other_texts(self) -> list[tuple[str, str]]:
        """The other texts in force in which it can be changed: what holds in several years is changed from one of them on."""
        words = _("The same in %(text)s")
        others = [row for row in texts_in_force(self.text.whole) if row != self.text and self.row.exists_in(row.year_read)]
        return [(words % {"text": row.title}, row.address("change_row", self.what, self.row.pk)) for row in others]

    def choices(self) -> list[Offer]:
        """What can be done here."""
        acts = [act for act in CAN[self.what] if self.text.year is not None or act not in OF_A_YEAR]
        others = (ChangePlace(self.text, self.what, act, self.row) for act in acts)
        return [Offer(other.title, other.address, other.act == self.act) for other in others]

    def withheld(self) -> set[str]:
        """The fields of which a passage is withheld: nobody gets to see them in order to change them."""
        row = self.source
        if row is None:
            return set()
        name = row._meta.model_name
        return {found.field for found in passages_in(self.text.whole) if (found.kind, found.row_id) == (name, row.pk)}


def place_at(text: Adoptable, what: str, pk: int, act: str = "") -> ChangePlace:
    """The place with this address, in a text that the person reads; Http404 when there is none."""
    act = act or CAN.get(what, ("",))[0]
    if what not in ABOUT or act not in CAN[what] or (text.year is None and act in OF_A_YEAR):
        raise Http404
    return ChangePlace(text, what, act, _row_at(text, what, pk))


def _row_at(text: Adoptable, what: str, pk: int) -> Any:
    if pk == NEW and what in {"tekst", "partij"}:
        return None
    rows = {
        "thema": Theme.objects.filter(agreement=text.whole).select_related("agreement", "parent"),
        "doel": Goal.objects.filter(theme__agreement=text.whole).select_related("theme__agreement"),
        "actie": Action.objects.filter(agenda=None if text.year is None else text.pk).select_related(
            "goal__theme__agreement", "agenda__agreement", "project"
        ),
        "cijfer": Indicator.objects.filter(goal__theme__agreement=text.whole).select_related("goal__theme__agreement"),
        "partij": Participation.objects.accepted().filter(agreement=text.whole).select_related("party"),
    }.get(what)
    found = rows.filter(pk=pk).first() if rows is not None else None
    if found is None:
        raise Http404
    return found


def place_of(change: Change, proposal: Proposal) -> ChangePlace:
    """Where a change of a draft was written."""
    text = proposal.text
    if change.kind == Kind.ADD:
        is_goal = change.about == About.GOAL
        above = change.becomes["theme" if is_goal else "goal"]
        if isinstance(above, int):
            return place_at(text, "thema" if is_goal else "doel", above, "doel-erbij" if is_goal else "actie-erbij")
        return ChangePlace(text, "doel", "actie-erbij")
    what = next((name for name, model in ABOUT.items() if model and model._meta.model_name == change.about), "tekst")
    act = next(name for name in CAN[what] if KINDS[name] == change.kind)
    return ChangePlace(text, what, act, change.row if change.about in Change.ROWS else None)
