"""A new agreement is kept as a draft, begins as a whole or not at all, or is handed over."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from agreements.beginning import workflow
from agreements.beginning.forms import LEGAL_THEMES
from agreements.beginning.people import PeopleForm
from agreements.beginning.sitting import BEGIN, PARTIES, TEXT, WORDS, Sitting
from agreements.models import Agenda, Agreement, AgreementDraft, Participation, Theme
from parties.models import Invitation, Party, User
from parties.people.workflow import accept_invitation
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, ParticipationFactory, PartyFactory, ThemeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 1)
WATERHOEK = {
    "name_0": "Gemeente Waterhoek",
    "name_1": "Dam & Wonen",
    "kind_1": "housing_association",
    "name_2": "Zorg aan de Dam",
    "kind_2": "care_provider",
    "role_2": "involved",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def sit(cast):
    """`sit(person, step=fields, …)`: what the person typed is kept, and comes back as a sitting."""

    def sit(by: User, **typed: dict[str, str]) -> Sitting:
        for step, sent in typed.items():
            draft = workflow.keep(step=step, sent=sent, goes_to=step, by=by)
        return Sitting(draft.content, user=by, today=TODAY)

    return sit


def people(sitting: Sitting, **addresses: str) -> dict[str, str]:
    """The address for each party, by the first word of its name."""
    keys = {wanted.name.split()[0]: wanted.key for wanted in sitting.parties}
    form = PeopleForm({f"email_{keys[name]}": address for name, address in addresses.items()}, invited=sitting.parties)
    assert form.is_valid()
    return form.cleaned_data


def receivers(mailoutbox) -> list[str]:
    return sorted(re.sub(r".*<|>", "", mail.to[0]) for mail in mailoutbox)


def test_it_begins_with_parties_themes_and_first_agenda_each_in_the_history(
    sit, cast, mailoutbox, django_capture_on_commit_callbacks
):
    sitting = sit(cast.officer, **{PARTIES: WATERHOEK})
    assert sitting.problems == []
    with django_capture_on_commit_callbacks(execute=True):
        begun = workflow.begin(sitting=sitting, by=cast.officer, **people(sitting, Dam="eva@dam.example"))
    agreement = begun.agenda.agreement
    assert (agreement.title, agreement.slug) == ("Prestatieafspraken Waterhoek 2027 – 2030", "waterhoek-2027-2030")
    assert (begun.agenda.year, begun.agenda.title, begun.how) == (2027, "Uitvoeringsagenda 2027", "typen")
    assert list(agreement.participations.values_list("party__name", "party__kind", "role", "state")) == [
        ("Gemeente Waterhoek", "municipality", "signatory", "accepted"),
        ("Dam & Wonen", "housing_association", "signatory", "asked"),
        ("Zorg aan de Dam", "care_provider", "involved", "asked"),
    ]
    assert tuple(agreement.themes.values_list("title", flat=True)) == LEGAL_THEMES
    assert receivers(mailoutbox) == ["eva@dam.example"]
    assert "Dam & Wonen is gevraagd om mee te doen aan: Prestatieafspraken Waterhoek 2027 – 2030." in mailoutbox[0].body
    assert "omdat Olga Officier van Gemeente Waterhoek uw e-mailadres opgaf" in mailoutbox[0].body, "not of the invited party"
    assert [row.party.name for row in begun.silent] == ["Zorg aan de Dam"], "nobody was named for it"
    told = {
        model: set(model.history.values_list("history_user", "history_change_reason")) for model in (Agreement, Theme, Agenda)
    }
    assert (cast.officer.pk, "New agreements begun") in told[Agreement] & told[Theme] & told[Agenda]
    assert not AgreementDraft.objects.exists()


def test_who_is_invited_says_yes_by_accepting_and_the_second_press_finds_it_begun(sit, cast, monkeypatch):
    monkeypatch.setattr("parties.people.workflow.secrets.token_urlsafe", lambda length: "de-link")
    sitting = sit(cast.officer, **{PARTIES: WATERHOEK})
    chosen = people(sitting, Dam="eva@dam.example")
    workflow.begin(sitting=sitting, by=cast.officer, **chosen)
    with pytest.raises(NotAllowedNowError, match="have begun already"):
        workflow.begin(sitting=sitting, by=cast.officer, **chosen)
    eva = accept_invitation(token="de-link", name="Eva Dam", password="een lang wachtwoord")
    assert Participation.objects.get(party__name="Dam & Wonen").state == "accepted"
    assert Agreement.objects.editable_by(eva).get().slug == "waterhoek-2027-2030"


def test_an_invitation_that_cannot_be_sent_stands_at_its_address_and_nothing_has_begun(sit, cast, settings):
    settings.MAIL_PER_RECEIVER = (0, 0)
    sitting = sit(cast.officer, **{PARTIES: WATERHOEK})
    before = Agreement.objects.count(), Party.objects.count()
    with pytest.raises(ValidationError) as refused:
        workflow.begin(sitting=sitting, by=cast.officer, **people(sitting, Dam="eva@dam.example"))
    assert list(refused.value.message_dict) == [f"email_{sitting.parties[1].key}"]
    assert (Agreement.objects.count(), Party.objects.count()) == before
    assert AgreementDraft.objects.filter(person=cast.officer).exists(), "what was typed is still there"
    assert not Invitation.objects.exists()


def test_the_address_is_free_and_the_themes_of_an_earlier_agreement_come_with_their_paragraphs(sit, cast):
    ThemeFactory(agreement=cast.agreement, parent=cast.theme, number="1.1", title="Huren", position=1)
    years = {"start_year": "2023", "end_year": "2026", "theme_label": "Hoofdstuk", "goal_label": "Doel", "layout": "table"}
    years |= {"action_label": "Prestatie {jaar}", "is_rolling": "on", "predecessor": str(cast.agreement.pk)}
    text = {"how": "typen", "year": "2024", "themes": "eerder", "earlier": str(cast.agreement.pk)}
    sitting = sit(cast.officer, **{PARTIES: {"name_0": "Gemeente Waterhoek"}, WORDS: years, TEXT: text})
    assert sitting.problems == []
    begun = workflow.begin(sitting=sitting, by=cast.officer)
    agreement = begun.agenda.agreement
    assert (agreement.slug, agreement.rolling_years, agreement.predecessor) == ("waterhoek-2023-2026-2", 4, cast.agreement)
    assert (agreement.theme_separator, begun.how) == (":", "typen")
    assert [(row.number, row.title, row.parent and row.parent.number) for row in agreement.themes.all()] == [
        ("1", "Betaalbaar wonen", None),
        ("1.1", "Huren", "1"),
    ]


@pytest.mark.parametrize("themes", ["wettelijk", "eerder"])
def test_what_is_read_from_a_file_brings_its_own_themes(sit, cast, themes):
    text = {"how": "getekend", "year": "2027", "themes": themes, "earlier": str(cast.agreement.pk)}
    sitting = sit(cast.officer, **{PARTIES: {"name_0": "Gemeente Waterhoek"}, TEXT: text})
    assert not workflow.begin(sitting=sitting, by=cast.officer).agenda.agreement.themes.exists()


def test_what_is_not_right_is_kept_and_told_at_its_step(sit, cast):
    wrong = {
        "start_year": "2030",
        "end_year": "2027",
        "theme_label": "",
        "goal_label": "Doel",
        "action_label": "A",
        "layout": "table",
    }
    sitting = sit(cast.officer, **{PARTIES: {"name_0": "Gemeente Waterhoek", "name_1": "Het Dak"}, WORDS: wrong})
    assert [(each.step, each.field) for each in sitting.problems] == [
        (PARTIES, "id_kind_1"),
        (WORDS, "id_theme_label"),
        (WORDS, "id_end_year"),
    ]
    assert AgreementDraft.objects.get().content[WORDS] == wrong


def test_a_superuser_hands_over_and_has_no_hand_in_it_any_more(sit, cast, mailoutbox, django_capture_on_commit_callbacks):
    PartyFactory(name="Stichting Verweg Wonen", short_name="Verweg", kind="housing_association")
    sitting = sit(cast.admin, **{PARTIES: WATERHOEK | {"name_3": "Verweg"}})
    assert sitting.hands_over
    with django_capture_on_commit_callbacks(execute=True):
        workflow.hand_over(sitting=sitting, by=cast.admin)
    assert receivers(mailoutbox) == ["olga@waterhoek.example"]
    draft = AgreementDraft.objects.get()
    assert (draft.person, draft.party) == (None, cast.municipality)
    assert draft.handed_over_at
    assert not AgreementDraft.objects.offered_to(cast.admin).exists()
    assert not AgreementDraft.objects.offered_to(cast.outsider).exists()
    assert list(AgreementDraft.objects.offered_to(cast.officer)) == [draft]
    workflow.take_up(draft, by=cast.officer)
    with pytest.raises(NotAllowedNowError, match="You are working on other"):
        workflow.take_up(draft, by=cast.officer)
    sitting = Sitting(AgreementDraft.objects.get().content, user=cast.officer, today=TODAY)
    assert sitting.problems == []
    assert sitting.parties[3].name == "Stichting Verweg Wonen", "by its whole name, which anyone may use"
    begun = workflow.begin(sitting=sitting, by=cast.officer)
    row = begun.agenda.agreement.participations.get(party__name="Dam & Wonen")
    assert row.asked_by == cast.officer
    assert not begun.agenda.agreement.history.filter(history_user=cast.admin).exists()


def test_a_municipality_without_a_coordinator_is_invited_by_the_superuser(
    sit, cast, mailoutbox, django_capture_on_commit_callbacks
):
    sitting = sit(cast.admin, **{PARTIES: {"name_0": "Gemeente Nieuwedam", "kind_0": "municipality"}})
    with pytest.raises(ValidationError, match="who goes on with this") as refused:
        workflow.hand_over(sitting=sitting, by=cast.admin)
    assert list(refused.value.message_dict) == [f"email_{sitting.parties[0].key}"]
    assert not Party.objects.filter(name="Gemeente Nieuwedam").exists()
    with django_capture_on_commit_callbacks(execute=True):
        party = workflow.hand_over(sitting=sitting, by=cast.admin, **people(sitting, Gemeente="nel@nieuwedam.example"))
    assert receivers(mailoutbox) == ["nel@nieuwedam.example"]
    assert "omdat Ad Min uw e-mailadres opgaf" in mailoutbox[0].body
    assert "gevraagd om mee te doen" not in mailoutbox[0].body, "nothing has begun"
    assert "Voor Gemeente Nieuwedam staan nieuwe prestatieafspraken klaar, voor 2027 – 2030" in mailoutbox[0].body
    assert Invitation.objects.get(party=party).role == "coordinator"
    assert not User.objects.filter(email="nel@nieuwedam.example").exists(), "no account, and so no password, is made for her"


def test_years_that_say_no_span_come_in_no_mail(sit, cast, mailoutbox, django_capture_on_commit_callbacks):
    words = {"start_year": "spam.example", "title": "Bouwen"}
    sitting = sit(cast.admin, **{PARTIES: {"name_0": "Gemeente Nieuwedam"}, WORDS: words})
    with django_capture_on_commit_callbacks(execute=True):
        workflow.hand_over(sitting=sitting, by=cast.admin, **people(sitting, Gemeente="nel@nieuwedam.example"))
    assert "voor 2027 – 2030" in mailoutbox[0].body
    assert "spam" not in mailoutbox[0].body
    assert AgreementDraft.objects.get().content[WORDS] == {"start_year": "2027", "end_year": "2030", "title": "Bouwen"}


def test_a_colleague_who_took_it_up_first_has_it(sit, cast):
    sitting = sit(cast.admin, **{PARTIES: WATERHOEK})
    workflow.hand_over(sitting=sitting, by=cast.admin)
    draft = AgreementDraft.objects.get()
    workflow.take_up(draft, by=MembershipFactory(party=cast.municipality, role="coordinator").user)
    with pytest.raises(NotAllowedNowError, match="A colleague goes on"):
        workflow.take_up(draft, by=cast.officer)


def test_another_window_keeps_its_own_step(sit, cast):
    sit(cast.officer, **{PARTIES: WATERHOEK})
    workflow.keep(step=WORDS, sent={"title": "x" * 5000}, goes_to=BEGIN, by=cast.officer)
    draft = AgreementDraft.objects.get()
    assert draft.content[PARTIES] == WATERHOEK
    assert (len(draft.content[WORDS]["title"]), draft.step) == (2000, BEGIN)


def test_the_first_agenda_of_an_agreement_that_has_none(cast):
    cast.agreement.agendas.all().delete()
    agenda = workflow.begin_first_agenda(agreement=cast.agreement, year=2025, title="", how="typen", by=cast.officer)
    assert (agenda.title, agenda.history.get().history_change_reason) == ("Uitvoeringsagenda 2025", "First agenda begun")
    with pytest.raises(ValidationError):
        workflow.begin_first_agenda(agreement=cast.agreement, year=2031, title="", how="typen", by=cast.officer)


def test_an_involved_party_begins_no_agenda(cast):
    involved = MembershipFactory(party=PartyFactory(), role="coordinator").user
    ParticipationFactory(agreement=cast.agreement, party=involved.memberships.get().party, role="involved")
    with pytest.raises(ValidationError, match="Only editors and coordinators"):
        workflow.begin_first_agenda(agreement=cast.agreement, year=2025, title="", how="typen", by=involved)


TERMS = {"advice_2": "qualified", "from_2": "2028", "to_2": "2029"}


def test_right_of_advice_years_and_meetings_are_given_at_once(sit, cast):
    words = {"start_year": "2027", "end_year": "2030", "theme_label": "Thema", "goal_label": "Doel", "action_label": "Afspraak"}
    words |= {"layout": "table", "officers": " vier  keer per jaar"}
    sitting = sit(cast.officer, partijen={**WATERHOEK, **TERMS}, woorden=words)
    assert sitting.problems == []
    agreement = workflow.begin(sitting=sitting, by=cast.officer).agenda.agreement
    terms = agreement.participations.values_list("party__name", "right_of_advice", "from_year", "to_year")
    assert terms.get(party__name="Zorg aan de Dam") == ("Zorg aan de Dam", "qualified", 2028, 2029)
    assert terms.get(party__name="Dam & Wonen")[1:] == ("", None, None)
    assert list(agreement.meeting_rules.values_list("kind", "frequency")) == [("ambtelijk", "vier keer per jaar")]


def test_years_of_a_party_that_the_agreement_does_not_have_are_told_beforehand(sit, cast):
    sitting = sit(cast.officer, partijen={**WATERHOEK, **TERMS, "to_2": "2050"})
    assert [(row.step, row.field, "2050 lies outside" in row.sentence) for row in sitting.problems] == [
        ("partijen", "id_to_2", True)
    ]
    sitting = sit(cast.officer, partijen={**WATERHOEK, **TERMS, "to_2": "2027"})
    assert [row.sentence for row in sitting.problems] == ["The last year lies before the first year."]
