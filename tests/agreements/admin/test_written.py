"""What the page for writing does is only read in the admin, by a superuser too; a link leads to its place on that page."""

import pytest

from agreements.admin.written import KINDS
from agreements.models import Action, Agenda, Agreement, Appendix, Goal, Indicator, Target, Theme
from agreements.writing.parts import PARTS
from agreements.writing.when import FIELDS as WHEN
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    TargetFactory,
    ThemeFactory,
)

from .posting import address, filled_in, history_counts, save, sentences

for_everyone = pytest.mark.parametrize("who", ["officer", "admin"])
APART = {"leads", "targets"}  # rows of their own, below the row
# Of what is done with a row as a whole: the fields in which that is written.
BY_ACTS = {
    Theme: {"parent"},
    Goal: {"theme", "dropped_from", "drop_reason"},
    Action: {"goal", "dropped_on", "drop_reason"},
}
STAYS = {Agenda: {"year"}, Action: {"agenda"}, Appendix: {"agenda"}}
STAYS |= {Indicator: {"goal", "price_level", "baseline", "baseline_on", "delivered_by", "delivered_to", "delivered_when"}}


@pytest.fixture
def client(who, request):
    return request.getfixturevalue(who)


@pytest.fixture
def rows(cast) -> dict:
    """Of each kind that the page writes a row."""
    Agreement.objects.filter(pk=cast.agreement.pk).update(layout=Agreement.Layout.DOCUMENT)
    appendix = AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, file="appendices/kaart.pdf")
    indicator = IndicatorFactory(goal=cast.goal)
    rows = (cast.agenda, Agreement.objects.get(pk=cast.agreement.pk), cast.theme, cast.goal, cast.action, indicator, appendix)
    return {type(row): row for row in rows}


def fields_in(client, row) -> set[str]:
    """What can be filled in about the row itself."""
    return set(client.get(address(row)).context["adminform"].form.fields) - {"change_reason", "history_seen"}


@for_everyone
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_exactly_what_the_page_writes_is_not_asked_here(rows, client, model):
    parts = {name for part in PARTS[KINDS[model]].values() for name in part.fields} - APART
    written = {column for name in parts for column in (WHEN if name == "when" else (name,))} | BY_ACTS.get(model, set())
    asked = fields_in(client, rows[model])
    assert asked & written == set()
    if model is not Agreement:
        assert asked == STAYS.get(model, set())
    else:
        assert {"title", "start_year", "theme_label"} <= asked, "what the page cannot do"


@for_everyone
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_a_link_leads_to_its_place_on_the_page(rows, client, model):
    row, kind = rows[model], KINDS[model]
    page = client.get(address(row)).content.decode()
    place = "" if kind in {"tekst", "geheel"} else f"#{kind}-{row.pk}"
    link = f"/afspraken/waterhoek-2023-2026/2024/schrijven/{place}"
    assert f'<a href="{link}">Edit on the page for writing</a>' in page
    written = client.get(link).content.decode()
    assert not place or f'id="{place[1:]}"' in written


@for_everyone
def test_it_is_not_added_deleted_or_changed_by_what_is_sent_all_the_same(cast, rows, client):
    before = history_counts()
    for model in (Theme, Goal, Action, Indicator, Appendix):
        row = rows[model]
        assert client.get(address(model, "add")).status_code == client.post(address(model, "add"), {}).status_code == 403
        assert client.get(address(row, "delete")).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
        assert "deletelink" not in client.get(address(row)).content.decode()
        typed = {"text": "Stiekem.", "title": "Stiekem.", "name": "Stiekem."}
        assert save(client, row, **typed).status_code == 302
    below = {"goals___0___text": "Stiekem.", "goals___1___text": "Nieuw.", "goals___TOTAL_FORMS": "2", "goals___0___DELETE": "on"}
    save(client, cast.theme, **below)
    save(client, cast.action, leads___0___task="Stiekem.", leads___0___DELETE="on")
    save(client, cast.agreement, themes___0___title="Stiekem.", themes___0___DELETE="on", appendices___0___title="Stiekem.")
    save(client, cast.agreement, agendas___0___title="Stiekem.")
    assert history_counts() == before


@for_everyone
def test_a_page_on_which_nothing_is_asked_has_no_button(rows, client):
    for model in KINDS:
        page = client.get(address(rows[model])).content.decode()
        assert ('name="_save"' in page, "change_reason" in page) == (model not in {Theme, Goal},) * 2, model


def test_without_a_year_there_is_no_page_and_all_is_written_here(cast, without_agenda, officer):
    for row in (cast.agreement, cast.theme, cast.goal, IndicatorFactory(goal=cast.goal)):
        page = officer.get(address(row)).content.decode()
        assert "schrijven/" not in page
        assert 'name="_save"' in page
    assert save(officer, cast.theme, title="Anders").status_code == 302
    assert save(officer, cast.goal, text="Anders.").status_code == 302
    below = {"goals___TOTAL_FORMS": "2", "goals___1___number": "18", "goals___1___text": "Nieuw."}
    assert save(officer, cast.theme, **below).status_code == 302
    assert (Theme.objects.get(pk=cast.theme.pk).title, cast.theme.goals.count()) == ("Anders", 2)
    assert officer.get(address(cast.goal, "delete")).status_code == 200


def test_a_goal_that_no_agenda_prints_is_written_here(cast, officer):
    goal = GoalFactory(theme=cast.theme, number="18", start_year=2026)
    assert "schrijven/" not in officer.get(address(goal)).content.decode()
    assert save(officer, goal, text="Anders.").status_code == 302
    assert Goal.objects.get(pk=goal.pk).text == "Anders."
    AgendaFactory(agreement=cast.agreement, year=2026)
    assert f"/2026/schrijven/#doel-{goal.pk}" in officer.get(address(goal)).content.decode()
    assert fields_in(officer, goal) == set()


def test_the_link_leads_to_the_first_year_that_is_still_written(cast, officer):
    AgendaFactory(agreement=cast.agreement, year=2025)
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on="2023-12-14")
    assert f"/2025/schrijven/#doel-{cast.goal.pk}" in officer.get(address(cast.goal)).content.decode()
    assert f"/2024/schrijven/#actie-{cast.action.pk}" in officer.get(address(cast.action)).content.decode(), "it is of that year"
    Agenda.objects.filter(agreement=cast.agreement).update(state="adopted", adopted_on="2023-12-14")
    assert f"/2025/schrijven/#doel-{cast.goal.pk}" in officer.get(address(cast.goal)).content.decode(), "there one proposes"


def test_the_introduction_of_a_table_is_not_printed_and_stays_here(cast, officer):
    assert cast.agreement.layout == Agreement.Layout.TABLE
    assert "introduction" in fields_in(officer, cast.agreement)


def test_the_file_of_an_appendix_is_a_link_and_its_year_is_chosen_here(cast, rows, officer):
    appendix = rows[Appendix]
    for row in (appendix, cast.agreement):
        page = officer.get(address(row)).content.decode()
        assert f'<a href="/bijlagen/{appendix.pk}/">' in page
        assert "/media/" not in page
    assert save(officer, appendix, agenda=None).status_code == 302
    assert Appendix.objects.get().agenda is None


@for_everyone
def test_only_targets_of_years_without_a_page_are_written_here(cast, client):
    indicator = IndicatorFactory(goal=cast.goal)
    whole, of_2024, of_2026 = (TargetFactory(indicator=indicator, year=year, value=70) for year in (None, 2024, 2026))
    data = filled_in(client, address(indicator))
    places = {int(data[f"targets-{number}-id"]): f"targets___{number}___" for number in range(3)}
    why = {"targets": ["Targets over the whole period and of 2024 are written on the page for writing."]}
    new = {"targets___TOTAL_FORMS": "4", "targets___3___value": "5"}
    before = history_counts()
    for row in (whole, of_2024):
        assert save(client, indicator, **{f"{places[row.pk]}value": "1"}).status_code == 302, "it is not read"
        assert sentences(save(client, indicator, **{f"{places[row.pk]}DELETE": "on"})) == why
        assert f'name="{places[row.pk].replace("___", "-")}DELETE"' not in client.get(address(indicator)).content.decode()
    Target.objects.filter(pk=of_2024.pk).update(year=2023)  # so that the rule about a second one of a year does not answer
    assert sentences(save(client, indicator, **new, targets___3___year="2024")) == why
    assert sentences(save(client, indicator, **{f"{places[of_2026.pk]}year": "2024"})) == why
    assert history_counts() == before
    assert save(client, indicator, **{f"{places[of_2026.pk]}value": "80"}).status_code == 302
    assert save(client, indicator, **new, targets___3___year="2025").status_code == 302
    assert dict(indicator.targets.values_list("year", "value")) == {None: 70, 2023: 70, 2025: 5, 2026: 80}


def test_a_year_goes_with_what_stands_in_it(cast, officer):
    """Its page cannot take it away; that one may not delete an action here is no obstacle."""
    agenda = AgendaFactory(agreement=cast.agreement, year=2025)
    ActionFactory(goal=cast.goal, agenda=agenda)
    assert "Yes, delete" in officer.get(address(agenda, "delete")).content.decode()
    assert officer.post(address(agenda, "delete"), {"post": "yes"}).status_code == 302
    assert not Agenda.objects.filter(pk=agenda.pk).exists()


def test_a_sub_theme_and_rows_below_are_read_where_the_page_writes_them(cast, officer):
    ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1")
    for row in (cast.agreement, cast.theme, cast.goal, cast.action):
        for inline in officer.get(address(row)).context["inline_admin_formsets"]:
            name = inline.formset.prefix
            if name in {"themes", "appendices", "sub_themes", "goals", "actions", "indicators", "leads"}:
                asked = {field for form in inline.formset.forms for field in form.fields} - {"id", inline.formset.fk.name}
                assert (asked, inline.has_add_permission) == ({"contact"} if name == "leads" else set(), False), name
