"""The whole country in bulk: a few places at a time, and of those the years in order, as they came."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db import connection, transaction

from agreements.models import Agenda
from monitoring.models import Position, Round
from monitoring.position.collect import collect_state
from monitoring.scale.consent import (
    OPEN_EACH,
    Chain,
    adopt,
    change_halfway,
    document_in_their_place,
    keep_heads,
    leave_open,
    moment,
    propose_draft,
)
from monitoring.scale.country import Country, InvolvedIn
from monitoring.scale.meetings import make_meetings
from monitoring.scale.people import Everyone, make_everyone
from monitoring.scale.progress import asked_in, make_progress
from monitoring.scale.rows import Pile, insert, note_change
from monitoring.scale.texts import AgreementMade, YearMade, make_agreement, make_year
from parties.canonical import hash_of
from parties.models import User

TOGETHER = 20  # places
YEARS_WITH_POSITIONS = 2  # of their last round; the others have none, as those from before positions were kept


@dataclass
class PlaceInTime:
    """A place while its years are made."""

    where: InvolvedIn
    chains: dict[tuple[int, int], Chain]
    now: AgreementMade | None = None

    @property
    def chain(self) -> Chain:
        return self.chains[(self.now.agreement.start_year, self.now.agreement.end_year)]


def generate(country: Country, *, say: Callable[[str], None] = lambda _words: None) -> None:
    """Fill the database; each group of places is a transaction."""
    document_in_their_place.cache_clear()
    began = datetime(country.first_year - 1, 9, 1, 9, tzinfo=UTC)
    with transaction.atomic():
        everyone = make_everyone(country, at=began)
    places = iter(list(country.places()))
    done = 0
    while group := list(islice(places, TOGETHER)):
        with transaction.atomic():
            _make_group(country, everyone, [PlaceInTime(where, {}) for where in group])
        _count_rows()
        done += len(group)
        say(f"{done} gemeenten")


def _count_rows() -> None:
    """So that the database chooses its ways by what is there now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _make_group(country: Country, everyone: Everyone, places: list[PlaceInTime]) -> None:
    for year in range(country.first_year - 4, country.today.year + 2):
        _begin_agreements(country, everyone, places, year)
        made = list(_agendas_of(country, places, year))
        if made:
            _live_through(country, made, year)
    keep_heads(chain for place in places for chain in place.chains.values())


def _begin_agreements(country: Country, everyone: Everyone, places: list[PlaceInTime], year: int) -> None:
    """Those whose first year it is: their texts, and where they adopt it as a whole that version."""
    pile, begun = Pile(), []
    for place in places:
        for period in country.periods(place.where.place):
            if period[0] == year:
                place.now = make_agreement(pile, place.where, period, everyone, place.now)
                place.chains[period] = Chain(place.now)
                begun.append(place)
    pile.put_down(at=moment(date(year - 1, 10, 1)))
    whole = [(place.chain, place.now.agreement) for place in begun if place.now.agreement.is_adopted]
    if whole:
        adopt(whole, on=date(year - 1, 12, 14))


def _agendas_of(country: Country, places: list[PlaceInTime], year: int) -> Iterator[tuple[PlaceInTime, YearMade]]:
    pile, made = Pile(), []
    for place in places:
        for period in country.periods(place.where.place):
            if year in country.agenda_years(place.where.place, period):
                made.append((place, make_year(pile, place.now, year, state=_state(country, place, year))))
    pile.put_down(at=moment(min(date(year - 1, 10, 15), country.today - timedelta(days=40))))
    return iter(made)


def _state(country: Country, place: PlaceInTime, year: int) -> str:
    if year > country.today.year:
        return Agenda.State.PROPOSED if place.where.place % 6 == 0 else Agenda.State.DRAFT
    return Agenda.State.CLOSED if year < country.today.year else Agenda.State.ADOPTED


def _live_through(country: Country, made: list[tuple[PlaceInTime, YearMade]], year: int) -> None:
    """A year is adopted, changed, reported on and met about; or only written, when it is still to come."""
    today = country.today
    if year > today.year:
        for place, found in made:
            if found.agenda.state == Agenda.State.PROPOSED:
                propose_draft(place.chain, found, today=today)
        return
    chains = [(place.chain, found) for place, found in made]
    adopt([(chain, found.agenda) for chain, found in chains], on=date(year - 1, 12, 14))
    if date(year, 7, 1) < today:
        change_halfway(chains, on=date(year, 7, 1))
    pile, rounds = Pile(), []
    for chain, found in chains:
        version = next(row for row in reversed(chain.versions) if row.text is found.agenda)
        rounds += [(row, found) for row in make_progress(pile, chain.made, found, version, today=today)]
        make_meetings(pile, chain.made, found, today=today)
    pile.put_down(at=moment(min(date(year, 1, 5), today)))
    _close_rounds(country, rounds, year)
    if year == today.year:
        for chain, found in chains:
            if chain.made.place % OPEN_EACH == 1:
                leave_open(chain, found, today=today)
    else:
        note_change(Agenda, [found.agenda for _chain, found in chains], at=moment(date(year + 1, 1, 15)))


def _close_rounds(country: Country, rounds: list[tuple[Round, YearMade]], year: int) -> None:
    closed = [(row, found) for row, found in rounds if row.closed_at]
    for row, found in closed:
        row.asked = asked_in(found)
    Round.objects.bulk_update([row for row, _found in closed], ["asked"], batch_size=100)
    note_change(Round, [row for row, _found in closed], at=moment(min(date(year, 11, 25), country.today)))
    if year > country.today.year - YEARS_WITH_POSITIONS:
        newest = {found.agenda.pk: (row, found) for row, found in closed}.values()
        insert((_position(row, found, row.closed_by) for row, found in newest), at=moment(country.today))


def _position(round: Round, found: YearMade, by: User) -> Position:
    agenda = Agenda.objects.select_related("agreement").get(pk=found.agenda.pk)
    content = collect_state(agenda, round).to_json()
    position = Position(agenda=found.agenda, round=round, reference_date=round.reference_date, made_by=by)
    position.content, position.sha256, position.made_at = content, hash_of(content), round.closed_at
    return position
