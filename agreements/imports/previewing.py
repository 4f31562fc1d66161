"""What an import would do now: the stored file, people's choices and the agenda as it is, together."""

from collections.abc import Sized
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from agreements.imports.formats.reading import in_time, read_source
from agreements.imports.formats.source import UnreadableError
from agreements.imports.planning.existing import Existing, load_existing
from agreements.imports.planning.goals import make_plan
from agreements.imports.planning.plan import Plan
from agreements.imports.recognising.columns import RecognisedColumn
from agreements.imports.recognising.recognise import Recognised, recognise
from agreements.imports.words.leads import Names
from agreements.imports.words.spelling import bare
from agreements.models import Agenda, AgendaImport
from parties.files.uploads import on_disk


@dataclass(frozen=True, slots=True)
class Preview:
    plan: Plan
    columns: tuple[RecognisedColumn, ...]
    year: int | None = None  # another one than that of the agenda, of which the file says to be


def preview(agenda_import: AgendaImport) -> Preview:
    """Read the kept file and compare it with the agenda, in a fixed number of queries; writes nothing.

    Raises UnreadableError with one sentence when the file is not there any more, or is read no longer.
    """
    try:
        with on_disk(agenda_import.file) as path:
            return preview_of(
                path,
                agenda_import.file_name,
                agenda_import.agenda,
                columns=agenda_import.columns,
                answers=agenda_import.answers,
            )
    except FileNotFoundError as error:
        raise UnreadableError(
            _("The file itself is not there any more. Throw this import away and choose the file again.")
        ) from error


def preview_of(path: Path, name: str, agenda: Agenda, *, columns: dict[str, str], answers: dict[str, str]) -> Preview:
    """The same for a file that is not stored. Raises UnreadableError with one sentence."""
    existing = load_existing(agenda)
    recognised = recognise_in(path, name, existing, columns=columns)
    return Preview(in_time(make_plan, recognised, existing, answers), recognised.columns, recognised.year)


def recognise_in(path: Path, name: str, existing: Existing, *, columns: dict[str, str]) -> Recognised:
    """What is in the file, not yet compared with the agenda. Raises UnreadableError with one sentence."""
    source = read_source(path, name)
    known = {bare(project.name) for project in existing.projects.values()}
    names = Names([*existing.participants, *existing.asked])
    work = partial(recognise, chosen=columns, projects=known, names=names)
    return in_time(work, source, existing.agenda)


def other_year(looked: Preview, agenda: Agenda) -> Agenda | int | None:
    """The agenda of the year of which the file is, or that year alone where it has none; None where it is of this year."""
    if looked.year is None:
        return None
    return (
        Agenda.objects.filter(agreement=agenda.agreement_id, year=looked.year).select_related("agreement").first() or looked.year
    )


def refuse_without_agenda(goals: Sized, columns: Sized) -> None:
    """Raise UnreadableError when the file has neither a goal nor a column that people could point out."""
    if not goals and not columns:
        sentence = _("No agenda was found: a table with a column for goals and one for actions, or text numbered 1.1.1.")
        raise UnreadableError(sentence)
