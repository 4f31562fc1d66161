"""A step of the year that the law or practice asks: by which day, on what ground, whether it was done, and its document."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.models.agreement import InAgreement, YearField
from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.texts import REASON, LongText


class LegalStep(InAgreement):
    """Made when a coordinator first changes it: until then the usual day of legal_steps/cycle.py is shown.

    document is that of the step, such as the bod, with the day that stands on it. Another one takes its place with a reason, and
    the earlier one stays in the history, where everyone who reads the step finds it.
    """

    class Kind(models.TextChoices):
        BEGINS = "begins", _("the year begins")
        REQUEST = "request", _("request for the yearly talks")
        CARE = "care", _("invitation of care and support providers")
        ROOM = "room", _("indicative room for spending (IBW)")
        OFFER = "offer", _("overview of intended work (bod)")
        ACCOUNTS = "accounts", _("accounts of the year before (dVi)")
        REACTION = "reaction", _("reaction to the bod")
        TALKS = "talks", _("talks about the agreements")
        EVALUATION = "evaluation", _("evaluation of the agreements")
        OVERVIEW = "overview", _("overview and declaration to the minister (dPi)")
        PUBLICATION = "publication", _("the agreements in force can be read by everyone")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="legal_steps")
    year = YearField(_("year"), help_text=_("The calendar year in which the step is taken."))
    kind = models.CharField(_("step"), max_length=20, choices=Kind)
    due_on = models.DateField(_("by"), null=True, blank=True, help_text=_("Empty: it holds the whole year."))
    basis = models.CharField(
        _("basis"), max_length=300, blank=True, help_text=_("The article of the law, or where the parties agreed it.")
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    document = UploadField(_("document"), folder="legal_steps", name_field="document_name", blank=True)
    document_name = FileNameField()
    document_date = models.DateField(
        _("date of the document"), null=True, blank=True, help_text=_("The day that stands on the document.")
    )
    note = LongText(_("note"), blank=True, max_length=REASON)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "year", "kind")

    class Meta:
        verbose_name = _("step of the year")
        verbose_name_plural = _("steps of the year")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year", "kind"],
                name="legal_step_once_a_year",
                violation_error_message=_("This step of this year is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(document="", document_date__isnull=True)
                | ~models.Q(document="") & models.Q(document_date__isnull=False),
                name="legal_step_document_with_date",
                violation_error_message=_("A document comes with the day that stands on it, and that day with the document."),
            ),
        ]

    def __str__(self) -> str:
        return capfirst(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return self.address("legal_step")

    def address(self, name: str, *more) -> str:
        """Of one of its pages; there is one too for a step that nobody changed yet."""
        return reverse(name, args=[self.agreement.slug, self.year, self.kind, *more])

    @property
    def year_words(self) -> str:
        return str(self.year)

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < today

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        if self.due_on and self.year and self.due_on.year != self.year:
            refuse(due_on=_("Choose a day in %(year)s: this is a step of that year.") % {"year": self.year})
        if self.agreement_id and self.year and self.year not in years_of(self.agreement):
            refuse(year=_("The agreement has no steps in this year."))
        if self.done_on and self.done_on > today:
            refuse(done_on=_("This day has yet to come. Fill in when it was done."))
        if self.document_date and self.document_date > today:
            refuse(document_date=_("This day has yet to come. Fill in the day that stands on the document."))
        if self.document and not self.document_date:
            refuse(document_date=_("Fill in the day that stands on the document."))
        if self.document_date and not self.document:
            refuse(document=_("Choose the document with this date, or leave the date empty."))


def years_of(agreement: Agreement) -> range:
    """The years in which something is done for the agreement: from the one in which it is made."""
    return range(agreement.start_year - 1, agreement.end_year + 1)
