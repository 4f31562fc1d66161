"""Reports on a settled position, made before somebody asks for them; without a worker they are made when they are asked for."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django_tasks import task

from agreements.models import Agenda
from monitoring.calendar import day_of
from monitoring.dashboard.board import POSITION
from monitoring.exports.pdf import report_pdf
from monitoring.exports.report import Length, collect_report
from monitoring.models import Round
from parties.background import has_worker


def make_reports_soon(round: Round) -> None:
    """The PDFs of the position with which this round was closed."""
    if has_worker():
        for position in round.positions.values_list("pk", flat=True):
            make_reports_of.enqueue(agenda=round.agenda_id, position=position)


@task()
def make_reports_of(agenda: int, position: int) -> int:
    """Each length of the report, kept by what stands in it: later the same report is found, never another one."""
    found = Agenda.objects.select_related("agreement").get(pk=agenda)
    for length in Length:
        asked = QueryDict(urlencode({POSITION: position, "lengte": length.value}))
        report_pdf(collect_report(found, asked, today=day_of(timezone.now())))
    return len(Length)
