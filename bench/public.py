"""How many anonymous readers a second 342 published municipalities serve, and what someone who works notices of it.

Readers are threads of this very process, on the processors of the server too: the numbers are a floor, and move with the machine.
With nginx on the machine they are measured behind it too, with the part of docs/deployment.md, "Many readers".
"""

import http.client
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import site

MUNICIPALITIES, READERS = 342, 8
SECONDS = float(os.environ.get("SECONDS", "5"))
WANTED = 100  # readers a second


@dataclass
class Answers:
    seconds: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    etags: dict[str, str] = field(default_factory=dict)


def measure_public() -> int:
    with tempfile.TemporaryDirectory() as data_dir:
        port = site.prepare(data_dir)
        addresses, cookie = _publish_everywhere()
        with site.serve(port, "--workers", "2", "--threads", "4"):
            work = _median(port, "/", cookie)
            print(f"{'someone who works, alone':44}{work * 1000:9.1f} ms")
            etags = _run("first time: each page is made", port, addresses)
            _run("all pages, kept by the site", port, addresses)
            _run("all pages, not changed (304)", port, addresses, etags=etags)
            _run("list of all municipalities", port, ["/openbaar/"])
            busy = _while_reading(port, addresses, lambda: _median(port, "/", cookie))
            print(f"{'someone who works, while they read':44}{busy * 1000:9.1f} ms  {busy / work:6.2f} x alone")
            return _behind_nginx(port, addresses, cookie, data_dir)


def _publish_everywhere() -> tuple[list[str], str]:
    """The text of Lindermeer once for each municipality, in bulk and without history; its pages, and someone signed in."""
    from agreements.models import Agenda, Agreement, Participation, Publication, Version
    from parties.models import Party, User

    model = Version.objects.filter(agenda__agreement__slug="lindermeer-2025-2028").order_by("-place")[0]
    by, numbers, year = User.objects.get(email="iris@lindermeer.example"), range(MUNICIPALITIES), model.agenda.year
    parties = Party.objects.bulk_create(Party(name=f"Gemeente {n}", short_name=f"G{n}", kind="municipality") for n in numbers)
    agreements = Agreement.objects.bulk_create(
        Agreement(title=f"Afspraken {n}", slug=f"afspraken-{n}", start_year=year, end_year=year) for n in numbers
    )
    Participation.objects.bulk_create(
        Participation(agreement=agreement, party=party, state="accepted")
        for agreement, party in zip(agreements, parties, strict=True)
    )
    days = {"state": "adopted", "adopted_on": model.in_force_from}
    agendas = Agenda.objects.bulk_create(Agenda(agreement=row, year=year, title=f"Agenda {row.pk}", **days) for row in agreements)
    same = {name: getattr(model, name) for name in ("kind", "in_force_from", "content", "ground", "content_sha256")}
    versions = Version.objects.bulk_create(
        Version(agreement=row.agreement, agenda=row, place=1, number=1, sha256=f"{row.pk:064}", **same) for row in agendas
    )
    Publication.objects.bulk_create(
        Publication(agreement=row.agreement, agenda=row.agenda, version=row, party=party, by=by)
        for row, party in zip(versions, parties, strict=True)
    )
    return [f"/openbaar/{row.slug}/{year}/" for row in agreements], site.signed_in(by)


def _run(name: str, port: int, addresses: list[str], etags: dict[str, str] | None = None) -> dict[str, str]:
    answers = _read(port, addresses, time.monotonic() + SECONDS, etags or {})
    times = sorted(answers.seconds)
    rate, slow = len(times) / SECONDS, times[int(len(times) * 0.95)]
    verdict = "ok" if rate >= WANTED else "TOO FEW"
    if not answers.statuses <= {200, 304}:
        raise SystemExit(f"{name}: answered {sorted(answers.statuses)}")
    statuses = ", ".join(map(str, sorted(answers.statuses)))
    print(f"{name:44}{rate:9.0f} a second, 95 of 100 within {slow * 1000:.0f} ms ({statuses})  {verdict}")
    return answers.etags


def _read(port: int, addresses: list[str], until: float, etags: dict[str, str]) -> Answers:
    """Readers that ask one page after the other, each on a connection that stays, until that moment."""
    answers = Answers()

    def reader(first: int) -> None:
        connection, turn = http.client.HTTPConnection("127.0.0.1", port, timeout=60), first
        while time.monotonic() < until:
            address = addresses[turn % len(addresses)]
            turn += READERS
            begun = time.perf_counter()
            connection.request("GET", address, headers={"If-None-Match": etags[address]} if address in etags else {})
            response = connection.getresponse()
            response.read()
            answers.seconds.append(time.perf_counter() - begun)
            answers.statuses.add(response.status)
            answers.etags[address] = response.headers["ETag"]
        connection.close()

    threads = [threading.Thread(target=reader, args=[number]) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _while_reading(port: int, addresses: list[str], do):
    readers = threading.Thread(target=_read, args=[port, addresses, time.monotonic() + SECONDS, {}])
    readers.start()
    found = do()
    readers.join()
    return found


def _median(port: int, path: str, cookie: str) -> float:
    return statistics.median(site.fetch(port, path, cookie) for _ in range(15))


CONFIGURATION = """
{user} daemon off; error_log {folder}/error.log error; pid {folder}/pid; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/cache keys_zone=driehoek_public:10m max_size=200m inactive=1d use_temp_path=off;
  upstream site {{ server 127.0.0.1:{port}; keepalive 8; }}
  server {{
    listen 127.0.0.1:{own};
    location / {{ proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ""; }}
    location /openbaar/ {{
{part}
      proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Cookie "";
    }}
  }}
}}
"""


def part_of_documentation() -> str:
    """What docs/deployment.md says of many readers, as it stands there."""
    text = (site.ROOT / "docs/deployment.md").read_text(encoding="utf-8")
    return text.partition("## Many readers")[2].partition("```nginx\n")[2].partition("```")[0]


def _behind_nginx(port: int, addresses: list[str], cookie: str, data_dir: str) -> int:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        print("nginx is not on this machine: not measured behind it.")
        return 0
    own, folder = site.free_port(), Path(data_dir) / "nginx"
    folder.mkdir()
    settings = CONFIGURATION.format(
        user="user root;" if os.getuid() == 0 else "", folder=folder, port=port, own=own, part=part_of_documentation()
    )
    (folder / "nginx.conf").write_text(settings)
    server = subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        _run("behind nginx: all pages", own, addresses)
        _run("behind nginx: one page that many read", own, addresses[:1])
        busy = _while_reading(own, addresses[:1], lambda: _median(port, "/", cookie))
        print(f"{'someone who works, while they read there':44}{busy * 1000:9.1f} ms")
    finally:
        server.terminate()
        server.wait(timeout=20)
    return 0
