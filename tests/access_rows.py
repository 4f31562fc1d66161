"""The access matrix itself: what each role gets at each address. test_access_matrix.py explains the columns."""

from collections.abc import Callable
from dataclasses import dataclass

from agreements.models import (
    Action,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    Indicator,
    MeetingRule,
    Participation,
    Project,
    Theme,
)
from parties.models import Party, User
from tests.access import Site


@dataclass(frozen=True)
class Row:
    """Where, and the status for each role in the order of ROLES; "in" is the way to the login."""

    address: Callable[[Site], str]
    get: str
    post: str


# anonymous  outsider  reader  editor  coordinator  signatory  other_editor  superuser
READ = "in 404 200 200 200 200 200 200"
EVERYONE = "in 200 200 200 200 200 200 200"
NOT_THIS_WAY = "in 405 405 405 405 405 405 405"

SITE = {
    "overview": Row(lambda site: "/", EVERYONE, NOT_THIS_WAY),
    "agreements": Row(lambda site: "/afspraken/", EVERYONE, NOT_THIS_WAY),
    "agreement": Row(lambda site: site.cast.agreement.get_absolute_url(), READ, NOT_THIS_WAY),
    "agenda": Row(lambda site: site.agenda, READ, NOT_THIS_WAY),
    "agenda_pdf": Row(lambda site: f"{site.agenda}agenda.pdf", READ, NOT_THIS_WAY),
    "goal": Row(lambda site: site.cast.goal.get_absolute_url(), READ, NOT_THIS_WAY),
    "action": Row(lambda site: site.cast.action.get_absolute_url(), READ, NOT_THIS_WAY),
    "appendix": Row(lambda site: f"/bijlagen/{site.rows[Appendix].pk}/", READ, NOT_THIS_WAY),
    "set_language": Row(lambda site: "/taal/", "302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "login": Row(lambda site: "/account/login/", "200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "logout": Row(lambda site: "/account/logout/", NOT_THIS_WAY, "in in in in in in in in"),
}

# The admin is for superusers, and for coordinators within reach of their agreements. Who has no place there is led to its door,
# which is shut (302, then 403: see admin:login).
STAFF = "in 200 302 302 200 302 302 200"
WITHIN_REACH = "in 404 302 302 200 302 302 200"
NEVER = "in 403 302 302 403 302 302 403"
SUPERUSERS = "in 403 302 302 403 302 302 200"
NO_POST = "in 405 302 302 405 302 302 405"
LED_ON = "in 302 302 302 302 302 302 302"
NOT_THERE = "in 404 302 302 404 302 302 404"
PUT_BACK = "in 404 302 302 302 302 302 302"

# What stands below the row in an order of its own, so that its page to change that order exists.
ORDERED = {Action, Agreement, Goal, Theme}
OF_AGREEMENTS = [Action, Agenda, Agreement, Appendix, Goal, Indicator, MeetingRule, Participation, Project, Theme]


def admin_of(model) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}"


def page_of(model, page: str) -> Callable[[Site], str]:
    return lambda site: site.admin(model, page)


def admin_rows(model, pages: dict[str, tuple[str, str]]) -> dict[str, Row]:
    """A row for each page about the model, and for its bare address, which leads on to the page to change it."""
    label = f"{model._meta.app_label}/{model._meta.model_name}"
    bare = Row(lambda site: f"/beheer/{label}/{site.rows[model].pk}/", LED_ON, LED_ON)
    rows = {f"{admin_of(model)}_{page}": Row(page_of(model, page), *answers) for page, answers in pages.items()}
    return {**rows, f"beheer/{label}/<path:object_id>/": bare}


def of_agreement(model) -> dict[str, Row]:
    """A row of an agreement: a coordinator of a party that takes part has every page, for another one it is not there."""
    order = WITHIN_REACH if model in ORDERED else NOT_THERE
    return admin_rows(
        model,
        {
            "changelist": (STAFF, STAFF),
            "add": (STAFF, STAFF),
            "change": (WITHIN_REACH, WITHIN_REACH),
            "delete": (WITHIN_REACH, WITHIN_REACH),
            "history": (WITHIN_REACH, WITHIN_REACH),
            "simple_history": (WITHIN_REACH, NO_POST),
            "put_back": (NO_POST, PUT_BACK),
            "order": (order, NOT_THERE),
        },
    )


ADMIN = {
    "admin:index": Row(lambda site: "/beheer/", STAFF.replace("in", "302"), STAFF.replace("in", "302")),
    "admin:app_list": Row(lambda site: "/beheer/agreements/", STAFF.replace("in", "302"), STAFF.replace("in", "302")),
    "admin:login": Row(lambda site: "/beheer/login/", "in 302 403 403 302 403 403 302", "in 200 403 403 200 403 403 200"),
    "admin:logout": Row(lambda site: "/beheer/logout/", NO_POST.replace("in", "302"), "302 in 302 302 in 302 302 in"),
    "admin:jsi18n": Row(lambda site: "/beheer/jsi18n/", STAFF.replace("in", "302"), NO_POST.replace("in", "302")),
    "admin:autocomplete": Row(
        lambda site: "/beheer/autocomplete/?app_label=agreements&model_name=action&field_name=goal&term=",
        STAFF.replace("in", "302"),
        NO_POST.replace("in", "302"),
    ),
    "admin:markdown_preview": Row(lambda site: "/beheer/preview/", NO_POST, STAFF),
    **{name: row for model in OF_AGREEMENTS for name, row in of_agreement(model).items()},
    # A coordinator looks at every party of her agreements and changes her own.
    **admin_rows(
        Party,
        {
            "changelist": (STAFF, STAFF),
            "add": (STAFF, STAFF),
            "change": (WITHIN_REACH, "in 404 302 302 403 302 302 200"),
            "delete": (NEVER, NEVER),
            "history": (WITHIN_REACH, WITHIN_REACH),
            "simple_history": (WITHIN_REACH, NO_POST),
            "put_back": (NO_POST, "in 404 302 302 403 302 302 302"),
        },
    ),
    **admin_rows(
        User,
        {
            "changelist": (SUPERUSERS, SUPERUSERS),
            "add": (SUPERUSERS, SUPERUSERS),
            "change": (SUPERUSERS, SUPERUSERS),
            "delete": (NEVER, NEVER),
            "history": (SUPERUSERS, SUPERUSERS),
            "simple_history": (SUPERUSERS, NO_POST),
            "put_back": (NO_POST, "in 403 302 302 403 302 302 302"),
        },
    ),
}

ROWS = {**SITE, **ADMIN}
