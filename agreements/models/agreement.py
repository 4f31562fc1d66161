"""The signed multi-year agreement and the parties that take part in it."""

import re
import threading
from collections.abc import Iterable
from functools import reduce
from typing import ClassVar
from weakref import WeakValueDictionary

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.history.records import CheckedModel, History, refuse
from parties.links import refuse_new_link
from parties.models import Party
from parties.texts import AGREED_TEXT, LongText

from .adoptable import Adoptable
from .of_person import COORDINATED, EDITABLE, VISIBLE
from .withheld import PartlyWithheld

YEAR_VALIDATORS = [
    MinValueValidator(2000, _("A year lies between 2000 and 2100.")),
    MaxValueValidator(2100, _("A year lies between 2000 and 2100.")),
]


RESERVED = {"nieuw", "partijen"}  # what stands at /afspraken/<slug>/ or /openbaar/<slug>/ and is no agreement


class YearField(models.PositiveSmallIntegerField):
    """A calendar year between 2000 and 2100."""

    default_validators = YEAR_VALIDATORS


def in_year(year: int, first: str, last: str) -> models.Q:
    """Rows that hold in the year, from the year in the one field through that in the other; an empty one is no limit."""
    begun = models.Q(**{f"{first}__isnull": True}) | models.Q(**{f"{first}__lte": year})
    return begun & (models.Q(**{f"{last}__isnull": True}) | models.Q(**{f"{last}__gte": year}))


class InAgreementQuerySet(models.QuerySet):
    """Rows that belong to an agreement."""

    def in_agreements(self, agreements: Iterable):
        return self.filter(**{f"{self.model.agreement_path or 'pk'}__in": agreements})

    def visible_to(self, user):
        """Rows of the agreements in which one of the person's parties takes part; all of them for a superuser."""
        if user.is_superuser:
            return self
        return self.in_agreements(VISIBLE.keys(user.pk))

    def editable_by(self, user):
        """Rows of the agreements in which the person is editor or coordinator of a party that signs or advises.

        Who is only involved leads, reads and comments (design: the text in force, 1).
        """
        if user.is_superuser:
            return self
        return self.in_agreements(EDITABLE.keys(user.pk))

    def coordinated_by(self, user):
        """Rows of the agreements that a party signs of which the person is coordinator.

        That person opens and closes rounds and keeps meetings. A superuser does so in the admin only, where all is possible.
        """
        return self.in_agreements(COORDINATED.keys(user.pk))

    def at(self, *key):
        """The row that people know by this key, with what its key names; there is no such page where it is not among these."""
        names = self.model.natural_key_fields
        related = {name.rpartition("__")[0] for name in names if "__" in name}
        rows = self.select_related(*related) if related else self
        return get_object_or_404(rows, **dict(zip(names, key, strict=True)))

    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.natural_key_fields, values, strict=True)))


class InAgreement(CheckedModel):
    """A row that belongs to an agreement.

    agreement_path is the look-up from the row to its agreement, empty on the agreement itself; natural_key_fields are the
    look-ups by which people and files know the row. only_added and read_as_now are for versions/as_it_was.py: whether its rows
    never change, and the columns by which it is decided who may read.
    """

    agreement_path: str
    natural_key_fields: tuple[str, ...]
    only_added: ClassVar[bool] = False
    read_as_now: ClassVar[tuple[str, ...]] = ()

    objects = InAgreementQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self._refuse_another_agreement()

    def _refuse_another_agreement(self) -> None:
        """What hangs below a row belongs to its agreement, so the row stays in it."""
        if self._state.adding or not self.agreement_path:
            return
        nearest, *further = self.agreement_path.split("__")
        if getattr(self, f"{nearest}_id") is None:
            return
        agreement = reduce(getattr, [nearest, *further], self)
        if not type(self).objects.filter(pk=self.pk).in_agreements([agreement.pk]).exists():
            refuse(**{nearest: _("This row stays in its own agreement.")})

    def natural_key(self) -> tuple:
        """The values of natural_key_fields; None beyond an empty reference."""

        def step(row, name):
            return None if row is None else getattr(row, name)

        return tuple(reduce(step, look_up.split("__"), self) for look_up in self.natural_key_fields)


def label_of_year(label: str, year: int) -> str:
    """The heading of the year's actions, as printed: "Afspraak voor 2024"."""
    return label.replace("{jaar}", str(year))


class Agreement(Adoptable, PartlyWithheld, InAgreement):
    """The text of the agreement as a whole is what all its years share; it may be adopted by itself, or with its years."""

    year = None  # an Agenda has one

    class Layout(models.TextChoices):
        TABLE = "table", _("table: goal, action and lead side by side")
        DOCUMENT = "document", _("document: numbered text with the year's actions below it")

    title = models.CharField(_("title"), max_length=200, help_text=_("As it stands on the document."))
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The last part of the web address, such as heumen-2023-2026.")
    )
    start_year = YearField(_("first year"))
    end_year = YearField(_("last year"))
    rolling_years = models.PositiveSmallIntegerField(
        _("years of a rolling agreement"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("One year is the least; leave it empty for an agreement that does not roll."))],
        help_text=_("Over how many years each year looks ahead, where the agreement moves up a year every year. Empty: it ends."),
    )
    introduction = LongText(
        _("introduction"), blank=True, max_length=AGREED_TEXT, help_text=_("Text before the themes; Markdown.")
    )
    layout = models.CharField(_("layout"), max_length=20, choices=Layout, default=Layout.TABLE)
    theme_label = models.CharField(
        _("word for theme"), max_length=40, default="Thema", help_text=_("The agreement's own word: Hoofdstuk, Pijler, Thema.")
    )
    theme_separator = models.CharField(
        _("after the number"),
        max_length=3,
        default=".",
        blank=True,
        help_text=_("What stands between number and title of a theme: «Hoofdstuk 2: …», «Pijler 1. …»."),
    )
    goal_label = models.CharField(
        _("word for goal"), max_length=80, default="Doel", help_text=_("Heading of the column or paragraph with the goals.")
    )
    action_label = models.CharField(
        _("word for action"),
        max_length=80,
        default="Afspraak voor {jaar}",
        help_text=_("Heading of the year's actions; {jaar} becomes the year."),
    )
    meeting_decides = models.BooleanField(
        _("the meeting of executives decides"), default=False, help_text=_("Who may sign and agrees there has answered.")
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text=_("The agreement that this one follows."),
    )
    parties = models.ManyToManyField(Party, verbose_name=_("parties"), through="Participation", related_name="agreements")

    _year_in_front: int | None = None

    history = History()
    agreement_path = ""
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")),
                name="agreement_years_in_order",
                violation_error_message=_("The last year lies before the first year."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["adopted", "closed", "revoked"]) | models.Q(adopted_on__isnull=False),
                name="adopted_agreement_has_date",
                violation_error_message=_("Say on which date the agreement was adopted."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_in(self.year_in_front) if self.rolling_years else self.title

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.slug])

    @property
    def whole(self) -> "Agreement":
        return self

    @property
    def year_read(self) -> int:
        """What a draft of the first year writes holds from that year, and the agreement as a whole keeps its own words."""
        return self.start_year - 1

    @property
    def reading_url(self) -> str:
        return reverse("agreement_text", args=[self.slug])

    @property
    def years(self) -> range:
        return range(self.start_year, self.end_year + 1)

    @property
    def year_in_front(self) -> int:
        """Of which the words are shown where nothing says of which year: that of in_front.py, or the nearest to today.

        One query for all agreements in memory of which it was not asked yet.
        """
        if self._year_in_front is None:
            _load_years_in_front(self)
        return self._year_in_front

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        _in_memory()[id(row)] = row
        return row

    def refresh_from_db(self, *args, **kwargs) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._year_in_front = None

    def window_in(self, year: int) -> tuple[int, int]:
        """The first and the last year over which the text of that year speaks: of a rolling agreement its own window."""
        return (year, year + self.rolling_years - 1) if self.rolling_years else (self.start_year, self.end_year)

    def title_in(self, year: int) -> str:
        """The title with the window of that year, where it names the first one."""
        return self.moved(self.title, self.start_year, year)

    def moved(self, title: str, was: int, year: int) -> str:
        """A title that names the window of the one year, with that of the other."""
        (first, last), (begins, ends) = self.window_in(was), self.window_in(year)
        return re.sub(rf"\b{first}(\s*[-–]\s*){last}\b", rf"{begins}\g<1>{ends}", title)

    @property
    def window(self) -> tuple[int, int]:
        """That of the year in front."""
        return self.window_in(self.year_in_front) if self.rolling_years else (self.start_year, self.end_year)

    def action_label_for(self, year: int) -> str:
        return label_of_year(self.action_label, year)

    def refuse_year_outside(self, **years: int | None) -> None:
        """Raise a ValidationError at each field whose year lies outside this agreement."""
        outside = {field: year for field, year in years.items() if year is not None and year not in self.years}
        if outside:
            refuse(
                **{
                    field: _("%(year)s lies outside the agreement, which runs from %(first)s through %(last)s.")
                    % {"year": year, "first": self.start_year, "last": self.end_year}
                    for field, year in outside.items()
                }
            )

    def clean(self) -> None:
        super().clean()
        refuse_new_link(self, "title")
        if self.slug in RESERVED:
            refuse(slug=_("This address is taken by a page of Driehoek: choose another one."))
        if not self.pk or self.start_year is None or self.end_year is None:
            return
        if self.predecessor_id == self.pk:
            refuse(predecessor=_("An agreement does not follow itself."))
        self._refuse_years_that_leave_out(
            self.agendas.values_list("year", flat=True), _("There is already an agenda for %(year)s, outside these years.")
        )
        parts = self.participations.values_list("from_year", "to_year")
        self._refuse_years_that_leave_out(
            (year for years in parts for year in years), _("A party takes part in %(year)s, outside these years.")
        )
        goals = self.themes.exclude(goals__start_year=None).values_list("goals__start_year", flat=True)
        self._refuse_years_that_leave_out(goals, _("A goal begins in %(year)s, outside these years."))
        self._refuse_another_window()

    def _refuse_another_window(self) -> None:
        """A year that stands still keeps the years and the title that it prints."""
        from agreements.models.agenda import Agenda  # it stands on this module

        before = Agreement.objects.filter(pk=self.pk).first()
        if before is None or before.rolling_years == self.rolling_years:
            return
        for year, is_locked in Agenda.years_of(self.pk).items():
            if is_locked and (before.window_in(year), before.title_in(year)) != (self.window_in(year), self.title_in(year)):
                first, last = before.window_in(year)
                sentence = _("The agenda of %(year)s stands still, and it speaks of %(first)s through %(last)s.")
                refuse(rolling_years=sentence % {"year": year, "first": first, "last": last})

    def _refuse_years_that_leave_out(self, years: Iterable[int | None], sentence: str) -> None:
        for year in years:
            if year is not None and year not in self.years:
                refuse(**{"start_year" if year < self.start_year else "end_year": sentence % {"year": year}})


_loaded = threading.local()  # the agreements in memory, so that one query tells of all which year stands in front


def _in_memory() -> WeakValueDictionary:
    if not hasattr(_loaded, "agreements"):
        _loaded.agreements = WeakValueDictionary()
    return _loaded.agreements


def _load_years_in_front(asking: Agreement) -> None:
    from agreements.models.in_front import current_years  # it stands on this module

    today = timezone.localdate()
    # One that was read without its years would ask for them by itself, also when it is gone meanwhile.
    whole = [row for row in _in_memory().values() if not row.get_deferred_fields() & {"start_year", "end_year"}]
    rows = [row for row in [*whole, asking] if row._year_in_front is None]
    _in_memory().clear()
    years = current_years({row.pk for row in rows if row.pk}, today=today)
    for row in rows:
        row._year_in_front = years.get(row.pk) or min(max(today.year, row.start_year), row.end_year)
