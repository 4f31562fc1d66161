"""The days of an advice: how it stands on a day, and from which day one may act. Days of the Dutch calendar, nothing else."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TERM = timedelta(weeks=6)
TIME_TO_ANSWER = timedelta(days=14)
REST = timedelta(days=3)  # whole days, after the day on which the answer arrived
A_DAY = timedelta(days=1)


class AdviceOutcome(models.TextChoices):
    NO_OBJECTION = "no_objection", _("no objection")
    POSITIVE = "positive", pgettext_lazy("advice", "positive")
    POSITIVE_IF = "positive_if", _("positive, provided that")
    NEGATIVE = "negative", pgettext_lazy("advice", "negative")


class AdviceFollows(models.TextChoices):
    FOLLOWED = "followed", _("followed")
    PARTLY = "partly", _("partly followed")
    NOT = "not", _("not followed")


class AdviceState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("advice", "asked")
    TERM_OVER = "term_over", _("the term is over without advice")
    GIVEN = "given", pgettext_lazy("advice", "given")
    TO_ANSWER = "to_answer", _("given, and to be answered")
    ANSWERED = "answered", pgettext_lazy("advice", "answered")
    WITHDRAWN = "withdrawn", _("request withdrawn")


TO_ANSWER = (AdviceOutcome.POSITIVE_IF, AdviceOutcome.NEGATIVE)


class AdviceDays(models.Model):
    """What follows from the days on which an advice was asked, given and answered."""

    outcome: str
    follows: str
    due_on: date
    given_on: date | None
    answered_on: date | None
    withdrawn_on: date | None

    class Meta:
        abstract = True

    @property
    def is_given(self) -> bool:
        return self.given_on is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_on is not None

    @property
    def is_answered(self) -> bool:
        return self.answered_on is not None

    @property
    def is_late(self) -> bool:
        """Whether the advice came after the term: it is read and may be answered, and holds nothing up."""
        return self.given_on is not None and self.given_on > self.due_on

    @property
    def asks_answer(self) -> bool:
        """Whether the party advises against it, or makes a condition: then it hears what is done with that."""
        return self.is_given and self.outcome in TO_ANSWER

    @property
    def answer_due_on(self) -> date | None:
        """The last day for an answer with reasons; None where the law asks none."""
        return self.given_on + TIME_TO_ANSWER if self.given_on and self.asks_answer and not self.is_late else None

    def state_on(self, day: date) -> AdviceState:
        if self.is_withdrawn:
            return AdviceState.WITHDRAWN
        if self.is_answered:
            return AdviceState.ANSWERED
        if self.is_given:
            return AdviceState.TO_ANSWER if self.answer_due_on else AdviceState.GIVEN
        return AdviceState.ASKED if day <= self.due_on else AdviceState.TERM_OVER

    @property
    def state(self) -> AdviceState:
        """As it stands today in the Netherlands."""
        return self.state_on(timezone.localdate())

    @property
    def is_running(self) -> bool:
        return self.state == AdviceState.ASKED

    @property
    def clear_on(self) -> date | None:
        """The first day on which one may act; None when the request was withdrawn, or while an answer is still to come."""
        if self.is_withdrawn:
            return None
        if not self.is_given or self.is_late:
            return self.due_on + A_DAY
        if not self.asks_answer:
            return self.given_on
        if self.answered_on is None:
            return None
        return self.answered_on if self.follows == AdviceFollows.FOLLOWED else self.answered_on + REST + A_DAY

    def is_clear(self, day: date) -> bool:
        return self.clear_on is not None and self.clear_on <= day

    @property
    def days_left(self) -> int:
        """Until the last day of what is awaited now: the advice, or the answer to it; negative when that day is over."""
        return ((self.answer_due_on or self.due_on) - timezone.localdate()).days
