"""A note on an action or a goal that one party keeps for itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel, History, refuse
from parties.models import Party
from parties.texts import LongText

from .action import Action
from .theme import Goal


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoteQuerySet":
        """The notes of the parties to which the person belongs, in whatever role.

        Nobody else's: not those of an umbrella through a member party, and on the site not a superuser's either.
        """
        return self.filter(party__in=Party.objects.own_of(user).values("pk"))

    def editable_by(self, user) -> "NoteQuerySet":
        """Colleagues keep their notes together."""
        return self.visible_to(user)


class Note(CheckedModel):
    """Never in an export, a mail, an answer of the API or a page of another party; not printed, so no part of the stamp."""

    action = models.ForeignKey(
        Action, verbose_name=_("action"), on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    goal = models.ForeignKey(Goal, verbose_name=_("goal"), on_delete=models.CASCADE, null=True, blank=True, related_name="notes")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    text = LongText(
        _("text"),
        max_length=10_000,
        error_messages={"blank": _("Write something, or leave the note out.")},
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    history = History()
    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__isnull=True) ^ models.Q(goal__isnull=True),
                name="note_about_one_thing",
                violation_error_message=_("A note is about an action or about a goal."),
            )
        ]

    def __str__(self) -> str:
        """Without a word of the text: this is what lists and messages show."""
        return _("Note of %(party)s") % {"party": self.party}

    @property
    def about(self) -> Action | Goal:
        return self.action or self.goal

    def get_absolute_url(self) -> str:
        return f"{self.about.get_absolute_url()}#notities"

    def clean(self) -> None:
        super().clean()
        before = Note.objects.filter(pk=self.pk).first()
        if before and before.party_id != self.party_id:
            refuse(party=_("A note stays with its party."))
