"""The stamp of an agenda: another key for everything that is printed differently, the same key for everything else."""

from datetime import date

import pytest
from django.db import transaction

from agreements.agenda.stamp import changed_at, stamp_of
from agreements.models import Action, Appendix, Goal, Lead, Participation, Project, Theme
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AppendixFactory,
    CommentFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingRuleFactory,
    ParticipationFactory,
    PartyFactory,
    ProjectFactory,
    TargetFactory,
    ThemeFactory,
)
from tests.restored import restore_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    """The agenda with one of everything that can be printed, and a year beside it."""
    ThemeFactory(agreement=cast.agreement, title="Leefbaarheid", position=9)
    GoalFactory(theme=cast.theme, number="18", position=9)
    cast.action.project = ProjectFactory(agreement=cast.agreement, name="Kade")
    cast.action.save()
    AppendixFactory(agreement=cast.agreement, title="Begrippen")
    AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, title="Prognose")
    ParticipationFactory(agreement=cast.agreement, party=PartyFactory(name="Zorggroep Oever"), role="involved", position=9)
    AgendaFactory(agreement=cast.agreement, year=2025)
    return cast


def change(row, **fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def agenda_of_2025(story):
    return story.agreement.agendas.get(year=2025)


CHANGED = {
    "title of the agreement": lambda s: change(s.agreement, title="Prestatieafspraken Waterhoek en Dal"),
    "word for action": lambda s: change(s.agreement, action_label="Prestatie {jaar}"),
    "title of the agenda": lambda s: change(s.agenda, title="Jaarschijf 2024"),
    "state of the agenda": lambda s: change(s.agenda, state="adopted", adopted_on=date(2023, 12, 14)),
    "introduction": lambda s: change(s.agenda, introduction="Vooraf."),
    "order of the parties": lambda s: change(s.agreement.participations.first(), position=8),
    "name of a party": lambda s: change(s.association, short_name="Sleutel"),
    "name of a theme": lambda s: change(s.theme, title="Wonen"),
    "text of a goal": lambda s: change(s.goal, text="De sociale voorraad groeit met 80 woningen."),
    "text of an action": lambda s: change(s.action, text="De 24 flexwoningen staan er."),
    "action dropped": lambda s: change(s.action, dropped_on=date(2024, 6, 6), drop_reason="De grond is verkocht."),
    "task of a lead": lambda s: change(s.lead, task="bouw"),
    "another lead": lambda s: change(s.lead, party=s.tenants),
    "name of a project": lambda s: change(s.action.project, name="Kadekwartier"),
    "title of an appendix": lambda s: change(Appendix.objects.get(title="Prognose"), title="Prognoses"),
}
ADDED = {
    "party": lambda s: ParticipationFactory(agreement=s.agreement),
    "theme": lambda s: ThemeFactory(agreement=s.agreement),
    "goal": lambda s: GoalFactory(theme=s.theme),
    "action": lambda s: ActionFactory(agenda=s.agenda, goal=s.goal),
    "lead": lambda s: LeadFactory(action=s.action, party=s.tenants),
    "appendix of the agreement": lambda s: AppendixFactory(agreement=s.agreement),
    "appendix of the year": lambda s: AppendixFactory(agreement=s.agreement, agenda=s.agenda),
    "another year": lambda s: AgendaFactory(agreement=s.agreement, year=2026),
}
DELETED = {
    "party": lambda s: Participation.objects.get(party__name="Zorggroep Oever").delete(),
    "theme": lambda s: Theme.objects.get(title="Leefbaarheid").delete(),
    "goal": lambda s: Goal.objects.get(number="18").delete(),
    "action": lambda s: s.action.delete(),
    "lead": lambda s: s.lead.delete(),
    "appendix of the agreement": lambda s: Appendix.objects.get(title="Begrippen").delete(),
    "appendix of the year": lambda s: Appendix.objects.get(title="Prognose").delete(),
    "another year": lambda s: agenda_of_2025(s).delete(),
    "theme with the goals in it": lambda s: (Action.objects.filter(agenda=s.agenda).delete(), s.theme.delete()),
}
MOVED = {
    "action to another year": lambda s: change(s.action, agenda=agenda_of_2025(s)),
    "goal to another theme": lambda s: change(s.goal, theme=Theme.objects.get(title="Leefbaarheid")),
    "appendix to another year": lambda s: change(Appendix.objects.get(title="Prognose"), agenda=agenda_of_2025(s)),
}
ELSEWHERE = {
    "action of another year": lambda s: ActionFactory(agenda=agenda_of_2025(s), goal=s.goal),
    "lead in another year": lambda s: LeadFactory(action=ActionFactory(agenda=agenda_of_2025(s), goal=s.goal), party=s.tenants),
    "agreement of others": lambda s: change(s.other_agreement, title="Afspraken Zandbergen"),
    "theme of others": lambda s: ThemeFactory(agreement=s.other_agreement),
    "goal of others": lambda s: change(s.other_goal, text="Zandbergen bouwt 11 woningen."),
    "action of others": lambda s: change(s.other_action, text="Ze staan er."),
    "lead of others": lambda s: LeadFactory(action=s.other_action, party=s.elsewhere),
    "party of others": lambda s: change(s.elsewhere, short_name="Zandbergen"),
    "project of others": lambda s: ProjectFactory(agreement=s.other_agreement),
    "appendix of others": lambda s: AppendixFactory(agreement=s.other_agreement),
    "indicator, which the agenda does not print": lambda s: IndicatorFactory(goal=s.goal),
    "person": lambda s: change(s.officer, name="Olga Beleid"),
    "contact of a lead": lambda s: change(s.lead, contact=s.association_officer),
    "lead saved as it was": lambda s: s.lead.save(),
    "comment for one party on an action": lambda s: CommentFactory(action=s.action, party=s.tenants, by=s.tenant, is_own=True),
    "comment for one party on a goal": lambda s: CommentFactory(goal=s.goal, party=s.tenants, by=s.tenant, is_own=True),
}


def keys_around(story, act) -> tuple[str, str]:
    before = stamp_of(story.agenda)
    act(story)
    return before, stamp_of(story.agenda)


@pytest.mark.parametrize("what", CHANGED)
def test_another_key_when_it_changes(story, what):
    before, after = keys_around(story, CHANGED[what])
    assert before != after


@pytest.mark.parametrize("what", ADDED)
def test_another_key_when_it_is_added(story, what):
    before, after = keys_around(story, ADDED[what])
    assert before != after


@pytest.mark.parametrize("what", DELETED)
def test_another_key_when_it_is_deleted(story, what):
    before, after = keys_around(story, DELETED[what])
    assert before != after


@pytest.mark.parametrize("what", MOVED)
def test_another_key_when_it_moves(story, what):
    before, after = keys_around(story, MOVED[what])
    assert before != after


@pytest.mark.parametrize("what", ELSEWHERE)
def test_the_same_key_when_nothing_of_this_agenda_changes(story, what):
    before, after = keys_around(story, ELSEWHERE[what])
    assert before == after


def test_a_change_and_its_opposite_do_not_lead_back_to_the_old_key(story):
    """Or a document could be kept under the key of one that was printed later."""
    text = story.action.text
    keys = [stamp_of(story.agenda)]
    for words in ("Anders.", text):
        change(story.action, text=words)
        keys.append(stamp_of(story.agenda))
    assert len(set(keys)) == 3


def test_another_contact_is_no_change_of_the_document_also_between_two_that_are(story):
    change(story.lead, task="bouw")
    before = stamp_of(story.agenda), changed_at(story.agenda)
    change(story.lead, contact=story.association_officer)
    assert (stamp_of(story.agenda), changed_at(story.agenda)) == before
    change(story.lead, contact=None, task="realisatie bouw")
    assert stamp_of(story.agenda) != before[0]


def test_two_agendas_never_share_a_key(story):
    assert stamp_of(story.agenda) != stamp_of(story.other_agenda) != stamp_of(agenda_of_2025(story))


def test_two_years_of_one_agreement_without_actions_have_a_key_each(story):
    story.action.delete()
    assert stamp_of(story.agenda) != stamp_of(agenda_of_2025(story))


def test_one_query_each(story, django_assert_num_queries):
    with django_assert_num_queries(1):
        stamp_of(story.agenda)
    with django_assert_num_queries(1):
        changed_at(story.agenda)


def test_the_last_change_is_the_moment_of_the_last_write(story):
    change(story.action, text="Anders.")
    assert changed_at(story.agenda) == story.action.history.first().history_date
    change(story.association, short_name="Sleutel")
    assert changed_at(story.agenda) == story.association.history.first().history_date
    project = Project.objects.get(name="Kade")
    change(project, area="Havenkwartier")
    assert changed_at(story.agenda) == project.history.first().history_date


def test_a_deletion_is_a_change_too(story):
    pk = story.lead.pk
    story.lead.delete()
    assert changed_at(story.agenda) == Lead.history.filter(id=pk).first().history_date


OF_ANOTHER_YEAR = {
    "year": lambda s: AgendaFactory(agreement=s.agreement, year=2026),
    "title of another year": lambda s: change(agenda_of_2025(s), title="Jaarschijf"),
    "chapter with goals of a later year": lambda s: GoalFactory(
        theme=ThemeFactory(agreement=s.agreement, title="Zorg", introduction="Nieuw."), start_year=2026
    ),
    "paragraph with goals of a later year": lambda s: GoalFactory(
        theme=ThemeFactory(agreement=s.agreement, parent=ThemeFactory(agreement=s.agreement, title="Zorg")), start_year=2026
    ),
    "empty chapter": lambda s: ThemeFactory(agreement=s.agreement, title="Zorg"),
    "goal of a later year": lambda s: GoalFactory(theme=s.theme, start_year=2025),
    "goal that was over": lambda s: GoalFactory(theme=s.theme, end_year=2023),
    "goal that is agreed later": lambda s: GoalFactory(theme=s.theme, added_on=date(2025, 2, 16)),
    "party that joins later": lambda s: ParticipationFactory(agreement=s.agreement, from_year=2025),
    "appendix of another year": lambda s: AppendixFactory(agreement=s.agreement, agenda=agenda_of_2025(s)),
    "project without an action of this year": lambda s: ProjectFactory(agreement=s.agreement),
}


@pytest.mark.parametrize("what", OF_ANOTHER_YEAR)
def test_what_only_another_year_has_does_not_change_the_day_on_the_document(story, what):
    before = changed_at(story.agenda)
    OF_ANOTHER_YEAR[what](story)
    assert changed_at(story.agenda) == before


AS_IT_WAS = {
    "party that is reminded to answer": lambda s: change(s.agreement.participations.first(), reminded_at="2024-06-01T08:00Z"),
    "goal that is saved as it was": lambda s: s.goal.save(),
    "theme that is saved as it was": lambda s: Theme.objects.get(pk=s.theme.pk).save(),
    "goal that is dropped from a later year": lambda s: change(s.goal, dropped_from=2026, drop_reason="Besluit."),
}


@pytest.mark.parametrize("what", AS_IT_WAS)
def test_what_this_year_reads_as_before_does_not_change_the_day_on_the_document(story, what):
    before = changed_at(story.agenda)
    AS_IT_WAS[what](story)
    assert changed_at(story.agenda) == before


def test_a_goal_that_is_dropped_from_this_year_changes_the_day_on_its_document(story):
    goal = GoalFactory(theme=story.theme, number="60")
    before = changed_at(story.agenda)
    change(goal, dropped_from=2024, drop_reason="Besluit.")
    assert changed_at(story.agenda) > before


def test_a_theme_that_moves_below_another_changes_the_day(story):
    theme = ThemeFactory(agreement=story.agreement, title="Groen", introduction="Ja.")
    before = changed_at(story.agenda)
    change(theme, parent=story.theme)
    assert changed_at(story.agenda) > before


# -- Of the agreement as a whole


SHARED = {
    "title": lambda s: change(s.agreement, title="Anders"),
    "goal": lambda s: change(s.goal, text="Anders."),
    "goal of a later year": lambda s: GoalFactory(theme=s.theme, start_year=2025),
    "empty chapter": lambda s: ThemeFactory(agreement=s.agreement, title="Zorg"),
    "party that joins later": lambda s: ParticipationFactory(agreement=s.agreement, from_year=2025),
    "indicator": lambda s: IndicatorFactory(goal=s.goal),
    "target over the period": lambda s: TargetFactory(indicator=IndicatorFactory(goal=s.goal), year=None),
    "rule on meetings": lambda s: MeetingRuleFactory(agreement=s.agreement),
    "appendix": lambda s: AppendixFactory(agreement=s.agreement),
}
OF_A_YEAR = {
    "action": lambda s: change(s.action, text="Anders."),
    "title of the year": lambda s: change(s.agenda, title="Jaarschijf"),
    "appendix of the year": lambda s: AppendixFactory(agreement=s.agreement, agenda=s.agenda),
    "project": lambda s: ProjectFactory(agreement=s.agreement),
}


@pytest.mark.parametrize("what", SHARED)
def test_what_all_years_share_changes_the_key_and_the_day_of_the_whole(story, what):
    before = stamp_of(story.agreement), changed_at(story.agreement)
    SHARED[what](story)
    assert stamp_of(story.agreement) != before[0]
    assert changed_at(story.agreement) > before[1]


@pytest.mark.parametrize("what", OF_A_YEAR)
def test_what_one_year_has_does_not_change_the_day_of_the_whole(story, what):
    before = changed_at(story.agreement)
    OF_A_YEAR[what](story)
    assert changed_at(story.agreement) == before


def test_a_target_of_one_year_does_not_change_the_day_of_the_whole(story):
    indicator = IndicatorFactory(goal=story.goal)
    before = changed_at(story.agreement)
    TargetFactory(indicator=indicator, year=2024)
    assert changed_at(story.agreement) == before


def test_the_whole_and_a_year_never_share_a_key(story):
    assert stamp_of(story.agreement) not in {stamp_of(story.agenda), stamp_of(agenda_of_2025(story))}


PRINTED = {**CHANGED, **DELETED, **MOVED}
del PRINTED["theme"], PRINTED["another year"]  # the theme is empty


@pytest.mark.parametrize("what", PRINTED)
def test_every_change_of_what_is_printed_changes_the_day_on_the_document(story, what):
    before = changed_at(story.agenda)
    PRINTED[what](story)
    assert changed_at(story.agenda) > before


def test_the_key_does_not_come_again_when_a_database_was_restored(story):
    """The rows after the backup get the same numbers again, in the same tables, and say something else."""
    keys = set()
    for words in ("Er komen VIJFTIG woningen.", "Er komen DERTIG woningen."):
        with transaction.atomic():
            restore_numbers()
            change(story.action, text=words)
            keys.add((stamp_of(story.agenda), story.action.history.first().history_id))
            transaction.set_rollback(True)
    assert len({key for key, _number in keys}) == 2
    assert len({number for _key, number in keys}) == 1
