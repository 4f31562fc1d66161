"""What the demonstration shows to everyone: each text in force by one party, and of Lindermeer also how it stands."""

from datetime import date
from functools import partial

from agreements.consent.answerers import signing
from agreements.models import PublicConsent
from agreements.publishing.workflow import agree, publish
from monitoring.demo.script import Script
from monitoring.demo.stage import Stage


class Publisher:
    """One association publishes, as the law asks of it; by whom each party agrees stands in coordinators."""

    def __init__(self, stage: Stage, script: Script, coordinators: dict[str, str]):
        self.stage, self.script, self.coordinators = stage, script, coordinators

    def plan(self, year: str, party: str, day: date) -> None:
        self.script.on(day, partial(self.publish, year, party), hour=11)
        self.script.on(day, partial(self.show_progress, year), hour=15)

    def publish(self, year: str, party: str) -> None:
        by = self.stage.people[self.coordinators[party]]
        publish(text=self.stage.agenda(year), party=self.stage.parties[party], by=by)

    def show_progress(self, year: str) -> None:
        text = self.stage.agenda(year)
        for row in signing(text):
            by = self.stage.people[self.coordinators[row.party.short_name]]
            agree(text=text, party=row.party, kind=PublicConsent.Kind.PROGRESS, by=by)
