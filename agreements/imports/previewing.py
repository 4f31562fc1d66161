"""What an import would do now: the kept file, the choices of people and the agenda as it stands, put together."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats.reading import read_source
from agreements.imports.formats.source import Unreadable
from agreements.imports.planning.existing import load_existing
from agreements.imports.planning.goals import make_plan
from agreements.imports.planning.plan import Plan
from agreements.imports.recognising.columns import RecognisedColumn
from agreements.imports.recognising.recognise import recognise
from agreements.imports.words.leads import Names
from agreements.imports.words.spelling import bare
from agreements.models import Agenda, AgendaImport


@dataclass(frozen=True, slots=True)
class Preview:
    plan: Plan
    columns: tuple[RecognisedColumn, ...]


def preview(agenda_import: AgendaImport) -> Preview:
    """Read the kept file and compare it with the agenda, in a fixed number of queries; writes nothing.

    Raises Unreadable with one sentence when the file is not there any more, or is read no longer.
    """
    try:
        return preview_of(
            Path(agenda_import.file.path),
            agenda_import.file_name,
            agenda_import.agenda,
            columns=agenda_import.columns,
            answers=agenda_import.answers,
        )
    except FileNotFoundError as error:
        raise Unreadable(_("The file itself is not there any more. Throw this import away and choose the file again.")) from error


def preview_of(path: Path, name: str, agenda: Agenda, *, columns: dict[str, str], answers: dict[str, str]) -> Preview:
    """The same for a file that is not kept. Raises Unreadable with one sentence when the file cannot be read."""
    source = read_source(path, name)
    existing = load_existing(agenda)
    known = {bare(project.name) for project in existing.projects.values()}
    names = Names(existing.participants)
    recognised = recognise(source, agenda, chosen=columns, projects=known, is_lead=lambda text: bool(names.find(text)))
    plan = make_plan(recognised, existing, answers)
    return Preview(plan, recognised.columns)
