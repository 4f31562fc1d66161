"""The look of the site, of several releases beside one another in one folder."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesOfRelease(CompressedManifestStaticFilesStorage):
    """Which name has which hash is told apart for each release, by the name of its folder.

    While a new release is made ready, and after the way back, the old one finds its own style sheets.
    """

    def __init__(self, *arguments, **options):
        self.manifest_name = f"staticfiles-{settings.BASE_DIR.name}.json"
        super().__init__(*arguments, **options)
