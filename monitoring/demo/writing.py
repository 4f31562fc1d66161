"""The text of an agreement, year by year, as a coordinator writes it: each row asks the lock and the owners of its fields."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from django.core.files.base import ContentFile

from agreements.agenda.words import words_of
from agreements.consent.lock import demand_unlocked
from agreements.contacts.handover import choose_contacts
from agreements.models import (
    Action,
    ActionLink,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    SourceDocument,
    Target,
    Theme,
)
from agreements.taking_part.workflow import say_yes
from monitoring.demo.stage import Stage, folder
from parties.history.records import CheckedModel, change_set
from parties.models import User

BEGUN, WRITTEN = "Nieuwe afspraken (fictief)", "Tekst geschreven (fictief)"
DECIDED, CHOSEN = "Besluit van het bestuurlijk overleg (fictief)", "Contactpersoon gekozen (fictief)"
SAME = "="


class Writer:
    """Writes what a file says of an agreement, as this person."""

    def __init__(self, data: dict, stage: Stage, by: User):
        self.data, self.stage, self.by = data, stage, by
        self._locks: dict = {}  # what stands still, as it was read for this change

    # -- The agreement and who takes part

    def begin(self) -> None:
        """The agreement and its parties: the own one takes part, the others are asked."""
        with change_set(reason=BEGUN, user=self.by):
            agreement = Agreement(**self.data["agreement"])
            agreement.save()
            for place, row in enumerate(self.data["parties"], start=1):
                fields = {**row, "party": self.stage.parties[row["party"]]}
                Participation(agreement=agreement, position=place, **fields).save()

    def all_say_yes(self, coordinators: Mapping[str, str]) -> None:
        for row in Participation.objects.asked().filter(agreement=self.agreement).select_related("party"):
            say_yes(row, by=self.stage.people[coordinators[row.party.short_name]])

    def write_around(self) -> None:
        """Rules on meetings, projects and the appendices of all years."""
        with self._writing(WRITTEN):
            for place, row in enumerate(self.data["meeting_rules"], start=1):
                parties = {name: self.stage.parties[row[name]] for name in row if name.endswith("_by")}
                self._write(MeetingRule(agreement=self.agreement, position=place, **{**row, **parties}))
            for row in self.data["projects"]:
                self._write(Project(agreement=self.agreement, **row))
            for row in self.data.get("documents", ()):
                self._write(SourceDocument(agreement=self.agreement, **row))
            self._write_appendices(None)

    @property
    def agreement(self) -> Agreement:
        return Agreement.objects.get(slug=self.stage.slug)

    # -- A year

    def write_agenda(self, year: str) -> None:
        with self._writing(WRITTEN):
            agenda = Agenda(agreement=self.agreement, year=self.stage.years[year])
            self._write(agenda, **self.data["agendas"][year])
            self._write_appendices(year)

    def write_theme(self, place: int, year: str) -> None:
        """The theme at this place as the year says it, with its goals and their actions."""
        row, agenda = self.data["themes"][place], self.stage.agenda(year)
        with self._writing(WRITTEN):
            theme = Theme.objects.filter(agreement=agenda.agreement, number=row["number"]).first()
            if theme is None:
                theme = Theme(agreement=agenda.agreement, number=row["number"], title=row["title"], position=place + 1)
            self._write(theme, **_words("introduction", row, year))
            for position, goal in enumerate(row["goals"], start=1):
                self._write_goal(goal, theme, year, position)
                for number, action in enumerate(goal["actions"]):
                    if year in action["text"]:
                        self._write_action(action, agenda, goal["number"], year, 100 * position + number)

    def rewrite(self, action: Action, *, reason: str, **words) -> None:
        with self._writing(reason):
            self._write(action, **words)

    def drop(self, year: str) -> None:
        """What the parties decided to drop from this year on."""
        goals = [goal for theme in self.data["themes"] for goal in theme["goals"]]
        with self._writing(DECIDED):
            for goal in _dropped_in(year, goals):
                row, reason = self.stage.goal(goal["number"]), goal["dropped"]["reason"]
                self._write(row, dropped_from=self.stage.years[year], drop_reason=reason)
            for action in _dropped_in(year, [action for goal in goals for action in goal["actions"]]):
                row, decided = self.stage.action(action["key"], year), date.fromisoformat(action["dropped"]["on"])
                self._write(row, dropped_on=decided, drop_reason=action["dropped"]["reason"])

    def choose_contacts(self, year: str, coordinators: Mapping[str, str], reporters: Mapping[str, str]) -> None:
        """Each coordinator says who is turned to about what the party leads in the year."""
        for party, coordinator in coordinators.items():
            leads = Lead.objects.filter(action__agenda=self.stage.agenda(year), party__short_name=party)
            contact, by = self.stage.people[reporters[party]], self.stage.people[coordinator]
            with change_set(reason=CHOSEN, user=by):
                choose_contacts(dict.fromkeys(leads.values_list("pk", flat=True), contact), by=by)

    # -- Rows

    @contextmanager
    def _writing(self, reason: str) -> Iterator[None]:
        self._locks = {}
        with change_set(reason=reason, user=self.by):
            yield

    def _write(self, row: CheckedModel, **words) -> None:
        """Save a row that is new or gets these words, as every door does: if the lock lets it, and its own rules."""
        is_new = row._state.adding
        for name, value in words.items():
            setattr(row, name, value)
        if is_new or words:
            demand_unlocked(row, fields=None if is_new else words, known=self._locks)
            row.save()

    def _write_appendices(self, year: str | None) -> None:
        rows = [row for row in self.data.get("appendices", ()) if row.get("year") == year]
        for place, row in enumerate(rows, start=1):
            fields = {name: value for name, value in row.items() if name not in {"year", "file"}}
            agenda = self.stage.agenda(year) if year else None
            appendix = Appendix(agreement=self.agreement, agenda=agenda, position=place, **fields)
            if "file" in row:
                appendix.file = ContentFile((folder() / row["file"]).read_bytes(), name=row["file"])
            self._write(appendix)

    def _write_goal(self, row: dict, theme: Theme, year: str, position: int) -> None:
        goal = Goal.objects.filter(theme=theme, number=row["number"]).first()
        words = _words("text", row, year) | _words("references", row, year)
        if goal is not None:
            self._write(goal, **words)
            self._write_targets(row, goal, year)
        elif words:
            given = {name: row[name] for name in ("number", "commitment", "is_focus") if name in row}
            goal = Goal(theme=theme, position=position, **given)
            self._write(goal, **words)
            for place, indicator in enumerate(row.get("indicators", ()), start=1):
                self._write_indicator(indicator, goal, place)

    def _write_indicator(self, row: dict, goal: Goal, place: int) -> None:
        given = {name: value for name, value in row.items() if name not in {"delivered_by", "targets", "next"}}
        indicator = Indicator(goal=goal, position=place, delivered_by=self.stage.parties[row["delivered_by"]], **given)
        self._write(indicator)
        for year, value in row["targets"].items():
            self._write(Target(indicator=indicator, year=None if year == "period" else int(year), value=value))

    def _write_targets(self, row: dict, goal: Goal, year: str) -> None:
        """The targets over the period that the year changes."""
        for indicator in row.get("indicators", ()):
            if year in indicator:
                target = Target.objects.get(indicator__goal=goal, indicator__name=indicator["name"], year=None)
                self._write(target, value=indicator[year])

    def _write_action(self, row: dict, agenda: Agenda, goal: str, year: str, position: int) -> None:
        earlier, text = self._earlier(row, year), row["text"][year]
        action = Action(
            agenda=agenda,
            goal=self.stage.goal(goal),
            project=Project.objects.get(agreement=agenda.agreement, name=row["project"]) if "project" in row else None,
            text=words_of(earlier).text if text == SAME else text,
            position=position,
            **{name: row[name] for name in ("kind", "recurrence", "budget") if name in row},
            **_words("contributions", row, year),
        )
        if due := row.get("due", {}).get(year):
            day, action.due_precision = due.split()
            action.due_on = date.fromisoformat(f"{agenda.year}-{day}")
        self._write(action)
        self.stage.actions[row["key"], year] = action.pk
        if earlier is not None:
            self._write(ActionLink(earlier=earlier, later=action))
        for place, (party, task) in enumerate(row["leads"]):
            self._write(Lead(action=action, party=self.stage.parties[party], task=task, position=place))

    def _earlier(self, row: dict, year: str) -> Action | None:
        """The same action in the year before, unless it was dropped."""
        before = next((name for name in row["text"] if self.stage.years[name] == self.stage.years[year] - 1), None)
        found = self.stage.action(row["key"], before) if before else None
        return None if found is None or found.is_dropped else found


def _words(name: str, row: dict, year: str) -> dict[str, str]:
    """What the year writes anew."""
    return {name: row[name][year]} if year in row.get(name, {}) else {}


def _dropped_in(year: str, rows: list[dict]) -> list[dict]:
    return [row for row in rows if row.get("dropped", {}).get("year") == year]
