"""Comments in the admin: for superusers; a coordinator of another party does not even learn that there is one."""

import pytest

from agreements.models import Action, Comment, Lead
from parties.models import Invitation
from tests.agreements.admin.posting import address, save, sentences, take_away
from tests.factories import CommentFactory, InvitationFactory, MembershipFactory, MentionFactory

SECRET = "kwartelkoning"


@pytest.fixture
def private(cast):
    """Of the tenants alone, with someone of theirs who is named in it."""
    row = CommentFactory(action=cast.action, party=cast.tenants, by=cast.tenant, text=SECRET, is_own=True)
    MentionFactory(comment=row, person=MembershipFactory(party=cast.tenants, user__name="Nel Genoemd").user)
    return row


def test_a_superuser_looks_and_does_not_write(cast, admin, private):
    page = admin.get(address(private))
    assert SECRET in page.content.decode()
    assert 'name="text"' not in page.content.decode()
    assert admin.post(address(private), {"text": "Anders"}).status_code == 403
    assert admin.get(address(Comment, "add")).status_code == 403
    assert admin.get(address(Comment, "changelist")).status_code == 200


def test_a_coordinator_has_no_comments_there(cast, officer, private):
    for page in ("change", "history", "delete"):
        assert officer.get(address(private, page)).status_code == 404, page
        assert SECRET not in officer.get(address(private, page), follow=True).content.decode()
    assert officer.get(address(Comment, "changelist")).status_code == 403
    assert SECRET not in officer.get(address(cast.action, "history")).content.decode()


@pytest.mark.parametrize("row", ["goal", "theme", "agenda", "agreement"])
def test_deleting_something_does_not_tell_that_another_party_said_something(cast, officer, private, row):
    if row in {"goal", "theme"}:
        cast.action.delete()
        cast.agenda.delete()
    CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, text=SECRET, is_own=True)
    answer = officer.get(address(getattr(cast, row), "delete"))
    assert answer.status_code == 200
    page = answer.content.decode()
    Comment.objects.all().delete()
    without = officer.get(address(getattr(cast, row), "delete")).content.decode()
    told, expected = [[line for line in html.splitlines() if "csrfmiddlewaretoken" not in line] for html in (page, without)]
    assert told == expected


def test_an_action_with_a_comment_is_deleted_and_put_back_with_it(cast, officer, private):
    take_away(cast.action, by=cast.officer)
    assert (Action.objects.filter(pk=cast.action.pk).exists(), Comment.objects.exists()) == (False, False)
    page = officer.post(address(cast.action, "put_back"), follow=True)
    assert (Comment.objects.get().text, Comment.objects.get().mentions.count()) == (SECRET, 1)
    assert SECRET not in page.content.decode()


def test_a_superuser_takes_away_what_should_not_stand_there_also_when_it_was_answered(cast, admin):
    asked = CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant)
    CommentFactory(answers_to=asked, party=cast.municipality, by=cast.officer)
    assert admin.post(address(asked, "delete"), {"post": "yes"}).status_code == 302
    assert not Comment.objects.exists()


# -- Contacts


@pytest.fixture
def editor(cast):
    return MembershipFactory(party=cast.municipality, role="editor", user__name="Eva Editor").user


def offered(client, row) -> list[list[str]]:
    """The names offered for the contact of each lead in the form, the empty one left out."""
    formset = client.get(address(row)).context["inline_admin_formsets"][0].formset
    return [[label for key, label in form.fields["contact"].choices if key] for form in formset.forms]


def test_a_contact_is_chosen_from_the_people_of_the_party_that_leads(cast, admin, officer, editor):
    Lead.objects.create(action=cast.action, party=cast.municipality, position=2)
    assert offered(admin, cast.action) == [["Abel Bouwer"], ["Eva Editor", "Olga Officier"]]
    assert offered(officer, cast.action) == [[], ["Eva Editor", "Olga Officier"]], "others' people are not hers to know"


def test_a_new_contact_gets_mail_and_the_printed_words_are_not_asked_about(cast, admin, mailoutbox):
    cast.action.lead_text = "Gezamenlijk"
    cast.action.save()
    page = save(admin, cast.action, leads___0___contact=cast.association_officer.pk)
    assert page.status_code == 302
    assert Lead.objects.get().contact == cast.association_officer
    assert [mail.subject for mail in mailoutbox] == ["U bent contactpersoon voor een afspraak van De Sleutel"]
    assert "printed words" not in admin.get(address(cast.action)).content.decode()


def test_a_stranger_is_refused_at_the_field(cast, officer):
    page = save(officer, cast.action, leads___0___contact=cast.tenant.pk)
    assert list(sentences(page)) == ["leads-0-contact"]


# -- Invitations


def test_a_superuser_withdraws_an_invitation_and_changes_nothing_else(cast, admin):
    row = InvitationFactory(party=cast.tenants, email="nora@test.example", role="reader")
    save(admin, row, withdraw="on", email="kaper@test.example", role="coordinator", change_reason="Verkeerd adres")
    row = Invitation.objects.get()
    assert (row.standing, row.email, row.role) == ("withdrawn", "nora@test.example", "reader")
    assert row.history.first().history_change_reason == "Verkeerd adres"
    assert admin.post(address(row), {"withdraw": ""}).status_code == 403


def test_nobody_else_has_invitations_there(cast, officer):
    row = InvitationFactory(party=cast.municipality)
    assert officer.get(address(Invitation, "changelist")).status_code == 403
    assert officer.post(address(row), {"withdraw": "on"}).status_code == 404
    assert Invitation.objects.get().is_open
