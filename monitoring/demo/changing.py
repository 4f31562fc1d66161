"""How a text in force changes in the demonstration: proposed, answered by people, in force at the last answer."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from agreements.changes import workflow
from agreements.consent import answering
from agreements.exports.versions import make_missing_documents
from agreements.models import Change, Proposal
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage

NIGHT = 20  # the hour in which documents are made


class Changer:
    def __init__(self, data: dict, stage: Stage, script: Script):
        self.data, self.stage, self.script = data, stage, script
        self.proposed: dict[int, Proposal] = {}  # by their places in the file

    def plan(self, *, today: date) -> None:
        for place, row in enumerate(self.data["changes"]):
            self._on(today, row, partial(self._propose, place), hour=11)
            for answer in row["answers"]:
                self._on(today, answer, partial(self._answer, place), hour=14)
            self._on(today, row["answers"][-1], self._make_documents, hour=NIGHT)

    def _on(self, today: date, row: dict, do: Callable[[dict], object], *, hour: int) -> None:
        day = date.fromisoformat(row["on"]) if "on" in row else today - timedelta(days=row["days"])
        self.script.on(day, partial(do, row), hour=hour)

    def _propose(self, place: int, row: dict) -> None:
        action, by = self.stage.action(row["about"], row["year"]), self.stage.people[row["by"]]
        told = {name: row[name] for name in ("subject", "reason", "level")}
        proposal = workflow.start(text=self.stage.agenda(row["year"]), by=by, **told)
        about = {"kind": Change.Kind.ADJUST, "about": Change.About.ACTION, "row": action}
        workflow.put_change(proposal=proposal, by=by, becomes={"text": row["text"]}, **about)
        deadline = timezone.localdate() + timedelta(days=row["open_for"])
        self.proposed[place] = workflow.open_changes(proposal=proposal, by=by, deadline=deadline)

    def _answer(self, place: int, row: dict) -> None:
        given = {name: row[name] for name in ("capacity", "mandate") if name in row}
        party, by = self.stage.parties[row["party"]], self.stage.people[row["by"]]
        answering.answer(proposal=self.proposed[place], party=party, by=by, answer="agreed", **given)

    def _make_documents(self, row: dict) -> None:
        """The job of the night makes the PDF of a version that the last answer made."""
        make_missing_documents()
