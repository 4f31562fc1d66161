"""The agreements I may see, one of them in full, and its appendices."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from parties.models import Party
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgreementFactory,
    AppendixFactory,
    GoalFactory,
    IndicatorFactory,
    MeetingRuleFactory,
    ParticipationFactory,
    PartyFactory,
    TargetFactory,
    ThemeFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db


# -- The list


def test_an_agreement_names_who_signs_and_not_who_is_involved(visit, cast):
    ParticipationFactory(agreement=cast.agreement, party=PartyFactory(name="Zorggroep Oever"), role="involved")
    words = words_of(visit(cast.tenant, "/afspraken/"))
    assert "Gemeente Waterhoek Woonstichting De Sleutel Huurdersraad Waterhoek" in words
    assert "Zorggroep" not in words


def test_someone_who_takes_part_in_nothing_yet_reads_how_that_comes(visit, cast):
    cast.tenant.memberships.get().delete()
    words = words_of(visit(cast.tenant, "/afspraken/"))
    assert "You do not take part in an agreement yet" in words
    assert "Ask the coordinator of your party or of the municipality." in words
    assert "Enter an agreement" not in words


def test_people_who_may_enter_an_agreement_are_offered_to(visit, cast):
    cast.officer.memberships.get().party.participations.all().delete()
    assert "/afspraken/nieuw/" in links_of(visit(cast.officer, "/afspraken/"))


def test_an_agreement_without_agendas_says_so(visit, cast):
    cast.action.delete()
    cast.agenda.delete()
    for address in ("/afspraken/", cast.agreement.get_absolute_url()):
        assert "There is no agenda for any year yet." in words_of(visit(cast.tenant, address))


def test_the_list_says_each_time_how_it_is_now(visit, cast):
    assert "Uitvoeringsagenda 2024 Draft · 1 action" in words_of(visit(cast.tenant, "/afspraken/"))
    ActionFactory(agenda=cast.agenda, goal=cast.goal)
    assert "Uitvoeringsagenda 2024 Draft · 2 actions" in words_of(visit(cast.tenant, "/afspraken/"))
    AgendaFactory(agreement=cast.agreement, year=2025, title="Uitvoeringsagenda 2025")
    words = words_of(visit(cast.tenant, "/afspraken/"))
    assert "Uitvoeringsagenda 2025 Draft · 0 actions Uitvoeringsagenda 2024 Draft · 2 actions" in words


def test_the_list_takes_as_many_queries_for_1_agreement_as_for_3(queries, cast):
    before = queries(cast.officer, "/afspraken/")
    for _ in range(2):
        agreement = AgreementFactory()
        ParticipationFactory(agreement=agreement, party=cast.municipality)
        AgendaFactory(agreement=agreement)
    assert queries(cast.officer, "/afspraken/") == before


# -- One agreement


def test_an_agreement_in_full(visit, cast):
    cast.agreement.introduction = "## Waarom\n\nSamen wonen."
    cast.agreement.save()
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huur en inkomen")
    GoalFactory(theme=paragraph, number="18")
    TargetFactory(indicator=IndicatorFactory(goal=cast.goal, name="Groei", baseline=100, baseline_on=date(2022, 12, 31)))
    MeetingRuleFactory(
        agreement=cast.agreement,
        kind="bestuurlijk",
        subject="",
        planned_by=cast.association,
        goal=cast.goal,
        participants="alle drie",
    )
    AppendixFactory(agreement=cast.agreement, number="1", title="Begrippen", document_date=date(2022, 12, 1))
    row = cast.agreement.participations.get(party=cast.tenants)
    row.right_of_advice, row.advice_subject, row.signed_on = "qualified", "huurverhoging", date(2023, 2, 16)
    row.save()

    page = visit(cast.tenant, cast.agreement.get_absolute_url())
    assert headings_of(page) == [
        "h1 Prestatieafspraken Waterhoek",
        "h2 Agendas",
        "h2 Parties",
        "h2 Waarom",
        "h2 Themes",
        "h2 Indicators",
        "h2 Agreed on meetings",
        "h2 Appendices",
    ]
    words = words_of(page)
    for expected in (
        "2023 – 2026",
        "Uitvoeringsagenda 2024 Draft · 1 action",
        "tenants' organisation, signatory; qualified right of advice: huurverhoging; signed on 16 February 2023",
        "Thema 1. Betaalbaar wonen 1 goal 1.1 Huur en inkomen 1 goal",
        "Groei every year 2024: at least 75 woningen 100 woningen on 31 December 2022",
        "Meeting of executives (bestuurlijk overleg) : twee keer per jaar (alle drie). Planned by De Sleutel. Goal 17",
        "Appendix 1: Begrippen 1 December 2022",
    ):
        assert expected in words


def test_an_empty_agreement_has_no_empty_tables(visit, cast):
    empty = AgreementFactory(title="Leeg")
    ParticipationFactory(agreement=empty, party=cast.tenants)
    page = visit(cast.tenant, empty.get_absolute_url())
    assert headings_of(page) == ["h1 Leeg", "h2 Agendas", "h2 Parties", "h2 Themes"]
    assert "No themes yet." in words_of(page)


def test_it_names_the_agreement_that_it_follows(visit, cast):
    cast.agreement.predecessor = cast.other_agreement
    cast.agreement.save()
    assert "follows Prestatieafspraken Zandbergen" in words_of(visit(cast.tenant, cast.agreement.get_absolute_url()))


@pytest.mark.parametrize("address", ["/afspraken/", "/afspraken/waterhoek-2023-2026/"])
def test_the_latest_year_stands_first(visit, cast, address):
    for year in (2026, 2025):
        AgendaFactory(agreement=cast.agreement, year=year)
    words = words_of(visit(cast.tenant, address))
    places = [words.index(f"Uitvoeringsagenda {year}") for year in (2026, 2025, 2024)]
    assert places == sorted(places)


def test_themes_and_their_paragraphs_stand_in_the_order_of_the_document(visit, cast):
    for number, position in [("3", 3), ("2", 2)]:
        theme = ThemeFactory(agreement=cast.agreement, number=number, title="Boven", position=position)
        for paragraph in (2, 1):
            title = f"Onder {number}.{paragraph}"
            ThemeFactory(agreement=cast.agreement, parent=theme, number="", title=title, position=paragraph)
    words = words_of(visit(cast.tenant, cast.agreement.get_absolute_url()))
    names = ["Thema 1.", "Thema 2.", "Onder 2.1", "Onder 2.2", "Thema 3.", "Onder 3.1", "Onder 3.2"]
    places = [words.index(name) for name in names]
    assert places == sorted(places)


def test_a_theme_leads_to_its_place_in_the_latest_agenda(visit, cast):
    AgendaFactory(agreement=cast.agreement, year=2025)
    assert f"/afspraken/waterhoek-2023-2026/2025/#thema-{cast.theme.pk}" in links_of(
        visit(cast.tenant, cast.agreement.get_absolute_url())
    )


def test_only_who_may_enter_the_admin_sees_the_way_to_edit(visit, cast):
    address = cast.agreement.get_absolute_url()
    edit = f"/beheer/agreements/agreement/{cast.agreement.pk}/change/"
    assert [edit in links_of(visit(person, address)) for person in (cast.officer, cast.admin)] == [True, True]
    assert [edit in links_of(visit(person, address)) for person in (cast.association_officer, cast.tenant)] == [False, False]


def test_an_agreement_takes_as_many_queries_with_1_row_of_everything_as_with_3(queries, cast):
    def add() -> None:
        theme = ThemeFactory(agreement=cast.agreement)
        goal = GoalFactory(theme=ThemeFactory(agreement=cast.agreement, parent=theme))
        indicator = IndicatorFactory(goal=goal, delivered_by=cast.association)
        for year in (2024, 2025):
            TargetFactory(indicator=indicator, year=year)
        MeetingRuleFactory(agreement=cast.agreement, goal=goal, planned_by=cast.association, minuted_by=cast.tenants)
        AppendixFactory(agreement=cast.agreement, agenda=cast.agenda)
        ParticipationFactory(agreement=cast.agreement, party=PartyFactory(kind=Party.Kind.OTHER))

    add()
    before = queries(cast.officer, cast.agreement.get_absolute_url())
    for year in (2025, 2026):
        add()
        AgendaFactory(agreement=cast.agreement, year=year)
    assert queries(cast.officer, cast.agreement.get_absolute_url()) == before


# -- Appendices


@pytest.fixture
def appendix(cast):
    file = ContentFile("Begrippen: één lijst".encode(), name="Begrippen & meer.txt")
    appendix = AppendixFactory(agreement=cast.agreement, title="Begrippen", file=file)
    yield appendix
    appendix.file.delete(save=False)


def test_an_appendix_is_a_download_that_no_browser_opens(visit, cast, appendix):
    response = visit(cast.tenant, f"/bijlagen/{appendix.pk}/")
    assert response.getvalue() == "Begrippen: één lijst".encode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="Begrippen & meer.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_appendix_with_a_file_is_a_link_and_one_without_is_a_name(visit, cast, appendix):
    AppendixFactory(agreement=cast.agreement, title="Kaart")
    page = visit(cast.tenant, cast.agreement.get_absolute_url())
    assert [link for link in links_of(page) if "bijlagen" in link] == [f"/bijlagen/{appendix.pk}/"]
    assert "Kaart" in words_of(page)


def test_an_appendix_without_a_file_is_not_found(visit, cast):
    assert visit(cast.tenant, f"/bijlagen/{AppendixFactory(agreement=cast.agreement).pk}/").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(visit, cast, appendix):
    appendix.file.storage.delete(appendix.file.name)
    assert visit(cast.tenant, f"/bijlagen/{appendix.pk}/").status_code == 404


def test_the_file_has_no_address_of_its_own(visit, cast, appendix):
    for address in (f"/{appendix.file.name}", f"/media/{appendix.file.name}", f"/uploads/{appendix.file.name}"):
        assert visit(cast.admin, address).status_code == 404
