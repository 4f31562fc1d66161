"""States made by hand: the smallest that the types allow, for what is counted and drawn from them."""

from datetime import UTC, date, datetime
from itertools import count

from agreements.agenda.content import PrintedAgenda, PrintedParty
from agreements.agenda.rows import AgreementRow, LeadRow
from monitoring.figures.agreed import Agreed
from monitoring.lights import LIGHTS
from monitoring.position.state import (
    Code,
    State,
    StateAction,
    StateGoal,
    StateIndicator,
    StateReport,
    StateRound,
    StateSide,
    StateTheme,
)

numbers = count(1)


def a_party(pk: int, name: str, short_name: str, kind: str) -> PrintedParty:
    unsigned = {"signed_on": None, "signed_by": "", "mandate": ""}
    return PrintedParty(pk, name, short_name, kind, "signatory", role_label="ondertekenaar", **unsigned)


MUNICIPALITY = a_party(1, "Gemeente Waterhoek", "Gemeente", "municipality")
ASSOCIATION = a_party(2, "Woonstichting De Sleutel", "De Sleutel", "housing_association")
TENANTS = a_party(3, "Huurdersraad", "Huurdersraad", "tenants_organisation")


def light(key: str) -> Code:
    return Code(key, str(LIGHTS[key].words)) if key else Code()


def lead(party: PrintedParty) -> LeadRow:
    return LeadRow(party.id, party.name, party.short_name, "")


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
    pk = fields.get("id") or next(numbers)
    no_words = ("number", "project", "lead_text", "lead_line", "starts_precision", "due_precision", "period", "drop_reason")
    return StateAction(
        **{
            **dict.fromkeys((*no_words, "recurrence", "recurrence_label"), ""),
            **dict.fromkeys(("project_id", "starts_on", "due_on", "budget", "dropped_on")),
            "id": pk,
            "goal_id": 0,
            "text": "De woningen zijn opgeleverd.",
            "kind": "specific",
            "kind_label": "concrete afspraak",
            "lineage": (pk,),
            "leads": tuple(lead(party) for party in leads),
            "state": Code("accepted", "akkoord") if said else Code("not_reported", "niet gerapporteerd"),
            "light": light(key),
            "other_light": Code(),
            "report": a_report(said) if said else None,
            **fields,
        },
    )


def a_split_action(**fields) -> StateAction:
    """Of De Sleutel, which is on schedule, and of the municipality, which sees a risk and asks something."""
    risk = a_report("at_risk", party="Gemeente", party_id=1, cause="Het net zit vol.", ask="Bel de netbeheerder.")
    green = a_report("on_track", done="De fundering ligt er.", ask="Meer tijd.")
    sides = (StateSide(light("at_risk"), "Gemeente"), StateSide(light("on_track"), "De Sleutel"))
    both = {"report": risk, "beside": (green,), "sides": sides, "other_light": light("on_track")}
    return an_action("at_risk", leads=(ASSOCIATION, MUNICIPALITY), **both, **fields)


def a_dropped_action(**fields) -> StateAction:
    return an_action(dropped_on=date(2024, 5, 1), drop_reason="De grond is verkocht.", state=Code(), **fields)


def an_indicator(standing: str, name: str = "Sociale huurwoningen erbij", **fields) -> StateIndicator:
    agreed = Agreed(name, "minimum", "period", "woningen", 2023, 2026)
    words = {"kind_label": "ten minste", "per_label": "over de hele looptijd", "years": "", "scope": "", "source": ""}
    common = {"agreed": agreed, "delivered_by": "", "standing": Code(standing, standing), **words}
    return StateIndicator(**{"id": next(numbers), **common, **fields})


def a_goal(*actions: StateAction, **fields) -> StateGoal:
    pk = next(numbers)
    common = {"id": pk, "theme_id": 0, "number": str(pk), "text": "Meer woningen.", "commitment": "", "is_focus": False}
    years = dict.fromkeys(("start_year", "end_year", "added_on"))
    return StateGoal(**{**common, **years, "actions": actions, **fields})


def a_theme(*goals: StateGoal, **fields) -> StateTheme:
    pk = next(numbers)
    title = f"Thema {pk}"
    common = {"id": pk, "parent_id": None, "number": str(pk), "title": title, "heading": title, "introduction": ""}
    return StateTheme(**{**common, "goals": goals, **fields})


def a_round(reference_date: date = date(2024, 6, 30), *, closed: bool = True) -> StateRound:
    closed_at = datetime(2024, 7, 16, 10, tzinfo=UTC) if closed else None
    return StateRound(2, "Ronde 2", reference_date, date(2024, 7, 1), date(2024, 7, 14), closed_at)


def a_state(*themes: StateTheme, title: str = "Uitvoeringsagenda 2024", **fields) -> State:
    labels = {"theme_label": "Thema", "theme_separator": ".", "goal_label": "Doel", "action_label": "Afspraak voor {jaar}"}
    agreement = AgreementRow(1, "waterhoek-2023-2026", "Prestatieafspraken Waterhoek", 2023, 2026, "", "table", **labels)
    words = {"standing": "Concept, versie 1", "action_label": "Afspraak voor 2024"}
    agenda = PrintedAgenda(1, 2024, title, "", "", "draft", 1, None, **words)
    return State(
        **{
            "agreement": agreement,
            "agenda": agenda,
            "reference_date": date(2024, 6, 30),
            "round": a_round(),
            "parties": (MUNICIPALITY, ASSOCIATION, TENANTS),
            "themes": themes,
            **fields,
        }
    )
