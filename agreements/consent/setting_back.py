"""Setting live rows back to the version in force, by the administrator: where the check of versions finds they say otherwise.

All or nothing: when the rows do not say exactly what was agreed afterwards, nothing is written. design.md, 11.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.agenda.rows import ActionRow, IndicatorRow, TargetRow
from agreements.agenda.stored import StoredText, read_content, version_in_force
from agreements.agenda.terms import target_of
from agreements.consent.answerers import locked
from agreements.models import (
    Action,
    ActionLink,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
    Version,
)
from agreements.models.adoptable import Adoptable
from agreements.models.words import WordsPerYear, YearText
from agreements.versions.comparing import TextChange
from agreements.versions.recording import hash_as_it_stands, text_as_it_stands
from agreements.versions.witnesses import record_what_went
from parties.history.changes import FieldChange, in_words
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError
from parties.texts import REASON

OUTCOMES = {"state", "version", "adopted_on"}  # which no text has


@dataclass(frozen=True)
class Difference:
    """What the rows say now (was) and what the version says (becomes)."""

    version: Version
    changes: tuple[TextChange, ...]


def difference_of(text: Adoptable) -> Difference | None:
    """None where the text is not in force, or the rows say what its version says."""
    version = version_in_force(text)
    if version is None or hash_as_it_stands(text) == version.content_sha256:
        return None
    return Difference(version, tuple(_changes(text_as_it_stands(text), read_content(version.content))))


# -- What differs


def _changes(now: StoredText, agreed: StoredText) -> Iterator[TextChange]:
    was, becomes = now.text, agreed.text
    names = {row.id: row.name for row in (*was.parties, *becomes.parties)}
    yield from _of_rows(Agreement, [was.agreement], [becomes.agreement])
    yield from _of_rows(Agenda, [was.agenda], [becomes.agenda])
    for model, before, after in ((Theme, was.themes, becomes.themes), (Goal, was.goals, becomes.goals)):
        yield from _of_rows(model, before, after)
    yield from _of_rows(Action, was.actions, becomes.actions)
    yield from _of_rows(Participation, was.parties, becomes.parties)
    yield from _of_rows(Participation, now.terms, agreed.terms, names)
    yield from _of_rows(Indicator, now.indicators, agreed.indicators)
    yield from _of_rows(MeetingRule, now.meeting_rules, agreed.meeting_rules)
    yield from _of_rows(Appendix, was.appendices, becomes.appendices)
    yield from _of_rows(Appendix, now.appendices, agreed.appendices, {row.id: str(row) for row in becomes.appendices})


def _of_rows(
    model: type[models.Model], now: Iterable[Any], agreed: Iterable[Any], names: Mapping[int, str] | None = None
) -> Iterator[TextChange]:
    before, after = {row.id: row for row in now}, {row.id: row for row in agreed}
    title = capfirst(str(model._meta.verbose_name))
    for pk in dict.fromkeys([*after, *before]):
        was, becomes = before.get(pk), after.get(pk)
        if was != becomes:
            kind = "new" if was is None else "gone" if becomes is None else "changed"
            name = (names or {}).get(pk) or _name_of(becomes or was)
            yield TextChange(kind, f"{title} {name}".strip(), tuple(_field_changes(model, was, becomes)))
    if before.keys() == after.keys() and list(before) != list(after):
        yield TextChange("changed", capfirst(str(model._meta.verbose_name_plural)), (FieldChange(capfirst(_("order")), "", ""),))


def _name_of(row: Any) -> str:
    return next(filter(None, (getattr(row, name, "") for name in ("name", "number", "title", "subject", "project"))), "")


def _field_changes(model: type[models.Model], was: Any, becomes: Any) -> Iterator[FieldChange]:
    for field in fields(was or becomes):
        old, new = (_in_words(model, field.name, row) for row in (was, becomes))
        if old != new:
            is_text = isinstance(_fields_of(model).get(field.name), models.TextField)
            yield FieldChange(_label(model, field.name), old, new, is_text=is_text)


def _label(model: type[models.Model], name: str) -> str:
    known = _fields_of(model).get(name.removesuffix("_id"))
    return capfirst(str(known.verbose_name if known else {"targets": _("target"), "leads": _("leads")}.get(name, name)))


def _in_words(model: type[models.Model], name: str, row: Any) -> str:
    value = getattr(row, name, None)
    if name == "targets" and row is not None:
        indicator = Indicator(unit=row.unit, kind=row.kind)
        return "; ".join(" ".join(filter(None, [str(found.year or ""), target_of(found, indicator).phrase])) for found in value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    field = _fields_of(model).get(name)
    return in_words(field, value) if field and not field.remote_field else "" if value is None else str(value)


def _fields_of(model: type[models.Model]) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.concrete_fields}


# -- Setting back


@transaction.atomic
@act(Act.SET_BACK)
@act(Act.KEEP_WORDS)
def set_back(*, text: Adoptable, by: User, reason: str) -> Version:
    """Write every row that differs as the version has it. NotAllowedNowError, and nothing is written, when that cannot be."""
    if not (by.is_superuser and by.is_active):
        raise PermissionDenied(_("Only the administrator of Driehoek sets rows back."))
    current = locked(text)
    found = difference_of(current)
    if found is None:
        raise NotAllowedNowError(_("The rows say what the version says: there is nothing to set back."))
    why = _("Set back to %(version)s: %(reason)s") % {"version": found.version, "reason": reason}
    with change_set(reason=why, user=by):
        record_what_went(current.whole, by=by, reason=why[:REASON])
        try:
            _AgreedRows(current, read_content(found.version.content), text_as_it_stands(current)).write()
        except ValidationError as refused:
            names = " ".join(refused.messages)
            raise NotAllowedNowError(_("This cannot be set back, so nothing was: %(names)s.") % {"names": names}) from refused
        except models.RestrictedError as needed:
            names = ", ".join(sorted({str(row) for row in needed.restricted_objects}))
            raise NotAllowedNowError(_("This cannot be set back, so nothing was: %(names)s.") % {"names": names}) from needed
    left = difference_of(current)
    if left is not None:
        names = "; ".join(change.heading for change in left.changes) or _("something that stands in no row of the agreement")
        raise NotAllowedNowError(_("This cannot be set back, so nothing was: %(names)s.") % {"names": names})
    return found.version


class _AgreedRows:
    """Writes what was agreed over what stands there now; each row by its own model, so that it has its history."""

    def __init__(self, text: Adoptable, agreed: StoredText, now: StoredText):
        self.text, self.agreed, self.now = text, agreed, now
        self.year = text.year_read

    def write(self) -> None:
        self._copy(self.text.whole, _values(self.agreed.text.agreement))
        if isinstance(self.text, Agenda):
            self._copy(self.text, _values(self.agreed.text.agenda, *OUTCOMES, "year"))
        self._words(Theme, self.agreed.text.themes, self.now.text.themes, {"agreement_id": self.text.whole.pk})
        self._words(Goal, self.agreed.text.goals, self.now.text.goals, {})
        self._actions()
        self._participations()
        self._indicators()
        rules = {row.id: self._rule(row) for row in self.agreed.meeting_rules}
        self._rows(MeetingRule, rules, {row.id for row in self.now.meeting_rules}, {"agreement_id": self.text.whole.pk})
        for row in self.agreed.text.appendices:
            if found := Appendix.objects.filter(pk=row.id).first():
                self._copy(found, {"number": row.number, "title": row.title, "document_date": row.document_date})

    # -- Themes and goals, in the words of the year

    def _words(self, model: type[WordsPerYear], agreed: Iterable[Any], now: Iterable[Any], of_agreement: dict) -> None:
        agreed, now = list(agreed), list(now)
        is_in_order = [row.id for row in agreed] == [row.id for row in now]
        for place, row in enumerate(agreed, start=1):
            values = _values(row) | ({} if is_in_order else {"position": place})
            found = model.objects.filter(pk=row.id).first()
            if found is None:
                model(pk=row.id, **{"position": place, **values}, **of_agreement).save(as_it_was=True)
                continue
            words = {name: values.pop(name) for name in model.word_fields if name in values}
            holder = self._holder(found)
            if holder is found:
                self._copy(found, values | words, as_it_was=True)
            else:
                self._copy(found, values, as_it_was=True)
                self._copy(holder, words)
        for pk in {row.id for row in now} - {row.id for row in agreed}:
            self._begin_later(model.objects.get(pk=pk))

    def _holder(self, row: WordsPerYear) -> WordsPerYear | YearText:
        """What has the words of the year: the row itself, or its words of earlier years."""
        if row.words_from is None or row.words_from <= self.year:
            return row
        begun = [found for found in row.earlier_texts() if found.from_year is None or found.from_year <= self.year]
        return begun[-1] if begun else type(row).texts.field.model(**{type(row).texts.field.name: row, "from_year": None})

    def _begin_later(self, row: WordsPerYear) -> None:
        """What is not of this text begins in the year after it."""
        for words in row.earlier_texts():
            if words.from_year is None or words.from_year <= self.year:
                words.delete()
        if row.words_from is None or row.words_from <= self.year:
            row.words_from = self.year + 1
            row.save(checked=True, as_it_was=True)

    # -- What hangs on them

    def _actions(self) -> None:
        agreed, now = self.agreed.text.actions, self.now.text.actions
        lineages = {row.id: row.lineage for row in now}
        is_in_order = [row.id for row in agreed] == [row.id for row in now]
        for place, row in enumerate(agreed, start=1):
            if row.project_id and (project := Project.objects.filter(pk=row.project_id).first()):
                self._copy(project, {"name": row.project})
            values = _values(row, "project", "lineage", "leads") | ({} if is_in_order else {"position": place})
            action = Action.objects.filter(pk=row.id).first() or Action(pk=row.id, agenda=self.text, position=place)
            self._copy(action, values)
            self._leads(action, row)
            if row.lineage != lineages.get(row.id, (row.id,)):
                self._lineage(action, row)
        for pk in {row.id for row in now} - {row.id for row in agreed}:
            Action.objects.get(pk=pk).delete()

    @staticmethod
    def _lineage(action: Action, row: ActionRow) -> None:
        """From which earlier one it comes; a merged one that lost one of several is told, since a version has no pairs."""
        for link in action.earlier_links.exclude(earlier__in=row.lineage):
            link.delete()
        if len(row.lineage) > 1 and not action.earlier_links.exists():
            ActionLink(earlier_id=row.lineage[1], later=action).save()

    def _leads(self, action: Action, row: ActionRow) -> None:
        there = list(action.leads.order_by("position", "pk"))
        is_in_order = [lead.party_id for lead in there] == [lead.party_id for lead in row.leads]
        by_party = {lead.party_id: lead for lead in there}
        for place, agreed in enumerate(row.leads, start=1):
            lead = by_party.pop(agreed.party_id, None) or Lead(action=action, party_id=agreed.party_id)
            self._copy(lead, {"task": agreed.task, **({} if is_in_order else {"position": place})})
        for lead in by_party.values():
            lead.delete()

    def _participations(self) -> None:
        roles = {row.id: row.role for row in self.agreed.text.parties}
        rows = {row.party_id: row for row in self.text.whole.participations.accepted()}
        for terms in self.agreed.terms:
            if terms.id in rows:
                self._copy(rows[terms.id], {**_values(terms), "role": roles[terms.id]})

    def _indicators(self) -> None:
        leave_out = {"delivered_by", "targets"}
        self._rows(
            Indicator,
            {row.id: _values(row, *leave_out) for row in self.agreed.indicators},
            {row.id for row in self.now.indicators},
            {},
        )
        for row in self.agreed.indicators:
            self._targets(row)

    def _targets(self, row: IndicatorRow) -> None:
        now = next((found.targets for found in self.now.indicators if found.id == row.id), ())
        if now == row.targets:
            return
        of_text = [target for target in Target.objects.filter(indicator=row.id) if self._is_of_text(target, now)]
        by_year = {target.year: target for target in of_text}
        for agreed in row.targets:
            target = by_year.pop(agreed.year, None) or Target(indicator_id=row.id, year=agreed.year)
            self._plain(target, _values(agreed))
        for target in by_year.values():
            target.delete()

    def _is_of_text(self, target: Target, now: tuple[TargetRow, ...]) -> bool:
        """Whether the text reads this target: that of its year, or the one over the period that is in force in it."""
        said = TargetRow(*(getattr(target, field.name) for field in fields(TargetRow)))
        return said in now and (target.year is not None or target.from_year is None or target.from_year <= self.year)

    def _rule(self, row: Any) -> dict[str, Any]:
        names = ("planned_by", "prepared_by", "minuted_by")
        parties = {party.name: party.pk for party in self.text.whole.parties.all()}
        by = {f"{name}_id": parties.get(getattr(row, name)) for name in names}
        return {**_values(row, *names), **by}

    # -- One row

    def _rows(self, model: type[models.Model], agreed: dict[int, dict], now: set[int], of_agreement: dict) -> None:
        for pk, values in agreed.items():
            self._copy(model.objects.filter(pk=pk).first() or model(pk=pk, **of_agreement), values)
        for pk in now - agreed.keys():
            model.objects.get(pk=pk).delete()

    @staticmethod
    def _copy(row: models.Model, values: Mapping[str, Any], **how: bool) -> None:
        differs = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differs or row._state.adding:
            for name, value in differs.items():
                setattr(row, name, value)
            row.save(checked=True, **how)

    @staticmethod
    def _plain(target: Target, values: Mapping[str, Any]) -> None:
        """A target as it was, without keeping what it says now for the years that stand still: that is what is wrong."""
        differs = {name: value for name, value in values.items() if getattr(target, name) != value}
        if differs or target._state.adding:
            for name, value in differs.items():
                setattr(target, name, value)
            super(Target, target).save(checked=True)


def _values(row: Any, *leave_out: str) -> dict[str, Any]:
    """The values of a frozen row by the names of the columns of its model."""
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name not in {"id", *leave_out}}
