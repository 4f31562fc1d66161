"""The history: who, what and why, of a row and of the rows below it; read by many and altered by nobody."""

import re

import pytest

from agreements.models import Goal, Project, ProjectStep, Target
from tests.factories import IndicatorFactory, LeadFactory, ProjectFactory, ProjectStepFactory, TargetFactory, ThemeFactory

from .posting import address, history_counts, save, take_away, write


def words(response) -> str:
    return " ".join(response.content.decode().split())


def was_becomes(was: str, becomes: str) -> str:
    """How the page says it of a short value."""
    arrow = '<span aria-hidden="true">→</span> <span class="renvooi__word">becomes</span>'
    return f'<del lang="nl">{was}</del> {arrow} <ins lang="nl">{becomes}</ins>'


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_nothing_can_be_posted_to_an_old_version(cast, who, request):
    client = request.getfixturevalue(who)
    version = cast.goal.history.get()
    before = history_counts()
    data = {"theme": cast.theme.pk, "number": "17", "text": "stilletjes veranderd", "position": "1"}
    assert client.post(address(cast.goal, "simple_history", version.pk), data).status_code == 405
    cast.goal.refresh_from_db()
    assert cast.goal.text == "De sociale voorraad groeit met 75 woningen."
    assert history_counts() == before


def test_an_old_version_shows_what_stood_there(cast, officer):
    version = cast.goal.history.get()
    write(cast.goal, by=cast.officer, text="Iets anders.")
    page = words(officer.get(address(cast.goal, "simple_history", version.pk)))
    assert "De sociale voorraad groeit met 75 woningen." in page
    assert "<textarea" not in page
    assert "<form" not in page.replace('<form id="logout-form"', "")


def test_everything_saved_at_once_carries_one_reason_and_one_id(cast, officer):
    step = ProjectStepFactory(project__agreement=cast.agreement)
    save(
        officer,
        step.project,
        area="Kade",
        steps___0___name="Sloop",
        change_reason="Besluit bestuurlijk overleg van 3 juni",
    )
    rows = [Project.history.latest(), ProjectStep.history.latest()]
    assert (rows[0].area, rows[1].name) == ("Kade", "Sloop")
    assert {row.history_change_reason for row in rows} == {"Besluit bestuurlijk overleg van 3 juni"}
    assert {row.history_user for row in rows} == {cast.officer}
    assert rows[0].change_set == rows[1].change_set is not None


def test_a_row_that_stayed_the_same_leaves_no_trace(cast, officer):
    step = ProjectStepFactory(project__agreement=cast.agreement)
    before = history_counts()
    save(officer, step.project, change_reason="Toch maar niet")
    assert history_counts() == before
    save(officer, step.project, steps___0___name="Sloop")
    assert history_counts() == before | {"ProjectStep": before["ProjectStep"] + 1}


def test_line_ends_of_the_browser_are_no_change(cast, without_agenda, officer):
    save(officer, cast.goal, text="Eerste regel\r\nTweede regel")
    cast.goal.refresh_from_db()
    assert cast.goal.text == "Eerste regel\nTweede regel"
    before = history_counts()
    save(officer, cast.goal, text="Eerste regel\r\nTweede regel")
    assert history_counts() == before


def test_the_history_of_an_action_tells_of_its_leads(cast, officer):
    write(cast.lead, by=cast.officer, reason="Overgedragen", party=cast.tenants)
    page = words(officer.get(address(cast.action, "history")))
    assert "Changed: Lead «Huurdersraad Waterhoek (realisatie bouw)»" in page
    assert was_becomes("De Sleutel", "Huurdersraad Waterhoek") in page
    assert "<strong>Reason:</strong> Overgedragen" in page
    assert "Olga Officier" in page


def test_of_a_long_text_only_the_words_that_differ_stand_out(cast, officer):
    for number in (80, 90):
        text = f"De sociale voorraad groeit met minstens {number} woningen. Dat is genoeg voor de hele gemeente, zegt men."
        write(cast.goal, by=cast.officer, text=text)
    page = words(officer.get(address(cast.goal, "history")))
    assert "<strong>Note:</strong> 80 becomes 90</p>" in page
    read = re.sub(r"<span class=.renvooi__said.*?</span>|</?strong[^>]*>", "", page)
    assert "groeit met minstens <del>80</del> <ins>90</ins> woningen. Dat is genoeg" in read


def test_a_deleted_lead_stays_in_the_history_of_its_action(cast, officer):
    take_away(cast.lead, by=cast.officer, reason="Doet niet meer mee")
    page = words(officer.get(address(cast.action, "history")))
    assert not cast.action.leads.exists()
    assert "Deleted: Lead «De Sleutel (realisatie bouw)»" in page
    assert "Doet niet meer mee" in page
    assert "<dt>Task</dt><dd>realisatie bouw</dd>" in page


def test_a_goal_that_moved_is_told_in_the_theme_that_it_left(cast, officer):
    other = ThemeFactory(agreement=cast.agreement, number="2", title="Leefbaarheid")
    write(cast.goal, by=cast.officer, theme=other)
    assert was_becomes("Thema 1. Betaalbaar wonen", "Thema 2. Leefbaarheid") in words(officer.get(address(cast.goal, "history")))
    assert "Changed: Goal" in words(officer.get(address(cast.theme, "history")))
    assert "Changed: Goal" in words(officer.get(address(other, "history")))


def test_the_last_row_of_a_page_tells_its_change_too(cast, admin):
    for number in range(26):
        cast.goal.text = f"Versie {number}"
        cast.goal.save()
    first, second = (admin.get(f"{address(cast.goal, 'history')}?p={page}") for page in (1, 2))
    assert len(first.context["moments"]) == 25
    without_signs = re.compile(r"<span class=.renvooi__said.*?</span>|</?strong[^>]*>")
    assert "Versie <del>0</del> <ins>1</ins>" in without_signs.sub("", words(first))
    assert "<ins>Versie <strong" in words(second) or "<ins>Versie 0</ins>" in without_signs.sub("", words(second))


def test_a_deleted_row_stays_readable_for_people_who_may_edit_the_row_above(cast, admin, officer, outsider):
    cast.action.delete()
    pk = cast.goal.pk
    url = address(cast.goal, "history")
    take_away(cast.goal, by=cast.officer, reason="Dubbel")
    assert not Goal.objects.filter(pk=pk).exists()
    for client in (admin, officer):
        page = words(client.get(url))
        assert "This has been deleted" in page
        assert "Dubbel" in page
        assert "De sociale voorraad groeit met 75 woningen." in page
    assert outsider.get(url).status_code == 404
    assert f'href="{url}"' in words(officer.get(address(cast.theme, "history")))


def test_the_number_of_queries_of_a_history_does_not_grow(cast, admin, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert admin.get(address(cast.action, "history")).status_code == 200
        return len(counted)

    count()
    one = count()
    for party in (cast.tenants, cast.municipality):
        lead = LeadFactory(action=cast.action, party=party)
        lead.task = "meedenken"
        lead.save()
    assert count() == one


def test_the_reason_may_stay_away(cast, officer):
    project = ProjectFactory(agreement=cast.agreement)
    assert save(officer, project, area="Kade").status_code == 302
    assert Project.objects.get().area == "Kade"


def test_the_reason_of_a_deletion_stays_with_all_that_went_along(cast, officer):
    step = ProjectStepFactory(project__agreement=cast.agreement)
    officer.post(address(step.project, "delete"), {"post": "yes", "change_reason": "Vervalt door de fusie"})
    gone = Project.history.filter(id=step.project.pk).latest()
    assert (gone.history_type, gone.history_change_reason) == ("-", "Vervalt door de fusie")
    assert ProjectStep.history.filter(id=step.pk).latest().change_set == gone.change_set


def test_what_others_need_cannot_be_deleted(cast, officer):
    project = ProjectFactory(agreement=cast.agreement)
    write(cast.action, by=cast.officer, project=project)
    response = officer.post(address(project, "delete"), {"post": "yes"})
    assert "cannot be deleted, because these still need it" in words(response)
    assert Project.objects.filter(pk=project.pk).exists()


def test_targets_are_told_with_their_indicator(cast, officer):
    target = TargetFactory(indicator=IndicatorFactory(goal=cast.goal), year=2026, value=75)
    save(officer, target.indicator, targets___0___value="1.250,5".replace(".", "").replace(",", "."))
    assert Target.objects.get().value == 1250.5
    assert was_becomes("75.00", "1,250.50") in words(officer.get(address(target.indicator, "history")))
