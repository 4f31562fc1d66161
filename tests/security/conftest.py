"""What the attacks share."""

from tests.walk import full_site, walk_as  # noqa: F401  (fixtures)
