"""Agendas in tables: a row per goal, chapter headings between or within tables, repeated or not."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from agreements.imports.formats.source import Heading, Source, Table
from agreements.imports.recognising.chapters import Chapters
from agreements.imports.recognising.columns import OWN, Labels, RecognisedColumn, columns_of
from agreements.imports.recognising.draft import Draft
from agreements.imports.recognising.goal_lines import are_needed, goal_line
from agreements.imports.recognising.layouts import laid_out
from agreements.imports.recognising.own_rows import OwnRows
from agreements.imports.recognising.own_text import OwnText
from agreements.imports.recognising.rows import Rows
from agreements.own_files import about_sheet_title


@dataclass(slots=True)
class TableReader:
    """Reads the tables of one source; columns lists what every row of headings was taken for."""

    labels: Labels
    chosen: dict[str, str]
    projects: Collection[str]
    title: str = ""
    is_lead: Callable[[str], bool] = bool
    by_content: bool = False  # to guess where no headings are known
    draft: Draft = field(default_factory=Draft)
    columns: list[tuple[RecognisedColumn, ...]] = field(default_factory=list)

    def read(self, source: Source) -> Draft:
        own = {id(block) for block in source.blocks if isinstance(block, Table) and (source.is_ours or self.is_own(block))}
        has_own = bool(own) or source.is_ours
        chapters = OwnText(self.draft, self.labels) if has_own else Chapters(self.draft, self.labels.theme, self.title)
        shared = (self.draft, self.labels, self.chosen, chapters, self.columns)
        own_rows = OwnRows(*shared)
        foreign_rows = Rows(*shared, projects=self.projects, is_lead=self.is_lead, by_content=self.by_content)
        has_lines = not has_own and are_needed(source, self.labels, self.chosen)
        for block in source.blocks:
            if isinstance(block, Table):
                if id(block) in own and not (block.whole_sheet and block.name == about_sheet_title()):
                    own_rows.read(block)
                elif not (block.whole_sheet and block.name == about_sheet_title()):
                    foreign_rows.read(laid_out(block, self.labels, self.chosen))
            elif has_lines and (goal := goal_line(block.text, block.place, self.labels.goal)):
                foreign_rows.goal_line(goal)
            elif isinstance(block, Heading):
                chapters.heading(block)
                foreign_rows.goal_line(None)
            else:
                chapters.paragraph(block)
        chapters.close()
        return self.draft

    def is_own(self, table: Table) -> bool:
        """Whether a sheet begins with the headings that only our own tables have."""
        columns = columns_of(table.rows[0], self.labels, self.chosen) if table.whole_sheet and table.rows else None
        return columns is not None and not OWN.isdisjoint(column.role for column in columns)
