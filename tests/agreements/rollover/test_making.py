"""The draft of the next year: made of what was chosen, made again, and taken back."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.models import Action, ActionLink, Agenda, Agreement, Lead, RollChoice
from agreements.rollover.choosing import forget_choice, keep_choices
from agreements.rollover.making import make_next_year, title_in
from agreements.rollover.taking_back import take_back, take_back_row
from agreements.versions.recording import hash_as_it_stands
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    Cast,
    CommentFactory,
    LabelFactory,
    LabellingFactory,
    LeadFactory,
    ParticipationFactory,
    PartyFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Year:
    """The cast with the actions of 2024 in order."""

    cast: Cast
    rows: tuple[Action, ...]

    def __getattr__(self, name: str):
        return getattr(self.cast, name)


@pytest.fixture
def year(cast):
    """2024, adopted, with six actions of one goal; the first has everything that an action can have."""
    cast.action.number, cast.action.project = "1a", ProjectFactory(agreement=cast.agreement, name="Steenhuys")
    cast.action.due_on, cast.action.due_precision, cast.action.recurrence = date(2024, 9, 30), "quarter", "quarter"
    cast.action.kind, cast.action.budget, cast.action.lead_text = "process", 1250, "De Sleutel (bouw)"
    cast.action.save()
    cast.lead.contact = cast.association_officer
    cast.lead.save()
    LeadFactory(action=cast.action, party=cast.municipality, task="grond", position=2)
    others = [
        ActionFactory(goal=cast.goal, agenda=cast.agenda, text=f"Afspraak {number}.", position=number) for number in range(2, 7)
    ]
    cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
    cast.agenda.title = "Uitvoeringsagenda 2024"
    cast.agenda.save()
    return Year(cast, (cast.action, *others))


def choose(cast, place: int, choice: str = "goes_on", **fields) -> RollChoice:
    row = RollChoice(action=cast.rows[place], choice=choice, **fields)
    keep_choices(agenda=cast.agenda, choices=[row], by=cast.officer)
    return RollChoice.objects.get(action=cast.rows[place])


def make(cast, by=None):
    return make_next_year(agenda=cast.agenda, by=by or cast.officer)


def texts(cast) -> list[str]:
    return [action.text for action in Action.objects.filter(agenda__year=2025).order_by("position", "pk")]


def lines(cast) -> set[tuple[str, str, str]]:
    return {(link.earlier.text, link.kind, link.later.text) for link in ActionLink.objects.select_related("earlier", "later")}


# -- Making


def test_what_goes_on_comes_along_with_everything_and_a_year_later(year):
    choose(year, 0)
    made = make(year)
    action = made.agenda.actions.get()
    before = Action.objects.get(pk=year.action.pk)
    same = ("goal_id", "number", "project_id", "text", "kind", "lead_text", "recurrence", "budget", "position", "due_precision")
    assert [getattr(action, name) for name in same] == [getattr(before, name) for name in same]
    assert (action.due_on, before.due_on) == (date(2025, 9, 30), date(2024, 9, 30))
    leads = Lead.objects.filter(action=action).values_list("party", "task", "contact")
    assert list(leads) == list(Lead.objects.filter(action=before).values_list("party", "task", "contact"))
    assert (made.agenda.year, made.agenda.title, made.agenda.state) == (2025, "Uitvoeringsagenda 2025", "draft")
    assert (made.added, made.left, action.lineage) == (1, (), (action.pk, before.pk))
    assert action.history.get().history_change_reason == "Doorgeschoven uit 2024"
    assert action.history.get().history_user == year.officer


def test_each_choice_makes_what_it_says(year):
    choose(year, 0, "changed", text="Nieuwe woorden.", due_on=date(2025, 3, 31), due_precision="month")
    choose(year, 1, "split", parts=["Eerste deel.", "Tweede deel."])
    choose(year, 2, "merged", into=year.rows[3])
    choose(year, 3)
    choose(year, 4, "ends", reason="De grond is verkocht.")
    choose(year, 5, "finished")
    made = make(year)
    assert (made.added, made.left) == (4, ())
    assert set(texts(year)) == {"Nieuwe woorden.", "Eerste deel.", "Tweede deel.", "Afspraak 4."}
    assert Action.objects.get(text="Nieuwe woorden.").due_on == date(2025, 3, 31)
    assert lines(year) == {
        (year.action.text, "carried", "Nieuwe woorden."),
        ("Afspraak 2.", "split", "Eerste deel."),
        ("Afspraak 2.", "split", "Tweede deel."),
        ("Afspraak 3.", "merged", "Afspraak 4."),
        ("Afspraak 4.", "merged", "Afspraak 4."),
    }
    assert not Action.objects.filter(agenda=year.agenda).exclude(dropped_on=None).exists()


def test_merged_actions_say_the_words_that_were_chosen_for_both(year):
    choose(year, 0)
    choose(year, 1, "merged", into=year.rows[0], text="Samen één afspraak.")
    choose(year, 2, "merged", into=year.rows[0], text="Iets anders samen.")
    make(year)
    assert texts(year) == ["Samen één afspraak.\n\nAfspraak 3."]
    take_back_row(choice=RollChoice.objects.get(action=year.rows[2]), by=year.officer)


def test_one_of_a_merger_that_goes_back_leaves_the_words_of_the_other(year):
    choose(year, 0)
    merged = choose(year, 1, "merged", into=year.rows[0], text="Samen één afspraak.")
    make(year)
    assert texts(year) == ["Samen één afspraak."]
    take_back_row(choice=merged, by=year.officer)
    assert texts(year) == [year.action.text]


def test_making_again_adds_what_is_new_and_doubles_nothing(year):
    choose(year, 0)
    make(year)
    choose(year, 1)
    choose(year, 2, "merged", into=year.rows[0])
    assert (make(year).added, make(year).added) == (1, 0)
    assert len(texts(year)) == 2
    assert ("Afspraak 3.", "merged", year.action.text) in lines(year)


def test_what_somebody_carried_over_by_hand_is_not_made_again(year):
    draft = AgendaFactory(agreement=year.agreement, year=2025)
    ActionFactory(goal=year.goal, agenda=draft, text="Met de hand.", carried_from=year.rows[1])
    choose(year, 1)
    assert (make(year).added, texts(year)) == (0, ["Met de hand."])


def test_the_year_itself_stays_as_it_was(year):
    before = hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=year.agenda.pk))
    for place in range(5):
        choose(year, place)
    make(year)
    assert hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=year.agenda.pk)) == before


def test_an_action_of_a_goal_that_is_dropped_does_not_go_along_and_that_is_told(year):
    year.goal.dropped_from, year.goal.drop_reason = 2025, "Niet meer nodig."
    AgendaFactory(agreement=year.agreement, year=2025)
    year.goal.save()
    choose(year, 0)
    (left,) = make(year).left
    assert (left.action, left.reason) == (year.action, "het doel vervalt vanaf 2025")


def test_a_party_that_takes_part_no_more_leads_nothing_and_a_contact_who_left_does_not_come_along(year):
    former = PartyFactory(name="Zorgpartij")
    ParticipationFactory(agreement=year.agreement, party=former, to_year=2024)
    LeadFactory(action=year.rows[1], party=former)
    year.association_officer.is_active = False
    year.association_officer.save()
    choose(year, 0)
    choose(year, 1)
    made = make(year)
    assert [left.reason for left in made.left] == ["Zorgpartij doet in 2025 niet mee en trekt dit dus niet meer"]
    assert set(Lead.objects.filter(action__agenda=made.agenda).values_list("contact", flat=True)) == {None}


WRITERS = {"officer": True, "association_officer": True, "tenant": False, "outsider": False, "admin": False}


@pytest.mark.parametrize(("person", "may"), WRITERS.items(), ids=WRITERS)
def test_who_writes_a_draft_makes_it(year, person, may):
    choose(year, 0)
    if may:
        assert make(year, by=getattr(year, person)).added == 1
        return
    with pytest.raises(PermissionDenied):
        make(year, by=getattr(year, person))
    with pytest.raises(PermissionDenied):
        keep_choices(agenda=year.agenda, choices=[], by=getattr(year, person))


def test_nothing_is_added_to_a_year_that_stands_still(year):
    choose(year, 0)
    AgendaFactory(agreement=year.agreement, year=2025, state="proposed")
    with pytest.raises(NotAllowedNowError, match="2025 ligt ter vaststelling voor"):
        make(year)


def test_after_the_last_year_of_the_agreement_there_is_none(year):
    year.agreement.end_year = 2024
    year.agreement.save()
    choose(year, 0)
    with pytest.raises(NotAllowedNowError, match="2024 is het laatste jaar"):
        make(year)


@pytest.mark.parametrize(
    ("title", "rolling", "becomes"),
    [
        ("Uitvoeringsagenda 2024", None, "Uitvoeringsagenda 2025"),
        ("Jaarschijf 2024 bij de afspraken 2024-2027", None, "Jaarschijf 2025 bij de afspraken 2024-2027"),
        ("Afspraken 2024 – 2027 en prestaties 2024", 4, "Afspraken 2025 – 2028 en prestaties 2025"),
        ("Jaarschijf", None, "Jaarschijf"),
    ],
)
def test_the_title_moves_with_the_year_and_its_window(year, title, rolling, becomes):
    year.agreement.rolling_years, year.agenda.title, year.agenda.agreement = rolling, title, year.agreement
    assert title_in(2025, year.agenda) == becomes


def test_the_last_year_of_a_rolling_agreement_moves_up_with_the_draft_and_back_with_it(year):
    Agreement.objects.filter(pk=year.agreement.pk).update(rolling_years=4, start_year=2024, end_year=2027)
    choose(year, 0)
    make(year)
    years = [Agreement.objects.get(pk=year.agreement.pk).end_year]
    take_back(agenda=year.agenda, by=year.officer)
    assert [*years, Agreement.objects.get(pk=year.agreement.pk).end_year] == [2028, 2027]


def test_a_rolling_agreement_goes_on_after_its_last_year(year):
    Agreement.objects.filter(pk=year.agreement.pk).update(rolling_years=1, start_year=2024, end_year=2024)
    choose(year, 0)
    assert make(year).agenda.year == 2025


# -- Choosing


@pytest.mark.parametrize(
    ("choice", "fields", "field"),
    [
        ("ends", {}, "reason"),
        ("ends", {"reason": "  "}, "reason"),
        ("split", {"parts": ["Een."]}, "parts"),
        ("split", {"parts": ["Een.", " "]}, "parts"),
        ("split", {"parts": ["Deel."] * 7}, "parts"),
        ("split", {"parts": "Een. Twee."}, "parts"),
        ("merged", {}, "into"),
    ],
)
def test_a_choice_is_complete(year, choice, fields, field):
    with pytest.raises(ValidationError) as refused:
        choose(year, 0, choice, **fields)
    assert field in refused.value.message_dict


def test_an_action_is_merged_with_one_of_its_year_that_itself_goes_on(year):
    earlier = ActionFactory(goal=year.goal, agenda=AgendaFactory(agreement=year.agreement, year=2023))
    choose(year, 1, "merged", into=year.rows[2])
    for place, into in ((0, year.action), (0, earlier), (0, year.rows[1]), (2, year.rows[3])):
        with pytest.raises(ValidationError):
            choose(year, place, "merged", into=into)


def test_a_choice_of_which_something_was_made_stays_until_that_is_taken_back(year):
    choice = choose(year, 0)
    make(year)
    for change in (lambda: choose(year, 0, "finished"), lambda: forget_choice(choice=choice, by=year.officer)):
        with pytest.raises(NotAllowedNowError, match="staat al in het volgende jaar"):
            change()
    take_back_row(choice=choice, by=year.officer)
    choose(year, 0, "finished")
    forget_choice(choice=RollChoice.objects.get(), by=year.officer)
    assert not RollChoice.objects.exists()


# -- Taking back


def test_taken_back_everything_is_as_before_and_the_choices_are_kept(year):
    for place in range(3):
        choose(year, place)
    choose(year, 3, "merged", into=year.rows[0])
    make(year)
    assert take_back(agenda=year.agenda, by=year.association_officer) is None
    assert (texts(year), lines(year)) == ([], set())
    assert not Agenda.objects.filter(year=2025).exists()
    assert {row.is_made for row in RollChoice.objects.all()} == {False}
    assert make(year).added == 3


def test_a_draft_that_was_there_before_stays(year):
    draft = AgendaFactory(agreement=year.agreement, year=2025)
    choose(year, 0)
    make(year)
    assert take_back(agenda=year.agenda, by=year.officer) == draft
    assert not draft.actions.exists()


@pytest.mark.parametrize("work", ["text", "another action", "comment", "title", "lead", "words"])
def test_a_draft_in_which_somebody_worked_is_taken_back_row_by_row(year, work):
    first, other = choose(year, 0), choose(year, 1)
    draft = make(year).agenda
    action = draft.actions.get(text=year.action.text)
    if work == "text":
        action.text = "Anders."
        action.save()
    elif work == "another action":
        ActionFactory(goal=year.goal, agenda=draft)
    elif work == "comment":
        CommentFactory(action=action, party=year.tenants)
    elif work == "title":
        draft.title = "Agenda"
        draft.save()
    elif work == "lead":
        action.leads.first().delete()
    else:
        year.goal.text = "Woorden van 2025."
        year.goal.save()
    with pytest.raises(NotAllowedNowError):
        take_back(agenda=year.agenda, by=year.officer)
    take_back_row(choice=other, by=year.officer)
    assert not Action.objects.filter(agenda=draft, text="Afspraak 2.").exists()
    if work in {"text", "comment", "lead"}:
        with pytest.raises(NotAllowedNowError):
            take_back_row(choice=first, by=year.officer)
        assert Action.objects.filter(pk=action.pk).exists()


def test_one_of_a_merger_goes_back_alone_and_the_rest_was_carried_over(year):
    choose(year, 0)
    merged = choose(year, 1, "merged", into=year.rows[0])
    make(year)
    take_back_row(choice=merged, by=year.officer)
    assert lines(year) == {(year.action.text, "carried", year.action.text)}


def test_who_pays_stays_with_the_first_part_and_labels_go_along(year):
    Action.objects.filter(pk__in=[year.rows[0].pk, year.rows[1].pk]).update(contributions="De Sleutel | € 100")
    for row in year.rows[:2]:
        LabellingFactory(label=LabelFactory(agreement=year.agreement), action=row)
    choose(year, 0)
    choose(year, 1, "split", parts=["Eerste deel.", "Tweede deel."])
    made = make(year).agenda
    paid = made.actions.order_by("pk").values_list("text", "contributions")
    pays = "De Sleutel | € 100"
    assert list(paid) == [(year.action.text, pays), ("Eerste deel.", pays), ("Tweede deel.", "")]
    assert [action.labellings.count() for action in made.actions.all()] == [1, 1, 1]
