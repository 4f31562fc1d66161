"""Two texts beside each other: what one can choose, what is told of it, and who reads it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.agenda.ground import Ground
from agreements.models import Agenda
from agreements.versions.recording import record_version
from monitoring.position.collect import freeze
from tests.agreements.ten_changes import make_ten_changes
from tests.factories import GoalFactory, ProgressUpdateFactory
from tests.pdf_check import check
from tests.pdf_text import words_in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return make_ten_changes(cast)


@pytest.fixture
def traveller(cast):
    """The clock, which one may move on."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield clock


@pytest.fixture
def ask(cast, client):
    def ask(name="compare", **asked):
        client.force_login(cast.tenant)  # whatever the clock says by now
        return client.get(reverse(name, args=[cast.agreement.slug]), asked)

    return ask


def told(response) -> list[tuple[str, list[str]]]:
    return [(row.change.heading, row.change.tags) for row in response.context["compared"].comparison.told]


def change(row, **fields):
    row = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def test_two_years_are_told_in_a_sentence_in_their_chapters_and_in_the_order_of_the_document(ask, draft):
    response = ask(was="2024", wordt="2025")
    comparison = response.context["compared"].comparison
    assert comparison.counts == "7 gewijzigd, 1 verplaatst, 1 doorgeschoven"
    assert [note for _row, note in comparison.weighty] == [
        "12 wordt 21",
        "“niet” vervalt",
        "€ 350.000,- wordt € 400.000",
        "1 juli 2025 wordt 1 oktober 2025",
        "Huurdersraad Waterhoek wordt Gemeente Waterhoek",
    ]
    assert [chapter.heading for chapter in comparison.told_chapters] == ["Thema 1. Betaalbaar wonen", "Thema 2. Bouwen en wijken"]
    assert [row.number for row in comparison.told] == list(range(1, 9))
    assert [change.heading for change in comparison.quiet] == ["Thema 4. Zorg"]


def test_one_goes_from_change_to_change_by_links(ask, draft):
    page = ask(was="2024", wordt="2025").content.decode()
    for number in range(1, 9):
        assert f'id="wijziging-{number}" tabindex="-1"' in page
    assert page.count('href="#wijziging-2"') >= 3, "from the first, the third and the sentence"


def test_the_whole_text_has_what_did_not_change_too(ask, draft):
    only = ask(was="2024", wordt="2025").content.decode()
    whole = ask(was="2024", wordt="2025", toon="tekst").content.decode()
    words = "Wij overleggen elk kwartaal over wonen met zorg."
    assert (words in only, words in whole) == (False, True)
    assert "woningen per jaar" in whole


def test_a_goal_that_went_stands_where_it_stood(cast, ask):
    gone = GoalFactory(theme=cast.theme, number="18", text="Er was eens.", end_year=2024, position=1)
    make_ten_changes(cast)
    response = ask(was="2024", wordt="2025", toon="tekst")
    rows = [row for chapter in response.context["compared"].comparison.chapters for row in chapter.rows]
    place = next(place for place, row in enumerate(rows) if row.about == ("goal", gone.pk))
    assert rows[place].change.tags == ["weg"]
    assert "Er was eens." in response.content.decode()
    assert rows[place - 1].about[0] == "action", "behind the goal above it, with its action"


def test_two_days_of_one_text(cast, ask, traveller):
    change(cast.goal, text="Er komen 12 woningen.")
    first = timezone.localdate()
    traveller.shift(timedelta(days=3))
    change(cast.goal, text="Er komen 21 woningen.")
    traveller.shift(timedelta(days=3))
    change(cast.goal, text="Er komen 30 woningen.")
    response = ask(was="2024", was_op=str(first), wordt="2024", wordt_op=str(first + timedelta(days=4)))
    assert response.context["found"], response.context["form"].errors
    assert [note for _row, note in response.context["compared"].comparison.weighty] == ["12 wordt 21"]
    now = ask(was="2024", was_op=str(first), wordt="2024")
    assert [note for _row, note in now.context["compared"].comparison.weighty] == ["12 wordt 30"]


def test_a_version_and_the_text_that_is_written_after_it(cast, ask):
    adopt(cast.agenda)
    change(cast.goal, text="De sociale voorraad groeit met 57 woningen.")
    draft = make_ten_changes(cast)
    assert draft.year == 2025
    response = ask(was="2024-v1", wordt="2025")
    assert ("Doel 17", ["gewijzigd"]) in told(response)


def adopt(agenda):
    agenda = Agenda.objects.select_related("agreement").get(pk=agenda.pk)
    return record_version(agenda, kind="adoption", in_force_from=timezone.localdate(), ground=Ground("earlier"))


def test_lights_that_changed_stand_beside_the_words(cast, ask, round):
    before = freeze(agenda=cast.agenda, by=cast.officer)
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, judgement="off_track", amber=True)
    after = freeze(agenda=cast.agenda, by=cast.officer, round=round)
    response = ask(was=f"stand-{before.pk}", wordt=f"stand-{after.pk}")
    (row,) = response.context["compared"].comparison.told
    assert row.light[1] == "risico, bijsturing nodig" or row.light[1] == "wordt niet gehaald"
    assert response.context["compared"].comparison.counts == "1 ander licht"


@pytest.mark.parametrize(
    "asked",
    [
        {"was": "2024", "wordt": "2099"},
        {"was": "2024", "was_op": "gisteren", "wordt": "2024"},
        {"was": "2024", "was_op": "2099-01-01", "wordt": "2024"},
        {"was": "2024"},
    ],
)
def test_what_cannot_be_compared_is_said_at_the_form(ask, draft, asked):
    response = ask(**asked)
    assert (response.status_code, response.context["found"]) == (422, None)
    assert "summary" in response.content.decode()


def test_a_text_that_was_not_there_yet(ask, draft):
    response = ask(was="2024", was_op="2010-01-01", wordt="2024")
    assert response.status_code == 200
    assert "bestond" in response.content.decode()
    assert ask("compare_pdf", was="2024", was_op="2010-01-01", wordt="2024").status_code == 404


def test_without_a_choice_it_shows_what_one_asks_for_most(cast, ask, draft):
    assert ask().context["compared"] is not None


def test_as_pdf_and_in_word(ask, draft):
    document = ask("compare_pdf", was="2024", wordt="2025").content
    assert check(document) == []
    words = words_in_order(document)
    for said in ("12 wordt 21", "vervallen: 12 (einde)", "toegevoegd: 21 (einde)", "“niet” vervalt"):
        assert said in words, said
    response = ask("compare_docx", was="2024", wordt="2025")
    assert response["Content-Disposition"] == 'attachment; filename="waterhoek-2023-2026-was-wordt-2024-2025.docx"'


def test_at_most_twenty_five_queries_whatever_is_compared(cast, ask, draft, traveller):
    today = str(timezone.localdate())
    traveller.shift(timedelta(days=2))
    asked = {"was": "2024", "was_op": today, "wordt": "2025", "wordt_op": today}
    client = ask(**asked).client
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("compare", args=[cast.agreement.slug]), asked)
    for number in range(40, 50):
        GoalFactory(theme=cast.theme, number=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("compare", args=[cast.agreement.slug]), asked)
    assert len(few) <= 25
    assert len(many) <= len(few)
