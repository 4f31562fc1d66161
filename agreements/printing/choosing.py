"""Choosing where a year prints what was agreed on time and money, and who pays what: one press."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.consent.lock import why_not_change
from agreements.models import Agenda
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def choose_when_printed(*, agenda: Agenda, where: str, by: User) -> Agenda:
    """Print start, due date, recurrence and budget there (Agenda.WhenPrinted). NotAllowedNowError while the text stands still."""
    reason = _("Chosen where the document prints when: %(where)s") % {"where": Agenda.WhenPrinted(where).label}
    return _choose(agenda, by, "when_printed", where, reason)


@transaction.atomic
def choose_contributions_printed(*, agenda: Agenda, by: User) -> Agenda:
    """Print who pays what, in lines under the action. NotAllowedNowError while the text stands still."""
    return _choose(agenda, by, "prints_contributions", True, _("Chosen that the document prints who pays what"))


def _choose(agenda: Agenda, by: User, field: str, value: str | bool, reason: str) -> Agenda:
    current = locked(agenda)
    if not Agenda.objects.editable_by(by).filter(pk=current.pk).exists():
        raise PermissionDenied(_("Only editors and coordinators of the parties that sign or advise write this."))
    if why := why_not_change(current, fields={field}):
        raise NotAllowedNowError(why)
    if getattr(current, field) != value:
        setattr(current, field, value)
        with change_set(reason=reason, user=by):
            current.save()
    return current
