"""The form with the figures that the parties agree year by year, for the next year."""

from django import forms
from django.utils.translation import gettext as _

from agreements.models import Indicator, Target
from monitoring.rollover.page import RollPage
from parties.forms import SiteForm
from parties.numbers import NumberField


class FiguresForm(SiteForm, forms.Form):
    """A box for each figure that was agreed for this year and not for the next; what stays empty is asked again."""

    marks_optional = False

    def __init__(self, *args, page: RollPage, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = page.year
        for figure in page.asked_figures:
            indicator = figure.indicator
            self.fields[f"figure_{indicator.id}"] = NumberField(
                label=_("%(name)s in %(year)s (%(unit)s)")
                % {"name": indicator.name, "year": page.year, "unit": indicator.agreed.unit},
                unit=indicator.agreed.unit,
                max_digits=14,
                decimal_places=2,
                required=False,
                help_text=_("%(year)s: %(target)s") % {"year": page.agenda.year, "target": figure.now},
            )

    @property
    def targets(self) -> list[Target]:
        """What was filled in."""
        typed = {int(name.rpartition("_")[2]): value for name, value in self.cleaned_data.items() if value is not None}
        indicators = Indicator.objects.filter(pk__in=typed).select_related("goal__theme__agreement")
        return [Target(indicator=row, year=self.year, value=typed[row.pk]) for row in indicators.order_by("pk")]
