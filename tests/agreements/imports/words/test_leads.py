"""Leads in free text: any order and joiner, tasks, missing brackets, collective names."""

import pytest

from agreements.imports.words.leads import Names, Participant

HEUMEN, OOSTERPOORT, WOONBELANG, ZUID = 1, 2, 3, 4
PARTIES = [
    Participant(HEUMEN, "Gemeente Heumen", "municipality", ("Gemeente Heumen",)),
    Participant(OOSTERPOORT, "Oosterpoort", "housing_association", ("Oosterpoort", "OP")),
    Participant(WOONBELANG, "HV Woonbelang", "tenants_organisation", ("HV Woonbelang",)),
]
MORE = [*PARTIES, Participant(ZUID, "Huurders Zuid", "tenants_organisation", ("Huurders Zuid",))]


def leads(line: str, parties=PARTIES) -> list:
    return [(lead.party_id, lead.task) if lead.task else lead.party_id for lead in Names(parties).read(line).leads]


def unknown(line: str, parties=PARTIES) -> list[str]:
    return [row.words for row in Names(parties).read(line).unknown]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Oosterpoort en gemeente Heumen", [OOSTERPOORT, HEUMEN]),
        ("Gemeente Heumen - Oosterpoort", [HEUMEN, OOSTERPOORT]),
        ("Oosterpoort – HV Woonbelang", [OOSTERPOORT, WOONBELANG]),
        ("oosterpoort/WOONBELANG", [OOSTERPOORT, WOONBELANG]),
        ("Trekkers: de gemeente, Oosterpoort & Woonbelang", [HEUMEN, OOSTERPOORT, WOONBELANG]),
        ("Gem. Heumen\nOP", [HEUMEN, OOSTERPOORT]),
        ("Heumen i.s.m. de corporatie", [HEUMEN, OOSTERPOORT]),
        ("huurdersorganisatie", [WOONBELANG]),
        ("Gezamenlijk", [HEUMEN, OOSTERPOORT, WOONBELANG]),
        ("Oosterpoort, Oosterpoort", [OOSTERPOORT]),
        (
            "Gemeente (behoefte-onderzoek en Oosterpoort (realisatie bouw)",
            [(HEUMEN, "behoefte-onderzoek"), (OOSTERPOORT, "realisatie bouw")],
        ),
        ("Gemeente (grond) – Oosterpoort (met HV Woonbelang)", [(HEUMEN, "grond"), (OOSTERPOORT, "met HV Woonbelang")]),
        ("", []),
        ("n.v.t. -", []),
    ],
)
def test_someone_who_leads(line, found):
    assert leads(line) == found


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Oosterpoort en Sterker", ["Sterker"]),
        ("COA, VluchtelingenWerk", ["COA", "VluchtelingenWerk"]),
        ("Oosterpoort (bouw)", []),
    ],
)
def test_what_names_nobody_is_left_over(line, left):
    assert unknown(line) == left


def test_one_of_several_is_asked_and_all_of_them_are_meant_by_the_plural():
    assert (leads("huurdersorganisaties", MORE), unknown("huurdersorganisaties", MORE)) == ([WOONBELANG, ZUID], [])
    found = Names(MORE).read("de huurdersorganisatie")
    assert (found.leads, [(row.words, row.parties) for row in found.unknown]) == (
        (),
        [("huurdersorganisatie", (WOONBELANG, ZUID))],
    )


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("gemeente en Oosterpoort evalueren in kwartaal 1.", (HEUMEN, OOSTERPOORT)),
        ("- Oosterpoort vraagt advies aan Woonbelang.", (OOSTERPOORT,)),
        ("in 2024 start de huurdersorganisatie met het project.", (WOONBELANG,)),
        ("de verslagen worden gemaakt door de gemeente.", (HEUMEN,)),
        ("het aantal staat in bijlage 3 van Oosterpoort.", ()),
    ],
)
def test_the_subject_of_a_sentence_is_a_proposal(sentence, found):
    assert Names(PARTIES).subject_of(sentence) == found


def test_without_parties_everything_is_unknown():
    assert (leads("Oosterpoort", []), unknown("Oosterpoort", [])) == ([], ["Oosterpoort"])
