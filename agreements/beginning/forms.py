"""The steps as forms. What is typed is kept as it was sent; these say whether it is right."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.beginning.naming import KnownParties, kind_in
from agreements.imports.words.leads import name_key
from agreements.models import Agreement, MeetingRule, Participation
from agreements.models.agreement import YEAR_VALIDATORS
from parties.forms import SiteForm
from parties.links import refuse_link_elsewhere
from parties.models import Party, User
from parties.names import validate_name

Role = Participation.Role
TERMS = ("advice", "from", "to")  # of a party, not obligatory
MEETINGS = {"officers": MeetingRule.Kind.AMBTELIJK, "executives": MeetingRule.Kind.BESTUURLIJK}  # by field, what one meets in
FEWEST_ROWS, MOST_ROWS, LONGEST_SPAN = 5, 24, 12
LEGAL_THEMES = (
    "Nieuwbouw en aankoop",
    "Maatschappelijk vastgoed en leefbaarheid",
    "Samenstelling van de voorraad, verkoop en liberalisatie",
    "Kwaliteit en verduurzaming",
    "Betaalbaarheid en bereikbaarheid",
    "Huisvesting van groepen die aandacht nodig hebben",
)  # what Btiv 39 lid 2 names


def key_of(name: str) -> str:
    """What the fields of a party in the other steps are called by, wherever it stands in the list."""
    return hashlib.sha256(name_key(name).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A party that is to take part; known is the key of one that is there. Without years it takes part in all of them."""

    row: int
    name: str
    kind: str
    role: str
    known: int | None
    right_of_advice: str = ""
    from_year: int | None = None
    to_year: int | None = None

    @property
    def key(self) -> str:
        return key_of(self.name)

    @property
    def role_words(self) -> str:
        return str(Role(self.role).label)

    @property
    def kind_words(self) -> str:
        return str(Party.Kind(self.kind).label)


class PartiesForm(SiteForm, forms.Form):
    """Rows of a name, a kind and a role. An empty name is no row."""

    marks_optional = False

    def __init__(self, *args, known: KnownParties, own: dict[int, str], rows: int, **kwargs):
        """own gives the names of the parties for which the person begins it; nobody's for who hands it over."""
        super().__init__(*args, **kwargs)
        self.known, self.own, self.count = known, own, min(max(rows, FEWEST_ROWS), MOST_ROWS)
        kinds = [("", _("as its name says")), *Party.Kind.choices]
        roles = [(Role.SIGNATORY, _("signs")), (Role.ADVISORY, _("advises")), (Role.INVOLVED, _("is involved"))]
        for row in range(self.count):
            number = {"number": row + 1}
            name = forms.CharField(
                label=_("Name of party %(number)s") % number, required=False, max_length=200, validators=[validate_name]
            )
            name.widget.attrs = {"list": "partijen", "autocomplete": "off"}
            self.fields[f"name_{row}"] = name
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                label=_("Kind of party %(number)s") % number, required=False, choices=kinds
            )
            self.fields[f"role_{row}"] = forms.ChoiceField(
                label=_("Role of party %(number)s") % number, required=False, choices=roles, initial=Role.SIGNATORY
            )
            self._add_terms(row)
        self.say_what_is_missing()

    def _add_terms(self, row: int) -> None:
        """What is not obligatory, and stands folded."""
        number = {"number": row + 1}
        self.fields[f"advice_{row}"] = forms.ChoiceField(
            label=_("Right of advice of party %(number)s") % number, required=False, choices=Participation.Advice.choices
        )
        for name, label in (("from", _("First year of party %(number)s")), ("to", _("Last year of party %(number)s"))):
            self.fields[f"{name}_{row}"] = forms.IntegerField(label=label % number, required=False, validators=YEAR_VALIDATORS)

    def rows(self) -> Iterator[dict]:
        """terms are folded, unless something is filled in there; says is what was understood of the name."""
        for row in range(self.count):
            terms = [self[f"{name}_{row}"] for name in TERMS]
            is_filled = any(field.value() or field.errors for field in terms)
            fields = {name: self[f"{name}_{row}"] for name in ("name", "kind", "role")}
            says = "" if any(field.errors for field in fields.values()) else self._says(fields["name"], fields["kind"])
            yield fields | {"terms": terms, "is_open": is_filled, "says": says}

    def _says(self, name: forms.BoundField, kind: forms.BoundField) -> str:
        written, chosen = " ".join((name.value() or "").split()), kind.value() or ""
        found = self.known.meant_by(written, chosen) if written else []
        if len(found) == 1 and not self.known.why_not(found, chosen):
            words = {"party": found[0].name, "kind": self.known.kind_words(found[0])}
            return _("%(party)s is in Driehoek already, as %(kind)s.") % words
        meant = chosen or kind_in(written)
        if found or not meant:
            return ""
        return _("New in Driehoek, as %(kind)s. Not right? Then choose another kind.") % {"kind": Party.Kind(meant).label}

    def clean(self) -> None:
        self.parties: list[Wanted] = []
        keys: set[str] = set()
        for row in range(self.count):
            name = " ".join(self.cleaned_data.get(f"name_{row}", "").split())
            if not name:
                continue
            try:
                wanted = self._wanted(row, name)
            except ValidationError as error:
                self.add_error(error.params["field"], error.message)
                continue
            if wanted.key in keys or wanted.known in {each.known for each in self.parties if each.known}:
                self.add_error(f"name_{row}", _("This party stands in the list already."))
                continue
            keys.add(wanted.key)
            self.parties.append(wanted)
        if not self.errors:
            self._clean_together()

    def _wanted(self, row: int, name: str) -> Wanted:
        kind, role = self.cleaned_data.get(f"kind_{row}", ""), self.cleaned_data.get(f"role_{row}") or Role.SIGNATORY
        advice, first, last = (self.cleaned_data.get(f"{term}_{row}") or None for term in TERMS)
        if first and last and last < first:
            raise ValidationError(_("The last year lies before the first year."), params={"field": f"to_{row}"})
        terms = (advice or "", first, last)
        found = self.known.meant_by(name, kind)
        if not found:
            if not (kind := kind or kind_in(name)):
                sentence = _("«%(name)s» is not in Driehoek yet: say what kind of party it is, and it is added.")
                raise ValidationError(sentence % {"name": name}, params={"field": f"kind_{row}"})
            return Wanted(row, name, kind, role, None, *terms)
        if why := self.known.why_not(found, kind):
            raise ValidationError(why, params={"field": f"name_{row}"})
        return Wanted(row, found[0].name, found[0].kind, role, found[0].id, *terms)

    def _clean_together(self) -> None:
        if not any(each.kind == Party.Kind.MUNICIPALITY for each in self.parties):
            self.add_error("name_0", _("Write at least one municipality: the agreements are those of its residents."))
        mine = [each for each in self.parties if each.known in self.own]
        if not self.own:
            return
        if not mine:
            names = ", ".join(self.own.values())
            self.add_error("name_0", _("Your own party takes part as well: write %(names)s.") % {"names": names})
        elif all(each.role != Role.SIGNATORY for each in mine):
            self.add_error(f"role_{mine[0].row}", _("Who begins the agreements signs them."))


def offer_earlier(form: forms.Form, name: str, user: User) -> bool:
    """Let the person choose from the agreements that she sees; without any there is nothing to ask."""
    rows = Agreement.objects.visible_to(user)
    form.fields[name].queryset = rows
    if not rows.exists():
        del form.fields[name]
    return name in form.fields


class WordsForm(SiteForm, forms.Form):
    """Years, title, words and layout; folded how often one meets."""

    start_year = forms.IntegerField(label=gettext_lazy("First year"), validators=YEAR_VALIDATORS)
    end_year = forms.IntegerField(label=gettext_lazy("Last year"), validators=YEAR_VALIDATORS)
    is_rolling = forms.BooleanField(
        label=gettext_lazy("The agreement moves up a year every year"),
        required=False,
        help_text=gettext_lazy("Each year then looks ahead over as many years as there are from the first through the last."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=200)
    theme_label = forms.CharField(
        label=gettext_lazy("What do you call a theme?"),
        max_length=40,
        initial="Thema",
        help_text=gettext_lazy("Such as Thema, Hoofdstuk or Pijler."),
    )
    goal_label = forms.CharField(
        label=gettext_lazy("What do you call a goal of several years?"),
        max_length=80,
        initial="Doel",
        help_text=gettext_lazy("Such as Doel or Meerjarenafspraak."),
    )
    action_label = forms.CharField(
        label=gettext_lazy("What do you call that which is done in one year?"),
        max_length=80,
        initial="Afspraak voor {jaar}",
        help_text=gettext_lazy("Such as Afspraak voor {jaar} or Prestatie {jaar}; {jaar} becomes the year."),
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("What does the document look like?"),
        choices=[
            (Agreement.Layout.TABLE, gettext_lazy("A table: goal, action and lead side by side")),
            (Agreement.Layout.DOCUMENT, gettext_lazy("A text: numbered paragraphs, with the year's actions below them")),
        ],
        initial=Agreement.Layout.TABLE,
        widget=forms.RadioSelect,
    )
    predecessor = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=gettext_lazy("Which agreements do these follow?"),
        required=False,
        empty_label=pgettext_lazy("agreements", "none"),
    )
    officers = forms.CharField(
        label=gettext_lazy("How often do officers meet?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("In the words of the agreements, such as: four times a year."),
    )
    executives = forms.CharField(label=gettext_lazy("How often do executives meet?"), required=False, max_length=200)
    field_order = ["start_year", "end_year", "title", "theme_label", "goal_label", "action_label", "layout"]

    def __init__(self, *args, user, today: date, usual_title: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["start_year"].initial, self.fields["end_year"].initial = today.year + 1, today.year + 4
        self.fields["title"].help_text = _("Left empty it becomes: %(title)s") % {"title": usual_title}
        offer_earlier(self, "predecessor", user)

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in MEETINGS]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MEETINGS]

    @property
    def is_unfolded(self) -> bool:
        return any(field.value() or field.errors for field in self.folded_fields)

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        refuse_link_elsewhere(title)
        return title

    def clean(self) -> None:
        first, last = self.cleaned_data.get("start_year"), self.cleaned_data.get("end_year")
        if first is None or last is None:
            return
        if last < first:
            self.add_error("end_year", _("The last year lies before the first year."))
        elif last - first >= LONGEST_SPAN:
            self.add_error("end_year", _("Agreements run %(most)s years at most.") % {"most": LONGEST_SPAN})
