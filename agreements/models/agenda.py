"""The agenda: one year of an agreement."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.texts import AGREED_TEXT, LongText

from .adoptable import Adoptable, TextState
from .agreement import Agreement, InAgreement, YearField


class WhenPrinted(models.TextChoices):
    """Where the document prints what was agreed on time and money, beside the words of an action."""

    NOTHING = "nothing", _("nowhere: the words say it")
    COLUMN = "column", _("in a column of its own")
    LINE = "line", _("in a line under the action")


class Agenda(Adoptable, InAgreement):
    WhenPrinted = WhenPrinted

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="agendas")
    year = YearField(_("year"))
    title = models.CharField(_("title"), max_length=200, help_text=_("As it stands on the document."))
    introduction_title = models.CharField(
        _("heading of the introduction"), max_length=200, blank=True, help_text=_("Such as «Hoofdstuk 1 Inleiding».")
    )
    introduction = LongText(
        _("introduction"), blank=True, max_length=AGREED_TEXT, help_text=_("Text before the themes; Markdown.")
    )
    when_printed = models.CharField(
        _("start, due date, recurrence and budget are printed"),
        max_length=10,
        choices=WhenPrinted,
        default=WhenPrinted.NOTHING,
        help_text=_("The next year begins with the same choice. Without a table a column becomes a line."),
    )

    lists_references = models.BooleanField(
        _("the document lists its references"),
        default=False,
        help_text=_("Behind the goals, with the appendices: on what each goal and action stands."),
    )

    prints_contributions = models.BooleanField(
        _("the document prints who pays what"),
        default=False,
        help_text=_("In lines under the action. The next year begins with the same choice."),
    )

    history = History()
    agreement_path = "agreement"
    natural_key_fields = (
        "agreement__slug",
        "year",
    )

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year"],
                name="agenda_once_per_year",
                violation_error_message=_("There is already an agenda for this year."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["adopted", "closed", "revoked"]) | models.Q(adopted_on__isnull=False),
                name="adopted_agenda_has_date",
                violation_error_message=_("Say on which date the agenda was adopted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.agreement})"

    def get_absolute_url(self) -> str:
        return reverse("agenda", args=[self.agreement.slug, self.year])

    @property
    def whole(self) -> Agreement:
        return self.agreement

    @property
    def year_read(self) -> int:
        return self.year

    @property
    def reading_url(self) -> str:
        return self.get_absolute_url()

    @classmethod
    def years_of(cls, agreement: int) -> dict[int, bool]:
        """The years of the agreement with this key that have an agenda, each with whether its text stands still. One query."""
        rows = cls.objects.filter(agreement=agreement).order_by("year").values_list("year", "state")
        return {year: state != TextState.DRAFT for year, state in rows}

    @classmethod
    def years_read(cls, agreement: int) -> dict[int, bool]:
        """As years_of(), with the year_read of the agreement as a whole where that text stands still. One query."""
        rows = Agreement.objects.filter(pk=agreement).values_list("start_year", "state", "agendas__year", "agendas__state")
        found = {}
        for start, whole, year, state in rows.order_by("agendas__year"):
            if whole != TextState.DRAFT:
                found[start - 1] = True
            if year is not None:
                found[year] = state != TextState.DRAFT
        return found

    @classmethod
    def years_in_force(cls, agreement: int) -> set[int]:
        """The year_read of each text of the agreement with this key that is adopted, and neither closed nor revoked."""
        rows = Agreement.objects.filter(pk=agreement).values_list("start_year", "state", "agendas__year", "agendas__state")
        found = set()
        for start, whole, year, state in rows:
            found |= {start - 1} if whole == TextState.ADOPTED else set()
            found |= {year} if state == TextState.ADOPTED else set()
        return found

    @property
    def action_label(self) -> str:
        return self.agreement.action_label_for(self.year)

    def clean(self) -> None:
        super().clean()
        if self.agreement_id:
            self.agreement.refuse_year_outside(year=self.year)
        if self.pk and self.year is not None:
            self.refuse_absent_leads("year", party__leads__action__agenda=self)

    def refuse_absent_leads(self, field: str, **leads) -> None:
        """Raise a ValidationError at the field when one of the leads does not take part in the year of this agenda.

        leads are look-ups from a participation to what its party leads.
        """
        outside = models.Q(from_year__gt=self.year) | models.Q(to_year__lt=self.year)
        absent = self.agreement.participations.filter(outside, **leads).select_related("party").first()
        if absent:
            sentence = _("%(party)s does not take part in this agreement in %(year)s.")
            refuse(**{field: sentence % {"party": absent.party, "year": self.year}})
