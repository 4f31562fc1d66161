"""Reading an agenda in on the site: who may, what is shown, and that nothing happens before someone says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Action, Agenda, AgendaImport, Goal
from tests.documents import variants
from tests.factories import AgendaImportFactory, LeadFactory
from tests.pages import headings_of, words_of

pytestmark = pytest.mark.django_db

HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
CHAPTER = ["Thema 1: Betaalbaar wonen"]
LIST = "/afspraken/waterhoek-2023-2026/2024/inlezen/"
CHANGED = [17, "De sociale voorraad groeit met 80 woningen.", "De 24 flexwoningen aan de Kade zijn opgeleverd.", None]
NEW = [18, "Iedereen kan fietsen.", "In kwartaal 2 is er een pad.", "De Sleutel"]
UNCLEAR = [19, "Er is een park.", "Planten.", "Sterker"]


def file_of(*rows, name="agenda.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, variants.excel(CHAPTER, HEAD, *rows))


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.fixture
def upload(officer):
    """`upload(row, …)`: the address of the import of a sheet with these rows."""
    return lambda *rows: officer.post(f"{LIST}bestand/", {"file": file_of(*rows)})["Location"]


def take_over(client, address: str):
    seen = client.get(address).context["plan"].digest
    return client.post(f"{address}overnemen/", {"gezien": seen}, follow=True)


# -- Who may


def addresses(pk: int) -> dict[str, str]:
    reads = {"list": LIST, "import": f"{LIST}{pk}/", "file": f"{LIST}{pk}/bestand/"}
    writes = {
        "upload": f"{LIST}bestand/",
        **{name: f"{LIST}{pk}/{name}/" for name in ("keuzes", "overnemen", "terugdraaien", "weggooien")},
    }
    return reads | writes


def test_editors_read_and_write_readers_may_not_and_outsiders_find_nothing(client, cast):
    answers = {}
    for person in (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.admin, cast.outsider):
        client.force_login(person)
        found = addresses(AgendaImportFactory(agenda=cast.agenda).pk)
        reads = [client.get(found.pop(name)).status_code for name in ("list", "import", "file")]
        answers[person.name] = (reads, sorted({client.post(address).status_code for address in found.values()}))
    may = ([200, 200, 200], [302, 422])
    assert answers == {
        "Olga Officier": may,
        "Abel Bouwer": may,
        "Tess Huurder": ([403, 403, 403], [403]),
        "Wies Wethouder": ([403, 403, 403], [403]),
        "Ad Min": ([200, 200, 200], [403]),
        "Bas Buiten": ([404, 404, 404], [404]),
    }


def test_an_import_of_another_agenda_is_not_found(officer, cast):
    other = AgendaImportFactory(agenda=cast.other_agenda)
    assert {officer.get(f"{LIST}{other.pk}/{page}").status_code for page in ("", "bestand/")} == {404}
    pages = ("keuzes/", "overnemen/", "terugdraaien/", "weggooien/")
    assert {officer.post(f"{LIST}{other.pk}/{page}").status_code for page in pages} == {404}


def test_reading_writes_nothing_and_writing_is_no_reading(officer, cast):
    found = addresses(AgendaImportFactory(agenda=cast.agenda).pk)
    assert {officer.post(found.pop(name)).status_code for name in ("list", "import", "file")} == {405}
    assert {officer.get(address).status_code for address in found.values()} == {405}


def test_a_form_without_its_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.officer)
    found = addresses(AgendaImportFactory(agenda=cast.agenda).pk)
    posts = [found[name] for name in ("upload", "keuzes", "overnemen", "terugdraaien", "weggooien")]
    assert {strict.post(address, {"file": file_of(NEW)}).status_code for address in posts} == {403}
    assert AgendaImport.objects.count() == 1


def test_the_way_in_stands_on_the_agenda_for_who_may(client, cast):
    shown = {}
    for person in (cast.officer, cast.association_officer, cast.tenant):
        client.force_login(person)
        shown[person.name] = LIST in client.get(cast.agenda.get_absolute_url()).content.decode()
    assert shown == {"Olga Officier": True, "Abel Bouwer": True, "Tess Huurder": False}


# -- A file


def test_a_file_is_kept_as_it_was_under_a_name_of_our_own(officer, upload, cast):
    address = upload(NEW)
    kept = AgendaImport.objects.get()
    assert (kept.file_name, kept.uploaded_by, kept.state) == ("agenda.xlsx", cast.officer, "previewed")
    assert address == kept.get_absolute_url()
    assert "agenda" not in kept.file.name
    answer = officer.get(f"{address}bestand/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert answer["Content-Disposition"] == 'attachment; filename="agenda.xlsx"'
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Kies een bestand."),
        (SimpleUploadedFile("leeg.docx", b""), "Het bestand is leeg."),
        (SimpleUploadedFile("brief.docx", b"%PDF-1.7"), "Dit is een pdf, een webpagina of een oud soort tekst."),
        (SimpleUploadedFile("lijst.csv", b"Naam;Adres\nJan;Straat 1\n"), "Er is geen agenda gevonden"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(file, sentence, officer):
    answer = officer.post(f"{LIST}bestand/", {"file": file} if file else {})
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert '<a class="utrecht-link" href="#id_file">' in answer.content.decode()
    assert not AgendaImport.objects.exists()


def test_200_mb_is_refused_before_anything_is_read(officer):
    class Unread:
        def read(self, *args):
            raise AssertionError("The body of a request that is too large must not be read.")

        readline = read

    answer = officer.generic("POST", f"{LIST}bestand/", CONTENT_LENGTH=str(200 * 1024 * 1024), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert "Het bestand is groter dan 20 MB." in words_of(answer)


def test_an_adopted_agenda_takes_no_files(officer, cast):
    Agenda.objects.get(pk=cast.agenda.pk)
    cast.agenda.state, cast.agenda.adopted_on = "adopted", "2023-12-14"
    cast.agenda.save()
    assert "De agenda is vastgesteld." in words_of(officer.get(LIST))
    officer.post(f"{LIST}bestand/", {"file": file_of(NEW)})
    assert not AgendaImport.objects.exists()


# -- The preview


def test_the_preview_shows_every_row_and_writes_nothing(officer, upload, cast):
    page = officer.get(upload(CHANGED, NEW, UNCLEAR))
    words = words_of(page)
    assert headings_of(page)[:2] == ["h1 agenda.xlsx inlezen", "h2 Wat het inlezen doet"]
    for told in (
        "Er is nog niets geschreven",
        "onduidelijk 1",
        "nieuw 3",
        "gewijzigd 1",
        "was De sociale voorraad groeit met 75 woningen. wordt De sociale voorraad groeit met 80 woningen.",
        "Klaar op: kwartaal 2 van 2024",
        "Trekker: De Sleutel",
        "Agenda, rij 4",
        "Wie is «Sterker»?",
        "Beantwoord eerst één vraag",
    ):
        assert told in words
    assert "Overnemen in de agenda" not in words
    assert Goal.objects.filter(number__in=["18", "19"]).count() == 0


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        ("", ["17", "18", "19"]),
        ("onduidelijk", ["19"]),
        ("nieuw", ["18", "19"]),
        ("gewijzigd", ["17"]),
        ("iets anders", ["17", "18", "19"]),
    ],
)
def test_rows_are_filtered_by_what_happens_to_them(choice, numbers, officer, upload):
    page = officer.get(upload(CHANGED, NEW, UNCLEAR), {"toon": choice})
    assert [row.number for row in page.context["goals"]] == numbers


def test_answers_and_columns_are_kept_with_the_import(officer, upload, cast):
    address = upload(UNCLEAR)
    form = officer.get(address).context["form"]
    (question,) = [field.name for _question, field in form.questions]
    columns = {field.name: column.role for column, field in form.columns}
    answer = officer.post(f"{address}keuzes/", {**columns, question: str(cast.tenants.pk)}, follow=True)
    assert "Uw keuzes zijn bewaard." in words_of(answer)
    assert answer.context["plan"].open_questions == []
    take_over(officer, address)
    action = Action.objects.get(goal__number="19")
    assert ([lead.party for lead in action.leads.all()], action.lead_text) == ([cast.tenants], "Sterker")


def test_a_choice_that_is_not_offered_is_refused(officer, upload, cast):
    address = upload(UNCLEAR)
    form = officer.get(address).context["form"]
    (question,) = [field.name for _question, field in form.questions]
    columns = {field.name: column.role for column, field in form.columns}
    answer = officer.post(f"{address}keuzes/", {**columns, question: str(cast.elsewhere.pk)})
    assert (answer.status_code, headings_of(answer)[1]) == (422, "h2 Uw keuzes zijn nog niet bewaard")
    assert AgendaImport.objects.get().answers == {}


def test_what_changed_after_the_person_looked_is_shown_instead_of_written(officer, upload, cast):
    address = upload(CHANGED)
    seen = officer.get(address).context["plan"].digest
    cast.goal.text = "Een collega was eerder."
    cast.goal.save()
    answer = officer.post(f"{address}overnemen/", {"gezien": seen}, follow=True)
    assert "De agenda is gewijzigd nadat u keek." in words_of(answer)
    cast.goal.refresh_from_db()
    assert cast.goal.text == "Een collega was eerder."


def test_taking_over_and_undoing(officer, upload, cast):
    address = upload(CHANGED, NEW)
    done = words_of(take_over(officer, address))
    assert ("Het bestand is overgenomen in de agenda." in done, Goal.objects.filter(number="18").exists()) == (True, True)
    assert "2 nieuw, 1 gewijzigd" in words_of(officer.get(LIST))
    undone = officer.post(f"{address}terugdraaien/", follow=True)
    assert "Het inlezen is teruggedraaid." in words_of(undone)
    assert not Goal.objects.filter(number="18").exists()
    assert "Alles terugdraaien" not in words_of(undone)


def test_a_file_that_was_never_taken_over_is_thrown_away(officer, upload, cast, django_capture_on_commit_callbacks):
    address = upload(NEW)
    kept = AgendaImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = officer.post(f"{address}weggooien/", follow=True)
    assert "«agenda.xlsx» is weggegooid." in words_of(answer)
    assert (AgendaImport.objects.exists(), kept.file.storage.exists(kept.file.name)) == (False, False)
    record = AgendaImport.history.get(history_type="-")
    assert (record.history_user, record.history_change_reason) == (cast.officer, "Weggegooid zonder over te nemen")
    assert officer.get(address).status_code == 404


def test_what_was_taken_over_is_not_thrown_away(officer, upload, cast):
    address = upload(NEW)
    take_over(officer, address)
    answer = officer.post(f"{address}weggooien/", follow=True)
    assert "Dit bestand is overgenomen en blijft dus bewaard." in words_of(answer)
    kept = AgendaImport.objects.get()
    assert kept.file.storage.exists(kept.file.name)


def test_a_reason_why_it_cannot_be_undone_is_told(officer, upload, cast):
    address = upload(NEW)
    take_over(officer, address)
    LeadFactory(action=Action.objects.get(goal__number="18"), party=cast.tenants)
    assert "Er is daarna iets bij gekomen: trekker" in words_of(officer.post(f"{address}terugdraaien/", follow=True))


def test_words_of_the_file_are_words_on_the_page(officer, upload):
    row = [18, "<script>alert(1)</script> doel", "<img src=x onerror=alert(1)>", "<b>Sterker</b>"]
    html = officer.get(upload(row)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>Sterker" not in html


def test_the_pages_take_as_many_queries_for_three_rows_as_for_one(officer, upload, cast):
    counts = []
    for rows in ([NEW], [NEW, UNCLEAR, [20, "Meer groen in de buurt.", "Bomen.", "Gemeente"]]):
        address = upload(*rows)
        with CaptureQueriesContext(connection) as queries:
            officer.get(address)
        preview = len(queries)
        with CaptureQueriesContext(connection) as queries:
            officer.get(LIST)
        counts.append((preview, len(queries)))
    assert counts[0] == counts[1]
