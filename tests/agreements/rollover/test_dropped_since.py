"""A draft that still has what all agreed to drop in the year before."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.consent.adoption import propose
from agreements.models import Action, ActionLink, Change, RollChoice
from agreements.rollover.choosing import keep_choices
from agreements.rollover.dropped_since import drop_too, keep, still_in_draft, warning_of
from agreements.rollover.making import make_next_year
from parties.refusals import NotAllowedNowError
from tests.agreements.changes.conftest import drop, english, in_days, now, scene, scene_as_made  # noqa: F401 (fixtures)
from tests.factories import CommentFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(scene) -> Action:  # noqa: F811
    """The action goes on in 2025, and is dropped in 2024 afterwards."""
    choice = RollChoice(action=scene.cast.action, choice="goes_on")
    keep_choices(agenda=scene.agenda(), choices=[choice], by=scene.coordinator)
    make_next_year(agenda=scene.agenda(), by=scene.coordinator)
    assert still_in_draft(scene.agenda(2025)) == ()
    scene.change(drop(scene.cast.action))
    return ActionLink.objects.get(earlier=scene.cast.action).later


def test_the_draft_names_it(scene, later):  # noqa: F811
    (row,) = still_in_draft(scene.agenda(2025))
    assert (row.action, row.earlier) == (later, scene.cast.action)
    assert warning_of((row,)) == "1 action in this draft was dropped in 2024 since."
    assert still_in_draft(scene.agenda()) == ()


def test_one_click_takes_it_out_of_the_draft_and_out_of_what_was_chosen(scene, later):  # noqa: F811
    drop_too(row=later, by=scene.coordinator)
    assert not Action.objects.filter(pk=later.pk).exists()
    choice = RollChoice.objects.get(action=scene.cast.action)
    assert (choice.choice, choice.reason, choice.is_made) == ("ends", "Niet meer nodig.", False)
    assert still_in_draft(scene.agenda(2025)) == ()


def test_what_others_spoke_of_is_dropped_there_with_the_reason(scene, later):  # noqa: F811
    CommentFactory(action=later, agenda=None, party=scene.cast.tenants, by=scene.cast.tenant)
    drop_too(row=later, by=scene.coordinator)
    assert (now(later).is_dropped, now(later).drop_reason) == (True, "Niet meer nodig.")
    assert still_in_draft(scene.agenda(2025)) == ()


def test_it_stays_with_a_reason_and_is_not_asked_again(scene, later):  # noqa: F811
    with pytest.raises(ValidationError, match="Say why it stays"):
        keep(row=later, by=scene.coordinator, reason=" ")
    keep(row=later, by=scene.coordinator, reason="In 2025 is er weer geld.")
    assert still_in_draft(scene.agenda(2025)) == ()
    choice = RollChoice.objects.get(action=scene.cast.action)
    assert (choice.choice, choice.reason, choice.is_made) == ("goes_on", "In 2025 is er weer geld.", True)
    with pytest.raises(NotAllowedNowError, match="settled already"):
        drop_too(row=later, by=scene.coordinator)


def test_what_all_agreed_to_carry_over_is_no_surprise(scene):  # noqa: F811
    scene.change(drop(scene.cast.action, kind=Change.Kind.CARRY_OVER))
    assert ActionLink.objects.filter(earlier=scene.cast.action).exists()
    assert still_in_draft(scene.agenda(2025)) == ()


def test_only_who_writes_the_draft_and_only_while_it_is_one(scene, later):  # noqa: F811
    for person in (scene.cast.admin, scene.signers[scene.cast.tenants]):
        with pytest.raises(PermissionDenied):
            drop_too(row=later, by=person)
    propose(text=scene.agenda(2025), by=scene.coordinator, deadline=in_days(9))
    with pytest.raises(NotAllowedNowError):
        drop_too(row=later, by=scene.coordinator)


def test_draft_and_adoption_warn_and_the_page_does_it(client, scene, later):  # noqa: F811
    client.force_login(scene.coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    year = f"{scene.agreement.get_absolute_url()}2025/"
    for page in (year, f"{year}vaststellen/"):
        assert "was dropped in 2024 since" in words_of(client.get(page))
    response = client.post(f"/acties/{later.pk}/blijft/", {f"{later.pk}-reason": ""})
    assert response.status_code == 422
    client.post(f"/acties/{later.pk}/ook-vervallen/")
    assert not Action.objects.filter(pk=later.pk).exists()
    assert "was dropped in 2024 since" not in words_of(client.get(year))
