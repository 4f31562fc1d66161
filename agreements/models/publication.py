"""What everyone may read of a text in force: which party published it, and what the parties agreed to show beside it.

docs/decisions/0045-public-page.md.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse
from parties.models import Party

from .adoptable import OfTextQuerySet
from .agenda import Agenda
from .agreement import Agreement, in_year
from .append_only import Kept, KeptQuerySet
from .participation import Participation
from .version import Version


class PublicationQuerySet(OfTextQuerySet, KeptQuerySet):
    def active(self) -> "PublicationQuerySet":
        """Those that were not taken back, whether or not their day has come."""
        return self.filter(withdrawn_at=None)

    def published(self, on: date | None = None) -> "PublicationQuerySet":
        """Those by which everyone may read the text on this day; today where none is given."""
        day = on or timezone.localdate()
        return self.active().filter(models.Q(embargo_until=None) | models.Q(embargo_until__lte=day))

    def ended(self) -> "PublicationQuerySet":
        """Those that were taken back after everyone could read the text; the latest first."""
        begun = models.Q(embargo_until=None) | models.Q(embargo_until__lte=models.F("withdrawn_on"))
        return self.filter(begun).exclude(withdrawn_at=None).order_by("-withdrawn_at")


class Publication(Kept):
    """One party shows everyone a text in force to which it is party: from embargo_until, or at once, until it takes that back.

    version is the first one that is shown; each that comes in force later is shown too. A text is public as long as one party
    publishes it, so no party can prevent another.
    """

    kept_sentence = _("What was published stays recorded. It can only be taken back, once, with a reason.")
    may_change = ("withdrawn_at", "withdrawn_on", "withdrawn_by", "withdraw_reason")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="publications")
    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    version = models.ForeignKey(
        Version, verbose_name=_("shown from this version"), on_delete=models.PROTECT, related_name="publications"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"), default=timezone.now, editable=False)
    embargo_until = models.DateField(
        _("not public before"), null=True, blank=True, help_text=_("From this day everyone may read it. Empty: at once.")
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    withdrawn_on = models.DateField(_("taken back on"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdraw_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    history = History()
    objects = PublicationQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "party__name", "published_at")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "party"],
                condition=models.Q(withdrawn_at=None),
                name="publication_once_per_year",
                violation_error_message=_("This party publishes this text already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "party"],
                condition=models.Q(withdrawn_at=None, agenda=None),
                name="publication_once_per_agreement",
                violation_error_message=_("This party publishes this text already."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_on=None, withdrawn_by=None, withdraw_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_on__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdraw_reason="")
                ),
                name="publication_taken_back_with_reason",
                violation_error_message=_("A publication is taken back by someone, at a moment, with a reason."),
            ),
        ]

    def __str__(self) -> str:
        words = {"party": self.party, "day": date_format(self.public_from, "j F Y")}
        return _("Published by %(party)s from %(day)s") % words

    @property
    def public_from(self) -> date:
        """The day on which everyone could read it first."""
        begun = timezone.localdate(self.published_at)
        return max(begun, self.embargo_until or begun)

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_published(self) -> bool:
        """Whether everyone may read the text by it now."""
        return self.is_active and (self.embargo_until is None or self.embargo_until <= timezone.localdate())

    def clean(self) -> None:
        super().clean()
        if self.version_id and (self.version.agreement_id, self.version.agenda_id) != (self.agreement_id, self.agenda_id):
            refuse(version=_("This is a version of another text."))


def years_that_show(kind: str) -> models.QuerySet[Agenda]:
    """Those of which every party that signs agreed to show this."""
    in_this_year = in_year(models.OuterRef("year"), "from_year", "to_year")
    signing = _signing().filter(in_this_year, agreement=models.OuterRef("agreement"))
    agreed = _agreed(kind).filter(agenda=models.OuterRef(models.OuterRef("pk")))
    rows = Agenda.objects.filter(models.Exists(signing), ~models.Exists(signing.filter(~models.Exists(agreed))))
    return rows.order_by()


def years_with_progress(on: date | None = None) -> models.QuerySet[Agenda]:
    """The published years of which everyone may see the progress."""
    published = Publication.objects.published(on).exclude(agenda=None).order_by().values("agenda")
    return years_that_show(PublicConsent.Kind.PROGRESS).filter(pk__in=published)


def texts_that_show(kind: str) -> models.Q:
    """Of rows with an agreement and an agenda, those of texts of which every party that signs agreed to show this."""
    signing = _signing().filter(agreement=models.OuterRef("pk"))
    agreed = _agreed(kind).filter(agenda=None, agreement=models.OuterRef(models.OuterRef("pk")))
    wholes = Agreement.objects.filter(models.Exists(signing), ~models.Exists(signing.filter(~models.Exists(agreed))))
    of_whole = models.Q(agenda=None, agreement__in=wholes.order_by().values("pk"))
    return models.Q(agenda__in=years_that_show(kind).values("pk")) | of_whole


def _signing() -> models.QuerySet[Participation]:
    return Participation.objects.accepted().signing().order_by()


def _agreed(kind: str) -> "PublicConsentQuerySet":
    return PublicConsent.objects.active().filter(kind=kind, party=models.OuterRef("party"))


class PublicConsentQuerySet(OfTextQuerySet, KeptQuerySet):
    def active(self) -> "PublicConsentQuerySet":
        return self.filter(withdrawn_at=None)


class PublicConsent(Kept):
    """One party that signs agrees to show this beside the published text; it is shown while all of them do."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("progress and figures")
        SIGNERS = "signers", _("who signed, and the signed files")

    kept_sentence = _("What a party agreed to stays recorded. It can only be taken back, once.")
    may_change = ("withdrawn_at", "withdrawn_by")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="public_consents"
    )
    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, null=True, blank=True, related_name="public_consents"
    )
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    history = History()
    objects = PublicConsentQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "party__name", "kind", "at")

    class Meta:
        verbose_name = _("agreement to show something to everyone")
        verbose_name_plural = _("agreements to show something to everyone")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "kind", "party"],
                condition=models.Q(withdrawn_at=None),
                name="public_consent_once_per_year",
                violation_error_message=_("This party agreed to this already."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "party"],
                condition=models.Q(withdrawn_at=None, agenda=None),
                name="public_consent_once_per_agreement",
                violation_error_message=_("This party agreed to this already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="progress") | models.Q(agenda__isnull=False),
                name="public_consent_to_progress_of_a_year",
                violation_error_message=_("Progress is that of a year."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="public_consent_taken_back_by_someone",
                violation_error_message=_("It is taken back by someone, at a moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_kind_display()}"

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None

    def clean(self) -> None:
        super().clean()
        if self.agenda_id and self.agenda.agreement_id != self.agreement_id:
            refuse(agenda=_("This agenda belongs to another agreement."))
