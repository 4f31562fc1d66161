"""Notes: about one thing, of one party."""

import pytest

from agreements.models import Note
from tests.factories import NoteFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(cast):
    return NoteFactory(action=cast.action, party=cast.tenants, author=cast.tenant)


def test_a_note_is_about_one_action_or_one_goal(cast, note):
    assert refusal(note, goal=cast.goal) == {ROW: ["A note is about an action or about a goal."]}
    assert refusal(note, goal=None, action=None) == {ROW: ["A note is about an action or about a goal."]}


def test_a_note_stays_with_its_party(cast, note):
    assert refusal(note, party=cast.municipality) == {"party": ["A note stays with its party."]}


def test_a_note_is_no_book(note):
    assert refusal(note, text="a" * 10_001) == {"text": ["At most 10,000 characters; this text has 10,001. Take out at least 1."]}


def test_its_name_tells_nothing_of_its_text(note):
    assert "sleutels" not in str(note)


def test_a_superuser_has_no_notes_on_the_site(cast, note):
    assert [list(Note.objects.visible_to(person)) for person in (cast.admin, cast.tenant, cast.officer)] == [[], [note], []]


def test_a_note_goes_with_its_action_and_its_history_stays(cast, note):
    cast.action.delete()
    assert Note.history.filter(history_type="-").get().text == note.text
