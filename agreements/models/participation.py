"""A party in an agreement: asked to take part, or taking part, and how."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.adoptable import Adoptable
from agreements.models.agreement import Agreement, InAgreement, InAgreementQuerySet, YearField, in_year
from agreements.models.consent_to_join import ConsentToJoin
from parties.history.records import History, acting_person, refuse
from parties.models import Invitation, Membership, Party
from parties.models.party import OWN_PARTIES, ties_parties
from parties.texts import REASON, LongText


class ParticipationQuerySet(InAgreementQuerySet):
    def accepted(self) -> "ParticipationQuerySet":
        """Of parties that take part: a coordinator of the party itself said yes.

        Whoever goes from parties to agreements, or from an agreement to people, asks these alone.
        """
        return self.filter(state=Participation.State.ACCEPTED)

    def of_text(self, text: Adoptable) -> "ParticipationQuerySet":
        """Those who take part, or are asked to, in the year of this text; in any year for the agreement as a whole."""
        return self.of_year(text.whole, text.year)

    def of_year(self, agreement: Agreement | int, year: int | None) -> "ParticipationQuerySet":
        rows = self.filter(agreement=agreement)
        return rows if year is None else rows.filter(in_year(year, "from_year", "to_year"))

    def printed_in(self, agreement: int, year: int | None, year_read: int) -> "ParticipationQuerySet":
        """Those that the text of this agreement with these two years prints.

        Of a party that merged that are the texts that were in force then, of its successor the others.
        """
        return self.of_year(agreement, year).filter(in_year(year_read, "printed_from", "printed_until"))

    def asked(self) -> "ParticipationQuerySet":
        """The requests that wait for an answer."""
        return self.filter(state=Participation.State.ASKED)

    def asked_of(self, user) -> "ParticipationQuerySet":
        """The requests that wait for an answer of a party to which the person belongs, whoever there may give it."""
        return self.asked().filter(party__in=OWN_PARTIES.keys(user.pk))

    def with_coordinator_known(self) -> "ParticipationQuerySet":
        """Each with has_coordinator: whether there is somebody who may answer for it; and invited_at."""
        coordinating = Membership.objects.coordinating().filter(party=models.OuterRef("party"))
        invited = Invitation.objects.waiting().filter(party=models.OuterRef("party"), invited_by=models.OuterRef("asked_by"))
        return self.annotate(
            has_coordinator=models.Exists(coordinating), invited_at=models.Subquery(invited.values("sent_at")[:1])
        )

    def published(self, on: date | None = None) -> "ParticipationQuerySet":
        """Of the parties in the agreements of which everyone may read a text on this day."""
        from agreements.models.publication import Publication  # it stands on this module

        return self.accepted().filter(agreement__in=Publication.objects.published(on).order_by().values("agreement"))

    def writing_drafts(self) -> "ParticipationQuerySet":
        """Of the parties that write along: who is only involved leads, reads and comments."""
        return self.filter(role__in=Participation.WRITE_DRAFTS)

    def going_on(self) -> "ParticipationQuerySet":
        """Without those in whose place a successor stands."""
        return self.filter(printed_until=None)

    def signing(self) -> "ParticipationQuerySet":
        return self.going_on().filter(role=Participation.Role.SIGNATORY)


class Participation(ConsentToJoin, InAgreement):
    """One party in one agreement: asked to take part, or taking part."""

    class Role(models.TextChoices):
        SIGNATORY = "signatory", _("signatory")
        ADVISORY = "advisory", _("advisory")
        INVOLVED = "involved", _("involved")

    WRITE_DRAFTS = (Role.SIGNATORY, Role.ADVISORY)

    class Advice(models.TextChoices):
        NONE = "", _("none")
        ADVICE = "advice", _("right of advice")
        QUALIFIED = "qualified", _("qualified right of advice")

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="participations")
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.SIGNATORY)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    from_year = YearField(_("from"), null=True, blank=True, help_text=_("Empty: from the first year of the agreement."))
    to_year = YearField(_("through"), null=True, blank=True, help_text=_("Empty: through the last year of the agreement."))
    right_of_advice = models.CharField(_("right of advice"), max_length=20, choices=Advice, blank=True)
    advice_subject = models.CharField(
        _("advice on"), max_length=300, blank=True, help_text=_("The subjects and goals on which the party advises.")
    )
    advice_adds = LongText(
        _("what the qualified right adds"),
        blank=True,
        max_length=REASON,
        help_text=_("In the words of the agreement; it is printed with each request for advice and with the advice."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True, help_text=_("Name and function."))
    mandate = models.CharField(
        _("mandate"), max_length=200, blank=True, help_text=_("The decision that gives the right to sign.")
    )

    answers_needed = models.PositiveSmallIntegerField(
        _("people who must agree"),
        choices=[(1, _("one person")), (2, _("two different people"))],
        default=1,
        help_text=_("How many people of the party must agree before the party does."),
    )

    printed_from = YearField(
        _("printed from"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Of who took the place of a party: texts that were in force before keep that party's name."),
    )
    printed_until = YearField(
        _("printed until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Of a party that merged: the last year of which the text in force has its name."),
    )

    history = History()
    objects = ParticipationQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = (
        "agreement__slug",
        "party__name",
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["party", "state", "role", "printed_until", "agreement"], name="participation_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="participation_once",
                violation_error_message=_("This party already takes part in the agreement."),
            ),
            models.CheckConstraint(
                condition=models.Q(from_year__isnull=True)
                | models.Q(to_year__isnull=True)
                | models.Q(to_year__gte=models.F("from_year")),
                name="participation_years_in_order",
                violation_error_message=_("The last year lies before the first year."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="asked") | models.Q(answered_by__isnull=True, answered_at__isnull=True),
                name="participation_asked_is_unanswered",
                violation_error_message=_("A request that waits has no answer yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(advice_adds="") | models.Q(right_of_advice="qualified"),
                name="participation_adds_to_qualified_right",
                violation_error_message=_("Only a qualified right of advice adds something to the law."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    def clean(self) -> None:
        super().clean()
        self.begin_as_asked()
        if not self.agreement_id:
            return
        self.agreement.refuse_year_outside(from_year=self.from_year, to_year=self.to_year)
        before = Participation.objects.filter(pk=self.pk).select_related("party").first()
        if before is None:
            return
        if self.party_id != before.party_id and (reason := before.why_it_is_not_replaced(by=acting_person(self))):
            refuse(party=reason)
        for year in before.years_led():
            sentence = _("%(party)s leads actions in %(year)s.") % {"party": before.party, "year": year}
            if self.from_year is not None and year < self.from_year:
                refuse(from_year=sentence)
            if self.to_year is not None and year > self.to_year:
                refuse(to_year=sentence)

    def delete(self, *args, **kwargs):
        """Nobody may lead who does not take part, so a party that leads actions cannot leave."""
        if reason := self.why_it_cannot_leave():
            raise ValidationError(reason)
        return super().delete(*args, **kwargs)

    def is_printed_in(self, text: Adoptable) -> bool:
        """As printed_in() has it, of one that takes part in it; no query."""
        year = text.year_read
        return (self.printed_from or year) <= year <= (self.printed_until or year)

    def takes_part_in(self, year: int) -> bool:
        return (self.from_year or year) <= year <= (self.to_year or year)

    def why_it_cannot_leave(self) -> str:
        """The sentence that says which actions the party still leads; empty when it may leave or be replaced."""
        if not (years := self.years_led()):
            return ""
        sentence = _("%(party)s leads actions in %(year)s and cannot leave: first choose another lead there.")
        return sentence % {"party": self.party, "year": years[0]}

    def why_it_is_not_replaced(self, *, by) -> str:
        """The sentence that says why this row stays of its party: another one would take part without its own yes."""
        if (reason := self.why_it_cannot_leave()) or by is None:
            return reason
        return _("Another party is asked for itself: take %(party)s away, and add the other one.") % {"party": self.party}

    def years_led(self) -> list[int]:
        """The years in which the party leads actions of this agreement, in order."""
        agendas = self.agreement.agendas.filter(actions__leads__party=self.party_id)
        return sorted(set(agendas.values_list("year", flat=True)))


@ties_parties
def parties_in_the_same_agreements(own: models.QuerySet) -> models.QuerySet:
    """The keys of the parties that take part in an agreement with one of these."""
    taking_part = Participation.objects.accepted()
    return taking_part.filter(agreement__in=taking_part.filter(party__in=own).values("agreement")).values("party")


def names_of_parties(agreement: int) -> dict[str, str]:
    """The short name of each party that takes part in the agreement, by each of its names without capitals. One query."""
    rows = Party.objects.filter(participations__agreement=agreement).order_by("participations__position", "pk")
    found: dict[str, str] = {}
    for name, short_name in rows.values_list("name", "short_name"):
        found.setdefault(name.casefold(), short_name)
        found.setdefault(short_name.casefold(), short_name)
    return found


def parties_in(agreement: Agreement | int) -> models.QuerySet:
    """The parties that take part in the agreement; `participations` in what follows means their part in it."""
    return Party.objects.filter(participations__in=Participation.objects.accepted().filter(agreement=agreement))
