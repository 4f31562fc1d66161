"""The JavaScript of the site: little, its own, and nothing that must be built."""

from pathlib import Path

SCRIPTS = sorted(Path("static/js").glob("*.js"))
MOST = 60 * 1024  # bytes, of all pages together


def test_the_scripts_of_the_whole_site_stay_small():
    assert sum(script.stat().st_size for script in SCRIPTS) <= MOST


def test_nothing_in_a_script_needs_what_the_policy_of_the_page_refuses():
    for script in SCRIPTS:
        text = script.read_text()
        for words in ("eval(", "new Function", 'setAttribute("style"', "import ", "outerHTML ="):
            assert words not in text, script
