"""Every write leaves who, when and why, and what was written together carries one id."""

import pytest
from django.db.models.signals import post_init
from django.http import HttpResponse

from parties.history.records import ChangeSetMiddleware, change_set
from parties.models import Party, User
from tests.factories import PartyFactory, UserFactory

pytestmark = pytest.mark.django_db


def rename(party, name: str) -> None:
    party.name = name
    party.save()


def last(row):
    return row.history.first()


# -- A change set


def test_rows_of_different_models_written_in_one_block_share_its_id(cast):
    with change_set() as changes:
        rename(cast.municipality, "Gemeente Waterhoek en Dal")
        person = UserFactory()
    assert [last(cast.municipality).change_set, last(person).change_set] == [changes.id, changes.id]


def test_two_blocks_have_two_ids():
    with change_set() as first:
        pass
    with change_set() as second:
        pass
    assert first.id != second.id


def test_reason_and_user_of_the_block_stand_in_the_history(cast):
    with change_set(reason="Herindeling per 1 januari", user=cast.officer):
        rename(cast.municipality, "Gemeente Waterhoek en Dal")
    assert last(cast.municipality).history_change_reason == "Herindeling per 1 januari"
    assert last(cast.municipality).history_user == cast.officer


def test_a_row_keeps_its_own_reason_and_user(cast):
    cast.municipality._change_reason = "Tikfout"
    cast.municipality._history_user = cast.admin
    with change_set(reason="Herindeling per 1 januari", user=cast.officer):
        rename(cast.municipality, "Gemeente Waterhoek en Dal")
    row = last(cast.municipality)
    assert (row.history_change_reason, row.history_user) == ("Tikfout", cast.admin)


def test_a_deleted_row_is_in_it_too(cast):
    member = cast.tenant.memberships.get()
    with change_set(reason="Vertrokken") as changes:
        pk = member.pk
        member.delete()
    row = type(member).history.filter(id=pk).first()
    assert (row.history_type, row.change_set, row.history_change_reason) == ("-", changes.id, "Vertrokken")


def test_outside_a_block_nothing_is_filled(cast):
    rename(cast.municipality, "Gemeente Waterhoek en Dal")
    row = last(cast.municipality)
    assert (row.change_set, row.history_change_reason, row.history_user) == (None, None, None)


def test_a_block_inside_another_has_its_own_id_and_gives_back_the_outer_one(cast):
    with change_set(reason="buiten") as outer:
        with change_set(reason="binnen") as inner:
            rename(cast.municipality, "Gemeente A")
        rename(cast.municipality, "Gemeente B")
    rows = cast.municipality.history.all()[:2]
    assert [(row.change_set, row.history_change_reason) for row in rows] == [(outer.id, "buiten"), (inner.id, "binnen")]


def test_a_block_that_fails_is_closed_all_the_same(cast):
    with pytest.raises(RuntimeError), change_set():
        raise RuntimeError
    rename(cast.municipality, "Gemeente Waterhoek en Dal")
    assert last(cast.municipality).change_set is None


def test_a_long_reason_is_kept_whole(cast):
    reason = "Het college heeft besloten. " * 40
    with change_set(reason=reason):
        rename(cast.municipality, "Gemeente Waterhoek en Dal")
    assert last(cast.municipality).history_change_reason == reason


# -- A request


def answer(request):
    """A view that writes twice."""
    PartyFactory(name="Een")
    PartyFactory(name="Twee")
    return HttpResponse()


def change_sets() -> list:
    return list(Party.history.filter(name__in=["Een", "Twee"]).values_list("change_set", flat=True))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_all_that_a_request_writes_shares_one_id(rf, method):
    ChangeSetMiddleware(answer)(getattr(rf, method)("/"))
    first, second = change_sets()
    assert first == second is not None


def test_each_request_has_an_id_of_its_own(rf):
    seen = []
    for _ in range(2):
        ChangeSetMiddleware(answer)(rf.post("/"))
        seen.append(change_sets()[0])
        Party.objects.all().delete()
    assert len(set(seen)) == 2


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_request_that_only_reads_opens_no_change_set(rf, method):
    ChangeSetMiddleware(answer)(getattr(rf, method)("/"))
    assert change_sets() == [None, None]


def test_the_site_opens_one_for_each_request_that_writes(client):
    user = User.objects.create_user("nora@waterhoek.example", "een lang wachtwoord")
    client.post("/account/login/", {"login": user.email, "password": "een lang wachtwoord"})
    signed_in, created = user.history.all()
    assert created.change_set is None
    assert signed_in.change_set is not None


def test_a_row_comes_from_the_database_as_django_makes_it(cast, monkeypatch):
    def read():
        whole = Party.objects.select_related("successor").get(pk=cast.municipality.pk)
        part = Party.objects.only("name").get(pk=cast.municipality.pk)
        return [(row.__dict__ | {"_state": vars(row._state)}, row.get_deferred_fields()) for row in (whole, part)]

    ours = read()
    monkeypatch.setattr("parties.history.records._is_made_otherwise", lambda _kind: True)
    assert ours == read()


def test_who_wants_to_know_of_each_row_that_is_made_is_told(cast):
    told = []

    def tell(sender, instance, **_kwargs):
        told.append(instance.name)

    post_init.connect(tell, sender=Party)
    try:
        Party.objects.get(pk=cast.municipality.pk)
    finally:
        post_init.disconnect(tell, sender=Party)
    assert told == [cast.municipality.name]
