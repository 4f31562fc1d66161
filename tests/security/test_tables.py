"""A file with a table is someone else's: it reaches no further than the person, and opening it costs no more than it weighs."""

import io
import re
import time
import zipfile
from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import Decision, Meeting, ReminderText, Round, RoundExtension
from parties.models import Party, PartyMember
from parties.tables.files import read_table
from parties.tables.ods import write_ods
from parties.tables.sheet import Column, NotReadableError, Sheet
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    AttachmentFactory,
    DecisionFactory,
    DissentFactory,
    GoalFactory,
    IndicatorFactory,
    MeasurementFactory,
    MeetingFactory,
    ParticipationFactory,
    PartyFactory,
    ProgressUpdateFactory,
    ReminderTextFactory,
    ReviewFactory,
    RoundFactory,
    ThemeFactory,
)

SECONDS = 3  # reading a few kilobytes takes hundredths of one


def imported(client, model: str, table: str, *, below: str = "") -> str:
    """The page after choosing and confirming the table; how far it comes is what the tests ask."""
    address = reverse(f"admin:{model}_import") + (f"?tabel={below}" if below else "")
    page = client.post(address, {"file": SimpleUploadedFile("tabel.csv", table.encode())}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    return client.post(address, {"token": token[1], "change_reason": "Proef"}).content.decode() if token else page


# -- Reach


@pytest.fixture
def umbrella(cast) -> Party:
    """A working group in the agreement, which takes part in another one as well."""
    umbrella = PartyFactory(name="Werkgroep", kind=Party.Kind.UMBRELLA)
    ParticipationFactory(agreement=cast.agreement, party=umbrella)
    ParticipationFactory(agreement=cast.other_agreement, party=umbrella)
    return umbrella


@pytest.mark.django_db
def test_a_coordinator_does_not_make_the_own_party_a_member_of_a_working_group(client, cast, umbrella):
    """Members read and report in all agreements of their working group."""
    client.force_login(cast.officer)
    imported(
        client, "parties_party", f"Koepel of werkgroep;Aangesloten partij\n{umbrella};{cast.municipality}\n", below="partymember"
    )
    assert not PartyMember.objects.exists()
    assert client.get(cast.other_agreement.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_the_coordinator_of_both_does_and_brings_no_stranger_along(client, cast, umbrella):
    """The people of a member read and report along, so the member itself says so."""
    umbrella.memberships.create(user=cast.officer, role="coordinator")
    client.force_login(cast.officer)
    for member in (cast.tenants, cast.municipality):
        table = f"Koepel of werkgroep;Aangesloten partij\n{umbrella};{member}\n"
        imported(client, "parties_party", table, below="partymember")
    assert PartyMember.objects.get().member == cast.municipality


@pytest.fixture
def involved(cast):
    """An agreement that the officer's party does not sign, though her own one it does."""
    found = AgreementFactory(slug="elders", title="Elders")
    AgendaFactory(agreement=found)
    ParticipationFactory(agreement=found, party=cast.municipality, role="involved")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "count"), [("elders", 0), ("waterhoek-2023-2026", 1)])
def test_someone_who_only_takes_part_plans_no_meetings_and_rounds_by_a_table(client, cast, involved, slug, count):
    client.force_login(cast.officer)
    imported(client, "monitoring_meeting", f"Prestatieafspraken;Soort;Datum;Onderwerp\n{slug};Bestuurlijk;7-11-2024;Wonen\n")
    headings = "Prestatieafspraken;Uitvoeringsagenda: jaar;Naam;Peildatum;Opent op;Sluit op"
    imported(client, "monitoring_round", f"{headings}\n{slug};2024;Ronde 1;30-9-2024;1-10-2024;31-10-2024\n")
    assert (Meeting.objects.count(), Round.objects.count()) == (count, count)


@pytest.mark.django_db
@pytest.mark.parametrize(("is_involved", "count"), [(True, 0), (False, 1)])
def test_nor_by_the_form(client, cast, involved, is_involved, count):
    agreement = involved if is_involved else cast.agreement
    client.force_login(cast.officer)
    meeting = {"agreement": agreement.pk, "kind": "bestuurlijk", "held_on": "2024-11-07", "title": "Wonen"}
    client.post(reverse("admin:monitoring_meeting_add"), meeting)
    days = {"reference_date": "2024-09-30", "opens_on": "2024-10-01", "closes_on": "2024-10-31"}
    times = {"remind_every": 7, "remind_first": 3, "remind_last": 1}
    client.post(reverse("admin:monitoring_round_add"), {"agenda": agreement.agendas.get().pk, "name": "Ronde 1", **days, **times})
    assert (Meeting.objects.count(), Round.objects.count()) == (count, count)


DECISIONS = "Regelnummer;Prestatieafspraken;Overleg: soort;Overleg: datum;Overleg: onderwerp;Afspraak;Doel;Soort;Besluit"


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "count"), [("elders", 0), ("zandbergen-2023-2026", 0), ("waterhoek-2023-2026", 1)])
def test_only_a_coordinator_of_a_signing_party_writes_a_decision_at_its_meeting(client, cast, involved, slug, count):
    for agreement in (involved, cast.agreement, cast.other_agreement):
        MeetingFactory(agreement=agreement)
        GoalFactory(theme=ThemeFactory(agreement=agreement, number="7", title="Wonen"), number="77")
    client.force_login(cast.officer)
    imported(
        client,
        "monitoring_meeting",
        f"{DECISIONS}\n;{slug};bestuurlijk;7-11-2024;;;7 | Wonen | 77;Anders;Zo.\n",
        below="decision",
    )
    assert Decision.objects.count() == count


@pytest.mark.django_db
def test_a_decision_reaches_no_action_or_goal_of_another_agreement(client, cast):
    """Not by the whole name, not by the name within an agreement that the file names in another row."""
    MeetingFactory(agreement=cast.agreement)
    client.force_login(cast.officer)
    here = "waterhoek-2023-2026;bestuurlijk;7-11-2024;"
    abroad = "zandbergen-2023-2026 | 9 | Wonen in Zandbergen | 99"
    for goal in (abroad, "9 | Wonen in Zandbergen | 99"):
        rows = f"{DECISIONS}\n;{here};;{goal};Anders;Zo.\n"
        page = imported(client, "monitoring_meeting", rows, below="decision")
        assert "Hier niet bekend" in page
        assert "bouwt 10 woningen" not in page
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_a_decision_of_others_is_not_changed_or_moved_by_its_id(client, cast, involved):
    """Neither one that is out of sight, nor one of an agreement in which the own party only takes part."""
    hidden = DecisionFactory(action=cast.other_action)
    seen = DecisionFactory(action=ActionFactory(goal__theme__agreement=involved, agenda=involved.agendas.get()))
    MeetingFactory(agreement=cast.agreement, title="Hier")
    client.force_login(cast.officer)
    for decision in (hidden, seen):
        imported(client, "monitoring_meeting", f"Regelnummer;Besluit\n{decision.pk};Gekaapt\n", below="decision")
        here = "waterhoek-2023-2026;bestuurlijk;7-11-2024;Hier;;1 | Betaalbaar wonen | 17"
        rows = f"{DECISIONS}\n{decision.pk};{here};Anders;Gekaapt\n"
        imported(client, "monitoring_meeting", rows, below="decision")
        decision.refresh_from_db()
        assert decision.text == "Het overleg heeft dit besproken."
        assert decision.history.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "count"), [("elders", 0), ("zandbergen-2023-2026", 0), ("waterhoek-2023-2026", 1)])
def test_the_words_of_mails_are_written_by_coordinators_of_signing_parties(client, cast, involved, slug, count):
    """As on their page on the site: others of the agreement neither read nor write them."""
    for agreement in (involved, cast.other_agreement):
        ReminderTextFactory(agreement=agreement, subject="Van anderen")
    client.force_login(cast.officer)
    rows = f"Prestatieafspraken;Soort;Onderwerp;Tekst\n{slug};closing;Let op;Nog even.\n"
    imported(client, "monitoring_remindertext", rows)
    assert ReminderText.objects.filter(subject="Let op").count() == count
    exported = client.get(reverse("admin:monitoring_remindertext_export"), {"soort": "csv"}).content.decode()
    assert "Van anderen" not in exported


@pytest.mark.django_db
def test_more_time_is_not_given_by_a_table(client, cast):
    """Giving it is a step on the page of the round, which tells the party."""
    client.force_login(cast.officer)
    headings = "Prestatieafspraken;Uitvoeringsagenda: jaar;Ronde: naam;Partij;Tot en met;Reden"
    row = f"waterhoek-2023-2026;2024;Ronde 1;{cast.association};7-11-2024;Zo."
    RoundFactory(agenda=cast.agenda, name="Ronde 1")
    for person in (cast.officer, cast.admin):
        client.force_login(person)
        imported(client, "monitoring_round", f"{headings}\n{row}\n", below="roundextension")
    assert not RoundExtension.objects.exists()


# -- Files


def spreadsheet(*, was: bytes, becomes: bytes, part: str = "content.xml") -> bytes:
    """A small .ods in which something stands that no program writes."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    made = io.BytesIO()
    document = write_ods([Sheet("Tabel", [Column("Naam")], [["waarde"]])], title="Tabel", author="Eva", at=at)
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                assert was in content
                content = content.replace(was, becomes)
            target.writestr(info.filename, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"waarde", b'<text:s text:c="2000000000"/>'),
        (b"waarde", b'<text:s text:c="veel"/>'),
        (b'office:value-type="string"><text:p>waarde', b'office:value-type="float" office:value="1e1000000000"><text:p>waarde'),
        (b'office:value-type="string"><text:p>waarde', b'office:value-type="float" office:value="Infinity"><text:p>waarde'),
        (b"waarde", b"<text:span>" * 100_000 + b"x" + b"</text:span>" * 100_000),
    ],
    ids=["spaces without end", "no number of spaces", "a number without end", "infinity", "nested without end"],
)
def test_a_spreadsheet_that_unfolds_without_end_is_refused(was, becomes):
    document = spreadsheet(was=was, becomes=becomes)
    begun = time.process_time()
    with pytest.raises(NotReadableError):
        read_table(document)
    assert time.process_time() - begun < SECONDS


SECRET = "geheim-van-de-server"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_spreadsheet_reads_no_file_of_the_server(tmp_path, encoding):
    (tmp_path / "geheim.txt").write_text(SECRET)
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/geheim.txt">]>'
    plain = zipfile.ZipFile(io.BytesIO(spreadsheet(was=b"waarde", becomes=b"&e;"))).read("content.xml").decode()
    body = plain.partition("?>")[2] if plain.startswith("<?xml") else plain
    content = f'<?xml version="1.0" encoding="{encoding}"?>{entity}{body}'.encode(encoding)
    document = spreadsheet(was=plain.replace("&e;", "waarde").encode(), becomes=content)
    with pytest.raises(NotReadableError):
        assert SECRET not in str(read_table(document))


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1e999999999", "9" * 6000, "-1e999999999", "Infinity", "NaN"])
@pytest.mark.parametrize("column", ["Woningen", "Regelnummer"])
def test_a_number_without_end_is_a_mistake_in_the_file_and_no_more(client, cast, number, column):
    client.force_login(cast.officer)
    begun = time.process_time()
    page = imported(client, "agreements_project", f"Prestatieafspraken;Naam;{column}\nwaterhoek-2023-2026;Kade;{number}\n")
    assert time.process_time() - begun < SECONDS
    assert "</html>" in page


# -- Out


@pytest.mark.django_db
def test_every_list_of_the_admin_really_gives_its_file(client, cast):
    update = ProgressUpdateFactory(action=cast.action)
    AttachmentFactory(update=ProgressUpdateFactory(action=cast.action, draft=True))
    ReviewFactory(update=update)
    DissentFactory(update=update, party=cast.tenants)
    MeasurementFactory(indicator=IndicatorFactory(goal=cast.goal), party=cast.association)
    client.force_login(cast.officer)
    for model, page in admin.site._registry.items():
        if page.has_table and not page.superusers_only:
            for kind in ("xlsx", "ods", "csv"):
                response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export"), {"soort": kind})
                assert (response.status_code, response["Content-Disposition"][:10]) == (200, "attachment"), (model, kind)
