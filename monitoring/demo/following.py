"""What comes of the meetings of the demonstration: agendas, who was there, promises, reactions, and minutes that are adopted."""

from datetime import date, timedelta
from functools import partial

from monitoring.demo.meetings import Secretary
from monitoring.demo.script import worked_on
from monitoring.meetings.attending import Seat, record_attendance
from monitoring.meetings.items import add_item, make_agenda
from monitoring.meetings.mailing import send_agenda
from monitoring.meetings.minutes import adopt_minutes, answer_reaction, react
from monitoring.meetings.minuting import decide_on_item, finish, newest_words, promise, write_discussed
from monitoring.models import ActionPoint, MinutesReaction
from monitoring.permissions import why_not_minute
from parties.models import User


class Follower:
    """Sees to what stands in the file, for the meetings of the secretary."""

    def __init__(self, data: dict, secretary: Secretary):
        self.data, self.secretary = data, secretary
        self.script, self.stage, self.by = secretary.script, secretary.stage, secretary.by

    def follow(self, key: str, held: date) -> None:
        """What happens around a meeting that was held: first its agenda, then who was there and what was said and promised."""
        self.script.on(held - timedelta(days=2), partial(self._prepare, key), hour=11)
        self.script.on(held, partial(self._seat, key), hour=14)
        self.script.on(held, partial(self._say, key), hour=16)
        for row in self.data["points"].get(key, ()):
            self.script.on(held, partial(self._promise, key, row), hour=17)
            if "done" in row:
                self.script.on(date.fromisoformat(row["done"]), partial(self._finish, row), hour=12)

    def prepare(self, key: str, day: date) -> None:
        """The agenda of a meeting that comes, made on that day and mailed on the next."""
        self.script.on(day, partial(self._prepare, key), hour=15)
        self.script.on(day + timedelta(days=1), partial(self._mail, key), hour=15)

    def react(self, key: str, today: date) -> None:
        for row in self.data["reactions"]:
            self.script.on(today - timedelta(days=row["days"]), partial(self._react, key, row), hour=10)
            if answer := row.get("answer"):
                self.script.on(today - timedelta(days=answer["days"]), partial(self._answer, row), hour=12)

    def adopt(self, key: str, held: date) -> None:
        """On the day after the meeting the minutes of which it had before it, as its own are written."""
        for earlier in [earlier for earlier, later in self.data["adopted"].items() if later == key]:
            self.script.on(held + timedelta(days=1), partial(self._adopt, earlier, key), hour=11)

    # -- What people do

    def _prepare(self, key: str) -> None:
        for row in self.data["items"].get(key, ()):
            add_item(meeting=self.secretary.now(key), title=row["title"], minutes_needed=15, by=self.by)
        make_agenda(meeting=self.secretary.now(key), by=self.by)

    def _mail(self, key: str) -> None:
        send_agenda(meeting=self.secretary.now(key), by=self.by)

    def _seat(self, key: str) -> None:
        people = [self.stage.people[email] for email in self.data["present"][key]]
        seats = [Seat(person.memberships.get().party_id, person.pk) for person in people]
        record_attendance(meeting=self.secretary.now(key), seats=seats, by=self.by)

    def _say(self, key: str) -> None:
        for row in self.data["items"].get(key, ()):
            item = self.secretary.now(key).items.get(title=row["title"])
            by = self._minuter(key)
            write_discussed(item=item, by=by, discussed=row["discussed"], seen=newest_words(item))
            if "decided" in row:
                decide_on_item(item=item, by=by, kind="other", text=row["decided"])

    def _minuter(self, key: str) -> User:
        """The secretary, or where another party minutes who was there for it."""
        meeting, people = self.secretary.now(key), (self.stage.people[email] for email in self.data["present"][key])
        return next(person for person in (self.by, *people) if not why_not_minute(person, meeting))

    def _promise(self, key: str, row: dict) -> None:
        person = self.stage.people[row["person"]]
        due = date.fromisoformat(row["due"]) if "due" in row else worked_on(self.script.today + timedelta(days=row["due_in"]))
        party = person.memberships.get().party
        told = {"text": row["text"], "party": party, "person": person, "due_on": due}
        promise(meeting=self.secretary.now(key), by=self._minuter(key), **told)

    def _finish(self, row: dict) -> None:
        point = ActionPoint.objects.select_related("meeting__agreement").get(text=row["text"])
        finish(point=point, by=self.stage.people[row["person"]], note=row["note"])

    def _react(self, key: str, row: dict) -> None:
        party, by = self.stage.parties[row["party"]], self.stage.people[row["by"]]
        react(meeting=self.secretary.now(key), party=party, text=row["text"], by=by)

    def _answer(self, row: dict) -> None:
        reaction = MinutesReaction.objects.select_related("meeting__agreement").get(text=row["text"])
        told = row["answer"]
        answer_reaction(reaction=reaction, outcome=told["outcome"], text=told["text"], by=self.stage.people[told["by"]])

    def _adopt(self, earlier: str, later: str) -> None:
        adopt_minutes(meeting=self.secretary.now(earlier), adopted_in=self.secretary.now(later), by=self.by)
