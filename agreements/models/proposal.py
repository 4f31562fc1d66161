"""A proposal: a request to all parties that sign, to adopt a text; and the answer of each to it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.models import Party
from parties.models.party import COORDINATED_PARTIES, OWN_PARTIES, SIGNED_PARTIES
from parties.texts import REASON, REPORT, LongText

from .action import Action
from .adoptable import Adoptable, OfTextQuerySet
from .agenda import Agenda
from .agreement import Agreement, InAgreement, InAgreementQuerySet
from .append_only import Kept
from .private_drafts import PrivateDraftsQuerySet
from .theme import Goal
from .version import Version


class ProposalQuerySet(OfTextQuerySet, PrivateDraftsQuerySet):
    def adopting(self) -> "ProposalQuerySet":
        """Those to adopt a text as it stands."""
        return self.filter(kind=Proposal.Kind.ADOPT)

    def changing(self) -> "ProposalQuerySet":
        """Those to change a text in force."""
        return self.exclude(kind=Proposal.Kind.ADOPT)

    def open(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.OPEN)

    def answered_by(self, user) -> "ProposalQuerySet":
        """Those that are open and wait for an answer of this person, for a party for which the person may answer."""
        signs = models.Q(party__in=SIGNED_PARTIES.keys(user.pk))
        coordinates = models.Q(proposal__kind=Proposal.Kind.CORRECT, party__in=COORDINATED_PARTIES.keys(user.pk))
        own = {"party__in": OWN_PARTIES.keys(user.pk), "proposal__state": Proposal.State.OPEN}  # these it finds by index
        asked = NeededAnswer.objects.filter(signs | coordinates, **own).unanswered()
        return self.open().filter(pk__in=asked.exclude(pk__in=Assent.objects.filter(by=user).values("needed")).values("proposal"))


class Proposal(InAgreement):
    """Adopt the text of a year, or without an agenda of the agreement as a whole, as it stood when this was opened; or change it.

    One of changes has a row for each (change.py), stands on a version (base), and leaves the text in force until it takes effect.
    content_sha256 is the hash of what would be in force then. renews is the earlier proposal with the same changes.

    signed_on is the day on which the parties signed on paper: then it is brought in with the signed file, and each of the others
    confirms. design.md, "The text in force", 9, 10 and 13.
    """

    class Kind(models.TextChoices):
        ADOPT = "adopt", _("adoption")
        ADJUST = "adjust", _("change")
        DROP = "drop", _("dropping")
        CARRY_OVER = "carry_over", _("carrying over")
        ADD = "add", _("addition")
        SPLIT = "split", _("splitting")
        MERGE = "merge", _("merging")
        PARTICIPATION = "participation", _("other parties or roles")
        CORRECT = "correct", _("correction of the text")
        REVOKE = "revoke", _("revocation")

    class Level(models.TextChoices):
        AMBTELIJK = "ambtelijk", _("between officials")
        BESTUURLIJK = "bestuurlijk", _("between executives")

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        OPEN = "open", _("waits for answers")
        AGREED = "agreed", _("agreed by all")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")
        SUPERSEDED = "superseded", _("superseded")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="proposals")
    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ADOPT)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN, editable=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True, help_text=_("In a few words: what changes."))
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    base = models.ForeignKey(
        Version,
        verbose_name=_("stands on"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proposals_on_it",
    )
    renews = models.ForeignKey(
        "self",
        verbose_name=_("renews"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="renewed_by",
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True, editable=False)
    reason = LongText(_("message with it"), blank=True, max_length=REASON)
    deadline = models.DateField(_("answer by"), null=True, blank=True)
    party = models.ForeignKey(Party, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    signed_on = models.DateField(
        _("signed on"), null=True, blank=True, help_text=_("Only when the parties signed this text on paper already.")
    )
    signed_file = UploadField(_("signed file"), folder="versions", name_field="signed_file_name", blank=True)
    signed_file_name = FileNameField()
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    end_reason = LongText(_("why it ended"), blank=True, max_length=REASON)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    version = models.OneToOneField(
        Version, verbose_name=_("version"), on_delete=models.PROTECT, null=True, editable=False, related_name="proposal"
    )

    history = History()
    objects = ProposalQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "agenda__year", "opened_at")

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["agreement"], condition=models.Q(state="open"), name="proposal_open"),
            models.Index(fields=["party"], condition=models.Q(state__in=["draft", "returned", "expired"]), name="proposal_back"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda"],
                condition=models.Q(state="open", kind="adopt"),
                name="proposal_open_once_per_year",
                violation_error_message=_("This text is proposed for adoption already."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(state="open", kind="adopt", agenda=None),
                name="proposal_open_once_per_agreement",
                violation_error_message=_("This text is proposed for adoption already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="agreed", version__isnull=False) | ~models.Q(state="agreed") & models.Q(version=None),
                name="agreed_proposal_has_version",
                violation_error_message=_("A proposal that all agreed to makes a version."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | (models.Q(deadline__isnull=False) & ~models.Q(content_sha256="")),
                name="put_proposal_has_deadline_and_content",
                violation_error_message=_("Say by which day the parties must answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="adopt", base=None) | (~models.Q(kind="adopt") & models.Q(base__isnull=False)),
                name="proposal_of_changes_stands_on_a_version",
                violation_error_message=_("Only a text in force is changed by a proposal of changes."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="adopt") | ~models.Q(state="draft"),
                name="adoption_is_never_a_draft",
                violation_error_message=_("A text is proposed for adoption as it stands."),
            ),
        ]

    def __str__(self) -> str:
        if self.is_change:
            return self.subject or _("Proposal to change %(text)s") % {"text": self.text.title}
        return _("Adoption of %(agenda)s, proposed on %(date)s") % {
            "agenda": self.text.title,
            "date": date_format(timezone.localtime(self.opened_at), "j F Y"),
        }

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk]) if self.is_change else self.text.address("adoption")

    @property
    def text(self) -> Adoptable:
        """What is to be adopted: a year, or the agreement as a whole."""
        return self.agenda if self.agenda_id else self.agreement

    @property
    def title(self) -> str:
        """As a list or a mail names it: the text, and what changes in it."""
        return f"{self.text.title}: {self}" if self.is_change else self.text.title

    @property
    def is_change(self) -> bool:
        """Whether it changes a text in force, which stays in force until it takes effect."""
        return self.kind != self.Kind.ADOPT

    @property
    def is_answered_by_coordinators(self) -> bool:
        """A typing error: who coordinates answers too."""
        return self.kind == self.Kind.CORRECT

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the last day to answer is over; until the program ended it, more time can be given."""
        return self.deadline is not None and self.deadline < timezone.localdate()

    @property
    def is_signed_on_paper(self) -> bool:
        """Whether it was brought in as signed already, so that the others confirm rather than agree."""
        return self.signed_on is not None

    def clean(self) -> None:
        super().clean()
        if self.agenda_id and self.agenda.agreement_id != self.agreement_id:
            refuse(agenda=_("This agenda belongs to another agreement."))
        if self._state.adding and self.deadline and self.deadline < timezone.localdate():
            refuse(deadline=_("This day is over; choose a later one."))
        if self.signed_on and self.signed_on > timezone.localdate():
            refuse(signed_on=_("This day lies ahead: only a text that was signed already is brought in like this."))
        if bool(self.signed_on) != bool(self.signed_file):
            refuse(signed_file=_("The day of signing and the signed file come together."))


class NeededAnswerQuerySet(InAgreementQuerySet):
    def unanswered(self) -> "NeededAnswerQuerySet":
        """The parties of which not as many people answered as it takes."""
        given = models.Count("assents")
        return self.annotate(given=given).filter(given__lt=models.F("people"))


class NeededAnswer(InAgreement):
    """A party that must answer the proposal, and how many of its people: frozen when the proposal was opened."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("proposal"), on_delete=models.CASCADE, related_name="needed")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(
        _("people who must answer"), default=1, validators=[MinValueValidator(1), MaxValueValidator(2)]
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    objects = NeededAnswerQuerySet.as_manager()
    agreement_path = "proposal__agreement"
    natural_key_fields = ("proposal__agreement__slug", "proposal__agenda__year", "proposal__opened_at", "party__name")

    class Meta:
        verbose_name = _("needed answer")
        verbose_name_plural = _("needed answers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "party"], name="answer_needed_once", violation_error_message=_("This party is asked already.")
            )
        ]

    def __str__(self) -> str:
        return str(self.party)

    @cached_property
    def answers(self) -> list["Assent"]:
        """What its people answered, the first first."""
        return sorted(self.assents.all(), key=lambda row: (row.at, row.pk))

    @property
    def is_complete(self) -> bool:
        """Whether as many people agreed as it takes."""
        return len([row for row in self.answers if row.answer == Assent.Answer.AGREED]) >= self.people


class Assent(Kept):
    """The answer of one person for one party, over exactly this content; it is never changed.

    capacity and mandate say in what right, as far as the party wants: wethouder, collegebesluit of 12 december 2023.
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", _("agreed")
        AGREED_IF = "agreed_if", _("agreed, provided that")
        REFUSED = "refused", _("not agreed")

    kept_sentence = _("An answer stays as it was given. Answer anew when the text is proposed again.")

    needed = models.ForeignKey(NeededAnswer, verbose_name=_("needed answer"), on_delete=models.PROTECT, related_name="assents")
    answer = models.CharField(_("answer"), max_length=20, choices=Answer)
    remark = LongText(_("remark"), blank=True, max_length=REPORT, help_text=_("What must change first, or why you do not agree."))
    goal = models.ForeignKey(
        Goal, verbose_name=_("about goal"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("about action"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(_("capacity"), max_length=200, blank=True, help_text=_("Such as wethouder or bestuurder."))
    mandate = models.CharField(
        _("mandate"),
        max_length=200,
        blank=True,
        help_text=_("The decision that gives the right to agree, such as a collegebesluit."),
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = History()
    agreement_path = "needed__proposal__agreement"
    natural_key_fields = (
        "needed__proposal__agreement__slug",
        "needed__proposal__agenda__year",
        "needed__proposal__opened_at",
        "needed__party__name",
        "by__email",
    )

    class Meta:
        verbose_name = _("answer to a proposal")
        verbose_name_plural = _("answers to proposals")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["needed", "by"],
                name="assent_once_per_person",
                violation_error_message=_("You answered already."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="agreed") | ~models.Q(remark=""),
                name="assent_with_remark",
                violation_error_message=_("Say what must change first, or why you do not agree."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.needed.party}: {self.get_answer_display()}"

    @property
    def place(self) -> Goal | Action | None:
        """What the remark is about; None for the text as a whole."""
        return self.action or self.goal
