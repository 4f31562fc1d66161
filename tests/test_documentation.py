"""docs/development.md leads people to files: they are there, and so is what to look for in them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
MAP = (DOCS / "development.md").read_text(encoding="utf-8")
BEHAVIOURS = re.findall(r"^\| [^|]+ \| `([^`|]+)` \| `([^`|]+)` \|$", MAP, re.MULTILINE)
FOLDERS = re.findall(r"^\| `(\w+/\w+/)` \| [^|]+ \|$", MAP, re.MULTILINE)


def test_the_map_has_at_least_twenty_behaviours():
    assert len(BEHAVIOURS) >= 20


@pytest.mark.parametrize(("file", "name"), BEHAVIOURS)
def test_a_behaviour_is_in_the_file_that_the_map_names(file, name):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(rf"\s*(?:def|class|const) {name}\b|{name}\b.* =", line)]


def test_the_map_has_every_folder_of_the_apps_and_no_other():
    here = {
        f"{app}/{path.name}/"
        for app in ("agreements", "monitoring", "operations", "parties", "public_site")
        for path in (ROOT / app).iterdir()
        if (path / "__init__.py").is_file() and path.name != "migrations"
    }
    assert sorted(FOLDERS) == sorted(here)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_the_links_between_the_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
