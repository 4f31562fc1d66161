"""Which minutes wait for a person: for a reaction of the own party, for an answer to reactions, or to be adopted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from agreements.models import Participation
from agreements.models.agreement import in_year
from monitoring.models import Meeting, MeetingParty, MinutesReaction
from parties.models import User
from parties.models.party import REPORTED_PARTIES, SIGNED_PARTIES, WRITING_PARTIES
from parties.prepared import Prepared

SHOWN = 12
OF_ALL = (Meeting.Kind.AMBTELIJK, Meeting.Kind.BESTUURLIJK)


@dataclass(frozen=True, slots=True)
class WaitingMinutes:
    """The meetings of which the minutes wait, the soonest last day first."""

    to_react: tuple[Meeting, ...] = ()
    to_answer: tuple[Meeting, ...] = ()
    to_adopt: tuple[Meeting, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.to_react or self.to_answer or self.to_adopt)


def waiting_minutes(user: User, today: date) -> WaitingMinutes:
    """What waits for the person of minutes that were sent and are not adopted. One query, however many meetings there are."""
    found = _waiting.models(user.pk, today, is_superuser=user.is_superuser)
    return WaitingMinutes(*(_first(found, name) for name in ("reacts", "answers", "adopts")))


@Prepared
def may_wait_for(user: int, today: date, *, is_superuser: bool) -> QuerySet:
    """The meetings whose minutes were sent and are not adopted: those that one can still react to, that the person takes the
    minutes of, or coordinates.

    Three lists of keys: put together with OR, PostgreSQL asked each of them for each meeting of the country.
    """
    person = User(pk=user, is_superuser=is_superuser)
    reacting = Meeting.objects.visible_to(person).filter(react_until__gte=today)
    taken = Meeting.objects.filter(minuted_by__in=WRITING_PARTIES.keys(user))  # as minuted_by() has it, or more
    first, *others = (
        meetings.filter(minutes_sent_at__isnull=False, adopted=None).order_by().values("pk")
        for meetings in (reacting, taken, Meeting.objects.coordinated_by(person))
    )
    return first.union(*others)


@Prepared.in_order
def _waiting(user: int, today: date, *, is_superuser: bool) -> QuerySet[Meeting]:
    """Of those whether for a reaction, an answer or to be adopted; what costs more only of a meeting for which it is the day."""
    person = User(pk=user, is_superuser=is_superuser)
    kept, minuted = (
        rows.order_by().values("pk") for rows in (Meeting.objects.coordinated_by(person), Meeting.objects.minuted_by(person))
    )
    unanswered = Exists(MinutesReaction.objects.filter(meeting=OuterRef("pk"), answer=None))
    over = Q(react_until=None) | Q(react_until__lt=today)
    rows = Meeting.objects.visible_to(person).filter(pk__in=may_wait_for.keys(user, today, is_superuser=is_superuser))
    rows = rows.annotate(
        reacts=_if(Q(react_until__gte=today), Exists(_silent_parties(user))),
        answers=_if(Q(pk__in=minuted), unanswered),
        adopts=_if(over & Q(pk__in=kept) & ~Q(unanswered), Exists(_later_meetings(today))),
    )
    waiting = rows.filter(Q(reacts=True) | Q(answers=True) | Q(adopts=True)).select_related("agreement")
    return waiting.order_by(F("react_until").asc(nulls_last=True), "held_on", "pk")[: 3 * SHOWN]


def _if(day: Q, is_so: Exists) -> Case:
    return Case(When(day, then=is_so), default=Value(False), output_field=BooleanField())


def _first(rows: Iterable[Meeting], name: str) -> tuple[Meeting, ...]:
    return tuple(row for row in rows if getattr(row, name))[:SHOWN]


def _silent_parties(user: int):
    """The parties of the meeting in whose name the person speaks, and that did not react yet."""
    own = Q(party__in=REPORTED_PARTIES.keys(user)) | Q(party__in=SIGNED_PARTIES.keys(user))
    there = in_year(OuterRef("held_on__year"), "from_year", "to_year")
    rows = Participation.objects.accepted().going_on().filter(own, there, agreement=OuterRef("agreement"))
    parties = MeetingParty.objects.filter(meeting=OuterRef(OuterRef("pk")))
    rows = rows.filter(~Exists(parties) | Exists(parties.filter(party=OuterRef("party"))))
    return rows.filter(~Exists(MinutesReaction.objects.filter(meeting=OuterRef(OuterRef("pk")), party=OuterRef("party"))))


def _later_meetings(today: date):
    """Those that can adopt the minutes: of the same kind, held since, with the quorum; of few parties between the same ones."""
    later = Meeting.objects.taking_place().filter(
        agreement=OuterRef("agreement"),
        kind=OuterRef("kind"),
        held_on__gte=OuterRef("held_on"),
        held_on__lte=today,
        quorum_missed=False,
    )
    ours = MeetingParty.objects.filter(meeting=OuterRef(OuterRef("pk")))
    in_theirs = MeetingParty.objects.filter(meeting=OuterRef(OuterRef("pk")), party=OuterRef("party"))
    in_ours = MeetingParty.objects.filter(meeting=OuterRef(OuterRef(OuterRef("pk"))), party=OuterRef("party"))
    theirs = MeetingParty.objects.filter(meeting=OuterRef("pk"))
    same_parties = ~Exists(ours.filter(~Exists(in_theirs))) & ~Exists(theirs.filter(~Exists(in_ours)))
    same_subject = ~Q(kind=Meeting.Kind.THEMATIC) | Q(title=OuterRef("title"))
    return later.exclude(pk=OuterRef("pk")).filter(Q(kind__in=OF_ALL) | (same_subject & same_parties))
