"""What a person may choose where a row points to another row; the same for a list, a search box and the check on saving."""

from functools import cache

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import ForeignKey, Q, QuerySet

from agreements.models import Agreement, Lead, Participation, Theme
from agreements.models.agreement import InAgreement, InAgreementQuerySet
from agreements.taking_part.page import parties_to_ask
from parties.admin.forms import KnownSearchBox
from parties.models import Party
from parties.row_ids import row_id

MOST_OPTIONS = 500  # with more rows than this a search box does not list them
EDITABLE = "editable_by"
SCOPE = "afspraken"  # in the address of a search box: the agreement within which it searches


def choices_for(field: ForeignKey, *, user, agreement_id: int | None = None, reach: str = EDITABLE) -> QuerySet:
    """The rows that the field may point to: within the agreement when it is known, always within the person's reach.

    reach names what the person must be able to do with an agreement before a row may stand in it.
    """
    target = field.remote_field.model
    within_reach = Agreement.objects.all() if user.is_superuser else getattr(Agreement.objects, reach)(user)
    agreements = within_reach
    if agreement_id:
        agreements = agreements.filter(pk=agreement_id)
    if target is Party:
        return _parties(field, user, agreements)
    if target is Agreement:
        return Agreement.objects.visible_to(user) if field.model is Agreement else within_reach
    if not issubclass(target, InAgreement):
        return target._default_manager.none()  # people are chosen by forms that know whom they may offer
    rows = target.objects.in_agreements(agreements)
    if target.objects.all().visible_to.__func__ is not InAgreementQuerySet.visible_to:
        rows = rows.visible_to(user)  # of what only some parties see, the others are offered nothing
    return rows.filter(parent=None) if target is Theme and field.model is Theme else rows


def offered_by(rows: QuerySet):
    """A function that gives the names of the rows by key, asked once for all boxes of a page; None when they are too many."""

    @cache
    def offered() -> dict[str, str] | None:
        found = list(rows[: MOST_OPTIONS + 1])
        return {str(row.pk): str(row) for row in found} if len(found) <= MOST_OPTIONS else None

    return offered


def _parties(field: ForeignKey, user, agreements: QuerySet) -> QuerySet:
    if field.model is Participation:
        return parties_to_ask(user)
    take_part = Party.objects.filter(pk__in=Participation.objects.accepted().filter(agreement__in=agreements).values("party"))
    if field.model is Lead:
        return take_part
    return Party.objects.filter(Q(pk__in=take_part.values("pk")) | Q(pk__in=Party.objects.visible_to(user).values("pk")))


def scope_of(request, model, object_id: str | None) -> int | None:
    """The agreement of the row that is on the page, or for a new row the one of what it will stand in."""
    if object_id:
        return _agreement_of(model, object_id, request.user)
    data = request.POST or request.GET
    for field in model._meta.fields:
        above = field.remote_field.model if field.remote_field else None
        if above and above is not model and issubclass(above, InAgreement) and data.get(field.name):
            return _agreement_of(above, data[field.name], request.user)
    return None


def _agreement_of(model, pk: str, user) -> int | None:
    if row_id(pk) is None:
        return None
    return model.objects.visible_to(user).filter(pk=pk).values_list(model.agreement_path or "pk", flat=True).first()


class SearchBox(KnownSearchBox):
    """A search box within one agreement."""

    def __init__(self, field, admin_site, *, agreement_id: int | None, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.agreement_id = agreement_id

    def get_url(self) -> str:
        return f"{super().get_url()}?{SCOPE}={self.agreement_id}" if self.agreement_id else super().get_url()


class SearchBoxView(AutocompleteJsonView):
    """Answers a search box: what may be chosen, and of that what fits the words that were typed."""

    def process_request(self, request):
        """Without the sign that PostgreSQL keeps in no text, and so looks for in none."""
        term, *found = super().process_request(request)
        return term.replace("\0", ""), *found

    def get_queryset(self):
        field = self.source_field
        if not issubclass(field.model, InAgreement):
            return super().get_queryset()
        scope = self.request.GET.get(SCOPE, "")
        agreement_id = row_id(scope)
        reach = getattr(self.admin_site._registry.get(field.model), "reach", EDITABLE)
        rows = choices_for(field, user=self.request.user, agreement_id=agreement_id, reach=reach)
        rows = rows.order_by(*self.model_admin.get_ordering(self.request) or self.model_admin.opts.ordering)
        related = self.model_admin.list_select_related
        rows = rows.select_related(*related) if related else rows
        rows, may_repeat = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if may_repeat else rows
