"""What the administrator does about a version: withholding a passage or a file, showing it again, setting rows back to it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.consent.care_forms import CareReasonForm, SetBackForm, WithholdForm
from agreements.consent.setting_back import difference_of, set_back
from agreements.consent.withholding import lift, places_in, withhold_file, withhold_words
from agreements.exports.versions import make_missing_documents
from agreements.models import Version, VersionFile, Withholding
from agreements.views.text import of_text
from parties.views.outcome import run_and_notify, submit_form


def _version_for(user, pk: int) -> Version:
    """For an administrator; for anybody else there is no such page."""
    if not user.is_superuser:
        raise Http404
    return get_object_or_404(Version.objects.select_related("agreement", "agenda__agreement"), pk=pk)


@require_safe
def versions_to_care_for(request):
    """Every version of every agreement, the newest of each text first."""
    if not request.user.is_superuser:
        raise Http404
    rows = Version.objects.select_related("agreement", "agenda__agreement").defer("content", "ground")
    return render(
        request, "agreements/care/versions.html", {"versions": rows.order_by("agreement__title", "-agenda__year", "-number")}
    )


@require_safe
def version_care(request, pk: int):
    """What is withheld of this version, and whether the rows say what it says."""
    return _page(request, _version_for(request.user, pk))


def _of_file(pk: int, data=None) -> CareReasonForm:
    return CareReasonForm(data, prefix=f"file-{pk}")


def _page(request, version: Version, *, of_file: int | None = None, **forms):
    text = version.text
    newest = Version.objects.of(text).order_by("-place").first()
    signed = version.files.filter(kind=VersionFile.Kind.SIGNED)
    found = {
        "withhold": WithholdForm(places=places_in(version)),
        "set_back": SetBackForm(),
        **forms,
    }
    context = {
        **of_text(text),
        "version": version,
        "withholdings": version.agreement.withholdings.select_related("file", "by", "lifted_by", "version"),
        "files": [(row, forms.get("file") if row.pk == of_file else _of_file(row.pk)) for row in signed],
        "difference": difference_of(text) if newest == version else None,
        "forms": found,
        "form": next((form for form in forms.values() if form.errors), None),
    }
    return render(request, "agreements/care/version.html", context, status=422 if context["form"] else 200)


@require_POST
def withhold(request, pk: int):
    version = _version_for(request.user, pk)
    form = WithholdForm(request.POST, places=places_in(version))
    if submit_form(form, withhold_words, at="words", version=version, by=request.user):
        make_missing_documents(version.text)
        messages.success(request, _("These words are withheld. The coordinators of all parties that sign were told."))
        return redirect("version_care", pk)
    return _page(request, version, withhold=form)


@require_POST
def withhold_signed_file(request, pk: int, file: int):
    version = _version_for(request.user, pk)
    form = _of_file(file, request.POST)
    row = get_object_or_404(version.files.select_related("version__agreement"), pk=file)
    if submit_form(form, withhold_file, at="reason", file=row, by=request.user):
        messages.success(request, _("The file is withheld. The coordinators of all parties that sign were told."))
        return redirect("version_care", pk)
    return _page(request, version, of_file=file, file=form)


@require_POST
def lift_withholding(request, pk: int, withholding: int):
    version = _version_for(request.user, pk)
    row = get_object_or_404(Withholding, pk=withholding, agreement=version.agreement)
    run_and_notify(request, lift, _("It is shown again. The coordinators of all parties that sign were told."), withholding=row)
    make_missing_documents(version.text)
    return redirect("version_care", pk)


@require_POST
def set_rows_back(request, pk: int):
    version = _version_for(request.user, pk)
    form = SetBackForm(request.POST)
    if submit_form(form, set_back, at="reason", text=version.text, by=request.user):
        messages.success(request, _("The rows say again what the version says."))
        return redirect("version_care", pk)
    return _page(request, version, set_back=form)
