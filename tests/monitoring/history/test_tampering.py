"""Ten things that somebody with the whole database in hand could do, and what the check says of each."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone, translation

from agreements.models import Action, Assent, Lead, Version, VersionHead
from agreements.versions.checking import faults, faults_of_all
from parties.canonical import hash_of
from tests.agreements.changes.conftest import Scene, adjust, made, scenes

pytestmark = pytest.mark.django_db


def past_the_program(model) -> models.QuerySet:
    """All rows, and nothing that asks or tells."""
    return models.QuerySet(model)


def told(scene) -> list[str]:
    with translation.override("en"):
        return [*faults(scene.agreement), *faults_of_all()]


def made_and_changed() -> Scene:
    """2024 in force, and changed once by all parties."""
    scene = made()
    scene.change(adjust(scene.cast.action, text="De 21 flexwoningen aan de Kade zijn opgeleverd."))
    assert told(scene) == []
    return scene


@pytest.fixture(scope="module")
def scene_as_made(module_rows, django_db_blocker):
    with scenes(django_db_blocker, made_and_changed) as fresh:
        yield fresh


@pytest.fixture
def changed(scene):
    return scene


def last(scene) -> Version:
    return Version.objects.filter(agreement=scene.agreement).latest("place")


def test_1_a_word_of_a_version(changed):
    version = last(changed)
    past_the_program(Version).filter(pk=version.pk).update(content=version.content.replace("21 flex", "12 flex"))
    assert any("The content of" in sentence for sentence in told(changed))


def test_2_a_word_of_the_text_in_force(changed):
    past_the_program(Action).filter(pk=changed.cast.action.pk).update(text="De 12 flexwoningen zijn opgeleverd.")
    found = told(changed)
    assert any("is not that of" in sentence for sentence in found)
    assert any("The history of" in sentence and "does not say what stands there now" in sentence for sentence in found)


def test_3_a_word_of_the_last_row_of_history(changed):
    record = changed.cast.action.history.first()
    past_the_program(type(record)).filter(pk=record.pk).update(text="De 12 flexwoningen zijn opgeleverd.")
    assert any("does not say what stands there now" in sentence for sentence in told(changed))


def test_4_a_time_in_history(changed):
    record = changed.cast.action.history.last()
    past_the_program(type(record)).filter(pk=record.pk).update(history_date=timezone.now() - timedelta(days=400))
    assert any("is gone or was changed" in sentence for sentence in told(changed))


def test_5_a_person_in_history(changed):
    record = changed.cast.action.history.first()
    past_the_program(type(record)).filter(pk=record.pk).update(history_user=changed.cast.outsider)
    assert any("is gone or was changed" in sentence for sentence in told(changed))


def test_6_a_deleted_row_of_history(changed):
    record = changed.cast.action.history.last()
    past_the_program(type(record)).filter(pk=record.pk)._raw_delete("default")
    assert any("is gone or was changed" in sentence for sentence in told(changed))


def test_7_a_row_of_history_that_nobody_wrote(changed):
    record = changed.cast.action.history.first()
    record.pk, record.text = None, "De 12 flexwoningen zijn opgeleverd."
    models.Model.save_base(record, raw=True, force_insert=True)
    assert any("was not written by Driehoek" in sentence for sentence in told(changed))


def test_8_an_answer_of_a_party(changed):
    assent = Assent.objects.filter(needed__proposal__agreement=changed.agreement).first()
    past_the_program(Assent).filter(pk=assent.pk).update(by=changed.cast.outsider, remark="Onder protest")
    assert any("does not say what stands there now" in sentence for sentence in told(changed))


def test_9_a_row_that_was_deleted_past_the_program(changed):
    past_the_program(Lead).filter(action=changed.cast.second)._raw_delete("default")
    assert any("its history does not say that it was deleted" in sentence for sentence in told(changed))


def replace_last(scene) -> Version:
    """The newest version with another number in it, and every hash made anew."""
    version = last(scene)
    version.content = version.content.replace("21 flex", "12 flex")
    version.content_sha256 = hash_of(version.content)
    sha256 = version.expected_sha256
    values = {"content": version.content, "content_sha256": version.content_sha256, "sha256": sha256}
    past_the_program(Version).filter(pk=version.pk).update(**values)
    past_the_program(VersionHead).filter(agreement=scene.agreement).update(sha256=sha256)
    return version


def test_10_a_version_replaced_with_its_hash_made_anew(changed):
    replace_last(changed)
    assert any("rests on" in sentence for sentence in told(changed))


def test_who_also_rewrites_every_witness_is_seen_by_the_mailed_hash_alone(changed):
    """Version, head, text, and their history, all alike: nothing in the database contradicts it any more."""
    before = last(changed).sha256
    version = replace_last(changed)
    text = {"text": "De 12 flexwoningen aan de Kade zijn opgeleverd."}
    past_the_program(Action).filter(pk=changed.cast.action.pk).update(**text)
    record = changed.cast.action.history.first()
    past_the_program(type(record)).filter(pk=record.pk).update(**text)
    hashes = Version.objects.filter(pk=version.pk).values("content_sha256", "sha256").get()
    past_the_program(Version.history.model).filter(id=version.pk).update(**hashes)
    assert told(changed) == []
    assert last(changed).sha256 != before  # what the mail to the parties said


def test_a_word_of_an_older_row_of_history_is_not_seen(changed):
    """What no version and no row has any more has no second witness; docs/deployment.md says so."""
    record = changed.cast.action.history.last()
    past_the_program(type(record)).filter(pk=record.pk).update(text="Iets heel anders.")
    assert told(changed) == []
