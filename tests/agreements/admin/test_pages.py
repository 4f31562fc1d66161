"""Every page answers, without script or style in the page, and asks the database as often for three rows as for one."""

import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Action, Agenda, Agreement, Appendix, Comment, Goal, Indicator, Participation, Theme
from monitoring.models import (
    Attachment,
    Dissent,
    DwellingCount,
    EscalationRule,
    FixedItem,
    Measurement,
    Position,
    ProgressUpdate,
    ReminderText,
    Review,
)
from monitoring.position.collect import freeze
from parties.models import Invitation, Party, User
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    AppendixFactory,
    AttachmentFactory,
    CommentFactory,
    ConditionFactory,
    DataDeliveryFactory,
    DecisionFactory,
    DissentFactory,
    DwellingCountFactory,
    GoalFactory,
    IndicatorFactory,
    InvitationFactory,
    LeadFactory,
    MeasurementFactory,
    MeetingFactory,
    MeetingRuleFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectStepFactory,
    ReminderTextFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
    SourceDocumentFactory,
    TargetFactory,
    ThemeFactory,
)

from .posting import address

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
FOR_SUPERUSERS = re.compile("/(user|comment|invitation)/")
ADDED_ON_THE_SITE = {Comment, Invitation, Action, Appendix, Goal, Indicator, Theme}
KEPT = {Attachment, Dissent, DwellingCount, Measurement, Position, ProgressUpdate, Review}  # recorded on the site, and read here
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)")


def one_more_of_everything(cast, number: int) -> None:
    """A row more in every list, and below every row of the cast."""
    party = PartyFactory(name=f"Partij {number}", kind=Party.Kind.OTHER)
    MembershipFactory(user=cast.tenant, party=party)
    PartyMemberFactory(umbrella=umbrella(), member=party)
    ParticipationFactory(agreement=cast.agreement, party=party)
    AgreementFactory(predecessor=cast.agreement)
    agenda = AgendaFactory(agreement=cast.agreement, year=2024 + number)
    theme = ThemeFactory(agreement=cast.agreement)
    ThemeFactory(agreement=cast.agreement, parent=cast.theme)
    GoalFactory(theme=theme)
    goal = GoalFactory(theme=cast.theme, number=f"17{number}")
    project = ProjectFactory(agreement=cast.agreement)
    action = ActionFactory(goal=goal, agenda=agenda, project=project)
    ActionFactory(goal=cast.goal, agenda=agenda, project=project, carried_from=cast.action)
    LeadFactory(action=action, party=party)
    LeadFactory(action=cast.action, party=party, contact=MembershipFactory(party=party, role="editor").user)
    CommentFactory(action=action, party=party, is_own=True)
    ConditionFactory(action=action, party=party)
    CommentFactory(goal=goal, party=party, is_own=True)
    InvitationFactory(party=party)
    indicator = IndicatorFactory(goal=cast.goal, delivered_by=party)
    TargetFactory(indicator=indicator, year=2024)
    TargetFactory(indicator=Indicator.objects.first(), year=2030 + number)
    MeetingRuleFactory(agreement=cast.agreement, planned_by=party, goal=goal)
    AppendixFactory(agreement=cast.agreement, agenda=agenda)
    MeasurementFactory(indicator=indicator, party=party)
    DwellingCountFactory(project=project, party=party)
    ProjectStepFactory(project=project)
    SourceDocumentFactory(agreement=cast.agreement)
    DataDeliveryFactory(indicator=indicator, party=party, year=2024 + number)
    freeze(agenda=cast.agenda, by=cast.officer)
    round_with_everything(cast, party)


def round_with_everything(cast, party: Party) -> None:
    round = RoundFactory(agenda=cast.agenda, opened=True)
    RoundExtensionFactory(round=round, party=party)
    RoundExtensionFactory(round=cast.agenda.rounds.earliest("pk"), party=party, until="2024-11-20")
    draft = ProgressUpdateFactory(action=cast.action, round=round, draft=True, saved_at=datetime(2024, 10, 9, tzinfo=UTC))
    AttachmentFactory(update=draft)
    draft.submitted_at = datetime(2024, 10, 10, tzinfo=UTC)
    draft.save()
    ReviewFactory(update=draft)
    DissentFactory(update=draft, party=cast.tenants)
    meeting = MeetingFactory(agreement=cast.agreement, title=party.name)
    DecisionFactory(meeting=meeting, action=cast.action)
    first = cast.agreement.meetings.earliest("pk")
    DecisionFactory(meeting=first, action=cast.action, text=f"Besluit {first.decisions.count()}.")
    EscalationRule.objects.get_or_create(agreement=cast.agreement)
    FixedItem.objects.create(agreement=cast.agreement, title=f"Vast punt {cast.agreement.fixed_items.count()}")
    kinds = ReminderText.Kind.values
    ReminderTextFactory(agreement=cast.agreement, kind=kinds[cast.agreement.reminder_texts.count()])


def umbrella() -> Party:
    found = Party.objects.filter(kind=Party.Kind.UMBRELLA).first()
    return found or PartyFactory(name="Aa Werkgroep", kind=Party.Kind.UMBRELLA)


def rows(cast) -> dict:
    """Of each model a row that has others below it."""
    own = {Agreement: cast.agreement, Theme: cast.theme, Goal: cast.goal, Action: cast.action, Agenda: cast.agenda}
    own |= {Party: umbrella(), User: cast.tenant, Participation: cast.agreement.participations.first()}
    return {model: own.get(model) or model.objects.order_by("pk").first() for model in MODELS}


def pages(cast) -> list[str]:
    addresses = [address(model, "changelist") for model in MODELS]
    addresses += [address(model, "add") for model in MODELS if model not in ADDED_ON_THE_SITE | KEPT]
    with_table = [model for model in MODELS if admin.site._registry[model].has_table]
    addresses += [address(model, "export") for model in with_table]
    addresses += [address(model, "import") for model in with_table if model not in KEPT]
    for model, row in rows(cast).items():
        addresses += [address(row), address(row, "history"), address(row, "simple_history", row.history.latest().pk)]
        addresses += [address(row, "order")] if model is Agreement else []  # what stands in it is moved on its page
    return addresses


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_every_page_answers_with_as_many_queries_for_three_rows_as_for_one(cast, who, request):
    client = request.getfixturevalue(who)
    if who == "officer":
        MembershipFactory(user=cast.officer, party=umbrella(), role="coordinator")

    def counted() -> dict[str, int]:
        counts = {}
        for url in pages(cast):
            if who == "officer" and FOR_SUPERUSERS.search(url):
                continue
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
            assert response.status_code == 200, url
            assert not INLINE.search(response.content.decode()), url
            counts[re.sub(r"/history/\d+/", "/history/version/", url)] = len(queries)
        return counts

    one_more_of_everything(cast, 1)
    ContentType.objects.get_for_models(*apps.get_models())  # which Django asks for once in a process
    few = counted()
    one_more_of_everything(cast, 2)
    one_more_of_everything(cast, 3) if cast.agreement.end_year >= 2027 else None
    many = counted()
    assert {url: (few[url], many[url]) for url in few if many[url] > few[url]} == {}


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_what_was_recorded_is_read_and_never_added_changed_or_deleted(cast, who, request):
    client = request.getfixturevalue(who)
    one_more_of_everything(cast, 1)
    for model in KEPT:
        row = model.objects.earliest("pk")
        assert client.get(address(row)).status_code == 200
        assert "_save" not in client.get(address(row)).content.decode()
        answers = [client.post(address(row), {}), client.post(address(model, "add"), {}), client.post(address(row, "delete"), {})]
        assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_draft_is_not_in_the_admin(cast, admin):
    draft = ProgressUpdateFactory(action=cast.action, draft=True)
    assert admin.get(address(draft)).status_code == 404
    assert list(admin.get(address(ProgressUpdate, "changelist")).context["cl"].result_list) == []


def test_deleting_is_asked_once_and_parties_and_people_are_not_deleted(cast, admin):
    one_more = ProjectFactory(agreement=cast.agreement)
    assert admin.get(address(one_more, "delete")).status_code == 200
    assert admin.post(address(one_more, "delete"), {"post": "yes"}).status_code == 302
    assert admin.get(address(cast.tenants, "delete")).status_code == 403
    assert admin.get(address(cast.tenant, "delete")).status_code == 403


def test_the_way_back_up_and_to_the_site(cast, officer):
    page = officer.get(address(cast.action)).content.decode()
    for above in (cast.agreement, cast.theme, cast.goal):
        assert f'href="{address(above)}"' in page
    assert f'href="{cast.action.get_absolute_url()}"' in page


def test_every_field_below_a_row_has_a_name(cast, officer):
    one_more_of_everything(cast, 1)
    for row in (cast.agreement, cast.theme, cast.goal, cast.action):
        for inline in officer.get(address(row)).context["inline_admin_formsets"]:
            for form in [*inline.formset.forms, inline.formset.empty_form]:
                unnamed = [field.name for field in form.visible_fields() if not field.field.widget.attrs.get("aria-label")]
                assert unnamed == []
