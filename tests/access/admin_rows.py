"""The admin: every page about every model."""

from collections.abc import Callable

from agreements.models import (
    Action,
    Agenda,
    Agreement,
    Appendix,
    Comment,
    Goal,
    Indicator,
    MeetingRule,
    Participation,
    Project,
    SourceDocument,
    Theme,
)
from monitoring.models import (
    Attachment,
    DataDelivery,
    Dissent,
    DwellingCount,
    EscalationRule,
    FixedItem,
    Measurement,
    Meeting,
    Position,
    ProgressUpdate,
    ReminderText,
    Review,
    Round,
)
from parties.models import Invitation, Party, User

from .row import LED_ON, Row, at
from .site import Site

# The admin is for superusers, and for coordinators within reach of their agreements. Who has no place there is led to its door,
# which is shut (302, then 403: see admin:login).
STAFF = "in 200 302 302 200 302 302 200"
WITHIN_REACH = "in 404 302 302 200 302 302 200"
NEVER = "in 403 302 302 403 302 302 403"
SUPERUSERS = "in 403 302 302 403 302 302 200"
# A row that one may not see is not there: 404, never 403.
SUPERUSERS_ROW = "in 404 302 302 404 302 302 200"
UNCHANGED = "in 404 302 302 403 302 302 403"  # a row that one sees and nobody changes
PARTICIPATION_SAVED = "in 404 302 302 302 302 302 200"  # an empty form: all that a coordinator may fill in is optional
FOR_THE_ADMINISTRATOR = "in 404 302 302 403 302 302 200"  # a row that coordinators see and only the administrator changes
UNCHANGED_SUPERUSERS = "in 404 302 302 404 302 302 403"
STAFF_LED_ON = "302 302 302 302 302 302 302 302"
NO_POST = "in 405 302 302 405 302 302 405"
NOT_THERE = "in 404 302 302 404 302 302 404"
SAVED = "in 404 302 302 404 302 302 302"
PUT_BACK = "in 404 302 302 302 302 302 302"

# What stands below the row in an order of its own, so that its page to change that order exists.
ORDERED = {Agreement}
KEPT = [Attachment, Dissent, DwellingCount, Measurement, Position, ProgressUpdate, Review]
# Of these rows a version, a report or a figure is there: somebody who asks to delete one is told why it stays.
STAYING = {Agenda, Agreement}
OF_AGREEMENTS = [Agenda, Agreement, MeetingRule, Project, SourceDocument]
ON_PAGE = [Action, Goal, Indicator, Theme]


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


def of_agreement(model, **other: tuple[str, str]) -> dict[str, Row]:
    """A row of an agreement: a coordinator of a party that takes part has every page, for another one it is not there."""
    order = WITHIN_REACH if model in ORDERED else NOT_THERE
    delete = (WITHIN_REACH, PUT_BACK if model in STAYING else WITHIN_REACH)
    pages = {
        "changelist": (STAFF, STAFF),
        "add": (STAFF, STAFF),
        "export": (STAFF, STAFF),
        "import": (STAFF, STAFF),
        "change": (WITHIN_REACH, WITHIN_REACH),
        "delete": delete,
        "history": (WITHIN_REACH, WITHIN_REACH),
        "simple_history": (WITHIN_REACH, NO_POST),
        "put_back": (NO_POST, PUT_BACK),
        "order": (order, NOT_THERE),
    }
    return admin_rows(model, {**pages, **other})


def kept(model) -> dict[str, Row]:
    """What was said, which coordinators of the agreement read and nobody changes."""
    closed = dict.fromkeys(["add", "import"], (NEVER, NEVER)) | {"delete": (UNCHANGED, UNCHANGED)}
    return of_agreement(model, change=(WITHIN_REACH, UNCHANGED), put_back=(NO_POST, UNCHANGED), **closed)


def for_superusers(model, **other: tuple[str, str]) -> dict[str, Row]:
    pages = dict.fromkeys(["changelist", "add"], (SUPERUSERS, SUPERUSERS))
    pages |= dict.fromkeys(["change", "delete", "history"], (SUPERUSERS_ROW, SUPERUSERS_ROW))
    pages |= {"simple_history": (SUPERUSERS_ROW, NO_POST), "put_back": (NO_POST, SAVED)}
    return admin_rows(model, {**pages, **other})


def on_page(model, **other: tuple[str, str]) -> dict[str, Row]:
    """A row that the page for writing adds and takes away."""
    never = {"add": (NEVER, NEVER), "delete": (UNCHANGED, UNCHANGED)}
    return of_agreement(model, **never, **other)


ADMIN = {
    "admin:index": Row(at("/beheer/"), STAFF.replace("in", "302"), STAFF.replace("in", "302")),
    "admin:app_list": Row(at("/beheer/agreements/"), STAFF.replace("in", "302"), STAFF.replace("in", "302")),
    "admin:login": Row(at("/beheer/login/"), "in 302 403 403 302 403 403 302", "in 200 403 403 200 403 403 200"),
    "admin:logout": Row(at("/beheer/logout/"), "302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302"),
    "admin:password_change": Row(at("/beheer/password_change/"), STAFF_LED_ON, STAFF_LED_ON),
    "admin:jsi18n": Row(at("/beheer/jsi18n/"), STAFF.replace("in", "302"), NO_POST.replace("in", "302")),
    "beheer/(?P<url>.*)$": Row(at("/beheer/bestaat-niet/"), NOT_THERE.replace("in", "302"), NOT_THERE.replace("in", "302")),
    "admin:auth_user_password_change": Row(
        lambda site: f"/beheer/parties/user/{site.cast.tenant.pk}/password/", SUPERUSERS_ROW, SUPERUSERS_ROW
    ),
    "admin:autocomplete": Row(
        at("/beheer/autocomplete/?app_label=agreements&model_name=action&field_name=goal&term="),
        STAFF.replace("in", "302"),
        NO_POST.replace("in", "302"),
    ),
    "admin:markdown_preview": Row(at("/beheer/preview/"), NO_POST, STAFF),
    **{name: row for model in OF_AGREEMENTS for name, row in of_agreement(model).items()},
    **{name: row for model in KEPT for name, row in kept(model).items()},
    **{name: row for model in ON_PAGE for name, row in on_page(model).items()},
    **on_page(Appendix, change=(WITHIN_REACH, PUT_BACK)),  # of which only the year is asked, and may stay open
    # All parties together decide who takes part; its place among them is the editors'.
    **of_agreement(
        Participation, change=(WITHIN_REACH, PARTICIPATION_SAVED), delete=(FOR_THE_ADMINISTRATOR, FOR_THE_ADMINISTRATOR)
    ),
    **of_agreement(DataDelivery),
    **of_agreement(Meeting),
    **of_agreement(EscalationRule, change=(WITHIN_REACH, PUT_BACK)),  # three figures that are filled in already: saved at once
    **of_agreement(FixedItem),
    **of_agreement(ReminderText),
    **of_agreement(Round, delete=(UNCHANGED, UNCHANGED)),  # one in which was reported
    # A coordinator looks at every party of her agreements and changes her own.
    **admin_rows(
        Party,
        {
            "changelist": (STAFF, STAFF),
            "add": (STAFF, STAFF),
            "export": (STAFF, STAFF),
            "import": (STAFF, STAFF),
            "change": (WITHIN_REACH, "in 404 302 302 403 302 302 200"),
            "delete": (UNCHANGED, UNCHANGED),
            "history": (WITHIN_REACH, WITHIN_REACH),
            "simple_history": (WITHIN_REACH, NO_POST),
            "put_back": (NO_POST, "in 404 302 302 403 302 302 302"),
        },
    ),
    **for_superusers(
        User,
        delete=(UNCHANGED_SUPERUSERS, UNCHANGED_SUPERUSERS),
        export=(SUPERUSERS, SUPERUSERS),
        **{"import": (SUPERUSERS, SUPERUSERS)},
    ),
    **for_superusers(
        Comment, add=(NEVER, NEVER), change=(SUPERUSERS_ROW, UNCHANGED_SUPERUSERS), put_back=(NO_POST, UNCHANGED_SUPERUSERS)
    ),
    **for_superusers(
        Invitation,
        add=(NEVER, NEVER),
        delete=(UNCHANGED_SUPERUSERS, UNCHANGED_SUPERUSERS),
        change=(SUPERUSERS_ROW, SAVED),
    ),
}
