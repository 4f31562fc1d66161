"""manage.py export_agenda: one agenda as a document in a file, or a sentence that says why not."""

import os
import stat

import pytest
from django.core.management import CommandError, call_command

from agreements.exports.pdf.agenda import agenda_pdf
from agreements.models import Agenda
from tests.factories import AgendaFactory, AgreementFactory


@pytest.fixture
def agenda(db):
    AgreementFactory(slug="duinstad")
    AgendaFactory(agreement__slug="zeestad", year=2025, title="Jaarplan")
    agenda = Agenda.objects.select_related("agreement").get()
    AgendaFactory(agreement=agenda.agreement, year=2024)
    return agenda


def export(*arguments, **options):
    call_command("export_agenda", *arguments, **options)


def test_it_writes_the_same_document_as_the_site(agenda, tmp_path, capsys):
    target = tmp_path / "agenda.pdf"
    export("zeestad", "2025", format="pdf", output=str(target))
    assert target.read_bytes() == agenda_pdf(agenda)
    assert capsys.readouterr().out == f"Geschreven: {target}\n"
    assert list(tmp_path.iterdir()) == [target]


def test_with_signatures(agenda, tmp_path):
    target = tmp_path / "agenda.pdf"
    export("zeestad", "2025", "--signatures", output=str(target))
    assert target.read_bytes() == agenda_pdf(agenda, with_signatures=True)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
def test_it_writes_every_kind_of_file(agenda, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    export("zeestad", "2025", format=kind)
    (written,) = tmp_path.iterdir()
    assert written.name == f"zeestad-jaarplan-2025.{kind}"
    assert written.read_bytes().startswith(b"PK" if kind != "csv" else b"\xef\xbb\xbf")


def test_only_a_pdf_has_a_signature_block(agenda):
    with pytest.raises(CommandError, match="Alleen een pdf"):
        export("zeestad", "2025", "--signatures", format="docx")


def test_without_a_name_it_takes_its_own(agenda, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    export("zeestad", "2025")
    assert [path.name for path in tmp_path.iterdir()] == ["zeestad-jaarplan-2025.pdf"]


def test_it_can_write_to_the_standard_output(agenda, capfdbinary):
    export("zeestad", "2025", output="-")
    assert capfdbinary.readouterr().out == agenda_pdf(agenda)


def test_an_unknown_agreement_is_told_which_there_are(agenda, tmp_path):
    with pytest.raises(CommandError) as refused:
        export("zeesstad", "2025", output=str(tmp_path / "x.pdf"))
    assert str(refused.value) == "Er zijn geen prestatieafspraken met de naam «zeesstad»; wel deze: duinstad, zeestad."
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("year", ["2026", "vorig", "99999999999999999999999"])
def test_an_unknown_year_is_told_which_there_are(agenda, year):
    with pytest.raises(CommandError) as refused:
        export("zeestad", year)
    assert str(refused.value) == f"zeestad heeft geen agenda voor {year}; wel voor: 2024, 2025."


def test_an_agreement_without_agendas_says_so(agenda):
    with pytest.raises(CommandError, match="wel voor: geen"):
        export("duinstad", "2025")


def test_a_missing_directory_is_named(agenda, tmp_path):
    with pytest.raises(CommandError) as refused:
        export("zeestad", "2025", output=str(tmp_path / "weg" / "agenda.pdf"))
    assert str(refused.value) == f"De map {tmp_path / 'weg'} bestaat niet."


def test_a_directory_is_not_a_file(agenda, tmp_path):
    with pytest.raises(CommandError) as refused:
        export("zeestad", "2025", output=str(tmp_path))
    assert str(refused.value) == f"{tmp_path} is een map; geef de naam van een bestand."


def test_a_name_that_is_too_long_is_refused(agenda, tmp_path):
    with pytest.raises(CommandError, match="de naam is te lang"):
        export("zeestad", "2025", output=str(tmp_path / ("a" * 300)))


def test_a_full_disk_is_told(agenda):
    with pytest.raises(CommandError) as refused:
        export("zeestad", "2025", output="/dev/full")
    assert str(refused.value) == "/dev/full kan niet worden geschreven: de schijf is vol."


def test_what_was_there_is_replaced_with_its_permissions_and_through_a_link(agenda, tmp_path):
    target, link = tmp_path / "agenda.pdf", tmp_path / "laatste.pdf"
    target.write_bytes(b"oud")
    target.chmod(0o640)
    link.symlink_to(target)
    export("zeestad", "2025", output=str(link))
    assert link.is_symlink()
    assert target.read_bytes() == agenda_pdf(agenda)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_is_written_to_and_stays_a_device(agenda):
    export("zeestad", "2025", output="/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116
