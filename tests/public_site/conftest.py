"""The year 2024 in force with all that is not for everyone around it, and visitors who are nobody."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from agreements.agenda.ground import Ground
from agreements.models import Action, PublicConsent
from agreements.publishing.workflow import agree, publish
from agreements.versions.recording import record_version
from monitoring.models import Review
from parties.history.write_rules import Act, act
from tests.agreements.publishing.conftest import make_in_force
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    CommentFactory,
    DwellingCountFactory,
    IndicatorFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReviewFactory,
    RoundFactory,
    TargetFactory,
)
from tests.shared_rows import made_once

# What stands somewhere and is for nobody outside.
SECRETS = {
    "draft of next year": "Geheim-concept",
    "comment": "Geheim-opmerking",
    "note of one party": "Geheim-notitie",
    "draft report": "Geheim-kladmelding",
    "submitted report": "Geheim-ingediend",
    "returned report": "Geheim-teruggestuurd",
    "what is asked of the meeting": "Geheim-verzoek",
    "note with a figure": "Geheim-kanttekening",
}


def make_public() -> SimpleNamespace:
    """Published by the association; a change made version 2; reports, figures, homes, and secrets."""
    site = make_in_force()
    cast, text = site.cast, site.text
    site.first_version = site.version
    project = ProjectFactory(agreement=cast.agreement, name="Kade")
    indicator = IndicatorFactory(goal=cast.goal, name="Groei", unit="woningen", source="Jaarverslag")
    TargetFactory(indicator=indicator, year=None, value=75)
    Action.objects.filter(pk=cast.action.pk).update(text="De 30 flexwoningen aan de Kade zijn opgeleverd.", project=project)
    with act(Act.TAKE_EFFECT):
        site.version = record_version(text, kind="change", in_force_from=date(2024, 6, 1), ground=Ground("earlier"))
    _report(site)
    MeasurementFactory(
        indicator=indicator,
        party=cast.association,
        value=12,
        source="Telling",
        note=SECRETS["note with a figure"],
        recorded_by=cast.officer,
    )
    DwellingCountFactory(project=project, party=cast.association, planned=6, in_building=20, delivered=4, source="Bouwlijst")
    draft = AgendaFactory(agreement=cast.agreement, year=2025, introduction=SECRETS["draft of next year"])
    ActionFactory(goal=cast.goal, agenda=draft, text=SECRETS["draft of next year"])
    CommentFactory(action=cast.action, party=cast.association, by=cast.association_officer, text=SECRETS["comment"])
    own = {"party": cast.association, "by": cast.association_officer, "is_own": True}
    CommentFactory(action=cast.action, text=SECRETS["note of one party"], **own)
    site.publication = publish(text=text, party=cast.association, by=site.coordinators[cast.association], with_earlier=True)
    site.address = text.address("public_text")
    return site


def _report(site) -> None:
    cast = site.cast
    rounds = [
        RoundFactory(agenda=cast.agenda, name=f"Ronde {n}", opened=True, reference_date=date(2024, 3 * n, 1)) for n in (1, 2)
    ]
    told = {"action": cast.action, "party": cast.association, "reported_by": cast.association_officer}
    good = {"phase": "running", "next": "Wij gaan door."}
    accepted = ProgressUpdateFactory(round=rounds[0], judgement="on_track", done="De fundering ligt er.", **good, **told)
    ReviewFactory(update=accepted, outcome=Review.Outcome.ACCEPTED, by=cast.officer)
    returned = ProgressUpdateFactory(round=rounds[1], judgement="on_track", done=SECRETS["returned report"], **good, **told)
    ReviewFactory(update=returned, outcome=Review.Outcome.RETURNED, reason=SECRETS["returned report"], by=cast.officer)
    red = {"judgement": "off_track", "phase": "running", "next": "Niets", "cause": "x", "effect": "y", "correction": "z"}
    ProgressUpdateFactory(
        round=rounds[1], done=SECRETS["submitted report"], ask=SECRETS["what is asked of the meeting"], **red, **told
    )
    ProgressUpdateFactory(round=rounds[1], draft=True, judgement="on_track", done=SECRETS["draft report"], **good, **told)


@pytest.fixture(scope="module")
def public_once(module_rows, django_db_blocker):
    with made_once(django_db_blocker, make_public) as fresh:
        yield fresh


@pytest.fixture
def site(public_once, db) -> SimpleNamespace:
    return public_once()


@pytest.fixture
def progress_shown(site):
    show(site, PublicConsent.Kind.PROGRESS)


def show(site, kind: str) -> None:
    for party, person in site.coordinators.items():
        agree(text=site.text, party=party, kind=kind, by=person)


def crawl(start: str = "/openbaar/") -> dict[str, object]:
    """Every answer that a visitor without a login gets by following the links below /openbaar/."""
    visitor, waiting, found = Client(), [start], {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = visitor.get(address)
        if found[address].headers["Content-Type"].startswith("text/html"):
            links = re.findall(r'href="(/openbaar/[^"#]*)', found[address].content.decode())
            waiting += [link for link in links if link not in found]
    return found
