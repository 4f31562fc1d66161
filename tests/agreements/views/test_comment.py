"""Comments on the pages: to all parties, or to the own people and for nobody else in any way."""

import pytest
from django.urls import reverse

from agreements.models import Comment
from parties.models import Party
from tests.factories import (
    ActionFactory,
    AgendaFactory,
    CommentFactory,
    GoalFactory,
    MembershipFactory,
    MentionFactory,
    ParticipationFactory,
    PartyFactory,
    PartyMemberFactory,
    ThemeFactory,
)
from tests.pages import headings_of, links_of, words_of

pytestmark = pytest.mark.django_db

SECRET = "kwartelkoning"
LIST = "/afspraken/waterhoek-2023-2026/2024/opmerkingen/"


@pytest.fixture
def private(cast):
    """For the municipality only, on the action."""
    text = f"Vertrouwelijk: **{SECRET}**."
    return CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer, text=text, is_own=True)


@pytest.fixture
def asked(cast):
    """The tenants ask, to all, on the goal."""
    return CommentFactory(goal=cast.goal, party=cast.tenants, by=cast.tenant, text="Hoeveel zijn het **er**? En waar?")


def own(cast) -> tuple:
    return cast.officer, cast.executive


def others(cast) -> tuple:
    return cast.association_officer, cast.tenant, cast.outsider, cast.admin


def write_address(about) -> str:
    return reverse(f"comment_on_{about._meta.model_name}", args=[about.pk])


# -- For the own party only


def test_all_roles_of_the_own_party_read_it_and_nobody_else(visit, cast, private):
    for person in own(cast):
        page = visit(person, cast.action.get_absolute_url())
        assert "For your own party only" in words_of(page)
        assert f"<strong>{SECRET}</strong>" in page.content.decode()
    for person in others(cast):
        for address in (cast.action.get_absolute_url(), LIST, f"{LIST}?toon=open", cast.agenda.get_absolute_url()):
            assert SECRET not in visit(person, address).content.decode()


def test_nobody_else_counts_it(visit, cast, private):
    assert "1 open comment" in words_of(visit(cast.executive, cast.agenda.get_absolute_url()))
    assert "open comment" not in words_of(visit(cast.tenant, cast.agenda.get_absolute_url()))
    assert "Nothing was said about this agenda yet" in words_of(visit(cast.tenant, LIST))


def test_an_answer_tells_who_is_named_in_it(visit, cast, asked):
    answer = CommentFactory(goal=cast.goal, party=cast.municipality, by=cast.officer, answers_to=asked)
    MentionFactory(comment=answer, person=cast.executive)
    assert f"Named: {cast.executive}" in words_of(visit(cast.officer, cast.goal.get_absolute_url()))


def test_someone_who_belongs_to_no_party_reads_what_is_for_all_and_writes_nothing(visit, cast, asked):
    page = visit(cast.admin, cast.goal.get_absolute_url())
    assert "En waar?" in words_of(page)
    assert "Write a comment" not in words_of(page)
    assert "For your own party only" not in words_of(page)


def test_no_member_party_reads_that_of_its_umbrella_nor_the_other_way_round(visit, cast):
    umbrella = PartyFactory(name="Koepel", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=umbrella, member=cast.tenants)
    ParticipationFactory(agreement=cast.agreement, party=umbrella)
    head = MembershipFactory(party=umbrella).user
    CommentFactory(action=cast.action, party=umbrella, by=head, text="koepelgeheim", is_own=True)
    CommentFactory(action=cast.action, party=cast.tenants, by=cast.tenant, text="ledengeheim", is_own=True)
    for address in (cast.action.get_absolute_url(), LIST):
        of_member = visit(cast.tenant, address).content.decode()
        of_umbrella = visit(head, address).content.decode()
        assert ("koepelgeheim" in of_member, "ledengeheim" in of_member) == (False, True)
        assert ("koepelgeheim" in of_umbrella, "ledengeheim" in of_umbrella) == (True, False)


@pytest.mark.parametrize("name", ["comment", "comment_answer", "comment_resolve", "comment_reopen", "comment_delete"])
def test_for_everyone_else_it_does_not_exist(client, cast, private, name):
    for person in others(cast):
        client.force_login(person)
        assert client.post(reverse(name, args=[private.pk]), {"text": "Gekaapt"}).status_code == 404
        if name in {"comment", "comment_answer"}:
            assert client.get(reverse(name, args=[private.pk])).status_code == 404
    assert Comment.objects.get().text == private.text


def test_someone_who_leaves_the_party_reads_it_no_longer(visit, cast, private):
    MembershipFactory(user=cast.executive, party=cast.tenants)
    cast.executive.memberships.get(party=cast.municipality).delete()
    assert SECRET not in visit(cast.executive, cast.action.get_absolute_url()).content.decode()
    assert visit(cast.executive, reverse("comment", args=[private.pk])).status_code == 404


# -- Written


@pytest.mark.parametrize(("audience", "is_own"), [("all", False), ("own", True)])
def test_a_reader_writes_one_on_an_action_and_on_a_goal(visit, client, cast, audience, is_own):
    visit(cast.tenant, "/")
    for about in (cast.action, cast.goal):
        page = client.post(write_address(about), {"text": f"Over {about._meta.model_name}.", "audience": audience}, follow=True)
        said = Comment.objects.get(**{about._meta.model_name: about})
        assert page.redirect_chain == [(f"{about.get_absolute_url()}#opmerking-{said.pk}", 302)]
        assert f"Over {about._meta.model_name}." in words_of(page)
        assert (said.party, said.by, said.is_own) == (cast.tenants, cast.tenant, is_own)
        told = "Only Huurdersraad Waterhoek sees it." if is_own else "All parties see it."
        assert told in words_of(page)


def test_an_involved_party_comments_too(visit, client, cast):
    carer = MembershipFactory(party=PartyFactory(name="Zorg", kind="care_provider")).user
    ParticipationFactory(agreement=cast.agreement, party=carer.memberships.get().party, role="involved")
    visit(carer, "/")
    client.post(write_address(cast.goal), {"text": "Wij denken mee.", "audience": "all"})
    assert Comment.objects.get().party.name == "Zorg"


def test_someone_who_reads_it_is_chosen_each_time(visit, client, cast):
    visit(cast.tenant, "/")
    page = client.post(write_address(cast.action), {"text": "Voor wie?"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["audience"])
    assert "Voor wie?" in page.content.decode(), "what was typed is still there"
    assert "checked" not in visit(cast.tenant, cast.action.get_absolute_url()).content.decode()


def test_on_the_introduction_and_on_a_theme_one_writes_in_the_list(visit, client, cast):
    address = f"{LIST}schrijven/"
    visit(cast.tenant, "/")
    client.post(address, {"about": "", "text": "Over de inleiding.", "audience": "all"})
    page = client.post(address, {"about": cast.theme.pk, "text": "Over het thema.", "audience": "own"}, follow=True)
    assert {(row.subject, row.year, row.is_own) for row in Comment.objects.all()} == {
        (cast.agenda, 2024, False),
        (cast.theme, 2024, True),
    }
    said = Comment.objects.get(theme=cast.theme)
    assert page.redirect_chain == [(f"{LIST}?thema={cast.theme.pk}#opmerking-{said.pk}", 302)]
    wrong = client.post(address, {"about": cast.other_action.goal.theme_id, "text": "Elders.", "audience": "all"})
    assert list(wrong.context["form"].errors) == ["about"]


def test_a_comment_on_a_goal_belongs_to_the_year_from_which_one_came(visit, client, cast):
    AgendaFactory(agreement=cast.agreement, year=2025)
    page = visit(cast.tenant, f"{cast.goal.get_absolute_url()}?jaar=2024")
    assert f'action="{write_address(cast.goal)}?jaar=2024"' in page.content.decode()
    client.post(f"{write_address(cast.goal)}?jaar=2024", {"text": "Nu.", "audience": "all"})
    client.post(f"{write_address(cast.goal)}?jaar=2025", {"text": "Later.", "audience": "all"})
    client.post(f"{write_address(cast.goal)}?jaar=1850", {"text": "Ooit.", "audience": "all"})
    assert list(Comment.objects.order_by("pk").values_list("year", flat=True)) == [2024, 2025, 2025]


def test_someone_who_belongs_to_two_parties_says_for_which_and_only_for_those(visit, client, cast):
    MembershipFactory(user=cast.tenant, party=cast.association)
    assert 'name="party"' in visit(cast.tenant, cast.action.get_absolute_url()).content.decode()
    for data in ({"text": "Zonder partij."}, {"text": "Voor anderen.", "party": cast.municipality.pk}):
        page = client.post(write_address(cast.action), {**data, "audience": "all"})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["party"])
        assert data["text"] in page.content.decode(), "what was typed is still there"
    client.post(write_address(cast.action), {"text": "Voor De Sleutel.", "party": cast.association.pk, "audience": "own"})
    assert Comment.objects.get().party == cast.association


def test_someone_who_belongs_to_one_party_does_not_write_for_another(visit, client, cast):
    visit(cast.tenant, "/")
    forged = {"party": cast.municipality.pk, "by": cast.officer.pk, "year": 2023}
    client.post(write_address(cast.action), {"text": "Hallo", "audience": "own", **forged})
    said = Comment.objects.get()
    assert (said.party, said.by, said.year) == (cast.tenants, cast.tenant, 2024)


def test_nothing_is_written_where_one_may_not_look_nor_without_a_party(client, cast):
    for person, about, status in (
        (cast.outsider, cast.action, 404),
        (cast.outsider, cast.goal, 404),
        (cast.admin, cast.action, 403),
        (cast.admin, cast.goal, 403),
    ):
        client.force_login(person)
        assert client.post(write_address(about), {"text": "Hallo", "audience": "all"}).status_code == status
    assert not Comment.objects.exists()


def test_an_empty_comment_is_refused(visit, client, cast):
    visit(cast.tenant, "/")
    page = client.post(write_address(cast.action), {"text": "  ", "audience": "all"})
    assert "Comment: Write something, or leave the comment out." in words_of(page)


def test_a_comment_that_is_refused_leads_back_to_its_place(visit, client, cast):
    visit(cast.tenant, "/")
    in_list = f"{cast.agenda.get_absolute_url()}opmerkingen/"
    for address, back in (
        (write_address(cast.action), f"/acties/{cast.action.pk}/#opmerkingen"),
        (f"{in_list}schrijven/", f"{in_list}#opmerkingen"),
    ):
        page = client.post(address, {"text": "  ", "audience": "all", "about": ""})
        assert page.context["back"] == back
        page = client.post(address, {"text": "  ", "audience": "all", "about": "", "next": "/mijn-acties/?x=1"})
        assert page.context["back"] == "/mijn-acties/?x=1#opmerkingen"
        page = client.post(address, {"text": "  ", "audience": "all", "about": "", "next": "https://elders.example/"})
        assert page.context["back"] == back


def test_an_unknown_name_is_refused_and_that_of_someone_who_does_not_read_it_too(visit, client, cast):
    visit(cast.officer, "/")
    page = client.post(write_address(cast.action), {"text": "@Tess, kijk jij?", "audience": "all"})
    assert "«@Tess» is nobody who reads this." in words_of(page)
    page = client.post(write_address(cast.action), {"text": "@Tess Huurder, kijk jij?", "audience": "own"})
    assert "Tess Huurder does not read what is for Gemeente Waterhoek only." in words_of(page)
    assert not Comment.objects.exists()


def test_the_page_lists_who_can_be_named(visit, cast):
    page = visit(cast.tenant, cast.action.get_absolute_url())
    html = " ".join(page.content.decode().split())
    assert html.count("data-called=") == 4
    assert 'data-called="Tess Huurder" data-own' in html
    assert "Bas Buiten" not in html
    assert "@waterhoek.example" not in html, "names, no addresses"


@pytest.mark.parametrize("name", ["comment", "comment_answer"])
def test_the_pages_of_a_comment_for_the_own_party_tell_who_of_it_can_be_named(visit, cast, private, name):
    html = " ".join(visit(cast.officer, reverse(name, args=[private.pk])).content.decode().split())
    assert 'data-mention="own"' in html
    assert 'data-called="Wies Wethouder" data-own' in html
    assert 'data-called="Tess Huurder" data-own' not in html


def test_a_comment_does_no_harm(visit, cast, private):
    private.text = "<script>alert(1)</script> [klik](javascript:alert(1))"
    private.save()
    page = visit(cast.officer, cast.action.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


# -- Changed, deleted, put back


def test_a_colleague_changes_what_is_for_the_own_party_and_the_history_says_who(visit, client, cast, private):
    visit(cast.executive, "/")
    client.post(reverse("comment", args=[private.pk]), {"text": "Aangevuld."})
    private.refresh_from_db()
    assert (private.text, private.by, private.history.first().history_user) == ("Aangevuld.", cast.officer, cast.executive)


def test_a_colleague_s_later_words_are_not_overwritten_unseen(visit, client, cast, private):
    seen = visit(cast.executive, reverse("comment", args=[private.pk])).context["form"]["history_seen"].value()
    private.text = "Intussen door Olga."
    private.save()
    page = client.post(reverse("comment", args=[private.pk]), {"text": "Van Wies.", "history_seen": seen})
    assert "Intussen door Olga." in page.content.decode()
    private.refresh_from_db()
    assert private.text == "Intussen door Olga."
    seen = page.context["form"]["history_seen"].value()
    client.post(reverse("comment", args=[private.pk]), {"text": "Van Wies.", "history_seen": seen})
    private.refresh_from_db()
    assert private.text == "Van Wies."


def test_a_comment_to_all_is_changed_by_its_author_alone(visit, client, cast, asked):
    for person in (cast.officer, cast.admin, cast.outsider):
        visit(person, "/")
        for name in ("comment", "comment_delete"):
            assert client.post(reverse(name, args=[asked.pk]), {"text": "Gekaapt"}).status_code == 404
    visit(cast.tenant, "/")
    client.post(reverse("comment", args=[asked.pk]), {"text": "Hoeveel er?"})
    asked.refresh_from_db()
    assert asked.text == "Hoeveel er?"


def test_deleting_keeps_it_and_undo_brings_it_back(visit, client, cast, private):
    MentionFactory(comment=private, person=cast.executive)
    visit(cast.officer, "/")
    page = client.post(reverse("comment_delete", args=[private.pk]), follow=True)
    assert "You can undo this below the comments." in words_of(page)
    assert not Comment.objects.exists()
    assert "Deleted on" in words_of(visit(cast.executive, cast.action.get_absolute_url()))
    for person in others(cast):
        assert SECRET not in visit(person, cast.action.get_absolute_url()).content.decode()
        assert client.post(reverse("comment_undo", args=[private.pk])).status_code == 404
    visit(cast.executive, "/")
    page = client.post(reverse("comment_undo", args=[private.pk]), follow=True)
    assert f"<strong>{SECRET}</strong>" in page.content.decode()
    assert (Comment.objects.get().pk, Comment.objects.get().mentions.get().person) == (private.pk, cast.executive)
    assert client.post(reverse("comment_undo", args=[private.pk])).status_code == 404, "it is there again already"


def test_what_someone_said_to_all_and_took_back_is_seen_by_nobody_else(visit, client, cast, asked):
    visit(cast.tenant, "/")
    client.post(reverse("comment_delete", args=[asked.pk]))
    for person in (cast.officer, MembershipFactory(party=cast.tenants).user):
        assert "En waar?" not in words_of(visit(person, cast.goal.get_absolute_url()))
        assert client.post(reverse("comment_undo", args=[asked.pk])).status_code == 404
    assert "En waar?" in words_of(visit(cast.tenant, cast.goal.get_absolute_url()))
    client.post(reverse("comment_undo", args=[asked.pk]))
    assert Comment.objects.get().pk == asked.pk


def test_what_was_said_on_the_introduction_and_taken_back_is_undone_in_the_list(visit, client, cast):
    said = CommentFactory(agenda=cast.agenda, party=cast.tenants, by=cast.tenant, text="Te vroeg.")
    visit(cast.tenant, "/")
    page = client.post(reverse("comment_delete", args=[said.pk]), {"next": f"{LIST}?toon=open"}, follow=True)
    assert page.redirect_chain == [(f"{LIST}?toon=open#opmerkingen", 302)]
    assert "Te vroeg." in words_of(page)
    assert "Te vroeg." not in words_of(visit(cast.officer, LIST))
    visit(cast.tenant, "/")
    client.post(reverse("comment_undo", args=[said.pk]))
    assert Comment.objects.get().subject == cast.agenda


# -- Answered, resolved, seen


def test_another_party_answers_and_then_the_words_stand(visit, client, cast, asked):
    visit(cast.officer, "/")
    page = client.post(reverse("comment_answer", args=[asked.pk]), {"text": "Vijf."}, follow=True)
    said = Comment.objects.get(answers_to=asked)
    assert page.redirect_chain == [(f"{cast.goal.get_absolute_url()}#opmerking-{said.pk}", 302)]
    assert (said.party, said.by, said.is_own) == (cast.municipality, cast.officer, False)
    assert "Vijf." in words_of(visit(cast.association_officer, cast.goal.get_absolute_url()))
    page = visit(cast.tenant, cast.goal.get_absolute_url())
    assert reverse("comment", args=[asked.pk]) not in links_of(page)
    page = client.get(reverse("comment", args=[asked.pk]), follow=True)
    assert "Someone answered this, so it stays as it is." in words_of(page)


def test_an_answer_that_is_not_saved_shows_what_it_answers(visit, client, cast, asked):
    visit(cast.officer, "/")
    page = client.post(reverse("comment_answer", args=[asked.pk]), {"text": "@Piet"})
    assert page.status_code == 422
    assert "En waar?" in words_of(page)
    assert "@Piet" in page.content.decode()


def test_resolved_it_folds_counts_no_more_and_is_opened_again_with_one_click(visit, client, cast, asked):
    visit(cast.officer, "/")
    page = client.post(reverse("comment_resolve", args=[asked.pk]), follow=True)
    assert "Resolved by Olga Officier" in words_of(page)
    assert "fold--resolved" in page.content.decode()
    assert "open comment" not in words_of(visit(cast.officer, cast.agenda.get_absolute_url()))
    assert reverse("comment_answer", args=[asked.pk]) not in page.content.decode()
    page = client.post(reverse("comment_answer", args=[asked.pk]), {"text": "Toch nog."})
    assert "This was resolved. Open it again first." in words_of(page)
    client.post(reverse("comment_reopen", args=[asked.pk]))
    asked.refresh_from_db()
    assert not asked.is_resolved


def test_someone_who_may_not_resolve_it_has_no_button_and_is_refused(visit, client, cast, asked):
    page = visit(cast.executive, cast.goal.get_absolute_url())
    assert reverse("comment_resolve", args=[asked.pk]) not in page.content.decode()
    assert client.post(reverse("comment_resolve", args=[asked.pk])).status_code == 403


def test_someone_who_is_named_sees_so_until_it_is_seen(visit, client, cast, asked):
    MentionFactory(comment=asked, person=cast.officer)
    assert "You are named here" in words_of(visit(cast.officer, cast.goal.get_absolute_url()))
    assert "You are named here" not in words_of(visit(cast.executive, cast.goal.get_absolute_url()))
    assert client.post(reverse("comment_seen", args=[asked.pk])).status_code == 404
    visit(cast.officer, "/")
    client.post(reverse("comment_seen", args=[asked.pk]))
    assert "You are named here" not in words_of(visit(cast.officer, cast.goal.get_absolute_url()))


def test_one_comes_back_where_one_was_and_never_on_another_site(visit, client, cast, asked):
    visit(cast.officer, "/")
    for asked_for, gets in (
        (f"{LIST}?toon=open", f"{LIST}?toon=open#opmerking-{asked.pk}"),
        ("https://elders.example/", f"{cast.goal.get_absolute_url()}#opmerking-{asked.pk}"),
        ("//elders.example/", f"{cast.goal.get_absolute_url()}#opmerking-{asked.pk}"),
    ):
        assert client.post(reverse("comment_resolve", args=[asked.pk]), {"next": asked_for})["Location"] == gets


# -- The list of a year


@pytest.fixture
def year(cast):
    """Something on everything: by title what was said."""
    said = {"party": cast.tenants, "by": cast.tenant}
    paragraph = ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huur", introduction="Over huur.")
    second = ThemeFactory(agreement=cast.agreement, number="2", title="Groen", introduction="Over groen.", position=2)
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    rows = {
        "inleiding": CommentFactory(agenda=cast.agenda, text="inleiding", **said),
        "thema": CommentFactory(theme=cast.theme, text="thema", **said),
        "doel": CommentFactory(goal=cast.goal, text="doel", **said),
        "actie": CommentFactory(action=cast.action, text="actie", party=cast.municipality, by=cast.officer),
        "paragraaf": CommentFactory(theme=paragraph, text="paragraaf", **said),
        "groen": CommentFactory(theme=second, text="groen", resolved_at="2024-03-01T12:00Z", resolved_by=cast.tenant, **said),
        "later": CommentFactory(goal=cast.goal, year=2025, text="later", **said),
        "actie later": CommentFactory(action=ActionFactory(goal=cast.goal, agenda=later), text="later", **said),
    }
    MentionFactory(comment=CommentFactory(answers_to=rows["doel"], text="antwoord", **said), person=cast.officer)
    return rows


def shown(page) -> list[str]:
    return [thread.comment.text for chapter in page.context["chapters"] for place in chapter.places for thread in place.threads]


def test_the_list_has_everything_of_the_year_in_the_order_of_the_document(visit, cast, year):
    page = visit(cast.officer, LIST)
    assert shown(page) == ["inleiding", "thema", "doel", "actie", "paragraaf", "groen"]
    assert [heading for heading in headings_of(page) if heading.startswith("h2")] == [
        "h2 Introduction 1 open",
        "h2 Thema 1. Betaalbaar wonen 3 open",
        "h2 1.1 Huur 1 open",
        "h2 Thema 2. Groen 0 open",
    ]
    assert f"{cast.goal.get_absolute_url()}?jaar=2024#opmerkingen" in links_of(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("toon=open", ["inleiding", "thema", "doel", "actie", "paragraaf"]),
        ("toon=mijn", ["actie"]),
        ("toon=genoemd", ["doel"]),
        ("toon=onzin", ["inleiding", "thema", "doel", "actie", "paragraaf", "groen"]),
        ("thema={theme}", ["thema", "doel", "actie", "paragraaf"]),
        ("thema={theme}&toon=mijn", ["actie"]),
        ("thema=999999999", ["inleiding", "thema", "doel", "actie", "paragraaf", "groen"]),
    ],
)
def test_the_list_is_narrowed(visit, cast, year, query, found):
    assert shown(visit(cast.officer, f"{LIST}?{query.format(theme=cast.theme.pk)}")) == found


def test_what_stands_nowhere_in_the_document_comes_last(visit, cast):
    goal = GoalFactory(theme=ThemeFactory(agreement=cast.agreement, number="7"), start_year=2025)
    CommentFactory(goal=goal, party=cast.tenants, by=cast.tenant, text="elders")
    page = visit(cast.officer, LIST)
    assert (shown(page), page.context["chapters"][-1].heading) == (["elders"], "Elsewhere")


# -- Queries


def test_as_many_queries_with_1_comment_as_with_3(queries, cast, private):
    MentionFactory(comment=CommentFactory(answers_to=private, party=cast.municipality, by=cast.executive), person=cast.officer)
    before = [queries(cast.officer, address) for address in (cast.action.get_absolute_url(), LIST)]
    for _more in range(2):
        row = CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer)
        MentionFactory(comment=CommentFactory(answers_to=row, party=cast.tenants, by=cast.tenant), person=cast.officer)
    assert [queries(cast.officer, address) for address in (cast.action.get_absolute_url(), LIST)] == before


def test_the_page_says_nothing_of_it_in_its_last_change(visit, cast, private):
    before = words_of(visit(cast.tenant, cast.action.get_absolute_url()))
    CommentFactory(action=cast.action, party=cast.municipality, by=cast.officer, is_own=True)
    assert words_of(visit(cast.tenant, cast.action.get_absolute_url())) == before
