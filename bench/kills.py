"""kill -9 of web, worker, database and commands at random moments during writes: is anything half, lost, or told twice?

    .venv/bin/python -m bench.kills            200 times
    .venv/bin/python -m bench.kills 20 7       20 times, with 7 as the seed

Each turn makes an agreement of its own, begins one write, kills somebody at a random moment within it, waits until all is back by
itself and looks. In the end the versions, documents and mails of all turns are held against each other.
"""

import http.client
import logging
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bench.services import Site, whole_site
from bench.turns import WRITES, BrokenError, Turn, Write, expect, make_turn

LONGEST_BACK = 90.0  # seconds in which the site must be back by itself


def play(site: Site, number: int, chance: random.Random) -> tuple[str, str, bool, float]:
    """The first turn of each write is left alone: it must be acknowledged, or the others would tell nothing."""
    write = WRITES[number % len(WRITES)]
    victim = "nobody" if number < len(WRITES) else chance.choice(write.victims)
    turn = make_turn(number)
    write.prepare(turn)
    answers: list[bool | BaseException] = []
    thread = threading.Thread(target=lambda: answers.append(_acted(write, site, turn)), daemon=True)
    thread.start()
    time.sleep(chance.random() * write.longest)
    killed_at = time.monotonic()
    kill(site, victim, turn)
    thread.join(LONGEST_BACK)
    wait_until_back(site)
    seconds = time.monotonic() - killed_at
    if not answers or isinstance(answers[0], BaseException):
        raise BrokenError(f"{write.name}: no answer after the kill of {victim}: {answers}")
    expect(answers[0] or victim != "nobody", f"{write.name}: not done, though nobody was killed")
    write.check(turn, answers[0])
    return write.name, victim, answers[0], seconds


def _acted(write: Write, site: Site, turn: Turn) -> bool | BaseException:
    from django.db import connections

    try:
        return write.act(site, turn)
    except BrokenError as error:
        return error
    except Exception:  # noqa: BLE001 (the database of the one who asks may be gone)
        return False
    finally:
        connections.close_all()


def kill(site: Site, victim: str, turn: Turn) -> None:
    if victim == "web":
        site.web.service.kill()
    elif victim == "worker":
        site.worker.kill()
    elif victim == "postgresql":
        site.database.kill()
    elif victim == "command" and hasattr(turn.extra, "kill"):
        turn.extra.kill()


def wait_until_back(site: Site) -> None:
    from django.db import connections

    connections.close_all()
    site.database.wait()
    last = time.monotonic() + LONGEST_BACK
    while time.monotonic() < last:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        try:
            connection.request("GET", "/account/login/")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise BrokenError("The site does not come back by itself.")


def settle(site: Site) -> None:
    """What the clock does in the next hour; then nothing waits any more."""
    from django_tasks_db.models import DBTaskResult
    from mailer.models import Message

    last = time.monotonic() + LONGEST_BACK
    while time.monotonic() < last:
        for command in ("make_documents", "retry_deferred", "send_mail"):
            site.manage(command)
        waits = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count(), Message.objects.count()
        if waits == (0, 0):
            return
        time.sleep(0.5)
    raise BrokenError(f"Still waiting: {waits[0]} tasks, {waits[1]} mails.")


def check_whole(site: Site, kills: int) -> None:
    from agreements.models import Version, VersionFile

    site.manage("check_versions")
    for version in Version.objects.all():
        documents = list(version.files.filter(kind=VersionFile.Kind.DOCUMENT))
        expect(len(documents) == 1, f"version {version.pk} has {len(documents)} documents")
    by_id = Counter((receivers, number) for receivers, number, _subject in site.box.mails)
    expect(max(by_id.values(), default=0) <= 2, f"a mail came more than once more: {by_id.most_common(2)}")
    told = Counter((receivers, subject) for receivers, _number, subject in set(site.box.mails))
    twice = [(key, count) for key, count in told.items() if count > 1]
    expect(twice == [], f"the same was mailed under two Message-IDs: {twice[:3]}")
    expect(sum(by_id.values()) - len(by_id) <= kills, "more mails came twice than there were kills")


def run(times: int, *, seed: int | None = None) -> dict[str, object]:
    """Play so many turns; gives what happened. BrokenError tells with which seed to play it again."""
    seed = random.randrange(10**6) if seed is None else seed
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="driehoek-kills-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with whole_site(folder) as site:
            point_django_at(site)
            wait_until_back(site)
            turns = []
            for number in range(times):
                try:
                    turns.append(play(site, number, chance))
                except BrokenError as error:
                    raise BrokenError(f"Turn {number}, seed {seed}: {error}") from error
            settle(site)
            check_whole(site, times)
            mails = [(receivers, number) for receivers, number, _subject in site.box.mails]
            return {"turns": turns, "mails": len(mails), "twice": len(mails) - len(set(mails)), "seed": seed}


def point_django_at(site: Site) -> None:
    import django

    os.environ.update(site.environment)
    django.setup()
    logging.getLogger("mail.log").setLevel(logging.WARNING)


def main(arguments: list[str]) -> None:
    # So that a terminated run ends all that it started, as an interrupted one does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    found = run(int(arguments[0]) if arguments else 200, seed=int(arguments[1]) if arguments[1:] else None)
    counts = Counter((write, victim, said) for write, victim, said, _seconds in found["turns"])
    for (write, victim, said), count in sorted(counts.items()):
        print(f"{count:4} × {write}, {victim} killed: {'acknowledged' if said else 'not acknowledged'}")
    seconds = sorted(row[3] for row in found["turns"])
    print(f"Back by itself: median {seconds[len(seconds) // 2]:.1f} s, at most {seconds[-1]:.1f} s.")
    print(f"Mails: {found['mails']}, of which {found['twice']} once more with the same Message-ID. Seed {found['seed']}.")


if __name__ == "__main__":
    main(sys.argv[1:])
