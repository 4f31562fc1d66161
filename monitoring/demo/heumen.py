"""Progress of the demonstration: invented rounds on the real agenda of Heumen, so that a newcomer sees a year that lives.

The agreed text stays literal. Every round, meeting and person says "(fictief)". The rows are saved by their models, as if
reported at the moments that they tell of; the last round is open around the day on which the demonstration is loaded.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction

from agreements.agenda.words import goal_words_of, words_of
from agreements.models import Action, Agenda, Indicator, Lead
from monitoring.calendar import AMSTERDAM
from monitoring.meetings.minutes import freeze_minutes
from monitoring.models import Decision, Dissent, Judgement, Measurement, Meeting, Phase, ProgressUpdate, Review, Round
from monitoring.position.collect import freeze
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User

REASON = "Demonstratie: verzonnen voortgang"
PROGRESS = "heumen_progress.json"
# A letter for each round; nothing for an action that was not reported.
LIGHTS = {
    "g": Judgement.ON_TRACK,
    "a": Judgement.AT_RISK,
    "r": Judgement.OFF_TRACK,
    "d": Judgement.DONE,
    "n": Judgement.NOT_DUE,
}
PHASES = {Judgement.DONE: Phase.FINISHED, Judgement.NOT_DUE: Phase.NOT_STARTED}
AT_FIRST = {"done": "Wij zijn begonnen zoals afgesproken.", "next": "Wij gaan zo door."}
AFTER_TROUBLE = {"done": "Het loopt weer zoals afgesproken.", "next": "Wij gaan zo door."}


def load_progress(path: Path, *, today: date) -> bool:
    """Load the progress on an agenda that is there and has no rounds yet, all or nothing; whether it did."""
    data = json.loads(path.read_text(encoding="utf-8"))
    slug, year = data["agenda"]
    agenda = Agenda.objects.select_related("agreement").filter(agreement__slug=slug, year=year).first()
    if agenda is None or agenda.rounds.exists():
        return False
    teller = User.objects.get(email=data["opened_by"])
    with transaction.atomic(), change_set(reason=REASON, user=teller), act(Act.LOAD_DEMO):
        _Story(data, agenda, today).tell()
    return True


@dataclass
class _Story:
    """The year in the order in which it happened: round after round, each with its meeting and its position."""

    data: dict
    agenda: Agenda
    today: date

    def tell(self) -> None:
        self.people = {user.email: user for user in User.objects.filter(is_fictitious=True)}
        self.parties = {party.name: party for party in Party.objects.filter(agreements=self.agenda.agreement)}
        self.actions = {self._name_of(action): action for action in self._actions()}
        self.indicators = {row.name: row for row in Indicator.objects.filter(goal__theme__agreement=self.agenda.agreement)}
        self.stories = {(story["action"], story["round"]): story for story in self.data["stories"]}
        self.returned = {(story["action"], story["round"]): story for story in self.data["returned"]}
        self._choose_contacts()
        self.meetings = {row["key"]: self._meeting(row) for row in self.data["meetings"]}
        self._joint_meeting(self.data["agreed_before"])
        for place, row in enumerate(self.data["rounds"]):
            self._round(place, row)

    def _actions(self):
        return self.agenda.actions.filter(dropped_on=None).select_related("goal", "project").prefetch_related("leads__party")

    @staticmethod
    def _name_of(action: Action) -> str:
        return f"{goal_words_of(action).number} {words_of(action).project}".strip()

    def _choose_contacts(self) -> None:
        """Who reports for a party is whom one turns to, on every action that the party leads and that has nobody yet."""
        for lead in Lead.objects.filter(action__agenda=self.agenda, contact=None, party__name__in=self.data["reporters"]):
            lead.contact = self.people[self.data["reporters"][lead.party.name]]
            lead.save()

    def _meeting(self, row: dict) -> Meeting:
        day = date.fromisoformat(row["held_on"]) if "held_on" in row else self.today + timedelta(days=row["in_days"])
        meeting = Meeting(
            agreement=self.agenda.agreement,
            held_on=day,
            starts_at=time(14, 0),
            prepared_by=self.parties[row["prepared_by"]],
            minuted_by=self.parties[row["minuted_by"]],
            **{name: row[name] for name in ("kind", "title", "place", "agenda_text")},
        )
        meeting.save()
        return meeting

    def _joint_meeting(self, row: dict) -> None:
        """The meeting that the agreed text itself names («afspraak gemaakt in gezamenlijk overleg 7-12-23»): what it dropped is
        its decision, in the words of the text, and its minutes are adopted.
        """
        coordinator, agreement = self.people[self.data["opened_by"]], self.agenda.agreement
        names = {name: row[name] for name in ("kind", "title")}
        held = Meeting(agreement=agreement, held_on=date.fromisoformat(row["held_on"]), **names)
        held.save()
        dropped = self.agenda.actions.filter(dropped_on=held.held_on).select_related("goal", "project", "agenda")
        for action in dropped.order_by("goal__position", "position", "pk"):
            Decision(meeting=held, action=action, kind=Decision.Kind.DROP, text=words_of(action).text).save()
        held.minutes, held.minutes_sent_at = row["minutes"], moment(date.fromisoformat(row["sent_on"]), 16)
        held.react_until = date.fromisoformat(row["react_until"])
        held.save()
        later = self.meetings[row["adopted_in"]]
        freeze_minutes(held, adopted_in=later, by=coordinator, at=moment(later.held_on, 16)).save()

    def _round(self, place: int, row: dict) -> None:
        is_last = "opens_in_days" in row
        first = self.today + timedelta(days=row["opens_in_days"]) if is_last else date.fromisoformat(row["opens_on"])
        last = self.today + timedelta(days=row["closes_in_days"]) if is_last else date.fromisoformat(row["closes_on"])
        coordinator = self.people[self.data["opened_by"]]
        current = Round(
            agenda=self.agenda,
            name=row["name"],
            reference_date=date.fromisoformat(row["reference_date"]),
            opens_on=first,
            closes_on=last,
            meeting=self.meetings[row["meeting"]],
            instructions=self.data["instructions"],
            opened_at=moment(first, 9),
            opened_by=coordinator,
        )
        current.save()
        for measured in self.data["measurements"]:
            if measured["round"] == row["key"]:
                self._measure(measured, at=moment(first, 11))
        for name, letters in self.data["lights"].items():
            if letters[place] in LIGHTS:
                self._report(current, row["key"], name, letters, place)
        if not is_last:
            current.closed_at, current.closed_by = moment(last + timedelta(days=1), 10), coordinator
            current.asked = current.asking_now()
            current.save()
            freeze(agenda=self.agenda, round=current, by=coordinator)
            self._decide(row["meeting"])

    def _report(self, round: Round, key: str, name: str, letters: str, place: int) -> None:
        action, story = self.actions[name], self.stories.get((name, key), {})
        lead = self._lead_of(action, story)
        at = moment(round.opens_on, 10) + timedelta(minutes=7 * list(self.data["lights"]).index(name))
        before = letters[:place].replace("-", "").replace(".", "")[-1:]
        if back := self.returned.get((name, key)):
            first = self._update(action, round, lead, letters[place], {}, at - timedelta(hours=1), is_unchanged=before == "g")
            self._review(first, Review.Outcome.RETURNED, at - timedelta(minutes=30), reason=back["reason"])
            story = back
        is_plain = letters[place] == "g" and not story
        update = self._update(action, round, lead, letters[place], story, at, is_unchanged=is_plain and before == "g")
        if "dissent" in story:
            other = story["dissent"]
            self._dissent(update, other, at + timedelta(days=1))
        if key != self.data["rounds"][-1]["key"]:
            self._accept(update, at + timedelta(days=2))

    def _lead_of(self, action: Action, story: dict) -> Party:
        if "party" in story:
            return self.parties[story["party"]]
        leads = [lead.party for lead in action.leads.all()]
        return next(party for party in leads if party.name in self.data["reporters"])

    def _update(self, action, round, lead, letter: str, story: dict, at: datetime, *, is_unchanged: bool) -> ProgressUpdate:
        judgement = LIGHTS[letter]
        words = {name: story[name] for name in ("done", "next", "cause", "effect", "correction", "ask") if name in story}
        if not words and not is_unchanged and letter == "g":
            words = AFTER_TROUBLE if action.progress_updates.exists() else AT_FIRST
        if not words and letter == "d":
            words = {"done": "Dit is gedaan zoals afgesproken."}
        update = ProgressUpdate(
            action=action,
            round=round,
            party=lead,
            reported_by=self.people[self.data["reporters"][lead.name]],
            phase=PHASES.get(judgement, Phase.RUNNING),
            judgement=judgement,
            is_unchanged=is_unchanged,
            needs_no_decision=story.get("needs_no_decision", False),
            proposal=story.get("proposal", ""),
            proposal_text=story.get("proposal_text", ""),
            proposal_date=date.fromisoformat(story["proposal_date"]) if "proposal_date" in story else None,
            saved_at=at,
            submitted_at=at,
            **words,
        )
        update.save()
        return update

    def _accept(self, update: ProgressUpdate, at: datetime) -> None:
        """By the coordinator of another party where the light is not green, for nobody accepts an own amber or red."""
        own = {update.party.name} if update.needs_explanation else set()
        reviewers = [name for name in self.data["reviewers"] if name not in own]
        if reviewers:
            self._review(update, Review.Outcome.ACCEPTED, at, by=self.data["reviewers"][reviewers[0]])

    def _review(self, update, outcome, at: datetime, *, reason: str = "", by: str = "") -> None:
        Review(update=update, outcome=outcome, reason=reason, by=self.people[by or self.data["opened_by"]], at=at).save()

    def _dissent(self, update: ProgressUpdate, other: dict, at: datetime) -> None:
        party = self.parties[other["party"]]
        by = self.people[self.data["reporters"][party.name]]
        Dissent(update=update, party=party, judgement=other["judgement"], reason=other["reason"], by=by, at=at).save()

    def _decide(self, meeting: str) -> None:
        for row in self.data["decisions"]:
            if row["meeting"] == meeting:
                held = self.meetings[meeting]
                Decision(meeting=held, action=self.actions[row["action"]], kind=row["kind"], text=row["text"]).save()
                for view in Dissent.objects.filter(update__action=self.actions[row["action"]], discussed_in=None):
                    view.discussed_in = held
                    view.save()

    def _measure(self, row: dict, at: datetime) -> None:
        party = self.parties[row["party"]]
        Measurement(
            indicator=self.indicators[row["indicator"]],
            measured_on=date.fromisoformat(row["measured_on"]),
            value=row["value"],
            provisional=row.get("provisional", False),
            source=f"{row['source']} (fictief)",
            party=party,
            recorded_by=self.people[self.data["reporters"][party.name]],
            recorded_at=at,
        ).save()


def moment(day: date, hour: int) -> datetime:
    """An hour of the day in the Netherlands."""
    return datetime.combine(day, time(hour), tzinfo=AMSTERDAM)
