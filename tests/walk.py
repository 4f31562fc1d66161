"""One walk through the whole site for each role, through comments for one party only and hostile words in every text.

What a walk met is looked at twice: tests/access/test_leaks.py asks who read the comments, and
tests/security/test_text_everywhere.py what the words would have done.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from re import search

import pytest
from django.contrib import admin
from django.core.cache import caches
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationExtension,
    EvaluationPoint,
    EvaluationQuestion,
    EvaluationReply,
)
from monitoring.position.collect import freeze
from parties.models import User
from tests import factories
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.site import ROLES, Site, make_site
from tests.crawl import crawl

SEARCHED = "kwartelkoning"  # so that a page which repeats what was searched for does not count
WORD = f"{SEARCHED}sei"  # of comments that are there
GONE = f"{SEARCHED}snest"  # of comments that were deleted

ENDLESS = 1_000_000
# Short enough for the smallest fields, and what fits only in a text. Control characters are what a form lets through.
SHORT = "=<i>\x1f\"'"
LONG = (
    "=1+1<img src=x onerror=alert(1)>\"'><script>alert(2)</script></textarea></title></style>\n\n"
    "- [een](javascript:alert(3)) [twee](data:text/html,x) [drie](JaVaScRiPt:alert(4)) [vier](&#106;avascript:alert(5))\n"
    '- [vijf](https://a.example/"onmouseover="alert) ![zes](javascript:alert(6)) <https://b.example> {{ 7|add:7 }} {% now %}\n\n'
    "\x0b\x1f\x7f\ufffe\u2028\u202e𝕏 &lt;script&gt;"
)
LEFT_ALONE = {"password", "token_hash", "sha256", "content", "file_name", "code", "link"}  # a link is checked as an address

# Links that are not followed: the same rows in another order, with more than one filter or in another kind of file, and forms
# without a row.
AGAIN = "|".join(
    [
        r"^/beheer/.*\?(?!tabel)",
        r"^/beheer/.*/export/.*soort=(xlsx|ods)",
        r"^/beheer/.*/add/",
        r"^/beheer/parties/user/\d\d+/",  # the first nine are looked at
        r"^/geschiedenis/\d\d+/terugzetten/",  # the first nine are looked at; of each change there is one
        r"/geschiedenis/\?(.*&)?voor=",  # the first page of each history is looked at
        r"/dashboard/\?.*(stand|partij|thema|licht)=\w.*&(partij|thema|licht)=\w",
    ]
)
NO_START = rf"{AGAIN}|^/beheer/.*/(import|order)/|^/account/"


@dataclass(frozen=True)
class Walk:
    found: dict[str, str]  # what every address gave
    broke: list[str]  # the addresses that did not answer
    about: set[str]  # the pages of what the comments are about


@pytest.fixture(scope="module")
def full_site(module_rows) -> Site:
    return with_comments(with_hostile_words(make_site()))


_walks: dict[str, Walk] = {}
_documents: dict[str, bytes] = {}  # by the hash of their HTML, as the cache keeps them


@pytest.fixture
def walk_as(full_site, db, pytestconfig):
    """`walk_as(role)`: what this role met; nobody walks twice. With --all each of them asks everything."""
    each_kind_once = not pytestconfig.getoption("all")

    def walk_as(role: str) -> Walk:
        if role not in _walks:
            client = Watched(full_site.clients[role])
            with documents_of_earlier_walks():
                found = crawl(client, starts(full_site, role), leave_out=AGAIN, each_kind_once=each_kind_once)
            about = {row.get_absolute_url() for row in (full_site.cast.action, full_site.cast.goal)} | {
                f"{full_site.agenda}opmerkingen/"
            }
            _walks[role] = Walk(found, client.broke, about)
        return _walks[role]

    return walk_as


@contextmanager
def documents_of_earlier_walks() -> Iterator[None]:
    """What was made for one is found by the next, as on a site that keeps it; between two tests all caches are emptied.

    Who would read in a document what was for another one only, meets it here as well.
    """
    place = caches["documents"]
    place._cache.update(_documents)
    place._expire_info.update(dict.fromkeys(_documents))
    yield
    # Only by the hash of the HTML: what is found by a row is of other rows in the next module.
    _documents.update({key: document for key, document in place._cache.items() if ":pdf-" in key})


class Watched:
    """A client that remembers what broke."""

    def __init__(self, client: Client):
        self.client, self.broke = client, []

    def get(self, address: str, **how):
        response = self.client.get(address, **how)
        if response.status_code >= 500 and not self._says_what_is_not_well(address, response):
            self.broke.append(address)
        return response

    def _says_what_is_not_well(self, address: str, response) -> bool:
        """Health answers 503 with what is wrong: the words of this walk came past history, and no backup was ever made."""
        return address.startswith("/gezond/") and response.status_code == 503 and bool(response.content)


def starts(site: Site, role: str) -> list[str]:
    """Where the walk begins: the start, every address that the matrix gives to the role, every file, and the searches."""
    agenda = site.agenda
    files = [f"{agenda}agenda.{kind}" for kind in ("pdf", "docx", "xlsx", "ods", "csv")]
    positions = [reverse(name, args=[site.frozen.pk]) for name in ("position", "position_json")]
    searches = [f"{agenda}?zoek={words}" for words in (SEARCHED, '"><script>alert(1)</script>', "<i>")]
    searches += [f"{agenda}?opmerkingen=open", *(f"{agenda}opmerkingen/?toon={which}" for which in ("open", "mijn", "genoemd"))]
    searches += [f"/beheer/autocomplete/?app_label=agreements&model_name=action&field_name=goal&term={SEARCHED}"]
    exports = []
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        searches.append(f"{reverse(f'{name}_changelist')}?q={SEARCHED}")
        for table in (model, *page.table_models) if page.has_table else ():
            # The three kinds of file are written from one and the same sheet.
            kinds = ("xlsx", "ods", "csv") if model is type(site.cast.action) else ("csv",)
            exports += [f"{reverse(f'{name}_export')}?tabel={table._meta.model_name}&soort={kind}" for kind in kinds]
    every = [row.address(site) for row in ROWS.values() if is_given(row, role)]
    return ["/", *files, *positions, *exports, *searches, *(address for address in every if not search(NO_START, address))]


def is_given(row: Row, role: str) -> bool:
    """Whether the role is not refused, which tests/access/test_matrix.py asks and a walk has no use for."""
    return role not in ROLES or row.get.split()[ROLES.index(role)] in {"200", "302"}


# -- What stands in the site


def with_hostile_words(site: Site) -> Site:
    cast = site.cast
    round = factories.RoundFactory(agenda=cast.agenda, opened=True, reference_date=date(2024, 6, 30))
    update = factories.ProgressUpdateFactory(action=cast.action, round=round, red=True, proposal="drop", proposal_text="Weg.")
    factories.ReviewFactory(update=update, outcome="returned", reason="Waarom?")
    factories.DissentFactory(update=update, party=cast.tenants)
    factories.RoundExtensionFactory(round=round, party=cast.association)
    draft = factories.ProgressUpdateFactory(action=cast.action, round=round, draft=True, party=cast.association)
    factories.AttachmentFactory(update=draft)
    meeting = factories.MeetingFactory(agreement=cast.agreement, title="Extra overleg")
    factories.DecisionFactory(meeting=meeting, action=cast.action)
    indicator = factories.IndicatorFactory(goal=cast.goal)
    factories.TargetFactory(indicator=indicator)
    factories.MeasurementFactory(indicator=indicator, party=cast.association)
    factories.DataDeliveryFactory(indicator=indicator, party=cast.association)
    for about in ({"action": cast.action}, {"goal": cast.goal}):
        first = factories.CommentFactory(party=cast.association, by=cast.association_officer, **about)
        factories.MentionFactory(comment=factories.CommentFactory(answers_to=first, party=cast.tenants), person=cast.officer)
    factories.InvitationFactory(party=cast.association)
    dropped = factories.ActionFactory(goal=cast.goal, agenda=cast.agenda, dropped_on=date(2024, 5, 1), drop_reason="Om")
    factories.LeadFactory(action=dropped, party=cast.municipality, task="om")
    for model in {page.model for page in admin.site._registry.values()} | {type(indicator.targets.first()), type(cast.lead)}:
        made_hostile(model)
    for model in {type(row) for row in (meeting.decisions.first(), round.extensions.first())}:
        made_hostile(model)
    for model in (Evaluation, EvaluationAnswer, EvaluationExtension, EvaluationPoint, EvaluationQuestion, EvaluationReply):
        made_hostile(model)
    cast.agenda.refresh_from_db()
    freeze(agenda=cast.agenda, round=round, by=User.objects.get(pk=cast.officer.pk))
    return site


def made_hostile(model: type[models.Model]) -> None:
    """Every text in the table and in its history, past the forms: what stands there may be older than the rules."""
    texts = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField | models.EmailField)
        if not field.choices and field.name not in LEFT_ALONE and not isinstance(field, models.SlugField | models.URLField)
    ]
    most = {field.name: field.max_length or ENDLESS for field in texts}
    for rows in (model._base_manager, *([model.history] if hasattr(model, "history") else [])):
        for key in rows.values_list("pk", flat=True):
            words = {field.name: LONG if (field.max_length or ENDLESS) >= len(LONG) + 9 else SHORT for field in texts}
            words |= {field.name: f"{words[field.name]}{key}" for field in texts if field.unique}
            for name, text in words.items():
                with suppress(IntegrityError), transaction.atomic():  # the reason of something that was not done has no place
                    rows.filter(pk=key).update(**{name: text[: most[name]]})


def with_comments(site: Site) -> Site:
    """Comments for the housing association only, with words that stand nowhere else, and a position that was frozen after them.

    On an introduction, a theme, a goal and an action: changed since, with a mention and an answer; one resolved, two deleted.
    """
    cast = site.cast
    said = {"party": cast.association, "by": cast.association_officer, "is_own": True}
    reader = cast.association.memberships.exclude(user=cast.association_officer).first().user
    for about in ({"agenda": cast.agenda}, {"theme": cast.theme}, {"goal": cast.goal}, {"action": cast.action}):
        row = factories.CommentFactory(**about, **said, text="Eerst iets anders.")
        row.text = f"Tussen ons: {WORD}."
        row.save()
        factories.MentionFactory(comment=row, person=reader)
        factories.CommentFactory(answers_to=row, party=cast.association, by=reader, text=f"Ook {WORD}.")
    done = {"resolved_at": timezone.now(), "resolved_by": reader}
    factories.MentionFactory(
        comment=factories.CommentFactory(goal=cast.goal, **said, **done, text=f"Klaar: {WORD}."), person=reader
    )
    for about in ({"theme": cast.theme}, {"action": cast.action}):
        gone = factories.CommentFactory(**about, **said, text=GONE)
        factories.MentionFactory(comment=gone, person=reader)
        gone.delete()
    site.clients["other_coordinator"] = Client(raise_request_exception=False)
    site.clients["other_coordinator"].force_login(cast.officer)
    round = factories.RoundFactory(agenda=cast.agenda, name="Met stand", closed=True, reference_date="2024-06-30")
    site.frozen = freeze(agenda=cast.agenda, round=round, by=cast.officer)
    return site
