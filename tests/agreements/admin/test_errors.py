"""What cannot be is said at its field, in a sentence that tells what to do, and nothing is written."""

import pytest
from django.conf import settings

from agreements.models import Agenda, Agreement, Goal, Indicator, Target
from tests.factories import (
    AgendaFactory,
    DecisionFactory,
    DwellingCountFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingFactory,
    ProjectFactory,
    TargetFactory,
)
from tests.pages import words_of

from .posting import address, filled_in, history_counts, save, sentences


@pytest.fixture
def refused(cast, officer):
    """Saves as the officer does; what the page then says is wrong. Nothing may be written."""

    def refused(row, **kwargs):
        before = history_counts()
        response = save(officer, row, **kwargs)
        assert response.status_code == 200
        assert history_counts() == before
        return sentences(response)

    return refused


OUTSIDE = "2031 lies outside the agreement, which runs from 2023 through 2026."


def test_a_year_outside_the_agreement(cast, refused):
    assert refused(Agenda, add={"agreement": cast.agreement.pk}, year="2031", title="A") == {"year": [OUTSIDE]}
    assert refused(cast.agenda, year="2031") == {"year": [OUTSIDE]}
    new = {"agendas___TOTAL_FORMS": "2", "agendas___1___year": "2031", "agendas___1___title": "A"}
    assert refused(cast.agreement, **new, agendas___1___state="draft") == {"agendas-1-year": [OUTSIDE]}


def test_a_second_agenda_for_a_year(cast, refused):
    sentence = "There is already an agenda for this year."
    assert refused(Agenda, add={"agreement": cast.agreement.pk}, year="2024", title="A") == {"year": [sentence]}
    new = {"agendas___TOTAL_FORMS": "3", "agendas___1___year": "2025", "agendas___1___title": "A", "agendas___2___year": "2025"}
    more = {"agendas___2___title": "B", "agendas___1___state": "draft", "agendas___2___state": "draft"}
    assert refused(cast.agreement, **new, **more) == {"agendas-2-year": [sentence]}


NUMBER = "This number is already in use in this theme."


def test_a_number_twice_in_a_theme(cast, without_agenda, refused):
    other = GoalFactory(theme=cast.theme, number="18", position=2)
    assert refused(other, number="17") == {"number": [NUMBER]}
    assert refused(cast.theme, goals___1___number="17") == {"goals-1-number": [NUMBER]}
    new = {"goals___TOTAL_FORMS": "4", "goals___2___number": "19", "goals___3___number": "19"}
    assert refused(cast.theme, **new, goals___2___text="a", goals___3___text="b") == {"goals-3-number": [NUMBER]}


def test_numbers_that_change_places_in_one_go(cast, without_agenda, refused):
    GoalFactory(theme=cast.theme, number="18", position=2)
    assert refused(cast.theme, goals___0___number="18", goals___1___number="17") == {
        "goals-0-number": [NUMBER],
        "goals-1-number": [NUMBER],
    }


def test_goals_without_a_number_do_not_collide(cast, without_agenda, officer):
    new = {"goals___TOTAL_FORMS": "3", "goals___1___text": "a", "goals___2___text": "b"}
    assert save(officer, cast.theme, **new).status_code == 302
    assert [goal.position for goal in cast.theme.goals.all()] == [1, 2, 3]


def test_two_targets_without_a_year(cast, without_agenda, refused):
    indicator = IndicatorFactory(goal=cast.goal)
    new = {"targets___TOTAL_FORMS": "2", "targets___0___value": "1", "targets___1___value": "2"}
    assert refused(indicator, **new) == {"targets-1-__all__": ["There is already a target without a year."]}


def test_a_rule_about_a_field_that_the_row_does_not_show(cast, without_agenda, refused):
    GoalFactory(theme=cast.theme, number="18", start_year=2024, position=2)
    Agreement.objects.filter(pk=cast.agreement.pk).update(start_year=2025)
    assert refused(cast.theme, goals___1___text="Anders") == {
        "goals-1-__all__": ["First year: 2024 lies outside the agreement, which runs from 2025 through 2026."]
    }


def test_a_row_without_a_name_that_may_not_be_added_is_refused_with_a_sentence(cast, officer):
    typed = {"participations___TOTAL_FORMS": 4, "participations___3___role": "advisory"}
    response = save(officer, cast.agreement, **typed, participations___3___party=cast.elsewhere.pk)
    assert response.status_code == 200
    assert "is changed by all parties together" in words_of(response)
    assert cast.agreement.participations.count() == 3


def test_a_participant_that_leads_cannot_leave(cast, admin, officer):
    def refused(row, **changes):
        return sentences(save(admin, row, **changes))

    sentence = "De Sleutel leads actions in 2024 and cannot leave: first choose another lead there."
    assert refused(cast.agreement, participations___1___DELETE="on") == {"participations": [sentence]}
    assert refused(cast.agreement, participations___1___party=cast.elsewhere.pk) == {"participations-1-party": [sentence]}
    participation = cast.agreement.participations.get(party=cast.association)
    assert officer.post(address(participation, "delete"), {"post": "yes"}).status_code == 403


def test_a_number_that_is_none(cast, refused):
    indicator = IndicatorFactory(goal=cast.goal)
    assert refused(indicator, baseline="veel") == {"baseline": ["Write a number, such as 1250 or 575,03."]}


def test_numbers_and_dates_as_they_are_written_in_dutch(cast, officer):
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    row = IndicatorFactory(goal=cast.goal)
    for typed, kept in {"350.000": 350000, "€ 1.250,50": 1250.5, "575,03": 575.03, "1250.5": 1250.5}.items():
        data = filled_in(officer, address(row)) | {"baseline": typed, "baseline_on": "31-12-2024"}
        assert officer.post(address(row), data).status_code == 302
        row.refresh_from_db()
        assert (float(row.baseline), str(row.baseline_on)) == (kept, "2024-12-31")
    page = officer.get(address(row)).content.decode()
    assert 'value="31-12-2024"' in page
    assert 'value="1.250,5"' in page


def test_a_bullet_from_a_word_processor_becomes_a_list(cast, without_agenda, officer):
    save(officer, cast.goal, text="Wij doen:\r\n• bouwen\r\n  •\tverbouwen\r\n12 • 13 blijft")
    cast.goal.refresh_from_db()
    assert cast.goal.text == "Wij doen:\n- bouwen\n  - verbouwen\n12 • 13 blijft"


def test_a_number_that_another_theme_has_too_gets_a_warning(cast, without_agenda, officer):
    theme = cast.theme.__class__(agreement=cast.agreement, number="2", title="Leefbaarheid")
    theme.save()
    warning = "Goal number 17 is also used in another theme of this agreement. Is that what you mean?"
    new = {"goals___TOTAL_FORMS": "1", "goals___0___number": "17", "goals___0___text": "a"}
    save(officer, theme, **new)
    assert warning in [str(message) for message in officer.get(address(theme)).context["messages"]]
    save(officer, cast.goal, number="20")
    save(officer, cast.goal, number="17")
    assert warning in [str(message) for message in officer.get(address(theme)).context["messages"]]
    assert Goal.objects.filter(number="17").count() == 2


def test_a_paragraph_belongs_to_the_agreement_of_its_theme(cast, without_agenda, officer):
    new = {"sub_themes___TOTAL_FORMS": "1", "sub_themes___0___number": "1.1", "sub_themes___0___title": "Starters"}
    assert save(officer, cast.theme, **new).status_code == 302
    assert cast.theme.sub_themes.get().agreement == cast.agreement


def test_rows_of_several_kinds_under_one_agreement(cast, officer):
    LeadFactory(action=cast.action, party=cast.tenants)
    AgendaFactory(agreement=cast.agreement, year=2025)
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal))
    for row in (cast.agreement, cast.theme, cast.goal, cast.action, cast.agenda, Indicator.objects.get()):
        assert save(officer, row).status_code == 302
    assert Target.objects.count() == 1


def test_a_row_below_another_that_cannot_go_says_why(cast, refused):
    """Each of these gave an error page: what points to the row, and what a rule of writing holds, was met while saving."""
    DecisionFactory(meeting=MeetingFactory(agreement=cast.agreement), action=cast.action)
    (sentence,) = refused(cast.agreement, agendas___0___DELETE="on")["agendas"]
    assert sentence == "This cannot be deleted: a meeting decided about it. It stays."
    DwellingCountFactory(project=ProjectFactory(agreement=cast.agreement, name="Project 0"))
    (sentence,) = refused(cast.agreement, projects___0___DELETE="on")["projects"]
    assert sentence == "“Project 0” cannot be deleted, because of what was recorded with it: counts of homes."
