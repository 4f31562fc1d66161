"""A backup is whole or is not there, lies outside the site, and the oldest go."""

import os
import resource
import signal
from datetime import timedelta

import pytest
from django.conf import settings as our_settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from operations.backup import making
from operations.backup.manifest import backups_in, faults_in, read_manifest
from parties.heartbeat import last_beat
from tests.races import FORK

# pg_dump reads in a connection of its own, which sees committed rows only.
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_has_all_with_its_hash(site, appendix, make, settings, tmp_path):
    settings.TEXTS_DIR = tmp_path / "teksten"
    settings.TEXTS_DIR.mkdir()
    (settings.TEXTS_DIR / "privacy.md").write_text("# Privacy\n")
    backup = make()
    manifest = read_manifest(backup)
    names = {path.name for path in backup.rglob("*") if path.is_file()}
    assert names == {"manifest.json", manifest.database, "privacy.md", appendix.file.name.rpartition("/")[2]}
    assert set(manifest.sha256) == {str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()} - {
        "manifest.json"
    }
    assert list(faults_in(backup, manifest)) == []
    assert manifest.rows["parties_user"] > 0
    assert backup.stat().st_mode & 0o077 == 0
    assert timezone.now() - last_beat("backup").at < timedelta(minutes=1)


def test_sessions_and_counts_of_passwords_are_not_in_it(site, make, client):
    client.force_login(site.officer)
    backup = make()
    manifest = read_manifest(backup)
    assert not {"django_session", "usersessions_usersession", "cache"} & set(manifest.rows)
    assert client.session.session_key.encode() not in (backup / manifest.database).read_bytes()


def test_what_is_equal_shares_its_place_with_the_backup_before(site, appendix, make):
    first, second = make(), make()
    name = f"files/{appendix.file.name}"
    assert (first / name).samefile(second / name)
    assert not (first / "manifest.json").samefile(second / "manifest.json")


def test_a_damaged_file_of_the_backup_before_is_not_taken_over(site, appendix, make, storage):
    first = make()
    (storage / appendix.file.name).write_bytes(b"%PDF-1.4 bijlagf")
    second = make()
    assert (second / "files" / appendix.file.name).read_bytes() == b"%PDF-1.4 bijlagf"
    assert (first / "files" / appendix.file.name).read_bytes() == b"%PDF-1.4 bijlage"


def test_the_oldest_go(site, make, folder):
    made = [make("--keep", "2") for _turn in range(3)]
    assert backups_in(folder) == made[:0:-1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in made[1:])


def test_the_only_backup_never_goes(site, folder):
    with pytest.raises(CommandError, match="Bewaar er ten minste een"):
        call_command("backup", str(folder), "--keep", "0")


def test_a_backup_in_the_folder_of_the_site_is_refused(site):
    with pytest.raises(CommandError, match="op een andere schijf"):
        call_command("backup", str(our_settings.DATA_DIR / "backups"))


def test_a_file_that_a_row_names_and_is_gone_is_told(site, appendix, make, storage):
    (storage / appendix.file.name).unlink()
    with pytest.raises(CommandError, match="er ontbreken bestanden: 1"):
        make()


def test_a_file_that_is_taken_away_meanwhile_is_not_named_by_the_backup(site, appendix, make, monkeypatch):
    """The database is dumped once more: the row is gone as well."""
    plain = making.names_in

    def names_in(storage):
        if appendix.pk:
            appendix.file.delete(save=False)
            appendix.delete()
        return plain(storage)

    monkeypatch.setattr(making, "names_in", names_in)
    manifest = read_manifest(make())
    assert (manifest.missing, manifest.rows["agreements_appendix"]) == ([], 0)


def test_a_full_disk_leaves_no_half_backup(site, make, folder):
    """Writing stops at some size, as it does where a disk or a quota is full."""
    whole = make()
    most = (whole / read_manifest(whole).database).stat().st_size // 2
    child = FORK.Process(target=_exit_with_what_it_says, args=(make, most))
    child.start()
    child.join()
    assert child.exitcode == TOLD
    assert [path.name for path in folder.iterdir()] == [whole.name]


TOLD = 3


def _exit_with_what_it_says(make, most: int) -> None:
    """In a copy of this process, which may write no file larger than this."""
    _let_go_of_the_connection()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        make()
    except CommandError as error:
        os._exit(TOLD if "Er is geen back-up gemaakt" in str(error) else 4)
    os._exit(0)


def test_a_backup_that_is_killed_is_never_called_one(site, make, folder):
    """kill -9 in the middle: what is there is hidden, has no manifest, and the next backup does not need it."""
    child = FORK.Process(target=_be_killed_before_the_files, args=(make,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert backups_in(folder) == []
    assert [path.name[0] for path in folder.iterdir()] == ["."]


def _be_killed_before_the_files(make) -> None:
    """In a copy of this process."""
    _let_go_of_the_connection()
    making._files = lambda *_rest: os.kill(os.getpid(), signal.SIGKILL)
    make()


def _let_go_of_the_connection() -> None:
    """It is the parent's; this process asks for one of its own."""
    if connection.vendor == "postgresql":
        connection.connection = None


def test_a_storage_that_knows_no_paths_is_asked_by_name(closed_site, appendix, make, settings, tmp_path):
    """As object storage is: it lists, opens and saves."""
    content = (our_settings.MEDIA_ROOT / appendix.file.name).read_bytes()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    assert isinstance(storages["default"], InMemoryStorage)
    default_storage.save(appendix.file.name, ContentFile(content))
    backup = make()
    default_storage.delete(appendix.file.name)
    call_command("restore", str(backup), "--replace")
    with default_storage.open(appendix.file.name) as file:
        assert file.read() == content
