"""After how many rounds an action comes before the executives."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.models.agreement import InAgreement
from parties.history.records import History


class EscalationRule(InAgreement):
    """After how many rounds in a row an action comes before the executives; empty is never.

    An agreement without a row of its own has the usual rule: twice amber, once red, twice not reported.
    """

    FROM_ONE = [MinValueValidator(1, _("Once is the least; leave it empty for never."))]

    agreement = models.OneToOneField(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="escalation_rule"
    )
    at_risk = models.PositiveSmallIntegerField(_("rounds at risk"), default=2, null=True, blank=True, validators=FROM_ONE)
    off_track = models.PositiveSmallIntegerField(_("rounds not achieved"), default=1, null=True, blank=True, validators=FROM_ONE)
    not_reported = models.PositiveSmallIntegerField(
        _("rounds not reported"), default=2, null=True, blank=True, validators=FROM_ONE
    )

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug",)

    class Meta:
        verbose_name = _("escalation rule")
        verbose_name_plural = _("escalation rules")
        ordering = ["agreement"]

    def __str__(self) -> str:
        return str(self.agreement)

    @classmethod
    def of(cls, agreement: Agreement) -> "EscalationRule":
        """The agreement's own rule, or the usual one, which is not stored."""
        if "escalation_rule" in agreement._state.fields_cache:  # it was selected along
            return agreement._state.fields_cache["escalation_rule"] or cls(agreement_id=agreement.pk)
        return cls.objects.filter(agreement=agreement).first() or cls(agreement_id=agreement.pk)
