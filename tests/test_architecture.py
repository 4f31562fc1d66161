"""Rules about the code itself. An exception stands here, with its reason, or it is a mistake."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver, resolve, reverse
from simple_history.models import HistoricalChanges

from agreements.agenda.words import words_of
from agreements.models import Goal, GoalText, Theme
from agreements.templatetags.agenda_pdf import bookmark
from parties.forms import SiteForm
from tests import words_guard

ROOT = Path(settings.BASE_DIR)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OUR_APPS = [name for name in ("parties", "agreements", "monitoring", "public_site", "operations") if apps.is_installed(name)]

WITHOUT_HISTORY = {
    "parties.User_groups": "rights come from memberships; nothing reads Django's groups",
    "parties.User_user_permissions": "rights come from memberships; nothing reads Django's permissions",
    "parties.MailCount": "a number that starts anew every hour and every day",
    "agreements.VersionHead": "the number and the hash of the last version, which has its own history",
    "agreements.WritingStep": "which change set was written on the page for writing; what it changed has its history",
    "agreements.AgreementDraft": "what one person typed of an agreement that does not exist yet; its history begins with it",
    "agreements.LastLook": "when a party last saw a text: one moment, overwritten; who of the party is kept nowhere",
    "monitoring.CalendarAddress": "a renewed or withdrawn address is of no use to anybody; only a hash was kept",
    "monitoring.HistoryLine": "says where each row of history belongs, and is written with it",
    "monitoring.Visit": "what someone looked at is nobody else's: two moments, overwritten",
}
NOT_A_BULK_WRITE = {
    "agreements/exports/pdf/fonts.py: os.environ.update": "the environment, not a table",
    "agreements/exports/pdf/writing.py: digest.update": "hashlib",
    "agreements/models/action.py: self.leads.exclude(agenda=self.agenda_id).update": "what is copied is in no history",
    "monitoring/scale/consent.py: Action.objects.bulk_update": "invented in bulk, note_change() writes its history",
    "monitoring/scale/consent.py: Agenda.objects.bulk_update": "invented in bulk, note_change() writes its history",
    "monitoring/scale/consent.py: Proposal.objects.bulk_update": "invented in bulk, note_change() writes its history",
    "monitoring/scale/consent.py: VersionHead.objects.bulk_create": "it has no history",
    "monitoring/scale/generate.py: Round.objects.bulk_update": "invented in bulk, note_change() writes its history",
    "monitoring/scale/people.py: EmailAddress.objects.bulk_create": "what signs in, of allauth",
    "monitoring/scale/rows.py: model.objects.bulk_create": "invented in bulk, write_history() writes its history",
    "operations/backup/files.py: digest.update": "hashlib",
    "parties/background.py: running.update": "the queue has no history",
    "parties/mail_budget.py: MailCount.objects.bulk_create": "counts have no history",
    "parties/people/pseudonymising.py: models.QuerySet(model).filter(rows).update": "takes a name out of the history itself",
}
ASKS_THE_STATE = {
    "public_site/listing.py": "a list of public texts has the state in its stamp",
    "public_site/texts.py": "the public page of a text says whether it is closed or revoked, so its stamp has it",
    "monitoring/scale/generate.py": "it invents years in all states, in bulk",
    "monitoring/scale/texts.py": "it invents agreements that were adopted, in bulk",
    "agreements/changes/asking.py": "it says which text can be changed by consent",
    "agreements/changes/effect.py": "it writes that a text is revoked, and which proposals no longer stand on a text in force",
    "monitoring/meetings/proposing.py": "it says in which text in force a decision about a goal is written",
    "monitoring/progress/asked.py": "of a revoked text nothing is asked",
    "monitoring/progress/my_actions.py": "of a revoked text nothing is asked",
    "monitoring/progress/waiting.py": "of a revoked text nothing is asked",
    "monitoring/escalating.py": "what is only written ends nothing of this year, and of a revoked text nothing comes up",
    "agreements/changes/outcome.py": "it says which texts follow a change and which keep what was agreed",
    "agreements/models/in_front.py": "a year that is closed stands in front no more",
    "agreements/merging/taking_over.py": "drafts name the successor as lead, and a text in force keeps the name until all agree",
    "agreements/taking_over/listing.py": "a goal is taken over into a draft; writing it asks the lock",
    "agreements/writers.py": "beside a text that stands still only a lead writes a condition",
    "agreements/rollover/dropped_since.py": "only a draft still has what was dropped since",
    "agreements/agenda/stamp.py": "only a draft prints which parties are asked",
    "agreements/consent/adoption.py": "it writes the state, as the one place that does",
    "agreements/consent/answerers.py": "it says whether a text can be proposed",
    "agreements/consent/closing.py": "it writes the state, as the one place that closes a year",
    "agreements/agenda/stored.py": "what is adopted is printed from its version",
    "agreements/versions/checking.py": "it checks that what is proposed stands still",
    "agreements/versions/recording.py": "it finds what was adopted before versions were kept",
    "agreements/agenda/content.py": "it prints in which state the text is",
    "agreements/writing/differing.py": "a draft is shown beside the newest text before it to which the parties agreed",
    "agreements/agenda/becoming.py": "a draft is shown beside the agreement as a whole, where that stands still",
    "agreements/consent/write_rules.py": "a party keeps its name while a text with it is proposed",
    "agreements/taking_part/workflow.py": "who is asked joins no text that stands still",
    "agreements/consent/lock.py": "it answers for all others whether a text may change",
    "agreements/models/action.py": "what is still to be done needs a contact, and in a closed year nothing is",
}
BARE_SAVES_OF_PEOPLE = {
    "parties/models/user.py: user.save()": "a new person",
}
PUBLIC = {
    "calendar_feed": "a calendar signs in nowhere; the address is the secret",
    "invitation": "who is invited has no account yet; the link is the secret",
    "account_login": "how else to get in",
    "manual": "who cannot get in may read how to",
    "manuals": "who cannot get in may read how to",
    **dict.fromkeys(
        [
            *("public_index", "public_party", "public_action", "public_progress"),
            *("public_catalogue", "public_feed", "public_sitemap", "robots", "public_house_style", "public_logo"),
            *("public_accessibility", "public_privacy"),
            *(
                f"{whole}public_{page}"
                for whole in ("", "agreement_")
                for page in ("text", "goal", "pdf", "versions", "version", "content", "changes", "file")
            ),
            *(
                f"{whole}public_{page}"
                for whole in ("", "agreement_")
                for page in ("factsheet", "described", "text_feed", "badge", "embed")
            ),
        ],
        "what the parties published is for everyone; public_site/ reads it through .published() alone",
    ),
    "text": "help, privacy, accessibility and contact are for everyone",
    "account_logout": "also in the middle of signing in, between password and second factor",
    "account_signup": "tells that people come by invitation",
    "account_inactive": "tells that one is not signed in",
    "account_confirm_email": "a link in a mail",
    "account_email_verification_sent": "tells to look in the mail",
    "account_confirm_login_code": "leads to the login: there are no codes by mail",
    "account_reset_password": "who forgot the password",
    "account_reset_password_done": "tells to look in the mail",
    "account_reset_password_from_key": "a link in a mail",
    "account_reset_password_from_key_done": "tells that the password is set",
    "mfa_authenticate": "the second step, after the password",
    "mfa_login_webauthn": "a passkey instead of a password",
    "openid_connect_login": "off to the organisation's own sign-in",
    "openid_connect_callback": "and back",
    "socialaccount_login_cancelled": "tells that one stopped",
    "socialaccount_signup": "leads to the login: nobody signs up",
    "security_txt": "RFC 9116",
    "alive": "a proxy asks whether the process answers",
    "can_work": "a proxy asks whether it can answer pages",
    "all_well": "a monitor asks whether somebody should look: the names of parts and no more",
    "metrics": "opens with a token, else there is nothing",
    "set_language": "the login page itself is read in Dutch or English",
}
# One meaning per class name in the whole tree.
CLASS_NAMES_MORE_THAN_ONCE = {
    "Command": "Django looks for this name in every command",
}
# Lines of templates where a break would show as a space; they wait for parts of their own.
STILL_TOO_LONG = {
    "templates/admin/includes/history_entry.html": 1,
    "templates/admin/includes/reason.html": 1,
    "templates/agreements/agenda.html": 1,
    "templates/agreements/agreement.html": 1,
    "templates/agreements/goal.html": 1,
    "templates/includes/indicators.html": 1,
    "templates/monitoring/dashboard/head.html": 1,
    "templates/monitoring/figures.html": 2,
    "templates/monitoring/meeting.html": 1,
    "templates/monitoring/presentation.html": 1,
    "templates/monitoring/reciprocity.html": 1,
    "templates/monitoring/report/beside.html": 1,
    "templates/monitoring/round/row.html": 3,
}
PLAUSIBLE = {"int": "1", "slug": "heumen-2023-2026", "year": "2024", "str": "x"}

MODULE_LINES = 350
TEMPLATE_LINES = 130
TEMPLATE_WIDTH = 130


def python_files(*folders: str) -> list[Path]:
    """Our own modules in these folders, without the migrations."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in files if "migrations" not in path.parts)


@pytest.fixture(scope="module")
def nodes() -> dict[Path, list[ast.AST]]:
    """All that stands in each of our modules, parsed once for the tests that look at it."""
    paths = python_files("config", *OUR_APPS)
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in paths}


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in OUR_APPS)]
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".xml"}]


def too_long(files: list[Path], limit: int) -> dict[str, int]:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return {name: count for name, count in lines.items() if count > limit}


# -- History


def test_every_model_has_history():
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    own = [model for model in models if not issubclass(model, HistoricalChanges)]
    untracked = {model._meta.label for model in own if not hasattr(model._meta, "simple_history_manager_attribute")}
    assert untracked == set(WITHOUT_HISTORY)


def test_nothing_writes_past_the_history(nodes):
    """QuerySet.update() and its kin send no signals, so they leave no history."""
    past_history = {"update", "aupdate", "bulk_create", "abulk_create", "bulk_update", "abulk_update", "_raw_delete"}
    found = set()
    for path, found_there in nodes.items():
        for node in found_there:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in past_history:
                found.add(f"{path.relative_to(ROOT)}: {ast.unparse(node.func)}")
    assert found == set(NOT_A_BULK_WRITE)


# -- Forms


def kinds_of(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def test_every_form_outside_the_admin_has_the_layout_of_the_site():
    """The address list loads every view, and with it every form."""
    assert get_resolver().url_patterns
    ours = {kind for kind in kinds_of(forms.BaseForm) if kind.__module__.partition(".")[0] in OUR_APPS}
    site = {kind for kind in ours if ".admin" not in kind.__module__ and not kind.__module__.endswith("widgets")}
    assert site
    assert {f"{kind.__module__}.{kind.__name__}" for kind in site if not issubclass(kind, SiteForm)} == set()


def test_the_classes_of_fields_stand_in_one_place():
    """A class of a component in a form or a template would look different as soon as that place changes."""
    files = [*python_files(*OUR_APPS), *(ROOT / "templates").rglob("*.html")]
    named = {str(path.relative_to(ROOT)) for path in files if re.search(r"utrecht-(textbox|select|textarea)", path.read_text())}
    assert named == {"parties/forms.py"}


# -- Agreed text


def test_only_the_lock_asks_in_which_state_a_text_is(nodes):
    """Whether text may change had seven answers once. Anyone else asks agreements/consent/lock.py."""

    def asks(node: ast.AST) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(id="Agenda" | "Agreement"), attr="State") | ast.Name(id="TextState"):
                return True
            case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="state" | "stands_still"):
                return name in {"agenda", "agreement", "text", "whole"}
            case ast.keyword(arg=str(name)):
                return bool(re.search(r"agendas?__state(__|$)", name))
        return False

    own = {ROOT / f"agreements/models/{name}.py" for name in ("adoptable", "agenda", "agreement")}
    found = {path for path, found_there in nodes.items() if path not in own and any(map(asks, found_there))}
    assert {str(path.relative_to(ROOT)) for path in found} == set(ASKS_THE_STATE)


# -- The words of a year


def test_the_words_of_a_year_are_read_in_one_place():
    """Beside what every test looks at: tests/words_guard.py says who may, and why."""
    found = {}
    for path in [*python_files("config", *OUR_APPS), *templates()]:
        place = str(path.relative_to(ROOT))
        if not words_guard.is_listed(place, words_guard.MAY_READ, words_guard.PRINTED):
            found[place] = [*words_guard.reads_in(path), *words_guard.look_ups_in(path)]
    assert {place: reads for place, reads in found.items() if reads} == {}, words_guard.ASK


def test_what_reads_the_row_itself_is_refused_while_tests_run():
    goal, theme = Goal(number="17", text="De voorraad groeit."), Theme(number="1", title="Wonen", parent_id=1)
    assert (goal.text, str(theme)) == ("De voorraad groeit.", "1 Wonen"), "a test may"
    assert words_of(goal, 2024).text == "De voorraad groeit."
    with pytest.raises(words_guard.ReadPastError, match=r"^agreements/templatetags/agenda_pdf.py:\d+ reads Goal.text"):
        bookmark(goal)
    earlier = GoalText(number="17", text="De voorraad groeit.")
    with pytest.raises(
        words_guard.ReadPastError, match=r"^agreements/templatetags/agenda_pdf.py:\d+ reads GoalText.(text|number)"
    ):
        bookmark(earlier)
    with pytest.raises(words_guard.ReadPastError, match=r"^templates/agreements/pdf/contents.html:\d+ reads Theme.heading"):
        get_template("agreements/pdf/contents.html").render({"content": {"themes": [theme]}})


def test_the_words_of_earlier_years_are_named_by_what_keeps_them_and_by_the_accessor():
    """Whoever else had a hand on those rows could read or write words past the year for which they hold."""
    named = {
        str(path.relative_to(ROOT))
        for path in python_files("config", *OUR_APPS)
        if re.search(r"\b(Goal|Theme)Text\b", path.read_text())
    }
    assert {place for place in named if not place.startswith("agreements/models/")} == {
        "agreements/agenda/words.py",  # the accessor
        "agreements/agenda/stamp.py",  # counts their history
        "agreements/consent/lock.py",  # whether they may come back
        "agreements/imports/undoing.py",  # puts them back as they were
        "agreements/owners.py",
        "agreements/writing/undoing.py",  # puts them back as they were
        "agreements/versions/as_of.py",  # says how a year read before they were written
        "monitoring/history/bulk_lines.py",  # which year their lines of history name
        "monitoring/scale/texts.py",  # invents them, in bulk
        "monitoring/history/places.py",  # tells that they changed, and of which year
    }


def test_the_exceptions_are_of_files_that_are_there():
    listed = {**words_guard.MAY_READ, **words_guard.PRINTED}
    assert [place for place in listed if not (ROOT / place).exists()] == []


def test_every_write_of_a_person_names_its_fields(nodes):
    """A bare save writes all that was read, also what someone else changed meanwhile: it switched on again who had left."""
    bare = set()
    for path, found_there in nodes.items():
        for node in found_there:
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"save", "asave"}):
                continue
            whose = ast.unparse(node.func.value).rpartition(".")[2]
            if whose in {"user", "person", "by", "member"} and "update_fields" not in {word.arg for word in node.keywords}:
                bare.add(f"{path.relative_to(ROOT)}: {ast.unparse(node)}")
    assert bare == set(BARE_SAVES_OF_PEOPLE)


# -- Who gets in


def addresses(patterns, *, route: str = "", namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address outside the admin: its name, its route from the root, its pattern."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or here]), here, pattern
        elif pattern.namespace != "admin":
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, route=here, namespaces=inner)


def test_every_view_asks_for_a_login_except_the_public_ones():
    """The middleware reads this attribute; a decorator that forgets to copy it would not show in the next test."""
    open_to_all = {
        name
        for name, _, pattern in addresses(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
    }
    assert open_to_all == set(PUBLIC)


def test_a_visitor_who_is_not_signed_in_is_sent_to_the_login(client):
    """Without a database: who is not signed in does not even reach the view."""
    answers, expected = {}, {}
    for name, route, pattern in addresses(get_resolver().url_patterns):
        if name not in PUBLIC:
            # What a page asks by itself is not shown, so it gets no page to sign in.
            by_script = getattr(pattern.callback, "is_asked_by_script", False)
            expected[name] = (401, "") if by_script else (302, reverse("account_login"))
            url = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: PLAUSIBLE[part[1] or "str"], route)
            resolve(url)
            response = client.get(url)
            answers[name] = (response.status_code, response.headers.get("Location", "").partition("?")[0])
    assert answers
    assert answers == expected


def test_a_visitor_who_is_not_signed_in_does_not_enter_the_admin(client):
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert response.headers["Location"].partition("?")[0] in {reverse("account_login"), reverse("admin:login")}


# -- Start-up


def test_heavy_libraries_are_loaded_where_they_are_used():
    """WeasyPrint alone takes a second; ruff forbids it at the top of a module, this sees every other way."""
    heavy = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]
    program = f"import sys, django; django.setup(); import config.urls; print([name for name in {heavy} if name in sys.modules])"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    started = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (started.stdout.strip(), started.returncode) == ("[]", 0), started.stderr


# -- Names


def test_a_class_name_has_one_meaning_in_the_whole_tree(nodes):
    places = defaultdict(list)
    for path, (module, *_below) in nodes.items():
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    double = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: found for name, found in double.items() if name not in CLASS_NAMES_MORE_THAN_ONCE} == {}
    assert set(CLASS_NAMES_MORE_THAN_ONCE) - set(double) == set(), "these stand once and need no exception any more"


# -- The demonstration


def test_only_the_demonstration_sets_the_clock_and_holds_mail_back():
    """Whoever else did so would write the history anew, or let someone go untold."""
    named = {
        str(path.relative_to(ROOT))
        for path in python_files("config", *OUR_APPS)
        if re.search(r"\bClock\(|without_mail\(|timezone\.datetime", path.read_text())
    }
    assert named == {
        "monitoring/demo/clock.py",  # the clock
        "monitoring/demo/lindermeer.py",
        "monitoring/demo/script.py",
        "parties/mail.py",  # where mail is held back
    }


# -- Files


@pytest.mark.parametrize("app", OUR_APPS)
def test_migrations_are_named(app):
    assert [path.name for path in (ROOT / app / "migrations").glob("*_auto_*.py")] == []


def test_modules_are_not_too_long():
    scripts = [path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts]
    modules = python_files("config", "bench", "scripts", *OUR_APPS)
    assert too_long([*modules, *(ROOT / "scripts").glob("*.sh"), *scripts], MODULE_LINES) == {}


def test_templates_are_not_too_long():
    assert too_long(templates(), TEMPLATE_LINES) == {}


def test_templates_have_no_long_lines():
    """A tag of Django stands on one line, so a line may be longer by its longest tag; those of a mail are whole paragraphs."""
    found = {}
    for path in (path for path in templates() if "mail" not in path.parts):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            longest = max((len(tag) for tag in re.findall(r"\{%.*?%\}|\{#.*?#\}", line)), default=0)
            if len(line) > TEMPLATE_WIDTH and len(line) - longest > TEMPLATE_WIDTH - 30:
                found[f"{path.relative_to(ROOT)}:{number}"] = len(line)
    assert found == {}
