import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from monitoring.models import Round
from parties.models import Membership, Party
from parties.prepared import MANY, Prepared, Word, Year, attach
from tests.factories import AgreementFactory, MembershipFactory, PartyFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """How often Django was asked to build each of the queries."""
    return []


@pytest.fixture
def of_person(asked):
    def build(user: int):
        asked.append(user)
        return Membership.objects.filter(user=user).values("party")

    return Prepared(build)


def test_it_is_built_once_and_answered_anew(of_person, asked):
    first, second = UserFactory(), UserFactory()
    row = MembershipFactory(user=first)
    assert [of_person.rows(person.pk) for person in (first, second)] == [[(row.party_id,)], []]
    other = MembershipFactory(user=second)
    assert [of_person.rows(person.pk) for person in (first, second)] == [[(row.party_id,)], [(other.party_id,)]]
    assert len(asked) == 1
    assert not {first.pk, second.pk} & set(asked), "it never meets a value"


def test_it_is_part_of_another_query(of_person):
    row = MembershipFactory()
    PartyFactory()
    with CaptureQueriesContext(connection) as queries:
        assert list(Party.objects.filter(pk__in=of_person.keys(row.user_id))) == [row.party]
        assert not Party.objects.filter(pk__in=of_person.keys(row.user_id)).exclude(pk__in=of_person.keys(row.user_id))
    assert len(queries) == 2


def test_one_may_stand_in_another(of_person):
    inner = Prepared(lambda user, party: Party.objects.filter(Q(pk__in=of_person.keys(user)) | Q(pk=party)).values("pk"))
    row, other = MembershipFactory(), PartyFactory()
    assert sorted(inner.rows(row.user_id, other.pk)) == sorted([(row.party_id,), (other.pk,)])
    assert inner.rows(UserFactory().pk, other.pk) == [(other.pk,)]


def test_a_day_of_which_only_a_part_is_asked_is_refused():
    """It would be asked as the part of what stands for the day while the query is written."""
    query = Prepared(lambda user, day: Membership.objects.filter(user=user, signing_asked_at__year=day.year))
    with pytest.raises(ValueError, match="values stand nowhere in it \\(date\\)"):
        query.models(1, date(2024, 6, 1))


def test_days_moments_and_tuples_of_keys_are_values():
    def build(parties: tuple[int, ...], day: date, moment: datetime):
        of_parties = Membership.objects.filter(party__in=parties, signing_asked_at__lte=moment)
        return of_parties.exclude(party__active_until__lt=day).values_list("party", "signing_asked_at")

    query, by, at = Prepared(build), UserFactory(), datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
    rows = [
        MembershipFactory(signing_asked_by=by, signing_asked_at=at, party__active_until=day) for day in (date(2024, 6, 1), None)
    ]
    parties = tuple(row.party_id for row in rows)
    assert sorted(query.rows(parties, date(2024, 6, 1), at)) == sorted((party, at) for party in parties)
    assert query.rows(parties, date(2024, 6, 2), at) == [(parties[1], at)]
    assert query.rows(parties[:1], date(2024, 6, 1), at) == [(parties[0], at)]
    assert query.rows(parties, date(2024, 6, 1), at.replace(minute=29)) == []


@pytest.mark.parametrize("number", [1, 2, MANY, MANY + 1, 3 * MANY])
def test_of_however_many_keys_it_finds_those_that_are_there(number):
    """Alone, twice in one question, beside a key, and within another query that is written once."""
    rows = [MembershipFactory() for _ in range(2)]
    others = range(2**40, 2**40 + number - 1)
    of_parties = Prepared(lambda parties: Membership.objects.filter(party__in=parties).values("party"))
    twice = Prepared(
        lambda parties, user: (
            Membership.objects.filter(Q(party__in=parties, user=user) | Q(user__memberships__party__in=parties))
            .values("party")
            .annotate(number=Count("pk"))
        )
    )
    within = Prepared(lambda parties: Party.objects.filter(pk__in=of_parties.keys(parties)))
    for row in rows:
        keys = (row.party_id, *others)
        assert of_parties.rows(keys) == [(row.party_id,)]
        assert twice.rows(keys, row.user_id) == [(row.party_id, 1)]
        assert within.models(keys) == list(Party.objects.filter(pk__in=of_parties.keys(keys))) == [row.party]
    assert of_parties.rows(tuple(others) or (2**40,)) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda keys: Party.objects.filter(pk__in=keys[:2]),
        lambda keys: Party.objects.filter(pk__in=[*keys, 0]),
        lambda keys: Party.objects.filter(pk=keys[0]),
    ],
)
@pytest.mark.parametrize("number", [3, MANY + 1])
def test_keys_that_stand_elsewhere_than_behind_in_are_refused(build, number):
    """Also a few of them: of many, the others would be lost."""
    with pytest.raises(ValueError, match="keys stand elsewhere than behind __in"):
        Prepared(build).models(tuple(range(1, number + 1)))


def test_what_it_looks_at_goes_by_name():
    @Prepared
    def query(user: int, *, role: str):
        return Membership.objects.filter(user=user, **({"role": role} if role else {})).values("party")

    row = MembershipFactory(role="editor")
    assert [len(query.rows(row.user_id, role=role)) for role in ("", "editor", "reader", "editor")] == [1, 1, 0, 1]


def test_columns_come_as_django_gives_them(of_person):
    newest = Prepared(
        lambda user: Membership.history.filter(user=user).values("user").annotate(at=Max("history_date")).values_list("at")
    )
    row = MembershipFactory()
    assert newest.rows(row.user_id) == [(row.history.get().history_date,)]


def test_models_come_with_what_they_select_along_and_annotate_in_their_order():
    @Prepared.in_order
    def query(party: int):
        rows = Membership.objects.filter(party=party).select_related("party", "user")
        return rows.annotate(twice=F("pk") * 2).order_by("-user__name")

    party = PartyFactory()
    second, first = (MembershipFactory(party=party, user__name=name) for name in ("Anna", "Bea"))
    with CaptureQueriesContext(connection) as queries:
        found = query.models(party.pk)
        assert [(row, row.user.name, row.party, row.twice) for row in found] == [
            (first, "Bea", party, 2 * first.pk),
            (second, "Anna", party, 2 * second.pk),
        ]
    assert len(queries) == 1
    found[0].role = "editor"
    found[0].save()
    first.refresh_from_db()
    assert first.role == "editor", "they are rows like any other"


def test_a_row_to_which_many_point_is_made_once_for_one_answer():
    party = PartyFactory(successor=PartyFactory())
    mine, yours, other = MembershipFactory(party=party), MembershipFactory(party=party), MembershipFactory()
    query = Prepared.in_order(lambda users: _memberships_of(users))
    users = (mine.user_id, yours.user_id, other.user_id)
    first, second, third = query.models(users)
    assert first.party is second.party
    assert (first.party.successor, third.party) == (party.successor, other.party)
    assert (third.party.successor, third.party.successor_id) == (None, None)
    assert [row.party for row in _memberships_of(users)] == [party, party, other.party]
    assert query.models(users)[0].party is not first.party, "another answer has rows of its own"


def _memberships_of(users):
    return Membership.objects.filter(user__in=users).select_related("party__successor").order_by("pk")


def test_of_values_there_are_no_models(of_person):
    with pytest.raises(AssertionError):
        of_person.models(1)


def test_tuples_of_many_lengths_are_written_a_few_times(asked):
    @Prepared
    def query(parties: tuple[int, ...]):
        asked.append(len(parties))
        return Party.objects.filter(pk__in=parties).values("pk")

    keys = tuple(PartyFactory().pk for _ in range(9))
    for length in range(1, 10):
        assert sorted(query.rows(keys[:length])) == [(pk,) for pk in sorted(keys[:length])]
    assert asked == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("value", [None, "1", True])
def test_nobody_is_no_value(of_person, value):
    with pytest.raises(KeyError):
        of_person.keys(value)


def test_a_word_stands_where_it_was_meant(db):
    by_name = Prepared(lambda name: Party.objects.filter(short_name=name).values_list("short_name"))
    PartyFactory(short_name="Een")
    PartyFactory(short_name="Twee")
    assert (by_name.rows(Word("Een")), by_name.rows(Word("Twee")), by_name.rows(Word("x'); --"))) == ([("Een",)], [("Twee",)], [])


def test_a_year_stands_for_a_year_in_a_small_column():
    """What stands for a key is larger than such a column holds, and PostgreSQL then answers nothing without looking."""
    AgreementFactory(start_year=2024, end_year=2027)
    of_years = Prepared(lambda first, last: Agreement.objects.filter(start_year=first, end_year=last).values_list("start_year"))
    assert (of_years.rows(Year(2024), Year(2027)), of_years.rows(Year(2027), Year(2024))) == ([(2024,)], [])


def test_what_is_attached_is_as_prefetched_and_asks_no_more(django_assert_num_queries):
    party, other = PartyFactory(), PartyFactory()
    member = MembershipFactory(party=party)
    rows = [party, other]
    attach(rows, "memberships", [Membership.objects.get(pk=member.pk)], "party")
    with django_assert_num_queries(0):
        assert [list(row.memberships.all()) for row in rows] == [[member], []]
        assert party.memberships.all()[0].party is party


def test_what_is_attached_is_narrowed_and_changed_as_of_that_row_alone():
    party, elsewhere = PartyFactory(), MembershipFactory(role="reader")
    own = MembershipFactory(party=party, role="editor")
    attach([party], "memberships", [own], "party")
    assert not party.memberships.filter(role="reader").exists()
    assert list(party.memberships.exclude(role="reader")) == [own]
    assert list(party.memberships.values_list("role", flat=True)) == ["editor"]
    assert party.memberships.aggregate(number=Count("pk")) == {"number": 1}
    assert list(party.memberships.iterator()) == [own]
    assert party.memberships.order_by("pk").update(role="coordinator") == 1
    elsewhere.refresh_from_db()
    assert elsewhere.role == "reader"


def test_as_part_of_another_query_it_is_an_array_where_the_database_would_expect_many(of_person):
    row = MembershipFactory()
    whose = str(Party.objects.filter(pk__in=of_person.keys(row.user_id)).query)
    assert ("IN (SELECT unnest(ARRAY(SELECT" in whose) == (connection.vendor == "postgresql")
    assert "unnest" not in of_person._written((row.user_id,), {}).sql, "by itself it is not"


def test_what_is_selected_along_comes_as_django_gives_it():
    at = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
    party, user = PartyFactory(), UserFactory(last_login=at)
    rows = [MembershipFactory(party=party, user=user, signing_asked_by=user, signing_asked_at=at)]
    rows.append(MembershipFactory(party=party, user=UserFactory(is_active=False)))
    query = Prepared.in_order(lambda party: Membership.objects.filter(party=party).select_related("user").order_by("pk"))
    first, second = query.models(party.pk)
    assert (first.signing_asked_at, first.user.last_login, first.user.is_active) == (at, at, True)
    assert first.user.is_active is True
    assert second.user.is_active is False
    [(told, make), _other] = query.made_on_demand(("signing_asked_at",), party.pk)
    assert (told, make().user.last_login, make().signing_asked_at) == ((at,), at, at)


def test_json_is_told_as_it_is_stored_so_that_it_can_be_a_key():
    round = RoundFactory(asked={"1": [2, 3]})
    rounds = Prepared(lambda agenda: Round.objects.filter(agenda=agenda))
    [((told, name), make)] = rounds.made_on_demand(("asked", "name"), round.agenda_id)
    assert (json.loads(told), name, make().asked) == ({"1": [2, 3]}, round.name, {"1": [2, 3]})
    assert hash(told)


def test_of_many_rows_only_those_asked_for_become_models(django_assert_num_queries):
    @Prepared.in_order
    def members_of(party: int) -> QuerySet:
        rows = Membership.objects.filter(party=party).select_related("user")
        return rows.annotate(twice=F("pk") * 2).order_by("-user__name")

    party = PartyFactory()
    members = [MembershipFactory(party=party, user__name=name) for name in ("Anna", "Bea")]
    with django_assert_num_queries(1):
        found = list(members_of.made_on_demand(("id", "party_id", "twice", "signing_asked_at"), party.pk))
        assert [values for values, _make in found] == [(row.pk, party.pk, 2 * row.pk, None) for row in reversed(members)]
        bea, anna = (make() for _values, make in found)
        assert (bea, bea.user.name, bea.twice, bea.role) == (members[1], "Bea", 2 * members[1].pk, members[1].role)
        assert (anna, anna.user.name) == (members[0], "Anna")
    with pytest.raises(AssertionError):
        list(Prepared(lambda party: Membership.objects.filter(party=party).values("pk")).made_on_demand(("pk",), party.pk))
