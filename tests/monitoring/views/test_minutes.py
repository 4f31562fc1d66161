"""The pages of minutes: sent with a last day, read by all of the meeting, reacted to, answered, adopted, downloaded."""

import base64
import hashlib
import io
from datetime import date
from zipfile import ZipFile

import pytest

from monitoring.models import AdoptedMinutes, Item, Meeting
from tests.factories import ActionPointFactory, DecisionFactory, ItemFactory, MeetingFactory, MinutesReactionFactory
from tests.pages import words_of
from tests.pdf_check import check
from tests.pdf_text import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast, at):
    at("2024-10-10 12:00")
    row = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 12), minutes="Wij spraken over de flexwoningen.")
    item = ItemFactory(meeting=row, title="De kavel", discussed="Zij is **verkocht**.")
    ActionPointFactory(meeting=row, item=item, party=cast.tenants, text="Belt de netbeheerder.")
    DecisionFactory(meeting=row, action=cast.action, text="Het plan gaat door.")
    MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7))
    return row


def address(meeting: Meeting, page: str) -> str:
    return f"/overleggen/{meeting.pk}/{page}"


@pytest.fixture
def sent(cast, meeting, visit):
    visit(cast.officer, address(meeting, "verslag/versturen/"), {"react_until": "24-10-2024"})
    return Meeting.objects.get(pk=meeting.pk)


def test_a_concept_that_was_not_sent_is_read_by_its_keepers_alone(cast, meeting, visit):
    for page in ("verslag/lezen/", "verslag.pdf"):
        assert visit(cast.officer, address(meeting, page)).status_code == 200
        assert visit(cast.tenant, address(meeting, page)).status_code == 404


def test_minutes_go_out_get_a_reaction_are_answered_and_adopted(cast, sent, visit, at):
    assert sent.react_until == date(2024, 10, 24)
    page = words_of(visit(cast.tenant, address(sent, "verslag/lezen/")))
    for part in ("CONCEPT, not adopted yet.", "1. De kavel", "Zij is verkocht", "Belt de netbeheerder.", "Het plan gaat door."):
        assert part in page
    form = {"party": cast.tenants.pk, "item": Item.objects.get(title="De kavel").pk, "text": "Het waren 24 woningen."}
    visit(cast.tenant, address(sent, "verslag/reageren/"), form)
    reaction = sent.reactions.get()
    adopt, coming = address(sent, "verslag/vaststellen/"), Meeting.objects.get(held_on=date(2024, 11, 7))
    at("2024-11-08 09:00")
    assert "Answer the reactions first" in words_of(visit(cast.officer, adopt))
    answer = f"/reacties/{reaction.pk}/beantwoorden/"
    visit(cast.officer, answer, {"outcome": "taken_over", "text": "Lees: 24 woningen."})
    assert "Taken over: Lees: 24 woningen." in words_of(visit(cast.tenant, address(sent, "verslag/lezen/")))
    before = words_of(visit(cast.officer, coming.get_absolute_url()))
    assert "Minutes to adopt" in before
    seen = visit(cast.officer, adopt).context["form"]["seen"].value()
    visit(cast.officer, adopt, {"adopted_in": coming.pk, "seen": seen})
    kept = AdoptedMinutes.objects.get()
    page = words_of(visit(cast.tenant, address(sent, "verslag/lezen/")))
    assert "Adopted on 7 November 2024" in page
    assert kept.sha256 in page
    assert "Minutes to adopt" not in words_of(visit(cast.officer, coming.get_absolute_url()))
    download = visit(cast.tenant, address(sent, "verslag.json"))
    assert download.content.decode() == kept.content
    expected = base64.b64encode(hashlib.sha256(download.content).digest()).decode()
    assert download["Repr-Digest"] == f"sha-256=:{expected}:"


def test_an_item_without_a_decision_is_carried_over_from_the_page(cast, sent, visit):
    item, page = Item.objects.get(title="De kavel"), address(sent, "verslag/lezen/")
    carry = f"/agendapunten/{item.pk}/doorschuiven/"
    assert carry not in visit(cast.tenant, page).content.decode()
    assert carry in visit(cast.officer, page).content.decode()
    assert visit(cast.officer, carry, {}).status_code == 302
    assert Item.objects.get(carried_from=item).meeting.held_on == date(2024, 11, 7)
    assert carry not in visit(cast.officer, page).content.decode()


def test_documents_say_concept_until_the_minutes_are_adopted(cast, sent, visit, at):
    pdf = visit(cast.tenant, address(sent, "verslag.pdf"))
    assert "waterhoek-2023-2026-verslag-bestuurlijk-2024-09-12.pdf" in pdf["Content-Disposition"]
    assert "CONCEPT" in text_of(pdf.content)
    assert check(pdf.content) == []
    at("2024-11-08 09:00")
    coming = Meeting.objects.get(held_on=date(2024, 11, 7))
    visit(cast.officer, address(sent, "verslag/vaststellen/"), {"adopted_in": coming.pk})
    first, second = (visit(cast.tenant, address(sent, "verslag.pdf")).content for _ in range(2))
    assert first == second
    assert "CONCEPT" not in text_of(first)
    assert "Vastgesteld op 7 november 2024" in text_of(first)
    sent.items.update(title="Anders")
    assert visit(cast.tenant, address(sent, "verslag.pdf")).content == first
    word = visit(cast.tenant, address(sent, "verslag.docx")).content
    written = ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    for part in ("De kavel", "verkocht", "Belt de netbeheerder.", "Het plan gaat door."):
        assert part in written


def test_minutes_that_were_changed_past_the_program_are_shown_nowhere(cast, sent, visit, at, caplog):
    at("2024-11-08 09:00")
    visit(cast.officer, address(sent, "verslag/vaststellen/"), {"adopted_in": Meeting.objects.get(held_on=date(2024, 11, 7)).pk})
    AdoptedMinutes.objects.update(content="{}")
    for page in ("verslag/lezen/", "verslag.pdf", "verslag.docx", "verslag.json"):
        answer = visit(cast.tenant, address(sent, page))
        assert (answer.status_code, "Wij spraken" in answer.content.decode()) == (500, False)
    assert "are not what was adopted" in caplog.text


def test_of_a_bilateral_meeting_that_is_not_shared_others_read_nothing(cast, visit, at):
    at("2024-10-10 12:00")
    own = MeetingFactory(agreement=cast.agreement, kind="bilateral", held_on=date(2024, 9, 12), minutes="Onder ons.")
    for party in (cast.municipality, cast.association):
        own.own_parties.create(party=party)
    visit(cast.officer, address(own, "verslag/versturen/"), {"react_until": "2024-10-24"})
    reaction = MinutesReactionFactory(meeting=Meeting.objects.get(pk=own.pk), party=cast.association, text="Geheim.")
    item = ItemFactory(meeting=MeetingFactory(agreement=cast.agreement, kind="bilateral", title="Weer"))
    pages = [address(own, page) for page in ("verslag/lezen/", "verslag.pdf", "verslag.docx", "verslag/reageren/")]
    for page in (*pages, f"/reacties/{reaction.pk}/beantwoorden/"):
        assert visit(cast.tenant, page).status_code == 404
    assert visit(cast.tenant, f"/agendapunten/{item.pk}/doorschuiven/", {}).status_code == 404
    assert "Geheim." in words_of(visit(cast.association_officer, pages[0]))


def test_the_page_takes_as_many_queries_for_many_rows_as_for_one(cast, sent, queries):
    def fill() -> None:
        MinutesReactionFactory(meeting=sent, party=cast.tenants, text=f"Reactie {sent.reactions.count()}")
        DecisionFactory(meeting=sent, action=cast.action, text=f"Besluit {sent.decisions.count()}")

    fill()
    few = queries(cast.officer, address(sent, "verslag/lezen/"))
    fill()
    fill()
    assert queries(cast.officer, address(sent, "verslag/lezen/")) == few
