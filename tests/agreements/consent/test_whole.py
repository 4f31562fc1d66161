"""The agreement adopted as a whole: what it covers and holds still, what years go on writing, and on what a year stands."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from agreements.agenda.becoming import draft_changes
from agreements.agenda.collect import collect_agenda, collect_text
from agreements.agenda.ground import ground_of, text_of
from agreements.agenda.words import held_words, targets_of, words_of
from agreements.consent import adoption, answering
from agreements.consent.lock import why_not_change
from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.undoing import undo_import
from agreements.models import Agenda, Agreement, Goal, Indicator, Target, Version
from agreements.versions.checking import faults
from agreements.versions.comparing import goal_changes
from agreements.versions.recording import hash_as_it_stands
from agreements.writing.places import place_at
from agreements.writing.workflow import write_part
from parties.models import Membership
from parties.refusals import NotAllowedNowError
from tests.agreements.admin.posting import address, save
from tests.agreements.admin.test_tables import errors, table, upload
from tests.documents import variants
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    AgendaImportFactory,
    GoalFactory,
    MembershipFactory,
    ParticipationFactory,
    PartyFactory,
    TargetFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ADOPTED = "The agreement has been adopted as a whole: its text changes by consent only."
PROPOSED = "The agreement is proposed for adoption as a whole: its text stands still. Take the proposal back first."
KEPT = (
    "This stands in the text of the agreement as a whole, so it cannot be deleted. Drop a goal from a year on instead; a theme"
    " without goals is no longer printed."
)
NO_YEAR = (
    "The text of the agreement as a whole stands still, and no year is being written. Start a draft of a year first: these words"
    " are written for that year, and the agreement as a whole keeps its own."
)
OLD, NEW = "De sociale voorraad groeit met 75 woningen.", "De sociale voorraad groeit met 90 woningen."
OF_THE_WHOLE = {"agreement", "participation", "theme", "theme of 2024", "goal", "goal of 2024", "goal of 2025"}
OF_THE_WHOLE |= {"indicator", "indicator of 2025", "target", "meeting rule", "appendix"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def in_a_week() -> date:
    return timezone.localdate() + timedelta(days=7)


@pytest.fixture
def adopt(cast):
    """`adopt(text)`: proposed by the municipality, and agreed to by everyone who signs."""

    def adopt(text):
        signer = UserFactory(name="Berta Bestuurder")
        MembershipFactory(user=signer, party=cast.association, role=Membership.Role.READER, may_sign=True)
        people = {cast.municipality: cast.executive, cast.association: signer, cast.tenants: cast.tenant}
        proposal = adoption.propose(text=text, by=cast.officer, deadline=in_a_week())
        for party, person in people.items():
            answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
        text.refresh_from_db()
        return Version.objects.of(text).get()

    return adopt


@pytest.fixture
def whole(cast, rows, adopt) -> Version:
    """The version of the agreement as a whole, with a row of each kind and drafts of 2024 and 2025."""
    return adopt(cast.agreement)


def is_as_agreed(version: Version) -> bool:
    return hash_as_it_stands(Agreement.objects.get(pk=version.agreement_id)) == version.content_sha256


# -- What stands still


def test_what_all_years_share_stands_still_and_the_years_do_not(cast, rows, whole):
    assert {name for name, row in rows.items() if why_not_change(row)} == OF_THE_WHOLE
    assert why_not_change(rows["meeting rule"]) == ADOPTED
    assert {why_not_change(rows[name]) for name in ("goal", "theme")} == {KEPT}
    assert why_not_change(rows["goal"], fields=["is_focus"]) == ADOPTED


def test_from_the_proposal_on(cast, rows):
    Agreement.objects.filter(pk=cast.agreement.pk).update(state="proposed")
    assert why_not_change(rows["meeting rule"]) == PROPOSED


def test_words_are_written_for_a_year_and_not_without_one(cast, rows, whole):
    assert why_not_change(rows["goal"], fields=["text"]) == ""
    Agenda.objects.filter(agreement=cast.agreement).update(state="proposed")
    assert why_not_change(rows["goal of 2025"], fields=["text"]).startswith("The agenda of 2025 stands still")
    for agenda in Agenda.objects.filter(agreement=cast.agreement):
        agenda.actions.all().delete()
        agenda.delete()
    assert why_not_change(Goal.objects.get(pk=cast.goal.pk), fields=["text"]) == NO_YEAR


def test_a_target_of_one_year_stands_still_with_that_year_alone(cast, rows, whole, put):
    target = TargetFactory(indicator=rows["indicator"], year=2025)
    assert why_not_change(target) == ""
    put("adopted")
    assert why_not_change(target) == ""
    put("adopted", "agenda of 2025")
    assert why_not_change(target) == "The agenda of 2025 has been adopted: its text changes by consent only."


# -- What years write


def write_words(cast, rows):
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.text = NEW
    goal.save()


def write_a_theme(cast, rows):
    cast.theme.title, cast.theme.position = "Anders wonen", 5
    cast.theme.save()


def add_a_goal(cast, rows):
    GoalFactory(theme=cast.theme, number="40")


def add_a_goal_for_a_year(cast, rows):
    goal = Goal(theme=cast.theme, number="40", text="Nieuw.")
    goal.write_for(2025)
    goal.save()


def add_a_theme(cast, rows):
    ThemeFactory(agreement=cast.agreement, title="Groen", introduction="Nieuw.")


def drop_a_goal(cast, rows):
    early = rows["goal of 2024"]
    early.dropped_from, early.drop_reason = 2024, "De raad besloot anders."
    early.save()


def write_a_target(cast, rows):
    target = Target.objects.get(pk=rows["target"].pk)
    target.value = 90
    target.save()


def add_a_target_of_a_year(cast, rows):
    TargetFactory(indicator=rows["indicator"], year=2024)


def write_an_action(cast, rows):
    cast.action.text = "Anders."
    cast.action.save()
    ActionFactory(goal=rows["goal of 2025"], agenda=rows["agenda of 2025"])


def move_a_goal(cast, rows):
    goal = Goal.objects.get(pk=cast.goal.pk)
    goal.theme = ThemeFactory(agreement=cast.agreement, title="Groen")
    goal.save()


@pytest.mark.parametrize(
    "write",
    [
        write_words,
        write_a_theme,
        add_a_goal,
        add_a_goal_for_a_year,
        add_a_theme,
        drop_a_goal,
        write_a_target,
        add_a_target_of_a_year,
        write_an_action,
        move_a_goal,
    ],
)
def test_what_a_year_writes_leaves_the_agreement_as_a_whole_as_it_was_agreed(cast, rows, whole, write):
    before = collect_agenda(Agenda.objects.select_related("agreement").get(year=2024, agreement=cast.agreement))
    write(cast, rows)
    assert is_as_agreed(whole)
    assert list(faults(cast.agreement)) == []
    after = collect_agenda(Agenda.objects.select_related("agreement").get(year=2024, agreement=cast.agreement))
    assert (after != before) == (write not in {write_a_target, add_a_target_of_a_year, add_a_goal_for_a_year})


def test_what_is_shared_is_told_to_be_otherwise(cast, rows, whole):
    Indicator.objects.filter(pk=rows["indicator"].pk).update(unit="euro")
    assert not is_as_agreed(whole)
    assert list(faults(cast.agreement)) == [
        f"The text of the agreement as a whole in the tables is not that of “{whole}”.",
        f"The history of indicator {rows['indicator'].pk} does not say what stands there now: unit.",
    ]


def test_a_goal_has_the_words_of_the_whole_and_those_of_the_years(cast, rows, whole):
    write_words(cast, rows)
    found = held_words(Goal.objects.select_related("theme__agreement").get(pk=cast.goal.pk))
    assert [(text.is_of_whole, text.first, text.words.text) for text in found] == [(True, None, OLD), (False, 2023, NEW)]
    assert words_of(Goal.objects.get(pk=cast.goal.pk), 2024).text == NEW


def test_a_target_over_the_period_has_that_of_the_whole_and_that_of_the_years(rows, whole):
    write_a_target(None, rows)
    indicator = Indicator.objects.get(pk=rows["indicator"].pk)
    assert [[row.value for row in targets_of(indicator, year)] for year in (2022, 2024)] == [[75], [90]]


def test_the_draft_of_a_year_shows_what_it_changes_in_the_whole(cast, rows, whole):
    write_words(cast, rows)
    agreement = Agreement.objects.get(pk=cast.agreement.pk)
    content = collect_agenda(Agenda.objects.select_related("agreement").get(year=2024, agreement=agreement))
    changes = draft_changes(content, agreement, Agenda.years_of(agreement.pk))
    assert {pk: (row.year, [(part.was, part.becomes) for part in row.changes]) for pk, row in changes.goals.items()} == {
        cast.goal.pk: (None, [(OLD, NEW)])
    }
    told = goal_changes(collect_text(agreement), content)
    assert [(row.kind, row.changes[0].becomes) for row in told] == [("changed", NEW)], "a goal of 2025 has not gone"


# -- What it covers, and who answers


def test_it_covers_every_goal_and_party_and_no_action(cast, rows, whole):
    content = collect_text(cast.agreement)
    assert {goal.number for goal in content.goals} == {"17", "18", "19"}
    assert (content.actions, content.is_table) == ((), False)
    terms = content.terms
    assert {(row.goal, row.name, row.words) for row in terms.figures} == {
        ("17", "Groei", "at least 75 woningen"),
        ("18", "Groei", ""),
    }
    assert [row.words for row in terms.rules] == ["twee keer per jaar"]
    assert [row.name for row in terms.parties] == [party.name for party in (cast.municipality, cast.association, cast.tenants)]
    assert [row.title for row in content.appendices] == [rows["appendix"].title], "those of one year belong to that year"


def test_whoever_signs_now_or_later_answers_and_who_left_does_not(cast):
    year = cast.agreement.year_in_front
    later, gone = (PartyFactory(name=name) for name in ("Later Wonen", "Vroeger Wonen"))
    ParticipationFactory(agreement=cast.agreement, party=later, from_year=year)
    ParticipationFactory(agreement=cast.agreement, party=gone, to_year=year - 1)
    for party in (later, cast.association):
        MembershipFactory(party=party, may_sign=True)
    proposal = adoption.propose(text=cast.agreement, by=cast.officer, deadline=in_a_week())
    assert {row.party for row in proposal.needed.all()} == {cast.municipality, cast.association, cast.tenants, later}


def test_a_remark_about_a_goal_becomes_a_comment_on_that_goal(cast, rows):
    MembershipFactory(party=cast.association, may_sign=True)
    proposal = adoption.propose(text=cast.agreement, by=cast.officer, deadline=in_a_week())
    answering.answer(proposal=proposal, party=cast.tenants, by=cast.tenant, answer="refused", remark="Te weinig.", goal=cast.goal)
    said = cast.goal.comments.get()
    assert (said.text, said.year) == ("Te weinig.", cast.agreement.year_in_front)


def test_a_year_says_on_which_version_of_the_whole_it_stands(cast, rows, adopt):
    assert ground_of(adopt(Agenda.objects.select_related("agreement").get(pk=rows["agenda of 2025"].pk))).stands_on is None
    whole = adopt(cast.agreement)
    stands_on = ground_of(adopt(cast.agenda)).stands_on
    assert (stands_on.number, stands_on.sha256) == (1, whole.sha256)
    assert list(faults(cast.agreement)) == []


def test_a_year_that_stands_on_what_is_not_there_is_noticed(cast, rows, adopt):
    adopt(cast.agreement)
    version = adopt(cast.agenda)
    ground = ground_of(version)
    version.ground = text_of(replace(ground, stands_on=replace(ground.stands_on, sha256="0" * 64)))
    sha256 = version.expected_sha256
    Version.objects.filter(pk=version.pk).update(ground=version.ground, sha256=sha256)
    Version.history.filter(id=version.pk).update(sha256=sha256)
    assert any(
        "stands on a text of the agreement as a whole that is not there" in sentence for sentence in faults(cast.agreement)
    )


# -- Doors

EDITS = {
    "agreement": {"title": "Anders"},
    "indicator": {"baseline": "5"},
    "meeting rule": {"frequency": "nooit"},
}
# On the page for writing of 2024: what is shared, and what is of the year.
SHARED_PARTS = {
    "goal": ("doel", "jaren", {"is_focus": True}),
    "indicator": ("cijfer", "cijfer", {"unit": "euro"}),
    "appendix": ("bijlage", "bijlage", {"title": "Anders"}),
}
FREE = {
    "appendix of 2024": ("bijlage", "bijlage", {"title": "Anders"}),
    "agenda": ("tekst", "kop", {"title": "Anders"}),
    "action": ("actie", "tekst", {"text": "Anders."}),
    "goal": ("doel", "tekst", {"text": "Anders."}),
    "theme": ("thema", "kop", {"title": "Anders"}),
}


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_pages_and_tables_refuse_what_is_shared_and_write_what_is_of_a_year(cast, rows, whole, who, request):
    client = request.getfixturevalue(who)
    for name, change in EDITS.items():
        shown = save(client, rows[name], **change)
        assert (shown.status_code, ADOPTED in shown.content.decode()) == (200, True), name
    for name, (kind, part, values) in (SHARED_PARTS | {f"{name} ": found for name, found in FREE.items()}).items():
        place = place_at(Agenda.objects.get(pk=cast.agenda.pk), kind, rows[name.strip()].pk, part)
        refused = pytest.raises(NotAllowedNowError, match=ADOPTED) if name in SHARED_PARTS else nullcontext()
        with translation.override("en"), refused:
            write_part(place=place, by=getattr(cast, who), values=values, seen={})
    shown = upload(client, type(rows["indicator"]), table("Regelnummer;Eenheid", f"{rows['indicator'].pk};euro"))
    assert errors(shown) == [(2, "", ADOPTED)]
    client.post(address(rows["goal"], "delete"), {"post": "yes"})
    assert Goal.objects.filter(pk=cast.goal.pk).exists()
    assert is_as_agreed(whole)


def test_a_page_leads_to_the_adoption_of_the_whole(rows, whole, officer):
    page = officer.get(address(rows["meeting rule"])).content.decode()
    assert '<a href="/afspraken/waterhoek-2023-2026/vaststellen/">The adoption of the agreement as a whole</a>' in page
    page = officer.get(address(rows["goal"])).content.decode()
    assert f"/2024/schrijven/#doel-{rows['goal'].pk}" in page, "its words are written for a year, and there"


HEAD = ["Nr", "Doel", "Afspraak voor 2024", "Trekker"]
FILE = variants.excel(["Thema 1: Betaalbaar wonen"], HEAD, [17, NEW, "Er is een pad.", "De Sleutel"])


@pytest.fixture
def uploaded(cast):
    return AgendaImportFactory(agenda=cast.agenda, file=ContentFile(FILE, name="agenda.xlsx"), file_name="agenda.xlsx")


def test_a_file_writes_its_year_and_is_undone(cast, rows, whole, uploaded):
    apply_import(uploaded, by=cast.officer)
    assert words_of(Goal.objects.get(pk=cast.goal.pk), 2024).text == NEW
    assert is_as_agreed(whole)
    undo_import(uploaded, by=cast.officer)
    assert words_of(Goal.objects.get(pk=cast.goal.pk), 2024).text == OLD
    assert is_as_agreed(whole)


def test_a_file_whose_words_the_whole_has_taken_over_is_not_undone(cast, adopt, uploaded):
    apply_import(uploaded, by=cast.officer)
    whole = adopt(cast.agreement)
    with pytest.raises(NotAppliedError, match="adopted as a whole"):
        undo_import(uploaded, by=cast.officer)
    assert is_as_agreed(whole)


def test_a_later_year_is_drafted_on_the_whole(cast, adopt):
    adopt(cast.agreement)
    agenda = AgendaFactory(agreement=Agreement.objects.get(pk=cast.agreement.pk), year=2026)
    assert [goal.text for goal in collect_agenda(agenda).goals] == [OLD]
