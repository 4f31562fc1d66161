"""What someone promised at a meeting."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agreement
from agreements.models.agreement import InAgreement
from parties.history.records import History, refuse
from parties.models import Membership, Party
from parties.models.party import CONTACTS_CHOSEN_PARTIES, PARTIES_OF
from parties.texts import REASON, LongText

from .item import Item
from .meeting import Meeting
from .meeting_access import OfMeetingQuerySet


class ActionPointQuerySet(OfMeetingQuerySet):
    def undone(self) -> Self:
        return self.filter(done_on=None)

    def owned_by(self, user) -> Self:
        """Those that this person does: named as the one, or for a party of which nobody is named, or not any more, as its
        coordinator."""
        alone = Q(~still_there(), party__in=CONTACTS_CHOSEN_PARTIES.keys(user.pk))
        return self.filter(Q(person=user.pk) | alone, party__in=PARTIES_OF.keys(user.pk))


def still_there() -> Q:
    """Whether the person who is named is active and still of the party."""
    rows = Membership.objects.filter(user=OuterRef("person"), party=OuterRef("party"), user__is_active=True)
    return Q(Exists(rows))


class ActionPoint(InAgreement):
    """What someone promised at a meeting, in words of its own or for an agreed action; it comes back until it is done."""

    meeting_path = "meeting"

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="action_points")
    item = models.ForeignKey(
        Item, verbose_name=_("item"), on_delete=models.PROTECT, null=True, blank=True, related_name="action_points"
    )
    text = LongText(_("what will be done"), max_length=REASON)
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = LongText(_("what came of it"), blank=True, max_length=REASON)
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="action_points"
    )

    history = History()
    objects = ActionPointQuerySet.as_manager()
    agreement_path = "meeting__agreement"
    natural_key_fields = ("meeting__agreement__slug", "meeting__kind", "meeting__held_on", "meeting__title", "pk")

    class Meta:
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(done_note=""),
                name="action_point_done_with_note",
                violation_error_message=_("What came of it is said once it is done: fill in the date."),
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 100 else f"{self.text[:99]}…"

    def get_absolute_url(self) -> str:
        return reverse("action_point", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and self.due_on < timezone.localdate()

    @property
    def who(self) -> str:
        """As it is read: the person with the party, or the party alone."""
        return f"{self.person} ({self.party.short_name})" if self.person_id else str(self.party)

    def clean(self) -> None:
        super().clean()
        if not self.meeting_id:
            return
        agreement = self.meeting.agreement
        if self.item_id and self.item.meeting_id != self.meeting_id:
            refuse(item=_("This item belongs to another meeting."))
        if self.action_id and self.action.agenda.agreement_id != agreement.pk:
            refuse(action=_("This action belongs to another agreement."))
        if self._state.adding and self.party_id:
            self._expect_party_of(agreement)

    def _expect_party_of(self, agreement: Agreement) -> None:
        if not agreement.participations.accepted().filter(party=self.party_id).exists():
            refuse(party=_("This party does not take part in this agreement."))
        if self.person_id and not self.person.memberships.filter(party=self.party_id).exists():
            refuse(person=_("This person does not belong to this party."))
