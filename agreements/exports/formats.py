"""The kinds of file in which an agenda can be downloaded, for the site and the command line alike."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agreements.exports.docx.agenda import CONTENT_TYPE as WORD
from agreements.exports.docx.agenda import agenda_docx
from agreements.exports.tables import agenda_table
from agreements.exports.versions import agenda_document
from agreements.models import Agenda
from parties.tables.files import KINDS


@dataclass(frozen=True)
class AgendaFormat:
    """A kind of file: its content type, and the function that makes the bytes."""

    content_type: str
    write: Callable[[Agenda], bytes]


FORMATS = {
    "pdf": AgendaFormat("application/pdf", agenda_document),
    "docx": AgendaFormat(WORD, agenda_docx),
    "xlsx": AgendaFormat(KINDS["xlsx"].content_type, partial(agenda_table, extension="xlsx")),
    "ods": AgendaFormat(KINDS["ods"].content_type, partial(agenda_table, extension="ods")),
    "csv": AgendaFormat(KINDS["csv"].content_type, partial(agenda_table, extension="csv")),
}
