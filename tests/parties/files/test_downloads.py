"""A document of the site as a download: its name and its headers."""

from parties.files.downloads import as_download, file_name


def test_a_name_goes_from_large_to_small_without_what_is_empty():
    assert file_name("heumen-2023-2026", "", 2024, "stand", extension="json") == "heumen-2023-2026-2024-stand.json"


def test_the_browser_saves_it_under_its_name():
    response = as_download(b"inhoud", "cijfers.xlsx", "application/x", Digest="sha-256=abc")
    assert response.content == b"inhoud"
    headers = {name: response[name] for name in ("Content-Disposition", "Content-Type", "Digest")}
    assert headers == {
        "Content-Disposition": 'attachment; filename="cijfers.xlsx"',
        "Content-Type": "application/x",
        "Digest": "sha-256=abc",
    }


def test_a_quotation_mark_does_not_end_the_name():
    assert as_download(b"", 'a"b.csv', "text/csv")["Content-Disposition"] == r'attachment; filename="a\"b.csv"'
