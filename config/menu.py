"""The bar on top of every page: what the apps put in it. base.html stands below them and names none."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from config.reading import PAGES
from monitoring.progress.in_the_bar import number_in_bar


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link in the bar; count is how much waits behind it, None where nothing is counted."""

    label: str
    address: str
    count: int | None = None


def menu(request) -> dict:
    """The entries for the templates, as a function: only a page that shows the bar asks what waits."""
    return {"menu": lambda: list(_entries(request)), "foot": _foot}


def _foot() -> list[MenuEntry]:
    """What is linked under every page."""
    texts = {name: MenuEntry(str(label), reverse("text", args=[name])) for name, label in PAGES.items()}
    return [texts.pop("hulp"), MenuEntry(_("Manuals"), reverse("manuals")), *texts.values()]


def _entries(request) -> Iterator[MenuEntry]:
    user = request.user
    yield MenuEntry(_("Agreements"), reverse("agreements"))
    if user.reports_for:
        yield MenuEntry(_("My actions"), reverse("my_actions"), number_in_bar(request))
    yield MenuEntry(_("My party"), reverse("parties"))
    if user.is_staff:
        yield MenuEntry(_("Administration"), reverse("admin:index"))
