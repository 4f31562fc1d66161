"""A site with a version that has a document, and a folder for backups of it."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from agreements.agenda.ground import Ground
from agreements.models import Appendix
from agreements.versions.recording import record_version
from operations.backup.manifest import backups_in


@pytest.fixture(autouse=True)
def history_open_again(transactional_db):
    """A restored PostgreSQL refuses changes of history, and so that the tables be emptied for the next test."""
    yield
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION IF EXISTS refuse_change() CASCADE")


@pytest.fixture
def storage(settings, tmp_path) -> Path:
    """Where the files of people are: empty, and of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def appendix(cast, storage) -> Appendix:
    file = ContentFile(b"%PDF-1.4 bijlage", name="bijlage.pdf")
    return Appendix.objects.create(agreement=cast.agreement, title="Bijlage", file=file)


@pytest.fixture
def site(cast, appendix):
    record_version(cast.agenda, kind="adoption", in_force_from=date(2024, 1, 1), ground=Ground("earlier"))
    return cast


@pytest.fixture
def closed_site(site):
    """As a site is after its first day: its history is closed, so that a restore need not close it."""
    call_command("close_history", stdout=io.StringIO())
    return site


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def make(folder):
    """`make()`: one more backup; gives its folder."""

    def make(*options: str) -> Path:
        call_command("backup", str(folder), *options)
        return backups_in(folder)[0]

    return make
