"""What becomes of minutes that were sent: reactions of the parties, an answer to each, and the text that a meeting adopted."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import InAgreement
from agreements.models.append_only import Kept, KeptQuerySet
from parties.canonical import hash_of
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import MINUTES, REASON, REPORT, LongText

from .attendance import MeetingParty
from .frozen import is_as_frozen, with_witnesses
from .item import Item
from .meeting import Meeting
from .meeting_access import OfMeetingQuerySet

MOST_CHARACTERS = 20_000_000  # as of a position; minutes of a long evening have 0.1 million
NAMES_OF_MEETING = ("agreement__slug", "kind", "held_on", "title")


class OfMinutesQuerySet(OfMeetingQuerySet, KeptQuerySet):
    """Rows about the minutes of a meeting: never changed, and read by who reads the meeting."""


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


class MinutesReaction(Kept):
    """What a person says for a party about minutes that were sent: about one item, or about the whole."""

    kept_sentence = _("A reaction stays as it was given. Give another one that says what you mean.")
    meeting_path = "meeting"

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="reactions")
    item = models.ForeignKey(
        Item,
        verbose_name=_("about the item"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reactions",
        help_text=_("Empty: about the minutes as a whole."),
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    text = LongText(_("reaction"), help_text=_("What should read otherwise, and how; Markdown."), max_length=REPORT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    objects = OfMinutesQuerySet.as_manager()
    agreement_path = "meeting__agreement"
    natural_key_fields = (*(f"meeting__{name}" for name in NAMES_OF_MEETING), "party__name", "at")

    class Meta:
        verbose_name = _("reaction to minutes")
        verbose_name_plural = _("reactions to minutes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.party}, {date_format(timezone.localtime(self.at), 'j F Y')}"

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "answer")

    def clean(self) -> None:
        super().clean()
        if not self._state.adding or not (self.meeting_id and self.party_id):
            return
        if why := why_no_reaction(self.meeting):
            refuse(meeting=why)
        if self.item_id and self.item.meeting_id != self.meeting_id:
            refuse(item=_("This item belongs to another meeting."))
        if MinutesReaction.objects.filter(meeting=self.meeting, party=self.party, item=self.item, text=self.text).exists():
            refuse(text=_("Your party said this already, in the same words."))
        taking_part = self.meeting.agreement.participations.accepted().filter(party=self.party_id)
        own = MeetingParty.objects.filter(meeting=self.meeting)
        if not taking_part.exists() or (own.exists() and not own.filter(party=self.party_id).exists()):
            refuse(party=_("This party does not take part in this meeting."))


def why_no_reaction(meeting: Meeting) -> str:
    """Why nobody can react to these minutes now; empty when one can."""
    if not meeting.is_settled:
        return str(_("The minutes were not sent yet: there is nothing to react to."))
    if hasattr(meeting, "adopted"):
        return str(_("The minutes were adopted. What is wrong or missing is added below them by a coordinator."))
    if meeting.react_until is None:
        return str(_("No reactions were asked to these minutes. A coordinator can ask for them, with a last day."))
    if meeting.react_until < timezone.localdate():
        day = date_format(meeting.react_until, "j F Y")
        return str(_("The last day to react was %(date)s. A coordinator can lengthen the term.") % {"date": day})
    return ""


class ReactionAnswer(Kept):
    """What the meeting's minute-taker does with a reaction, with a sentence that says why, or how the text reads now."""

    class Outcome(models.TextChoices):
        TAKEN_OVER = "taken_over", _("taken over")
        NOT_TAKEN_OVER = "not_taken_over", _("not taken over")

    kept_sentence = _("An answer to a reaction stays as it was given.")
    meeting_path = "reaction__meeting"

    reaction = models.OneToOneField(MinutesReaction, verbose_name=_("reaction"), on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(_("what is done with it"), max_length=20, choices=Outcome)
    text = LongText(
        _("answer"),
        max_length=REASON,
        help_text=_("Taken over: how the minutes read from now on. Not taken over: why. It is printed with the minutes."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    objects = OfMinutesQuerySet.as_manager()
    agreement_path = "reaction__meeting__agreement"
    natural_key_fields = tuple(f"reaction__{name}" for name in MinutesReaction.natural_key_fields)

    class Meta:
        verbose_name = _("answer to a reaction")
        verbose_name_plural = _("answers to reactions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.reaction}: {self.get_outcome_display()}"

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.reaction_id and AdoptedMinutes.objects.filter(meeting=self.reaction.meeting_id).exists():
            refuse(reaction=_("The minutes were adopted: nothing of them changes any more."))


class MinutesTamperedError(Exception):
    """The stored minutes are not what was adopted: someone changed them past the program."""

    def __init__(self, minutes: "AdoptedMinutes"):
        super().__init__(f"Minutes {minutes.pk} are not what was adopted: content, hash or history was changed.")
        self.minutes = minutes


class AdoptedQuerySet(OfMinutesQuerySet):
    def with_witnesses(self) -> "AdoptedQuerySet":
        """With what the history says of the hash, so that verifying the content takes no query."""
        return with_witnesses(self)


class AdoptedMinutes(Kept):
    """The minutes as a meeting adopted them: content as canonical JSON with its SHA-256, as of a position. For ever."""

    kept_sentence = _("Adopted minutes stay as they are. What was wrong or missing is added below them.")
    meeting_path = "meeting"

    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="adopted")
    adopted_in = models.ForeignKey(Meeting, verbose_name=_("adopted in"), on_delete=models.PROTECT, related_name="adopted_there")
    content = LongText(_("content"), editable=False, max_length=MOST_CHARACTERS)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History(excluded_fields=["content"])
    objects = AdoptedQuerySet.as_manager()
    agreement_path = "meeting__agreement"
    natural_key_fields = tuple(f"meeting__{name}" for name in NAMES_OF_MEETING)

    class Meta:
        verbose_name = _("adopted minutes")
        verbose_name_plural = _("adopted minutes")
        ordering = ["-meeting__held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(meeting=models.F("adopted_in")),
                name="minutes_adopted_in_another",
                violation_error_message=_("A meeting does not adopt its own minutes: a later one does."),
            )
        ]

    def __str__(self) -> str:
        return _("Minutes of %(meeting)s") % {"meeting": self.meeting}

    def get_absolute_url(self) -> str:
        return reverse("minutes", args=[self.meeting_id])

    @property
    def adopted_on(self) -> date:
        return self.adopted_in.held_on

    def clean(self) -> None:
        super().clean()
        if self.content and self.sha256 != hash_of(self.content):
            refuse(sha256=_("The hash is not that of the content."))
        if not (self.meeting_id and self.adopted_in_id):
            return
        if self.adopted_in.agreement_id != self.meeting.agreement_id:
            refuse(adopted_in=_("This meeting belongs to another agreement."))
        if self.adopted_in.held_on < self.meeting.held_on:
            refuse(adopted_in=_("That meeting was held earlier."))

    def verified_content(self) -> str:
        """The content, verified to be what was adopted; else MinutesTamperedError. At most one query."""
        if not is_as_frozen(self):
            raise MinutesTamperedError(self)
        return self.content
