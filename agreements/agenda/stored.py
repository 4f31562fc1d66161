"""The content of a version: everything of a year that is printed or binds, as text that is stored, hashed and read again.

So is that of the agreement as a whole, which is what all its years share, in the words from before the first year.
design.md, "The text in force", 2: parties and roles, titles, labels, words, leads with tasks, dates, figures with their targets,
rules on meetings, appendices by hash. Not: contacts, comments, measurements, the phase of a project; nor number, state, date or
answers of the version itself, so that one text has one hash.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Q, QuerySet

from agreements.agenda.content import AgendaContent, PrintedTheme, build
from agreements.agenda.ground import GroundAnswer, ground_of
from agreements.agenda.rows import (
    AgendaRows,
    AppendixHash,
    IndicatorRow,
    LeadRow,
    MeetingRuleRow,
    ParticipationRow,
    TargetRow,
    TermsRow,
    columns_of,
)
from agreements.agenda.terms import appendix_terms, meeting_decides_term, terms_of
from agreements.agenda.withheld import masked, passages_in
from agreements.models import Appendix, Indicator, MeetingRule, Participation, Target, Version
from agreements.models.adoptable import Adoptable, TextState
from agreements.models.indicator import targets_in
from parties.canonical import canonical, restore
from parties.prepared import Prepared, Year

SCHEMA = 1  # goes up when a field changes its meaning; a new field with a default needs no new number


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


def text_to_store(text: Adoptable, read: Callable[[Adoptable], AgendaRows]) -> StoredText:
    """The text as it stands in the tables, of which read gives what is printed. Five queries more."""
    terms = (TermsRow(*values) for values in taking_part_in(text, TERMS, states=(Participation.State.ACCEPTED,)))
    return with_what_binds(text, read(text), terms=terms, appendices=appendices_of(text))


def taking_part_in(text: Adoptable, columns: tuple[str, ...], *, states: tuple[str, ...] = ()) -> list[tuple]:
    """Those columns of who takes part in the text, and without states of who was asked too; in order. One query."""
    years = (Year(text.year_read),) if text.year is None else (Year(text.year_read), Year(text.year))
    return _taking_part.rows(text.whole.pk, *years, columns=columns, states=states)


@Prepared.in_order
def _taking_part(
    agreement: int, year_read: int, year: int | None = None, *, columns: tuple[str, ...], states: tuple[str, ...]
) -> QuerySet:
    rows = Participation.objects.printed_in(agreement, year, year_read).order_by(*Participation._meta.ordering)
    return (rows.filter(state__in=states) if states else rows).values_list(*columns)


def with_what_binds(
    text: Adoptable, rows: AgendaRows, *, terms: Iterable[TermsRow], appendices: Iterable[Appendix]
) -> StoredText:
    """As text_to_store(), where terms and appendices were read with what is printed. Three queries."""
    rows = only_printed(without_outcomes(rows))
    return StoredText(
        text=rows,
        terms=tuple(terms),
        indicators=indicators_of(text, {goal.id for goal in rows.goals}),
        meeting_rules=rules_of(text),
        appendices=tuple(AppendixHash(row.pk, _hash_of_file(row)) for row in appendices),
    )


def without_outcomes(rows: AgendaRows) -> AgendaRows:
    """The rows without state, number and date of the version, and without what was signed: those are its outcomes."""
    return replace(
        rows,
        agenda=replace(rows.agenda, state=str(TextState.DRAFT), version=1, adopted_on=None),
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


def with_parties_of(text: StoredText, other: StoredText) -> StoredText:
    """The text in which each party takes part as in the other one, whatever all agreed to since about later years.

    So with whether a meeting decides: both hold for all years at once, and each version keeps what it said.
    """
    parties = {party.id: party for party in other.text.parties}
    terms = {row.id: row for row in other.terms}
    return replace(
        text,
        text=replace(
            text.text,
            agreement=replace(text.text.agreement, meeting_decides=other.text.agreement.meeting_decides),
            parties=tuple(replace(row, role=parties.get(row.id, row).role) for row in text.text.parties),
        ),
        terms=tuple(terms.get(row.id, row) for row in text.terms),
    )


TERMS = columns_of(TermsRow, id="party")
TARGET = columns_of(TargetRow)
INDICATOR = tuple(
    {"delivered_by": "delivered_by__name"}.get(name, name) for name in columns_of(IndicatorRow) if name != "targets"
)
RULE = columns_of(MeetingRuleRow, planned_by="planned_by__name", prepared_by="prepared_by__name", minuted_by="minuted_by__name")


def indicators_of(text: Adoptable, goals: set[int]) -> tuple[IndicatorRow, ...]:
    """What is counted for these goals, with the targets over the period, and those of the year of this text."""
    if not goals:
        return ()
    keys, years = tuple(sorted(goals)), () if text.year is None else (Year(text.year),)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in _targets_for.models(keys, *years):
        targets[target.indicator_id].append(target)
    return tuple(
        IndicatorRow(*_named(INDICATOR, row), targets=_target_rows(targets_in(text.year_read, targets[row[0]])))
        for row in _indicators_of.rows(keys)
    )


@Prepared.in_order
def _indicators_of(goals: tuple[int, ...]) -> QuerySet:
    rows = Indicator.objects.filter(goal__in=goals)
    return rows.order_by("goal", *Indicator._meta.ordering).values_list(*INDICATOR)


@Prepared.in_order
def _targets_for(goals: tuple[int, ...], year: int | None = None) -> QuerySet:
    rows = Target.objects.filter(Q(year=None) | Q(year=year), indicator__goal__in=goals)
    return rows.order_by("indicator", *Target._meta.ordering)


def _target_rows(targets: Iterable[Target]) -> tuple[TargetRow, ...]:
    return tuple(TargetRow(*(getattr(target, name) for name in TARGET)) for target in targets)


def rules_of(text: Adoptable) -> tuple[MeetingRuleRow, ...]:
    """What was agreed on meetings, which all years share."""
    return tuple(MeetingRuleRow(*_named(RULE, row)) for row in _rules_of.rows(text.whole.pk))


@Prepared.in_order
def _rules_of(agreement: int) -> QuerySet:
    return MeetingRule.objects.filter(agreement=agreement).order_by(*MeetingRule._meta.ordering).values_list(*RULE)


def _named(columns: tuple[str, ...], row: tuple) -> Iterator:
    """The values of the row, with an empty text for the name of a party that is not there."""
    for name, value in zip(columns, row, strict=True):
        yield "" if value is None and name.endswith("__name") else value


def appendices_of(text: Adoptable) -> list[Appendix]:
    """The appendices of all years, and those of the year of this text, in order. One query."""
    return _appendices_of.models(text.whole.pk, *(() if text.year is None else (text.pk,)))


@Prepared.in_order
def _appendices_of(agreement: int, agenda: int | None = None) -> QuerySet:
    rows = Appendix.objects.filter(Q(agenda=None) | Q(agenda=agenda), agreement=agreement)
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
    text = masked(read_content(version.content).text, passages_in(version.agreement))
    state = version.text.state if version.text.is_adopted else TextState.ADOPTED
    adopted_on = version.in_force_from if version.kind == Version.Kind.ADOPTION else version.text.adopted_on
    answers: dict[int, list[GroundAnswer]] = defaultdict(list)
    for answer in ground_of(version).answers:
        answers[answer.party_id].append(answer)
    return replace(
        text,
        agenda=replace(text.agenda, state=str(state), version=version.number, adopted_on=adopted_on),
        parties=tuple(_signed(party, answers[party.id]) for party in text.parties),
        changed_at=version.recorded_at,
    )


def content_of_version(version: Version) -> AgendaContent:
    """The tree that the version prints, in the language that is active."""
    return with_terms(build(rows_of_version(version)), lambda: read_content(version.content))


def with_terms(content: AgendaContent, stored: Callable[[], StoredText]) -> AgendaContent:
    """The text of the agreement as a whole with its terms, which are in what is stored; that of a year as it is."""
    return with_all_terms(content, stored()) if content.is_whole else content


def with_all_terms(content: AgendaContent, stored: StoredText) -> AgendaContent:
    """The text of whatever year with all that it holds beside what is printed: to compare it with another one."""
    terms = terms_of(content.parties, stored.terms, stored.indicators, stored.meeting_rules, content.goals)
    if content.agreement.meeting_decides:
        terms = replace(terms, rules=(*terms.rules, meeting_decides_term()))
    return replace(content, terms=replace(terms, appendices=appendix_terms(content.appendices, stored.appendices)))


def _signed(party: ParticipationRow, answers: list[GroundAnswer]) -> ParticipationRow:
    if not answers:
        return party
    return replace(
        party,
        signed_on=max(answer.on for answer in answers),
        signed_by="; ".join(answer.person for answer in answers),
        mandate="; ".join(dict.fromkeys(answer.mandate for answer in answers if answer.mandate)),
    )


def version_in_force(text: Adoptable) -> Version | None:
    """The newest version of a text that is adopted or closed; None for one that is still written. At most one query."""
    if not text.is_adopted:
        return None
    found = Version.objects.of(text).order_by("-place").first()
    if found is not None:
        found.agreement, found.agenda = text.whole, None if text.year is None else text
    return found
