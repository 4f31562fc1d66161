"""A hundred people at once: do they notice each other, and is anything of what they wrote lost?

Each clicks every ten seconds on average: most read, leads report, officers comment, and now and then somebody who may sign
answers a proposal. The load comes from this process, which keeps to one processor. SECONDS=60 before it for the short way.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import ask, post
from bench.country import DURABLE, Served, run_in, served_site
from scripts.with_postgresql import server

PEOPLE, BETWEEN, WRITES = 100, 10.0, 0.15  # people; seconds between clicks; share of clicks that write
SECONDS = float(os.environ.get("SECONDS", "300"))
MOST = 4.0  # times the median of one person alone
MARK = "Honderd mensen"
ANSWER = "answer a proposal"
MOST_ALONE = 15  # of those who can write something


@dataclass
class Noted:
    """What all of them met; done holds the words of each acknowledged comment, and of each action its last report."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter = field(default_factory=Counter)
    comments: set[str] = field(default_factory=set)
    reports: dict[str, str] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)

    def keep(self, what: str, seconds: float) -> None:
        self.seconds.setdefault(what, []).append(seconds)


class Person(threading.Thread):
    def __init__(self, site: Served, who: dict, noted: Noted, number: int, until: float):
        super().__init__(daemon=True)
        self.site, self.who, self.noted, self.until = site, who, noted, until
        self.chance = random.Random(number)

    def run(self) -> None:
        while (wait := self.chance.expovariate(1 / BETWEEN)) + time.monotonic() < self.until:
            time.sleep(wait)
            try:
                self._click()
            except (SystemExit, OSError) as error:
                self.noted.wrong[str(error).partition(":")[0]] += 1

    def _click(self) -> None:
        writes = self.who["writes"]
        if writes and self.chance.random() <= WRITES:
            self.write(self.chance.choice(list(writes)))
        else:
            self.read(self.chance.choice(list(self.who["pages"])))

    def read(self, name: str) -> None:
        self.noted.keep(name, ask(self.site.port, self.who["pages"][name], self.who["cookie"]).seconds)

    def write(self, name: str) -> None:
        writes = self.who["writes"]
        words = f"{MARK} {self.chance.random()}"
        write = {**writes[name], "fields": {**writes[name]["fields"]}}
        write["fields"].update({write["words"]: words} if write["words"] else {})
        self.noted.keep(name, post(self.site.port, write, self.who["cookie"]).seconds)
        if name == ANSWER:
            self.noted.answers.add(f"{write['to']} {write['of']}")
            writes.pop(name)  # one answers once
        elif name == "post a report":
            self.noted.reports[str(write["of"])] = words
        else:
            self.noted.comments.add(words)


def measure_people(options: Namespace) -> int:
    """Print what each page took alone and among a hundred; 1 when something went wrong, was lost or took too long."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="driehoek-bench-")))
        url = f"{stack.enter_context(server(DURABLE)).removesuffix('postgres')}people"
        site = stack.enter_context(served_site(folder / "people", url, options, only=False, worker=True))
        people = json.loads(run_in(site.environment, "-m", "bench.people"))
        alone = _alone(site, people)
        # What was written alone may not be lost either.
        noted = Noted(comments=alone.comments, reports=alone.reports, answers=alone.answers)
        _together(site, people, noted)
        there = json.loads(run_in(site.environment, "-m", "bench.people", "kept"))
    return _tell(alone, noted, there)


def _alone(site: Served, people: list[dict]) -> Noted:
    """What each page of each of them takes when nobody else is there, and each kind of write for some of them.

    They come one after the other, as different people do, so that what one needs was mostly not just asked by another.
    """
    noted = Noted()
    everyone = [Person(site, who, noted, number + PEOPLE, 0) for number, who in enumerate(people)]
    for person in everyone:
        for name in person.who["pages"]:
            person.read(name)
    for name in sorted({name for who in people for name in who["writes"]}):
        able = [person for person in everyone if name in person.who["writes"]]
        for person in able[::2][:MOST_ALONE]:  # the others do so among all
            person.write(name)
    return noted


def _together(site: Served, people: list[dict], noted: Noted) -> None:
    until = time.monotonic() + SECONDS
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})  # the threads begin after it; the server was there before
    threads = [Person(site, who, noted, number, until) for number, who in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.sched_setaffinity(0, before)


def _tell(alone: Noted, noted: Noted, there: dict) -> int:
    """Pages and writes on one line each."""
    slow = []
    print(f"{'':24}{'alone':>8}{'median':>9}{'95 %':>9}  clicks")
    for name, seconds in sorted(noted.seconds.items()):
        base, ordered = statistics.median(alone.seconds[name]), sorted(seconds)
        late = ordered[int(len(ordered) * 0.95)]
        too_slow = late > MOST * base
        slow += [name] if too_slow else []
        verdict = f"  {late / base:.1f} x alone" if too_slow else ""
        print(f"{name:24}{base * 1000:8.0f}{statistics.median(seconds) * 1000:9.0f}{late * 1000:9.0f}{len(seconds):8}{verdict}")
    lost = [words for words in noted.comments if words not in there["comments"]]
    lost += [words for action, words in noted.reports.items() if there["reports"].get(action) != words]
    lost += [address for address in noted.answers if address not in there["answers"]]
    written = f"{len(noted.comments)} comments, {len(noted.reports)} reports, {len(noted.answers)} answers"
    print(f"Acknowledged: {written}; lost: {len(lost)}. Went wrong: {sum(noted.wrong.values())}.")
    print(*(f"  {count} x {sentence}" for sentence, count in noted.wrong.most_common(5)), sep="\n")
    return 1 if lost or noted.wrong or slow else 0


# -- Asked of a process that knows Django


def plan() -> list[dict]:
    """A hundred people of the site: where each clicks, and what each can write."""
    from bench.site import signed_in
    from parties.models import Membership

    taking_part = Membership.objects.filter(party__participations__isnull=False)
    rows = taking_part.select_related("user", "party").distinct().order_by("pk")
    found = []
    for row in rows.iterator():
        if pages := _pages_of(row):
            found.append({"cookie": signed_in(row.user), "pages": pages, "writes": _writes_of(row)})
        if len(found) == PEOPLE:
            break
    return found


def _agenda_of(row):
    from agreements.models import Agenda

    return Agenda.objects.filter(state=Agenda.State.ADOPTED, agreement__parties=row.party).order_by("-year", "pk").first()


def _pages_of(row) -> dict[str, str]:
    from agreements.models import Action

    agenda = _agenda_of(row)
    action = Action.objects.filter(agenda=agenda).order_by("pk").first() if agenda else None
    if action is None:
        return {}
    year = agenda.get_absolute_url()
    return {
        "start": "/",
        "my actions": "/mijn-acties/",
        "agenda": year,
        "dashboard": f"{year}dashboard/",
        "goal": action.goal.get_absolute_url(),
        "action": action.get_absolute_url(),
        "history": f"/afspraken/{agenda.agreement.slug}/geschiedenis/",
    }


def _writes_of(row) -> dict[str, dict]:
    from agreements.models import Action, NeededAnswer, Proposal

    agenda, found = _agenda_of(row), {}
    actions = Action.objects.filter(agenda=agenda).order_by("pk")
    own = actions.filter(leads__party=row.party)
    if row.role == "editor" and own.exists():
        page = own[0].get_absolute_url()
        answer = {"phase": "running", "judgement": "on_track", "next": "We gaan door."}
        report = {"page": f"{page}voortgang/?opnieuw", "to": f"{page}voortgang/", "fields": answer, "words": "done"}
        found["post a report"] = {**report, "of": own[0].pk}
    if row.role == "coordinator":
        page = actions[0].get_absolute_url()
        found["post a comment"] = {"page": page, "to": f"{page}opmerkingen/", "fields": {"audience": "all"}, "words": "text"}
        waiting = NeededAnswer.objects.filter(party=row.party, assents=None, proposal__state=Proposal.State.OPEN)
        if needed := waiting.filter(proposal__kind=Proposal.Kind.ADJUST).first():
            page = f"/wijzigingen/{needed.proposal_id}/"
            found[ANSWER] = {
                "page": page,
                "to": f"{page}antwoord/",
                "fields": {"answer": "agreed"},
                "words": "",
                "of": row.party_id,
            }
    return found


def kept() -> dict:
    """What the database has of what was written."""
    from agreements.models import Assent, Comment
    from monitoring.models import ProgressUpdate

    reports = ProgressUpdate.objects.filter(done__startswith=MARK, submitted_at__isnull=False).order_by("submitted_at", "pk")
    answers = Assent.objects.values_list("needed__proposal", "needed__party")
    return {
        "comments": list(Comment.objects.filter(text__startswith=MARK).values_list("text", flat=True)),
        "reports": {str(action): done for action, done in reports.values_list("action", "done")},
        "answers": [f"/wijzigingen/{pk}/antwoord/ {party}" for pk, party in answers],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(kept() if "kept" in sys.argv else plan()))
