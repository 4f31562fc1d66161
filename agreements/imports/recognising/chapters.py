"""Which chapter a table stands in: the headings above it, in whatever way they are headings."""

from django.utils.translation import gettext as _

from agreements.imports.formats.source import Heading, Paragraph, Place
from agreements.imports.recognising.draft import STRUCK, Doubt, Draft, GoalDraft, Remark, ThemeDraft
from agreements.imports.recognising.numbers import chapter_of, depth_of, titled
from agreements.imports.words.spelling import bare, words_only

LONGEST_TITLE = 200


class Chapters:
    """Remembers the headings since the last table; begin() makes a theme of them once a table follows."""

    def __init__(self, draft: Draft, label: str, title: str):
        self._draft, self._label, self._title = draft, label, bare(title)
        self._waiting: list[Heading] = []
        self._between: list[Paragraph] = []
        self._levels: list[tuple[int, int]] = []  # level and place in the draft of the themes that are open
        self._theme: int | None = None
        self._places: dict[tuple[str, str], int] = {}  # of the themes in the draft, by number and title
        self._titles: dict[str, int] = {}  # the first of them by title alone
        self._named = ("", "")

    @property
    def is_waiting(self) -> bool:
        """Whether headings stand above that no table has followed yet."""
        return any(not self._is_title(block.text) for block in self._waiting)

    def is_chapter(self, text: str) -> bool:
        return chapter_of(text, self._label) is not None

    def heading(self, block: Heading) -> None:
        if len(block.text) > LONGEST_TITLE:
            self.paragraph(Paragraph(block.text, block.place))
            return
        self._waiting.append(block)
        self._between = []

    def paragraph(self, block: Paragraph) -> None:
        if self.is_chapter(block.text) and len(block.text) <= LONGEST_TITLE:
            self.heading(Heading(words_only(block.text), 0, block.place))
        else:
            self._between.append(block)

    def begin(self) -> None:
        """A table begins: what stood above it is its chapter, unless nothing did."""
        last = self._between[-1] if self._between else None
        if last and self._looks_like_title(last) and not self._is_title(last.text):
            self._between.pop()
            self._waiting.append(Heading(words_only(last.text), 0, last.place))
        titles = [block for block in self._waiting if not self._is_title(block.text)]
        if titles:
            self._open(titles)
        else:
            self._pass_over(self._between)
        self._waiting, self._between = [], []

    @staticmethod
    def _looks_like_title(block: Paragraph) -> bool:
        is_one_line = len(block.text) <= LONGEST_TITLE and "\n" not in block.text
        return is_one_line and not block.is_item and not block.text.rstrip().endswith((".", ":", ";", ","))

    def _is_title(self, text: str) -> bool:
        """Whether the heading is that of the whole document."""
        plain = bare(text)
        return plain == self._title or plain.startswith(("uitvoeringsagenda", "jaaragenda", "jaarschijf", "prestatieafspraken"))

    def _open(self, titles: list[Heading]) -> None:
        """The last heading is the theme of the table, the nearest one of a higher level that above it."""
        own = titles[-1]
        level = self._level(own)
        above = next((block for block in reversed(titles[:-1]) if self._level(block) < level), None)
        if above is not None and (chapter_of(above.text, self._label) or above.level):
            self._add(above, self._level(above))
        theme = self._draft.themes[self._add(own, level)]
        theme.introduction = "\n\n".join(block.text for block in self._between)

    def _level(self, block: Heading) -> int:
        if chapter_of(block.text, self._label):
            return 1
        depth = depth_of(titled(block.text)[0])
        return depth if depth > 1 else block.level or 1

    def _add(self, block: Heading, level: int) -> int:
        """Open the theme of this heading; its place in the draft."""
        number, title = chapter_of(block.text, self._label) or titled(block.text)
        self._levels = [(open_level, place) for open_level, place in self._levels if open_level < level]
        parent = self._levels[0][1] if self._levels else None
        if parent is not None and number and depth_of(number) == 1:
            parent = None
        theme = self._places.get((number, bare(title)), self._titled(number, bare(title)))
        if theme is None:
            doubts = (Doubt(STRUCK, block.text, block.text, block.place),) if block.is_struck else ()
            theme = self._append(ThemeDraft(number, title, block.place, parent=parent, doubts=doubts))
        elif not block.is_struck:
            self._draft.themes[theme].doubts = ()  # it stands there for everybody to see as well
        self._theme = theme
        self._levels.append((level, theme))
        return theme

    def _titled(self, number: str, title: str) -> int | None:
        """The theme with this title, where one of the two says no number: a heading, and a column that names it again."""
        if not title:
            return None
        return self._places.get(("", title)) if number else self._titles.get(title)

    def _append(self, theme: ThemeDraft) -> int:
        self._draft.themes.append(theme)
        self._titles.setdefault(bare(theme.title), len(self._draft.themes) - 1)
        return self._places.setdefault((theme.number, bare(theme.title)), len(self._draft.themes) - 1)

    def named(self, text: str, place: Place, paragraph: str = "", label: str = "") -> None:
        """A column names the theme of the row, perhaps another the paragraph in it; label is its heading."""
        if (text, paragraph) != self._named:
            self._named = (text, paragraph)
            self._levels = []
            self._add(Heading(text, 1, place), 1)
            if paragraph:
                self._add(Heading(paragraph, 2, place), 2)

    def in_doubt(self, text: str, place: Place, doubts: tuple[Doubt, ...]) -> None:
        """A heading that people do not see as one: what follows does not fall under the chapter before it."""
        if self._waiting:
            self.begin()
        number, title = chapter_of(text, self._label) or titled(text)
        self._levels, self._named = [], ("", "")
        known = self._places.get((number, bare(title)))
        self._theme = self._append(ThemeDraft(number, title, place, doubts=doubts)) if known is None else known

    def unknown(self, place: Place) -> None:
        """What follows stands in a chapter that cannot be read."""
        self._levels, self._named = [], ("", "")
        self._theme = self._append(ThemeDraft("", "", place))

    def theme(self, place: Place) -> ThemeDraft:
        """The theme of the row, or one without a name where there was no heading at all."""
        if self._theme is None:
            self._theme = self._append(ThemeDraft("", "", place))
        return self._draft.themes[self._theme]

    def is_same(self, goal: GoalDraft) -> bool:
        """Whether the goal stands in the theme that is open now."""
        return self._theme is not None and any(known is goal for known in self._draft.themes[self._theme].goals[-1:])

    def close(self) -> None:
        self._pass_over([Paragraph(block.text, block.place) for block in self._waiting] + self._between)

    def _pass_over(self, blocks: list[Paragraph]) -> None:
        for block in blocks:
            if not self._is_title(block.text):
                self._draft.remarks.append(Remark(block.place, words_only(block.text), _("It stands outside the tables.")))
