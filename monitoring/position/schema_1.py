"""Positions of schema 1, which named the text in its own way: read as the state is now.

What they did not hold (introductions, labels, how exactly a date was agreed) stays empty.
"""

from typing import Any

Json = dict[str, Any]
NO_AGREEMENT = dict.fromkeys(("introduction", "layout", "theme_label", "theme_separator", "goal_label", "action_label"), "")
NO_AGENDA = dict.fromkeys(("introduction_title", "introduction", "state", "action_label"), "")


def from_schema_1(old: Json) -> Json:
    """The content of schema 1 in the names of schema 2."""
    names = {party["id"]: party["name"] for party in old["parties"]}
    years = {"start_year": old["start_year"], "end_year": old["end_year"]}
    return {
        "agreement": {**NO_AGREEMENT, **years, "id": 0, "slug": old["slug"], "title": old["agreement"]},
        "agenda": {
            **NO_AGENDA,
            **{name: old[name] for name in ("year", "title", "standing")},
            "id": 0,
            "version": 0,
            "adopted_on": None,
        },
        "parties": [_party(party) for party in old["parties"]],
        "themes": [_theme(theme, None, names, years) for theme in old["themes"]],
        "reference_date": old["reference_date"],
        "round": old["round"],
    }


def _party(old: Json) -> Json:
    role = {"role": old["role"]["key"], "role_label": old["role"]["words"]}
    return {**old, **role, "kind": old["kind"]["key"], "signed_on": None, "signed_by": "", "mandate": ""}


def _theme(old: Json, parent: int | None, names: dict[int, str], years: Json) -> Json:
    return {
        **old,
        "parent_id": parent,
        "goals": [_goal(goal, old["id"], names, years) for goal in old["goals"]],
        "sections": [_theme(section, old["id"], names, years) for section in old["sections"]],
    }


def _goal(old: Json, theme: int, names: dict[int, str], years: Json) -> Json:
    return {
        **old,
        "theme_id": theme,
        "commitment": old["commitment"]["key"],
        **dict.fromkeys(("start_year", "end_year", "added_on")),
        "actions": [_action(action, old["id"], names) for action in old["actions"]],
        "indicators": [_indicator(indicator, years) for indicator in old["indicators"]],
    }


def _action(old: Json, goal: int, names: dict[int, str]) -> Json:
    leads = [{**lead, "short_name": lead["party"], "name": names.get(lead["party_id"], lead["party"])} for lead in old["leads"]]
    return {
        **old,
        "goal_id": goal,
        "project_id": None,
        "kind": old["kind"]["key"],
        "kind_label": old["kind"]["words"],
        "recurrence": old["recurrence"]["key"],
        "recurrence_label": old["recurrence"]["words"],
        **dict.fromkeys(("lead_text", "starts_precision", "due_precision"), ""),
        "lineage": [action for action in (old["id"], old["carried_from"]) if action],
        "leads": leads,
    }


def _indicator(old: Json, years: Json) -> Json:
    start = old["start_year"] or years["start_year"]
    agreed = {
        **old,
        "kind": old["kind"]["key"],
        "per": old["per"]["key"],
        "start_year": start,
        "end_year": max(old["end_year"] or years["end_year"], start),
        "starts_by_itself": old["start_year"] is not None,
    }
    return {**old, "agreed": agreed, "kind_label": old["kind"]["words"], "per_label": old["per"]["words"]}
