"""The scene of a text in force, as for changes: 2024 adopted, 2025 a draft; in English."""

from tests.agreements.changes.conftest import english, scene, scene_as_made  # noqa: F401 (fixtures)
