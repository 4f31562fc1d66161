"""The line above a text: what in it nobody may overlook."""

import pytest
from django.utils import translation

from parties.renvooi.notes import MOST, weighty_notes
from parties.renvooi.pieces import Known, renvooi


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.mark.parametrize(
    ("was", "becomes", "notes"),
    [
        ("met 12 woningen", "met 21 woningen", ["12 wordt 21"]),
        ("binnen acht maanden", "binnen zevenenhalf maanden", ["acht wordt zevenenhalf"]),
        ("binnen acht maanden", "binnen enkele lange maanden", ["acht vervalt"]),
        ("verkoopt niet in Oost", "verkoopt graag in Oost", ["“niet” vervalt"]),
        ("verkoopt niet in Oost", "verkoopt in Oost", ["“niet” vervalt"]),
        ("verkoopt in Oost", "verkoopt mits in Oost", ["“mits” komt erbij"]),
        ("voor € 350.000 in 2025", "voor € 400.000 in 2026", ["€ 350.000 wordt € 400.000", "2025 wordt 2026"]),
        ("op 1 juli 2025", "op 1 mei 2025", ["1 juli 2025 wordt 1 mei 2025"]),
        ("De Sleutel bouwt", "Zonwoning bouwt", ["De Sleutel wordt Zonwoning"]),
        ("zal bouwen", "streeft naar bouwen", ["“zal” wordt “streeft naar”"]),
        ("groot huis", "klein huis", []),
        ("**12** woningen", "12 woningen", []),
    ],
)
def test_each_kind_in_words(was, becomes, notes):
    assert weighty_notes(renvooi(was, becomes, Known(("De Sleutel", "Zonwoning")))) == notes


def test_a_long_list_ends_with_how_many_there_are():
    was = " en ".join(f"soort{number} {number}" for number in range(20))
    becomes = " en ".join(f"soort{number} {number + 100}" for number in range(20))
    notes = weighty_notes(renvooi(was, becomes))
    assert (len(notes), notes[-1]) == (MOST + 1, "en nog 12")
