"""What may be the name of a person or party: through every door the same."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from parties.models import Invitation, PartyAlias, User
from parties.names import validate_name
from parties.people.workflow import accept_invitation
from tests.agreements.admin.posting import save, sentences
from tests.factories import InvitationFactory
from tests.pages import words_of

LETTERS = "A name has letters in it."
TURNED = "This name contains invisible signs that turn the reading direction. Type it again, without copying it."
LINK = "«nep.example» reads as a link to another site. Leave it out, or put a space after the full stop."
WRONG = [("-", LETTERS), ("12345", LETTERS), ("\u202egnik nav", TURNED), ("Log in: nep.example", LINK)]


@pytest.mark.parametrize("name", ["Olga Officier", "Łukasz Związek", "李", "Gemeente 's-Hertogenbosch", "J.de Vries", "Wij 2.0"])
def test_a_name(name):
    validate_name(name)


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_sign_that_turns_the_direction_stands_in_no_name(sign):
    with translation.override("en"), pytest.raises(ValidationError, match="reading direction"):
        validate_name(f"Olga {sign}Officier")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "sentence"), WRONG)
def test_ones_own_name(in_english, cast, name, sentence):
    in_english.force_login(cast.tenant)
    assert sentence in words_of(in_english.post(reverse("account_name"), {"name": name}))
    cast.tenant.refresh_from_db()
    assert cast.tenant.name == "Tess Huurder"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "sentence"), WRONG)
def test_the_name_of_whom_one_invites(in_english, cast, mailoutbox, name, sentence):
    in_english.force_login(cast.officer)
    fields = {"email": "nora@waterhoek.example", "name": name, "role": "reader"}
    assert sentence in words_of(in_english.post(reverse("invite", args=[cast.municipality.pk]), fields))
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "sentence"), WRONG)
def test_the_name_that_someone_new_gives(in_english, name, sentence):
    invitation = InvitationFactory(token="geheim")
    password = "een lang wachtwoord"
    fields = {"name": name, "password": password, "again": password}
    assert sentence in words_of(in_english.post(reverse("invitation", args=["geheim"]), fields))
    with pytest.raises(ValidationError):
        accept_invitation(token="geheim", name=name, password=password)
    assert not User.objects.filter(email=invitation.email).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "sentence"), WRONG)
def test_the_names_of_a_party(in_english, cast, name, sentence):
    in_english.force_login(cast.officer)
    page = save(in_english, cast.municipality, name=name, short_name=name, aliases___0___alias=name, aliases___TOTAL_FORMS="1")
    assert {"name": [sentence], "short_name": [sentence], "aliases-0-alias": [sentence]} == sentences(page)
    with pytest.raises(ValidationError):
        PartyAlias(party=cast.municipality, alias=name).save()
