"""How a text stands, as one picture for the website of a municipality or party: no script, no frame, no request but its own."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.agenda.content import PrintedParty
from agreements.markdown import first_words
from agreements.models.adoptable import Adoptable
from monitoring.lights import Light
from parties.models import Party
from public_site.progress import progress_of
from public_site.texts import PublicText

WIDTH, HEIGHT = 420, 172
MOST_SIGNS = 38  # of the name of the place, in large letters
ROWS = 3  # of lights below each other


@dataclass(frozen=True, slots=True)
class Badge:
    """What the picture says: where, which text, in what numbers, and how many actions have each light."""

    place: str
    title: str
    numbers: str
    counts: tuple[tuple[Light, int], ...]

    @property
    def name(self) -> str:
        return first_words(self.place or self.title, MOST_SIGNS)

    @property
    def placed(self) -> list[tuple[int, int, Light, int]]:
        """Each light with its number, at its place: in two columns."""
        at = [(22 + 200 * (n // ROWS), 86 + 24 * (n % ROWS)) for n in range(len(self.counts))]
        return [(x, y, light, number) for (x, y), (light, number) in zip(at, self.counts, strict=True)]

    @property
    def label(self) -> str:
        """All that stands in it, for who does not see it."""
        lights = ", ".join(f"{light.words}: {number}" for light, number in self.counts)
        said = [", ".join(filter(None, [self.place, self.title])), self.numbers, lights]
        return ". ".join(filter(None, said)) + "."


def badge_of(found: PublicText) -> Badge:
    content = found.content
    goals = [goal for goal in content.goals if not goal.is_dropped]
    actions = [action for action in content.actions if not action.is_dropped]
    numbers = [ngettext("%(count)s goal", "%(count)s goals", len(goals)) % {"count": len(goals)}]
    if not content.is_whole:
        numbers.append(ngettext("%(count)s action", "%(count)s actions", len(actions)) % {"count": len(actions)})
    if found.text.is_revoked:
        numbers = [_("revoked")]
    return Badge(place_of(content.signatories), _short(found.text), ", ".join(numbers), progress_of(found).counts)


def place_of(parties: tuple[PrintedParty, ...]) -> str:
    return ", ".join(party.short_name for party in parties if party.kind == Party.Kind.MUNICIPALITY)


def _short(text: Adoptable) -> str:
    if text.year is None:
        return _("prestatieafspraken %(first)s–%(last)s") % {"first": text.whole.start_year, "last": text.whole.end_year}
    return _("prestatieafspraken %(year)s") % {"year": text.year}


def line_to_copy(found: PublicText, site: str) -> str:
    """One line of HTML, with the addresses of this site. It does not tell the state, which changes: the picture does."""
    text = found.text
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
        site + text.address("public_text"),
        site + text.address("public_badge"),
        WIDTH,
        HEIGHT,
        _("%(text)s of %(place)s: what was agreed and how it stands")
        % {"text": _short(text).capitalize(), "place": place_of(found.content.signatories) or text.whole.title},
    )
