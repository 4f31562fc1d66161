"""The pages of a round: planned, opened, watched, reminded, extended, accepted and closed."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from monitoring.models import Review, Round, RoundExtension
from parties.models import Membership
from tests.factories import (
    ActionFactory,
    DissentFactory,
    LeadFactory,
    MembershipFactory,
    PartyFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db


NEW = "/afspraken/waterhoek-2023-2026/2024/rondes/nieuw/"


def more_actions(cast, count: int, party=None) -> list:
    """Actions of De Sleutel, or of this party."""
    actions = [ActionFactory(goal=cast.goal, agenda=cast.agenda, position=9) for _ in range(count)]
    return [LeadFactory(action=action, party=party or cast.association).action for action in actions]


# -- The grid


def test_everyone_who_takes_part_reads_the_grid_and_only_a_coordinator_has_buttons(visit, cast, round):
    ProgressUpdateFactory(action=cast.action, round=round)
    words = {}
    for person in (cast.officer, cast.association_officer, cast.tenant, cast.admin):
        page = visit(person, round.get_absolute_url())
        words[person.name] = (page.status_code, "De Sleutel" in words_of(page), "<button" in main_of(page))
    assert words == {
        "Olga Officier": (200, True, True),
        "Abel Bouwer": (200, True, False),
        "Tess Huurder": (200, True, False),
        "Ad Min": (200, True, False),
    }
    assert visit(cast.outsider, round.get_absolute_url()).status_code == 404


def main_of(page) -> str:
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_grid_tells_where_every_action_stands_and_who_touched_it_last(visit, cast, round):
    update = ProgressUpdateFactory(
        action=cast.action, round=round, amber=True, reported_by=cast.association_officer, proposal="ready"
    )
    DissentFactory(update=update, party=cast.tenants, judgement="off_track")
    words = words_of(visit(cast.officer, round.get_absolute_url()))
    for part in (
        "Submitted",
        "At risk, correction needed (De Sleutel) · will not be achieved (Huurdersraad Waterhoek)",
        "Huurdersraad Waterhoek sees it differently",
        "Proposal: done: this action is ready",
        "Abel Bouwer",
        "1 of 1 answered",
    ):
        assert part in words


def test_a_co_lead_sees_who_reported_and_the_buttons_stand_once(visit, cast, round):
    LeadFactory(action=cast.action, party=cast.tenants)
    update = ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)
    page = visit(cast.officer, round.get_absolute_url())
    assert "by De Sleutel" in words_of(page)
    assert page.content.decode().count(f"/voortgang/{update.pk}/accepteren/") == 1


def test_not_reported_is_said_after_closing_and_is_not_red(visit, cast, round):
    more_actions(cast, 1)
    ProgressUpdateFactory(action=cast.action, round=round)
    page = visit(cast.officer, round.get_absolute_url())
    assert "Not reported" not in words_of(page)
    visit(cast.officer, f"/rondes/{round.pk}/sluiten/", {})
    page = visit(cast.officer, round.get_absolute_url())
    assert "1 Not reported" in words_of(page)
    assert "#b3261e" not in main_of(page)


def test_a_banner_names_what_nobody_can_answer_for(visit, cast, round):
    assert "Nobody can answer for these" not in words_of(visit(cast.officer, round.get_absolute_url()))
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De lift wordt vervangen.")
    nobody = more_actions(cast, 1, party=PartyFactory(name="Zorggroep Oever"))[0]
    words = words_of(visit(cast.officer, round.get_absolute_url()))
    assert "De lift wordt vervangen. : no lead" in words
    assert "Zorggroep Oever : 1 action, and nobody with an e-mail address who reports" in words
    LeadFactory(action=cast.action, party=nobody.leads.get().party)  # for which De Sleutel answers
    assert "Zorggroep Oever : 1 action, and nobody" in words_of(visit(cast.officer, round.get_absolute_url()))
    LeadFactory(action=nobody, party=cast.association)
    assert "Zorggroep Oever : 1 action" not in words_of(visit(cast.officer, round.get_absolute_url()))


def test_someone_who_left_or_only_reads_cannot_be_reached(visit, cast, round):
    Membership.objects.filter(user=cast.association_officer).delete()
    MembershipFactory(party=cast.association, role="reader")
    MembershipFactory(party=cast.association, role="editor", user__is_active=False)
    assert "De Sleutel : 1 action, and nobody" in words_of(visit(cast.officer, round.get_absolute_url()))


def test_the_grid_names_the_contact_who_alone_is_reminded(visit, cast, round, mailoutbox):
    contact = MembershipFactory(party=cast.association, role="editor", user__name="Cora Contact").user
    cast.lead.contact = contact
    cast.lead.save()
    words = words_of(visit(cast.officer, round.get_absolute_url()))
    assert "Contact: Cora Contact" in words
    assert "One person" not in words
    visit(cast.officer, f"/rondes/{round.pk}/herinneren/", {"partij": cast.association.pk})
    assert [message.to for message in mailoutbox] == [[f"Cora Contact <{contact.email}>"]]


@pytest.mark.parametrize("person", ["officer", "tenant"])
def test_the_grid_takes_at_most_thirteen_queries_for_any_number_of_actions(queries, cast, round, person):
    def fill(count: int) -> None:
        before = RoundFactory(agenda=cast.agenda, reference_date=date(2024, 6, 30), closed=True)
        for action in more_actions(cast, count):
            LeadFactory(action=action, party=cast.tenants)
            ProgressUpdateFactory(action=action, round=before, token=uuid4())
            update = ProgressUpdateFactory(action=action, round=round, amber=True)
            ReviewFactory(update=update)
            DissentFactory(update=update, judgement="off_track")
            ProgressUpdateFactory(action=action, round=round, draft=True)
        RoundExtensionFactory(round=round)

    fill(1)
    few = queries(getattr(cast, person), round.get_absolute_url())
    fill(2)
    some = queries(getattr(cast, person), round.get_absolute_url())
    more_actions(cast, 46)
    many = queries(getattr(cast, person), round.get_absolute_url())
    assert few == some == many <= 13


# -- Planning


def test_a_new_round_comes_filled_in(visit, cast, at):
    at("2024-05-20 10:00")
    RoundFactory(agenda=cast.agenda, name="Ronde 1", reference_date=date(2024, 3, 31))
    page = visit(cast.officer, NEW)
    form = page.context["form"]
    assert [form[name].value() for name in ("name", "reference_date", "opens_on", "closes_on")] == [
        "Round 2",
        date(2024, 6, 30),
        date(2024, 7, 1),
        date(2024, 7, 22),
    ]


PLAN = {"name": "Ronde 1", "reference_date": "2024-09-30", "opens_on": "2024-10-01", "closes_on": "31-10-2024"}


def test_a_round_is_planned_for_one_of_the_own_meetings(visit, cast):
    meeting = cast.agreement.meetings.create(held_on=date(2024, 11, 7))
    strange = cast.other_agreement.meetings.create(held_on=date(2024, 11, 7))
    address = NEW
    assert visit(cast.officer, address, {**PLAN, "meeting": strange.pk}).status_code == 200
    answer = visit(cast.officer, address, {**PLAN, "meeting": meeting.pk})
    found = Round.objects.get()
    assert (answer["Location"], found.meeting, found.state) == (
        found.get_absolute_url(),
        meeting,
        "ended" if found.opened_at else "planned",
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"closes_on": "2024-09-01"}, "The last day lies before the first day."),
        ({"reference_date": "2027-01-01"}, "The reference date lies in 2024 or in the year after it."),
        ({"reference_date": "morgen"}, "Write the date as 7-12-2023."),
        ({"name": "Ronde 0"}, "There is already a round with this name."),
    ],
)
def test_a_plan_that_cannot_be_is_a_clear_sentence_and_keeps_what_was_typed(visit, cast, wrong, sentence):
    RoundFactory(agenda=cast.agenda, name="Ronde 0")
    page = visit(cast.officer, NEW, {**PLAN, "instructions": "Kort mag.", **wrong})
    assert sentence in words_of(page)
    assert "Kort mag." in page.content.decode()
    assert Round.objects.count() == 1


def test_a_round_that_was_opened_keeps_its_reference_date(visit, cast, round):
    address = f"/rondes/{round.pk}/wijzigen/"
    visit(cast.officer, address, {**PLAN, "name": "Najaarsronde", "reference_date": "2024-08-31"})
    round.refresh_from_db()
    assert (round.name, round.reference_date) == ("Najaarsronde", date(2024, 9, 30))


# -- What a coordinator does


def test_opening_closing_and_what_closing_says_first(visit, cast, in_october):
    planned = RoundFactory(agenda=cast.agenda, name="Ronde 1")
    visit(cast.officer, f"/rondes/{planned.pk}/openen/", {})
    planned.refresh_from_db()
    assert (planned.state, planned.opened_by) == ("open", cast.officer)
    words = words_of(visit(cast.officer, f"/rondes/{planned.pk}/sluiten/"))
    assert "1 action without an answer becomes «not reported»." in words
    assert not Round.objects.get().is_closed
    visit(cast.officer, f"/rondes/{planned.pk}/sluiten/", {})
    assert Round.objects.get().closed_by == cast.officer


def test_what_is_too_late_is_a_sentence_on_the_page(visit, cast, round):
    visit(cast.officer, f"/rondes/{round.pk}/openen/", {})
    assert "This round was opened already." in words_of(visit(cast.officer, round.get_absolute_url()))


def test_an_extension_is_given_to_one_party_with_a_reason(visit, cast, round):
    address = f"/rondes/{round.pk}/uitstel/"
    data = {"party": cast.association.pk, "until": "2024-11-07", "reason": "De cijfers komen later."}
    for wrong in ({"reason": ""}, {"until": "2024-10-20"}, {"party": cast.elsewhere.pk}):
        assert visit(cast.officer, address, {**data, **wrong}).status_code == 200
    assert RoundExtension.objects.count() == 0
    visit(cast.officer, address, data)
    words = words_of(visit(cast.tenant, round.get_absolute_url()))
    assert "De Sleutel has through 7 November 2024: De cijfers komen later." in words


def test_accepting_all_leaves_a_coordinators_own_risk(visit, cast, round):
    first, second, third = [cast.action, *more_actions(cast, 2)]
    ProgressUpdateFactory(action=first, round=round)
    ProgressUpdateFactory(action=second, round=round)
    own = ProgressUpdateFactory(action=third, round=round, amber=True, reported_by=cast.officer)
    page = visit(cast.officer, round.get_absolute_url())
    assert "Accept 2 answers" in words_of(page)
    assert "You entered this risk yourself" in words_of(page)
    visit(cast.officer, f"/rondes/{round.pk}/accepteren/", {})
    assert (Review.objects.count(), own.reviews.count()) == (2, 0)


# -- Reminding


def test_one_mail_per_person_with_all_that_waits_and_a_link_to_each(visit, cast, round, mailoutbox):
    answered, returned = more_actions(cast, 2)
    ProgressUpdateFactory(action=answered, round=round)
    ReviewFactory(update__action=returned, update__round=round, outcome="returned", reason="Welk blok?")
    visit(cast.officer, f"/rondes/{round.pk}/herinneren/", {"partij": cast.association.pk})
    (mail,) = mailoutbox
    body = mail.body
    assert (mail.to, mail.subject) == (
        ["Abel Bouwer <abel@desleutel.example>"],
        "Ronde 1: wij wachten nog op uw melding",
    )
    assert f"/acties/{cast.action.pk}/voortgang/" in body
    assert f"/acties/{answered.pk}/voortgang/" not in body
    assert "Welk blok?" in body
    assert "tot en met 31 oktober 2024" in body


def test_one_party_or_one_person_is_reminded_and_nobody_else(visit, cast, round, mailoutbox):
    colleague = MembershipFactory(user__name="Cora Coll", party=cast.association, role="coordinator").user
    more_actions(cast, 1, party=cast.municipality)
    address = f"/rondes/{round.pk}/herinneren/"
    visit(cast.officer, address, {"partij": cast.association.pk, "persoon": colleague.pk})
    assert [mail.to for mail in mailoutbox] == [[f"Cora Coll <{colleague.email}>"]]
    visit(cast.officer, address, {})
    names = sorted(mail.to[0].partition(" ")[0] for mail in mailoutbox)
    assert names == ["Abel", "Cora", "Olga"], "who was reminded today is not reminded again"


def test_a_party_without_part_in_it_does_not_exist_for_the_person_who_reminds(visit, cast, round):
    """Whether there is a party or a person with this number is nobody's to find out."""
    address = f"/rondes/{round.pk}/herinneren/"
    for name, numbers in {"partij": [cast.elsewhere.pk, 99999], "persoon": [cast.outsider.pk, cast.admin.pk, 99999]}.items():
        assert {visit(cast.officer, address, {name: number}).status_code for number in numbers} == {404}
    for name, number in {"partij": cast.association.pk, "persoon": cast.association_officer.pk}.items():
        assert visit(cast.officer, address, {name: number}).status_code == 302


def test_someone_who_has_answered_or_whose_time_is_over_is_not_reminded(visit, cast, round, at, mailoutbox):
    address = f"/rondes/{round.pk}/herinneren/"
    at("2024-11-02 10:00")
    visit(cast.officer, address, {})
    assert mailoutbox == []
    assert "There is nobody to remind" in words_of(visit(cast.officer, round.get_absolute_url()))
    RoundExtensionFactory(round=round, party=cast.association)
    visit(cast.officer, address, {})
    assert ["7 november 2024" in mail.body for mail in mailoutbox] == [True]


# -- Who


@pytest.mark.parametrize("person", ["association_officer", "tenant", "executive", "admin"])
def test_a_participant_who_is_no_coordinator_is_told_so(visit, cast, round, person):
    update = ProgressUpdateFactory(action=cast.action, round=round)
    by = getattr(cast, person)
    of_round = [f"/rondes/{round.pk}/{page}/" for page in ("wijzigen", "sluiten", "uitstel")]
    new = [NEW, "/afspraken/waterhoek-2023-2026/overleggen/nieuw/"]
    posted = [f"/rondes/{round.pk}/{page}/" for page in ("openen", "herinneren", "accepteren")]
    posted += [f"/voortgang/{update.pk}/{page}/" for page in ("accepteren", "teruggeven")]
    answers = [visit(by, address).status_code for address in [*of_round, *new]]
    answers += [visit(by, address, {}).status_code for address in [*of_round, *new, *posted]]
    assert answers == [403] * 15


def test_for_an_outsider_none_of_it_exists(visit, cast, round):
    attached = ProgressUpdateFactory(action=cast.action, round=round, draft=True)
    attached.attachments.create(file=ContentFile(b"x", name="a.txt"), name="a.txt", added_by=cast.officer)
    update = ProgressUpdateFactory(action=cast.action, round=round)
    meeting = cast.agreement.meetings.create(held_on=date(2024, 11, 7))
    addresses = [
        "/afspraken/waterhoek-2023-2026/rondes/",
        "/afspraken/waterhoek-2023-2026/2024/rondes/nieuw/",
        "/afspraken/waterhoek-2023-2026/overleggen/nieuw/",
        *[f"/rondes/{round.pk}/{page}" for page in ("", "wijzigen/", "sluiten/", "uitstel/")],
        *[f"/overleggen/{meeting.pk}/{page}" for page in ("", "wijzigen/", "verslag/", "besluiten/nieuw/")],
        f"/acties/{cast.action.pk}/voortgang/",
        *[f"/voortgang/{update.pk}/{page}/" for page in ("teruggeven", "anders")],
        f"/bewijs/{attached.attachments.get().pk}/",
    ]
    assert [visit(cast.outsider, address).status_code for address in addresses] == [404] * len(addresses)
    posts = [f"/rondes/{round.pk}/{page}/" for page in ("openen", "herinneren", "accepteren")]
    posts += [f"/voortgang/{update.pk}/accepteren/"]
    assert [visit(cast.outsider, address, {}).status_code for address in posts] == [404] * len(posts)


# -- The page of the agreement


def test_rounds_and_meetings_of_the_agreement_and_what_waits_for_the_executives(visit, cast, round):
    ProgressUpdateFactory(action=cast.action, round=round, red=True)
    cast.agreement.meetings.create(held_on=date(2024, 11, 7), place="Raadhuis")
    words = words_of(visit(cast.tenant, "/afspraken/waterhoek-2023-2026/rondes/"))
    for part in ("Ronde 1", "Open", "reference date 30 September 2024", "Raadhuis", "Will not be achieved: Ronde 1"):
        assert part in words
    assert "Plan a" not in words
    assert "Plan a round for 2024" in words_of(visit(cast.officer, "/afspraken/waterhoek-2023-2026/rondes/"))


def test_the_pages_of_agreement_and_action_lead_to_it_also_without_javascript(visit, cast):
    agreement = visit(cast.tenant, cast.agreement.get_absolute_url()).content.decode()
    action = visit(cast.tenant, cast.action.get_absolute_url()).content.decode()
    assert '<a class="utrecht-link" href="/afspraken/waterhoek-2023-2026/rondes/">' in agreement
    assert f'<a class="utrecht-link" href="/acties/{cast.action.pk}/voortgang/">' in action


def test_the_rounds_of_an_agreement_take_as_many_queries_for_three_rows_as_for_one(queries, cast, round):
    def fill(number: int) -> None:
        action = more_actions(cast, 1)[0]
        ProgressUpdateFactory(action=action, round=round, red=True)
        meeting = cast.agreement.meetings.create(held_on=date(2024, 11, number))
        RoundFactory(agenda=cast.agenda, meeting=meeting)

    fill(1)
    few = queries(cast.officer, "/afspraken/waterhoek-2023-2026/rondes/")
    fill(2)
    fill(3)
    assert queries(cast.officer, "/afspraken/waterhoek-2023-2026/rondes/") == few <= 20


def test_a_round_of_a_year_that_is_over_begins_today(visit, cast, at):
    at("2025-05-20 10:00")
    form = visit(cast.officer, NEW).context["form"]
    assert [form[name].value() for name in ("reference_date", "opens_on", "closes_on")] == [
        date(2024, 12, 31),
        date(2025, 5, 20),
        date(2025, 6, 10),
    ]
