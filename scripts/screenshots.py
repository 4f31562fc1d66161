"""Make the pictures of the README and the manuals anew: .venv/bin/python scripts/screenshots.py

They show the demonstration on a server of its own, so they are the same for everyone who runs this.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import site  # noqa: E402

IMAGES = ROOT / "docs" / "images"
NOOR, WIM, TINEKE = "noor@heumen.example", "wim@heumen.example", "tineke@woonbelang.example"
SANDER = "sander@oosterpoort.example"
HEUMEN = "/afspraken/heumen-2023-2026/2024/"
# name: (person, address, element to scroll to, width, height)
PICTURES = {
    "agenda": (NOOR, HEUMEN + "?zoek=flexwoningen", "", 1280, 900),
    "dashboard": (WIM, HEUMEN + "dashboard/", "", 1280, 900),
    "filter": (NOOR, HEUMEN + "?soort=dropped", "", 1280, 860),
    "document": (None, "/afspraken/heeze-leende-2024-2027/2024/", ".paragraph", 1280, 860),
    "doel": (TINEKE, "/doelen/20/", "", 1280, 860),
    "telefoon": (TINEKE, HEUMEN, "#doel-8", 390, 780),
    "beheer": (NOOR, "/beheer/", "", 1280, 860),
    "beheer-afspraak": (NOOR, "/beheer/agreements/action/1/change/", "", 1280, 860),
    "mijn-acties": (SANDER, "/mijn-acties/", "", 1280, 860),
    "melden": (SANDER, "/acties/13/voortgang/", ".report", 1280, 960),
    "beheer-geschiedenis": (NOOR, "/beheer/agreements/action/1/history/", "", 1280, 600),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as data_dir:
        port = site.prepare(data_dir)
        from parties.models import User

        cookies = {user.email: site.signed_in(user) for user in User.objects.all()}
        cookies[None] = cookies["fatima@heeze-leende.example"]
        with site.serve(port):
            take(port, cookies)


def take(port: int, cookies: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for name, (person, address, target, width, height) in PICTURES.items():
            context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-NL", reduced_motion="reduce")
            cookie, value = cookies[person].split("=", 1)
            context.add_cookies([{"name": cookie, "value": value, "domain": "127.0.0.1", "path": "/"}])
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}{address}")
            if target:
                page.locator(target).first.evaluate("element => window.scrollTo(0, element.offsetTop - 24)")
            page.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
