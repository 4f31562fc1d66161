"""An import: the file stays what it was, and one that was taken over knows what it changed."""

import uuid

import pytest

from agreements.models import AgendaImport
from tests.factories import AgendaImportFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


def test_its_file_stays_as_it_is(cast):
    found = AgendaImportFactory(agenda=cast.agenda)
    assert refusal(found, sha256="1" * 64) == {"file": ["The file of an import stays as it is."]}


def test_the_name_that_people_gave_is_no_path(cast):
    found = AgendaImportFactory(agenda=cast.agenda, file__filename="../../ergens/agenda.CSV")
    assert found.file.name.startswith("imports/")
    assert (found.file.name.count("/"), found.file.name[-4:]) == (1, ".csv")


@pytest.mark.parametrize(("state", "change_set"), [("applied", None), ("undone", None), ("previewed", uuid.uuid4())])
def test_taken_over_and_its_change_set_go_together(state, change_set, cast):
    sentence = "An import that was taken over knows what it changed."
    assert refusal(AgendaImportFactory(agenda=cast.agenda), state=state, change_set=change_set) == {ROW: [sentence]}


def test_a_fingerprint_is_one(cast):
    found = AgendaImport(agenda=cast.agenda, file="imports/a.csv", file_name="a.csv", sha256="kort")
    assert refusal(found) == {"sha256": ["A fingerprint has 64 signs, 0-9 and a-f."]}


def test_the_newest_stands_first(cast):
    first, second = AgendaImportFactory(agenda=cast.agenda), AgendaImportFactory(agenda=cast.agenda)
    assert list(AgendaImport.objects.all()) == [second, first]
