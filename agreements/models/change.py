"""One change in a proposal: of which row, what each field of it was, and what it becomes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse

from .action import Action
from .agreement import InAgreement, InAgreementQuerySet
from .indicator import Indicator
from .participation import Participation
from .proposal import Proposal
from .theme import Goal, Theme

MOST_CHANGES = 100
STANDS = _("What was put to the parties stays as it is. Take the proposal back, and propose anew.")


ONE_ROW = _("A change is about one row.")
_ROWS = ("theme", "goal", "action", "indicator", "participation")


class Change(InAgreement):
    """The row is the one that about names: the text itself (year or agreement), or a row of it; none for one that is added.

    was and becomes are values by field, as agreements/changes/fields.py reads and writes them. It is written while the proposal
    is a draft; once the parties are asked it stays as it is.
    """

    class Kind(models.TextChoices):
        ADJUST = "adjust", _("reads otherwise")
        DROP = "drop", _("is dropped")
        CARRY_OVER = "carry_over", _("is carried over to the next year")
        ADD = "add", _("is added")
        SPLIT = "split", _("is split")
        MERGE = "merge", _("is merged")
        PARTICIPATION = "participation", _("takes part otherwise")
        CORRECT = "correct", _("is corrected")
        REVOKE = "revoke", _("is revoked")

    class About(models.TextChoices):
        AGREEMENT = "agreement", _("the agreement")
        AGENDA = "agenda", _("the agenda")
        THEME = "theme", _("a theme")
        GOAL = "goal", _("a goal")
        ACTION = "action", _("an action")
        INDICATOR = "indicator", _("an indicator")
        PARTICIPATION = "participation", _("a party")

    ROWS = _ROWS

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, related_name="changes")
    position = models.PositiveSmallIntegerField(_("order"), default=0, validators=[MaxValueValidator(MOST_CHANGES)])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    about = models.CharField(_("about"), max_length=20, choices=About)
    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    participation = models.ForeignKey(
        Participation, verbose_name=_("participant"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    was = models.JSONField(_("was"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    becomes = models.JSONField(_("becomes"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    history = History()
    objects = InAgreementQuerySet.as_manager()
    agreement_path = "proposal__agreement"
    natural_key_fields = ("proposal__agreement__slug", "proposal__agenda__year", "proposal__opened_at", "position")

    class Meta:
        verbose_name = _("change in a proposal")
        verbose_name_plural = _("changes in a proposal")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "position"],
                name="change_position_once",
                violation_error_message=_("There is already a change at this place."),
            ),
            models.CheckConstraint(
                condition=models.Q(*(models.Q(**{name: None}) | models.Q(about=name) for name in _ROWS)),
                name="change_about_one_row",
                violation_error_message=ONE_ROW,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.get_kind_display()}"

    @property
    def row(self) -> Any:
        """What changes; None for what is added."""
        if self.about in self.ROWS:
            return getattr(self, self.about)
        return self.proposal.agreement if self.about == self.About.AGREEMENT else self.proposal.agenda

    @property
    def name(self) -> str:
        """By which another change of the proposal names what this one adds."""
        return f"new-{self.position}"

    def clean(self) -> None:
        super().clean()
        if any(getattr(self, f"{name}_id") for name in self.ROWS if name != self.about):
            refuse(about=ONE_ROW)
        if self.proposal_id:
            self._refuse_unless_written()

    def delete(self, *args, **kwargs):
        self._refuse_unless_written()
        return super().delete(*args, **kwargs)

    def _refuse_unless_written(self) -> None:
        if not Proposal.objects.filter(pk=self.proposal_id, state=Proposal.State.DRAFT).exists():
            raise ValidationError(STANDS)
