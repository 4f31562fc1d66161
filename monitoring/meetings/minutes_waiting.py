"""Which minutes wait for a person: for a reaction of the own party, for an answer to reactions, or to be adopted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from agreements.models import Participation
from agreements.models.agreement import in_year
from monitoring.models import Meeting, MeetingParty, MinutesReaction
from parties.models import User
from parties.models.party import REPORTED_PARTIES, SIGNED_PARTIES

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
    unanswered = Exists(MinutesReaction.objects.filter(meeting=OuterRef("pk"), answer=None))
    sent = Meeting.objects.visible_to(user).filter(minutes_sent_at__isnull=False, adopted=None).order_by()
    kept, minuted = (
        rows.order_by().values("pk") for rows in (Meeting.objects.coordinated_by(user), Meeting.objects.minuted_by(user))
    )
    over = Q(react_until=None) | Q(react_until__lt=today)
    # As lists of keys: PostgreSQL asks each once, and not again for each of thousands of meetings.
    reacts = sent.filter(react_until__gte=today).filter(Exists(_silent_parties(user)))
    adopts = sent.filter(over, ~unanswered, pk__in=kept).filter(Exists(_later_meetings(today)))
    rows = Meeting.objects.annotate(
        reacts=Q(pk__in=reacts.values("pk")),
        answers=Q(pk__in=sent.filter(unanswered, pk__in=minuted).values("pk")),
        adopts=Q(pk__in=adopts.values("pk")),
    )
    waiting = rows.filter(Q(reacts=True) | Q(answers=True) | Q(adopts=True)).select_related("agreement")
    found = list(waiting.order_by(F("react_until").asc(nulls_last=True), "held_on", "pk")[: 3 * SHOWN])
    return WaitingMinutes(*(_first(found, name) for name in ("reacts", "answers", "adopts")))


def _first(rows: Iterable[Meeting], name: str) -> tuple[Meeting, ...]:
    return tuple(row for row in rows if getattr(row, name))[:SHOWN]


def _silent_parties(user: User):
    """The parties of the meeting in whose name the person speaks, and that did not react yet."""
    own = Q(party__in=REPORTED_PARTIES.keys(user.pk)) | Q(party__in=SIGNED_PARTIES.keys(user.pk))
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
