"""What was typed of a new agreement, step by step: the form of each step, and what they say together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.beginning.forms import PartiesForm, Wanted, WordsForm
from agreements.beginning.naming import KnownParties
from agreements.beginning.people import PeopleForm
from agreements.beginning.permissions import hands_over, own_parties
from agreements.beginning.text_forms import TextForm
from agreements.imports.words.leads import TITLES
from agreements.taking_part.permissions import why_no_first_coordinator
from parties.models import Membership, Party, User

PARTIES, WORDS, TEXT, BEGIN = "partijen", "woorden", "tekst", "begin"
STEPS = {PARTIES: _("The parties"), WORDS: _("Years and words"), TEXT: _("The first agenda"), BEGIN: _("Invite and begin")}
LONGEST = 2_000  # letters that are kept of one field
SPARE = 3  # empty rows behind the last party


@dataclass(frozen=True, slots=True)
class Problem:
    """What is not right yet in an earlier step."""

    step: str
    label: str
    sentence: str
    field: str


@dataclass(frozen=True, slots=True)
class Told:
    """How a party hears of it; why_not is why it cannot be invited from here."""

    wanted: Wanted
    is_own: bool
    has_coordinator: bool
    why_not: str = ""
    goes_on: bool = False  # to whom it is handed over


def years_in(sent: Mapping, today: date) -> tuple[int, int]:
    """As they were typed in the step about words; the usual ones as long as that says no span."""
    first, last = (str(sent.get(name, "")).strip() for name in ("start_year", "end_year"))
    is_span = first.isdecimal() and last.isdecimal() and len(first) == len(last) == 4 and first <= last
    return (int(first), int(last)) if is_span else (today.year + 1, today.year + 4)


class Sitting:
    """content is that of an AgreementDraft. Nothing is asked of the database before it is needed."""

    def __init__(self, content: Mapping[str, dict], *, user: User, today: date):
        self.content, self.user, self.today = content, user, today
        self.known = KnownParties(user)
        self._checked: dict[str, Form] = {}

    @cached_property
    def own(self) -> dict[int, str]:
        return dict(own_parties(self.user).values_list("pk", "name"))

    @cached_property
    def hands_over(self) -> bool:
        return hands_over(self.user)

    # -- The forms

    def form(self, step: str, data: Mapping[str, Any] | None = None, *, shows_errors: bool = False) -> Form:
        """With what was sent now, or else what was kept: then with what is wrong only where that is asked for."""
        sent = data if data is not None else self.content.get(step)
        given = {"data": sent} if data is not None or (shows_errors and sent) else {"initial": sent or self._first(step)}
        return self._forms[step](given, sent or {})

    @property
    def _forms(self):
        return {PARTIES: self._parties_form, WORDS: self._words_form, TEXT: self._text_form, BEGIN: self._people_form}

    def _first(self, step: str) -> dict:
        """The own party stands first in an empty list."""
        if step != PARTIES or not self.own:
            return {}
        return {"name_0": next(iter(self.own.values()))}

    def _parties_form(self, given: dict, sent: Mapping) -> PartiesForm:
        numbers = [int(name[5:]) for name, value in sent.items() if name.startswith("name_") and name[5:].isdecimal() and value]
        rows = max(numbers, default=0) + 1 + SPARE
        return PartiesForm(**given, known=self.known, own=self.own, rows=rows)

    def _words_form(self, given: dict, sent: Mapping) -> WordsForm:
        return WordsForm(**given, user=self.user, today=self.today, usual_title=self.usual_title(*self._years_in(sent)))

    def _text_form(self, given: dict, sent: Mapping) -> TextForm:
        return TextForm(**given, user=self.user, years=self.years)

    def _people_form(self, given: dict, sent: Mapping) -> PeopleForm:
        return PeopleForm(**given, invited=[each.wanted for each in self.told if not each.has_coordinator and not each.why_not])

    # -- What they say

    def proposed(self, step: str) -> dict[str, Any]:
        """What a step says as long as nobody looked at it."""
        form = self.form(step)
        values = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in values.items() if value not in {None, False}}

    def checked(self, step: str) -> Any:
        """The form of an earlier step, with what is wrong in it; of a step that nobody looked at with what it proposes."""
        if step not in self._checked:
            self._checked[step] = self.form(step, self.content.get(step) or self.proposed(step))
            self._checked[step].is_valid()
        return self._checked[step]

    @cached_property
    def parties(self) -> list[Wanted]:
        """Those that are right so far."""
        return self.checked(PARTIES).parties

    @property
    def municipality(self) -> Wanted | None:
        return next((each for each in self.parties if each.kind == Party.Kind.MUNICIPALITY), None)

    @property
    def years(self) -> tuple[int, int]:
        return self._years_in(self.content.get(WORDS, {}))

    def _years_in(self, sent: Mapping) -> tuple[int, int]:
        return years_in(sent, self.today)

    @property
    def steps(self) -> dict[str, Any]:
        """The name of each step, in their order."""
        return STEPS | {BEGIN: _("Hand over")} if self.hands_over else STEPS

    def usual_title(self, first: int, last: int) -> str:
        place = TITLES.sub("", self.municipality.name) if self.municipality else ""
        return " ".join(f"Prestatieafspraken {place} {first} – {last}".split())

    @property
    def title(self) -> str:
        words = self.checked(WORDS)
        return words.cleaned_data.get("title") or self.usual_title(*self.years)

    @property
    def agenda_words(self) -> str:
        """The first agenda, and how it comes in."""
        form = self.checked(TEXT)
        hows = dict(form.fields["how"].choices)
        return f"{form.cleaned_data.get('year', '')}: {hows.get(form.cleaned_data.get('how'), '')}"

    @cached_property
    def told(self) -> list[Told]:
        """How each party hears of it; two queries, and a few for each that is known and has no coordinator."""
        known = [each.known for each in self.parties if each.known]
        spoken_for = set(Membership.objects.coordinating().filter(party__in=known).values_list("party", flat=True))
        silent = Party.objects.in_bulk([key for key in known if key not in spoken_for])
        return [
            Told(
                each,
                each.known in self.own,
                each.known in spoken_for,
                why_no_first_coordinator(silent[each.known], self.user) if each.known in silent else "",
                self.hands_over and each == self.municipality,
            )
            for each in self.parties
        ]

    def _years_outside(self) -> Iterator[Problem]:
        """Years of a party that the agreement does not have."""
        first, last = self.years
        for each in self.parties:
            for name, year in (("from", each.from_year), ("to", each.to_year)):
                if year is not None and not first <= year <= last:
                    field = self.checked(PARTIES)[f"{name}_{each.row}"]
                    sentence = gettext("%(year)s lies outside the agreement, which runs from %(first)s through %(last)s.")
                    words = {"year": year, "first": first, "last": last}
                    yield Problem(PARTIES, str(field.label), sentence % words, field.id_for_label)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is not right yet in the steps before the last, in their order; who takes it over sees to the rest."""
        found = [] if self.hands_over else list(self._years_outside())
        for step in [PARTIES] if self.hands_over else [PARTIES, WORDS, TEXT]:
            form = self.checked(step)
            for name, sentences in form.errors.items():
                label, place = (form.fields[name].label, form[name].first_id) if name in form.fields else (STEPS[step], "")
                found += [Problem(step, str(label), str(sentence), place) for sentence in sentences]
        return found
