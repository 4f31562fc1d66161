"""What people were told by mail, so that nobody is told the same thing twice, and in which words."""

import re
from html import unescape

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.markdown import to_html
from agreements.models import Agreement
from agreements.models.agreement import InAgreement
from parties.history.records import CheckedModel, History, refuse
from parties.links import ELSEWHERE, leads_elsewhere, link_elsewhere
from parties.models import Party
from parties.texts import REPORT, LongText

from .legal_step import LegalStep
from .measurement import DataDelivery
from .round import Round

TOLD_ALREADY = _("This person was told this already.")
NO_STEP = {"agreement__isnull": True, "step": "", "step_on__isnull": True}


class Digest(CheckedModel):
    """The mail of one person on one day, stored in one transaction with the mail and what it says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="digests")
    sent_on = models.DateField(_("day"))

    history = History()

    class Meta:
        verbose_name = _("daily mail")
        verbose_name_plural = _("daily mails")
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "sent_on"],
                name="digest_once_a_day",
                violation_error_message=_("This person has had a mail today."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.sent_on}"


class Reminder(CheckedModel):
    """One thing that one person was reminded of: a round for a party or as coordinator, a figure, or a step of the year.

    A step that nobody changed is no row yet, so agreement, step and step_on say which one it was, and for which day.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("the round opens")
        WAITING = "waiting", _("something still waits")
        CLOSING = "closing", _("the round closes soon")
        BY_HAND = "by_hand", _("reminded by a coordinator")
        EXTENSION = "extension", _("more time")
        UNREACHABLE = "unreachable", _("nobody can be reached")
        CLOSED = "closed", _("the time is over: what is missing")
        DELIVERY = "delivery", _("a figure is due")
        LEGAL_STEP = "legal_step", _("a step of the year comes near")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    delivery = models.ForeignKey(
        DataDelivery, verbose_name=_("data delivery"), on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    step = models.CharField(_("step of the year"), max_length=20, choices=LegalStep.Kind, blank=True)
    step_on = models.DateField(_("day of the step"), null=True, blank=True)
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due on"), help_text=_("The working day on which this fell due."))
    told_at = models.DateTimeField(_("told at"), default=timezone.now, editable=False)
    digest = models.ForeignKey(
        Digest, verbose_name=_("daily mail"), on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )

    history = History()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "round", "party", "due_on"],
                condition=models.Q(round__isnull=False, party__isnull=False),
                name="reminder_once_for_party",
                violation_error_message=TOLD_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "round", "due_on"],
                condition=models.Q(round__isnull=False, party__isnull=True),
                name="reminder_once_for_coordinator",
                violation_error_message=TOLD_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["user", "delivery", "due_on"],
                condition=models.Q(delivery__isnull=False),
                name="reminder_once_for_figure",
                violation_error_message=TOLD_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["user", "agreement", "step", "step_on", "due_on"],
                condition=~models.Q(step=""),
                name="reminder_once_for_step",
                violation_error_message=TOLD_ALREADY,
            ),
            models.CheckConstraint(
                condition=models.Q(round__isnull=True, delivery__isnull=False, **NO_STEP)
                | models.Q(round__isnull=False, delivery__isnull=True, **NO_STEP)
                | models.Q(round__isnull=True, delivery__isnull=True, agreement__isnull=False, step_on__isnull=False)
                & ~models.Q(step=""),
                name="reminder_of_one_thing",
                violation_error_message=_("A reminder is about a round, about a figure or about a step of the year."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"


LINKED = re.compile(r'href="([^"]*)"')
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = {
    "partij": _("the party for which the receiver reports"),
    "afspraken": _("the title of the agreement"),
    "ronde": _("the name of the round"),
    "peildatum": _("the reference date"),
    "sluit": _("the last day for this party"),
    "aantal": _("how many actions or figures wait"),
}


class ReminderText(InAgreement):
    """The agreement's own words for one kind of mail. Without a row the usual words are used."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("the round opens")
        WAITING = "waiting", _("something still waits")
        CLOSING = "closing", _("the round closes soon")
        CLOSED = "closed", _("the time is over: what is missing")
        DELIVERY = "delivery", _("a figure is due")
        EXTENSION = "extension", _("more time")
        RETURNED = "returned", _("an answer was sent back")
        LEGAL_STEP = "legal_step", _("a step of the year comes near")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="reminder_texts")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subject = models.CharField(_("subject"), max_length=150)
    body = LongText(_("text"), help_text=_("Markdown; the list of actions comes below it by itself."), max_length=REPORT)

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "kind")

    class Meta:
        verbose_name = _("text of reminders")
        verbose_name_plural = _("texts of reminders")
        ordering = ["agreement", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                name="reminder_text_once",
                violation_error_message=_("There is already a text for this mail."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        wrong = {name: sentence for name in ("subject", "body") if (sentence := why_wrong(getattr(self, name)))}
        if wrong:
            refuse(**wrong)


def why_wrong(text: str) -> str:
    """The sentence about what stands between braces and means nothing here, or about a link to another site; else nothing."""
    unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS})
    if not unknown:
        return _why_elsewhere(text)
    names = ", ".join(f"{{{name}}}" for name in unknown)
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    return _("We do not know %(names)s. You can use: %(known)s.") % {"names": names, "known": known}


def _why_elsewhere(text: str) -> str:
    """The sentence about the first link to another site, with nothing or with a word in the place of what is filled in."""
    for filled_in in (PLACEHOLDER.sub(word, text) for word in ("", "woord")):
        addresses = [unescape(address) for address in LINKED.findall(to_html(filled_in))]
        if found := link_elsewhere(filled_in) or next(filter(leads_elsewhere, addresses), ""):
            return ELSEWHERE % {"link": found}
    return ""
