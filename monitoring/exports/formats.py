"""The kinds of file in which the report on progress can be downloaded."""

from collections.abc import Callable
from dataclasses import dataclass

from agreements.exports.docx.agenda import CONTENT_TYPE as WORD
from monitoring.exports.docx import report_docx
from monitoring.exports.pdf import report_pdf
from monitoring.exports.report import Report
from monitoring.exports.tables import report_table
from parties.tables.files import KINDS


@dataclass(frozen=True)
class ReportFormat:
    """A kind of file: its content type, and the function that makes the bytes."""

    content_type: str
    write: Callable[[Report], bytes]


FORMATS = {
    "pdf": ReportFormat("application/pdf", report_pdf),
    "docx": ReportFormat(WORD, report_docx),
    "xlsx": ReportFormat(KINDS["xlsx"].content_type, report_table),
}
