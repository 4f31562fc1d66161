"""How a text comes into force in the demonstration: proposed, answered by people, returned once, adopted, closed."""

from datetime import date, timedelta
from functools import partial

from agreements.comments import workflow as comments
from agreements.consent import adoption, answering
from agreements.consent.closing import close_year
from agreements.exports.versions import document_of
from agreements.models import Comment, Proposal, Version
from monitoring.demo.script import Script
from monitoring.demo.writing import Writer

NIGHT = 20  # the hour in which documents are made


class Adopter:
    def __init__(self, data: dict, writer: Writer, script: Script):
        self.data, self.writer, self.stage, self.script = data, writer, writer.stage, script

    def plan(self) -> None:
        """Put everything that the file says in the script."""
        for row in self.data["adoptions"]:
            self._on(row, self.propose)
            for answer in row["answers"]:
                self._on({"year": row["year"], **answer}, self.answer, hour=14)
            self._on({**row, "on": row["answers"][-1]["on"]}, self.make_document, hour=NIGHT)
        for row in self.data["rewritten"]:
            self._on(row, self.rewrite)
        for row in self.data["closings"]:
            self._on(row, self.close)

    def _on(self, row: dict, do, *, hour: int = 10) -> None:
        self.script.on(date.fromisoformat(row["on"]), partial(do, row), hour=hour)

    def propose(self, row: dict) -> None:
        adoption.propose(
            text=self.stage.agenda(row["year"]),
            by=self.stage.people[row["by"]],
            deadline=date.fromisoformat(row["deadline"]),
            reason=row["reason"],
        )

    def answer(self, row: dict) -> None:
        given = {name: row[name] for name in ("remark", "capacity", "mandate") if name in row}
        answering.answer(
            proposal=Proposal.objects.open().select_related("agenda").get(agenda=self.stage.agenda(row["year"])),
            party=self.stage.parties[row["party"]],
            by=self.stage.people[row["by"]],
            answer=row.get("answer", "agreed"),
            action=self.stage.action(row["about"], row["year"]) if "about" in row else None,
            **given,
        )

    def rewrite(self, row: dict) -> None:
        """What the remark asked; the comment that the remark became is answered and resolved."""
        action, by = self.stage.action(row["action"], row["year"]), self.stage.people[row["by"]]
        self.writer.rewrite(action, reason=row["reason"], text=row["text"])
        asked = Comment.objects.get(action=action, answers_to=None)
        comments.answer(to=asked, by=by, party=self.stage.parties[row["party"]], text=row["told"])
        comments.resolve(row=asked, by=by)

    def make_document(self, row: dict) -> None:
        """The PDF of the version, if the last answer made one: the job of the night does so, or who looks at it first."""
        version = Version.objects.filter(agenda=self.stage.agenda(row["year"])).select_related("agenda__agreement").first()
        if version is not None:
            document_of(version)

    def close(self, row: dict) -> None:
        close_year(agenda=self.stage.agenda(row["year"]), by=self.stage.people[row["by"]])


def wait_for_answers(data: dict, adopter: Adopter, *, today: date) -> None:
    """A proposal of some days ago of which the time is not over, and the answers that came in."""
    row = {**data, "year": "first", "deadline": (today + timedelta(days=data["open_for"])).isoformat()}
    adopter.script.on(today - timedelta(days=row["days"]), partial(adopter.propose, row))
    for answer in row["answers"]:
        given = partial(adopter.answer, {"year": "first", **answer})
        adopter.script.on(today - timedelta(days=answer["days"]), given, hour=15)
