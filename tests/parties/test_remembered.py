"""What was made of the answers of the database is given again as long as those are the same, and never after that."""

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from agreements.models import AgreementDraft
from parties.history.past import TrackedTable, reading_past
from parties.models import Party
from parties.remembered import Remembered, Same, content_of
from tests.factories import PartyFactory

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Named:
    names: tuple[str, ...]


@pytest.fixture
def made():
    """How often it was made, and the function that makes it, with two queries of which the second follows from the first."""
    times = []

    def make() -> Named:
        times.append(1)
        kinds = sorted(set(Party.objects.order_by("pk").values_list("kind", flat=True)))
        return Named(tuple(Party.objects.filter(kind__in=kinds).order_by("pk").values_list("name", flat=True)))

    return times, make


def test_the_same_answers_are_worked_out_once_and_asked_each_time(made):
    times, make = made
    PartyFactory(name="Woonstad")
    kept = Remembered(most=2)
    first = kept.get("names", make)
    with CaptureQueriesContext(connection) as asked:
        again = kept.get("names", make)
    assert (again is first, len(times), len(asked)) == (True, 1, 2)


def test_another_answer_of_any_query_is_told_and_nothing_is_asked_twice(made):
    times, make = made
    party = PartyFactory(name="Woonstad")
    kept = Remembered(most=2)
    kept.get("names", make)
    Party.objects.filter(pk=party.pk).update(name="Woonforte")  # past every signal and every stamp
    with CaptureQueriesContext(connection) as asked:
        found = kept.get("names", make)
    assert (found.names, len(times), len(asked)) == (("Woonforte",), 2, 2)


def test_when_the_first_answer_differs_the_second_question_is_the_new_one(made):
    _times, make = made
    PartyFactory(name="Woonstad", kind=Party.Kind.HOUSING_ASSOCIATION)
    kept = Remembered(most=2)
    kept.get("names", make)
    PartyFactory(name="Dorp", kind=Party.Kind.MUNICIPALITY)
    with CaptureQueriesContext(connection) as asked:
        found = kept.get("names", make)
    assert (found.names, len(asked)) == (("Woonstad", "Dorp"), 2)


def test_what_is_remembered_of_now_is_not_told_of_then_nor_the_other_way(made):
    _times, make = made
    party = PartyFactory(name="Woonstad")
    then = timezone.now()
    party.name = "Wonen Zuid"
    party.save()
    kept = Remembered(most=2)
    assert kept.get("names", make).names == ("Wonen Zuid",)
    with reading_past([TrackedTable(Party)], then):
        assert kept.get("names", make).names == ("Woonstad",)
    assert kept.get("names", make).names == ("Wonen Zuid",)


def test_each_key_and_each_language_has_its_own_and_the_oldest_goes(made):
    times, make = made
    kept = Remembered(most=2)
    kept.get("a", make)
    with translation.override("en"):
        kept.get("a", make)
    kept.get("b", make)
    assert len(times) == 3
    kept.get("b", make)
    assert len(times) == 3
    kept.get("a", make)
    assert len(times) == 4


def test_one_within_another_is_heard_by_both(made):
    times, make = made
    party = PartyFactory(name="Woonstad")
    inner, outer = Remembered(most=1), Remembered(most=1)

    def around() -> tuple:
        return inner.get("names", make).names, Party.objects.count()

    assert outer.get("all", around) == (("Woonstad",), 1)
    PartyFactory(name="Dorp", kind=party.kind)
    assert outer.get("all", around) == (("Woonstad", "Dorp"), 2)
    Party.objects.filter(pk=party.pk).update(name="Woonforte")
    with CaptureQueriesContext(connection) as asked:
        assert outer.get("all", around) == (("Woonforte", "Dorp"), 2)
    assert (len(times), len(asked)) == (3, 3)


def test_what_is_remembered_cannot_write():
    with pytest.raises(AssertionError, match="only reads"), transaction.atomic():
        Remembered(most=1).get("a", lambda: Party.objects.update(name="x"))
    with connection.cursor() as cursor:  # and the connection is itself again
        cursor.execute("SELECT 1")


def test_what_a_row_knows_changes_with_each_column():
    party = PartyFactory(name="Woonstad")
    before = content_of(Party.objects.get(pk=party.pk))
    assert content_of(Party.objects.get(pk=party.pk)) == before
    Party.objects.filter(pk=party.pk).update(name="Woonforte")
    assert content_of(Party.objects.get(pk=party.pk)) != before


def test_the_content_of_a_row_is_its_json_too_and_asks_nothing(django_assert_num_queries):
    draft = AgreementDraft(pk=1, content={"title": "Wonen"})
    draft._prefetched_objects_cache = {"parties": Party.objects.all()}
    with django_assert_num_queries(0):
        before = content_of(draft)
    draft.content = {"title": "Samen wonen"}
    assert content_of(draft) != before


def test_a_kept_part_of_a_page_is_that_of_this_value_alone(settings, tmp_path):
    (tmp_path / "named.html").write_text("{{ named.names.0 }}{{ request }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    page = Template('{% load kept %}{% kept "named.html" named=named %}')
    first, second = Named(("<b>",)), Named(("c",))
    told = [page.render(Context({"named": named, "request": "r"})) for named in (first, second, first)]
    assert told == ["&lt;b&gt;", "c", "&lt;b&gt;"]


def test_what_reads_the_same_and_is_of_another_kind_is_another_key(settings, tmp_path):
    """Words that somebody typed are never shown as those that are markup of ours, whichever came first."""
    (tmp_path / "said.html").write_text("{{ said }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    page = Template('{% load kept %}{% kept "said.html" said=said %}')
    told = [page.render(Context({"said": said})) for said in (mark_safe("<i>"), "<i>", 1, True)]
    assert told == ["<i>", "&lt;i&gt;", "1", "True"]


def test_what_may_change_is_no_key():
    @dataclass
    class Changing:
        name: str

    with pytest.raises(AssertionError):
        Same(Changing("a"))


def test_a_kept_part_that_says_what_it_tells_is_that_of_all_who_tell_the_same(settings, tmp_path):
    @dataclass(frozen=True)
    class Row:
        name: str
        beside: str

        @property
        def content(self) -> tuple:
            return (self.name,)

    (tmp_path / "row.html").write_text("{{ row.name }} {{ row.beside }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    page = Template('{% load kept %}{% kept "row.html" row=row %}')
    told = [page.render(Context({"row": row})) for row in (Row("a", "1"), Row("a", "2"), Row("b", "3"))]
    assert told == ["a 1", "a 1", "b 3"]
