"""Which parties there are, who works where, and over which years they agree: the same for the same numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MUNICIPALITIES, ASSOCIATIONS, OF_LARGEST = 342, 280, 166  # of the Netherlands in 2025, and where the largest association works
MOST_IN_ONE_PLACE = 5
LARGE = 24  # associations that work in more than one place
PERIOD = 4
BEGINNINGS = ("Aalde", "Berk", "Brand", "Dieper", "Elzen", "Groene", "Haver", "Hoog", "Kersen", "Linde")
BEGINNINGS += ("Maan", "Noorder", "Oude", "Peppel", "Roer", "Steen", "Veen", "Wester", "Zand")
ENDINGS = ("beek", "berg", "bosch", "brug", "dam", "dijk", "donk", "drecht", "hoven", "horst")
ENDINGS += ("kerk", "laar", "meer", "mond", "poort", "veld", "waard", "wijk", "zele")


@dataclass(frozen=True)
class InvolvedIn:
    """One municipality, by its number, with the numbers of the associations that work in it; each has its tenants."""

    place: int
    associations: tuple[int, ...]

    @property
    def tenants(self) -> tuple[int, ...]:
        """Those whose tenants' organisation takes part: of the three that lead most."""
        return self.associations[:3]


@dataclass(frozen=True)
class Country:
    municipalities: int
    years: int
    today: date
    only: int | None = None  # the one place of which the agreements are made; the parties are all there

    @property
    def associations(self) -> int:
        return max(1, round(self.municipalities * ASSOCIATIONS / MUNICIPALITIES))

    @property
    def first_year(self) -> int:
        return self.today.year - self.years + 1

    def places(self) -> Iterator[InvolvedIn]:
        """Association 0 is the largest; the first few work in many places, spread evenly, and every place has one of its own."""
        for place in range(self.municipalities) if self.only is None else [self.only]:
            large = [number for number in range(min(LARGE, self.associations)) if self._works(number, place)]
            found = dict.fromkeys([*large[: MOST_IN_ONE_PLACE - 1], self._own(place)])
            yield InvolvedIn(place, tuple(found))

    @property
    def with_largest(self) -> int:
        """The first place where the largest association works, and where the next year is being written."""
        found = [row.place for row in self.places() if 0 in row.associations]
        return next((place for place in found if place % 2 == 0 and place % 6), found[0])

    def _own(self, place: int) -> int:
        """Of the associations that work in one or two places the one that works here; in a small country there are none."""
        local = self.associations - LARGE
        return LARGE + place % local if local > 0 else place % self.associations

    def _works(self, association: int, place: int) -> bool:
        share = max(1, round(self.municipalities * OF_LARGEST / MUNICIPALITIES / (1 + association)))
        shifted = place + 7 * association
        return (shifted + 1) * share // self.municipalities != shifted * share // self.municipalities

    def periods(self, place: int) -> Iterator[tuple[int, int]]:
        """First and last year of each agreement of the place, the oldest first; places do not all begin in the same year."""
        start = self.today.year - place % PERIOD
        while start > self.first_year:
            start -= PERIOD
        while start <= self.today.year:
            yield start, start + PERIOD - 1
            start += PERIOD

    def agenda_years(self, place: int, period: tuple[int, int]) -> range:
        """The years of the period that have an agenda; half of the places write at the next one."""
        start, end = period
        last = self.today.year + (1 if place % 2 == 0 else 0)
        return range(max(start, self.first_year), min(end, last) + 1)


def name_of_place(number: int) -> str:
    """A name as Dutch places have, of its own for every number."""
    round_trip, within = divmod(number, len(BEGINNINGS) * len(ENDINGS))
    ending, beginning = divmod(within, len(BEGINNINGS))
    name = f"{BEGINNINGS[beginning]}{ENDINGS[(ending + beginning) % len(ENDINGS)]}"
    return f"{name} {round_trip + 1}" if round_trip else name
