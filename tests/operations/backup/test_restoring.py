"""What was backed up comes back as it was, or nothing changes; and nothing of after that moment is shown as it."""

import io
import json
import threading
from contextlib import closing

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from agreements.exports.pdf.agenda import agenda_pdf
from agreements.models import Agenda, Appendix, Goal
from agreements.touched import is_noted
from monitoring.history.tables import tables_that_only_grow
from operations.backup import database
from operations.backup.manifest import read_manifest
from parties.history.append_only import open_to_change
from parties.models import Membership, Party
from tests.pdf_text import text_of
from tests.races import needs_postgresql

pytestmark = pytest.mark.django_db(transaction=True)


def restore(folder, *options: str) -> str:
    said = io.StringIO()
    call_command("restore", str(folder), *options, stdout=said)
    return said.getvalue()


def test_all_comes_back_and_is_looked_at(closed_site, appendix, make, storage, capsys):
    backup = make()
    Appendix.objects.get().delete()
    (storage / appendix.file.name).unlink()
    Membership.objects.filter(user=closed_site.outsider).delete()
    Party.objects.create(name="Na de back-up", short_name="Later", kind=Party.Kind.OTHER)
    said = restore(backup, "--replace")
    assert said.endswith("Teruggezet en heel: rijen, bestanden, versies, standen en verslagen kloppen.\n")
    assert capsys.readouterr().err == ""
    found = Appendix.objects.get()
    assert (found.pk, found.file.read()) == (appendix.pk, b"%PDF-1.4 bijlage")
    with closing(found.file):
        rows = database.rows_of(database.ask_live, database.tables_in(database.ask_live))
        new = {"agreements_touched": rows["agreements_touched"] - 1} if is_noted(connection) else {}
        assert rows | new == read_manifest(backup).rows, "and one note, for who kept something of the database of before"
    if connection.vendor == "postgresql":
        assert "De database weigert wijzigingen van de geschiedenis." in said
        assert open_to_change(connection, tables_that_only_grow()) == []


def test_a_site_that_is_used_is_not_replaced_by_accident(site, make):
    backup = make()
    with pytest.raises(CommandError, match="Er staat al iets in de database"):
        restore(backup)


def test_a_backup_of_which_one_byte_changed_is_refused_before_anything_changes(site, appendix, make, storage):
    backup = make()
    copy = backup / "files" / appendix.file.name
    copy.write_bytes(copy.read_bytes().replace(b"bijlage", b"bijlaag"))
    Party.objects.create(name="Na de back-up", short_name="Later", kind=Party.Kind.OTHER)
    (storage / appendix.file.name).unlink()
    for options in (["--check"], ["--replace"]):
        with pytest.raises(CommandError, match=f"files/{appendix.file.name} is niet wat het was"):
            restore(backup, *options)
    assert Party.objects.filter(short_name="Later").exists()
    assert not (storage / appendix.file.name).exists()


def test_a_folder_that_is_no_backup_is_refused(site, tmp_path):
    with pytest.raises(CommandError, match=r"manifest\.json ontbreekt"):
        restore(tmp_path, "--replace")


def test_a_backup_of_a_newer_program_is_refused(site, make, settings):
    settings.MIGRATION_MODULES = {}
    backup = make()
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["migrations"] = ["agreements.9999_from_the_future"]
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="nieuwere versie van Driehoek"):
        restore(backup, "--replace")


def test_a_backup_of_the_other_engine_is_refused(site, make):
    backup = make()
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["vendor"] = "oracle"
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="Deze back-up is van oracle"):
        restore(backup, "--replace")


def test_what_is_missing_after_a_restore_is_told_and_another_secret_key(
    closed_site, make, storage, settings, monkeypatch, capsys
):
    backup = make()
    settings.SECRET_KEY = "another" * 10
    monkeypatch.setattr("operations.backup.restoring.put_back", lambda name, source, sha256: None)
    for path in storage.rglob("*.pdf"):
        path.unlink()
    with pytest.raises(CommandError, match="niet in orde: 2"):
        restore(backup, "--replace")
    assert "SECRET_KEY is een andere dan toen" in capsys.readouterr().err


def test_nothing_of_after_the_backup_is_shown_as_the_text_of_then(closed_site, make):
    """The numbers of history come again after a restore; a document that another machine kept under them must not."""

    def document() -> str:
        return text_of(agenda_pdf(Agenda.objects.select_related("agreement").get(pk=closed_site.agenda.pk)))

    def write(words: str) -> None:
        action = Agenda.objects.get(pk=closed_site.agenda.pk).actions.order_by("pk").first()
        action.lead_text = words
        action.save()

    Goal.objects.get(pk=closed_site.goal.pk)
    write("Trekker van toen")
    assert "Trekker van toen" in document()
    backup = make()
    write("Trekker van later")
    assert "Trekker van later" in document()
    elsewhere = caches["documents"]
    kept, until = dict(elsewhere._cache), dict(elsewhere._expire_info)
    restore(backup, "--replace")
    assert not elsewhere._cache
    elsewhere._cache.update(kept)
    elsewhere._expire_info.update(until)
    assert "Trekker van toen" in document()
    write("Trekker van nu")
    assert "Trekker van nu" in document()


def test_who_was_signed_in_is_not_after_a_restore(closed_site, make, client):
    client.force_login(closed_site.officer)
    backup = make()
    assert client.get("/account/").status_code == 200
    restore(backup, "--replace")
    assert client.get("/account/").status_code == 302


@needs_postgresql
def test_history_is_closed_after_a_restore_of_a_backup_of_before_it_was(site, make):
    assert "De database weigert wijzigingen van de geschiedenis." in restore(make(), "--replace")
    assert open_to_change(connection, tables_that_only_grow()) == []


@needs_postgresql
def test_while_somebody_works_in_the_database_nothing_changes(site, make, monkeypatch):
    monkeypatch.setattr(database, "LOCK_SECONDS", 1)
    backup = make()
    Party.objects.create(name="Na de back-up", short_name="Later", kind=Party.Kind.OTHER)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM parties_user")
        with pytest.raises(CommandError, match="lock timeout"):
            restore(backup, "--replace")
    finally:
        other.close()
    assert Party.objects.filter(short_name="Later").exists()


@needs_postgresql
def test_a_backup_under_load_is_of_one_moment(closed_site, make, storage, pytestconfig):
    """Appendices come and go with their files, while backups are made; each backup has the files that its rows name.

    The manifest of each says so; restoring one shows that this is what comes back. With --all each of five is restored.
    """
    with_all = pytestconfig.getoption("all")
    is_over = threading.Event()
    turns = []

    def work() -> None:
        try:
            while not is_over.is_set():
                file = ContentFile(b"%PDF-1.4 " + str(len(turns)).encode(), name="bijlage.pdf")
                with transaction.atomic():  # as every write of the closed_site: with its history, or not at all
                    row = Appendix.objects.create(agreement=closed_site.agreement, title=f"Bijlage {len(turns)}", file=file)
                if len(turns) % 2:
                    with transaction.atomic():
                        row.delete()
                    row.file.delete(save=False)
                turns.append(row)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        backups = [make() for _turn in range(5 if with_all else 2)]
    finally:
        is_over.set()
        worker.join()
    assert len(turns) > 10
    assert [read_manifest(backup).missing for backup in backups] == [[]] * len(backups)
    for backup in backups if with_all else backups[:1]:
        assert restore(backup, "--replace").endswith("verslagen kloppen.\n")
