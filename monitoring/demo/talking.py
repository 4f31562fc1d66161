"""What the people of the demonstration say about the texts."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from agreements.comments import workflow
from agreements.models import Comment
from agreements.models.comment import Subject
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from parties.models import Party


class Talker:
    def __init__(self, data: dict, stage: Stage, script: Script):
        self.data, self.stage, self.script = data, stage, script
        self.said: dict[int, Comment] = {}  # the first comment of each thread

    def plan(self, *, today: date) -> None:
        for place, thread in enumerate(self.data["threads"]):
            self._on(today, thread, partial(self._say, place), hour=9)
            for answer in thread.get("answers", ()):
                self._on(today, answer, partial(self._answer, place), hour=11)
            if "resolved" in thread:
                self._on(today, thread["resolved"], partial(self._resolve, place), hour=16)

    def _on(self, today: date, row: dict, do: Callable[[dict], None], *, hour: int) -> None:
        self.script.on(today - timedelta(days=row["days"]), partial(do, row), hour=hour)

    def _say(self, place: int, row: dict) -> None:
        self.said[place] = workflow.comment(
            self._subject(row),
            agenda=self.stage.agenda(row["year"]),
            by=self.stage.people[row["by"]],
            party=self._party_of(row),
            text=row["text"],
            own_only=row.get("own", False),
        )

    def _answer(self, place: int, row: dict) -> None:
        workflow.answer(to=self.said[place], by=self.stage.people[row["by"]], party=self._party_of(row), text=row["text"])

    def _resolve(self, place: int, row: dict) -> None:
        workflow.resolve(row=self.said[place], by=self.stage.people[row["by"]])

    def _subject(self, row: dict) -> Subject:
        kind, _space, name = row["about"].partition(" ")
        match kind:
            case "goal":
                return self.stage.goal(name)
            case "theme":
                return self.stage.theme(name)
            case "action":
                return self.stage.action(name, row["year"])
        return self.stage.agenda(row["year"])

    def _party_of(self, row: dict) -> Party:
        return Party.objects.own_of(self.stage.people[row["by"]]).get()
