"""docs/in-productie.md is followed literally: what it names exists, what it sets is read. Units and scripts are well formed."""

import re
import shutil
import subprocess
from pathlib import Path
from runpy import run_path

import pytest
from django.conf import settings
from django.core.management import get_commands

from operations.urls import urlpatterns as operations_urls
from operations.watching.health import CARE, NEEDED
from public_site.answering import ALWAYS_ASK

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "scripts/deploy"
PAGE = (ROOT / "docs/in-productie.md").read_text(encoding="utf-8")
WATCHING = (ROOT / "docs/bewaken-en-herstellen.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/deployment.md").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = (DEPLOY / "install.sh", DEPLOY / "build.sh", DEPLOY / "driehoek-manage", DEPLOY / "container/clock.sh")
READ = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "config").glob("*.py"))
# What install.sh, systemd and gunicorn read and no settings of Django.
NOT_OF_DJANGO = {"TLS", "WEB_WORKERS", "WEB_BIND"}
NO_SETTINGS = {"CHANGELOG", "PATH", "LETSENCRYPT"}


def settings_named_in(text: str) -> set[str]:
    return set(re.findall(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|WORKER|DEBUG|TLS)\b", text)) - NO_SETTINGS


def commands_called_in(text: str) -> set[str]:
    """In the code of a page, and in the lines of a script that are no remark."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    called = re.findall(r"(?:driehoek-manage|manage\.py|\brun) ([a-z][a-z_]+)", "\n".join(lines))
    return set(called) | set(re.findall(r"`((?!driehoek_)[a-z]+_[a-z_]+)`", text))


def test_every_setting_that_the_page_names_is_read():
    named = settings_named_in(PAGE) - NOT_OF_DJANGO
    assert len(named) > 10
    assert {name for name in named if not re.search(rf'"{name}"', READ)} == set()


def test_every_setting_of_the_example_is_read_and_explained():
    lines = (DEPLOY / "driehoek.env.example").read_text(encoding="utf-8").splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert {name for name in names if not re.search(rf'"{name}"', READ)} == set()
    assert {name for name in names if f"`{name}`" not in REFERENCE} == set()


def test_every_setting_that_is_read_stands_in_the_reference():
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"', READ)) | set(re.findall(r'_in\(env, "([A-Z0-9_]+)"', READ))
    assert len(read) > 25
    assert {name for name in read if f"`{name}`" not in REFERENCE} == set()


NOT_OF_MANAGE = {"request_id"}  # a word in the log
WITH_THE_BACKUP = {"backup", "restore"}  # install.sh asks whether this release has them


@pytest.mark.parametrize("text", [PAGE, WATCHING, *(path.read_text("utf-8") for path in (*UNITS, *SCRIPTS))])
def test_every_command_that_is_named_exists(text):
    known = set(get_commands()) | NOT_OF_MANAGE | WITH_THE_BACKUP
    assert commands_called_in(text) - known == set()


def test_every_clock_is_a_command_and_stands_in_the_page():
    names = {path.stem.removeprefix("driehoek-clock@") for path in UNITS if path.match("driehoek-clock@?*.timer")}
    assert len(names) == 8
    assert names <= set(get_commands())
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
    assert {name for name in names if name not in (DEPLOY / "container/clock.sh").read_text("utf-8")} == set()


def test_what_is_watched_stands_in_the_page_with_what_to_do():
    parts = re.findall(r"^\| `([\w-]+)` \| .+ \| .+ \|$", WATCHING, re.MULTILINE)
    assert parts == [*NEEDED, *CARE]


def test_every_unit_that_the_pages_name_is_there():
    named = set(re.findall(r"\bdriehoek-(?:web|worker|backup|clock@)[\w.@]*", PAGE + WATCHING)) - {"driehoek-clock@"}
    units = {name for unit in UNITS for name in (unit.name, unit.stem)} | {
        "driehoek-clock@check_versions",
        "driehoek-clock@check_minutes",
    }
    assert len(named) > 5
    assert named - units == set()


def test_every_file_that_the_page_names_is_there():
    files = set(re.findall(r"\bscripts/[\w./-]+\w", PAGE + WATCHING))
    assert len(files) >= 5
    assert {name for name in files if not (ROOT / name).exists()} == set()


def test_every_step_of_the_script_stands_in_the_page():
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    steps = re.search(r"^steps=\((.*)\)$", script, re.MULTILINE)[1].split()
    assert re.findall(r"^step_(\w+)\(\)", script, re.MULTILINE) == steps
    assert re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE) == steps


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_well_formed_and_can_be_run(script):
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd")
def test_the_units_are_well_formed(tmp_path):
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/srv/driehoek/current/.venv/bin/python", str(program))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    names = [
        str(tmp_path / unit.name.replace("@.", "@check_versions.")) for unit in UNITS if unit.name != "driehoek-clock@.service"
    ]
    said = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True)
    ours = [line for line in said.stderr.splitlines() if "driehoek" in line and "man page" not in line]
    assert ours == []


@pytest.mark.skipif(not Path("/usr/sbin/nginx").exists(), reason="this machine has no nginx")
def test_the_site_of_nginx_is_well_formed(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(make, check=True, capture_output=True)
    site = (DEPLOY / "nginx/driehoek.conf").read_text(encoding="utf-8")
    for name, value in {"@HOST@": "driehoek.example", "@CERTIFICATE@": str(certificate), "@KEY@": str(key)}.items():
        site = site.replace(name, value)
    site = site.replace("/var/cache/nginx", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {site} }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    said = subprocess.run(["/usr/sbin/nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr


def test_a_place_with_headers_of_its_own_has_those_of_all_places_too():
    """nginx forgets the headers of the server where a location sets one: the site would not know by what name it was asked."""
    site = (DEPLOY / "nginx/driehoek.conf").read_text(encoding="utf-8")
    everywhere = set(re.findall(r"^    proxy_set_header (\S+)", site, re.MULTILINE))
    assert {"Host", "X-Forwarded-Proto", "X-Forwarded-For"} <= everywhere
    public = re.search(r"^    location /openbaar/ .*?^    }", site, re.MULTILINE | re.DOTALL)[0]
    assert everywhere < set(re.findall(r"proxy_set_header (\S+)", public))
    assert site.count("        proxy_set_header") == public.count("proxy_set_header")


def test_nginx_leaves_it_to_the_visitor_to_keep_public_pages():
    """They are always asked for anew: a cache of nginx keeps none, and takes away the ETag with which a visitor asks."""
    assert "no-cache" in ALWAYS_ASK
    assert "proxy_cache" not in (DEPLOY / "nginx/driehoek.conf").read_text(encoding="utf-8")


def test_what_is_wrong_with_the_site_is_told_to_this_machine_alone():
    site = (DEPLOY / "nginx/driehoek.conf").read_text(encoding="utf-8")
    place, rules = re.search(r"location ~ (\^/gezond/\S+) \{\n(.*?)\n    }", site, re.DOTALL).groups()
    told = {f"/{address.pattern}" for address in operations_urls}
    assert {address for address in told if not re.search(place, address)} == {"/gezond/"}
    assert re.findall(r"^ +(allow|deny) (\S+);", rules, re.MULTILINE) == [
        ("allow", "127.0.0.1"),
        ("allow", "::1"),
        ("deny", "all"),
    ]


def test_tables_are_changed_and_restored_as_their_owner():
    text = (DEPLOY / "driehoek-manage").read_text(encoding="utf-8")
    commands = re.search(r"^  ([a-z_ |]+)\)\n    user=driehoek_eigenaar", text, re.MULTILINE)[1].split(" | ")
    assert commands == ["migrate", "close_history", "pseudonymise_person", "restore"]
    assert all(f"`{command}`" in PAGE for command in commands)


def test_the_image_of_the_container_is_made_as_the_script_installs():
    image, script = ((DEPLOY / name).read_text(encoding="utf-8") for name in ("container/Containerfile", "install.sh"))
    for text in (image, script):
        assert re.findall(r"\bbuild\.sh (packages|code)\b", text) == ["packages", "code"]
    wanted = {name for found in re.findall(r"--no-install-recommends ([\w. -]+?) (?:&&|\\\n)", image) for name in found.split()}
    installed = re.search(r"--no-install-recommends -o \S+ (.+?) >", script, re.DOTALL)[1].replace("\\", "").split()
    assert {"libpangoft2-1.0-0", "postgresql-client"} <= wanted  # PDF's, and backups
    assert wanted - {*installed, "postgresql-client"} == set()  # which comes with postgresql
    assert "postgresql" in installed
    assert " run backup /var/backups/driehoek " in (DEPLOY / "container/clock.sh").read_text(encoding="utf-8")


def test_the_web_server_in_production_does_what_every_one_does(monkeypatch, tmp_path):
    """The log of gunicorn is JSON there too, and counts of before begin anew; with workers and time limits of its own."""
    monkeypatch.setenv("SITE_URL", "https://driehoek.example")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    found = run_path(str(DEPLOY / "gunicorn.conf.py"))
    assert found["logconfig_dict"]["formatters"]["json"]["()"] == "operations.watching.log.JsonFormatter"
    assert (found["control_socket_disable"], found["worker_class"], found["timeout"]) == (True, "sync", 30)
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/old.db").touch()
    found["on_starting"](None)
    assert not (tmp_path / "metrics/old.db").exists()


def test_a_value_of_the_settings_is_taken_as_it_stands(tmp_path):
    """systemd and driehoek-manage read one file: no quotes, no commands, no variables."""
    text = (DEPLOY / "driehoek-manage").read_text(encoding="utf-8")
    function = text[text.index("read_settings() {") : text.index("\n}\n") + 3]
    file = tmp_path / "x.env"
    file.write_text("# A=1\nMAIL_FROM=Driehoek <x@y.nl> $(touch gone) `id` $HOME\nLAST=eind", encoding="utf-8")
    code = f'{function}\nread_settings {file}\nprintf "%s|%s|%s" "$MAIL_FROM" "$LAST" "${{A:-}}"'
    said = subprocess.run(["bash", "-euc", code], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert said == "Driehoek <x@y.nl> $(touch gone) `id` $HOME|eind|"
    assert not (tmp_path / "gone").exists()


def test_on_the_way_back_the_services_are_those_of_the_release_before(tmp_path):
    """What only the later release knows goes; what the administrator added stays."""
    now, before, services = (tmp_path / name for name in ("now", "before", "services"))
    for folder in (now, before):
        (folder / "scripts/deploy/systemd").mkdir(parents=True)
    services.mkdir()
    (services / "driehoek-web.service.d").mkdir()
    for folder, names in ((now, ["driehoek-web.service", "driehoek-clock@new.timer"]), (before, ["driehoek-web.service"])):
        for name in names:
            (folder / "scripts/deploy/systemd" / name).write_text(f"{name} of {folder.name}")
            (services / name).write_text(f"{name} of now")
    script = (DEPLOY / "install.sh").read_text("utf-8")
    function = re.search(r"^units_back\(\) \{.*?^\}", script, re.MULTILINE | re.DOTALL)[0]
    stub = 'set -euo pipefail; services=$1; systemctl() { echo "$*"; }\n'
    run = subprocess.run(
        ["bash", "-c", f'{stub}{function}\nunits_back "$2" "$3"', "-", services, now, before],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines() == ["disable --quiet --now driehoek-clock@new.timer", "daemon-reload"]
    assert {path.name for path in services.iterdir()} == {"driehoek-web.service", "driehoek-web.service.d"}
    assert (services / "driehoek-web.service").read_text() == "driehoek-web.service of before"
