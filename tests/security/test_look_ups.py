"""The address of a list in the admin filters by what stands beside the list, and never breaks on what somebody types there."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from parties.admin.base import HistoryAdmin
from tests.access.site import make_site
from tests.factories import CommentFactory, InvitationFactory

pytestmark = pytest.mark.django_db

ODD = ["9" * 5000, "9" * 18, "\x00"]
LISTS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WAYS = ["exact", "regex", "iregex", "icontains", "gt", "in", "range", "isnull", "year"]


@pytest.fixture
def browser(cast):
    """The superuser's, whom nothing else stops."""
    InvitationFactory(party=cast.municipality)
    CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer, is_own=True)
    client = Client(raise_request_exception=False)
    client.force_login(cast.admin)
    return client


def page_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def offered_by(model) -> dict[str, str]:
    """What the links of the filters beside the list have in their addresses, with a value that one of them has."""
    offered = {}
    for item in admin.site._registry[model].list_filter:
        if not isinstance(item, str):
            offered[item.parameter_name] = "1"
        elif (field := model._meta.get_field(item)).is_relation:
            offered[f"{item}__id__exact"] = "1"
        else:
            offered[f"{item}__exact"] = str(field.flatchoices[0][0]) if field.choices else "1"
    return offered


def not_offered_by(model) -> set[str]:
    fields = [field.name for field in model._meta.get_fields()]
    beyond = {f"{field}__{name}" for field in fields for name in ("id", "name", "text", "password", "party__name")}
    names = {"pk", "id", *fields, *beyond}
    return names | {f"{name}__{way}" for name in names for way in WAYS} - set(offered_by(model))


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_an_address_filters_by_what_the_filters_offer_and_nothing_else(browser, rf, model):
    page, shown = admin.site._registry[model], rf.get("/")
    assert {name for name in not_offered_by(model) if page.lookup_allowed(name, "1", shown)} == set()
    assert {browser.get(page_of(model), {name: value}).status_code for name, value in offered_by(model).items()} <= {200}


@pytest.mark.parametrize("page", ["changelist", "export"])
def test_what_they_do_not_offer_is_refused_before_the_database_works_on_it(cast, page):
    client = Client()
    client.force_login(cast.officer)
    address = reverse(f"admin:agreements_action_{page}")
    for name, value in {"text__regex": "(((a+)+)+)+$", "agenda__agreement__title": "x", "kind__exact": "anders"}.items():
        assert client.get(address, {name: value}).status_code == 400, name


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_list_breaks_on_what_stands_in_its_address(browser, model):
    broke = {
        (names, odd[:9])
        for names in (*((name,) for name in offered_by(model)), ("q", "o", "p"))
        for odd in ODD
        if browser.get(page_of(model), dict.fromkeys(names, odd)).status_code >= 500
    }
    assert broke == set()


def test_every_list_is_one_of_these():
    assert all(isinstance(page, HistoryAdmin) for page in admin.site._registry.values())


# -- Rows that one may not see


def test_a_row_out_of_sight_answers_as_a_row_that_is_not_there(db):
    site = make_site()
    told_apart = set()
    for model in LISTS:
        blind = ["outsider", "coordinator"] if admin.site._registry[model].superusers_only else ["outsider"]
        for page in ("change", "delete", "history", "simple_history", "put_back", "order"):
            try:
                address = site.admin(model, page)
            except NoReverseMatch:  # only some rows have an order
                continue
            ask = "post" if page == "put_back" else "get"
            nowhere = address.replace(f"/{site.rows[model].pk}/", "/99999999/", 1)
            answers = {getattr(site.clients[role], ask)(url).status_code for role in blind for url in (address, nowhere)}
            if answers != {404}:
                told_apart.add((model.__name__, page, *answers))
    assert told_apart == set()
