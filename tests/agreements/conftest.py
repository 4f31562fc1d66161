"""The cast plays in every test of this app that asks for it."""

from tests.factories import cast  # noqa: F401
