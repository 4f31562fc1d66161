"""A lead as lists of what a party leads show it, with whoever is its contact, and whom one may choose."""

from dataclasses import dataclass

from django import forms
from django.utils.safestring import SafeString

from agreements.agenda.words import goal_words_of, words_of
from agreements.models import Lead
from parties.forms import SELECT, SiteRenderer


@dataclass(frozen=True, slots=True)
class ListedLead:
    """contact is empty where nobody was named; has_contact tells whether that person is there still."""

    lead: int
    action: int
    words: str
    agreement: str
    year: int
    goal_number: str
    task: str
    contact: str
    has_contact: bool

    @property
    def content(self) -> "ListedLead":
        """For {% kept %}: itself, as it has words and numbers alone."""
        return self


@dataclass(frozen=True, slots=True)
class ContactChoice:
    """The field of a lead, as a page shows it before anybody has sent the form."""

    name: str
    options: tuple[tuple[int | str, str], ...]
    chosen: int | str

    @property
    def content(self) -> "ContactChoice":
        return self

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def select(self) -> SafeString:
        widget = forms.Select(attrs={"class": SELECT, "id": self.id}, choices=self.options)
        return widget.render(self.name, self.chosen, renderer=SiteRenderer())


def listed_lead(lead: Lead) -> ListedLead:
    """It comes with its contact, with_contact_known(), and with all that names its action."""
    action = lead.action
    return ListedLead(
        lead=lead.pk,
        action=action.pk,
        words=str(words_of(action)),
        agreement=str(action.agenda.agreement),
        year=action.agenda.year,
        goal_number=goal_words_of(action).number,
        task=lead.task,
        contact=str(lead.contact) if lead.contact_id else "",
        has_contact=lead.has_contact,
    )
