"""What the fields of the agenda cannot hold, said in the preview and not only when the file is taken over."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from agreements.imports.planning.comparing import field_of, label_of
from agreements.imports.planning.plan import Plan, Planned


def obstacles_of(plan: Plan) -> list[str]:
    """A sentence with its place for each text that is too long for its field, and each amount too large."""
    return [sentence for row in _rows(plan) for sentence in _of(row)]


def _rows(plan: Plan) -> Iterator[Planned]:
    projects = {}
    for row in plan.rows:
        if not row.is_left_out:
            yield row
            if isinstance(project := row.values.get("project"), Planned):
                projects[id(project)] = project
    yield from projects.values()


def _of(row: Planned) -> Iterator[str]:
    values = row.values or ({"name": row.words} if row.pk is None else {})
    for name, value in values.items():
        field = field_of(row.model, name)
        if field.is_relation or value in field.empty_values:
            continue
        try:
            field.run_validators(value)
        except ValidationError as error:
            yield f"{capfirst(str(row.place))}, {label_of(row.model, name).lower()}: {' '.join(error.messages)}"
