"""A file with an item of a meeting."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import InAgreement
from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.models import Party
from parties.models.party import OWN_PARTIES

from .item import Item
from .meeting_access import OfMeetingQuerySet


class PaperQuerySet(OfMeetingQuerySet):
    def visible_to(self, user):
        """Those of the meetings that the person sees; what is for one party for its own people only, whoever else reads all."""
        return super().visible_to(user).filter(Q(party=None) | Q(party__in=OWN_PARTIES.keys(user.pk)))


class Paper(InAgreement):
    """A file with an item: for all who see the meeting, or for the people of one party.

    It is added and taken away, never changed.
    """

    meeting_path = "item__meeting"

    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    file = UploadField(_("file"), folder="papers", name_field="file_name")
    file_name = FileNameField()
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    party = models.ForeignKey(
        Party,
        verbose_name=_("only for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: for everyone who sees the meeting."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    history = History()
    objects = PaperQuerySet.as_manager()
    agreement_path = "item__meeting__agreement"
    natural_key_fields = ("item__meeting__agreement__slug", "item", "title", "at")

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not self._state.adding or not self.item_id:
            return
        if self.item.is_settled:
            refuse(item=Item.kept_sentence)
        if self.file:
            self.sha256 = _sha256_of(self.file)
        taking_part = self.item.meeting.agreement.participations.accepted()
        if self.party_id and not taking_part.filter(party=self.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))


def _sha256_of(file) -> str:
    file.open()
    try:
        return hashlib.file_digest(file.file, "sha256").hexdigest()
    finally:
        file.seek(0)
