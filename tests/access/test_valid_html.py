"""Every page that anyone meets is valid HTML, by the validator of the W3C (vnu), which scripts/setup.sh installs."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db

# For work of a few seconds Java need not make itself as fast as it can; that takes a fifth of the time.
JAVA = ("-Xss2m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
VALIDATOR = settings.BASE_DIR / ".setup" / "vnu.jar"
ROLES = ("anonymous", "outsider", "coordinator", "other_coordinator", "superuser")
NOT_ASKED = "|".join(
    [
        # What the walk planted in every text on purpose: signs that no form lets through and that HTML does not know.
        "Forbidden code point",
        "Text run is not in Unicode Normalization Form C",
        # A table that is laid out as a list on a telephone says itself that it is a table: not every browser goes on knowing that
        # when display is block. tests/browser/test_pages.py asks what a screen reader meets.
        "The .role. attribute must not be used on a .(th|td|tr). element which has a .table. ancestor",
    ]
)


def errors_of(folder: Path) -> list[dict]:
    """What the validator finds wrong in the files of a folder; one start of Java for all."""
    command = ["java", *JAVA, "-jar", VALIDATOR, "--format", "json", "--errors-only", "--filterpattern", f".*({NOT_ASKED}).*"]
    done = subprocess.run([*command, "--skip-non-html", folder], capture_output=True, text=True, check=False, timeout=240)
    return json.loads(done.stderr)["messages"]


def test_the_validator_finds_what_is_wrong(tmp_path):
    (tmp_path / "page.html").write_text('<!doctype html><html lang="nl"><title>x</title><p><table role="table"></table></p>')
    assert len(errors_of(tmp_path)) >= 1


def pages_of(walk) -> dict[str, str]:
    return {address: page for address, page in walk.found.items() if page.lstrip()[:9].lower() == "<!doctype"}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_meets_pages(walk_as, role):
    """Each walks in a test of its own, for that takes long; the next test finds what they met."""
    assert len(pages_of(walk_as(role))) > (2 if role == "anonymous" else 15)


def test_every_page_is_valid_html(walk_as, tmp_path):
    addresses = {}
    for role in ROLES:
        for number, (address, page) in enumerate(pages_of(walk_as(role)).items()):
            name = f"{role}-{number}.html"
            (tmp_path / name).write_text(page)
            addresses[name] = f"{address} as {role}"
    found = errors_of(tmp_path)
    told = [
        f"{addresses[Path(message['url']).name]}: {message['message']} {message.get('extract', '')!r}" for message in found[:30]
    ]
    assert not found, "\n".join([f"{len(found)} errors", *told])
