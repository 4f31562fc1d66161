"""manage.py import_agenda: the same preview in lines, and all or nothing."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agreements.models import AgendaImport, Goal
from tests.documents import variants

HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
NEW = [18, "Iedereen kan fietsen.", "Er is een pad.", "De Sleutel"]
UNCLEAR = [19, "Er is een park.", "Planten.", "Sterker"]


@pytest.fixture
def run(cast, tmp_path, capsys):
    """`run(rows, …)`: what the command says about a sheet with these rows."""

    def run(*rows, name="agenda.xlsx", content=None, **options):
        path = tmp_path / name
        path.write_bytes(content or variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, *rows))
        call_command("import_agenda", str(path), **{"agreement": "waterhoek-2023-2026", "year": 2024, **options})
        return capsys.readouterr().out

    return run


def test_it_takes_the_file_over_and_keeps_it(run):
    assert run(NEW).splitlines()[-1] == "Overgenomen: 2 nieuw, 0 gewijzigd."
    kept = AgendaImport.objects.get()
    assert (kept.state, kept.file_name, kept.uploaded_by) == ("applied", "agenda.xlsx", None)
    assert Goal.objects.get(number="18").history.get().history_change_reason == "Import van agenda.xlsx"


def test_a_dry_run_shows_it_and_writes_nothing(run):
    lines = run(NEW, dry_run=True).splitlines()
    assert lines[0] == "1 nieuw doel, 1 nieuwe afspraak, 1 blijft gelijk."
    assert lines[1].split() == ["nieuw", "Doel", "Agenda,", "rij", "3:", "18", "Iedereen", "kan", "fietsen."]
    assert lines[-2:] == ["onduidelijk: 0, nieuw: 2, gewijzigd: 0, gelijk: 1", "Er is niets geschreven."]
    assert (Goal.objects.filter(number="18").exists(), AgendaImport.objects.exists()) == (False, False)


def test_what_is_unclear_stops_it_with_a_status_of_its_own(run):
    with pytest.raises(CommandError) as stopped:
        run(NEW, UNCLEAR)
    assert stopped.value.returncode == 3
    assert not Goal.objects.filter(number="18").exists()


def test_unclear_names_can_stay_as_words(run):
    run(NEW, UNCLEAR, unclear_as_text=True)
    assert Goal.objects.get(number="19").actions.get().lead_text == "Sterker"


def test_a_column_can_be_named(run):
    content = variants.excel(
        ["Thema 1: Betaalbaar wonen"], ["Nr", "Doel", "Afspraak", "Inzet"], [18, "Fietsen.", "Pad.", "Fiets."]
    )
    run(content=content, column=["Afspraak=ignore", "Inzet=action"])
    assert Goal.objects.get(number="18").actions.get().text == "Fiets."


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"agreement": "nergens"}, "Er zijn geen prestatieafspraken met de naam «nergens»."),
        ({"year": 2025}, "waterhoek-2023-2026 heeft nog geen agenda voor 2025; voeg die eerst toe."),
        ({"column": ["Wie=baas"]}, "«Wie=baas» is geen kop met een rol, zoals Wie=lead."),
        ({"content": b"%PDF-1.7"}, "agenda.xlsx: Dit is een pdf, een webpagina of een oud soort tekst."),
        ({"content": b"PK\x03\x04stuk"}, "agenda.xlsx: Het bestand is beschadigd."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(options, sentence, run):
    with pytest.raises(CommandError) as stopped:
        run(NEW, **options)
    assert str(stopped.value).startswith(sentence)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("proposed", "De agenda van 2024 ligt ter vaststelling voor: de tekst blijft zoals die is."),
        ("adopted", "De agenda van 2024 is vastgesteld: de tekst verandert alleen nog met ieders akkoord."),
        ("closed", "De agenda van 2024 is afgesloten: de tekst blijft zoals die is."),
    ],
)
def test_a_text_that_stands_still_is_not_read_in(cast, run, state, sentence):
    cast.agenda.state, cast.agenda.adopted_on = state, None if state == "proposed" else date(2023, 12, 14)
    cast.agenda.save()
    for options in ({}, {"dry_run": True}):
        with pytest.raises(CommandError, match=f"^{sentence}"):
            run(NEW, **options)
    assert not Goal.objects.filter(number="18").exists()


def test_a_file_that_is_not_there(cast, tmp_path):
    with pytest.raises(CommandError, match="kan niet worden gelezen"):
        call_command("import_agenda", str(tmp_path / "weg.docx"), agreement="waterhoek-2023-2026", year=2024)


def test_what_does_not_fit_is_told_by_a_dry_run_and_stops_the_rest(run):
    long = ["1.111.111.111.111.111.111", *NEW[1:]]
    assert "Past niet: Agenda, rij 3, nummer: Zorg dat deze waarde niet meer dan 20 tekens bevat" in run(long, dry_run=True)
    with pytest.raises(CommandError, match=r"Er is niets overgenomen. Agenda, rij 3, nummer"):
        run(long)
    assert not Goal.objects.filter(text=NEW[1]).exists()
