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

    def plan(self, key: str, *, planned: date, held: date, minutes: date | None = None, until: date | None = None) -> None:
        """Put the meeting in the script: what is minuted was held, and decided something; parties react to it until that day."""
        row = self.data[key]
        self.script.on(planned, partial(self._plan, row, held), hour=9)
        if minutes is not None:
            self.script.on(held, partial(self._decide, row), hour=15)
            self.script.on(held + timedelta(days=1), partial(self._write_minutes, row), hour=9)
            self.script.on(minutes, partial(self._send, row, until), hour=16)

    def _plan(self, row: dict, held: date) -> None:
        fields = {name: row[name] for name in ("kind", "title", "place", "agenda_text")}
        agreement = Agreement.objects.get(slug=self.stage.slug)
        parties = [self.stage.parties[name] for name in row.get("parties", ())]
        self.meetings[row["key"]] = workflow.plan_meeting(
            by=self.by, agreement=agreement, held_on=held, starts_at=time(14, 0), parties=parties, **fields
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
        workflow.change_meeting(meeting=self.now(row["key"]), by=self.by, minutes=row["minutes"])

    def _send(self, row: dict, until: date | None) -> None:
        if not row.get("parties"):  # of a few parties the minutes stay their own
            send_minutes(meeting=self.now(row["key"]), by=self.by, react_until=until)

    def now(self, key: str) -> Meeting:
        """The meeting as it is by now: others wrote about it too."""
        return Meeting.objects.select_related("agreement", "minuted_by").get(pk=self.meetings[key].pk)
