"""A comment for one party only appears in no page, file, answer, mail or search result of another.

Words that stand nowhere else are planted in such comments of the housing association, on everything that one can comment on; then
everyone walks through the whole site, fetches every file, searches for the words and looks into the mails.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from re import sub

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from mailer.models import Message

from agreements.models import Comment
from monitoring.feed.address import renew_address
from monitoring.models import MeetingParty
from monitoring.reminders.sending import send_reminders
from parties.history.records import change_set
from parties.models import User
from parties.working_days import is_working_day
from tests.access.rows import ROWS
from tests.access.site import ROLES, Site
from tests.factories import MeetingFactory
from tests.walk import GONE, WORD

pytestmark = pytest.mark.django_db

OWN = {"reader", "editor", "coordinator", "signatory"}
OTHERS = {"anonymous", "outsider", "other_coordinator"}
FILES = (".pdf", ".docx", ".xlsx", ".ods", ".csv", ".json", "soort=xlsx", "soort=ods", "soort=csv")


@pytest.mark.parametrize("role", sorted(OTHERS | {"superuser", "coordinator"}))
def test_only_the_own_people_meet_the_words_of_a_comment(walk_as, role):
    walk = walk_as(role)
    meets = {address for address, page in walk.found.items() if WORD in page or GONE in page}
    assert {address for address in meets if address.endswith(FILES)} == set()
    assert role == "anonymous" or len(walk.found) > 20, "the walk went somewhere"
    if role in OWN:
        assert walk.about <= meets
        assert not any(address.startswith("/beheer/") for address in meets)
    elif role == "superuser":
        assert meets, "who keeps the site may take away what should not stand there"
        assert {address for address in meets if not address.startswith("/beheer/agreements/comment/")} == set()
    else:
        assert meets == set()


def test_a_coordinator_walks_for_all_people_of_the_party():
    """There is nothing that others of the party reach and its coordinator does not."""
    answers = [dict(zip(ROLES, row.get.split(), strict=True)) for row in ROWS.values()]
    assert [answer for answer in answers for role in OWN if answer[role] == "200" != answer["coordinator"]] == []


def test_every_role_of_the_own_party_reads_it(full_site):
    cast = full_site.cast
    for role in OWN:
        for address in (cast.action.get_absolute_url(), cast.goal.get_absolute_url(), f"{full_site.agenda}opmerkingen/"):
            assert WORD in full_site.clients[role].get(address).content.decode()


def test_nobody_else_learns_that_there_is_one(full_site):
    """Not by a number either: without these comments the pages are the same."""
    cast, agenda = full_site.cast, full_site.agenda
    pages = [
        agenda,
        f"{agenda}?opmerkingen=open",
        f"{agenda}opmerkingen/",
        *(row.get_absolute_url() for row in (cast.action, cast.goal)),
    ]
    pages += [reverse(f"admin:agreements_{row._meta.model_name}_delete", args=[row.pk]) for row in (cast.agreement, cast.agenda)]

    def seen() -> list[str]:
        answers = [full_site.clients[role].get(page) for role in ("other_editor", "other_coordinator") for page in pages]
        return [sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers]

    with transaction.atomic():
        before = seen()
        Comment.objects.filter(is_own=True).delete()
        after = seen()
        transaction.set_rollback(True)
    assert before == after


def test_no_mail_and_no_refusal_tells_a_word_of_it(full_site, settings):
    """What mails and what refuses is done while the comments stand there; so does the mail of the day."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    said, queued = [], []
    for role, client in full_site.clients.items():
        with transaction.atomic():
            answers = [client.post(address, data) for address, data in posts(full_site)]
            said += [answer.content.decode() for answer in answers] if role not in OWN else []
            with change_set(reason="send_reminders"):
                send_reminders(next(day for day in coming_days() if is_working_day(day)))
            queued += [message.email for message in Message.objects.all()]
            transaction.set_rollback(True)  # each finds the comments that there were
    mails = [[mail.subject, mail.body, *(body for body, _kind in mail.alternatives)] for mail in queued]
    assert len(mails) > 1
    assert not any(word in text for texts in (*mails, said) for text in texts for word in (WORD, GONE))


def test_the_calendar_of_others_has_nothing_of_a_meeting_of_two_parties(full_site):
    """The private address gives what its person reads now, and no more to whoever else is signed in."""
    cast = full_site.cast
    with transaction.atomic():
        day = timezone.localdate() + timedelta(days=5)
        row = MeetingFactory(agreement=cast.agreement, kind="bilateral", title=WORD, held_on=day)
        for party in (cast.association, cast.tenants):
            MeetingParty.objects.create(meeting=row, party=party)
        meets = set()
        for role, client in full_site.clients.items():
            if user := client.session.get(SESSION_KEY):
                token = renew_address(User.objects.get(pk=user))
                feed = full_site.clients["superuser"].get(reverse("calendar_feed", args=[token])).content.decode()
                assert GONE not in feed
                meets |= {role} if WORD in feed.replace("\r\n ", "") else set()
        transaction.set_rollback(True)
    assert meets == OWN


def posts(site: Site) -> list[tuple[str, dict]]:
    cast = site.cast
    own = cast.association.comments.filter(is_own=True).order_by("pk")
    # One on each kind of subject, of which one is resolved, and one answer: an answer is told as an answer, whatever it is about.
    comments = [*own.filter(answers_to=None), own.exclude(answers_to=None).first()]
    names = [f"comment{name}" for name in ("", "_answer", "_resolve", "_reopen", "_seen", "_delete", "_undo")]
    return [
        (reverse("admin:agreements_agenda_delete", args=[cast.agenda.pk]), {}),
        (reverse("admin:agreements_agreement_delete", args=[cast.agreement.pk]), {}),
        *(
            (f"{cast.agenda.address('writing')}{kind}/{row.pk}/weg/", {"als": "schrijven"})
            for kind, row in {"actie": cast.action, "doel": cast.goal, "thema": cast.theme}.items()
        ),
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
