"""What a person reads in a PDF."""

import re
import subprocess


def text_of(document, page=None):
    """The text of the PDF, or of one page, in the order in which it stands on the paper."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    found = subprocess.run(["pdftotext", "-layout", *pages, "-", "-"], input=document, capture_output=True, check=True)
    return found.stdout.decode()


def pages_of(document):
    """The text of each page; words that stand apart on a line are joined by one space."""
    *pages, _end = text_of(document).split("\f")
    return [re.sub(r"\s+", " ", page) for page in pages]


def words_of(text):
    return re.findall(r"\w+", text)
