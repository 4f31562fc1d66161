"""A person's name and address taken out of what is kept about people; what that person did stays, under another name.

Words that people typed and what versions were hashed over stay as they are. docs/decisions/0043-history.md tells why.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from parties.history.append_only import opened
from parties.history.records import change_set
from parties.models import Invitation, User

ADDRESS = "weg-{}@pseudoniem.invalid"  # RFC 2606: no mail can ever go there


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    name: str
    records: int  # rows of history that say it now


@transaction.atomic
def pseudonymise(*, person: User, name: str = "") -> Pseudonymised:
    """Give the person another name in the account, its history and its invitations. Only the owner of the tables can.

    ValidationError when the person still may come in: first make it inactive.
    """
    if person.is_active:
        raise ValidationError(_("Make the account inactive first: who still signs in keeps the own name."))
    before = {person.email, *person.history.values_list("email", flat=True)}
    name, address = name or _("former user %(number)s") % {"number": person.pk}, ADDRESS.format(person.pk)
    with change_set(reason=_("Pseudonymised")):
        person.name, person.email = name, address
        person.save(update_fields=["name", "email"])
    person.emailaddress_set.exclude(email=address).delete()
    count = _rewrite(User, models.Q(id=person.pk), name=name, email=address)
    own = models.Q(accepted_by=person.pk) | models.Q(email__in=before)
    keys = list(Invitation._base_manager.filter(own).values_list("pk", flat=True))
    _write(Invitation, models.Q(pk__in=keys), name=name, email=address)
    return Pseudonymised(name, count + _rewrite(Invitation, own | models.Q(id__in=keys), name=name, email=address))


def _rewrite(model: type[models.Model], rows: models.Q, **values: str) -> int:
    history = model.history.model  # type: ignore[attr-defined]
    with opened(connection, history._meta.db_table):
        return _write(history, rows, **values)


def _write(model: type[models.Model], rows: models.Q, **values: str) -> int:
    """Past the program, which refuses to write history anew."""
    return models.QuerySet(model).filter(rows).update(**values)
