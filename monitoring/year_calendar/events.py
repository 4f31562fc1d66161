"""What stands in the calendar of a year: one shape for everything that has a day, with its state in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement, Participation
from agreements.models.agreement import InAgreement, InAgreementQuerySet
from monitoring.models import DisputeNotice
from parties.models import User
from parties.models.party import PARTIES_OF
from parties.prepared import Prepared


class EventKind(models.TextChoices):
    """In the order of the lanes; the value stands in the address of the page."""

    LAW = "wet", _("steps of the year")
    MEETING = "overleg", _("meetings")
    ROUND = "ronde", _("rounds")
    FIGURE = "cijfers", _("figures")
    ADVICE = "advies", _("advice")
    ANSWER = "vaststelling", _("adoption and answers")
    CONDITION = "voorwaarden", _("conditions")
    PROJECT = "projecten", _("projects")
    EVALUATION = "evaluatie", _("evaluation of the year")
    REVIEW = "herijking", _("review of the agreement (herijking)")
    DISPUTE = "geschil", _("disputes")


class EventState(models.TextChoices):
    """late comes first where several stand on one day."""

    LATE = "late", pgettext_lazy("of an event", "too late")
    COMING = "coming", pgettext_lazy("of an event", "to come")
    DONE = "done", pgettext_lazy("of an event", "done")
    UNKNOWN = "unknown", pgettext_lazy("of an event", "not recorded")
    OFF = "off", pgettext_lazy("of an event", "cancelled")
    ALWAYS = "always", pgettext_lazy("of an event", "the whole year")


@dataclass(frozen=True, slots=True)
class YearEvent:
    """on is its day or its last one, None for what holds the whole year; begins its first where it lasts longer.

    row is what it is about, for what a calendar must know of how it changed; a step that nobody changed has no key.
    """

    kind: str
    on: date | None
    what: str
    who: str
    state: str
    address: str
    uid: str
    row: models.Model
    basis: str = ""
    begins: date | None = None

    @property
    def kind_words(self) -> str:
        return str(EventKind(self.kind).label)

    @property
    def state_words(self) -> str:
        return str(EventState(self.state).label)


def agreements_of(user: User) -> InAgreementQuerySet:
    """Those that the person reads, each with is_followed, whether another one comes after it, and has_notices, of disputes."""
    following = Agreement.objects.filter(predecessor=models.OuterRef("pk"))
    notices = DisputeNotice.objects.filter(agreement=models.OuterRef("pk"))
    found = {"is_followed": models.Exists(following), "has_notices": models.Exists(notices)}
    return Agreement.objects.visible_to(user).annotate(**found)


def read_by(user: int, model: type[InAgreement], agreements: Collection[int], *, is_superuser: bool):
    """The rows of the model that the person reads, of these agreements."""
    person = User(pk=user, is_superuser=is_superuser)
    return model.objects.visible_to(person).in_agreements(agreements)  # type: ignore[attr-defined]


@Prepared.in_order
def _taking_part(user: int, agreements: Collection[int]) -> models.QuerySet[Participation]:
    """Each with is_own, whether its party is one of the person's."""
    rows = Participation.objects.accepted().going_on().filter(agreement__in=agreements).select_related("party")
    own = models.Q(party__in=PARTIES_OF.keys(user))
    is_own = models.ExpressionWrapper(own, output_field=models.BooleanField())
    return rows.annotate(is_own=is_own).order_by("position", "pk")


@dataclass(frozen=True)
class YearQuery:
    """For whom, of which of agreements_of(), and from which through which day. own: only what concerns the person's parties."""

    user: User
    agreements: tuple[Agreement, ...]
    first: date
    last: date
    today: date
    own: bool = False

    def rows(self, query: Prepared, *days: date, **named) -> list[Any]:
        """What a query answers for the person, of these agreements and days. One query, or none without agreements."""
        keys = tuple(agreement.pk for agreement in self.agreements)
        who = {"is_superuser": self.user.is_superuser, **named}
        return query.models(self.user.pk, keys, *(days or self.days), **who) if keys else []

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def state_of(self, day: date, *, is_done: bool) -> str:
        if is_done:
            return EventState.DONE
        return EventState.LATE if day < self.today else EventState.COMING

    @cached_property
    def parties(self) -> dict[int, list[tuple[str, str, bool]]]:
        """By agreement the kind and name of each party that takes part, and whether it is the person's. One query."""
        found: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
        if keys := tuple(agreement.pk for agreement in self.agreements):
            for row in _taking_part.models(self.user.pk, keys):
                found[row.agreement_id].append((row.party.kind, str(row.party), row.is_own))
        return found

    def names(self, agreement: int, kinds: Iterable[str]) -> list[str]:
        kinds = set(kinds)
        return [name for kind, name, _own in self.parties[agreement] if kind in kinds]

    def concerns_own(self, agreement: int, kinds: Iterable[str]) -> bool:
        kinds = set(kinds)
        return not self.own or any(own and kind in kinds for kind, _name, own in self.parties[agreement])
