"""The parts of an agenda that is written: each as it is printed with the way to its form, or that form in its place."""

from dataclasses import replace
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.agenda.content import PrintedAction, PrintedGoal
from agreements.agenda.rows import AgendaRow
from agreements.models import Agenda, Indicator
from agreements.writing.page import RowWays, WritingPage
from agreements.writing.parts import PARTS
from parties.templatetags.kept import kept

register = template.Library()


class PartNode(template.Node):
    """{% part kind id name about %}what is printed{% endpart %}; about says of what, for who hears a link alone."""

    def __init__(self, kind: str, name: str, pk: FilterExpression, about: FilterExpression | None, inside: NodeList):
        self.kind, self.name, self.pk, self.about, self.inside = kind, name, pk, about, inside

    def render(self, context) -> str:
        pk, opened = self.pk.resolve(context), context.get("open")
        name = f"{self.kind}-{pk}-{self.name}"
        if opened is not None and opened.id == name:
            return _opened(context, opened)
        shown = self.inside.render(context).strip()
        page, part = context.get("page"), PARTS[self.kind][self.name]
        if page is not None and not page.can(self.kind, self.name):
            return shown
        if part.is_seldom and not shown:
            return ""
        frame = kept(
            "agreements/writing/part.html",
            shown=SafeString(shown),
            place=name,
            home="" if page is None else page.home,
            label=str(part.label),
            about=conditional_escape(self.about.resolve(context)) if self.about else "",
            is_at_end=part.is_at_end,
        )
        return SafeString(frame.strip())  # a page of Heumen has hundreds


def _opened(context, opened: Any) -> str:
    name = "look" if opened.look else "form"
    with context.push(form=opened.form, look=opened.look, place=opened.place):
        return context.template.engine.get_template(f"agreements/writing/{name}.html").render(context)


@register.tag("part")
def part(parser, token) -> PartNode:
    _tag, kind, pk, name, *about = token.split_contents()
    inside = parser.parse(("endpart",))
    parser.delete_first_token()
    label = parser.compile_filter(about[0]) if about else None
    return PartNode(kind.strip('"'), name.strip('"'), parser.compile_filter(pk), label, inside)


@register.filter
def printed_beside(agenda: Agenda | AgendaRow) -> list[str]:
    """What the document of the year prints beside the words."""
    is_printed = {
        _("when"): agenda.when_printed != Agenda.WhenPrinted.NOTHING,
        _("who pays what"): agenda.prints_contributions,
        _("references"): agenda.lists_references,
    }
    return [words for words, printed in is_printed.items() if printed]


@register.filter
def figures_of(page: WritingPage, goal: int) -> list[Indicator]:
    """The indicators of the goal with that id."""
    return page.indicators.get(goal, [])


@register.simple_tag(takes_context=True)
def act_form(context, kind: str, pk: int) -> str:
    """The form of what is done with the row as a whole, or what one looks at, where that stands open."""
    opened = context.get("open")
    if opened is None or opened.row != f"{kind}-{pk}" or not opened.place.part.is_act or opened.place.part.is_at_end:
        return ""
    return SafeString(_opened(context, opened))


@register.simple_tag
def row_links(page: WritingPage | RowWays, kind: str, pk: int, about: str, first: object, label: str) -> SafeString:
    """What one can do with the row, and where one can look: rendered once for all that it says."""
    ways = page.ways_of(kind, pk)
    return kept(
        "agreements/writing/row_links.html",
        home=ways.home,
        kind=kind,
        pk=pk,
        about=conditional_escape(about),
        is_other=ways.is_other,
        number=ways.comments,
        is_draft=ways.is_draft,
        first=bool(first),
        has_menu=ways.has_menu,
        label=conditional_escape(label or _("More")),
    )


@register.simple_tag(takes_context=True)
def action_row(context, action: PrintedAction) -> SafeString:
    return _row(context, "agreements/writing/action.html", "actie", action=action)


@register.simple_tag(takes_context=True)
def goal_row(context, goal: PrintedGoal) -> SafeString:
    """The goal itself, without its actions."""
    return _row(context, "agreements/writing/goal_row.html", "doel", goal=replace(goal, actions=()))


def _row(context, name: str, kind: str, **row: Any) -> SafeString:
    """Rendered once for all that the row says; on this page alone where a form stands open in it."""
    (pk,), opened = (each.id for each in row.values()), context.get("open")
    if opened is not None and opened.row == f"{kind}-{pk}":
        with context.push(**row):
            return context.template.engine.get_template(name).render(context)
    return kept(name, page=context["page"].ways_of(kind, pk), **row)


@register.simple_tag
def way_to(home: str, kind: str, pk: int, name: str) -> SafeString:
    """The attribute that leads to a part, or to what one looks at there."""
    return format_html('href="{}?deel={}-{}-{}#deel-{}-{}-{}"', home, kind, pk, name, kind, pk, name)
