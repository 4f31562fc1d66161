"""States made by hand: the smallest that the types allow, for what is counted and drawn from them."""

from datetime import UTC, date, datetime
from itertools import count

from monitoring.lights import LIGHTS
from monitoring.position.state import (
    Code,
    State,
    StateAction,
    StateGoal,
    StateIndicator,
    StateLead,
    StateParty,
    StateReport,
    StateRound,
    StateTheme,
)

numbers = count(1)
MUNICIPALITY = StateParty(
    1, "Gemeente Waterhoek", "Gemeente", Code("municipality", "gemeente"), Code("signatory", "ondertekenaar")
)
ASSOCIATION = StateParty(
    2,
    "Woonstichting De Sleutel",
    "De Sleutel",
    Code("housing_association", "woningcorporatie"),
    Code("signatory", "ondertekenaar"),
)
TENANTS = StateParty(
    3, "Huurdersraad", "Huurdersraad", Code("tenants_organisation", "huurdersorganisatie"), Code("signatory", "ondertekenaar")
)


def light(key: str) -> Code:
    return Code(key, str(LIGHTS[key].words)) if key else Code()


def lead(party: StateParty) -> StateLead:
    return StateLead(party.id, party.short_name, "")


def a_report(judgement: str, **fields) -> StateReport:
    return StateReport(
        **{
            "round_id": 2,
            "round": "Ronde 2",
            "party_id": 2,
            "party": "De Sleutel",
            "entered_for_it_by": "",
            "reported_by": "Abel Bouwer",
            "submitted_at": datetime(2024, 7, 3, 9, 30, tzinfo=UTC),
            "reference_date": date(2024, 6, 30),
            "state": Code("accepted", "akkoord"),
            "phase": Code("running", "loopt"),
            "judgement": light(judgement),
            "is_unchanged": False,
            "done": "",
            "next": "",
            "cause": "",
            "effect": "",
            "correction": "",
            "ask": "",
            "proposal": Code(),
            "proposal_text": "",
            "proposal_date": None,
            "return_reason": "",
            **fields,
        }
    )


def an_action(key: str = "", *, leads=(ASSOCIATION,), **fields) -> StateAction:
    """An action with this light; its report says the same, unless nothing was reported."""
    said = key if key not in {"", "not_reported", "none_yet"} else ""
    return StateAction(
        **{
            "id": next(numbers),
            "number": "",
            "project": "",
            "text": "De woningen zijn opgeleverd.",
            "kind": Code("specific", "concrete afspraak"),
            "leads": tuple(lead(party) for party in leads),
            "lead_line": "",
            "starts_on": None,
            "due_on": None,
            "period": "",
            "recurrence": Code(),
            "budget": None,
            "dropped_on": None,
            "drop_reason": "",
            "carried_from": None,
            "state": Code("accepted", "akkoord") if said else Code("not_reported", "niet gerapporteerd"),
            "light": light(key),
            "other_light": Code(),
            "report": a_report(said) if said else None,
            **fields,
        }
    )


def a_dropped_action(**fields) -> StateAction:
    return an_action(dropped_on=date(2024, 5, 1), drop_reason="De grond is verkocht.", state=Code(), **fields)


def an_indicator(standing: str, **fields) -> StateIndicator:
    return StateIndicator(
        **{
            "id": next(numbers),
            "name": "Sociale huurwoningen erbij",
            "unit": "woningen",
            "kind": Code("minimum", "ten minste"),
            "per": Code("period", "over de hele looptijd"),
            "start_year": None,
            "end_year": None,
            "years": "",
            "scope": "",
            "source": "",
            "price_level": None,
            "baseline": None,
            "baseline_on": None,
            "delivered_by": "",
            "standing": Code(standing, standing),
            **fields,
        }
    )


def a_goal(*actions: StateAction, **fields) -> StateGoal:
    pk = next(numbers)
    common = {"id": pk, "number": str(pk), "text": "Meer woningen.", "commitment": Code(), "is_focus": False}
    return StateGoal(**{**common, "actions": actions, **fields})


def a_theme(*goals: StateGoal, **fields) -> StateTheme:
    pk = next(numbers)
    title = f"Thema {pk}"
    return StateTheme(
        **{"id": pk, "number": str(pk), "title": title, "heading": title, "introduction": "", "goals": goals, **fields}
    )


def a_round(reference_date: date = date(2024, 6, 30), *, closed: bool = True) -> StateRound:
    closed_at = datetime(2024, 7, 16, 10, tzinfo=UTC) if closed else None
    return StateRound(2, "Ronde 2", reference_date, date(2024, 7, 1), date(2024, 7, 14), closed_at)


def a_state(*themes: StateTheme, **fields) -> State:
    return State(
        **{
            "agreement": "Prestatieafspraken Waterhoek",
            "slug": "waterhoek-2023-2026",
            "start_year": 2023,
            "end_year": 2026,
            "year": 2024,
            "title": "Uitvoeringsagenda 2024",
            "standing": "Concept, versie 1",
            "reference_date": date(2024, 6, 30),
            "round": a_round(),
            "parties": (MUNICIPALITY, ASSOCIATION, TENANTS),
            "themes": themes,
            **fields,
        }
    )
