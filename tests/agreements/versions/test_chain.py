"""The versions of an agreement form a chain: recorded one behind the other, and whatever is changed in it is found."""

from datetime import date

import pytest
from django.db import models
from django.utils import translation

from agreements.agenda.ground import Ground
from agreements.models import Version, VersionHead
from agreements.models.version import NOTHING_BEFORE
from agreements.versions.checking import faults
from agreements.versions.recording import record_version
from parties.canonical import hash_of
from tests.factories import AgendaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def chain(cast) -> list[Version]:
    """Two versions of 2024, and between them one of 2023."""
    earlier = AgendaFactory(agreement=cast.agreement, year=2023)
    return [record(agenda, day) for day, agenda in enumerate([cast.agenda, earlier, cast.agenda], start=1)]


def record(agenda, day: int) -> Version:
    kind = Version.Kind.CHANGE if agenda.versions.exists() else Version.Kind.ADOPTION
    return record_version(agenda, kind=kind, in_force_from=date(2024, 1, day), ground=Ground("earlier"))


def tamper(version: Version, **values) -> None:
    """Change it past the program, as someone with the database in hand does."""
    models.QuerySet(Version).filter(pk=version.pk).update(**values)


def told(cast) -> list[str]:
    return list(faults(cast.agreement))


def test_each_version_names_the_one_recorded_before_it(chain):
    first, second, third = chain
    assert [version.previous for version in chain] == [NOTHING_BEFORE, first.sha256, second.sha256]
    assert [(version.place, version.number) for version in chain] == [(1, 1), (2, 1), (3, 2)]
    head = VersionHead.objects.get(agreement=third.agreement)
    assert (head.place, head.sha256) == (3, third.sha256)


def test_a_chain_as_it_was_recorded_has_no_fault(cast, chain):
    assert told(cast) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"content": "{}"}, "The content of “Version 1, 2 January 2024” of 2023 was changed."),
        (
            {"in_force_from": date(2023, 5, 1)},
            "What “Version 1, 1 May 2023” of 2023 rests on, or its number or date, was changed.",
        ),
        (
            {"ground": "{}"},
            "What “Version 1, 2 January 2024” of 2023 rests on, or its number or date, was changed.",
        ),
        (
            {"number": 7},
            "What “Version 7, 2 January 2024” of 2023 rests on, or its number or date, was changed.",
        ),
        ({"previous": "f" * 64}, "“Version 1, 2 January 2024” of 2023 does not follow the version before it."),
    ],
)
def test_what_is_changed_in_the_middle_is_told(cast, chain, values, sentence):
    tamper(chain[1], **values)
    assert sentence in told(cast)


def test_a_version_that_was_taken_out_is_missed(cast, chain):
    models.QuerySet(Version).filter(pk=chain[1].pk)._raw_delete("default")
    assert told(cast)[:2] == [
        "A version is missing before “Version 2, 3 January 2024” of 2024.",
        "“Version 2, 3 January 2024” of 2024 does not follow the version before it.",
    ]


def test_a_last_version_that_was_taken_out_is_missed(cast, chain):
    models.QuerySet(Version).filter(pk=chain[2].pk)._raw_delete("default")
    assert "The last version that is there is not the last that was recorded." in told(cast)


def test_a_whole_version_with_fitting_hashes_is_found_by_the_history(cast, chain):
    """Content and hashes all made anew: the history kept the hash that was recorded."""
    last = Version.objects.get(pk=chain[2].pk)
    last.content = last.content.replace("24", "25")
    last.content_sha256 = hash_of(last.content)
    last.sha256 = last.expected_sha256
    tamper(last, content=last.content, content_sha256=last.content_sha256, sha256=last.sha256)
    VersionHead.objects.filter(agreement=cast.agreement).update(sha256=last.sha256)
    assert any("was changed" in sentence for sentence in told(cast))
