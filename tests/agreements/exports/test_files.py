"""What a document is called, and that it is written whole or not at all."""

import os
import tempfile
from pathlib import Path

import pytest

from agreements.exports.files import NotWritableError, agenda_file_name, write_whole
from agreements.models import Agenda, Agreement

NOBODY = 65534


@pytest.fixture
def directory():
    """A directory that everyone may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def as_someone_else():
    """Tests may run as root, who has permission everywhere; this one does not."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        yield
        os.seteuid(0)
    else:
        yield


@pytest.fixture
def closed(directory):
    closed = directory / "dicht"
    closed.mkdir()
    (closed / "agenda.pdf").write_bytes(b"oud")
    closed.chmod(0o555)
    return closed


@pytest.mark.parametrize("name", ["agenda.pdf", "nieuw.pdf"])
def test_a_directory_without_permission_stays_as_it_was(closed, as_someone_else, name):
    with pytest.raises(NotWritableError) as refused:
        write_whole(closed / name, b"nieuw")
    assert str(refused.value) == f"U mag {closed / name} niet schrijven."
    assert [path.read_bytes() for path in closed.iterdir()] == [b"oud"]


@pytest.fixture
def protected(directory):
    """A file that nobody may change, in a directory where everyone may put a file."""
    directory.chmod(0o777)
    protected = directory / "agenda.pdf"
    protected.write_bytes(b"oud")
    protected.chmod(0o444)
    return protected


def test_a_file_that_may_not_be_written_is_not_replaced(protected, as_someone_else):
    with pytest.raises(NotWritableError):
        write_whole(protected, b"nieuw")
    assert protected.read_bytes() == b"oud"


def test_someone_who_is_reading_the_old_document_reads_it_to_the_end(directory):
    (directory / "agenda.pdf").write_bytes(b"oud")
    with (directory / "agenda.pdf").open("rb") as reader:
        write_whole(directory / "agenda.pdf", b"nieuw")
        assert reader.read() == b"oud"
    assert [path.read_bytes() for path in directory.iterdir()] == [b"nieuw"]


# -- Its name


@pytest.mark.parametrize(
    ("year", "title", "name"),
    [
        (2024, "Uitvoeringsagenda 2024", "heumen-2023-2026-uitvoeringsagenda-2024.pdf"),
        (2025, "Été", "heumen-2023-2026-ete-2025.pdf"),
        (2025, "«»", "heumen-2023-2026-2025.pdf"),
    ],
)
def test_the_file_name_says_what_is_in_it(year, title, name):
    assert agenda_file_name(Agenda(agreement=Agreement(slug="heumen-2023-2026"), year=year, title=title), "pdf") == name


def test_the_name_of_a_document_to_sign_says_so():
    agenda = Agenda(agreement=Agreement(slug="heumen-2023-2026"), year=2024, title="Uitvoeringsagenda 2024")
    name = agenda_file_name(agenda, "pdf", with_signatures=True)
    assert name == "heumen-2023-2026-uitvoeringsagenda-2024-ter-ondertekening.pdf"
