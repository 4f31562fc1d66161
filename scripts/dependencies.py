"""What the site is made of: `dependencies.py audit | licences | sbom FILE`.

audit      asks for known vulnerabilities of all in requirements.lock; it fails when it finds one, and when it could not ask
licences   names the licence of each package, and fails at one that may not go with the EUPL-1.2
sbom       writes it all as CycloneDX, with the files of others below static/vendor
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENDORED = ROOT / "static" / "vendor" / "package-lock.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)

# What may be used by a work under the EUPL-1.2 and handed on beside it. GPL and AGPL are not here: the EUPL goes along with them,
# but then the whole would be under theirs.
GOES_WITH_EUPL = {
    *(
        "0BSD",
        "Apache-2.0",
        "Bitstream-Vera",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "EUPL-1.2",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
    ),
    *("LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0", "OFL-1.1"),
}
# What packages that name no SPDX expression say in its place.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Read in the files of the package, where what it says of itself is not one licence or none.
READ_BY_US = {
    "dejavu-fonts-ttf": "Bitstream-Vera",
    "django-environ": "MIT",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "qrcode": "BSD-3-Clause",
}
# For systems that are not served: colours in a terminal of Windows, and what PyPy needs.
NOT_INSTALLED_HERE = {"brotlicffi": "MIT", "colorama": "BSD-3-Clause"}


def pins() -> dict[str, set[str]]:
    """The versions of each package that a server installs; some have one for older Pythons and one for newer."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(LOCK.read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


def licence_of(name: str) -> str:
    """As an SPDX expression; empty when the package does not say."""
    if name in READ_BY_US:
        return READ_BY_US[name]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return NOT_INSTALLED_HERE.get(name, "")
    if expression := about.get("License-Expression"):
        return expression
    named = [
        row.rpartition(" :: ")[2] for row in about.get_all("Classifier") or [] if row.startswith("License :: OSI Approved ::")
    ]
    if not named:
        typed = (about.get("License") or "").strip()
        return "Apache-2.0" if typed == "Apache 2.0" else typed.partition("\n")[0]
    return " AND ".join(CLASSIFIERS.get(row, row) for row in named)


def may_go_along(expression: str) -> bool:
    """Whether one of the choices has only licences that go with ours; where it has parentheses, all of them must."""
    if "(" in expression:
        expression = expression.translate({ord("("): None, ord(")"): None}).replace(" OR ", " AND ")
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part.strip() in GOES_WITH_EUPL for part in choice) for choice in choices)


def vendored() -> Iterator[dict]:
    """The files of others that browsers and documents get, as components."""
    packages = json.loads(VENDORED.read_text(encoding="utf-8"))["packages"]
    for path, about in packages.items():
        if path:
            name = path.removeprefix("node_modules/")
            licence = READ_BY_US.get(name) or about.get("license", "")
            purl = f"pkg:npm/{name.replace('@', '%40')}@{about['version']}"
            yield {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": about["version"],
                "purl": purl,
                "licenses": [{"expression": licence}] if licence else [],
            }


def licences() -> int:
    found = {name: licence_of(name) for name in pins()}
    found |= {part["name"]: part["licenses"][0]["expression"] if part["licenses"] else "" for part in vendored()}
    wrong = [name for name, licence in found.items() if not may_go_along(licence)]
    for name, licence in sorted(found.items()):
        print(f"{name:32} {licence or 'says nothing'}{'   <-- may not go with the EUPL-1.2' if name in wrong else ''}")
    return bool(wrong)


def audit(*options: str) -> int:
    """The answer counts only when it is about every package."""
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes", "--format", "json"]
    done = subprocess.run([*command, *options, "-r", str(LOCK)], capture_output=True, text=True, check=False)
    try:
        answered = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stderr.strip()[-2000:])
        print("The audit could not ask: nothing is known of these packages. It needs the network.")
        return 2
    asked = {row["name"].lower().replace("_", "-") for row in answered if "vulns" in row}
    if silent := sorted(set(pins()) - asked - set(NOT_INSTALLED_HERE)):
        print(f"The audit got no answer about {', '.join(silent)}: nothing is known of them.")
        return 2
    faults = [(row["name"], row["version"], fault) for row in answered for fault in row.get("vulns", ())]
    for name, version, fault in faults:
        print(f"{name} {version}: {fault['id']}, solved in {', '.join(fault['fix_versions']) or 'no version yet'}")
    print(f"{len(asked)} packages asked, {len(faults)} known vulnerabilities.")
    return bool(faults) or done.returncode


def sbom(target: str) -> int:
    """Of what is installed, only what a server installs.

    That the list of all that is installed has the right form is not asked: it takes 17 seconds, and another list is written.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.json"
        command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.prefix, "--no-validate", "-o", str(whole)]
        subprocess.run(
            [*command, "--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application"],
            check=True,
        )
        bom = json.loads(whole.read_text(encoding="utf-8"))
    wanted = pins()
    bom["components"] = [part for part in bom["components"] if part["version"] in wanted.get(_normal(part["name"]), ())]
    bom["components"] += list(vendored())
    here = {part["bom-ref"] for part in bom["components"]} | {bom["metadata"]["component"]["bom-ref"]}
    bom["dependencies"] = [
        {**row, "dependsOn": [ref for ref in row.get("dependsOn", ()) if ref in here]}
        for row in bom.get("dependencies", ())
        if row["ref"] in here
    ]
    Path(target).write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {len(bom['components'])} components.")
    missing = set(wanted) - {_normal(part["name"]) for part in bom["components"]} - set(NOT_INSTALLED_HERE)
    for name in sorted(missing):
        print(f"{name} is in requirements.lock and is not installed as it stands there.")
    return bool(missing)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> int:
    match arguments:
        case ["audit", *options]:
            return audit(*options)
        case ["licences"]:
            return licences()
        case ["sbom", target]:
            return sbom(target)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
