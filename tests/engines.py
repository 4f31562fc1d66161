"""Which engine runs a file in `make test`: PostgreSQL what a database can break, SQLite the rest, and few files both.

PostgreSQL runs a file that is about what a database does: it refuses (constraints, the models that ask for them), finds, orders,
adds up and searches (queries), keeps (history, versions and positions as JSON), makes wait and undoes (locks, transactions,
races, writes that are all or nothing) and changes (migrations); and for each capability the file in which its rows are written
and read again, which meets its locks. SQLite alone runs what people see and may: pages, sentences, who may what, files read and
made, texts compared, stories of a whole year. Every address is asked on both, on PostgreSQL as the one who comes furthest
(tests/access/test_matrix.py).

Both run what each does in its own way (constraints, searching, JSON, reading the past, maxima of texts) and the whole stories on
which all else leans (docs/decisions/0050-one-engine-per-test.md). SQLite meets every other write as well, through the pages.

What commits, and a case with the marker for_postgresql, runs on PostgreSQL wherever it stands. A new file that asks the database
finds its folder here, or gets a line: tests/test_engines.py sees to it. Of a folder and a file in it, the file counts.
"""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

FOR_POSTGRESQL = (
    # What it refuses and finds
    "access/test_matrix.py",
    "agreements/models",
    "config/test_postgresql.py",
    "monitoring/models",
    "monitoring/test_queries.py",
    "parties/models",
    "parties/test_prepared.py",
    "parties/test_remembered.py",
    "parties/test_session_store.py",
    "parties/test_texts.py",
    "security/test_look_ups.py",
    "security/test_odd_input.py",
    "test_cast.py",
    "test_constraints.py",
    "test_emptying.py",
    "test_owners.py",
    # What it keeps, and how it came there
    "agreements/agenda",
    "agreements/test_migrations.py",
    "agreements/test_touched.py",
    "agreements/versions",
    "monitoring/position",
    "monitoring/test_generate_scale.py",
    "monitoring/test_migrations.py",
    "parties/history",
    "parties/test_migrating.py",
    "test_migrations.py",
    "operations",
    # Orders, sums and counts
    "monitoring/dashboard",
    "monitoring/figures",
    "monitoring/progress",
    # The writes of each capability, and their locks
    "agreements/advice",
    "agreements/beginning",
    "agreements/changes",
    "agreements/comments",
    "agreements/conditions",
    "agreements/consent/test_adoption.py",
    "agreements/consent/test_at_once.py",
    "agreements/consent/test_story.py",
    "agreements/consent/test_withholding.py",
    "agreements/contacts",
    "agreements/imports/test_applying.py",
    "agreements/imports/test_undoing.py",
    "agreements/labels",
    "agreements/merging",
    "agreements/publishing",
    "agreements/rollover",
    "agreements/taking_over",
    "agreements/taking_part",
    "agreements/writing",
    "monitoring/dispute_file",
    "monitoring/disputes",
    "monitoring/evaluation",
    "monitoring/feed",
    "monitoring/history",
    "monitoring/meetings",
    "monitoring/projects",
    "monitoring/reminders",
    "monitoring/rounds",
    "monitoring/test_workflow.py",
    "parties/accounts",
    "parties/people",
    "public_site/test_listing.py",
    "public_site/test_texts.py",
    "parties/test_background.py",
    "parties/test_mail_budget.py",
    "parties/test_mail_sending.py",
    "parties/test_once.py",
    "security/test_at_once.py",
    "security/test_mail_budgets.py",
    "security/test_persistence.py",
    "test_races.py",
)
NOT_FOR_POSTGRESQL = (
    # Pages, words, and who may what
    "access/test_leaks.py",
    "access/test_valid_html.py",
    "agreements/admin",
    "agreements/advice/test_waiting.py",
    "agreements/consent",
    "agreements/models/test_in_agreement.py",
    "agreements/printing",
    "agreements/test_urls.py",
    "agreements/writing/test_when.py",
    "agreements/views",
    "config",
    "monitoring/test_generate_scale_again.py",
    "monitoring/evaluation/test_answers.py",
    "monitoring/meetings/test_deciding.py",
    "monitoring/meetings/test_deciding_at_once.py",
    "monitoring/meetings/test_escalation.py",
    "monitoring/meetings/test_waiting.py",
    "monitoring/test_admin.py",
    "monitoring/test_permissions.py",
    "monitoring/views",
    "parties/accounts/test_adapter.py",
    "parties/accounts/test_second_factor.py",
    "parties/accounts/test_sign_on.py",
    "parties/accounts/test_views.py",
    "parties/accounts/test_words.py",
    "parties/admin",
    "parties/people/test_names.py",
    "parties/test_names.py",
    "parties/views",
    "public_site/test_before.py",
    "public_site/test_factsheet.py",
    "public_site/test_house.py",
    "public_site/test_machines.py",
    "public_site/test_site_texts.py",
    "public_site/test_pages.py",
    "security/test_names_in_mail.py",
    "security/test_text_everywhere.py",
    # Files read and made, and texts compared
    "agreements/changes/test_signing.py",
    "agreements/exports",
    "agreements/imports",
    "agreements/test_export_agenda.py",
    "agreements/test_import_agenda.py",
    "agreements/versions/test_comparing.py",
    "monitoring/exports",
    "monitoring/rollover",
    "parties/files",
    "parties/tables",
    "security/test_files_of_strangers.py",
    "security/test_tables.py",
    # Whole documents, days and years, made of what has tests of its own
    "agreements/rollover/test_any_order.py",
    "agreements/taking_part/test_strangers.py",
    "agreements/test_demo.py",
    "agreements/test_heeze_leende.py",
    "agreements/test_heumen.py",
    "monitoring/demo",
    "monitoring/test_carrying.py",
    "monitoring/test_changing_text.py",
    "monitoring/test_two_years.py",
    "monitoring/test_whole_country.py",
    "monitoring/test_year_in_front.py",
)

# Of those for PostgreSQL, what SQLite runs too, also in `make test`.
ON_BOTH = (
    # What each engine does in its own way
    "access/test_matrix.py",
    "agreements/models/test_in_front.py",
    "agreements/models/test_words.py",
    "monitoring/dashboard/test_counts.py",
    "monitoring/history",
    "monitoring/position/test_as_it_was.py",
    "monitoring/test_queries.py",
    "parties/history",
    "parties/test_texts.py",
    "security/test_look_ups.py",
    "test_cast.py",
    "test_constraints.py",
    "test_emptying.py",
    # A text from agenda to adoption, an import, a round, minutes, the next year, people
    "agreements/consent/test_adoption.py",
    "agreements/consent/test_story.py",
    "agreements/imports/test_applying.py",
    "agreements/rollover/test_making.py",
    "monitoring/meetings/test_minutes_life.py",
    "monitoring/test_workflow.py",
    "parties/people/test_workflow.py",
)


@cache  # a file has hundreds of cases, and each asks
def place_of(path: Path) -> str | None:
    """The line that counts for this file."""
    places = [place for place in (*FOR_POSTGRESQL, *NOT_FOR_POSTGRESQL) if path.is_relative_to(HERE / place)]
    return max(places, key=len, default=None)


def is_for_postgresql(path: Path) -> bool:
    """A file without a place runs, until it has one."""
    return place_of(path) not in NOT_FOR_POSTGRESQL


@cache
def is_for_both(path: Path) -> bool:
    return any(path.is_relative_to(HERE / place) for place in ON_BOTH)
