"""The content of a version: everything of a year that is printed or binds, as text that is stored, hashed and read again.

design.md, "The text in force", 2: parties and roles, titles, labels, words, leads with tasks, dates, figures with their targets,
rules on meetings, appendices by hash. Not: contacts, comments, measurements, the phase of a project; nor number, state, date or
answers of the version itself, so that one text has one hash.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q

from agreements.agenda.content import PrintedTheme, build
from agreements.agenda.ground import GroundAnswer, ground_of
from agreements.agenda.rows import AgendaRows, LeadRow, ParticipationRow, columns_of
from agreements.models import Agenda, Appendix, Indicator, MeetingRule, Participation, Target, Version
from agreements.models.agreement import in_year
from agreements.models.indicator import targets_in
from parties.canonical import canonical, restore

SCHEMA = 1  # goes up when a field changes its meaning; a new field with a default needs no new number


@dataclass(frozen=True, slots=True)
class TermsRow:
    """On what terms a party takes part; id is that of the party."""

    id: int
    from_year: int | None
    to_year: int | None
    right_of_advice: str
    advice_subject: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    year: int | None
    value: Decimal | None
    value_to: Decimal | None
    formula: str
    approximate: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    id: int
    goal_id: int
    name: str
    unit: str
    kind: str
    per: str
    start_year: int | None
    end_year: int | None
    scope: str
    price_level: int | None
    baseline: Decimal | None
    baseline_on: date | None
    source: str
    delivered_by_id: int | None
    delivered_by: str
    delivered_to: str
    delivered_when: str
    targets: tuple[TargetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingRuleRow:
    id: int
    kind: str
    subject: str
    frequency: str
    per_year: int | None
    is_maximum: bool
    participants: str
    planned_by: str
    prepared_by: str
    minuted_by: str
    goal_id: int | None


@dataclass(frozen=True, slots=True)
class AppendixHash:
    """sha256 is empty where the appendix is named and its file did not come along."""

    id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredText:
    text: AgendaRows
    terms: tuple[TermsRow, ...]
    indicators: tuple[IndicatorRow, ...]
    meeting_rules: tuple[MeetingRuleRow, ...]
    appendices: tuple[AppendixHash, ...]
    schema: int = SCHEMA


class UnknownSchemaError(ValueError):
    """This content was written by a later version of the program."""


# -- From the live rows


def text_to_store(agenda: Agenda, read: Callable[[Agenda], AgendaRows]) -> StoredText:
    """The text of the year as it stands in the tables, of which read gives what is printed. Five queries more."""
    rows = only_printed(without_outcomes(read(agenda)))
    printed = {goal.id for goal in rows.goals}
    taking_part = agenda.agreement.participations.accepted().filter(in_year(agenda.year, "from_year", "to_year"))
    return StoredText(
        text=rows,
        terms=tuple(TermsRow(*values) for values in taking_part.order_by(*Participation._meta.ordering).values_list(*TERMS)),
        indicators=_indicators(agenda, printed),
        meeting_rules=tuple(
            MeetingRuleRow(
                *("" if value is None and name.endswith("__name") else value for name, value in zip(RULE, row, strict=True))
            )
            for row in agenda.agreement.meeting_rules.order_by(*MeetingRule._meta.ordering).values_list(*RULE)
        ),
        appendices=tuple(AppendixHash(row.pk, _hash_of_file(row)) for row in _appendices(agenda)),
    )


def without_outcomes(rows: AgendaRows) -> AgendaRows:
    """The rows without state, number and date of the version, and without what was signed: those are its outcomes."""
    return replace(
        rows,
        agenda=replace(rows.agenda, state=str(Agenda.State.DRAFT), version=1, adopted_on=None),
        parties=tuple(replace(party, signed_on=None, signed_by="", mandate="") for party in rows.parties),
        changed_at=None,
    )


def only_printed(rows: AgendaRows) -> AgendaRows:
    """The rows without themes and goals that this year does not print: what is written for another year is not part of it."""
    content = build(rows)
    goals, themes = {goal.id for goal in content.goals}, set(_ids(content.themes))
    return replace(
        rows,
        themes=tuple(row for row in rows.themes if row.id in themes),
        goals=tuple(row for row in rows.goals if row.id in goals),
    )


def _ids(themes: Iterable[PrintedTheme]) -> Iterator[int]:
    for theme in themes:
        yield theme.id
        yield from _ids(theme.sections)


def with_names_of(text: StoredText, other: StoredText) -> StoredText:
    """The text with its parties called as in the other one: a party that has another name since is the same party."""
    parties = {party.id: party for party in other.text.parties}
    leads = {lead.party_id: lead for action in other.text.actions for lead in action.leads}
    names = {party.name: parties[party.id].name for party in text.text.parties if party.id in parties}

    def lead_of(row: LeadRow) -> LeadRow:
        found = leads.get(row.party_id, row)
        return replace(row, name=found.name, short_name=found.short_name)

    def party_of(row: ParticipationRow) -> ParticipationRow:
        found = parties.get(row.id, row)
        return replace(row, name=found.name, short_name=found.short_name, kind=found.kind)

    def rule_of(row: MeetingRuleRow) -> MeetingRuleRow:
        named = {name: getattr(row, name) for name in ("planned_by", "prepared_by", "minuted_by")}
        return replace(row, **{name: names.get(value, value) for name, value in named.items()})

    actions = tuple(replace(action, leads=tuple(map(lead_of, action.leads))) for action in text.text.actions)
    return replace(
        text,
        text=replace(text.text, parties=tuple(map(party_of, text.text.parties)), actions=actions),
        indicators=tuple(replace(row, delivered_by=names.get(row.delivered_by, row.delivered_by)) for row in text.indicators),
        meeting_rules=tuple(map(rule_of, text.meeting_rules)),
    )


TERMS = columns_of(TermsRow, id="party")
TARGET = columns_of(TargetRow)
INDICATOR = tuple(
    {"delivered_by": "delivered_by__name"}.get(name, name) for name in columns_of(IndicatorRow) if name != "targets"
)
RULE = columns_of(MeetingRuleRow, planned_by="planned_by__name", prepared_by="prepared_by__name", minuted_by="minuted_by__name")


def _indicators(agenda: Agenda, goals: set[int]) -> tuple[IndicatorRow, ...]:
    """What is counted for the goals of the agreement, with the targets of this year and of the whole period."""
    indicators = Indicator.objects.filter(goal__in=goals)
    of_year = Target.objects.filter(Q(year=None) | Q(year=agenda.year), indicator__in=indicators)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in of_year.order_by("indicator", *Target._meta.ordering):
        targets[target.indicator_id].append(target)
    rows = indicators.order_by("goal", *Indicator._meta.ordering).values_list(*INDICATOR)
    named = (
        tuple("" if name == "delivered_by__name" and value is None else value for name, value in zip(INDICATOR, row, strict=True))
        for row in rows
    )
    return tuple(IndicatorRow(*row, targets=_target_rows(targets_in(agenda.year, targets[row[0]]))) for row in named)


def _target_rows(targets: Iterable[Target]) -> tuple[TargetRow, ...]:
    return tuple(TargetRow(*(getattr(target, name) for name in TARGET)) for target in targets)


def _appendices(agenda: Agenda):
    rows = agenda.agreement.appendices.filter(Q(agenda=None) | Q(agenda=agenda))
    return rows.order_by(*Appendix._meta.ordering)


def _hash_of_file(row: Appendix) -> str:
    if not row.file:
        return ""
    try:
        return _hash_stored(row.file.storage, row.file.name)
    except FileNotFoundError:
        return ""


@lru_cache(maxsize=512)
def _hash_stored(storage, name: str) -> str:
    """A stored file has a random name and never changes, so one reading is enough."""
    with storage.open(name) as file:
        return hashlib.file_digest(file.file, "sha256").hexdigest()


# -- From a version


def content_of(text: StoredText) -> str:
    """The text as it is stored and hashed."""
    return canonical(text)


def read_content(content: str) -> StoredText:
    """The text that content_of() wrote; UnknownSchemaError for what a later program wrote."""
    found = restore(StoredText, content)
    if found.schema > SCHEMA:
        raise UnknownSchemaError(f"This version was written in form {found.schema}; this program reads up to {SCHEMA}.")
    return found


def rows_of_version(version: Version) -> AgendaRows:
    """What the version prints, with its number and date, and with who agreed to it."""
    text = read_content(version.content).text
    state = version.agenda.state if version.agenda and version.agenda.is_adopted else Agenda.State.ADOPTED
    answers: dict[int, list[GroundAnswer]] = defaultdict(list)
    for answer in ground_of(version).answers:
        answers[answer.party_id].append(answer)
    return replace(
        text,
        agenda=replace(text.agenda, state=str(state), version=version.number, adopted_on=version.in_force_from),
        parties=tuple(_signed(party, answers[party.id]) for party in text.parties),
        changed_at=version.recorded_at,
    )


def _signed(party: ParticipationRow, answers: list[GroundAnswer]) -> ParticipationRow:
    if not answers:
        return party
    return replace(
        party,
        signed_on=max(answer.on for answer in answers),
        signed_by="; ".join(answer.person for answer in answers),
        mandate="; ".join(dict.fromkeys(answer.mandate for answer in answers if answer.mandate)),
    )


def version_in_force(agenda: Agenda) -> Version | None:
    """The newest version of an adopted or closed year; None for a year that is still written. At most one query."""
    if not agenda.is_adopted:
        return None
    found = agenda.versions.order_by("-place").first()
    if found is not None:
        found.agenda = agenda
    return found
