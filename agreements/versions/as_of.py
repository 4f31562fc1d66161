"""How a text that is still written read at an earlier moment: as it reads now, with what changed since put back in memory."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from simple_history.models import HistoricalChanges

from agreements.agenda.rows import ActionRow, AgendaRow, AgendaRows, AgreementRow, GoalRow, LeadRow, ThemeRow, columns_of
from agreements.agenda.stamp import printed_histories
from agreements.models import Action, Agenda, Agreement, Goal, GoalText, Lead, Project, Theme, ThemeText
from agreements.models.adoptable import Adoptable
from parties.models import Party

DELETED = "-"


@dataclass(frozen=True, slots=True)
class Past:
    """The rows as they stand now, and of each row that changed since a moment all its records, oldest first.

    leads are the records of all leads of the actions of which one changed. names are those of parties and projects.
    """

    rows: AgendaRows
    year_read: int
    records: Mapping[type[Model], Mapping[int, list[HistoricalChanges]]]
    leads: Mapping[int, list[HistoricalChanges]]
    parties: Mapping[int, Party]
    projects: Mapping[int, Project]

    def at(self, moment: datetime, *, not_by: Collection[int] = ()) -> AgendaRows:
        """How the text read then; what only these people changed since reads as it does now."""
        return replace(
            self.rows,
            agreement=next(iter(self._were(Agreement, (self.rows.agreement,), self._agreement, moment, not_by))),
            agenda=next(iter(self._were(Agenda, (self.rows.agenda,), self._agenda, moment, not_by))),
            themes=tuple(self._were(Theme, self.rows.themes, self._theme, moment, not_by)),
            goals=tuple(self._were(Goal, self.rows.goals, self._goal, moment, not_by)),
            actions=tuple(self._were(Action, self.rows.actions, self._action, moment, not_by)),
        )

    def _were(
        self, model: type[Model], rows: Iterable[Any], row_of: Callable, moment: datetime, not_by: Collection[int]
    ) -> Iterator[Any]:
        """The rows then: those that changed since as their record says, without those that came, with those that went."""
        changed = {
            pk: records for pk, records in self.records[model].items() if self._is_changed(model, pk, records, moment, not_by)
        }
        now = {row.id: row for row in rows}
        for pk, row in now.items():
            if pk not in changed:
                yield row
            elif record := _last(changed[pk], moment):
                yield row_of(record, row, moment)
        for pk, records in changed.items():
            if pk not in now and (record := _last(records, moment)):
                yield row_of(record, None, moment)

    def _is_changed(
        self, model: type[Model], pk: int, records: list[HistoricalChanges], moment: datetime, not_by: Collection[int]
    ) -> bool:
        own = [*records, *(self.leads.get(pk, []) if model is Action else [])]
        return any(record.history_date > moment and record.history_user_id not in not_by for record in own)

    # -- A row from its record

    @staticmethod
    def _agreement(record: HistoricalChanges, _now: AgreementRow, _moment: datetime) -> AgreementRow:
        return _from(record, AgreementRow)

    @staticmethod
    def _agenda(record: HistoricalChanges, _now: AgendaRow, _moment: datetime) -> AgendaRow:
        return _from(record, AgendaRow)

    @staticmethod
    def _theme(record: HistoricalChanges, now: ThemeRow | None, _moment: datetime) -> ThemeRow:
        return _with_words(record, now) or _from(record, ThemeRow)

    def _goal(self, record: HistoricalChanges, now: GoalRow | None, _moment: datetime) -> GoalRow:
        if row := _with_words(record, now):
            return row
        row = _from(record, GoalRow)
        is_dropped = row.dropped_from is not None and row.dropped_from <= self.year_read
        return row if is_dropped else replace(row, dropped_from=None, drop_reason="")

    def _action(self, record: HistoricalChanges, now: ActionRow | None, moment: datetime) -> ActionRow:
        project = self.projects.get(record.project_id)
        leads = tuple(self._leads(self.leads[record.id], moment)) if record.id in self.leads or now is None else now.leads
        more = {"project": project.name if project else "", "lineage": (record.id,), "leads": leads}
        return _from(record, ActionRow, **more)

    def _leads(self, records: list[HistoricalChanges], moment: datetime) -> Iterator[LeadRow]:
        by_lead: dict[int, list[HistoricalChanges]] = defaultdict(list)
        for record in records:
            by_lead[record.id].append(record)
        then = filter(None, (_last(rows, moment) for rows in by_lead.values()))
        for record in sorted(then, key=lambda record: (record.position, record.id)):
            if party := self.parties.get(record.party_id):
                yield LeadRow(party.pk, party.name, party.short_name, record.task)


def _last(records: list[HistoricalChanges], moment: datetime) -> HistoricalChanges | None:
    """What the row was then; None when it was not there."""
    then = [record for record in records if record.history_date <= moment]
    return then[-1] if then and then[-1].history_type != DELETED else None


def _with_words(record: HistoricalChanges, now: Any) -> Any:
    """The row with the words that this year had for it, where its newest are those of a later year; None for its own record."""
    if now is None or record.instance_type not in {GoalText, ThemeText}:
        return None
    return replace(now, **{name: getattr(record, name) for name in record.instance_type.word_fields if name != "position"})


def _from(record: HistoricalChanges, kind: type, **more: Any) -> Any:
    own = {name: getattr(record, name) for name in columns_of(kind) if name not in more}
    return kind(**own, **more)


def read_past(text: Adoptable, rows: AgendaRows, *, since: datetime) -> Past:
    """All that is needed to say how the text read at any moment from then on. A number of queries that does not grow."""
    histories = printed_histories(text)
    records = {model: _records(histories[model], since) for model in (Agreement, Agenda, Theme, Goal, Action)}
    for model, texts in ((Theme, ThemeText), (Goal, GoalText)):
        _add_words(records[model], histories[model], histories[texts], since)
    with_lead = list(histories[Lead].filter(history_date__gt=since).values_list("action", flat=True))
    actions = {*with_lead, *records[Action]}
    leads: dict[int, list[HistoricalChanges]] = defaultdict(list)
    if actions:
        for record in Lead.history.filter(action__in=actions).order_by("history_date", "history_id"):
            leads[record.action_id].append(record)
        records[Action] |= _of_rows(histories[Action], {*with_lead} - records[Action].keys())
    party_ids = {record.party_id for rows_of in leads.values() for record in rows_of}
    projects = {record.project_id for rows_of in records[Action].values() for record in rows_of} - {None}
    return Past(
        rows=rows,
        year_read=text.year_read,
        records=records,
        leads=leads,
        parties=Party.objects.in_bulk(party_ids),
        projects=Project.objects.in_bulk(projects),
    )


def _records(history: QuerySet, since: datetime) -> dict[int, list[HistoricalChanges]]:
    """Of the rows that changed since, all their records in order."""
    changed = set(history.filter(history_date__gt=since).values_list("id", flat=True))
    return _of_rows(history, changed)


def _add_words(records: dict[int, list[HistoricalChanges]], rows: QuerySet, texts: QuerySet, since: datetime) -> None:
    """The words that the year got while the row had those of a later year already, among the records of the row."""
    pointer = texts.model.instance_type.holder
    written = list(texts.filter(history_date__gt=since).values_list(pointer, flat=True))
    if not written:
        return
    records |= _of_rows(rows, {*written} - records.keys())
    for record in texts.filter(**{f"{pointer}__in": written}):
        records[getattr(record, f"{pointer}_id")].append(record)
    for pk in written:
        records[pk].sort(key=lambda record: record.history_date)


def _of_rows(history: QuerySet, ids: set[int]) -> dict[int, list[HistoricalChanges]]:
    found: dict[int, list[HistoricalChanges]] = defaultdict(list)
    for record in history.filter(id__in=ids).order_by("history_date", "history_id") if ids else ():
        found[record.id].append(record)
    return found
