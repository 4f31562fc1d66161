"""The site that some tests walk through."""

from tests.walk import full_site, walk_as  # noqa: F401  (fixtures)
