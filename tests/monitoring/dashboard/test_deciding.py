"""What waits for a decision: every kind of question, in every place, and nothing of it once it was answered."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from agreements.consent import adoption
from agreements.models import Action, Advice, Agenda, Agreement, Proposal
from monitoring.dashboard.board import collect_board, questions_before
from monitoring.dashboard.counts import dashboard
from monitoring.dashboard.deciding import questions_for, waiting_in
from monitoring.dashboard.start import collect_overview
from monitoring.dashboard.to_decide import DecisionKind
from monitoring.escalating import rounds_of
from monitoring.meetings.escalation import escalations
from monitoring.meetings.items import make_agenda
from monitoring.models import Decision, Item, Meeting, Position, Round
from monitoring.position.state import Code, StateDecision
from monitoring.queries import with_waiting_known
from monitoring.rounds.workflow import close_round
from tests.agreements.changes.conftest import Scene, adjust, drop
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AdviceFactory,
    DecisionFactory,
    DissentFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
)
from tests.monitoring.states import a_dropped_action, a_goal, a_report, a_state, a_theme, an_action
from tests.pages import words_of
from tests.pdf_text import pages_of
from tests.shared_rows import made_once

pytestmark = pytest.mark.django_db
TODAY, LAST_YEAR = date(2024, 7, 20), date(2023, 10, 1)


def asked(*actions) -> list[tuple[str, str]]:
    """Kind and sentence of what is asked in these reports."""
    board = dashboard(a_state(a_theme(a_goal(*actions, number="1"))), today=TODAY)
    return [(question.kind.value, question.sentence) for question in questions_for(board.rows)]


def a_decision(kind: str, day: date) -> StateDecision:
    return StateDecision(1, 1, "Bestuurlijk overleg", day, Code(kind, kind), "Zo gaan wij verder.")


# -- In the reports


def test_the_worst_comes_first_and_what_goes_well_may_ask_too():
    green = an_action("on_track", report=a_report("on_track", ask="Teken de brief."))
    amber = an_action("at_risk", report=a_report("at_risk", ask="Geef uitstel."))
    red = an_action("off_track", report=a_report("off_track", ask="Wijs een plek aan."))
    assert asked(green, amber, red, a_dropped_action()) == [
        ("asked", "Wijs een plek aan."),
        ("asked", "Geef uitstel."),
        ("asked", "Teken de brief."),
    ]


def test_a_proposal_of_a_lead_is_a_question_of_its_own():
    proposal = {"proposal": Code("other_date", "another date"), "proposal_date": date(2025, 3, 1)}
    action = an_action("at_risk", report=a_report("at_risk", ask="Geef geld.", **proposal))
    assert [kind for kind, _sentence in asked(action)] == ["asked", "proposed"]
    assert "another date, 1 maart 2025" in asked(action)[1][1]


def test_what_comes_up_by_rule_is_a_question_where_nobody_asked_one():
    silent = an_action("at_risk", escalated="Twee keer gemeld als risico: Ronde 1 en Ronde 2")
    loud = an_action("off_track", report=a_report("off_track", ask="Kies."), escalated="Wordt niet gehaald: Ronde 2")
    assert asked(silent, loud) == [
        ("asked", "Kies."),
        ("escalated", "Besluit hoe het verder moet. Twee keer gemeld als risico: Ronde 1 en Ronde 2."),
    ]


@pytest.mark.parametrize(
    ("kind", "day", "waits"),
    [
        ("adjust", date(2024, 7, 10), False),
        ("discuss", date(2024, 7, 3), False),
        ("adjust", date(2024, 7, 2), True),  # before it was reported
        ("escalate", date(2024, 7, 10), True),  # put before the executives: that decides nothing
    ],
)
def test_a_question_waits_until_a_meeting_decided_about_its_action(kind, day, waits):
    action = an_action("off_track", report=a_report("off_track", ask="Kies."), decisions=(a_decision(kind, day),))
    assert bool(asked(action)) is waits


def test_it_says_who_asks_what_it_costs_and_what_it_leads_to():
    report = a_report("off_track", ask="Kies.", effect="Het wordt later.", party="De Sleutel")
    action = an_action("off_track", report=report, budget=Decimal(350_000))
    (question,) = questions_for(dashboard(a_state(a_theme(a_goal(action, number="7"))), today=TODAY).rows)
    assert question.about == "De Sleutel · € 350.000 begroot · 7 De woningen zijn opgeleverd."
    assert question.effect == "Het wordt later."


@pytest.fixture(autouse=True)
def in_dutch(request):
    with translation.override("nl"):
        yield


# -- In every place


@dataclass(frozen=True)
class Everything:
    scene: Scene
    meeting: Meeting
    round: Round
    sentences: dict[str, str]  # by kind


@pytest.fixture(scope="module")
def everything_as_made(scene_as_made, django_db_blocker):
    make = partial(make_everything, scene_as_made)
    with translation.override("nl"), made_once(django_db_blocker, make) as fresh:
        yield fresh


@pytest.fixture
def everything(everything_as_made, db) -> Everything:
    return everything_as_made()


def make_everything(make_scene: Callable[[], Scene]) -> Everything:
    """One question of every kind in the agreement of the scene, for a meeting in ten days."""
    scene = make_scene()
    cast, today = scene.cast, timezone.localdate()
    meeting = MeetingFactory(agreement=cast.agreement, held_on=today + timedelta(days=10))
    round = RoundFactory(agenda=scene.agenda(), name="Ronde 1", meeting=meeting, opened=True)
    told = {"round": round, "party": cast.association, "submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC)}

    def report(text: str, position: int, **answer):
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text=text, position=position)
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, **told, **answer)
        return action

    ProgressUpdateFactory(action=cast.action, red=True, **told)
    report("Daarom komt het voor.", 11, red=True, ask="", needs_no_decision=True)
    report("Dit wordt later.", 12, proposal="other_date", proposal_date=date(2025, 3, 1))
    Agenda.objects.filter(agreement=cast.agreement, year=2023).update(state="adopted")  # to report in it
    year_before = scene.agenda(2023)
    earlier_round = RoundFactory(
        agenda=year_before, name="Ronde 0", opened=True, **dict.fromkeys(("reference_date", "opens_on", "closes_on"), LAST_YEAR)
    )
    left = ActionFactory(goal=cast.goal, agenda=year_before, text="Dit bleef liggen.", position=1)
    gone_on = ActionFactory(goal=cast.goal, agenda=year_before, text="Dit ging door.", position=2)
    ActionLinkFactory(earlier=gone_on, later=cast.action)
    for action, ask in ((left, "Zeg wat ermee gebeurt."), (gone_on, "Dit werd later anders gevraagd.")):
        LeadFactory(action=action, party=cast.association)
        ProgressUpdateFactory(action=action, **(told | {"round": earlier_round}), amber=True, ask=ask)
    fell_short = ActionFactory(goal=cast.goal, agenda=year_before, text="Dit lukte niet.", position=3)
    LeadFactory(action=fell_short, party=cast.association)
    ProgressUpdateFactory(action=fell_short, **(told | {"round": earlier_round}), red=True, ask="", needs_no_decision=True)
    Agenda.objects.filter(pk=year_before.pk).update(state="closed")
    indicator = IndicatorFactory(goal=cast.goal, name="Wachttijd", kind="maximum", unit="jaar")
    target = TargetFactory(indicator=indicator, year=today.year, value=4, provisional=True)
    Agreement.objects.filter(pk=cast.agreement.pk).update(end_year=today.year)
    held = MeetingFactory(agreement=cast.agreement, held_on=today - timedelta(days=3), kind="bestuurlijk", title="Vorig")
    scene.propose(adjust(cast.action, text="Er staan 25 woningen."))
    DecisionFactory(meeting=held, action=None, goal=cast.goal, kind="adjust", text="De prijs gaat omhoog.")
    confirm = scene.propose(adjust(cast.second, text="Er staan 13 woningen."))
    DecisionFactory(meeting=held, action=cast.second, kind="adjust", proposal=confirm)
    late = scene.propose(drop(cast.second))
    Proposal.objects.filter(pk=late.pk).update(state="expired", ended_at=timezone.now())
    adoption.propose(text=scene.agreement, by=scene.coordinator, deadline=today + timedelta(days=14))
    given = {"given_on": today, "given_by": scene.signers[cast.tenants], "outcome": "negative", "text": "Nee."}
    AdviceFactory(agreement=cast.agreement, party=cast.tenants, asking_party=cast.association, **given)
    sentences = {
        "asked": "Bel met de netbeheerder.",
        "proposed": "Besluit over een voorstel van De Sleutel: andere datum, 1 maart 2025.",
        "escalated": "Besluit hoe het verder moet. Wordt niet gehaald: Ronde 1.",
        "change": "Besluit over een wijziging: Andere afspraak.",
        "confirm": f"Bevestig wat het overleg van {date_format(held.held_on, 'j F Y')} besloot: Andere afspraak.",
        "expired": "Niet op tijd beantwoord; leg het opnieuw voor of laat het los: Andere afspraak.",
        "adopt": f"Stel de tekst ‘{scene.agreement.title}’ vast.",
        "before": "Zeg wat ermee gebeurt.",
        "escalated before": "Besluit hoe het verder moet. Wordt niet gehaald: Ronde 0.",
        "not_carried_out": f"Voer uit wat het overleg van {date_format(held.held_on, 'j F Y')} besloot: bijstellen. De prijs",
        "figure": f"Maak de streefwaarde voor {today.year} definitief: {target.phrase}.",
        "herijking": f"Bepaal wat er na {today.year} komt: dan lopen deze afspraken af.",
        "advice": "Antwoord op het advies van Huurdersraad Waterhoek, ‘negatief’: De huren van volgend jaar.",
    }
    return Everything(scene, meeting, round, sentences)


def dutch(client, person, address: str):
    client.force_login(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def words_of_file(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return " ".join(" ".join(pages_of(content)).split())
    from docx import Document

    return " ".join(" ".join(row.text for row in Document(io.BytesIO(content)).paragraphs).split())


def test_the_case_has_every_kind(everything):
    """And of the year before, for what did not go on, one that was asked and one that comes by rule."""
    assert set(everything.sentences) == {*DecisionKind.values, "before", "escalated before"}


def test_what_comes_before_the_executives_is_the_same_on_the_agenda_and_on_the_first_screen(everything):
    cast, meeting = everything.scene.cast, everything.meeting
    with translation.override("nl"):
        by_rule = {row.action.pk: row.reason for row in escalations(meeting.agreement, meeting=meeting)}
        make_agenda(meeting=meeting, by=everything.scene.coordinator)
        board = collect_board(everything.scene.agenda(), QueryDict(), today=timezone.localdate(), user=cast.officer)
    asked = {row.action: row.why for row in board.questions if row.why}
    items = Item.objects.filter(meeting=meeting, source=Item.Source.ESCALATED).values_list("action", flat=True)
    assert {cast.action.pk, Action.objects.get(text="Dit lukte niet.").pk} <= by_rule.keys()
    assert asked == by_rule
    assert set(items) == by_rule.keys()


@pytest.mark.parametrize("place", ["dashboard", "presentation", "meeting", "start"])
def test_every_page_has_every_question(client, everything, place):
    agenda = everything.scene.agenda()
    address = {"meeting": everything.meeting.get_absolute_url(), "start": "/"}.get(place)
    person = everything.scene.signers[everything.scene.cast.tenants]
    page = dutch(client, person, address or reverse(place, args=[agenda.agreement.slug, agenda.year]))
    words = words_of(page)
    assert [sentence for sentence in everything.sentences.values() if sentence not in words] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("length", ["kort", "uitzonderingen", "volledig"])
def test_every_report_has_every_question(client, everything, kind, length):
    agenda = everything.scene.agenda()
    address = reverse(f"progress_{kind}", args=[agenda.agreement.slug, agenda.year])
    content = dutch(client, everything.scene.cast.tenant, f"{address}?lengte={length}").content
    words = words_of_file(kind, content)
    assert [sentence for sentence in everything.sentences.values() if sentence not in words] == []
    if kind == "pdf":
        assert (len(pages_of(content)) == 1) is (length == "kort")


def test_every_reader_has_the_same_order_and_sees_what_waits_for_the_own_answer(client, everything):
    """What must be answered by a day comes first; the tenants must answer three, the association the advice."""
    agreement = everything.scene.agreement
    waiting = waiting_in([agreement.pk], everything.scene.signers[everything.scene.cast.tenants])[agreement.pk]
    assert {row.kind.value for row in waiting if row.is_yours} == {"change", "confirm", "adopt"}
    for_all = questions_for((), waiting_in([agreement.pk])[agreement.pk])
    assert [row.sentence for row in questions_for((), waiting)] == [row.sentence for row in for_all]
    days = [row.until for row in for_all]
    assert [bool(day) for day in days] == [True] * 5 + [False] * 3
    assert days[:5] == sorted(days[:5])
    assert not any(row.is_yours for row in waiting_in([agreement.pk])[agreement.pk]), "a report is the same for everyone"


def test_a_kept_position_reads_the_same_whatever_waits_since(client, everything):
    scene, agenda = everything.scene, everything.scene.agenda()
    close_round(round=everything.round, by=scene.coordinator)
    position = Position.objects.get(agenda=agenda)
    address = f"{reverse('progress_pdf', args=[agenda.agreement.slug, agenda.year])}?stand={position.pk}&lengte=kort"
    before = dutch(client, scene.cast.tenant, address).content
    assert everything.sentences["asked"] in words_of_file("pdf", before)
    assert everything.sentences["change"] not in words_of_file("pdf", before), "it was no part of what was kept"
    scene.propose(adjust(scene.cast.action, text="Er staan 26 woningen."))
    DecisionFactory(meeting=everything.meeting, action=scene.cast.action, kind="adjust")
    assert dutch(client, scene.cast.tenant, address).content == before


def test_what_was_answered_does_not_wait_any_more(everything):
    scene = everything.scene
    scene.agree(Proposal.objects.get(agreement=scene.agreement, state="open", decisions__kind="adjust"))
    Advice.objects.update(follows="follows", answered_on=timezone.localdate(), answered_by=scene.coordinator)
    waiting = waiting_in([scene.agreement.pk])[scene.agreement.pk]
    assert {row.kind.value for row in waiting}.isdisjoint({"confirm", "advice"})


def test_the_start_names_the_day_and_for_others_it_is_information(client, everything):
    scene, day = everything.scene, date_format(everything.meeting.held_on, "j F")
    decides = words_of(dutch(client, scene.signers[scene.cast.tenants], "/"))
    reads = words_of(dutch(client, scene.cast.officer, "/"))
    assert f"Op {day} beslist u in het bestuurlijk overleg over:" in decides
    assert f"Op {day} beslist het bestuurlijk overleg over:" in reads
    assert "Er wacht nu niets op u." not in decides


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_any_number_of_questions(everything, number, django_assert_num_queries):
    for place in range(number):
        everything.scene.propose(adjust(everything.scene.cast.action, text=f"Er staan {place} woningen."))
    agreement = everything.scene.agreement
    with django_assert_num_queries(5):
        assert len(waiting_in([agreement.pk])[agreement.pk]) == 8 + number


def test_with_everything_waiting_the_dashboard_takes_fifteen_queries_beside_session_and_user(client, everything):
    agenda = everything.scene.agenda()
    address = reverse("dashboard", args=[agenda.agreement.slug, agenda.year])
    dutch(client, everything.scene.signers[everything.scene.cast.tenants], address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    others = [row["sql"] for row in captured if not re.search(r'FROM "(django_session|parties_user)"', row["sql"])]
    assert len(others) <= 15, [sql.partition(" FROM ")[2][:60] for sql in others]


# -- On the agenda of the meeting


REPORTED = {Item.Source.ESCALATED, Item.Source.QUESTION}
SOURCES = REPORTED | {
    Item.Source.PROPOSAL,
    Item.Source.ADVICE,
    Item.Source.NOT_CARRIED_OUT,
    Item.Source.FIGURE,
    Item.Source.HERIJKING,
}


def addresses_of(item: Item) -> set[str]:
    """Where what it is about is answered: of what only waits for a confirmation the meeting that decided it."""
    if item.source == Item.Source.NOT_CARRIED_OUT:
        decision = Decision.objects.get(pk=item.origin.partition(":")[2])
        return {f"{decision.meeting.get_absolute_url()}#besluit-{decision.pk}"}
    if item.source == Item.Source.HERIJKING:
        return {item.meeting.agreement.get_absolute_url()}
    if item.action_id:
        return {f"{reverse('progress', args=[item.action_id])}#verloop"}
    meetings = {decision.meeting.get_absolute_url() for decision in item.proposal.decisions.all()} if item.proposal_id else set()
    return {f"{address}#besluiten" for address in meetings} or {item.subject.get_absolute_url()}


def test_the_agenda_of_the_meeting_has_every_question_and_nothing_else_to_decide(everything):
    scene = everything.scene
    meeting = with_waiting_known(Meeting.objects.select_related("agreement")).get(pk=everything.meeting.pk)
    make_agenda(meeting=meeting, by=scene.coordinator)
    waiting = questions_before(meeting, scene.coordinator, rounds_of(meeting.agreement), today=timezone.localdate())
    assert {row.kind.value for row in waiting} == set(DecisionKind.values)
    items = list(meeting.items.filter(source__in=SOURCES))
    assert {address for item in items for address in addresses_of(item)} == {row.address for row in waiting}
    said = " ".join(f"{item.title} {item.note}" for item in items)
    for words in (
        "Bel met de netbeheerder.",
        "andere datum, 1 maart 2025",
        "Wordt niet gehaald: Ronde 1.",
        "Niet op tijd beantwoord",
    ):
        assert words in said
    (confirmed,) = [item for item in items if item.note.startswith("Besloten in het overleg van")]
    assert confirmed.minutes_needed < max(item.minutes_needed for item in items), "it only waits for a yes"


def test_a_question_waits_while_the_next_round_has_no_answer_yet(everything):
    scene, today = everything.scene, timezone.localdate()
    close_round(round=everything.round, by=scene.coordinator)
    end = date(2024, 12, 31)
    RoundFactory(agenda=scene.agenda(), name="Ronde 2", reference_date=end, opens_on=end, closes_on=end, opened=True)
    meeting = with_waiting_known(Meeting.objects.select_related("agreement")).get(pk=everything.meeting.pk)
    waiting = questions_before(meeting, scene.coordinator, rounds_of(meeting.agreement), today=today)
    kinds = {row.kind.value for row in waiting}
    assert {"asked", "proposed"} <= kinds


def test_another_view_comes_on_the_agenda_with_what_is_asked_about_the_action(everything):
    scene = everything.scene
    cast, meeting = scene.cast, Meeting.objects.select_related("agreement").get(pk=everything.meeting.pk)
    calm = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit gaat goed.", position=13)
    LeadFactory(action=calm, party=cast.association)
    report = ProgressUpdateFactory(action=calm, round=everything.round, party=cast.association)
    of_asked = cast.action.progress_updates.get()
    for update, reason in ((report, "Wij horen iets anders."), (of_asked, "Het is nog erger.")):
        DissentFactory(update=update, party=cast.tenants, reason=reason)
    make_agenda(meeting=meeting, by=scene.coordinator)
    (item,) = meeting.items.filter(action=calm)
    assert item.source == Item.Source.DISSENT
    assert "Wij horen iets anders." in item.note
    (asked_too,) = meeting.items.filter(action=cast.action)
    assert "Het is nog erger." in asked_too.note
    assert make_agenda(meeting=meeting, by=scene.coordinator) == []


def test_officers_have_no_decision_of_the_executives_before_them(everything):
    scene, today = everything.scene, timezone.localdate()
    officers = MeetingFactory(agreement=scene.agreement, kind="ambtelijk", held_on=today + timedelta(days=5))
    make_agenda(meeting=officers, by=scene.coordinator)
    assert not officers.items.filter(source__in=[Item.Source.PROPOSAL, Item.Source.ESCALATED]).exists()


def test_what_one_decides_is_not_told_again_among_what_waits(everything):
    """Of what a meeting decided it is said where to confirm it."""
    signer = everything.scene.signers[everything.scene.cast.tenants]
    overview = collect_overview(signer, now=timezone.now(), since=None)
    said = {row.address for ahead in overview.decides for row in ahead.first if row.is_yours}
    waiting = {row.get_absolute_url() for row in overview.to_answer}
    assert waiting & said
    assert {row.get_absolute_url() for row in overview.answers} == waiting - said


def test_the_start_has_the_questions_of_the_dashboard_word_for_word(everything):
    """It reads less of the reports than the dashboard."""
    signer = everything.scene.signers[everything.scene.cast.tenants]
    (ahead,) = collect_overview(signer, now=timezone.now(), since=None).own.deciding
    board = collect_board(everything.scene.agenda(), QueryDict(), today=timezone.localdate(), user=signer)
    assert ahead.questions == board.questions
    assert [row.effect for row in ahead.questions if row.effect]


def test_the_start_has_them_in_the_order_of_the_document_whatever_was_written_first(everything):
    cast, signer = everything.scene.cast, everything.scene.signers[everything.scene.cast.tenants]
    for position in (cast.goal.position + 2, cast.goal.position + 1):
        goal = GoalFactory(theme=cast.goal.theme, position=position)
        action = ActionFactory(goal=goal, agenda=cast.agenda)
        LeadFactory(action=action, party=cast.association)
        told = {"submitted_at": datetime(2024, 10, 8, 9, tzinfo=UTC), "ask": f"Als nummer {position}."}
        ProgressUpdateFactory(action=action, round=everything.round, party=cast.association, red=True, **told)
    (ahead,) = collect_overview(signer, now=timezone.now(), since=None).own.deciding
    asked = [row.sentence for row in ahead.questions if row.sentence.startswith("Als nummer")]
    assert asked == [f"Als nummer {cast.goal.position + place}." for place in (1, 2)]
    assert ahead.questions == collect_board(cast.agenda, QueryDict(), today=timezone.localdate(), user=signer).questions


def test_what_was_decided_of_it_in_the_year_before_is_asked_no_more_on_the_start(everything):
    cast, agenda = everything.scene.cast, everything.scene.agenda()
    agendas = agenda.agreement.agendas
    signer = everything.scene.signers[cast.tenants]
    earlier = ActionFactory(goal=cast.goal, agenda=agendas.get(year=agenda.year - 1), text="Dit loopt door.", position=20)
    again = ActionFactory(goal=cast.goal, agenda=agenda, text="Dit loopt door.", position=20)
    ActionLinkFactory(earlier=earlier, later=again)
    for action in (earlier, again):
        LeadFactory(action=action, party=cast.association)
    before, then = earlier.agenda.rounds.get(), datetime(2024, 10, 8, 9, tzinfo=UTC)
    ProgressUpdateFactory(
        action=earlier, round=before, party=cast.association, submitted_at=then, amber=True, ask="Geef uitstel."
    )

    def asked() -> list[str]:
        (ahead,) = collect_overview(signer, now=timezone.now(), since=None).own.deciding
        return [row.sentence for row in ahead.questions if row.action == again.pk]

    assert asked() == ["Geef uitstel."]
    held = MeetingFactory(agreement=agenda.agreement, held_on=timezone.localdate() - timedelta(days=2))
    DecisionFactory(meeting=held, action=earlier, kind="discuss")
    assert asked() == []
