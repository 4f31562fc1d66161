"""What a Word document holds beside its text: notes at the foot of the page, comments, pictures, what was deleted."""

import re
from collections.abc import Iterator
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.imports.formats.safety import LIMITS
from agreements.imports.formats.sheets import comments_in_words
from agreements.imports.formats.word_numbering import w
from parties.files.office_files import read_xml

STRICT = "{http://purl.oclc.org/ooxml/"
_PICTURE = re.compile(rb"<(?:\w+:pic|v:imagedata)[\s>]")
_DELETED = re.compile(rb"<w:(?:del|moveFrom)\s")
LONGEST_LIST, LONGEST_WORDS = 5, 80


def notes_in(package: ZipFile, names: set[str], parse) -> dict[tuple[str, str], str]:
    """The words of the notes at the foot of a page or the end, by kind and number."""
    found = {}
    for kind in ("footnote", "endnote"):
        if (part := f"word/{kind}s.xml") in names:
            for note in parse(read_xml(package, part, LIMITS)).iterfind(w(kind)):
                words = " ".join("".join(text.text or "" for text in note.iter(w("t"))).split())
                if note.get(w("type"), "normal") == "normal" and words:
                    found[kind, note.get(w("id"), "")] = words
    return found


def empty_placeholders(document) -> None:
    """Take out what Word shows in a field in which nobody filled in anything."""
    for sign in document.iter(w("showingPlcHdr")):
        field = sign.getparent().getparent()
        for text in field.iter(w("t")):
            text.text = ""


def remarks_on(package: ZipFile, names: set[str], content: bytes, passed: dict[str, list[str]]) -> Iterator[str]:
    """A sentence on each kind of thing that is not taken over."""
    if "word/comments.xml" in names and (count := read_xml(package, "word/comments.xml", LIMITS).count(b"<w:comment ")):
        yield comments_in_words(count)
    if _DELETED.search(content):
        yield _("What was deleted with tracked changes is not taken over.")
    if count := len(_PICTURE.findall(content)):
        yield ngettext("%(count)s picture is not taken over.", "%(count)s pictures are not taken over.", count) % {"count": count}
    if words := _listed(passed["hidden"]):
        yield _("Hidden text is not taken over: %(words)s.") % {"words": words}
    if words := _listed(passed["sign"]):
        yield _("A sign that cannot be read stands in the text as [?]: %(words)s.") % {"words": words}
    if words := _listed(passed["note"]):
        yield _("Notes at the foot of the page are not taken over: %(words)s.") % {"words": words}
    if words := _listed(passed["struck"]):
        yield _("Struck through, so not taken over: %(words)s.") % {"words": words}


def _listed(found: list[str]) -> str:
    different = list(dict.fromkeys(" ".join(words.split()) for words in found if words.strip()))
    shown = ", ".join(f"«{words[:LONGEST_WORDS]}»" for words in different[:LONGEST_LIST])
    return f"{shown}, …" if len(different) > LONGEST_LIST else shown
