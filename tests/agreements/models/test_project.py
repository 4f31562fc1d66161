"""Projects: a name once per agreement."""

import pytest

from tests.factories import ProjectFactory
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db


def test_a_name_stands_once_per_agreement(cast):
    ProjectFactory(agreement=cast.agreement, name="Steenhuys")
    twice = ProjectFactory.build(agreement=cast.agreement, name="Steenhuys")
    assert refusal(twice) == {ROW: ["There is already a project with this name."]}


def test_another_agreement_may_have_a_project_of_that_name(cast):
    for agreement in (cast.agreement, cast.other_agreement):
        assert str(ProjectFactory(agreement=agreement, name="Steenhuys")) == "Steenhuys"


def test_dwellings_are_counted_from_zero(cast):
    project = ProjectFactory.build(agreement=cast.agreement, dwellings=-1)
    assert refusal(project) == {"dwellings": ["Ensure this value is greater than or equal to 0."]}
