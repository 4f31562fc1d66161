"""Actions of a year, with the parties that lead them."""

from itertools import chain

from django.contrib import admin, messages
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter, DroppedFilter, LeadFilter, ThemeOfGoalFilter, YearOfAgendaFilter
from agreements.agenda.leads import lead_line_of
from agreements.agenda.words import goal_words_of, printed_order, theme_of, words_of
from agreements.contacts.choosing import reporters_by_party
from agreements.contacts.handover import tell_contacts
from agreements.models import Action, ActionLink, Condition, Lead, Participation
from agreements.periods import span_name
from parties.admin.forms import CheckedForm
from parties.models import Party, User
from parties.people.names import show_parties
from parties.refusals import NotAllowedNowError

SHORT = 110  # characters of a text in a list


class LeadForm(CheckedForm):
    """A lead with the choice of its contact; the contact that is there stays in the list."""

    def offer(self, offered: dict[int, list[User]]) -> None:
        """offered holds by the key of a party whom the person may choose as its contact."""
        people = {person.pk: person for person in offered.get(self.instance.party_id, ())}
        if self.instance.contact_id:
            people.setdefault(self.instance.contact_id, self.instance.contact)
        self.fields["contact"].queryset = User.objects.filter(pk__in=people)
        self.fields["contact"].choices = [("", "–"), *((person.pk, str(person)) for person in people.values())]


class LeadFormSet(OrderedFormSet):
    """Leads are written on the page; a contact is no agreed text, changes at any time, and is chosen here too."""

    user: User

    @cached_property
    def offered(self) -> dict[int, list[User]]:
        """Who may become contact, by party: for a superuser everyone who reports, for others only their own people."""
        parties = Party.objects.contacts_chosen_by(self.user)
        if self.user.is_superuser:
            taking_part = Participation.objects.accepted().filter(agreement__agendas=self.instance.agenda_id)
            parties = Party.objects.filter(pk__in=taking_part.values("party"))
        offered = reporters_by_party([party.pk for party in parties], known_to=self.user)
        show_parties(chain(*offered.values()), seen_by=self.user)
        return offered

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if "contact" in form.fields:
            form.offer(self.offered)


class LeadInline(RowsInline):
    model = Lead
    form = LeadForm
    formset = LeadFormSet
    fields = ["party", "task", "contact"]
    written_on_page = ("party", "task")
    select_related = ["party", "contact"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Each form offers the contacts of its own party: see LeadForm."""
        if db_field.name == "contact":
            return db_field.formfield(queryset=User.objects.none(), required=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ConditionInline(RowsInline):
    model = Condition
    fields = ["words", "party", "waits_for", "until", "state", "settled_on"]
    autocomplete_fields = ["party"]
    select_related = ["party"]


class EarlierInline(RowsInline):
    """The actions of earlier years from which the action comes."""

    model = ActionLink
    fk_name = "later"
    fields = ["earlier", "kind"]
    autocomplete_fields = ["earlier"]
    select_related = ["earlier__agenda", "earlier__project"]
    verbose_name_plural = _("comes from")


class ActionInline(RowsInline):
    model = Action
    fields = ["agenda", "text", "kind", "led_by"]
    written_on_page = ("agenda", "text", "kind")
    readonly_fields = ["led_by"]
    ordering = ["-agenda__year", "position", "pk"]
    select_related = ["agenda__agreement", "project"]
    verbose_name_plural = _("actions, by year")

    def is_on_page(self, request, above):
        """Each action has an agenda, and so a page."""
        return True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("leads__party")

    @admin.display(description=_("leads"))
    def led_by(self, row):
        return lead_line_of(row.lead_text, row.leads.all())


@admin.register(Action)
class ActionAdmin(AgreementRowAdmin):
    above = "goal"
    written_on_page = (
        "number",
        "goal",
        "project",
        "text",
        "kind",
        "starts_on",
        "starts_precision",
        "due_on",
        "due_precision",
        "recurrence",
        "lead_text",
        "budget",
        "contributions",
        "references",
        "dropped_on",
        "drop_reason",
    )
    comes_and_goes_on_page = True
    fieldsets = [
        (None, {"fields": [("agenda", "number"), "goal", "project", "text", "kind"]}),
        (
            _("When"),
            {"fields": [("starts_on", "starts_precision"), ("due_on", "due_precision"), "recurrence"]},
        ),
        (_("Leads as printed, and money"), {"fields": ["lead_text", "budget", "contributions"]}),
        (_("What it stands on"), {"fields": ["references"]}),
        (_("Dropped"), {"fields": [("dropped_on", "drop_reason")]}),
    ]
    inlines = [LeadInline, ConditionInline, EarlierInline]
    table_models = (Lead, ActionLink, Condition)
    list_display = ["short_text", "year", "goal_number", "leads", "due", "state"]
    list_filter = [AgreementFilter, YearOfAgendaFilter, ThemeOfGoalFilter, LeadFilter, "kind", DroppedFilter]
    list_select_related = ["agenda__agreement", "goal__theme__agreement", "goal__theme__parent__agreement", "project"]
    ordering = ["agenda__agreement", "-agenda__year", *printed_order("goal", "agenda__year"), "position", "pk"]
    search_fields = [
        "=number",
        "=goal__number",
        "=goal__texts__number",
        "text",
        "project__name",
        "lead_text",
        "leads__party__name",
        "leads__party__short_name",
    ]
    search_help_text = _("Search by number, words from the action, project or lead.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related("leads__party")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Lead:
                self._tell_contacts(request, with_new_contact(formset))

    def _tell_contacts(self, request, leads):
        """The contacts are saved also when there have been too many mails today, which is told."""
        try:
            tell_contacts(leads, by=request.user)
        except NotAllowedNowError as reason:
            messages.warning(request, str(reason))

    @admin.display(description=_("action"), ordering="position")
    def short_text(self, row):
        words = words_of(row)
        return Truncator(f"{words.project}: {words.text}" if words.project else words.text).chars(SHORT)

    @admin.display(description=_("year"), ordering="agenda__year")
    def year(self, row):
        return row.agenda.year

    @admin.display(description=_("goal"), ordering="goal__position")
    def goal_number(self, row):
        return goal_words_of(row).number or words_of(theme_of(row.goal, row.agenda.year), row.agenda.year).title

    @admin.display(description=_("leads"))
    def leads(self, row):
        return lead_line_of(row.lead_text, row.leads.all())

    @admin.display(description=_("when"), ordering="due_on")
    def due(self, row):
        return span_name(row.starts_on, row.starts_precision, row.due_on, row.due_precision) or row.get_recurrence_display()

    @admin.display(description=_("kind"), ordering="dropped_on")
    def state(self, row):
        if row.is_dropped:
            return format_html('<strong class="dropped">{}</strong>', _("dropped"))
        return row.get_kind_display()


def with_new_contact(formset) -> list[Lead]:
    """The leads that got a contact by saving the rows."""
    return [row for row, fields in formset.changed_objects if "contact" in fields]
