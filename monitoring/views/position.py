"""A position as it was frozen: to read, and to download as the very bytes that were kept."""

import base64
import hashlib
import logging

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from monitoring.exports.files import position_file_name
from monitoring.models import Position, PositionTamperedError
from monitoring.position.collect import shown_content, state_in
from parties.files.downloads import as_download

logger = logging.getLogger(__name__)


def _position_for(user, pk: int) -> Position:
    positions = Position.objects.visible_to(user).select_related("agenda__agreement", "round__agenda", "made_by")
    return get_object_or_404(positions, pk=pk)


def show_tampered(request, found: Position):
    """Say it loudly, to the reader and in the log of the server, and show nothing of the content."""
    logger.critical("Position %s is not what was frozen: its content, its hash or its history was changed.", found.pk)
    context = {"position": found, "agreement": found.agenda.agreement}
    return render(request, "monitoring/position/tampered.html", context, status=500)


@require_safe
def position(request, pk: int):
    """The state at the reference date, theme by theme, as it read then."""
    found = _position_for(request.user, pk)
    try:
        state = state_in(found, found.agenda.agreement)
    except PositionTamperedError:
        return show_tampered(request, found)
    context = {"position": found, "state": state, "agenda": found.agenda, "agreement": found.agenda.agreement}
    return render(request, "monitoring/position/position.html", context)


@require_safe
def position_as_json(request, pk: int):
    """The content byte for byte: any program can compute its SHA-256 and compare it with the page.

    What is withheld is left out, and then the SHA-256 is that of the content with it.
    """
    found = _position_for(request.user, pk)
    try:
        content = shown_content(found).encode()
    except PositionTamperedError:
        return show_tampered(request, found)
    digest = {"Repr-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"}
    return as_download(content, position_file_name(found), "application/json", **digest)
