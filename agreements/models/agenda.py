"""The agenda: one year of an agreement."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.texts import AGREED_TEXT, LongText

from .agreement import Agreement, InAgreement, YearField


def standing_in_words(state: str, version: int, adopted_on: date | None) -> str:
    """The state of the text in words: "Concept", "Vastgesteld op 14 december 2023, versie 2".

    A text gets its number when it is adopted.
    """
    words = capfirst(Agenda.State(state).label)
    if state in {Agenda.State.DRAFT, Agenda.State.PROPOSED}:
        return words
    if state == Agenda.State.ADOPTED:
        words = _("Adopted on %(date)s") % {"date": date_format(adopted_on, "j F Y")}
    return _("%(state)s, version %(version)s") % {"state": words, "version": version}


class Agenda(InAgreement):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("proposed for adoption")
        ADOPTED = "adopted", _("adopted")
        CLOSED = "closed", _("closed")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="agendas")
    year = YearField(_("year"))
    title = models.CharField(_("title"), max_length=200, help_text=_("As it stands on the document."))
    introduction_title = models.CharField(
        _("heading of the introduction"), max_length=200, blank=True, help_text=_("Such as «Hoofdstuk 1 Inleiding».")
    )
    introduction = LongText(
        _("introduction"), blank=True, max_length=AGREED_TEXT, help_text=_("Text before the themes; Markdown.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(
        _("version"),
        default=1,
        validators=[MinValueValidator(1, _("The first version is 1."))],
        help_text=_("Goes up with every adoption and every agreed change."),
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
                condition=~models.Q(state__in=["adopted", "closed"]) | models.Q(adopted_on__isnull=False),
                name="adopted_agenda_has_date",
                violation_error_message=_("Say on which date the agenda was adopted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.agreement})"

    def get_absolute_url(self) -> str:
        return reverse("agenda", args=[self.agreement.slug, self.year])

    @classmethod
    def years_of(cls, agreement: int) -> dict[int, bool]:
        """The years of the agreement with this key that have an agenda, each with whether its text stands still. One query."""
        rows = cls.objects.filter(agreement=agreement).order_by("year").values_list("year", "state")
        return {year: state != cls.State.DRAFT for year, state in rows}

    @property
    def is_adopted(self) -> bool:
        """Whether the parties agreed to the text; it may be closed since."""
        return self.state in {self.State.ADOPTED, self.State.CLOSED}

    @property
    def standing(self) -> str:
        return standing_in_words(self.state, self.version, self.adopted_on)

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
