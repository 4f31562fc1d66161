"""The form of one action: who finds it, what it refuses, and that nothing typed is lost."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from monitoring.models import Attachment, Measurement, ProgressUpdate
from monitoring.progress.reviewing import return_update
from monitoring.rounds.workflow import close_round, extend
from tests.factories import (
    PNG,
    ActionFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db

GREEN = {"done": "De fundering ligt er.", "next": "De ruwbouw begint.", "phase": "running", "judgement": "on_track"}
AMBER = {"judgement": "at_risk", "cause": "Netcongestie.", "effect": "Later.", "correction": "Aggregaat.", "ask": "Bel."}


@pytest.fixture
def me(cast):
    return cast.association_officer


@pytest.fixture
def address(cast):
    return f"/acties/{cast.action.pk}/voortgang/"


@pytest.fixture
def form(cast, round):
    """What the form sends; the tests add the answers."""
    return {"ronde": round.pk, "partij": cast.association.pk, "token": str(UUID(int=1)), "seen": 0}


@pytest.fixture
def by_htmx(visit, client):
    def by_htmx(person, address: str, data: dict):
        visit(person, "/mijn-acties/")
        return client.post(address, data, headers={"HX-Request": "true"})

    return by_htmx


def stored() -> list[tuple[str, str]]:
    return [(update.state, update.done) for update in ProgressUpdate.objects.order_by("pk")]


# -- Who


def test_outsiders_find_nothing_and_participants_read_but_do_not_report(visit, cast, round, address, form):
    assert visit(cast.outsider, address).status_code == 404
    assert visit(cast.outsider, address, form | GREEN).status_code == 404
    page = visit(cast.tenant, address)
    assert "Only an editor or coordinator of De Sleutel reports on this action." in words_of(page)
    assert b"data-report=" not in page.content
    for path in ("", "concept/", "ongewijzigd/", "weggooien/", "terugzetten/"):
        refused = visit(cast.tenant, address + path, form | GREEN)
        assert (refused.status_code, "Only an editor or coordinator of De Sleutel" in words_of(refused)) == (403, True)
    assert stored() == []


@pytest.mark.parametrize("path", ["concept/", "ongewijzigd/", "weggooien/", "terugzetten/"])
def test_someone_who_comes_back_from_the_login_to_a_button_finds_the_form(visit, cast, round, me, address, path):
    response = visit(me, address + path)
    assert (response.status_code, response["Location"]) == (302, address)
    assert stored() == []


def test_the_superuser_reads_and_reports_nothing(visit, cast, round, address, form):
    assert visit(cast.admin, address).status_code == 200
    assert visit(cast.admin, address, form | GREEN).status_code == 403


def test_a_coordinator_enters_on_behalf_only_when_asked_and_it_is_marked(visit, cast, round, address, form):
    assert b"data-report=" not in visit(cast.officer, address).content
    page = visit(cast.officer, f"{address}?partij={cast.association.pk}")
    assert "You enter this on behalf of De Sleutel." in words_of(page)
    visit(cast.officer, address, form | GREEN)
    [update] = ProgressUpdate.objects.all()
    assert (update.party, update.on_behalf_by, update.reported_by) == (cast.association, cast.municipality, cast.officer)


def test_the_draft_of_a_party_is_not_shown_to_someone_who_would_enter_for_it(visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | {"done": "Nog niet hardop zeggen."})
    page = visit(cast.officer, f"{address}?partij={cast.association.pk}")
    assert "De Sleutel has a draft of its own" in words_of(page)
    assert "Nog niet hardop" not in page.content.decode()
    for path in ("", "concept/", "weggooien/"):
        assert visit(cast.officer, address + path, form | GREEN | {"token": str(uuid4())}).status_code == 403
    assert stored() == [("draft", "Nog niet hardop zeggen.")]


def test_someone_who_reports_for_several_leads_chooses_for_which(visit, cast, round, me, address):
    LeadFactory(action=cast.action, party=cast.tenants)
    page = words_of(visit(cast.officer, f"{address}?partij={cast.tenants.pk}"))
    assert "You report for: Huurdersraad Waterhoek De Sleutel" in page


# -- What stands beside it


def test_beside_the_form_stand_text_targets_and_what_was_reported_last(visit, cast, round, me, address):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)
    ProgressUpdateFactory(action=cast.action, round=before, amber=True, reported_by=me)
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal, name="Nieuwe woningen"), year=2024, value=75)
    words = words_of(visit(me, address))
    for part in (
        "De 24 flexwoningen aan de Kade zijn opgeleverd.",
        "De Sleutel (realisatie bouw)",
        "Nieuwe woningen 2024: at least 75 woningen",
        "At risk, correction needed",
        "Ronde 0, 10 October 2024, by Abel Bouwer for De Sleutel",
        "De netbeheerder sluit pas in juni aan.",
        "It may go wrong; with a correction it can still be reached.",
    ):
        assert part in words


def test_a_return_stands_on_top_and_its_words_in_the_form(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN)
    return_update(update=ProgressUpdate.objects.get(), reason="Welke fundering?", by=cast.officer)
    page = visit(me, address)
    assert words_of(page).index("Welke fundering?") < words_of(page).index("What happens next?")
    assert "De fundering ligt er.</textarea>" in page.content.decode()


# -- Submit


def test_an_update_is_submitted_and_the_next_form_opens(visit, cast, round, me, address, form):
    response = visit(me, address, form | GREEN)
    assert response.headers["Location"] == f"/mijn-acties/?gemeld={cast.action.pk}-{round.pk}-{cast.association.pk}"
    assert stored() == [("submitted", "De fundering ligt er.")]


def test_the_same_form_twice_is_one_update(visit, cast, round, me, address, form):
    assert [visit(me, address, form | GREEN).status_code for _ in range(2)] == [302, 302]
    assert stored() == [("submitted", "De fundering ligt er.")]


def test_the_same_words_from_a_second_tab_are_one_update(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN)
    assert visit(me, address, form | GREEN | {"token": str(uuid4())}).status_code == 302
    assert stored() == [("submitted", "De fundering ligt er.")]


def test_someone_who_goes_back_and_changes_the_words_reports_anew(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN)
    for _ in range(2):
        visit(me, address, form | GREEN | {"done": "De fundering van blok A ligt er."})
    assert stored() == [("submitted", "De fundering ligt er."), ("submitted", "De fundering van blok A ligt er.")]


def test_a_save_that_comes_after_the_submit_makes_no_draft(by_htmx, visit, cast, round, me, address, form):
    visit(me, address, form | GREEN)
    late = by_htmx(me, address + "concept/", form | GREEN | {"done": "De fund"})
    assert "This was submitted on" in late.content.decode()
    assert stored() == [("submitted", "De fundering ligt er.")]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"judgement": "at_risk"}, "Say what causes this."),
        ({"judgement": ""}, "Choose whether it will be reached in time."),
        ({"done": " "}, "Say in a sentence what was done."),
        ({"proposal": "other_date"}, "Say which date you propose."),
        ({"proposal": "other_date", "proposal_date": "morgen"}, "Write the date as day-month-year, such as 31-12-2024."),
        ({"proposal": "other_date", "proposal_date": "2024-09-30"}, "Propose a date after 30 September 2024 and before"),
        ({"proposal": "other_date", "proposal_date": "20255-01-01"}, "Write the date as day-month-year"),
        ({"proposal": "drop"}, "Say why this action can be dropped."),
        ({"judgement": "done", "phase": "running"}, "What is done is finished: choose that phase as well."),
        ({"judgement": "purple"}, "Select a valid choice."),
    ],
)
def test_a_refusal_is_a_sentence_at_its_field_and_the_words_stay(visit, cast, round, me, address, form, answers, sentence):
    page = visit(me, address, form | GREEN | {"next": "Dit blijft staan."} | answers)
    assert page.status_code == 422
    assert sentence in words_of(page)
    assert "Dit blijft staan.</textarea>" in page.content.decode()
    assert [update.next for update in ProgressUpdate.objects.drafts()] == ["Dit blijft staan."]


def test_a_dutch_date_is_read_as_written(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN | {"proposal": "other_date", "proposal_date": "31-3-2025"})
    assert ProgressUpdate.objects.get().proposal_date == date(2025, 3, 31)


def test_someone_who_needs_no_decision_says_so_and_asks_nothing_of_the_meeting(visit, cast, round, me, address, form):
    nothing = AMBER | {"ask": "", "needs_no_decision": "on"}
    refused = visit(me, address, form | GREEN | AMBER | {"needs_no_decision": "on"})
    assert "You ask something, and say that no decision is needed. Choose one of the two." in words_of(refused)
    visit(me, address, form | GREEN | nothing)
    update = ProgressUpdate.objects.get()
    assert (update.is_submitted, update.needs_no_decision, update.ask) == (True, True, "")
    assert "No decision is needed" in words_of(visit(cast.officer, address))
    board = words_of(visit(cast.officer, cast.agenda.get_absolute_url() + "dashboard/"))
    assert "Netcongestie." in board
    assert "Asked of the meeting" not in board


def test_a_light_that_needs_no_explanation_keeps_no_such_answer(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN | {"needs_no_decision": "on"})
    assert not ProgressUpdate.objects.get().needs_no_decision


def test_what_a_choice_folded_away_is_not_submitted(visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | GREEN | AMBER | {"proposal": "drop", "proposal_text": "Niet nodig."})
    visit(me, address, form | AMBER | GREEN | {"proposal_text": "Niet nodig.", "proposal_date": "2025-03-01"})
    update = ProgressUpdate.objects.get()
    assert (update.cause, update.ask, update.proposal, update.proposal_text, update.proposal_date) == ("", "", "", "", None)


def test_done_without_a_phase_is_finished(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN | {"judgement": "done", "phase": ""})
    assert (ProgressUpdate.objects.get().judgement, ProgressUpdate.objects.get().phase) == ("done", "finished")


# -- Figures


@pytest.fixture
def typed(indicator):
    """`typed(value="1.038")`: what the form sends for the one indicator of the goal."""
    key = str(uuid4())

    def typed(**fields) -> dict:
        fields = {"sent_as": key, "value": "", "measured_on": "30-09-2024", **fields}
        return {f"meting-{indicator.pk}-{name}": value for name, value in fields.items()}

    return typed


def figures() -> list[tuple]:
    return [(row.value, row.party.short_name, row.recorded_by.name) for row in Measurement.objects.order_by("pk")]


def test_figures_go_along_in_dutch_notation_and_once(visit, client, cast, round, me, address, form, typed):
    client.cookies["django_language"] = "nl"
    client.force_login(me)
    sent = form | GREEN | typed(value="1.038,5", source="Jaarverslag", provisional="on")
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert stored() == [("submitted", "De fundering ligt er.")]
    assert figures() == [(Decimal("1038.5"), "De Sleutel", "Abel Bouwer")]
    figure = Measurement.objects.get()
    assert (figure.provisional, figure.source, figure.measured_on) == (True, "Jaarverslag", date(2024, 9, 30))
    beside = words_of(client.get(f"{address}?opnieuw"))
    assert "1.038,5" in beside


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "veel"}, "Write a number, such as 1250 or 575,03."),
        ({"value": "38 %"}, "This is counted in woningen, not in percent: write the number itself."),
        ({"value": "38", "measured_on": "gisteren"}, "Write the date as 7-12-2023."),
        ({"value": "38", "measured_on": "31-12-2024"}, "A figure cannot be measured in the future."),
        ({"is_unknown": "on"}, "Say why the figure is not known yet."),
        ({"source": "Jaarverslag"}, "Give the figure, or say that it is not known yet."),
    ],
)
def test_a_figure_that_is_not_right_is_a_sentence_and_nothing_is_lost(
    visit, cast, round, me, address, form, typed, wrong, sentence
):
    page = visit(me, address, form | GREEN | typed(note="Dit blijft staan.", **wrong))
    assert page.status_code == 422
    assert f"Groei van de voorraad : {sentence}" in words_of(page)
    for word in (*wrong.values(), "Dit blijft staan."):
        assert word in page.content.decode()
    assert (stored(), figures()) == ([("draft", "De fundering ligt er.")], [])


def test_a_report_that_is_not_complete_records_no_figure_either(visit, cast, round, me, address, form, typed):
    page = visit(me, address, form | GREEN | typed(value="38") | {"done": ""})
    assert (page.status_code, 'value="38"' in page.content.decode(), figures()) == (422, True, [])


def test_not_known_yet_is_recorded_with_its_reason(visit, cast, round, me, address, form, typed):
    visit(me, address, form | GREEN | typed(is_unknown="on", unknown_reason="De accountant rekent nog."))
    assert [(row.value, row.unknown_reason) for row in Measurement.objects.all()] == [(None, "De accountant rekent nog.")]


def test_someone_who_goes_back_may_still_add_a_figure_but_not_another_one_on_the_same_form(
    visit, cast, round, me, address, form, typed
):
    visit(me, address, form | GREEN)
    visit(me, address, form | GREEN | typed(value="38"))
    page = visit(me, address, form | GREEN | typed(value="39"))
    assert "This form has been sent already, with other figures." in words_of(page)
    assert (stored(), [value for value, *_ in figures()]) == ([("submitted", "De fundering ligt er.")], [38])


def test_a_draft_without_javascript_comes_back_with_the_figures(visit, cast, round, me, address, form, typed):
    page = visit(me, address + "concept/", form | GREEN | typed(value="38"))
    assert "Your draft was saved." in page.content.decode()
    assert 'value="38"' in page.content.decode()
    assert (stored(), figures()) == ([("draft", "De fundering ligt er.")], [])


def test_a_coordinator_gives_figures_on_behalf_too(visit, cast, round, address, form, typed):
    visit(cast.officer, address, form | GREEN | typed(value="38"))
    assert [(row.party, row.on_behalf) for row in Measurement.objects.all()] == [(cast.association, True)]


def test_the_form_takes_as_many_queries_for_three_indicators_as_for_one(queries, cast, round, me, address, indicator):
    few = queries(me, address)
    for name in ("Verkoop", "Huur"):
        other = IndicatorFactory(goal=cast.goal, name=name, delivered_by=cast.municipality)
        TargetFactory(indicator=other)
        MeasurementFactory(indicator=other, party=cast.municipality, measured_on=date(2024, 9, 1))
    assert queries(me, address) == few <= 21


# -- The wrong moment


@pytest.mark.parametrize("path", ["", "concept/"])
def test_a_closed_round_says_so_and_keeps_what_was_typed(visit, cast, round, me, address, form, path):
    close_round(round=round, by=cast.officer)
    page = visit(me, address + path, form | GREEN)
    assert page.status_code == 409
    assert "This round is closed. What you typed is not submitted; ask the coordinator what to do." in words_of(page)
    assert "De fundering ligt er.</textarea>" in page.content.decode()
    assert stored() == []


def test_after_the_window_only_an_extension_helps(visit, cast, round, me, address, form, at):
    at("2024-11-02 12:00")
    page = visit(me, address, form | GREEN)
    assert "De Sleutel could report through 31 October 2024. Ask the coordinator for an extension." in words_of(page)
    extend(round=round, party=cast.association, until=date(2024, 11, 7), reason="Cijfers.", by=cast.officer)
    assert visit(me, address, form | GREEN).status_code == 302


def test_without_a_round_the_page_says_who_opens_one(visit, cast, in_october, me, address):
    assert "No round is open for this action." in words_of(visit(me, address))
    assert visit(me, address, GREEN).status_code == 403


def test_a_round_of_another_agenda_is_no_round_of_this_action(visit, cast, round, me, address, form):
    other = RoundFactory(agenda=cast.other_agenda, opened=True)
    assert visit(me, address, form | GREEN | {"ronde": other.pk}).status_code == 403


# -- Drafts


def test_a_draft_is_saved_with_the_time_and_goes_on(by_htmx, cast, round, me, address, form):
    saved = by_htmx(me, address + "concept/", form | {"done": "De fund"}).content.decode()
    assert "Draft saved at 12:00." in saved
    assert f'id="seen-{cast.action.pk}-{round.pk}-{cast.association.pk}" value="1"' in saved
    by_htmx(me, address + "concept/", form | {"done": "De fundering"})
    assert stored() == [("draft", "De fundering")]


def test_an_unreadable_date_does_not_keep_the_rest_from_being_saved(by_htmx, cast, round, me, address, form):
    saved = by_htmx(me, address + "concept/", form | {"done": "De fund", "proposal_date": "morgen"}).content.decode()
    assert "Draft saved at 12:00." in saved
    assert "Write the date as day-month-year" in saved
    assert stored() == [("draft", "De fund")]


def test_a_second_tab_sees_both_versions_and_may_keep_its_own(by_htmx, visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | {"done": "In de ene tab."})
    mine = form | {"done": "In de andere tab.", "token": str(UUID(int=2))}
    refused = by_htmx(me, address + "concept/", mine)
    assert (refused.status_code, "In de ene tab." in refused.content.decode()) == (409, True)
    page = visit(me, address + "concept/", mine)
    assert (page.status_code, "In de andere tab.</textarea>" in page.content.decode()) == (409, True)
    assert "In de ene tab." in words_of(page)
    assert stored() == [("draft", "In de ene tab.")]
    visit(me, address + "concept/", mine | {"keep_mine": "1"})
    assert stored() == [("draft", "In de andere tab.")]


def test_submitting_over_another_version_shows_both_first(visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | {"done": "In de ene tab."})
    page = visit(me, address, form | GREEN | {"token": str(UUID(int=2))})
    assert (page.status_code, "In de ene tab." in words_of(page)) == (409, True)
    assert stored() == [("draft", "In de ene tab.")]


def test_a_draft_is_thrown_away_and_put_back(visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | GREEN | {"proposal": "other_date", "proposal_date": "2025-03-31"})
    visit(me, address + "weggooien/", form)
    assert stored() == []
    assert "Your draft was thrown away." in words_of(visit(me, "/mijn-acties/"))
    visit(me, address + "terugzetten/", {})
    assert [(draft.done, draft.proposal_date) for draft in ProgressUpdate.objects.drafts()] == [
        ("De fundering ligt er.", date(2025, 3, 31))
    ]
    assert "Your draft was thrown away." not in words_of(visit(me, "/mijn-acties/"))


# -- Evidence


def photo(name: str = "foto.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def test_evidence_goes_along_and_is_read_by_participants(visit, cast, round, me, address, form):
    visit(me, address, form | GREEN | {"evidence": [photo(), photo("kade.png")]})
    assert [(file.name, file.added_by) for file in Attachment.objects.all()] == [("foto.png", me), ("kade.png", me)]
    first = f"/bewijs/{Attachment.objects.first().pk}/"
    assert [visit(person, first).status_code for person in (me, cast.tenant, cast.outsider)] == [200, 200, 404]
    assert visit(me, first).headers["Content-Disposition"] == 'attachment; filename="foto.png"'


def test_a_file_that_is_refused_keeps_the_words_and_the_other_file(visit, cast, round, me, address, form):
    page = visit(me, address, form | GREEN | {"evidence": [photo("virus.exe"), photo()]})
    assert page.status_code == 422
    assert "virus.exe: This kind of file is not accepted." in words_of(page)
    assert [file.name for file in Attachment.objects.all()] == ["foto.png"]
    assert stored() == [("draft", "De fundering ligt er.")]


def test_evidence_is_judged_by_its_content_and_stored_under_no_name_of_its_own(visit, cast, round, me, address, form):
    page = visit(me, address, form | GREEN | {"evidence": [photo("kade.png", b"<script>alert(1)</script>"), photo()]})
    assert "kade.png: The content of this file does not fit" in words_of(page)
    [kept] = Attachment.objects.all()
    assert (kept.name, "foto" in kept.file.name) == ("foto.png", False)


def test_evidence_is_taken_off_a_draft_and_never_off_what_was_submitted(visit, cast, round, me, address, form):
    visit(me, address + "concept/", form | GREEN | {"evidence": photo()})
    remove = f"/bewijs/{Attachment.objects.get().pk}/verwijderen/"
    assert visit(cast.tenant, remove, {}).status_code == 404
    visit(me, remove, {})
    assert Attachment.objects.count() == 0
    visit(me, address, form | GREEN | {"evidence": photo()})
    remove = f"/bewijs/{Attachment.objects.get().pk}/verwijderen/"
    assert visit(cast.tenant, remove, {}).status_code == 403
    visit(me, remove, {})
    assert Attachment.objects.count() == 1


def test_a_page_under_another_name_is_no_evidence_and_a_name_does_no_harm(visit, cast, round, me, address, form):
    disguised = SimpleUploadedFile("foto.png", b"<svg onload=alert(1)>", "image/png")
    steered = photo("..\\..\\kade;<b>.php.png")
    page = visit(me, address + "concept/", form | {"evidence": [disguised, steered]})
    assert page.status_code in {200, 302}
    kept = Attachment.objects.get()
    assert kept.name == "kade__b_.php.png"
    assert kept.file.name.startswith("evidence/")
    assert "kade" not in kept.file.name, "where it is stored cannot be guessed"
    assert visit(me, f"/bewijs/{kept.pk}/").headers["Content-Disposition"].startswith("attachment;")


def test_after_the_last_answer_nothing_is_said_to_wait(visit, cast, round, me, address, form):
    other = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De laatste."), party=cast.association)
    visit(me, address, form | GREEN)
    assert "Still waiting for you: 1 action." in words_of(visit(me, "/mijn-acties/"))
    visit(me, f"/acties/{other.action_id}/voortgang/", {**form, **GREEN, "token": uuid4()})
    said = words_of(visit(me, "/mijn-acties/"))
    assert "Reported: «De laatste»." in said
    assert "Still waiting" not in said
    assert "Everything that De Sleutel leads in this round is reported. Thank you." in said


def test_what_another_lead_reported_is_not_said_to_be_reported_by_this_party(visit, cast, round, me):
    LeadFactory(action=cast.action, party=cast.municipality)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.municipality)
    said = words_of(visit(me, "/mijn-acties/"))
    assert "Nothing more is asked of you in this round." in said
    assert "Everything that" not in said
