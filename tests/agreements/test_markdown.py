"""From agreed text to HTML: what agreements use, and nothing that could harm."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.markdown import _to_html, first_words, to_html

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start")}
SCHEMES = {"", "http", "https", "mailto"}


class Found(HTMLParser):
    """The tags, attributes and schemes of addresses in a piece of HTML, as a browser would read them."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.addresses, self.strange = [], set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]

    def handle_comment(self, data):
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def scheme(address: str) -> str:
    """What a browser would take for the scheme: it skips white space and control characters."""
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address))
    return found[1].lower() if found else ""


# -- What agreements use


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("De bouw begint.", "<p>De bouw begint.</p>"),
        ("Een\n\nTwee", "<p>Een</p>\n<p>Twee</p>"),
        ("Een\nTwee", "<p>Een<br>\nTwee</p>"),
        ("**vet** en *schuin*", "<p><strong>vet</strong> en <em>schuin</em></p>"),
        ("- een\n- twee", "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>"),
        ("1. een\n2. twee", "<ol>\n<li>een</li>\n<li>twee</li>\n</ol>"),
        ("4. vier", '<ol start="4">\n<li>vier</li>\n</ol>'),
        (r"\*geen\* nadruk", "<p>*geen* nadruk</p>"),
    ],
)
def test_paragraphs_lists_and_emphasis(text, html):
    assert to_html(text) == html


def test_links_go_to_sites_and_mail_and_tell_them_nothing():
    assert to_html("[de wet](https://wetten.overheid.nl/BWBR0002066/)") == (
        '<p><a href="https://wetten.overheid.nl/BWBR0002066/" rel="noopener noreferrer">de wet</a></p>'
    )
    assert 'href="mailto:info@desleutel.example"' in to_html("[mail](mailto:info@desleutel.example)")


def test_words_that_only_look_like_something_stay_words():
    text = "Label E, F & G: 3 < 5, 30% (€ 763) `niet` | ~~niet~~ > niet\n---\nwww.voorbeeld.nl"
    assert Found(to_html(text)).tags == ["p", "br", "br"]


# -- Headings


@pytest.mark.parametrize(
    ("text", "level", "tags"),
    [
        ("# A", 2, ["h2"]),
        ("### A", 2, ["h2"]),
        ("## A\n\n### B\n\n## C", 3, ["h3", "h4", "h3"]),
        ("## A\n\n# B", 2, ["h2", "h2"]),
        ("# A\n\n## B\n\n### C", 5, ["h5", "h6", "h6"]),
        ("# A", 6, ["h6"]),
        ("## A\n\n#### B\n\n###### C\n\n## D", 2, ["h2", "h3", "h4", "h2"]),
    ],
)
def test_the_highest_heading_of_a_text_stands_at_the_level_of_its_place(text, level, tags):
    assert Found(to_html(text, level)).tags == tags


def test_in_a_table_row_a_heading_is_a_bold_paragraph():
    assert to_html("## Planning\n\nIn 2024.") == "<p><strong>Planning</strong></p>\n<p>In 2024.</p>"
    assert to_html("## Planning *2024*") == "<p><strong>Planning <em>2024</em></strong></p>"


def test_an_empty_heading_breaks_nothing():
    assert Found(to_html("##")).tags == ["p"]
    assert Found(to_html("##", 2)).tags == ["h2"]


# -- What could harm


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>vet</b>",
        "<img src=x onerror=alert(1)>",
        "<!-- stil -->",
        "<a href='javascript:alert(1)'>klik</a>",
        "een <iframe src='//elders.example'></iframe> erin",
    ],
)
def test_html_in_a_text_is_printed_as_the_letters_it_consists_of(text):
    found = Found(to_html(text))
    assert (set(found.tags), found.addresses, found.strange) == ({"p"}, [], [])
    assert "&lt;" in to_html(text)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java\tscript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "ftp://elders.example/x",
        "tel:0123456789",
    ],
)
def test_a_link_that_is_not_to_a_site_or_mail_does_not_work(address):
    assert [scheme(found) for found in Found(to_html(f"[klik]({address})")).addresses if scheme(found) not in SCHEMES] == []
    assert "klik" in to_html(f"[klik]({address})")


def test_an_image_is_not_loaded():
    assert "img" not in Found(to_html("![plaatje](https://elders.example/teller.png)")).tags


@given(
    text=st.text() | st.text(alphabet="<>[]()#*_!\\&;:/\"'= \n-1.ahrefjvscripton", max_size=120),
    level=st.sampled_from([None, 2, 3, 4, 5, 6]),
)
def test_whatever_is_written_only_these_tags_come_out(text, level):
    found = Found(to_html(text, level))
    assert set(found.tags) <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert {scheme(address) for address in found.addresses} <= SCHEMES
    assert found.strange == []
    lowest = 7 if level is None else level
    assert [tag for tag in found.tags if re.fullmatch("h[2-6]", tag) and int(tag[1]) < lowest] == []


# -- In a list


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De bouw begint.", "De bouw begint."),
        ("## Planning\n\n- **2024** geen\n- 2025 zes\n\n1. daarna", "Planning 2024 geen 2025 zes daarna"),
        ("Een  regel\nen nog een", "Een regel en nog een"),
        ("30% - dat is 1.000 woningen", "30% - dat is 1.000 woningen"),
        (90 * "a", 90 * "a"),
        (91 * "a", 89 * "a" + "…"),
        ("Lang " * 40, ("Lang " * 18).strip() + "…"),
        ("", ""),
    ],
)
def test_the_first_words_of_a_text_stand_on_one_line_without_signs(text, words):
    assert first_words(text) == words


def test_the_first_words_end_with_a_whole_word():
    text = "De 40 verplaatsbare woningen zijn geplaatst."
    assert first_words(text, 32) == "De 40 verplaatsbare woningen…"
    assert first_words(text, 43) == "De 40 verplaatsbare woningen zijn…"
    assert first_words(text, 44) == text
    assert first_words("Wacht op de gemeente, Elzenhof en Veldstee", 30) == "Wacht op de gemeente…"
    assert first_words(text, 28) == "De 40 verplaatsbare…", "with its three dots no longer than what was asked"


# -- Kept


def test_the_second_time_it_is_the_same():
    text = "## Kop\n\n- een\n- twee"
    fresh = [_to_html(text, level) for level in (None, 2, 3)]
    assert [to_html(text, level) for level in (None, 2, 3)] == fresh
    assert [to_html(text, level) for level in (None, 2, 3)] == fresh


def test_a_template_prints_it_as_html():
    assert to_html("Een").__html__() == "<p>Een</p>"
