"""The page on which the next year is made, and the end of the year."""

from datetime import date
from html import unescape

import pytest
from django.core import mail

from agreements.consent.closing import close_year
from agreements.models import Action, ActionLink, Agenda, RollChoice, Target
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
)
from tests.form_in_page import fields_of
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(cast, at):
    """2024 in December: adopted, its round closed; one action amber, one green, one done, one that a meeting carried over."""
    at("2024-12-02 12:00")
    cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
    cast.agenda.save()
    rows = {"amber": cast.action}
    for place, name in enumerate(("green", "done", "decided"), start=2):
        text = f"Afspraak {name} van 2024."
        rows[name] = ActionFactory(
            goal=cast.goal, agenda=cast.agenda, text=text, position=place, due_on="2024-12-31", due_precision="year"
        )
        LeadFactory(action=rows[name], party=cast.association, contact=cast.association_officer)
    round = RoundFactory(agenda=cast.agenda, reference_date="2024-09-30", closed=True)
    ProgressUpdateFactory(action=rows["amber"], round=round, amber=True)
    ProgressUpdateFactory(action=rows["green"], round=round)
    ProgressUpdateFactory(action=rows["done"], round=round, judgement="done", phase="finished")
    ProgressUpdateFactory(action=rows["decided"], round=round, red=True)
    meeting = MeetingFactory(agreement=cast.agreement, held_on="2024-11-06")
    DecisionFactory(meeting=meeting, action=rows["decided"], kind="carry_over", text="Schuif door.")
    return rows


@pytest.fixture
def address(cast) -> str:
    return f"{cast.agenda.get_absolute_url()}volgend-jaar/"


@pytest.fixture
def send(visit, address):
    """`send(person, "maken/", rows, amber="goes_on")`: open the page, choose, press the button."""

    def send(person, button: str, rows: dict, *, page=None, fields: dict | None = None, **choices):
        data = fields_of(page or visit(person, address), f"{address}bewaren/")
        data |= {f"a{rows[name].pk}-choice": choice for name, choice in choices.items()}
        return visit(person, f"{address}{button}", data | (fields or {}))

    return send


def choices(rows: dict) -> dict[str, str]:
    chosen = dict(RollChoice.objects.values_list("action", "choice"))
    return {name: chosen[row.pk] for name, row in rows.items() if row.pk in chosen}


def in_2025() -> list[str]:
    return list(Action.objects.filter(agenda__year=2025).order_by("position").values_list("text", flat=True))


def test_the_page_shows_what_is_known_and_what_is_proposed(cast, year, visit, address):
    words = words_of(visit(cast.officer, address))
    assert "4 actions wait for a choice, of 1 nothing is proposed" in words
    for told in (
        "Choose (at risk, correction needed",
        "Proposal: goes on (running",
        "Proposal: finished (finished",
        "Proposal: goes on (decided in Meeting of executives (bestuurlijk overleg) of 6 November 2024",
        "2024 → 2025",
        "The text speaks of 2024.",
        "De fundering ligt er.",
        "Schuif door.",
    ):
        assert told in words, told


def test_all_as_proposed_and_the_draft_takes_three_clicks(cast, year, send, visit, address):
    send(cast.officer, "voorstel/", year, amber="goes_on")
    assert choices(year) == {"amber": "goes_on", "green": "goes_on", "done": "finished", "decided": "goes_on"}
    assert (
        RollChoice.objects.get(action=year["decided"]).decided_in
        == "Meeting of executives (bestuurlijk overleg) of 6 November 2024"
    )
    assert not Agenda.objects.filter(year=2025).exists()
    send(cast.officer, "maken/", year)
    assert in_2025() == [cast.action.text, "Afspraak green van 2024.", "Afspraak decided van 2024."]
    assert set(Action.objects.filter(agenda__year=2025, position__gt=1).values_list("due_on", flat=True)) == {date(2025, 12, 31)}
    assert "3 stand in 2025" in words_of(visit(cast.tenant, address))


def test_the_boxes_of_a_choice_are_kept_with_it(cast, year, send):
    pk = {name: row.pk for name, row in year.items()}
    fields = {
        f"a{pk['amber']}-text": "Nieuwe woorden.",
        f"a{pk['amber']}-due_on": "2025-03-31",
        f"a{pk['amber']}-due_precision": "month",
        f"a{pk['green']}-part_0": "Eerste deel.",
        f"a{pk['green']}-part_2": "Tweede deel.",
        f"a{pk['done']}-into": str(pk["decided"]),
        f"a{pk['decided']}-text": "Blijft ongebruikt.",
    }
    send(
        cast.association_officer,
        "bewaren/",
        year,
        fields=fields,
        amber="changed",
        green="split",
        done="merged",
        decided="goes_on",
    )
    kept = {row.action_id: row for row in RollChoice.objects.all()}
    assert (kept[pk["amber"]].text, kept[pk["amber"]].due_on) == ("Nieuwe woorden.", date(2025, 3, 31))
    assert kept[pk["green"]].parts == ["Eerste deel.", "Tweede deel."]
    assert (kept[pk["done"]].into_id, kept[pk["decided"]].text) == (pk["decided"], "")
    assert {row.by for row in kept.values()} == {cast.association_officer}


def test_a_choice_that_is_not_complete_is_told_and_nothing_is_kept(cast, year, send):
    page = send(cast.officer, "maken/", year, amber="ends", green="goes_on")
    assert page.status_code == 422
    assert "Say why it does not come back." in words_of(page)
    assert not RollChoice.objects.exists()


def test_the_same_words_are_kept_as_the_same_words(cast, year, send):
    send(cast.officer, "bewaren/", year, amber="changed")
    assert RollChoice.objects.get().text == ""


def test_two_people_with_the_page_open_do_not_overwrite_each_other(cast, year, visit, send, address):
    page = visit(cast.officer, address)
    send(cast.association_officer, "bewaren/", year, amber="finished", green="goes_on")
    refused = send(cast.officer, "bewaren/", year, page=page, amber="goes_on")
    assert (refused.status_code, choices(year)["amber"]) == (422, "finished")
    assert "Changed meanwhile by Abel Bouwer" in words_of(refused)
    again = fields_of(refused, f"{address}bewaren/")
    visit(cast.officer, f"{address}bewaren/", again)
    assert choices(year) == {"amber": "goes_on", "green": "goes_on"}


def test_a_row_that_one_left_alone_is_no_conflict(cast, year, visit, send, address):
    page = visit(cast.officer, address)
    send(cast.association_officer, "bewaren/", year, amber="finished")
    assert send(cast.officer, "bewaren/", year, page=page, green="goes_on").status_code == 302
    assert choices(year) == {"amber": "finished", "green": "goes_on"}


def test_one_action_is_taken_back_or_its_choice_forgotten_and_the_rest_is_kept(cast, year, send):
    send(cast.officer, "maken/", year, amber="goes_on", green="goes_on")
    send(cast.officer, f"{year['green'].pk}/terugdraaien/", year, done="finished")
    assert (in_2025(), choices(year)["done"]) == ([cast.action.text], "finished")
    send(cast.officer, f"{year['green'].pk}/wissen/", year)
    assert set(choices(year)) == {"amber", "done"}
    send(cast.officer, "terugdraaien/", year)
    assert not ActionLink.objects.exists()
    assert not Agenda.objects.filter(year=2025).exists()


def test_who_only_reads_finds_no_buttons_and_sees_what_was_chosen(cast, year, visit, send, address):
    send(cast.officer, "bewaren/", year, amber="finished")
    page = visit(cast.tenant, address)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "Finished" in words_of(page)
    assert "Only editors and coordinators" in words_of(page)


def test_a_figure_that_is_agreed_year_by_year_is_asked_and_filled_in(cast, year, visit, send, address):
    indicator = IndicatorFactory(goal=cast.goal, name="Verkoop", unit="woningen", per="year", kind="maximum")
    TargetFactory(indicator=indicator, year=2024, value=3)
    assert "Verkoop : 2024: at most 3 woningen · 2025: agreed year by year: still asked" in words_of(visit(cast.officer, address))
    send(cast.officer, "maken/", year, amber="goes_on")
    page = visit(cast.officer, f"{address}cijfers/", {f"figure_{indicator.pk}": "5"})
    assert page.status_code == 302
    target = Target.objects.get(indicator=indicator, year=2025)
    assert (target.value, target.from_year) == (5, 2025)
    words = words_of(visit(cast.officer, address))
    assert "2025: at most 5 woningen" in words
    assert "year by year" not in words


def test_goals_that_end_and_the_last_year_say_what_comes_next(cast, year, visit, address):
    cast.goal.end_year = 2024
    cast.goal.save()
    cast.agreement.end_year = 2024
    cast.agreement.save()
    words = words_of(visit(cast.officer, address))
    assert "17 De sociale voorraad groeit met 75 woningen. Its term ends with 2024." in words
    assert "2024 is the last year of this agreement" in words
    assert "No agreement follows it yet." in words
    cast.other_agreement.predecessor = cast.agreement
    cast.other_agreement.save()
    assert "Zandbergen" not in words_of(visit(cast.officer, address))
    assert "It is followed by: Prestatieafspraken Zandbergen" in words_of(visit(cast.admin, address))


def test_the_page_takes_as_many_queries_for_more_actions(cast, year, queries, send, address):
    send(cast.officer, "maken/", year, amber="goes_on")
    send(cast.officer, "bewaren/", year, green="goes_on")
    before = queries(cast.officer, address)
    for number in range(3):
        action = ActionFactory(goal=cast.goal, agenda=cast.agenda, position=10 + number)
        LeadFactory(action=action, party=cast.association)
        RollChoice(action=action, choice="finished", by=cast.officer).save()
    assert queries(cast.officer, address) == before


# -- The end of the year


def test_the_end_says_what_is_not_finished_and_where_it_went(cast, year, visit, send):
    send(
        cast.officer,
        "maken/",
        year,
        green="goes_on",
        decided="ends",
        fields={f"a{year['decided'].pk}-reason": "De grond is verkocht."},
    )
    words = words_of(visit(cast.officer, f"{cast.agenda.get_absolute_url()}einde/"))
    assert "1 actions are finished or dropped, 3 are not. Of 1 nobody chose where it goes." in words
    assert "Afspraak green van 2024. On schedule Goes on in 2025" in words
    assert "Does not come back: De grond is verkocht." in words
    assert "At risk, correction needed Nothing is chosen" in words


def test_a_year_with_an_open_round_is_not_closed(cast, year):
    round = RoundFactory(agenda=cast.agenda, name="Eindstand", reference_date="2024-12-31", opened=True)
    with pytest.raises(NotAllowedNowError, match="Een ronde van 2024 is nog open"):
        close_year(agenda=cast.agenda, by=cast.officer)
    round.closed_at, round.closed_by = "2025-01-02T09:00:00Z", cast.officer
    round.save()
    assert close_year(agenda=cast.agenda, by=cast.officer).state == "closed"


def test_closing_is_told_and_undone_on_the_page(cast, year, visit):
    page = f"{cast.agenda.get_absolute_url()}einde/"
    assert "Close 2024" in words_of(visit(cast.officer, page))
    assert "Close 2024" not in words_of(visit(cast.tenant, page))
    visit(cast.officer, f"{cast.agenda.get_absolute_url()}vaststellen/afsluiten/", {})
    assert "This year is closed." in words_of(visit(cast.officer, page))
    told = {message.to[0] for message in mail.outbox if "Uitvoeringsagenda 2024" in message.subject}
    assert told == {f"{person.name} <{person.email}>" for person in (cast.tenant, cast.executive)}
    visit(cast.officer, f"{cast.agenda.get_absolute_url()}vaststellen/heropenen/", {})
    assert Agenda.objects.get(pk=cast.agenda.pk).state == "adopted"


def test_who_merges_gets_the_words_of_both_to_write_and_no_finished_action_to_choose(cast, year, send, visit, address):
    key = f"a{year['green'].pk}"
    page = visit(cast.officer, address).content.decode()
    box = page.split(f'name="{key}-into"')[1].split("</select>")[0]
    assert f'value="{year["amber"].pk}"' in box
    assert f'value="{year["done"].pk}"' not in box
    send(cast.officer, "bewaren/", year, green="merged", fields={f"{key}-into": str(year["amber"].pk)})
    choice = RollChoice.objects.get(action=year["green"])
    assert choice.text == f"{cast.action.text}\n\nAfspraak green van 2024."
    assert choice.text in unescape(visit(cast.officer, address).content.decode()).replace("\r", "")
    send(cast.officer, "bewaren/", year, amber="goes_on", fields={f"{key}-together": "Samen."})
    send(cast.officer, "maken/", year)
    assert in_2025()[0] == "Samen."


def test_two_that_would_be_merged_with_each_other_are_told_and_nothing_is_kept(cast, year, send):
    into = {f"a{year['amber'].pk}-into": str(year["green"].pk), f"a{year['green'].pk}-into": str(year["amber"].pk)}
    page = send(cast.officer, "bewaren/", year, amber="merged", green="merged", fields=into)
    assert page.status_code == 422
    assert "Merge all of them with one action, which itself goes on." in page.content.decode()
    assert not RollChoice.objects.exists()


@pytest.mark.parametrize(("introduction", "is_told"), [("In 2024 bouwen we samen.", True), ("Wij bouwen samen.", False)])
def test_an_introduction_that_speaks_of_the_year_that_ends_is_named(cast, year, send, visit, address, introduction, is_told):
    type(cast.agenda).objects.filter(pk=cast.agenda.pk).update(introduction=introduction)
    send(cast.officer, "maken/", year)
    page = visit(cast.officer, address).content.decode()
    assert ("came along and speaks of 2024: read it again." in page) == is_told
