"""Tables of what belongs to agreements: pointing within reach only, and new rows after those that are there."""

from django.db import models

from agreements.admin.choices import EDITABLE, choices_for
from agreements.models import Agreement
from agreements.models.agreement import InAgreement
from agreements.ordering import ORDERED_WITHIN, place_last
from parties.tables.resource import TableResource


class AgreementTable(TableResource):
    reach = EDITABLE

    @staticmethod
    def is_scope(look_up: str) -> bool:
        """Rows are known within their agreement."""
        return look_up == "slug" or look_up.endswith("agreement__slug")

    def choices(self, field: models.ForeignKey) -> models.QuerySet:
        """What the form of the row offers, of the agreements in the file and those that they follow."""
        rows = choices_for(field, user=self.user, reach=self.reach)
        target = field.remote_field.model
        if issubclass(target, InAgreement) and target is not Agreement:
            named = models.Q(slug__in=self.scopes) | models.Q(successors__slug__in=self.scopes)
            rows = rows.in_agreements(Agreement.objects.filter(named).values("pk"))
        paths = {name.rpartition("__")[0] for name in target.natural_key_fields} - {""}
        return rows.select_related(*sorted(paths)) if paths else rows

    def before_save_instance(self, instance, row, **kwargs):
        position = self.fields.get("position")
        if instance._state.adding and type(instance) in ORDERED_WITHIN and row.get(position.column_name) in (None, ""):
            place_last(instance)
