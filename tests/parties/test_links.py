"""What in a text a mail program would make a link to another site, and what only looks like it."""

import time

import pytest

from parties.links import leads_elsewhere, link_elsewhere


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_HOST = "driehoek.example"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Log in op https://nep.example/inloggen.", "https://nep.example/inloggen."),
        ("[uw acties](https://nep.example)", "https://nep.example"),
        ("[uw acties](//nep.example)", "//nep.example"),
        ("[uw acties](https:nep.example)", "https:nep.example"),
        ("[uw acties](https:/nep.example)", "https:/nep.example"),
        ("zie:https://nep.example", "zie:https://nep.example"),
        ("Ga naar www.nep.example", "www.nep.example"),
        ("Ga naar Nep.NL.", "Nep.NL."),
        ("**nep.example**", "nep.example"),
        ("t.co/abc", "t.co/abc"),
        ("nep.example:8080", "nep.example:8080"),
        ("nep\u200b.example", "nep.example"),
        ("nep。example", "nep.example"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("https://driehoek.example@nep.example", "https://driehoek.example@nep.example"),
        ("https://driehoek.example:x@nep.example", "https://driehoek.example:x@nep.example"),
        ("https://driehoek.example\\@nep.example", "https://driehoek.example\\@nep.example"),
        ("https://driehoek.example.nep.example", "https://driehoek.example.nep.example"),
        ("https://nep.example/https://driehoek.example", "https://nep.example/https://driehoek.example"),
        ("nep.example://driehoek.example", "nep.example://driehoek.example"),
        ("olga@nep.example/inloggen", "olga@nep.example/inloggen"),
        ("De ronde is open.Wij horen graag van u.", "open.Wij"),
    ],
)
def test_a_link_to_another_site(text, found):
    assert link_elsewhere(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "https://driehoek.example/mijn-acties/",
        "Ga naar driehoek.example/mijn-acties.",
        "Vragen? Mail olga@waterhoek.example.",
        "[Olga](mailto:olga@waterhoek.example)",
        "J.de Vries en mr. A.B. van Dam",
        "o.a. in 2024, d.w.z. m.b.t.de huren",
        "1.000,50 euro, om 14.30u, en/of versie 2.0",
        "Zie bijlage.pdf en cijfers.xlsx.",
        "Woonstichting 'thuis",
        "klaar…Dank",
        "",
    ],
)
def test_no_link_to_another_site(text):
    assert link_elsewhere(text) == ""


def test_the_address_of_a_link_that_needs_no_name():
    assert leads_elsewhere("//10.0.0.1/x")
    assert leads_elsewhere("/\\nep")
    assert not leads_elsewhere("/mijn-acties/")
    assert not leads_elsewhere("mailto:olga@waterhoek.example")


@pytest.mark.parametrize("text", ["a" * 200_000, "a." * 100_000, "@" * 200_000, "://" * 60_000, "-" * 200_000, "a@" * 100_000])
def test_a_text_of_absurd_shape_takes_no_time(text):
    begun = time.process_time()
    link_elsewhere(text)
    assert time.process_time() - begun < 1
