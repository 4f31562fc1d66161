"""How the people of the demonstration look back on last year: asked, answered, closed and concluded."""

from datetime import date, timedelta
from functools import partial

from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from monitoring.evaluation import answering, points, workflow
from monitoring.models import Evaluation, EvaluationPoint
from monitoring.models.evaluation import QUESTIONS
from parties.models import User


class Evaluator:
    def __init__(self, data: dict, stage: Stage, script: Script, by: User):
        self.data, self.stage, self.script, self.by = data, stage, script, by

    def plan(self) -> None:
        """Of three parties an answer, one of them after more time; then a conclusion with its points."""
        data, on = self.data, self.script.on
        on(date.fromisoformat(data["opens"]), self._open, hour=9)
        for row in data["answers"]:
            on(date.fromisoformat(row["on"]), partial(self._answer, row), hour=11)
        on(date.fromisoformat(data["extension"]["on"]), self._extend, hour=15)
        on(date.fromisoformat(data["closed"]), self._close, hour=10)
        on(date.fromisoformat(data["closed"]), self._conclude, hour=15)
        for row in data["points"]:
            if "settled" in row:
                day = self.script.today - timedelta(days=row["settled"]["days"])
                on(day, partial(self._settle, row, day), hour=13)

    @property
    def _evaluation(self) -> Evaluation:
        return Evaluation.objects.select_related("agenda__agreement").get(
            agenda=self.stage.agenda("last"), name=self.data["name"]
        )

    def _open(self) -> None:
        days = {name: date.fromisoformat(self.data[key]) for name, key in (("opens_on", "opens"), ("closes_on", "closes"))}
        agenda = self.stage.agenda("last")
        planned = workflow.plan_evaluation(agenda=agenda, questions=QUESTIONS, by=self.by, name=self.data["name"], **days)
        workflow.open_evaluation(evaluation=planned, by=self.by)

    def _answer(self, row: dict) -> None:
        evaluation = self._evaluation
        keys = evaluation.questions.order_by("position").values_list("pk", flat=True)
        answering.write_answer(
            evaluation=evaluation,
            party=self.stage.parties[row["party"]],
            by=self.stage.people[row["by"]],
            cooperation=row["cooperation"],
            reason=row["reason"],
            replies=dict(zip(keys, row["replies"], strict=True)),
            submit=True,
        )

    def _extend(self) -> None:
        row = self.data["extension"]
        party, until = self.stage.parties[row["party"]], date.fromisoformat(row["until"])
        workflow.extend_evaluation(evaluation=self._evaluation, party=party, until=until, reason=row["reason"], by=self.by)

    def _close(self) -> None:
        workflow.close_evaluation(evaluation=self._evaluation, by=self.by)

    def _conclude(self) -> None:
        workflow.conclude(evaluation=self._evaluation, conclusion=self.data["conclusion"], by=self.by)
        for row in self.data["points"]:
            party = self.stage.parties[row["party"]]
            points.add_point(evaluation=self._evaluation, text=row["text"], party=party, by=self.by)

    def _settle(self, row: dict, day: date) -> None:
        point = EvaluationPoint.objects.select_related("evaluation__agenda__agreement").get(text=row["text"])
        points.settle_point(point=point, settled_on=day, settled_note=row["settled"]["note"], by=self.by)
