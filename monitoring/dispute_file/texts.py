"""The text in force at each moment: every version that says something of what was chosen, in full and was–wordt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.collect import whole_content_of_version
from agreements.agenda.content import AgendaContent, PrintedTheme
from agreements.agenda.ground import GroundAnswer, ground_of
from agreements.markdown import first_words
from agreements.models import Version
from agreements.versions.comparing import text_changes
from agreements.versions.fields import Fields, action_fields, figure_fields, goal_fields
from monitoring.dispute_file.choice import FileChoice
from monitoring.dispute_file.events import FileEvent
from parties.history.changes import FieldChange

FEW_WORDS = 40  # letters that tell two actions of one goal apart
_SAYS_OTHERWISE = gettext_lazy("Below stands what it says otherwise than %(text)s, %(version)s.")
_SAYS_THE_SAME = gettext_lazy("About what was chosen it says the same as %(text)s, %(version)s.")
AFTER_ITS_ANSWERS = 1  # of all that happened at one moment


@dataclass(frozen=True, slots=True)
class VersionInFile:
    """A version with what it says of the choice, and whether it was in force already when the period began."""

    row: Version
    content: AgendaContent
    was_in_force: bool

    @property
    def folder(self) -> str:
        """By which the folder knows it: «2024-versie-2»."""
        return f"{self.row.agenda.year if self.row.agenda_id else 'afspraken'}-versie-{self.row.number}"


def versions_of(choice: FileChoice) -> list[VersionInFile]:
    """Those of the period, and of each text the one in force when it began; with something of what was chosen. Oldest first."""
    first, end = choice.moments
    rows = Version.objects.filter(agreement=choice.agreement, recorded_at__lt=end).select_related(
        "agenda__agreement", "agreement"
    )
    before: dict[int | None, Version] = {}
    within = []
    for row in rows.prefetch_related("files__party").order_by("place"):
        if row.recorded_at < first:
            before[row.agenda_id] = row
        else:
            within.append(row)
    kept = [(row, True) for row in before.values()] + [(row, False) for row in within]
    found = [VersionInFile(row, chosen_of(whole_content_of_version(row), choice), is_before) for row, is_before in kept]
    return sorted((version for version in found if version.content.themes), key=lambda version: version.row.place)


def chosen_of(content: AgendaContent, choice: FileChoice) -> AgendaContent:
    """The content with nothing else in it; without themes where nothing of it was chosen."""
    themes = tuple(theme for theme in (_only(theme, choice) for theme in content.themes) if theme.goals or theme.sections)
    terms = content.terms
    if terms:
        figures = tuple(term for term in terms.figures if term.id in choice.indicators)
        terms = replace(terms, parties=(), figures=figures, rules=(), appendices=())
    return replace(content, themes=themes, terms=terms, appendices=())


def _only(theme: PrintedTheme, choice: FileChoice) -> PrintedTheme:
    goals = tuple(
        replace(goal, actions=tuple(action for action in goal.actions if action.id in choice.all_actions))
        for goal in theme.goals
        if goal.id in choice.text_goals
    )
    sections = (_only(section, choice) for section in theme.sections)
    return replace(theme, goals=goals, sections=tuple(row for row in sections if row.goals or row.sections))


def text_events(versions: Iterable[VersionInFile]) -> Iterator[FileEvent]:
    """In full the first of each text; of every other what it says otherwise than the one before, or that of the year before."""
    last: dict[int | None, VersionInFile] = {}
    for version in versions:
        agenda = version.row.agenda_id
        same, before = last.get(agenda), _of_year_before(version, last.values())
        last[agenda] = version
        earlier = same or before
        changes = tuple(_changes(earlier, version)) if earlier else ()
        yield FileEvent(
            at=version.row.recorded_at,
            order=(AFTER_ITS_ANSWERS, version.row.place),
            kind="text",
            what=_sentence(version, earlier, is_otherwise=bool(changes)),
            where=version.row.text.title,
            texts=(*_about(version.row), *(() if same else _in_full(version.content))),
            changes=changes,
        )


def _of_year_before(version: VersionInFile, others: Iterable[VersionInFile]) -> VersionInFile | None:
    year = version.row.agenda.year if version.row.agenda_id else None
    rows = [row for row in others if row.row.agenda_id and year and row.row.agenda.year < year]
    return max(rows, key=lambda row: row.row.agenda.year, default=None)


def _sentence(version: VersionInFile, earlier: VersionInFile | None, *, is_otherwise: bool) -> str:
    words = {"version": version.row.name, "text": version.row.text.title}
    if version.was_in_force:
        said = _("%(text)s, %(version)s: this was the text in force when the period began.") % words
    else:
        said = _("%(text)s, %(version)s: from now on this is the text in force.") % words
    if earlier is None:
        return said
    words = {"version": earlier.row.name, "text": earlier.row.text.title}
    compared = _SAYS_OTHERWISE if is_otherwise else _SAYS_THE_SAME
    return f"{said} {compared % words}"


def _about(row: Version) -> Iterator[FieldChange]:
    """On what it rests, and by which hash everyone knows it."""
    ground = ground_of(row)
    yield FieldChange(_("In force from"), "", date_format(row.in_force_from, "j F Y"))
    if ground.answers:
        yield FieldChange(_("Agreed by"), "", "\n".join(map(_answer, ground.answers)), is_text=True)
    if ground.signed_on:
        yield FieldChange(_("Signed on paper on"), "", date_format(ground.signed_on, "j F Y"))
    yield FieldChange(_("SHA-256 of the version"), "", row.sha256)


def _answer(answer: GroundAnswer) -> str:
    """Who, for which party, in which capacity, under which mandate, and when."""
    when: date = answer.on
    moment = date_format(timezone.localtime(answer.at), "j F Y, H:i") if answer.at else date_format(when, "j F Y")
    return ": ".join([answer.party, ", ".join(filter(None, [answer.person, answer.mandate, moment]))])


def _in_full(content: AgendaContent) -> Iterator[FieldChange]:
    for goal in content.goals:
        name = _("Goal %(number)s") % {"number": goal.number}
        yield from _all(name, goal_fields(goal))
        for action in goal.actions:
            words = [_("Action of goal %(number)s") % {"number": goal.number}, action.number, action.project]
            apart = [] if action.number or action.project else [first_words(action.text, FEW_WORDS)]
            yield from _all(" · ".join(filter(None, [*words, *apart])), action_fields(action))
    for figure in content.terms.figures if content.terms else ():
        yield from _all(_("Figure: %(name)s") % {"name": figure.name}, figure_fields(figure))


def _all(name: str, said: Fields) -> Iterator[FieldChange]:
    """What the row is about, and in one line below it what else was agreed; number and project stand in its name."""
    first, _number, *rest = said
    yield FieldChange(name, "", first.words, is_text=first.is_text)
    more = [f"{field.label}: {field.words}" for field in rest if field.words and field.words not in name]
    if more:
        yield FieldChange(_("Agreed with it"), "", "\n".join(more), is_text=True)


def _changes(was: VersionInFile, becomes: VersionInFile) -> Iterator[FieldChange]:
    """Of goals, actions and figures; each named by its row and how it changed."""
    for row in text_changes(was.content, becomes.content):
        if row.about[0] not in {"goal", "action", "figure"} or row.is_quiet:
            continue
        name = f"{row.heading} ({', '.join(filter(None, [*row.tags, row.note]))})"
        for change in row.changes or (FieldChange("", "", row.note or name),):
            label = f"{name}, {change.label[:1].lower()}{change.label[1:]}" if change.label else name
            yield replace(change, label=label)
