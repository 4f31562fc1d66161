"""Every page answers, without script or style in the page, and asks the database as often for three rows as for one."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Action, Agenda, Agreement, Goal, Indicator, Participation, Theme
from parties.models import Party, User
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingRuleFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ProjectFactory,
    TargetFactory,
    ThemeFactory,
)

from .posting import address

MODELS = sorted((model for model in admin.site._registry if hasattr(model, "history")), key=lambda model: model._meta.label)
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
    LeadFactory(action=cast.action, party=party)
    indicator = IndicatorFactory(goal=cast.goal, delivered_by=party)
    TargetFactory(indicator=indicator, year=2024)
    TargetFactory(indicator=Indicator.objects.first(), year=2030 + number)
    MeetingRuleFactory(agreement=cast.agreement, planned_by=party, goal=goal)
    AppendixFactory(agreement=cast.agreement, agenda=agenda)


def umbrella() -> Party:
    found = Party.objects.filter(kind=Party.Kind.UMBRELLA).first()
    return found or PartyFactory(name="Aa Werkgroep", kind=Party.Kind.UMBRELLA)


def rows(cast) -> dict:
    """Of each model a row that has others below it."""
    own = {Agreement: cast.agreement, Theme: cast.theme, Goal: cast.goal, Action: cast.action, Agenda: cast.agenda}
    own |= {Party: umbrella(), User: cast.tenant, Participation: cast.agreement.participations.first()}
    return {model: own.get(model) or model.objects.order_by("pk").first() for model in MODELS}


def pages(cast) -> list[str]:
    addresses = [address(model, page) for model in MODELS for page in ("changelist", "add", "export", "import")]
    for model, row in rows(cast).items():
        addresses += [address(row), address(row, "history"), address(row, "simple_history", row.history.latest().pk)]
        addresses += [address(row, "order")] if getattr(admin.site._registry[model], "ordered", ()) else []
    return addresses


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_every_page_answers_with_as_many_queries_for_three_rows_as_for_one(cast, who, request):
    client = request.getfixturevalue(who)
    if who == "officer":
        MembershipFactory(user=cast.officer, party=umbrella(), role="coordinator")

    def counted() -> dict[str, int]:
        counts = {}
        for url in pages(cast):
            if who == "officer" and "/user/" in url:
                continue
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(url)
            assert response.status_code == 200, url
            assert not INLINE.search(response.content.decode()), url
            counts[re.sub(r"/history/\d+/", "/history/version/", url)] = len(queries)
        return counts

    one_more_of_everything(cast, 1)
    counted()
    few = counted()
    one_more_of_everything(cast, 2)
    one_more_of_everything(cast, 3) if cast.agreement.end_year >= 2027 else None
    many = counted()
    assert {url: (few[url], many[url]) for url in few if many[url] > few[url]} == {}


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
