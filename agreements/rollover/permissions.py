"""Who makes the next year of an agreement, and when it can be made."""

from django.utils.translation import gettext as _

from agreements.consent.lock import why_not_change
from agreements.models import Agenda, Agreement
from parties.models import User


def why_not_write(user: User, agenda: Agenda) -> str:
    """Why this person does not choose what goes on; empty for those who write a draft. A superuser only reads along."""
    if not user.is_superuser and Agreement.objects.editable_by(user).filter(pk=agenda.agreement_id).exists():
        return ""
    return _("Only editors and coordinators of the parties that sign or advise choose what goes on next year.")


def why_no_next_year(agenda: Agenda, following: Agenda | None) -> str:
    """Why no draft of the next year can be made of this one; following is the agenda of that year, where it is there."""
    year = agenda.year + 1
    if following is not None:
        return why_not_change(following)
    if year > agenda.agreement.end_year and not agenda.agreement.rolling_years:
        sentence = _("%(last)s is the last year of this agreement. What goes on, goes on in the agreement that follows it.")
        return sentence % {"last": agenda.agreement.end_year}
    return ""


def following_of(agenda: Agenda) -> Agenda | None:
    return Agenda.objects.filter(agreement=agenda.agreement_id, year=agenda.year + 1).select_related("agreement").first()
