"""The parts of an agenda that is written: each as it is printed with the way to its form, or that form in its place."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.models import Indicator
from agreements.writing.page import WritingPage
from agreements.writing.parts import PARTS, WritingPart
from agreements.writing.proposing import address_of

register = template.Library()
MENU = {
    "thema": ("doel-erbij", "paragraaf-erbij", "thema-erbij", "verplaatsen", "weg"),
    "doel": ("actie-erbij", "doel-erbij", "cijfer-erbij", "verplaatsen", "splitsen", "samenvoegen", "vervallen", "kopie", "weg"),
    "actie": ("actie-erbij", "verplaatsen", "splitsen", "samenvoegen", "vervallen", "kopie", "weg"),
    "cijfer": ("weg",),
    "bijlage": ("weg",),
    "tekst": ("thema-erbij", "bijlage-erbij"),
}


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
        page = context.get("page")
        if page is not None and not page.can(self.kind, self.name):
            return shown
        agenda = page.agenda if page is not None else context["writes"]
        about = self.about.resolve(context) if self.about else ""
        label = PARTS[self.kind][self.name].label
        words = _("Edit") if shown else f"+ {label}"
        home = agenda.address("writing")
        return format_html(
            '<div class="part{}" id="deel-{}" data-part="{}{}/{}/{}/">{}<a class="part__edit" href="{}?deel={}#deel-{}">{}'
            '<span class="hidden">: {}{}</span></a></div>',
            "" if shown else " part--empty",
            name,
            *(home, self.kind, pk, self.name),
            SafeString(shown),
            *(home, name, name),
            words,
            f"{label}, " if shown else "",
            about,
        )


def _opened(context, opened: Any) -> str:
    with context.push(form=opened.form, place=opened.form.place):
        return context.template.engine.get_template("agreements/writing/form.html").render(context)


@register.tag("part")
def part(parser, token) -> PartNode:
    _tag, kind, pk, name, *about = token.split_contents()
    inside = parser.parse(("endpart",))
    parser.delete_first_token()
    label = parser.compile_filter(about[0]) if about else None
    return PartNode(kind.strip('"'), name.strip('"'), parser.compile_filter(pk), label, inside)


@register.filter
def figures_of(page: WritingPage, goal: int) -> list[Indicator]:
    """The indicators of the goal with that id."""
    return page.indicators.get(goal, [])


@register.simple_tag(takes_context=True)
def act_form(context, kind: str, pk: int) -> str:
    """The form of what is done with the row as a whole, where that stands open."""
    opened = context.get("open")
    if opened is None or opened.row != f"{kind}-{pk}" or not opened.form.place.part.is_act:
        return ""
    return SafeString(_opened(context, opened))


@register.simple_tag
def acts(page: WritingPage, kind: str, pk: int, is_dropped: bool = False) -> list[tuple[WritingPart, str]]:
    """What can be done with the row as a whole, each with where it leads."""
    return list(_acts(page, kind, pk, is_dropped))


def _acts(page: WritingPage, kind: str, pk: int, is_dropped: bool) -> Iterable[tuple[WritingPart, str]]:
    for name in MENU[kind]:
        if name == "vervallen" and is_dropped:
            name = "herstellen"
        if not page.can(kind, name):
            continue
        key = f"{kind}-{pk}-{name}"
        leads_to = f"{page.address}?deel={key}#deel-{key}" if page.is_draft else address_of(page.agenda, kind, pk, name)
        yield PARTS[kind][name], leads_to
