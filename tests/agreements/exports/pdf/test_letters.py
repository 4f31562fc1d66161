"""What is written is what is printed: every letter has its own outline and comes out of the PDF as itself.

A test on the text of a PDF alone does not see it when another letter is drawn: the outlines are compared with those of the fonts.
"""

import os
import subprocess
import sys
import unicodedata
from html import escape

import pytest
from django.conf import settings

from agreements.exports.pdf.agenda import agenda_pdf
from agreements.exports.pdf.writing import html_to_pdf
from tests.letters import ADDRESS, CYRILLIC, EMOJI, GREEK, LATIN, LONG, NAMES, SIGNS
from tests.pdf_letters import OTHER_FONT, VENDOR, shown_letters, wrong_letters
from tests.pdf_text import pages_of, text_of, words_over_each_other

STYLES = {
    "": "<p>{}</p>",
    "Italic": "<p><em>{}</em></p>",
    "Semi-Bold": '<h2>{}</h2><table><tr><th scope="row"></th></tr></table>',
    "Bold": "<p><strong>{}</strong></p>",
}


def page_of(body: str) -> str:
    sheet = '<link rel="stylesheet" href="static:css/pdf.css">'
    return f'<!doctype html><html lang="nl"><head><title>Letters</title>{sheet}</head><body><h1>A</h1>{body}</body></html>'


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("letters", [LATIN, GREEK, CYRILLIC, SIGNS + EMOJI], ids=["latin", "greek", "cyrillic", "signs"])
def test_every_letter_of_europe_is_drawn_as_itself_in_every_style(style, letters):
    document = html_to_pdf(page_of(STYLES[style].format(escape(" ".join(letters)))))
    assert wrong_letters(document) == []
    shown = {text for other, text, _right in shown_letters(document) if other in {style, OTHER_FONT}}
    assert set(letters) <= shown


@pytest.mark.parametrize("style", STYLES)
def test_every_letter_of_europe_comes_out_of_the_pdf_as_itself(style):
    letters = LATIN + GREEK + CYRILLIC + SIGNS + EMOJI
    found = text_of(html_to_pdf(page_of(STYLES[style].format(escape(" ".join(letters))))))
    assert "".join(letters) in "".join(found.split())


def test_letters_written_with_a_mark_apart_are_drawn_and_found_as_one():
    document = html_to_pdf(page_of(f"<p>{unicodedata.normalize('NFD', NAMES)}</p>"))
    assert wrong_letters(document) == []
    assert NAMES in unicodedata.normalize("NFC", pages_of(document)[0])


def test_one_hyphen_of_another_kind_leaves_the_others_as_they_were():
    """They share a shape, and a PDF has one text for a shape: that of the first would be the text of all."""
    found = text_of(html_to_pdf(page_of("<p>e‑mail, 1‐2, 2023-2026, € 5, a b</p>")))
    assert "e-mail, 1-2, 2023-2026, € 5, a b" in found


def test_the_lights_as_emoji_stay_apart():
    document = html_to_pdf(page_of("<p>🟢 op schema, 🟠 risico, 🔴 te laat, ✅ gereed</p>"))
    assert wrong_letters(document) == []
    assert "🟢 op schema, 🟠 risico, 🔴 te laat, ✅ gereed" in text_of(document)


@pytest.mark.parametrize("layout", ["table", "document"])
def test_names_are_printed_as_written_wherever_they_stand_in_the_agenda(agenda, add_goal, layout):
    agenda.agreement.layout, agenda.agreement.introduction = layout, f"**{NAMES}** en _{NAMES}_"
    agenda.agreement.save()
    agenda.title, agenda.introduction = f"Jaarplan {NAMES}"[:150], NAMES
    agenda.save()
    goal = add_goal(f"{NAMES} **{NAMES}**", f"Met _{NAMES}_", theme=NAMES[:150])
    goal.actions.update(lead_text=NAMES)
    document = agenda_pdf(agenda, with_signatures=True)
    assert wrong_letters(document) == []
    assert {style for style, _text, _right in shown_letters(document)} == set(STYLES)
    assert set(NAMES.split()) <= set(text_of(document).replace("\n", " ").split())


def test_every_letter_of_the_real_documents_is_drawn_as_itself(either_pdf):
    assert wrong_letters(either_pdf) == []


def test_the_fonts_of_the_machine_take_no_part(tmp_path):
    """A colour font for emoji, or one that has Chinese, would otherwise make another PDF on every machine."""
    html = page_of(f"<p>{NAMES} ✅ 🟢 ☒ ① 张伟 שלום <b><i>{NAMES} ✅</i></b></p>")
    none = tmp_path / "none.conf"
    none.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>")
    other = '<match target="pattern"><edit name="family" mode="prepend_first"><string>DejaVu Serif</string></edit></match>'
    everything = tmp_path / "everything.conf"
    everything.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir><dir>/usr/share/fonts</dir>{other}</fontconfig>")
    program = (
        "import sys; from agreements.exports.pdf.writing import html_to_pdf;"
        "sys.stdout.buffer.write(html_to_pdf(sys.stdin.read()))"
    )
    here = html_to_pdf(html)
    for conf in (none, everything):
        environment = {"FONTCONFIG_FILE": str(conf), "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
        made = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, **environment},
        )
        assert made.stdout == here, conf.name


def test_a_page_without_any_style_sheet_is_made_too():
    """Without a single font Pango ends the whole process."""
    assert "Ayşe Doğan" in text_of(html_to_pdf('<html lang="nl"><title>t</title><h1>Ayşe Doğan</h1></html>'))


def test_making_a_pdf_leaves_the_fonts_of_other_programs_alone(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "theirs.conf")
    html_to_pdf(page_of(""))
    assert os.environ["FONTCONFIG_FILE"] == "theirs.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    html_to_pdf(page_of(""))
    assert "FONTCONFIG_FILE" not in os.environ


@pytest.mark.parametrize("layout", ["table", "document"])
def test_a_long_word_breaks_within_its_column(agenda, add_goal, layout):
    agenda.agreement.layout, agenda.title, agenda.introduction = layout, LONG[:150], f"{LONG} {ADDRESS}"
    agenda.agreement.save()
    agenda.save()
    goal = add_goal(f"{LONG} {ADDRESS}", f"{LONG} {ADDRESS}", theme=LONG[:150], number="1234567890")
    goal.actions.update(lead_text=LONG)
    document = agenda_pdf(agenda)
    assert words_over_each_other(document) == []


def test_the_check_sees_that_a_font_was_cut_in_two(tmp_path):
    """As it was: two files of one style, cut by unicode-range, of which the second's glyph numbers were drawn from the first."""
    document = pdf_of_a_font_cut_in_two(tmp_path, "Ayşe Doğan, Łukasz Wiśniewski, Yıldız, Związek")
    assert {text for _style, text in wrong_letters(document)} >= {"ğ", "Ł", "ś", "ą"}
    assert "Łukasz" in text_of(document)  # so that a test on the text alone was content


def pdf_of_a_font_cut_in_two(folder, words: str) -> bytes:
    from fontTools import subset
    from weasyprint import HTML

    faces = ""
    for name, letters in (("latin", range(0x20, 0x100)), ("ext", range(0x100, 0x250))):
        font = subset.load_font(str(VENDOR / "source-sans/SourceSans3-Regular.ttf"), subset.Options())
        worker = subset.Subsetter(subset.Options(layout_features=["kern"]))
        worker.populate(unicodes=letters)
        worker.subset(font)
        font.save(folder / f"{name}.ttf")
        faces += (
            f'@font-face {{ font-family: "Source Sans 3"; src: url("{(folder / name).as_uri()}.ttf");'
            f" unicode-range: U+{letters[0]:04X}-{letters[-1]:04X} }}"
        )
    html = f'<html lang="nl"><title>t</title><style>{faces} p {{ font-family: "Source Sans 3" }}</style><p>{words}</p></html>'
    return HTML(string=html).write_pdf()
