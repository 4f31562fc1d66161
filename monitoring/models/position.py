"""The position: the state of an agenda as it was at a reference date, kept for ever."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models import Agenda
from agreements.models.append_only import Kept, KeptQuerySet
from parties.canonical import hash_of
from parties.history.records import History, refuse
from parties.texts import LongText

from .frozen import is_as_frozen, with_witnesses
from .meeting import Meeting
from .round import Round

MOST_CHARACTERS = 20_000_000  # a position of Heumen has 0.1 million


class PositionTamperedError(Exception):
    """The stored content is not what was frozen: someone changed it past the program."""

    def __init__(self, position: "Position"):
        super().__init__(f"Position {position.pk} is not what was frozen: its content, its hash or its history was changed.")
        self.position = position


class PositionQuerySet(KeptQuerySet):
    def with_witnesses(self) -> "PositionQuerySet":
        """With what the history says of the hash, so that verifying the content takes no query."""
        return with_witnesses(self)


class Position(Kept):
    """Frozen content with its SHA-256. content is text, not a JSON column: a database would write its bytes in its own way.

    The history keeps the hash, not the content: whoever changes both content and hash in this table is found out as well.
    """

    kept_sentence = _("A position is kept as it was. The next round makes the next one.")
    only_added = True

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="positions")
    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, null=True, blank=True, related_name="positions"
    )
    reference_date = models.DateField(_("reference date"))
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("for the meeting"), on_delete=models.PROTECT, null=True, blank=True, related_name="positions"
    )
    content = LongText(_("content"), editable=False, max_length=MOST_CHARACTERS)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, editable=False, related_name="+"
    )

    history = History(excluded_fields=["content"])
    objects = PositionQuerySet.as_manager()
    agreement_path = "agenda__agreement"
    natural_key_fields = ("agenda__agreement__slug", "agenda__year", "reference_date", "sha256")

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["-reference_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                name="position_once_per_round",
                violation_error_message=_("The position of this round is there already."),
            )
        ]

    def __str__(self) -> str:
        return _("Position on %(date)s") % {"date": date_format(self.reference_date, "j F Y")}

    def get_absolute_url(self) -> str:
        return reverse("position", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.content and self.sha256 != hash_of(self.content):
            refuse(sha256=_("The hash is not that of the content."))
        if self.round_id and self.round.agenda_id != self.agenda_id:
            refuse(round=_("This round belongs to another agenda."))
        if self.meeting_id and self.agenda_id and self.meeting.agreement_id != self.agenda.agreement_id:
            refuse(meeting=_("This meeting belongs to another agreement."))

    def verified_content(self) -> str:
        """The content, verified to be what was frozen; else PositionTamperedError. At most one query."""
        if not is_as_frozen(self):
            raise PositionTamperedError(self)
        return self.content
