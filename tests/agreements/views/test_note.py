"""Notes that a party keeps for itself: for all its own people, and for nobody else in any way."""

import pytest
from django.urls import reverse

from agreements.models import Note
from parties.models import Party
from tests.factories import MembershipFactory, NoteFactory, ParticipationFactory, PartyFactory, PartyMemberFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

SECRET = "kwartelkoning"


@pytest.fixture
def note(cast):
    """Of the municipality, on the action."""
    return NoteFactory(action=cast.action, party=cast.municipality, author=cast.officer, text=f"Vertrouwelijk: **{SECRET}**.")


def own(cast) -> tuple:
    return cast.officer, cast.executive


def others(cast) -> tuple:
    return cast.association_officer, cast.tenant, cast.outsider, cast.admin


def write_address(about) -> str:
    return reverse(f"note_about_{about._meta.model_name}", args=[about.pk])


def test_all_roles_of_the_own_party_read_it_and_nobody_else(visit, cast, note):
    for person in own(cast):
        page = visit(person, cast.action.get_absolute_url())
        assert f"<strong>{SECRET}</strong>" in page.content.decode()
        assert "Notes for your party only" in words_of(page)
    for person in others(cast):
        assert SECRET not in visit(person, cast.action.get_absolute_url()).content.decode()


def test_no_member_party_reads_the_note_of_its_umbrella_nor_the_other_way_round(visit, cast):
    umbrella = PartyFactory(name="Koepel", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=umbrella, member=cast.tenants)
    ParticipationFactory(agreement=cast.agreement, party=umbrella)
    head = MembershipFactory(party=umbrella).user
    NoteFactory(action=cast.action, party=umbrella, author=head, text="koepelgeheim")
    NoteFactory(action=cast.action, party=cast.tenants, author=cast.tenant, text="ledengeheim")
    of_member = visit(cast.tenant, cast.action.get_absolute_url()).content.decode()
    of_umbrella = visit(head, cast.action.get_absolute_url()).content.decode()
    assert ("koepelgeheim" in of_member, "ledengeheim" in of_member) == (False, True)
    assert ("koepelgeheim" in of_umbrella, "ledengeheim" in of_umbrella) == (True, False)


def test_a_reader_writes_a_note_about_an_action_and_about_a_goal(visit, client, cast):
    visit(cast.tenant, "/")
    for about in (cast.action, cast.goal):
        page = client.post(write_address(about), {"text": f"Over {about._meta.model_name}."}, follow=True)
        assert page.redirect_chain == [(f"{about.get_absolute_url()}#notities", 302)]
        assert f"Over {about._meta.model_name}." in words_of(page)
    assert {(row.about, row.party, row.author) for row in Note.objects.all()} == {
        (cast.action, cast.tenants, cast.tenant),
        (cast.goal, cast.tenants, cast.tenant),
    }


def test_who_belongs_to_two_parties_says_for_which_and_only_for_those(visit, client, cast):
    MembershipFactory(user=cast.tenant, party=cast.association)
    assert 'name="party"' in visit(cast.tenant, cast.action.get_absolute_url()).content.decode()
    for data in ({"text": "Zonder partij."}, {"text": "Voor anderen.", "party": cast.municipality.pk}):
        page = client.post(write_address(cast.action), data)
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["party"])
        assert data["text"] in page.content.decode(), "what was typed is still there"
    client.post(write_address(cast.action), {"text": "Voor De Sleutel.", "party": cast.association.pk})
    assert Note.objects.get().party == cast.association


def test_who_belongs_to_one_party_does_not_write_for_another(visit, client, cast):
    visit(cast.tenant, "/")
    client.post(write_address(cast.action), {"text": "Hallo", "party": cast.municipality.pk, "author": cast.officer.pk})
    note = Note.objects.get()
    assert (note.party, note.author) == (cast.tenants, cast.tenant)


def test_nothing_is_written_where_one_may_not_look_nor_without_a_party(client, cast):
    for person, about, status in (
        (cast.outsider, cast.action, 404),
        (cast.outsider, cast.goal, 404),
        (cast.admin, cast.action, 403),
        (cast.admin, cast.goal, 403),
    ):
        client.force_login(person)
        assert client.post(write_address(about), {"text": "Hallo"}).status_code == status
    assert not Note.objects.exists()


def test_an_empty_note_is_refused(visit, client, cast):
    visit(cast.tenant, "/")
    page = client.post(write_address(cast.action), {"text": "  "})
    assert "Note: Write something, or leave the note out." in words_of(page)


def test_a_colleague_changes_it_and_the_history_says_who(visit, client, cast, note):
    visit(cast.executive, "/")
    client.post(reverse("note", args=[note.pk]), {"text": "Aangevuld."})
    note.refresh_from_db()
    assert (note.text, note.author, note.history.first().history_user) == ("Aangevuld.", cast.officer, cast.executive)


def test_a_colleague_s_later_words_are_not_overwritten_unseen(visit, client, cast, note):
    seen = visit(cast.executive, reverse("note", args=[note.pk])).context["form"]["history_seen"].value()
    note.text = "Intussen door Olga."
    note.save()
    page = client.post(reverse("note", args=[note.pk]), {"text": "Van Wies.", "history_seen": seen})
    assert "Intussen door Olga." in page.content.decode()
    note.refresh_from_db()
    assert note.text == "Intussen door Olga."
    seen = page.context["form"]["history_seen"].value()
    client.post(reverse("note", args=[note.pk]), {"text": "Van Wies.", "history_seen": seen})
    note.refresh_from_db()
    assert note.text == "Van Wies."


def test_deleting_keeps_it_and_undo_brings_it_back(visit, client, cast, note):
    visit(cast.officer, "/")
    page = client.post(reverse("note_delete", args=[note.pk]), follow=True)
    assert "You can undo this below the notes." in words_of(page)
    assert not Note.objects.exists()
    assert "Deleted on" in words_of(visit(cast.executive, cast.action.get_absolute_url()))
    for person in others(cast):
        assert SECRET not in visit(person, cast.action.get_absolute_url()).content.decode()
        assert client.post(reverse("note_undo", args=[note.pk])).status_code == 404
    visit(cast.executive, "/")
    page = client.post(reverse("note_undo", args=[note.pk]), follow=True)
    assert f"<strong>{SECRET}</strong>" in page.content.decode()
    assert Note.objects.get().pk == note.pk
    assert client.post(reverse("note_undo", args=[note.pk])).status_code == 404, "it is there again already"


@pytest.mark.parametrize("name", ["note", "note_delete"])
def test_for_everyone_else_the_note_does_not_exist(client, cast, note, name):
    for person in others(cast):
        client.force_login(person)
        assert client.post(reverse(name, args=[note.pk]), {"text": "Gekaapt"}).status_code == 404
        if name == "note":
            assert client.get(reverse(name, args=[note.pk])).status_code == 404
    assert Note.objects.get().text == note.text


def test_who_leaves_the_party_reads_it_no_longer(visit, cast, note):
    MembershipFactory(user=cast.executive, party=cast.tenants)
    cast.executive.memberships.get(party=cast.municipality).delete()
    assert SECRET not in visit(cast.executive, cast.action.get_absolute_url()).content.decode()
    assert visit(cast.executive, reverse("note", args=[note.pk])).status_code == 404


def test_a_note_does_no_harm(visit, cast, note):
    note.text = "<script>alert(1)</script> [klik](javascript:alert(1))"
    note.save()
    page = visit(cast.officer, cast.action.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_page_says_nothing_of_it_in_its_last_change(visit, cast, note):
    before = words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    NoteFactory(action=cast.action, party=cast.municipality, author=cast.officer)
    assert words_of(visit(cast.tenant, cast.action.get_absolute_url())) == before


def test_as_many_queries_with_1_note_as_with_3(queries, cast, note):
    before = queries(cast.officer, cast.action.get_absolute_url())
    for _more in range(2):
        NoteFactory(action=cast.action, party=cast.municipality, author=cast.officer)
    assert queries(cast.officer, cast.action.get_absolute_url()) == before
