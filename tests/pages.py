"""How a test visits a page and reads it."""

import html
import re


def words_of(response) -> str:
    """The words of the page between <main> and </main>, on one line."""
    page = response.content.decode()
    main = re.search(r"<main\b.*</main>", page, flags=re.DOTALL)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def headings_of(response) -> list[str]:
    """The headings of the page, each as "h2 Themes"."""
    found = re.findall(r"<(h[1-6])\b[^>]*>(.*?)</\1>", response.content.decode(), flags=re.DOTALL)
    return [f"{tag} " + " ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split()) for tag, words in found]


def links_of(response) -> list[str]:
    """Where the links of the page lead, in order."""
    return [html.unescape(address) for address in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', response.content.decode())]
