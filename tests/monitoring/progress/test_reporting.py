"""Reporting: nothing typed is lost, nothing is saved twice, and what was submitted is never overwritten."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.models import Action
from monitoring.figures.recording import FigureRefusedError
from monitoring.models import Attachment, Measurement, ProgressUpdate
from monitoring.models.progress import NOTHING_SAID
from monitoring.progress.evidence import check_files
from monitoring.progress.reporting import (
    EditedElsewhereError,
    discard_draft,
    previous_update,
    save_draft,
    submit,
    submit_unchanged,
)
from monitoring.progress.reviewing import return_update
from monitoring.rounds.workflow import close_round, extend
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import (
    PNG,
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    LeadFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

TAB_A, TAB_B = UUID(int=1), UUID(int=2)
GREEN = {"phase": "running", "judgement": "on_track", "done": "De fundering ligt er.", "next": "De ruwbouw begint."}
WHOLE = {**NOTHING_SAID, **GREEN}
AMBER = {
    **GREEN,
    "judgement": "at_risk",
    "cause": "Het net zit vol.",
    "effect": "Twee maanden later.",
    "correction": "Tijdelijke aansluiting.",
    "ask": "Bel de netbeheerder.",
}


@pytest.fixture
def asked(cast, round):
    """What every call is about: the flexwoningen, by the editor of De Sleutel, in the first tab."""
    return {
        "action": cast.action,
        "round": round,
        "party": cast.association,
        "by": cast.association_officer,
        "token": TAB_A,
    }


def stored() -> list[ProgressUpdate]:
    return list(ProgressUpdate.objects.order_by("pk"))


# -- Drafts


def test_a_draft_may_be_as_incomplete_as_it_comes(asked):
    save_draft(**asked, answers={"judgement": "at_risk", "cause": "Het net"})
    assert [(draft.judgement, draft.cause, draft.effect, draft.state) for draft in stored()] == [
        ("at_risk", "Het net", "", "draft")
    ]


def test_a_draft_goes_on_where_it_was(asked):
    save_draft(**asked, answers={"done": "De fund"})
    save_draft(**asked, answers={"done": "De fundering ligt er."})
    assert [(draft.done, draft.revision) for draft in stored()] == [("De fundering ligt er.", 2)]


def test_a_second_tab_does_not_overwrite_what_the_first_one_saved(asked):
    """Both tabs were opened before there was a draft."""
    save_draft(**asked, answers={"done": "In de eerste tab."})
    with pytest.raises(EditedElsewhereError) as conflict:
        save_draft(**{**asked, "token": TAB_B}, answers={"done": "In de tweede tab."}, seen=0)
    assert conflict.value.draft.done == "In de eerste tab."
    assert [draft.done for draft in stored()] == ["In de eerste tab."]


def test_a_second_tab_that_has_seen_the_draft_goes_on_with_it(asked):
    first = save_draft(**asked, answers={"done": "Eerst."})
    save_draft(**{**asked, "token": TAB_B}, answers={"done": "Eerst. Daarna."}, seen=first.revision)
    with pytest.raises(EditedElsewhereError):
        save_draft(**asked, answers={"done": "Eerst. Iets anders."}, seen=first.revision)
    assert [draft.done for draft in stored()] == ["Eerst. Daarna."]


def test_a_save_whose_answer_got_lost_is_sent_again_without_harm(asked):
    """The network took the answer, so the tab still thinks that it has seen revision 0, and more was typed in the meantime."""
    save_draft(**asked, answers={"done": "De fund"}, seen=0)
    save_draft(**asked, answers={"done": "De fund"}, seen=0)
    save_draft(**asked, answers={"done": "De fundering ligt er."}, seen=0)
    assert [draft.done for draft in stored()] == ["De fundering ligt er."]


def test_the_same_words_from_another_tab_are_no_conflict(asked):
    save_draft(**asked, answers=GREEN)
    save_draft(**{**asked, "token": TAB_B}, answers=GREEN, seen=0)
    assert len(stored()) == 1


def test_what_someone_is_still_typing_is_in_nobodys_history(asked):
    save_draft(**asked, answers={"done": "Zeg dit niet hardop."})
    assert ProgressUpdate.history.count() == 0


def test_a_draft_can_be_thrown_away(asked, cast):
    draft = save_draft(**asked, answers=GREEN)
    discard_draft(draft=draft, by=cast.association_officer)
    assert stored() == []


# -- Submitting


def test_an_update_carries_who_when_and_for_which_date(asked, round, cast):
    update = submit(**asked, answers=GREEN)
    assert (update.state, update.reference_date, update.reported_by, update.on_behalf_by) == (
        "submitted",
        round.reference_date,
        cast.association_officer,
        None,
    )
    assert [row.history_user for row in ProgressUpdate.history.all()] == [cast.association_officer]


def writes_of(queries) -> list[str]:
    """The first words of each statement that writes an update, without its history."""
    words = [query["sql"].partition("(")[0].partition(" SET ")[0].strip() for query in queries]
    return [start for start in words if start.startswith(("INSERT", "UPDATE")) and start.endswith('"monitoring_progressupdate"')]


def test_an_update_is_written_once_and_permission_is_asked_once(asked, cast):
    with CaptureQueriesContext(connection) as without_draft:
        submit(**asked, answers=GREEN)
    save_draft(**{**asked, "token": TAB_B}, answers={**GREEN, "done": "De fund"})
    with CaptureQueriesContext(connection) as with_draft:
        submit(**{**asked, "token": TAB_B}, answers={**GREEN, "done": "De ruwbouw staat."})
    assert writes_of(without_draft) == ['INSERT INTO "monitoring_progressupdate"']
    assert writes_of(with_draft) == ['UPDATE "monitoring_progressupdate"']
    assert max(len(without_draft), len(with_draft)) <= 46
    asks = [
        [query["sql"].startswith('SELECT 1 AS "a" FROM "agreements_lead"') for query in taken].count(True)
        for taken in (without_draft, with_draft)
    ]
    assert asks == [2, 1], "the rules of a new row ask it as well"


def test_the_files_that_come_with_an_incomplete_form_stay_with_the_draft(asked, cast):
    attachments, refused = check_files([SimpleUploadedFile("foto.png", PNG)], by=cast.association_officer)
    with pytest.raises(ValidationError):
        submit(**asked, answers={**GREEN, "done": ""}, attachments=attachments)
    assert (refused, [(file.name, file.update.state) for file in Attachment.objects.all()]) == ([], [("foto.png", "draft")])
    assert submit(**asked, answers=GREEN).attachments.get().name == "foto.png"


def test_a_refused_figure_leaves_a_draft_and_no_submission(asked, cast, indicator):
    figure = Measurement(indicator=indicator, party=cast.association, measured_on=date(2024, 9, 30), sent_as=TAB_A)
    with pytest.raises(FigureRefusedError):
        submit(**asked, answers=GREEN, measurements=[figure])
    assert ([(update.state, update.done) for update in stored()], Measurement.objects.count()) == ([("draft", GREEN["done"])], 0)
    assert ProgressUpdate.history.count() == 0


def test_the_same_form_sent_twice_is_one_update(asked):
    assert submit(**asked, answers=GREEN) == submit(**asked, answers=GREEN)
    assert len(stored()) == 1


def test_an_autosave_that_comes_in_after_the_submission_makes_no_new_draft(asked):
    submit(**asked, answers=GREEN)
    save_draft(**asked, answers={"done": "De fund"})
    assert [update.done for update in stored()] == ["De fundering ligt er."]


@pytest.mark.parametrize("missing", ["cause", "effect", "correction", "ask", "done", "next", "phase", "judgement"])
def test_an_amber_without_its_explanation_is_not_submitted_and_nothing_typed_is_lost(asked, missing):
    with pytest.raises(ValidationError) as refused:
        submit(**asked, answers={**AMBER, missing: ""})
    assert list(refused.value.message_dict) == [missing]
    assert [(draft.state, getattr(draft, missing)) for draft in stored()] == [("draft", "")]
    assert submit(**asked, answers=AMBER).judgement == "at_risk"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"proposal": "other_date"}, "proposal_date"),
        ({"proposal": "other_text"}, "proposal_text"),
        ({"proposal": "drop"}, "proposal_text"),
        ({"judgement": "done"}, "phase"),
    ],
)
def test_a_proposal_says_what_is_proposed_and_what_is_done_is_finished(asked, answers, field):
    with pytest.raises(ValidationError) as refused:
        submit(**asked, answers={**GREEN, **answers})
    assert list(refused.value.message_dict) == [field]


def test_a_proposal_never_edits_the_agreed_text(asked, cast):
    submit(**asked, answers={**GREEN, "proposal": "other_text", "proposal_text": "De 12 flexwoningen staan er."})
    assert Action.objects.get(pk=cast.action.pk).text == cast.action.text


def test_what_was_submitted_is_never_changed_and_never_deleted(asked):
    update = submit(**asked, answers=GREEN)
    update.done = "Iets anders."
    with pytest.raises(ValidationError), translation.override("en"):
        update.save()
    with pytest.raises(ValidationError):
        update.save(checked=True)
    with pytest.raises(ValidationError):
        update.delete()
    with pytest.raises(ValidationError):
        ProgressUpdate.objects.all().delete()
    assert [update.done for update in stored()] == ["De fundering ligt er."]


def test_after_a_return_the_lead_reports_anew_and_both_stay(asked, cast):
    first = submit(**asked, answers=GREEN)
    return_update(update=first, reason="Welke fundering?", by=cast.officer)
    second = submit(**{**asked, "token": TAB_B}, answers={**GREEN, "done": "De fundering van blok A ligt er."})
    assert [(update.done, update.state) for update in stored()] == [
        ("De fundering ligt er.", "returned"),
        ("De fundering van blok A ligt er.", "submitted"),
    ]
    assert second != first


def test_the_same_words_from_another_tab_are_not_submitted_twice(asked):
    first = submit(**asked, answers=WHOLE)
    assert submit(**{**asked, "token": TAB_B}, answers=WHOLE) == first
    assert len(stored()) == 1


def test_after_a_return_the_same_words_may_be_submitted_again(asked, cast):
    first = submit(**asked, answers=WHOLE)
    return_update(update=first, reason="Welke fundering?", by=cast.officer)
    assert submit(**{**asked, "token": TAB_B}, answers=WHOLE) != first


# -- Unchanged, on schedule


@pytest.fixture
def before(cast, round):
    """What was reported in an earlier round: on schedule."""
    earlier = RoundFactory(agenda=cast.agenda, reference_date="2024-03-31", closed=True)
    return ProgressUpdateFactory(action=cast.action, round=earlier)


def test_unchanged_is_not_offered_on_what_was_never_reported(asked):
    with pytest.raises(NotAllowedNowError, match="Over deze afspraak is nog niet eerder gemeld"):
        submit_unchanged(**asked)
    assert stored() == []


def test_unchanged_is_a_real_dated_update_in_one_call(asked, before, round):
    update = submit_unchanged(**asked)
    assert (update.is_unchanged, update.judgement, update.phase, update.reference_date, update.state) == (
        True,
        "on_track",
        "running",
        round.reference_date,
        "submitted",
    )


def test_unchanged_pressed_twice_is_one_update_also_from_two_tabs(asked, before):
    assert submit_unchanged(**asked) == submit_unchanged(**asked) == submit_unchanged(**{**asked, "token": TAB_B})
    assert len(stored()) == 2


def test_unchanged_does_not_follow_upon_a_risk(asked, cast):
    before = RoundFactory(agenda=cast.agenda, reference_date="2024-06-30", closed=True)
    ProgressUpdateFactory(action=cast.action, round=before, amber=True)
    with pytest.raises(NotAllowedNowError), translation.override("en"):
        submit_unchanged(**asked)
    assert len(stored()) == 1


def test_unchanged_does_not_throw_away_a_draft(asked):
    save_draft(**asked, answers={"done": "Ik was hier nog mee bezig."})
    with pytest.raises(NotAllowedNowError):
        submit_unchanged(**{**asked, "token": TAB_B})
    assert [draft.done for draft in stored()] == ["Ik was hier nog mee bezig."]


def test_unchanged_after_an_empty_draft_uses_it(asked, before):
    save_draft(**asked, answers={"done": ""})
    submit_unchanged(**{**asked, "token": TAB_B})
    assert [(update.is_unchanged, update.state) for update in stored() if update != before] == [(True, "submitted")]


# -- Who


def test_another_partys_action_is_a_clear_sentence(asked, cast):
    editor = MembershipFactory(user__name="Ellen Editor", party=cast.municipality, role=Membership.Role.EDITOR).user
    with pytest.raises(PermissionDenied, match="De Sleutel"):
        submit(**{**asked, "by": editor}, answers=GREEN)
    with pytest.raises(PermissionDenied):
        submit(**{**asked, "party": cast.municipality, "by": cast.officer}, answers=GREEN)
    assert stored() == []


def test_a_coordinator_enters_on_behalf_of_another_party_and_that_is_marked(asked, cast):
    update = submit(**{**asked, "by": cast.officer}, answers=GREEN)
    assert (update.party, update.on_behalf_by, update.reported_by) == (cast.association, cast.municipality, cast.officer)


def test_readers_outsiders_and_the_superuser_do_not_report(asked, cast):
    for person in (cast.tenant, cast.executive, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied), transaction.atomic():
            submit_unchanged(**{**asked, "by": person})
    assert stored() == []


# -- When


@pytest.mark.parametrize("moment", ["2024-09-30 23:59", "2024-11-01 00:00"])
def test_before_and_after_the_window_nothing_is_submitted(asked, at, moment):
    at(moment)
    with pytest.raises(NotAllowedNowError):
        submit(**asked, answers=GREEN)
    assert stored() == []


def test_with_an_extension_the_party_goes_on_reporting(asked, cast, round, at):
    extend(round=round, party=cast.association, until="2024-11-07", reason="De cijfers komen later.", by=cast.officer)
    at("2024-11-07 23:59")
    assert submit(**asked, answers=GREEN).state == "submitted"


def test_a_closed_round_takes_nothing_and_says_so(asked, cast, round):
    close_round(round=round, by=cast.officer)
    for call in (lambda: submit(**asked, answers=GREEN), lambda: submit_unchanged(**asked)):
        with pytest.raises(NotAllowedNowError), translation.override("en"):
            call()
    assert stored() == []


def test_a_dropped_action_takes_nothing(asked, cast):
    cast.action.dropped_on, cast.action.drop_reason = "2024-06-06", "De grond is verkocht."
    cast.action.save()
    with pytest.raises(NotAllowedNowError):
        submit_unchanged(**asked)


# -- What was said before


def test_the_previous_update_is_the_last_one_that_was_not_returned_also_of_the_year_before(cast, round):
    year_before = AgendaFactory(agreement=cast.agreement, year=2023)
    earlier = ActionFactory(goal=cast.goal, agenda=year_before)
    ActionLinkFactory(earlier=earlier, later=cast.action)
    LeadFactory(action=earlier, party=cast.association)
    last_year = ProgressUpdateFactory(
        action=earlier, round=RoundFactory(agenda=year_before, reference_date="2023-12-31", closed=True)
    )
    assert previous_update(cast.action, round, cast.association) == last_year
    spring = RoundFactory(agenda=cast.agenda, reference_date="2024-03-31", closed=True)
    in_spring = ProgressUpdateFactory(action=cast.action, round=spring, token=uuid4())
    assert previous_update(cast.action, round, cast.association) == in_spring
    ReviewFactory(update=in_spring, outcome="returned", reason="Onduidelijk.")
    assert previous_update(cast.action, round, cast.association) == last_year


# -- Several leads


def test_the_answer_of_one_lead_never_replaces_that_of_another(asked, cast, round):
    LeadFactory(action=cast.action, party=cast.municipality)
    theirs = submit(**{**asked, "party": cast.municipality, "by": cast.officer, "token": TAB_B}, answers=AMBER)
    own = submit(**asked, answers=GREEN)
    same = submit(**{**asked, "token": uuid4()}, answers=WHOLE)
    assert ({own, theirs}, same) == (set(stored()), own), "the same words of the same party are one answer, whoever came between"
    assert {update.state for update in stored()} == {"submitted"}
    return_update(update=theirs, reason="Welk risico?", by=cast.officer)
    assert own.state == "submitted"


def test_unchanged_twice_is_one_answer_also_when_a_co_lead_answered_in_between(asked, before, cast, round):
    LeadFactory(action=cast.action, party=cast.municipality)
    first = submit_unchanged(**asked)
    submit(**{**asked, "party": cast.municipality, "by": cast.officer, "token": TAB_B}, answers=AMBER)
    assert submit_unchanged(**{**asked, "token": uuid4()}) == first
