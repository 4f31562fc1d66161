"""Said, answered, resolved: who may, when it can, and who is mentioned."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation

from agreements.comments.workflow import answer, comment, reopen, resolve, reword, see, take_away
from agreements.models import Comment, Mention
from parties.history.records import change_set
from parties.refusals import NotAllowedNowError
from tests.factories import AgendaFactory, AgreementFactory, CommentFactory, GoalFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def asked(cast):
    """The tenants ask, to all, on the goal."""
    return CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, text="Hoeveel zijn het er?")


@pytest.mark.parametrize("name", ["agenda", "theme", "goal", "action"])
@pytest.mark.parametrize("own_only", [False, True])
def test_said_about_anything_to_all_or_to_the_own_party(cast, name, own_only):
    row = comment(getattr(cast, name), agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text="Let op.", own_only=own_only)
    assert (row.subject, row.year, row.party, row.by, row.is_own) == (
        getattr(cast, name),
        2024,
        cast.tenants,
        cast.tenant,
        own_only,
    )
    assert row.history.get().history_user == cast.tenant


def test_on_a_goal_in_the_year_that_was_read_also_before_there_is_an_agenda(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    assert comment(cast.goal, agenda=later, by=cast.tenant, party=cast.tenants, text="Let op.").year == 2025
    young = AgreementFactory(start_year=2030, end_year=2033)
    ParticipationFactory(agreement=young, party=cast.tenants)
    goal = GoalFactory(theme__agreement=young)
    assert comment(goal, agenda=None, by=cast.tenant, party=cast.tenants, text="Let op.").year == 2030


def test_for_no_other_party_and_not_where_one_takes_no_part(cast):
    for by, party in ((cast.tenant, cast.municipality), (cast.outsider, cast.elsewhere), (cast.admin, cast.tenants)):
        with pytest.raises(PermissionDenied):
            comment(cast.goal, agenda=cast.agenda, by=by, party=party, text="Let op.")
    assert not Comment.objects.exists()


def test_someone_who_is_named_and_reads_it_is_mentioned_once(cast):
    text = "@Olga Officier en @Olga Officier, @Tess Huurder (ik) en @Bas Buiten"
    row = comment(cast.goal, agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text=text)
    assert [mention.person for mention in row.mentions.all()] == [cast.officer]
    own = comment(
        cast.goal,
        agenda=cast.agenda,
        by=cast.officer,
        party=cast.municipality,
        text="@Wies Wethouder @Tess Huurder",
        own_only=True,
    )
    assert [mention.person for mention in own.mentions.all()] == [cast.executive]


def test_an_answer_stands_in_the_thread_and_what_was_asked_of_the_person_counts_as_seen(cast):
    row = comment(cast.goal, agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text="@Olga Officier, hoeveel?")
    said = answer(to=row, by=cast.officer, party=cast.municipality, text="Vijf, @Tess Huurder.")
    assert (said.answers_to, said.subject, said.is_own) == (row, cast.goal, False)
    assert list(Mention.objects.of(cast.officer).waiting()) == []
    assert [mention.comment for mention in Mention.objects.of(cast.tenant).waiting()] == [said]
    more = answer(to=said, by=cast.tenant, party=cast.tenants, text="Dank.")
    assert more.answers_to == row, "an answer to an answer stands below the same comment"


def test_nobody_of_another_party_answers_what_is_for_one_party(cast):
    row = CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, is_own=True)
    with pytest.raises(Comment.DoesNotExist):
        answer(to=row, by=cast.officer, party=cast.municipality, text="Betrapt.")
    assert Comment.objects.count() == 1


def test_someone_who_resolves_and_opens_again(cast, asked):
    for person in (cast.executive, cast.admin):
        with pytest.raises(PermissionDenied):
            resolve(row=asked, by=person)
    for person in (cast.officer, cast.association_officer, cast.tenant):
        resolve(row=asked, by=person)
        asked.refresh_from_db()
        assert asked.resolved_by == person
        with pytest.raises(NotAllowedNowError, match="resolved already"):
            resolve(row=asked, by=person)
        reopen(row=asked, by=person)
        with pytest.raises(NotAllowedNowError, match="open already"):
            reopen(row=asked, by=person)


def test_in_what_is_resolved_nobody_answers_or_changes(cast, asked):
    resolve(row=asked, by=cast.officer)
    asked.refresh_from_db()
    for act in (
        lambda: answer(to=asked, by=cast.officer, party=cast.municipality, text="Toch nog."),
        lambda: take_away(row=asked, by=cast.tenant),
    ):
        with pytest.raises(NotAllowedNowError, match="Open it again first"):
            act()
    asked.text = "Anders"
    with pytest.raises(ValidationError, match="Open it again first"):
        reword(row=asked, by=cast.tenant)


def test_what_was_answered_stays(cast, asked):
    answer(to=asked, by=cast.officer, party=cast.municipality, text="Vijf.")
    with pytest.raises(NotAllowedNowError, match="Someone answered this"):
        take_away(row=asked, by=cast.tenant)
    asked.text = "Ik vroeg niets."
    with pytest.raises(ValidationError, match="Someone answered this"):
        reword(row=asked, by=cast.tenant)


@pytest.mark.parametrize("act", [reword, take_away])
def test_only_who_said_it_to_all_changes_it_or_takes_it_away(cast, asked, act):
    own = CommentFactory(goal=cast.goal, party=cast.municipality, by=cast.officer)
    for row, person in ((asked, cast.officer), (own, cast.executive), (asked, cast.admin)):
        with pytest.raises(PermissionDenied):
            act(row=row, by=person)


def test_no_path_past_these_functions_writes_for_someone_else(cast, asked):
    own = CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, is_own=True)
    for person in (cast.officer, cast.association_officer):
        with change_set(user=person):
            for row in (asked, own):
                row.text = "Gekaapt"
                with pytest.raises(ValidationError):
                    row.save()
                with pytest.raises(ValidationError), transaction.atomic():
                    row.delete()
            with pytest.raises(ValidationError):
                CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant)
            with pytest.raises(ValidationError):
                Mention(comment=asked, person=cast.executive).save()
    assert Comment.objects.filter(text="Gekaapt").count() == 0


def test_other_words_mention_others_and_nobody_is_told_twice(cast):
    row = comment(cast.goal, agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text="@Olga Officier en @Abel Bouwer")
    kept = row.mentions.get(person=cast.officer)
    row.text = "@Olga Officier en @Wies Wethouder"
    reword(row=row, by=cast.tenant)
    assert {mention.person for mention in row.mentions.all()} == {cast.officer, cast.executive}
    assert row.mentions.get(person=cast.officer) == kept


def test_seen_is_said_by_the_person_alone(cast):
    row = comment(cast.goal, agenda=cast.agenda, by=cast.tenant, party=cast.tenants, text="@Olga Officier")
    mention = row.mentions.get()
    with pytest.raises(ValidationError):
        see(mention=mention, by=cast.tenant)
    mention.refresh_from_db()
    see(mention=mention, by=cast.officer)
    assert list(Mention.objects.waiting()) == []
