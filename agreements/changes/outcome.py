"""What would be in force if all agreed to a proposal of changes: tried out and rolled back, or carried out for good.

Both write the same rows in the same way, so that what is recorded is what was agreed to. The hash is over the content of each
text that gets a version; rows that the proposal adds are called by their place in it, since their keys are not known before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.agenda.rows import ActionRow
from agreements.agenda.stored import StoredText, content_of, with_parties_of
from agreements.changes.applying import Applying
from agreements.changes.fields import Kind, is_of_all_years, same, value_now
from agreements.models import Agenda, Agreement, Change, Goal, Proposal, Theme
from agreements.models.adoptable import Adoptable, TextState
from agreements.models.words import WordsPerYear, forget_rows
from agreements.versions.recording import text_as_it_stands
from parties.canonical import canonical, hash_of
from parties.history.records import change_set
from parties.history.write_rules import Act, act


@dataclass(frozen=True)
class TriedText:
    """texts are those that get a version, in order; told is what stays otherwise in a draft of a later year, in sentences."""

    texts: tuple[Adoptable, ...]
    content_sha256: str
    told: tuple[str, ...] = ()


class _TriedError(Exception):
    """It was only tried: roll it back."""


T = TypeVar("T")


def try_out(proposal: Proposal, text: Adoptable) -> TriedText:
    """What the proposal would make of the texts as they are now; nothing of it stays.

    ValidationError, at the field, when it cannot be; WasChangedError when what it changes reads otherwise since.
    """
    return read_tried(proposal, text, lambda outcome: outcome)


def read_tried(proposal: Proposal, text: Adoptable, read: Callable[[TriedText], T]) -> T:
    """What read() finds in the tables once the proposal is tried out there; then it is rolled back. Raises as try_out()."""
    try:
        with transaction.atomic():
            found = read(_write(proposal, text))
            raise _TriedError
    except _TriedError:
        return found
    finally:
        forget_rows(Theme, Goal)


def carry_out(proposal: Proposal, text: Adoptable) -> TriedText:
    """Write it for good. The caller holds the lock, and records the versions in the same transaction. Raises as try_out()."""
    try:
        return _write(proposal, text)
    finally:
        forget_rows(Theme, Goal)


def _write(proposal: Proposal, text: Adoptable) -> TriedText:
    forget_rows(Theme, Goal)
    changes = list(proposal.changes.select_related("theme", "goal__theme", "action", "indicator__goal__theme", "participation"))
    for change in changes:
        change.proposal = proposal
    if [change.kind for change in changes] == [Kind.REVOKE]:
        return TriedText((text,), hash_of(content_of(text_as_it_stands(text))))
    before = {found: text_as_it_stands(found) for found in _texts(text)}
    applying = Applying(proposal, text, changes)
    with _as_changed(proposal):
        applying.run()
    forget_rows(Theme, Goal)
    after = {found: text_as_it_stands(found) for found in _texts(text)}
    texts = tuple(_changed(before, after, text, with_parties=is_of_all_years(changes)))
    if not texts:
        raise ValidationError({NON_FIELD_ERRORS: _("No text in force would read otherwise: nothing changes.")})
    hashes = [hash_of(content_of(_called_by_place(after[found], applying.new))) for found in texts]
    whole = hashes[0] if len(hashes) == 1 else hash_of(canonical(tuple(hashes)))
    return TriedText(texts, whole, tuple(_told(text, changes)))


@contextmanager
def _as_changed(proposal: Proposal) -> Iterator[None]:
    """The history of the rows names who proposed it: those are that person's words, to which all agreed."""
    reason = _("Change by consent: %(proposal)s") % {"proposal": proposal}
    with act(Act.CHANGE_AGREED), change_set(reason=reason, user=proposal.opened_by):
        yield


def _texts(text: Adoptable) -> list[Adoptable]:
    """Every text of the agreement that stands still, read anew."""
    whole = Agreement.objects.get(pk=text.whole.pk)
    agendas = list(Agenda.objects.filter(agreement=whole).exclude(state=TextState.DRAFT).order_by("year"))
    for agenda in agendas:
        agenda.agreement = whole
    return [*([whole] if whole.stands_still else []), *agendas]


def _changed(
    before: dict[Adoptable, StoredText], after: dict[Adoptable, StoredText], text: Adoptable, *, with_parties: bool
) -> Iterator[Adoptable]:
    """The texts that read otherwise and get a version. ValidationError when one would that keeps what was agreed."""
    for found, becomes in after.items():
        was = before[found]
        if was == becomes:
            continue
        if found.state == TextState.ADOPTED and found.year_read >= text.year_read:
            yield found
            continue
        is_set_aside = found.state == TextState.PROPOSED and with_parties
        if not is_set_aside and not (with_parties and with_parties_of(becomes, was) == was):
            sentence = _("This would also change %(text)s, which stays as it was agreed: %(standing)s.")
            raise ValidationError({NON_FIELD_ERRORS: sentence % {"text": found.title, "standing": found.standing}})


def _called_by_place(text: StoredText, new: list[tuple[str, int]]) -> StoredText:
    """The text with the rows that are added called -1, -2, … in the order of the proposal."""
    names = {(kind, key): -place for place, (kind, key) in enumerate(new, start=1)}
    if not names:
        return text

    def goal(key: int) -> int:
        return names.get(("goals", key), key)

    def action(row: ActionRow) -> ActionRow:
        lineage = tuple(names.get(("actions", key), key) for key in row.lineage)
        return replace(row, id=names.get(("actions", row.id), row.id), goal_id=goal(row.goal_id), lineage=lineage)

    rows = replace(
        text.text,
        goals=tuple(replace(row, id=goal(row.id)) for row in text.text.goals),
        actions=tuple(action(row) for row in text.text.actions),
    )
    indicators = tuple(
        replace(row, id=names.get(("indicators", row.id), row.id), goal_id=goal(row.goal_id)) for row in text.indicators
    )
    return replace(text, text=rows, indicators=indicators)


def _told(text: Adoptable, changes: list[Change]) -> Iterator[str]:
    """Of each later draft that has words of its own, that it keeps them."""
    drafts = Agenda.objects.filter(agreement=text.whole, state=TextState.DRAFT, year__gt=text.year_read).select_related(
        "agreement"
    )
    for draft in drafts.order_by("year"):
        for change in changes:
            row = change.row
            if not isinstance(row, WordsPerYear):
                continue
            row = type(row)._base_manager.get(pk=row.pk)
            words = {name: value for name, value in change.becomes.items() if name in row.word_fields}
            if any(not same(value, value_now(row, name, draft)) for name, value in words.items()):
                sentence = _("The draft of %(year)s has words of its own for this, and keeps them: %(row)s.")
                yield sentence % {"year": draft.year, "row": row._meta.verbose_name + f" {value_now(row, 'number', draft)}"}
