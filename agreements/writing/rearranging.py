"""Splitting and merging actions of a draft, and writing several rows at once. Each is one step, as in workflow.py."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import Action, ActionLink, Agenda, Lead
from agreements.models.contribution import joined
from agreements.models.reference import references_of_both
from agreements.writing.places import WritingPlace, name_of, row_at
from agreements.writing.steps import ConflictError, GoneError, StepWriter, step
from agreements.writing.values import mark_of, value_of, write_leads, write_value
from agreements.writing.workflow import as_new, copy_leads, drop_action, fresh, move_into, put_among
from parties.models import User

Kind = ActionLink.Kind


# -- Split and merged


def split(*, place: WritingPlace, by: User, parts: Sequence[str]) -> Action:
    """The first text stays in the row, with what was said about it; each other one is an action after it, with its leads.

    What they come from in an earlier year they all come from.
    """
    if len(parts) < 2:
        raise ValidationError({"parts": _("Write at least two parts.")})
    with step(place.agenda, by=by, what=_("Split: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        links = list(row.earlier_links.select_related("earlier__agenda", "later__agenda"))
        for link in links:
            _relink(writer, link, _when_split(link))
        after = row.pk
        for text in parts[1:]:
            new = as_new(row)
            new.text, new.contributions = text, ""  # the amounts stay in the first part, or they would count twice
            put_among(writer, new, after=after)
            copy_leads(writer, row, new)
            for link in links:
                writer.save(ActionLink(earlier=link.earlier, later=new, kind=_when_split(link)))
            after = new.pk
        row.text, writer.made = parts[0], row
        writer.save(row, fields=["text"])
    return row


def _when_split(link: ActionLink) -> str:
    return link.kind if link.kind == Kind.MERGED else Kind.SPLIT


def _relink(writer: StepWriter, link: ActionLink, kind: str) -> None:
    if link.kind != kind:
        link.kind = kind
        writer.save(link, fields=["kind"])


def merge(*, place: WritingPlace, by: User, others: Iterable[int], text: str) -> Action:
    """One text for this action and the others; their leads come behind its own.

    What never counted for anybody goes away, the rest is dropped and named as merged.
    """
    with step(place.agenda, by=by, what=_("Merged: %(row)s") % {"row": place.name}, once=place.once) as writer:
        row = fresh(place, writer)
        rows = [row_at(writer.agenda, "actie", pk) for pk in others if pk != row.pk]
        if not rows:
            raise ValidationError({"others": _("Choose at least one other action.")})
        if any(other is None for other in rows):
            raise ValidationError({"others": _("One of these is not there any more. Look again what you merge.")})
        row.text = text
        for other in rows:
            row.contributions = joined(row.contributions, other.contributions)
            row.references = references_of_both(row.references, other.references)
        writer.save(row, fields=["text", "contributions", "references"])
        for other in rows:
            _take_leads(writer, row, other)
            _take_line(writer, row, other)
    return row


def _take_leads(writer: StepWriter, row: Action, other: Action) -> None:
    own = value_of(row, "leads", writer.agenda)
    parties = {lead["party"] for lead in own}
    theirs = [lead for lead in value_of(other, "leads", writer.agenda) if lead["party"] not in parties]
    write_leads(writer, row, [*own, *({**lead, "contact": None} for lead in theirs)])


def _take_line(writer: StepWriter, row: Action, other: Action) -> None:
    """The other goes, and the action comes from what it came from too; or it is dropped, and the action comes from it."""
    own = list(row.earlier_links.select_related("earlier__agenda", "later__agenda"))
    known = {link.earlier_id for link in own}
    came = [link.earlier for link in other.earlier_links.select_related("earlier__agenda") if link.earlier_id not in known]
    if other.why_it_stays_here():
        drop_action(writer, other, _("Merged with %(action)s.") % {"action": name_of(row, writer.agenda.year)})
        came = [other]
    else:
        writer.delete(other)
    for link in own:
        _relink(writer, link, Kind.MERGED if came else _when_alone(link, writer.agenda))
    for earlier in came:
        writer.save(ActionLink(earlier=earlier, later=row, kind=Kind.MERGED))


def _when_alone(link: ActionLink, agenda: Agenda) -> str:
    """What was split and is one again is carried over."""
    others = ActionLink.objects.filter(earlier=link.earlier_id, later__agenda=agenda).exclude(pk=link.pk)
    return link.kind if link.kind != Kind.SPLIT or others.exists() else Kind.CARRIED


# -- Several at once

SHOWN = {"actie": ("when", "goal"), "doel": ("theme",)}  # what may be written of several, and so has a mark


def marks_of_rows(rows: Iterable[Any], kind: str, agenda: Agenda) -> dict[int, str]:
    """The versions of what is written of several rows at once, by the key of the row. One query for the leads of all."""
    rows = list(rows)
    leads: dict[int, list[dict]] = {row.pk: [] for row in rows}
    if kind == "actie":
        for lead in Lead.objects.filter(action__in=leads).order_by("position", "pk"):
            leads[lead.action_id].append({"party": lead.party_id, "task": lead.task})
    return {row.pk: mark_of([leads[row.pk], *(value_of(row, name, agenda) for name in SHOWN[kind])]) for row in rows}


def write_several(
    *, agenda: Agenda, by: User, actions: Mapping[int, str], goals: Mapping[int, str], values: Mapping[str, Any]
) -> int:
    """Write these values in all of the rows, which come by key with the mark of what was shown; gives how many there are.

    values has leads (instead of those that there are) or more_leads (behind them), when, goal for actions, theme for goals.
    """
    what = _("Several at once: %(number)s rows") % {"number": len(actions) + len(goals)}
    with step(agenda, by=by, what=what) as writer:
        rows = [("actie", pk, mark) for pk, mark in actions.items()] + [("doel", pk, mark) for pk, mark in goals.items()]
        for kind, pk, mark in rows:
            row = row_at(writer.agenda, kind, pk)
            if row is None:
                raise GoneError(_("A colleague deleted one of these rows. Look again which ones you choose."))
            if marks_of_rows([row], kind, writer.agenda)[pk] != mark:
                sentence = _("A colleague changed %(row)s meanwhile. Look again, and save once more if it is still meant.")
                raise ConflictError(sentence % {"row": name_of(row, agenda.year)}, {})
            _write_one(writer, row, kind, values)
    return len(rows)


def _write_one(writer: StepWriter, row: Any, kind: str, values: Mapping[str, Any]) -> None:
    if kind == "doel":
        if "theme" in values:
            move_into(writer, row, values["theme"])
            put_among(writer, row)
        return
    if "when" in values:
        write_value(writer, row, "when", values["when"])
        writer.save(row, fields=["starts_on", "starts_precision", "due_on", "due_precision", "recurrence"])
    if "goal" in values and row.goal_id != values["goal"]:
        move_into(writer, row, values["goal"])
        put_among(writer, row)
    if "leads" in values:
        write_leads(writer, row, values["leads"])
    elif "more_leads" in values:
        own = value_of(row, "leads", writer.agenda)
        parties = {lead["party"] for lead in own}
        write_leads(writer, row, [*own, *(lead for lead in values["more_leads"] if lead["party"] not in parties)])
