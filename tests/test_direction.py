"""The direction between the apps, where no import shows it: addresses, templates, tags, models and look-ups named in strings."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.engine import Engine
from django.urls import get_resolver

from tests.test_architecture import addresses, python_files

ROOT = Path(settings.BASE_DIR)
ORDER = ["parties", "agreements", "monitoring", "public_site", "operations", "config"]  # each may name what stands before it
OWNERS = {  # of templates by the beginning of their name; the first that fits, and else the lowest app
    "agreements/": "agreements",
    "includes/count_characters": "parties",
    "includes/crumbs": "parties",
    "includes/form_errors": "parties",
    "includes/messages": "parties",
    "includes/renvooi": "parties",
    "includes/": "agreements",
    "mail/answered_": "agreements",
    "mail/asked_": "agreements",
    "mail/contact_": "agreements",
    "mail/digest_": "monitoring",
    "mail/dissent_": "monitoring",
    "mail/hand_over_": "agreements",
    "mail/lead_exception_": "monitoring",
    "mail/minutes_": "monitoring",
    "mail/proposal_": "agreements",
    "mail/reaction_answered_": "monitoring",
    "mail/told_changes": "agreements",
    "mail/year_closed_": "agreements",
    "mail/site_error_": "operations",
    "monitoring/": "monitoring",
    "public/": "public_site",
}
ASK_FOR_ADDRESS = {"redirect", "reverse", "reverse_lazy", "resolve_url"}

PROGRESS = "a link: the agreement knows nothing of progress, its pages only lead to it"
NEXT_YEAR = "a link: what goes on is chosen beside what was reported, so above"
HISTORY = "a link: the history tells of reports and meetings too, so it stands above"
EXCEPTIONS = {
    "reading/manual.html: manuals": "a page of config/reading.py, which is no app",
    "reading/manuals.html: manual": "a page of config/reading.py",
    "reading/text.html: manuals": "a page of config/reading.py",
    "base.html: includes/foot_links.html": "what stands under every page, whose links config/menu.py gives",
    "admin/base_site.html: includes/foot_links.html": "the same under every page of administration",
    "public/base.html: text": "a page of config/reading.py, as under every page",
    "403.html: overview": "the front page, to which every page leads back; settings.LOGIN_REDIRECT_URL names it too",
    "404.html: overview": "the front page",
    "account/password_reset_from_key_done.html: overview": "the front page",
    "admin/app_list.html: versions_to_care_for": "a link on the first page of administration, which has lists of all apps",
    "agreements/action.html: progress": PROGRESS,
    "agreements/agenda.html: agreement_rounds": PROGRESS,
    "agreements/agenda.html: dashboard": PROGRESS,
    "agreements/action.html: action_history": HISTORY,
    "agreements/agenda.html: agreement_history": HISTORY,
    "agreements/agreement.html: agreement_history": HISTORY,
    "agreements/agreement.html: dispute_file": HISTORY,
    "agreements/goal.html: goal_history": HISTORY,
    "agreements/party.html: party_history": HISTORY,
    "agreements/adoption/adopted.html: year_end": NEXT_YEAR,
    "agreements/agenda.html: roll_forward": NEXT_YEAR,
    "agreements/imports/other_year.html: roll_forward": NEXT_YEAR,
    "agreements/views/adoption.py: year_end": NEXT_YEAR,
    "mail/meetings_planned_message.html: own_calendar": "a mail of monitoring/meetings/, which invites",
    "mail/meetings_planned_message.txt: own_calendar": "a mail of monitoring/meetings/, which invites",
    "mail/year_closed_message.html: year_end": NEXT_YEAR,
    "mail/year_closed_message.txt: year_end": NEXT_YEAR,
    "agreements/agreement.html: agreement_rounds": PROGRESS,
    "agreements/agreement.html: dashboard": PROGRESS,
    "agreements/agreement.html: figures": PROGRESS,
    "agreements/agreement.html: projects": PROGRESS,
    "agreements/goal.html: goal_line": PROGRESS,
    "agreements/party.html: party_dashboard": PROGRESS,
    "account/index.html: own_calendar": "a link from the own account to the own calendar",
    "base.html: overview": "the front page",
    "includes/crumbs.html: agreement_rounds": "a link: what is about a round gives in_rounds",
    "includes/crumbs.html: overview": "the front page",
    "includes/then_band.html: then": "the way to another day",
    "includes/then_choice.html: then": "the way to the page as it was",
    "includes/then_choice.html: compare": "the way to two texts beside each other",
    "agreements/versions.html: compare": "what changed since a version",
    "includes/indicators.html: indicator": PROGRESS,
    "parties/invitation_closed.html: overview": "the front page",
    "parties/role.html: leave": "a link: someone who leaves hands over the contacts that agreements know",
}


def is_above(app: str | None, other: str) -> bool:
    return app in ORDER and ORDER.index(app) > ORDER.index(other)


@pytest.fixture(scope="module")
def address_owners() -> dict[str, str]:
    """The app of each address, by the name of the address."""
    found = addresses(get_resolver().url_patterns)
    return {name: pattern.callback.__module__.partition(".")[0] for name, _route, pattern in found}


def owner_of(template: str) -> str:
    return next((app for start, app in OWNERS.items() if template.startswith(start)), ORDER[0])


def templates() -> dict[str, str]:
    """The text of each template, by its name."""
    folder = ROOT / "templates"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files}


@cache
def look_ups_above(app: str) -> set[str]:
    """By what names the rows of this app lead to those of a later app."""
    relations = [relation for model in apps.get_app_config(app).get_models() for relation in model._meta.related_objects]
    later = [relation for relation in relations if is_above(relation.related_model._meta.app_label, app)]
    names = {name for relation in later for name in (relation.get_accessor_name(), relation.field.related_query_name())}
    return {name for name in names if name and not name.endswith("+")}


def names_in_template(text: str) -> Iterator[tuple[str, str]]:
    """What a template names, each with its kind."""
    for tag in re.findall(r"{%(.*?)%}|{{(.*?)}}", text, re.DOTALL):
        words = "".join(tag)
        kind, _space, rest = words.strip().partition(" ")
        quoted = re.findall(r"[\"']([^\"']+)[\"']", rest)
        yield from (("address", name) for name in quoted[:1] if kind == "url")
        yield from (("template", name) for name in quoted)
        yield from (("library", name) for name in rest.split() if kind == "load")
        yield from (("look-up", name) for name in re.findall(r"\.(\w+)", words))


def names_in_module(path: Path) -> Iterator[tuple[str, str]]:
    """What a module names in strings or as look-ups, each with its kind."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(address)), *_]):
                yield from [("address", address)] if name in ASK_FOR_ADDRESS else []
            case ast.Attribute(attr=name):
                yield "look-up", name
            case ast.keyword(arg=str(look_up)):
                yield from (("look-up", name) for name in look_up.split("__"))
            case ast.Constant(value=str(words)) if " " not in words:
                yield "template", words
                yield "model", words.partition(".")[0] if re.fullmatch(r"\w+\.[A-Z]\w+", words) else ""
                yield "model", words.removeprefix("admin:").partition("_")[0] if words.startswith("admin:") else ""
                yield from (("look-up", name) for name in words.split("__"))


def owner_of_name(kind: str, name: str, by: str, address_owners: dict[str, str]) -> str | None:
    """The app that the name belongs to, as far as it is one of ours."""
    match kind:
        case "address":
            return address_owners.get(name)
        case "template":
            return owner_of(name) if "/" in name else None
        case "library":
            return Engine.get_default().libraries.get(name, "").partition(".")[0]
        case "model":
            return name
    return ORDER[-1] if name in look_ups_above(by) else None


def test_nothing_names_what_stands_above_it(address_owners):
    named = [(owner_of(name), name, found) for name, text in templates().items() for found in names_in_template(text)]
    for app in ORDER[:-1]:
        named += [(app, str(path.relative_to(ROOT)), found) for path in python_files(app) for found in names_in_module(path)]
    upward = {
        f"{where}: {name}"
        for app, where, (kind, name) in set(named)
        if is_above(owner_of_name(kind, name, app, address_owners), app)
    }
    assert upward == set(EXCEPTIONS)
