"""The pages of proposals of changes: each kind proposed at its place, the draft, the answers, and where it all is seen."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements.changes import workflow
from agreements.consent import answering
from agreements.consent.answering import withdraw
from agreements.consent.withholding import places_in, withhold_words
from agreements.models import Action, Assent, Change, Goal, NeededAnswer, Participation, Proposal, Version
from parties.models import Membership
from tests.agreements.changes.conftest import adjust, in_days, scene, scene_as_made  # noqa: F401 (a fixture)
from tests.factories import MembershipFactory, PartyFactory, UserFactory
from tests.form_in_page import fields_of
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db
PRIVATE = "Geheimwoordje"


@pytest.fixture(autouse=True)
def in_english(client, settings):
    settings.MAIL_PER_SENDER = settings.MAIL_PER_RECEIVER = (100_000, 100_000)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def site(client, scene):  # noqa: F811
    """The scene with a browser in which its coordinator is signed in."""
    client.force_login(scene.coordinator)
    scene.client = client
    return scene


def place(site, what: str, row, act: str = "", *, year: str = "2024/") -> str:
    act = f"{act}/" if act else ""
    return f"/afspraken/{site.cast.agreement.slug}/{year}wijzigen/{what}/{row.pk if row else 0}/{act}"


def typed(site, address: str, **filled) -> dict:
    """What the form at the address sends, with this filled in."""
    form = site.client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in values.items()}
    for name, field in form.fields.items():
        sent[name] = field.prepare_value(sent[name])
    return {**sent, **filled}


def write(site, address: str, **filled):
    return site.client.post(address, typed(site, address, **filled), follow=True)


def line(shown) -> Change:
    return shown.context["proposal"].changes.order_by("position").last()


def put(site, proposal, **more):
    form = {"subject": Proposal.objects.get(pk=proposal.pk).subject, "deadline": in_days(14).isoformat(), **more}
    return site.client.post(f"{proposal.get_absolute_url()}voorleggen/", form, follow=True)


def answer(site, person, party, proposal, given="agreed", **more):
    site.client.force_login(person)
    form = {"party": party.pk, "answer": given, "seen": proposal.content_sha256, **more}
    return site.client.post(f"{proposal.get_absolute_url()}antwoord/", form, follow=True)


def all_agree(site, proposal):
    for needed in list(proposal.needed.select_related("party")):
        shown = answer(site, site.signers[needed.party], needed.party, proposal)
    proposal.refresh_from_db()
    return shown


def opened(site) -> Proposal:
    return Proposal.objects.changing().get(state="open")


# -- Each kind, at its place


def agreed(site, shown) -> Proposal:
    """What was written is put to the parties, and all agree; on their pages further down."""
    draft = Proposal.objects.get(pk=shown.context["proposal"].pk)
    proposal = site.agree(workflow.open_changes(proposal=draft, by=site.coordinator, deadline=in_days(14)))
    assert proposal.state == "agreed"
    site.all_is_well()
    return proposal


def test_the_words_of_a_goal_and_its_commitment(site):
    shown = write(site, place(site, "doel", site.cast.goal), text="De voorraad groeit met 80 woningen.", commitment="effort")
    assert line(shown).becomes == {"text": "De voorraad groeit met 80 woningen.", "commitment": "effort"}
    agreed(site, shown)
    assert Goal.objects.get(pk=site.cast.goal.pk).text == "De voorraad groeit met 80 woningen."


def test_the_date_the_leads_and_the_budget_of_an_action_as_people_type_them(site):
    tenants = site.cast.tenants
    address = place(site, "actie", site.cast.action)
    filled = {"due_on": "31 december 2024", "lead_0_party": tenants.pk, "lead_0_task": "vertelt het", "budget": "€ 350,000"}
    shown = write(site, address, **filled)
    assert line(shown).becomes == {
        "due_on": "2024-12-31",
        "due_precision": "day",
        "leads": [{"party": tenants.pk, "task": "vertelt het"}],
        "budget": "350000",
    }
    words = words_of(shown)
    assert "31 December 2024" in words
    assert "Huurdersraad Waterhoek (vertelt het)" in words
    agreed(site, shown)
    assert [str(lead) for lead in Action.objects.get(pk=site.cast.action.pk).leads.all()] == [
        "Huurdersraad Waterhoek (vertelt het)"
    ]


def test_the_page_of_a_row_offers_what_can_be_done_there(site):
    def offered(what, row, **more):
        page = site.client.get(place(site, what, row, **more)).context["place"]
        return [choice.words for choice in page.choices()], [words for words, _address in page.more()]

    of_goal = ["Change it", "Drop it", "Add an action here", "Correct a typing error"]
    assert offered("doel", site.cast.goal) == (of_goal, ["Target of “Groei”"])
    assert offered("thema", site.cast.theme) == (["Change it", "Add a goal here", "Correct a typing error"], [])
    acts, parties = offered("tekst", None)
    assert acts == ["Change it", "Correct a typing error", "Revoke the whole text"]
    assert len(parties) == 4
    words = words_of(site.client.get(place(site, "actie", site.cast.action)))
    assert "Change it Drop it Carry it over to the next year Split it Merge it with others Correct a typing error" in words
    assert "Or change something below it" not in words
    site.adopt(site.agreement)
    assert offered("doel", site.cast.goal, year="")[0] == ["Change it", "Correct a typing error"]
    assert [words for words in offered("doel", site.cast.goal)[1] if words.startswith("The same in")] == [
        f"The same in {site.agreement.title}"
    ]


def test_a_theme_and_the_text_of_the_year_itself(site):
    shown = write(site, place(site, "thema", site.cast.theme), introduction="Wonen blijft betaalbaar.")
    draft = shown.context["proposal"]
    shown = write(site, place(site, "tekst", None), introduction="Dit jaar bouwen wij.", proposal=draft.pk)
    assert [row.about for row in draft.changes.all()] == ["theme", "agenda"]
    agreed(site, shown)


def test_a_target(site):
    shown = write(site, place(site, "cijfer", site.cast.indicator), target_2024_value="25")
    told = words_of(shown)
    assert "2024: at least 20 woningen" in told
    assert "2024: at least 25 woningen" in told
    agreed(site, shown)
    assert [str(row.value) for row in site.cast.indicator.targets.filter(year=2024)] == ["25.00"]


@pytest.mark.parametrize(("act", "kind"), [("vervallen", "drop"), ("doorschuiven", "carry_over")])
def test_an_action_is_dropped_or_carried_over_with_its_reason(site, act, kind):
    shown = write(site, place(site, "actie", site.cast.action, act), drop_reason="De grond is er nog niet.")
    assert line(shown).kind == kind
    assert "De grond is er nog niet." in words_of(shown)
    agreed(site, shown)
    assert Action.objects.get(pk=site.cast.action.pk).drop_reason == "De grond is er nog niet."


def test_a_goal_is_dropped(site):
    shown = write(site, place(site, "doel", site.cast.second_goal, "vervallen"), drop_reason="Is gehaald.")
    agreed(site, shown)
    assert Goal.objects.get(pk=site.cast.second_goal.pk).dropped_from == 2024


def test_an_action_is_split(site):
    address = place(site, "actie", site.cast.action, "splitsen")
    parts = {"part_0_text": "Twaalf aan de Kade.", "part_1_text": "Twaalf aan de Haven.", "part_1_lead": site.cast.tenants.pk}
    shown = write(site, address, drop_reason="Twee plekken.", **parts)
    assert "Part 2" in words_of(shown)
    agreed(site, shown)
    made = Action.objects.filter(agenda__year=2024, text="Twaalf aan de Haven.").get()
    assert [lead.party for lead in made.leads.all()] == [site.cast.tenants]


def test_two_actions_are_merged(site):
    address = place(site, "actie", site.cast.action, "samenvoegen")
    shown = write(site, address, **{"with": [site.cast.second.pk]}, drop_reason="Samen.", text="De 36 woningen staan er.")
    assert "De 12 woningen aan de Haven staan er." in words_of(shown)
    agreed(site, shown)
    assert Action.objects.filter(text="De 36 woningen staan er.", dropped_on=None).exists()


def test_a_goal_with_a_figure_and_an_action_are_added(site):
    figure = {
        "figure_name": "Leegstand",
        "figure_unit": "%",
        "figure_kind": "maximum",
        "figure_per": "period",
        "figure_value": "2",
    }
    shown = write(site, place(site, "thema", site.cast.theme, "doel-erbij"), number="19", text="Minder leegstand.", **figure)
    assert "Leegstand: at most 2 %" in words_of(shown)
    draft = shown.context["proposal"].pk
    address = place(site, "doel", site.cast.goal, "actie-erbij")
    shown = write(site, address, text="De sloop is klaar.", lead_0_party=site.cast.association.pk, proposal=draft)
    agreed(site, shown)
    assert Goal.objects.get(number="19").indicators.get().name == "Leegstand"
    assert Action.objects.get(text="De sloop is klaar.").goal == site.cast.goal


def test_a_typing_error_is_answered_by_coordinators(site):
    fixed = "De 24 flexwoningen aan de Kade zijn opgeleverd!"
    shown = write(site, place(site, "actie", site.cast.action, "correctie"), text=fixed)
    assert shown.context["proposal"].kind == "correct"
    put(site, shown.context["proposal"])
    assert "Your answer" in words_of(answer(site, site.coordinator, site.cast.municipality, opened(site)))


def test_a_party_takes_part_otherwise(site):
    row = Participation.objects.get(agreement=site.cast.agreement, party=site.cast.tenants)
    shown = write(site, place(site, "partij", row), role="advisory")
    assert "Taking part: Huurdersraad Waterhoek" in words_of(shown)
    agreed(site, shown)
    row.refresh_from_db()
    assert row.role == "advisory"


def test_a_party_joins_and_answers_without_reading_the_rest(site):
    newcomer = PartyFactory(name="Zorggroep Waterhoek")
    MembershipFactory(user=site.coordinator, party=newcomer, role=Membership.Role.READER)
    person = UserFactory()
    MembershipFactory(user=person, party=newcomer, may_sign=True)
    site.signers[newcomer] = person
    shown = write(site, place(site, "partij", None), party=newcomer.pk, role="signatory")
    put(site, shown.context["proposal"])
    site.client.force_login(person)
    page = site.client.get(opened(site).get_absolute_url())
    assert page.status_code == 200
    assert site.client.get(site.cast.agreement.get_absolute_url()).status_code == 404
    assert site.cast.agreement.get_absolute_url() not in page.content.decode().replace(opened(site).get_absolute_url(), "")
    all_agree(site, opened(site))
    assert Participation.objects.accepted().filter(agreement=site.cast.agreement, party=newcomer).exists()


def test_a_year_is_revoked(site):
    shown = write(site, place(site, "tekst", None, "intrekken"))
    agreed(site, shown)
    assert site.agenda().state == "revoked"


def test_the_agreement_as_a_whole(site):
    site.adopt(site.agreement)
    shown = write(site, place(site, "doel", site.cast.second_goal, year=""), text="De wachttijd halveert.")
    assert shown.context["proposal"].agenda is None
    assert site.client.get(place(site, "doel", site.cast.goal, "actie-erbij", year="")).status_code == 404
    agreed(site, shown)


# -- What is refused stands where it was typed


@pytest.mark.parametrize(
    ("what", "row", "act", "filled", "field", "sentence"),
    [
        ("actie", "action", "", {"due_on": "ooit"}, "due_on", "Write the date as 7-12-2023."),
        ("actie", "action", "", {"text": ""}, "text", "Fill this in."),
        ("actie", "action", "", {}, "__all__", "This reads as it does now: nothing changes."),
        ("actie", "action", "", {"budget": "veel"}, "budget", "Write a number, such as 1250 or 575,03."),
        ("actie", "action", "vervallen", {}, "drop_reason", "Fill this in."),
        (
            "actie",
            "action",
            "splitsen",
            {"drop_reason": "x", "part_0_text": "Een"},
            "part_0_text",
            "Write the text of at least 2",
        ),
        ("actie", "action", "samenvoegen", {"drop_reason": "x"}, "with", "Say with which other actions it is merged."),
        ("doel", "goal", "actie-erbij", {}, "text", "Fill this in."),
        ("partij", None, "", {}, "party", "Make a choice."),
        ("cijfer", "indicator", "", {"target_2024_value": "30%"}, "target_2024_value", "not in percent"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_kept(site, what, row, act, filled, field, sentence):
    address = place(site, what, row and getattr(site.cast, row), act)
    shown = write(site, address, **filled)
    assert shown.status_code == 422
    form = shown.context["form"]
    assert any(sentence in told for told in form.errors[field])
    assert all(form[name].value() == value for name, value in filled.items())
    assert not Proposal.objects.changing().exists()


def test_a_lead_that_takes_no_part_is_refused_at_the_leads(site):
    """Refused by trying it out: the list offers it no more, but a page may be old."""
    leads = [{"party": site.cast.tenants.pk, "task": ""}] * 2
    address = place(site, "actie", site.cast.action)
    shown = write(site, address, **{f"lead_{number}_party": row["party"] for number, row in enumerate(leads)})
    assert shown.context["form"].errors["lead_0_party"] == ["This party already leads this action."]


def test_a_row_is_changed_once_in_a_proposal(site):
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    draft = shown.context["proposal"].pk
    shown = write(site, place(site, "actie", site.cast.action, "vervallen"), drop_reason="Toch niet.", proposal=draft)
    assert shown.context["form"].non_field_errors() == ["This proposal changes that already. Change it there."]
    assert shown.context["form"]["drop_reason"].value() == "Toch niet."


def test_a_withheld_passage_is_not_shown_in_the_form(site):
    version = Version.objects.of(site.agenda()).get()
    found = next(row for row in places_in(version) if (row.kind, row.row_id) == ("action", site.cast.action.pk))
    withhold_words(version=version, place=found, words="Kade", by=site.cast.admin, reason="AVG")
    shown = site.client.get(place(site, "actie", site.cast.action))
    assert "Kade" not in shown.content.decode()
    assert "text" not in shown.context["form"].fields
    dropped = write(site, place(site, "actie", site.cast.action, "vervallen"), drop_reason="Vervalt.")
    assert "Kade" not in dropped.content.decode()


def test_what_is_withheld_later_is_not_read_in_the_proposal_either(site):
    draft = write(site, place(site, "actie", site.cast.action), text="De 26 flexwoningen aan de Kade staan er.")
    proposal = put(site, draft.context["proposal"]).context["proposal"]
    assert "Kade" in site.client.get(proposal.get_absolute_url()).content.decode()
    version = Version.objects.of(site.agenda()).get()
    found = next(row for row in places_in(version) if (row.kind, row.row_id) == ("action", site.cast.action.pk))
    withhold_words(version=version, place=found, words="Kade", by=site.cast.admin, reason="AVG")
    assert "Kade" not in site.client.get(proposal.get_absolute_url()).content.decode()


def test_a_text_that_only_ends_in_space_is_no_change(site):
    stored = "Eerste alinea.\n\nTweede alinea.\n"
    site.change(adjust(site.cast.action, text="Kort."))
    Action.objects.filter(pk=site.cast.action.pk).update(text=stored)
    address = place(site, "actie", site.cast.action)
    shown = write(site, address, text=stored.replace("\n", "\r\n"))
    assert shown.context["form"].non_field_errors() == ["This reads as it does now: nothing changes."]
    shown = write(site, address, text="Eerste alinea. Tweede alinea.")
    assert line(shown).becomes == {"text": "Eerste alinea. Tweede alinea."}


# -- The draft


def test_a_draft_is_there_for_its_own_party_alone(site, subtests):
    shown = write(site, place(site, "actie", site.cast.action), text=PRIVATE)
    draft = shown.context["proposal"]
    own = site.cast.officer
    pages = [
        draft.get_absolute_url(),
        "/",
        f"/afspraken/{site.cast.agreement.slug}/wijzigingen/",
        site.agenda().get_absolute_url(),
        site.cast.action.get_absolute_url(),
        site.cast.goal.get_absolute_url(),
        f"{site.agenda().get_absolute_url()}versies/",
        f"/acties/{site.cast.action.pk}/wijzigen/",
    ]
    for person, sees in (
        (own, True),
        (site.cast.association_officer, False),
        (site.cast.tenant, False),
        (site.cast.admin, False),
    ):
        site.client.force_login(person)
        with subtests.test(str(person)):
            assert (site.client.get(draft.get_absolute_url()).status_code == 200) == sees
            said = "".join(site.client.get(address).content.decode() for address in pages)
            assert (PRIVATE in said) == sees


def test_another_party_finds_no_address_of_the_draft(site, subtests):
    shown = write(site, place(site, "actie", site.cast.action), text=PRIVATE)
    draft, change = shown.context["proposal"], line(shown)
    site.client.force_login(site.cast.association_officer)
    for name in (
        "beschrijven",
        "voorleggen",
        "weggooien",
        "opnieuw",
        "antwoord",
        "intrekken",
        "herinneren",
        "uitstel",
        "bijwerken",
    ):
        with subtests.test(name):
            assert site.client.post(f"{draft.get_absolute_url()}{name}/").status_code == 404
    for name in ("weg/", "terug/"):
        assert site.client.post(f"{draft.get_absolute_url()}regels/{change.pk}/{name}").status_code == 404
    assert site.client.get(f"{draft.get_absolute_url()}regels/{change.pk}/").status_code == 404


def test_a_line_is_written_otherwise_taken_out_and_put_back(site):
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    draft, change = shown.context["proposal"], line(shown)
    address = f"{draft.get_absolute_url()}regels/{change.pk}/"
    assert site.client.get(address).context["form"]["text"].value() == "Anders."
    write(site, address, text="Nog anders.")
    assert [row.becomes for row in draft.changes.all()] == [{"text": "Nog anders."}]
    shown = site.client.post(f"{address}weg/", follow=True)
    assert not draft.changes.exists()
    assert "The change is taken out." in words_of(shown)
    site.client.post(f"{address}terug/", follow=True)
    assert [row.becomes for row in draft.changes.all()] == [{"text": "Nog anders."}]
    again = site.client.post(f"{address}terug/", follow=True)
    assert "There is nothing to put back." in words_of(again)


def test_a_second_change_goes_into_the_newest_draft_unless_one_chooses_otherwise(site):
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    first = shown.context["proposal"]
    shown = write(site, place(site, "doel", site.cast.goal), text="Ook anders.")
    assert shown.context["proposal"] == first
    shown = write(site, place(site, "actie", site.cast.second), text="Apart.", proposal="")
    assert shown.context["proposal"] != first


def test_the_subject_is_that_of_the_first_change_until_it_is_named(site):
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    draft = shown.context["proposal"]
    assert draft.subject == "Action of goal 17: reads otherwise"
    form = {"subject": "Kade", "reason": "De bouw loopt uit.", "level": "ambtelijk"}
    shown = site.client.post(f"{draft.get_absolute_url()}beschrijven/", form, follow=True)
    draft.refresh_from_db()
    assert (draft.subject, draft.reason, draft.level) == ("Kade", "De bouw loopt uit.", "ambtelijk")
    wrong = site.client.post(f"{draft.get_absolute_url()}beschrijven/", {**form, "subject": "", "reason": "Bewaard"}, follow=True)
    assert wrong.status_code == 422
    assert "Bewaard" in wrong.content.decode()


def test_the_draft_says_what_it_touches_and_who_answers(site):
    shown = write(site, place(site, "doel", site.cast.goal), text="Anders.")
    words = words_of(shown)
    assert "gets version 2" in words
    assert "The draft of 2025 follows" in words
    assert "Gemeente Waterhoek one person; 2 may answer" in words
    assert shown.context["forms"]["put"].initial["deadline"].weekday() < 5


def test_with_too_few_people_who_may_sign_the_page_offers_the_invitation(site):
    site.signers[site.cast.association].memberships.update(may_sign=False)
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    assert "De Sleutel: 0 of 1 people may sign." in words_of(shown).replace("Woonstichting ", "")
    assert not shown.context["page"].can_be_put
    refused = put(site, shown.context["proposal"])
    assert refused.status_code == 422
    assert "Not enough people may sign for De Sleutel" in words_of(refused)


def test_an_editor_writes_and_a_coordinator_puts(site):
    editor = UserFactory()
    MembershipFactory(user=editor, party=site.cast.municipality, role=Membership.Role.EDITOR)
    site.client.force_login(editor)
    shown = write(site, place(site, "actie", site.cast.action), text="Anders.")
    assert "A coordinator of Gemeente Waterhoek puts this to the parties." in words_of(shown)
    assert put(site, shown.context["proposal"]).status_code == 403
    site.client.force_login(site.coordinator)
    assert put(site, shown.context["proposal"]).context["proposal"].state == "open"


def test_a_draft_on_an_older_text_goes_on_from_the_text_as_it_is_now(site):
    shown = write(site, place(site, "actie", site.cast.action), text="Mijn woorden.")
    draft = shown.context["proposal"]
    site.change(adjust(site.cast.action, text="Andermans woorden."))
    site.client.force_login(site.coordinator)
    shown = site.client.get(draft.get_absolute_url())
    assert "The text reads otherwise since" in words_of(shown)
    assert "and is “Andermans woorden.” now." in words_of(shown)
    assert not shown.context["page"].can_be_put
    shown = site.client.post(f"{draft.get_absolute_url()}bijwerken/", follow=True)
    assert shown.context["page"].can_be_put
    assert draft.changes.get().was == {"text": "Andermans woorden."}


def test_a_draft_is_put_aside_and_taken_up_again(site):
    draft = write(site, place(site, "actie", site.cast.action), text="Anders.").context["proposal"]
    shown = site.client.post(f"{draft.get_absolute_url()}weggooien/", follow=True)
    assert "This draft was put aside" in words_of(shown) or "withdrawn" in words_of(shown)
    shown = site.client.post(f"{draft.get_absolute_url()}opnieuw/", follow=True)
    taken_up = shown.context["proposal"]
    assert taken_up.renews == draft
    assert "It takes up an earlier proposal:" in words_of(shown)
    put(site, taken_up)
    site.client.force_login(site.cast.tenant)
    assert site.client.get(draft.get_absolute_url()).status_code == 404
    assert "It takes up an earlier proposal:" not in words_of(site.client.get(taken_up.get_absolute_url()))
    assert "Another change" not in mail.outbox[-1].body
    assert "andere wijziging" not in mail.outbox[-1].body


# -- Answers


def written(site) -> Proposal:
    shown = write(site, place(site, "actie", site.cast.action), text="De 26 flexwoningen aan de Kade zijn opgeleverd.")
    return shown.context["proposal"]


@pytest.fixture
def proposed(site) -> Proposal:
    return site.propose(adjust(site.cast.action, text="De 26 flexwoningen aan de Kade zijn opgeleverd."))


def test_the_mail_names_what_changes_and_leads_to_the_answer(site, proposed):
    tenant = site.signers[site.cast.tenants]
    letter = next(message for message in reversed(mail.outbox) if tenant.email in message.to[0])
    assert "doel 17" in letter.body
    assert "24" in letter.body
    assert "26" in letter.body
    site.client.force_login(tenant)
    shown = site.client.get(proposed.get_absolute_url())
    assert fields_of(shown, f"{proposed.get_absolute_url()}antwoord/")["seen"] == proposed.content_sha256


def test_the_last_answer_puts_it_in_force(site):
    """Written and put on its pages, so that the versions name it as the page did."""
    put(site, written(site))
    proposed = opened(site)
    shown = all_agree(site, proposed)
    assert "With it all have agreed: the change is in force." in words_of(shown)
    assert "De 26 flexwoningen" in words_of(site.client.get(site.agenda().get_absolute_url()))
    versions = words_of(site.client.get(f"{site.agenda().get_absolute_url()}versies/"))
    assert "By the change: Action of goal 17: reads otherwise" in versions
    assert "Changed by agreement" in words_of(site.client.get(site.cast.goal.get_absolute_url()))
    assert proposed.version.files.exists()


def test_a_remark_returns_it_and_it_is_put_again(site, proposed):
    tenant, party = site.signers[site.cast.tenants], site.cast.tenants
    shown = answer(site, tenant, party, proposed, "agreed_if", about=f"action-{site.cast.action.pk}")
    assert shown.status_code == 422
    assert "Say what must change first, or why you do not agree." in words_of(shown)
    shown = answer(site, tenant, party, proposed, "agreed_if", remark="Noem de straat.", about=f"action-{site.cast.action.pk}")
    assert "The text stays as it is, and everyone was told why." in words_of(shown)
    site.client.force_login(site.coordinator)
    assert "A proposal of your party that came back" in words_of(site.client.get("/"))
    shown = site.client.post(f"{proposed.get_absolute_url()}opnieuw/", follow=True)
    assert "Noem de straat." in words_of(shown)
    draft = shown.context["proposal"]
    write(
        site, f"{draft.get_absolute_url()}regels/{draft.changes.get().pk}/", text="De 26 flexwoningen aan de Havenkade staan er."
    )
    put(site, draft)
    draft.refresh_from_db()
    all_agree(site, draft)
    assert draft.state == "agreed"
    old = words_of(site.client.get(proposed.get_absolute_url()))
    assert "It was taken up in:" in old


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("twice", "has agreed already"),
        ("late", "The day to answer was"),
        ("older", "Another text was proposed after you opened this page."),
        ("withdrawn", "This proposal no longer waits for answers: it is withdrawn."),
    ],
)
def test_an_answer_that_comes_wrong_is_told_why_and_kept(site, proposed, spoil, sentence):
    tenant, party = site.signers[site.cast.tenants], site.cast.tenants
    more = {}
    if spoil == "twice":
        answer(site, tenant, party, proposed)
    if spoil == "late":
        Proposal.objects.filter(pk=proposed.pk).update(deadline=in_days(-1))
    if spoil == "older":
        more = {"seen": "0" * 64}
    if spoil == "withdrawn":
        withdraw(proposal=proposed, by=site.coordinator)
    shown = answer(site, tenant, party, proposed, remark="Mijn woorden.", **more)
    assert shown.status_code == 422
    assert sentence in words_of(shown)
    assert "Mijn woorden." in shown.content.decode()


def test_whoever_may_not_answer_is_refused(site, proposed):
    assert answer(site, site.cast.association_officer, site.cast.association, proposed).status_code in {403, 422}
    assert not NeededAnswer.objects.filter(proposal=proposed, assents__isnull=False).exists()


def test_it_is_withdrawn_reminded_and_extended_by_who_may(site, proposed):
    address = proposed.get_absolute_url()
    site.client.force_login(site.coordinator)
    assert "Everyone who did not answer yet was mailed." in words_of(site.client.post(f"{address}herinneren/", follow=True))
    assert "Everyone was reminded today already." in words_of(site.client.post(f"{address}herinneren/", follow=True))
    shown = site.client.post(f"{address}uitstel/", {"deadline": in_days(2).isoformat()}, follow=True)
    assert "Choose a later day than" in words_of(shown)
    site.client.post(f"{address}uitstel/", {"deadline": in_days(30).isoformat()})
    proposed.refresh_from_db()
    assert proposed.deadline == in_days(30)
    site.client.force_login(site.cast.tenant)
    assert site.client.post(f"{address}intrekken/", {"reason": ""}).status_code == 403
    site.client.force_login(site.coordinator)
    shown = site.client.post(f"{address}intrekken/", {"reason": "Wij denken nog na."}, follow=True)
    assert "Wij denken nog na." in words_of(shown)


def test_what_another_change_made_old_leads_to_what_took_its_place(site, proposed):
    shown = write(site, place(site, "doel", site.cast.goal), text="Heel anders.")
    put(site, shown.context["proposal"])
    first = Proposal.objects.exclude(pk=proposed.pk).get(state="open")
    site.agree(first)
    proposed.refresh_from_db()
    assert proposed.state == "superseded"
    words = words_of(site.client.get(proposed.get_absolute_url()))
    assert "Another change took effect first" in words
    assert "It was taken up in:" in words


def test_who_agreed_to_the_same_change_reads_only_what_differs_and_answers_with_one_click(site, proposed):
    signer = site.signers[site.cast.tenants]
    answering.answer(proposal=proposed, party=site.cast.tenants, by=signer, answer="agreed", mandate="Besluit 12")
    shown = write(site, place(site, "doel", site.cast.second_goal), text="De wachttijd wordt veel korter.")
    put(site, shown.context["proposal"])
    site.agree(Proposal.objects.exclude(pk=proposed.pk).get(state="open"))
    renewed = Proposal.objects.get(renews=proposed)
    site.client.force_login(signer)
    page = site.client.get(renewed.get_absolute_url())
    words = words_of(page)
    assert "You agreed to the same change on" in words
    (before,) = page.context["page"].before
    assert [change.becomes for row in before.changes for change in row.changes] == ["De wachttijd wordt veel korter."]
    data = {"party": site.cast.tenants.pk, "answer": "agreed", "seen": renewed.content_sha256, "mandate": "Besluit 12"}
    assert site.client.post(f"{renewed.get_absolute_url()}antwoord/", data).status_code == 302
    (assent,) = Assent.objects.filter(needed__proposal=renewed)
    assert (assent.by, assent.mandate, assent.content_sha256) == (signer, "Besluit 12", renewed.content_sha256)
    assert "You agreed to the same change" not in words_of(site.client.get(renewed.get_absolute_url()))
    site.client.force_login(site.signers[site.cast.association])
    assert "agreed to the same change" not in words_of(site.client.get(renewed.get_absolute_url()))


def test_a_page_without_changes_says_how_to_begin(site):
    address = f"/afspraken/{site.cast.agreement.slug}/wijzigingen/"
    site.client.force_login(site.coordinator)
    page = site.client.get(address)
    assert "to propose a change there" in words_of(page)
    assert site.agenda().get_absolute_url() in links_of(page)
    site.client.force_login(site.cast.tenant)
    assert "to propose a change there" not in words_of(site.client.get(address))


# -- Seen where it is


def test_it_is_seen_at_the_row_in_the_list_and_on_the_start_page(site, proposed):
    reader = site.cast.association_officer
    site.client.force_login(reader)
    for address in (site.agenda().get_absolute_url(), site.cast.action.get_absolute_url(), site.cast.goal.get_absolute_url()):
        words = words_of(site.client.get(address))
        assert "A change is proposed" in words
        assert "(0 of 3 parties agreed)" in words
    slug = site.cast.agreement.slug
    assert "Waits for answers" in words_of(site.client.get(f"/afspraken/{slug}/wijzigingen/?jaar=2024"))
    assert "No change was proposed yet" in words_of(site.client.get(f"/afspraken/{slug}/wijzigingen/?jaar=2025"))
    empty = site.client.get(f"/afspraken/{slug}/wijzigingen/?jaar=2025")
    assert "to propose a change there" not in words_of(empty)
    site.client.force_login(site.signers[site.cast.tenants])
    assert "waits for your answer" in words_of(site.client.get("/"))


def test_the_way_to_propose_is_there_for_who_may(site):
    agenda = site.agenda().get_absolute_url()
    pages = (agenda, site.cast.action.get_absolute_url(), site.cast.goal.get_absolute_url())
    for person, may in ((site.coordinator, True), (site.cast.association_officer, True), (site.cast.tenant, False)):
        site.client.force_login(person)
        assert {address: "Propose a change" in words_of(site.client.get(address)) for address in pages} == dict.fromkeys(
            pages, may
        )
        assert site.client.get(place(site, "doel", site.cast.goal)).status_code == (200 if may else 403)
    site.client.force_login(site.cast.association_officer)
    draft_year = site.client.get(place(site, "doel", site.cast.goal, year="2025/"))
    assert draft_year.status_code == 403
    assert "change the draft itself" in words_of(draft_year)


def test_the_pages_ask_no_more_however_many_proposals_there_are(site):
    def counted(address):
        site.client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert site.client.get(address).status_code == 200
        return len(captured)

    pages = [site.agenda().get_absolute_url(), f"/afspraken/{site.cast.agreement.slug}/wijzigingen/", "/"]
    site.propose(adjust(site.cast.action, text="Een."))
    few = {address: counted(address) for address in pages}
    for number in range(3):
        site.propose(adjust(site.cast.second, text=f"Nog {number}."), adjust(site.cast.goal, text=f"Ook {number}."))
    assert {address: counted(address) for address in pages} == few


def test_what_it_is_about_and_why_is_kept_with_putting_it(site):
    draft = written(site)
    put(site, draft, subject="Zestig in plaats van vijftig", reason="Er is geld voor tien meer.", level="ambtelijk")
    draft.refresh_from_db()
    assert (draft.state, draft.subject, draft.reason) == ("open", "Zestig in plaats van vijftig", "Er is geld voor tien meer.")


def test_without_a_subject_it_is_not_put_and_what_was_typed_stays(site):
    draft = written(site)
    page = put(site, draft, subject=" ", reason="Er is geld voor tien meer.")
    assert page.status_code == 422
    assert "Er is geld voor tien meer." in page.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"
