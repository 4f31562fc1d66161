"""Two releases share a folder of static files, and each finds its own."""

from pathlib import Path

from config.static_files import StaticFilesOfRelease


def of_release(settings, folder: Path, release: str) -> StaticFilesOfRelease:
    settings.BASE_DIR = Path("/srv/driehoek/releases") / release
    return StaticFilesOfRelease(location=str(folder), base_url="/static/")


def test_a_release_finds_its_own_style_sheet_after_another_was_made_ready(settings, tmp_path):
    for release, name in (("old", "css/site.111111111111.css"), ("new", "css/site.222222222222.css")):
        storage = of_release(settings, tmp_path, release)
        storage.hashed_files = {"css/site.css": name}
        storage.save_manifest()
    assert of_release(settings, tmp_path, "old").stored_name("css/site.css") == "css/site.111111111111.css"
    assert of_release(settings, tmp_path, "new").stored_name("css/site.css") == "css/site.222222222222.css"
