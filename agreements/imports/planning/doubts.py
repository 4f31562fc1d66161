"""What people decide before a row comes in: whether hidden rows and struck words hold, and what becomes of an error."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from agreements.imports.planning.plan import ADD, LEAVE_OUT, Plan, Planned
from agreements.imports.recognising.draft import ERROR, HIDDEN, HIDDEN_COLUMN, STRUCK, Doubt
from agreements.imports.words.spelling import bare, words_only


def settle(doubts: Iterable[Doubt], text: str, row: Planned, plan: Plan, answers: dict[str, str]) -> str:
    """Ask what is in doubt; the text as it then reads. What people leave out is left out of the plan."""
    for doubt in doubts:
        key, sentence, options = _question(doubt, text)
        answer = plan.ask(key, sentence, row.words or doubt.words, options, row=row, answers=answers)
        is_all = doubt.kind != STRUCK or not text or text == doubt.whole
        if answer == LEAVE_OUT and is_all:
            row.is_left_out = True
        if doubt.kind == STRUCK and (answer == ADD or not text):
            text = doubt.whole
        if doubt.kind == ERROR and not text:
            text = doubt.words  # to be seen, never to be taken over
    return text


def _question(doubt: Doubt, text: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """(key, sentence, options)"""
    options: tuple[tuple[str, str], ...]
    if doubt.kind == HIDDEN:
        options = ((ADD, _("yes, take the hidden rows over")), (LEAVE_OUT, _("no, leave the hidden rows out")))
        sentence = _("In «%(part)s» rows are hidden. Do they belong to the agenda?") % {"part": doubt.place.part}
        return f"{HIDDEN}:{doubt.place.part}", sentence, options
    if doubt.kind == HIDDEN_COLUMN:
        options = ((ADD, _("yes, take the headings over")), (LEAVE_OUT, _("no, leave the headings out")))
        sentence = _("In «%(part)s» headings stand in a hidden column. Do they belong to the agenda?")
        return f"{HIDDEN_COLUMN}:{doubt.place.part}", sentence % {"part": doubt.place.part}, options
    if doubt.kind == STRUCK:
        options = ((LEAVE_OUT, _("no, leave these words out")), (ADD, _("yes, take them over as text")))
        sentence = _("«%(words)s» is struck through in the file. Does it still hold?") % {"words": doubt.words}
        return f"{STRUCK}:{bare(doubt.words)}", sentence, options
    options = ((LEAVE_OUT, _("leave this row out")),)
    if doubt.whole and words_only(text) != words_only(doubt.words):
        options = ((ADD, _("take the row over without it")), *options)
    sentence = _("Here stands an error of the program that made the file: «%(words)s».") % {"words": doubt.words}
    return f"{ERROR}:{doubt.place}", sentence, options
