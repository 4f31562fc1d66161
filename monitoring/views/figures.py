"""One indicator, recording a figure of it, and the figures of a whole agreement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.agenda.words import printed_order, words_of
from agreements.models import Agreement, Indicator
from monitoring.charts import spark, target_chart
from monitoring.figures.account import deliveries_of, measurements_of, sheet_of, sheets_of, target_changes, with_figures
from monitoring.figures.deliveries import plan_deliveries
from monitoring.figures.forms import MeasurementForm
from monitoring.figures.recording import NOT_YOURS, parties_measured_by, record_measurement
from monitoring.models import Measurement
from parties.views.outcome import submit_form


def _indicator_for(user, pk: int) -> Indicator:
    return get_object_or_404(with_figures(Indicator.objects.visible_to(user)), pk=pk)


@require_safe
def indicator(request, pk: int):
    """The figures of an indicator over the years, where they come from, and how its targets came to be."""
    found = _indicator_for(request.user, pk)
    sheet = sheet_of(found, on=timezone.localdate())
    context = {
        "sheet": sheet,
        "chart": target_chart(sheet.progression, chart_id=f"indicator-{found.pk}"),
        "measurements": measurements_of(found),
        "changes": target_changes(found),
        "deliveries": deliveries_of(Indicator.objects.filter(pk=found.pk)),
        "may_record": parties_measured_by(found, request.user).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/indicator.html", context | _place_of(found))


def _place_of(found: Indicator) -> dict:
    agreement = found.goal.theme.agreement
    year = agreement.year_in_front
    return {
        "indicator": found,
        "goal": found.goal,
        "goal_words": words_of(found.goal, year),
        "agreement": agreement,
        "year": year,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request, pk: int):
    """Record a figure."""
    found = _indicator_for(request.user, pk)
    return _form_page(request, found, replaces=None)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk: int):
    """Correct a figure: the new one takes its place, and both stay."""
    measurements = Measurement.objects.visible_to(request.user).select_related("party")
    replaced = get_object_or_404(measurements, pk=pk)
    return _form_page(request, _indicator_for(request.user, replaced.indicator_id), replaces=replaced)


def _form_page(request, found: Indicator, *, replaces: Measurement | None):
    allowed = parties_measured_by(found, request.user)
    if not (allowed.filter(pk=replaces.party_id) if replaces else allowed).exists():
        raise PermissionDenied(NOT_YOURS)
    form = MeasurementForm(request.POST or None, indicator=found, user=request.user, replaces=replaces)
    if submit_form(form, lambda **_typed: record_measurement(form.instance, by=request.user)):
        messages.success(request, _("The figure has been corrected.") if replaces else _("The figure has been recorded."))
        return redirect(reverse("indicator", args=[found.pk]))
    return render(request, "monitoring/measure.html", {"form": form, "replaces": replaces} | _place_of(found))


@require_safe
def figures(request, slug: str):
    """All that can be counted in an agreement, and which figures are still to be delivered."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    indicators = Indicator.objects.filter(goal__theme__agreement=agreement)
    ordered = indicators.order_by(*printed_order("goal", agreement.year_in_front), "position", "pk")
    sheets = sheets_of(ordered, on=timezone.localdate())
    context = {
        "agreement": agreement,
        "year": agreement.year_in_front,
        "sheets": [(sheet, spark(sheet.progression)) for sheet in sheets],
        "deliveries": deliveries_of(indicators),
        "may_plan": Agreement.objects.coordinated_by(request.user).filter(pk=agreement.pk).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/figures.html", context)


@require_POST
def plan(request, slug: str):
    """Plan the deliveries of the figures of an agreement, as they were agreed."""
    agreement = Agreement.objects.visible_to(request.user).at(slug)
    if request.user.is_superuser or not Agreement.objects.coordinated_by(request.user).filter(pk=agreement.pk).exists():
        raise PermissionDenied(_("Coordinators of the parties that sign plan who delivers which figure."))
    new = plan_deliveries(agreement, by=request.user)
    message = ngettext("%(count)s delivery has been planned.", "%(count)s deliveries have been planned.", len(new))
    messages.success(request, message % {"count": len(new)} if new else _("Everything was planned already."))
    return redirect(reverse("figures", args=[agreement.slug]))
