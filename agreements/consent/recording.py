"""An adoption that took place on paper, recorded by the administrator until the parties can adopt in Driehoek themselves.

Nobody fills in state, version or date by hand; this is the one place that writes them.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.contacts.concerned import concerned_in
from agreements.models import Agenda, Appendix
from agreements.models.agreement import in_year
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import User


@transaction.atomic
def record_adoption(*, agenda: Agenda, adopted_on: date, signed_file: UploadedFile, by: User) -> Agenda:
    """Take the text as it stands for adopted on this day, keep the signed file beside it, and mail every party.

    Raises PermissionDenied for anyone but an administrator, and ValidationError, by field, when the text was adopted already,
    the day lies ahead, or a party that was asked to take part has not answered.
    """
    if not by.is_superuser:
        raise PermissionDenied(_("Only the administrator of Driehoek records an adoption."))
    current = Agenda.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=agenda.pk)
    if current.is_adopted:
        raise ValidationError(_("This agenda was adopted already: %(standing)s.") % {"standing": current.standing})
    waiting = current.agreement.participations.asked().filter(in_year(current.year, "from_year", "to_year")).first()
    if waiting:
        sentence = _("%(party)s was asked to take part and has not said yes. Wait for its answer, or withdraw the request.")
        raise ValidationError(sentence % {"party": waiting.party})
    if adopted_on > timezone.localdate():
        raise ValidationError({"adopted_on": _("This day lies ahead: an adoption is recorded once it has taken place.")})
    with change_set(reason=_("Adoption recorded"), user=by), act(Act.RECORD_ADOPTION):
        current.state, current.adopted_on = Agenda.State.ADOPTED, adopted_on
        current.save()
        _keep(signed_file, agenda=current, adopted_on=adopted_on)
    _tell_all(current, by=by)
    return current


def _keep(signed_file: UploadedFile, *, agenda: Agenda, adopted_on: date) -> None:
    appendix = Appendix(
        agreement=agenda.agreement,
        agenda=agenda,
        title=_("Signed copy of %(agenda)s") % {"agenda": agenda.title},
        file=signed_file,
        document_date=adopted_on,
        position=1 + (agenda.agreement.appendices.aggregate(last=Max("position"))["last"] or 0),
    )
    appendix.save()


def _tell_all(agenda: Agenda, *, by: User) -> None:
    """One mail to everyone who coordinates or signs for a party that takes part."""
    why = gettext_lazy("You get this mail because your party takes part in these agreements.")
    for person in concerned_in(agenda.agreement).exclude(pk=by.pk):
        post("adoption_recorded", to=person, context={"agenda": agenda, "by": by}, why=why)
