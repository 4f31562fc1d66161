"""What of Markdown an agreed text may use: bold, italic, lists, links and headings; no HTML, no images."""

from markdown_it import MarkdownIt

PARSER = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["newline", "list", "heading", "emphasis", "link", "escape"])
