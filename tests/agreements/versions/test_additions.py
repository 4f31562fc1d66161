"""What is added to an adopted text is printed as an additional agreement, with its own day and who agreed to it."""

import io

import pytest

from agreements.agenda.collect import collect_text
from agreements.exports.docx.agenda import agenda_docx
from agreements.exports.versions import agenda_document, make_missing_documents
from agreements.models import Action, Version
from agreements.versions.additions import additions_of
from tests.agreements.changes.conftest import adjust, english, made, scenes  # noqa: F401 (a fixture)
from tests.pages import words_of
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db
LINE = "Additional agreement, made on 16 February 2024"
DUTCH = "Aanvullende afspraak, gemaakt op 16 februari 2024"


@pytest.fixture(scope="module")
def added_as_made(module_rows, django_db_blocker):
    def make():
        """A goal with an action, agreed on 16 February; then something else changes."""
        scene = made()
        goal = {"theme": scene.cast.theme.pk, "number": "29", "text": "Behoefte woonwagens.", "added_on": "2024-02-16"}
        action = {"goal": scene.cast.goal.pk, "text": "De plek is gekozen.", "added_on": "2024-02-16"}
        scene.change({"kind": "add", "about": "goal", "becomes": goal}, {"kind": "add", "about": "action", "becomes": action})
        scene.change(adjust(scene.cast.action, text="De 21 flexwoningen zijn opgeleverd."))
        return scene

    with scenes(django_db_blocker, make) as fresh:
        yield fresh


@pytest.fixture
def added(added_as_made, db):
    return added_as_made()


def test_it_is_part_of_the_content_with_its_day_and_by_default_today(added):
    assert '"added_on":"2024-02-16"' in Version.objects.of(added.agenda()).latest("place").content
    draft = added.draft({"kind": "add", "about": "action", "becomes": {"goal": added.cast.goal.pk, "text": "Nog een."}})
    assert draft.changes.get().becomes["added_on"]
    assert not Action.objects.filter(pk=added.cast.action.pk).exclude(added_on=None).exists()


def test_a_later_version_still_says_who_agreed_to_it_and_by_which_proposal(added):
    version = Version.objects.of(added.agenda()).latest("place")
    found = additions_of(version, collect_text(added.agenda()))
    assert [(row.what.text, row.version.number) for row in found] == [("Behoefte woonwagens.", 2), ("De plek is gekozen.", 2)]
    assert {answer.party_id for answer in found[0].ground.answers} == {party.pk for party in added.signers}
    make_missing_documents(added.agenda())
    pages = " ".join(" ".join(pages_of(agenda_document(added.agenda()))).split())
    assert pages.count("Aanvullende afspraak, gemaakt op") == 4, pages  # in the text, and with who agreed
    assert DUTCH in pages
    assert "voorstel “Andere afspraak”, van kracht sinds versie 2" in pages


def test_page_and_word_print_it_so(added, client):
    from docx import Document

    content = collect_text(added.agenda())
    lines = [row.added_line for row in (*content.goals, *content.actions)]
    assert [line for line in lines if line] == [LINE, LINE]
    document = Document(io.BytesIO(agenda_docx(added.agenda())))
    words = "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    assert words.count(LINE) + words.count(DUTCH) == 2
    client.force_login(added.coordinator)
    assert words_of(client.get(added.agenda().get_absolute_url())).count(DUTCH) == 2


def test_where_the_chapter_is_called_so_it_is_not_said_twice(added):
    theme = added.cast.theme
    type(theme).objects.filter(pk=theme.pk).update(title="Aanvullende afspraak, gemaakt op 16 February 2024")
    from agreements.agenda.collect import live_rows_of, print_live_rows

    content = print_live_rows(added.agenda(), live_rows_of(added.agenda()))
    assert [row.added_line for row in content.goals if row.added_on] == [""]
