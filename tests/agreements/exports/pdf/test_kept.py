"""A PDF is made once for each state of the text: the same text gives the same bytes, a changed text a new document."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import translation

from agreements.agenda.collect import collect_agenda
from agreements.exports.pdf.agenda import agenda_html, agenda_pdf, render
from agreements.models import Action, Agenda
from parties.models import Party
from tests.factories import AgendaFactory, LeadFactory, ParticipationFactory
from tests.pdf_text import text_of
from tests.restored import restore_numbers

QUERIES_TO_COLLECT = 8


@pytest.fixture
def loaded(agenda, add_goal):
    """The agenda as the view has it: with its agreement selected."""
    add_goal("Een doel", ("Een stap", "Zee"))
    return Agenda.objects.select_related("agreement").get(pk=agenda.pk)


@pytest.fixture(scope="module")
def rendered(heumen) -> bytes:
    return render(collect_agenda(heumen))


def test_equal_content_gives_equal_bytes(heumen, rendered):
    assert render(collect_agenda(heumen)) == rendered


def test_another_process_makes_the_same_bytes(heumen, rendered, tmp_path):
    """It needs the settings, not the apps, which take a second to load."""
    html = agenda_html(collect_agenda(heumen))
    program = (
        "import sys; from agreements.exports.pdf.writing import html_to_pdf;"
        "sys.stdout.buffer.write(html_to_pdf(sys.stdin.read()))"
    )
    environment = {"PYTHONHASHSEED": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=html.encode(),
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
    )
    assert other.stdout == rendered


def test_the_second_time_costs_one_query(loaded, django_assert_num_queries):
    first = agenda_pdf(loaded)
    with django_assert_num_queries(1):
        assert agenda_pdf(loaded) == first


def test_the_number_of_queries_does_not_grow_with_the_agenda(
    loaded, add_goal, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES_TO_COLLECT) as one:
        agenda_pdf(loaded)
    for number in range(2, 31):
        add_goal(f"Doel {number}", ("Een stap", "Zee"), number=str(number), theme=f"Thema {number % 4}")
    with django_assert_num_queries(len(one)):
        agenda_pdf(loaded)


def test_the_kept_document_is_dutch_whoever_asks_for_it_first(loaded):
    LeadFactory(action=Action.objects.get(), party=Party.objects.get(short_name="Duinstad"), position=2)
    with translation.override("en"):
        words = " ".join(text_of(agenda_pdf(loaded)).split())
    assert "Zee en Duinstad" in words


def test_a_changed_action_gives_a_new_document(loaded):
    first = agenda_pdf(loaded)
    action = Action.objects.get()
    action.text = "Een grotere stap"
    action.save()
    second = agenda_pdf(loaded)
    assert second != first
    assert "Een grotere stap" in text_of(second)


def test_a_changed_agenda_gives_a_new_document_also_to_a_holder_of_the_old_one(loaded):
    agenda_pdf(loaded)
    fresh = Agenda.objects.get(pk=loaded.pk)
    fresh.title = "Jaarplan 2025, herzien"
    fresh.save()
    assert "herzien" in text_of(agenda_pdf(loaded))


def test_with_and_without_signatures_are_kept_apart(loaded):
    plain, signed = agenda_pdf(loaded), agenda_pdf(loaded, with_signatures=True)
    assert plain != signed
    assert agenda_pdf(loaded) == plain
    assert agenda_pdf(loaded, with_signatures=True) == signed


def test_what_changed_while_it_was_read_is_not_kept(loaded):
    """A change between reading the text and reading its stamp must not be kept under the wrong stamp."""
    changes = iter(["Net op tijd veranderd"])

    def change_after_the_actions_were_read(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if 'FROM "agreements_theme"' in sql and (words := next(changes, None)):
            action = Action.objects.get()
            action.text = words
            action.save()
        return result

    with connection.execute_wrapper(change_after_the_actions_were_read):
        assert "Een stap" in text_of(agenda_pdf(loaded))
    assert "Net op tijd veranderd" in text_of(agenda_pdf(loaded))


def test_the_backup_of_a_moment_at_which_a_pdf_was_asked_for_gives_its_own_text(loaded):
    """A change after the stamp was read, that is in the document: the stamp is that of the text before it."""
    changes = iter(["Na de stempel"])

    def change_before_the_actions_are_read(execute, sql, params, many, context):
        if 'FROM "agreements_agenda"' in sql and (words := next(changes, None)):
            action = Action.objects.get()
            action.text = words
            action.save()
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(change_before_the_actions_are_read):
            assert "Na de stempel" in text_of(agenda_pdf(loaded))
        transaction.set_rollback(True)
    assert "Een stap" in text_of(agenda_pdf(loaded))


def test_an_emptied_cache_gives_the_same_document(loaded):
    first = agenda_pdf(loaded)
    caches["documents"].clear()
    assert agenda_pdf(loaded) == first


def test_a_restored_database_never_gets_the_pdf_of_before(loaded, add_goal):
    """One folder of documents, and two histories with the same numbers."""
    found = {}
    for words in ("VIJFTIG", "DERTIG"):
        with transaction.atomic():
            restore_numbers()
            add_goal("Aantal", (f"Zee bouwt {words} woningen", "Zee"), number="2")
            found[words] = text_of(agenda_pdf(loaded)), Action.history.order_by("-history_id").first().history_id
            transaction.set_rollback(True)
    assert "VIJFTIG" in found["VIJFTIG"][0]
    assert "DERTIG" in found["DERTIG"][0]
    assert found["VIJFTIG"][1] == found["DERTIG"][1]


def test_a_chapter_for_a_later_year_changes_not_one_byte(loaded, add_goal, monkeypatch):
    first = agenda_pdf(loaded, with_signatures=True)
    AgendaFactory(agreement=loaded.agreement, year=2026)
    add_goal("Langer thuis", theme="Wonen met zorg", number="95", start_year=2026)
    ParticipationFactory(agreement=loaded.agreement, from_year=2026)
    monkeypatch.setattr("agreements.exports.pdf.writing.html_to_pdf", lambda html: pytest.fail("it was made again"))
    assert agenda_pdf(loaded, with_signatures=True) == first


def test_what_was_written_again_as_it_was_gives_the_stored_document(loaded, monkeypatch):
    """Stored by what stands in it: another stamp that leads to the same text makes no new document."""
    first = agenda_pdf(loaded)
    day = Action.objects.get().history.first().history_date
    Action.objects.get().save()
    Action.history.update(history_date=day)
    monkeypatch.setattr("agreements.exports.pdf.writing.html_to_pdf", lambda html: pytest.fail("it was made again"))
    assert agenda_pdf(loaded) == first
