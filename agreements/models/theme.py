"""Themes and the goals in them, as the agreement numbers them."""

from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.markdown import first_words
from parties.history.records import History, refuse
from parties.texts import AGREED_TEXT, REASON, LongText

from .agreement import Agreement, YearField
from .reference import REFERENCES_HELP, clean_references_of
from .withheld import PartlyWithheld
from .words import WordsPerYear

NUMBER_HELP = _("As printed, without a closing dot: 17, 1.1.1. Numbers never change by themselves.")


def theme_heading(theme, agreement=None) -> str:
    """As the document prints it: "Hoofdstuk 2: Meer …", "1.1 Van landelijke …" for a paragraph, or the title alone.

    theme and agreement are models or their rows; only a numbered theme that is no paragraph needs the agreement.
    """
    if not theme.number:
        return theme.title
    if theme.parent_id:
        return f"{theme.number} {theme.title}"
    return f"{agreement.theme_label} {theme.number}{agreement.theme_separator} {theme.title}"


class Theme(PartlyWithheld, WordsPerYear):
    word_fields = ("number", "title", "introduction", "parent_id", "position")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="themes")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sub_themes",
        help_text=_("Only for a paragraph within a theme."),
    )
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=NUMBER_HELP)
    title = models.CharField(_("title"), max_length=300)
    introduction = LongText(
        _("introduction"), blank=True, max_length=AGREED_TEXT, help_text=_("Text before the goals; Markdown.")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = (
        "agreement__slug",
        "number",
        "title",
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                condition=~models.Q(number=""),
                name="theme_number_once",
                violation_error_message=_("There is already a theme with this number."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "title"],
                condition=models.Q(number=""),
                name="theme_without_number_once",
                violation_error_message=_("There is already a theme without a number with this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return theme_heading(self, self.agreement if self.number and not self.parent_id else None)

    def clean(self) -> None:
        super().clean()
        self.number = self.number.strip().rstrip(".")
        if not self.parent_id:
            return
        if self.parent_id == self.pk:
            refuse(parent=_("A theme cannot be part of itself."))
        if self.parent.agreement_id != self.agreement_id:
            refuse(parent=_("This theme belongs to another agreement."))
        if self.parent.parent_id or (self.pk and self.sub_themes.exists()):
            refuse(parent=_("Themes go two levels deep: a theme and its paragraphs."))


def runs_in(goal, year: int) -> bool:
    """Whether the goal or its row stands in the agenda of the year: from its first through its last year, once it was agreed.

    The year from which it is dropped is its last: there it is printed as dropped.
    """
    begins = max(goal.start_year or year, goal.added_on.year if goal.added_on else year)
    return begins <= year <= min(goal.end_year or year, goal.dropped_from or year)


class Goal(PartlyWithheld, WordsPerYear):
    word_fields = ("number", "text", "commitment", "references", "theme_id", "position")

    class Commitment(models.TextChoices):
        RESULT = "result", _("result")
        EFFORT = "effort", _("effort")
        INTENTION = "intention", _("intention")

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="goals")
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=NUMBER_HELP)
    text = LongText(_("text"), help_text=_("The agreed words; Markdown."), max_length=AGREED_TEXT)
    commitment = models.CharField(
        _("commitment"),
        max_length=20,
        choices=Commitment,
        blank=True,
        help_text=_(
            "Only where the document says how firm the goal is. Result: it will be there. Effort: the parties do their best for"
            " it. Intention: they mean to do it."
        ),
    )
    references = LongText(_("references"), blank=True, max_length=REASON, help_text=REFERENCES_HELP)
    start_year = YearField(_("first year"), null=True, blank=True, help_text=_("Empty: the first year of the agreement."))
    end_year = YearField(
        _("last year"),
        null=True,
        blank=True,
        help_text=_("Empty: the last year of the agreement. A goal may reach further than its agreement."),
    )
    added_on = models.DateField(_("added on"), null=True, blank=True, help_text=_("Only for a goal that was agreed later."))
    is_focus = models.BooleanField(_("focus"), default=False, help_text=_("One of the goals that the parties put first."))
    dropped_from = YearField(
        _("dropped from"),
        null=True,
        blank=True,
        help_text=_(
            "The year from which the parties dropped the goal. That year still prints it, as dropped; later years do not."
        ),
    )
    drop_reason = LongText(_("reason for dropping"), blank=True, max_length=REASON)
    position = models.PositiveIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "theme__agreement"
    natural_key_fields = (
        "theme__agreement__slug",
        "theme__number",
        "theme__title",
        "number",
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["id", "added_on"], condition=models.Q(added_on__isnull=False), name="goal_added_later")]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "number"],
                condition=~models.Q(number=""),
                name="goal_number_once_per_theme",
                violation_error_message=_("This number is already in use in this theme."),
            ),
            models.CheckConstraint(
                condition=models.Q(start_year__isnull=True)
                | models.Q(end_year__isnull=True)
                | models.Q(end_year__gte=models.F("start_year")),
                name="goal_years_in_order",
                violation_error_message=_("The last year lies before the first year."),
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_from__isnull=True, drop_reason="")
                | (models.Q(dropped_from__isnull=False) & ~models.Q(drop_reason="")),
                name="dropped_goal_has_reason_and_year",
                violation_error_message=_("A dropped goal has both a reason and a year."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {first_words(self.text)}".strip()

    def get_absolute_url(self) -> str:
        return reverse("goal", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        self.number = self.number.strip().rstrip(".")
        clean_references_of(self)
        if not self.theme_id:
            return
        agreement = self.theme.agreement
        agreement.refuse_year_outside(start_year=self.start_year)
        if self.end_year is not None and self.end_year < (self.start_year or agreement.start_year):
            refuse(end_year=_("The last year lies before the first year."))
        self._clean_dropping()

    def _clean_dropping(self) -> None:
        if self.drop_reason.strip() and not self.dropped_from:
            refuse(dropped_from=_("Say from which year this goal is dropped."))
        if not self.dropped_from:
            return
        if not self.drop_reason.strip():
            refuse(drop_reason=_("Say why this goal is dropped."))
        self.theme.agreement.refuse_year_outside(dropped_from=self.dropped_from)
        left = self.actions.filter(agenda__year__gte=self.dropped_from, dropped_on=None) if self.pk else None
        if left is not None and (year := left.values_list("agenda__year", flat=True).first()):
            sentence = _("The agenda of %(year)s still has actions for this goal: first drop those, or take them out.")
            refuse(dropped_from=sentence % {"year": year})

    def prints_in(self, years: Iterable[int]) -> set[int]:
        """Those of the years in which it runs or has an action; the agreement as a whole prints every goal."""
        with_action = set(self.actions.values_list("agenda__year", flat=True)) if self.pk else set()
        first = self.theme.agreement.start_year
        return {year for year in years if year < first or self.runs_in(year) or year in with_action}

    def runs_in(self, year: int) -> bool:
        return runs_in(self, year)

    def has_number_elsewhere(self) -> bool:
        """Whether another theme of the agreement uses this number: allowed, but unusual in documents that number on."""
        if not self.number:
            return False
        others = Goal.objects.filter(theme__agreement=self.theme.agreement_id, number=self.number)
        return others.exclude(pk=self.pk).exists()

    def warning_of_number(self) -> str:
        """For who gave the goal its number; empty when nothing is unusual."""
        if not self.has_number_elsewhere():
            return ""
        sentence = gettext("Goal number %(number)s is also used in another theme of this agreement. Is that what you mean?")
        return sentence % {"number": self.number}
