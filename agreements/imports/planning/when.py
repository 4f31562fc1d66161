"""What a file says of an action beside its words: the line on time and money in a document of ours, and columns."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.imports.planning.plan import Planned
from agreements.imports.recognising.draft import ActionDraft
from agreements.imports.words.spelling import bare
from agreements.models import Action
from agreements.models.contribution import contribution_printed_as, contributions_in, lines_of
from agreements.periods import When, when_in_line


def said_in_line(draft: ActionDraft, action: Action | None, row: Planned) -> dict[str, Any]:
    """The fields that the line gives; those of the action where it is the line that is printed of it, or cannot be read."""
    if draft.when_line is None or draft.dropped_on:
        return {}
    now = When(*(getattr(action, each.name) for each in fields(When))) if action else When()
    with translation.override(settings.LANGUAGE_CODE):
        is_as_it_stands = bare(draft.when_line) == bare(now.line)
    said = now if is_as_it_stands else when_in_line(draft.when_line)
    if said is None:
        row.notes.append(_("«%(words)s» is not understood, and left as it was.") % {"words": draft.when_line})
        said = now
    return {each.name: getattr(said, each.name) for each in fields(When)}


def said_in_lines(draft: ActionDraft, action: Action | None, row: Planned) -> dict[str, Any]:
    """Who pays what, as the lines of a document of ours say it; as it stands where they cannot be read."""
    if draft.contribution_lines is None or draft.dropped_on:
        return {}
    now = action.contributions if action else ""
    with translation.override(settings.LANGUAGE_CODE):
        printed = [bare(str(each)) for each in contributions_in(now)]
        read = [contribution_printed_as(line) for line in draft.contribution_lines]
    if printed == [bare(line) for line in draft.contribution_lines]:
        return {"contributions": now}
    for line, said in zip(draft.contribution_lines, read, strict=True):
        if said is None:
            row.notes.append(_("«%(words)s» is not understood, and left as it was.") % {"words": line})
            return {"contributions": now}
    return {"contributions": lines_of(each for each in read if each is not None)}


def said_in_columns(draft: ActionDraft) -> dict[str, Any]:
    """What only a column can say: since when it is there, in which year it goes on, on what it stands and who pays what."""
    said = {"added_on": draft.says_if_added, "goes_on_in": draft.says_if_it_goes_on, "references": False, "contributions": False}
    return {name: getattr(draft, name) for name, is_said in said.items() if is_said or getattr(draft, name) is not None}
