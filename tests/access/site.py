"""The roles of the access matrix, signed in, and everything that its addresses are about."""

from dataclasses import dataclass
from functools import cached_property

from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse

from parties.models import Membership, Party, User
from tests import factories
from tests.factories import Cast, MembershipFactory, UserFactory, make_cast

ROLES = ("anonymous", "outsider", "reader", "editor", "coordinator", "signatory", "other_editor", "superuser")


@dataclass
class Site:
    """The cast, a client for each role, and one row of each model in the agreement of Waterhoek."""

    cast: Cast
    clients: dict[str, Client]
    rows: dict[type[models.Model], models.Model]

    def admin(self, model: type[models.Model], page: str) -> str:
        """The address of a page of the admin: about a model, or about its row."""
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        if page in {"changelist", "add", "import", "process_import", "export"}:
            return reverse(name)
        row = self.rows[model]
        if page == "simple_history":
            return reverse(name, args=[row.pk, row.history.first().pk])
        return reverse(name, args=[row.pk])

    @cached_property
    def agenda(self) -> str:
        return self.cast.agenda.get_absolute_url()


def make_site() -> Site:
    cast = make_cast()
    return Site(cast, {role: _signed_in(user) for role, user in _people(cast).items()}, _rows(cast))


def _people(cast: Cast) -> dict[str, User | None]:
    def person(party: Party, role: str, *, may_sign: bool = False) -> User:
        user = UserFactory()
        MembershipFactory(user=user, party=party, role=role, may_sign=may_sign)
        return user

    return {
        "anonymous": None,
        "outsider": cast.outsider,
        "reader": person(cast.association, Membership.Role.READER),
        "editor": cast.association_officer,
        "coordinator": person(cast.association, Membership.Role.COORDINATOR),
        "signatory": person(cast.association, Membership.Role.READER, may_sign=True),
        "other_editor": person(cast.municipality, Membership.Role.EDITOR),
        "superuser": cast.admin,
    }


def _signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def _rows(cast: Cast) -> dict[type[models.Model], models.Model]:
    agreement = cast.agreement
    made = [
        cast.agreement,
        cast.agenda,
        cast.theme,
        cast.goal,
        cast.action,
        cast.lead,
        cast.municipality,
        cast.tenant,
        agreement.participations.first(),
        factories.ProjectFactory(agreement=agreement),
        factories.IndicatorFactory(goal=cast.goal),
        factories.MeetingRuleFactory(agreement=agreement),
        factories.AppendixFactory(agreement=agreement, file=ContentFile(b"inhoud", name="begrippen.txt")),
    ]
    return {type(row): row for row in made}
