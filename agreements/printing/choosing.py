"""Choosing where a year prints what was agreed on time and money: one press, also from the writing page."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.consent.lock import why_not_change
from agreements.models import Agenda
from agreements.rollover.permissions import why_not_write
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def choose_when_printed(*, agenda: Agenda, where: str, by: User) -> Agenda:
    """Print start, due date, recurrence and budget there (Agenda.WhenPrinted). NotAllowedNowError while the text stands still."""
    current = locked(agenda)
    if not Agenda.objects.editable_by(by).filter(pk=current.pk).exists():
        raise PermissionDenied(why_not_write(by, current))
    if why := why_not_change(current, fields={"when_printed"}):
        raise NotAllowedNowError(why)
    if current.when_printed != where:
        current.when_printed = where
        reason = _("Chosen where the document prints when: %(where)s") % {"where": Agenda.WhenPrinted(where).label}
        with change_set(reason=reason, user=by):
            current.save()
    return current
