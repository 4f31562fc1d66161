"""What no door writes while a text stands still: rules of writing that are asked on every path, also by code."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from agreements.consent.lock import locks_on
from agreements.models import Agenda, Agreement, Participation, Proposal
from agreements.models.adoptable import TextState
from agreements.models.words import WordsPerYear
from parties.history.write_rules import Write, WriteKind
from parties.models import Party


def refuse_deleting(write: Write) -> dict[str, str]:
    """The rule of writing that a goal or theme that stands in a locked year stays, whoever asks and whatever the reason."""
    if write.kind != WriteKind.DELETE or not isinstance(write.row, WordsPerYear):
        return {}
    why = locks_on(write.row).why_not_change(write.row)
    return {NON_FIELD_ERRORS: why} if why else {}


PROPOSED_NAMES = _(
    "The agenda of %(year)s, which names this party, is proposed for adoption: its text stands still. The name changes once all"
    " have answered."
)

PROPOSED_NAMES_OF_WHOLE = _(
    "The agreement, which names this party, is proposed for adoption: its text stands still. The name changes once all have"
    " answered."
)

PROPOSED_NAMES_OF_CHANGES = _(
    "A change of a text that names this party waits for answers. The name changes once all have answered."
)


def refuse_renaming(write: Write) -> dict[str, str]:
    """The rule of writing that a party keeps its name while a text in which it takes part is proposed."""
    row, touched = write.row, write.fields & {"name", "short_name", "kind"}
    if not isinstance(row, Party) or write.kind != WriteKind.CHANGE or not touched:
        return {}
    taking_part = Participation.objects.accepted().filter(party=row.pk).values("agreement")
    year = Agenda.objects.filter(state=TextState.PROPOSED, agreement__in=taking_part).values_list("year", flat=True).first()
    if year:
        return dict.fromkeys(touched, str(PROPOSED_NAMES) % {"year": year})
    is_proposed = Agreement.objects.filter(state=TextState.PROPOSED, pk__in=taking_part).exists()
    if is_proposed:
        return dict.fromkeys(touched, str(PROPOSED_NAMES_OF_WHOLE))
    is_changing = Proposal.objects.changing().open().filter(agreement__in=taking_part).exists()
    return dict.fromkeys(touched, str(PROPOSED_NAMES_OF_CHANGES)) if is_changing else {}
