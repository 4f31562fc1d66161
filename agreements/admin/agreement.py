"""The agreement and the parties in it: the top, from which everything below is reached."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.admin.agenda import AgendaInline
from agreements.admin.attachments import AppendixInline, MeetingRuleInline, ProjectInline
from agreements.admin.base import AgreementRowAdmin, OrderedFormSet, RowsInline
from agreements.admin.filters import AgreementFilter
from agreements.admin.theme import ThemeInline
from agreements.models import Agreement, Participation
from agreements.ordering import place_last
from agreements.taking_part.workflow import tell_asked
from parties.models import Membership, Party
from parties.refusals import NotAllowedNowError


class ParticipationFormSet(OrderedFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if self._is_deleted(form) and (reason := form.instance.why_it_cannot_leave()):
                raise ValidationError(reason)


class ParticipationInline(RowsInline):
    model = Participation
    formset = ParticipationFormSet
    fields = ["party", "role", "right_of_advice", "state"]
    readonly_fields = ["state"]
    autocomplete_fields = ["party"]
    addable = ["party"]
    select_related = ["party"]


@admin.register(Agreement)
class AgreementAdmin(AgreementRowAdmin):
    above = None
    written_on_page = ("introduction",)
    ordered = ("participations", "themes", "meeting_rules", "appendices")
    fieldsets = [
        (None, {"fields": ["title", "slug", ("start_year", "end_year"), "rolling_years", "predecessor", "introduction"]}),
        (
            gettext_lazy("Words and layout"),
            {
                "fields": ["layout", ("theme_label", "theme_separator"), "goal_label", "action_label", "meeting_decides"],
                "classes": ["collapse"],
            },
        ),
    ]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ParticipationInline, ThemeInline, AgendaInline, MeetingRuleInline, ProjectInline, AppendixInline]
    list_display = ["title", "years", "participants"]
    search_fields = ["title", "parties__name", "parties__short_name"]
    search_help_text = gettext_lazy("Search by title or party.")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("participations__party")

    def written_fields(self, request, row):
        """The introduction of the agreement is printed, and so written, where it is running text."""
        return super().written_fields(request, row) if row and row.layout == Agreement.Layout.DOCUMENT else ()

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=gettext_lazy("years"), ordering="start_year")
    def years(self, row):
        return f"{row.start_year}–{row.end_year}"

    @admin.display(description=gettext_lazy("participants"))
    def participants(self, row):
        return ", ".join(_with_answer(participation) for participation in row.participations.all())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if formset.model is Participation:
                tell_new(request, formset.new_objects)
        if not change:
            self._let_own_party_take_part(request, form.instance)

    def added_by_table(self, request, row):
        self._let_own_party_take_part(request, row)

    def _let_own_party_take_part(self, request, agreement):
        """Whoever starts an agreement keeps access to it: her own party takes part, a municipality before any other."""
        own = Party.objects.filter(memberships__user=request.user, memberships__role=Membership.Role.COORDINATOR)
        if request.user.is_superuser or not own:
            return
        party = own.filter(kind=Party.Kind.MUNICIPALITY).first() or own.first()
        participation = Participation(agreement=agreement, party=party)
        place_last(participation)
        participation.save()
        messages.info(request, _("%(party)s takes part as the first party. Add the others below.") % {"party": party})


def _with_answer(row: Participation) -> str:
    return str(row) if row.is_accepted else f"{row} ({row.get_state_display()})"


def tell_new(request, rows):
    """Who was added here is asked: its coordinators get the mail, also from a table."""
    for row in rows:
        if row.is_asked:
            try:
                with transaction.atomic():
                    tell_asked(row, by=request.user)
            except NotAllowedNowError as reason:
                messages.warning(request, str(reason))
            else:
                messages.info(request, _("%(party)s takes part once a coordinator of it has said yes.") % {"party": row.party})


@admin.register(Participation)
class ParticipationAdmin(AgreementRowAdmin):
    fieldsets = [
        (None, {"fields": ["agreement", "party", "role", ("from_year", "to_year")]}),
        (gettext_lazy("Its answer"), {"fields": ["state", ("asked_by", "asked_at"), ("answered_by", "answered_at")]}),
        (gettext_lazy("Right of advice"), {"fields": ["right_of_advice", "advice_subject", "advice_adds"]}),
        (gettext_lazy("Signature"), {"fields": ["signed_on", "signed_by", "mandate"]}),
    ]
    autocomplete_fields = ["party"]
    addable = ["party"]
    fixed = ("agreement", "party")
    readonly_fields = ["state", "asked_by", "asked_at", "answered_by", "answered_at"]
    list_display = ["party", "agreement", "role", "state", "right_of_advice", "signed_on"]
    list_filter = [AgreementFilter, "role"]
    list_select_related = ["party", "agreement"]
    ordering = ["agreement", "position"]
    search_fields = ["party__name", "party__short_name", "signed_by"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            tell_new(request, [obj])

    def added_by_table(self, request, row):
        tell_new(request, [row])

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.years_led())
