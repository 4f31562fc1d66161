"""The story of an action, and what is done with an answer."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from monitoring.models import Dissent, ProgressUpdate, Review
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AttachmentFactory,
    DissentFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.pages import headings_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    return f"/acties/{cast.action.pk}/voortgang/"


@pytest.fixture
def update(cast, round):
    return ProgressUpdateFactory(action=cast.action, round=round, amber=True, reported_by=cast.association_officer)


def test_the_story_tells_everything_that_was_said_and_by_whom(visit, cast, round, update, story):
    ReviewFactory(update=update, outcome="returned", reason="Welke fundering?", by=cast.officer)
    again = ProgressUpdateFactory(
        action=cast.action,
        round=round,
        submitted_at=datetime(2024, 10, 17, 9, tzinfo=UTC),
        done="De fundering van blok A ligt er.",
        reported_by=cast.officer,
        on_behalf_by=cast.municipality,
        proposal="other_date",
        proposal_date="2025-03-01",
    )
    DissentFactory(
        update=again, party=cast.tenants, reason="Wij zien niets.", discussed_in=MeetingFactory(agreement=cast.agreement)
    )
    words = words_of(visit(cast.tenant, story))
    for part in (
        "Returned",
        "Welke fundering?",
        "Olga Officier",
        "De netbeheerder sluit pas in juni aan.",
        "10 October 2024, 12:00, Abel Bouwer for De Sleutel",
        "De fundering van blok A ligt er.",
        "entered on its behalf by Gemeente Waterhoek",
        "Another date: 1 March 2025",
        "Huurdersraad Waterhoek sees it differently: at risk, correction needed",
        "Wij zien niets.",
        "Discussed in",
    ):
        assert part in words
    assert words.index("blok A") < words.index("De netbeheerder")


def test_a_draft_is_nobody_elses_to_read(visit, cast, round, story):
    ProgressUpdateFactory(action=cast.action, round=round, draft=True, done="Zeg dit niet hardop.")
    page = visit(cast.officer, story)
    assert "Zeg dit niet hardop." not in page.content.decode()
    assert "Nothing was reported on this action yet." in words_of(page)


def test_the_years_before_are_part_of_the_story(visit, cast, story):
    year_before = AgendaFactory(agreement=cast.agreement, year=2023)
    earlier = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=year_before), party=cast.association).action
    ActionLinkFactory(earlier=earlier, later=cast.action)
    ProgressUpdateFactory(
        action=earlier, round=RoundFactory(agenda=year_before, name="Ronde 4", reference_date="2023-12-31", closed=True)
    )
    assert "h3 Ronde 4 (2023)" in headings_of(visit(cast.tenant, story))


def test_accepting_goes_back_to_where_the_button_stood(visit, cast, round, update):
    answer = visit(cast.officer, f"/voortgang/{update.pk}/accepteren/", {"terug": "ronde"})
    assert answer["Location"] == f"/rondes/{round.pk}/#afspraak-{cast.action.pk}-{cast.association.pk}"
    assert update.state == "accepted"


def test_a_return_without_a_reason_is_asked_again_and_with_one_is_shown(visit, cast, round, update, story):
    page = visit(cast.officer, f"/voortgang/{update.pk}/teruggeven/", {"reason": " "})
    assert (page.status_code, "Say why you return it." in words_of(page)) == (200, True)
    visit(cast.officer, f"/voortgang/{update.pk}/teruggeven/", {"reason": "Welke fundering?"})
    assert [review.reason for review in Review.objects.all()] == ["Welke fundering?"]
    assert "Welke fundering?" in words_of(visit(cast.association_officer, story))


def test_what_is_too_late_is_a_sentence_and_the_reason_is_still_there(visit, cast, round, update):
    ProgressUpdateFactory(action=cast.action, round=round, submitted_at=datetime(2024, 10, 17, 9, tzinfo=UTC))
    page = visit(cast.officer, f"/voortgang/{update.pk}/teruggeven/", {"reason": "Welke fundering?"})
    assert "The lead has reported anew since; look at that." in words_of(page)
    assert "Welke fundering?" in page.content.decode()


def test_another_party_says_how_it_sees_it(visit, cast, update):
    address = f"/voortgang/{update.pk}/anders/"
    choices = dict(visit(cast.officer, address).context["form"].fields["judgement"].choices)
    assert "at_risk" not in choices
    data = {"party": cast.municipality.pk, "judgement": "off_track", "reason": "De vergunning is geweigerd."}
    assert visit(cast.officer, address, {**data, "reason": ""}).status_code == 200
    assert visit(cast.officer, address, {**data, "party": cast.tenants.pk}).status_code == 200
    visit(cast.officer, address, data)
    assert [(row.party, row.judgement) for row in Dissent.objects.all()] == [(cast.municipality, "off_track")]
    for person in (cast.officer, cast.association_officer, cast.admin):
        assert visit(person, address).status_code == 403
    assert visit(cast.tenant, address).status_code == 200, "who may sign speaks for the party"


def test_buttons_stand_only_where_they_work(visit, cast, round, update, story):
    def buttons(person) -> list[str]:
        page = visit(person, story).content.decode()
        return [word for word in ("accepteren", "teruggeven", "anders") if f"/voortgang/{update.pk}/{word}/" in page]

    assert buttons(cast.officer) == ["accepteren", "teruggeven", "anders"]
    assert buttons(cast.association_officer) == buttons(cast.admin) == []
    assert buttons(cast.tenant) == ["anders"], "who may sign speaks for the party"
    ReviewFactory(update=update, outcome="returned", reason="Hoezo?")
    assert buttons(cast.officer) == []


@pytest.mark.parametrize("person", ["officer", "tenant"])
def test_the_story_takes_as_many_queries_for_three_updates_as_for_one(queries, cast, story, person):
    def tell(number: int) -> None:
        round = RoundFactory(agenda=cast.agenda, reference_date=f"2024-0{number}-28", opened=True)
        draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True, token=uuid4())
        AttachmentFactory(update=draft)
        draft.submitted_at = datetime(2024, 10, 10, tzinfo=UTC)
        draft.save()
        ReviewFactory(update=draft)
        DissentFactory(update=draft)

    tell(1)
    few = queries(getattr(cast, person), story)
    tell(2)
    tell(3)
    assert queries(getattr(cast, person), story) == few <= 22


# -- Evidence


def test_evidence_is_downloaded_by_participants_and_of_a_draft_by_its_writer(visit, cast, round):
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    row = AttachmentFactory(update=draft)
    address = f"/bewijs/{row.pk}/"
    assert [visit(person, address).status_code for person in (cast.association_officer, cast.officer, cast.tenant)] == [
        200,
        404,
        404,
    ]
    draft.submitted_at = datetime(2024, 10, 10, tzinfo=UTC)
    draft.save()
    answer = visit(cast.tenant, address)
    assert answer["Content-Disposition"] == 'attachment; filename="foto.png"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert visit(cast.outsider, address).status_code == 404


def test_evidence_whose_file_is_gone_is_not_found(visit, cast, round):
    row = AttachmentFactory(update=ProgressUpdateFactory(action=cast.action, round=round, draft=True))
    row.file.storage.delete(row.file.name)
    assert visit(cast.association_officer, f"/bewijs/{row.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["virus.exe", "pagina.html", "zonder", "verslag.pdf"])
def test_evidence_is_a_document_a_table_a_text_or_a_picture_by_name_and_by_content(cast, round, name):
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    AttachmentFactory(update=draft, file__filename="kade.PNG")
    with pytest.raises(ValidationError) as refused:
        AttachmentFactory(update=draft, file__filename=name)
    assert list(refused.value.message_dict) == ["file"]


def test_evidence_stays_with_what_was_submitted(cast, round):
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    AttachmentFactory(update=draft)
    draft.submitted_at = datetime(2024, 10, 10, tzinfo=UTC)
    draft.save()
    for attempt in (draft.attachments.get().delete, lambda: AttachmentFactory(update=draft)):
        with pytest.raises(ValidationError):
            attempt()
    assert ProgressUpdate.objects.get().attachments.count() == 1


def test_a_return_stands_on_top_until_the_lead_reports_anew_and_stays_in_the_story(visit, cast, round, update, story):
    ReviewFactory(update=update, outcome="returned", reason="Welke fundering?")
    heading = "h2 Returned in Ronde 1: De Sleutel reports anew"
    page = visit(cast.association_officer, story)
    assert headings_of(page)[1] == heading
    assert words_of(page).count("Welke fundering?") == 2
    ProgressUpdateFactory(action=cast.action, round=round, submitted_at=datetime(2024, 10, 17, 9, tzinfo=UTC))
    page = visit(cast.association_officer, story)
    assert heading not in headings_of(page)
    assert words_of(page).count("Welke fundering?") == 1
