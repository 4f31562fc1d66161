"""The calendar of an agreement: what stands in it for whom, and the page of each step of the year."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.agenda.ground import Ground
from agreements.models import Agenda, Agreement, Proposal
from agreements.versions.recording import record_version
from monitoring.feed.entries import entries_for
from monitoring.models import LegalStep, Meeting, MeetingParty
from parties.history.write_rules import Act, act
from tests.factories import (
    ActionFactory,
    AdviceFactory,
    AgreementFactory,
    ConditionFactory,
    DataDeliveryFactory,
    EvaluationFactory,
    IndicatorFactory,
    LegalStepFactory,
    MeetingFactory,
    ProjectFactory,
    ProjectStepFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/afspraken/waterhoek-2023-2026/kalender/"
ICS = "/afspraken/waterhoek-2023-2026/kalender.ics"
OFFER = f"{PAGE}2024/offer/"


@pytest.fixture
def spring(at):
    at("2024-05-15 12:00")


def words_in(answer) -> str:
    return " ".join(answer.content.decode().split())


def whole_year(cast, times: int, first: int = 0) -> None:
    """So many of each kind of thing that has a day, numbered from the first."""
    for number in range(first, first + times):
        day = date(2024, 6, 1 + number)
        RoundFactory(agenda=cast.agenda, name=f"Ronde {number}", opens_on=day, closes_on=date(2024, 7, 1))
        MeetingFactory(agreement=cast.agreement, held_on=day, title=f"Overleg {number}")
        indicator = IndicatorFactory(goal=cast.goal, name=f"Cijfer {number}")
        DataDeliveryFactory(indicator=indicator, party=cast.association, year=2024, due_on=day)
        AdviceFactory(
            agreement=cast.agreement,
            party=cast.tenants,
            asking_party=cast.association,
            asked_by=cast.officer,
            subject=f"Huur {number}",
            due_on=date(2024, 8, 31),
        )
        project = ProjectFactory(agreement=cast.agreement, name=f"Project {number}")
        ProjectStepFactory(project=project, name="Vergunning", planned_on=day, planned_precision="day")
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, text=f"Actie {number}", position=10 + number)
        ConditionFactory(action=action, until=date(2024, 9, 1))
        EvaluationFactory(agenda=cast.agenda, name=f"Evaluatie {number}", opens_on=day, closes_on=date(2024, 10, 31))


def events_in(answer) -> dict[str, str]:
    """Each event of the list with its state in words."""
    rows = re.findall(r"<tr role=\"row\">\s*<th scope=\"row\".*?</tr>", answer.content.decode().split("year-month", 1)[1], re.S)
    found = {}
    for row in rows:
        what = re.search(r"<a [^>]*>(.*?)</a>", row)[1]
        found[what] = re.search(r"year-state--\w+\">(.*?)</span>", row)[1]
    return found


def test_everything_that_has_a_day_stands_in_it(cast, spring, visit):
    whole_year(cast, 1)
    Agenda.objects.filter(pk=cast.agenda.pk).update(adopted_on=date(2024, 1, 20))
    found = events_in(visit(cast.tenant, PAGE))
    assert found == {
        "The year begins": "done",
        f"Adopted: {cast.agenda.title}": "done",
        "Overleg 0": "to come",
        "Last day for the figure: Cijfer 0 2024": "to come",
        "Project 0: Vergunning": "to come",
        "Indicative room for spending (IBW)": "to come",
        "Accounts of the year before (dVi)": "to come",
        "Overview of intended work (bod)": "to come",
        "Last day to report: Ronde 0 (2024)": "to come",
        "Last day for advice: Huur 0": "to come",
        "Condition: mits de vergunning er is": "to come",
        "Reaction to the bod": "to come",
        "Last day to answer: Evaluation 2024: Evaluatie 0": "to come",
        "Evaluation of the agreements": "to come",
        "Talks about the agreements": "to come",
        "Overview and declaration to the minister (dPi)": "to come",
    }


def test_what_was_not_done_in_time_is_said(cast, at, visit):
    at("2024-07-02 12:00")
    whole_year(cast, 1)
    found = events_in(visit(cast.tenant, PAGE))
    assert found["Overview of intended work (bod)"] == "too late"
    assert found["Last day for the figure: Cijfer 0 2024"] == "too late"
    assert found["Project 0: Vergunning"] == "too late"
    assert found["Last day to report: Ronde 0 (2024)"] == "too late"
    assert found["Overleg 0"] == "done"
    at("2024-10-02 12:00")
    assert events_in(visit(cast.tenant, PAGE))["Reaction to the bod"] == "not recorded", "practice, on a day nobody chose"
    assert "Not recorded; the day was 1 October 2024" in words_in(visit(cast.tenant, f"{PAGE}2024/reaction/"))
    assert "Too late: it was due by 1 July 2024" in words_in(visit(cast.tenant, OFFER))
    LegalStepFactory(agreement=cast.agreement, kind="reaction", due_on=date(2024, 9, 15))
    assert events_in(visit(cast.tenant, PAGE))["Reaction to the bod"] == "too late", "a coordinator chose this day"
    earlier = events_in(visit(cast.tenant, f"{PAGE}?jaar=2023"))
    assert earlier["Overview of intended work (bod)"] == "not recorded", "nobody kept it up, so nobody is blamed"


def test_new_duties_come_with_the_law_of_2026(cast, spring, visit):
    Agreement.objects.filter(pk=cast.agreement.pk).update(end_year=2028)
    assert "Request for the yearly talks" not in events_in(visit(cast.tenant, f"{PAGE}?jaar=2026"))
    found = events_in(visit(cast.tenant, f"{PAGE}?jaar=2027"))
    assert found["Request for the yearly talks"] == "to come"
    assert found["The agreements in force can be read by everyone"] == "the whole year"
    assert "Woningwet, artikel 44, lid 1" in words_in(visit(cast.tenant, f"{PAGE}?jaar=2027"))


def test_in_its_last_year_the_agreement_asks_what_comes_after_it(cast, spring, visit):
    what = "The agreement ends with 2026: what comes after it?"
    assert what not in events_in(visit(cast.tenant, f"{PAGE}?jaar=2025"))
    assert events_in(visit(cast.tenant, f"{PAGE}?jaar=2026"))[what] == "to come"
    AgreementFactory(predecessor=cast.agreement, start_year=2027, end_year=2030)
    assert events_in(visit(cast.tenant, f"{PAGE}?jaar=2026"))[what] == "done"


def test_one_kind_is_chosen_in_the_address(cast, spring, visit):
    whole_year(cast, 1)
    assert list(events_in(visit(cast.tenant, f"{PAGE}?soort=overleg"))) == ["Overleg 0"]
    assert len(events_in(visit(cast.tenant, f"{PAGE}?soort=onzin"))) > 10, "an unknown one is none"


@pytest.mark.parametrize("year", ["1999", "9999", "twee", "２０２４", "", "-1"])
def test_an_odd_year_is_that_of_today(cast, spring, visit, year):
    assert "<h1>Calendar of 2024</h1>" in words_in(visit(cast.tenant, f"{PAGE}?jaar={year}"))


def test_it_takes_the_same_queries_however_much_there_is(cast, spring, visit, client):
    whole_year(cast, 1)
    visit(cast.tenant, PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(1, 6):
        whole_year(cast, 1, number)
    Agreement.objects.filter(pk=cast.agreement.pk).update(rolling_years=4, end_year=2024)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(one) <= 15
    assert len(many) <= 16, "and one for the window of a rolling agreement; the session and the person are among them"


def test_the_last_day_to_react_to_minutes_stands_in_it_and_in_the_own_calendar(cast, spring, visit):
    meeting = MeetingFactory(agreement=cast.agreement, held_on=date(2024, 5, 10))
    Meeting.objects.filter(pk=meeting.pk).update(minutes_sent_at=datetime(2024, 5, 12, tzinfo=UTC), react_until=date(2024, 5, 26))
    told = events_in(visit(cast.officer, PAGE))
    assert [state for what, state in told.items() if what.startswith("Last day to react to the minutes of")] == ["to come"]
    assert f"verslag-{meeting.pk}" in " ".join(entry.uid for entry in entries_for(cast.officer))


def test_an_evaluation_stands_in_it_and_in_the_own_calendar(cast, spring, visit):
    evaluation = EvaluationFactory(agenda=cast.agenda, opens_on=date(2024, 5, 1), closes_on=date(2024, 5, 10))
    told = events_in(visit(cast.officer, PAGE))
    assert [state for what, state in told.items() if what.startswith("Last day to answer")] == ["too late"]
    assert f"evaluatie-{evaluation.pk}" in " ".join(entry.uid for entry in entries_for(cast.officer))


def test_a_meeting_of_two_parties_is_for_those_alone(cast, spring, visit):
    meeting = MeetingFactory(agreement=cast.agreement, kind="bilateral", title="Onder ons", held_on=date(2024, 6, 3))
    for party in (cast.municipality, cast.association):
        MeetingParty(meeting=meeting, party=party).save()
    assert "Onder ons" in events_in(visit(cast.officer, PAGE))
    for address in (PAGE, ICS):
        assert "Onder ons" in words_in(visit(cast.officer, address))
        assert "Onder ons" not in words_in(visit(cast.tenant, address))


def test_a_draft_of_a_proposal_is_shown_to_nobody(cast, spring, visit):
    """One that was put to the parties is; of a draft the calendar tells not even the party that writes it."""
    with act(Act.TAKE_EFFECT):
        base = record_version(cast.agenda, kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
        row = Proposal(
            agreement=cast.agreement,
            agenda=cast.agenda,
            kind="adjust",
            state="draft",
            base=base,
            subject="Nog geheim",
            deadline=date(2024, 6, 30),
            party=cast.association,
            opened_by=cast.association_officer,
        )
        row.save()
    assert "Nog geheim" not in words_in(visit(cast.association_officer, PAGE))
    Proposal.objects.filter(pk=row.pk).update(state="open", content_sha256="0" * 64)
    (shown,) = [what for what in events_in(visit(cast.tenant, PAGE)) if "Nog geheim" in what]
    assert shown.startswith("Last day to answer: ")


# -- A step


def upload(name: str = "bod.txt", content: bytes = b"Het bod.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(**fields) -> dict:
    return {"due_on": "2024-07-01", "basis": "Woningwet", "done_on": "", "document_date": "", "note": "", **fields}


def stored() -> LegalStep:
    return LegalStep.objects.get()


def test_looking_makes_no_row_and_the_first_change_does(cast, spring, visit):
    visit(cast.tenant, PAGE)
    visit(cast.tenant, OFFER)
    visit(cast.officer, f"{OFFER}wijzigen/")
    assert not LegalStep.objects.exists()
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15", basis="Afgesproken op 1 maart"))
    row = stored()
    assert (row.kind, row.year, row.due_on, row.basis) == ("offer", 2024, date(2024, 9, 15), "Afgesproken op 1 maart")
    assert row.history.get().history_user == cast.officer
    assert "15 September" in words_in(visit(cast.tenant, PAGE))


def test_a_step_that_is_done_is_not_late(cast, at, visit):
    at("2024-08-01 12:00")
    visit(cast.officer, f"{OFFER}wijzigen/", typed(done_on="2024-06-28"))
    assert events_in(visit(cast.tenant, PAGE))["Overview of intended work (bod)"] == "done"
    assert "Done on 28 June 2024" in words_in(visit(cast.tenant, OFFER))


def test_the_document_of_a_step_is_read_by_all_parties(cast, spring, visit):
    visit(cast.officer, f"{OFFER}wijzigen/", typed(document=upload(), document_date="2024-05-01"))
    page = words_in(visit(cast.tenant, OFFER))
    assert "bod.txt" in page
    assert "of 1 May 2024" in page
    answer = visit(cast.tenant, f"{OFFER}document/{stored().history.get().history_id}/")
    assert b"".join(answer.streaming_content) == b"Het bod."
    assert answer["Content-Disposition"].startswith("attachment")
    assert visit(cast.outsider, f"{OFFER}document/{stored().history.get().history_id}/").status_code == 404


def test_another_document_asks_why_and_leaves_the_earlier_one_to_be_read(cast, spring, visit):
    visit(cast.officer, f"{OFFER}wijzigen/", typed(document=upload(), document_date="2024-05-01"))
    first = stored().history.get().history_id
    other = typed(document=upload("bod-2.txt", b"Het betere bod."), document_date="2024-05-10")
    refused = visit(cast.officer, f"{OFFER}wijzigen/", other)
    assert "Say why another document takes the place of this one." in words_in(refused)
    assert stored().document_name == "bod.txt"
    other["document"] = upload("bod-2.txt", b"Het betere bod.")
    visit(cast.officer, f"{OFFER}wijzigen/", {**other, "why": "Er stond een fout in"})
    page = words_in(visit(cast.tenant, OFFER))
    assert "Er stond een fout in" in page
    assert "(not the present document any more)" in page
    assert b"".join(visit(cast.tenant, f"{OFFER}document/{first}/").streaming_content) == b"Het bod."


def test_a_program_is_no_document(cast, spring, visit):
    refused = visit(cast.officer, f"{OFFER}wijzigen/", typed(document=upload("bod.exe"), document_date="2024-05-01"))
    assert "This kind of file is not accepted." in words_in(refused)
    assert not LegalStep.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_on": "2025-07-01"}, "Choose a day in 2024: this is a step of that year."),
        ({"done_on": "2024-05-16"}, "This day has yet to come. Fill in when it was done."),
        ({"document_date": "2024-05-01"}, "Choose the document with this date, or leave the date empty."),
        ({"document_date": "2024-05-16"}, "This day has yet to come. Fill in the day that stands on the document."),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast, spring, visit, fields, sentence):
    assert sentence in words_in(visit(cast.officer, f"{OFFER}wijzigen/", typed(**fields)))
    assert not LegalStep.objects.exists()


def test_a_document_without_its_day_is_refused(cast, spring, visit):
    refused = visit(cast.officer, f"{OFFER}wijzigen/", typed(document=upload()))
    assert "Fill in the day that stands on the document." in words_in(refused)


@pytest.mark.for_postgresql
def test_the_last_change_is_undone_and_the_first_one_too(cast, spring, visit):
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15"))
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-10-15", document=upload(), document_date="2024-05-01"))
    visit(cast.officer, f"{OFFER}terugdraaien/", {"record": stored().history.latest("history_id").history_id})
    assert (stored().due_on, stored().document.name, stored().document_name) == (date(2024, 9, 15), "", "")
    assert "bod.txt" in words_in(visit(cast.tenant, OFFER)), "it stays in the history"
    LegalStep.objects.all().delete()
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15", note="Verzet"))
    visit(cast.officer, f"{OFFER}terugdraaien/", {"record": stored().history.latest("history_id").history_id})
    assert (stored().due_on, stored().note, stored().basis) == (date(2024, 7, 1), "", "Woningwet, artikelen 43 en 44")


def test_nothing_is_undone_that_the_person_did_not_see(cast, spring, visit):
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15"))
    seen = stored().history.get().history_id
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-10-15"))
    for record in (seen, "onzin", ""):
        visit(cast.officer, f"{OFFER}terugdraaien/", {"record": record})
    assert stored().due_on == date(2024, 10, 15)


@pytest.mark.for_postgresql
def test_a_colleagues_first_change_is_not_overwritten(cast, spring, visit):
    seen = re.search(r'name="history_seen" value="([^"]*)"', visit(cast.officer, f"{OFFER}wijzigen/").content.decode())[1]
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15", history_seen=seen))
    refused = visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-10-15", history_seen=seen))
    assert "Save again if it must replace what is there now." in words_in(refused)
    assert stored().due_on == date(2024, 9, 15)


@pytest.mark.parametrize("address", [f"{PAGE}2024/onzin/", f"{PAGE}2019/offer/", f"{PAGE}2024/request/"])
def test_there_is_no_page_of_what_is_no_step(cast, spring, visit, address):
    """The law asks for a request since 2027 only."""
    assert visit(cast.officer, address).status_code == 404


# -- In a calendar


def test_the_calendar_goes_into_a_calendar(cast, spring, visit):
    whole_year(cast, 1)
    answer = visit(cast.tenant, ICS)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:Overview of intended work (bod)" in lines
    assert "SUMMARY:Condition: mits de vergunning er is" in lines
    uid = f"UID:stap-{cast.agreement.pk}-2024-offer@"
    assert [line for line in lines if line.startswith(uid)]
    assert visit(cast.tenant, ICS).content == answer.content, "the same rows give the same bytes"


def test_a_step_that_moves_moves_in_calendars(cast, spring, visit):
    def event() -> str:
        text = visit(cast.tenant, ICS).content.decode()
        return next(part for part in text.split("BEGIN:VEVENT") if "2024-offer@" in part)

    assert "SEQUENCE:0" in event()
    visit(cast.officer, f"{OFFER}wijzigen/", typed(due_on="2024-09-15"))
    assert "SEQUENCE:1" in event()
    assert "DTSTART;VALUE=DATE:20240915" in event()


def test_what_concerns_the_own_party_stands_in_the_calendar_of_a_person(cast, spring):
    whole_year(cast, 1)
    translation.activate("nl")
    titles = {entry.title for entry in entries_for(cast.association_officer)}
    assert {"Overzicht van voorgenomen werkzaamheden (bod)", "Project 0: Vergunning"} <= titles
    assert not any(title.startswith("Voorwaarde") for title in titles), "nothing of them waits"
    ConditionFactory(action=cast.action, until=date(2024, 9, 1), words="mits er geld is")
    assert any("mits er geld is" in entry.title for entry in entries_for(cast.association_officer)), "they lead the action"
    assert not any("mits er geld is" in entry.title for entry in entries_for(cast.tenant))
    assert "Overzicht van voorgenomen werkzaamheden (bod)" not in {entry.title for entry in entries_for(cast.tenant)}
    assert entries_for(cast.outsider)
    assert not any("Project 0" in entry.title for entry in entries_for(cast.outsider))
