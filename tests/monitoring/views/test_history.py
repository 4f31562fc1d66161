"""The page on which everyone of an agreement reads who changed what, when and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.models import Comment, MeetingRule, Proposal
from monitoring.models import HistoryLine, Meeting, MeetingParty, ProgressUpdate
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AttachmentFactory,
    DecisionFactory,
    ItemFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def rewrite(action, text: str, *, by, reason: str = "Afgesproken in het overleg") -> None:
    action.text = text
    with change_set(reason=reason, user=by):
        action.save()


@pytest.fixture
def page(client, cast):
    def read(person=None, name="agreement_history", key=None, **asked) -> str:
        client.force_login(person or cast.tenant)
        response = client.get(reverse(name, args=[key or cast.agreement.slug]), asked)
        assert response.status_code == 200
        return words_of(response)

    return read


def test_a_reader_reads_who_changed_what_for_which_party_and_why(cast, page):
    rewrite(cast.action, "De 21 flexwoningen aan de Kade zijn opgeleverd.", by=cast.officer)
    words = page()
    assert f"{cast.officer.name}, Gemeente Waterhoek" in words
    assert "Afgesproken in het overleg" in words
    assert "vervallen: 24 (einde)" in words
    assert "toegevoegd: 21 (einde)" in words


def test_each_page_beside_a_row_tells_of_that_row(cast, page):
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Er komt een wijkcentrum.", position=2)
    rewrite(cast.action, "De 21 flexwoningen zijn opgeleverd.", by=cast.officer)
    assert "wijkcentrum" in page(name="goal_history", key=cast.goal.pk)
    assert "wijkcentrum" not in page(name="action_history", key=cast.action.pk)
    assert "wijkcentrum" in page(name="action_history", key=other.pk)
    assert "Afgesproken in het overleg" in page(name="party_history", key=cast.municipality.pk)


def test_a_report_is_told_when_it_is_submitted_and_its_drafts_never(cast, page):
    update = ProgressUpdateFactory(
        action=cast.action, round=RoundFactory(agenda=cast.agenda, opened=True), party=cast.association, draft=True
    )
    update.done = "Nog niet zeker of dit klopt"
    update._history_user = cast.association_officer
    with act(Act.REPORT):
        update.save()
    file = AttachmentFactory(update=update)
    assert "Meldde voortgang" not in page()
    assert file.name not in page()
    update.done = "De helft staat er"
    update.submitted_at = timezone.now()
    with act(Act.REPORT):
        update.save()
    words = page()
    assert "Meldde voortgang" in words
    assert f"{cast.association_officer.name} meldde" not in words, "the head says who"
    assert "De helft staat er" in words
    assert file.name in words
    assert "Nog niet zeker" not in words


def test_a_proposal_to_adopt_is_named_by_its_text_and_not_by_the_party_that_put_it(cast, page):
    draft = AgendaFactory(agreement=cast.agreement, year=2025, title="Uitvoeringsagenda 2025", state="draft")
    by = {"party": cast.municipality, "opened_by": cast.officer}
    asked = {"kind": Proposal.Kind.ADOPT, "deadline": timezone.localdate(), "content_sha256": "0" * 64}
    with act(Act.TAKE_EFFECT):
        Proposal(agreement=cast.agreement, agenda=draft, **asked, **by).save()
    words = page()
    assert "Legde een voorstel voor aan de partijen. Bij: de vaststelling van" in words
    assert "aan de partijen: " not in words


def test_what_is_for_the_own_party_only_is_not_even_kept_for_the_page(cast, page):
    said = {"year": 2024, "party": cast.association, "by": cast.association_officer}
    Comment.about(cast.action, **said, text="Onze marge is 3 ton", is_own=True).save()
    Comment.about(cast.action, **said, text="Dit kan in maart", is_own=False).save()
    for person in (cast.tenant, cast.association_officer, cast.admin):
        words = page(person)
        assert "Dit kan in maart" in words
        assert "3 ton" not in words
    assert HistoryLine.objects.filter(model="agreements.Comment").count() == 1


def test_what_was_told_to_one_person_is_not_told_to_another(cast, page):
    meeting = MeetingFactory(agreement=cast.agreement, title="Kade onder ons")
    ProgressUpdateFactory(action=cast.action, round=RoundFactory(agenda=cast.agenda, name="Ronde 7", meeting=meeting))
    Meeting.objects.filter(pk=meeting.pk).update(kind=MeetingRule.Kind.BILATERAL)
    meeting.refresh_from_db()
    MeetingParty.objects.create(meeting=meeting, party=cast.municipality)
    HistoryLine.objects.exclude(model="monitoring.Round").delete()  # so that both read the same lines
    HistoryLine.objects.update(meeting=None)
    assert [("Kade onder ons" in page(person)) for person in (cast.officer, cast.tenant)] == [True, False]


def test_a_name_that_changed_is_told_on_the_page_that_was_read_before(cast, page):
    rewrite(cast.action, "De 21 flexwoningen zijn opgeleverd.", by=cast.officer)
    assert "Olga Officier" in page()
    User.objects.filter(pk=cast.officer.pk).update(name="Olga de Vries")
    assert "Olga Officier" not in (again := page()), "the same lines, and another name"
    assert "Olga de Vries" in again


def test_a_bilateral_meeting_is_told_to_its_own_parties_until_they_share_it(cast, page):
    meeting = MeetingFactory(agreement=cast.agreement, kind=MeetingRule.Kind.BILATERAL, title="Kade onder ons")
    for party in (cast.municipality, cast.association):
        MeetingParty.objects.create(meeting=meeting, party=party)
    DecisionFactory(meeting=meeting, action=cast.action, text="We schuiven de Kade door")
    assert "We schuiven" in page(cast.officer)
    words = page(cast.tenant)
    assert "We schuiven" not in words
    assert "onder ons" not in words
    meeting.shared_on = timezone.localdate()
    meeting.save()
    assert "We schuiven" in page(cast.tenant)


def test_what_is_said_in_a_meeting_is_read_in_its_minutes_and_the_rest_names_the_meeting(cast, page):
    meeting = MeetingFactory(agreement=cast.agreement, title="Overleg van de winter", minutes="Een concept")
    item = ItemFactory(meeting=meeting, title="Stroom aan de Kade")
    item.discussed = "Dit is nog niet af"
    item.save()
    words = page(cast.tenant)
    assert "Zette op de agenda: Stroom aan de Kade" in words
    assert "Overleg van de winter" in words.partition("Zette op de agenda")[2]
    assert "nog niet af" not in words
    assert "Een concept" not in words


def test_it_is_filtered_by_year_person_party_kind_period_and_words(cast, page):
    rewrite(cast.action, "De 21 flexwoningen zijn opgeleverd.", by=cast.officer, reason="Om de gemeente")
    cast.goal.text = "De voorraad groeit met 80 woningen."
    with change_set(reason="Om de corporatie", user=cast.association_officer):
        cast.goal.save()
    today = timezone.localdate()
    both = {"Om de gemeente", "Om de corporatie"}

    def told(**asked) -> set[str]:
        words = page(**asked)
        return {reason for reason in both if reason in words}

    assert told() == both
    assert told(jaar=2024) == {"Om de gemeente"}
    assert told(persoon=cast.officer.pk) == {"Om de gemeente"}
    assert told(partij=cast.association.pk) == {"Om de corporatie"}
    assert told(soort="tekst") == both
    assert told(soort="overleg") == set()
    assert told(van=today) == both
    assert told(tot=today - timedelta(days=1)) == set()
    assert told(woorden="FLEXwoningen") == {"Om de gemeente"}
    assert told(woorden="nergens genoemd") == set()


def test_it_is_paged_by_key_so_that_what_comes_meanwhile_moves_nothing(cast, client):
    for number in range(120):
        rewrite(cast.action, f"Er komen {number} woningen.", by=cast.officer, reason=f"Reden {number}.")
    client.force_login(cast.tenant)
    address, seen = reverse("agreement_history", args=[cast.agreement.slug]), []
    while address:
        response = client.get(address)
        seen += [moment.reason for moment in response.context["page"].moments if moment.reason.startswith("Reden")]
        older = response.context["page"].older
        address = f"{reverse('agreement_history', args=[cast.agreement.slug])}?voor={older}" if older else ""
        rewrite(cast.action, f"Er komen dan toch {len(seen)} woningen.", by=cast.officer, reason="Intussen")
    assert seen == [f"Reden {number}." for number in reversed(range(120))]


def test_a_deleted_row_stays_in_it_and_is_found(cast, page):
    cast.lead.delete()
    with change_set(reason="Vergissing", user=cast.officer):
        cast.action.delete()
    words = page(soort="verwijderd")
    assert "Vergissing" in words
    assert "De 24 flexwoningen aan de Kade zijn opgeleverd." in words


def test_it_takes_as_many_queries_for_many_rows_as_for_few(cast, client):
    client.force_login(cast.tenant)
    counts = []
    for number in range(1, 13):
        if number in {3, 12}:
            with CaptureQueriesContext(connection) as found:
                client.get(reverse("agreement_history", args=[cast.agreement.slug]))
            counts.append(len(found))
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text=f"Actie {number} komt er.", position=number + 1)
        rewrite(action, f"Actie {number} komt er zeker.", by=cast.officer)
    assert counts[0] == counts[1]


def test_nonsense_in_the_address_shows_the_newest(cast, page):
    assert "Waterhoek" in page(voor="onzin", jaar="x", persoon="-1", van="gisteren")
    assert "Waterhoek" in page(voor="99999999999999999-1", van="0001-01-01", tot="9999-12-31", woorden="a\0b", persoon="9" * 30)


def test_a_report_draft_has_no_line(cast):
    ProgressUpdateFactory(action=cast.action, round=RoundFactory(agenda=cast.agenda, opened=True), draft=True)
    assert not HistoryLine.objects.filter(model=ProgressUpdate._meta.label).exists()


def test_the_reason_why_a_party_changed_itself_is_its_own(cast, page):
    cast.association.website = "https://desleutel.example"
    with change_set(reason="Wij fuseren in juli, nog niet vertellen", user=cast.admin):
        cast.association.save()
    words = page(name="party_history", key=cast.association.pk)
    assert "https://desleutel.example" in words
    assert "fuseren" not in words
