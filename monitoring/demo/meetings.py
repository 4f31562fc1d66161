"""The meetings of the demonstration: planned, held, minuted, and what they decided."""

from datetime import date, time, timedelta
from functools import partial

from agreements.models import Action, Agreement, Goal
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from monitoring.meetings import workflow
from monitoring.meetings.minutes import send_minutes
from monitoring.models import Meeting
from parties.models import User


class Secretary:
    """Plans meetings and minutes them, as this person."""

    def __init__(self, data: dict, stage: Stage, script: Script, by: User):
        self.data = {row["key"]: row for row in data["meetings"]}
        self.stage, self.script, self.by = stage, script, by
        self.meetings: dict[str, Meeting] = {}

    def plan(self, key: str, *, planned: date, held: date, minutes: date | None = None) -> None:
        """Put the meeting in the script: what is minuted was held, and decided something."""
        row = self.data[key]
        self.script.on(planned, partial(self._plan, row, held), hour=9)
        if minutes is not None:
            self.script.on(held, partial(self._decide, row), hour=15)
            self.script.on(held + timedelta(days=1), partial(self._write_minutes, row), hour=9)
            self.script.on(minutes, partial(self._send, row), hour=16)

    def _plan(self, row: dict, held: date) -> None:
        fields = {name: row[name] for name in ("kind", "title", "place", "agenda_text")}
        agreement = Agreement.objects.get(slug=self.stage.slug)
        self.meetings[row["key"]] = workflow.plan_meeting(
            by=self.by, agreement=agreement, held_on=held, starts_at=time(14, 0), **fields
        )

    def _decide(self, row: dict) -> None:
        for decision in row["decisions"]:
            workflow.record_decision(
                meeting=self.meetings[row["key"]],
                kind=decision["kind"],
                text=decision["text"],
                by=self.by,
                **self._subject(decision),
            )

    def _subject(self, decision: dict) -> dict[str, Goal | Action]:
        if "goal" in decision:
            return {"goal": self.stage.goal(decision["goal"])}
        return {"action": self.stage.action(decision["action"], decision["year"])}

    def _write_minutes(self, row: dict) -> None:
        workflow.change_meeting(meeting=self.meetings[row["key"]], by=self.by, minutes=row["minutes"])

    def _send(self, row: dict) -> None:
        send_minutes(meeting=self.meetings[row["key"]], by=self.by)
