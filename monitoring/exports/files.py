"""What the downloads about progress are called."""

from django.utils.text import slugify

from agreements.models import Agreement
from monitoring.exports.report import Length, Report
from monitoring.models import Meeting, Position
from parties.files.downloads import file_name
from parties.models import Party

LENGTHS = {Length.SHORT: "een-pagina", Length.EXCEPTIONS: "uitzonderingen"}


def report_file_name(report: Report, extension: str) -> str:
    """ "heumen-2023-2026-voortgang-2024-06-30.pdf": the agreement, the day of which it tells, and a length that is not all."""
    state, length = report.state, LENGTHS.get(report.length, "")
    named = [slugify(state.agreement.slug), "voortgang", f"{state.reference_date:%Y-%m-%d}", length]
    return file_name(*filter(None, named), extension=extension)


def figures_file_name(agreement: Agreement) -> str:
    return file_name(agreement.slug, "cijfers", extension="xlsx")


def position_file_name(position: Position) -> str:
    """ "heumen-2023-2026-2024-stand-2024-06-30.json": the agenda and the day of the position."""
    agenda = position.agenda
    return file_name(agenda.agreement.slug, agenda.year, "stand", f"{position.reference_date:%Y-%m-%d}", extension="json")


def minutes_file_name(meeting: Meeting, extension: str) -> str:
    """ "heumen-2023-2026-verslag-bestuurlijk-2024-07-25.pdf": the agreement, the kind of meeting and its day."""
    return file_name(meeting.agreement.slug, "verslag", meeting.kind, f"{meeting.held_on:%Y-%m-%d}", extension=extension)


def register_file_name(within: Agreement | Party, extension: str) -> str:
    slug = within.slug if isinstance(within, Agreement) else slugify(within.short_name)
    return file_name(slug, "besluiten", extension=extension)
