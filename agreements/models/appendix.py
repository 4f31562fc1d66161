"""An appendix that the agreement or one of its agendas refers to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse

from .agenda import Agenda
from .agreement import Agreement, InAgreement


def appendix_in_words(number: str, title: str) -> str:
    """As the document names it: "Bijlage 3: Woningmarktonderzoek", or the title alone."""
    return _("Appendix %(number)s: %(title)s") % {"number": number, "title": title} if number else title


class Appendix(InAgreement):
    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="appendices")
    agenda = models.ForeignKey(
        Agenda,
        verbose_name=_("agenda"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appendices",
        help_text=_("Only for an appendix that belongs to one year."),
    )
    number = models.CharField(_("number"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    file = UploadField(_("file"), folder="appendices", name_field="file_name", blank=True)
    file_name = FileNameField()
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "agenda__year", "number", "title")

    class Meta:
        verbose_name = _("appendix")
        verbose_name_plural = _("appendices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "number", "title"],
                name="appendix_once_per_agenda",
                violation_error_message=_("There is already an appendix with this number and title."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "number", "title"],
                condition=models.Q(agenda__isnull=True),
                name="appendix_once_per_agreement",
                violation_error_message=_("There is already an appendix with this number and title."),
            ),
        ]

    def __str__(self) -> str:
        return appendix_in_words(self.number, self.title)

    def clean(self) -> None:
        super().clean()
        if self.agenda_id and self.agenda.agreement_id != self.agreement_id:
            refuse(agenda=_("This agenda belongs to another agreement."))
