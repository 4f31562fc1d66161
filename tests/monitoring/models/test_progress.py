"""An update, its review and another view: what is refused, and that all of it stays as it was said."""

from datetime import UTC, datetime

import pytest

from tests.factories import DissentFactory, ProgressUpdateFactory, ReviewFactory, RoundFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db

SUBMITTED = datetime(2024, 10, 10, tzinfo=UTC)
STAYS = "What was recorded stays as it was. Record something new instead."


@pytest.fixture
def draft(cast):
    return ProgressUpdateFactory(action=cast.action, draft=True)


def test_amber_says_at_each_field_what_is_missing(draft):
    refused = refusal(draft, submitted_at=SUBMITTED, judgement="at_risk", cause=" ")
    fields = {name: sentences for name, sentences in refused.items() if name != ROW}
    assert fields == {
        "cause": ["Say what causes this."],
        "effect": ["Say what the effect is on what was agreed."],
        "correction": ["Say what is done to correct it."],
        "ask": ["Say what you ask of the meeting, or that no decision is needed."],
    }


def test_no_decision_needed_is_an_answer_of_its_own(draft):
    explained = {"judgement": "off_track", "cause": "Geen grond.", "effect": "Later.", "correction": "Wij zoeken."}
    refused = refusal(draft, submitted_at=SUBMITTED, **explained, ask="Bel.", needs_no_decision=True)
    assert refused["ask"] == ["You ask something, and say that no decision is needed. Choose one of the two."]
    draft.ask = ""
    draft.save()
    assert (draft.state, draft.ask) == ("submitted", "")


def test_not_due_yet_needs_no_words(draft):
    draft.submitted_at, draft.judgement, draft.phase, draft.done, draft.next = SUBMITTED, "not_due", "not_started", "", ""
    draft.save()
    assert draft.state == "submitted"


@pytest.mark.parametrize("field", ["done", "next"])
def test_spaces_are_no_sentence(draft, field):
    refused = refusal(draft, submitted_at=SUBMITTED, judgement="on_track", phase="running", **{field: " \n "})
    assert list(refused) == [field]


def test_done_needs_no_next_step(draft):
    draft.submitted_at, draft.judgement, draft.phase, draft.next = SUBMITTED, "done", "finished", ""
    draft.save()
    assert draft.state == "submitted"


def test_only_a_lead_reports_and_in_a_round_of_its_own_year(cast, draft):
    new = ProgressUpdateFactory.build(
        action=cast.action, round=draft.round, party=cast.tenants, reported_by=cast.officer, submitted_at=None
    )
    assert refusal(new) == {"party": ["Huurdersraad Waterhoek does not lead this action."]}
    new.round = RoundFactory(agenda=cast.other_agenda)
    assert refusal(new) == {"action": ["This action stands in another year than the round."]}


def test_an_update_comes_from_a_party_of_the_agreement_also_when_entered_on_behalf(cast, draft):
    assert refusal(draft, on_behalf_by=cast.elsewhere) == {"on_behalf_by": ["This party does not take part in this agreement."]}


@pytest.mark.parametrize("change", [{"done": "Iets anders."}, {"submitted_at": None}, {"judgement": "at_risk"}])
def test_no_field_of_what_was_submitted_changes(cast, change):
    update = ProgressUpdateFactory(action=cast.action)
    sentence = "What was submitted stays as it was. Report anew to add to it or to correct it."
    assert sentence in refusal(update, **change)[ROW]


def test_a_review_and_another_view_do_not_change(cast):
    update = ProgressUpdateFactory(action=cast.action)
    assert refusal(ReviewFactory(update=update), outcome="returned", reason="Toch niet.")[ROW] == [STAYS]
    assert refusal(DissentFactory(update=update, party=cast.tenants), reason="Anders.")[ROW] == [STAYS]


def test_a_draft_is_not_reviewed_and_not_seen_differently(cast, draft):
    review = ReviewFactory.build(update=draft, by=cast.officer)
    assert refusal(review) == {"update": ["This is a draft; nobody reviews it before it is submitted."]}
    view = DissentFactory.build(update=draft, party=cast.tenants, by=cast.officer)
    assert refusal(view) == {"update": ["This is a draft; nobody sees it before it is submitted."]}
