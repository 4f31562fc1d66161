"""Deliberate breakages: drawn by lot from all that can be broken in our code and templates, and made in a process of their own.

A breakage is one small change that is a fault: a comparison turned round, a condition that always or never holds, a term, filter,
call or order left out, another sentence, nothing given back, a part of a template gone.
"""

import ast
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.choosing import ROOT, SOURCES

TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
LEFT_OUT = {"select_related", "prefetch_related", "order_by", "distinct"}
SENTENCES = {"_", "gettext", "pgettext", "ngettext"}
OTHER = "Zomaar iets."
IN_TEMPLATES = (
    (re.compile(r"{% if (?!not )[^%]+ %}"), "{% if a_name_that_nothing_has %}"),
    (re.compile(r"{% include [^%]+%}|{{ [^}]+ }}"), ""),
    (re.compile(r'{% translate "[^"]+" %}'), OTHER),
)


@dataclass(frozen=True)
class Breakage:
    """`change` is the operator for Python, and for a template what stands there instead; `place` the node, or begin and end."""

    file: str
    line: int
    was: str
    change: str
    place: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change or 'left out'}: {self.was}"


def draw(number: int, seed: int) -> list[Breakage]:
    """So many of all that can be broken, templates as often as Python; the same seed gives the same."""
    random = Random(seed)
    python, templates = (sorted(each, key=str) for each in (in_python(), in_templates()))
    return random.sample(python, number - number // 5) + random.sample(templates, number // 5)


def in_python() -> Iterator[Breakage]:
    for source in SOURCES:
        for path in (ROOT / source).rglob("*.py"):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text("utf-8"))
                nodes = list(ast.walk(tree))
                for index in sorted(in_functions(tree, nodes)):
                    node = nodes[index]
                    was = ast.unparse(node.test if isinstance(node, ast.If) else node)[:100]
                    for change in changes_of(node):
                        line = getattr(node, "lineno", 0) or node.iter.lineno
                        yield Breakage(str(path.relative_to(ROOT)), line, was, change, (index,))


def in_templates() -> Iterator[Breakage]:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        for pattern, instead in IN_TEMPLATES:
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield Breakage(str(path.relative_to(ROOT)), line, found[0], instead, found.span())


def in_functions(tree: ast.AST, nodes: list[ast.AST]) -> set[int]:
    """The places of what runs when a function is called: what runs on loading is made already when a breakage is made."""
    place = {id(node): index for index, node in enumerate(nodes)}
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return {place[id(inner)] for function in functions for part in function.body for inner in ast.walk(part)}


def changes_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Compare(ops=[operator, *_]) if type(operator) in TURNED:
            return ["turned round"]
        case ast.BoolOp():
            return ["turned round", "last term left out"]
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return ["turned round"]
        case ast.If() | ast.IfExp():
            return ["always", "never"]
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant) or value.value is not None:
            return ["nothing given back"]
        case ast.Constant(value=bool() | int()):
            return ["another value"]
        case ast.Expr(value=ast.Call()):
            return ["left out"]
        case ast.Call(func=ast.Attribute(attr="filter" | "exclude")) if node.args or node.keywords:
            return ["last term left out"]
        case ast.Call(func=ast.Attribute(attr=name)) if name in LEFT_OUT:
            return ["left out"]
        case ast.Call(func=ast.Name(id=name)) if name in SENTENCES:
            return ["another sentence"]
        case ast.comprehension(ifs=[_, *_]):
            return ["always"]
    return []


def broken_tree(source: str, breakage: Breakage) -> ast.AST:
    """The module with the breakage in it."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    node = nodes[breakage.place[0]]
    put = partial(_put, nodes, node)
    match breakage.change, node:
        case "turned round", ast.Compare():
            node.ops[0] = TURNED[type(node.ops[0])]()
        case "turned round", _:
            node.op = TURNED[type(node.op)]()
        case "last term left out", ast.BoolOp():
            del node.values[-1]
        case "last term left out", _:
            del (node.keywords or node.args)[-1]
        case "always", ast.comprehension():
            node.ifs = []
        case "always" | "never", _:
            node.test = ast.copy_location(ast.Constant(breakage.change == "always"), node.test)
        case "nothing given back", _:
            node.value = ast.copy_location(ast.Constant(None), node.value)
        case "another value", _:
            node.value = not node.value if isinstance(node.value, bool) else node.value + 1
        case "left out", ast.Expr():
            put(ast.Pass())
        case "left out", _:
            put(node.func.value)
        case "another sentence", _:
            put(ast.Constant(OTHER))
    return ast.fix_missing_locations(tree)


def _put(nodes: list[ast.AST], old: ast.AST, new: ast.AST) -> None:
    ast.copy_location(new, old)
    for node in nodes:
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif isinstance(value, list) and any(each is old for each in value):
                value[:] = [new if each is old else each for each in value]


def make(breakage: Breakage, functions: list[types.FunctionType]) -> None:
    """Break this process: the functions that are loaded get other code, and what is loaded later is loaded broken."""
    path = ROOT / breakage.file
    if path.suffix == ".html":
        _break_template(path, breakage)
    else:
        _break_module(path, breakage, functions)


def _break_module(path: Path, breakage: Breakage, functions: list[types.FunctionType]) -> None:
    from importlib.machinery import SourceFileLoader

    broken = compile(broken_tree(path.read_text("utf-8"), breakage), str(path), "exec")
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes_in(broken)}
    for function in functions:
        code = function.__code__
        other = codes.get((code.co_qualname, code.co_firstlineno)) if code.co_filename == str(path) else None
        if other and other.co_freevars == code.co_freevars:
            function.__code__ = other
    original = SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda loader, name: broken if loader.path == str(path) else original(loader, name)


def _codes_in(code: types.CodeType) -> Iterator[types.CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield inner
            yield from _codes_in(inner)


def _break_template(path: Path, breakage: Breakage) -> None:
    from django.template import engines
    from django.template.loaders.filesystem import Loader

    original, (begin, end) = Loader.get_contents, breakage.place

    def get_contents(loader, origin):
        text = original(loader, origin)
        return text[:begin] + breakage.change + text[end:] if str(origin.name) == str(path) else text

    Loader.get_contents = get_contents
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
