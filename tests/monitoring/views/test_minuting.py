"""The screen on which a meeting is minuted, and the page of an action point."""

from datetime import date

import pytest
from django.utils import timezone

from agreements.models import Agenda
from monitoring.meetings.minuting import decide_on_item, newest_words, write_discussed
from monitoring.models import ActionPoint, Attendance, Decision, Item, Meeting, MeetingParty
from tests.factories import (
    ActionPointFactory,
    DecisionFactory,
    ItemFactory,
    MeetingFactory,
    MembershipFactory,
    UserFactory,
)
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=date(2024, 11, 7), starts_at="14:00")


@pytest.fixture
def items(cast, meeting):
    return [
        ItemFactory(meeting=meeting, title="Opening", position=1, minutes_needed=5),
        ItemFactory(meeting=meeting, title="De flexwoningen", action=cast.action, position=2, minutes_needed=20),
        ItemFactory(meeting=meeting, title="Rondvraag", position=3, minutes_needed=10),
    ]


@pytest.fixture
def colleague(cast):
    return MembershipFactory(party=cast.municipality, role="coordinator", user=UserFactory(name="Cor Coördinator")).user


def at(meeting, item=None, page="") -> str:
    return f"/overleggen/{meeting.pk}/notuleren/{page}" + (f"?punt={item.pk}" if item else "")


def post_to(item, what: str) -> str:
    return f"/agendapunten/{item.pk}/{what}/"


def words(item, text: str, **more) -> dict:
    return {"discussed": text, "seen": newest_words(item), **more}


def test_one_item_is_open_with_the_way_to_the_others(visit, cast, meeting, items):
    page = visit(cast.officer, at(meeting, items[1]))
    assert [f"?punt={row.pk}" for row in items] == [link for link in links_of(page) if link.startswith("?punt=")][:3]
    html = page.content.decode()
    assert f'href="?punt={items[0].pk}" accesskey="v"' in html
    assert f'href="?punt={items[2].pk}" accesskey="n"' in html
    assert "2. De flexwoningen" in words_of(page)


def test_the_first_item_that_waits_is_open(visit, cast, meeting, items):
    write_discussed(item=items[0], by=cast.officer, discussed="Geopend.", seen=newest_words(items[0]))
    assert visit(cast.officer, at(meeting)).context["page"].item == items[1]
    assert visit(cast.officer, f"{at(meeting)}?punt=zeven").context["page"].item == items[1]


def test_what_was_left_out_is_not_minuted(visit, cast, meeting, items):
    Item.objects.filter(pk=items[1].pk).update(left_out_on=date(2024, 11, 1), left_out_reason="Niet rijp.")
    assert visit(cast.officer, at(meeting, items[1])).context["page"].items == [items[0], items[2]]


def test_everyone_of_the_meeting_reads_along_and_has_no_form(visit, cast, meeting, items):
    write_discussed(item=items[1], by=cast.officer, discussed="Er is **geen** stroom.", seen=newest_words(items[1]))
    for person in (cast.tenant, cast.association_officer):
        page = visit(person, at(meeting, items[1]))
        assert "Er is geen stroom." in words_of(page)
        assert "<textarea" not in page.content.decode()
    assert visit(cast.outsider, at(meeting)).status_code == 404


def test_a_regular_meeting_of_two_is_read_by_its_parties_alone(visit, cast):
    meeting = MeetingFactory(agreement=cast.agreement, kind="bilateral")
    for party in (cast.association, cast.tenants):
        MeetingParty(meeting=meeting, party=party).save()
    item = ItemFactory(meeting=meeting)
    point = ActionPointFactory(meeting=meeting, item=item, party=cast.tenants)
    for address in (at(meeting), at(meeting, page="vers/"), point.get_absolute_url()):
        assert visit(cast.officer, address).status_code == 404
        assert visit(cast.tenant, address).status_code == 200
    assert visit(cast.officer, post_to(item, "gezegd"), words(item, "Anders.")).status_code == 404


def test_who_is_there_the_quorum_and_the_time_stand_on_top(visit, cast, meeting, items, at_the_table):
    at_the_table("2024-11-07 14:41")
    Attendance.objects.create(meeting=meeting, party=cast.association, user=cast.association_officer)
    cast.agreement.meeting_rules.create(kind="bestuurlijk", frequency="vier keer", quorum="signatories")
    Meeting.objects.filter(pk=meeting.pk).update(quorum_missed=True)
    said = words_of(visit(cast.officer, at(meeting, items[1])))
    for part in (
        "De Sleutel: Abel Bouwer",
        "Quorum: every party that signs.",
        "It is not there: the meeting decides nothing yet.",
        "Planned through this item: 25 of 35 minutes",
        "Gone by: 41 minutes, 16 more than planned",
    ):
        assert part in said
    html = visit(cast.officer, at(meeting, items[1], "vers/")).content.decode()
    assert "Quorum: every party that signs." in html
    assert "De Sleutel: Abel Bouwer" in html
    at_the_table("2024-11-08 14:41")
    assert "Gone by" not in words_of(visit(cast.officer, at(meeting, items[1])))


@pytest.fixture
def at_the_table(request):
    return request.getfixturevalue("at")


# -- What was said


def test_words_are_saved_by_the_button(visit, cast, meeting, items):
    answer = visit(cast.officer, post_to(items[1], "gezegd"), words(items[1], "Er is stroom.\r\nIn mei."))
    assert answer["Location"] == at(meeting, items[1])
    assert Item.objects.get(pk=items[1].pk).discussed == "Er is stroom.\nIn mei."


def test_words_save_themselves_and_say_when(client, visit, cast, items):
    visit(cast.officer, "/")
    answer = client.post(post_to(items[1], "gezegd"), words(items[1], "Er is stroom."), headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "data-saved" in html
    assert f'id="gezien" value="{newest_words(items[1])}" data-hx-swap-oob="true"' in html


def test_a_decision_that_was_typed_is_not_lost_when_the_words_are_saved(visit, cast, items):
    sent = words(items[1], "Er is stroom.", **{"los-kind": "drop", "los-text": "Het gaat niet door."})
    page = visit(cast.officer, post_to(items[1], "gezegd"), sent)
    assert page.context["decide"]["text"].value() == "Het gaat niet door."
    assert not Decision.objects.exists()


def test_both_texts_stand_there_word_for_word_and_one_chooses(visit, cast, items, colleague):
    item = items[1]
    mine = words(item, "Olga: wel stroom.")
    visit(colleague, post_to(item, "gezegd"), words(item, "Cor: geen stroom."))
    page = visit(cast.officer, post_to(item, "gezegd"), mine)
    assert page.status_code == 409
    said = words_of(page)
    assert "Cor Coördinator wrote about this item" in said
    assert "It says now: Cor: geen stroom." in said
    assert page.context["words"]["discussed"].value() == "Olga: wel stroom."
    elders = newest_words(item)
    both = visit(cast.officer, post_to(item, "gezegd"), {**mine, "keuze": "samen", "elders": elders})
    assert both.context["words"]["discussed"].value() == "Cor: geen stroom.\n\nOlga: wel stroom."
    assert Item.objects.get(pk=item.pk).discussed == "Cor: geen stroom.", "it is read first, and then saved"
    visit(cast.officer, post_to(item, "gezegd"), {**mine, "keuze": "deze", "elders": elders})
    assert Item.objects.get(pk=item.pk).discussed == "Cor: geen stroom."
    visit(cast.officer, post_to(item, "gezegd"), {**mine, "keuze": "mijn", "elders": elders})
    assert Item.objects.get(pk=item.pk).discussed == "Olga: wel stroom."


def test_a_choice_counts_only_for_the_text_that_was_shown(visit, cast, items, colleague):
    item = items[1]
    mine = words(item, "Olga.")
    visit(colleague, post_to(item, "gezegd"), words(item, "Cor."))
    elders = newest_words(item)
    visit(colleague, post_to(item, "gezegd"), words(item, "Cor, nog iets."))
    for choice in ("mijn", "deze", "samen"):
        page = visit(cast.officer, post_to(item, "gezegd"), {**mine, "keuze": choice, "elders": elders})
        assert page.status_code == 409
        assert "Cor, nog iets." in words_of(page)
    assert Item.objects.get(pk=item.pk).discussed == "Cor, nog iets."


def test_the_screen_hears_what_another_wrote_and_nothing_when_all_is_as_it_was(client, visit, cast, meeting, items, colleague):
    item = items[1]
    seen = newest_words(item)
    mark = visit(cast.officer, at(meeting, item)).context["mark"]
    address = f"{at(meeting, item, 'vers/')}&seen={seen}&gezien="
    assert client.get(address + mark).status_code == 204
    visit(colleague, post_to(item, "gezegd"), words(item, "Cor: geen stroom."))
    fresh = visit(cast.officer, address + mark)
    assert "Cor: geen stroom." in fresh.content.decode()
    assert "<textarea" not in fresh.content.decode()
    own = visit(colleague, address + mark).content.decode()
    assert "Cor: geen stroom." not in own, "one's own words are no news"
    client.logout()
    assert client.get(address).status_code == 401


# -- What was decided


def decision(item, **more) -> dict:
    return words(item, "Er is geen stroom.", **{"los-kind": "drop", "los-text": "De actie vervalt.", **more})


def test_a_decision_takes_the_words_along_and_becomes_a_proposal_with_one_click(visit, cast, meeting, items):
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2023, 12, 14))
    answer = visit(cast.officer, post_to(items[1], "besluit"), decision(items[1]))
    assert answer["Location"] == f"{at(meeting, items[1])}&gemeld=punt-{items[1].pk}#besluiten"
    found = Decision.objects.get()
    assert (found.action, found.item, found.item.discussed) == (cast.action, items[1], "Er is geen stroom.")
    page = visit(cast.officer, at(meeting, items[1]))
    assert f'action="/besluiten/{found.pk}/voorstel/"' in page.content.decode()
    said = words_of(page)
    assert "It stands as it is since the decision of" in said
    assert "Add what was wrong or missing" in said
    assert 'id="gezien"' not in page.content.decode()


def test_about_an_item_without_action_or_goal_no_text_is_changed(visit, cast, items):
    kinds = [
        value for value, _label in visit(cast.officer, at(items[0].meeting, items[0])).context["decide"].fields["kind"].choices
    ]
    assert kinds == ["escalate", "discuss", "other"]
    assert visit(cast.officer, post_to(items[0], "besluit"), decision(items[0])).status_code == 422
    visit(cast.officer, post_to(items[0], "besluit"), decision(items[0], **{"los-kind": "other"}))
    assert Decision.objects.get().subject == items[0]


def test_a_decision_without_words_is_asked_again_with_what_was_typed(visit, cast, items):
    page = visit(cast.officer, post_to(items[1], "besluit"), decision(items[1], **{"los-text": ""}))
    assert page.status_code == 422
    assert "Fill this in." in words_of(page)
    assert page.context["words"]["discussed"].value() == "Er is geen stroom."
    assert not Item.objects.get(pk=items[1].pk).is_settled


def test_a_decision_on_words_that_somebody_changed_shows_both(visit, cast, items, colleague):
    sent = decision(items[1])
    visit(colleague, post_to(items[1], "gezegd"), words(items[1], "Cor."))
    page = visit(cast.officer, post_to(items[1], "besluit"), sent)
    assert page.status_code == 409
    assert page.context["decide"]["text"].value() == "De actie vervalt."
    assert not Decision.objects.exists()


def test_words_that_come_with_a_second_decision_are_kept_too(visit, cast, items, colleague):
    sent = decision(items[1])
    decide_on_item(item=items[1], by=colleague, kind="discuss", text="Gaat door.")
    page = visit(cast.officer, post_to(items[1], "besluit"), sent)
    assert page.status_code == 409
    assert page.context["addition"]["discussed"].value() == "Er is geen stroom."
    assert page.context["decide"]["text"].value() == "De actie vervalt."
    assert Decision.objects.count() == 1


def test_words_that_come_after_the_decision_are_kept_to_be_added(client, visit, cast, items, colleague):
    item = items[1]
    late = words(item, "Olga: dit kwam te laat.")
    decide_on_item(item=item, by=colleague, kind="discuss", text="Gaat door.")
    visit(cast.officer, "/")
    by_itself = client.post(post_to(item, "gezegd"), late, headers={"HX-Request": "true"})
    assert by_itself.status_code == 409
    assert f'formaction="/agendapunten/{item.pk}/aanvullen/"' in by_itself.content.decode()
    by_button = visit(cast.officer, post_to(item, "gezegd"), late)
    assert by_button.context["addition"]["discussed"].value() == "Olga: dit kwam te laat."
    visit(cast.officer, post_to(item, "aanvullen"), late)
    assert item.additions.get().text == "Olga: dit kwam te laat."
    assert "Olga: dit kwam te laat." in words_of(visit(cast.tenant, at(item.meeting, item)))


def test_a_correction_names_what_it_corrects(visit, cast, items):
    wrong = decide_on_item(item=items[1], by=cast.officer, kind="drop", text="Vervalt.")
    sent = {"los-kind": "discuss", "los-text": "Gaat door.", "los-corrects": wrong.pk}
    visit(cast.officer, post_to(items[1], "besluit"), sent)
    assert Decision.objects.latest("pk").corrects == wrong
    assert "Corrects what was recorded before." in words_of(visit(cast.tenant, at(items[1].meeting, items[1])))


def test_a_decision_is_withdrawn_with_a_reason_that_everyone_reads(visit, cast, items):
    found = decide_on_item(item=items[1], by=cast.officer, kind="drop", text="Vervalt.")
    address = f"/besluiten/{found.pk}/intrekken/"
    assert address in links_of(visit(cast.officer, at(items[1].meeting, items[1])))
    assert visit(cast.tenant, address).status_code == 403
    assert visit(cast.officer, address, {"reason": " "}).status_code == 200
    answer = visit(cast.officer, address, {"reason": "Wij begrepen het verkeerd."})
    assert answer["Location"] == f"/overleggen/{found.meeting_id}/#besluit-{found.pk}"
    for page in (answer["Location"], at(items[1].meeting, items[1])):
        said = words_of(visit(cast.tenant, page))
        assert "Vervalt." in said
        assert "Withdrawn on" in said
        assert "Wij begrepen het verkeerd." in said
    again = visit(cast.officer, address, {"reason": "Nog eens."})
    assert "This decision was withdrawn already." in words_of(again)


def test_a_decision_that_is_about_no_item_is_withdrawn_on_the_page_of_the_meeting(visit, cast, meeting):
    found = DecisionFactory(meeting=meeting, action=cast.action)
    address = f"/besluiten/{found.pk}/intrekken/"
    assert address in links_of(visit(cast.officer, meeting.get_absolute_url()))
    assert address not in links_of(visit(cast.tenant, meeting.get_absolute_url()))
    visit(cast.officer, address, {"reason": "Verkeerd."})
    assert Decision.objects.get().is_withdrawn


# -- Who does what by when


def test_one_line_says_who_and_by_when_and_is_read_back(visit, cast, meeting, items):
    sent = {"what": "Belt de netbeheerder.", "who_when": "A. Bouwer, 1 mei"}
    read = visit(cast.officer, f"{at(meeting, page='begrepen/')}?who_when=A. Bouwer, 1 mei").content.decode()
    assert "Abel Bouwer (De Sleutel), 1 May 2025" in read
    visit(cast.officer, post_to(items[1], "actiepunt"), sent)
    point = ActionPoint.objects.get()
    assert (point.party, point.person, point.due_on) == (cast.association, cast.association_officer, date(2025, 5, 1))
    assert (point.item, point.action) == (items[1], cast.action)
    said = words_of(visit(cast.tenant, at(meeting, items[1])))
    assert "Belt de netbeheerder. Abel Bouwer (De Sleutel), by 1 May 2025" in said


def test_what_is_not_understood_says_so_and_lists_do(visit, cast, meeting, items):
    sent = {"what": "Belt.", "who_when": "K. Pietersen, 1 mei"}
    sentence = "Nobody of the parties at this meeting is called «K. Pietersen»."
    assert sentence in visit(cast.officer, f"{at(meeting, page='begrepen/')}?who_when={sent['who_when']}").content.decode()
    page = visit(cast.officer, post_to(items[1], "actiepunt"), sent)
    assert page.status_code == 422
    assert sentence in words_of(page)
    for wrong, sentence in (
        ({}, "Say who does it, and by when."),
        ({"who": f"{cast.tenants.pk}-"}, "Fill this in."),
        ({"due_on": "2024-12-01"}, "Make a choice."),
        ({"who": f"{cast.elsewhere.pk}-", "due_on": "2024-12-01"}, "is not one of the available choices"),
    ):
        page = visit(cast.officer, post_to(items[1], "actiepunt"), {"what": "Belt.", **wrong})
        assert (page.status_code, sentence in words_of(page)) == (422, True), wrong
    visit(cast.officer, post_to(items[1], "actiepunt"), {"what": "Belt.", "who": f"{cast.tenants.pk}-", "due_on": "2024-12-01"})
    assert ActionPoint.objects.get().who == "Huurdersraad Waterhoek"


def test_an_action_point_is_changed_by_those_who_minute_and_done_by_those_who_promised(visit, cast, meeting, items):
    point = ActionPointFactory(meeting=meeting, item=items[1], party=cast.association, person=cast.association_officer)
    page = point.get_absolute_url()
    assert f"{page}wijzigen/" in links_of(visit(cast.officer, page))
    assert visit(cast.association_officer, f"{page}wijzigen/").status_code == 403
    visit(cast.officer, f"{page}wijzigen/", {"what": "Belt twee keer.", "who_when": "A. Bouwer, 1 december 2024"})
    assert "Belt twee keer." in words_of(visit(cast.tenant, page))
    assert visit(cast.tenant, f"{page}gedaan/", {"note": "Ja."}).status_code == 403
    visit(cast.association_officer, f"{page}gedaan/", {"note": "Stroom in mei."})
    said = words_of(visit(cast.tenant, page))
    assert "Done on" in said
    assert "Stroom in mei." in said
    assert "Undo" not in said
    assert "Undo: it is not done" in words_of(visit(cast.association_officer, page))
    visit(cast.association_officer, f"{page}heropenen/", {})
    assert not ActionPoint.objects.get().is_done


def test_who_left_stays_named_in_the_form_until_somebody_else_is_chosen(visit, cast, meeting, items):
    point = ActionPointFactory(meeting=meeting, party=cast.association, person=cast.association_officer)
    cast.association_officer.memberships.all().delete()
    form = visit(cast.officer, f"{point.get_absolute_url()}wijzigen/").context["form"]
    assert ("Abel Bouwer (De Sleutel)") in [label for _value, label in form.fields["who"].choices]


# -- Where it stands


def test_after_the_minutes_were_sent_everything_stands_and_is_read(visit, cast, meeting, items):
    Meeting.objects.filter(pk=meeting.pk).update(minutes_sent_at=timezone.now())
    page = visit(cast.officer, at(meeting, items[1]))
    assert 'id="gezien"' not in page.content.decode()
    assert visit(cast.officer, post_to(items[1], "gezegd"), words(items[1], "Anders.")).status_code == 409


def test_after_signing_in_again_what_was_posted_leads_to_the_screen(visit, cast, meeting, items):
    for what in ("gezegd", "besluit", "actiepunt", "aanvullen"):
        assert visit(cast.officer, post_to(items[1], what))["Location"] == at(meeting, items[1])


def test_at_most_fifteen_queries_however_long_the_agenda(queries, cast, meeting, items):
    def fill(item) -> None:
        for number in range(3):
            DecisionFactory(meeting=meeting, item=item, action=cast.action, kind="drop", text=f"Besluit {number}.")
            ActionPointFactory(meeting=meeting, item=item, party=cast.association, person=cast.association_officer)
            Attendance.objects.create(
                meeting=meeting, party=cast.association, user=MembershipFactory(party=cast.association).user
            )

    counts = {person: queries(person, at(meeting, items[1])) for person in (cast.officer, cast.tenant)}
    fill(items[1])
    for number in range(12):
        ItemFactory(meeting=meeting, action=cast.action, title=f"Punt {number}", position=number + 4)
    more = {person: queries(person, at(meeting, items[1])) for person in counts}
    assert max(more.values()) <= 15, more
    fresh = at(meeting, items[1], "vers/")
    assert queries(cast.officer, fresh) <= 15
