"""The kinds of file in which an agenda can be downloaded, for the site and the command line alike."""

from functools import partial

from agreements.exports.docx.agenda import CONTENT_TYPE as WORD
from agreements.exports.docx.agenda import agenda_docx
from agreements.exports.tables import agenda_table
from agreements.exports.versions import agenda_document
from parties.files.downloads import DownloadFormat
from parties.tables.files import KINDS

FORMATS = {
    "pdf": DownloadFormat("application/pdf", agenda_document),
    "docx": DownloadFormat(WORD, agenda_docx),
    **{name: DownloadFormat(kind.content_type, partial(agenda_table, extension=name)) for name, kind in KINDS.items()},
}
