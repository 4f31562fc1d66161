"""The zip in which an .xlsx, .ods or .docx comes: looked at before it is opened, and made the same for the same content."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.files.office_files import Fault, Limits, Refused, open_package
from parties.tables.sheet import NotReadable

MOST_UNPACKED = 60 * 1024 * 1024  # bytes
MOST_PARTS = 1_000
TOO_LARGE = gettext_lazy("This file is too large once it is unpacked.")
_OLD = gettext_lazy("This file has a password or is in an old kind of Excel. Save it without a password as .xlsx and try again.")
_SENTENCES = {
    Fault.TOO_LARGE: TOO_LARGE,
    Fault.PASSWORD: gettext_lazy("This file has a password. Save it without one and try again."),
    Fault.OLD_WORD: _OLD,
    Fault.OLD_EXCEL: _OLD,
    Fault.OLD_OFFICE: _OLD,
}
_CORE_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip, once it is known to unpack to no more than it says and may; raises NotReadable."""
    try:
        return open_package(BytesIO(data), Limits(MOST_UNPACKED, MOST_PARTS))
    except Refused as refused:
        raise NotReadable(str(_SENTENCES.get(refused.fault) or _("This file is damaged: it cannot be opened."))) from refused


def settled(data: bytes, *, at: datetime) -> bytes:
    """The same archive with `at` as its only date, so that equal content gives equal bytes."""
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                content = _CORE_DATES.sub(rb"\g<1>" + stamp, content)
            same = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            same.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            same.external_attr = part.external_attr
            target.writestr(same, content)
    return made.getvalue()
