"""The kinds of file in which the report on progress and the minutes of a meeting can be downloaded."""

from agreements.exports.docx.agenda import CONTENT_TYPE as WORD
from monitoring.exports.docx import report_docx
from monitoring.exports.minutes_docx import minutes_docx
from monitoring.exports.minutes_pdf import minutes_pdf
from monitoring.exports.pdf import report_pdf
from monitoring.exports.tables import report_table
from parties.files.downloads import DownloadFormat
from parties.tables.files import KINDS

FORMATS = {
    "pdf": DownloadFormat("application/pdf", report_pdf),
    "docx": DownloadFormat(WORD, report_docx),
    "xlsx": DownloadFormat(KINDS["xlsx"].content_type, report_table),
}
MINUTES = {
    "pdf": DownloadFormat("application/pdf", minutes_pdf),
    "docx": DownloadFormat(WORD, minutes_docx),
}
