"""A meeting: what comes before it, what it decided, and its minutes."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from agreements.changes.workflow import open_changes
from agreements.models import Agenda, Assent, Proposal
from monitoring.calendar import AMSTERDAM
from monitoring.models import Decision, Meeting
from parties.models import Membership
from tests.agreements.changes.conftest import adjust, scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    DissentFactory,
    ItemFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
)
from tests.monitoring.meetings.conftest import Table
from tests.pages import headings_of, words_of

__all__ = ["scene"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7), prepared_by=cast.municipality)


def test_the_agenda_is_one_list_of_which_each_item_is_a_link(visit, cast, meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(agenda_text="- De wijkvisie, als er tijd is")
    page = visit(cast.tenant, meeting.get_absolute_url()).content.decode()
    assert page.count("De wijkvisie, als er tijd is") == 1
    item = ItemFactory(meeting=meeting, title="De flexwoningen", position=1)
    page = visit(cast.tenant, meeting.get_absolute_url()).content.decode()
    assert f'<a class="utrecht-link" href="{item.get_absolute_url()}">De flexwoningen</a>' in page
    assert page.index("De flexwoningen") < page.index("De wijkvisie, als er tijd is"), "what was noted folds under the list"
    assert page.count('<h2 id="agenda') == 1


def test_the_page_tells_what_comes_before_the_executives_and_why(visit, cast, round, meeting):
    round.meeting = meeting
    round.save()
    update = ProgressUpdateFactory(action=cast.action, round=round, red=True)
    before, after = (datetime(2024, 11, day, 10, tzinfo=AMSTERDAM) for day in (7, 8))
    DissentFactory(update=update, party=cast.tenants, judgement="at_risk", reason="Wij zien het lichter.", at=before)
    DissentFactory(update=update, party=cast.municipality, judgement="done", reason="Wij zagen het later.", at=after)
    words = words_of(visit(cast.tenant, meeting.get_absolute_url()))
    assert "Wij zagen het later." not in words, "said after the meeting"
    for part in (
        "Thursday 7 November 2024",
        "Ronde 1 (2024)",
        "Prepared by Gemeente Waterhoek",
        "Will not be achieved: Ronde 1",
        "What this meeting decides on (1) Bel met de netbeheerder.",
        "Wij zien het lichter.",
    ):
        assert part in words
    assert words.index("What this meeting decides on") < words.index("There is no agenda yet."), "first what it is for"
    assert "Record a decision" not in words


def test_a_meeting_of_officers_has_no_list_for_the_executives(visit, cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, red=True)
    ambtelijk = MeetingFactory(agreement=cast.agreement, kind="ambtelijk")
    assert "h2 Comes before this meeting" not in headings_of(visit(cast.officer, ambtelijk.get_absolute_url()))


def test_a_planned_meeting_is_prepared_by_the_agreed_party(visit, cast):
    cast.agreement.meeting_rules.create(kind="bestuurlijk", frequency="twee keer", minuted_by=cast.association)
    data = {"kind": "bestuurlijk", "held_on": "7-11-2024", "starts_at": "14:00", "place": "Raadhuis"}
    assert visit(cast.officer, "/afspraken/waterhoek-2023-2026/overleggen/nieuw/", {**data, "held_on": ""}).status_code == 200
    answer = visit(cast.officer, "/afspraken/waterhoek-2023-2026/overleggen/nieuw/", data)
    found = Meeting.objects.get()
    assert (answer["Location"], found.minuted_by, found.place) == (found.get_absolute_url(), cast.association, "Raadhuis")
    again = visit(cast.officer, "/afspraken/waterhoek-2023-2026/overleggen/nieuw/", data)
    assert "This meeting is already there" in words_of(again)


def test_minutes_and_changes_are_kept_by_a_coordinator_alone(visit, cast, meeting):
    visit(cast.officer, f"/overleggen/{meeting.pk}/verslag/", {"minutes": "Iedereen was er."})
    visit(cast.officer, f"/overleggen/{meeting.pk}/wijzigen/", {"kind": "bestuurlijk", "held_on": "2024-11-08", "place": "Hal"})
    for page in ("verslag", "wijzigen", "besluiten/nieuw"):
        assert visit(cast.association_officer, f"/overleggen/{meeting.pk}/{page}/").status_code == 403
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.held_on, meeting.place) == ("Iedereen was er.", date(2024, 11, 8), "Hal")
    assert "Iedereen was er." in words_of(visit(cast.tenant, meeting.get_absolute_url()))


def test_a_decision_comes_from_the_list_with_the_action_chosen(visit, cast, round, meeting):
    ProgressUpdateFactory(action=cast.action, round=round, red=True)
    address = f"/overleggen/{meeting.pk}/besluiten/nieuw/?afspraak={cast.action.pk}"
    assert f'href="{address}"' in visit(cast.officer, meeting.get_absolute_url()).content.decode()
    assert visit(cast.officer, address).context["form"]["action"].value() == str(cast.action.pk)
    data = {"action": cast.action.pk, "kind": "adjust", "text": "De wethouder belt."}
    for wrong in ({"text": ""}, {"goal": cast.goal.pk}, {"action": ""}, {"action": cast.other_action.pk}):
        assert visit(cast.officer, address, {**data, **wrong}).status_code == 200
    assert Decision.objects.count() == 0
    visit(cast.officer, address, data)
    assert "De wethouder belt." in words_of(visit(cast.tenant, meeting.get_absolute_url()))
    assert Decision.objects.get().history.get().history_user == cast.officer


@pytest.mark.parametrize("person", ["officer", "tenant"])
def test_the_page_takes_as_many_queries_for_three_rows_as_for_one(queries, cast, round, meeting, person):
    def fill() -> None:
        action = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association).action
        update = ProgressUpdateFactory(action=action, round=round, red=True)
        DissentFactory(update=update, judgement="at_risk")
        DecisionFactory(meeting=meeting, action=action)
        RoundFactory(agenda=cast.agenda, meeting=meeting)

    fill()
    few = queries(getattr(cast, person), meeting.get_absolute_url())
    fill()
    fill()
    assert queries(getattr(cast, person), meeting.get_absolute_url()) == few <= 15


# -- Decisions that change the text


@pytest.fixture
def table(scene):
    return Table(scene)


def test_one_click_makes_a_proposal_of_a_decision_and_one_confirms_it(visit, table):
    scene, decision = table.scene, table.decides(table.scene.cast.action, "drop", "De kavel is verkocht.")
    page, tenant = table.row.get_absolute_url(), scene.signers[scene.cast.tenants]
    propose = f"/besluiten/{decision.pk}/voorstel/"
    assert propose not in visit(tenant, page).content.decode(), "reads along"
    assert propose in visit(scene.coordinator, page).content.decode()
    people = Membership.objects.filter(user=tenant).values_list("pk", flat=True)
    assert visit(scene.coordinator, f"{page}aanwezig/", {f"kind-{pk}": "present" for pk in people}).status_code == 302
    assert "Who was there" in words_of(visit(tenant, page))
    draft = visit(scene.coordinator, propose, {})
    assert draft.status_code == 302
    again = visit(scene.coordinator, propose, {})
    assert again["Location"] == f"{page}#besluiten"
    proposal = Proposal.objects.changing().get()
    assert "Gemeente Waterhoek is writing a proposal of it." in words_of(visit(tenant, page))
    open_changes(proposal=proposal, by=scene.coordinator, deadline=timezone.localdate() + timedelta(days=14))
    assert "Agreed for Huurdersraad Waterhoek in the meeting of 7 November 2024." in words_of(visit(tenant, page))
    overview = visit(tenant, "/")
    assert "Agreed in the meeting of 7 November; confirm it" in words_of(overview)
    assert f"{page}#besluiten" in overview.content.decode()
    form = {"partij": scene.cast.tenants.pk, "inhoud": Proposal.objects.get(pk=proposal.pk).content_sha256}
    confirm = f"/besluiten/{decision.pk}/bevestigen/"
    assert visit(scene.coordinator, confirm, form).status_code == 403
    assert visit(tenant, confirm, {**form, "partij": "x"}).status_code == 404
    visit(tenant, confirm, form)
    assert [row.by for row in Assent.objects.filter(needed__proposal=proposal)] == [tenant]
    assert "It counts once you confirm it." not in words_of(visit(tenant, page))


def test_what_the_model_refuses_is_said_on_the_page(visit, table):
    scene, decision = table.scene, table.decides(table.scene.cast.action, "drop")
    scene.change({"kind": "drop", "about": "action", "row": scene.cast.action, "becomes": {"drop_reason": "Weg."}})
    visit(scene.coordinator, f"/besluiten/{decision.pk}/voorstel/", {})
    assert "This was dropped already." in words_of(visit(scene.coordinator, table.row.get_absolute_url()))


def test_another_view_that_is_on_the_agenda_is_not_told_again_below_it(visit, scene):
    cast = scene.cast
    coming = MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=3))
    round = RoundFactory(agenda=scene.agenda(), opened=True)
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    DissentFactory(update=update, party=cast.tenants, judgement="at_risk", reason="Wij zien het zwaarder.")
    assert "Wij zien het zwaarder." in words_of(visit(cast.tenant, coming.get_absolute_url()))
    ItemFactory(meeting=coming, title="Anders gezien", action=cast.action, source="dissent")
    assert "Wij zien het zwaarder." not in words_of(visit(cast.tenant, coming.get_absolute_url()))


def test_why_and_effect_stand_once_for_two_questions_about_an_action(visit, scene):
    cast = scene.cast
    coming = MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=3))
    round = RoundFactory(agenda=scene.agenda(), meeting=coming, opened=True)
    proposal = {"ask": "Zeg ja.", "proposal": "other_date", "proposal_date": date(2025, 3, 1)}
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True, effect="Het duurt lang.", **proposal)
    words = words_of(visit(cast.tenant, coming.get_absolute_url()))
    assert "Zeg ja." in words
    assert "Agree to a proposal of De Sleutel" in words
    assert words.count("Het duurt lang.") == 1


def test_proposals_wait_on_the_page_of_the_next_meeting(visit, scene):
    coming = MeetingFactory(agreement=scene.cast.agreement, held_on=timezone.localdate() + timedelta(days=3))
    scene.propose({"kind": "drop", "about": "action", "row": scene.cast.action, "becomes": {"drop_reason": "Weg."}})
    signer = scene.signers[scene.cast.tenants]
    assert "waits for your answer" in words_of(visit(signer, coming.get_absolute_url()))
    words = words_of(visit(scene.cast.officer, coming.get_absolute_url()))
    assert re.search(r"What this meeting decides on \(\d\) Agree to a change, or not:", words), (
        "and the herijking in the last year"
    )
    assert "waits for Gemeente Waterhoek, De Sleutel, Huurdersraad Waterhoek" in words


def test_a_meeting_that_only_discussed_a_proposal_did_not_agree_to_it(visit, scene):
    put = scene.propose({"kind": "drop", "about": "action", "row": scene.cast.action, "becomes": {"drop_reason": "Weg."}})
    table = Table(scene)
    address = f"/overleggen/{table.row.pk}/besluiten/nieuw/"
    data = {"action": scene.cast.action.pk, "kind": "discuss", "text": "Besproken.", "proposal": put.pk}
    assert "A meeting that agrees to a proposal" in words_of(visit(scene.coordinator, address, data))
    visit(scene.coordinator, address, {**data, "kind": "drop"})
    assert Decision.objects.get().proposal == put


@pytest.mark.parametrize("person", ["coordinator", "signer"])
def test_decisions_with_proposals_take_as_many_queries_for_three_as_for_one(queries, table, person):
    scene = table.scene
    visitor = scene.coordinator if person == "coordinator" else scene.signers[scene.cast.tenants]
    table.present(scene.cast.tenants)

    def fill() -> None:
        draft = Agenda.objects.get(agreement=scene.cast.agreement, year=2025)
        action = ActionFactory(goal=scene.cast.goal, agenda=draft)
        decision = table.decides(action, "drop")
        proposal = scene.propose(adjust(scene.cast.action, text=f"Er staan {decision.pk} woningen."))
        table.decides(scene.cast.action, "adjust", f"Besluit {decision.pk}", proposal=proposal)

    fill()
    few = queries(visitor, table.row.get_absolute_url())
    fill()
    fill()
    assert queries(visitor, table.row.get_absolute_url()) == few <= 15
