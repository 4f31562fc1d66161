"""The agenda of a meeting on its page: read by everyone who sees the meeting, kept by those who keep it, and its papers."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.models import AgendaMailing, Decision, Item, Meeting, Paper
from tests.factories import (
    ActionFactory,
    ActionPointFactory,
    DataDeliveryFactory,
    DecisionFactory,
    IndicatorFactory,
    ItemFactory,
    LeadFactory,
    MeetingFactory,
    PaperFactory,
    ProgressUpdateFactory,
    RoundFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(datetime(2024, 10, 20, 9, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False):
        yield


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7), starts_at="14:00", place="Gemeentehuis")


@pytest.fixture
def item(meeting):
    return ItemFactory(meeting=meeting, title="De wijkvisie", note="Zie **de notitie**.", position=1)


def agenda(meeting) -> str:
    return f"/overleggen/{meeting.pk}/agenda/"


def of(item, page: str) -> str:
    return f"/agendapunten/{item.pk}/{page}/"


def test_everyone_who_sees_the_meeting_reads_its_agenda(visit, cast, meeting, item):
    words = words_of(visit(cast.tenant, agenda(meeting)))
    for part in ("Thursday 7 November 2024, 14:00–14:05", "5 minutes", "De wijkvisie", "Zie de notitie .", "Added by hand"):
        assert part in words
    for button in ("Make the agenda", "Mail the agenda", "Leave out", "Down", "Add an item"):
        assert button not in words
    assert visit(cast.outsider, agenda(meeting)).status_code == 404


def test_a_coordinator_makes_it_with_one_click_and_again_without_harm(visit, cast, meeting):
    assert "Driehoek makes it of what waits for this meeting." in words_of(visit(cast.officer, agenda(meeting)))
    visit(cast.officer, f"{agenda(meeting)}maken/", {})
    assert "3 items came onto the agenda." in words_of(visit(cast.officer, agenda(meeting)))
    visit(cast.officer, f"{agenda(meeting)}maken/", {})
    assert "Nothing came that was not on the agenda yet." in words_of(visit(cast.officer, agenda(meeting)))
    assert meeting.items.count() == 3


def test_each_item_links_to_where_it_comes_from(visit, cast, meeting):
    round = RoundFactory(agenda=cast.agenda, opened=True, opens_on=date(2024, 10, 1), closes_on=date(2024, 10, 31))
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, amber=True, ask="Wie betaalt dit?")
    before = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1))
    ActionPointFactory(meeting=before, party=cast.association)
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De grond is verkocht.")
    decision = DecisionFactory(meeting=before, action=other, kind=Decision.Kind.ADJUST, text="Een jaar later.")
    visit(cast.officer, f"{agenda(meeting)}maken/", {})
    links = links_of(visit(cast.tenant, agenda(meeting)))
    wanted = {
        f"/acties/{cast.action.pk}/voortgang/#verloop",
        f"/overleggen/{before.pk}/",
        f"/overleggen/{before.pk}/#besluit-{decision.pk}",
        f"/overleggen/{before.pk}/#verslag",
    }
    assert wanted <= set(links)


def test_an_item_is_added_changed_moved_left_out_and_put_back(visit, cast, meeting, item):
    visit(cast.officer, f"{agenda(meeting)}nieuw/", {"title": "De huren", "note": "", "minutes_needed": "20"})
    added = Item.objects.get(title="De huren")
    visit(cast.officer, of(added, "omhoog"), {})
    assert [row.title for row in meeting.items.all()] == ["De huren", "De wijkvisie"]
    visit(cast.officer, of(added, "omlaag"), {})
    assert [row.title for row in meeting.items.all()] == ["De wijkvisie", "De huren"]
    visit(cast.officer, of(added, "wijzigen"), {"title": "De huren van 2025", "note": "", "minutes_needed": "30"})
    visit(cast.officer, of(item, "weglaten"), {"reason": "Nog niet rijp."})
    words = words_of(visit(cast.tenant, agenda(meeting)))
    assert "1 14:00 30 min De huren van 2025" in words
    assert "Left out De wijkvisie Left out on 20 October 2024: Nog niet rijp." in words
    visit(cast.officer, of(item, "terugzetten"), {})
    assert "Left out" not in headings_of(visit(cast.tenant, agenda(meeting)))
    assert meeting.items.on_agenda().count() == 2


def test_an_item_is_not_left_out_without_a_reason(visit, cast, item):
    assert "Why is it left out?" in words_of(visit(cast.officer, of(item, "weglaten"), {"reason": " "}))
    assert not Item.objects.get(pk=item.pk).is_left_out


def test_an_item_about_which_was_decided_has_nothing_to_do_any_more(visit, cast, meeting, item):
    assert "Edit : De wijkvisie" in words_of(visit(cast.officer, agenda(meeting)))
    Decision(meeting=meeting, item=item, kind=Decision.Kind.OTHER, text="Wij zijn akkoord.").save()
    words = words_of(visit(cast.officer, agenda(meeting)))
    assert "Decided on 20 October 2024; the item stays as it is." in words
    assert "Edit : De wijkvisie" not in words
    page = visit(cast.officer, of(item, "wijzigen"), {"title": "Anders", "note": "", "minutes_needed": "5"})
    assert "The meeting decided about this item" in words_of(page)
    assert Item.objects.get(pk=item.pk).title == "De wijkvisie"


def test_the_page_of_the_meeting_names_the_items_and_a_decision_about_one(visit, cast, meeting, item):
    Decision(meeting=meeting, item=item, kind=Decision.Kind.OTHER, text="Wij zijn akkoord.").save()
    page = visit(cast.tenant, meeting.get_absolute_url())
    assert "Agenda De wijkvisie" in words_of(page)
    assert f"{agenda(meeting)}#punt-{item.pk}" in links_of(page)
    assert visit(cast.officer, f"{meeting.get_absolute_url()}besluiten/nieuw/").status_code == 200


# -- Papers


def upload(visit, person, item, name: str, content: bytes, **more):
    file = SimpleUploadedFile(name, content)
    return visit(person, of(item, "stukken/nieuw"), {"title": "De notitie", "file": file, "party": "", **more})


@pytest.mark.for_postgresql
def test_a_coordinator_adds_a_paper_for_everyone_and_takes_it_away(visit, cast, meeting, item):
    upload(visit, cast.officer, item, "notitie.txt", b"Wat wij voorstellen.")
    paper = Paper.objects.get()
    assert "De notitie notitie.txt" in words_of(visit(cast.tenant, agenda(meeting)))
    found = visit(cast.tenant, f"/stukken/{paper.pk}/")
    assert (found.getvalue(), found.headers["Content-Disposition"]) == (
        b"Wat wij voorstellen.",
        'attachment; filename="notitie.txt"',
    )
    assert visit(cast.tenant, f"/stukken/{paper.pk}/weghalen/", {}).status_code == 403
    visit(cast.officer, f"/stukken/{paper.pk}/weghalen/", {})
    assert not Paper.objects.exists()


@pytest.mark.parametrize(("name", "content"), [("nota.pdf", b"<html>"), ("nota.exe", b"MZ"), ("nota.txt", b"\x00\x01")])
def test_a_file_that_is_not_what_it_says_does_not_come_in(visit, cast, item, name, content):
    upload(visit, cast.officer, item, name, content)
    assert not Paper.objects.exists()


def test_an_editor_adds_a_paper_for_the_own_party_alone(visit, cast, meeting, item):
    upload(visit, cast.association_officer, item, "eigen.txt", b"Voor ons.", party=str(cast.association.pk))
    paper = Paper.objects.get()
    assert paper.party == cast.association
    assert "only for the people of De Sleutel" in words_of(visit(cast.association_officer, agenda(meeting)))
    for person in (cast.officer, cast.tenant, cast.admin):
        assert "eigen.txt" not in words_of(visit(person, agenda(meeting)))
        assert visit(person, f"/stukken/{paper.pk}/").status_code == 404
        assert visit(person, f"/stukken/{paper.pk}/weghalen/", {}).status_code == 404
    assert visit(cast.association_officer, f"/stukken/{paper.pk}/").status_code == 200


@pytest.mark.parametrize("party", ["", "municipality", "tenants"])
def test_an_editor_adds_none_for_all_nor_for_another_party(visit, cast, item, party):
    chosen = str(getattr(cast, party).pk) if party else ""
    upload(visit, cast.association_officer, item, "eigen.txt", b"Voor ons.", party=chosen)
    assert not Paper.objects.exists()


def test_a_coordinator_adds_none_for_another_party(visit, cast, item):
    upload(visit, cast.officer, item, "geheim.txt", b"Voor hen.", party=str(cast.tenants.pk))
    assert not Paper.objects.exists()


def test_all_papers_come_in_one_pdf(visit, cast, meeting, item):
    PaperFactory(item=item, by=cast.officer, file=ContentFile(b"tekst", name="nota.txt"))
    found = visit(cast.tenant, f"/overleggen/{meeting.pk}/stukken.pdf")
    assert found.headers["Content-Type"] == "application/pdf"
    assert "waterhoek" in found.headers["Content-Disposition"]
    assert found.content.startswith(b"%PDF-")


# -- Size


@pytest.mark.parametrize("person", ["officer", "tenant"])
def test_the_page_takes_as_many_queries_for_three_of_each_as_for_one(queries, cast, meeting, person):
    round = RoundFactory(agenda=cast.agenda, opened=True, opens_on=date(2024, 10, 1), closes_on=date(2024, 10, 31))
    before = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 9, 1))
    ItemFactory(meeting=meeting, source="fixed", origin="fixed-first:minutes", title="Verslag")

    def add(number: int) -> None:
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text=f"Woningen {number}.")
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, round=round, party=cast.association, amber=True)
        point = ActionPointFactory(meeting=before, party=cast.association, text=f"Doe {number}.")
        decision = DecisionFactory(meeting=before, action=action, kind=Decision.Kind.ADJUST, text=f"Besluit {number}.")
        delivery = DataDeliveryFactory(indicator=IndicatorFactory(goal=cast.goal), party=cast.association)
        for source, key, about in (
            ("question", action.pk, {"action": action}),
            ("not_carried_out", decision.pk, {"action": action}),
            ("action_point", point.pk, {}),
            ("delivery", delivery.pk, {"goal": cast.goal}),
        ):
            origin = f"{source}:{key}"
            row = ItemFactory(meeting=meeting, title=f"{origin}", source=source, origin=origin, position=number, **about)
            PaperFactory(item=row, by=cast.officer, party=None)

    add(1)
    few = queries(getattr(cast, person), agenda(meeting))
    add(2)
    add(3)
    assert queries(getattr(cast, person), agenda(meeting)) == few <= 13


def test_a_meeting_of_another_agreement_is_not_there(visit, cast):
    row = ItemFactory(meeting=MeetingFactory(agreement=cast.other_agreement), title="Van hen")
    for address in (agenda(row.meeting), of(row, "wijzigen"), f"/overleggen/{row.meeting_id}/stukken.pdf"):
        assert visit(cast.officer, address).status_code == 404
    assert Meeting.objects.filter(pk=row.meeting_id).exists()


# -- What changes after the agenda was made


def test_a_question_that_was_withdrawn_after_the_agenda_was_mailed_is_said_on_the_page(visit, cast, meeting):
    round = RoundFactory(agenda=cast.agenda, name="Ronde 3", opened=True)
    told = {"action": cast.action, "round": round, "party": cast.association}
    ProgressUpdateFactory(amber=True, **told)
    visit(cast.officer, f"{agenda(meeting)}maken/", {})
    visit(cast.officer, f"{agenda(meeting)}versturen/", {})
    assert AgendaMailing.objects.filter(meeting=meeting).exists()
    assert "The question was withdrawn" not in words_of(visit(cast.tenant, agenda(meeting)))
    later = {"ask": "", "needs_no_decision": True, "submitted_at": datetime(2024, 10, 20, 6, tzinfo=UTC)}
    ProgressUpdateFactory(amber=True, **told, **later)
    assert "Changed since: The question was withdrawn" in words_of(visit(cast.tenant, agenda(meeting)))


def test_a_cancelled_meeting_refuses_its_agenda_with_a_sentence_and_offers_none(visit, cast, meeting, item):
    type(meeting).objects.filter(pk=meeting.pk).update(cancelled_on=date(2024, 10, 1), cancel_reason="Te weinig mensen.")
    page = visit(cast.officer, agenda(meeting))
    assert "Te weinig mensen." in words_of(page)
    assert f'action="{agenda(meeting)}maken/"' not in page.content.decode()
    for address in (f"{agenda(meeting)}maken/", f"{agenda(meeting)}versturen/", of(item, "omhoog")):
        answer = visit(cast.officer, address, {})
        assert "This meeting was cancelled." in words_of(visit(cast.officer, answer["Location"])), address
    minutes = visit(cast.officer, f"/overleggen/{meeting.pk}/verslag/", {"minutes": "Toch gehouden."})
    assert "This meeting was cancelled." in words_of(minutes)
    assert not type(meeting).objects.get(pk=meeting.pk).minutes
