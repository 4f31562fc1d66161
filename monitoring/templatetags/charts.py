"""What charts are drawn of: a page has hundreds of them, too many for a template that is rendered anew for each."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from monitoring.charts.geometry import Box, ChartLine, Text

register = template.Library()
PLACE = 'x="{0.x}" y="{0.y}" width="{0.width}" height="{0.height}"'
OPEN = ' stroke-dasharray="2 2"'
FLAT = '<rect class="{0.css}" ' + PLACE + ' fill="{0.fill}" stroke="{0.stroke}"{1}/>'
HATCHED = "<rect " + PLACE + ' fill="url(#{1}-{0.pattern})"/>'
LINE = '<line class="{0.css}" x1="{0.x1}" y1="{0.y1}" x2="{0.x2}" y2="{0.y2}" stroke="{0.colour}" stroke-width="{0.width}"{1}/>'
WORDS = '<text x="{0.x}" y="{0.y}" text-anchor="{0.anchor}" font-weight="{0.weight}" {1}>{2}</text>'
HALO = 'fill="#ffffff" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'


@register.simple_tag
def draw_boxes(boxes: Iterable[Box], chart_id: str = "") -> SafeString:
    """Flat colour first, lines on top: a tile with a colour of its own shows seams in a PDF. chart_id names the hatchings."""
    return _drawn(part for box in boxes for part in _box(box, chart_id))


@register.simple_tag
def draw_lines(lines: Iterable[ChartLine]) -> SafeString:
    return _drawn(LINE.format(line, f' stroke-dasharray="{line.dashes}"' if line.dashes else "") for line in lines)


@register.simple_tag
def draw_texts(texts: Iterable[Text]) -> SafeString:
    return _drawn(part for text in texts for part in _text(text))


def _box(box: Box, chart_id: str) -> Iterable[str]:
    yield FLAT.format(box, OPEN if box.pattern == "open" else "")
    if box.pattern and box.pattern != "open":
        yield HATCHED.format(box, chart_id)


def _text(text: Text) -> Iterable[str]:
    words = escape(text.words)
    if text.has_halo:
        yield WORDS.format(text, HALO, words)
    yield WORDS.format(text, f'fill="{text.colour}"', words)


def _drawn(parts: Iterable[str]) -> SafeString:
    """All but the words is numbers, colours and names of our own."""
    return mark_safe("\n".join(parts))
