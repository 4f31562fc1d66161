"""Notices of a dispute: given, received and ended once, and then nobody's to change."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.models import DisputeNotice, NoticeEnd, NoticeReceipt, NoticeSubject
from parties.history.owners import Owner, remember
from parties.history.write_rules import Write
from parties.models import Party
from parties.models.party import COORDINATED_PARTIES, SIGNED_PARTIES
from parties.owners import nobody, program

from .table import owners

SENTENCE = _("Only someone who coordinates or signs for the party does this.")


def _speaks_for(write: Write, party: int) -> bool:
    user = write.by.pk
    own = Q(pk__in=COORDINATED_PARTIES.keys(user)) | Q(pk__in=SIGNED_PARTIES.keys(user))
    return remember(("speaks for", user, party), lambda: Party.objects.filter(own, pk=party).exists())


def _gives(write: Write) -> str:
    """In whose name a notice is given, also an administrator must speak for."""
    row = write.row if isinstance(write.row, DisputeNotice) else write.row.notice
    return "" if _speaks_for(write, row.party_id) else str(SENTENCE)


def _receives(write: Write) -> str:
    """The one who gives it says whom it was mailed to; the one who got it, that it was opened or came."""
    is_own = write.row.person_id == write.by.pk and _speaks_for(write, write.row.party_id)
    return "" if is_own else _gives(write)


giving = Owner("wie coördineert of tekent voor de partij die de melding doet", _gives)
receiving = Owner(f"{giving.name}, en wie dat doet voor de partij die haar krijgt", _receives)
owners.add(DisputeNotice, {giving: "agreement party text by", program: "id given_on at"}, adding=giving, removing=nobody)
owners.add(NoticeSubject, {giving: "notice goal action", program: "id"}, adding=giving, removing=nobody)
owners.add(NoticeReceipt, {receiving: "notice party person kind", program: "id at"}, adding=receiving, removing=nobody)
owners.add(NoticeEnd, {giving: "notice kind text by", program: "id at"}, adding=giving, removing=nobody)
