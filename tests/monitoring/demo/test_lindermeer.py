"""The invented municipality: last year closed, this year alive, next year begun; and everyone in it has something to do.

Loaded once by the command, for an ordinary day; test_any_day.py loads it for other days.
"""

from datetime import date, datetime, time
from io import StringIO
from re import findall

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.http import QueryDict
from django.utils import translation

from agreements import demo
from agreements.agenda.becoming import draft_changes
from agreements.agenda.collect import collect_agenda
from agreements.agenda.ground import ground_of
from agreements.agenda.words import words_of
from agreements.consent.page import collect_adoption
from agreements.models import Action, Advice, Agenda, Agreement, Appendix, Assent, Comment, Goal, Lead, Proposal, Target, Version
from monitoring.calendar import AMSTERDAM, day_of
from monitoring.dashboard.board import collect_board
from monitoring.dashboard.counts import Trouble
from monitoring.dashboard.deciding import questions_for
from monitoring.exports.pdf import report_pdf
from monitoring.exports.report import collect_report
from monitoring.meetings.escalation import escalations
from monitoring.meetings.minutes_waiting import waiting_minutes
from monitoring.models import ActionPoint, Dissent, Evaluation, Measurement, Meeting, Position, ProgressUpdate, Round
from monitoring.queries import with_waiting_known
from parties.models import Party, User
from public_site.factsheet import factsheet_pdf
from public_site.texts import as_if_published
from tests.crawl import crawl
from tests.monitoring.demo import told
from tests.pdf_check import check
from tests.pdf_text import pages_of, text_of, words_over_each_other

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 19)


def run(*options: str) -> str:
    """What the command prints, in English."""
    out = StringIO()
    with translation.override("en"):
        call_command("load_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(module_rows) -> tuple[str, int]:
    """All there is, for an ordinary day; rolled back after the last test. What the command printed, and how much it mailed."""
    mail.outbox.clear()
    return run("--today", TODAY.isoformat()), len(mail.outbox)


@pytest.fixture
def printed(loaded) -> str:
    return loaded[0]


@pytest.fixture(autouse=True)
def noon(loaded):
    """Each test looks at it at noon of that day."""
    with time_machine.travel(datetime.combine(TODAY, time(12), tzinfo=AMSTERDAM), tick=False):
        yield


def test_the_command_tells_what_it_loaded_and_who_can_sign_in(printed):
    for agreement in Agreement.objects.all():
        assert f"Loaded: {agreement}" in printed
    assert Agreement.objects.count() == 4
    assert demo.DEMO_PASSWORD in printed
    assert [user.email for user in User.objects.all() if user.email not in printed] == []
    assert "Noor van Dalen (fictief), Gemeente Heumen (coordinator)" in printed
    assert "Hassan Amrani (fictief), Gemeente Lindermeer (reader, may sign)" in printed
    assert "Bo Hendriks (fictief), superuser" in printed
    assert "iris@lindermeer.example              officer of the municipality: answers to look at" in printed
    assert User.objects.get(email="iris@lindermeer.example").check_password(demo.DEMO_PASSWORD)
    assert not User.objects.filter(is_fictitious=False).exists()


@pytest.mark.parametrize("day", ["2026-05-19", "2026-05-20", "2026-11-02", "2027-03-01"])
def test_loading_it_again_changes_nothing_on_any_later_day_and_says_what_to_do(day):
    before = told.every_row()
    assert min(len(before[name]) for name in ("agreements.HistoricalAction", "monitoring.Position", "agreements.Version")) > 0
    printed = run("--today", day)
    assert told.every_row() == before
    assert "heumen.json is there already and stays as it is." in printed
    lives = "Lindermeer lives on 19 May 2026, when it was loaded, and stays as people left it."
    assert (lives in printed, "FRESH=1 make demo" in printed) == (day != "2026-05-19",) * 2


def test_last_year_is_closed_this_year_lives_and_next_year_is_begun():
    assert told.states() == [[(2025, "closed"), (2026, "adopted"), (2027, "draft")], [(2026, "proposed")]]
    assert told.rounds(2025) == [("closed", True)]
    assert told.rounds(2026) == [("closed", True), ("open", False)]
    assert told.all_faults() == []


def test_all_of_it_happened_in_the_order_of_time_and_was_done_by_someone():
    for model, path in {Agenda: "agreement", Action: "agenda__agreement", ProgressUpdate: "action__agenda__agreement"}.items():
        records = model.history.filter(**{f"{path}__in": told.agreements()}).order_by("history_id")
        moments = list(records.values_list("history_date", flat=True))
        assert moments == sorted(moments)
        assert day_of(moments[-1]) < TODAY
        assert not records.filter(history_user=None).exists()
    versions = Version.objects.order_by("place").values_list("recorded_at", flat=True)
    assert [day_of(moment) for moment in versions] == [date(2024, 11, 25), date(2025, 11, 17), date(2026, 3, 24)]


# -- In force by consent


def test_each_year_is_in_force_because_people_who_may_sign_agreed():
    for version in Version.objects.order_by("place"):
        ground = ground_of(version)
        assert ground.kind == "assents"
        assert [answer.party for answer in ground.answers].count("Huurdersvereniging Elzenhof (fictief)") == 2
        assert {answer.party for answer in ground.answers} == {
            row.party.name for row in version.agreement.participations.filter(role="signatory")
        }
        assert all(answer.capacity for answer in ground.answers)
    signers = Assent.objects.exclude(by__memberships__may_sign=True)
    assert (Assent.objects.count(), signers.count()) == (20, 0)


def test_each_version_has_its_document_which_says_that_it_is_invented():
    for version in Version.objects.select_related("agenda"):
        with version.files.get().file.open() as file:
            text = text_of(file.read())
        assert "Fictief." in text
        assert "Prestatieafspraken Lindermeer 2025–2028 (fictief)" in text
        assert ("Hassan Amrani (fictief)" in text, text.count("Akkoord in Driehoek op")) == (True, 5)


def test_each_year_in_force_fits_on_one_page_of_a4():
    """tests/public_site/test_factsheet.py asks it of other texts; these are here because loading them takes long."""
    years = Agenda.objects.filter(state__in=["adopted", "closed"], agreement__slug="lindermeer-2025-2028").order_by("year")
    sheets = {row.year: factsheet_pdf(as_if_published(row)) for row in years.select_related("agreement")}
    assert list(sheets) == [2025, 2026]
    for sheet in sheets.values():
        assert len(pages_of(sheet)) == 1
        assert check(sheet) == []
        assert words_over_each_other(sheet) == []
    [page] = pages_of(sheets[2026])
    for words in (
        "Afgesproken door Gemeente Lindermeer",
        "Versie 2, overeengekomen wijziging, geldt vanaf 24 maart 2026",
        "Thema 3. Duurzame huizen 3 5 Elzenhof, Veldstee",
        "Opgeleverde sociale huurwoningen: ten minste 58 woningen in 2026",
        "Wat is het eerst klaar? • ",
        "Vóór 1 juli 2026",
        "/openbaar/lindermeer-2025-2028/2026/",
        "SHA-256",
    ):
        assert words in page, words


def test_one_proposal_was_returned_with_a_remark_that_is_answered_and_resolved():
    states = list(Proposal.objects.order_by("opened_at").values_list("state", flat=True))
    assert states == ["agreed", "returned", "agreed", "agreed", "open", "open"]
    remark = Comment.objects.get(text__startswith="Vier weken is te kort")
    assert remark.is_resolved
    assert [answer.by.email for answer in remark.answers.all()] == ["iris@lindermeer.example"]
    assert "binnen zes weken" in words_of(remark.action).text


def test_one_change_was_agreed_and_another_waits_for_answers():
    agreed, current = Proposal.objects.changing().order_by("opened_at")
    assert (agreed.state, str(agreed.version)) == ("agreed", "Versie 2, 24 maart 2026")
    assert "Bij vier complexen" in words_of(agreed.changes.get().action).text
    answers = {row.party.short_name: len(row.answers) for row in current.needed.all()}
    assert answers == {"Gemeente Lindermeer": 0, "Elzenhof": 0, "Veldstee": 1, "HV Elzenhof": 0}
    assert "tien gastheren" in words_of(current.changes.get().action).text, "until all have agreed"
    assert current.deadline > TODAY


def test_the_second_agreement_waits_for_answers():
    current = Proposal.objects.open().adopting().get()
    answers = {row.party.short_name: (len(row.answers), row.people) for row in current.needed.all()}
    assert answers == {
        "Gemeente Lindermeer": (0, 1),
        "Elzenhof": (0, 1),
        "Veldstee": (1, 1),
        "Zorggroep Linderhof": (0, 1),
        "HV Elzenhof": (1, 2),
    }
    assert current.deadline > TODAY


# -- The texts


def test_texts_differ_from_year_to_year():
    draft, agreement = told.agenda(2027), told.agreements()[0]
    changes = draft_changes(collect_agenda(draft), agreement, Agenda.years_of(agreement.pk))
    goals = {Goal.objects.get(pk=pk).number: [change.label for change in found.changes] for pk, found in changes.goals.items()}
    assert set(goals) == {"1.1", "2.4", "3.1"}
    assert goals["2.4"] == [], "a new goal"
    assert changes.themes
    goal = Goal.objects.get(number="1.3", theme__agreement=agreement)
    assert ("twee jaar" in words_of(goal, 2025).text, "een jaar" in words_of(goal, 2026).text) == (True, True)
    page = collect_adoption(draft, User.objects.get(email="iris@lindermeer.example"))
    assert {change.kind for change in page.changes} == {"new", "gone", "changed", "carried"}


def test_a_target_over_the_period_differs_as_well():
    targets = Target.objects.filter(indicator__name="Opgeleverde sociale huurwoningen", year=None)
    assert {row.from_year: int(row.value) for row in targets} == {None: 240, 2027: 264}


def test_a_goal_and_an_action_are_dropped_by_decision():
    goal = Goal.objects.get(number="3.2", theme__agreement=told.agreements()[0])
    assert (goal.dropped_from, bool(goal.drop_reason), goal.decisions.get().kind) == (2026, True, "drop")
    action = Action.objects.exclude(dropped_on=None).get(agenda=told.agenda(2026))
    assert (bool(action.drop_reason), action.decisions.get().kind) == (True, "drop")


def test_the_text_has_all_that_a_text_can_have():
    this = told.agenda(2026)
    actions = this.actions.filter(dropped_on=None)
    assert actions.count() == 31
    assert actions.exclude(project=None).count() >= 4
    assert actions.exclude(budget=None).count() >= 2
    assert {row.kind for row in actions} == {"specific", "ongoing", "goal_is_action", "process", "information"}
    assert Lead.objects.filter(action__in=actions).exclude(task="").count() >= 5
    assert not Lead.objects.filter(action__in=actions, contact=None).exists()
    assert [(row.agenda, bool(row.file)) for row in Appendix.objects.filter(agreement=this.agreement)] == [
        (None, True),
        (this, False),
    ]


# -- How it goes


@pytest.fixture
def board():
    return collect_board(told.agenda(2026), QueryDict(), today=TODAY).board


def test_the_dashboard_has_every_light_and_every_kind_of_exception(board):
    lights = {count.light for count in board.totals.lights if count.number}
    assert lights == {"off_track", "at_risk", "on_track", "done", "not_due", "none_yet"}
    troubles = {trouble for row in board.exceptions for trouble in row.troubles}
    assert {Trouble.OFF_TRACK, Trouble.AT_RISK, Trouble.SPLIT} <= troubles
    assert min(board.totals.dropped.number, len(questions_for(board.rows)), len(board.hidden_misses)) > 0


def test_the_report_of_one_page_is_one_page_in_each_year():
    for year in (2025, 2026):
        agenda = with_waiting_known(Agenda.objects.all()).at("lindermeer-2025-2028", year)
        report = collect_report(agenda, QueryDict("lengte=kort"), today=TODAY)
        with translation.override("nl"):
            assert (len(pages_of(report_pdf(report))), year) == (1, year)


def test_the_open_round_has_answers_in_every_state():
    current = Round.objects.get(name="Ronde 2 (fictief)", agenda=told.agenda(2026))
    states = {update.state for update in ProgressUpdate.objects.filter(round=current)}
    assert states == {"draft", "submitted", "returned", "accepted"}
    assert Dissent.objects.filter(update__round=current, discussed_in=None).exists()
    troubled = ProgressUpdate.objects.filter(judgement__in=["at_risk", "off_track"], submitted_at__isnull=False)
    assert not troubled.filter(cause="").exists()


def test_what_was_twice_at_risk_or_will_not_be_achieved_comes_before_the_executives():
    with translation.override("nl"):
        found = {row.reason: row.action.agenda.year for row in escalations(told.agreements()[0])}
    assert found == {
        "Twee keer gemeld als risico: Ronde 1 (fictief) en Ronde 2 (fictief)": 2026,
        "Wordt niet gehaald: Ronde 2 (fictief)": 2026,
    }


def test_meetings_were_held_with_minutes_and_decisions_and_others_are_planned():
    meetings = Meeting.objects.filter(agreement=told.agreements()[0]).order_by("held_on")
    held = [(row.held_on < TODAY, row.is_settled, row.decisions.count()) for row in meetings]
    assert held == [(True, True, 2), (True, True, 2), (True, True, 1), (True, False, 0), (False, False, 0), (False, False, 0)]
    assert Position.objects.filter(agenda__agreement=told.agreements()[0]).count() == 2


def test_minutes_were_adopted_others_wait_for_reactions_and_the_coming_agenda_was_mailed():
    autumn, held, talked, between, _officers, coming = Meeting.objects.filter(agreement=told.agreements()[0]).order_by("held_on")
    assert (autumn.is_adopted, autumn.adopted.adopted_in) == (True, held)
    waiting = waiting_minutes(User.objects.get(email="jeroen@veldstee.example"), TODAY)
    assert waiting.to_react == (talked,)
    assert waiting.to_answer == (talked,), "Veldstee minutes it"
    assert [row.is_answered for row in talked.reactions.all()] == [True, False]
    assert waiting_minutes(User.objects.get(email="iris@lindermeer.example"), TODAY).to_adopt == ()
    sources = set(coming.items.values_list("source", flat=True))
    assert {"fixed", "escalated", "question", "proposal", "evaluation", "action_point"} <= sources
    assert coming.agenda_mailings.count() == 1
    assert (between.is_closed, between.items.exclude(discussed="").count()) == (True, 1)


def test_of_the_action_points_one_is_late_one_is_done_and_others_come():
    points = ActionPoint.objects.filter(meeting__agreement=told.agreements()[0])
    assert sorted((row.is_done, row.is_overdue) for row in points) == [(False, False)] * 3 + [(False, True), (True, False)]


def test_last_year_was_evaluated_by_three_parties_one_of_them_late_with_points():
    evaluation = Evaluation.objects.get(agenda=told.agenda(2025))
    answered = {row.party.short_name: day_of(row.submitted_at) for row in evaluation.answers.submitted()}
    assert set(answered) == {"Gemeente Lindermeer", "Elzenhof", "HV Elzenhof"}
    assert answered["HV Elzenhof"] > evaluation.closes_on
    assert evaluation.is_closed
    assert "Wij sturen bij" in evaluation.conclusion
    assert [row.settled_on is None for row in evaluation.points.order_by("position")] == [False, True]


def test_comments_are_for_all_and_for_one_party_answered_resolved_and_with_people_named():
    comments = Comment.objects.filter(agreement=told.agreements()[0])
    assert {row.is_own for row in comments} == {True, False}
    assert comments.exclude(answers_to=None).exists()
    assert comments.exclude(resolved_at=None).exists()
    assert {type(row.subject).__name__ for row in comments} == {"Agenda", "Theme", "Goal", "Action"}
    assert {row.mentions.exists() for row in comments} == {True, False}


# -- People


def test_advice_runs_was_answered_and_was_there_before_each_year_was_adopted(noon):
    advices = list(Advice.objects.order_by("asked_on").select_related("agenda", "party"))
    assert [row.state for row in advices] == ["given", "given", "answered", "asked"]
    answered, running = advices[2:]
    assert (answered.outcome, answered.follows, answered.right) == ("negative", "partly", "qualified")
    assert (running.days_left, running.outcome, running.is_given) == (30, "positive_if", False)
    for row in advices[:2]:
        adopted = Version.objects.get(agenda=row.agenda, number=1).in_force_from
        assert row.clear_on <= adopted, "who advises and does not sign was heard first"


def test_everyone_has_something_to_do():
    assert told.people_with_nothing_to_do() == []
    roles = set(User.objects.filter(pk__in=[person.pk for person in told.people()]).values_list("memberships__role", flat=True))
    assert roles == {"reader", "editor", "coordinator"}
    assert len(told.people()) == 14


def test_everything_that_waits_for_someone_opens(client):
    for person in told.people():
        client.force_login(person)
        page = client.get("/").content.decode()
        waits = page[page.index("<h1>") : page.index('id="mijn-afspraken"')]
        links = {link.partition("#")[0] for link in findall(r'href="(/[^"]*)"', waits)}
        assert links
        assert set(crawl(client, sorted(links), leave_out=r".")) == links


def test_nobody_was_mailed(loaded):
    assert loaded[1] == 0


def test_whoever_meets_it_reads_that_it_is_invented():
    agreements = told.agreements()
    named = [
        *Party.objects.filter(agreements__in=agreements).values_list("name", flat=True),
        *User.objects.values_list("name", flat=True),
        *(str(agreement) for agreement in agreements),
        *Agenda.objects.filter(agreement__in=agreements).values_list("title", flat=True),
        *Appendix.objects.filter(agreement__in=agreements).values_list("title", flat=True),
        *Round.objects.values_list("name", flat=True),
        *Meeting.objects.exclude(held_on=date(2023, 12, 7)).values_list("title", flat=True),  # that one stands in the text
        *Evaluation.objects.values_list("name", flat=True),
        *Measurement.objects.values_list("source", flat=True),
    ]
    assert [words for words in named if "(fictief)" not in words] == []
    introductions = [agreement.introduction for agreement in agreements]
    introductions += Agenda.objects.filter(agreement__in=agreements).values_list("introduction", flat=True)
    assert [words for words in introductions if "**Fictief.**" not in words] == []
