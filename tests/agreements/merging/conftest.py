from tests.agreements.changes.conftest import english, scene, scene_as_made

__all__ = ["english", "scene", "scene_as_made"]
