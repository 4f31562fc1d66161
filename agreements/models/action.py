"""Actions of a year and the parties that lead them."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.markdown import first_words
from parties.copied_keys import CopiedKey
from parties.history.records import History, refuse
from parties.models import Membership, Party
from parties.models.party import REPORTED_PARTIES
from parties.texts import AGREED_TEXT, REASON, LongText

from .action_link import ActionLink, LinesBack, lineage_in
from .action_words import dropped_line_of, lead_in_words
from .agenda import Agenda
from .agreement import InAgreement, InAgreementQuerySet, YearField
from .contribution import CONTRIBUTIONS_HELP, clean_contributions_of
from .project import Project
from .reference import REFERENCES_HELP, clean_references_of
from .theme import NUMBER_HELP, Goal
from .withheld import PartlyWithheld


class Precision(models.TextChoices):
    """How exactly a date was agreed; the date itself is the last day of the period."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    TRIMESTER = "trimester", _("four-month period")
    HALF_YEAR = "half_year", _("half-year")
    YEAR = "year", _("year")


class ActionQuerySet(InAgreementQuerySet):
    def with_lineage(self) -> "ActionQuerySet":
        """Each with its lineage: no query more."""
        return self.annotate(line=LinesBack("pk"))

    def reported_by(self, user) -> "ActionQuerySet":
        """The actions that are led by a party for which the person reports."""
        return self.filter(pk__in=Lead.objects.filter(party__in=REPORTED_PARTIES.keys(user.pk)).values("action"))


class Action(PartlyWithheld, InAgreement):
    class Kind(models.TextChoices):
        SPECIFIC = "specific", _("specific action")
        ONGOING = "ongoing", _("ongoing")
        GOAL_IS_ACTION = "goal_is_action", _("the goal is the action")
        PROCESS = "process", _("agreement on the process")
        INFORMATION = "information", _("information or delivery of data")

    class Recurrence(models.TextChoices):
        SIX_WEEKS = "six_weeks", _("every six weeks")
        TWO_MONTHS = "two_months", _("every two months")
        QUARTER = "quarter", _("every quarter")
        HALF_YEAR = "half_year", _("every half-year")
        YEAR = "year", _("every year")

    agenda = models.ForeignKey(Agenda, verbose_name=_("agenda"), on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="actions")
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=NUMBER_HELP)
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text=_("In the table layout its name is printed above the action."),
    )
    text = LongText(
        _("text"),
        max_length=AGREED_TEXT,
        help_text=_("The agreed words; Markdown. Also for an ongoing action: the word as printed."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SPECIFIC)
    parties = models.ManyToManyField(Party, verbose_name=_("parties"), through="Lead", related_name="led_actions")
    lead_text = models.CharField(
        _("lead as printed"),
        max_length=300,
        blank=True,
        help_text=_("Only where the document prints something else than the names of the leads."),
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True, help_text=_("The first day of the agreed period."))
    starts_precision = models.CharField(_("start stated as"), max_length=20, choices=Precision, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("The last day of the agreed period."))
    due_precision = models.CharField(_("due date stated as"), max_length=20, choices=Precision, blank=True)
    recurrence = models.CharField(_("recurs"), max_length=20, choices=Recurrence, blank=True)
    budget = models.DecimalField(_("budget in euros"), max_digits=14, decimal_places=2, null=True, blank=True)
    contributions = LongText(_("who pays what"), blank=True, max_length=REASON, help_text=CONTRIBUTIONS_HELP)
    references = LongText(_("references"), blank=True, max_length=REASON, help_text=REFERENCES_HELP)
    dropped_on = models.DateField(
        _("dropped on"), null=True, blank=True, help_text=_("The date of the decision; the row stays visible.")
    )
    drop_reason = LongText(_("reason for dropping"), blank=True, max_length=REASON)
    goes_on_in = YearField(
        _("goes on in"), null=True, blank=True, help_text=_("The later year to which all agreed to carry it over.")
    )
    added_on = models.DateField(
        _("added on"), null=True, blank=True, help_text=_("Only for an action that was agreed later than the rest of the text.")
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    history = History()
    objects = ActionQuerySet.as_manager()
    agreement_path = "agenda__agreement"
    natural_key_fields = (
        "agenda__agreement__slug",
        "agenda__year",
        "goal__theme__number",
        "goal__theme__title",
        "goal__number",
        "position",
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(dropped_on__isnull=True) & models.Q(drop_reason=""))
                | (models.Q(dropped_on__isnull=False) & ~models.Q(drop_reason="")),
                name="dropped_action_has_reason_and_date",
                violation_error_message=_("A dropped action has both a reason and a date."),
            ),
            models.CheckConstraint(
                condition=models.Q(goes_on_in__isnull=True) | models.Q(dropped_on__isnull=False),
                name="action_goes_on_from_a_day",
                violation_error_message=_("An action that goes on in a later year has the day on which that was agreed."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True, due_precision="")
                | (models.Q(due_on__isnull=False) & ~models.Q(due_precision="")),
                name="action_due_with_precision",
                violation_error_message=_("Say how exactly the due date was agreed: a day, a quarter, a year."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True, starts_precision="")
                | (models.Q(starts_on__isnull=False) & ~models.Q(starts_precision="")),
                name="action_start_with_precision",
                violation_error_message=_("Say how exactly the start was agreed: a day, a quarter, a year."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("starts_on")),
                name="action_dates_in_order",
                violation_error_message=_("The due date lies before the start."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0),
                name="action_budget_not_negative",
                violation_error_message=_("A budget is zero or more."),
            ),
        ]

    def __str__(self) -> str:
        return first_words(f"{self.project}: {self.text.lstrip('- ')}" if self.project_id else self.text)

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        """As any row; when it is put in another year its leads go along."""
        if self._state.adding or self.read_before("agenda_id") == self.agenda_id:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.leads.exclude(agenda=self.agenda_id).update(agenda=self.agenda_id)

    @property
    def lineage(self) -> tuple[int, ...]:
        """The ids of the action and of those of earlier years from which it comes, the newest first: where its story goes on.

        One query, unless with_lineage() read it.
        """
        if not hasattr(self, "line"):
            self.line = type(self).objects.filter(pk=self.pk).with_lineage().values_list("line", flat=True).get()
        return lineage_in(self.line)

    @property
    def is_dropped(self) -> bool:
        return self.dropped_on is not None

    @property
    def dropped_line(self) -> str:
        """When it was dropped, or carried over, and where it goes on; empty for what is in force."""
        return dropped_line_of(self.dropped_on, self.goes_on_in)

    def clean(self) -> None:
        super().clean()
        clean_references_of(self)
        clean_contributions_of(self)
        if wrong := self._wrong_halves() | self._wrong_places():
            refuse(**wrong)
        if self.pk and self.agenda_id:
            self._refuse_year_out_of_line()
            self.agenda.refuse_absent_leads("agenda", party__leads__action=self)

    def _wrong_halves(self) -> dict[str, str]:
        """What is filled in of two that come together."""
        pairs = {
            "dropped_on": (self.drop_reason, self.dropped_on, _("Say on which date it was decided to drop this action.")),
            "drop_reason": (self.dropped_on, self.drop_reason.strip(), _("Say why this action is dropped.")),
            "due_on": (
                self.due_precision,
                self.due_on,
                _("Fill in the last day of the period, or leave out how exactly it was agreed."),
            ),
            "starts_on": (
                self.starts_precision,
                self.starts_on,
                _("Fill in the first day of the period, or leave out how exactly it was agreed."),
            ),
        }
        return {name: sentence for name, (one, other, sentence) in pairs.items() if one and not other}

    def _wrong_places(self) -> dict[str, str]:
        """What belongs to another agreement than the agenda, or is no longer there in its year."""
        if not self.agenda_id:
            return {}
        wrong, agreement = {}, self.agenda.agreement_id
        if self.goal_id and self.goal.theme.agreement_id != agreement:
            wrong["goal"] = _("This goal belongs to another agreement.")
        elif self.goal_id and self.goal.dropped_from and self.agenda.year >= self.goal.dropped_from and not self.dropped_on:
            wrong["goal"] = _("This goal was dropped from %(year)s.") % {"year": self.goal.dropped_from}
        if self.project_id and self.project.agreement_id != agreement:
            wrong["project"] = _("This project belongs to another agreement.")
        return wrong

    def _refuse_year_out_of_line(self) -> None:
        """What it comes from stays in an earlier year, what comes from it in a later one; split or merged also in this one."""
        is_first = models.Q(later=self, earlier__agenda__year__gte=self.agenda.year)
        is_last = models.Q(earlier=self, later__agenda__year__lte=self.agenda.year)
        within = models.Q(kind__in=ActionLink.WITHIN_A_YEAR, earlier__agenda=self.agenda, later__agenda=self.agenda)
        if ActionLink.objects.filter(is_first | is_last).exclude(within).exists():
            refuse(agenda=_("An action comes from an earlier year."))


class LeadQuerySet(InAgreementQuerySet):
    def with_contact_known(self) -> "LeadQuerySet":
        """Each with has_contact: whether its contact is there, and reports for the party (still)."""
        people = Membership.objects.reporting().filter(user=models.OuterRef("contact"))
        own = models.Q(party=models.OuterRef("party"))
        through_working_group = models.Q(party__umbrella_rows__umbrella=models.OuterRef("party"))
        took_over = models.Q(party__predecessors=models.OuterRef("party"))
        took_over |= models.Q(party__predecessors__predecessors=models.OuterRef("party"))
        return self.annotate(has_contact=models.Exists(people.filter(own | through_working_group | took_over)))

    def without_contact(self) -> "LeadQuerySet":
        """Without a contact, or with one who left or reports no longer."""
        return self.with_contact_known().filter(has_contact=False)

    def to_hand_over(self) -> "LeadQuerySet":
        """Whose contact left or reports no longer, where something is still to be done."""
        return self.current().without_contact().filter(contact__isnull=False)

    def current(self) -> "LeadQuerySet":
        """Of actions that are in force, in agendas that are not closed."""
        return self.filter(action__dropped_on=None).exclude(action__agenda__state__in=[Agenda.State.CLOSED, Agenda.State.REVOKED])


class Lead(InAgreement):
    """A party that leads an action, and the person of that party whom one turns to."""

    action = models.ForeignKey(Action, verbose_name=_("action"), on_delete=models.CASCADE, related_name="leads")
    agenda = CopiedKey(Agenda, through="action", verbose_name=_("agenda"))  # what a party leads in a year is found by it
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="leads")
    task = models.CharField(_("task"), max_length=200, blank=True, help_text=_("Its own part, such as «realisatie bouw»."))
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contact"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_for",
        help_text=_("Who reports on this action and gets the mail about it; never printed."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()
    objects = LeadQuerySet.as_manager()
    agreement_path = "action__agenda__agreement"
    natural_key_fields = (
        "action__agenda__agreement__slug",
        "action__agenda__year",
        "action__goal__theme__number",
        "action__goal__theme__title",
        "action__goal__number",
        "action__position",
        "party__name",
    )

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["party", "agenda", "action"], name="lead_of_party_in_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "party"],
                name="lead_once_per_action",
                violation_error_message=_("This party already leads this action."),
            )
        ]

    def __str__(self) -> str:
        return lead_in_words(str(self.party), self.task)

    def clean(self) -> None:
        super().clean()
        if not self._state.adding and not Lead.objects.filter(pk=self.pk, action=self.action_id).exists():
            refuse(action=_("A lead stays with its action."))
        if self.action_id and self.party_id:
            self.refuse_absent(self.action.agenda)
            self._refuse_a_stranger()

    def _refuse_a_stranger(self) -> None:
        """A new contact reports for the party; one who left meanwhile stays until the action is handed over."""
        if self.contact_id is None:
            return
        if self.contact.is_active and Party.objects.reported_by(self.contact).filter(pk=self.party_id).exists():
            return
        stored = Lead.history if self._state.adding else Lead.objects.filter(pk=self.pk)
        if not stored.filter(action=self.action_id, party=self.party_id, contact=self.contact_id).exists():
            sentence = _("%(person)s does not report for %(party)s. Choose an editor or coordinator of that party.")
            refuse(contact=sentence % {"person": self.contact, "party": self.party})

    def refuse_absent(self, agenda: Agenda) -> None:
        """Raise a ValidationError when the party does not take part in the agreement in the year of the agenda."""
        rows = agenda.agreement.participations.filter(party=self.party_id)
        participations = [row for row in rows if row.is_accepted]
        in_year = [row for row in participations if row.takes_part_in(agenda.year)]
        if rows and not participations:
            sentence = _("%(party)s was asked to take part and has not said yes. It can lead once it has.")
            refuse(party=sentence % {"party": self.party})
        if not participations:
            refuse(party=_("%(party)s does not take part in this agreement.") % {"party": self.party})
        if not in_year:
            refuse(
                party=_("%(party)s does not take part in this agreement in %(year)s.")
                % {"party": self.party, "year": agenda.year}
            )
