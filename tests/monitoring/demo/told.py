"""What the demonstration must have come to, on whatever day it was loaded."""

from datetime import date, datetime

from django.apps import apps
from django.utils import timezone
from simple_history.models import HistoricalChanges

from agreements.models import Agenda, Agreement
from agreements.taking_part.page import requests_to
from agreements.versions.checking import faults
from monitoring.calendar import start_of
from monitoring.dashboard.start import collect_overview
from monitoring.demo.lindermeer import MUNICIPALITY
from monitoring.models import Round
from parties.models import User

OUR_APPS = ("parties", "agreements", "monitoring")


def agreements() -> list[Agreement]:
    """The prestatieafspraken, and the agreement on care."""
    found = Agreement.objects.filter(participations__party__name=MUNICIPALITY)
    return sorted(found, key=lambda agreement: agreement.title)


def agenda(year: int) -> Agenda:
    return Agenda.objects.select_related("agreement").get(agreement=agreements()[0], year=year)


def people() -> list[User]:
    parties = agreements()[0].parties.values("pk")
    return list(User.objects.filter(memberships__party__in=parties).order_by("pk"))


def states() -> list[list[tuple[int, str]]]:
    """Of each agreement its years with their state."""
    return [list(row.agendas.order_by("year").values_list("year", "state")) for row in agreements()]


def rounds(year: int) -> list[tuple[str, bool]]:
    """The rounds of the year by their state, each with whether its position was frozen."""
    found = Round.objects.filter(agenda=agenda(year)).order_by("reference_date", "pk")
    return [(round.state, round.positions.exists()) for round in found]


def all_faults() -> list[str]:
    return [fault for agreement in agreements() for fault in faults(agreement)]


def people_with_nothing_to_do() -> list[str]:
    """Of the invented municipality, by what the start page tells them now."""
    idle = []
    for person in people():
        found = collect_overview(person, now=timezone.now(), since=None)
        if not (found.is_waiting or requests_to(person)):
            idle.append(person.email)
    return idle


def written_from(today: date) -> list[tuple[str, datetime]]:
    """Rows of history that were not written before this day, of whatever was loaded under the clock."""
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    histories = [model for model in models if issubclass(model, HistoricalChanges)]
    late = [(model._meta.label, model.objects.filter(history_date__gte=start_of(today))) for model in histories]
    return [(label, row.history_date) for label, found in late for row in found]


def every_row() -> dict[str, list[dict]]:
    """Every row of every table of ours, those of the history included."""
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}
