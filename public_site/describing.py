"""Published texts told to machines: one text in the words of schema.org, all of them as a catalogue of DCAT.

Plain values, written as JSON-LD at addresses of their own: no page holds a script, not even one with data in it.
docs/decisions/0045-public-page.md.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.agenda.content import PrintedGoal, PrintedParty
from agreements.markdown import first_words
from agreements.models import Publication
from agreements.models.adoptable import Adoptable
from parties.models import Party
from public_site.listing import ListedText
from public_site.texts import PublicText

# Woo, article 3.3, paragraph 2 under f: covenants, by its number in the list of the government (TOOI).
WOO_COVENANT = "https://identifier.overheid.nl/tooi/def/thes/kern/c_8fc2335c"
GOVERNMENT = {Party.Kind.MUNICIPALITY, Party.Kind.PROVINCE}
EU = "http://publications.europa.eu/resource/authority/"
DCAT_WORDS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def full(address: str) -> str:
    return settings.SITE_URL + address


def as_json(described: dict) -> str:
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def years_of(text: Adoptable) -> tuple[str, str]:
    """The first and the last day for which the text was agreed."""
    first, last = (text.whole.start_year, text.whole.end_year) if text.year is None else (text.year, text.year)
    return f"{first}-01-01", f"{last}-12-31"


# -- One text


def described(found: PublicText) -> dict:
    """The text as a document of schema.org, with its parties, themes and goals."""
    text, content, newest = found.text, found.content, found.newest
    return {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": full(text.address("public_text")),
        "url": full(text.address("public_text")),
        "name": content.full_title,
        "identifier": newest.sha256,
        "version": newest.number,
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "datePublished": min(row.public_from for row in found.publications).isoformat(),
        "dateModified": newest.in_force_from.isoformat(),
        "temporalCoverage": "/".join(years_of(text)),
        "creativeWorkStatus": _("revoked") if text.is_revoked else _("in force"),
        **_category("additionalType"),
        "creator": [_organisation(party) for party in content.signatories],
        "about": [theme.heading for theme in content.themes],
        "hasPart": [_part(text, goal) for goal in content.goals],
        "encoding": [_encoding(text, "public_pdf", "application/pdf"), _encoding(text, "public_factsheet", "application/pdf")],
    }


def _category(name: str) -> dict:
    """The category of the Woo, where the organisation chose that it is told."""
    return {name: WOO_COVENANT} if settings.WOO_CATEGORY_SHOWN else {}


def _organisation(party: PrintedParty) -> dict:
    kind = "GovernmentOrganization" if party.kind in GOVERNMENT else "Organization"
    return {"@type": kind, "name": party.name, "url": full(reverse("public_party", args=[party.id]))}


def _part(text: Adoptable, goal: PrintedGoal) -> dict:
    address = full(text.address("public_goal", goal.id))
    return {"@type": "CreativeWork", "@id": address, "url": address, "position": goal.number, "name": first_words(goal.text, 110)}


def _encoding(text: Adoptable, page: str, kind: str) -> dict:
    return {"@type": "MediaObject", "contentUrl": full(text.address(page)), "encodingFormat": kind}


# -- All texts


def published_by() -> dict[tuple, list[Publication]]:
    """By agreement and year, by which publications it is public. One query."""
    found: dict[tuple, list[Publication]] = defaultdict(list)
    for row in Publication.objects.published().select_related("party"):
        found[row.agreement_id, row.agenda_id].append(row)
    return found


def catalogue(texts: Iterable[ListedText], publications: dict[tuple, list[Publication]]) -> dict:
    address = full(reverse("public_catalogue"))
    return {
        "@context": DCAT_WORDS,
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _dutch(_("Prestatieafspraken that are public")),
        "dct:description": _dutch(_("What municipalities, housing associations and tenants' organisations agreed on living.")),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": settings.SITE_ORGANISATION},
        "dct:language": {"@id": f"{EU}language/NLD"},
        "foaf:homepage": {"@id": full(reverse("public_index"))},
        "dcat:dataset": [_dataset(row, publications[row.version.agreement_id, row.version.agenda_id]) for row in texts],
    }


def _dataset(row: ListedText, publications: list[Publication]) -> dict:
    text, page = row.text, full(row.text.address("public_text"))
    first, last = years_of(text)
    names = ", ".join(party.name for party in row.parties)
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": page,
        "dct:title": _dutch(text.title),
        "dct:description": _dutch(_("What %(parties)s agreed: goals, actions and who does them.") % {"parties": names}),
        "dct:creator": [_agent(party) for party in row.parties],
        "dct:publisher": [_agent(party) for party in {by.party.pk: by.party for by in publications}.values()],
        "dct:issued": _day(min(by.public_from for by in publications).isoformat()),
        "dct:modified": _day(row.version.in_force_from.isoformat()),
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(first), "dcat:endDate": _day(last)},
        "dct:language": {"@id": f"{EU}language/NLD"},
        "dct:accessRights": {"@id": f"{EU}access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{EU}data-theme/SOCI"},
        "dcat:version": str(row.version.number),
        "dcat:landingPage": {"@id": page},
        **({"dct:type": {"@id": WOO_COVENANT}} if settings.WOO_CATEGORY_SHOWN else {}),
        "dcat:distribution": [
            _distribution(text.address("public_text"), "text/html", "HTML"),
            _distribution(text.address("public_pdf"), "application/pdf", "PDF"),
            _distribution(text.address("public_content", row.version.number), "application/json", "JSON"),
            _distribution(text.address("public_described"), "application/ld+json", "JSON_LD"),
        ],
    }


def _distribution(address: str, kind: str, name: str) -> dict:
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": full(address)},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind}"},
        "dct:format": {"@id": f"{EU}file-type/{name}"},
    }


def _agent(party: Party) -> dict:
    address = full(reverse("public_party", args=[party.pk]))
    return {"@id": address, "@type": "foaf:Organization", "foaf:name": party.name}


def _dutch(words: str) -> dict:
    return {"@value": words, "@language": "nl"}


def _day(day: str) -> dict:
    return {"@value": day, "@type": "xsd:date"}
