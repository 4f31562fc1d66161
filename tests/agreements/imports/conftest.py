"""Agendas to read in to: the two real agreements without their texts, and the one of the cast."""

import json

import pytest
from django.core.files.base import ContentFile

from agreements import demo
from agreements.imports.previewing import preview_of
from agreements.models import Agenda, AgendaImport
from tests.factories import ParticipationFactory, PartyFactory

FRAME = {"party", "partymember", "agreement", "participation", "agenda"}


@pytest.fixture
def bare_agenda(db):
    """`bare_agenda("heumen.json")`: the agreement with its parties and an empty agenda."""

    def bare_agenda(name: str) -> Agenda:
        rows = json.loads((demo.FIXTURES / name).read_text(encoding="utf-8"))
        demo._save_new([row for row in rows if row["model"].partition(".")[2] in FRAME], reason="Proef")
        slug = next(row["fields"]["slug"] for row in rows if row["model"] == "agreements.agreement")
        return Agenda.objects.select_related("agreement").get(agreement__slug=slug)

    return bare_agenda


@pytest.fixture
def look(tmp_path):
    """`look(content, "agenda.docx", agenda)`: the preview of a file that holds these bytes."""

    def look(content: bytes, name: str, agenda: Agenda, *, columns=None, answers=None):
        path = tmp_path / name
        path.write_bytes(content)
        return preview_of(path, name, agenda, columns=columns or {}, answers=answers or {})

    return look


@pytest.fixture
def kept():
    """`kept(content, "agenda.docx", agenda)`: an import that waits."""

    def kept(content: bytes, name: str, agenda: Agenda, **fields) -> AgendaImport:
        file = ContentFile(content, name=name)
        return AgendaImport.objects.create(agenda=agenda, file=file, file_name=name, sha256="0" * 64, **fields)

    return kept


@pytest.fixture
def more_parties(cast):
    """Another association and another tenants' organisation that take part."""
    association = PartyFactory(name="Stichting Thús Wonen", short_name="Thús Wonen", kind="housing_association")
    tenants = PartyFactory(name="HV Zuid", kind="tenants_organisation")
    for position, party in enumerate((association, tenants), start=4):
        ParticipationFactory(agreement=cast.agreement, party=party, position=position)
    return association, tenants
