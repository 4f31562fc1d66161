"""Who does it and by when, typed as one line."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from monitoring.meetings.who_when import Possible, possible_at, read_who_when, who_is
from tests.factories import MeetingFactory, MembershipFactory, UserFactory

HELD_ON = date(2024, 11, 7)
SLEUTEL = Possible(1, "De Sleutel", ("Woonstichting De Sleutel", "De Sleutel"))
WATERHOEK = Possible(2, "Waterhoek", ("Gemeente Waterhoek", "Waterhoek"))
PIET, PAULA = (Possible(1, "De Sleutel", SLEUTEL.names, pk, name) for pk, name in ((11, "Piet Jansen"), (12, "Paula Jansen")))
BERG = Possible(2, "Waterhoek", WATERHOEK.names, 13, "Jan van der Berg")
ALL = [SLEUTEL, PIET, PAULA, WATERHOEK, BERG]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(line: str, possible=(SLEUTEL, PIET, WATERHOEK, BERG)):
    found = read_who_when(line, possible, held_on=HELD_ON)
    return found.who, found.due_on


@pytest.mark.parametrize(
    ("line", "who", "due_on"),
    [
        ("P. Jansen, 1 mei", PIET, date(2025, 5, 1)),
        ("P.Jansen, 1 mei 2026", PIET, date(2026, 5, 1)),
        ("Piet Jansen 15-12-2024", PIET, date(2024, 12, 15)),
        ("jansen, 1 december", PIET, date(2024, 12, 1)),
        ("Jan, 1 december", BERG, date(2024, 12, 1)),
        ("van der Berg, 1 dec", BERG, date(2024, 12, 1)),
        ("J. van der Berg, voor 1 juli", BERG, date(2025, 7, 1)),
        ("Gemeente Waterhoek, 1 februari", WATERHOEK, date(2025, 2, 1)),
        ("waterhoek 1 februari", WATERHOEK, date(2025, 2, 1)),
        ("Woonstichting De Sleutel, eind 2024", SLEUTEL, date(2024, 12, 31)),
        ("Jansen (De Sleutel), 1 mei", PIET, date(2025, 5, 1)),
        ("De Sleutel, Jansen, 1 mei", PIET, date(2025, 5, 1)),
    ],
)
def test_what_a_line_means(line, who, due_on):
    assert read(line) == (who, due_on)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("P. Jansen", "We do not find a day in this. Write for instance: P. Jansen, 1 mei."),
        ("1 mei", "We do not find a day in this. Write for instance: P. Jansen, 1 mei."),
        ("K. Pietersen, 1 mei", "Nobody of the parties at this meeting is called «K. Pietersen»."),
        ("Jansen, 1 mei", "More are called so: «Piet Jansen (De Sleutel)» or «Paula Jansen (De Sleutel)». Choose one below."),
    ],
)
def test_what_a_line_does_not_say(line, sentence):
    with pytest.raises(ValidationError) as refused:
        read(line, ALL)
    assert refused.value.messages == [sentence]


def test_a_whole_name_is_one_person_also_when_initials_fit_two():
    assert who_is("Piet Jansen", ALL) == [PIET]
    assert who_is("P. Jansen", ALL) == [PIET, PAULA]


def test_it_is_read_back_in_our_words():
    assert str(read_who_when("P. Jansen, 1 mei", [SLEUTEL, PIET], held_on=HELD_ON)) == "Piet Jansen (De Sleutel), 1 May 2025"


@pytest.mark.django_db
def test_the_people_of_the_parties_that_are_invited_and_nobody_else(cast, django_assert_num_queries):
    MembershipFactory(party=cast.association, user=UserFactory(name="Iris Inactief", is_active=False))
    meeting = MeetingFactory(agreement=cast.agreement)
    with django_assert_num_queries(1):
        found = possible_at(meeting)
    assert [str(row) for row in found] == [
        "Gemeente Waterhoek",
        "Olga Officier (Gemeente Waterhoek)",
        "Wies Wethouder (Gemeente Waterhoek)",
        "De Sleutel",
        "Abel Bouwer (De Sleutel)",
        "Huurdersraad Waterhoek",
        "Tess Huurder (Huurdersraad Waterhoek)",
    ]
