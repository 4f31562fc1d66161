"""For what waits for a decision: an agreement of which 2024 is in force, with people who may sign."""

from tests.agreements.changes.conftest import scene, scene_as_made

__all__ = ["scene", "scene_as_made"]
