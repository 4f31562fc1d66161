"""The page of one's own account."""

import pytest

from parties.models import User
from tests.pages import words_of

pytestmark = pytest.mark.django_db


def test_one_reads_what_the_account_is_and_may(client, tenant):
    client.force_login(tenant)
    page = words_of(client.get("/account/"))
    assert "tess@huurdersraad.example" in page
    assert "Huurdersraad Waterhoek: reader, may sign" in page
    assert "Second factor none" in page


def test_the_bar_of_every_page_leads_there(client, tenant):
    client.force_login(tenant)
    assert 'href="/account/"' in client.get("/").content.decode()


def test_one_changes_ones_own_name_and_nothing_else(client, tenant):
    client.force_login(tenant)
    assert (
        client.post("/account/name/", {"name": "Tess de Huurder", "is_superuser": "on", "email": "x@y.example"})["Location"]
        == "/account/"
    )
    tenant.refresh_from_db()
    assert (tenant.name, tenant.email, tenant.is_superuser) == ("Tess de Huurder", "tess@huurdersraad.example", False)
    assert User.history.filter(id=tenant.pk).latest().history_user == tenant


def test_an_empty_name_is_refused_at_the_top_and_at_the_field(client, tenant):
    client.force_login(tenant)
    response = client.post("/account/name/", {"name": ""})
    assert response.status_code == 200
    assert words_of(response).count("Fill this in.") == 2
    assert 'aria-describedby="id_name_error' in response.content.decode()
