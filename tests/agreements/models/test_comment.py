"""Comments: about one thing, of one party, for all or for that party alone."""

import pytest

from agreements.models import Comment, Mention
from agreements.models.comment import commenting_parties
from parties.models import Party
from tests.factories import (
    AgendaFactory,
    CommentFactory,
    MembershipFactory,
    MentionFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
)
from tests.refusal import ROW, refusal

pytestmark = pytest.mark.django_db

PLACE = "A comment stays what and where it is; only its text may change."


@pytest.fixture
def own(cast):
    """Of the tenants only, on the action."""
    return CommentFactory(action=cast.action, party=cast.tenants, by=cast.tenant, text="Over de sleutels.", is_own=True)


@pytest.fixture
def shared(cast):
    """Of the tenants, to all, on the goal."""
    return CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, text="Hoeveel zijn het er?")


@pytest.mark.parametrize("name", ["agenda", "theme", "goal", "action"])
def test_a_comment_is_about_one_thing_and_knows_its_agreement_and_year(cast, name):
    row = CommentFactory(**{name: getattr(cast, name)}, party=cast.tenants, by=cast.tenant)
    assert (row.subject, row.subject_kind, row.agreement, row.year) == (getattr(cast, name), name, cast.agreement, 2024)


def test_not_about_two_things_and_not_about_nothing(cast, own):
    about_one = "A comment is about one thing: an introduction, a theme, a goal or an action."
    new = Comment.about(cast.action, year=2024, party=cast.tenants, by=cast.tenant, text="Hallo")
    assert refusal(new, goal=cast.goal) == {ROW: [about_one]}
    assert refusal(new, goal=None, action=None) == {ROW: [about_one]}


def test_the_agreement_and_the_year_are_those_of_what_it_is_about(cast):
    def new(about):
        return Comment.about(about, year=2024, party=cast.tenants, by=cast.tenant, text="Hallo")

    assert refusal(new(cast.goal), agreement=cast.other_agreement) == {"agreement": ["This belongs to another agreement."]}
    assert refusal(new(cast.action), year=2025) == {"year": ["This belongs to another year."]}
    assert refusal(new(cast.agenda), year=2025) == {"year": ["This belongs to another year."]}


@pytest.mark.parametrize("name", ["party", "is_own", "goal", "by", "year"])
def test_only_its_text_changes(cast, shared, name):
    other = {"party": cast.municipality, "is_own": True, "goal": cast.other_goal, "by": cast.officer, "year": 2025}[name]
    assert refusal(shared, **{name: other})[name if name != "goal" else "agreement"] in (
        [PLACE],
        ["This belongs to another agreement."],
    )


def test_a_comment_is_no_book(own):
    assert refusal(own, text="a" * 10_001) == {"text": ["At most 10,000 characters; this text has 10,001. Take out at least 1."]}


def test_its_name_tells_nothing_of_its_text(own):
    assert "sleutels" not in str(own)


def test_an_answer_is_about_the_same_for_the_same_people(cast, own, shared):
    same = ["An answer is about the same thing as what it answers, and for the same people."]
    answer = Comment.about(cast.action, year=2024, party=cast.tenants, by=cast.tenant, text="Ja", is_own=True, answers_to=own)
    assert refusal(answer, is_own=False) == {"answers_to": same}
    assert refusal(answer, is_own=True, answers_to=shared) == {"answers_to": same}
    assert refusal(answer, answers_to=own, party=cast.municipality) == {"answers_to": same}
    first = CommentFactory(answers_to=shared, party=cast.municipality, by=cast.officer)
    assert refusal(Comment.about(cast.goal, year=2024, party=cast.tenants, by=cast.tenant, text="Ja", answers_to=first)) == {
        "answers_to": same
    }, "one level"


def test_words_that_were_answered_or_resolved_stay(cast, shared):
    CommentFactory(answers_to=shared, party=cast.municipality, by=cast.officer)
    assert "Someone answered this" in refusal(shared, text="Iets anders")["text"][0]
    other = CommentFactory(
        goal=cast.goal, party=cast.tenants, by=cast.tenant, resolved_at="2024-03-01T12:00Z", resolved_by=cast.officer
    )
    assert refusal(other, text="Iets anders") == {"text": ["This was resolved. Open it again first."]}


def test_the_last_answer_may_still_change(cast, shared):
    first, last = (CommentFactory(answers_to=shared, party=cast.municipality, by=cast.officer) for _ in range(2))
    assert (bool(first.why_it_stays()), last.why_it_stays()) == (True, "")


# -- Who reads it


def seen_by(cast, row) -> set[str]:
    people = (cast.officer, cast.executive, cast.association_officer, cast.tenant, cast.outsider, cast.admin)
    return {person.name for person in people if Comment.objects.visible_to(person).filter(pk=row.pk).exists()}


def test_what_is_for_one_party_is_seen_by_its_own_people_alone(cast, own):
    assert seen_by(cast, own) == {"Tess Huurder"}


def test_a_comment_to_all_is_seen_by_everyone_of_the_agreement_and_people_who_see_all(cast, shared):
    assert seen_by(cast, shared) == {"Olga Officier", "Wies Wethouder", "Abel Bouwer", "Tess Huurder", "Ad Min"}


def test_someone_who_leaves_the_agreement_sees_neither(cast, own, shared):
    cast.agreement.participations.get(party=cast.tenants).delete()
    assert list(Comment.objects.visible_to(cast.tenant)) == []


def test_an_umbrella_and_its_members_read_each_other_only_when_it_is_said_to_all(cast):
    umbrella = PartyFactory(name="Koepel", kind=Party.Kind.UMBRELLA)
    member = PartyFactory(name="Lid", kind=Party.Kind.TENANTS_ORGANISATION)
    PartyMemberFactory(umbrella=umbrella, member=member)
    ParticipationFactory(agreement=cast.agreement, party=umbrella, role="involved")
    head, one = MembershipFactory(party=umbrella).user, MembershipFactory(party=member).user
    for_umbrella = CommentFactory(action=cast.action, party=umbrella, by=head, is_own=True)
    for_member = CommentFactory(action=cast.action, party=member, by=one, is_own=True)
    to_all = CommentFactory(action=cast.action, party=member, by=one)
    assert set(Comment.objects.visible_to(head)) == {for_umbrella, to_all}
    assert set(Comment.objects.visible_to(one)) == {for_member, to_all}


# -- Who does what with it


def test_everyone_of_a_party_that_takes_part_says_something_for_it(cast):
    work = PartyFactory(name="Werkgroep", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=work, member=cast.elsewhere)
    people = (cast.officer, cast.tenant, cast.outsider, cast.admin)
    assert [list(commenting_parties(person, cast.agreement)) for person in people] == [
        [cast.municipality],
        [cast.tenants],
        [],
        [],
    ]
    ParticipationFactory(agreement=cast.agreement, party=work, role="involved")
    assert list(commenting_parties(cast.outsider, cast.agreement)) == [cast.elsewhere]


def test_one_changes_ones_own_and_colleagues_keep_together_what_is_for_their_party(cast):
    to_all = CommentFactory(goal=cast.goal, party=cast.municipality, by=cast.officer)
    own = CommentFactory(goal=cast.goal, party=cast.municipality, by=cast.officer, is_own=True)
    assert set(Comment.objects.editable_by(cast.officer)) == {to_all, own}
    assert set(Comment.objects.editable_by(cast.executive)) == {own}
    assert set(Comment.objects.editable_by(cast.association_officer)) == set()


def test_the_party_that_said_it_resolves_it_or_an_editor_of_one_that_signs(cast, own, shared):
    involved = MembershipFactory(party=PartyFactory(name="Zorg"), role="editor").user
    ParticipationFactory(agreement=cast.agreement, party=involved.memberships.get().party, role="involved")
    may = {
        person.name: set(Comment.objects.resolvable_by(person))
        for person in (cast.tenant, cast.officer, cast.association_officer, cast.executive, cast.admin, cast.outsider)
    }
    assert may == {
        "Tess Huurder": {own, shared},
        "Olga Officier": {shared},
        "Abel Bouwer": {shared},
        "Wies Wethouder": set(),
        "Ad Min": set(),
        "Bas Buiten": set(),
    }
    assert set(Comment.objects.resolvable_by(involved)) == set()


def test_open_is_what_nobody_resolved_with_its_answers(cast, shared):
    answer = CommentFactory(answers_to=shared, party=cast.municipality, by=cast.officer)
    done = CommentFactory(
        goal=cast.goal, party=cast.tenants, by=cast.tenant, resolved_at="2024-03-01T12:00Z", resolved_by=cast.tenant
    )
    CommentFactory(answers_to=done, party=cast.municipality, by=cast.officer)
    assert set(Comment.objects.open()) == {shared, answer}
    assert set(Comment.objects.threads().open()) == {shared}


def test_a_mention_waits_for_a_reader_until_it_is_seen_or_the_thread_is_resolved(cast, shared):
    answer = CommentFactory(answers_to=shared, party=cast.municipality, by=cast.officer)
    seen = MentionFactory(comment=shared, person=cast.officer, seen_at="2024-03-01T12:00Z")
    waits = MentionFactory(comment=answer, person=cast.officer)
    stranger = MentionFactory(comment=shared, person=cast.outsider)
    assert set(Mention.objects.of(cast.officer)) == {seen, waits}
    assert set(Mention.objects.of(cast.officer).waiting()) == {waits}
    assert set(Mention.objects.of(cast.outsider)) == set()
    shared.resolved_at, shared.resolved_by = "2024-03-02T12:00Z", cast.officer
    shared.save()
    assert set(Mention.objects.waiting()) == set()
    assert stranger.seen_at is None


def test_a_comment_goes_with_its_action_and_its_history_stays(cast, own):
    cast.action.delete()
    assert Comment.history.filter(history_type="-").get().text == own.text


def test_what_is_said_on_a_goal_outlives_the_year_in_which_it_was_said(cast):
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    row = CommentFactory(goal=cast.goal, year=2025, party=cast.tenants, by=cast.tenant)
    later.delete()
    assert Comment.objects.filter(pk=row.pk).exists()
