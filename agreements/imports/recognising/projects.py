"""Names of projects above parts of one cell: each part is an action of its own."""

import re
from collections.abc import Collection

from agreements.imports.words.spelling import bare

LONGEST_NAME, FEW_WORDS = 60, 5
_ENDS_AS_SENTENCE = re.compile(r"[.:;!?,]$")


def split_projects(text: str, known: Collection[str]) -> list[tuple[str, str]]:
    """(project, text) for each part of the cell; the project is empty for a part without one.

    A name is a line of its own that is bold, or one of the known projects; a cell that begins with a plain short line above a
    list counts when it holds two of those. known are names as bare() writes them.
    """
    blocks = text.split("\n\n")
    begins = [_is_marked(block, known) or _is_plain_name(blocks, place) for place, block in enumerate(blocks)]
    is_known = bare(_name(blocks[0])) in known
    if not begins[0] or (sum(begins) < 2 and not is_known):
        return [("", text)]
    parts: list[tuple[str, list[str]]] = []
    for place, block in enumerate(blocks):
        if begins[place] or _is_name_after_list(blocks, place):
            parts.append((_name(block), []))
        else:
            parts[-1][1].append(block)
    return [(name, "\n\n".join(words)) for name, words in parts if words]


def _is_marked(block: str, known: Collection[str]) -> bool:
    name = _name(block)
    return bool(name) and (block.startswith("### ") or bare(name) in known)


def _is_name_after_list(blocks: list[str], place: int) -> bool:
    """Whether it stands after a list, as the other names do, though nothing but a paragraph follows."""
    is_between = 0 < place < len(blocks) - 1
    return is_between and _is_item(blocks[place - 1]) and 0 < len(_name(blocks[place]).split()) <= FEW_WORDS


def _name(block: str) -> str:
    """The block as the name of a project; empty when it cannot be one."""
    name = block.removeprefix("### ").strip().strip("*").rstrip(":").strip()
    if "\n" in name or _is_item(block) or len(name) > LONGEST_NAME or (name and _ENDS_AS_SENTENCE.search(name)):
        return ""
    return name


def _is_plain_name(blocks: list[str], place: int) -> bool:
    follows_list = place + 1 < len(blocks) and _is_item(blocks[place + 1])
    return bool(_name(blocks[place])) and follows_list and not blocks[place].rstrip().endswith(":")


def _is_item(block: str) -> bool:
    return block.lstrip().startswith("- ")
