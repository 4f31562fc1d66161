"""The form that records a figure, on the page of its indicator and within the report on an action."""

from collections.abc import Iterable, Iterator
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Indicator
from monitoring.figures.agreed import agreed_on
from monitoring.figures.recording import FigureRefusedError, new_form_key, parties_measured_by
from monitoring.models import Measurement
from parties.dates import DayField
from parties.forms import SiteForm
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.numbers import NumberField

FIGURE = ("value", "is_unknown", "unknown_reason", "measured_on", "period_start", "price_level", "provisional", "source", "note")
FILLED_IN_BEFOREHAND = {"sent_as", "party", "price_level"}


class MeasurementForm(SiteForm, forms.ModelForm):
    """One figure of one indicator; with `replaces` a correction of an earlier one, which asks why.

    As part of a larger form (empty_permitted) it may stay empty. What was typed stays in its field, also when it is no number.
    """

    marks_optional = False
    sent_as = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Measurement
        fields = [*FIGURE, "party", "correction_reason"]
        field_classes = {"measured_on": DayField, "period_start": DayField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self,
        *args,
        indicator: Indicator,
        user: User,
        replaces: Measurement | None = None,
        party: Party | None = None,
        **kwargs,
    ):
        """With a party the figure is that party's; else the person chooses among her own."""
        self.indicator, self.replaces = indicator, replaces
        kwargs["instance"] = Measurement(indicator=indicator, recorded_by=user, replaces=replaces, party=party)
        kwargs["initial"] = {**self._beforehand(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["value"] = NumberField(
            label=_("Figure (%(unit)s)") % {"unit": indicator.unit},
            unit=indicator.unit,
            max_digits=14,
            decimal_places=2,
            required=False,
        )
        self._keep_what_fits()
        if party:
            del self.fields["party"]
        else:
            self._offer_parties(user)

    def _beforehand(self) -> dict:
        before = {name: getattr(self.replaces, name) for name in FIGURE} if self.replaces else {}
        source = {} if self.replaces else {"price_level": self.indicator.price_level}
        return {"sent_as": new_form_key(), **source, **before}

    def _keep_what_fits(self) -> None:
        """No field for what this indicator does not have."""
        agreed = agreed_on(self.indicator, year=self.indicator.goal.theme.agreement.year_in_front)
        if not agreed.adds_up:
            del self.fields["period_start"]
        if not (agreed.price_level and agreed.unit.startswith("€")):
            del self.fields["price_level"]
        if self.replaces:
            self.fields["correction_reason"].required = True
            self.fields["correction_reason"].error_messages["required"] = _("Say why the figure is corrected.")
        else:
            del self.fields["correction_reason"]
        self.fields["measured_on"].error_messages["required"] = _("Say on which day was measured, such as 31-12-2024.")
        for name in ("measured_on", "period_start"):
            if name in self.fields:
                self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
                self.fields[name].widget.is_localized = True

    def _offer_parties(self, user: User) -> None:
        parties = parties_measured_by(self.indicator, user)
        offered = list(parties)
        first = self.replaces.party if self.replaces else self.indicator.delivered_by
        if len(offered) == 1:
            self.instance.party = offered[0]
            del self.fields["party"]
        else:
            self.fields["party"].queryset = parties
            self.fields["party"].error_messages["required"] = _("Choose whose figure it is.")
            self.initial["party"] = first.pk if first in offered else None

    @property
    def changed_data(self) -> list[str]:
        """A form in which nothing was typed has not changed, even if some of it was filled in beforehand."""
        return [name for name in super().changed_data if name not in FILLED_IN_BEFOREHAND]

    @property
    def is_filled_in(self) -> bool:
        return self.is_bound and self.has_changed()

    def clean(self):
        cleaned = super().clean()
        value, is_unknown = cleaned.get("value"), cleaned.get("is_unknown")
        if value is not None and is_unknown:
            self.add_error("value", _("Give the figure, or say that it is not known yet; not both."))
        if value is None and not is_unknown and "value" not in self.errors:
            self.add_error("value", _("Give the figure, or say that it is not known yet."))
        if is_unknown and not cleaned.get("unknown_reason"):
            self.add_error("unknown_reason", _("Say why the figure is not known yet."))
        if cleaned.get("unknown_reason") and not is_unknown:
            self.add_error("unknown_reason", _("Tick that the figure is not known yet, or leave the reason empty."))
        self.instance.sent_as = cleaned.get("sent_as")
        if self.replaces and Measurement.objects.filter(replaces=self.replaces).exclude(sent_as=self.instance.sent_as).exists():
            self.add_error(None, _("This figure has been corrected already. Correct the newest one."))
        return cleaned

    @act(Act.REPORT)
    def _post_clean(self) -> None:
        """Check the row as it will be written; recording.py asks who may, and writes it."""
        super()._post_clean()


class FigureForms:
    """The figures beside a report: for each indicator of the goal a form, which may stay empty.

    Whoever reports for a lead may record the figures of its goal for that party, so this asks the database nothing.
    """

    def __init__(self, indicators: Iterable[Indicator], *, party: Party, user: User, reference_date: date, data=None):
        is_past = reference_date <= timezone.localdate()
        self.forms = [
            MeasurementForm(
                data,
                indicator=indicator,
                party=party,
                user=user,
                prefix=f"meting-{indicator.pk}",
                initial={"measured_on": reference_date} if is_past else {},
                empty_permitted=True,
                use_required_attribute=False,
            )
            for indicator in indicators
        ]

    def __iter__(self) -> Iterator[MeasurementForm]:
        return iter(self.forms)

    def __bool__(self) -> bool:
        return bool(self.forms)

    @property
    def are_filled_in(self) -> bool:
        return any(form.is_filled_in for form in self.forms)

    def are_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def measurements(self) -> list[Measurement]:
        """What was filled in, for record_measurements(); only when all are valid."""
        return [form.instance for form in self.forms if form.is_filled_in]

    def take(self, refused: FigureRefusedError) -> None:
        """Show what was refused at its own figure."""
        for form in self.forms:
            if form.indicator == refused.indicator:
                form.add_error(None, refused.sentences)

    @property
    def mistakes(self) -> list[tuple[str, str, str]]:
        """For the summary: the id to go to, the name of the indicator and the sentence."""
        found = []
        for form in self.forms:
            name = form.indicator.name
            found += [(form["value"].id_for_label, name, sentence) for sentence in form.non_field_errors()]
            found += [(field.id_for_label, name, sentence) for field in form for sentence in field.errors]
        return found
