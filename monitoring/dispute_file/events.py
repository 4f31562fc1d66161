"""One thing that happened, as page, PDF, table and JSON tell it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.changes import FieldChange

KINDS = {
    "text": _("text in force"),
    "consent": _("proposals and answers"),
    "progress": _("reports and judgements"),
    "figures": _("figures"),
    "meetings": _("meetings and decisions"),
    "talk": _("advice and comments"),
    "reminders": _("reminders"),
    "files": _("files"),
    "notices": _("written notices"),
}
NO_CHANGES: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class FileEvent:
    """texts is what stands there in full, changes what each field was and becomes, files the paths of what came with it.

    order puts apart what happened at one moment. person is empty where the program did it.
    """

    at: datetime.datetime
    order: tuple[int, int]
    kind: str
    what: str
    person: str = ""
    party: str = ""
    where: str = ""
    why: str = ""
    texts: tuple[FieldChange, ...] = NO_CHANGES
    changes: tuple[FieldChange, ...] = NO_CHANGES
    files: tuple[str, ...] = ()

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.kind])

    @property
    def moment(self) -> str:
        """In the time of the Netherlands, with its distance to UTC: two o'clock comes twice on one night in October."""
        return timezone.localtime(self.at).isoformat(timespec="seconds")

    @property
    def who(self) -> str:
        return ", ".join(filter(None, [self.person, self.party]))

    @property
    def beside(self) -> str:
        """Who did it, where it stands and why, on one line; a person whom the sentence names already by the party alone."""
        who = self.party if self.person and self.what.startswith(self.person) else self.who
        return " · ".join(filter(None, [who, self.where, self.why]))

    @property
    def details(self) -> list[dict[str, str]]:
        """As plain values: was is empty for what stands there in full."""
        return [{"veld": str(row.label), "was": str(row.was), "wordt": str(row.becomes)} for row in (*self.texts, *self.changes)]


def in_order(events: list[FileEvent]) -> tuple[FileEvent, ...]:
    return tuple(sorted(events, key=lambda event: (event.at, event.order)))
