"""The page where an agenda is written, as plain forms: everything without JavaScript."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.changes import workflow as changes
from agreements.consent import adoption
from agreements.models import Action, ActionLink, Agreement, Appendix, Goal, Indicator, Project, Proposal, Theme, WritingStep
from parties.models import Membership
from tests.agreements.changes.conftest import in_days, now, scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import AgendaFactory, CommentFactory, MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client, settings):
    settings.MAIL_PER_SENDER = settings.MAIL_PER_RECEIVER = (100_000, 100_000)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


def new_goal(site, **fields) -> Goal:
    """A goal that 2024 does not have."""
    goal = Goal(theme=site.cast.theme, added_on=date(2025, 1, 1), **{"number": "30", "text": "Nieuw.", "position": 9, **fields})
    goal.written_for = 2025
    goal.save()
    return goal


@pytest.fixture
def site(client, scene):  # noqa: F811
    """The scene in which 2024 is in force and 2025 a draft, with a browser in which its coordinator is signed in."""
    client.force_login(scene.coordinator)
    scene.client = client
    scene.home = f"/afspraken/{scene.cast.agreement.slug}/2025/schrijven/"
    scene.action = Action.objects.get(agenda__year=2025)
    return scene


def typed(site, where: str, **filled) -> dict:
    """What the form that stands open sends, with this filled in."""
    found = site.client.get(f"{site.home}{where}/", follow=True).context["open"].form
    values = {name: found.fields[name].prepare_value(found[name].value()) for name in found.fields}
    return {**{name: value for name, value in values.items() if value not in {None, False}}, **filled}


def write(site, where: str, **filled):
    shown = site.client.post(f"{site.home}{where}/", typed(site, where, **filled), follow=True)
    if shown.status_code != 200:
        print(shown.context["open"].form.errors.as_text())
    return shown


# -- The page


def test_each_part_of_the_agenda_has_its_way_to_be_written(site):
    page = site.client.get(site.home).content.decode()
    assert "De sloop is begonnen." in page
    for part in ("project", "tekst", "trekkers", "wanneer", "soort", "budget"):
        assert f'id="deel-actie-{site.action.pk}-{part}"' in page
    assert f'href="?deel=doel-{site.cast.goal.pk}-tekst#deel-doel-{site.cast.goal.pk}-tekst"' in page
    again = site.client.post(f"{site.home}doel/{site.cast.goal.pk}/tekst/", {"als": "schrijven"}).content.decode()
    assert f'href="{site.home}?deel=actie-{site.action.pk}-tekst#' in again, "the page stands at another address then"


def test_who_writes_finds_it_on_the_agenda_and_who_reads_does_not(site):
    agenda = site.agenda(2025).get_absolute_url()
    assert f'href="{site.home}"' in site.client.get(agenda).content.decode()
    site.client.force_login(site.signers[site.cast.association])
    assert f'href="{site.home}"' not in site.client.get(agenda).content.decode()
    assert site.client.get(site.home).status_code == 403


def test_the_form_stands_in_its_place_without_javascript(site):
    page = site.client.get(f"{site.home}?deel=actie-{site.action.pk}-tekst").content.decode()
    assert page.count('<form class="part-form"') == 1
    assert page.index('id="doel-') < page.index("part-form") < page.index("De sloop is begonnen.</textarea>")


def test_a_script_gets_the_form_alone_and_the_part_after_it(site):
    address, script = f"{site.home}actie/{site.action.pk}/tekst/", {"HTTP_HX_REQUEST": "true"}
    form = typed(site, f"actie/{site.action.pk}/tekst", text="De **sloop** is klaar.")
    alone = site.client.get(address, **script).content.decode()
    assert alone.lstrip().startswith('<form class="part-form"')
    shown = site.client.post(address, form, **script).content.decode()
    assert shown.count("<strong>sloop</strong>") == shown.count("part__edit") == 1
    assert "<html" not in alone + shown
    assert site.client.get(f"{address}?tonen", **script).content.decode() == shown


@pytest.mark.parametrize("more", [0, 6])
def test_the_page_asks_as_many_queries_whatever_the_size(site, more):
    CommentFactory(goal=site.cast.goal, party=site.cast.tenants, by=site.cast.tenant, year=2025)
    write(site, f"doel/{site.cast.goal.pk}/tekst", text="Een ander doel.")
    for number in range(more):
        goal = Goal.objects.create(theme=site.cast.theme, number=f"9.{number}", text="Meer.", position=50 + number)
        Action.objects.create(agenda=site.agenda(2025), goal=goal, text="Iets.", position=1)
        Indicator.objects.create(goal=goal, name="Aantal", unit="woningen", kind="minimum", per="year")
    site.client.get(site.home)
    with CaptureQueriesContext(connection) as asked:
        site.client.get(site.home)
    assert len(asked) <= 14, "\n".join(query["sql"][:150] for query in asked)


def look(site, what: str, **headers) -> str:
    """What one only looks at: in its place on the page, or alone for a script."""
    if not headers:
        return words_of(site.client.get(f"{site.home}?deel={what}"))
    alone = site.client.get(f"{site.home}{what.replace('-', '/', 2)}/", headers=headers).content.decode()
    assert "<html" not in alone
    return " ".join(re.sub(r"<[^>]+>", " ", alone).split())


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_menu_of_a_row_is_asked_when_it_opens(site, headers):
    closed = site.client.get(site.home).content.decode()
    assert "Split" not in closed
    assert f'href="?deel=actie-{site.action.pk}-menu#deel-actie-{site.action.pk}-menu"' in closed
    menu = look(site, f"actie-{site.action.pk}-menu", **headers)
    assert all(word in menu for word in ("Add an action", "Move", "Split", "Merge", "Drop", "Copy", "Delete"))
    assert "No longer dropped" not in menu
    write(site, f"actie/{site.action.pk}/vervallen", reason="Geen geld.")
    assert "No longer dropped" in look(site, f"actie-{site.action.pk}-menu", **headers)
    assert site.client.post(f"{site.home}actie/{site.action.pk}/menu/").status_code == 405


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_a_row_was_in_the_year_before(site, headers):
    """The goal stood in 2024; the action comes from there once it says so."""
    said = f"doel-{site.cast.goal.pk}-was-wordt"
    assert said not in site.client.get(site.home).content.decode()
    write(site, f"doel/{site.cast.goal.pk}/tekst", text="Een ander doel, met 90 woningen.")
    assert said in site.client.get(site.home).content.decode()
    shown = look(site, said, **headers)
    assert "Differs from 2024" in shown
    assert "75 becomes 90" in shown
    earlier = Action.objects.filter(agenda__year=2024).first()
    said = f"actie-{site.action.pk}-was-wordt"
    assert said not in site.client.get(site.home).content.decode(), "it is new"
    ActionLink(earlier=earlier, later=site.action).save()
    assert said in site.client.get(site.home).content.decode()
    assert earlier.text.split()[-1].rstrip(".") in look(site, said, **headers)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_open_comments_are_counted_at_their_row_answered_and_resolved_there(site, headers):
    said = f"actie-{site.action.pk}-opmerkingen"
    assert said not in site.client.get(site.home).content.decode()
    about = {"party": site.cast.tenants, "by": site.cast.tenant, "year": 2025}
    first = CommentFactory(action=site.action, text="Wanneer precies?", **about)
    CommentFactory(action=site.action, text="Van ons alleen.", is_own=True, **about)
    CommentFactory(theme=site.cast.theme, text="Bij het thema.", **about)
    page = site.client.get(site.home)
    assert said in page.content.decode()
    assert words_of(page).count("1 open comment") == 2, "what another party keeps to itself is not counted"
    shown = look(site, said, **headers)
    assert "Wanneer precies?" in shown
    assert "Van ons alleen." not in shown
    assert "Bij het thema." in look(site, f"thema-{site.cast.theme.pk}-opmerkingen", **headers)
    back = f"{site.home}?deel={said}" if not headers else f"{site.home}{said.replace('-', '/', 2)}/"
    typed = {"text": "In mei.", "party": site.cast.municipality.pk, "next": back}
    assert "In mei." in words_of(site.client.post(f"/opmerkingen/{first.pk}/antwoorden/", typed, follow=True))
    site.client.post(f"/opmerkingen/{first.pk}/afhandelen/", {"next": back})
    assert words_of(site.client.get(site.home)).count("1 open comment") == 1


# -- Each part of each row


def test_the_title_and_introduction_of_the_year(site):
    agenda = site.agenda(2025)
    write(site, f"tekst/{agenda.pk}/kop", title="Jaarschijf 2025")
    write(site, f"tekst/{agenda.pk}/inleiding", introduction_title="Vooraf", introduction="Dit jaar **bouwen** we.")
    assert (now(agenda).title, now(agenda).introduction_title) == ("Jaarschijf 2025", "Vooraf")
    assert "<strong>bouwen</strong>" in site.client.get(site.home).content.decode()


def test_the_words_of_a_theme_are_written_for_the_year(site):
    theme = site.cast.theme
    write(site, f"thema/{theme.pk}/kop", number="1", title="Wonen in 2025")
    write(site, f"thema/{theme.pk}/inleiding", introduction="Nieuw vooraf.")
    again = now(theme)
    assert (again.title, again.introduction) == ("Wonen in 2025", "Nieuw vooraf.")
    assert again.in_force(2024).title == theme.title, "the year that is in force keeps its own"
    site.all_is_well()


def test_the_words_of_a_goal_are_written_for_the_year(site):
    write(site, f"doel/{site.cast.goal.pk}/tekst", text="De voorraad groeit met 90 woningen.", commitment="effort", number="17a")
    goal = now(site.cast.goal)
    assert (goal.number, goal.text, goal.commitment) == ("17a", "De voorraad groeit met 90 woningen.", "effort")
    assert goal.in_force(2024).text == site.cast.goal.text
    site.all_is_well()


def test_the_years_of_a_goal_that_is_not_agreed_yet(site):
    goal = new_goal(site)
    write(site, f"doel/{goal.pk}/jaren", start_year=2025, end_year=2026, is_focus="on")
    assert (now(goal).start_year, now(goal).end_year, now(goal).is_focus) == (2025, 2026, True)


def test_the_text_of_an_action_with_bullets_of_a_word_processor(site):
    write(site, f"actie/{site.action.pk}/tekst", text="Klaar:\r\n• sloop\r\n• bouw")
    assert now(site.action).text == "Klaar:\n- sloop\n- bouw"


def test_a_project_by_its_name_and_a_new_one(site):
    write(site, f"actie/{site.action.pk}/project", project="Steenhuys")
    first = now(site.action).project
    assert first.name == "Steenhuys"
    write(site, f"actie/{site.action.pk}/project", project="")
    assert now(site.action).project is None
    write(site, f"actie/{site.action.pk}/project", project="steenhuys")
    assert now(site.action).project == first


def test_the_leads_by_name_in_order_with_task_and_contact(site):
    where = f"actie/{site.action.pk}/trekkers"
    tenants, municipality = site.cast.tenants, site.cast.municipality
    contact = {f"contact_{municipality.pk}": site.coordinator.pk}
    write(site, where, leads_names=f"{tenants.name}, {municipality.name.upper()} (regie, en bouw); ", **contact)
    leads = [(lead.party, lead.task, lead.contact) for lead in site.action.leads.all()]
    assert leads == [(tenants, "", None), (municipality, "regie, en bouw", site.coordinator)]
    shown = typed(site, where)["leads_names"]
    assert shown == f"{tenants.name}, {municipality.name} (regie, en bouw)"
    write(site, where, leads_names=", ".join(reversed(shown.split(", ", 1))))
    assert [(lead.party, lead.contact) for lead in site.action.leads.all()] == [(municipality, site.coordinator), (tenants, None)]
    write(site, where)
    assert [lead.task for lead in site.action.leads.all()] == ["regie, en bouw", ""], "what is shown is what is kept"
    write(site, where, leads_names=tenants.name)
    assert [lead.party for lead in site.action.leads.all()] == [tenants]
    twice = write(site, where, leads_names=f"{tenants.name}, {tenants.name}")
    assert refused(twice, "leads_names", "A party leads an action once.", tenants.name)


def test_when_as_people_say_it_and_shown_back_as_understood(site):
    where = f"actie/{site.action.pk}/wanneer"
    shown = write(site, where, when="vanaf Q2, ieder halfjaar")
    action = now(site.action)
    assert (action.starts_on, action.starts_precision, action.recurrence) == (date(2025, 4, 1), "quarter", "half_year")
    assert "from quarter 2 of 2025" in words_of(shown)
    write(site, where, when="voor 1 juli")
    assert (now(site.action).due_on, now(site.action).starts_on) == (date(2025, 7, 1), None)
    assert typed(site, where)["when"] == "1 July 2025"
    write(site, where)
    assert now(site.action).due_on == date(2025, 7, 1), "what is shown is what is kept"
    write(site, where, when="")
    assert now(site.action).due_on is None


def test_a_date_that_means_two_things_asks(site):
    where = f"actie/{site.action.pk}/wanneer"
    shown = write(site, where, when="voor juli")
    assert shown.status_code == 422
    assert "This can mean two things" in words_of(shown)
    assert "voor juli" in shown.content.decode()
    code = shown.context["open"].form.fields["when_choice"].choices[0][0]
    sent = typed(site, where, when="voor juli", when_choice=code)
    site.client.post(f"{site.home}{where}/", sent)
    assert now(site.action).due_on == date(2025, 6, 30)


def test_how_a_date_is_understood_is_told_while_one_types(site):
    assert "quarter 3 of 2025" in site.client.get(f"{site.home}begrepen/?when=Q3").content.decode()
    assert "We do not understand" in site.client.get(f"{site.home}begrepen/?when=ooit").content.decode()


def test_kind_number_and_budget(site):
    write(site, f"actie/{site.action.pk}/soort", kind="process", number="3b")
    write(site, f"actie/{site.action.pk}/budget", budget="€ 350.000")
    action = now(site.action)
    assert (action.kind, action.number) == ("process", "3b")


def test_a_figure_and_its_targets(site):
    figure = Indicator(goal=new_goal(site), name="Wachttijd", unit="jaren", kind="maximum", per="year")
    figure.save()
    write(site, f"cijfer/{figure.pk}/cijfer", name="Wachttijd in jaren", scope="de gemeente")
    assert (now(figure).name, now(figure).scope) == ("Wachttijd in jaren", "de gemeente")
    write(site, f"cijfer/{figure.pk}/streefwaarden", targets_0_value="7", targets_2025_value="6", targets_2025_approximate="on")
    found = {target.year: (target.value, target.approximate) for target in now(figure).targets.all()}
    assert found == {None: (Decimal(7), False), 2025: (Decimal(6), True)}
    write(site, f"cijfer/{figure.pk}/streefwaarden", targets_2025_value="")
    assert [target.year for target in now(figure).targets.all()] == [None]


# -- Rows that come, go and change places


def test_from_an_empty_agreement_to_a_first_agenda(site):
    agreement = Agreement.objects.create(title="Nieuw", slug="nieuwe-polder", start_year=2025, end_year=2028)
    agreement.participations.create(party=site.cast.municipality, state="accepted", position=1)
    agenda = AgendaFactory(agreement=agreement, year=2025)
    site.home = "/afspraken/nieuwe-polder/2025/schrijven/"
    assert "Begin with a theme" in words_of(site.client.get(site.home))
    write(site, f"tekst/{agenda.pk}/thema-erbij", number="1", title="Bouwen")
    theme = Theme.objects.get(agreement=agreement)
    write(site, f"thema/{theme.pk}/paragraaf-erbij", number="1.1", title="Nieuwbouw")
    section = Theme.objects.get(parent=theme)
    write(site, f"thema/{section.pk}/doel-erbij", number="1", text="Er komen 100 woningen.")
    goal = Goal.objects.get(theme=section)
    write(site, f"doel/{goal.pk}/actie-erbij", text="De eerste 20 staan er.", leads_names=site.cast.municipality.name, when="Q4")
    write(
        site,
        f"doel/{goal.pk}/cijfer-erbij",
        name="Woningen",
        unit="woningen",
        kind="minimum",
        per="period",
        targets_0_value="100",
    )
    write(site, f"tekst/{agenda.pk}/bijlage-erbij", number="1", title="Kaart", file=SimpleUploadedFile("kaart.txt", b"kaart"))
    page = words_of(site.client.get(site.home))
    for words in ("1.1 Nieuwbouw", "Er komen 100 woningen.", "De eerste 20 staan er.", "quarter 4 of 2025", "Kaart", "100"):
        assert words in page
    assert Appendix.objects.get(agreement=agreement).file_name == "kaart.txt"


def test_a_row_comes_after_another_one(site):
    goal = site.cast.goal.pk
    write(site, f"doel/{goal}/actie-erbij", text="Laatste.")
    write(site, f"actie/{site.action.pk}/actie-erbij", text="Tweede.")
    texts = list(Action.objects.filter(agenda__year=2025, goal=goal).order_by("position").values_list("text", "position"))
    assert [text for text, _place in texts] == ["De sloop is begonnen.", "Tweede.", "Laatste."]
    assert len({place for _text, place in texts}) == 3


def order_of(site) -> list[str]:
    return list(Action.objects.filter(agenda__year=2025).order_by("goal__position", "position").values_list("text", flat=True))


def test_rows_move_up_down_to_a_place_and_to_another_goal(site):
    for text in ("B", "C"):
        write(site, f"doel/{site.cast.goal.pk}/actie-erbij", text=text)
    a, (b, c) = site.action, Action.objects.filter(agenda__year=2025, text__in="BC").order_by("text")
    site.client.post(f"{site.home}actie/{c.pk}/omhoog/")
    assert order_of(site) == ["De sloop is begonnen.", "C", "B"]
    site.client.post(f"{site.home}actie/{a.pk}/omlaag/")
    assert order_of(site) == ["C", "De sloop is begonnen.", "B"]
    assert "This is the first already." in words_of(site.client.post(f"{site.home}actie/{c.pk}/omhoog/"))
    write(site, f"actie/{b.pk}/verplaatsen", before=c.pk)
    assert order_of(site) == ["B", "C", "De sloop is begonnen."]
    write(site, f"actie/{b.pk}/verplaatsen", above=site.cast.second_goal.pk)
    assert now(b).goal_id == site.cast.second_goal.pk
    write(site, f"doel/{site.cast.second_goal.pk}/verplaatsen", above=site.cast.second_theme.pk)
    assert now(site.cast.second_goal).theme == site.cast.second_theme
    assert now(site.cast.second_goal).in_force(2024).theme == site.cast.theme
    site.all_is_well()


def test_split_merge_copy_drop_restore_delete(site):
    write(site, f"actie/{site.action.pk}/trekkers", leads_names=site.cast.tenants.name)
    write(site, f"actie/{site.action.pk}/splitsen", parts_0="Sloop.", parts_1="Bouw.", parts_2="Oplevering.")
    assert order_of(site) == ["Sloop.", "Bouw.", "Oplevering."]
    assert {lead.party for action in Action.objects.filter(agenda__year=2025) for lead in action.leads.all()} == {
        site.cast.tenants
    }
    build = Action.objects.get(text="Bouw.")
    write(site, f"actie/{site.action.pk}/samenvoegen", text="Sloop en bouw.", others=[build.pk])
    assert order_of(site) == ["Sloop en bouw.", "Oplevering."]
    write(site, f"actie/{site.action.pk}/kopie")
    assert order_of(site) == ["Sloop en bouw.", "Sloop en bouw.", "Oplevering."]
    write(site, f"actie/{site.action.pk}/vervallen", reason="Geen geld.", decided_on="2025-01-10")
    assert (now(site.action).drop_reason, now(site.action).dropped_on) == ("Geen geld.", date(2025, 1, 10))
    write(site, f"actie/{site.action.pk}/herstellen")
    assert now(site.action).dropped_on is None
    write(site, f"actie/{site.action.pk}/weg")
    assert order_of(site) == ["Sloop en bouw.", "Oplevering."]


def test_a_goal_is_dropped_from_the_year_with_what_was_to_be_done_for_it(site):
    write(site, f"doel/{site.cast.goal.pk}/vervallen", reason="Ander beleid.")
    assert (now(site.cast.goal).dropped_from, now(site.action).drop_reason) == (2025, "Ander beleid.")
    site.all_is_well()


def test_a_goal_is_copied_with_its_actions(site):
    write(site, f"doel/{site.cast.goal.pk}/kopie")
    new = Goal.objects.exclude(pk=site.cast.goal.pk).get(text=site.cast.goal.text)
    assert (new.number, [action.text for action in new.actions.all()]) == ("", ["De sloop is begonnen."])
    site.all_is_well()


def test_a_goal_is_split_and_merged_by_its_forms(site):
    goal = site.cast.goal
    write(site, f"doel/{goal.pk}/splitsen", parts_0="Slopen.", parts_2="Bouwen.", **{f"action_{site.action.pk}": 2})
    new = Goal.objects.get(text="Bouwen.")
    assert now(site.action).goal == new
    refused = write(site, f"doel/{new.pk}/splitsen", parts_0="Een.", parts_1="Twee.", **{f"action_{site.action.pk}": 4})
    assert (refused.status_code, "This part has no text" in words_of(refused)) == (422, True)
    shown = write(site, f"doel/{goal.pk}/samenvoegen", text="Slopen en bouwen.", others=[new.pk])
    assert "Merge: done" in words_of(shown)
    assert (now(site.action).goal, now(goal).in_force(2025).text) == (goal, "Slopen en bouwen.")
    assert not Goal.objects.filter(pk=new.pk).exists()
    site.all_is_well()


def test_what_stood_in_an_adopted_text_is_not_deleted(site):
    shown = write(site, f"doel/{site.cast.goal.pk}/weg")
    assert shown.status_code == 422
    assert "Drop" in words_of(shown)
    assert Goal.objects.filter(pk=site.cast.goal.pk).exists()


# -- Undoing


def test_the_last_things_that_one_did_are_undone_one_by_one(site):
    write(site, f"actie/{site.action.pk}/tekst", text="Anders.")
    write(site, f"doel/{site.cast.goal.pk}/tekst", text="Een ander doel.")
    write(site, f"doel/{site.cast.goal.pk}/actie-erbij", text="Erbij.", leads_names=site.cast.tenants.name)
    undo = f"{site.home}ongedaan/"
    assert "Undo" in words_of(site.client.get(site.home))
    site.client.post(undo)
    assert order_of(site) == ["Anders."]
    site.client.post(undo)
    assert now(site.cast.goal).text == site.cast.goal.text
    assert not now(site.cast.goal).texts.exists()
    site.client.post(undo)
    assert order_of(site) == ["De sloop is begonnen."]
    assert "nothing of yours" in words_of(site.client.post(undo, follow=True))
    site.all_is_well()


# -- Several at once


def test_lead_date_and_chapter_of_several_rows(site):
    write(site, f"doel/{site.cast.goal.pk}/actie-erbij", text="B")
    form = site.client.get(f"{site.home}meer/").context["form"]
    actions, goals = ([value for value, _words in form.fields[name].choices] for name in ("actie", "doel"))
    sent = {"actie": actions, "leads_names": site.cast.municipality.name, "how": "erbij", "when": "Q3"}
    assert "Written in 2 rows" in words_of(site.client.post(f"{site.home}meer/", sent, follow=True))
    for action in Action.objects.filter(agenda__year=2025):
        assert ([lead.party for lead in action.leads.all()], action.due_on) == ([site.cast.municipality], date(2025, 9, 30))
    stale = site.client.post(f"{site.home}meer/", {"actie": actions, "when": "Q4"})
    assert (stale.status_code, "changed" in words_of(stale)) == (422, True)
    site.client.post(f"{site.home}meer/", {"doel": goals, "theme": site.cast.second_theme.pk})
    assert {goal.theme for goal in Goal.objects.filter(theme__agreement=site.cast.agreement)} == {site.cast.second_theme}
    site.all_is_well()


# -- Bad input: one sentence at its place, and what was typed stays


def refused(shown, field: str, sentence: str, typed: str) -> bool:
    """Whether the page says this at the field, with what was typed still in it, and nothing else of the page is lost."""
    form = shown.context["open"].form
    page = shown.content.decode()
    assert shown.status_code in {409, 422}
    assert sentence in " ".join(form.errors.get(field, [])), form.errors
    assert len([each for errors in form.errors.values() for each in errors]) == 1
    return typed in page and "part-form" in page


def test_a_text_that_is_emptied(site):
    shown = write(site, f"doel/{site.cast.goal.pk}/tekst", text="  ", number="17b")
    assert refused(shown, "text", "An empty text says nothing.", 'value="17b"')


def test_a_number_that_is_used_twice(site):
    shown = write(site, f"doel/{site.cast.goal.pk}/tekst", number=site.cast.second_goal.number, text="Anders gezegd.")
    assert refused(shown, "number", "This number is already in use in this theme.", "Anders gezegd.")
    shown = write(site, f"thema/{site.cast.theme.pk}/kop", number="2", title="Getypt.")
    assert refused(shown, "number", "There is already a theme with this number.", "Getypt.")


def test_a_lead_that_does_not_take_part_in_that_year(site):
    where = f"actie/{site.action.pk}/trekkers"
    stranger = write(site, where, leads_names="Onbekend Wonen (regie)")
    assert refused(stranger, "leads_names", "“Onbekend Wonen” does not take part in this agreement.", "regie")
    site.cast.agreement.participations.filter(party=site.cast.tenants).update(to_year=2024)
    left = write(site, where, leads_names=site.cast.tenants.name)
    assert refused(left, "leads_names", "does not take part in this agreement in 2025.", site.cast.tenants.name)


def test_a_date_that_nobody_understands(site):
    shown = write(site, f"actie/{site.action.pk}/wanneer", when="als de sloop klaar is")
    assert refused(shown, "when", "We do not understand this as a date.", "als de sloop klaar is")


def test_a_paste_of_200_000_characters(site):
    shown = write(site, f"actie/{site.action.pk}/tekst", text="abcd " * 40_000)
    assert refused(shown, "text", "At most 20,000 characters", "abcd " * 100)


def test_a_row_that_a_colleague_just_deleted_can_be_put_back(site):
    where = f"actie/{site.action.pk}/tekst"
    sent = typed(site, where, text="Mijn mooie tekst.")
    site.client.post(f"{site.home}actie/{site.action.pk}/weg/")
    shown = site.client.post(f"{site.home}{where}/", sent)
    assert shown.status_code == 409
    assert "deleted this meanwhile" in words_of(shown)
    assert "Mijn mooie tekst." in shown.content.decode()
    site.client.post(f"{site.home}actie/{site.action.pk}/terug/")
    assert order_of(site) == ["De sloop is begonnen."]
    assert site.client.get(f"{site.home}actie/999999/tekst/").status_code == 404


def test_a_theme_moved_into_its_own_paragraph(site):
    write(site, f"thema/{site.cast.theme.pk}/paragraaf-erbij", number="1.1", title="Nieuwbouw")
    section = Theme.objects.get(title="Nieuwbouw")
    address = f"{site.home}thema/{site.cast.theme.pk}/verplaatsen/"
    shown = site.client.post(address, {"above": section.pk, "before": 0, "als": "schrijven"})
    assert refused(shown, "above", "A theme cannot be moved into itself", "part-form")


def test_an_adopted_agenda_reached_by_an_old_tab(site):
    where = f"actie/{site.action.pk}/tekst"
    sent = typed(site, where, text="Uit een oude tab.")
    agenda = site.agenda(2025)
    proposal = adoption.propose(text=agenda, by=site.coordinator, deadline=in_days(14))
    shown = site.client.post(f"{site.home}{where}/", sent)
    assert shown.status_code == 409
    assert "is proposed for adoption: its text stands still" in words_of(shown)
    assert "Uit een oude tab." in shown.content.decode()
    site.agree(proposal)
    shown = site.client.post(f"{site.home}{where}/", sent)
    assert shown.status_code == 409
    assert "Save again to put it in a proposal" in words_of(shown)
    assert "Uit een oude tab." in shown.content.decode()
    assert now(site.action).text == "De sloop is begonnen."
    again = {name: field.value() for name, field in ((each.name, each) for each in shown.context["open"].form)}
    site.client.post(f"{site.home}{where}/", again)
    assert [change.becomes for change in Proposal.objects.get(state="draft").changes.all()] == [{"text": "Uit een oude tab."}]


# -- A colleague was first


def colleague(site) -> None:
    user = UserFactory(name="Carla Collega")
    MembershipFactory(user=user, party=site.cast.association, role=Membership.Role.EDITOR)
    site.client.force_login(user)


def test_both_texts_are_shown_and_the_person_chooses_or_joins(site):
    where = f"actie/{site.action.pk}/tekst"
    sent = typed(site, where, text="De sloop is op 1 maart begonnen.")
    colleague(site)
    write(site, where, text="De sloop van 24 woningen is begonnen.")
    shown = site.client.post(f"{site.home}{where}/", sent)
    assert shown.status_code == 409
    assert "Carla Collega changed this while you wrote." in words_of(shown)
    page = shown.content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert now(site.action).text == "De sloop van 24 woningen is begonnen."
    form = {name: field.value() for name, field in ((each.name, each) for each in shown.context["open"].form)}
    joined = site.client.post(f"{site.home}{where}/", {**form, "samen": "1"}).context["open"].form["text"].value()
    assert joined == "De sloop van 24 woningen is begonnen.\n\nDe sloop is op 1 maart begonnen."
    site.client.post(f"{site.home}{where}/", form)
    assert now(site.action).text == "De sloop is op 1 maart begonnen."


def test_what_a_colleague_changed_in_another_field_stays(site):
    where = f"doel/{site.cast.goal.pk}/tekst"
    sent = typed(site, where, text="Anders gezegd.")
    colleague(site)
    write(site, where, number="17x")
    site.client.post(f"{site.home}{where}/", sent)
    goal = now(site.cast.goal)
    assert (goal.number, goal.text) == ("17x", "Anders gezegd.")


def test_the_same_change_twice_is_no_conflict(site):
    where = f"actie/{site.action.pk}/wanneer"
    sent = typed(site, where, when="Q3")
    write(site, where, when="Q3 2025")
    assert site.client.post(f"{site.home}{where}/", sent).status_code == 302


# -- A text in force


def test_on_a_text_in_force_the_same_form_writes_a_proposal(site):
    site.home = site.home.replace("2025", "2024")
    page = words_of(site.client.get(site.home))
    assert "What you write here becomes a proposal." in page
    action = Action.objects.filter(agenda__year=2024).order_by("pk").first()
    before = action.text
    write(site, f"actie/{action.pk}/tekst", text="Anders afgesproken.")
    write(site, f"actie/{action.pk}/wanneer", when="Q3")
    write(site, f"doel/{site.cast.goal.pk}/tekst", text="De voorraad groeit met 80 woningen.")
    proposal = Proposal.objects.get(state="draft")
    found = {change.about: change.becomes for change in proposal.changes.all()}
    assert found["goal"] == {"text": "De voorraad groeit met 80 woningen."}
    assert found["action"] == {"text": "Anders afgesproken.", "due_on": "2024-09-30", "due_precision": "quarter"}
    assert now(action).text == before
    nothing = write(site, f"actie/{action.pk}/trekkers")
    assert nothing.status_code in {200, 422}
    site.all_is_well()


def test_what_is_done_with_a_row_leads_to_the_same_in_a_proposal(site):
    site.home = site.home.replace("2025", "2024")
    action = Action.objects.filter(agenda__year=2024).order_by("pk").first()
    shown = site.client.get(f"{site.home}actie/{action.pk}/splitsen/")
    assert shown.url == f"/afspraken/{site.cast.agreement.slug}/2024/wijzigen/actie/{action.pk}/splitsen/"
    page = site.client.get(f"{site.home}?deel=actie-{action.pk}-menu").content.decode()
    assert f"wijzigen/actie/{action.pk}/vervallen/" in page
    assert f"deel-actie-{action.pk}-wanneer" in page
    assert f"deel-doel-{site.cast.goal.pk}-jaren" not in page, "a proposal changes no years"


def test_a_closed_year_stands_still(site):
    site.home = site.home.replace("2025", "2023")
    page = site.client.get(site.home).content.decode()
    assert "stays as it is" in page
    assert "part__edit" not in page
    shown = site.client.post(f"{site.home}doel/{site.cast.goal.pk}/tekst/", {"text": "Toch.", "als": "schrijven"})
    assert shown.status_code == 409


# -- What a script asks


SCRIPT = {"HTTP_HX_REQUEST": "true"}


def test_a_script_is_told_what_was_done_and_at_which_row(site):
    where = f"actie/{site.action.pk}/tekst"
    saved = site.client.post(f"{site.home}{where}/", typed(site, where, text="Klaar."), **SCRIPT)
    told = json.loads(saved["HX-Trigger"])["driehoek:done"]
    assert (saved.status_code, told["at"]) == (200, f"actie-{site.action.pk}")
    assert told["said"].startswith("Saved: Text of")
    copied = site.client.post(f"{site.home}actie/{site.action.pk}/kopie/", **SCRIPT)
    new = Action.objects.exclude(pk=site.action.pk).get(text="Klaar.")
    assert (copied.status_code, json.loads(copied["HX-Trigger"])["driehoek:done"]["at"]) == (204, f"actie-{new.pk}")
    undone = site.client.post(f"{site.home}ongedaan/", **SCRIPT)
    assert "Undone" in json.loads(undone["HX-Trigger"])["driehoek:done"]["said"]
    assert "done" not in words_of(site.client.get(site.home)), "and the next page does not say it once more"


def test_a_script_hears_in_a_sentence_that_a_row_is_gone(site):
    new = Action.objects.create(agenda=site.agenda(2025), goal=site.cast.goal, text="Weg.", position=9)
    address = f"{site.home}actie/{new.pk}/tekst/"
    new.delete()
    gone = site.client.get(address, **SCRIPT)
    assert (gone.status_code, gone["Content-Type"].split(";")[0]) == (409, "text/plain")
    assert "deleted this meanwhile" in gone.content.decode()


def test_the_page_comes_again_only_when_it_reads_otherwise(site, django_assert_max_num_queries):
    def asked():
        return site.client.get(f"{site.home}vers/", {"gezien": mark})

    mark = site.client.get(site.home).context["mark"]
    with django_assert_max_num_queries(9):
        assert asked().status_code == 204
    figure = Indicator(goal=new_goal(site), name="Wachttijd", unit="jaren", kind="maximum", per="year")
    for change in (
        lambda: write(site, f"actie/{site.action.pk}/tekst", text="Anders."),
        figure.save,
        lambda: write(site, f"cijfer/{figure.pk}/streefwaarden", targets_2025_value="6"),
        lambda: write(site, f"actie/{site.action.pk}/weg"),
    ):
        change()
        again = asked()
        assert (again.status_code, again.context["mark"] != mark) == (200, True)
        mark = again.context["mark"]
        assert asked().status_code == 204


def test_several_rows_that_were_ticked_on_the_page(site):
    form = site.client.get(f"{site.home}meer/", {"actie": site.action.pk, "doel": "x"}, **SCRIPT)
    assert "<html" not in form.content.decode()
    ((kind, value, words),) = form.context["form"].ticked
    assert (kind, value.split(":")[0], "De sloop is begonnen." in words) == ("actie", str(site.action.pk), True)
    refused = site.client.post(f"{site.home}meer/", {"actie": value, "when": "ooit"}, **SCRIPT)
    assert (refused.status_code, value in refused.content.decode()) == (422, True)
    done = site.client.post(f"{site.home}meer/", {"actie": value, "when": "Q3"}, **SCRIPT)
    assert "Written in 1 rows" in json.loads(done["HX-Trigger"])["driehoek:done"]["said"]
    assert now(site.action).due_on == date(2025, 9, 30)


# -- A form that is sent twice


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("where", ["doel/{goal}/actie-erbij", "actie/{action}/kopie", "actie/{action}/splitsen"])
def test_a_form_that_is_sent_again_after_a_lost_answer_makes_no_second_row(site, where, headers):
    where = where.format(goal=site.cast.goal.pk, action=site.action.pk)
    filled = {"text": "Erbij."} if "erbij" in where else {"parts_0": "Een.", "parts_1": "Twee."} if "splitsen" in where else {}
    sent = typed(site, where, **filled)
    for _again in range(2):
        answer = site.client.post(f"{site.home}{where}/", sent, headers=headers)
        made = Action.objects.filter(agenda__year=2025)
        at = f"actie-{site.action.pk}" if "splitsen" in where else f"actie-{made.order_by('pk').last().pk}"
        if headers:
            assert json.loads(answer["HX-Trigger"])["driehoek:done"]["at"] == at
        else:
            assert answer.url == f"{site.home}#{at}"
        assert made.count() == 2
    site.client.post(f"{site.home}{where}/", typed(site, where, **filled))
    assert made.count() == 3, "a form that was opened anew makes another one"


@pytest.mark.parametrize("act", ["vervallen", "verplaatsen", "weg", "samenvoegen"])
def test_nothing_else_is_done_twice(site, act):
    other = Action.objects.create(agenda=site.agenda(2025), goal=site.cast.goal, text="B", position=2)
    sent = typed(
        site, f"actie/{other.pk}/{act}", reason="Geen geld.", before=site.action.pk, text="Samen.", others=[site.action.pk]
    )
    answers = [site.client.post(f"{site.home}actie/{other.pk}/{act}/", sent).url for _again in range(2)]
    assert answers[0] == answers[1]
    assert WritingStep.objects.count() == 1


def test_what_was_changed_before_it_was_sent_again_is_not_lost(site):
    where = f"doel/{site.cast.goal.pk}/actie-erbij"
    sent = typed(site, where, text="Erbij.")
    site.client.post(f"{site.home}{where}/", sent)
    shown = site.client.post(f"{site.home}{where}/", {**sent, "text": "Erbij, met meer."})
    assert refused(shown, "__all__", "added before, with other words", "Erbij, met meer.")
    anew = shown.context["open"].form.data["eenmaal"]
    assert anew != sent["eenmaal"]
    site.client.post(f"{site.home}ongedaan/")
    assert "you undid it since" in words_of(site.client.post(f"{site.home}{where}/", sent))
    assert order_of(site) == ["De sloop is begonnen."]
    site.client.post(f"{site.home}{where}/", {**sent, "text": "Erbij, met meer.", "eenmaal": anew})
    assert order_of(site) == ["De sloop is begonnen.", "Erbij, met meer."]


def test_the_token_of_a_colleague_is_another_one(site):
    where = f"doel/{site.cast.goal.pk}/actie-erbij"
    sent = typed(site, where, text="Erbij.")
    site.client.post(f"{site.home}{where}/", sent)
    other = UserFactory()
    MembershipFactory(user=other, party=site.cast.association, role=Membership.Role.EDITOR)
    site.client.force_login(other)
    site.client.post(f"{site.home}{where}/", sent)
    assert order_of(site) == ["De sloop is begonnen.", "Erbij.", "Erbij."]


@pytest.mark.parametrize(
    ("part", "filled", "becomes", "said"),
    [
        ("project", {"project": "De  Wetering"}, {"project": "De Wetering"}, "De Wetering"),
        ("soort", {"kind": "process", "number": "3"}, {"kind": "process", "number": "3"}, "agreement on the process"),
    ],
)
def test_project_and_kind_of_a_text_in_force_are_proposed(site, part, filled, becomes, said):
    action = Action.objects.filter(agenda__year=2024).order_by("pk").first()
    site.home = site.home.replace("2025", "2024")
    shown = write(site, f"actie/{action.pk}/{part}", **filled)
    proposal = Proposal.objects.get(state="draft")
    assert proposal.changes.get().becomes == becomes
    assert said in words_of(shown)
    assert Project.objects.count() == 0, "nothing is there until all agreed"
    site.agree(changes.open_changes(proposal=proposal, by=site.coordinator, deadline=in_days(14)))
    assert {name: getattr(now(action), name) for name in becomes if name != "project"} == {
        name: value for name, value in becomes.items() if name != "project"
    }
    assert str(now(action).project or "") == becomes.get("project", "")
    site.all_is_well()


def test_targets_of_a_text_in_force_are_proposed(site):
    indicator = Indicator.objects.filter(goal=site.cast.goal).first()
    site.home = site.home.replace("2025", "2024")
    sent = typed(site, f"cijfer/{indicator.pk}/streefwaarden")
    box = next(name for name in sent if name.endswith("_value"))
    write(site, f"cijfer/{indicator.pk}/streefwaarden", **{box: "91"})
    change = Proposal.objects.get(state="draft").changes.get()
    assert (change.indicator, [row["value"] for row in change.becomes["targets"]][:1]) == (indicator, ["91"])


def test_what_no_proposal_changes_is_said_in_the_menu(site):
    site.home = site.home.replace("2025", "2024")
    action = Action.objects.filter(agenda__year=2024).order_by("pk").first()
    said = "Order, years and copies are for the agenda of a year that is still written."
    assert said in look(site, f"actie-{action.pk}-menu")
    site.home = site.home.replace("2024", "2025")
    assert said not in look(site, f"actie-{site.action.pk}-menu")


# -- Names that are only printed


def test_the_printed_name_of_a_party_becomes_a_lead_after_its_yes(site):
    site.action.lead_text = f"{site.cast.tenants.short_name} en een stagiair"
    site.action.save()
    asked = "prints the name of a party"
    assert asked not in words_of(site.client.get(site.home)), "somebody in it is not known"
    site.action.lead_text = site.cast.tenants.short_name
    site.action.save()
    assert asked in words_of(site.client.get(site.home))
    shown = site.client.post(f"{site.home}trekkers/", follow=True)
    assert "1 action has its leads." in words_of(shown)
    assert asked not in words_of(shown)
    assert ([lead.party for lead in site.action.leads.all()], now(site.action).lead_text) == ([site.cast.tenants], "")
    assert "There are no names left" in words_of(site.client.post(f"{site.home}trekkers/", follow=True))
    site.client.post(f"{site.home}ongedaan/")
    assert (site.action.leads.count(), now(site.action).lead_text) == (0, site.cast.tenants.short_name)
    site.all_is_well()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_number_that_another_theme_has_too_gets_a_warning(site, headers):
    other = Theme.objects.create(agreement=site.cast.agreement, number="8", title="Ander", position=9)
    goal = Goal(theme=other, number="31", text="Nieuw.", added_on=date(2025, 1, 1))
    goal.written_for = 2025
    goal.save()
    where = f"doel/{goal.pk}/tekst"
    said = site.client.post(f"{site.home}{where}/", typed(site, where, number="17"), follow=True, headers=headers)
    told = said.headers.get("HX-Trigger", "") if headers else words_of(said)
    assert "Goal number 17 is also used in another theme of this agreement. Is that what you mean?" in told
