"""While a round is open its leads stay as they are, but for a named exception that all leads of the action see."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.transaction import atomic

from agreements.models import Action, Lead
from monitoring.models import LeadException
from monitoring.rounds.exceptions import except_leads
from monitoring.rounds.workflow import close_round
from parties.refusals import NotAllowedNowError
from tests.factories import ActionFactory, AgendaFactory, LeadFactory, RoundFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

WHY = "De Sleutel is per 1 oktober gefuseerd."


def another_lead(cast, action=None) -> Lead:
    """As an editor of the municipality would add it, by whatever door."""
    lead = Lead(action=action or cast.action, party=cast.municipality)
    lead._history_user = cast.officer
    lead.save()
    return lead


def test_leads_stay_while_a_round_is_open_and_the_refusal_names_the_way_out(cast, round):
    with pytest.raises(ValidationError, match="Een coördinator kan op de pagina van de ronde een uitzondering maken"):
        another_lead(cast)
    cast.lead._history_user = cast.officer
    with pytest.raises(ValidationError):
        cast.lead.delete()


def test_what_a_round_asks_about_neither_goes_nor_moves_to_another_year(cast, round):
    """Deleting the action and writing it again would give it other leads."""
    later = AgendaFactory(agreement=cast.agreement, year=2025)
    action = Action.objects.get(pk=cast.action.pk)
    action._history_user = cast.officer
    with pytest.raises(ValidationError, match="Er is een ronde open die naar deze afspraak vraagt"), atomic():
        action.delete()
    action.agenda = later
    with pytest.raises(ValidationError, match="Er is een ronde open die naar deze afspraak vraagt"):
        action.save()
    except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    action.save()
    assert Action.objects.get(pk=cast.action.pk).agenda == later


def test_with_an_exception_the_leads_of_that_action_change_in_that_round_alone(cast, round):
    other = LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association).action
    except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    another_lead(cast)
    with pytest.raises(ValidationError):
        another_lead(cast, other)
    RoundFactory(agenda=cast.agenda, name="Ronde 2", opened=True)
    cast.lead._history_user = cast.officer
    with pytest.raises(ValidationError):
        cast.lead.delete()


def test_only_a_coordinator_makes_it_in_a_round_that_is_open_and_once(cast, round):
    for person in (cast.association_officer, cast.tenant, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            except_leads(round=round, action=cast.action, reason=WHY, by=person)
    with pytest.raises(ValidationError):
        except_leads(round=round, action=cast.other_action, reason=WHY, by=cast.officer)
    with pytest.raises(ValidationError):
        except_leads(round=round, action=cast.action, reason="", by=cast.officer)
    except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    with pytest.raises(ValidationError):
        except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    close_round(round=round, by=cast.officer)
    with pytest.raises(NotAllowedNowError):
        except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    assert LeadException.objects.count() == 1


def test_it_is_kept_for_ever(cast, round):
    found = except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    found.reason = "Iets anders."
    for attempt in (found.save, found.delete, LeadException.objects.all().delete):
        with pytest.raises(ValidationError):
            attempt()
    assert LeadException.objects.get().reason == WHY


@pytest.mark.django_db(transaction=True)
def test_all_leads_of_the_action_are_mailed_the_reason(cast, round, mailoutbox):
    """The association leads it together with the municipality, whose coordinator gives the exception."""
    Lead.objects.bulk_create([Lead(action=cast.action, party=cast.municipality)])
    except_leads(round=round, action=cast.action, reason=WHY, by=cast.officer)
    assert sorted(message.to[0] for message in mailoutbox) == [
        "Abel Bouwer <abel@desleutel.example>",
        "Olga Officier <olga@waterhoek.example>",
    ]
    (mail, _other) = mailoutbox
    for words in (WHY, "Olga Officier heeft in Ronde 1 (2024) een uitzondering gemaakt", "De 24 flexwoningen", "De Sleutel"):
        assert words in mail.body


def test_everyone_finds_it_with_the_action_and_with_the_round(visit, cast, round):
    page = visit(cast.officer, f"/rondes/{round.pk}/trekkers/", {"action": cast.action.pk, "reason": WHY})
    assert page["Location"] == cast.action.get_absolute_url()
    for person in (cast.association_officer, cast.tenant, cast.officer):
        for address in (round.get_absolute_url(), f"/acties/{cast.action.pk}/voortgang/"):
            words = words_of(visit(person, address))
            assert "Exception: the leads may change during Ronde 1" in words
            assert WHY in words


def test_the_page_asks_for_a_reason_and_offers_only_the_actions_of_the_round(visit, cast, round):
    address = f"/rondes/{round.pk}/trekkers/"
    page = visit(cast.officer, f"{address}?afspraak={cast.action.pk}")
    field = page.context["form"]["action"]
    assert (list(field.field.queryset), field.value()) == ([cast.action], str(cast.action.pk))
    words = words_of(visit(cast.officer, address, {"action": cast.action.pk, "reason": " "}))
    assert "Say why the leads have to change during the round." in words
    assert visit(cast.officer, address, {"action": cast.other_action.pk, "reason": WHY}).status_code == 200
    assert LeadException.objects.count() == 0
