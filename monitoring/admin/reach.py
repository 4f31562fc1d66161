"""Who may do what with progress in the admin."""

from agreements.admin.base import AgreementRowAdmin
from agreements.admin.tables import AgreementTable
from agreements.models import Agreement
from parties.admin.base import ReadOnly


class CoordinatorTable(AgreementTable):
    reach = "coordinated_by"


def _coordinates(request) -> bool:
    """Whether there is an agreement that the person coordinates; asked once for all the models in the bar of a page."""
    if not hasattr(request, "_coordinates"):
        request._coordinates = Agreement.objects.coordinated_by(request.user).exists()
    return request._coordinates


class CoordinatorAdmin(AgreementRowAdmin):
    """Rows that coordinators of the parties that sign keep, or a superuser."""

    reach = CoordinatorTable.reach
    table_class = CoordinatorTable

    def has_add_permission(self, request, obj=None):
        if request.user.is_superuser:
            return super().has_add_permission(request)
        return _coordinates(request)


class CoordinatorsOnly:
    """For an admin of rows that only coordinators of the parties that sign read, as on the site."""

    def has_view_permission(self, request, obj=None):
        return self._is_within(request, obj, "coordinated_by")

    def has_module_permission(self, request):
        return self._is_within(request, None, "coordinated_by")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.coordinated_by(request.user)


class ReadOnlyAdmin(ReadOnly, CoordinatorsOnly, AgreementRowAdmin):
    """What was said, by whom and when: for coordinators of the agreement to read, and for nobody to change."""
