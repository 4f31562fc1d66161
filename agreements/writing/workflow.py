"""Writing an agenda that is a draft: a field, a row more, a row elsewhere, dropped, copied, deleted. Each is one step.

PermissionDenied, NotAllowedNowError or, for what was filled in, ValidationError has the sentence, and then nothing is written.
Splitting, merging and writing several rows at once stand in rearranging.py, undoing a step in undoing.py.
"""

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.agenda.anchors import KINDS, MODELS
from agreements.models import Action, Agenda, Appendix, Goal, Indicator, Labelling, Lead, Theme
from agreements.models.words import WordsPerYear
from agreements.writing.order import ABOVE, in_place, is_within, positions_of, rows_beside
from agreements.writing.places import WritingPlace, row_at
from agreements.writing.steps import ConflictError, GoneError, StepWriter, step
from agreements.writing.values import value_of, what_changes, write_value
from parties.history.put_back import last_of, put_back
from parties.models import User
from parties.refusals import NotAllowedNowError

APART = {"leads", "targets"}  # rows of their own


# -- A part of a row


def write_part(*, place: WritingPlace, by: User, values: Mapping[str, Any], seen: Mapping[str, str]) -> Any:
    """Write the fields of the part; seen are the marks of what the person was shown. Gives the row as it is then.

    ConflictError when a colleague changed one of those fields to something else meanwhile.
    """
    told = _("%(part)s of %(row)s") % {"part": place.part.label, "row": place.name}
    with step(place.agenda, by=by, what=told) as writer:
        row = fresh(place, writer)
        now = {name: value_of(row, name, writer.agenda) for name in values}
        wanted, disputed = what_changes(now, values, seen)
        if disputed:
            raise ConflictError(conflict_sentence(row), {name: now[name] for name in disputed})
        _write(writer, row, wanted)
    return row


def _write(writer: StepWriter, row: Any, values: Mapping[str, Any]) -> None:
    own = [name for name in values if name not in APART]
    saved = [write_value(writer, row, name, values[name]) for name in own]
    if any(saved):
        writer.save(row, fields=_columns(own))
    for name in values:
        if name in APART:
            write_value(writer, row, name, values[name])


def _columns(names: list[str]) -> list[str]:
    when = ("starts_on", "starts_precision", "due_on", "due_precision", "recurrence")
    return [column for name in names for column in (when if name == "when" else (name,))]


def conflict_sentence(row: Any) -> str:
    """Who changed the row last, and what to do now."""
    last = row.history.select_related("history_user").order_by("history_date", "history_id").last()
    person = str(last.history_user) if last and last.history_user else _("A colleague")
    sentence = _("%(person)s changed this while you wrote. Nothing is lost: below stand both texts. Choose one, or join them.")
    return sentence % {"person": person}


def fresh(place: WritingPlace, writer: StepWriter) -> Any:
    """The row as it is now, under the lock; GoneError when it is not there any more."""
    row = row_at(writer.agenda, place.kind, place.pk)
    if row is None:
        raise GoneError(gone_sentence(place))
    return row


def gone_sentence(place: WritingPlace) -> str:
    gone = place_record(place)
    person = str(gone.history_user) if gone and gone.history_user else _("A colleague")
    return _("%(person)s deleted this meanwhile. What you typed is still here; put the row back, or copy your text.") % {
        "person": person
    }


def place_record(place: WritingPlace) -> Any:
    """The row of history that tells that it was deleted."""
    return last_of(MODELS[place.kind], place.pk)


def bring_back(*, place: WritingPlace, by: User) -> Any:
    """Put back a row that was deleted, with what went along; each asks the lock of every text that it would stand in."""
    gone = place_record(place)
    if gone is None:
        raise NotAllowedNowError(_("This is there again already."))
    with step(place.agenda, by=by, what=_("Put back: %(row)s") % {"row": place.name}, once=place.once) as writer:
        rows = put_back(gone, by=by, why_not_change=writer.why_not_change, is_part_of_step=True)
        writer.wrote = True
    return rows[0]


def with_warning(sentence: str, row: Any) -> str:
    """The sentence, and what is unusual about the number that a goal got."""
    return f"{sentence} {row.warning_of_number()}".rstrip() if isinstance(row, Goal) else sentence


# -- A row more


def add_row(*, place: WritingPlace, by: User, kind: str, values: Mapping[str, Any]) -> Any:
    """Add a row of this kind after the row of the place, or below it where it is of a kind above; gives the new row."""
    told = _("Added: %(kind)s") % {"kind": MODELS[kind]._meta.verbose_name}
    with step(place.agenda, by=by, what=told, once=place.once) as writer:
        row = _new(kind, fresh(place, writer), writer.agenda, place.part.name)
        apart = {name: value for name, value in values.items() if name in APART}
        for name, value in values.items():
            if name not in APART:
                write_value(writer, row, name, value)
        after = place.pk if KINDS[type(row)] == place.kind and place.part.name != "paragraaf-erbij" else None
        put_among(writer, row, after=after)
        for name, value in apart.items():
            write_value(writer, row, name, value)
        writer.made = row
    return row


def _new(kind: str, at: Any, agenda: Agenda, act: str) -> Any:
    match kind, at:
        case "thema", Theme():
            return Theme(agreement=agenda.agreement, parent=at if act == "paragraaf-erbij" else at.parent)
        case "thema", _agenda:
            return Theme(agreement=agenda.agreement)
        case "doel", Goal():
            return Goal(theme=at.theme)
        case "doel", _theme:
            return Goal(theme=at)
        case "actie", Action():
            return Action(agenda=agenda, goal=at.goal)
        case "actie", _goal:
            return Action(agenda=agenda, goal=at)
        case "cijfer", _goal:
            return Indicator(goal=at)
    return Appendix(agreement=agenda.agreement, agenda=agenda)


def put_among(writer: StepWriter, row: Any, *, after: int | None = None, before: int | None = None) -> None:
    """Save a row that is new, or that stands elsewhere from now on, in its place: after or before another one, or last.

    Only what gets another place is written. ValidationError when that other row is not there any more.
    """
    rows = rows_beside(row, writer.agenda)
    others = [each for each in rows if each.pk != row.pk]
    if after is not None:
        keys = [each.pk for each in others]
        place = keys.index(after) + 1 if after in keys else len(keys)
        before = keys[place] if place < len(keys) else None
    try:
        order = in_place(row, others, before)
    except ValueError as gone:
        raise ValidationError(_("The row before which this was to come is not there any more. Look where it must go.")) from gone
    for each, position in positions_of(order, None if len(others) < len(rows) else row):
        each.position = position
        writer.save(each, fields=["position", *([ABOVE[type(row)]] if each is row and type(row) in ABOVE else [])])


# -- A row elsewhere


def move(*, place: WritingPlace, by: User, before: int | None = None, above: int | None = None) -> Any:
    """Let the row stand before another one, or last; above is the goal, theme or parent in which it comes to stand (0: none)."""
    with step(place.agenda, by=by, what=_("Moved: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        if above is not None:
            move_into(writer, row, above)
        put_among(writer, row, before=before)
    return row


def move_into(writer: StepWriter, row: Any, above: int) -> None:
    name = ABOVE[type(row)]
    found = row_at(writer.agenda, "doel" if name == "goal" else "thema", above) if above else None
    if found is None and (above or name != "parent"):
        raise ValidationError(_("Where this was to go is not there any more. Choose another place."))
    if isinstance(row, Theme) and is_within(row, found):
        raise ValidationError(_("A theme cannot be moved into itself or into one of its own paragraphs."))
    setattr(row, name, found)


def shift(*, place: WritingPlace, by: User, down: bool) -> Any:
    """One place up or down; NotAllowedNowError when it is the first or last already."""
    with step(place.agenda, by=by, what=_("Moved: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        rows = rows_beside(row, writer.agenda)
        at = next(number for number, each in enumerate(rows) if each.pk == row.pk)
        to = at + 2 if down else at - 1
        if to < 0 or to > len(rows):
            raise NotAllowedNowError(_("This is the last already.") if down else _("This is the first already."))
        put_among(writer, row, before=rows[to].pk if to < len(rows) else None)
    return row


# -- Dropped, restored, deleted, copied


def drop(*, place: WritingPlace, by: User, reason: str, decided_on: date | None = None) -> Any:
    """Let it lapse with a reason: it stays, struck. With a goal go its actions of the year."""
    told = _("Dropped: %(row)s. %(reason)s") % {"row": place.name, "reason": reason}
    with step(place.agenda, by=by, what=told, once=place.once) as writer:
        row = fresh(place, writer)
        if isinstance(row, Goal):
            for action in row.actions.filter(agenda=writer.agenda, dropped_on=None).select_related("agenda", "goal__theme"):
                drop_action(writer, action, reason, decided_on)
            row.dropped_from, row.drop_reason = writer.agenda.year, reason
            writer.save(row, fields=["dropped_from", "drop_reason"])
        else:
            drop_action(writer, row, reason, decided_on)
    return row


def drop_action(writer: StepWriter, action: Action, reason: str, decided_on: date | None = None) -> None:
    action.dropped_on, action.drop_reason = decided_on or timezone.localdate(), reason
    writer.save(action, fields=["dropped_on", "drop_reason"])


def restore(*, place: WritingPlace, by: User) -> Any:
    """It does not lapse after all."""
    with step(place.agenda, by=by, what=_("No longer dropped: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        names = ("dropped_from" if isinstance(row, Goal) else "dropped_on", "drop_reason")
        setattr(row, names[0], None)
        row.drop_reason = ""
        writer.save(row, fields=names)
    return row


def delete(*, place: WritingPlace, by: User) -> None:
    """Take away what never counted for anybody else; of a theme or goal also what was written below it for this year."""
    with step(place.agenda, by=by, what=_("Deleted: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = row_at(writer.agenda, place.kind, place.pk)
        if row is not None:
            take_away(writer, row)


def take_away(writer: StepWriter, row: Any) -> None:
    if isinstance(row, Theme):
        for each in (*row.sub_themes.all(), *row.goals.all()):
            take_away(writer, each)
    if isinstance(row, Goal):
        for action in row.actions.filter(agenda=writer.agenda):
            writer.delete(action)
    if why := row.why_it_stays_here():
        raise ValidationError(why)
    writer.delete(row)


def copy_row(*, place: WritingPlace, by: User) -> Any:
    """The same once more after it, with its leads; of a goal with its actions of the year, without number or figures."""
    with step(place.agenda, by=by, what=_("Copied: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        new = as_new(row)
        put_among(writer, new, after=row.pk)
        writer.made = new
        if isinstance(row, Action):
            copy_leads(writer, row, new)
        else:
            for action in row.actions.filter(agenda=writer.agenda, dropped_on=None).order_by("position", "pk"):
                other = as_new(action)
                other.goal = new
                put_among(writer, other)
                copy_leads(writer, action, other)
    return new


def as_new(row: Any) -> Any:
    """A row in memory that says the same, without what happened to the first."""
    names = [field.name for field in row._meta.concrete_fields if field.name not in NOT_COPIED]
    new = type(row)(**{name: copy(getattr(row, name)) for name in names})
    if isinstance(row, WordsPerYear) or row.number:
        new.number = ""
    return new


NOT_COPIED = {"id", "position", "words_from", "has_withheld", "dropped_on", "dropped_from", "drop_reason"}


def copy_leads(writer: StepWriter, row: Action, new: Action) -> None:
    """With its labels, where it has any."""
    for labelling in row.labellings.order_by("pk"):
        writer.save(Labelling(label_id=labelling.label_id, action=new))
    for lead in row.leads.order_by("position", "pk"):
        writer.save(Lead(action=new, party_id=lead.party_id, task=lead.task, position=lead.position))
