"""Tables of the admin: what goes out comes back in and changes nothing; what changed is shown first, and kept with its reason."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Action, Agreement, Goal, Indicator, Lead, Participation, Target, Theme
from monitoring.models import Decision, Meeting
from parties.models import User
from parties.tables.files import KINDS, read_table
from tests.agreements.admin.conftest import signed_in
from tests.agreements.admin.posting import address
from tests.agreements.admin.test_every_table import NASTY, pages
from tests.documents.variants import excel
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingFactory,
    MembershipFactory,
    ParticipationFactory,
    TargetFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def download(client, model, kind="csv", table=None, **filters) -> bytes:
    response = client.get(address(model, "export"), {"soort": kind, "tabel": (table or model)._meta.model_name, **filters})
    assert response.status_code == 200, response
    return response.content


def upload(client, model, data: bytes, *, table=None, name="tabel.csv"):
    page = f"{address(model, 'import')}?tabel={(table or model)._meta.model_name}"
    return client.post(page, {"file": SimpleUploadedFile(name, data)})


def confirm(client, shown, reason=""):
    """Press the button of the preview."""
    address = f"{shown.request['PATH_INFO']}?{shown.request['QUERY_STRING']}"
    return client.post(address, {"token": shown.context["confirm"]["token"].value(), "change_reason": reason})


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def errors(response) -> list[tuple]:
    return [(error.number, error.heading, error.sentence) for error in response.context["outcome"].errors]


# -- Round trip; tests/agreements/admin/test_every_table.py does so for every model


texts = st.one_of(st.sampled_from(NASTY), st.text(st.sampled_from("=+-@'\"\t\n ;,.1x😀"), min_size=1, max_size=10))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts.filter(str.strip), number=texts.map(str.strip).filter(lambda text: text.rstrip(".")))
def test_texts_come_back_as_they_were(cast, admin, kind, text, number):
    Goal.objects.exclude(pk__in=[cast.goal.pk, cast.other_goal.pk]).delete()
    goal = GoalFactory(theme=cast.theme, text=text, number=number)
    data = download(admin, Goal, kind)
    assert upload(admin, Goal, data).context["outcome"].changed == ()
    cells = next(cells for _row, cells in read_table(data).rows if cells[0] == goal.pk or cells[0] == str(goal.pk))
    assert goal.text.strip() in [str(cell).strip() for cell in cells]


def test_a_changed_text_is_all_that_changes(cast, officer):
    data = download(officer, Action).replace(b"De 24 flexwoningen", b"De 30 flexwoningen")
    shown = upload(officer, Action, data)
    (row,) = shown.context["outcome"].changed
    assert [(change.label, change.becomes) for change in row.changes] == [
        ("Tekst", "De 30 flexwoningen aan de Kade zijn opgeleverd.")
    ]
    before = Action.history.count()
    response = confirm(officer, shown, "Er komen er meer")
    assert response.status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.text == "De 30 flexwoningen aan de Kade zijn opgeleverd."
    record = cast.action.history.latest()
    assert (record.history_user, record.history_change_reason) == (cast.officer, "Import of tabel.csv: Er komen er meer")
    assert Action.history.count() == before + 1
    assert record.change_set


def test_the_preview_writes_nothing(cast, officer):
    before = Action.history.count()
    upload(officer, Action, download(officer, Action).replace(b"24 flex", b"30 flex"))
    cast.action.refresh_from_db()
    assert (cast.action.text, Action.history.count()) == ("De 24 flexwoningen aan de Kade zijn opgeleverd.", before)


# -- New rows, and who is meant


def test_a_row_without_an_id_is_added_by_the_names_that_people_know_and_comes_last(cast, officer):
    data = table(
        "Prestatieafspraken;Uitvoeringsagenda: jaar;Thema: nummer;Thema: titel;Doel: nummer;Volgorde;Tekst;Soort",
        "waterhoek-2023-2026;2024;1;betaalbaar  wonen;17;;De brug ligt er.;doorlopend",
    )
    confirm(officer, upload(officer, Action, data))
    added = Action.objects.get(text="De brug ligt er.")
    assert (added.agenda, added.goal, added.kind, added.position) == (cast.agenda, cast.goal, "ongoing", 2)


def test_a_lead_is_added_in_the_table_of_leads(cast, officer):
    data = download(officer, Action, table=Lead).decode("utf-8-sig").rstrip()
    row = data.splitlines()[1].split(";", 1)[1].replace(cast.association.name, cast.tenants.name)
    confirm(officer, upload(officer, Action, f"{data}\n;{row}".encode(), table=Lead))
    assert [str(lead.party) for lead in cast.action.leads.all()] == ["De Sleutel", "Huurdersraad Waterhoek"]


def test_a_row_keeps_its_id_when_its_number_changes(cast, officer):
    data = table("Regelnummer;Nummer", f"{cast.goal.pk};17a")
    confirm(officer, upload(officer, Goal, data))
    cast.goal.refresh_from_db()
    assert cast.goal.number == "17a"


def test_someone_who_starts_an_agreement_by_a_table_takes_part_in_it(cast, officer):
    data = table("Adres;Titel;Eerste jaar;Laatste jaar", "nieuwe-afspraken;Nieuwe afspraken;2025;2028")
    confirm(officer, upload(officer, Agreement, data))
    assert [row.party for row in Participation.objects.filter(agreement__slug="nieuwe-afspraken")] == [cast.municipality]


# -- What is wrong is said by row and column, and then nothing is saved


def test_every_error_of_every_row_is_told(cast, officer):
    names = "Prestatieafspraken;Uitvoeringsagenda: jaar;Thema: nummer;Thema: titel;Doel: nummer;Volgorde"
    data = table(
        f"Regelnummer;{names};Tekst;Budget in euro;Soort;Klaar op;Project",
        f"{cast.action.pk};waterhoek-2023-2026;2024;1;Betaalbaar wonen;18;1;;veel;soms;31-2-2024;Kade",
        ";zandbergen-2023-2026;2024;9;Wonen in Zandbergen;99;2;Gekaapt;;concrete actie;;",
        f"{cast.other_action.pk};;;;;;;;;;;",
        f"{cast.action.pk};waterhoek-2023-2026;2024;1;Betaalbaar wonen;17;1;Weer;;ongoing;;",
    )
    shown = upload(officer, Action, data)
    assert errors(shown) == [
        (2, "Doel", "Not known here: doel “waterhoek-2023-2026 | 1 | Betaalbaar wonen | 18”. "
         "What is known and resembles it: waterhoek-2023-2026 | 1 | Betaalbaar wonen | 17."),
        (2, "Project", "Not known here: project “Kade”."),
        (2, "Soort", "“soms” is not one of the choices: Concrete actie, Doorlopend, Doel is ook afspraak, Procesafspraak, "
         "Informatie of levering van gegevens."),
        (2, "Klaar op", "“31-2-2024” is not a date. Write it as 7-12-2023."),
        (2, "Budget in euro", "“veel” is not a number."),
        (2, "Tekst", "This field cannot be blank."),
        (3, "Uitvoeringsagenda", "Not known here: uitvoeringsagenda “zandbergen-2023-2026 | 2024”. "
         "What is known and resembles it: waterhoek-2023-2026 | 2024."),
        (3, "Doel", "Not known here: doel “zandbergen-2023-2026 | 9 | Wonen in Zandbergen | 99”."),
        (4, "", f"There is no row with id {cast.other_action.pk} here. Leave the cell empty to add a new row."),
        (5, "", "This row is in the file twice: also in row 2."),
    ]  # fmt: skip
    assert b"Save these changes" not in shown.content


def test_a_number_that_excel_has_changed_is_refused(cast, officer):
    shown = upload(officer, Goal, excel(["Regelnummer", "Nummer"], [cast.goal.pk, 1.1]))
    assert errors(shown) == [
        (2, "Nummer", "“1.1” is stored as a number. Make the column text in the spreadsheet: 1.10 becomes 1.1 otherwise.")
    ]


def test_a_number_that_stayed_whole_is_taken(cast, officer):
    assert upload(officer, Goal, excel(["Regelnummer", "Nummer"], [cast.goal.pk, 17])).context["outcome"].same == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Kleur\nrood", "These columns are not in this table: “Kleur”. Take them out, or correct the heading."),
        (b"Nummer;nummer\n1;1", "The column “Nummer” is there twice."),
        (b"Nummer;Prestatieafspraken;Thema: nummer\n1;x;1",
         "These columns are missing: “Thema: titel”. Without them it is not clear which row is meant."),
        (b"PK\x03\x04", "This file is damaged: it cannot be opened."),
        (b"", "There is nothing in this file."),
    ],
)  # fmt: skip
def test_a_file_that_is_not_this_table_is_refused(cast, officer, data, sentence):
    form = upload(officer, Goal, data).context["form"]
    with translation.override("en"):
        assert form.errors == {"file": [sentence]}


def test_nothing_of_a_file_with_an_error_is_saved(cast, officer):
    """Also when it goes wrong only between the preview and the moment that it is confirmed."""
    second = GoalFactory(theme=cast.theme, number="18", text="Tweede", position=2)
    shown = upload(officer, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};Nieuw", f"{second.pk};Ook nieuw"))
    second.delete()
    assert confirm(officer, shown).status_code == 200
    cast.goal.refresh_from_db()
    assert cast.goal.text == "De sociale voorraad groeit met 75 woningen."


def test_what_a_colleague_changed_meanwhile_is_shown_first(cast, officer):
    shown = upload(officer, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};Nieuw"))
    cast.goal.text = "Van een ander"
    cast.goal.save()
    again = confirm(officer, shown)
    assert again.context["told"] == "Someone changed these rows meanwhile. Look again at what your file changes."
    assert again.context["outcome"].changed[0].changes[0].was == "Van een ander"
    confirm(officer, again)
    cast.goal.refresh_from_db()
    assert cast.goal.text == "Nieuw"


def test_a_party_stays_the_party_that_takes_part(cast, officer):
    row = cast.agreement.participations.get(party=cast.tenants)
    of_another = ParticipationFactory(agreement=ParticipationFactory(party=cast.municipality).agreement)
    data = table("Regelnummer;Prestatieafspraken;Partij", f"{row.pk};waterhoek-2023-2026;{of_another.party.name}")
    assert errors(upload(officer, Participation, data)) == [(2, "Partij", "This stays as it was when the row was added.")]


def test_the_rules_of_the_database_are_told_before_it_is_asked(cast, officer):
    GoalFactory(theme=cast.theme, number="18", position=2)
    assert errors(upload(officer, Goal, table("Regelnummer;Nummer", f"{cast.goal.pk};18"))) == [
        (2, "", "This number is already in use in this theme.")
    ]
    cast.action.starts_on, cast.action.starts_precision = date(2024, 6, 1), "day"
    cast.action.save()
    data = table("Regelnummer;Klaar op;Datum genoemd als", f"{cast.action.pk};1-5-2024;dag")
    assert errors(upload(officer, Action, data)) == [(2, "", "The due date lies before the start.")]


def test_an_error_names_the_sheet_and_what_is_wrong_in_which_part_of_a_name(cast, officer):
    MeetingFactory(agreement=cast.agreement, title="Wonen")
    headings = ["Prestatieafspraken", "Overleg: soort", "Overleg: datum", "Overleg: onderwerp", "Doel", "Soort", "Besluit"]
    about = ["17", "Anders", "Zo."]
    data = excel(
        headings,
        ["waterhoek-2023-2026", "Bestuurlijk overleg", "31-11-2024", "Wonen", *about],
        ["waterhoek-2023-2026", "Gezellig", date(2024, 11, 7), "Wonen", *about],
        ["waterhoek-2023-2026", "bestuurlijk", date(2024, 11, 8), "Wonen", *about],
    )
    shown = upload(officer, Meeting, data, table=Decision, name="besluiten.xlsx")
    told = {(number, heading): sentence for number, heading, sentence in errors(shown)}
    assert told[2, "Overleg"] == "datum: “31-11-2024” is not a date. Write it as 7-12-2023."
    assert told[3, "Overleg"].startswith("soort: “Gezellig” is not one of the choices: Ambtelijk overleg, ")
    assert told[4, "Overleg"] == (
        "Not known here: overleg “waterhoek-2023-2026 | bestuurlijk | 08-11-2024 | Wonen”. "
        "What is known and resembles it: waterhoek-2023-2026 | bestuurlijk | 2024-11-07 | Wonen."
    )
    assert "sheet “Agenda”" in shown.content.decode()


def test_a_table_of_decisions_is_read_once(cast, officer):
    """Only its id tells a decision from others of its meeting, so without one it is new; the same words are refused."""
    decision = DecisionFactory(action=cast.action, meeting=MeetingFactory(agreement=cast.agreement, title="Wonen"))
    lines = download(officer, Meeting, table=Decision).decode("utf-8-sig").splitlines()
    again = table(lines[0], ";" + lines[1].partition(";")[2])
    assert errors(upload(officer, Meeting, again, table=Decision)) == [
        (2, "Besluit", "This meeting has decided this already, in the same words.")
    ]
    confirm(officer, upload(officer, Meeting, again.replace(b"besproken", b"uitgesteld"), table=Decision))
    assert [row.text for row in Decision.objects.all()] == [decision.text, "Het overleg heeft dit uitgesteld."]


# -- Who may


def test_an_export_holds_what_the_person_sees_and_no_more(cast, officer):
    for below, (model, _comes_in) in pages().items():
        if model is not User:
            assert b"andbergen" not in download(officer, model, table=below), below


def test_an_export_follows_the_filters_of_the_list(cast, admin):
    assert b"Waterhoek" not in download(admin, Goal, afspraken=cast.other_agreement.pk)
    assert b"Sleutel" not in download(admin, Action, table=Lead, afspraken=cast.other_agreement.pk)
    assert b"Sleutel" in download(admin, Action, table=Lead)


def test_an_address_that_asks_for_nothing_we_know_is_refused(cast, officer):
    assert officer.get(address(Goal, "export"), {"kleur": "rood"}).status_code == 400
    assert officer.get(address(Goal, "export"), {"soort": "exe"}).status_code == 404
    assert officer.get(address(Goal, "export"), {"tabel": "user", "soort": "csv"}).status_code == 404


def test_a_table_of_people_is_for_superusers_and_holds_no_password(cast, admin, officer):
    cast.tenant.set_password("geheim-geheim-geheim")
    cast.tenant.save()
    assert [officer.get(address(User, page)).status_code for page in ("export", "import")] == [403, 403]
    data = download(admin, User)
    assert b"tess@huurdersraad.example" in data
    assert b"md5" not in data
    assert b"Wachtwoord" not in data
    confirm(admin, upload(admin, User, table("E-mailadres;Naam", "nieuw@test.example;Nieuw")))
    assert not User.objects.get(email="nieuw@test.example").has_usable_password()


def test_whoever_is_no_coordinator_does_not_get_there(cast):
    for person in (cast.association_officer, cast.tenant, cast.executive):
        client = signed_in(person)
        pages = [client.get(address(Action, page), follow=True) for page in ("export", "import")]
        assert [page.status_code for page in pages] == [403, 403]


def test_rows_of_others_are_not_there_for_an_import(cast, outsider):
    data = table("Regelnummer;Tekst", f"{cast.action.pk};Gekaapt")
    (error,) = errors(upload(outsider, Action, data))
    assert error[2].startswith("There is no row with id")


def test_a_reader_may_not_change_what_she_reads(cast, officer):
    """Coordinator of one party and reader of another, that takes part elsewhere: there she reads and exports."""
    MembershipFactory(user=cast.officer, party=cast.elsewhere)
    data = download(officer, Goal)
    assert upload(officer, Goal, data).context["outcome"].same == 2
    shown = upload(officer, Goal, table("Regelnummer;Tekst", f"{cast.other_goal.pk};Gekaapt"))
    assert errors(shown) == [(2, "", "You may read this row, but not change it.")]


def test_an_uploaded_file_is_for_its_sender_in_this_session_for_this_table(cast, officer, admin):
    shown = upload(officer, Goal, table("Regelnummer;Tekst", f"{cast.goal.pk};Nieuw"))
    data = {"token": shown.context["confirm"]["token"].value()}
    for client, model in ((admin, Goal), (signed_in(cast.officer), Goal), (officer, Theme)):
        response = client.post(address(model, "import"), data)
        assert response.status_code == 302
    assert officer.post(address(Goal, "import"), {"token": "../../etc/passwd"}).status_code == 302
    cast.goal.refresh_from_db()
    assert cast.goal.text != "Nieuw"
    confirm(officer, shown)
    assert officer.post(address(Goal, "import"), data).status_code == 302  # gone, once it is saved
    assert cast.goal.history.count() == 2


# -- Queries


@pytest.mark.parametrize(("model", "below"), [(Action, Action), (Action, Lead), (Indicator, Target), (Theme, Theme)])
def test_an_export_asks_no_more_for_more_rows(cast, officer, model, below):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            download(officer, model, table=below)
        return len(queries)

    def fill():
        indicator = IndicatorFactory(goal=cast.goal)
        TargetFactory(indicator=indicator)
        ThemeFactory(agreement=cast.agreement, parent=cast.theme)
        LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda, position=5), party=cast.tenants)

    fill()
    count()
    one = count()
    fill()
    fill()
    assert count() == one


def test_an_import_that_changes_nothing_asks_no_more_for_more_rows(cast, officer):
    def count():
        data = download(officer, Action)
        with CaptureQueriesContext(connection) as queries:
            upload(officer, Action, data)
        return len(queries)

    count()
    one = count()
    for position in (2, 3):
        ActionFactory(goal=cast.goal, agenda=cast.agenda, position=position)
    assert count() == one
