"""The preview in lines of text, for the command line."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.imports.planning.obstacles import obstacles_of
from agreements.imports.planning.plan import Plan, Status
from agreements.markdown import first_words


def lines_of(plan: Plan) -> Iterator[str]:
    """What the plan would do: rows that are new, changed or unclear; then what is missing or passed over."""
    for row in plan.rows:
        if row.status == Status.SAME:
            continue
        kind = capfirst(row.kind)
        name = first_words(f"{row.number} {row.words}".strip())
        yield f"{row.status.label:12} {kind:10} {row.place}: {name}"
        for change in row.changes:
            yield f"             {change.label}: «{first_words(change.was) or '–'}» → «{first_words(change.becomes) or '–'}»"
        for question in row.questions:
            if question.is_open:
                yield f"             ? {question.sentence}"
        for note in row.notes:
            yield f"             {note}"
    for missing in plan.missing:
        yield _("Not in the file, stays as it is: %(row)s") % {"row": first_words(str(missing))}
    for remark in plan.remarks:
        words = " ".join(part for part in (first_words(remark.words), remark.reason) if part)
        yield _("Not taken over: %(place)s%(words)s") % {"place": f"{remark.place}: " if remark.place else "", "words": words}
    for sentence in obstacles_of(plan):
        yield _("Does not fit: %(sentence)s") % {"sentence": sentence}
    yield ", ".join(f"{Status(status).label}: {count}" for status, count in plan.counts.items())
