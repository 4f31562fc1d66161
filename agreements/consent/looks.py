"""When somebody of a party last saw a text that waits for its adoption, and what changed in it since.

Kept is the party and the moment, not the person, at most once an hour; nothing once the text is adopted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from agreements.agenda.content import AgendaContent, build
from agreements.agenda.rows import AgendaRows
from agreements.agenda.withheld import masked, passages_in
from agreements.models import LastLook, Participation
from agreements.models.adoptable import Adoptable
from agreements.models.withholding import Passage
from agreements.versions.as_of import Past, read_past
from agreements.versions.comparing import TextChange, text_changes
from parties.models import Membership, Party

AT_MOST_EVERY = timedelta(hours=1)
LOOKS = "looks"  # in the session: when the person looked at which text, within the last hour


@dataclass(frozen=True)
class PartyLook:
    """looked_at is None where nobody of the party has looked; changes are those since by other parties than this one."""

    party: Party
    looked_at: datetime | None
    changes: tuple[TextChange, ...] = ()


def note_look(request: HttpRequest, text: Adoptable) -> None:
    """Somebody reads the text, as a page or a document. No query, unless it is the first look of the person in an hour."""
    now = timezone.now()
    if request.method != "GET" or text.is_adopted or _is_fetched_ahead(request) or _looked_just_now(request, text, now):
        return
    recent = LastLook.objects.of(text).filter(party=OuterRef("pk"), looked_at__gt=now - AT_MOST_EVERY)
    taking_part = Participation.objects.accepted().of_text(text).values("party")
    for party in Party.objects.own_of(request.user).filter(~Exists(recent), pk__in=taking_part):
        agenda = None if text.year is None else text
        LastLook.objects.update_or_create(
            party=party, agreement=text.whole, agenda=agenda, defaults={"looked_at": now}
        )  # two at one moment: one of them writes


def _looked_just_now(request: HttpRequest, text: Adoptable, now: datetime) -> bool:
    """Whether this session noted a look at the text within the hour; if not, it does so now."""
    name, oldest = f"{text._meta.model_name} {text.pk}", (now - AT_MOST_EVERY).timestamp()
    looks = {key: at for key, at in request.session.get(LOOKS, {}).items() if at > oldest}
    if name in looks:
        return True
    request.session[LOOKS] = {**looks, name: now.timestamp()}
    return False


def _is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks this before anybody wants to read it."""
    headers = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in header or "prerender" in header for header in headers)


def looks_at(text: Adoptable, rows: AgendaRows) -> tuple[PartyLook, ...]:
    """Every party that takes part, in the order of the agreement, with what changed since it looked.

    rows are how the text reads now. A number of queries that does not grow with the parties.
    """
    taking_part = Participation.objects.accepted().of_text(text).select_related("party").order_by(*Participation._meta.ordering)
    parties = [row.party for row in taking_part]
    looked = dict(LastLook.objects.of(text).values_list("party", "looked_at"))
    if not looked:
        return tuple(PartyLook(party, None) for party in parties)
    past, now = read_past(text, rows, since=min(looked.values())), build(rows)
    people = _people_of(parties)
    withheld = passages_in(text.whole)
    return tuple(
        PartyLook(party, looked.get(party.pk), _changes(past, now, looked.get(party.pk), people[party.pk], withheld))
        for party in parties
    )


def _people_of(parties: list[Party]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = {party.pk: set() for party in parties}
    for party, user in Membership.objects.filter(party__in=people).values_list("party", "user"):
        people[party].add(user)
    return people


def _changes(
    past: Past, now: AgendaContent, looked_at: datetime | None, people: set[int], withheld: tuple[Passage, ...]
) -> tuple[TextChange, ...]:
    if looked_at is None:
        return ()
    return text_changes(build(masked(past.at(looked_at, not_by=people), withheld)), now)
