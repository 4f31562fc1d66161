"""A whole text compared at once: what any process compared before is read, and is what comparing anew gives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parties.renvooi import together
from parties.renvooi.pieces import Known, renvooi
from parties.renvooi.together import DEAR, WHERE, compared_together

ROOT = Path(__file__).parent.parent.parent.parent
KNOWN = Known(("Gemeente Waterhoek",), (("1.1", "1.2"),))
PAIRS = [
    (f"Wij bouwen {number} woningen. " * 30, f"Wij bouwen {number + 9} woningen, niet in Oost. " * 30) for number in range(40)
]


class Counting:
    """Compares, and knows how often."""

    def __init__(self):
        self.times = 0

    def __call__(self, was, becomes, known):
        self.times += 1
        return renvooi(was, becomes, known)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """As on one machine: files that all processes share."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {**settings.CACHES, WHERE: {"BACKEND": backend, "LOCATION": tmp_path / "compared"}}
    return tmp_path


def compared(pairs=PAIRS, known=KNOWN) -> tuple[int, Known]:
    counted = Counting()
    found = compared_together(pairs, known, compare=counted)
    return counted.times, found


def test_the_second_time_nothing_is_compared_and_it_is_the_same():
    first, once = compared()
    again, twice = compared()
    assert (first, again) == (len(PAIRS), 0)
    assert once.found == twice.found == {pair: renvooi(*pair, KNOWN) for pair in PAIRS}
    assert all(renvooi(*pair, twice) is twice.found[pair] for pair in PAIRS)


def test_another_process_finds_it(folder):
    """One with the settings of the site, and nothing in common but its folder. It needs no apps, which take a second to load."""
    written = f"""
from parties.renvooi import together
from parties.renvooi.pieces import Known, renvooi
times = []
def counted(*asked):
    times.append(1)
    return renvooi(*asked)
together.compared_together({PAIRS!r}, Known({KNOWN.names!r}, {KNOWN.renumbered!r}), compare=counted)
print(len(times))
"""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "SITE_URL": "http://127.0.0.1:8000"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "sqlite://:memory:"}
    times = [
        subprocess.run(
            [sys.executable, "-c", written], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()
        for _process in range(2)
    ]
    assert times == [str(len(PAIRS)), "0"]


def test_who_changes_one_text_compares_few_anew():
    compared()
    was, becomes = PAIRS[0]
    times, found = compared([(was, f"{becomes} En meer."), *PAIRS[1:]])
    assert 0 < times <= len(PAIRS) / 4
    assert found.found[was, f"{becomes} En meer."] == renvooi(was, f"{becomes} En meer.", KNOWN)


@pytest.mark.parametrize(
    "known", [Known(("Gemeente Waterhoek",)), Known((), KNOWN.renumbered), Known(("Gemeente",), KNOWN.renumbered)]
)
def test_what_was_found_with_other_names_or_numbers_is_not_used(known):
    compared()
    assert compared(known=known)[0] == len(PAIRS)


def test_what_was_found_by_other_code_is_not_used(monkeypatch):
    compared()
    monkeypatch.setattr(together, "how", lambda: "other code")
    assert compared()[0] == len(PAIRS)


def test_short_texts_are_compared_where_they_are_asked_for(folder):
    times, found = compared([("Er komen 12 woningen.", "Er komen 21 woningen."), ("", "x" * 2 * DEAR)])
    assert (times, found.found) == (0, {})
    assert not list(folder.glob("compared/*"))


def test_a_disk_on_which_nothing_can_be_kept_costs_time_alone(folder):
    (folder / "compared").write_text("no folder")
    assert compared()[0] == compared()[0] == len(PAIRS)
    assert compared()[1].found[PAIRS[0]] == renvooi(*PAIRS[0], KNOWN)
