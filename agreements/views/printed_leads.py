"""The button that makes leads of the names that an agenda only prints."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agreements.models import Agenda
from agreements.writing.page import content_written
from agreements.writing.printed_leads import link_printed
from agreements.writing.steps import may_write
from parties.refusals import NotAllowedNowError


@require_POST
def link(request, slug: str, year: int):
    agenda = Agenda.objects.visible_to(request.user).at(slug, year)
    if not may_write(agenda, request.user):
        raise PermissionDenied
    try:
        number = link_printed(agenda=agenda, content=content_written(agenda), by=request.user)
    except NotAllowedNowError as refused:
        messages.add_message(request, refused.level, str(refused))
    else:
        said = ngettext(
            "%(number)s action has its leads. You can undo it.", "%(number)s actions have their leads. You can undo it.", number
        )
        messages.success(request, said % {"number": number})
    return redirect("writing", slug, year)
