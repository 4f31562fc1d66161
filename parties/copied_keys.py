"""A key that stands on another row and is copied to this one, so that an index of this table can begin with it."""

from django.db import models


class CopiedKey(models.ForeignKey):
    """What the column of the same name has in the row to which `through` points.

    Nobody fills it in and nobody agreed on it: forms, tables and history leave it out. It is taken anew whenever the row is
    written, by save() and bulk_create() alike; who changes it in the other row changes it in the copies.
    """

    def __init__(self, to, on_delete=models.DO_NOTHING, *, through: str, **kwargs):
        self.through = through
        of_copy = {"editable": False, "blank": True, "db_index": False, "related_name": "+"}  # it goes when the other row goes
        super().__init__(to, on_delete, **{**kwargs, **of_copy})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "through": self.through}

    def validate(self, value, model_instance) -> None:
        """The other row was asked whether it may."""

    def pre_save(self, model_instance, add):
        key = getattr(getattr(model_instance, self.through), self.attname)
        setattr(model_instance, self.attname, key)
        return key
