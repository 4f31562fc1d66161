"""Two people in one form: the second learns what the first changed, keeps what she typed, and saves again if she means it."""

import pytest

from agreements.models import Lead
from tests.factories import LeadFactory

from .posting import address, filled_in, history_counts, sentences


@pytest.fixture
def opened(cast, officer, admin):
    """The officer has the form of the action open; `opened(**changes)` is what she posts from it."""
    data = filled_in(officer, address(cast.action))

    def post(**changes):
        return officer.post(address(cast.action), data | {name.replace("___", "-"): value for name, value in changes.items()})

    return post


def by_admin(cast, admin, **changes):
    """Another person saves meanwhile."""
    data = filled_in(admin, address(cast.action)) | {name.replace("___", "-"): value for name, value in changes.items()}
    assert admin.post(address(cast.action), data).status_code == 302


def test_the_second_does_not_undo_the_first(cast, admin, opened, officer):
    hers = cast.action.text
    by_admin(cast, admin, text="De woningen zijn klaar.")
    before = history_counts()
    response = opened(budget="5000")
    told = sentences(response)["__all__"]
    assert told[0].startswith(f"Changed meanwhile by {cast.admin} on ")
    assert told[1] == "Text is now: De woningen zijn klaar."
    assert history_counts() == before
    form = response.context["adminform"].form
    assert form["budget"].value() == "5000"
    renewed = {"history_seen": form["history_seen"].value()}
    assert f'value="{renewed["history_seen"]}"' in response.content.decode()
    assert opened(budget="5000", **renewed).status_code == 302
    cast.action.refresh_from_db()
    assert (cast.action.budget, cast.action.text) == (5000, hers)


def test_a_row_below_that_another_changed(cast, admin, opened):
    by_admin(cast, admin, leads___0___task="sloop")
    told = sentences(opened(budget="5000"))["__all__"]
    assert told[1] == "Lead «De Sleutel (sloop)», Task is now: sloop"
    cast.lead.refresh_from_db()
    assert cast.lead.task == "sloop"


def test_a_row_below_that_another_deleted(cast, admin, opened):
    by_admin(cast, admin, leads___0___DELETE="on")
    response = opened(budget="5000")
    assert sentences(response)["__all__"][1] == "Lead «De Sleutel (realisatie bouw)» has been deleted."
    form = response.context["adminform"].form
    again = {"history_seen": form["history_seen"].value()}
    assert opened(budget="5000", **again).status_code == 302
    assert not Lead.objects.exists()


def test_what_was_typed_in_a_deleted_row_becomes_a_new_row(cast, admin, opened):
    by_admin(cast, admin, leads___0___DELETE="on")
    response = opened(leads___0___task="alles")
    formset = response.context["inline_admin_formsets"][0].formset
    assert [(form["task"].value(), form["id"].value()) for form in formset.forms] == [("alles", "")]
    seen = response.context["adminform"].form["history_seen"].value()
    assert opened(leads___0___task="alles", history_seen=seen).status_code == 302
    assert Lead.objects.get().task == "alles"


def test_another_order_and_nothing_new_are_no_reason_to_stop(cast, opened):
    cast.action.position = 7
    cast.action.save()
    assert opened(budget="5000").status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.position == 7


def test_a_row_that_another_added_is_told(cast, opened):
    LeadFactory(action=cast.action, party=cast.tenants)
    assert "Huurdersraad Waterhoek" in sentences(opened(budget="5000"))["__all__"][1]
