"""Appendices: of the agreement, or of one of its years."""

import pytest
from django.utils import translation

from tests.factories import AgendaFactory, AppendixFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db

TWICE = "There is already an appendix with this number and title."


def test_an_appendix_of_the_agreement_stands_once(cast):
    AppendixFactory(agreement=cast.agreement, number="1", title="Begrippen")
    twice = AppendixFactory.build(agreement=cast.agreement, number="1", title="Begrippen")
    assert refusal(twice) == {ROW: [TWICE]}


def test_an_appendix_of_a_year_stands_once(cast):
    AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, number="1", title="Prognose")
    twice = AppendixFactory.build(agreement=cast.agreement, agenda=cast.agenda, number="1", title="Prognose")
    assert refusal(twice) == {ROW: [TWICE]}


def test_every_year_has_its_own_appendix_1_beside_that_of_the_agreement(cast):
    for agenda in (None, cast.agenda, AgendaFactory(agreement=cast.agreement, year=2025)):
        AppendixFactory(agreement=cast.agreement, agenda=agenda, number="1", title="Prognose")
    assert cast.agreement.appendices.filter(number="1", title="Prognose").count() == 3


def test_two_agreements_may_have_the_same_appendix(cast):
    for agreement in (cast.agreement, cast.other_agreement):
        AppendixFactory(agreement=agreement, number="1", title="Begrippen")
    assert [agreement.appendices.count() for agreement in (cast.agreement, cast.other_agreement)] == [1, 1]


def test_an_appendix_without_a_number_is_known_by_its_title(cast):
    for title in ("Begrippen", "Kaart"):
        AppendixFactory(agreement=cast.agreement, number="", title=title)
    with translation.override("en"):
        assert [str(row) for row in cast.agreement.appendices.all()] == ["Begrippen", "Kaart"]
        assert str(AppendixFactory.build(agreement=None, number="2", title="Kaart")) == "Appendix 2: Kaart"


def test_the_year_belongs_to_the_agreement(cast):
    appendix = AppendixFactory.build(agreement=cast.agreement, agenda=cast.other_agenda)
    assert refusal(appendix) == {"agenda": ["This agenda belongs to another agreement."]}
