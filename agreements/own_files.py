"""By what we know a file of our own: written by the exports, read by the imports."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

# Styles of Word: what a paragraph is.
GOAL, GOAL_FURTHER, ACTION, YEAR_ACTION = "Doel", "Doel vervolg", "Afspraak", "Jaarafspraak"
PROJECT, DROPPED, NUMBER, STANDING = "Project", "Vervallen", "Nummer", "Stand van de tekst"
REASON, NO_ACTION = "Reden van vervallen", "Geen afspraak"
PAYS = "Wie wat betaalt"  # a line for each
WHEN = "Wanneer"  # start, due date, recurrence and budget, in one line
AGREEMENT_INTRODUCTION, INTRODUCTION = "Inleiding prestatieafspraken", "Inleiding"
INTRODUCTION_HEAD, REFERENCES_HEAD, APPENDICES_HEAD = "Kop inleiding", "Kop verwijzingen", "Kop bijlagen"
SUBHEADING, SMALL_HEADING = "Tussenkop", "Kopje"  # within a text; the first with its level, the second where no level fits
REPORT = "Voortgangsrapportage"  # only in a report, so that nobody reads one in for an agenda
LEAD_IN = "Aanduiding"  # the number of a goal, or "Afspraken 2024:", before the words
HEADING_LEVELS = range(1, 7)
PARAGRAPH_STYLES = {
    *(GOAL, GOAL_FURTHER, ACTION, YEAR_ACTION, PROJECT, DROPPED, REASON, NO_ACTION, NUMBER, STANDING, WHEN, PAYS),
    *(AGREEMENT_INTRODUCTION, INTRODUCTION, INTRODUCTION_HEAD, REFERENCES_HEAD, APPENDICES_HEAD, SMALL_HEADING),
    *(f"{SUBHEADING} {level}" for level in HEADING_LEVELS),
}
DEEPEST = 4  # list levels below the first
STEP = 284  # twentieths of a point that a list level stands further in


def about_sheet_title() -> str:
    """The name of the sheet that says of which text the table is, in the language of the documents."""
    with translation.override(settings.LANGUAGE_CODE):
        return pgettext("sheet", "About this agenda")
