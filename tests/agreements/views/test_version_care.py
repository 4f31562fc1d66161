"""The pages on which the administrator withholds passages and files of a version, and sets rows back to it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.consent import adoption, answering
from agreements.models import Goal, Version, Withholding
from parties.models import Membership
from tests.factories import MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

REASON = "naam van een huurder"


@pytest.fixture
def version(cast) -> Version:
    signer = MembershipFactory(user=UserFactory(), party=cast.association, role=Membership.Role.READER, may_sign=True).user
    deadline = timezone.localdate() + timedelta(days=7)
    proposal = adoption.propose(text=cast.agenda, by=cast.officer, deadline=deadline)
    for party, person in {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant}.items():
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    return Version.objects.get()


@pytest.fixture
def send(client, cast, version):
    """`send(name, fields)`: the status of the answer, and what the administrator reads then."""
    client.force_login(cast.admin)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def send(name: str, fields: dict | None = None, *more: int) -> tuple[int, str]:
        answer = client.post(reverse(name, args=[version.pk, *more]), fields or {})
        return answer.status_code, words_of(client.get(answer["Location"]) if answer.status_code == 302 else answer)

    return send


def test_words_are_withheld_and_shown_again(send, cast, version, client):
    places = client.get(reverse("version_care", args=[version.pk])).context["forms"]["withhold"].places
    place = next(key for key, found in places.items() if found.row_id == cast.goal.pk)
    status, page = send("withhold", {"place": place, "words": "75 woningen", "reason": REASON})
    assert status == 302
    assert "These words are withheld." in page
    row = Withholding.objects.get()
    assert f"[text withheld: {REASON}]" in words_of(client.get(cast.goal.get_absolute_url()))
    status, page = send("lift_withholding", {}, row.pk)
    assert "It is shown again." in page
    assert "75 woningen" in words_of(client.get(cast.goal.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "staat er niet", "reason": REASON}, "These words do not stand"),
        ({"words": "75 woningen", "reason": ""}, "Fill this in."),
    ],
)
def test_what_cannot_be_withheld_is_told_and_what_was_typed_stays(send, cast, version, client, fields, sentence):
    places = client.get(reverse("version_care", args=[version.pk])).context["forms"]["withhold"].places
    place = next(key for key, found in places.items() if found.row_id == cast.goal.pk)
    status, page = send("withhold", {"place": place, **fields})
    assert status == 422
    assert sentence in page
    assert fields["words"] in page
    assert not Withholding.objects.exists()


def test_rows_that_say_otherwise_are_shown_and_set_back(send, cast, version, client):
    agreed = cast.goal.text
    Goal.objects.filter(pk=cast.goal.pk).update(text="Vervalst.")
    assert "Vervalst" in words_of(client.get(reverse("version_care", args=[version.pk])))
    status, page = send("set_rows_back", {"back-reason": "Fout in de database."})
    assert status == 302
    assert "The rows say again what the version says." in page
    assert Goal.objects.get(pk=cast.goal.pk).text == agreed


def test_rows_that_say_the_same_are_not_set_back(send, version):
    status, page = send("set_rows_back", {"back-reason": "Voor de zekerheid."})
    assert status == 422
    assert "there is nothing to set back" in page


def test_all_versions_stand_on_one_page(client, cast, version):
    client.force_login(cast.admin)
    page = client.get(reverse("versions_to_care_for"))
    assert reverse("version_care", args=[version.pk]) in page.content.decode()
