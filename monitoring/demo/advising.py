"""What the people of the demonstration ask advice on, advise and answer."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from agreements.advice import workflow
from agreements.models import Advice, Agenda, Goal
from agreements.models.advice_days import TERM
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from parties.models import User


class Adviser:
    def __init__(self, data: dict, stage: Stage, script: Script):
        self.data, self.stage, self.script = data, stage, script
        self.asked: dict[int, Advice] = {}  # by their places in the file

    def plan(self, *, today: date) -> None:
        for row in self.data["marked"]:
            self._on(today, row, self._mark, hour=12)
        for place, row in enumerate(self.data["advices"]):
            self._on(today, row, partial(self._ask, place), hour=11)
            for name, step in {"draft": self._draft, "given": self._give, "answered": self._answer}.items():
                if name in row:
                    self._on(today, row[name], partial(step, place), hour=13)

    def _on(self, today: date, row: dict, do: Callable[[dict], object], *, hour: int) -> None:
        day = date.fromisoformat(row["on"]) if "on" in row else today - timedelta(days=row["days"])
        self.script.on(day, partial(do, row), hour=hour)

    def _mark(self, row: dict) -> None:
        workflow.mark(about=self._subject(row), party=self.stage.parties[row["party"]], by=self._person(row))

    def _ask(self, place: int, row: dict) -> None:
        self.asked[place] = workflow.ask(
            about=self._subject(row),
            party=self.stage.parties[row["party"]],
            by=self._person(row),
            subject=row["subject"],
            question=row["question"],
            due_on=timezone.localdate() + TERM,
        )

    def _draft(self, place: int, row: dict) -> None:
        workflow.keep_draft(advice=self.asked[place], by=self._person(row), outcome=row["outcome"], text=row["text"])

    def _give(self, place: int, row: dict) -> None:
        workflow.give(advice=self.asked[place], by=self._person(row), outcome=row["outcome"], text=row["text"])

    def _answer(self, place: int, row: dict) -> None:
        workflow.answer(advice=self.asked[place], by=self._person(row), follows=row["follows"], answer=row["answer"])

    def _person(self, row: dict) -> User:
        return self.stage.people[row["by"]]

    def _subject(self, row: dict) -> Goal | Agenda:
        kind, _space, name = row["about"].partition(" ")
        return self.stage.goal(name) if kind == "goal" else self.stage.agenda(name)
