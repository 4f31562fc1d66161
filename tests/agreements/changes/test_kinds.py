"""Each kind of change: what it writes when all agreed, which texts get a version, and what stays as it was."""

import pytest

from agreements.agenda.collect import collect_agenda
from agreements.agenda.words import words_of
from agreements.models import Action, ActionLink, Agenda, Change, Goal, Participation, RollChoice, Target, Version
from agreements.models.indicator import targets_in
from parties.models import Membership, Party
from tests.agreements.changes.conftest import adjust, drop, now
from tests.factories import MembershipFactory, PartyFactory, UserFactory

pytestmark = pytest.mark.django_db


def goal_words(scene, year: int) -> str:
    return words_of(Goal.objects.get(pk=scene.cast.goal.pk), year).text


# -- Words


def test_words_of_an_action_change_in_its_year(scene):
    proposal = scene.change(adjust(scene.cast.action, text="De 21 flexwoningen aan de Kade zijn opgeleverd."))
    assert words_of(now(scene.cast.action)).text.startswith("De 21")
    assert scene.versions()[-1] == (2024, 2, "change")
    assert [row.content_sha256 for row in proposal.versions.all()] == [proposal.content_sha256]
    assert scene.agenda().state == Agenda.State.ADOPTED


def test_the_rows_tell_who_proposed_it_and_why(scene):
    scene.change(adjust(scene.cast.action, text="Anders."))
    record = scene.cast.action.history.latest()
    assert (record.history_user, record.history_change_reason) == (scene.coordinator, "Change by consent: Andere afspraak")


def test_words_of_a_goal_change_from_the_year_on_and_a_draft_follows(scene):
    old = goal_words(scene, 2024)
    scene.change(adjust(scene.cast.goal, text="De sociale voorraad groeit met 90 woningen."))
    assert goal_words(scene, 2023) == old
    assert goal_words(scene, 2024) == goal_words(scene, 2025) == "De sociale voorraad groeit met 90 woningen."
    assert scene.versions()[2:] == [(2024, 2, "change")]


def test_each_later_adopted_year_gets_a_version_of_its_own(scene):
    scene.adopt(scene.agenda(2025))
    proposal = scene.change(adjust(scene.cast.goal, text="De voorraad groeit met 90."))
    assert scene.versions()[-2:] == [(2024, 2, "change"), (2025, 2, "change")]
    assert [row.agenda.year for row in proposal.versions.order_by("place")] == [2024, 2025]
    assert goal_words(scene, 2023) != goal_words(scene, 2024) == goal_words(scene, 2025)


def test_a_later_draft_with_words_of_its_own_keeps_them_and_that_is_told(scene):
    from agreements.changes.outcome import try_out

    goal = Goal.objects.get(pk=scene.cast.goal.pk)
    goal.write_for(2025)
    goal.text = "De voorraad groeit met 120."
    goal.save()
    draft = scene.draft(adjust(scene.cast.goal, text="De voorraad groeit met 90."))
    assert try_out(draft, scene.agenda()).told == ("The draft of 2025 has words of its own for this, and keeps them: goal 17.",)
    scene.agree(_opened(scene, draft))
    assert (goal_words(scene, 2024), goal_words(scene, 2025)) == ("De voorraad groeit met 90.", "De voorraad groeit met 120.")
    scene.all_is_well()


def _opened(scene, draft):
    from agreements.changes.workflow import open_changes
    from tests.agreements.changes.conftest import in_days

    return open_changes(proposal=draft, by=scene.coordinator, deadline=in_days(14))


def test_a_theme_and_an_introduction_change_together(scene):
    scene.change(
        adjust(scene.cast.theme, introduction="Wonen moet betaalbaar blijven."),
        adjust(scene.agenda(), introduction="Wat wij in 2024 doen."),
    )
    assert scene.agenda().introduction == "Wat wij in 2024 doen."
    theme = now(scene.cast.theme)
    assert words_of(theme, 2024).introduction == "Wonen moet betaalbaar blijven."
    assert words_of(theme, 2023).introduction == ""


def test_the_agreement_as_a_whole_changes_and_the_years_that_read_it_follow(scene):
    scene.adopt(scene.agreement)
    scene.change(adjust(scene.cast.second_goal, text="De wachttijd is 4 jaar."), text=scene.agreement)
    goal = Goal.objects.get(pk=scene.cast.second_goal.pk)
    assert words_of(goal, 2022).text == words_of(goal, 2024).text == "De wachttijd is 4 jaar."
    assert words_of(goal, 2023).text == "De wachttijd wordt korter."  # it is closed
    assert scene.versions()[-2:] == [(None, 2, "change"), (2024, 2, "change")]


# -- Dates, leads, targets, budget


def test_dates_number_and_budget_change(scene):
    scene.change(
        adjust(scene.cast.action, number="1.a", due_on="2024-12-31", due_precision="year", recurrence="quarter", budget="1500.50")
    )
    action = now(scene.cast.action)
    assert (action.due_on.isoformat(), action.due_precision, action.recurrence) == ("2024-12-31", "year", "quarter")
    assert str(action.budget) == "1500.50"


def test_leads_change_with_their_order_and_tasks(scene):
    cast = scene.cast
    leads = [{"party": cast.tenants.pk, "task": "voorlichting"}, {"party": cast.association.pk, "task": "bouw"}]
    scene.change(adjust(cast.action, leads=leads))
    rows = now(cast.action).leads.order_by("position")
    assert [(row.party, row.task) for row in rows] == [(cast.tenants, "voorlichting"), (cast.association, "bouw")]
    scene.change(adjust(cast.action, leads=[{"party": cast.municipality.pk, "task": ""}]))
    assert [row.party for row in now(cast.action).leads.all()] == [cast.municipality]


def test_targets_change_from_the_year_on(scene):
    targets = [{"year": None, "value": "90"}, {"year": 2024, "value": "25"}]
    scene.change(adjust(scene.cast.indicator, targets=targets))
    rows = list(Target.objects.filter(indicator=scene.cast.indicator))
    said = {year: [str(row.value) for row in targets_in(year, rows) if row.year in {None, year}] for year in (2023, 2024, 2025)}
    assert said == {2023: ["75.00"], 2024: ["90.00", "25.00"], 2025: ["90.00"]}


# -- Dropped and carried over


def test_an_action_is_dropped_with_day_and_reason(scene):
    scene.change(drop(scene.cast.action, dropped_on="2024-05-03"))
    action = now(scene.cast.action)
    assert (action.dropped_on.isoformat(), action.drop_reason) == ("2024-05-03", "Niet meer nodig.")


def test_a_goal_is_dropped_from_the_year_on_with_its_actions(scene):
    scene.change(drop(scene.cast.goal, dropped_on="2024-05-03"))
    assert now(scene.cast.action).dropped_line == "Dropped on 3 May 2024"
    goal = now(scene.cast.goal)
    assert (goal.dropped_from, goal.drop_reason) == (2024, "Niet meer nodig.")
    states = {row.agenda.year: row.is_dropped for row in Action.objects.filter(goal=goal).select_related("agenda")}
    assert states == {2023: False, 2024: True, 2025: True}


def test_carried_over_into_the_draft_of_the_next_year(scene):
    scene.change(drop(scene.cast.action, kind=Change.Kind.CARRY_OVER, dropped_on="2024-10-01"))
    link = ActionLink.objects.get(earlier=scene.cast.action)
    assert (link.kind, link.later.agenda.year, link.later.is_dropped) == ("carried", 2025, False)
    assert (now(scene.cast.action).is_dropped, now(scene.cast.action).goes_on_in) == (True, 2025)
    (printed,) = [row for row in collect_agenda(scene.agenda()).actions if row.id == scene.cast.action.pk]
    assert printed.dropped_line == now(scene.cast.action).dropped_line == "Goes on in 2025, agreed on 1 October 2024"
    assert RollChoice.objects.get(action=scene.cast.action).is_made


def test_carried_over_before_there_is_a_next_year(scene):
    Action.objects.filter(agenda__year=2025).delete()
    scene.agenda(2025).delete()
    scene.change(drop(scene.cast.action, kind=Change.Kind.CARRY_OVER, dropped_on="2024-10-01"))
    choice = RollChoice.objects.get(action=scene.cast.action)
    assert (choice.choice, choice.is_made, choice.reason) == ("goes_on", False, "Niet meer nodig.")


# -- Added, split, merged


def test_a_goal_with_a_target_and_an_action_for_it_are_added(scene):
    cast = scene.cast
    indicators = [
        {"name": "Sloop", "unit": "woningen", "kind": "maximum", "per": "year", "targets": [{"year": 2024, "value": "3"}]}
    ]
    goal = {"theme": cast.theme.pk, "number": "19", "text": "Er wordt minder gesloopt.", "indicators": indicators}
    action = {"goal": "new-1", "text": "Het sloopplan is herzien.", "leads": [{"party": cast.association.pk, "task": ""}]}
    proposal = scene.change(
        {"kind": "add", "about": "goal", "becomes": goal}, {"kind": "add", "about": "action", "becomes": action}
    )
    added = Goal.objects.get(number="19")
    assert [row.text for row in added.actions.all()] == ["Het sloopplan is herzien."]
    assert [str(row.value) for row in Target.objects.filter(indicator__goal=added)] == ["3.00"]
    assert not added.exists_in(2023)
    assert proposal.versions.count() == 1


def test_an_action_is_split_within_the_year(scene):
    parts = [{"text": "De fundering ligt er."}, {"text": "De woningen staan er.", "leads": [{"party": scene.cast.tenants.pk}]}]
    scene.change(drop(scene.cast.action, kind="split", parts=parts, dropped_on="2024-04-01"))
    links = ActionLink.objects.filter(earlier=scene.cast.action).select_related("later").order_by("pk")
    assert [(link.kind, link.later.text) for link in links] == [
        (link, part["text"]) for link, part in zip(["split"] * 2, parts, strict=True)
    ]
    assert [[lead.party for lead in link.later.leads.all()] for link in links] == [[scene.cast.association], [scene.cast.tenants]]
    assert now(scene.cast.action).is_dropped
    assert links[0].later.lineage == (links[0].later_id, scene.cast.action.pk)


def test_actions_are_merged_within_the_year(scene):
    cast = scene.cast
    becomes = {"text": "De 36 woningen staan er.", "dropped_on": "2024-04-01", "with": [cast.second.pk]}
    scene.change(drop(cast.action, kind="merge", **becomes))
    links = ActionLink.objects.filter(later__text="De 36 woningen staan er.")
    assert {(link.kind, link.earlier_id) for link in links} == {("merged", cast.action.pk), ("merged", cast.second.pk)}
    assert [now(row).is_dropped for row in (cast.action, cast.second)] == [True, True]


# -- Correction, revocation


def test_coordinators_answer_a_correction(scene):
    from agreements.consent import answering

    people = {}
    for party in scene.signers:
        people[party] = UserFactory()
        MembershipFactory(user=people[party], party=party, role=Membership.Role.COORDINATOR)
    change = {**adjust(scene.cast.action, text="De 24 flexwoningen aan de Kade zijn opgelevert."), "kind": "correct"}
    proposal = scene.propose(change)
    for party, person in people.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    assert scene.versions()[-1] == (2024, 2, "correction")
    scene.all_is_well()


def test_a_coordinator_answers_nothing_else(scene):
    from django.core.exceptions import PermissionDenied

    from agreements.consent import answering

    proposal = scene.propose(adjust(scene.cast.action, text="Anders."))
    with pytest.raises(PermissionDenied, match="Only someone who may sign"):
        answering.answer(proposal=proposal, party=scene.cast.municipality, by=scene.coordinator, answer="agreed")


def test_a_revoked_text_stays_to_be_read(scene):
    scene.change({"kind": "revoke", "about": "agenda", "becomes": {}})
    agenda = scene.agenda()
    assert (agenda.is_revoked, agenda.is_adopted, agenda.version) == (True, True, 2)
    assert agenda.standing == "Revoked by all parties, version 2"
    first, second = Version.objects.of(agenda).order_by("number")
    assert (second.kind, second.content_sha256) == ("revocation", first.content_sha256)


# -- Other parties


def test_a_party_joins_with_its_own_yes(scene):
    party = PartyFactory(name="Wonen Zuid", kind=Party.Kind.HOUSING_ASSOCIATION)
    scene.signers[party] = UserFactory()
    MembershipFactory(user=scene.signers[party], party=party, may_sign=True)
    join = {"kind": "participation", "about": "participation", "becomes": {"party": party, "role": "signatory"}}
    leads = [{"party": party.pk, "task": "bouw"}]
    proposal = scene.propose(join, adjust(scene.cast.action, leads=leads))
    assert {row.party for row in proposal.needed.all()} == set(scene.signers)
    scene.agree(proposal)
    row = Participation.objects.get(party=party)
    assert (row.is_accepted, row.from_year, row.role, row.answered_by) == (True, 2024, "signatory", scene.signers[party])
    assert [lead.party for lead in now(scene.cast.action).leads.all()] == [party]
    scene.all_is_well()


def leave(scene, party, to_year=2023) -> dict:
    row = scene.cast.agreement.participations.get(party=party)
    return {"kind": "participation", "about": "participation", "row": row, "becomes": {"to_year": to_year}}


def test_a_party_leaves_and_its_leads_are_given_on_in_the_same_proposal(scene):
    cast = scene.cast
    scene.change(adjust(cast.action, leads=[{"party": cast.municipality.pk}]), leave(scene, cast.association))
    assert scene.versions()[-1] == (2024, 2, "change")
    assert cast.agreement.participations.get(party=cast.association).to_year == 2023
    again = scene.propose(adjust(cast.second, text="Anders."))
    assert cast.association not in {row.party for row in again.needed.all()}


def test_a_role_changes(scene):
    row = scene.cast.agreement.participations.get(party=scene.cast.tenants)
    change = {"kind": "participation", "about": "participation", "row": row, "becomes": {"role": "advisory"}}
    scene.change(change)
    assert now(row).role == "advisory"
    scene.all_is_well()


def test_an_open_adoption_is_set_aside_and_proposed_anew_when_other_parties_take_part(scene):
    from agreements.consent import adoption
    from agreements.models import Proposal
    from tests.agreements.changes.conftest import in_days

    cast = scene.cast
    old = adoption.propose(text=scene.agenda(2025), by=scene.coordinator, deadline=in_days(14))
    scene.change(adjust(cast.action, leads=[{"party": cast.municipality.pk}]), leave(scene, cast.association))
    assert now(old).state == Proposal.State.SUPERSEDED
    new = Proposal.objects.adopting().open().get()
    assert {row.party for row in new.needed.all()} == {cast.municipality, cast.tenants}


def test_an_open_adoption_of_the_whole_names_who_leaves_after_its_first_year(scene):
    from agreements.consent import adoption
    from agreements.models import Proposal
    from tests.agreements.changes.conftest import in_days

    cast = scene.cast
    assert scene.agreement.start_year < 2024
    old = adoption.propose(text=scene.agreement, by=scene.coordinator, deadline=in_days(14))
    scene.change(adjust(cast.action, leads=[{"party": cast.municipality.pk}]), leave(scene, cast.association))
    assert now(old).state == Proposal.State.SUPERSEDED
    new = Proposal.objects.adopting().open().get()
    assert new.text == scene.agreement
    assert new.content_sha256 != old.content_sha256
