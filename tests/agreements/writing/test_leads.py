"""Leads that are typed in one box."""

import pytest

from agreements.writing.leads import names_in

KNOWN = {"de sleutel", "woonstichting haag, west en zoon"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" De Sleutel ,  gemeente\tWaterhoek; ", ["De Sleutel", "gemeente Waterhoek"]),
        ("De Sleutel (bouw, en beheer)\nHuurders", ["De Sleutel (bouw, en beheer)", "Huurders"]),
        ("Woonstichting Haag, West en Zoon, De Sleutel", ["Woonstichting Haag, West en Zoon", "De Sleutel"]),
        ("De Sleutel (bouw, Huurders", ["De Sleutel (bouw, Huurders"]),
        ("De Sleutel bouw), Huurders", ["De Sleutel bouw)", "Huurders"]),
    ],
)
def test_names_stand_between_commas(typed, names):
    assert names_in(typed, KNOWN) == names
