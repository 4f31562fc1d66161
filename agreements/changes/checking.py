"""Whether a change can be written like this: what its own values say. What the rows say is found by trying it (outcome.py)."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.changes.fields import FIELDS, MODELS, About, Kind, clean_values, demand_known, same, value_now
from agreements.models import Change, Proposal
from agreements.models.adoptable import Adoptable
from agreements.models.roll_choice import FEWEST_PARTS, MOST_PARTS

DROPPING = {Kind.DROP, Kind.CARRY_OVER, Kind.SPLIT, Kind.MERGE}
NEEDED = {
    (Kind.ADD, About.GOAL): ("theme", "text"),
    (Kind.ADD, About.ACTION): ("goal", "text"),
}


def fill_in(change: Change, becomes: dict[str, Any], text: Adoptable) -> None:
    """Give the change its values, and what stands there now. ValidationError, at the field, for what cannot be."""
    known = FIELDS[change.kind].get(change.about)
    if known is None:
        raise ValidationError({"kind": _("This kind of change is not made of this.")})
    demand_known(becomes, known)
    change.becomes = clean_values(MODELS[change.about], becomes)
    _fill_in_added_on(change, text)
    _fill_in_reason(change, text)
    _demand_needed(change)
    _demand_row(change)
    if change.kind in {Kind.ADJUST, Kind.CORRECT} or (change.kind == Kind.PARTICIPATION and change.row):
        _keep_what_differs(change, text)
    elif change.kind in DROPPING:
        names = ("dropped_on",) if change.about == About.ACTION else ("dropped_from",)
        change.was = {name: value_now(change.row, name, text) for name in names}
    if change.kind == Kind.SPLIT:
        _demand_parts(change)
    if change.kind == Kind.MERGE:
        _demand_others(change)


def _fill_in_added_on(change: Change, text: Adoptable) -> None:
    """What is added to a text in force is an additional agreement with its own day, fixed while one writes: by default today.

    A goal runs from the year of that day: to a text of an earlier year it is added without.
    """
    if change.kind != Kind.ADD or change.becomes.get("added_on"):
        return
    today = timezone.localdate()
    if change.about == About.ACTION or today.year <= text.year_read:
        change.becomes["added_on"] = today.isoformat()


def _fill_in_reason(change: Change, text: Adoptable) -> None:
    """The day and the reason of what is dropped."""
    if change.kind not in DROPPING:
        return
    if not change.becomes.get("dropped_on"):
        change.becomes["dropped_on"] = timezone.localdate().isoformat()
    year = int(change.becomes["dropped_on"][:4])
    text.whole.refuse_year_outside(dropped_on=year)
    if not change.becomes.get("drop_reason"):
        raise ValidationError({"drop_reason": _("Say why.")})


def _demand_needed(change: Change) -> None:
    missing = [name for name in NEEDED.get((change.kind, change.about), ()) if not change.becomes.get(name)]
    empty = [name for name in ("text", "title") if name in change.becomes and not change.becomes[name]]
    if wrong := dict.fromkeys([*missing, *empty], _("This cannot be empty.")):
        raise ValidationError(wrong)


def _demand_row(change: Change) -> None:
    is_new = change.kind == Kind.ADD or (change.kind == Kind.PARTICIPATION and change.participation_id is None)
    if is_new and change.row is not None:
        raise ValidationError({"about": _("What is added is not there yet.")})
    if not is_new and change.row is None:
        raise ValidationError({"about": _("Say what changes.")})
    if change.kind == Kind.PARTICIPATION and is_new and not change.becomes.get("party"):
        raise ValidationError({"party": _("Say which party.")})


def _keep_what_differs(change: Change, text: Adoptable) -> None:
    was = {name: value_now(change.row, name, text) for name in change.becomes}
    differs = [name for name, value in change.becomes.items() if not same(was[name], value)]
    if not differs:
        raise ValidationError({NON_FIELD_ERRORS: _("This reads as it does now: nothing changes.")})
    change.becomes = {name: change.becomes[name] for name in differs}
    change.was = {name: was[name] for name in differs}


def _demand_parts(change: Change) -> None:
    parts = change.becomes.get("parts") or []
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS or not all(part.get("text") for part in parts):
        sentence = _("Write the text of at least %(fewest)s and at most %(most)s parts.")
        raise ValidationError({"parts": sentence % {"fewest": FEWEST_PARTS, "most": MOST_PARTS}})


def _demand_others(change: Change) -> None:
    others = change.becomes.get("with") or []
    if not others or change.action_id in others or len(set(others)) != len(others):
        raise ValidationError({"with": _("Say with which other actions it is merged.")})


def demand_together(proposal: Proposal, changes: list[Change], new: Change) -> None:
    """ValidationError when the new change does not go with those that are there."""
    others = [change for change in changes if change.pk != new.pk]
    key = (new.about, new.row)
    if new.row is not None and any((change.about, change.row) == key for change in others):
        raise ValidationError({NON_FIELD_ERRORS: _("This proposal changes that already. Change it there.")})
    kinds = {change.kind for change in (*others, new)}
    for alone, sentence in (
        (Kind.CORRECT, _("A correction of the text is a proposal of its own: coordinators may answer it.")),
        (Kind.REVOKE, _("A revocation is a proposal of its own.")),
    ):
        if alone in kinds and (len(kinds) > 1 or (alone == Kind.REVOKE and others)):
            raise ValidationError({"kind": sentence})


def kind_of(changes: list[Change]) -> Proposal.Kind:
    """What the proposal as a whole is called, and who answers it."""
    kinds = {str(change.kind) for change in changes}
    if Kind.PARTICIPATION in kinds:
        return Proposal.Kind.PARTICIPATION
    return Proposal.Kind(kinds.pop()) if len(kinds) == 1 else Proposal.Kind.ADJUST
