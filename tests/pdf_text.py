"""What a person reads in a PDF."""

import re
import subprocess
from dataclasses import dataclass
from itertools import combinations


def text_of(document, page=None):
    """The text of the PDF, or of one page, in the order in which it stands on the paper."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    found = subprocess.run(["pdftotext", "-layout", *pages, "-", "-"], input=document, capture_output=True, check=True)
    return found.stdout.decode()


def words_in_order(document) -> str:
    """All words in the order in which they were written, small or large, on one line."""
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def pages_of(document):
    """The text of each page; words that stand apart on a line are joined by one space."""
    *pages, _end = text_of(document).split("\f")
    return [re.sub(r"\s+", " ", page) for page in pages]


def words_of(text):
    return re.findall(r"\w+", text)


@dataclass(frozen=True)
class Word:
    """A word and its place on the page, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Word") -> bool:
        """Whether the words are printed over each other, by more than the boxes of two lines touch."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > (self.bottom - self.top) / 2


def words_over_each_other(document, margin=18):
    """The words that do not break within their column: printed over another one, or into the last points of the paper."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=document, capture_output=True, check=True).stdout.decode()
    wrong = []
    for page in found.split("<page ")[1:]:
        width = float(re.search(r'width="([\d.]+)"', page)[1])
        boxes = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
        words = [Word(text, *map(float, edges)) for *edges, text in boxes]
        wrong += [(word.text, "the edge of the paper") for word in words if word.right > width - margin]
        wrong += [(one.text, other.text) for one, other in combinations(words, 2) if one.overlaps(other)]
    return wrong
