"""The file of a dispute to send on: the PDF, and the folder that anyone can check without us."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile

import pikepdf
import pytest

from agreements.models import Version
from monitoring.dispute_file import collect
from monitoring.exports.dispute_file import COLUMNS, dispute_folder, dispute_pdf, events_table
from parties.files.making import NotMadeError
from tests.monitoring.dispute_file.conftest import english, scene_as_made, story, story_as_made  # noqa: F401 (fixtures)
from tests.pdf_check import check
from tests.pdf_text import words_in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(story, tmp_path):  # noqa: F811
    with zipfile.ZipFile(dispute_folder(story.file())) as archive:
        archive.extractall(tmp_path)
    (found,) = tmp_path.iterdir()
    return found


def checked(folder) -> subprocess.CompletedProcess:
    return subprocess.run(["sha256sum", "--strict", "-c", "manifest-sha256.txt"], cwd=folder, capture_output=True, check=False)


def sha256sum_accepts_the_folder_and_finds_a_letter_that_changed(folder):
    assert checked(folder).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (folder / "manifest-sha256.txt").read_text().splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"manifest-sha256.txt"}
    table = folder / "gebeurtenissen.csv"
    table.write_bytes(table.read_bytes().replace(b"Er wordt eerder", b"Er wordt later"))
    assert checked(folder).returncode == 1


def test_equal_data_gives_equal_bytes(story):  # noqa: F811
    assert dispute_folder(story.file()).read() == dispute_folder(story.file()).read()


def the_hash_of_the_json_is_printed_in_pdf_and_readme(folder):
    digest = hashlib.sha256((folder / "dossier.json").read_bytes()).hexdigest()
    assert digest in (folder / "LEESMIJ.txt").read_text()
    assert digest in words_in_order((folder / "dossier.pdf").read_bytes())


def the_chain_is_recomputed_from_the_folder_alone_as_the_readme_says(folder):
    chain = json.loads((folder / "dossier.json").read_text())["keten"]
    before = "0" * 64
    for link in chain:
        assert link["vorige"] == before
        values = [link["vorige"], link["nummer"], link["geldt_vanaf"], link["grond"], link["inhoud_sha256"]]
        before = hashlib.sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        assert link["sha256"] == before
        place = f"versies/{link['jaar'] or 'afspraken'}-versie-{link['nummer']}/inhoud.json"
        assert hashlib.sha256((folder / place).read_bytes()).hexdigest() == link["inhoud_sha256"]
    assert before == Version.objects.latest("place").sha256
    assert before in (folder / "LEESMIJ.txt").read_text()


def test_the_table_says_what_the_json_says(story):  # noqa: F811
    found = story.file()
    told = json.loads(found.text)["gebeurtenissen"]
    rows = list(csv.DictReader(io.StringIO(events_table(found).decode("utf-8-sig")), delimiter=";"))
    for row in rows:
        row["details"] = json.loads(row["details"])
    assert rows == [{**event, "nr": str(event["nr"])} for event in told]
    assert set(rows[0]) == {*COLUMNS, "details"}


def evidence_and_documents_come_along_byte_for_byte(folder):
    (evidence,) = (folder / "bewijs").iterdir()
    assert evidence.read_bytes() == b"foto"
    assert evidence.name.endswith("-foto_van_het_blok.txt")


def test_the_folder_can_be_checked_without_us(folder, subtests):
    """One test, because making the folder takes longer than checking it; the last one changes a file."""
    for it in (
        the_hash_of_the_json_is_printed_in_pdf_and_readme,
        the_chain_is_recomputed_from_the_folder_alone_as_the_readme_says,
        evidence_and_documents_come_along_byte_for_byte,
        sha256sum_accepts_the_folder_and_finds_a_letter_that_changed,
    ):
        with subtests.test(it.__name__):
            it(folder)


def test_the_pdf_is_accessible_and_has_a_bookmark_for_each_event(story):  # noqa: F811
    found = story.file()
    document = dispute_pdf(found)
    assert check(document) == []
    with pikepdf.open(io.BytesIO(document)) as pdf, pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
    assert [title.split(". ")[0] for title in titles] == [str(number) for number in range(1, len(found.events) + 1)]


def test_too_much_for_one_file_is_said_in_a_sentence(story, monkeypatch):  # noqa: F811
    monkeypatch.setattr(collect, "MOST_EVENTS", 2)
    with pytest.raises(NotMadeError):
        dispute_pdf(story.file())
    monkeypatch.setattr(collect, "MOST_EVENTS", 2_000)
    monkeypatch.setattr(collect, "MOST_BYTES", 10)
    with pytest.raises(NotMadeError):
        dispute_folder(story.file())
