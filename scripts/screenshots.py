"""Make the pictures of the README and the manuals anew: .venv/bin/python scripts/screenshots.py [name …]

They show the demonstration on a server of its own, on which it is one fixed day, so they are the same for everyone who runs this.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import site  # noqa: E402
from scripts.fixed_day import NOW  # noqa: E402

IMAGES = ROOT / "docs" / "images"
NOOR, WIM, TINEKE = "noor@heumen.example", "wim@heumen.example", "tineke@woonbelang.example"
SANDER, FATIMA = "sander@oosterpoort.example", "fatima@heeze-leende.example"
IRIS, THEO = "iris@lindermeer.example", "theo@hv-elzenhof.example"
SANNE = "sanne@veldstee.example"
HEUMEN = "/afspraken/heumen-2023-2026/2024/"
LINDERMEER = f"/afspraken/lindermeer-{NOW.year - 1}-{NOW.year + 2}/"
OFFICERS = "Ambtelijk overleg (fictief)"
CARE = f"/afspraken/wonen-met-zorg-lindermeer-{NOW.year}-{NOW.year + 3}/{NOW.year}/"


@dataclass(frozen=True)
class Picture:
    """What a person sees at an address, from an element on; opens names what is unfolded first."""

    person: str
    address: str | Callable[[], str]
    target: str = ""
    width: int = 1280
    height: int = 860
    opens: str = ""


def goal_of_lindermeer() -> str:
    from agreements.models import Goal

    return Goal.objects.get(theme__agreement__slug__startswith="lindermeer", number="1.1").get_absolute_url()


def evaluation_of_lindermeer() -> str:
    from monitoring.models import Evaluation

    return Evaluation.objects.get(agenda__agreement__slug__startswith="lindermeer").get_absolute_url()


def meeting_of_lindermeer(title: str, page: str) -> Callable[[], str]:
    def address() -> str:
        from monitoring.models import Meeting

        return f"{Meeting.objects.filter(title=title).earliest('held_on').get_absolute_url()}{page}"

    return address


PICTURES = {
    "agenda": Picture(NOOR, HEUMEN + "?zoek=flexwoningen", height=900),
    "dashboard": Picture(WIM, HEUMEN + "dashboard/", height=900),
    "filter": Picture(NOOR, HEUMEN + "?soort=dropped"),
    "document": Picture(FATIMA, "/afspraken/heeze-leende-2024-2027/2024/", ".paragraph"),
    "doel": Picture(TINEKE, "/doelen/20/"),
    "telefoon": Picture(TINEKE, HEUMEN, "#doel-8", width=390, height=780),
    "beheer": Picture(NOOR, "/beheer/"),
    "beheer-afspraak": Picture(NOOR, "/beheer/agreements/action/1/change/"),
    "mijn-acties": Picture(SANDER, "/mijn-acties/"),
    "melden": Picture(SANDER, "/acties/13/voortgang/", ".report", height=960),
    "beheer-geschiedenis": Picture(NOOR, "/beheer/agreements/action/1/history/", height=600),
    "start": Picture(IRIS, "/"),
    "voorstellen": Picture(IRIS, f"{LINDERMEER}{NOW.year + 1}/vaststellen/", height=690),
    "antwoorden": Picture(THEO, f"{CARE}vaststellen/", height=1000),
    "vastgesteld": Picture(IRIS, f"{LINDERMEER}{NOW.year}/vaststellen/"),
    "versies": Picture(THEO, f"{LINDERMEER}{NOW.year}/versies/", height=760),
    "was-wordt": Picture(IRIS, f"{LINDERMEER}{NOW.year + 1}/", ".agenda-table", opens="#inhoud details.becoming", height=620),
    "overleg-agenda": Picture(IRIS, meeting_of_lindermeer("Bestuurlijk overleg na ronde 2 (fictief)", "agenda/"), height=1000),
    "notuleren": Picture(SANNE, meeting_of_lindermeer(OFFICERS, "notuleren/"), height=1000),
    "verslag": Picture(THEO, meeting_of_lindermeer(OFFICERS, "verslag/lezen/"), height=900),
    "besluiten": Picture(THEO, f"{LINDERMEER}besluiten/", height=900),
    "evaluatie": Picture(THEO, evaluation_of_lindermeer, height=900),
    "opmerkingen": Picture(THEO, goal_of_lindermeer, "#opmerkingen", height=620),
}


def main(names: list[str]) -> None:
    import time_machine

    with tempfile.TemporaryDirectory() as data_dir:
        port = site.prepare(data_dir, "--today", NOW.date().isoformat())
        from parties.models import User

        with time_machine.travel(NOW):
            cookies = {user.email: site.signed_in(user) for user in User.objects.all()}
        wanted = {name: PICTURES[name] for name in names or PICTURES}
        addresses = {name: row.address if isinstance(row.address, str) else row.address() for name, row in wanted.items()}
        with site.serve(port, "--config", "python:scripts.fixed_day"):
            take(port, wanted, addresses, cookies)


def take(port: int, wanted: dict[str, Picture], addresses: dict[str, str], cookies: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, picture in wanted.items():
            size = {"width": picture.width, "height": picture.height}
            context = browser.new_context(viewport=size, locale="nl-NL", reduced_motion="reduce")
            cookie, value = cookies[picture.person].split("=", 1)
            context.add_cookies([{"name": cookie, "value": value, "domain": "127.0.0.1", "path": "/"}])
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}{addresses[name]}")
            if picture.opens:
                page.locator(picture.opens).evaluate_all("found => found.forEach(element => { element.open = true })")
            if picture.target:
                page.locator(picture.target).first.evaluate("element => window.scrollTo(0, element.offsetTop - 24)")
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
