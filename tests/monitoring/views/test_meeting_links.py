"""What the pages of a meeting offer a person is never refused: every link and every button on them is tried as that person."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from re import sub
from urllib.parse import urldefrag, urljoin

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from agreements.models import Agreement, Participation
from monitoring.calendar import AMSTERDAM
from monitoring.meetings.minutes import adopt_minutes
from monitoring.models import Meeting
from parties.models import Party, User
from tests.factories import (
    ActionPointFactory,
    Cast,
    DecisionFactory,
    ItemFactory,
    MeetingFactory,
    MembershipFactory,
    MinutesReactionFactory,
    PaperFactory,
    RoundFactory,
    UserFactory,
    make_cast,
)
from tests.shared_rows import made_once

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 10, 10, 12, tzinfo=AMSTERDAM)
PAGES = ("meeting", "meeting_agenda", "minuting", "minutes")
ITEM = r"^/overleggen/\d+(?=/notuleren/\?)|(?<=\?punt=)\d+"
FILES = (".pdf", ".docx", ".xlsx", ".ods", ".csv", ".ics", ".json")  # tried by who has the least rights


@dataclass
class Offered:
    """A link, or the form of a button with the values that stand in it."""

    address: str
    values: dict[str, str] | None = None  # None for a link


class _Offers(HTMLParser):
    """The links and forms within the main part of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.page, self.found, self.form, self.is_main = page, [], None, False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = dict(attrs)
        self.is_main = self.is_main or tag == "main"
        if not self.is_main:
            return
        if tag == "a" and told.get("href"):
            self._add(told["href"])
        elif tag == "form" and told.get("method") == "post":
            self.form = self._add(told["action"], {})
        elif self.form and tag == "input" and told.get("type") == "hidden":
            self.form.values[told["name"]] = told.get("value", "")
        elif self.form and tag == "button" and told.get("formaction"):
            self._add(told["formaction"], self.form.values)

    def handle_endtag(self, tag: str) -> None:
        self.is_main = self.is_main and tag != "main"
        if tag == "form":
            self.form = None

    def _add(self, address: str, values: dict[str, str] | None = None) -> Offered:
        row = Offered(urldefrag(urljoin(self.page, address)).url, values)
        self.found.append(row)
        return row


# -- The meetings, and the people


def _with_rows(meeting: Meeting, cast) -> Meeting:
    """With an item of which nothing was said, one about which was decided, a paper, an action point and who was there."""
    waiting = ItemFactory(meeting=meeting, title="De garages", position=1)
    settled = ItemFactory(meeting=meeting, title="De flexwoningen", action=cast.action, position=2)
    PaperFactory(item=waiting, by=cast.officer, file=ContentFile(b"inhoud", name="stuk.txt"), file_name="stuk.txt")
    ActionPointFactory(meeting=meeting, item=waiting, party=cast.association)
    DecisionFactory(meeting=meeting, item=settled, action=cast.action, kind="adjust", text="Wordt 24.")
    return meeting


def _minuted(meeting: Meeting, party: Party | None) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(minuted_by=party)
    return meeting


def _sent(meeting: Meeting, until: date) -> Meeting:
    Meeting.objects.filter(pk=meeting.pk).update(minutes_sent_at=timezone.now(), react_until=until)
    return meeting


def planned(agreement: Agreement, days: int, **fields) -> Meeting:
    day = timezone.localdate() + timedelta(days=days)
    return MeetingFactory(agreement=agreement, held_on=day, starts_at=time(10), minutes="Wij spraken erover.", **fields)


def make_meetings(cast) -> dict[str, Meeting]:
    """In every state in which a meeting can be; all but the last are minuted by the association, of which people only write."""
    agreement, today = cast.agreement, timezone.localdate()
    RoundFactory(agenda=cast.agenda, opened=True, opened_by=cast.officer)
    rows = {
        "coming": _with_rows(planned(agreement, 28), cast),
        "held": _with_rows(planned(agreement, -1), cast),
        "reacted to": _sent(_with_rows(planned(agreement, -30), cast), today + timedelta(days=7)),
        "to adopt": _sent(_with_rows(planned(agreement, -40), cast), today - timedelta(days=7)),
        "adopted": _sent(_with_rows(planned(agreement, -50), cast), today - timedelta(days=7)),
        "cancelled": planned(agreement, 35),
        "bilateral": _with_rows(planned(agreement, 21, kind="bilateral", title="Onder ons"), cast),
        "shared": _with_rows(planned(agreement, -3, kind="bilateral", title="Gedeeld"), cast),
    }
    ItemFactory(meeting=rows["cancelled"])
    Meeting.objects.filter(pk=rows["cancelled"].pk).update(cancelled_on=today, cancel_reason="Te weinig mensen.")
    for name in ("bilateral", "shared"):
        for party in (cast.municipality, cast.association):
            rows[name].own_parties.create(party=party)
    Meeting.objects.filter(pk=rows["shared"].pk).update(shared_on=today)
    rows["reacted to"].refresh_from_db()
    MinutesReactionFactory(meeting=rows["reacted to"], party=cast.tenants, by=cast.tenant)
    for row in rows.values():
        _minuted(row, cast.association)
    adopted = Meeting.objects.select_related("agreement").get(pk=rows["adopted"].pk)
    adopt_minutes(meeting=adopted, adopted_in=rows["held"], by=cast.officer)
    rows["minuted by nobody"] = _with_rows(planned(agreement, 7), cast)
    return rows


def make_cast_and_meetings() -> tuple[Cast, dict[str, Meeting]]:
    with travel(NOON, tick=False):
        cast = make_cast()
        return cast, make_meetings(cast)


@pytest.fixture(scope="module")
def made(module_rows, django_db_blocker):
    with made_once(django_db_blocker, make_cast_and_meetings) as fresh:
        yield fresh


@pytest.fixture
def cast_and_meetings(made, db, time_machine) -> tuple[Cast, dict[str, Meeting]]:
    time_machine.move_to(NOON, tick=False)
    return made()


PEOPLE = (  # role and party, which minutes, signs as well, or does not sign
    ("reader", "association"),
    ("editor", "association"),
    ("coordinator", "association"),
    ("signer", "municipality"),
    ("editor", "municipality"),
    ("coordinator", "municipality"),
    ("signer", "tenants"),
    ("coordinator", "tenants"),
)


def person_of(cast, role: str, party: str) -> User:
    Participation.objects.filter(agreement=cast.agreement, party=cast.tenants).update(role=Participation.Role.ADVISORY)
    more = {"role": "reader", "may_sign": True} if role == "signer" else {"role": role}
    return MembershipFactory(party=getattr(cast, party), user=UserFactory(), **more).user


# -- The walk


def offers_on(page: str, response: HttpResponse) -> list[Offered]:
    parser = _Offers(page)
    parser.feed(response.content.decode())
    return [row for row in parser.found if row.address.startswith("/")]


def answer_to(client, offered: Offered) -> HttpResponse:
    client.cookies.pop("messages", None)  # what was said before and shown on no page yet
    with transaction.atomic():
        response = client.get(offered.address) if offered.values is None else client.post(offered.address, offered.values)
        transaction.set_rollback(True)
    return response


def refusal_in(response: HttpResponse) -> str:
    """Why it was refused: as not to be done by this person, or not now; empty when it was not."""
    told = [row.message for row in get_messages(response.wsgi_request) if row.level_tag in {"error", "warning"}]
    is_refused = response.status_code in {403, 404, 405, 409} or response.status_code >= 500
    return " ".join([str(response.status_code), *map(str, told)]) if is_refused or told else ""


@pytest.mark.parametrize(("role", "party"), PEOPLE)
def test_nothing_that_a_page_of_a_meeting_offers_is_refused(client, cast_and_meetings, pytestconfig, role, party):
    """A page that was shown is not asked again, nor (but with --all) the screen of the minutes for every item."""
    cast, meetings = cast_and_meetings
    client.force_login(person_of(cast, role, party))
    pages = [reverse(page, args=[row.pk]) for row in meetings.values() for page in PAGES]
    pages.append(reverse("register", args=[cast.agreement.slug]))
    shown = {page: response for page in pages if (response := client.get(page)).status_code == 200}
    refused = {page: why for page, response in shown.items() if (why := refusal_in(response))}
    tried = {(page, None) for page in shown}
    for page, response in shown.items():
        for row in offers_on(page, response):
            address = row.address if pytestconfig.getoption("all") else sub(ITEM, "", row.address)
            key = (address, None if row.values is None else tuple(row.values.items()))
            if key in tried or (row.address.endswith(FILES) and role != "reader"):
                continue
            tried.add(key)
            if why := refusal_in(answer_to(client, row)):
                refused[page, row.address] = why
    assert refused == {}
    assert len(tried) > 40, "else the walk finds nothing any more"
