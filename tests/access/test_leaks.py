"""A private note of one party appears in no page, file, answer, mail or search result of another.

Words that stand nowhere else are planted in notes of the housing association; then everyone walks through the whole site, fetches
every file, searches for the words and looks into the mails.
"""

import pytest
from django.db import transaction
from django.urls import reverse
from mailer.models import Message

from tests.access.rows import ROWS
from tests.access.site import ROLES, Site
from tests.walk import GONE, WORD

pytestmark = pytest.mark.django_db

OWN = {"reader", "editor", "coordinator", "signatory"}
OTHERS = {"anonymous", "outsider", "other_coordinator"}
FILES = (".pdf", ".docx", ".xlsx", ".ods", ".csv", ".json", "soort=xlsx", "soort=ods", "soort=csv")


@pytest.mark.parametrize("role", sorted(OTHERS | {"superuser", "coordinator"}))
def test_only_the_own_people_meet_the_words_of_a_note(walk_as, role):
    walk = walk_as(role)
    meets = {address for address, page in walk.found.items() if WORD in page or GONE in page}
    assert {address for address in meets if address.endswith(FILES)} == set()
    assert role == "anonymous" or len(walk.found) > 20, "the walk went somewhere"
    if role in OWN:
        assert walk.about <= meets
        assert not any(address.startswith("/beheer/") for address in meets)
    elif role == "superuser":
        assert meets, "who keeps the site may take away what should not stand there"
        assert {address for address in meets if not address.startswith("/beheer/agreements/note/")} == set()
    else:
        assert meets == set()


def test_a_coordinator_walks_for_all_people_of_the_party():
    """There is nothing that others of the party reach and its coordinator does not."""
    answers = [dict(zip(ROLES, row.get.split(), strict=True)) for row in ROWS.values()]
    assert [answer for answer in answers for role in OWN if answer[role] == "200" != answer["coordinator"]] == []


def test_every_role_of_the_own_party_reads_it(full_site):
    for role in OWN:
        for about in (full_site.cast.action, full_site.cast.goal):
            assert WORD in full_site.clients[role].get(about.get_absolute_url()).content.decode()


def test_no_mail_and_no_refusal_tells_a_word_of_it(full_site, settings):
    """What mails and what refuses is done while the notes stand there."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    said = []
    with transaction.atomic():
        for role, client in full_site.clients.items():
            answers = [client.post(address, data) for address, data in posts(full_site)]
            said += [answer.content.decode() for answer in answers] if role not in OWN else []
        queued = [message.email for message in Message.objects.all()]
        transaction.set_rollback(True)
    mails = [[mail.subject, mail.body, *(body for body, _kind in mail.alternatives)] for mail in queued]
    assert len(mails) > 1
    assert not any(word in text for texts in (*mails, said) for text in texts for word in (WORD, GONE))


def posts(site: Site) -> list[tuple[str, dict]]:
    cast = site.cast
    notes = list(cast.association.notes.order_by("pk"))
    names = ("note", "note_delete", "note_undo")
    return [
        (reverse("admin:agreements_action_delete", args=[cast.action.pk]), {}),
        (reverse("admin:agreements_goal_delete", args=[cast.goal.pk]), {}),
        (reverse("note_about_action", args=[cast.action.pk]), {"text": ""}),
        (reverse("note_about_goal", args=[cast.goal.pk]), {"text": ""}),
        (reverse("invite", args=[cast.municipality.pk]), {"email": "nieuw@test.example", "role": "reader"}),
        (reverse("invite", args=[cast.association.pk]), {"email": "nieuw2@test.example", "role": "reader"}),
        (reverse("reminder_text_test", args=[cast.agreement.slug, "opening"]), {"subject": "Onderwerp", "body": "Tekst"}),
        *((reverse(name, args=[note.pk]), {"text": f"Nog eens {WORD}"}) for note in notes for name in names),
    ]
