"""A written notice that one party disputes how another keeps what was agreed: given, received, and what became of it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agreement, Goal
from agreements.models.append_only import Kept, KeptQuerySet
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import REASON, REPORT, LongText

# Woningwet, artikel 44bis: within four weeks after the written notice the dispute can be put to the minister.
FOUR_WEEKS = timedelta(weeks=4)
BASIS = "Woningwet, artikel 44bis"
OF_ANOTHER_AGREEMENT = _("This belongs to another agreement.")


class NoticeQuerySet(KeptQuerySet):
    def running(self, today: date) -> "NoticeQuerySet":
        """Of which the four weeks run and nothing came of it yet."""
        return self.filter(end=None, given_on__gte=today - FOUR_WEEKS)


class DisputeNotice(Kept):
    """What a party tells the others in writing: about which goals and actions, and in which words.

    It is given at once, to every party that a receipt names, and stays for ever. There is no draft of it, so nothing of one party
    alone is kept here. docs/decisions/0049-dispute-file.md
    """

    kept_sentence = _("A written notice stays as it was given. Withdraw it, and give another one.")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="notices")
    party = models.ForeignKey(Party, verbose_name=_("given by"), on_delete=models.PROTECT, related_name="+")
    text = LongText(
        _("notice"),
        max_length=REPORT,
        help_text=_("What was agreed, what was not kept of it, and what you ask of the other party."),
    )
    given_on = models.DateField(_("given on"), default=timezone.localdate, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")

    history = History()
    objects = NoticeQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "party__name", "at")

    class Meta:
        verbose_name = _("written notice of a dispute")
        verbose_name_plural = _("written notices of disputes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        words = {"party": self.party, "date": date_format(self.given_on, "j F Y")}
        return _("Written notice of %(party)s, %(date)s") % words

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.pk])

    @property
    def ends_on(self) -> date:
        """The last day on which the dispute can be put to the minister: four weeks after the day of the notice."""
        return self.given_on + FOUR_WEEKS

    @property
    def is_ended(self) -> bool:
        return hasattr(self, "end")

    def is_over(self, today: date) -> bool:
        return self.ends_on < today

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.agreement_id and self.party_id and not may_dispute(self.agreement, self.party_id):
            refuse(party=_("A municipality, housing association or tenants' organisation that signs gives such a notice."))


def may_dispute(agreement: Agreement, party: int) -> bool:
    """Whether the party signs, and is of a kind that the law names. One query."""
    rows = agreement.participations.accepted().signing()
    return rows.filter(party=party, party__kind__in=DISPUTING).exists()


# An umbrella signs for tenants' organisations; care providers may sign, and the law lets them open no dispute.
DISPUTING = (Party.Kind.MUNICIPALITY, Party.Kind.HOUSING_ASSOCIATION, Party.Kind.TENANTS_ORGANISATION, Party.Kind.UMBRELLA)


class NoticeSubject(Kept):
    """One goal or action that the notice is about."""

    kept_sentence = DisputeNotice.kept_sentence

    notice = models.ForeignKey(DisputeNotice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="subjects")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )

    history = History()
    agreement_path = "notice__agreement"
    natural_key_fields = ("notice__agreement__slug", "notice__at", "goal", "action")

    class Meta:
        verbose_name = _("subject of a notice")
        verbose_name_plural = _("subjects of a notice")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal=None, action__isnull=False) | Q(goal__isnull=False, action=None),
                name="notice_subject_is_one",
                violation_error_message=_("A subject is a goal or an action."),
            ),
            models.UniqueConstraint(
                fields=["notice", "goal"],
                condition=Q(goal__isnull=False),
                name="notice_goal_once",
                violation_error_message=_("This goal stands in the notice already."),
            ),
            models.UniqueConstraint(
                fields=["notice", "action"],
                condition=Q(action__isnull=False),
                name="notice_action_once",
                violation_error_message=_("This action stands in the notice already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id or ''}{self.action_id or ''}"

    def clean(self) -> None:
        super().clean()
        agreement = self.notice.agreement_id if self.notice_id else None
        if self.goal_id and self.goal.theme.agreement_id != agreement:
            refuse(goal=OF_ANOTHER_AGREEMENT)
        if self.action_id and self.action.agenda.agreement_id != agreement:
            refuse(action=OF_ANOTHER_AGREEMENT)


class NoticeReceipt(Kept):
    """What is known of how the notice reached a party: mailed to a person, opened by one, confirmed by one for the party."""

    class Kind(models.TextChoices):
        MAILED = "mailed", _("mailed")
        OPENED = "opened", _("opened")
        CONFIRMED = "confirmed", _("receipt confirmed")

    kept_sentence = _("What is known of the receipt of a notice stays as it was recorded.")

    notice = models.ForeignKey(DisputeNotice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="receipts")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "notice__agreement"
    natural_key_fields = ("notice__agreement__slug", "notice__at", "party__name", "person__email", "kind")

    class Meta:
        verbose_name = _("receipt of a notice")
        verbose_name_plural = _("receipts of notices")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "party", "person", "kind"],
                name="notice_receipt_once",
                violation_error_message=_("This is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["notice", "party"],
                condition=Q(kind="confirmed"),
                name="notice_confirmed_once",
                violation_error_message=_("This party confirmed already that it got the notice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.notice_id and self.notice.party_id == self.party_id:
            refuse(party=_("A party gives no notice to itself."))


class NoticeEnd(Kept):
    """What became of the notice, said by the party that gave it, with a sentence."""

    class Kind(models.TextChoices):
        SETTLED = "settled", _("settled between the parties")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SUBMITTED = "submitted", _("put to the minister")

    kept_sentence = _("What became of a notice stays as it was recorded. Give another notice where it begins anew.")

    notice = models.OneToOneField(DisputeNotice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(_("what became of it"), max_length=20, choices=Kind)
    text = LongText(
        _("explanation"),
        max_length=REASON,
        help_text=_("In a sentence: how it was settled, or why it ends. All parties read it."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")

    history = History()
    agreement_path = "notice__agreement"
    natural_key_fields = ("notice__agreement__slug", "notice__at")

    class Meta:
        verbose_name = _("end of a notice")
        verbose_name_plural = _("ends of notices")

    def __str__(self) -> str:
        return str(self.get_kind_display())
