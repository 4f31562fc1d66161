"""Where a goal is taken over to: a theme in the draft of another agreement that one writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Agenda, Goal, Theme
from agreements.taking_over.listing import drafts_for
from agreements.taking_over.workflow import actions_to_take
from parties.forms import SiteForm
from parties.models import User


class TakeOverForm(SiteForm, forms.Form):
    place = forms.ChoiceField(choices=[])
    with_actions = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, goal: Goal, user: User):
        super().__init__(data)
        self.drafts = {agenda.pk: agenda for agenda in drafts_for(goal, user).select_related("agreement")}
        self.fields["place"].label = _("Into which theme")
        self.fields["place"].choices = [("", "–"), *_places(self.drafts.values())]
        number = len(actions_to_take(goal))
        if number:
            year = goal.theme.agreement.year_in_front
            self.fields["with_actions"].label = _("Also what is done for it in %(year)s (%(number)s)") % {
                "year": year,
                "number": number,
            }
            self.fields["with_actions"].help_text = _("With the leads that take part over there, without dates and money.")
        else:
            del self.fields["with_actions"]

    def clean_place(self) -> tuple[Agenda, int]:
        agenda, theme = self.cleaned_data["place"].split("-")
        return self.drafts[int(agenda)], int(theme)

    @property
    def arguments(self) -> dict[str, Any]:
        agenda, theme = self.cleaned_data["place"]
        return {"agenda": agenda, "theme": theme, "with_actions": self.cleaned_data.get("with_actions", False)}


def _places(drafts) -> list[tuple[str, list[tuple[str, str]]]]:
    """The themes of each draft, in order. One query for all."""
    drafts = list(drafts)
    themes = Theme.objects.filter(agreement__in={draft.agreement_id for draft in drafts}).select_related("agreement", "parent")
    found = []
    for draft in drafts:
        own = [theme for theme in themes if theme.agreement_id == draft.agreement_id and theme.exists_in(draft.year)]
        own.sort(key=lambda theme: ((theme.parent or theme).position, theme.parent_id is not None, theme.position, theme.pk))
        choices = [(f"{draft.pk}-{theme.pk}", words_of(theme, draft.year).heading) for theme in own]
        found.append((f"{draft.agreement.title}, {draft.year}", choices))
    return [group for group in found if group[1]]
