"""What the administrator withholds of agreed text: a passage or a file that nobody should read, and why. Nothing is lost."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.texts import AGREED_TEXT, LongText

from .agreement import Agreement, InAgreement, InAgreementQuerySet
from .version import Version, VersionFile

# The fields of which words can be withheld, by the row that has them.
FIELDS = {
    "agreement": ("introduction",),
    "agenda": ("introduction",),
    "theme": ("introduction",),
    "goal": ("text", "drop_reason"),
    "action": ("text", "lead_text", "drop_reason"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one field of one row that are not shown, wherever that row is printed."""

    kind: str
    row_id: int
    field: str
    words: str
    reason: str

    @property
    def instead(self) -> str:
        """What stands there for the reader."""
        return str(_("[text withheld: %(reason)s]") % {"reason": self.reason})

    def mask(self, text: str) -> str:
        """The text with this instead; never directly before a bracket, which would make a link of it."""
        instead = self.instead
        return text.replace(self.words, instead).replace(f"{instead}(", f"{instead} (")


class WithholdingQuerySet(InAgreementQuerySet):
    def active(self) -> "WithholdingQuerySet":
        return self.filter(lifted_at=None)

    def passages(self) -> tuple[Passage, ...]:
        """The longest first, so that a part of it does not hide the rest. One query."""
        rows = self.active().filter(file=None).values_list("kind", "row_id", "field", "words", "reason")
        return tuple(sorted((Passage(*row) for row in rows), key=lambda passage: (-len(passage.words), passage.words)))


class Withholding(InAgreement):
    """A passage (kind, row_id, field, words) or a file, withheld by the administrator until it is lifted.

    version is the one on whose page it was done; the passage is withheld wherever the row is printed. design.md, "The text in
    force", 11; docs/decisions/0015-versions.md.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("introduction of the agreement")
        AGENDA = "agenda", _("introduction of the year")
        THEME = "theme", _("theme")
        GOAL = "goal", _("goal")
        ACTION = "action", _("action")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="withholdings")
    version = models.ForeignKey(Version, verbose_name=_("version"), on_delete=models.PROTECT, related_name="withholdings")
    file = models.ForeignKey(
        VersionFile, verbose_name=_("file"), on_delete=models.PROTECT, null=True, blank=True, related_name="withholdings"
    )
    kind = models.CharField(_("in"), max_length=20, choices=Kind, blank=True)
    row_id = models.PositiveBigIntegerField(_("row"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    words = LongText(_("words"), blank=True, max_length=AGREED_TEXT)
    reason = models.CharField(_("reason"), max_length=200, help_text=_("Everyone who reads the text sees it in this place."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("lifted by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    history = History()
    objects = WithholdingQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "version__place", "at")

    class Meta:
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False, row_id__isnull=True, words="")
                | (models.Q(file__isnull=True, row_id__isnull=False) & ~models.Q(words="")),
                name="withholding_of_words_or_file",
                violation_error_message=_("Withhold either words or a file."),
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="withholding_lifted_by_someone",
                violation_error_message=_("A withholding is lifted by someone and at a moment."),
            ),
        ]

    def __str__(self) -> str:
        """Without the words."""
        return str(self.file or self.get_kind_display())

    @property
    def is_active(self) -> bool:
        return self.lifted_at is None

    def clean(self) -> None:
        super().clean()
        if self.version_id and self.version.agreement_id != self.agreement_id:
            refuse(version=_("This version belongs to another agreement."))
        if self.file_id and self.file.version_id != self.version_id:
            refuse(file=_("This file belongs to another version."))
        if self.kind and self.field not in FIELDS[self.kind]:
            refuse(field=_("Words of this field cannot be withheld."))
        if not set("[]\n").isdisjoint(self.reason):
            refuse(reason=_("Give the reason on one line, without square brackets."))
