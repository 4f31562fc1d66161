"""The parties of the country and three people of each: who coordinates and signs, who edits, who reads."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from monitoring.scale.country import Country, name_of_place
from monitoring.scale.rows import insert
from parties.models import Membership, Party, User

DOMAIN = "schaal.example"
ROLES = ("coordinator", "editor", "reader")


@dataclass(frozen=True)
class PartyWithPeople:
    party: Party
    coordinator: User
    editor: User


@dataclass(frozen=True)
class Everyone:
    municipalities: list[PartyWithPeople]
    associations: list[PartyWithPeople]
    tenants: list[PartyWithPeople]


def make_everyone(country: Country, *, at: datetime) -> Everyone:
    kinds = (
        (Party.Kind.MUNICIPALITY, country.municipalities, "gemeente", lambda n: f"Gemeente {name_of_place(n)}"),
        (Party.Kind.HOUSING_ASSOCIATION, country.associations, "corporatie", lambda n: f"Woonstichting {name_of_place(n)}"),
        (Party.Kind.TENANTS_ORGANISATION, country.associations, "huurders", lambda n: f"Huurdersraad {name_of_place(n)}"),
    )
    return Everyone(*(_make(kind, number, mail, name, at=at) for kind, number, mail, name in kinds))


def _make(kind: str, number: int, mail: str, name, *, at: datetime) -> list[PartyWithPeople]:
    parties = insert((_party(kind, n, name(n)) for n in range(number)), at=at)
    people = insert((_person(mail, n, role, at) for n in range(number) for role in ROLES), at=at)
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in people)
    insert(
        (
            Membership(user=people[n * len(ROLES) + at_role], party=party, role=role, may_sign=role == "coordinator")
            for n, party in enumerate(parties)
            for at_role, role in enumerate(ROLES)
        ),
        at=at,
    )
    return [PartyWithPeople(party, people[n * len(ROLES)], people[n * len(ROLES) + 1]) for n, party in enumerate(parties)]


def _party(kind: str, number: int, name: str) -> Party:
    code = {Party.Kind.MUNICIPALITY: f"GM9{number:03}", Party.Kind.HOUSING_ASSOCIATION: f"L9{number:03}"}.get(kind, "")
    return Party(name=name, short_name=name.partition(" ")[2] if code.startswith("GM") else name, kind=kind, code=code)


def _person(mail: str, number: int, role: str, at: datetime) -> User:
    return User(
        email=f"{role}.{mail}{number}@{DOMAIN}",
        name=f"{role.capitalize()} {mail} {number}",
        is_fictitious=True,
        date_joined=at,
        password=f"{UNUSABLE_PASSWORD_PREFIX}generated",
    )
