"""The register of decisions: of one agreement, or of one party over all its agreements."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from monitoring.exports.files import register_file_name
from monitoring.exports.register import register_table
from monitoring.meetings.register import register_of, rows_of
from monitoring.meetings.register_form import RegisterForm
from parties.files.downloads import as_download
from parties.files.making import NotMadeError
from parties.models import Party
from parties.tables.files import KINDS

ON_PAGE = 50


@require_safe
def of_agreement(request, slug: str):
    """What the meetings of this agreement decided, and what became of it."""
    return _page(request, Agreement.objects.visible_to(request.user).at(slug))


@require_safe
def of_party(request, pk: int):
    """The decisions about what this party leads and what it promised, over all agreements that the person reads."""
    return _page(request, get_object_or_404(Party.objects.visible_to(request.user), pk=pk))


@require_safe
def table_of_agreement(request, slug: str, extension: str):
    return _table(request, Agreement.objects.visible_to(request.user).at(slug), extension)


@require_safe
def table_of_party(request, pk: int, extension: str):
    return _table(request, get_object_or_404(Party.objects.visible_to(request.user), pk=pk), extension)


def _page(request, within: Agreement | Party):
    form = RegisterForm(request.GET, user=request.user, within=within)
    found = register_of(request.user, within=within, query=form.query())
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("bladzijde"))
    asked = request.GET.copy()
    asked.pop("bladzijde", None)
    is_agreement = isinstance(within, Agreement)
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list),
        "asked": asked.urlencode(),
        "is_narrowed": any(asked.values()),
        "kinds": KINDS.values(),
        "own_address": request.path.rstrip("/"),
        "agreement": within if is_agreement else None,
        "party": None if is_agreement else within,
    }
    return render(request, "monitoring/register.html", context)


def _table(request, within: Agreement | Party, extension: str):
    """Everything that was asked for, not only what stands on one page."""
    form = RegisterForm(request.GET, user=request.user, within=within)
    found = register_of(request.user, within=within, query=form.query())
    try:
        with translation.override("nl"):  # as all files: they are sent round
            document = register_table(within, rows_of(found), extension)
    except NotMadeError as error:
        messages.error(request, str(error))
        return redirect("register", within.slug) if isinstance(within, Agreement) else redirect("party_register", within.pk)
    return as_download(document, register_file_name(within, extension), KINDS[extension].content_type)
