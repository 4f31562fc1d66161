"""People: the e-mail address is the login, in lower case, once."""

import pytest
from django.contrib.auth import authenticate

from parties.models import Party, User
from tests.factories import MembershipFactory, PartyMemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def as_found(user: User) -> User:
    """The person as the next request finds him or her: is_staff is kept per object."""
    return User.objects.get(pk=user.pk)


def test_a_new_person_has_an_address_in_lower_case_and_signs_in_with_it():
    user = User.objects.create_user("Nora@Waterhoek.example", "een lang wachtwoord", name="Nora Nieuw")
    assert user.email == "nora@waterhoek.example"
    assert authenticate(username="nora@waterhoek.example", password="een lang wachtwoord") == user


def test_signing_in_does_not_mind_capitals():
    user = User.objects.create_user("nora@waterhoek.example", "een lang wachtwoord")
    assert authenticate(username="NORA@waterhoek.example", password="een lang wachtwoord") == user
    assert User.objects.get_by_natural_key("Nora@Waterhoek.Example") == user


def test_without_a_password_nobody_signs_in():
    user = User.objects.create_user("nora@waterhoek.example")
    assert not user.has_usable_password()
    assert authenticate(username="nora@waterhoek.example", password="") is None


def test_someone_who_has_left_does_not_sign_in():
    User.objects.create_user("nora@waterhoek.example", "een lang wachtwoord", is_active=False)
    assert authenticate(username="nora@waterhoek.example", password="een lang wachtwoord") is None


def test_a_superuser_enters_the_admin():
    user = User.objects.create_superuser("beheer@waterhoek.example", name="Ben Heer")
    assert (user.is_superuser, user.is_staff) == (True, True)


def test_superusers_and_coordinators_enter_the_admin_and_nobody_else(cast):
    people = (cast.admin, cast.officer, cast.outsider, cast.association_officer, cast.tenant, cast.executive)
    assert [as_found(person).is_staff for person in people] == [True, True, True, False, False, False]


def test_someone_who_coordinates_one_of_several_parties_enters_the_admin(cast):
    MembershipFactory(user=cast.tenant, party=cast.association, role="coordinator")
    assert as_found(cast.tenant).is_staff


def test_a_form_writes_the_address_in_lower_case():
    user = UserFactory.build(email="Nora@Waterhoek.example", password="x")
    user.full_clean()
    assert user.email == "nora@waterhoek.example"


def test_an_address_stands_once_whatever_its_capitals(cast, refused):
    twice = UserFactory.build(email="Olga@Waterhoek.example", password="x")
    assert refused(twice) == {"email": ["There is already a person with this e-mail address."]}


def test_a_person_has_a_name(refused):
    assert refused(UserFactory.build(name="", password="x")) == {"name": ["This field cannot be blank."]}


def test_a_person_is_shown_by_name_and_greeted_by_first_name(cast):
    assert (str(cast.officer), cast.officer.get_short_name()) == ("Olga Officier", "Olga")
    assert str(UserFactory.build(name="", email="nora@waterhoek.example")) == "nora@waterhoek.example"


def test_the_history_keeps_who_someone_was_and_never_the_password():
    user = User.objects.create_user("nora@waterhoek.example", "een lang wachtwoord", name="Nora Nieuw")
    user.name = "Nora Nieuwveen"
    user.save()
    assert [row.name for row in user.history.all()] == ["Nora Nieuwveen", "Nora Nieuw"]
    columns = {field.name for field in User.history.model._meta.get_fields()}
    assert columns & {"password", "last_login"} == set()


def test_saving_a_name_leaves_what_others_changed_meanwhile():
    user = User.objects.create_user("nora@waterhoek.example", "een lang wachtwoord", name="Nora Nieuw")
    open_page, elsewhere = as_found(user), as_found(user)
    elsewhere.is_active = False
    elsewhere.set_password("een ander lang wachtwoord")
    elsewhere.save(update_fields=["is_active", "password"])
    open_page.name = "Nora Ouder"
    open_page.save()
    stored = as_found(user)
    assert (stored.name, stored.is_active, stored.check_password("een ander lang wachtwoord")) == ("Nora Ouder", False, True)
    assert user.history.first().is_active is False


def test_one_reports_for_the_own_parties_and_their_umbrellas_as_editor_or_coordinator(cast):
    """One rule, written twice: as a query, and from the roles that every page has read already."""
    group = PartyMemberFactory(member=cast.association).umbrella
    PartyMemberFactory(member=cast.association)
    MembershipFactory(user=cast.outsider, party=group, role="reader")
    MembershipFactory(user=cast.outsider, party=cast.association, role="editor")
    for person in map(as_found, (cast.officer, cast.association_officer, cast.tenant, cast.executive, cast.outsider, cast.admin)):
        assert person.reports_for == set(Party.objects.reported_by(person).values_list("pk", flat=True))
    assert len(as_found(cast.outsider).reports_for) == 4
    assert as_found(cast.tenant).reports_for == set()
