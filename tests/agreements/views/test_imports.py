"""Reading an agenda in on the site: who may, what is shown, and that nothing happens before someone says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.imports.previewing import preview
from agreements.models import Action, Agenda, AgendaImport, Goal
from agreements.views import imports as views
from parties.tables.files import KINDS
from tests.documents import variants
from tests.factories import ActionFactory, AgendaFactory, AgendaImportFactory, LeadFactory
from tests.form_in_page import fields_of
from tests.pages import headings_of, links_of, words_of

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


def test_the_page_where_one_writes_links_to_the_import(client, cast):
    shown = {}
    for person in (cast.officer, cast.association_officer, cast.tenant):
        client.force_login(person)
        shown[person.name] = LIST in client.get(f"{cast.agenda.get_absolute_url()}schrijven/").content.decode()
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
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (KINDS["xlsx"].content_type, "nosniff")


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


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("proposed", "De agenda van 2024 ligt ter vaststelling voor: de tekst blijft zoals die is."),
        ("adopted", "De agenda van 2024 is vastgesteld: de tekst verandert alleen nog met ieders akkoord."),
        ("closed", "De agenda van 2024 is afgesloten: de tekst blijft zoals die is."),
    ],
)
def test_an_agenda_that_stands_still_takes_no_files(officer, upload, cast, state, sentence):
    waiting = upload(NEW)
    cast.agenda.state, cast.agenda.adopted_on = state, None if state == "proposed" else "2023-12-14"
    cast.agenda.save()
    assert sentence in words_of(officer.get(LIST))
    refused = officer.post(f"{LIST}bestand/", {"file": file_of(NEW)}, follow=True)
    assert [str(message).startswith(sentence) for message in refused.context["messages"]] == [True]
    assert AgendaImport.objects.count() == 1
    preview = officer.get(waiting)
    assert (sentence in words_of(preview), "Overnemen in de agenda" in words_of(preview)) == (True, False)
    refused = officer.post(f"{waiting}overnemen/", {"gezien": preview.context["plan"].digest}, follow=True)
    assert [str(message).startswith(sentence) for message in refused.context["messages"]] == [True]
    assert not Goal.objects.filter(number="18").exists()


@pytest.mark.parametrize(("state", "offers"), [("draft", True), ("proposed", False), ("adopted", False), ("closed", False)])
def test_undoing_is_offered_while_the_text_may_change(officer, upload, cast, state, offers):
    address = upload(NEW)
    officer.post(f"{address}overnemen/", {"gezien": officer.get(address).context["plan"].digest})
    agenda = Agenda.objects.get(pk=cast.agenda.pk)
    agenda.state, agenda.adopted_on = state, "2023-12-14" if state in {"adopted", "closed"} else None
    agenda.save()
    assert ("Alles terugdraaien" in words_of(officer.get(address))) == offers


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
        "Let op: 75 wordt 80",
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
        ("", ["19", "17", "18"]),
        ("onduidelijk", ["19"]),
        ("nieuw", ["18", "19"]),
        ("gewijzigd", ["17"]),
        ("iets anders", ["19", "17", "18"]),
    ],
)
def test_rows_are_filtered_by_what_happens_to_them(choice, numbers, officer, upload):
    page = officer.get(upload(CHANGED, NEW, UNCLEAR), {"toon": choice})
    assert [row.number for row in page.context["shown"].goals] == numbers


SAME = [17, "De sociale voorraad groeit met 75 woningen.", "De 24 flexwoningen aan de Kade zijn opgeleverd.", None]


def test_what_stays_the_same_is_folded_below_what_matters(officer, upload, cast):
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Er is een speeltuin.", position=2)
    again = [17, SAME[1], "Er is een speeltuin.", None]
    page = officer.get(upload(SAME, again, NEW))
    assert "1 nieuw doel, 1 nieuwe afspraak, 4 blijven gelijk." in words_of(page)
    assert "1 doel blijft gelijk, met de afspraken eronder" in words_of(page)
    assert [row.number for row in page.context["shown"].goals] == ["18"]
    assert "De 24 flexwoningen" not in words_of(page)
    mixed = officer.get(upload(SAME, [17, SAME[1], "Er is een mooie speeltuin.", None]))
    assert "1 afspraak bij dit doel blijft zoals die is" in words_of(mixed)
    assert ("mooie speeltuin" in words_of(mixed), "De 24 flexwoningen" in words_of(mixed)) == (True, False)
    full = officer.get(upload(SAME, again), {"toon": "hetzelfde"})
    assert "De 24 flexwoningen" in words_of(full)


def test_a_file_that_changes_nothing_says_so_and_asks_nothing(officer, upload):
    words = words_of(officer.get(upload(SAME)))
    assert "Er is niets over te nemen: in de agenda staat hetzelfde als in het bestand. Terug naar de agenda" in words
    assert (words.count("Gooi dit bestand weg"), "Overnemen in de agenda" in words, "Vragen" in words) == (1, False, False)


def test_a_row_that_is_unclear_leads_to_its_question_and_keeping_leads_back(officer, upload):
    address = upload(NEW, UNCLEAR)
    page = officer.get(address)
    (question,) = [field.id_for_label for field in page.context["form"].questions]
    assert page.content.decode().count(f'href="#{question}"') == 1
    assert 'id="stand"' in page.content.decode()
    columns = {field.name: field.initial for field in page.context["form"].columns}
    assert officer.post(f"{address}keuzes/", columns)["Location"] == f"{address}#stand"


def test_hundreds_of_rows_and_questions_come_page_by_page(officer, upload):
    rows = [[number, f"Nieuw doel {number} over wonen.", "Bouwen.", f"Onbekende{number}"] for number in range(20, 240)]
    address = upload(*rows)
    page = officer.get(address)
    form = page.context["form"]
    assert (len(form.questions), form.more_questions, len(page.context["shown"].goals)) == (100, 120, 100)
    assert "Er zijn nog 120 vragen." in words_of(page)
    assert "pagina 1 van 3" in words_of(page)
    assert officer.get(address, {"bladzijde": "3"}).context["shown"].goals[-1].number == "239"
    answers = {field.name: "as_printed" for field in form.questions}
    columns = {field.name: field.initial for field in form.columns}
    officer.post(f"{address}keuzes/", {**columns, **answers})
    after = officer.get(address).context["form"]
    assert (len(after.questions), after.more_questions, len(after.answered)) == (100, 20, 100)


def test_words_that_were_passed_over_are_listed_up_to_a_limit(officer):
    rows = "".join(f";;Losse regel {number};\n" for number in range(250))
    file = SimpleUploadedFile("a.csv", f"Nr;Doel;Afspraak voor 2024;Trekker\n{rows}18;Iedereen fietst.;Pad.;\n".encode())
    words = words_of(officer.get(officer.post(f"{LIST}bestand/", {"file": file})["Location"]))
    assert ("Losse regel 199" in words, "Losse regel 200" in words, "en nog 50" in words) == (True, False, True)


def test_what_a_field_cannot_hold_is_told_before_it_is_taken_over(officer, upload):
    address = upload(["1.111.111.111.111.111.111", *NEW[1:]])
    words = words_of(officer.get(address))
    sentence = "Agenda, rij 3, nummer: Zorg dat deze waarde niet meer dan 20 tekens bevat"
    assert ("Overnemen in de agenda" in words, "Dit bestand kan zo niet worden overgenomen." in words) == (False, True)
    assert sentence in words
    assert sentence in words_of(take_over(officer, address))
    assert not Goal.objects.filter(text=NEW[1]).exists()


def test_a_file_that_is_gone_from_the_disk_says_so_and_is_thrown_away(officer, upload):
    address = upload(NEW)
    kept = AgendaImport.objects.get()
    kept.file.storage.delete(kept.file.name)
    told = "Het bestand zelf is er niet meer."
    page = officer.get(address)
    assert (page.status_code, told in words_of(page)) == (200, True)
    for name in ("keuzes", "overnemen"):
        assert told in words_of(officer.post(f"{address}{name}/", follow=True))
    officer.post(f"{address}weggooien/")
    assert not AgendaImport.objects.exists()


def test_answers_and_columns_are_kept_with_the_import(officer, upload, cast):
    address = upload(UNCLEAR)
    form = officer.get(address).context["form"]
    (question,) = [field.name for field in form.questions]
    columns = {field.name: field.initial for field in form.columns}
    answer = officer.post(f"{address}keuzes/", {**columns, question: str(cast.tenants.pk)}, follow=True)
    assert "Uw keuzes zijn bewaard." in words_of(answer)
    assert answer.context["plan"].open_questions == []
    take_over(officer, address)
    action = Action.objects.get(goal__number="19")
    assert ([lead.party for lead in action.leads.all()], action.lead_text) == ([cast.tenants], "Sterker")


def test_a_choice_that_is_not_offered_is_refused(officer, upload, cast):
    address = upload(UNCLEAR)
    form = officer.get(address).context["form"]
    (question,) = [field.name for field in form.questions]
    columns = {field.name: field.initial for field in form.columns}
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


@pytest.mark.parametrize("page", ["keuzes", "overnemen", "terugdraaien", "weggooien"])
def test_what_a_colleague_threw_away_in_the_meantime_is_told(page, officer, upload, monkeypatch):
    address = upload(NEW)
    seen = officer.get(address).context
    columns = {field.name: field.initial for field in seen["form"].columns}
    fetch = views._import_for

    def fetched_just_before(*args, **kwargs):
        found = fetch(*args, **kwargs)
        AgendaImport.objects.get(pk=found.pk).delete()
        return found

    monkeypatch.setattr(views, "_import_for", fetched_just_before)
    answer = officer.post(f"{address}{page}/", {**columns, "gezien": seen["plan"].digest}, follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    assert "Een collega heeft dit bestand intussen weggegooid." in words_of(answer)
    assert not Goal.objects.filter(number="18").exists()


# -- A file of another year, and what is not taken over


@pytest.fixture
def of_2024_into_2025(officer, cast):
    """The address of an import of a file of 2024 in the draft of 2025, with one action in other words and one that is new."""
    other = ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Er is een visie op de Kade in 2024.", position=2)
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Dit staat niet in het bestand.", position=3)
    AgendaFactory(agreement=cast.agreement, year=2025)
    rows = (
        [17, "De sociale voorraad groeit met 75 woningen.", "De 24 flexwoningen aan de Kade zijn opgeleverd.", "De Sleutel"],
        ["", "", "Er is een visie op de hele Kade in 2024.", "De Sleutel"],
    )
    made = officer.post("/afspraken/waterhoek-2023-2026/2025/inlezen/bestand/", {"file": file_of(*rows)})
    return made["Location"], other


def test_a_file_of_the_year_before_says_so_and_offers_to_roll_forward_with_it(officer, cast, of_2024_into_2025):
    address, _other = of_2024_into_2025
    page = officer.get(address)
    words = words_of(page)
    assert "Dit is een bestand van 2024, en u leest het in voor 2025." in words
    assert "Niet overgenomen: de kolom «Afspraak voor 2024»." in words
    assert "de uitvoeringsagenda zegt hetzelfde als het bestand" not in words
    assert (
        words.index("Dit is een bestand van 2024") < words.index("Niet overgenomen") < words.index("Zo is er niets over te nemen")
    )
    pk = AgendaImport.objects.get().pk
    assert f"/afspraken/waterhoek-2023-2026/2024/volgend-jaar/?bestand={pk}" in links_of(page)


def test_rolling_forward_with_the_file_proposes_its_words_and_asks_what_it_leaves_out(officer, cast, of_2024_into_2025):
    _address, other = of_2024_into_2025
    pk = AgendaImport.objects.get().pk
    address = f"/afspraken/waterhoek-2023-2026/2024/volgend-jaar/?bestand={pk}"
    page = officer.get(address).context["page"]
    proposed = {row.action.text: (row.proposal.choice, row.proposal.text) for row in page.rows}
    assert proposed == {
        "De 24 flexwoningen aan de Kade zijn opgeleverd.": ("goes_on", ""),
        "Er is een visie op de Kade in 2024.": ("changed", "Er is een visie op de hele Kade in 2024."),
        "Dit staat niet in het bestand.": ("", ""),
    }
    keep = f"/afspraken/waterhoek-2023-2026/2024/volgend-jaar/bewaren/?bestand={pk}"
    data = fields_of(officer.get(address), keep)
    officer.post(keep.replace("bewaren", "voorstel"), data)
    officer.post(keep.replace("bewaren", "maken"), fields_of(officer.get(address), keep))
    made = Action.objects.filter(agenda__year=2025).order_by("position")
    assert [action.text for action in made] == [
        "De 24 flexwoningen aan de Kade zijn opgeleverd.",
        "Er is een visie op de hele Kade in 2024.",
    ]
    assert [action.lineage[1] for action in made] == [cast.action.pk, other.pk]


def test_a_file_of_someone_else_is_not_read_beside_the_actions(client, cast, of_2024_into_2025):
    pk = AgendaImport.objects.get().pk
    client.force_login(cast.tenant)
    page = client.get(f"/afspraken/waterhoek-2023-2026/2024/volgend-jaar/?bestand={pk}")
    assert page.context["page"].file is None


def test_a_goal_that_is_left_out_is_not_called_the_same(officer, upload, cast):
    address = upload([17, "Iets heel anders dan wat er staat over fietsen en paden.", "Planten.", "De Sleutel"])
    found = AgendaImport.objects.get()
    keys = [question.key for question in preview(found).plan.questions.values() if question.options]
    found.answers = dict.fromkeys(keys, "leave_out")
    found.save()
    plan = preview(found).plan
    assert (plan.left_out, plan.counts["same"]) == (2, 1)
    assert "2 worden weggelaten" in words_of(officer.get(address))


def test_a_button_beside_one_column_leaves_the_other_choices(officer, upload):
    address = upload(NEW)
    form = officer.get(address).context["form"]
    names = {column.label: column.html_name for column in form.columns}
    lead, action = (next(name for label, name in names.items() if word in label) for word in ("Trekker", "Afspraak"))
    officer.post(f"{address}keuzes/", {lead: "ignore"})
    officer.post(f"{address}keuzes/", {action: "append"})
    assert AgendaImport.objects.get().columns == {"trekker": "ignore", "afspraak voor 2024": "append"}


def test_a_day_is_typed_for_words_that_are_no_date(officer):
    head, row = [*HEAD, "Planning"], [*NEW[:2], "Er is een pad.", "De Sleutel", "zomer 2024"]
    content = variants.excel(CHAPTER, head, row)
    address = officer.post(f"{LIST}bestand/", {"file": SimpleUploadedFile("agenda.xlsx", content)})["Location"]
    field = next(field for field in officer.get(address).context["form"].questions if field.html_name.endswith("-dag"))
    page = officer.post(f"{address}keuzes/", {field.html_name: "2024-07-21"}, follow=True)
    assert "Klaar op: 21 juli 2024" in words_of(page)
