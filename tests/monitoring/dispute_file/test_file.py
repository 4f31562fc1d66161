"""What the file of a dispute holds: all that every party may see of the choice, and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from agreements.changes import workflow
from agreements.consent.withholding import places_in, withhold_words
from agreements.models import Comment, Version
from monitoring.disputes.workflow import confirm_receipt, end_notice, give_notice
from monitoring.models import Meeting, MeetingParty
from monitoring.reminders.mails import told
from parties.history.write_rules import Act, act
from tests.agreements.changes.conftest import adjust
from tests.factories import (
    AttachmentFactory,
    DecisionFactory,
    GoalFactory,
    ItemFactory,
    MeasurementFactory,
    MeetingFactory,
    PaperFactory,
    ProgressUpdateFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


def sentences(found, kind: str) -> list[str]:
    return [str(event.what) for event in found.events if event.kind == kind]


def test_every_kind_of_thing_that_happened_is_there_in_order_of_time(story):
    found = story.file()
    assert [event.at for event in found.events] == sorted(event.at for event in found.events)
    assert {event.kind for event in found.events} == {"text", "consent", "progress", "figures", "meetings", "talk", "files"}
    assert any("meldde voortgang" in said for said in sentences(found, "progress"))
    named = [event for event in found.events if event.person and event.what.startswith(event.person)]
    assert named
    assert not [event for event in named if event.person in event.beside], "once is enough"
    assert any("ziet dit anders" in said for said in sentences(found, "progress"))
    assert any("Er wordt eerder gebouwd." in said for said in sentences(found, "meetings"))
    assert any("Wanneer dan?" in said for said in sentences(found, "talk"))


def test_the_text_in_force_stands_there_in_full_and_then_as_it_changed_with_who_agreed(story):
    texts = [event for event in story.file().events if event.kind == "text" and "2024" in event.where]
    first, last = texts[0], texts[-1]
    said = [change.becomes for change in first.texts]
    assert "De 24 flexwoningen aan de Kade zijn opgeleverd." in said
    assert any("Gemeente Waterhoek" in text for text in said)
    assert [(change.was, change.becomes) for change in last.changes] == [
        ("De 24 flexwoningen aan de Kade zijn opgeleverd.", "De 21 flexwoningen aan de Kade zijn opgeleverd.")
    ]
    assert Version.objects.latest("place").sha256 in [change.becomes for change in last.texts]


def test_what_was_in_force_before_the_period_is_told_first_and_the_rest_of_before_is_not(story):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    found = story.file(van=[tomorrow], tot=[tomorrow])
    assert {event.kind for event in found.events} == {"text"}
    (of_year,) = [event for event in found.events if "2024" in event.where]
    assert "De 21 flexwoningen aan de Kade zijn opgeleverd." in [change.becomes for change in of_year.texts]


def test_another_goal_is_not_in_it_and_one_action_brings_its_goal_but_not_its_neighbours(story):
    cast = story.scene.cast
    other = GoalFactory(theme=cast.theme, number="180", text="Iets heel anders.", position=9)
    with act(Act.REPORT):
        Comment.about(other, year=2024, party=cast.tenants, by=cast.tenant, text="Daarover niets.", is_own=False).save()
    assert "Daarover niets." not in story.file().text
    found = story.file(doel=[], actie=[cast.action.pk])
    assert "Het eerste blok staat." in found.text
    assert "De sociale voorraad groeit met 75 woningen." in found.text
    assert not sentences(found, "figures")


def test_nothing_of_one_party_nor_of_a_closed_meeting_nor_of_a_draft_is_in_it(story):
    cast = story.scene.cast
    secret = "GEHEIM"
    Comment.about(cast.action, year=2024, party=cast.tenants, by=cast.tenant, text=secret, is_own=True).save()
    draft = ProgressUpdateFactory(action=cast.action, party=cast.association, draft=True, done=secret)
    AttachmentFactory(update=draft, file=ContentFile(secret.encode(), name="a.txt"), name=f"{secret}.txt")
    closed = MeetingFactory(agreement=cast.agreement, kind=Meeting.Kind.BILATERAL, title=secret)
    MeetingParty(meeting=closed, party=cast.municipality).save()
    DecisionFactory(meeting=closed, action=cast.action, text=secret)
    PaperFactory(item=ItemFactory(meeting=closed, action=cast.action), title=secret, by=cast.officer)
    shared = ItemFactory(meeting=story.meeting, goal=cast.goal)
    PaperFactory(item=shared, title=secret, party=cast.municipality, by=cast.officer)
    PaperFactory(item=shared, title="Voor allen", by=cast.officer)
    kept = workflow.start(text=story.scene.agenda(), by=story.scene.coordinator, subject=secret)
    workflow.put_change(proposal=kept, by=story.scene.coordinator, **adjust(cast.action, text=secret))
    next_year = story.scene.agenda(2025).actions.first()
    Comment.about(next_year, year=2025, party=cast.tenants, by=cast.tenant, text=secret, is_own=False).save()
    DecisionFactory(meeting=story.meeting, action=next_year, text=secret)
    found = story.file()
    assert secret not in found.text
    assert "Voor allen" in found.text


def test_what_is_withheld_is_in_none_of_it(story):
    scene = story.scene
    version = Version.objects.filter(agreement=scene.agreement).latest("place")
    place = next(found for found in places_in(version) if "Kade" in found.text)
    withhold_words(version=version, place=place, words="de Kade", by=scene.cast.admin, reason="persoonsgegevens")
    found = story.file()
    files = b"".join(file.open().read() for file in found.files if file.path.endswith(".json"))
    assert "de Kade" not in found.text
    assert b"de Kade" not in files
    assert "persoonsgegevens" in found.text


def test_a_reminder_is_told_by_party_and_not_by_person(story):
    cast = story.scene.cast
    round = RoundFactory(agenda=cast.agenda, name="Ronde 9")
    for person in (cast.association_officer, cast.outsider):
        row = told("waiting", due_on=timezone.localdate(), round=round, party=cast.association)
        row.user = person
        row.save()
    (event,) = [event for event in story.file().events if event.kind == "reminders"]
    assert "Woonstichting De Sleutel" in event.what
    assert event.person == ""
    assert event.why == "2 personen"


def test_a_notice_is_told_with_how_it_arrived_and_ended(story):
    cast = story.scene.cast
    notice = give_notice(
        agreement=cast.agreement,
        party=cast.municipality,
        parties=[cast.tenants],
        text="Dit is niet nagekomen.",
        actions=[cast.action.pk],
        by=cast.officer,
    )
    confirm_receipt(notice=notice, by=story.scene.signers[cast.tenants])
    end_notice(notice=notice, kind="settled", text="Alsnog gebouwd.", by=cast.officer)
    details = [change.becomes for event in story.file().events if event.kind == "notices" for change in event.changes]
    assert {"Dit is niet nagekomen.", "Alsnog gebouwd.", "gemaild", "ontvangst bevestigd"} <= set(details)


def test_it_is_the_same_for_everyone(story, client):
    cast = story.scene.cast
    address = f"{reverse('dispute_file_zip', args=[cast.agreement.slug])}?{story.choose().urlencode()}"
    made = set()
    for person in (cast.officer, cast.tenant, cast.admin):
        client.force_login(person)
        made.add(b"".join(client.get(address).streaming_content))
    assert len(made) == 1


def test_it_takes_as_many_queries_for_much_as_for_little(story, django_assert_max_num_queries):
    cast = story.scene.cast
    most = 75
    with django_assert_max_num_queries(most):
        story.file()
    for number in range(10):
        ProgressUpdateFactory(action=cast.action, party=cast.association, done=f"Blok {number}.")
        with act(Act.REPORT):
            MeasurementFactory(indicator=cast.indicator, party=cast.association, recorded_by=cast.association_officer)
        DecisionFactory(meeting=story.meeting, action=cast.action, text=f"Besluit {number}.")
    with django_assert_max_num_queries(most):
        found = story.file()
    assert "Besluit 9." in found.text


def test_the_page_says_what_the_file_would_hold_and_what_is_wrong_with_a_choice(story, client):
    client.force_login(story.scene.cast.tenant)
    address = reverse("dispute_file", args=[story.scene.agreement.slug])
    assert "dossier.pdf" not in client.get(address).content.decode()
    page = client.get(f"{address}?{story.choose().urlencode()}")
    assert "dossier.pdf" in page.content.decode()
    assert client.get(address, {"van": "2024-01-01", "tot": "2023-01-01"}).status_code == 422
