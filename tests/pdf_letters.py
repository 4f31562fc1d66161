"""Which letters are drawn in a PDF: the outline of every glyph that is shown, beside that of the letter that it stands for."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pikepdf
from django.conf import settings
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

VENDOR = settings.BASE_DIR / "static" / "vendor"
SOURCE_SANS = {"": "Regular", "Italic": "It", "Semi-Bold": "Semibold", "Bold": "Bold"}
OTHER_FONT = "other"
OTHERS = ("dejavu/DejaVuSans.ttf", "noto-emoji/NotoEmoji_400Regular.ttf")


def shown_letters(document: bytes) -> Iterator[tuple[str, str, bool]]:
    """Every letter that the PDF shows, once per font, and whether its outline is that of its text.

    As (style, text, is right); the style is one of SOURCE_SANS, or OTHER_FONT.
    """
    with pikepdf.open(BytesIO(document)) as pdf:
        fonts, shown = {}, set()
        for holder in pdf.objects:
            if isinstance(holder, pikepdf.Stream | pikepdf.Dictionary) and "/Resources" in holder:
                for name, code in _codes(pdf, holder):
                    font = holder.Resources.Font[name]
                    fonts[font.objgen] = font
                    shown.add((font.objgen, code))
        for key in sorted(fonts):
            yield from _letters(fonts[key], {code for other, code in shown if other == key})


def wrong_letters(document: bytes) -> list[tuple[str, str]]:
    """The letters that are drawn as another one: style and text."""
    return [(style, text) for style, text, is_right in shown_letters(document) if not is_right]


def _codes(pdf: pikepdf.Pdf, holder) -> Iterator[tuple[str, int]]:
    """The font and code of every glyph that a page or form shows."""
    if isinstance(holder, pikepdf.Dictionary) and "/Contents" not in holder:
        return
    font = None
    for operands, operator in pikepdf.parse_content_stream(pikepdf.Page(holder) if "/Contents" in holder else holder):
        if str(operator) == "Tf":
            font = operands[0]
        elif str(operator) in {"Tj", "TJ"}:
            for part in operands[0] if str(operator) == "TJ" else operands:
                if isinstance(part, pikepdf.String):
                    data = bytes(part)
                    yield from ((font, int.from_bytes(data[at : at + 2])) for at in range(0, len(data), 2))


def _letters(font: pikepdf.Dictionary, codes: set[int]) -> Iterator[tuple[str, str, bool]]:
    descendant = font.DescendantFonts[0]
    embedded = TTFont(BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
    order, numbers = embedded.getGlyphOrder(), descendant.get("/CIDToGIDMap")
    numbers = numbers.read_bytes() if isinstance(numbers, pikepdf.Stream) else None
    texts = _texts(font.ToUnicode.read_bytes())
    _family, is_ours, style = str(font.BaseFont).partition("Source-Sans-3")
    style = style.strip(",-") if is_ours else OTHER_FONT
    for code in sorted(codes):
        glyph = int.from_bytes(numbers[2 * code : 2 * code + 2]) if numbers else code
        outline = _outline(embedded, order[glyph]) if glyph < len(order) else None
        text = texts.get(code, "")
        if text:  # a mark beside a letter has its text with that letter
            yield style, text, outline in _right_outlines(style, unicodedata.normalize("NFC", text))


def _texts(to_unicode: bytes) -> dict[int, str]:
    _head, _word, rows = to_unicode.decode().partition("beginbfchar")
    pairs = re.findall(r"<([0-9a-f]+)> <([0-9a-f]*)>", rows)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


@cache
def _right_outlines(style: str, text: str) -> list:
    """How this text may look: as in Source Sans of this style, or for what it lacks as in one of the other two."""
    fonts = map(_font, OTHERS) if style == OTHER_FONT else [_font(f"source-sans/SourceSans3-{SOURCE_SANS[style]}.ttf")]
    return [_outline(font, glyph) for font in fonts for glyph in _glyphs(font, text)]


def _glyphs(font: TTFont, text: str) -> list[str]:
    letters = font.getBestCmap()
    names = [letters.get(ord(letter)) for letter in text.replace("\ufe0f", "")]
    if None in names:
        return []
    return names if len(names) == 1 else list(_ligatures(font).get(tuple(names), ()))


@cache
def _ligatures(font: TTFont) -> dict[tuple[str, ...], list[str]]:
    """The glyphs that stand for several letters at once, as "fi" does."""
    found = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, rows in getattr(table, "ligatures", {}).items():
                for row in rows:
                    found.setdefault((first, *row.Component), []).append(row.LigGlyph)
    return found


@cache
def _font(path: str) -> TTFont:
    return TTFont(VENDOR / path)


def _outline(font: TTFont, glyph: str) -> tuple:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return tuple(pen.value)
