"""What the parties agreed about their meetings: how often, and who plans, prepares and minutes them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.models import Party

from .agreement import Agreement, InAgreement
from .theme import Goal


class MeetingRule(InAgreement):
    class Kind(models.TextChoices):
        AMBTELIJK = "ambtelijk", _("meeting of officers (ambtelijk overleg)")
        BESTUURLIJK = "bestuurlijk", _("meeting of executives (bestuurlijk overleg)")
        THEMATIC = "thematic", _("meeting on one theme")
        BILATERAL = "bilateral", _("regular meeting of two parties")

    class Quorum(models.TextChoices):
        NONE = "", _("nothing agreed")
        NUMBER = "number", _("a number of parties")
        SIGNATORIES = "signatories", _("every party that signs")
        KINDS = "kinds", _("of each kind of party that signs at least one")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="meeting_rules")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subject = models.CharField(_("subject"), max_length=200, blank=True, help_text=_("For a meeting on one theme."))
    frequency = models.CharField(_("frequency"), max_length=200, help_text=_("In the words of the agreement."))
    per_year = models.PositiveSmallIntegerField(_("times a year"), null=True, blank=True)
    is_maximum = models.BooleanField(_("at most"), default=False, help_text=_("The number of times is a maximum."))
    every_weeks = models.PositiveSmallIntegerField(
        _("weeks between two"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("One week is the least."))],
        help_text=_("Where the agreement says so instead of a number of times."),
    )
    quorum = models.CharField(
        _("quorum"), max_length=20, choices=Quorum, blank=True, help_text=_("Who must be there before the meeting can decide.")
    )
    quorum_number = models.PositiveSmallIntegerField(
        _("number of parties"), null=True, blank=True, validators=[MinValueValidator(1, _("One party is the least."))]
    )
    participants = models.CharField(_("who meet"), max_length=300, blank=True)
    planned_by = models.ForeignKey(
        Party, verbose_name=_("planned by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_by = models.ForeignKey(
        Party, verbose_name=_("prepared by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minuted_by = models.ForeignKey(
        Party, verbose_name=_("minuted by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    goal = models.ForeignKey(
        Goal,
        verbose_name=_("agreed in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_rules",
        help_text=_("The goal in which this rule stands."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = (
        "agreement__slug",
        "kind",
        "subject",
    )

    class Meta:
        verbose_name = _("rule on meetings")
        verbose_name_plural = _("rules on meetings")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "subject"],
                name="meeting_rule_once",
                violation_error_message=_("There is already a rule for this kind of meeting."),
            ),
            models.CheckConstraint(
                condition=models.Q(quorum="number", quorum_number__isnull=False)
                | ~models.Q(quorum="number") & models.Q(quorum_number__isnull=True),
                name="quorum_number_of_parties",
                violation_error_message=_("Say how many parties must be there, only where the quorum is a number of parties."),
            ),
            models.CheckConstraint(
                condition=models.Q(per_year__isnull=True) | models.Q(every_weeks__isnull=True),
                name="times_a_year_or_weeks",
                violation_error_message=_("Say how many times a year, or how many weeks lie between two; not both."),
            ),
        ]

    def __str__(self) -> str:
        kind = str(self.get_kind_display())
        return f"{kind}: {self.subject}" if self.subject else kind

    @property
    def quorum_phrase(self) -> str:
        """Who must be there, as a sentence; empty where nothing was agreed."""
        return quorum_phrase(self.quorum, self.quorum_number)

    def clean(self) -> None:
        super().clean()
        if self.goal_id and self.goal.theme.agreement_id != self.agreement_id:
            refuse(goal=_("This goal belongs to another agreement."))


def quorum_phrase(quorum: str, number: int | None) -> str:
    """Also for a rule as a version keeps it."""
    if not quorum:
        return ""
    who = MeetingRule.Quorum(quorum).label
    if quorum == MeetingRule.Quorum.NUMBER and number is not None:
        who = ngettext("at least %(number)s party", "at least %(number)s parties", number) % {"number": number}
    return gettext("Quorum: %(who)s.") % {"who": who}
