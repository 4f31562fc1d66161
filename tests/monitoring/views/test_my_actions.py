"""My actions as a page: what it says, what it costs, and one click for what did not change."""

from datetime import date
from uuid import uuid4

import pytest

from agreements.models import Agreement
from monitoring.models import ProgressUpdate, Round
from monitoring.rounds.workflow import close_round
from tests.factories import (
    ActionFactory,
    ConditionFactory,
    DissentFactory,
    GoalFactory,
    LeadFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
)
from tests.monitoring.scale import many_agreements
from tests.pages import headings_of, words_of

pytestmark = pytest.mark.django_db

LIST = "/mijn-acties/"


@pytest.fixture
def me(cast):
    return cast.association_officer


@pytest.fixture
def unchanged(cast, round):
    """What the button sends, on an action that was on schedule the last time."""
    before = RoundFactory(agenda=cast.agenda, name="Ronde 00", reference_date=date(2024, 3, 31), closed=True)
    ProgressUpdateFactory(action=cast.action, round=before)
    return {"ronde": round.pk, "partij": cast.association.pk, "token": uuid4()}


def post_by_htmx(client, visit, person, address: str, data: dict):
    visit(person, LIST)
    return client.post(address, {**data, "lijst": "1"}, headers={"HX-Request": "true"})


def test_the_list_says_until_when_why_and_what_is_asked(visit, cast, round, me):
    round.instructions = "Twee zinnen is **genoeg**."
    round.save()
    words = words_of(visit(me, LIST))
    for part in (
        "1 action waits for you.",
        "Prestatieafspraken Waterhoek · 2024",
        "Report by Thursday 31 October at the latest.",
        "Describe how it stands on 30 September 2024.",
        "Twee zinnen is genoeg .",
        "De Sleutel leads this action",
        "Not reported before.",
    ):
        assert part in words


def test_what_was_returned_stands_on_top_with_its_reason(visit, cast, round, me):
    goal = GoalFactory(theme=cast.theme, number="40", position=9)
    last = ActionFactory(goal=goal, agenda=cast.agenda, text="Het laatste complex.", position=9)
    LeadFactory(action=last, party=cast.association)
    ReviewFactory(
        update=ProgressUpdateFactory(action=last, round=round), outcome="returned", reason="Hoeveel woningen?", by=cast.officer
    )
    words = words_of(visit(me, LIST))
    assert words.index("Hoeveel woningen?") < words.index("De 24 flexwoningen")
    assert "Returned by Olga Officier (Gemeente Waterhoek) on 15 October:" in words


def test_each_row_tells_how_it_stands_now_although_what_it_told_is_kept(visit, cast, round, me):
    def row() -> str:
        return words_of(visit(me, LIST)).partition("De Sleutel leads this action")[2]

    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 3, 31), closed=True)
    assert "Not reported before. Report" in row()
    ProgressUpdateFactory(action=cast.action, round=before, amber=True)
    assert "Last time: At risk, correction needed Report" in row()
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True, done="Geheid.")
    assert ("Draft saved on" in row(), "Go on" in row()) == (True, True)
    draft.delete()
    LeadFactory(action=cast.action, party=cast.municipality, position=2)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.municipality, reported_by=cast.officer)
    beside = row()
    assert "by Gemeente Waterhoek This is reported. De Sleutel may add its own answer" in beside
    assert "Add your answer" in beside
    own = ProgressUpdateFactory(action=cast.action, round=round, red=True, reported_by=me)
    assert "Add your answer" not in row()
    assert ("by Abel Bouwer" in row(), "Report anew" in row(), "accepted" in row()) == (True, True, False)
    ReviewFactory(update=own, by=cast.officer, outcome="accepted")
    assert "by Abel Bouwer · accepted" in row()


def test_of_many_rounds_the_others_are_named_as_they_are_now(visit, cast, round, me, monkeypatch):
    monkeypatch.setattr("monitoring.progress.my_page.WHOLE", 0)

    def others() -> str:
        return words_of(visit(me, LIST)).partition("Your other rounds")[2]

    line = "Prestatieafspraken Waterhoek · Ronde 1 (2024) through 31 October 2024, 1 action waits for you"
    assert line in others()
    Round.objects.update(name="Najaar", closes_on=date(2024, 11, 1))
    Agreement.objects.filter(pk=cast.agreement.pk).update(title="Akkoord 2023-2026", rolling_years=4)
    assert "Akkoord 2024-2027 · Najaar (2024) through 1 November 2024, 1 action waits for you" in others()


@pytest.mark.parametrize(("rounds", "whole"), [(4, 4), (5, 4), (12, 4), (13, 2)])
def test_of_many_rounds_a_few_are_shown_whole_and_first_what_asks_something(visit, cast, round, me, rounds, whole):
    """Of more than twelve two: who works in so many goes from one to the next."""
    many_agreements(rounds - 1, party=cast.association, by=cast.officer)
    page = visit(me, LIST)
    whole_first, _, others = words_of(page).partition("Your other rounds")
    assert headings_of(page).count("h2 Ronde 1") == whole
    assert "Prestatieafspraken Waterhoek" in whole_first  # of which alone an action waits
    assert others.count("through 31 October 2024") == rounds - whole


def test_an_empty_list_says_what_comes_here(visit, cast, me):
    words = words_of(visit(me, LIST))
    assert "When a coordinator opens a round, the actions that your party leads come here." in words


def test_the_bar_counts_for_people_who_report_and_is_silent_for_others(visit, cast, round, me):
    def bar(person) -> str:
        page = visit(person, "/afspraken/").content.decode()
        return page[page.index('class="bar__nav"') : page.index("</nav>")]

    assert '<span id="mijn-teller">(1)</span>' in bar(me)
    assert '<span id="mijn-teller"></span>' in bar(cast.officer)
    assert "mijn-acties" not in bar(cast.tenant)


def test_the_list_takes_at_most_thirteen_queries_for_one_three_and_fifty_actions(queries, cast, round, me):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)

    def fill(numbers) -> int:
        for number in numbers:
            goal = GoalFactory(theme=cast.theme, number=str(100 + number))
            action = ActionFactory(goal=goal, agenda=cast.agenda, position=number)
            LeadFactory(action=action, party=cast.association)
            ProgressUpdateFactory(action=action, round=before, amber=True)
            update = ProgressUpdateFactory(action=action, round=round, token=uuid4())
            ReviewFactory(update=update, outcome="returned" if number % 2 else "accepted", reason="Welke?")
            DissentFactory(update=update)
            ProgressUpdateFactory(action=action, round=round, draft=True)
        RoundExtensionFactory(round=round)
        return queries(me, LIST)

    assert fill([1]) == fill([2, 3]) == fill(range(4, 51)) <= 13


def test_several_rounds_cost_no_more_than_one(queries, cast, round, me):
    one = queries(me, LIST)
    for number in range(2, 5):
        RoundFactory(agenda=cast.agenda, name=f"Extra {number}", opened=True)
    assert queries(me, LIST) == one


# -- Unchanged, on schedule


def test_unchanged_is_a_real_update_in_one_post_and_twice_is_once(visit, cast, round, me, unchanged):
    address = f"/acties/{cast.action.pk}/voortgang/ongewijzigd/"
    for _ in range(2):
        assert visit(me, address, unchanged).status_code == 302
    [update] = ProgressUpdate.objects.filter(round=round)
    assert (update.is_unchanged, update.judgement, update.state, update.reported_by) == (True, "on_track", "submitted", me)


def test_in_the_list_the_row_comes_back_with_the_counters(client, visit, cast, round, me, unchanged):
    page = post_by_htmx(client, visit, me, f"/acties/{cast.action.pk}/voortgang/ongewijzigd/", unchanged).content.decode()
    assert f'id="actie-{cast.action.pk}-{round.pk}"' in page
    assert f'data-reported="{cast.action.pk}-{round.pk}-{cast.association.pk}"' in page
    assert "Nothing waits for you any more." in page
    assert '<span id="mijn-teller" data-hx-swap-oob="true"></span>' in page


def test_unchanged_after_amber_is_refused_in_words(client, visit, cast, round, me, unchanged):
    before = RoundFactory(agenda=cast.agenda, name="Ronde 0", reference_date=date(2024, 6, 30), closed=True)
    ProgressUpdateFactory(action=cast.action, round=before, amber=True)
    address = f"/acties/{cast.action.pk}/voortgang/ongewijzigd/"
    sentence = "The previous update said «at risk, correction needed»"
    assert sentence in post_by_htmx(client, visit, me, address, unchanged).content.decode()
    visit(me, address, unchanged)
    assert sentence in words_of(visit(me, LIST))
    assert ProgressUpdate.objects.filter(round=round).count() == 0


def test_unchanged_in_a_round_that_was_just_closed_says_so(client, visit, cast, round, me, unchanged):
    close_round(round=round, by=cast.officer)
    page = post_by_htmx(client, visit, me, f"/acties/{cast.action.pk}/voortgang/ongewijzigd/", unchanged).content.decode()
    assert "This round is closed." in page


def test_the_list_is_narrowed_to_what_waits_for_a_condition(visit, cast, round, me):
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Het laatste complex.", position=9)
    LeadFactory(action=other, party=cast.association)
    assert "Waits for a condition" not in words_of(visit(me, LIST))
    ConditionFactory(action=other, words="mits het net het aankan", party=cast.municipality)
    ConditionFactory(action=cast.action, state="lapsed", settled_on="2024-01-01")
    everything = visit(me, LIST)
    assert "Waits for a condition (1)" in words_of(everything)
    (mine,) = visit(me, f"{LIST}?voorwaarde=open").context["page"].rounds
    assert [row.action for row in mine.actions] == [other]
