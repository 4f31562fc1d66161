"""The page of an adoption: what each person can do there, in how few steps, and what everyone reads."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agenda, Assent, Proposal, Version, VersionFile
from parties.canonical import hash_of
from parties.models import Membership
from tests.factories import MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def signer(cast):
    """The association gets someone who may sign; the others have one."""
    person = UserFactory(name="Berta Bestuurder")
    MembershipFactory(user=person, party=cast.association, role=Membership.Role.READER, may_sign=True)
    return person


def page(cast, place: str = "") -> str:
    return f"{cast.agenda.get_absolute_url()}vaststellen/{place}"


def propose(client, cast, **more):
    client.force_login(cast.officer)
    form = {"deadline": (timezone.localdate() + timedelta(days=14)).isoformat(), "reason": "", **more}
    return client.post(page(cast, "voorstellen/"), form)


def answer(client, cast, person, party, given="agreed", **more):
    """An answer about what is proposed now, unless the test names another hash of what was seen."""
    client.force_login(person)
    form = {"party": party.pk, "answer": given, "seen": cast.agenda.proposals.open().get().content_sha256, **more}
    return client.post(page(cast, "antwoord/"), form, follow=True)


def adopt(client, cast, signer):
    propose(client, cast)
    for person, party in [(cast.executive, cast.municipality), (signer, cast.association), (cast.tenant, cast.tenants)]:
        shown = answer(client, cast, person, party)
    return shown


def test_the_page_says_who_must_answer_and_what_is_missing(client, cast):
    client.force_login(cast.officer)
    shown = words_of(client.get(page(cast)))
    assert "De Sleutel: 0 of 1 people may sign. Invite someone on the page of the party." in shown
    assert "Not enough people may sign for De Sleutel: invite them first." in shown


def test_from_the_mail_to_an_answer_takes_three_steps(client, cast, signer):
    propose(client, cast, reason="Graag vóór kerst.")
    letter = next(message for message in mail.outbox if cast.tenant.email in message.to[0])
    assert page(cast) in letter.body
    assert "Graag vóór kerst." in letter.body
    assert f"voor: {cast.tenants}." in letter.body
    client.force_login(cast.tenant)
    shown = client.get(page(cast))  # one: the link in the mail
    form = shown.context["forms"]["answer"]
    assert form.initial["party"] == cast.tenants  # two: the choice; three: the button
    done = answer(client, cast, cast.tenant, cast.tenants, capacity="voorzitter")
    assert "Your answer is recorded. The text is adopted once everyone has agreed." in words_of(done)
    assert "Tess Huurder, voorzitter" in words_of(done)


def test_someone_who_signs_finds_it_on_the_start_page_until_it_is_answered(client, cast, signer):
    propose(client, cast)
    client.force_login(cast.tenant)
    assert "waits for your answer" in words_of(client.get("/"))
    answer(client, cast, cast.tenant, cast.tenants)
    assert "waits for your answer" not in words_of(client.get("/"))
    client.force_login(cast.association_officer)
    assert "waits for your answer" not in words_of(client.get("/"))


def test_the_last_answer_adopts_and_the_page_says_so(client, cast, signer):
    shown = adopt(client, cast, signer)
    assert "With it all have agreed: the text is adopted and in force." in words_of(shown)
    version = Version.objects.get()
    assert version.files.get().kind == VersionFile.Kind.DOCUMENT
    page_of_versions = words_of(client.get(f"{cast.agenda.get_absolute_url()}versies/"))
    assert version.sha256 in page_of_versions
    assert "Berta Bestuurder" in page_of_versions


def test_a_party_of_which_one_of_two_answered_waits_for_the_other(client, cast, signer):
    MembershipFactory(user=UserFactory(), party=cast.tenants, may_sign=True)
    cast.agreement.participations.filter(party=cast.tenants).update(answers_needed=2)
    propose(client, cast)
    waiting = "one more person must answer"
    assert waiting not in words_of(client.get(page(cast)))
    assert waiting in words_of(answer(client, cast, cast.tenant, cast.tenants))
    client.force_login(cast.officer)
    client.post(f"{page(cast)}intrekken/", {"reason": ""}, follow=True)
    assert waiting not in words_of(client.get(page(cast)))


def test_a_refusal_is_read_by_everyone_with_its_reason(client, cast, signer):
    propose(client, cast)
    shown = answer(client, cast, cast.tenant, cast.tenants, "refused", remark="De huren ontbreken.", about=f"goal-{cast.goal.pk}")
    assert "The text is a draft again, and everyone was told why." in words_of(shown)
    client.force_login(cast.officer)
    assert "De huren ontbreken." in words_of(client.get(page(cast)))
    assert any("De huren ontbreken." in message.body for message in mail.outbox)


def test_a_remark_without_words_keeps_what_was_typed(client, cast, signer):
    propose(client, cast)
    shown = answer(client, cast, cast.tenant, cast.tenants, "refused", capacity="voorzitter")
    assert shown.status_code == 422
    assert "Say what must change first, or why you do not agree." in words_of(shown)
    assert 'value="voorzitter"' in shown.content.decode()


def test_nobody_answers_for_a_party_that_is_not_theirs(client, cast, signer):
    propose(client, cast)
    assert answer(client, cast, cast.tenant, cast.association).status_code == 422
    assert answer(client, cast, cast.association_officer, cast.association).status_code == 403
    assert answer(client, cast, cast.outsider, cast.association).status_code == 404
    assert Proposal.objects.get().is_open


def test_the_content_of_a_version_can_be_hashed_by_anyone(client, cast, signer):
    adopt(client, cast, signer)
    version = Version.objects.get()
    given = client.get(f"{version.get_absolute_url()}inhoud.json").content.decode()
    assert hash_of(given) == version.content_sha256
    assert json.loads(given)["text"]["goals"][0]["text"] == "De sociale voorraad groeit met 75 woningen."


def test_the_document_of_a_version_is_the_same_each_time(client, cast, signer):
    adopt(client, cast, signer)
    file = VersionFile.objects.get()
    address = f"{file.version.get_absolute_url()}bestand/{file.pk}/"
    first = b"".join(client.get(address).streaming_content)
    assert first.startswith(b"%PDF")
    assert client.get(f"{cast.agenda.get_absolute_url()}agenda.pdf").content == first


def test_a_version_shows_its_text_when_the_tables_say_otherwise(client, cast, signer):
    adopt(client, cast, signer)
    type(cast.goal).objects.filter(pk=cast.goal.pk).update(text="Iets anders.")
    assert "De sociale voorraad groeit met 75 woningen." in words_of(client.get(Version.objects.get().get_absolute_url()))
    with pytest.raises(CommandError):
        call_command("check_versions")
    client.force_login(cast.admin)
    assert client.get("/gezond/versies/").status_code == 503


def test_without_a_version_the_page_says_so(client, cast):
    client.force_login(cast.tenant)
    assert "There is no version yet" in words_of(client.get(f"{cast.agenda.get_absolute_url()}versies/"))


def test_what_runs_at_night_ends_what_is_over(cast, client, signer, time_machine, capsys):
    propose(client, cast)
    time_machine.move_to(timezone.now() + timedelta(days=20))
    call_command("settle_proposals")
    assert Agenda.objects.get(pk=cast.agenda.pk).state == Agenda.State.DRAFT
    assert "Vervallen voorstellen: 1." in capsys.readouterr().out


def test_a_page_of_an_adopted_year_takes_fewer_queries(client, cast, signer):
    def queries() -> int:
        client.force_login(cast.tenant)
        client.get(cast.agenda.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            client.get(cast.agenda.get_absolute_url())
        return len(found)

    draft = queries()
    adopt(client, cast, signer)
    assert queries() <= draft - 4


def test_an_answer_is_about_the_text_that_the_person_read(client, cast, signer):
    """A page that stayed open says nothing about what was proposed since; the answer comes back beside that text."""
    propose(client, cast)
    client.force_login(cast.tenant)
    read = client.get(page(cast)).context["forms"]["answer"].initial["seen"]
    client.force_login(cast.officer)
    client.post(page(cast, "intrekken/"))
    cast.action.text = "De 12 flexwoningen aan de Kade zijn opgeleverd."
    cast.action.save()
    propose(client, cast)
    for seen in (read, ""):
        refused = answer(client, cast, cast.tenant, cast.tenants, seen=seen)
        assert refused.status_code == 422
        assert "Another text was proposed after you opened this page." in words_of(refused)
    assert not Assent.objects.exists()
    now = refused.context["forms"]["answer"]["seen"].value()
    assert answer(client, cast, cast.tenant, cast.tenants, seen=now).status_code == 200
    assert Assent.objects.get().content_sha256 == now != read


def test_after_the_last_day_nobody_answers_until_there_is_more_time(client, cast, signer, time_machine):
    propose(client, cast)
    time_machine.move_to(timezone.now() + timedelta(days=15))
    client.force_login(cast.tenant)
    assert "answer" not in client.get(page(cast)).context["forms"]
    assert answer(client, cast, cast.tenant, cast.tenants).status_code == 422
    assert not Assent.objects.exists()
    client.force_login(cast.officer)
    client.post(page(cast, "uitstel/"), {"deadline": (timezone.localdate() + timedelta(days=2)).isoformat()})
    answer(client, cast, cast.tenant, cast.tenants)
    assert Assent.objects.count() == 1


def test_who_signs_for_two_parties_answers_for_each(client, cast, signer):
    MembershipFactory(user=signer, party=cast.tenants, may_sign=True)
    propose(client, cast)
    for party in (cast.association, cast.tenants):
        assert answer(client, cast, signer, party).status_code == 200
    assert Assent.objects.filter(by=signer).count() == 2


def test_who_takes_it_back_can_say_why(client, cast, signer):
    propose(client, cast)
    assert "Why you take it back" in words_of(client.get(page(cast)))
    assert client.post(page(cast, "intrekken/"), {"reason": "x" * 2001}).status_code == 422
    client.post(page(cast, "intrekken/"), {"reason": "Er staat een fout in."})
    assert "Er staat een fout in." in mail.outbox[-1].body


def test_the_check_list_leads_to_what_nobody_leads_yet_and_to_what_is_not_printed(client, cast):
    client.force_login(cast.officer)
    cast.lead.delete()
    cast.action.contributions = "De Sleutel | 100"
    cast.action.save()
    address = f"{cast.agenda.get_absolute_url()}vaststellen/"
    page = client.get(address).content.decode()
    assert f'href="{cast.agenda.get_absolute_url()}?partij=niemand"' in page
    shown = client.get(f"{cast.agenda.get_absolute_url()}?partij=niemand").context["shown"]
    assert [action.id for action in shown.actions] == [cast.action.pk]
    mended = client.post(f"{cast.agenda.get_absolute_url()}bijdragen/", {"at": "adoption"})
    assert mended.url == address
    assert "bijdragen-niet-gedrukt" in page
    assert "bijdragen-niet-gedrukt" not in client.get(address).content.decode()
