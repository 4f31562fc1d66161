"""What people type: dates, amounts and bullets as they write them, and what is said back."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from agreements.admin.fields import bullets_as_markdown
from agreements.models import Agreement, MeetingRule
from parties.dates import DayField
from parties.numbers import NumberField
from tests.factories import AppendixFactory, MeetingRuleFactory

from .posting import address, filled_in, save


@pytest.mark.parametrize(
    "typed",
    ["7-12-2023", "07-12-2023", "7/12/2023", "7.12.2023", "7 december 2023", "7 dec 2023", "7 dec. 2023", "7 December 2023"],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_date_as_people_write_it(typed, language):
    with translation.override(language):
        assert DayField().clean(typed) == datetime.date(2023, 12, 7)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31-2-2024", "Write the date as 7-12-2023."),
        ("7 foo 2023", "Write the date as 7-12-2023."),
        ("binnenkort", "Write the date as 7-12-2023."),
        ("7-12-1023", "The year 1023 cannot be right: write a date from 1990 to 2100."),
        ("7-12-2203", "The year 2203 cannot be right: write a date from 1990 to 2100."),
    ],
)
def test_what_is_no_date_of_an_agreement(typed, sentence):
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            DayField().clean(typed)
        assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("typed", "kept"), [("€ 350.000,-", 350000), ("350.000", 350000), ("€ 1.250,50", 1250.5), ("€ 500,--", 500)]
)
def test_an_amount_as_people_write_it(typed, kept):
    with translation.override("nl"):
        assert NumberField(max_digits=14, decimal_places=2).clean(typed) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("•\teen\no\ttwee\n▪\tdrie\n•\tvier", "- een\n  - twee\n    - drie\n- vier"),
        ("\uf0b7\teen\n\t\uf0b7\ttwee\n\uf0b7\tdrie", "- een\n  - twee\n- drie"),
        ("–\teen\n–\ttwee", "- een\n- twee"),
        ("➢ een\n· twee", "- een\n  - twee"),
        ("- een\n  - twee\nover en weer – zo", "- een\n  - twee\nover en weer – zo"),
        ("Tekst\n• een\nTekst\no zo", "Tekst\n- een\nTekst\no zo"),
    ],
)
def test_bullets_of_a_word_processor(pasted, kept):
    assert bullets_as_markdown(pasted) == kept


def told(client) -> list[str]:
    return [str(message) for message in client.get(reverse("admin:index")).context["messages"]]


def test_the_sentences_after_saving(cast, officer):
    rule = MeetingRuleFactory(agreement=cast.agreement)
    save(officer, rule, frequency="nooit")
    rule.refresh_from_db()
    with translation.override("en"):
        named = str(rule)
    assert told(officer) == [f'Saved: <a href="{address(rule)}">{named}</a>']
    officer.post(address(rule, "delete"), {"post": "yes"})
    assert told(officer) == [f"Deleted: {named}"]


def test_the_file_of_an_appendix_has_the_address_of_the_site(cast, officer):
    appendix = AppendixFactory(agreement=cast.agreement, file="appendices/kaart.pdf")
    for row in (appendix, cast.agreement):
        assert f'href="{reverse("appendix", args=[appendix.pk])}"' in officer.get(address(row)).content.decode()


def test_without_javascript_rows_below_a_row_are_written(cast, officer):
    page = officer.get(address(cast.agreement)).content.decode()
    assert '<noscript><p><a href="?lege_regels=3">' in page
    url = address(cast.agreement) + "?lege_regels=3"
    assert 'name="meeting_rules-2-subject"' in officer.get(url).content.decode()
    data = filled_in(officer, url) | {"meeting_rules-1-kind": "ambtelijk", "meeting_rules-1-frequency": "ieder kwartaal"}
    assert officer.post(url, data).status_code == 302
    assert MeetingRule.objects.get().frequency == "ieder kwartaal"


def test_a_search_box_with_too_many_rows_lists_none_of_them(cast, officer, monkeypatch):
    rule = MeetingRuleFactory(agreement=cast.agreement, goal=cast.goal)
    new = address(MeetingRule, "add")
    assert f'<option value="{cast.goal.pk}">{cast.goal}</option>' in officer.get(new).content.decode(), "without JavaScript"
    monkeypatch.setattr("agreements.admin.choices.MOST_OPTIONS", 0)
    assert f">{cast.goal}</option>" not in officer.get(new).content.decode()
    assert f">{cast.goal}</option>" in officer.get(address(rule)).content.decode()


def test_an_address_of_an_agreement_in_plain_words(cast, officer):
    page = save(officer, Agreement, add={}, title="x", slug="met spaties!", start_year="2027", end_year="2030")
    assert "Use letters without accents, digits and hyphens only." in page.content.decode()
