"""The agreement, its years, and the parties that take part."""

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Participation
from tests.factories import AgendaFactory, AgreementFactory, ParticipationFactory, PartyFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db

OUTSIDE = "{} lies outside the agreement, which runs from 2023 through 2026."
NO_YEAR = "A year lies between 2000 and 2100."


def test_an_agreement_covers_its_years(cast):
    assert list(cast.agreement.years) == [2023, 2024, 2025, 2026]
    assert (str(cast.agreement), cast.agreement.get_absolute_url()) == (
        "Prestatieafspraken Waterhoek",
        "/afspraken/waterhoek-2023-2026/",
    )


def test_an_agreement_of_one_year(db):
    agreement = AgreementFactory(start_year=2025, end_year=2025)
    assert list(agreement.years) == [2025]


def test_the_heading_of_the_actions_carries_the_year(cast):
    cast.agreement.action_label = "Prestatie {jaar} en verder {jaar}"
    assert cast.agreement.action_label_for(2025) == "Prestatie 2025 en verder 2025"


def test_an_agreement_lists_its_parties_and_follows_another(cast):
    successor = AgreementFactory(start_year=2027, end_year=2030, predecessor=cast.agreement)
    assert list(cast.agreement.successors.all()) == [successor]
    assert set(cast.agreement.parties.all()) == {cast.municipality, cast.association, cast.tenants}


# -- Refused


def test_a_title_that_mails_carry_leads_to_no_other_site(cast):
    sentence = "«nep.example» reads as a link to another site. Leave it out, or put a space after the full stop."
    assert refusal(cast.agreement, title="Afspraken nep.example") == {"title": [sentence]}


def test_years_in_the_wrong_order(db):
    agreement = AgreementFactory.build(start_year=2026, end_year=2023)
    assert refusal(agreement) == {ROW: ["The last year lies before the first year."]}


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_that_is_no_year_of_an_agreement(db, year):
    assert refusal(AgreementFactory.build(start_year=2000, end_year=2100), start_year=year)["start_year"] == [NO_YEAR]


def test_an_address_stands_once(cast):
    twice = AgreementFactory.build(slug="waterhoek-2023-2026")
    assert refusal(twice) == {"slug": ["Agreement with this Address already exists."]}


def test_an_address_that_would_not_work(db):
    assert list(refusal(AgreementFactory.build(slug="afspraken 2023/2026"))) == ["slug"]


def test_years_cannot_be_narrowed_past_an_agenda(cast):
    sentences = ["There is already an agenda for 2024, outside these years."]
    assert refusal(cast.agreement, start_year=2025) == {"start_year": sentences}
    assert refusal(cast.agreement, start_year=2022, end_year=2023) == {"end_year": sentences}


def test_years_cannot_be_narrowed_past_a_participant_or_the_beginning_of_a_goal(cast):
    row = cast.agreement.participations.get(party=cast.tenants)
    row.from_year = row.to_year = 2023
    row.save()
    assert refusal(cast.agreement, start_year=2024) == {"start_year": ["A party takes part in 2023, outside these years."]}
    cast.agreement.refresh_from_db()
    cast.goal.start_year = 2026
    cast.goal.save()
    assert refusal(cast.agreement, end_year=2025) == {"end_year": ["A goal begins in 2026, outside these years."]}


def test_years_may_be_narrowed_as_far_as_the_agendas_reach(cast):
    cast.agreement.start_year = cast.agreement.end_year = 2024
    cast.agreement.save()
    assert list(cast.agreement.years) == [2024]


def test_every_year_outside_is_told_at_its_own_field(cast):
    with pytest.raises(ValidationError) as refused:
        cast.agreement.refuse_year_outside(first=2022, middle=2024, last=2027, none=None)
    assert set(refused.value.message_dict) == {"first", "last"}


# -- Participants


def test_a_party_takes_part_once(cast):
    twice = ParticipationFactory.build(agreement=cast.agreement, party=cast.tenants)
    assert refusal(twice) == {ROW: ["This party already takes part in the agreement."]}


def test_a_party_takes_part_in_years_of_the_agreement(cast):
    row = ParticipationFactory.build(agreement=cast.agreement, party=cast.elsewhere, from_year=2022, to_year=2027)
    assert refusal(row) == {"from_year": [OUTSIDE.format(2022)], "to_year": [OUTSIDE.format(2027)]}


def test_a_party_does_not_leave_before_it_comes(cast):
    row = ParticipationFactory.build(agreement=cast.agreement, party=cast.elsewhere, from_year=2025, to_year=2024)
    assert refusal(row) == {ROW: ["The last year lies before the first year."]}


@pytest.mark.parametrize("years", [(None, None), (2023, None), (None, 2026), (2024, 2024), (2023, 2026)])
def test_a_party_may_take_part_in_some_of_the_years(cast, years):
    row = ParticipationFactory(agreement=cast.agreement, party=cast.elsewhere, from_year=years[0], to_year=years[1])
    row.refresh_from_db()
    assert (row.from_year, row.to_year) == years


def test_a_role_that_does_not_exist(cast):
    row = ParticipationFactory.build(agreement=cast.agreement, party=cast.elsewhere)
    assert refusal(row, role="guest") == {"role": ["Value 'guest' is not a valid choice."]}


def test_participants_stand_in_the_order_of_the_document(cast):
    ParticipationFactory(agreement=cast.agreement, party=PartyFactory(name="Zorggroep Oever"), position=0, role="involved")
    names = [str(row) for row in cast.agreement.participations.all()]
    assert names == ["Zorggroep Oever", "Gemeente Waterhoek", "De Sleutel", "Huurdersraad Waterhoek"]


def test_a_party_signs_unless_it_is_only_involved(cast):
    row = ParticipationFactory(agreement=cast.agreement, party=cast.elsewhere)
    assert (row.role, row.right_of_advice) == (Participation.Role.SIGNATORY, "")


def test_an_agenda_in_another_agreement_does_not_stand_in_the_way(cast):
    AgendaFactory(agreement=cast.other_agreement, year=2026)
    cast.agreement.end_year = 2025
    cast.agreement.save()
    assert list(cast.agreement.years) == [2023, 2024, 2025]


def test_an_agreement_does_not_follow_itself(cast):
    assert refusal(cast.agreement, predecessor=cast.agreement) == {"predecessor": ["An agreement does not follow itself."]}
