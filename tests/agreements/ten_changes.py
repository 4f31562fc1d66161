"""A draft of 2025 with ten changes in the text of 2024, for what tells them: a list, a page, a PDF."""

from datetime import date

from agreements.models import Agenda
from tests.factories import ActionFactory, ActionLinkFactory, AgendaFactory, Cast, GoalFactory, LeadFactory, ThemeFactory

TEXTS = {  # by the number of the goal: was, becomes
    "21": ("De corporatie sloopt ten hoogste 12 woningen per jaar.", "De corporatie sloopt ten hoogste 21 woningen per jaar."),
    "22": ("De corporatie verkoopt niet in de wijk Oost.", "De corporatie verkoopt in de wijk Oost."),
    "23": ("Deze afspraak verhuist en houdt haar woorden.", "Deze afspraak verhuist en houdt haar woorden."),
    "24": ("De bijdrage is € 350.000,- in vier jaar.", "De bijdrage is € 400.000 in vier jaar."),
    "25": ("De visie is gereed op 1 juli 2025.", "De visie is gereed op 1 oktober 2025."),
    "26": ("Huurdersraad Waterhoek beslist mee over sloop.", "Gemeente Waterhoek beslist mee over sloop."),
    "27": ("Wij bouwen:\n\n- in Oost\n- in Zuid", "Wij bouwen:\n\n- in Oost\n- op de Kade\n- in Zuid"),
    "28": ("Hier verandert alleen  witruimte.", "Hier verandert\nalleen witruimte. "),
}


def make_ten_changes(cast: Cast) -> Agenda:
    """12 → 21, a "niet" that went, a goal that moved, a chapter renumbered, a lead; an amount, a date, a name, an item, space."""
    theme = ThemeFactory(agreement=cast.agreement, number="2", title="Bouwen en wijken", position=2)
    goals = {
        number: GoalFactory(theme=theme, number=number, text=was, position=place)
        for place, (number, (was, _becomes)) in enumerate(TEXTS.items(), 1)
    }
    chapter = ThemeFactory(agreement=cast.agreement, number="3", title="Zorg", position=3)
    GoalFactory(theme=chapter, number="31", text="Wij overleggen elk kwartaal over wonen met zorg.")
    cast.agenda.state, cast.agenda.adopted_on = "adopted", date(2023, 12, 14)
    cast.agenda.save()
    draft = AgendaFactory(agreement=cast.agreement, year=2025)
    for number, (_was, becomes) in TEXTS.items():
        goals[number].text = becomes
        goals[number].position = 9 if number == "23" else goals[number].position
        goals[number].save()
    chapter.number = "4"
    chapter.save()
    later = ActionFactory(goal=cast.goal, agenda=draft, text=cast.action.text, project=cast.action.project, position=1)
    ActionLinkFactory(earlier=cast.action, later=later)
    LeadFactory(action=later, party=cast.municipality, position=1)
    return draft
