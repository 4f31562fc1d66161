"""The evaluation of a year in a real browser: three parties answer, one of them late, and their points stand in the next year."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.models import Evaluation, EvaluationAnswer
from parties.models import Membership
from tests.browser.looking import DESKTOP, PHONE, look_at
from tests.factories import (
    AgendaFactory,
    EvaluationAnswerFactory,
    EvaluationExtensionFactory,
    EvaluationFactory,
    EvaluationPointFactory,
    EvaluationReplyFactory,
    MembershipFactory,
    UserFactory,
    close_at_once,
    make_cast,
)

TABLET = 768


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def hetty(cast):
    user = UserFactory(name="Hetty Huur", email="hetty@huurdersraad.example")
    return MembershipFactory(user=user, party=cast.tenants, role=Membership.Role.EDITOR).user


@pytest.fixture
def pages(cast, hetty):
    """One that is closed, with an earlier one beside it, and one that is open; and the address of every page about them."""
    today = timezone.localdate()
    before = EvaluationFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2023), opened=True)
    closed = EvaluationFactory(agenda=cast.agenda, name="voorjaar", opened=True, closes_on=today - timedelta(days=1))
    EvaluationExtensionFactory(evaluation=closed, party=cast.tenants, until=today)
    for evaluation in (before, closed):
        parties = (cast.municipality, cast.association, cast.tenants) if evaluation == before else (cast.tenants,)
        for mark, party in enumerate(parties, start=6):
            answer = EvaluationAnswerFactory(evaluation=evaluation, party=party, cooperation=mark)
            EvaluationReplyFactory(answer=answer, text="Voor het grootste deel.\nNiet alles.")
        close_at_once(evaluation)
    closed.conclusion = "Wij gaan **door**.\n\n- en sneller"
    closed.save()
    point = EvaluationPointFactory(evaluation=closed, action=cast.action, party=cast.tenants)
    EvaluationPointFactory(evaluation=closed, goal=cast.goal)
    EvaluationPointFactory(evaluation=closed, settled_on=today, settled_note="Besloten in het overleg.")
    current = EvaluationFactory(agenda=cast.agenda, name="najaar", opened=True)
    EvaluationAnswerFactory(evaluation=current, party=cast.association)
    own, now = closed.get_absolute_url(), current.get_absolute_url()
    year = f"{cast.agenda.get_absolute_url()}evaluatie/"
    addresses = [year, f"{year}nieuw/", own, f"{own}conclusie/", f"{own}punten/nieuw/", f"/evaluaties/punten/{point.pk}/afdoen/"]
    addresses += [now, *(f"{now}{page}" for page in ("wijzigen/", "sluiten/", "uitstel/", f"antwoord/{cast.municipality.pk}/"))]
    return [*addresses, "/", f"{cast.agenda.get_absolute_url()}volgend-jaar/"]


def test_every_page_is_well_built_at_every_width(page, sign_in, cast, pages, subtests):
    sign_in(page, cast.officer)
    for address in pages:
        with subtests.test(address):
            page.goto(address)
            look_at(page, PHONE, TABLET, DESKTOP)


def answer(page, words: str, mark: str) -> None:
    page.get_by_label("Doen we wat we hebben afgesproken?").fill(words)
    page.get_by_label("Welk cijfer geeft u de samenwerking?").select_option(mark)
    page.get_by_label("Waarom dit cijfer?").fill("Wij bellen elkaar.")
    page.get_by_role("button", name="Indienen", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Uw antwoord is ingediend.")


def test_three_parties_evaluate_one_of_them_late_and_the_points_stand_in_the_next_year(page, sign_in, cast, hetty):
    # The municipality plans it, opens it and answers.
    sign_in(page, cast.officer)
    page.goto(f"{cast.agreement.get_absolute_url()}rondes/")
    page.get_by_role("link", name="Evaluatie 2024").click()
    page.get_by_role("link", name="Evaluatie plannen").click()
    page.get_by_label("Opent op").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Evaluatie plannen").click()
    page.get_by_role("button", name="Evaluatie openen").click()
    expect(page.locator(".standing__state")).to_have_text("Open")
    page.get_by_role("link", name="Geef uw antwoord").click()
    answer(page, "Wij liggen op koers.", "8")

    # The tenants get longer.
    evaluation = Evaluation.objects.get()
    page.get_by_role("link", name="Uitstel geven").click()
    page.get_by_label("Partij").select_option(label="Huurdersraad Waterhoek")
    page.get_by_label("Tot en met").fill((evaluation.closes_on + timedelta(days=14)).isoformat())
    page.get_by_label("Reden").fill("Het bestuur vergadert pas daarna.")
    page.get_by_role("button", name="Uitstel geven").click()
    expect(page.locator("main")).to_contain_text("Het bestuur vergadert pas daarna.")

    # The association answers from its start page, with a draft in between, and reads nobody else's words.
    sign_in(page, cast.association_officer)
    page.goto("/")
    page.get_by_role("link", name="Evaluatie 2024: uw partij antwoordde nog niet").click()
    page.get_by_label("Doen we wat we hebben afgesproken?").fill("De bouw")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_role("status")).to_contain_text("Uw concept is bewaard.")
    expect(page.get_by_label("Doen we wat we hebben afgesproken?")).to_have_value("De bouw")
    answer(page, "De bouw loopt achter.", "6")
    expect(page.locator("main")).not_to_contain_text("Wij liggen op koers.")

    # The last day passes; the tenants answer within their extension.
    today = timezone.localdate()
    Evaluation.objects.update(opens_on=today - timedelta(days=30), closes_on=today - timedelta(days=2))
    EvaluationAnswer.objects.update(submitted_at=timezone.now() - timedelta(days=9))
    sign_in(page, hetty)
    page.goto(evaluation.get_absolute_url())
    page.get_by_role("link", name="Geef uw antwoord").click()
    answer(page, "Wij merken er weinig van.", "5")

    # Closed, everyone reads everything; they conclude together, and add a point.
    sign_in(page, cast.officer)
    page.goto(evaluation.get_absolute_url())
    page.get_by_role("link", name="Evaluatie sluiten").click()
    page.get_by_role("button", name="Evaluatie sluiten").click()
    late = page.locator(".said", has_text="Wij merken er weinig van.")
    expect(late).to_contain_text("te laat")
    expect(page.locator(".said", has_text="De bouw loopt achter.")).not_to_contain_text("te laat")
    page.get_by_role("link", name="Conclusie schrijven").click()
    page.get_by_label("Gezamenlijke conclusie").fill("Wij houden koers.")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Punt toevoegen").click()
    page.get_by_label("Punt", exact=True).fill("Maak een planning die klopt.")
    page.get_by_label("Afspraak").select_option(index=1)
    page.get_by_role("button", name="Punt toevoegen").click()
    expect(page.locator("#punten")).to_be_visible()

    # And it stands beside the action when the year is rolled forward.
    page.goto(f"{cast.agenda.get_absolute_url()}volgend-jaar/")
    expect(page.locator(f"#rij-{cast.action.pk}")).to_contain_text("Maak een planning die klopt.")
