"""What the attacks share."""

from tests.factories import cast  # noqa: F401  (a fixture)
