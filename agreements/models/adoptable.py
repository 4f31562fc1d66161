"""What a text that the parties adopt has in common: the agenda of a year, and the agreement as a whole."""

from datetime import date
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("proposed for adoption")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")
    REVOKED = "revoked", pgettext_lazy("text", "revoked")  # by all together; what was agreed stays to be read


ADOPTED = frozenset({TextState.ADOPTED, TextState.CLOSED, TextState.REVOKED})  # all agreed to it, whatever came of it since


def standing_in_words(state: str, version: int, adopted_on: date | None, *, year: int | None) -> str:
    """The state of the text in words: "Concept", "Vastgesteld op 14 december 2023, versie 2".

    A text gets its number when it is adopted. Without a year it is of an agreement as a whole: many are never adopted as such,
    but with their years.
    """
    if state == TextState.DRAFT and year is None:
        return _("Not adopted as a whole")
    words = capfirst(TextState(state).label)
    if state in {TextState.DRAFT, TextState.PROPOSED}:
        return words
    if state == TextState.REVOKED:
        return _("Revoked by all parties, version %(version)s") % {"version": version}
    if state == TextState.ADOPTED:
        words = _("Adopted on %(date)s") % {"date": date_format(adopted_on, "j F Y")}
    return _("%(state)s, version %(version)s") % {"state": words, "version": version}


class Adoptable(models.Model):
    """A text that all parties that sign adopt together; state, version and adopted_on are outcomes of that.

    design.md, "The text in force", 1 and 2; docs/decisions/0015-versions.md.
    """

    State = TextState

    title: str
    year: int | None

    state = models.CharField(_("state"), max_length=20, choices=TextState, default=TextState.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(
        _("version"),
        default=1,
        validators=[MinValueValidator(1, _("The first version is 1."))],
        help_text=_("Goes up with every adoption and every agreed change."),
    )

    class Meta:
        abstract = True

    @property
    def whole(self) -> Any:
        """The agreement of the text, which may be the text itself."""
        raise NotImplementedError

    @property
    def year_read(self) -> int:
        """The year of which it has the words: its own, or for the agreement as a whole the one before all years."""
        raise NotImplementedError

    def address(self, page: str, *more: object) -> str:
        """Where a page about this text stands: "adoption" is that of the year, "agreement_adoption" that of the whole."""
        if self.year is None:
            return reverse(f"agreement_{page}", args=[self.whole.slug, *more])
        return reverse(page, args=[self.whole.slug, self.year, *more])

    @property
    def reading_url(self) -> str:
        """The page on which people read it."""
        raise NotImplementedError

    @property
    def is_adopted(self) -> bool:
        """Whether the parties agreed to the text; it may be closed or revoked since."""
        return self.state in ADOPTED

    @property
    def is_revoked(self) -> bool:
        """Whether all parties agreed that it binds no more; nobody is asked to report on it."""
        return self.state == TextState.REVOKED

    @property
    def stands_still(self) -> bool:
        """Whether the text is no draft any more: from the proposal on nobody changes it."""
        return self.state != TextState.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether the year is over for the parties: nothing more is asked about it."""
        return self.state == TextState.CLOSED

    @property
    def standing(self) -> str:
        return standing_in_words(self.state, self.version, self.adopted_on, year=self.year)


class OfTextQuerySet(models.QuerySet):
    """Rows with an agreement and an agenda, which is empty where they are about the agreement as a whole."""

    def of(self, text: Adoptable) -> Self:
        return self.filter(agreement=text.whole, agenda=None if text.year is None else text)
