"""The zip in which an .xlsx, .ods or .docx goes out, made the same for the same content."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

_CORE_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def make_reproducible(data: bytes, *, at: datetime) -> bytes:
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
