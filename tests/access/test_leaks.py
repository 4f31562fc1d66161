"""A comment for one party only appears in no page, file, answer, mail or search result of another.

Words that stand nowhere else are planted in such comments of the housing association, on everything that one can comment on; then everyone walks through the whole site, fetches
every file, searches for the words and looks into the mails.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from re import search, sub

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from mailer.models import Message

from agreements.models import Comment
from monitoring.position.collect import freeze
from monitoring.reminders.sending import send_reminders
from monitoring.reminders.working_days import is_working_day
from parties.history.records import change_set
from tests import factories
from tests.access.rows import ROWS
from tests.access.site import Site, make_site
from tests.crawl import crawl

pytestmark = pytest.mark.django_db

SEARCHED = "kwartelkoning"  # so that a page which repeats what was searched for does not count
WORD = f"{SEARCHED}sei"  # of comments that are there
GONE = f"{SEARCHED}snest"  # of comments that were deleted
OWN = {"reader", "editor", "coordinator", "signatory"}
OTHERS = {"anonymous", "outsider", "other_editor", "other_coordinator"}
FILES = (".pdf", ".docx", ".xlsx", ".ods", ".csv", ".json", "soort=xlsx", "soort=ods", "soort=csv")
# The same rows of the admin in another order or with a filter, forms without a row, and one's own account.
AGAIN = r"^/beheer/.*\?(?!tabel)|^/beheer/.*/(add|import|order)/|^/account/"


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield with_comments(make_site())
        transaction.set_rollback(True)


def with_comments(site: Site) -> Site:
    """On an introduction, a theme, a goal and an action: changed since, with a mention and
    an answer; one is resolved, two are deleted."""
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
    factories.MentionFactory(comment=factories.CommentFactory(goal=cast.goal, **said, **done, text=f"Klaar: {WORD}."), person=reader)
    for about in ({"theme": cast.theme}, {"action": cast.action}):
        gone = factories.CommentFactory(**about, **said, text=GONE)
        factories.MentionFactory(comment=gone, person=reader)
        gone.delete()
    site.clients["other_coordinator"] = Client(raise_request_exception=False)
    site.clients["other_coordinator"].force_login(cast.officer)
    round = factories.RoundFactory(agenda=cast.agenda, name="Met stand", closed=True, reference_date="2024-06-30")
    site.frozen = freeze(agenda=cast.agenda, round=round, by=cast.officer)
    return site


def addresses_of(site: Site) -> list[str]:
    """Where the walk begins: the start, every address of the matrix, every file, and the searches for the words."""
    agenda = site.agenda
    files = [f"{agenda}agenda.{kind}" for kind in ("pdf", "docx", "xlsx", "ods", "csv")]
    positions = [reverse(name, args=[site.frozen.pk]) for name in ("position", "position_json")]
    searches = [f"{agenda}?zoek={SEARCHED}", f"{agenda}?opmerkingen=open"]
    searches += [f"{agenda}opmerkingen/?toon={which}" for which in ("open", "mijn", "genoemd")]
    searches += [f"/beheer/autocomplete/?app_label=agreements&model_name=action&field_name=goal&term={SEARCHED}"]
    exports = []
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        searches.append(f"{reverse(f'{name}_changelist')}?q={SEARCHED}")
        for table in (model, *page.table_models) if page.has_table else ():
            # The three kinds of file are written from one and the same sheet.
            kinds = ("xlsx", "ods", "csv") if model is type(site.cast.action) else ("csv",)
            exports += [f"{reverse(f'{name}_export')}?tabel={table._meta.model_name}&soort={kind}" for kind in kinds]
    every = [row.address(site) for row in ROWS.values()]
    return ["/", *files, *positions, *exports, *searches, *(address for address in every if not search(AGAIN, address))]


@pytest.mark.parametrize("role", sorted(OTHERS | {"superuser", "coordinator", "reader"}))
def test_only_the_own_people_meet_the_words_of_a_comment(site, role):
    found = crawl(site.clients[role], addresses_of(site), leave_out=AGAIN)
    meets = {address for address, page in found.items() if WORD in page or GONE in page}
    assert {address for address in meets if address.endswith(FILES)} == set()
    assert role == "anonymous" or len(found) > 20, "the walk went somewhere"
    if role in OWN:
        assert {
            *(about.get_absolute_url() for about in (site.cast.action, site.cast.goal)),
            f"{site.agenda}opmerkingen/",
        } <= meets
        assert not any(address.startswith("/beheer/") for address in meets)
    elif role == "superuser":
        assert meets, "who keeps the site may take away what should not stand there"
        assert {address for address in meets if not address.startswith("/beheer/agreements/comment/")} == set()
    else:
        assert meets == set()


def test_every_role_of_the_own_party_reads_it(site):
    for role in OWN:
        for address in (site.cast.action.get_absolute_url(), site.cast.goal.get_absolute_url(), f"{site.agenda}opmerkingen/"):
            assert WORD in site.clients[role].get(address).content.decode()


def test_nobody_else_learns_that_there_is_one(site):
    """Not by a number either: without these comments the pages are the same."""
    pages = [site.agenda, f"{site.agenda}?opmerkingen=open", f"{site.agenda}opmerkingen/", site.cast.action.get_absolute_url()]
    pages += [site.cast.goal.get_absolute_url(), reverse("admin:agreements_theme_delete", args=[site.cast.theme.pk])]
    pages += [reverse("admin:agreements_agenda_delete", args=[site.cast.agenda.pk])]

    def seen() -> list[str]:
        answers = [site.clients[role].get(page) for role in ("other_editor", "other_coordinator") for page in pages]
        return [sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers]

    with transaction.atomic():
        before = seen()
        Comment.objects.filter(is_own=True).delete()
        after = seen()
        transaction.set_rollback(True)
    assert before == after


def test_no_mail_and_no_refusal_tells_a_word_of_it(site, settings):
    """What mails and what refuses is done while the comments stand there; so does the mail of the day."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    said = []
    with transaction.atomic():
        for role, client in site.clients.items():
            answers = [client.post(address, data) for address, data in posts(site)]
            said += [answer.content.decode() for answer in answers] if role not in OWN else []
            with change_set(reason="send_reminders"):
                send_reminders(next(day for day in coming_days() if is_working_day(day)))
        queued = [message.email for message in Message.objects.all()]
        transaction.set_rollback(True)
    mails = [[mail.subject, mail.body, *(body for body, _kind in mail.alternatives)] for mail in queued]
    assert len(mails) > 1
    assert not any(word in text for texts in (*mails, said) for text in texts for word in (WORD, GONE))


def posts(site: Site) -> list[tuple[str, dict]]:
    cast = site.cast
    comments = list(cast.association.comments.order_by("pk"))
    names = [f"comment{name}" for name in ("", "_answer", "_resolve", "_reopen", "_seen", "_delete", "_undo")]
    return [
        (reverse("admin:agreements_action_delete", args=[cast.action.pk]), {}),
        (reverse("admin:agreements_goal_delete", args=[cast.goal.pk]), {}),
        (reverse("admin:agreements_theme_delete", args=[cast.theme.pk]), {}),
        (reverse("comment_on_chapter", args=[cast.agreement.slug, cast.agenda.year]), {"text": ""}),
        (reverse("comment_on_action", args=[cast.action.pk]), {"text": ""}),
        (reverse("comment_on_goal", args=[cast.goal.pk]), {"text": ""}),
        (reverse("invite", args=[cast.municipality.pk]), {"email": "nieuw@test.example", "role": "reader"}),
        (reverse("invite", args=[cast.association.pk]), {"email": "nieuw2@test.example", "role": "reader"}),
        (reverse("reminder_text_test", args=[cast.agreement.slug, "opening"]), {"subject": "Onderwerp", "body": "Tekst"}),
        *((reverse(name, args=[row.pk]), {"text": f"Nog eens {WORD}"}) for row in comments for name in names),
    ]


def coming_days() -> Iterator[date]:
    return (timezone.localdate() + timedelta(days=days) for days in range(10))
