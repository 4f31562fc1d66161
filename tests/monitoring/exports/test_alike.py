"""One position, four ways to look at it: page, presentation, PDF and Word tell the same."""

import html
import io
import re
import subprocess

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from monitoring.charts.counts import LIGHTS as BARS
from monitoring.exports.docx import SIGNS
from monitoring.lights import LIGHTS
from tests.pdf_text import pages_of, text_of

pytestmark = pytest.mark.django_db

WORDS = {
    "off_track": "Wordt niet gehaald",
    "at_risk": "Risico, bijsturing nodig",
    "on_track": "Op schema",
    "done": "Gereed",
    "not_due": "Nog niet aan de orde",
    "not_reported": "Niet gerapporteerd",
}
TOTALS = [("off_track", 1), ("at_risk", 1), ("on_track", 3), ("done", 1), ("not_due", 1), ("not_reported", 1)]
IN_SHORT = (
    "Van de 8 afspraken vragen er 5 aandacht. Eén is vervallen. "
    "Eén cijfer blijft achter terwijl alle afspraken erbij op schema zijn."
)
EXCEPTIONS = [
    ("Wordt niet gehaald", "1 Kade: Bravo is verkocht."),
    ("Op schema / risico, bijsturing nodig", "1 Charlie overlegt met de buurt."),
    ("Risico, bijsturing nodig", "1 Alfa is opgeleverd."),
    ("Niet gerapporteerd", "3 Hotel is onbekend."),
    ("Op schema", "2 Echo loopt."),
]
SAID = ("heeft oorzaak.", "heeft gevolg.", "heeft herstel.", "vraagt geld.")
EXPLAINED = [
    *(f"{name} {words}" for name in ("Bravo", "Alfa") for words in SAID),
    "Risico, bijsturing nodig volgens Huurdersraad: De buurt weet van niets.",
    "Voorstel: een andere datum, 1 maart 2025",
]
ASKED = ["Bravo vraagt geld.", "Besluit over een voorstel van De Sleutel: een andere datum, 1 maart 2025.", "Alfa vraagt geld."]
CHANGES = [
    "Kade: Bravo is verkocht. was op schema, nu wordt niet gehaald",
    "Alfa is opgeleverd. was wordt niet gehaald, nu risico, bijsturing nodig",
    "Delta loopt. was risico, bijsturing nodig, nu op schema",
    "Foxtrot is gereed. was nog niet aan de orde, nu gereed",
    "Alfa is opgeleverd. was maart 2024, nu juni 2024",
    "India vervalt. was op schema, nu De grond is verkocht.",
    "Hotel is onbekend.",
]
BEHIND = "Loopt achter. 14 woningen op 30 juni 2024; op een rechte lijn zouden het er 28 zijn."
ON_LINE = "Ligt op koers. 14 woningen op 30 juni 2024; dat is genoeg."


def plain(markup: str) -> str:
    """The words of the markup, without what stands in pictures and what is hidden."""
    shown = re.sub(r'<svg\b.*?</svg>|<span class="hidden">.*?</span>', " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def parts(page: str, pattern: str) -> list[str]:
    return [plain(found) for found in re.findall(pattern, page, flags=re.DOTALL)]


def follow(words, text: str) -> bool:
    """Whether all of the words stand in the text, in this order."""
    places = iter(re.finditer("|".join(re.escape(word) for word in words), text))
    return all(any(found[0] == word for found in places) for word in words)


@pytest.fixture(scope="module")
def show(waterhoek):
    """`show(name)`: the page of this name at the position."""
    client = Client()
    client.force_login(waterhoek.cast.tenant)

    def show(name: str) -> str:
        address = reverse(name, args=[waterhoek.cast.agreement.slug, waterhoek.cast.agenda.year])
        return client.get(f"{address}?stand={waterhoek.position.pk}").content.decode()

    return show


@pytest.fixture(scope="module")
def page(show):
    return show("dashboard")


@pytest.fixture(scope="module")
def presentation(show):
    return show("presentation")


def words_in(document) -> str:
    """All words of a Word document in order, in tables too; the signs of the lights left out."""
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    elements = [row for row in document.element.body.iter() if row.tag in {f"{tag}t", f"{tag}p", f"{tag}br"}]
    text = "".join(row.text or "" if row.tag == f"{tag}t" else "\n" for row in elements)
    return " ".join(re.sub("|".join(SIGNS.values()), "", text).split())


@pytest.fixture(scope="module")
def texts(page, presentation, pdf, word):
    """The words of each, on one line."""
    return {"page": plain(page), "presentation": plain(presentation), "pdf": " ".join(pages_of(pdf)), "word": words_in(word)}


def test_the_totals_are_the_same(page, presentation, pdf, word, texts):
    expected = [f"{number} {WORDS[light]}" for light, number in TOTALS]
    assert parts(page, r'<a class="tally__link"[^>]*>(.*?)</a>') == [*expected, "1 vervallen"]
    totals_slide = re.search(r'aria-labelledby="dia-stand".*?</section>', presentation, flags=re.DOTALL)[0]
    assert parts(totals_slide, r'<li class="\w+">(.*?)</li>') == expected
    assert " ".join(expected) in pages_of(pdf)[0]
    assert " ".join(expected) in texts["word"]
    assert {name: IN_SHORT in text for name, text in texts.items()} == dict.fromkeys(texts, True)


def test_the_exceptions_stand_in_the_same_order_with_the_same_lights_and_words(page, presentation, pdf, word):
    article = r'<article class="item .*?</article>'
    rows = re.findall(article, page, flags=re.DOTALL)
    slides = re.findall(
        r'<section class="slide" tabindex="-1" aria-labelledby="dia-\d+">.*?</section>', presentation, flags=re.DOTALL
    )
    for found, heading in ((rows, "h3"), (slides, "h2")):
        lights = [parts(row, r'<span class="light__words">(.*?)</span>')[0] for row in found]
        texts = [parts(row, rf"<{heading}\b[^>]*>(.*?)</{heading}>")[0] for row in found]
        assert list(zip(lights, texts, strict=True)) == EXCEPTIONS
    note = pages_of(pdf)[0].partition("Wat misgaat")[2]
    assert follow([text for _light, text in EXCEPTIONS], note)
    lights = [light for light, _text in EXCEPTIONS]
    assert re.findall("|".join(sorted(set(lights), key=len, reverse=True)), left_column(pdf)) == lights
    heading = next(place for place, row in enumerate(word.paragraphs) if row.text == "Wat misgaat")
    entries = [row.text for row in word.paragraphs[heading + 1 : heading + 1 + len(EXCEPTIONS)]]
    found = [re.sub(f"[{''.join(SIGNS.values())}] ", "", entry).split("\n")[0].split(" · ") for entry in entries]
    assert [light for light, *_words in found] == [light for light, _text in EXCEPTIONS]
    assert all(words[0].startswith(text) for (_light, *words), (_, text) in zip(found, EXCEPTIONS, strict=True))


def left_column(pdf) -> str:
    """The lights on the first page, which stand in a column of their own."""
    area = ["-x", "0", "-y", "200", "-W", "172", "-H", "640"]
    done = subprocess.run(["pdftotext", "-f", "1", "-l", "1", *area, "-", "-"], input=pdf, capture_output=True, check=True)
    column = " ".join(done.stdout.decode().split())
    return column.partition("Wat misgaat")[2].partition("Veranderd")[0]


def test_causes_effects_corrections_and_other_views_are_in_all_of_them(texts):
    assert {(name, words) for words in EXPLAINED for name, text in texts.items() if words not in text} == set()


def test_what_is_asked_of_the_meeting_stands_in_the_same_order(page, presentation, pdf, word, texts):
    assert parts(presentation, r'<li\s+lang="nl">\s*<strong>(.*?)</strong>') == ASKED
    assert parts(page, r'question__what"[^>]*>(.*?)</a>') == ASKED
    assert follow(ASKED, pages_of(pdf)[0])
    assert follow(ASKED, texts["word"])


def test_what_changed_is_the_same(texts):
    assert {name: follow(CHANGES, text) for name, text in texts.items()} == dict.fromkeys(texts, True)


def test_the_figures_say_the_same(texts):
    assert {name: BEHIND in text for name, text in texts.items()} == dict.fromkeys(texts, True)
    assert {name: ON_LINE in text for name, text in texts.items() if name != "presentation"} == {
        "page": True, "pdf": True, "word": True,
    }  # fmt: skip
    whole = {name: text for name, text in texts.items() if name != "presentation"}  # which shows what stays behind alone
    assert {name: follow([BEHIND, ON_LINE], text) for name, text in whole.items()} == dict.fromkeys(whole, True)


def test_every_light_has_its_one_colour_everywhere(page, presentation, pdf, word):
    used = {light: LIGHTS[light].colour for light, _number in TOTALS}
    for markup in (page, presentation):
        assert set(used.values()) <= set(re.findall(r'(?:fill|stroke)="(#\w{6})"', markup))
    assert set(used.values()) <= colours_of(pdf)
    coloured = {f"#{value.lower()}" for value in re.findall(r'<w:color w:val="(\w{6})"/>', word.element.xml)}
    assert coloured == {light.colour for light in LIGHTS.values()}, "the legend has them all, and there is no other"
    filled = {key: colour for key, (colour, _hatching) in BARS.items() if colour != "#ffffff"}
    assert filled == {key: light.colour for key, light in LIGHTS.items() if not light.is_outline}


def colours_of(pdf) -> set[str]:
    """The colours with which something is drawn, wherever in the document."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [
            *opened.pages,
            *(item for item in opened.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"),
        ]
        for stream in streams:
            for operands, operator in pikepdf.parse_content_stream(stream):
                if str(operator) in {"rg", "RG", "scn", "SCN"} and len(operands) == 3:
                    found.add("#" + "".join(f"{round(float(part) * 255):02x}" for part in operands))
    return found


def test_a_word_document_tells_the_lights_without_colour(word):
    assert len(set(SIGNS.values())) == len(SIGNS) == len(LIGHTS)
    assert "■ Wordt niet gehaald" in "\n".join(row.text for row in word.paragraphs)


def test_the_position_is_named_in_all_of_them(texts, pdf):
    assert {name: "30 juni 2024" in text for name, text in texts.items()} == dict.fromkeys(texts, True)
    assert "Vastgelegde stand van 30 juni 2024" in text_of(pdf, page=2)
