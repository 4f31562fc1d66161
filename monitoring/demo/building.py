"""The projects of the invented municipality: steps are planned and reached, homes are counted; what waits, and labels."""

from datetime import date
from functools import partial

from agreements.conditions.workflow import set_condition
from agreements.labels.listing import labels_of
from agreements.labels.workflow import set_labels
from agreements.models import Project, ProjectStep
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from monitoring.models import DwellingCount
from monitoring.projects.workflow import count_dwellings, save_step
from parties.models import User


class Builder:
    """Does what the file says of steps and counts, as this coordinator; a condition as one of the party that leads."""

    def __init__(self, data: dict, stage: Stage, script: Script, by: User):
        self.data, self.stage, self.script, self.by = data, stage, script, by

    def plan(self, *, begins: date, waits_from: date) -> None:
        for row in self.data["conditions"]:
            self.script.on(waits_from, partial(self._wait, row), hour=11)
        for row in self.data["labels"]:
            self.script.on(waits_from, partial(self._label, row), hour=11)
        for row in self.data["steps"]:
            self.script.on(begins, partial(self._plan, row))
            if "reached_on" in row:
                self.script.on(date.fromisoformat(row["reached_on"]), partial(self._reach, row), hour=15)
        for row in self.data["counts"]:
            self.script.on(date.fromisoformat(row["counted_on"]), partial(self._count, row), hour=16)

    def _project(self, row: dict) -> Project:
        return Project.objects.select_related("agreement").get(agreement__slug=self.stage.slug, name=row["project"])

    def _plan(self, row: dict) -> None:
        planned = {name: row[name] for name in ("name", "planned_precision")}
        step = ProjectStep(project=self._project(row))
        save_step(step=step, by=self.by, planned_on=date.fromisoformat(row["planned_on"]), **planned)

    def _reach(self, row: dict) -> None:
        step = ProjectStep.objects.select_related("project").get(project=self._project(row), name=row["name"])
        save_step(step=step, by=self.by, reached_on=date.fromisoformat(row["reached_on"]))

    def _wait(self, row: dict) -> None:
        until = date.fromisoformat(row["until"])
        action = self.stage.action(row["action"], "this")
        by = self.stage.people[row["by"]]
        set_condition(action=action, by=by, words=row["words"], waits_for=row["waits_for"], until=until)

    def _label(self, row: dict) -> None:
        for key in row["actions"]:
            action = self.stage.action(key, "this")
            set_labels(row=action, labels=labels_of(action), new={row["kind"]: [row["name"]]}, by=self.by)

    def _count(self, row: dict) -> None:
        own = {"project": self._project(row), "party": self.stage.parties[row["party"]]}
        count_dwellings(count=DwellingCount(**{**row, **own}), by=self.by)
