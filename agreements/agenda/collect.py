"""The rows of an agenda as they stand now, and what is printed of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from django.db.models import Model, Q

from agreements.agenda.content import AgendaContent, build
from agreements.agenda.rows import ActionRow, AgendaRow, AgendaRows, AgreementRow, AppendixRow, ParticipationRow, columns_of
from agreements.agenda.stamp import changed_at
from agreements.agenda.stored import rows_of_version, version_in_force
from agreements.agenda.words import action_rows, chapter_rows
from agreements.models import Agenda, Participation
from agreements.models.agreement import in_year

T = TypeVar("T")
APPENDIX = columns_of(AppendixRow)
PARTICIPATION = columns_of(ParticipationRow, id="party", name="party__name", short_name="party__short_name", kind="party__kind")


def collect_agenda(agenda: Agenda) -> AgendaContent:
    """What the agenda prints now, in the language that is active. At most five queries; agenda comes with its agreement."""
    return build(rows_of(agenda))


def rows_of(agenda: Agenda) -> AgendaRows:
    """Everything that is printed of the agenda: from its newest version once it is adopted, in one query; else live_rows_of()."""
    version = version_in_force(agenda)
    return live_rows_of(agenda) if version is None else rows_of_version(version)


def live_rows_of(agenda: Agenda) -> AgendaRows:
    """Everything that would be printed of the tables as they stand now, in five queries whatever the size."""
    last_change = changed_at(agenda)  # before the reading: what changes meanwhile makes a later moment
    appendices = agenda.agreement.appendices.filter(Q(agenda=None) | Q(agenda=agenda))
    return replace(
        text_rows_of(agenda, action_rows(agenda.actions.all())),
        appendices=tuple(AppendixRow(*values) for values in appendices.values_list(*APPENDIX)),
        changed_at=last_change,
    )


def text_rows_of(agenda: Agenda, actions: Iterable[ActionRow]) -> AgendaRows:
    """The agreed text, with the actions that were read already: two queries. The parties are those that take part in the year."""
    of_year = agenda.agreement.participations.filter(in_year(agenda.year, "from_year", "to_year"))
    parties = [(state, ParticipationRow(*values)) for state, *values in of_year.values_list("state", *PARTICIPATION)]
    actions = tuple(actions)
    themes, goals = chapter_rows(agenda.agreement, agenda.year, used={action.goal_id for action in actions})
    return AgendaRows(
        agreement=_agreement_row(agenda),
        agenda=_copy(AgendaRow, agenda),
        parties=tuple(row for state, row in parties if state == Participation.State.ACCEPTED),
        asked=tuple(row.name for state, row in parties if state == Participation.State.ASKED),
        themes=themes,
        goals=goals,
        actions=actions,
    )


def _agreement_row(agenda: Agenda) -> AgreementRow:
    """With the years and the title that this year prints."""
    first, last = agenda.agreement.window_in(agenda.year)
    row = _copy(AgreementRow, agenda.agreement)
    return replace(row, title=agenda.agreement.title_in(agenda.year), start_year=first, end_year=last)


def _copy(kind: type[T], row: Model) -> T:
    return kind(**{name: getattr(row, name) for name in columns_of(kind)})
