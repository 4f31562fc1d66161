"""From a source to a draft: tables first, and numbered text where the tables hold no agenda."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Source, UnreadableError
from agreements.imports.recognising.articles import as_chosen, read_numbered
from agreements.imports.recognising.columns import Labels, RecognisedColumn, all_columns
from agreements.imports.recognising.draft import Draft, Remark
from agreements.imports.recognising.foreign import as_people_see
from agreements.imports.recognising.tables import TableReader
from agreements.imports.recognising.years import other_year_in
from agreements.imports.words.leads import Names
from agreements.models import Agenda

MOST_GOALS_AND_ACTIONS = 10_000


@dataclass(frozen=True, slots=True)
class Recognised:
    draft: Draft
    columns: tuple[RecognisedColumn, ...]  # of numbered text one at most, for what its numbers count
    year: int | None = None  # of which it is, where it names one, and not that of the agenda
    is_text: bool = False  # numbered text, without columns that say more of an action


def recognise(source: Source, agenda: Agenda, *, chosen: dict[str, str], projects: Collection[str], names: Names) -> Recognised:
    """What the source says about the agenda; chosen are the roles of columns that people set, by key.

    names tell whether words name a party, for tables whose headings do not say what they hold.
    """
    agreement = agenda.agreement
    labels = Labels(agreement.goal_label, agenda.action_label, agreement.theme_label, agenda.year, names.is_one_party)
    tables = TableReader(labels, chosen, projects, agenda.title, names.is_named)
    source = as_people_see(source, tables.is_own)
    draft = tables.read(source)
    has_headings = bool(tables.columns) or source.is_ours
    text, is_in_articles = None, False
    if not (source.is_ours or (has_headings and draft.actions)):
        text, is_in_articles = read_numbered(source, labels, agenda.title)
    if not has_headings:
        tables = TableReader(labels, chosen, projects, agenda.title, names.is_named, by_content=True)
        draft = tables.read(source)
    columns = all_columns(tables.columns)
    is_text = text is not None and ((is_in_articles and not has_headings) or _is_more(text, draft))
    if text is not None and is_text:
        draft, columns = as_chosen(text, chosen)
    if len(draft.goals) + len(draft.actions) > MOST_GOALS_AND_ACTIONS:
        sentence = _("There are more than %(count)s goals and actions in this file. Put only the agenda of one year in it.")
        raise UnreadableError(sentence % {"count": MOST_GOALS_AND_ACTIONS})
    for column in columns:
        if column.is_double:
            reason = _("Two columns have this heading. Choose under «Columns» what the second one is.")
            draft.remarks.append(Remark(None, column.heading, reason))
    draft.remarks += [Remark(None, sentence, "") for sentence in source.remarks]
    return Recognised(draft, tuple(columns), other_year_in(source, agreement.action_label, agenda.year), is_text)


def _is_more(text: Draft, tables: Draft) -> bool:
    """Whether the numbered text holds more of an agenda than the tables."""
    return not tables.actions and len(text.goals) + len(text.actions) > len(tables.goals)
