"""The documents of Word that hold the styles: all that an export writes in, and by which an import knows it, stands in both."""

import pytest
from docx.oxml.ns import qn  # noqa: TID253

from agreements.exports.docx.look import mark_as_report, new_document
from agreements.own_files import HEADING_LEVELS, LEAD_IN, PARAGRAPH_STYLES, REPORT

WORDS_OWN = {"Normal", "Title", "Subtitle", "List Paragraph", "Hyperlink", "Header", "Footer"}
HEADINGS = {f"Heading {level}" for level in HEADING_LEVELS}


@pytest.fixture(params=[True, False], ids=["table", "text"])
def document(request):
    return new_document(is_table=request.param)


def test_every_style_is_there_under_its_name(document):
    names = {style.name for style in document.styles}
    assert {*PARAGRAPH_STYLES, LEAD_IN, *WORDS_OWN, *HEADINGS} <= names
    assert REPORT not in names, "it makes a report of any document"
    mark_as_report(document)
    assert REPORT in {style.name for style in document.styles}


def test_the_spelling_checker_speaks_dutch(document):
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"


def test_nobody_and_no_text_stands_in_it(document):
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.title, properties.comments) == ("", "", "", "")
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == []


def test_the_year_stands_out_by_a_rule_in_running_text_only():
    rules = [
        new_document(is_table=is_table).styles["Jaarafspraak"].element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
        for is_table in (True, False)
    ]
    assert [rule is not None for rule in rules] == [False, True]
