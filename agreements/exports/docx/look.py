"""How an agenda looks in Word: styles under names that people recognise, page, head and foot.

The styles say what a paragraph is, so that an import reads our own documents without guessing (agreements/own_files.py).
"""

from dataclasses import dataclass

from agreements.own_files import (
    ACTION,
    AGREEMENT_INTRODUCTION,
    APPENDICES_HEAD,
    DROPPED,
    GOAL,
    GOAL_FURTHER,
    INTRODUCTION,
    INTRODUCTION_HEAD,
    LEAD_IN,
    NO_ACTION,
    NUMBER,
    PROJECT,
    REASON,
    REPORT,
    SMALL_HEADING,
    STANDING,
    SUBHEADING,
    YEAR_ACTION,
)

INK, QUIET, ACCENT, YEAR, HAIRLINE = "1A1D21", "5F6670", "0B4F5C", "9A3D00", "D8D5CC"
FONT = "Calibri"
HEADINGS = {1: (15, ACCENT), 2: (12.5, ACCENT), 3: (11, INK), 4: (11, INK), 5: (11, INK), 6: (11, INK)}


@dataclass(frozen=True)
class PageWords:
    """What stands above and below every page."""

    title: str
    standing: str
    edition: str
    page: tuple[str, str, str]  # around the number of the page and the number of pages


def set_look(document, *, is_table: bool) -> None:
    """The styles of the agenda, in Dutch for the spelling checker."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    _set_language(document)
    styles = document.styles
    body = 10 if is_table else 11
    _type(styles["Normal"], size=body, after=4 if is_table else 6)
    styles["Normal"].paragraph_format.line_spacing = 1.1
    _type(styles["Title"], size=24, colour=INK, after=4, bold=True)
    _without(styles["Title"].element.pPr, "w:pBdr")
    _type(styles["Subtitle"], size=12, colour=QUIET, after=2, italic=False)
    _without(styles["Subtitle"].element.rPr, "w:spacing")
    for level, (size, colour) in HEADINGS.items():
        _type(
            styles[f"Heading {level}"],
            size=size,
            colour=colour,
            bold=True,
            italic=False,
            before=18 if level == 1 else 10,
            after=4,
        )
    _type(styles["List Paragraph"], size=body, after=2)
    _without(styles["List Paragraph"].element.pPr, "w:contextualSpacing")
    styles["List Paragraph"].paragraph_format.left_indent = 0

    def new(name: str, *, base: str = "Normal", **look):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        style.quick_style = True
        if look:
            _type(style, **look)
        return style

    new(NUMBER, size=body, bold=True)
    new(STANDING, size=body, bold=True, after=16)
    goal, further = new(GOAL, size=body), new(GOAL_FURTHER, size=body)
    new(ACTION, size=body)
    new(PROJECT, size=body, bold=True, after=1).paragraph_format.keep_with_next = True
    new(SMALL_HEADING, size=body, bold=True, after=1).paragraph_format.keep_with_next = True
    new(NO_ACTION, size=body, colour=QUIET, italic=True)
    of_year = new(YEAR_ACTION, size=body, colour=YEAR)
    for name in (DROPPED, REASON):
        new(name, base=ACTION if is_table else YEAR_ACTION)
    styles[DROPPED].font.bold = True
    styles[DROPPED].paragraph_format.keep_with_next = True
    new(AGREEMENT_INTRODUCTION)
    new(INTRODUCTION)
    for name in (INTRODUCTION_HEAD, APPENDICES_HEAD):
        new(name, base="Heading 1")
    for level in HEADINGS:
        new(f"{SUBHEADING} {level}", base=f"Heading {level}")
    styles.add_style(LEAD_IN, WD_STYLE_TYPE.CHARACTER).font.bold = True
    if not is_table:
        goal.paragraph_format.left_indent, goal.paragraph_format.first_line_indent = Mm(14), Mm(-14)
        goal.paragraph_format.tab_stops.add_tab_stop(Mm(14))
        further.paragraph_format.left_indent = of_year.paragraph_format.left_indent = Mm(14)
        _left_rule(of_year)
        goal.paragraph_format.space_before = Pt(4)
    _hyperlink_style(styles)


def mark_as_report(document) -> None:
    """Say in the document that it is a report about an agenda, with the same styles."""
    from docx.enum.style import WD_STYLE_TYPE

    document.styles.add_style(REPORT, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _type(style, *, size=None, colour=INK, bold=None, italic=None, before=0, after=4) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for name in ("w:eastAsia", "w:cs"):
        fonts.set(_qn(name), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _set_language(document) -> None:
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls

    defaults = document.styles.element.find(_qn("w:docDefaults")).find(_qn("w:rPrDefault")).find(_qn("w:rPr"))
    language = defaults.find(_qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(_qn(name), "nl-NL")
    settings = document.settings.element
    font_language = settings.find(_qn("w:themeFontLang"))
    if font_language is not None:
        font_language.set(_qn("w:val"), "nl-NL")
    compat = settings.find(_qn("w:compat"))
    if compat is not None:  # without this Word opens it as a document of an old version
        compat.append(
            parse_xml(
                f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode"'
                ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
            )
        )


def _without(properties, tag: str) -> None:
    """Take out what the standard template of Word says."""
    found = properties.find(_qn(tag))
    if found is not None:
        properties.remove(found)


def _left_rule(style) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rule = f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="12" w:space="8" w:color="{YEAR}"/></w:pBdr>'
    style.element.pPr.insert_element_before(
        parse_xml(rule), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"
    )


def _hyperlink_style(styles) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    style = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.underline = RGBColor.from_string(ACCENT), True


def set_page(document, words: PageWords, *, is_table: bool) -> None:
    """A4, lying for a table; the name and state of the text above every page but the first, version and page below each.

    For the last section of the document: what is written after document.add_section() may lie where the first stands.
    """
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section, is_first = document.sections[-1], len(document.sections) == 1
    width, height = (297, 210) if is_table else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_table else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    side = 18 if is_table else 25
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = is_first
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    right = Mm(width - 2 * side)
    _line(section.header.paragraphs[0], words.title, right).add_run(words.standing)
    before, between, after = words.page
    for footer in (section.footer, section.first_page_footer) if is_first else (section.footer,):
        paragraph = _line(footer.paragraphs[0], words.edition, right)
        paragraph.add_run(before)
        _field(paragraph, "PAGE")
        paragraph.add_run(between)
        _field(paragraph, "NUMPAGES")
        paragraph.add_run(after)


def _line(paragraph, left: str, width):
    """A small line with words at the left; what is added comes at the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt, RGBColor

    style = paragraph.style
    style.font.size, style.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)
    tabs = paragraph.paragraph_format.tab_stops
    for stop in list(style.paragraph_format.tab_stops):
        tabs.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    tabs.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(left)
    paragraph.add_run("\t")
    return paragraph


def _field(paragraph, name: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
