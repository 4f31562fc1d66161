"""Evidence with an update."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.append_only import Kept, KeptQuerySet
from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse

from .progress import ProgressUpdate


class AttachmentQuerySet(KeptQuerySet):
    def counted(self) -> "AttachmentQuerySet":
        return self.filter(update__submitted_at__isnull=False)


class Attachment(Kept):
    """A file with an update, as evidence."""

    kept_sentence = _("What was submitted stays as it was, with its attachments. Report anew to add one.")

    update = models.ForeignKey(
        ProgressUpdate, verbose_name=_("progress update"), on_delete=models.CASCADE, related_name="attachments"
    )
    file = UploadField(_("file"), folder="evidence", name_field="name")
    name = FileNameField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    history = History()
    objects = AttachmentQuerySet.as_manager()
    agreement_path = "update__action__agenda__agreement"
    natural_key_fields = ("update__token", "name")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.update_id and self.update.is_submitted:
            refuse(update=self.kept_sentence)
