"""How the own agreements go: on the start page, or for who has more than fit on it as a page that the start page fetches."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.dashboard import stands
from monitoring.dashboard.mine import SHOWN
from monitoring.dashboard.own import FEW, collect_own
from monitoring.dashboard.start import collect_overview
from parties.remembered import forget_all
from tests.factories import (
    AgendaFactory,
    AgreementFactory,
    MembershipFactory,
    ParticipationFactory,
    ProgressUpdateFactory,
    RoundFactory,
    UserFactory,
)
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 10, 10, tzinfo=UTC)
PAGE = "/mijn-afspraken/"


def take_part_in_one_more(cast):
    agreement = AgreementFactory()
    ParticipationFactory(agreement=agreement, party=cast.association)
    return AgendaFactory(agreement=agreement, adopted=True)


@pytest.fixture
def as_many_as_fit(cast, round):
    """The association has one agreement with a round under way, and others with nothing in them."""
    for _number in range(SHOWN - 1):
        take_part_in_one_more(cast)
    return cast


def start_of(person):
    return collect_overview(person, now=NOW, since=None)


def test_as_many_agreements_as_fit_stand_on_the_start_page(as_many_as_fit, visit, at):
    at("2024-10-10 10:00")
    own = start_of(as_many_as_fit.association_officer).own
    assert (len(own.mine), own.more) == (SHOWN, 0)
    page = visit(as_many_as_fit.association_officer, "/")
    assert page.content.decode().count('<article class="entry">') == SHOWN
    assert PAGE not in links_of(page)


def test_of_more_the_liveliest_are_fetched_when_one_comes_to_them(as_many_as_fit, visit, at):
    at("2024-10-10 10:00")
    cast, person = as_many_as_fit, as_many_as_fit.association_officer
    ProgressUpdateFactory(action=cast.action, round=cast.agenda.rounds.get(), party=cast.association, red=True, submitted_at=NOW)
    newest = RoundFactory(agenda=take_part_in_one_more(cast), reference_date=date(2024, 6, 1), closed=True)
    overview = start_of(person)
    assert overview.own is None
    assert overview.has_agreements
    start = visit(person, "/")
    html = start.content.decode()
    assert f'data-hx-get="{PAGE}" data-hx-trigger="revealed" data-hx-select="#eigen-afspraken"' in html
    assert "htmx" in html.partition("</head>")[0].rpartition("<script")[2], "and what fetches it"
    assert PAGE in links_of(start), "for who has no script"
    assert "Next dates" in words_of(start)
    page = visit(person, PAGE)
    assert page.content.decode().count('<article class="entry">') == FEW
    assert 'id="eigen-afspraken"' in page.content.decode()
    assert "1 action needs attention" in words_of(page)
    assert "And 7 more agreements" in words_of(page)
    assert [row.agenda for row in collect_own(person, today=NOW.date()).mine[:2]] == [cast.agenda, newest.agenda]


def test_the_start_page_asks_nothing_of_how_they_go_then(as_many_as_fit):
    person = as_many_as_fit.association_officer

    def asked() -> int:
        forget_all()
        with CaptureQueriesContext(connection) as queries:
            start_of(person)
        return len(queries)

    asked()
    before = asked()
    take_part_in_one_more(as_many_as_fit)
    assert asked() <= before - 9, "the actions, what was reported on them, and the newest rounds"


def test_the_page_of_who_has_no_agreement_leads_on(cast, visit):
    page = visit(UserFactory(), PAGE)
    assert '<article class="entry">' not in page.content.decode()
    assert "You do not take part in an agreement yet" in words_of(page)


def test_on_the_page_too_stand_agreements_without_an_agenda(cast, visit):
    bare = AgreementFactory(title="Zonder jaren")
    ParticipationFactory(agreement=bare, party=cast.association)
    assert "Zonder jaren" in words_of(visit(cast.association_officer, PAGE))
    assert "Zonder jaren" not in words_of(visit(cast.tenant, PAGE))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks each time")
def test_how_they_go_is_worked_out_once_for_all_of_one_party(cast, round, monkeypatch):
    MembershipFactory(party=cast.association, user=UserFactory(), role="reader")
    signer = MembershipFactory(party=cast.association, role="coordinator", may_sign=True).user
    reader = cast.association.memberships.get(role="reader").user
    made = []
    work_out = stands._work_out
    monkeypatch.setattr(stands, "_work_out", lambda *of, **when: made.append(of) or work_out(*of, **when))

    def own_of(person):
        return collect_own(person, today=NOW.date())

    assert [row.counts for row in own_of(signer).mine] == [row.counts for row in own_of(reader).mine]
    assert len(made) == 1
    ProgressUpdateFactory(action=cast.action, round=round, party=cast.association, red=True, ask="Besluit.", submitted_at=NOW)
    (decides,), (reads,) = own_of(signer).deciding, own_of(reader).deciding
    assert (decides.questions, decides.may_decide, reads.may_decide) == (reads.questions, True, False)
    assert len(made) == 2
