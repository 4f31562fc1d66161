"""Where what was made is kept, to be used again."""

from pathlib import Path


def caches_in(data_dir: Path) -> dict:
    """The setting CACHES, with its folders in the folder of what the site writes."""
    return {
        # In the database, where all processes of the site count wrong passwords together; the table comes with the migrations.
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
        # Rendered documents by the hash of what stands in them, and by which stamp to find them: never wrong, only unused.
        "documents": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": data_dir / "documents",
            "TIMEOUT": 60 * 60 * 24 * 30,
            "OPTIONS": {"MAX_ENTRIES": 1000},
        },
        # Tables between the moment that they are shown and the moment that they are confirmed; they go by themselves.
        "imports": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": data_dir / "imports",
            "TIMEOUT": 60 * 60 * 2,
            "OPTIONS": {"MAX_ENTRIES": 200},
        },
        # Public pages by the stamp of what stands in them; apart, so that readers push out no documents.
        "public": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": data_dir / "public",
            "TIMEOUT": 60 * 60 * 24 * 7,
            "OPTIONS": {"MAX_ENTRIES": 2000},
        },
    }
