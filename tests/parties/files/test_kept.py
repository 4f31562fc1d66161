"""Files that one machine kept are found by another: in a folder, and in a bucket of a server that speaks S3."""

import environ
import pytest
from django.conf import settings as conf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.http import Http404

from config.places import caches_in, storages_in
from parties.files.kept import StorageCache
from parties.files.uploads import download, on_disk, put_whole


def environment(given: dict[str, str]) -> environ.Env:
    env = environ.Env()
    env.ENVIRON = given
    return env


@pytest.fixture(params=["folder", "bucket"])
def cache(request, settings, tmp_path):
    if request.param == "folder":
        settings.MEDIA_ROOT = tmp_path
    else:
        settings.STORAGES = storages_in(environment(request.getfixturevalue("bucket_settings")), debug=True)
    return StorageCache("documents", {"TIMEOUT": 100})


def test_what_was_kept_is_found_by_another_process_until_its_time_is_over(cache):
    cache.set("een", b"%PDF-1.7 een")
    other = StorageCache("documents", {})
    assert other.get("een") == b"%PDF-1.7 een"
    assert other.get("twee", "niets") == "niets"
    cache.set("een", b"anders", timeout=-1)
    assert other.get("een") is None


def test_what_is_set_again_stands_once(cache):
    for value in (1, 2, 3):
        cache.set("een", value)
    assert cache.get("een") == 3
    assert len(default_storage.listdir("documents")[1]) == 1


def test_added_once_and_deleted(cache):
    assert [cache.add("een", 1), cache.add("een", 2), cache.get("een")] == [True, False, 1]
    assert [cache.delete("een"), cache.delete("een"), cache.get("een")] == [True, False, None]


def test_a_file_that_somebody_else_put_there_is_not_read(cache):
    cache.set("een", 1)
    cache.set("twee", 2)
    (one, other) = (f"documents/{name}" for name in sorted(default_storage.listdir("documents")[1]))
    with default_storage.open(one) as file:
        content = file.read()
    default_storage.delete(other)
    default_storage.save(other, ContentFile(content))  # a good file at the place of another one
    assert {cache.get("een"), cache.get("twee")} in ({1, None}, {2, None})
    default_storage.delete(one)
    default_storage.save(one, ContentFile(b"x" * 32 + content[32:]))
    assert {cache.get("een"), cache.get("twee")} == {None}


def test_a_key_of_before_is_still_read(cache, settings):
    cache.set("een", 1)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [conf.SECRET_KEY], "another" * 10
    assert cache.get("een") == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert cache.get("een") is None


def test_clearing_takes_what_nobody_finds_any_more(cache, settings):
    cache.set("een", 1)
    assert (cache.clear_expired(), cache.get("een")) == (0, 1)
    cache.default_timeout = -5
    assert (cache.clear_expired(), cache.get("een")) == (1, None)
    assert StorageCache("nooit", {}).clear_expired() == 0


def test_a_bucket_takes_the_files_of_the_site_and_gives_them_back(bucket_settings, settings):
    settings.STORAGES = storages_in(environment(bucket_settings), debug=True)
    name = put_whole("versions", ContentFile(b"%PDF-1.7", name="document.pdf"))
    field_file = type("Stored", (), {"name": name, "open": lambda self=None: storages["default"].open(name)})()
    assert b"".join(download(field_file).streaming_content) == b"%PDF-1.7"
    with pytest.raises(NotImplementedError):
        default_storage.path(name)
    default_storage.delete(name)
    with pytest.raises(Http404):
        download(field_file)


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_a_file_that_must_be_on_disk_is_there_for_as_long_as_it_is_read(place, request, settings, tmp_path):
    from agreements.models import AgendaImport

    settings.MEDIA_ROOT = tmp_path
    if place == "bucket":
        settings.STORAGES = storages_in(environment(request.getfixturevalue("bucket_settings")), debug=True)
    name = default_storage.save("imports/tabel.csv", ContentFile(b"a;b"))
    found = AgendaImport(file=name)
    with on_disk(found.file) as path:
        assert (path.read_bytes(), path.suffix) == (b"a;b", ".csv")
    assert path.exists() == (place == "folder")
    default_storage.delete(name)
    with pytest.raises(FileNotFoundError), on_disk(AgendaImport(file=name).file) as path:
        path.read_bytes()


def test_only_several_machines_need_kept_files_in_the_storage(tmp_path):
    one = caches_in(tmp_path, storages_in(environment({}), debug=False))
    assert one["imports"]["LOCATION"] == tmp_path / "imports"
    several = caches_in(tmp_path, {"default": {"BACKEND": "x", "OPTIONS": {}}})
    shared = {"documents", "imports", "public", "compared"}
    assert {name for name, row in several.items() if row["BACKEND"].endswith("StorageCache")} == shared
