"""Another view reaches the lead and its coordinator at once, and who may sign speaks for the party."""

import pytest
from django.core import mail

from monitoring.models import Dissent
from monitoring.progress.reviewing import dissent
from tests.factories import MembershipFactory, ProgressUpdateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(cast, round):
    return ProgressUpdateFactory(action=cast.action, round=round, party=cast.association)


def test_a_reader_who_may_sign_says_how_the_party_sees_it(visit, cast, update):
    address = f"/voortgang/{update.pk}/anders/"
    told = {"party": cast.tenants.pk, "judgement": "at_risk", "reason": "De bewoners weten nog van niets."}
    assert visit(cast.tenant, address, told).status_code == 302
    assert [(row.party, row.by) for row in Dissent.objects.all()] == [(cast.tenants, cast.tenant)]
    assert f"/voortgang/{update.pk}/anders/" not in visit(cast.tenant, f"/acties/{cast.action.pk}/voortgang/").content.decode()


def test_the_page_offers_it_to_a_reader_who_may_sign_and_to_no_other_reader(visit, cast, update):
    page = f"/acties/{cast.action.pk}/voortgang/"
    reader = MembershipFactory(party=cast.tenants, role="reader").user
    address = f"/voortgang/{update.pk}/anders/"
    offered = [address in visit(person, page).content.decode() for person in (cast.tenant, reader)]
    assert offered == [True, False]


def test_another_view_is_mailed_at_once_to_the_lead_and_its_coordinator(cast, update):
    coordinator = MembershipFactory(party=cast.association, role="coordinator").user
    view = {"judgement": "at_risk", "reason": "De bewoners weten nog van niets."}
    dissent(update=update, party=cast.tenants, by=cast.tenant, **view)
    mails = mail.outbox
    assert sorted(address.split("<")[-1].strip(">") for message in mails for address in message.to) == sorted(
        [cast.association_officer.email, coordinator.email]
    )
    for part in ("risico, bijsturing nodig", view["reason"], "De 24 flexwoningen", f"/acties/{cast.action.pk}/voortgang/"):
        assert all(part in message.body for message in mails), part
    assert {message.subject for message in mails} == {f"{cast.tenants} ziet een afspraak van u anders"}


def test_who_sees_it_differently_gets_no_mail_of_that(cast, update):
    MembershipFactory(user=cast.association_officer, party=cast.tenants, role="editor")
    dissent(update=update, party=cast.tenants, judgement="at_risk", reason="Nee.", by=cast.association_officer)
    assert mail.outbox == []
