"""The log tells what happened and where, and nothing of whom, of what was typed, or of a key."""

import ast
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command

from operations.watching.log import OURS, message_of
from parties.mail import deliver
from tests.mail_server import letterbox, port, queued  # noqa: F401 (fixtures)
from tests.test_architecture import python_files

PLANTED = ("Geertruida", "geertruida", "zoekwoord-1953", "sleutel-in-adres", "wachtwoord-van-mij", "Straatweg")


@pytest.fixture
def person(cast):
    cast.officer.name, cast.officer.email = "Geertruida Straatweg", "geertruida@gemeente.example"
    cast.officer.save(update_fields=["name", "email"])
    return cast.officer


@pytest.mark.django_db
def test_pages_log_their_route_and_nothing_of_the_person(client, cast, person, log):
    client.raise_request_exception = False
    client.post("/account/login/", {"login": person.email, "password": "wachtwoord-van-mij"})
    client.force_login(person)
    for address in (
        "/",
        cast.agenda.get_absolute_url(),
        f"{cast.agenda.get_absolute_url()}?q=zoekwoord-1953",
        "/account/password/reset/key/1-sleutel-in-adres/",
        "/zoeken/?q=zoekwoord-1953",
        "/bestaat-niet/Straatweg/",
        f"/afspraken/{'geertruida'}/2024/",
    ):
        client.get(address)
    client.post("/account/name/", {"name": "Geertruida van de Straatweg"})
    client.post("/account/password/reset/", {"email": person.email})
    assert [word for word in PLANTED if word in log.text] == []
    answered = log.of("operations.watching.middleware")
    assert len(answered) == 10
    assert {"route": "afspraken/<slug:slug>/<year:year>/", "status": 200, "method": "GET"}.items() <= answered[2].items()
    assert all(len(line["request_id"]) == 32 for line in answered)


@pytest.mark.django_db(transaction=True)
def test_mails_log_no_address_and_no_subject(cast, person, queued, letterbox, log):  # noqa: F811
    server = letterbox()
    server.is_full = True
    mail.EmailMessage("Zoekwoord-1953 voor Geertruida", "Straatweg", to=["Geertruida <geertruida@gemeente.example>"]).send()
    deliver()
    server.is_full = False
    call_command("retry_deferred")
    call_command("send_reminders")
    deliver()
    assert [line["logger"].partition(".")[0] for line in log.lines if "mailer" in line["logger"]]
    assert [word for word in PLANTED if word.lower() in log.text.lower()] == []


def test_an_error_logs_its_kind_and_place_and_not_what_it_says(log):
    def ask(name):
        return int(name)

    try:
        try:
            ask("Geertruida")
        except ValueError as error:
            raise LookupError("geertruida@gemeente.example") from error
    except LookupError:
        logging.getLogger("agreements.somewhere").exception("It went wrong for %s at %d.", "Geertruida", 7)
    (line,) = log.of("agreements.somewhere")
    assert line["message"] == "It went wrong for … at 7."
    assert [cause["kind"] for cause in line["exception"]] == ["LookupError", "ValueError"]
    assert line["exception"][1]["at"][-1].startswith("tests/operations/watching/test_log.py:")
    assert line["exception"][1]["at"][-1].endswith(" ask")
    assert "eertruida" not in log.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Geertruida at once",), "test_log:"),
        (("%s is gone", "Geertruida"), " … is gone"),
        (("%(who)s is gone", {"who": "Geertruida"}), " … is gone"),
        (("%d rows of %s", 3, ValueError("Geertruida")), " 3 rows of ValueError"),
    ],
)
def test_of_another_library_only_the_text_before_anything_is_filled_in_comes(log, arguments, message):
    logging.getLogger("library").info(*arguments)
    (line,) = log.of("library")
    assert message in line["message"]
    assert "Geertruida" not in log.text


def test_our_own_messages_are_written_down_in_the_code():
    """A text that is put together before it is logged would come in the log whole."""
    assert all((Path(settings.BASE_DIR) / name).is_dir() for name in OURS)
    found = []
    for path in python_files(*OURS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="logger"), attr=how), args=[first, *_]) if how != "addHandler":
                    if not isinstance(first, ast.Constant) or re.search(r"[{}]", str(first.value)):
                        found.append(f"{path.name}: {ast.unparse(node)}")
    assert found == []


def test_a_message_that_does_not_fit_its_values_says_where_it_is():
    record = logging.LogRecord("parties", logging.INFO, "parties/mail.py", 7, "%d rows", ("Geertruida",), None)
    assert message_of(record) == "mail:7"
