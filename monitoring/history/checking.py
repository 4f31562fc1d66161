"""Whether history is as it was written: each line has its row of history, of the same person and moment; positions too."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _

from agreements.models import Agreement
from monitoring.history.places import SOMETIMES_UNTOLD, TOLD
from monitoring.models import HistoryLine, Position, PositionTamperedError

MOST_NAMED = 20  # of one kind; more say nothing more


def faults_of_positions(agreement: Agreement) -> Iterator[str]:
    for position in Position.objects.filter(agenda__agreement=agreement).with_witnesses().order_by("pk"):
        try:
            position.verified_content()
        except PositionTamperedError:
            yield _("The position of %(date)s was changed, or its history.") % {"date": position.reference_date}


def faults_of_lines() -> Iterator[str]:
    """Rows of history that went, that another person or moment got, or that came in past the program; the first are named.

    Two queries for each kind of row, of all agreements at once.
    """
    for model in TOLD:
        history = model.history.model.objects.order_by()
        kind = model._meta.verbose_name
        same_person = Q(history_user=OuterRef("person")) | Q(IsNull(OuterRef("person"), True), history_user=None)
        its_own = history.filter(same_person, history_id=OuterRef("record"), id=OuterRef("row"), history_date=OuterRef("at"))
        lines = HistoryLine.objects.filter(model=model._meta.label)
        for line in lines.filter(~Exists(its_own)).order_by("pk")[:MOST_NAMED]:
            words = {"kind": kind, "key": line.row, "at": line.at}
            yield _("A row of the history of %(kind)s %(key)s, of %(at)s, is gone or was changed.") % words
        if model in SOMETIMES_UNTOLD:
            continue
        for record in history.filter(~Exists(lines.filter(record=OuterRef("history_id")))).order_by("history_id")[:MOST_NAMED]:
            words = {"kind": kind, "key": record.id, "at": record.history_date}
            yield _("A row of the history of %(kind)s %(key)s, of %(at)s, was not written by Driehoek.") % words
