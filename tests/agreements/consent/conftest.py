"""An agreement with a row of every kind: of 2024, of the draft of 2025, and of all its years."""

from datetime import date

import pytest
from django.db import models

from agreements.models import Agenda, Comment, Theme
from tests.agreements.admin.conftest import signed_in
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgendaImportFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingRuleFactory,
    ProjectFactory,
    TargetFactory,
)

# What stands still while the agenda of 2024 does.
OF_2024 = {"agenda", "action", "lead", "appendix of 2024", "project", "goal of 2024", "theme of 2024"}
SHARED = {"agreement", "participation", "theme", "goal", "indicator", "target", "meeting rule", "appendix"}
# What does not: it says nothing in 2024.
FREE = {"agenda of 2025", "action of 2025", "lead of 2025", "appendix of 2025", "project of 2025", "goal of 2025", "new theme"}
FREE |= {"indicator of 2025", "comment", "import", "action of another agreement"}


@pytest.fixture
def officer(cast):
    """Signed in, in English."""
    return signed_in(cast.officer)


@pytest.fixture
def admin(cast):
    return signed_in(cast.admin)


@pytest.fixture
def rows(cast) -> dict[str, models.Model]:
    return make_rows(cast)


def make_rows(cast) -> dict[str, models.Model]:
    agreement, theme, agenda = cast.agreement, cast.theme, cast.agenda
    draft = AgendaFactory(agreement=agreement, year=2025)
    projects = [ProjectFactory(agreement=agreement, name=name) for name in ("Kade", "Haven")]
    cast.action.project = projects[0]
    cast.action.save()
    later = GoalFactory(theme=theme, number="18", start_year=2025)
    next_action = ActionFactory(goal=later, agenda=draft, project=projects[1])
    indicator = IndicatorFactory(goal=cast.goal, name="Groei")
    early = GoalFactory(theme=theme, number="19", start_year=2024, end_year=2024)
    return {
        "agreement": agreement,
        "participation": agreement.participations.get(party=cast.tenants),
        "theme": theme,
        "theme of 2024": early.theme,
        "goal": cast.goal,
        "goal of 2024": early,
        "goal of 2025": later,
        "indicator": indicator,
        "indicator of 2025": IndicatorFactory(goal=later, name="Groei"),
        "target": TargetFactory(indicator=indicator, year=None, value=75),
        "meeting rule": MeetingRuleFactory(agreement=agreement),
        "appendix": AppendixFactory(agreement=agreement, number="1"),
        "appendix of 2024": AppendixFactory(agreement=agreement, agenda=agenda, number="1"),
        "appendix of 2025": AppendixFactory(agreement=agreement, agenda=draft, number="1"),
        "project": projects[0],
        "project of 2025": projects[1],
        "agenda": agenda,
        "agenda of 2025": draft,
        "action": cast.action,
        "action of 2025": next_action,
        "action of another agreement": cast.other_action,
        "lead": cast.lead,
        "lead of 2025": LeadFactory(action=next_action, party=cast.association),
        "new theme": Theme(agreement=agreement, title="Groen"),
        "comment": Comment.about(cast.action, year=2024, party=cast.association, by=cast.association_officer, text="Bellen."),
        "import": AgendaImportFactory(agenda=agenda),
    }


@pytest.fixture
def put(rows):
    """`put("adopted")`: the agenda of 2024, or the one that is named, is in that state."""

    def put(state: str, name: str = "agenda") -> None:
        agenda = Agenda.objects.get(pk=rows[name].pk)
        agenda.state, agenda.adopted_on = state, None if state in {"draft", "proposed"} else date(2023, 12, 14)
        agenda.save()

    return put
