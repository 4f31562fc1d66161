"""The fonts of a PDF: the complete files that pdf.css names, and no other."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydyf
from django.conf import settings

# A hyphen of any kind has the same shape, and so has a space; a PDF has one text for a shape, that of its first use.
PLAIN_TEXTS = {b"<00a0>": b"<0020>", b"<00ad>": b"<002d>", b"<2010>": b"<002d>", b"<2011>": b"<002d>"}
_one_at_a_time = threading.Lock()


def only_our_fonts() -> Any:
    """A font configuration without the fonts of this machine: equal HTML gives equal bytes everywhere.

    A colour font for emoji that is installed would otherwise take their place, as pictures, whatever the style sheet says.
    """
    from weasyprint.text.fonts import FontConfiguration

    with _environment(FONTCONFIG_FILE=Path(__file__).with_name("fonts.conf"), XDG_CACHE_HOME=settings.DATA_DIR):
        return FontConfiguration()


@contextmanager
def _environment(**values: Path) -> Iterator[None]:
    """For fontconfig, which reads these variables once; other programs of this process keep their own."""
    with _one_at_a_time:
        before = {name: os.environ.get(name) for name in values}
        os.environ.update({name: str(value) for name, value in values.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def give_plain_texts(pdf: pydyf.PDF) -> None:
    """Make every space and hyphen a plain one in the PDF: one soft hyphen would change all hyphens."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [_plain(line) for line in item.stream]


def _plain(line: bytes) -> bytes:
    """A line "<glyph> <text>" of a ToUnicode map, with the plain text of its shape."""
    glyph, _space, text = line.partition(b" ")
    return b" ".join((glyph, PLAIN_TEXTS[text])) if text in PLAIN_TEXTS else line
