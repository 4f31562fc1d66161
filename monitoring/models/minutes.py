"""What is added to minutes, or to an item of them, that stand."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import InAgreement
from parties.history.records import History, refuse
from parties.texts import MINUTES, LongText

from .item import Item
from .meeting import Meeting
from .meeting_access import OfMeetingQuerySet


class MinutesAddition(InAgreement):
    """What was wrong or missing in minutes that were sent, or in an item about which was decided; those stay as they were."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="additions")
    item = models.ForeignKey(
        Item, verbose_name=_("item"), on_delete=models.PROTECT, null=True, blank=True, related_name="additions"
    )
    text = LongText(_("addition"), help_text=_("What was wrong or missing in the minutes; Markdown."), max_length=MINUTES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    objects = OfMeetingQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "at")

    class Meta:
        verbose_name = _("addition to minutes")
        verbose_name_plural = _("additions to minutes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.at), "j F Y")

    def clean(self) -> None:
        super().clean()
        if self.item_id and self.item.meeting_id != self.meeting_id:
            refuse(item=_("This item belongs to another meeting."))
