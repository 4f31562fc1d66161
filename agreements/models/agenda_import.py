"""A file from which an agenda was read in, or may be."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse

from .agenda import Agenda
from .agreement import InAgreement


class AgendaImport(InAgreement):
    class State(models.TextChoices):
        PREVIEWED = "previewed", _("not taken over yet")
        APPLIED = "applied", _("taken over")
        UNDONE = "undone", _("undone")

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.CASCADE, related_name="imports")
    file = UploadField(_("file"), folder="imports", name_field="file_name")
    file_name = FileNameField(max_length=200)
    sha256 = models.CharField(
        _("fingerprint"),
        max_length=64,
        editable=False,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", _("A fingerprint has 64 signs, 0-9 and a-f."))],
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("since"), auto_now_add=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True, help_text=_("What people took the columns for."))
    answers = models.JSONField(_("answers"), default=dict, blank=True, help_text=_("What people chose where it was unclear."))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PREVIEWED)
    change_set = models.UUIDField(_("change set"), null=True, blank=True, editable=False)
    counts = models.JSONField(_("counts"), default=dict, blank=True, help_text=_("How many rows were new, changed and the same."))

    history = History()
    agreement_path = "agenda__agreement"
    natural_key_fields = ("agenda__agreement__slug", "agenda__year", "sha256", "uploaded_at")

    class Meta:
        verbose_name = _("import of an agenda")
        verbose_name_plural = _("imports of agendas")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="previewed", change_set__isnull=True)
                | (~models.Q(state="previewed") & models.Q(change_set__isnull=False)),
                name="import_applied_has_change_set",
                violation_error_message=_("An import that was taken over knows what it changed."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("agenda_import", args=[self.agenda.agreement.slug, self.agenda.year, self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PREVIEWED

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED

    def clean(self) -> None:
        super().clean()
        before = AgendaImport.objects.filter(pk=self.pk).values("sha256", "agenda").first()
        if before and (before["sha256"], before["agenda"]) != (self.sha256, self.agenda_id):
            refuse(file=_("The file of an import stays as it is."))
