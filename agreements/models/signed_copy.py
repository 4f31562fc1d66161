"""A file that was signed elsewhere, with pens or through a signing service, and brought as a party's answer to a proposal."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.models import Party

from .append_only import Kept
from .proposal import Proposal


class SignedCopy(Kept):
    """One party's signed file, or one that several parties signed together; carries_mark is whether our mark stands in it.

    When the text comes into force it becomes a document of the version. design.md, "The text in force", 10 and 13.
    """

    kept_sentence = _("A signed file stays as it was brought in.")

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="signed_copies", editable=False
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    file = UploadField(_("signed file"), folder="versions", name_field="file_name")
    file_name = FileNameField()
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    signed_on = models.DateField(_("signed on"))
    is_joint = models.BooleanField(_("signed by several parties together"), default=False)
    carries_mark = models.BooleanField(_("carries the mark of this text"), default=False, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "proposal__agreement"
    natural_key_fields = ("proposal__agreement__slug", "proposal__opened_at", "sha256")

    class Meta:
        verbose_name = _("signed file of a proposal")
        verbose_name_plural = _("signed files of a proposal")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "sha256"],
                name="signed_copy_once",
                violation_error_message=_("This file was brought in already. Answer to confirm it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.file_name}"

    def clean(self) -> None:
        super().clean()
        if self.signed_on and self.signed_on > timezone.localdate():
            refuse(signed_on=_("This day lies ahead: bring the file once it is signed."))
