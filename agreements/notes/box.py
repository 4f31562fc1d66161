"""The box with the notes of one's own party."""

from dataclasses import dataclass

from agreements.models import Action, Goal, Note
from agreements.notes.forms import NoteForm
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class NoteBox:
    """deleted are the notes that can be put back; address is where a new one goes."""

    notes: tuple[Note, ...]
    deleted: tuple
    form: NoteForm
    has_more_parties: bool


def note_box(about: Action | Goal, *, seen_by: User) -> NoteBox | None:
    """The notes of the person's own parties about this action or goal; None for who belongs to no party."""
    parties = list(Party.objects.own_of(seen_by))
    if not parties:
        return None
    field = about._meta.model_name
    notes = Note.objects.visible_to(seen_by).filter(**{field: about}).select_related("party", "author")
    deleted = Note.history.filter(**{field: about}, history_type="-", party__in=parties).exclude(id__in=Note.objects.values("pk"))
    return NoteBox(
        notes=tuple(notes),
        deleted=tuple({record.id: record for record in deleted.order_by("history_date", "history_id")}.values()),
        form=NoteForm(parties=parties, instance=Note(**{field: about}, author=seen_by)),
        has_more_parties=len(parties) > 1,
    )
