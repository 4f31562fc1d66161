"""What someone says about an introduction, a theme, a goal or an action: to all parties, or to the own party only."""

from functools import reduce

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel, History, refuse
from parties.models import Party, User
from parties.models.party import OWN_PARTIES, WRITING_PARTIES, PartyMember
from parties.prepared import Prepared
from parties.texts import LongText

from .action import Action
from .agenda import Agenda
from .agreement import Agreement, YearField
from .of_person import keys_visible_to
from .participation import Participation
from .theme import Goal, Theme

Subject = Agenda | Theme | Goal | Action
SUBJECTS = ("agenda", "theme", "goal", "action")
FIXED = ("agreement", "year", *SUBJECTS, "party", "is_own", "by", "answers_to")
MOST = 10_000


def commenting_parties(user: User, agreement: Agreement | int) -> models.QuerySet[Party]:
    """The person's own parties that take part in the agreement, in whatever role, themselves or through their umbrella."""
    taking_part = Participation.objects.accepted().filter(agreement=agreement).values("party")
    members = PartyMember.objects.filter(umbrella__in=taking_part).values("member")
    return Party.objects.own_of(user).going_on().filter(Q(pk__in=taking_part) | Q(pk__in=members))


def own_parties_in(user: User, agreement: int) -> list[Party]:
    """Those of commenting_parties(). One query."""
    return _commenting_parties.models(user.pk, agreement)


@Prepared.in_order
def _commenting_parties(user: int, agreement: int) -> models.QuerySet[Party]:
    return commenting_parties(User(pk=user), agreement)


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommentQuerySet":
        """Comments to all parties for everyone of the agreement; those of one party for its own people, in whatever role.

        For nobody else: not for an umbrella through a member party, and on the site not for a superuser either.
        """
        own = OWN_PARTIES.keys(user.pk)
        return self.filter(Q(is_own=False) | Q(party__in=own), agreement__in=keys_visible_to(user))

    def editable_by(self, user) -> "CommentQuerySet":
        """Within the own party: what one said oneself to all, and what colleagues keep together."""
        return self.visible_to(user).filter(Q(is_own=True) | Q(by=user), party__in=OWN_PARTIES.keys(user.pk))

    def resolvable_by(self, user) -> "CommentQuerySet":
        """Those of the own parties; and what was said to all, for editors and coordinators of a party that signs."""
        writing = WRITING_PARTIES.keys(user.pk)
        signing = (
            Participation.objects.accepted().filter(party__in=writing, role=Participation.Role.SIGNATORY).values("agreement")
        )
        own = OWN_PARTIES.keys(user.pk)
        return self.visible_to(user).filter(Q(party__in=own) | Q(is_own=False, agreement__in=signing))

    def threads(self) -> "CommentQuerySet":
        """What was said first, without the answers."""
        return self.filter(answers_to=None)

    def open(self) -> "CommentQuerySet":
        """In threads that are not resolved."""
        return self.filter(resolved_at=None, answers_to__resolved_at=None)

    def said_in(self, agenda: Agenda) -> "CommentQuerySet":
        """On anything of the agreement, in that year."""
        return self.filter(agreement=agenda.agreement_id, year=agenda.year)


class Comment(CheckedModel):
    """Never in an export, a document or the stamp of a text; what is_own, in no page, mail or count of another party either."""

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="comments")
    year = YearField(_("year"), help_text=_("Of which the text was read."))
    agenda = models.ForeignKey(
        Agenda,
        verbose_name=_("introduction of"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        help_text=_("Only for a comment on the introduction of an agenda."),
    )
    theme = models.ForeignKey(
        Theme, verbose_name=_("theme"), on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="comments")
    is_own = models.BooleanField(_("for the own party only"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    text = LongText(_("text"), max_length=MOST, error_messages={"blank": _("Write something, or leave the comment out.")})
    answers_to = models.ForeignKey(
        "self", verbose_name=_("answer to"), on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    history = History()
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["agreement", "year"], name="comment_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agenda__isnull=False, theme__isnull=True, goal__isnull=True, action__isnull=True)
                | models.Q(agenda__isnull=True, theme__isnull=False, goal__isnull=True, action__isnull=True)
                | models.Q(agenda__isnull=True, theme__isnull=True, goal__isnull=False, action__isnull=True)
                | models.Q(agenda__isnull=True, theme__isnull=True, goal__isnull=True, action__isnull=False),
                name="comment_about_one_thing",
                violation_error_message=_("A comment is about one thing: an introduction, a theme, a goal or an action."),
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False, answers_to__isnull=True),
                name="comment_resolved_as_a_whole",
                violation_error_message=_("Resolved is what was said first, by someone and at a moment."),
            ),
        ]

    def __str__(self) -> str:
        """Without a word of the text: this is what lists and messages show."""
        return _("Comment of %(party)s") % {"party": self.party}

    @classmethod
    def about(cls, subject: Subject, *, year: int, **fields) -> "Comment":
        """A new comment on this, not saved."""
        agreement = reduce(getattr, subject.agreement_path.split("__"), subject)
        return cls(agreement=agreement, year=year, **{subject._meta.model_name: subject}, **fields)

    @property
    def subject(self) -> Subject:
        return next(filter(None, (getattr(self, name) for name in SUBJECTS)))

    @property
    def subject_kind(self) -> str:
        """The name of the field that says what it is about; without fetching that."""
        return next(name for name in SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def thread(self) -> "Comment":
        """What was said first."""
        return self.answers_to or self

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None

    def get_absolute_url(self) -> str:
        """Where it stands among what else was said about its subject."""
        if self.goal_id or self.action_id:
            page = reverse(self.subject_kind, args=[self.goal_id or self.action_id])
        else:
            page = reverse("comments", args=[self.agreement.slug, self.year])
        return f"{page}{f'?thema={self.theme_id}' if self.theme_id else ''}#opmerking-{self.pk}"

    def why_it_stays(self) -> str:
        """The sentence that says why its words stand: resolved, or answered already; empty when they may change or go."""
        if self.thread.is_resolved:
            return _("This was resolved. Open it again first.")
        if self.thread.answers.filter(pk__gt=self.pk).exists():
            return _("Someone answered this, so it stays as it is. Say in an answer what is different.")
        return ""

    def clean(self) -> None:
        super().clean()
        self._refuse_another_place()
        self._refuse_another_thread()
        before = Comment.objects.filter(pk=self.pk).first()
        if before is None:
            return
        if moved := [name for name in FIXED if getattr(before, _column(name)) != getattr(self, _column(name))]:
            refuse(**{name: _("A comment stays what and where it is; only its text may change.") for name in moved})
        if before.text != self.text and (why := before.why_it_stays()):
            refuse(text=why)

    def _refuse_another_place(self) -> None:
        """The agreement and the year are those of the subject."""
        named = [name for name in SUBJECTS if getattr(self, f"{name}_id")]
        if len(named) != 1 or not self.agreement_id:
            return
        subject = getattr(self, named[0])
        if reduce(getattr, subject.agreement_path.split("__"), subject).pk != self.agreement_id:
            refuse(agreement=_("This belongs to another agreement."))
        agenda = self.agenda or (self.action.agenda if self.action_id else None)
        if agenda and agenda.year != self.year:
            refuse(year=_("This belongs to another year."))

    def _refuse_another_thread(self) -> None:
        """An answer is about the same thing, for the same people, and is not answered itself."""
        first = self.answers_to
        if first is None:
            return
        same = ("agreement", "year", *SUBJECTS, "is_own", *(["party"] if self.is_own else []))
        if first.answers_to_id or any(getattr(first, _column(name)) != getattr(self, _column(name)) for name in same):
            refuse(answers_to=_("An answer is about the same thing as what it answers, and for the same people."))


def _column(name: str) -> str:
    return Comment._meta.get_field(name).attname


class MentionQuerySet(models.QuerySet):
    def waiting(self) -> "MentionQuerySet":
        """That nobody has seen to: neither the person, nor whoever resolved the thread."""
        comments = Q(comment__resolved_at=None, comment__answers_to__resolved_at=None)
        return self.filter(comments, seen_at=None)

    def of(self, person) -> "MentionQuerySet":
        """Those of the person, in comments that the person may (still) read."""
        return self.filter(person=person, comment__in=Comment.objects.visible_to(person).values("pk"))


class Mention(CheckedModel):
    """Someone who was named in a comment, and is told so once."""

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="mentions"
    )
    told_at = models.DateTimeField(_("told at"), null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True, editable=False)

    history = History()
    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention in a comment")
        verbose_name_plural = _("mentions in comments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"],
                name="mention_once",
                violation_error_message=_("This person is named in this comment already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
