"""Whose a meeting is, and who was there, was absent or was represented."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models.agreement import InAgreement
from parties.history.records import History, refuse
from parties.models import Party

from .meeting import Meeting
from .meeting_access import OfMeetingQuerySet


class MeetingParty(InAgreement):
    """A party of a bilateral or thematic meeting. Without any a meeting is of all parties of the agreement."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="own_parties")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")

    history = History()
    objects = OfMeetingQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = (
        "meeting__agreement__slug",
        "meeting__kind",
        "meeting__held_on",
        "meeting__title",
        "party__name",
    )

    class Meta:
        verbose_name = _("party of a meeting")
        verbose_name_plural = _("parties of a meeting")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party"],
                name="meeting_party_once",
                violation_error_message=_("This party is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.party)

    def clean(self) -> None:
        super().clean()
        if not (self.meeting_id and self.party_id) or not self._state.adding:
            return
        if not self.meeting.may_have_own_parties:
            refuse(party=_("A meeting of officers or executives is of all parties."))
        if not self.meeting.agreement.participations.accepted().filter(party=self.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))


class Attendance(InAgreement):
    """A person who was at a meeting, or was missed there, and for which party. Once the minutes are sent it stays as it is."""

    class Kind(models.TextChoices):
        PRESENT = "present", pgettext_lazy("at a meeting", "present")
        ABSENT = "absent", pgettext_lazy("at a meeting", "absent")
        REPRESENTED = "represented", pgettext_lazy("at a meeting", "represented")

    SPOKE = (Kind.PRESENT, Kind.REPRESENTED)  # for whose party somebody was there

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("there or not"), max_length=20, choices=Kind, default=Kind.PRESENT)
    represented_by = models.CharField(
        _("represented by"), max_length=200, blank=True, help_text=_("The name of who spoke instead, when somebody did.")
    )

    history = History()
    objects = OfMeetingQuerySet.as_manager()
    agreement_path, meeting_path = "meeting__agreement", "meeting"
    natural_key_fields = (
        "meeting__agreement__slug",
        "meeting__kind",
        "meeting__held_on",
        "meeting__title",
        "party__name",
        "user__email",
    )

    class Meta:
        verbose_name = _("person present")
        verbose_name_plural = _("people present")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party", "user"],
                name="present_once",
                violation_error_message=_("This person is on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="represented") ^ models.Q(represented_by=""),
                name="represented_by_somebody",
                violation_error_message=_("Say who spoke instead of who was represented, and of nobody else."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.party})"

    def clean(self) -> None:
        super().clean()
        if not (self.meeting_id and self.party_id and self.user_id) or not self._state.adding:
            return
        if self.meeting.is_cancelled:
            refuse(meeting=_("This meeting was cancelled."))
        own = set(self.meeting.own_parties.values_list("party", flat=True))
        takes_part = self.meeting.agreement.participations.accepted().filter(party=self.party_id).exists()
        if not takes_part or (own and self.party_id not in own):
            refuse(party=_("This party does not take part in this meeting."))
        if not self.user.memberships.filter(party=self.party_id).exists():
            refuse(user=_("This person does not belong to this party."))
