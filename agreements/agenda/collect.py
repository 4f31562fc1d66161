"""The rows of an agenda as they stand now, and what is printed of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from django.db.models import Model

from agreements.agenda.content import AgendaContent, build
from agreements.agenda.rows import (
    ActionRow,
    AgendaRow,
    AgendaRows,
    AgreementRow,
    AppendixRow,
    ParticipationRow,
    TermsRow,
    columns_of,
)
from agreements.agenda.stamp import changed_at
from agreements.agenda.stored import (
    TERMS,
    appendices_of,
    content_of_version,
    read_content,
    rows_of_version,
    taking_part_in,
    text_to_store,
    version_in_force,
    with_all_terms,
    with_terms,
    with_what_binds,
)
from agreements.agenda.withheld import masked, passages_in
from agreements.agenda.words import actions_as_stored, chapter_rows
from agreements.models import Agenda, Agreement, Appendix, Participation, Version
from agreements.models.adoptable import Adoptable

T = TypeVar("T")
APPENDIX = columns_of(AppendixRow)
PARTICIPATION = columns_of(ParticipationRow, id="party", name="party__name", short_name="party__short_name", kind="party__kind")


def collect_agenda(agenda: Agenda) -> AgendaContent:
    """What the agenda prints now, in the language that is active. At most five queries; agenda comes with its agreement."""
    return collect_text(agenda)


def collect_text(text: Adoptable) -> AgendaContent:
    """As collect_agenda(), for a year or for the agreement as a whole, which has its terms: five queries more."""
    version = version_in_force(text)
    if version is not None:
        return content_of_version(version)
    return print_live_rows(text, shown_rows_of(text))


def print_live_rows(text: Adoptable, rows: AgendaRows) -> AgendaContent:
    """What these rows of the text print, which live_rows_of() gave."""
    return with_terms(build(rows), lambda: text_to_store(text, lambda _text: rows))


def collect_whole_content(text: Adoptable, rows: AgendaRows | None = None) -> AgendaContent:
    """As collect_text(), with the terms in whatever year: all that a version holds. rows are those of a text that is written."""
    version = version_in_force(text)
    if version is not None:
        return whole_content_of_version(version)
    return whole_content_of_rows(text, shown_rows_of(text) if rows is None else rows)


def whole_content_of_version(version: Version) -> AgendaContent:
    """All that the version holds; it comes with its agreement and its year."""
    return with_all_terms(content_of_version(version), read_content(version.content))


def whole_content_of_rows(text: Adoptable, rows: AgendaRows) -> AgendaContent:
    """All that a version of the text would hold, of rows that live_rows_of() gave."""
    return with_all_terms(build(rows), text_to_store(text, lambda _text: rows))


def rows_of(text: Adoptable) -> AgendaRows:
    """Everything that is printed: from the newest version once the text is adopted, in one query; else as it stands now."""
    version = version_in_force(text)
    return shown_rows_of(text) if version is None else rows_of_version(version)


def shown_rows_of(text: Adoptable) -> AgendaRows:
    """As live_rows_of(), without what is withheld."""
    return masked(live_rows_of(text), passages_in(text.whole))


def live_rows_of(text: Adoptable) -> AgendaRows:
    """Everything of the tables as they stand now, with the day of the last change, in five queries whatever the size."""
    last_change = changed_at(text)  # before the reading: what changes meanwhile makes a later moment
    return replace(undated_rows_of(text), changed_at=last_change)


def undated_rows_of(text: Adoptable) -> AgendaRows:
    """As live_rows_of(), for what is stored and hashed: that has no day, and looking for it takes longer than all the rest."""
    return replace(_rows_as_stored(text, _actions_of(text)), appendices=_printed(appendices_of(text)))


def _actions_of(text: Adoptable) -> tuple[ActionRow, ...]:
    return actions_as_stored(text.pk) if isinstance(text, Agenda) else ()


def _printed(appendices: Iterable[Appendix]) -> tuple[AppendixRow, ...]:
    return tuple(AppendixRow(**{name: getattr(row, name) for name in APPENDIX}) for row in appendices)


def whole_content_in_few_queries(text: Adoptable) -> AgendaContent:
    """As collect_whole_content(), without the day of the last change: of what is written in seven queries, and two for words."""
    version = version_in_force(text)
    if version is not None:
        return whole_content_of_version(version)
    taking_part = taking_part_in(text, ("state", *PARTICIPATION, *TERMS))
    appendices = appendices_of(text)
    parties = [(state, ParticipationRow(*values[: len(PARTICIPATION)])) for state, *values in taking_part]
    rows = replace(_rows_as_stored(text, _actions_of(text), parties), appendices=_printed(appendices))
    terms = (TermsRow(*row[1 + len(PARTICIPATION) :]) for row in taking_part if row[0] == Participation.State.ACCEPTED)
    stored = with_what_binds(text, rows, terms=terms, appendices=appendices)
    return with_all_terms(build(masked(rows, passages_in(text.whole))), stored)


def text_rows_of(text: Adoptable, actions: Iterable[ActionRow], *, with_parties: bool = True) -> AgendaRows:
    """The agreed text, with the actions that were read already: two queries. What is withheld is left out."""
    return masked(_rows_as_stored(text, actions, None if with_parties else ()), passages_in(text.whole))


def _rows_as_stored(
    text: Adoptable, actions: Iterable[ActionRow], parties: Iterable[tuple[str, ParticipationRow]] | None = None
) -> AgendaRows:
    """parties are those that take part or were asked, each with which, where they were read already."""
    if parties is None:
        parties = [(state, ParticipationRow(*values)) for state, *values in taking_part_in(text, ("state", *PARTICIPATION))]
    actions = tuple(actions)
    themes, goals = chapter_rows(text.whole, text.year_read, used={action.goal_id for action in actions}, as_stored=True)
    return AgendaRows(
        agreement=_agreement_row(text),
        agenda=_copy(AgendaRow, text) if isinstance(text, Agenda) else _as_a_whole(text),
        parties=tuple(row for state, row in parties if state == Participation.State.ACCEPTED),
        asked=tuple(row.name for state, row in parties if state == Participation.State.ASKED),
        themes=themes,
        goals=goals,
        actions=actions,
    )


def _as_a_whole(agreement: Agreement) -> AgendaRow:
    """The agreement in the place of a year; its introduction is printed as that of every year."""
    own = {name: getattr(agreement, name) for name in ("title", "state", "version", "adopted_on")}
    return AgendaRow(id=None, year=None, introduction_title="", introduction="", **own)


def _agreement_row(text: Adoptable) -> AgreementRow:
    """With the years and the title that this year prints; as a whole it has its own."""
    row = _copy(AgreementRow, text.whole)
    if text.year is None:
        return row
    first, last = text.whole.window_in(text.year)
    return replace(row, title=text.whole.title_in(text.year), start_year=first, end_year=last)


def _copy(kind: type[T], row: Model) -> T:
    return kind(**{name: getattr(row, name) for name in columns_of(kind)})
