"""The register of decisions as a table: to filter, to sort and to count with."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.models import Agreement
from monitoring.meetings.register import RegisterRow
from parties.files.making import within_render_time
from parties.models import Party
from parties.tables.files import KINDS
from parties.tables.sheet import Cell, Column, Sheet


@within_render_time
def register_table(within: Agreement | Party, rows: Sequence[RegisterRow], extension: str) -> bytes:
    """The rows as they stand on the page, in the same order."""
    columns = [
        Column(capfirst(_("agreement")), 34),
        Column(_("Date"), 12),
        Column(_("Meeting"), 30),
        Column(_("Kind"), 18),
        Column(pgettext("minutes", "About"), 40),
        Column(_("Decision or action point"), 60),
        Column(_("Who"), 26),
        Column(pgettext("a day", "By"), 12),
        Column(pgettext("register", "How it stands"), 12),
        Column(_("What became of it"), 50),
    ]
    title = f"{_('Decisions')}, {within}"
    at = max((row.meeting.changed_at for row in rows), default=timezone.now())
    sheet = Sheet(str(_("Decisions")), columns, [_cells(row) for row in rows])
    return KINDS[extension].write([sheet], title=title, author=str(within), at=at)


def _cells(row: RegisterRow) -> tuple[Cell, ...]:
    return (
        str(row.meeting.agreement),
        row.meeting.held_on,
        row.meeting.name,
        row.kind,
        row.about,
        row.row.text,
        ", ".join(row.parties),
        row.brief.due_on,
        row.standing.label,
        row.became,
    )
