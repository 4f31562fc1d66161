"""Where each row of history belongs: one line for each that the parties of an agreement may read, in one table, to be paged."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.of_person import keys_visible_to
from parties.models import Party

from .evaluation import Evaluation
from .meeting import Meeting


class HistoryLineQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HistoryLineQuerySet":
        """Of the agreements of the person, and of the parties that it may know of."""
        known = Party.objects.visible_to(user).order_by().values("pk")
        own = Q(agreement__in=keys_visible_to(user)) | Q(agreement=None, of_party__in=known)
        return self.open_to(user).filter(own)

    def open_to(self, user) -> "HistoryLineQuerySet":
        """Those that the person may read, of what it sees in any case."""
        return self._open(Meeting.objects.visible_to(user))

    def open_to_all(self) -> "HistoryLineQuerySet":
        """Those that every party of the agreement may read."""
        return self._open(Meeting.objects.shared())

    def _open(self, meetings) -> "HistoryLineQuerySet":
        """Those of these meetings, and of none.

        What hangs on a meeting is for those who read the meeting, what hangs on an evaluation for nobody until it closed. Of a
        meeting that is gone it is told to who would have read it: all, unless it was of its own parties alone.
        """
        gone = Q(was_closed=False) & ~Exists(Meeting.objects.filter(pk=OuterRef("meeting")))
        of_meeting = Q(meeting=None) | Q(meeting__in=meetings.order_by().values("pk")) | gone
        closed = Evaluation.objects.filter(closed_at__isnull=False).order_by().values("pk")
        return self.filter(of_meeting, Q(evaluation=None) | Q(evaluation__in=closed))


class HistoryLine(models.Model):
    """Only the program writes it, beside the row of history; it stays as it is, also when the row is gone.

    So it has keys and no relations. model and record are the row of history, row is the one it is about. was_closed says that the
    meeting was of its own parties alone when this was written.
    """

    class Kind(models.TextChoices):
        TEXT = "tekst", _("agreed text")
        CONSENT = "akkoord", _("proposals, answers and versions")
        PROGRESS = "voortgang", _("progress")
        FIGURES = "cijfers", _("figures")
        MEETINGS = "overleg", _("meetings and decisions")
        TALK = "opmerkingen", _("comments and advice")
        FILES = "bestanden", _("files")
        PARTIES = "partijen", _("who takes part")
        OTHER = "overig", _("how one works")

    model = models.CharField(_("table"), max_length=60)
    record = models.BigIntegerField(_("row of history"))
    row = models.BigIntegerField(_("row"))
    change = models.CharField(_("change"), max_length=1)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("at"))
    change_set = models.UUIDField(_("change set"), null=True)
    agreement = models.BigIntegerField(_("agreement"), null=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    goal = models.BigIntegerField(_("goal"), null=True)
    action = models.BigIntegerField(_("action"), null=True)
    indicator = models.BigIntegerField(_("indicator"), null=True)
    meeting = models.BigIntegerField(_("meeting"), null=True)
    evaluation = models.BigIntegerField(_("evaluation"), null=True)
    was_closed = models.BooleanField(_("of a closed meeting"), default=False)
    person = models.BigIntegerField(_("person"), null=True)
    by_party = models.BigIntegerField(_("party of the person"), null=True)
    of_party = models.BigIntegerField(_("party that it is about"), null=True)

    objects = HistoryLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("lines of history")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "record"],
                name="history_line_once",
                violation_error_message=_("This row of history has its line already."),
            )
        ]
        indexes = [
            models.Index(fields=["agreement", "at", "id"], name="history_line_agreement"),
            models.Index(fields=["agreement", "kind", "at", "id"], name="history_line_kind"),
            models.Index(fields=["agreement", "person", "at", "id"], name="history_line_person"),
            models.Index(fields=["goal", "at", "id"], name="history_line_goal"),
            models.Index(fields=["action", "at", "id"], name="history_line_action"),
            models.Index(fields=["indicator", "at", "id"], name="history_line_indicator"),
            models.Index(fields=["by_party", "at", "id"], name="history_line_by_party"),
            models.Index(fields=["of_party", "at", "id"], name="history_line_of_party"),
            models.Index(fields=["model", "row", "id"], name="history_line_row"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record}"
