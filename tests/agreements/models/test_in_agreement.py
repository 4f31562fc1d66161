"""What every row of an agreement has in common: who sees it, who edits it, and how files know it."""

import pytest
from django.apps import apps
from django.http import Http404

from agreements.models import (
    Action,
    ActionLink,
    Advice,
    AdviceSubject,
    Agenda,
    AgendaImport,
    Agreement,
    Appendix,
    Ceremony,
    Change,
    Condition,
    Goal,
    GoalLink,
    GoalText,
    Indicator,
    Label,
    Labelling,
    Lead,
    MeetingRule,
    NeededAnswer,
    Participation,
    Project,
    ProjectStep,
    Proposal,
    RollChoice,
    SourceDocument,
    Target,
    Theme,
    ThemeText,
    Withholding,
)
from agreements.models.agreement import InAgreement
from agreements.models.append_only import Kept
from parties.models import Party
from tests.factories import (
    ActionFactory,
    AdviceFactory,
    AgendaFactory,
    AgendaImportFactory,
    AppendixFactory,
    Cast,
    ConditionFactory,
    GoalLinkFactory,
    IndicatorFactory,
    LabelFactory,
    LabellingFactory,
    LeadFactory,
    MeetingRuleFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ProjectFactory,
    ProjectStepFactory,
    RollChoiceFactory,
    SourceDocumentFactory,
    TargetFactory,
    make_cast,
)
from tests.refusal import refusal
from tests.shared_rows import made_once

pytestmark = pytest.mark.django_db

MODELS = (
    Advice,
    AdviceSubject,
    Agreement,
    Participation,
    Theme,
    ThemeText,
    Goal,
    GoalText,
    Agenda,
    AgendaImport,
    Project,
    ProjectStep,
    SourceDocument,
    Action,
    Condition,
    Label,
    Labelling,
    GoalLink,
    ActionLink,
    Lead,
    RollChoice,
    Indicator,
    Target,
    MeetingRule,
    Appendix,
)


def made() -> Cast:
    """A row of every model in the agreement of Waterhoek, and one in that of Zandbergen."""
    cast = make_cast()
    LeadFactory(action=cast.other_action, party=cast.elsewhere)
    for agreement, goal in [(cast.agreement, cast.goal), (cast.other_agreement, cast.other_goal)]:
        ProjectStepFactory(project=ProjectFactory(agreement=agreement))
        SourceDocumentFactory(agreement=agreement)
        ConditionFactory(action=goal.actions.get())
        LabellingFactory(label=LabelFactory(agreement=agreement), goal=goal)
        GoalLinkFactory(origin=cast.other_goal if goal == cast.goal else cast.goal, copy=goal)
        advising = PartyFactory()
        AdviceFactory(agreement=agreement, party=advising, asking_party=goal.theme.agreement.parties.first())
        AdviceSubject.objects.create(agreement=agreement, party=advising, goal=goal)
        RollChoiceFactory(action=goal.actions.get())
        before = AgendaFactory(agreement=agreement, year=2023)
        ActionFactory(goal=goal, agenda=agreement.agendas.get(year=2024), carried_from=ActionFactory(goal=goal, agenda=before))
        TargetFactory(indicator=IndicatorFactory(goal=goal))
        MeetingRuleFactory(agreement=agreement)
        AppendixFactory(agreement=agreement)
        AgendaImportFactory(agenda=agreement.agendas.get(year=2024))
        ThemeText.objects.create(theme=goal.theme, number="1", title="Zoals het was")
        GoalText.objects.create(goal=goal, theme=goal.theme, number="1", text="Zoals het was.")
    return cast


@pytest.fixture(scope="module")
def story(module_rows, django_db_blocker):
    with made_once(django_db_blocker, made) as fresh:
        yield fresh


@pytest.fixture
def both(story, db) -> Cast:
    return story()


@pytest.fixture
def cast(both) -> Cast:
    return both


def seen_by(model, *people) -> dict:
    return {person: set(model.objects.visible_to(person)) for person in people}


def edited_by(model, *people) -> dict:
    return {person: set(model.objects.editable_by(person)) for person in people}


def rows_of(model, agreement) -> set:
    return set(model.objects.in_agreements(Agreement.objects.filter(pk=agreement.pk)))


def test_these_are_all_models_of_an_agreement():
    """Those of this app; monitoring has tests of its own for what it adds."""
    models = {model for model in apps.get_app_config("agreements").get_models() if issubclass(model, InAgreement)}
    # what consent writes, and the administrator withholds of it, has tests in tests/agreements/consent/
    of_consent = Kept | NeededAnswer | Proposal | Change | Ceremony | Withholding
    by_consent = {model for model in models if issubclass(model, of_consent)}
    assert set(MODELS) == models - by_consent


@pytest.mark.parametrize("model", MODELS)
def test_rows_belong_to_one_agreement(model, both):
    here, there = rows_of(model, both.agreement), rows_of(model, both.other_agreement)
    assert here
    assert there
    assert here | there == set(model.objects.all())
    assert here & there == set()


@pytest.mark.parametrize("model", [model for model in MODELS if model is not Agreement])
def test_a_row_stays_in_its_own_agreement(model, both):
    """What hangs below it belongs there as well."""
    above = model.agreement_path.partition("__")[0]
    (elsewhere, *_), (row, *_) = rows_of(model, both.other_agreement), rows_of(model, both.agreement)
    refused = refusal(row, **{above: getattr(elsewhere, above)})
    assert refused == {above: ["This row stays in its own agreement."]}


@pytest.mark.parametrize("model", MODELS)
def test_participants_see_their_agreement_in_every_role_and_outsiders_see_nothing_of_it(model, both):
    here, there = rows_of(model, both.agreement), rows_of(model, both.other_agreement)
    people = (both.officer, both.association_officer, both.tenant, both.executive, both.outsider, both.admin)
    assert seen_by(model, *people) == {
        both.officer: here,
        both.association_officer: here,
        both.tenant: here,
        both.executive: here,
        both.outsider: there,
        both.admin: here | there,
    }


@pytest.mark.parametrize("model", MODELS)
def test_editors_and_coordinators_of_a_participant_edit_and_readers_do_not(model, both):
    here, there = rows_of(model, both.agreement), rows_of(model, both.other_agreement)
    people = (both.officer, both.association_officer, both.tenant, both.executive, both.outsider, both.admin)
    assert edited_by(model, *people) == {
        both.officer: here,
        both.association_officer: here,
        both.tenant: set(),
        both.executive: set(),
        both.outsider: there,
        both.admin: here | there,
    }


@pytest.mark.parametrize("model", MODELS)
def test_someone_who_belongs_to_no_party_sees_and_edits_nothing(model, both):
    both.tenant.memberships.get().delete()
    assert seen_by(model, both.tenant) == edited_by(model, both.tenant) == {both.tenant: set()}


@pytest.mark.parametrize("model", MODELS)
def test_through_a_working_group_its_members_read_and_do_not_edit(model, both):
    group = PartyFactory(kind=Party.Kind.UMBRELLA)
    ParticipationFactory(agreement=both.agreement, party=group, role=Participation.Role.INVOLVED)
    editor = MembershipFactory(party=PartyMemberFactory(umbrella=group).member, role="editor").user
    assert seen_by(model, editor) == {editor: rows_of(model, both.agreement)}
    assert edited_by(model, editor) == {editor: set()}


@pytest.mark.parametrize("model", MODELS)
def test_an_editor_of_the_working_group_itself_edits(model, both):
    group = PartyFactory(kind=Party.Kind.UMBRELLA)
    ParticipationFactory(agreement=both.agreement, party=group, role=Participation.Role.ADVISORY)
    editor = MembershipFactory(party=group, role="editor").user
    assert edited_by(model, editor) == {editor: rows_of(model, both.agreement)}


@pytest.mark.parametrize("model", MODELS)
def test_a_role_in_one_party_gives_no_role_in_another(model, both):
    """An editor in Zandbergen who only reads in Waterhoek edits nothing in Waterhoek."""
    MembershipFactory(user=both.tenant, party=both.elsewhere, role="editor")
    assert seen_by(model, both.tenant) == {both.tenant: set(model.objects.all())}
    assert edited_by(model, both.tenant) == {both.tenant: rows_of(model, both.other_agreement)}


@pytest.mark.parametrize("model", MODELS)
def test_someone_who_belongs_to_two_participants_sees_each_row_once(model, both):
    MembershipFactory(user=both.tenant, party=both.association, role="editor")
    rows = [*model.objects.visible_to(both.tenant), *model.objects.editable_by(both.tenant)]
    assert len(rows) == 2 * len(rows_of(model, both.agreement))


@pytest.mark.parametrize("model", MODELS)
def test_files_know_a_row_by_words_that_lead_back_to_it(model, both):
    rows = list(model.objects.all())
    assert [model.objects.get_by_natural_key(*row.natural_key()) for row in rows] == rows
    assert all(len(row.natural_key()) == len(model.natural_key_fields) for row in rows)


def test_an_address_gives_the_row_to_those_who_may_see_it_with_what_its_key_names(both, django_assert_num_queries):
    slug = both.agreement.slug
    assert Agreement.objects.visible_to(both.tenant).at(slug) == both.agreement
    with django_assert_num_queries(1):
        agenda = Agenda.objects.visible_to(both.tenant).at(slug, 2024)
        assert (agenda, agenda.agreement) == (both.agenda, both.agreement)
    for user, year in ((both.outsider, 2024), (both.tenant, 2025)):
        with pytest.raises(Http404):
            Agenda.objects.visible_to(user).at(slug, year)


def test_a_target_without_a_year_and_an_appendix_of_no_year_are_found_as_well(cast):
    """Beside ones that do have a year: an empty part of the key is a part of it."""
    indicator = IndicatorFactory(goal=cast.goal, name="Groei")
    targets = [TargetFactory(indicator=indicator, year=year) for year in (None, 2024, 2025)]
    same = {"agreement": cast.agreement, "number": "1", "title": "B"}
    appendices = [AppendixFactory(agenda=agenda, **same) for agenda in (None, cast.agenda)]
    assert [row.natural_key()[-2:] for row in targets] == [(None, None), (2024, None), (2025, None)]
    assert [Target.objects.get_by_natural_key(*row.natural_key()) for row in targets] == targets
    assert [row.natural_key() for row in appendices] == [
        ("waterhoek-2023-2026", None, "1", "B"),
        ("waterhoek-2023-2026", 2024, "1", "B"),
    ]
    assert [Appendix.objects.get_by_natural_key(*row.natural_key()) for row in appendices] == appendices


def test_the_key_of_an_action_and_of_its_lead_is_made_of_words_that_people_know(cast):
    assert cast.action.natural_key() == ("waterhoek-2023-2026", 2024, "1", "Betaalbaar wonen", "17", 1)
    assert cast.lead.natural_key() == (*cast.action.natural_key(), "Woonstichting De Sleutel")
