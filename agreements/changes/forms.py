"""The form of one change, at its place."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.agenda.words import goal_words_of, words_of
from agreements.changes.fields import LISTS, MODELS, About, Kind, value_now
from agreements.changes.places import ChangePlace
from agreements.models import Action, Change, Indicator, Participation, Proposal
from agreements.models.roll_choice import FEWEST_PARTS, MOST_PARTS
from agreements.taking_part.page import parties_to_ask
from parties.dates import DayField
from parties.forms import DayInput, SiteForm
from parties.models import User
from parties.numbers import NumberField
from parties.texts import AGREED_TEXT, LongTextField

MORE_LEADS, MOST_LEADS = 2, 8
MOST_OTHERS = 80  # actions of the year that one may merge with
ABOVE = {"theme", "goal"}  # where something is added; the address says it
ONLY_WHAT_DIFFERS = {Kind.ADJUST, Kind.CORRECT}
DAYS = {"starts_on", "due_on", "added_on", "dropped_on"}
HOW = {"starts_on": "starts_precision", "due_on": "due_precision"}
ORDER = ("drop_reason", "dropped_on", "with", "parts", "text", "title", "introduction_title", "introduction", "number", "leads")
FIRST = {"leads": "lead_0_party", "parts": "part_0_text", "targets": "target_0_value", "indicators": "figure_name"}


class ChangeForm(SiteForm, forms.Form):
    """What changes at a place, filled with what stands there; becomes() is how a change keeps it.

    proposal is the draft to which it is added; empty for a new one.
    """

    marks_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        place: ChangePlace,
        user: User,
        drafts: Iterable[Proposal] = (),
        change: Change | None = None,
    ):
        super().__init__(data)
        self.place, self.user, self.change = place, user, change
        self.withheld = place.withheld()
        self.groups: list[tuple[str, list[str]]] = []
        self.was = {name: self._now(name) for name in place.field_names if name not in ABOVE}
        for name in sorted(self.was, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
            if name not in self.withheld:
                self._add(name)
        self._add_drafts(list(drafts))
        self.say_what_is_missing()

    # -- What stands there

    def _now(self, name: str) -> Any:
        """As the draft has it, or else as it reads now."""
        if self.change is not None and name in self.change.becomes:
            return self.change.becomes[name]
        if name == "dropped_on":
            return timezone.localdate().isoformat()
        takes_over = {Kind.ADJUST, Kind.CORRECT, Kind.PARTICIPATION, Kind.MERGE}
        if self.place.source is None or self.place.kind not in takes_over or name in {"drop_reason", "with", "party"}:
            return [] if name in LISTS else None
        return value_now(self.place.source, name, self.place.text)

    # -- The fields

    def _add(self, name: str) -> None:
        add = {
            "leads": self._add_leads,
            "targets": self._add_targets,
            "indicators": self._add_figure,
            "parts": self._add_parts,
            "with": self._add_others,
            "party": self._add_party,
            "project": self._add_project,
        }.get(name)
        if add is not None:
            add()
            return
        column = (Action if name == "dropped_on" else MODELS[self.place.about])._meta.get_field(name)
        begins_as = column.get_default() if self.place.is_new and self.was[name] is None else self.was[name]
        group = str(_("When")) if name in {*HOW, *HOW.values()} else ""
        self._one(name, _field(name, column), self._typed(column, begins_as), group)
        if name in HOW.values():
            self.fields[name].help_text = _("Leave it empty for a day.")

    @staticmethod
    def _typed(column: Any, value: Any) -> Any:
        return value if value in {None, ""} else column.to_python(value)

    def _one(self, name: str, field: forms.Field, initial: Any = None, group: str = "") -> None:
        field.initial = initial
        self.fields[name] = field
        if self.groups and self.groups[-1][0] == group:
            self.groups[-1][1].append(name)
        else:
            self.groups.append((group, [name]))

    def _parties(self) -> list[tuple[Any, str]]:
        taking_part = Participation.objects.accepted().of_text(self.place.text).select_related("party")
        return [("", "–"), *((row.party_id, row.party.name) for row in taking_part.order_by("position", "pk"))]

    def _add_leads(self) -> None:
        parties, rows = self._parties(), self.was["leads"]
        for number in range(min(max(len(rows) + MORE_LEADS, self._posted("lead", "party")), max(MOST_LEADS, len(rows)))):
            row = rows[number] if number < len(rows) else {}
            words, group = {"number": number + 1}, str(_("Leads"))
            label = _("Lead %(number)s") % words
            self._one(f"lead_{number}_party", _party_choice(label, parties), row.get("party"), group)
            task = forms.CharField(label=_("Task of lead %(number)s") % words, required=False, max_length=200)
            self._one(f"lead_{number}_task", task, row.get("task", ""), group)

    def _posted(self, start: str, end: str) -> int:
        return sum(name.startswith(f"{start}_") and name.endswith(f"_{end}") for name in self.data)

    def _add_targets(self) -> None:
        indicator, years = self.place.row, [0, *([self.place.text.year] if self.place.text.year else [])]
        for year in years:
            row = next((row for row in self.was["targets"] if (row.get("year") or 0) == year), {})
            group = str(_("Target of %(year)s") % {"year": year} if year else _("Target over the whole period"))
            value = NumberField(label=_("Value"), required=False, unit=indicator.unit, max_digits=14, decimal_places=2)
            value.help_text = _("In %(unit)s. Empty: no target.") % {"unit": indicator.unit}
            self._one(f"target_{year}_value", value, _number(row.get("value")), group)
            if indicator.kind == Indicator.Kind.RANGE:
                upper = NumberField(label=_("Through"), required=False, unit=indicator.unit, max_digits=14, decimal_places=2)
                self._one(f"target_{year}_value_to", upper, _number(row.get("value_to")), group)
            formula = forms.CharField(label=_("Or in words"), required=False, max_length=300)
            self._one(f"target_{year}_formula", formula, row.get("formula", ""), group)

    def _add_figure(self) -> None:
        row, group = (self.was["indicators"] or [{}])[0], str(_("A figure with it, not obligatory"))
        for name in ("name", "unit", "kind", "per"):
            field = _field(name, Indicator._meta.get_field(name))
            field.required = False
            self._one(f"figure_{name}", field, row.get(name), group)
        target = (row.get("targets") or [{}])[0]
        value = NumberField(label=_("Target over the whole period"), required=False, max_digits=14, decimal_places=2)
        self._one("figure_value", value, _number(target.get("value")), group)

    def _add_parts(self) -> None:
        parties, rows = self._parties(), self.was["parts"]
        parties[0] = ("", str(_("as it is now")))
        fewest = max(len(rows) + 1, FEWEST_PARTS + 1, self._posted("part", "text"))
        for number in range(min(fewest, MOST_PARTS)):
            row = rows[number] if number < len(rows) else {}
            group = str(_("Part %(number)s") % {"number": number + 1})
            words = _("Text of part %(number)s") % {"number": number + 1}
            text = LongTextField(label=words, required=False, max_length=AGREED_TEXT, widget=forms.Textarea({"rows": 3}))
            self._one(f"part_{number}_text", text, row.get("text", ""), group)
            lead = _party_choice(_("Lead of part %(number)s") % {"number": number + 1}, parties)
            self._one(f"part_{number}_lead", lead, (row.get("leads") or [{}])[0].get("party"), group)

    def _add_others(self) -> None:
        row = self.place.row
        rows = Action.objects.filter(agenda=self.place.text.pk, dropped_on=None).exclude(pk=row.pk)
        rows = rows.select_related("goal__theme", "agenda", "project").order_by("goal__position", "position", "pk")
        own_first = sorted(rows, key=lambda other: other.goal_id != row.goal_id)[:MOST_OTHERS]
        field = forms.TypedMultipleChoiceField(
            label=_("Merge with"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
        )
        field.choices = [(other.pk, f"{goal_words_of(other).number} · {words_of(other)}") for other in own_first]
        self._one("with", field, self.was["with"])

    def _add_party(self) -> None:
        if self.place.row is not None:
            return
        there = Participation.objects.accepted().filter(agreement=self.place.text.whole)
        offered = parties_to_ask(self.user).filter(active_until=None).exclude(pk__in=there.values("party")).order_by("name")
        field = _party_choice(_("Party"), [("", str(_("choose"))), *((party.pk, party.name) for party in offered)])
        field.required = True
        self._one("party", field, self.was["party"])

    def _add_project(self) -> None:
        field = forms.CharField(label=_("Project"), required=False, max_length=200)
        field.help_text = _("Printed above the action. A name that is not in the list becomes a new project.")
        self._one("project", field, self.was["project"])

    def _add_drafts(self, drafts: list[Proposal]) -> None:
        self.drafts = {draft.pk: draft for draft in drafts}
        if drafts and self.change is None:
            options = [*((draft.pk, _("in “%(draft)s”") % {"draft": draft}) for draft in drafts), ("", _("in a new proposal"))]
            field = forms.ChoiceField(
                label=_("Where do you write it?"), choices=options, widget=forms.RadioSelect, required=False
            )
            self._one("proposal", field, drafts[0].pk, " ")

    # -- What was typed

    @property
    def shown_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields below one another, those that belong together under one heading."""
        return [(group.strip(), [self[name] for name in names]) for group, names in self.groups]

    def clean(self) -> dict:
        cleaned = super().clean()
        for day, how in HOW.items():
            if cleaned.get(day) and how in cleaned and not cleaned[how]:
                cleaned[how] = "day"
            if day in cleaned and not cleaned[day] and how in cleaned:
                cleaned[how] = ""
        return cleaned

    @property
    def draft(self) -> Proposal | None:
        key = self.cleaned_data.get("proposal")
        return self.drafts.get(int(key)) if key else None

    def becomes(self) -> dict[str, Any]:
        """The values as a change keeps them; what is withheld is left as it is."""
        typed = self.cleaned_data
        found: dict[str, Any] = {}
        for name in self.was:
            if name in self.withheld or (name == "party" and name not in self.fields):
                continue
            if name == "party":
                found[name] = int(typed[name])
            elif name in LISTS:
                found[name] = self._list(name, typed)
            elif not _differs_in_space_alone(self.was[name], typed.get(name)) or self.place.kind not in ONLY_WHAT_DIFFERS:
                found[name] = typed.get(name)
        if self.place.kind == Kind.ADD:
            above = "theme" if self.place.about == About.GOAL else "goal"
            found[above] = self.place.row.pk if self.place.row else self.change.becomes[above]
        if self.place.kind == Kind.ADD and not found.get("indicators"):
            found.pop("indicators", None)
        return found

    def _list(self, name: str, typed: dict[str, Any]) -> list:
        return {
            "leads": self._typed_leads,
            "targets": self._typed_targets,
            "indicators": self._typed_figures,
            "parts": self._typed_parts,
            "with": lambda typed: typed.get("with") or [],
        }[name](typed)

    @staticmethod
    def _typed_leads(typed: dict[str, Any]) -> list[dict]:
        rows = ((typed[name], typed.get(name.replace("_party", "_task"), "")) for name in typed if _is_of(name, "lead", "party"))
        return [{"party": int(party), "task": task} for party, task in rows if party]

    def _typed_targets(self, typed: dict[str, Any]) -> list[dict]:
        found = []
        for name in [name for name in typed if _is_of(name, "target", "value")]:
            year, start = int(name.split("_")[1]), name.removesuffix("_value")
            before = next((row for row in self.was["targets"] if (row.get("year") or 0) == year), {})
            row = {**before, "year": year or None, "value": typed[name], "formula": typed.get(f"{start}_formula", "")}
            if f"{start}_value_to" in typed:
                row["value_to"] = typed[f"{start}_value_to"]
            if row["value"] is not None or row["formula"]:
                found.append(row)
        return found

    def _typed_figures(self, typed: dict[str, Any]) -> list[dict]:
        if not typed.get("figure_name"):
            return self.was["indicators"][1:]
        row = {name: typed[f"figure_{name}"] for name in ("name", "unit", "kind", "per")}
        value = typed.get("figure_value")
        return [row | {"targets": [{"value": value}] if value is not None else []}, *self.was["indicators"][1:]]

    @staticmethod
    def _typed_parts(typed: dict[str, Any]) -> list[dict]:
        found = []
        for name in [name for name in typed if _is_of(name, "part", "text")]:
            party = typed.get(name.replace("_text", "_lead"))
            if typed[name]:
                found.append({"text": typed[name]} | ({"leads": [{"party": int(party), "task": ""}]} if party else {}))
        return found

    # -- What was refused

    def refuse(self, refused: ValidationError) -> None:
        """Say at each field what is wrong with it; on top what is wrong with something that has no field here."""
        known = refused.message_dict if hasattr(refused, "error_dict") else {NON_FIELD_ERRORS: refused.messages}
        for name, sentences in known.items():
            field = FIRST.get(name, name)
            self.add_error(field if field in self.fields else None, sentences)


def _field(name: str, column: Any) -> forms.Field:
    label = capfirst(str(column.verbose_name))
    if name in DAYS:
        return DayField(
            label=label, required=False, widget=DayInput(), help_text=column.help_text if name != "dropped_on" else ""
        )
    if name == "budget":
        return NumberField(label=label, required=False, max_digits=14, decimal_places=2)
    field = column.formfield()
    field.label = label
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3 if name == "drop_reason" else 8
    if name == "drop_reason":
        field.label, field.required, field.help_text = _("Why"), True, ""
    return field


def _party_choice(label: Any, parties: list[tuple[Any, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=parties, required=False)


def _is_of(name: str, start: str, end: str) -> bool:
    return name.startswith(f"{start}_") and name.endswith(f"_{end}")


def _number(value: Any) -> Decimal | None:
    return None if value in {None, ""} else Decimal(value)


def _differs_in_space_alone(was: Any, typed: Any) -> bool:
    """Whether only space at the ends differs: a box sends the text without it."""
    return isinstance(was, str) and isinstance(typed, str) and was != typed and was.strip() == typed.strip()
