"""The zip in which an .xlsx, .ods or .docx comes: looked at before it is opened, and made the same for the same content."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parties.tables.sheet import NotReadable

MOST_UNPACKED = 60 * 1024 * 1024  # bytes
MOST_PARTS = 1_000
TOO_LARGE = gettext_lazy("This file is too large once it is unpacked.")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # how .xls, .doc and every office file with a password begins
_CORE_DATES = re.compile(rb'(<dcterms:(created|modified) xsi:type="dcterms:W3CDTF">)[^<]*')


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip, once it is known not to unpack to more than MOST_UNPACKED; raises NotReadable."""
    if data.startswith(OLD_OFFICE):
        sentence = _("This file has a password or is in an old kind of Excel. Save it without a password as .xlsx and try again.")
        raise NotReadable(sentence)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile as error:
        raise NotReadable(_("This file is damaged: it cannot be opened.")) from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotReadable(str(TOO_LARGE))
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotReadable(_("This file has a password. Save it without one and try again."))
    return archive


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
