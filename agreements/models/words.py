"""Words that hold from a year: a goal or theme has the newest, its texts have those of earlier years.

docs/decisions/0019-words-per-year.md tells why. Who shows words asks agreements/agenda/words.py.
"""

import threading
from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self
from weakref import WeakValueDictionary

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from parties.history.records import History
from parties.history.write_rules import Act, act, is_within
from parties.prepared import Prepared
from parties.texts import AGREED_TEXT, REASON, LongText

from .agenda import Agenda
from .agreement import InAgreement, YearField
from .spans import Span, span_in, write

TWICE = _("There are already words from this year.")
_loaded = threading.local()  # by model: the rows in memory that have earlier words, so that one query reads those of all


class WordsPerYear(InAgreement):
    """A row whose words hold from a year. Writers write the row; saving it keeps the words of the years that stand still.

    word_fields are its words, by the names of their columns, which its texts have too.
    """

    word_fields: ClassVar[tuple[str, ...]]
    texts: Any  # the manager of its earlier words

    words_from = YearField(
        _("words from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The year from which the words hold; empty: from the first."),
    )
    written_for: int | None = None  # the year whose agenda is written, where the writer names it
    _is_as_in: int | None = None  # the year whose words the row has in memory, where that is not the newest
    _texts: list | None = None  # the earlier words, oldest first

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values) -> Self:
        row = super().from_db(db, field_names, values)
        if row.__dict__.get("words_from") is not None:
            _in_memory(cls)[id(row)] = row
        return row

    def refresh_from_db(self, *args, **kwargs) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._texts = self._is_as_in = self.written_for = None

    # -- Reading

    @property
    def _words(self) -> tuple:
        return tuple(getattr(self, name) for name in self.word_fields)

    def in_force(self, year: int) -> "WordsPerYear | YearText":
        """What has the words of that year: the row, or the text of earlier years; the first words where it begins later.

        No query where the row itself has them; else one for all rows in memory with earlier words.
        """
        if self.words_from is None or year >= self.words_from or self._is_as_in == year:
            return self
        texts = self.earlier_texts()
        begun = [text for text in texts if text.from_year is None or text.from_year <= year]
        return begun[-1] if begun else [*texts, self][0]

    def exists_in(self, year: int) -> bool:
        """Whether the row had begun by that year."""
        if self.words_from is None or year >= self.words_from:
            return True
        return any(text.from_year is None or text.from_year <= year for text in self.earlier_texts())

    def earlier_texts(self) -> list:
        """The words of earlier years, oldest first."""
        if self.words_from is None or self.pk is None:
            return []
        if self._texts is None:
            _load_texts(type(self), self)
        return self._texts or []

    # -- Writing

    def write_for(self, year: int) -> None:
        """From now on the row in memory has the words of that year, and saving writes them for that year."""
        found = self.in_force(year)
        self.written_for = year
        if found is not self:
            self._is_as_in = year
            self._take(tuple(getattr(found, name) for name in self.word_fields))

    def _take(self, words: tuple) -> None:
        for name, value in zip(self.word_fields, words, strict=True):
            setattr(self, name, value)

    def prints_in(self, years: Iterable[int]) -> set[int]:
        """Those of the years in which the row is printed, once it has begun."""
        return set(years)

    def save(self, *args, checked: bool = False, as_it_was: bool = False, **kwargs) -> None:
        """Save the words for the year that is written, and keep those of earlier years.

        That year is written_for, or else the one after the last year that stands still. With as_it_was the row is put back with
        its texts as they were, so nothing is kept.
        """
        if not checked:
            self.full_clean()
        line = [] if as_it_was else self._line_to_save(is_new=self._state.adding or kwargs.get("force_insert", False))
        if line:
            self.words_from = line[-1].from_year
            self._take(line[-1].words)
        with act(Act.KEEP_WORDS):
            if len(line) > 1 or self._has_texts:
                with transaction.atomic():
                    super().save(*args, checked=True, **kwargs)
                    self._save_texts(line[:-1])
            else:
                super().save(*args, checked=True, **kwargs)
        self.written_for = self._is_as_in = None

    _has_texts = False  # whether it had earlier words when it was last about to be saved

    def _line_to_save(self, *, is_new: bool) -> list[Span]:
        self._has_texts = False
        if is_new:
            year = self._year_to_begin()
            return [Span(year, self._words)]
        before = type(self)._base_manager.select_related(self.agreement_path).filter(pk=self.pk).first()
        if before is None:  # somebody deleted it in the meantime
            return []
        self._has_texts = before.words_from is not None and bool(before.earlier_texts())
        line = [*before._line]
        now = span_in(line, self.written_for) if self.written_for is not None else line[-1]
        if now is not None and now.words == self._words:
            return line
        agendas = self._agendas() if not is_within(Act.CHANGE_AGREED) else self._agendas_that_stay()
        printed = before.prints_in(agendas) | self.prints_in(agendas)
        locked = {year for year, is_locked in agendas.items() if is_locked and year in printed}
        if self.written_for is not None:
            if self.written_for in locked:
                raise ValidationError(_("The text of %(year)s stands still.") % {"year": self.written_for})
            written = write(line, self._words, self.written_for, kept=agendas, locked=locked)
            return self._follow_on(line, written, agendas, locked) if is_within(Act.CHANGE_AGREED) else written
        year = max(locked) + 1 if locked else None
        if before.words_from is not None:
            year = max(before.words_from, year or before.words_from)
        return write(line, self._words, year, kept=locked)

    @property
    def _line(self) -> tuple[Span, ...]:
        """Its words through the years."""
        earlier = (Span(text.from_year, text._words) for text in self.earlier_texts())
        return (*earlier, Span(self.words_from, self._words))

    def _year_to_begin(self) -> int | None:
        """From when a new row holds: from the beginning, unless an earlier year stands still or was not meant."""
        agendas = self._agendas()
        if self.written_for is not None:
            return self.written_for if any(year < self.written_for for year in agendas) else None
        locked = {year for year, is_locked in agendas.items() if is_locked} & self.prints_in(agendas)
        years = [year for year in (self.words_from, max(locked) + 1 if locked else None) if year is not None]
        return max(years, default=None)

    def _agendas(self) -> dict[int, bool]:
        """The years in which the agreement is read, each with whether its text stands still."""
        return Agenda.years_read(self._agreement_id)

    @property
    def _agreement_id(self) -> int:
        agreement = self
        for name in self.agreement_path.split("__"):
            agreement = getattr(agreement, name)
        return agreement.pk

    def _agendas_that_stay(self) -> dict[int, bool]:
        """As _agendas(), when all agreed to other words from the year that is written: what is in force from then on follows."""
        if self.written_for is None:
            return self._agendas()
        follow = Agenda.years_in_force(self._agreement_id)
        return {
            year: is_locked and not (year in follow and year >= self.written_for) for year, is_locked in self._agendas().items()
        }

    def _follow_on(self, line: list[Span], written: list[Span], agendas: Iterable[int], locked: set[int]) -> list[Span]:
        """The line in which also those later years follow that had the old words, behind a year that keeps them."""
        old = span_in(line, self.written_for)
        for year in sorted(set(agendas) - locked):
            now = span_in(line, year)
            if year > self.written_for and old and now and now.words == old.words:
                written = write(written, self._words, year, kept=agendas, locked=locked)
        return written

    def _save_texts(self, spans: list[Span]) -> None:
        there = {text.from_year: text for text in self.texts.all()}
        wanted = {span.from_year: span.words for span in spans}
        for year, text in there.items():
            if year not in wanted:
                text.delete()
        for year, words in wanted.items():
            text = there.get(year) or self.texts.model(**{self.texts.field.name: self, "from_year": year})
            if text._state.adding or text._words != words:
                for name, value in zip(self.word_fields, words, strict=True):
                    setattr(text, name, value)
                text.save()
        self._texts = None


class YearText(InAgreement):
    """The words that a row had from a year, until its next words begin. The row writes them, and nothing else does."""

    holder: ClassVar[str]  # the field that points to the row
    word_fields: ClassVar[tuple[str, ...]]

    from_year = YearField(_("from"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def _words(self) -> tuple:
        return tuple(getattr(self, name) for name in self.word_fields)


def _in_memory(model: type[WordsPerYear]) -> WeakValueDictionary:
    if not hasattr(_loaded, "rows"):
        _loaded.rows = {}
    return _loaded.rows.setdefault(model, WeakValueDictionary())


def forget_rows(*models: type[WordsPerYear]) -> None:
    """Let no row that is in memory now be given words by a question that another one asks."""
    for model in models:
        _in_memory(model).clear()


def _load_texts(model: type[WordsPerYear], asking: WordsPerYear) -> None:
    """The earlier words of the row and of every other in memory that was not asked for them yet: one query."""
    rows = [row for row in [*_in_memory(model).values(), asking] if row._texts is None]
    _in_memory(model).clear()
    pointer = model.texts.field
    found: dict[int, list] = {}
    for text in _texts_of.models(tuple(sorted({row.pk for row in rows})), model=model):
        found.setdefault(getattr(text, pointer.attname), []).append(text)
    for row in rows:
        row._texts = found.get(row.pk, [])


@Prepared.in_order
def _texts_of(rows: Collection[int], *, model: type[WordsPerYear]) -> models.QuerySet:
    pointer = model.texts.field
    texts = pointer.model._base_manager.filter(**{f"{pointer.name}__in": rows}).select_related(*pointer.model.reads)
    return texts.order_by(models.F("from_year").asc(nulls_first=True))


class ThemeText(YearText):
    holder = "theme"
    word_fields = ("number", "title", "introduction", "parent_id", "position")
    reads = ("parent",)

    theme = models.ForeignKey("Theme", verbose_name=_("theme"), on_delete=models.CASCADE, related_name="texts")
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    introduction = LongText(_("introduction"), blank=True, max_length=AGREED_TEXT)
    parent = models.ForeignKey(
        "Theme", verbose_name=_("part of"), on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "theme__agreement"
    natural_key_fields = ("theme__agreement__slug", "theme__number", "theme__title", "from_year")

    class Meta:
        verbose_name = _("earlier words of a theme")
        verbose_name_plural = _("earlier words of themes")
        ordering = [models.F("from_year").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "from_year"], name="theme_text_once_per_year", violation_error_message=TWICE
            ),
            models.UniqueConstraint(
                fields=["theme"],
                condition=models.Q(from_year__isnull=True),
                name="theme_text_once_from_the_beginning",
                violation_error_message=TWICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class GoalText(YearText):
    holder = "goal"
    word_fields = ("number", "text", "commitment", "references", "theme_id", "position")
    reads = ("theme__agreement", "theme__parent__agreement")

    goal = models.ForeignKey("Goal", verbose_name=_("goal"), on_delete=models.CASCADE, related_name="texts")
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = LongText(_("text"), max_length=AGREED_TEXT)
    commitment = models.CharField(_("commitment"), max_length=20, blank=True)
    references = LongText(_("references"), blank=True, max_length=REASON)
    theme = models.ForeignKey("Theme", verbose_name=_("theme"), on_delete=models.RESTRICT, related_name="+")
    position = models.PositiveIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "goal__theme__agreement"
    natural_key_fields = (
        "goal__theme__agreement__slug",
        "goal__theme__number",
        "goal__theme__title",
        "goal__number",
        "from_year",
    )

    class Meta:
        verbose_name = _("earlier words of a goal")
        verbose_name_plural = _("earlier words of goals")
        ordering = [models.F("from_year").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "from_year"], name="goal_text_once_per_year", violation_error_message=TWICE),
            models.UniqueConstraint(
                fields=["goal"],
                condition=models.Q(from_year__isnull=True),
                name="goal_text_once_from_the_beginning",
                violation_error_message=TWICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()
