"""Progress: what a lead reports on one action in one round.

docs/decisions/0008-progress.md tells why the state is derived and why nothing here is ever overwritten.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Version
from agreements.models.append_only import Kept, KeptQuerySet
from agreements.models.publication import years_with_progress
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import AGREED_TEXT, REPORT, LongText

from .round import Round


class Phase(models.TextChoices):
    """How far it is."""

    NOT_STARTED = "not_started", _("not started")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")


class Judgement(models.TextChoices):
    """Will it be reached in time: the traffic light, in the words of the screen. monitoring/lights.py has shape and colour."""

    ON_TRACK = "on_track", _("on schedule")
    AT_RISK = "at_risk", _("at risk, correction needed")
    OFF_TRACK = "off_track", _("will not be achieved")
    DONE = "done", _("done")
    NOT_DUE = "not_due", _("not due yet")


# What the lead fills in.
ANSWERS = (
    "phase",
    "judgement",
    "done",
    "next",
    "cause",
    "effect",
    "correction",
    "ask",
    "needs_no_decision",
    "proposal",
    "proposal_text",
    "proposal_date",
)
NOTHING_SAID = {**dict.fromkeys(ANSWERS, ""), "needs_no_decision": False, "proposal_date": None}
NEED_EXPLANATION = (Judgement.AT_RISK, Judgement.OFF_TRACK)
EXPLANATION = {
    "cause": _("Say what causes this."),
    "effect": _("Say what the effect is on what was agreed."),
    "correction": _("Say what is done to correct it."),
    "ask": _("Say what you ask of the meeting, or that no decision is needed."),
}


class ProgressUpdateQuerySet(KeptQuerySet):
    def counted(self) -> "ProgressUpdateQuerySet":
        """What was submitted; a draft is the lead's own until then."""
        return self.filter(submitted_at__isnull=False)

    def drafts(self) -> "ProgressUpdateQuerySet":
        return self.filter(submitted_at__isnull=True)

    def published(self, on: date | None = None) -> "ProgressUpdateQuerySet":
        """What everyone may read on this day: accepted, of a year of which all parties agreed to show the progress."""
        accepted = self.with_last_review().filter(last_outcome=ProgressUpdate.State.ACCEPTED)
        return accepted.filter(action__agenda__in=years_with_progress(on).values("pk"))

    def with_last_review(self) -> "ProgressUpdateQuerySet":
        """With the verdict and reason of the last review, to show the state of many rows."""
        reviews = self.model._meta.get_field("reviews").related_model.objects
        last = reviews.filter(update=models.OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            last_outcome=models.Subquery(last.values("outcome")[:1]), last_reason=models.Subquery(last.values("reason")[:1])
        )


class ProgressUpdate(Kept):
    """What one party reports on one action in one round; a draft until it is submitted, and never changed after that."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    class Proposal(models.TextChoices):
        """What the lead proposes; it is recorded with the update and never edits the agreed text."""

        NONE = "", _("no proposal")
        READY = "ready", _("done: this action is ready")
        OTHER_DATE = "other_date", _("another date")
        OTHER_TEXT = "other_text", _("another text")
        DROP = "drop", _("drop this action")

    kept_sentence = _("What was submitted stays as it was. Report anew to add to it or to correct it.")

    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.PROTECT, related_name="progress_updates")
    round = models.ForeignKey(Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="progress_updates")
    party = models.ForeignKey(Party, verbose_name=_("reporting party"), on_delete=models.PROTECT, related_name="progress_updates")
    on_behalf_by = models.ForeignKey(
        Party,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Another party, whose coordinator entered this on behalf of the reporting party."),
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reported by"), on_delete=models.PROTECT, related_name="progress_updates"
    )
    version = models.ForeignKey(
        Version,
        verbose_name=_("version of the text"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("The words that it answers: those in force when it was submitted. Empty: they were still being written."),
    )
    reference_date = models.DateField(_("reference date"), blank=True, help_text=_("Empty: the reference date of the round."))
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, blank=True)
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement, blank=True)
    is_unchanged = models.BooleanField(_("unchanged, on schedule"), default=False)
    done = LongText(_("what was done?"), blank=True, max_length=REPORT)
    next = LongText(_("what happens next?"), blank=True, max_length=REPORT)
    cause = LongText(_("cause"), blank=True, max_length=REPORT)
    effect = LongText(_("effect"), blank=True, max_length=REPORT)
    correction = LongText(_("correction"), blank=True, max_length=REPORT)
    ask = LongText(_("what do you ask of the meeting?"), blank=True, max_length=REPORT)
    needs_no_decision = models.BooleanField(
        _("no decision is needed"), default=False
    )  # said on purpose, and then nothing is asked
    proposal = models.CharField(_("proposal"), max_length=20, choices=Proposal, blank=True)
    proposal_text = LongText(_("proposed text, or the reason to drop"), blank=True, max_length=AGREED_TEXT)
    proposal_date = models.DateField(_("proposed date"), null=True, blank=True)
    token = models.UUIDField(
        _("token"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        error_messages={"unique": _("This was saved already.")},
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)

    history = History(excluded_fields=["token", "revision", "saved_at"])  # they only serve the saving of drafts
    objects = ProgressUpdateQuerySet.as_manager()
    agreement_path = "action__agenda__agreement"
    natural_key_fields = ("token",)

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-submitted_at", "-pk"]
        # All that the number beside My actions asks of a report, and all that decides about lights: neither reads the report.
        indexes = [
            models.Index(fields=["action", "round", "party", "submitted_at", "id"], name="progress_in_round"),
            models.Index(
                fields=["round", "action", "party", "judgement", "submitted_at", "id"],
                condition=models.Q(submitted_at__isnull=False),
                name="report_in_brief",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "round", "party"],
                condition=models.Q(submitted_at__isnull=True),
                name="progress_one_draft",
                violation_error_message=_("There is already a draft for this action."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | (~models.Q(phase="") & ~models.Q(judgement="")),
                name="progress_has_phase_and_judgement",
                violation_error_message=_("Choose how far it is, and whether it will be reached in time."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True)
                | ~models.Q(judgement__in=["at_risk", "off_track"])
                | ~(models.Q(cause="") | models.Q(effect="") | models.Q(correction=""))
                & (~models.Q(ask="") | models.Q(needs_no_decision=True)),
                name="progress_explains_amber_and_red",
                violation_error_message=_(
                    "Say cause, effect, correction and what you ask of the meeting, or that no decision is needed."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(needs_no_decision=False) | models.Q(ask=""),
                name="progress_asks_or_needs_nothing",
                violation_error_message=_("You ask something, and say that no decision is needed. Choose one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | ~models.Q(judgement="done") | models.Q(phase="finished"),
                name="progress_done_is_finished",
                violation_error_message=_("What is done is finished: choose that phase as well."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_unchanged=False) | models.Q(judgement="on_track"),
                name="progress_unchanged_is_on_track",
                violation_error_message=_("«Unchanged» is for what is on schedule."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True)
                | ~models.Q(proposal="other_date")
                | models.Q(proposal_date__isnull=False),
                name="progress_proposal_has_date",
                violation_error_message=_("Say which date you propose."),
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True)
                | ~models.Q(proposal__in=["other_text", "drop"])
                | ~models.Q(proposal_text=""),
                name="progress_proposal_has_text",
                violation_error_message=_("Say which text you propose, or why the action can be dropped."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_judgement_display() or self.State.DRAFT.label}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in yet."""
        return not any(getattr(self, name) for name in ANSWERS)

    @property
    def is_on_behalf(self) -> bool:
        return self.on_behalf_by_id is not None

    @property
    def needs_explanation(self) -> bool:
        return self.judgement in NEED_EXPLANATION

    @property
    def last_review(self):
        """The last review; no query after prefetching the reviews or with_last_review()."""
        if hasattr(self, "last_outcome"):
            return self.reviews.model(outcome=self.last_outcome, reason=self.last_reason) if self.last_outcome else None
        reviews = sorted(self.reviews.all(), key=lambda review: (review.at, review.pk))
        return reviews[-1] if reviews else None

    @property
    def state(self) -> str:
        """Derived: what was submitted is what the last review made of it."""
        if not self.is_submitted:
            return self.State.DRAFT
        if hasattr(self, "last_outcome"):
            return self.last_outcome or self.State.SUBMITTED
        review = self.last_review
        return review.outcome if review else self.State.SUBMITTED

    def get_state_display(self) -> str:
        return self.State(self.state).label

    def clean(self) -> None:
        super().clean()
        if not (self.action_id and self.round_id):
            return
        self.reference_date = self.reference_date or self.round.reference_date
        if self.action.agenda_id != self.round.agenda_id:
            refuse(action=_("This action stands in another year than the round."))
        if self._state.adding and self.party_id and not self.action.leads.filter(party=self.party_id).exists():
            refuse(party=_("%(party)s does not lead this action.") % {"party": self.party})
        taking_part = self.round.agenda.agreement.participations.accepted()
        if self.on_behalf_by_id and not taking_part.filter(party=self.on_behalf_by_id).exists():
            refuse(on_behalf_by=_("This party does not take part in this agreement."))
        if self.is_submitted and (missing := self.what_is_missing()):
            refuse(**missing)

    def what_is_missing(self) -> dict[str, str]:
        """By field, the sentence that says what to fill in before this can be submitted."""
        return self._missing_answers() | self._missing_explanation() | self._missing_proposal()

    def _missing_answers(self) -> dict[str, str]:
        missing = {}
        if not self.phase:
            missing["phase"] = _("Choose how far it is.")
        if not self.judgement:
            missing["judgement"] = _("Choose whether it will be reached in time.")
        if self.judgement == Judgement.DONE and self.phase and self.phase != Phase.FINISHED:
            missing["phase"] = _("What is done is finished: choose that phase as well.")
        if self.judgement != Judgement.NOT_DUE and not self.is_unchanged:
            if not self.done.strip():
                missing["done"] = _("Say in a sentence what was done.")
            if not self.next.strip() and self.judgement != Judgement.DONE:
                missing["next"] = _("Say in a sentence what happens next.")
        return missing

    def _missing_explanation(self) -> dict[str, str]:
        missing = {}
        if self.needs_explanation:
            missing = {name: sentence for name, sentence in EXPLANATION.items() if not getattr(self, name).strip()}
        if self.needs_no_decision:
            missing.pop("ask", None)
            if self.ask.strip():
                missing["ask"] = _("You ask something, and say that no decision is needed. Choose one of the two.")
        return missing

    def _missing_proposal(self) -> dict[str, str]:
        if self.proposal == self.Proposal.OTHER_DATE and not self.proposal_date:
            return {"proposal_date": _("Say which date you propose.")}
        sentences = {
            self.Proposal.OTHER_TEXT: _("Say which text you propose."),
            self.Proposal.DROP: _("Say why this action can be dropped."),
        }
        is_said = self.proposal not in sentences or self.proposal_text.strip()
        return {} if is_said else {"proposal_text": sentences[self.proposal]}
