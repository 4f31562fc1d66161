"""PostgreSQL notes of which agreement something was written, and what was made of its rows is kept until then."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Action, Agreement, Change, Goal, GoalText, Proposal, ThemeText
from agreements.touched import UntilTouched, stamps_of, touch_all
from monitoring.models import EscalationRule
from parties.history.past import TrackedTable, reading_past
from parties.models import Party
from parties.remembered import Remembered
from tests.factories import (
    ActionFactory,
    ActionLinkFactory,
    AgendaFactory,
    AgreementFactory,
    DecisionFactory,
    DissentFactory,
    GoalFactory,
    LeadFactory,
    MeetingFactory,
    PartyFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ReviewFactory,
    RoundExtensionFactory,
    RoundFactory,
    ThemeFactory,
)
from tests.kept_guard import watched_tables
from tests.withheld import passage_withheld

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.for_postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks each time"),
]


def round_of(cast):
    return RoundFactory(agenda=cast.agenda, opened=True)


def report_of(cast, **fields):
    return ProgressUpdateFactory(action=cast.action, round=round_of(cast), party=cast.association, **fields)


def proposal_of(cast):
    by = {"opened_by": cast.officer, "party": cast.municipality, "deadline": date(2024, 3, 1), "content_sha256": "0" * 64}
    return saved(Proposal(agreement=cast.agreement, agenda=cast.agenda, **by))


def saved(row):
    """As a test of the table needs it: no rule is asked."""
    row.save_base(raw=True)
    return row


ROWS = {  # by table, what makes a row of it in the agreement of the cast
    "agreements_agreement": lambda cast: cast.agreement,
    "agreements_agenda": lambda cast: AgendaFactory(agreement=cast.agreement, year=2025),
    "agreements_theme": lambda cast: ThemeFactory(agreement=cast.agreement),
    "agreements_themetext": lambda cast: saved(ThemeText(theme=cast.theme, title="Zo was het")),
    "agreements_goal": lambda cast: GoalFactory(theme=cast.theme, number="98"),
    "agreements_goaltext": lambda cast: saved(GoalText(goal=cast.goal, theme=cast.theme, text="Zo was het.")),
    "agreements_project": lambda cast: ProjectFactory(agreement=cast.agreement),
    "agreements_action": lambda cast: ActionFactory(goal=cast.goal, agenda=cast.agenda),
    "agreements_lead": lambda cast: LeadFactory(action=cast.action, party=cast.municipality),
    "agreements_actionlink": lambda cast: ActionLinkFactory(
        earlier=cast.action, later=ActionFactory(goal=cast.goal, agenda=AgendaFactory(agreement=cast.agreement, year=2025))
    ),
    "agreements_proposal": proposal_of,
    "agreements_change": lambda cast: saved(
        Change(proposal=proposal_of(cast), position=1, kind="adjust", about="theme", theme=cast.theme)
    ),
    "agreements_withholding": lambda cast: passage_withheld(cast, "Geheim"),
    "monitoring_round": round_of,
    "monitoring_roundextension": lambda cast: RoundExtensionFactory(round=round_of(cast), party=cast.association),
    "monitoring_progressupdate": report_of,
    "monitoring_dissent": lambda cast: DissentFactory(update=report_of(cast), party=cast.tenants),
    "monitoring_review": lambda cast: ReviewFactory(update=report_of(cast)),
    "monitoring_meeting": lambda cast: MeetingFactory(agreement=cast.agreement),
    "monitoring_decision": lambda cast: DecisionFactory(action=cast.action),
    "monitoring_escalationrule": lambda cast: saved(EscalationRule(agreement=cast.agreement)),
}


class Stamps:
    """Tells of which agreements of the cast something was noted since it was asked last."""

    def __init__(self, cast):
        self._keys = {"this": cast.agreement.pk, "other": cast.other_agreement.pk}
        self._last = stamps_of(self._keys.values())

    def touched(self) -> set[str]:
        now = stamps_of(self._keys.values())
        last, self._last = self._last, now
        return {name for name, pk in self._keys.items() if now[pk] != last[pk]}


@pytest.fixture
def stamps(cast) -> Stamps:
    return Stamps(cast)


def run(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_every_table_that_is_watched_is_tried_here():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'touched_by_update'")
        found = {table for (table,) in cursor.fetchall()}
    assert found == watched_tables() == {*ROWS, "parties_party"}


@pytest.mark.parametrize("table", ROWS)
def test_a_row_touches_its_agreement_when_it_comes_changes_or_goes(cast, stamps, table):
    row = ROWS[table](cast)
    if row != cast.agreement:
        assert stamps.touched() == {"this"}, "it came"
    assert row._meta.db_table == table
    run(f"UPDATE {table} SET id = id WHERE id = %s", row.pk)  # past every signal
    assert stamps.touched() == {"this"}, "it changed"
    assert stamps.touched() == set()
    with transaction.atomic():
        run(f"DELETE FROM {table} WHERE id = %s", row.pk)
        assert stamps.touched() == {"this"}, "it went"
        transaction.set_rollback(True)


def test_a_row_that_moves_touches_both_agreements(cast, stamps):
    run("UPDATE agreements_theme SET agreement_id = %s WHERE id = %s", cast.other_agreement.pk, cast.theme.pk)
    assert stamps.touched() == {"this", "other"}


def test_a_link_between_years_touches_the_agreements_of_both(cast, stamps):
    run(
        "INSERT INTO agreements_actionlink (kind, earlier_id, later_id) VALUES ('carried', %s, %s)",
        cast.other_action.pk,
        cast.action.pk,
    )
    assert stamps.touched() == {"this", "other"}


def test_what_changes_no_row_touches_nothing(cast, stamps):
    Action.objects.filter(pk=0).update(text="x")
    assert stamps.touched() == set()


def test_of_a_report_only_what_was_submitted_counts(cast, stamps):
    report = report_of(cast, draft=True)
    stamps.touched()
    type(report).objects.filter(pk=report.pk).update(done="Een woord verder.")
    assert stamps.touched() == set()
    type(report).objects.filter(pk=report.pk).update(submitted_at=timezone.now())
    assert stamps.touched() == {"this"}


def test_another_name_of_a_party_touches_all_and_what_nobody_reads_nothing(cast, stamps):
    Party.objects.filter(pk=cast.association.pk).update(website="https://example.org/", name=cast.association.name)
    PartyFactory(name="Een andere")
    assert stamps.touched() == set()
    Party.objects.filter(pk=cast.association.pk).update(short_name="De Hamer")
    assert stamps.touched() == {"this", "other"}


def test_a_row_of_which_nobody_knows_the_agreement_touches_all(cast, stamps):
    with transaction.atomic():
        run("SET CONSTRAINTS ALL DEFERRED")
        run("UPDATE agreements_goal SET theme_id = 2000000000 WHERE id = %s", cast.goal.pk)
        assert stamps.touched() == {"this", "other"}
        transaction.set_rollback(True)


def test_who_empties_a_table_touches_all(cast, stamps):
    with transaction.atomic():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("TRUNCATE agreements_change CASCADE")
        assert stamps.touched() == {"this", "other"}
        transaction.set_rollback(True)


def note(number: int, agreement: int, at: str = "2100-01-01") -> None:
    run(
        "INSERT INTO agreements_touched (id, agreement_id, at) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s)", number, agreement, at
    )


def test_a_note_with_a_lower_number_that_was_committed_later_is_noticed(cast, stamps):
    note(9_000_002, cast.agreement.pk)
    stamps.touched()
    note(9_000_001, cast.agreement.pk)
    assert stamps.touched() == {"this"}


def test_a_database_that_was_put_back_and_went_on_otherwise_is_noticed(cast, stamps):
    with transaction.atomic():
        note(9_000_001, cast.agreement.pk)
        stamps.touched()
        transaction.set_rollback(True)
    note(9_000_001, cast.agreement.pk, "2100-01-02")
    assert stamps.touched() == {"this"}


def test_every_night_one_note_of_each_is_left_and_it_is_a_new_one(cast, stamps):
    for _again in range(3):
        Goal.objects.filter(pk=cast.goal.pk).update(number=cast.goal.number)
    run("DELETE FROM agreements_touched WHERE agreement_id = %s", cast.other_agreement.pk)
    note(1_000_001, cast.other_agreement.pk)
    touch_all()
    stamps.touched()
    call_command("clean_up")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(agreement_id, 0), count(*) FROM agreements_touched GROUP BY 1")
        found = dict(cursor.fetchall())
    assert (found[cast.agreement.pk], found[cast.other_agreement.pk], found[0]) == (1, 1, 1)
    assert stamps.touched() == {"this"}, "of the other there was but one"
    touch_all()
    call_command("clean_up")
    assert stamps.touched() == {"this", "other"}


@pytest.fixture
def titles():
    """What keeps the titles of agreements, how it is asked for them, and which it made."""
    kept, made = UntilTouched(most=3), []

    def make(keys):
        made.append(list(keys))
        return {pk: Agreement.objects.get(pk=pk).title for pk in keys}

    return kept, lambda *agreements: kept.get({row.pk: (row.pk,) for row in agreements}, make), made


def test_only_what_was_touched_is_made_again(cast, titles):
    _kept, ask, made = titles
    this, other = cast.agreement, cast.other_agreement
    assert ask(this, other) == {this.pk: this.title, other.pk: other.title}
    with CaptureQueriesContext(connection) as asked:
        assert ask(this, other) == {this.pk: this.title, other.pk: other.title}
    assert len(asked) == 1, "for the stamps"
    Agreement.objects.filter(pk=other.pk).update(title="Anders")
    assert ask(this, other)[other.pk] == "Anders"
    assert made == [[this.pk, other.pk], [other.pk]]


def test_what_was_made_within_a_transaction_that_was_undone_is_forgotten(cast, titles):
    _kept, ask, _made = titles
    with transaction.atomic():
        Agreement.objects.filter(pk=cast.agreement.pk).update(title="Anders")
        assert ask(cast.agreement) == {cast.agreement.pk: "Anders"}
        transaction.set_rollback(True)
    assert ask(cast.agreement) == {cast.agreement.pk: cast.agreement.title}


def test_what_tells_of_two_agreements_is_made_again_when_either_is_touched(cast):
    kept, made = UntilTouched(most=1), []
    both = {"both": (cast.agreement.pk, cast.other_agreement.pk)}
    for agreement in (None, cast.agreement, cast.other_agreement):
        if agreement:
            Agreement.objects.filter(pk=agreement.pk).update(title="Anders")
        kept.get(both, lambda keys: made.append(keys) or dict.fromkeys(keys, ""))
    assert len(made) == 3


def test_the_oldest_goes_and_nothing_asked_for_is_lost(cast, titles):
    _kept, ask, made = titles
    rows = [cast.agreement, cast.other_agreement, *(AgreementFactory() for _number in range(3))]
    assert len(ask(*rows)) == 5
    ask(*rows[3:], rows[1])
    assert made[1:] == [[rows[1].pk]]


def test_the_past_is_neither_kept_nor_told_as_now(cast, titles):
    _kept, ask, _made = titles
    then = timezone.now()
    cast.agreement.title = "Nu"
    cast.agreement.save()
    ask(cast.agreement)
    with reading_past([TrackedTable(Agreement)], then):
        assert ask(cast.agreement) != {cast.agreement.pk: "Nu"}
    assert ask(cast.agreement) == {cast.agreement.pk: "Nu"}


def test_what_is_remembered_of_it_is_not_older(cast, titles):
    """A page that is remembered asks for the stamps again, and not for the rows."""
    _kept, ask, made = titles
    page = Remembered(most=1)

    def shown() -> str:
        return page.get(date(2024, 1, 1), lambda: ", ".join(ask(cast.agreement).values()))

    assert shown() == cast.agreement.title
    with CaptureQueriesContext(connection) as asked:
        assert shown() == cast.agreement.title
    assert len(asked) == 1
    Agreement.objects.filter(pk=cast.agreement.pk).update(title="Anders")
    assert shown() == "Anders"
    assert len(made) == 2
    with connection.cursor() as cursor:  # the connection is itself again
        cursor.execute("SELECT 1")
