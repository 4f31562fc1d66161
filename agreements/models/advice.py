"""The written advice of a party with the right of advice: asked, given and answered, each on its day.

Wet op het overleg huurders verhuurder: at least six weeks to advise; an advice that is not followed is answered with reasons
within fourteen days; nothing is done before three whole days after that answer. docs/decisions/0025-advice.md.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.history.write_rules import Act, is_within
from parties.models import Party
from parties.models.party import COORDINATED_PARTIES
from parties.texts import REASON, REPORT, LongText

from .action import Action
from .advice_days import TERM, TO_ANSWER, AdviceDays, AdviceFollows, AdviceOutcome, AdviceState
from .agenda import Agenda
from .agreement import Agreement, InAgreement, InAgreementQuerySet
from .participation import Participation
from .proposal import Proposal
from .theme import Goal

SUBJECTS = ("proposal", "agenda", "goal", "action")

# What stands once it was said; only an administrator of the database could say something else.
ASKED = (
    "agreement",
    *SUBJECTS,
    "party",
    "right",
    "adds",
    "subject",
    "question",
    "request_file",
    "asking_party",
    "asked_by",
    "asked_on",
)
GIVEN = ("outcome", "text", "advice_file", "given_on", "given_by")
ANSWERED = ("follows", "answer", "answered_on", "answered_by")
WITHDRAWN = ("withdrawn_on", "withdrawn_by", "withdraw_reason")


class AdviceQuerySet(InAgreementQuerySet):
    def of_subject(self, about: Agreement | Agenda | Goal | Action | Proposal) -> "AdviceQuerySet":
        """Those about exactly this; about an agreement: about its text as a whole."""
        return self.filter(**subject_fields(about))

    def running(self) -> "AdviceQuerySet":
        """Asked and neither given nor withdrawn, whether or not the term is over."""
        return self.filter(given_on=None, withdrawn_on=None)

    def to_answer(self) -> "AdviceQuerySet":
        """Given in time, not simply positive, and not answered: these hold up what was asked about."""
        return self.filter(given_on__lte=models.F("due_on"), outcome__in=TO_ANSWER, answered_on=None)

    def asked_of(self, user, *, on: date | None = None) -> "AdviceQuerySet":
        """Those that the person may still write or give within the term on that day, or today, for the own party."""
        own = user.memberships.filter(models.Q(role__in=["editor", "coordinator"]) | models.Q(may_sign=True)).values("party")
        return self.running().filter(party__in=own, due_on__gte=on or timezone.localdate())

    def answered_by(self, user) -> "AdviceQuerySet":
        """Those that wait for an answer of the person as coordinator of the party that asked."""
        return self.to_answer().filter(asking_party__in=COORDINATED_PARTIES.keys(user.pk))

    def with_names(self) -> "AdviceQuerySet":
        """With all that a line about it shows."""
        people = ("asked_by", "given_by", "answered_by", "withdrawn_by")
        subjects = ("goal__theme__agreement", "action__goal", "action__agenda__agreement", "agenda__agreement")
        proposal = ("proposal__agreement", "proposal__agenda__agreement")
        return self.select_related("agreement", "party", "asking_party", *people, *subjects, *proposal)


class Advice(AdviceDays, InAgreement):
    """A request for advice to one party, its advice, and the answer to that.

    It is about one thing: a proposal, the text of a year (agenda), a goal or an action; about the agreement as a whole when it
    names none. right and adds say what right the party had when it was asked. Until given_on is filled in, text and outcome are
    a draft of the party itself, which nobody else reads.
    """

    Outcome, Follows, State = AdviceOutcome, AdviceFollows, AdviceState

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="advices")
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.PROTECT, null=True, blank=True, related_name="advices"
    )
    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, null=True, blank=True, related_name="advices"
    )
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="advices"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.PROTECT, null=True, blank=True, related_name="advices"
    )

    party = models.ForeignKey(Party, verbose_name=_("asked of"), on_delete=models.PROTECT, related_name="advices")
    right = models.CharField(_("right of advice"), max_length=20, choices=Participation.Advice, blank=True)
    adds = LongText(_("what the qualified right adds"), blank=True, max_length=REASON)
    subject = models.CharField(_("subject"), max_length=200, help_text=_("Such as: the rents of 2027."))
    question = LongText(
        _("what you ask advice on"), max_length=REPORT, help_text=_("What is intended, why, and what it means for tenants.")
    )
    request_file = UploadField(_("document with it"), folder="advice", name_field="request_file_name", blank=True)
    request_file_name = FileNameField()
    asking_party = models.ForeignKey(Party, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by (person)"), on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField(_("asked on"), default=timezone.localdate, editable=False)
    due_on = models.DateField(_("advice by"))

    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    text = LongText(_("advice"), blank=True, max_length=REPORT)
    advice_file = UploadField(_("document with it"), folder="advice", name_field="advice_file_name", blank=True)
    advice_file_name = FileNameField()
    given_on = models.DateField(_("given on"), null=True, blank=True, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    follows = models.CharField(_("what is done with it"), max_length=20, choices=Follows, blank=True)
    answer = LongText(_("answer"), blank=True, max_length=REPORT)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdraw_reason = LongText(_("why it was withdrawn"), blank=True, max_length=REASON)

    history = History()
    objects = AdviceQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "party__name", "asked_on", "subject")

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = pgettext_lazy("plural", "advice")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proposal=None, agenda=None, goal=None)
                | models.Q(proposal=None, agenda=None, action=None)
                | models.Q(proposal=None, goal=None, action=None)
                | models.Q(agenda=None, goal=None, action=None),
                name="advice_about_one_thing",
                violation_error_message=_("An advice is about one thing: a proposal, a text, a goal or an action."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("asked_on")),
                name="advice_term_after_asking",
                violation_error_message=_("A party has at least six weeks to advise."),
            ),
            models.CheckConstraint(
                condition=~models.Q(asking_party=models.F("party")),
                name="advice_of_another_party",
                violation_error_message=_("A party asks advice of another party."),
            ),
            models.CheckConstraint(
                condition=models.Q(given_on=None, given_by=None)
                | models.Q(given_on__isnull=False, given_by__isnull=False, withdrawn_on=None) & ~models.Q(outcome=""),
                name="advice_given_with_outcome",
                violation_error_message=_("An advice is given by someone, on a day, with an outcome."),
            ),
            models.CheckConstraint(
                condition=models.Q(given_on=None) | ~models.Q(outcome__in=["positive_if", "negative"]) | ~models.Q(text=""),
                name="advice_with_reasons",
                violation_error_message=_("Write what must change, or why you advise against it."),
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on=None, answered_by=None, follows="", answer="")
                | models.Q(answered_on__isnull=False, answered_by__isnull=False, given_on__isnull=False) & ~models.Q(follows=""),
                name="advice_answered_after_it_was_given",
                violation_error_message=_("An advice that was given is answered by someone, on a day."),
            ),
            models.CheckConstraint(
                condition=~models.Q(follows__in=["partly", "not"]) | ~models.Q(answer=""),
                name="advice_rejected_with_reasons",
                violation_error_message=_("Give the reasons why the advice is not followed, or only partly."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None, withdrawn_by=None)
                | models.Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="advice_withdrawn_by_someone",
                violation_error_message=_("A request is withdrawn by someone, on a day."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("advice", args=[self.pk])

    @property
    def about(self) -> Agreement | Agenda | Goal | Action | Proposal:
        """What it is about; the agreement where it is about its text as a whole."""
        return self.proposal or self.agenda or self.goal or self.action or self.agreement

    # -- What always holds

    def clean(self) -> None:
        super().clean()
        self._refuse_another_place()
        if self.due_on and self.asked_on and self.due_on < self.asked_on + TERM:
            refuse(
                due_on=_("A party has at least six weeks to advise: choose %(day)s or later.")
                % {"day": _in_words(self.asked_on + TERM)}
            )
        before = Advice.objects.filter(pk=self.pk).first()
        if before is not None:
            self._refuse_change(before)

    def _refuse_another_place(self) -> None:
        about = self.about if self.agreement_id else None
        if about is None or isinstance(about, Agreement):
            return
        if agreement_of(about).pk != self.agreement_id:
            refuse(agreement=_("This belongs to another agreement."))

    def _refuse_change(self, before: "Advice") -> None:
        fixed = [*ASKED, *(GIVEN if before.is_given else ()), *(ANSWERED if before.is_answered else ())]
        fixed += WITHDRAWN if before.is_withdrawn else ()
        if is_within(Act.MERGE_PARTIES):  # its successor stands in the place of a party
            fixed = [name for name in fixed if name not in {"party", "asking_party"}]
        if changed := [name for name in fixed if _value(before, name) != _value(self, name)]:
            refuse(**{name: _("What was asked, advised or answered stays as it was.") for name in changed})
        if self.due_on < before.due_on:
            refuse(due_on=_("A term is never made shorter; it was %(day)s.") % {"day": _in_words(before.due_on)})

    def delete(self, *args, **kwargs):
        refuse(agreement=_("What was asked, advised or answered stays as it was."))


def _value(row: Advice, name: str):
    value = getattr(row, Advice._meta.get_field(name).attname)
    return str(value or "") if name.endswith("_file") else value


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


def agreement_of(about: Agreement | Agenda | Goal | Action | Proposal) -> Agreement:
    match about:
        case Goal():
            return about.theme.agreement
        case Action():
            return about.agenda.agreement
        case Agreement():
            return about
    return about.agreement


def subject_fields(about: Agreement | Agenda | Goal | Action | Proposal) -> dict:
    """The values of the fields that say what an advice is about."""
    fields = dict.fromkeys(SUBJECTS)
    if isinstance(about, Agreement):
        return {**fields, "agreement": about}
    return {**fields, about._meta.model_name: about, "agreement": agreement_of(about)}
