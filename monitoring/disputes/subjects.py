"""The goals and actions of an agreement to choose from, for a notice and for the file of a dispute."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from agreements.agenda.words import printed_order, words_of
from agreements.markdown import first_words
from agreements.models import Action, Agenda, Agreement, Goal, Version
from monitoring.models import Round

FEW_WORDS = 110  # letters of a goal or action in a list


def in_writing(agreement: Agreement) -> QuerySet[Agenda]:
    """The years without a version, and of which nobody was asked to report: nothing of them binds yet."""
    in_force, reported = (model.objects.filter(agenda=OuterRef("pk")) for model in (Version, Round))
    return Agenda.objects.filter(~Exists(in_force), ~Exists(reported), agreement=agreement)


@dataclass(frozen=True)
class Subjects:
    """All of an agreement in the order of the text, each in the words of its year. At most four queries."""

    agreement: Agreement

    @cached_property
    def goals(self) -> dict[int, Goal]:
        rows = Goal.objects.filter(theme__agreement=self.agreement).select_related("theme__agreement")
        return {goal.pk: goal for goal in rows.order_by(*printed_order("", self.agreement.year_in_front))}

    @cached_property
    def actions(self) -> dict[int, Action]:
        rows = Action.objects.filter(agenda__agreement=self.agreement).exclude(agenda__in=in_writing(self.agreement).values("pk"))
        rows = rows.select_related("project", "agenda__agreement", "goal__theme__agreement")
        return {action.pk: action for action in rows.order_by("agenda__year", "position", "pk")}

    @property
    def goal_choices(self) -> list[tuple[int, str]]:
        return [(pk, first_words(self.name_of_goal(pk), FEW_WORDS)) for pk in self.goals]

    @property
    def action_choices(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Below their goals, by year."""
        found: dict[int, list[tuple[int, str]]] = {pk: [] for pk in self.goals}
        for pk, action in self.actions.items():
            found[action.goal_id].append((pk, f"{action.agenda.year}: {first_words(str(words_of(action)), FEW_WORDS)}"))
        number = self.agreement.year_in_front
        return [
            (_("Goal %(number)s") % {"number": words_of(self.goals[pk], number).number}, rows)
            for pk, rows in found.items()
            if rows
        ]

    def name_of_goal(self, pk: int) -> str:
        words = words_of(self.goals[pk], self.agreement.year_in_front)
        return " ".join(filter(None, [words.number, words.text]))

    def name_of_action(self, pk: int) -> str:
        action = self.actions[pk]
        above = words_of(action.goal, action.agenda.year)
        words = {"number": above.number, "year": action.agenda.year, "words": words_of(action).text}
        return _("action %(year)s of goal %(number)s: %(words)s") % words

    def names_of(self, goals: Iterable[int], actions: Iterable[int]) -> list[str]:
        """In full, in the order of the text; a goal begins with the word for it."""
        chosen_goals, chosen_actions = set(goals), set(actions)
        named = [_("goal %(words)s") % {"words": self.name_of_goal(pk)} for pk in self.goals if pk in chosen_goals]
        return named + [self.name_of_action(pk) for pk in self.actions if pk in chosen_actions]
