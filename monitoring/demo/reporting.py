"""The rounds of the demonstration: opened, answered in all lights, reviewed, and closed with a frozen position."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

from agreements.models import Action
from monitoring.demo.days import RoundDays
from monitoring.demo.meetings import Secretary
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage
from monitoring.figures.recording import record_measurement
from monitoring.models import Judgement, Measurement, Phase, ProgressUpdate, Round
from monitoring.models.progress import ANSWERS, NOTHING_SAID
from monitoring.progress import reporting, reviewing
from monitoring.rounds.workflow import close_round, open_round, plan_round
from parties.models import Party, User
from parties.refusals import NotAllowedNowError

LIGHTS = {
    "g": (Phase.RUNNING, Judgement.ON_TRACK),
    "a": (Phase.RUNNING, Judgement.AT_RISK),
    "r": (Phase.RUNNING, Judgement.OFF_TRACK),
    "d": (Phase.FINISHED, Judgement.DONE),
    "n": (Phase.NOT_STARTED, Judgement.NOT_DUE),
}
PLAIN = {
    "g": {"done": "Het loopt zoals afgesproken.", "next": "Wij gaan zo door."},
    "d": {"done": "Dit is gedaan zoals afgesproken."},
}
SOON = timedelta(days=120)  # what is due later than this is not yet to be judged, where nothing else is said
ROUNDS = {"last": "last", "first": "this", "open": "this"}  # in order, each with its year
DAYS_TO_ANSWER = {"last": 9, "first": 9, "open": 4}


class Rounds:
    def __init__(self, data: dict, stage: Stage, script: Script, secretary: Secretary):
        self.data, self.stage, self.script, self.secretary = data, stage, script, secretary
        self.stories = {(row["action"], row["round"]): row for row in data["stories"]}
        self.rounds: dict[str, Round] = {}
        self.coordinator = self._coordinator("Gemeente Lindermeer")

    def plan(self, name: str, days: RoundDays) -> None:
        """Put the round in the script, with the meeting that it serves."""
        meeting = self.data["rounds"][name]["meeting"]
        self.secretary.plan(meeting, planned=days.opens - timedelta(days=1), held=days.meeting, minutes=days.minutes)
        self.script.on(days.opens, partial(self._open, name, days), hour=9)
        place = list(ROUNDS).index(name)
        answered = {key: letters[place] for key, letters in self.data["lights"].items() if letters[place] not in "-."}
        for number, (key, letter) in enumerate(answered.items()):
            day = days.opens + timedelta(days=1 + number * DAYS_TO_ANSWER[name] // len(answered))
            self.script.on(day, partial(self._report, name, key, letter), hour=11)
        if days.closed:
            self.script.on(days.closed, partial(self._close, name))
        else:
            self._plan_review(name)

    def _plan_review(self, name: str) -> None:
        """What happens in a round that is open: answers beside that of the first lead, other views, and what was sent back."""
        today = self.script.today
        for days, hour, rows, do in (
            (3, 10, self.data["beside"], self._report_beside),
            (3, 12, self.data["dissents"], self._dissent),
            (2, 10, self.data["returned"], self._return),
            (1, 10, self.data["drafts"], self._draft),
        ):
            for row in rows:
                self.script.on(today - timedelta(days=days), partial(do, row), hour=hour)
        self.script.on(today - timedelta(days=2), partial(self._accept, name, but=self.data["waiting"]), hour=14)

    def plan_figures(self) -> None:
        for row in self.data["measurements"]:
            self.script.on(date.fromisoformat(row["recorded"]), partial(self._measure, row), hour=13)

    # -- What people do

    def _open(self, name: str, days: RoundDays) -> None:
        row = self.data["rounds"][name]
        planned = plan_round(
            agenda=self.stage.agenda(ROUNDS[name]),
            by=self.coordinator,
            name=row["name"],
            reference_date=days.reference,
            opens_on=days.opens,
            closes_on=days.closes,
            meeting=self.secretary.meetings[row["meeting"]],
            instructions=self.data["instructions"],
        )
        self.rounds[name] = open_round(round=planned, by=self.coordinator)

    def _report(self, name: str, key: str, letter: str) -> None:
        action, round = self.stage.action(key, ROUNDS[name]), self.rounds[name]
        story = self.stories.get((key, name), {})
        party = self._reporting_party(action, story)
        letter = self._by_calendar(action, round) if letter == "t" else letter
        by, token = self._reporter(party), uuid4()
        if letter == "g" and not story:
            with suppress(NotAllowedNowError):  # where there is more to say than that nothing changed
                reporting.submit_unchanged(action=action, round=round, party=party, by=by, token=token)
                return
        answers = self._answers(letter, story)
        reporting.submit(action=action, round=round, party=party, by=by, token=token, answers=answers)

    def _report_beside(self, row: dict) -> None:
        party = self.stage.parties[row["party"]]
        reporting.submit(
            action=self.stage.action(row["action"], ROUNDS[row["round"]]),
            round=self.rounds[row["round"]],
            party=party,
            by=self._reporter(party),
            token=uuid4(),
            answers=self._answers(row["letter"], row),
        )

    def _draft(self, row: dict) -> None:
        action = self.stage.action(row["action"], ROUNDS[row["round"]])
        reporting.save_draft(
            action=action,
            round=self.rounds[row["round"]],
            party=self._reporting_party(action, row),
            by=self.stage.people[row["by"]],
            token=uuid4(),
            answers={"done": row["done"]},
        )

    def _dissent(self, row: dict) -> None:
        reviewing.dissent(
            update=self._answer_on(row),
            party=self.stage.parties[row["party"]],
            judgement=row["judgement"],
            reason=row["reason"],
            by=self.stage.people[row["by"]],
        )

    def _return(self, row: dict) -> None:
        reviewing.return_update(update=self._answer_on(row), reason=row["reason"], by=self.coordinator)

    def _accept(self, name: str, *, but: Iterable[str] = ()) -> None:
        """Everything but these; what the coordinator may not accept, a coordinator of another party does."""
        left_open = [self.stage.actions[key, ROUNDS[name]] for key in but]
        waiting = ProgressUpdate.objects.counted().filter(round=self.rounds[name], reviews=None).exclude(action__in=left_open)
        updates = list(waiting.select_related("round__agenda__agreement", "action", "party").order_by("submitted_at", "pk"))
        _reviews, left = reviewing.accept_all(updates=updates, by=self.coordinator)
        reviewing.accept_all(updates=left, by=self._coordinator("Elzenhof"))

    def _close(self, name: str) -> None:
        self._accept(name)
        close_round(round=self.rounds[name], by=self.coordinator)

    def _measure(self, row: dict) -> None:
        party = self.stage.parties[row["party"]]
        measurement = Measurement(
            indicator=self.stage.indicator(row["indicator"]),
            measured_on=date.fromisoformat(row["on"]),
            value=row["value"],
            price_level=row.get("price_level"),
            source=f"{row['source']} (fictief)",
            party=party,
        )
        record_measurement(measurement, by=self._reporter(party))

    # -- Who and what

    def _answers(self, letter: str, words: dict) -> dict:
        phase, judgement = LIGHTS[letter]
        said = {name: words[name] for name in ANSWERS if name in words} or PLAIN.get(letter, {})
        if "proposal_date" in said:
            said["proposal_date"] = date.fromisoformat(said["proposal_date"])
        return {**NOTHING_SAID, "phase": phase, "judgement": judgement, **said}

    @staticmethod
    def _by_calendar(action: Action, round: Round) -> str:
        """Done when the agreed day is over; else on schedule, or not due yet."""
        if action.due_on <= round.reference_date:
            return "d"
        return "g" if action.due_on - round.reference_date < SOON else "n"

    def _answer_on(self, row: dict) -> ProgressUpdate:
        answers = ProgressUpdate.objects.counted().filter(
            action=self.stage.actions[row["action"], ROUNDS[row["round"]]], round=self.rounds[row["round"]]
        )
        return answers.select_related("round__agenda__agreement", "action__agenda__agreement", "party").earliest("submitted_at")

    def _reporting_party(self, action: Action, story: dict) -> Party:
        if "party" in story:
            return self.stage.parties[story["party"]]
        return action.leads.select_related("party").earliest("position").party

    def _reporter(self, party: Party) -> User:
        return self.stage.people[self.data["reporters"][party.short_name]]

    def _coordinator(self, party: str) -> User:
        return self.stage.people[self.data["coordinators"][party]]
