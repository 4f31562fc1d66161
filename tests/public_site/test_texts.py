"""A published text as its pages read it."""

import pytest

from agreements.models import PublicConsent
from public_site.texts import public_text
from tests.public_site.conftest import show

pytestmark = pytest.mark.django_db


def signers(site) -> set[str]:
    found = public_text(site.text.agreement.slug, site.text.year)
    return {party.signed_by for party in found.content_of(found.numbered(1)).parties}


def test_the_tree_names_who_signed_only_when_all_parties_agreed(site):
    assert signers(site) == {""}
    show(site, PublicConsent.Kind.SIGNERS)
    assert any("Tess Huurder" in person for person in signers(site))
