"""The page on which parties publish a text, and what it offers to whom."""

import pytest
from django.conf import settings
from django.urls import reverse

from agreements.models import Publication, PublicConsent
from agreements.publishing.workflow import publish
from tests.agreements.publishing.conftest import in_force, in_force_once  # noqa: F401
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(client, in_force):  # noqa: F811
    """`visit(person, name, fields)`: the page that the person gets, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def visit(person, name: str = "publishing", fields: dict | None = None, *more):
        client.force_login(person)
        address = reverse(name, args=[in_force.text.agreement.slug, in_force.text.year, *more])
        return client.get(address) if fields is None else client.post(address, fields, follow=True)

    return visit


def test_a_coordinator_publishes_sees_it_and_takes_it_back(in_force, visit):  # noqa: F811
    person = in_force.coordinators[in_force.cast.association]
    page = words_of(visit(person))
    assert "Not public" in page
    assert "No party publishes this text." in page
    page = words_of(visit(person, "publish", {"party": in_force.cast.association.pk}))
    assert "Everyone can read this text now." in page
    assert "Publish for your party too" not in page
    others = words_of(visit(in_force.coordinators[in_force.cast.municipality]))
    assert "Publish for your party too" in others, "it is public already, by another party"
    row = Publication.objects.get()
    answer = visit(person, "publication_withdraw", {"reason": ""}, row.pk)
    assert answer.status_code == 422
    page = words_of(visit(person, "publication_withdraw", {"reason": "Er staat een fout in."}, row.pk))
    assert "because: Er staat een fout in." in page


def test_who_only_reads_is_told_who_can_publish(in_force, visit):  # noqa: F811
    page = words_of(visit(in_force.cast.tenant))
    assert "A coordinator of a party that signs can do so." in page
    assert visit(in_force.cast.tenant, "publish").status_code == 403


def test_the_form_says_what_the_others_chose(in_force, visit):  # noqa: F811
    party = in_force.cast.association
    publish(text=in_force.text, party=party, by=in_force.coordinators[party])
    assert "De Sleutel publishes this text since" in words_of(visit(in_force.cast.officer, "publish"))


def test_another_party_cannot_take_it_back(in_force, visit):  # noqa: F811
    party = in_force.cast.association
    row = publish(text=in_force.text, party=party, by=in_force.coordinators[party])
    assert visit(in_force.cast.officer, "publication_withdraw", {"reason": "Nee."}, row.pk).status_code == 403


def test_each_party_agrees_with_a_button_and_the_page_says_for_whom_it_waits(in_force, visit):  # noqa: F811
    for party, person in in_force.coordinators.items():
        assert "Waits for" in words_of(visit(person))
        visit(person, "public_agree", {"party": party.pk}, "progress")
    assert "Shown beside the text: all parties agree." in words_of(visit(in_force.cast.officer))
    visit(in_force.cast.officer, "public_disagree", {"party": in_force.cast.municipality.pk}, "progress")
    assert PublicConsent.objects.active().count() == 2
    answer = visit(in_force.cast.officer, "public_agree", {"party": in_force.cast.association.pk}, "progress")
    assert "Choose a party for which you speak." in words_of(answer)
    assert visit(in_force.cast.officer, "public_agree", {}, "iets").status_code == 404
