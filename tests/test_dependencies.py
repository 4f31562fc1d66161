"""What the site is made of may go with its licence, stands in one list, and is asked for vulnerabilities or the audit fails."""

import json

import pytest

from scripts import dependencies


def test_every_package_has_a_licence_that_goes_with_ours(capsys):
    assert dependencies.licences() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-2.0-or-later OR MPL-1.1", True),
        ("MIT AND GPL-3.0-only", False),
        ("(Apache-2.0 OR BSD-3-Clause) AND PSF-2.0", True),
        ("(MIT OR GPL-3.0-only) AND AGPL-3.0-only", False),
        ("", False),
        ("Other/Proprietary License", False),
    ],
)
def test_a_licence_that_does_not_go_with_ours_is_found(expression, may):
    assert dependencies.may_go_along(expression) == may


def test_a_package_with_another_licence_fails_the_list(monkeypatch, capsys):
    monkeypatch.setitem(dependencies.READ_BY_US, "django", "AGPL-3.0-only")
    assert dependencies.licences() == 1
    assert "django                           AGPL-3.0-only   <-- may not go" in capsys.readouterr().out


def test_the_list_for_others_has_all_of_the_lock_and_nothing_of_the_tests(tmp_path):
    assert dependencies.sbom(str(tmp_path / "bom.json")) == 0
    bom = json.loads((tmp_path / "bom.json").read_text())
    names = {part["name"].lower() for part in bom["components"]}
    assert (bom["bomFormat"], bom["metadata"]["component"]["name"]) == ("CycloneDX", "driehoek")
    assert {"django", "weasyprint", "idiomorph", "source-sans"} <= names
    assert not {"pytest", "playwright"} & names
    assert [part["name"] for part in bom["components"] if not part.get("licenses")] == []


def test_an_audit_that_cannot_ask_fails(monkeypatch, capsys):
    """Nothing listens there; without the network at all it is the same."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert dependencies.audit() == 2
    assert "nothing is known of" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"name": "django", "version": "5.2.19", "vulns": []}], 0),
        ([{"name": "django", "skip_reason": "not found"}], 2),
        ([], 2),
        ([{"name": "Django", "version": "5.2.19", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["5.2.20"]}]}], 1),
    ],
)
def test_an_audit_counts_only_when_it_is_about_every_package(monkeypatch, capsys, rows, code):
    monkeypatch.setattr(dependencies, "pins", lambda: {"django": {"5.2.19"}})
    answer = type("Done", (), {"stdout": json.dumps({"dependencies": rows}), "stderr": "", "returncode": min(code, 1)})
    monkeypatch.setattr(dependencies.subprocess, "run", lambda *command, **options: answer)
    assert dependencies.audit() == code
