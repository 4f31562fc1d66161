"""What can be laid beside each other: a year, the agreement as a whole, a version, a position; a text also as it was on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from agreements.agenda.collect import whole_content_in_few_queries, whole_content_of_version
from agreements.agenda.content import AgendaContent
from agreements.agenda.rows import extend
from agreements.models import Agenda, Agreement, Version
from agreements.models.adoptable import Adoptable
from agreements.versions.as_it_was import as_it_was, moment_in_words, text_then
from monitoring.models import Position
from monitoring.position.collect import state_in
from monitoring.position.state import State, StateAction
from parties.models import User

WHOLE, VERSION, POSITION = "heel", "-v", "stand-"


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """One of the two texts: what it is called, what it says, of which moment it is, and the lights that are known of it."""

    key: str
    name: str
    content: AgendaContent
    at: datetime
    lights: Mapping[int, StateAction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChosenText:
    """What one can choose: its key in the address, its name, and the row."""

    key: str
    name: str
    row: Adoptable | Version | Position


class Texts:
    """All that can be chosen of an agreement that the person may see; there is no such page else. Three queries."""

    def __init__(self, user: User, slug: str):
        agendas = Agenda.objects.visible_to(user).filter(agreement__slug=slug).select_related("agreement")
        self.agendas = list(agendas.order_by("-year"))
        agreement = self.agendas[0].agreement if self.agendas else Agreement.objects.visible_to(user).at(slug)
        self.agreement = agreement
        of_year = {agenda.pk: agenda for agenda in self.agendas}
        self.versions = list(Version.objects.filter(agreement=agreement).defer("content").order_by("-place"))
        for version in self.versions:
            version.agreement, version.agenda = agreement, of_year.get(version.agenda_id)
        positions = Position.objects.filter(agenda__agreement=agreement).with_witnesses()
        self.positions = list(positions.defer("content"))
        for position in self.positions:
            position.agenda = of_year[position.agenda_id]
        self.by_key = {text.key: text for _group, texts in self.groups() for text in texts}

    def groups(self) -> Iterator[tuple[str, tuple[ChosenText, ...]]]:
        texts = [ChosenText(str(row.year), row.title, row) for row in self.agendas]
        yield _("Texts"), (*texts, ChosenText(WHOLE, _("The agreement as a whole"), self.agreement))
        yield _("Versions"), tuple(ChosenText(_key_of_version(row), _name_of_version(row), row) for row in self.versions)
        yield (
            _("Positions"),
            tuple(ChosenText(f"{POSITION}{row.pk}", f"{row.agenda.year} · {row}", row) for row in self.positions),
        )

    @property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [(group, [(text.key, text.name) for text in texts]) for group, texts in self.groups() if texts]

    def has_moments(self, key: str) -> bool:
        """Whether it is a text that changes, and not what was kept of one."""
        return not isinstance(self.by_key[key].row, Version | Position)

    def suggested(self) -> tuple[str, str] | None:
        """What one asks for most: of the year in front what it was first and is now, else the year before and this one."""
        years = [row.year for row in self.agendas]
        front = self.agreement.year_in_front
        year = front if front in years else next(iter(years), None)
        if year is None:
            return None
        own = [row for row in self.versions if row.agenda_id and row.agenda.year == year]
        if len(own) > 1:
            return _key_of_version(own[-1]), str(year)
        earlier = [each for each in years if each < year] or years[1:]
        return (str(max(earlier)), str(max(year, *years) if year in earlier else year)) if earlier else None


def _key_of_version(row: Version) -> str:
    return f"{row.agenda.year if row.agenda_id else WHOLE}{VERSION}{row.number}"


def _name_of_version(row: Version) -> str:
    return f"{row.agenda.year if row.agenda_id else _('The agreement as a whole')} · {row.name}"


def side_of(text: ChosenText, on: datetime | None, *, now: datetime) -> ComparedSide | None:
    """on is the moment of which a year or the whole is read; None where there was no such text yet.

    PositionTamperedError where a position is not what was frozen.
    """
    if isinstance(text.row, Position):
        return _position_side(text, text.row)
    if isinstance(text.row, Version):
        return ComparedSide(text.key, text.name, whole_content_of_version(text.row), text.row.recorded_at)
    if on is None:
        return ComparedSide(text.key, _with_standing(text.name, text.row), whole_content_in_few_queries(text.row), now)
    with as_it_was(on):
        then = text_then(text.row)
        content = whole_content_in_few_queries(then) if then else None
    if then is None or content is None:
        return None
    name = _("%(text)s as on %(moment)s") % {"text": text.name, "moment": moment_in_words(on)}
    return ComparedSide(text.key, name, content, on)


def _with_standing(name: str, text: Adoptable) -> str:
    return f"{name} ({text.standing[:1].lower()}{text.standing[1:]})"


def _position_side(text: ChosenText, position: Position) -> ComparedSide:
    state = state_in(position, position.agenda.agreement)
    return ComparedSide(text.key, text.name, content_in(state, position.made_at), position.made_at, _lights_in(state))


def content_in(state: State, at: datetime) -> AgendaContent:
    """The text in a state; figures and what binds beside the words are not compared with it."""
    return extend(AgendaContent, state, appendices=(), changed_at=at)


def _lights_in(state: State) -> dict[int, StateAction]:
    return {action.id: action for action in state.actions}


def lights_beside(was: ComparedSide, becomes: ComparedSide) -> dict[int, tuple[str, str]]:
    """By action as it is in the later text: how it stood and how it stands, where both are known and differ."""
    found = {}
    for action in becomes.lights.values():
        before = next((was.lights[pk] for pk in action.lineage if pk in was.lights), None)
        if before is not None and _light(before) != _light(action):
            found[action.id] = (_light(before), _light(action))
    return found


def _light(action: StateAction) -> str:
    """In words; of a light that is split both."""
    return " / ".join(str(light) for light in (action.light, action.other_light) if light) or _("dropped")
