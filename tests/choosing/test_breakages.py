"""Each breakage is one small fault, the same for the same lot, and the process in which it is made has it."""

import ast
import importlib
import os
import sys
import textwrap
from collections import Counter

import pytest
from django.template.loader import get_template

from tests.choosing import ROOT, breakages
from tests.choosing.breakages import Breakage, broken_tree, changes_of, draw, make

BROKEN = [
    ("return a == b", "turned round", "return a != b"),
    ("return a in b", "turned round", "return a not in b"),
    ("return a and b", "turned round", "return a or b"),
    ("return a and b and c", "last term left out", "return a and b"),
    ("return a + b", "turned round", "return a - b"),
    ("return a if b else c", "never", "return a if False else c"),
    ("if a:\n    b()", "always", "if True:\n    b()"),
    ("return [a for a in b if a]", "always", "return [a for a in b]"),
    ("return a", "nothing given back", "return None"),
    ("return False", "another value", "return True"),
    ("return 3", "another value", "return 4"),
    ("a()", "left out", "pass"),
    ("return a.filter(b=1, c=2)", "last term left out", "return a.filter(b=1)"),
    ("return a.order_by('b')", "left out", "return a"),
    ("return _('Alles staat erin.')", "another sentence", "return 'Zomaar iets.'"),
]


@pytest.mark.parametrize(("body", "change", "broken"), BROKEN)
def test_it_changes_one_thing(body, change, broken):
    source = "def f():\n" + textwrap.indent(body, "    ")
    found = [(index, node) for index, node in enumerate(ast.walk(ast.parse(source))) if change in changes_of(node)]
    trees = [broken_tree(source, Breakage("a.py", 2, "", change, (index,))) for index, _ in found]
    said = [textwrap.dedent("\n".join(ast.unparse(tree).splitlines()[1:])) for tree in trees]
    assert broken in said


def test_the_same_lot_draws_the_same_and_one_in_five_of_a_template(monkeypatch):
    monkeypatch.setattr(breakages, "SOURCES", ("public_site",))
    drawn = draw(50, seed=3)
    assert drawn == draw(50, seed=3) != draw(50, seed=4)
    assert Counter(breakage.file.endswith(".html") for breakage in drawn) == {False: 40, True: 10}


def test_what_stands_outside_functions_is_not_broken():
    source = "A = 1 + 2\n\ndef f(a=3):\n    return 4\n"
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    inside = [nodes[index] for index in breakages.in_functions(tree, nodes)]
    assert [node.value for node in inside if isinstance(node, ast.Constant)] == [4]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A module of our own in a place of its own, loaded."""
    (tmp_path / "one_rule.py").write_text("def may(a, b):\n    return (lambda: a == b)()\n", "utf-8")
    monkeypatch.setattr(breakages, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("one_rule")
    del sys.modules["one_rule"]


def in_a_fork(ask) -> bool:
    """Whether it holds in a process of its own, which ends with it."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if ask() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_function_that_is_loaded_gets_the_broken_code_in_that_process_alone(program):
    nodes = list(ast.walk(ast.parse((breakages.ROOT / "one_rule.py").read_text("utf-8"))))
    index = next(index for index, node in enumerate(nodes) if isinstance(node, ast.Compare))
    may = program.may

    def broken():
        make(Breakage("one_rule.py", 2, "a == b", "turned round", (index,)), [may])
        return may(1, 2) and not may(1, 1)

    assert in_a_fork(broken)
    assert may(1, 1)


def test_a_template_is_broken_in_that_process_alone():
    text = (ROOT / "templates/base.html").read_text("utf-8")
    begin = text.index("<main")
    breakage = Breakage("templates/base.html", 1, "<main", "<nothing", (begin, begin + 5))

    def broken():
        make(breakage, [])
        return "<nothing" in str(get_template("base.html").template.source)

    assert in_a_fork(broken)
    assert "<nothing" not in get_template("base.html").template.source
