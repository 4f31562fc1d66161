"""An action that goes on in its own year: only one that was dropped then, as a split or a merger."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import ActionLink
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db
Kind = ActionLink.Kind


def link(cast, kind: str, *, dropped: bool) -> ActionLink:
    if dropped:
        cast.action.dropped_on, cast.action.drop_reason = date(2024, 5, 3), "Gesplitst."
        cast.action.save()
    return ActionLink(earlier=cast.action, later=ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Een deel."), kind=kind)


@pytest.mark.parametrize("kind", [Kind.SPLIT, Kind.MERGED])
def test_what_was_dropped_goes_on_split_or_merged(cast, kind):
    found = link(cast, kind, dropped=True)
    found.save()
    assert found.later.lineage == (found.later_id, cast.action.pk)
    for action in (found.later, cast.action):
        action.save()  # its own rules hold too


@pytest.mark.parametrize(("kind", "dropped"), [(Kind.CARRIED, True), (Kind.SPLIT, False), (Kind.MERGED, False)])
def test_anything_else_comes_from_an_earlier_year(cast, kind, dropped):
    with pytest.raises(ValidationError) as refused:
        link(cast, kind, dropped=dropped).save()
    assert list(refused.value.message_dict) == ["earlier"]
