"""public_site/ asks the database through `.published()` alone: no other road leads from a visitor to a row."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "public_site"
FILES = sorted(FOLDER.rglob("*.py"))
ROADS = {"published", "ended"}  # ended: what was taken back, of which everyone may read the reason
# What asks by itself, further down: none of these may be met here.
NOT_HERE = {"visible_to", "editable_by", "_default_manager", "_base_manager", "raw", "all", "history", "memberships", "comments"}
READS_AS_A_PERSON = {"views/preview.py": "for who is signed in and takes part"}


def roads(tree: ast.AST) -> list[str]:
    """What follows `.objects` each time, and what leads past it."""
    found = []
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            after = above[node]
            found.append(after.attr if isinstance(after, ast.Attribute) else "objects")
        elif isinstance(node, ast.Attribute) and (node.attr in NOT_HERE or node.attr.endswith("_set")):
            found.append(node.attr)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_query_begins_with_what_is_published(path):
    assert set(roads(ast.parse(path.read_text(encoding="utf-8")))) <= ROADS


def test_another_road_is_seen():
    tree = ast.parse("Version.objects.filter(pk=1); x = Version.objects; agenda.comments.count(); Version.objects.published()")
    assert sorted(roads(tree)) == ["comments", "filter", "objects", "published"]


def test_nobody_but_the_preview_looks_who_is_there():
    asks = {str(path.relative_to(FOLDER)) for path in FILES if "request.user" in path.read_text(encoding="utf-8")}
    assert asks == set(READS_AS_A_PERSON)


def test_the_app_has_no_models():
    assert list(apps.get_app_config("public_site").get_models()) == []
