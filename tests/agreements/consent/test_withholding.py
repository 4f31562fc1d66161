"""What the administrator withholds is read nowhere, its reason everywhere; what was agreed is kept, and comes back."""

import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone, translation

from agreements.agenda.collect import collect_agenda
from agreements.agenda.words import goal_row, held_words, words_of
from agreements.consent import adoption, answering
from agreements.consent.withholding import lift, places_in, withhold_file, withhold_words
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import Action, Agenda, Agreement, Goal, Theme, Version, VersionFile, Withholding
from agreements.versions.checking import faults
from monitoring.position.collect import freeze, shown_content, state_in
from parties.canonical import hash_of
from parties.history.records import change_set
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.factories import AgendaFactory, MembershipFactory, RoundFactory, UserFactory
from tests.pages import words_of as words_on
from tests.pdf_text import text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SECRET, REASON = "mevrouw Jansen van Kade 12", "naam van een huurder"
KINDS = ("agreement", "agenda", "theme", "goal", "action")
INSTEAD = f"[tekst afgeschermd: {REASON}]"
GOAL = f"Er komt een lift voor {SECRET}. De sociale voorraad groeit."


@pytest.fixture
def text(cast):
    """The year 2024, adopted on paper, with the words where they should not be."""
    for row, field in ((cast.goal, "text"), (cast.action, "text"), (cast.theme, "introduction"), (cast.agenda, "introduction")):
        setattr(row, field, GOAL)
        row.save()
    cast.agreement.introduction = GOAL
    cast.agreement.save()
    signer = UserFactory()
    MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
    signed = SimpleUploadedFile("getekend.pdf", PDF, content_type="application/pdf")
    fields = {"signed_on": date(2023, 12, 14), "signed_file": signed, "deadline": timezone.localdate() + timedelta(days=7)}
    proposal = adoption.bring_in(text=cast.agenda, by=cast.officer, **fields)
    for party, person in {cast.association: signer, cast.tenants: cast.tenant}.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    make_missing_documents()
    mail.outbox.clear()
    return now(cast)


def now(cast) -> Agenda:
    return Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)


def version_of(text) -> Version:
    return Version.objects.select_related("agreement", "agenda__agreement").get(agenda=text)


def place(text, kind: str, field: str = ""):
    return next(row for row in places_in(version_of(text)) if row.kind == kind and row.field == (field or row.field))


@pytest.fixture
def withhold(cast, text):
    def withhold(kind: str = "goal", words: str = SECRET) -> Withholding:
        found = {"version": version_of(text), "place": place(text, kind), "words": words}
        return withhold_words(**found, by=cast.admin, reason=REASON)

    return withhold


# -- Where it is read


@pytest.fixture
def withheld(cast, text, withhold):
    for kind in KINDS:
        withhold(kind)
    return now(cast)


def docx_words(document: bytes) -> str:
    import docx

    found = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *cells])


def xlsx_words(document: bytes) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(document))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


PAGES = {
    "agenda": lambda cast: cast.agenda.get_absolute_url(),
    "agreement": lambda cast: cast.agreement.get_absolute_url(),
    "goal": lambda cast: cast.goal.get_absolute_url(),
    "action": lambda cast: cast.action.get_absolute_url(),
    "version": lambda cast: f"{cast.agenda.get_absolute_url()}versies/1/",
    "text of all years": lambda cast: f"{cast.agreement.get_absolute_url()}tekst/",
    "comments": lambda cast: f"{cast.agenda.get_absolute_url()}opmerkingen/",
    "dashboard": lambda cast: f"{cast.agenda.get_absolute_url()}dashboard/",
    "my actions": lambda cast: "/mijn-acties/",
}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_the_words_and_each_says_why(client, cast, withheld, page):
    RoundFactory(agenda=withheld, opened=True)
    client.force_login(cast.association_officer)
    shown = words_on(client.get(PAGES[page](cast)))
    assert "Jansen" not in shown
    if page not in {"comments", "dashboard"}:  # which have no whole text
        assert INSTEAD in shown


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "ods", "csv"])
def test_no_download_has_the_words(client, cast, withheld, kind):
    client.force_login(cast.tenant)
    document = client.get(f"{cast.agenda.get_absolute_url()}agenda.{kind}").content
    read = {"pdf": text_of, "docx": docx_words, "xlsx": xlsx_words, "csv": lambda data: data.decode("utf-8-sig")}
    words = " ".join(read[kind](document).split()) if kind in read else ""
    assert "Jansen" not in words
    assert kind == "ods" or INSTEAD in words


def test_a_state_and_a_position_of_before_are_read_without_the_words(cast, text, withhold):
    with change_set(user=cast.officer):
        before = freeze(agenda=now(cast), by=cast.officer)
    assert SECRET in before.content
    for kind in KINDS:
        withhold(kind)
    before.refresh_from_db()
    before.agenda = now(cast)
    state = state_in(before)
    assert SECRET not in repr(state)
    assert INSTEAD in repr(state)
    assert SECRET not in shown_content(before)
    assert SECRET in before.verified_content()


def test_the_accessor_leaves_them_out_too(cast, text, withhold, django_assert_num_queries):
    goal = Goal.objects.select_related("theme__agreement").get(pk=cast.goal.pk)
    with django_assert_num_queries(0):
        assert SECRET in words_of(goal, 2024).text
    withhold("goal")
    withhold("action")
    withhold("theme")
    goal = Goal.objects.select_related("theme__agreement").get(pk=cast.goal.pk)
    action = Action.objects.select_related("project").get(pk=cast.action.pk)
    theme = Theme.objects.select_related("agreement").get(pk=cast.theme.pk)
    found = (words_of(goal, 2024).text, goal_row(goal, 2024).text, held_words(goal)[0].words.text, words_of(action).text)
    assert {*found, words_of(theme, 2024).introduction} == {GOAL.replace(SECRET, INSTEAD)}


def test_in_the_draft_of_a_later_year_too(cast, text, withhold):
    withhold("goal")
    draft = AgendaFactory(agreement=Agreement.objects.get(pk=cast.agreement.pk), year=2025)
    assert [goal.text for goal in collect_agenda(draft).goals] == [GOAL.replace(SECRET, INSTEAD)]


# -- What is kept


def test_what_was_agreed_is_kept_with_its_hash_and_its_document(client, cast, text, withhold):
    version, document = version_of(text), agenda_document(text)
    withhold("goal")
    again = version_of(text)
    assert (again.content, again.sha256) == (version.content, version.sha256)
    assert hash_of(again.content) == again.content_sha256
    assert list(faults(cast.agreement)) == []
    call_command("check_versions")
    kept, anew = VersionFile.objects.filter(kind="document").order_by("pk")[:2] if agenda_document(now(cast)) else ()
    assert kept.file.read() == document
    assert INSTEAD in " ".join(text_of(agenda_document(now(cast))).split())
    client.force_login(cast.tenant)
    address = f"{version.get_absolute_url()}bestand/"
    assert client.get(f"{address}{kept.pk}/").status_code == 404
    assert b"".join(client.get(f"{address}{anew.pk}/").streaming_content) == agenda_document(now(cast))
    shown = client.get(version.get_absolute_url()).content.decode()
    assert (f"bestand/{kept.pk}/" in shown, f"bestand/{anew.pk}/" in shown) == (False, True)


def test_the_content_that_is_downloaded_has_the_reason_instead(client, cast, text, withhold):
    withhold("goal")
    client.force_login(cast.tenant)
    content = client.get(f"{version_of(text).get_absolute_url()}inhoud.json").content.decode()
    assert SECRET not in json.loads(content)["text"]["goals"][0]["text"]
    assert SECRET in json.loads(content)["text"]["actions"][0]["text"], "withheld is what was chosen"


def test_nobody_is_told_anew_that_the_text_is_adopted(cast, text, withhold):
    withhold("goal")
    mail.outbox.clear()
    assert len(make_missing_documents()) == 1
    assert make_missing_documents() == []
    assert mail.outbox == []


def test_it_comes_back_as_it_was(client, cast, text, withhold):
    document = agenda_document(text)
    row = withhold("goal")
    agenda_document(now(cast))
    lift(withholding=row, by=cast.admin)
    assert agenda_document(now(cast)) == document
    assert [goal.text for goal in collect_agenda(now(cast)).goals] == [GOAL]
    assert words_of(Goal.objects.get(pk=cast.goal.pk), 2024).text == GOAL
    assert (Goal.objects.get(pk=cast.goal.pk).has_withheld, now(cast).agreement.has_withheld) == (False, False)
    with pytest.raises(NotAllowedNowError):
        lift(withholding=row, by=cast.admin)


def test_while_another_passage_stays_withheld(cast, text, withhold):
    rows = [withhold("goal"), withhold("goal", "De sociale voorraad groeit.")]
    lift(withholding=rows[0], by=cast.admin)
    (goal,) = collect_agenda(now(cast)).goals
    assert goal.text == GOAL.replace("De sociale voorraad groeit.", INSTEAD)


def test_it_stands_in_the_history_with_who_and_why(cast, withhold):
    row = withhold("goal")
    record = row.history.get()
    assert (record.history_user, record.history_change_reason) == (cast.admin, f"Afgeschermd: {REASON}")
    lift(withholding=row, by=cast.admin)
    assert [found.history_type for found in row.history.all()] == ["~", "+"]


# -- Who is told, and who may


def test_the_coordinators_of_all_who_sign_are_told_without_the_words(cast, text, withhold):
    other = MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user
    row = withhold("goal")
    assert {message.to[0].rpartition("<")[2].rstrip(">") for message in mail.outbox} == {cast.officer.email, other.email}
    assert all(REASON in message.body and SECRET not in message.body for message in mail.outbox)
    mail.outbox.clear()
    lift(withholding=row, by=cast.admin)
    assert {message.subject for message in mail.outbox} == {"Weer te lezen: Uitvoeringsagenda 2024"}


@pytest.mark.parametrize("person", ["officer", "executive", "tenant", "outsider"])
def test_nobody_but_the_administrator(cast, text, withhold, person):
    person = getattr(cast, person)
    with pytest.raises(PermissionDenied):
        withhold_words(version=version_of(text), place=place(text, "goal"), words=SECRET, by=person, reason=REASON)
    row = withhold("goal")
    with pytest.raises(PermissionDenied):
        lift(withholding=row, by=person)
    row.reason = "Anders"
    with change_set(user=cast.admin), pytest.raises(ValidationError):
        row.save()
    with change_set(user=cast.admin), pytest.raises(ValidationError):
        row.delete()


@pytest.mark.parametrize("words", ["mevrouw jansen van kade 12", "staat er niet", "  ", ""])
def test_only_words_that_stand_there_exactly(cast, text, withhold, words):
    with pytest.raises(ValidationError):
        withhold("goal", words)


def test_a_passage_is_withheld_once(cast, text, withhold):
    withhold("goal")
    with pytest.raises(ValidationError, match="al afgeschermd"):
        withhold("goal")


@pytest.mark.parametrize("reason", ["een [link]", "twee\nregels", ""])
def test_the_reason_is_one_line_without_brackets(cast, text, reason):
    with pytest.raises(ValidationError):
        withhold_words(version=version_of(text), place=place(text, "goal"), words=SECRET, by=cast.admin, reason=reason)


def test_what_stands_instead_is_no_link(cast, text, withhold):
    Goal.objects.filter(pk=cast.goal.pk).update(text=f"{SECRET}(https://elders.example)", has_withheld=True)
    withhold("goal")
    assert words_of(Goal.objects.get(pk=cast.goal.pk), 2024).text == f"{INSTEAD} (https://elders.example)"


# -- Files


def test_a_signed_file_is_not_given_and_its_page_says_why(client, cast, text):
    signed = VersionFile.objects.select_related("version__agreement").get(kind="signed")
    address = f"{version_of(text).get_absolute_url()}bestand/{signed.pk}/"
    client.force_login(cast.tenant)
    assert client.get(address).status_code == 200
    row = withhold_file(file=signed, by=cast.admin, reason=REASON)
    assert client.get(address).status_code == 403
    assert f"[bestand afgeschermd: {REASON}]" in words_on(client.get(version_of(text).get_absolute_url()))
    with pytest.raises(NotAllowedNowError):
        withhold_file(file=signed, by=cast.admin, reason=REASON)
    assert agenda_document(now(cast)).startswith(b"%PDF")
    lift(withholding=row, by=cast.admin)
    assert client.get(address).status_code == 200


def test_the_document_that_is_made_of_the_text_is_not_withheld_as_a_file(cast, text):
    made = VersionFile.objects.select_related("version__agreement").get(kind="document")
    with translation.override("en"), pytest.raises(NotAllowedNowError, match="withhold the passage"):
        withhold_file(file=made, by=cast.admin, reason=REASON)


# -- The pages


def test_the_administrator_does_it_on_the_page_of_the_version(client, cast, text):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(cast.admin)
    version = version_of(text)
    care = f"/beheer/versies/{version.pk}/"
    assert f'href="{care}"' in client.get("/beheer/versies/").content.decode()
    assert f'href="{care}"' in client.get(version.get_absolute_url()).content.decode()
    chosen = {"place": f"goal-{cast.goal.pk}-text", "words": SECRET, "reason": REASON}
    wrong = client.post(f"{care}afschermen/", {**chosen, "words": "iets anders"})
    assert wrong.status_code == 422
    assert "These words do not stand there exactly like this." in words_on(wrong)
    assert "These words are withheld." in words_on(client.post(f"{care}afschermen/", chosen, follow=True))
    row = Withholding.objects.get()
    assert "Show it again" in words_on(client.get(care))
    client.post(f"{care}tonen/{row.pk}/")
    assert f"shown again by Ad Min on {timezone.localdate().strftime('%-d %B %Y')}" in words_on(client.get(care))
    signed = VersionFile.objects.get(kind="signed")
    client.post(f"{care}bestand/{signed.pk}/", {f"file-{signed.pk}-reason": REASON})
    assert Withholding.objects.active().get().file == signed


def test_the_administrator_sets_rows_back_there_and_sees_first_what_differs(client, cast, text):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(cast.admin)
    care = f"/beheer/versies/{version_of(text).pk}/"
    assert "Set the rows back" not in words_on(client.get(care))
    Goal.objects.filter(pk=cast.goal.pk).update(text="Vervalst.")
    shown = client.get(care)
    assert "Set the rows back to the version" in words_on(shown)
    assert "removed: Vervalst" in words_on(shown)
    assert client.post(f"{care}terugzetten/", {"back-reason": ""}).status_code == 422
    done = client.post(f"{care}terugzetten/", {"back-reason": "Fout."}, follow=True)
    assert "The rows say again what the version says." in words_on(done)
    assert Goal.objects.get(pk=cast.goal.pk).text == GOAL
