"""Asked to take part, and answered: a party takes part only after a coordinator of its own said yes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import acting_person
from parties.history.write_rules import Act, is_within
from parties.models import Party


class JoinState(models.TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("takes part")
    DECLINED = "declined", _("said no")


class ConsentToJoin(models.Model):
    """What a participation says of the request behind it.

    asked_by and answered_by are empty where the program wrote the row, as for those from before parties were asked.
    """

    State = JoinState

    state = models.CharField(_("answer"), max_length=20, choices=State, default=State.ASKED, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_accepted(self) -> bool:
        return self.state == self.State.ACCEPTED

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    def ask(self, *, by) -> None:
        """Let the party be asked by this person; who coordinates it says yes with the same stroke. Not saved."""
        self.state, self.asked_by, self.asked_at = self.State.ASKED, by, timezone.now()
        self.answered_by = self.answered_at = self.reminded_at = None
        if Party.objects.coordinated_by(by).filter(pk=self.party_id).exists():
            self.answer(self.State.ACCEPTED, by=by)

    def answer(self, state: JoinState, *, by) -> None:
        """Let this person have answered; not saved."""
        self.state, self.answered_by, self.answered_at = state, by, timezone.now()

    def begin_as_asked(self) -> None:
        """A new row of a person is a request, whatever it says: also one that is put back.

        Not what all agreed to, nor what takes the place of a party that merged.
        """
        by = acting_person(self)
        of_more = any(map(is_within, (Act.COME_BACK_ALONG, Act.CHANGE_AGREED, Act.MERGE_PARTIES)))
        if self._state.adding and by is not None and not of_more:
            self.ask(by=by)
