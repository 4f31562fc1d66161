"""Rows that stay as they are once they count: what was said is never overwritten."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .agreement import InAgreement, InAgreementQuerySet


class KeptQuerySet(InAgreementQuerySet):
    def counted(self):
        """The rows that are kept for ever."""
        return self

    def delete(self):
        """Refuse, as the rows themselves do."""
        if self.counted().exists():
            raise ValidationError(self.model.kept_sentence)
        return super().delete()


class Kept(InAgreement):
    """A row that is never changed or deleted once it counts; kept_sentence tells the editor why.

    may_change names the fields that may still be filled in afterwards, once, while they are empty.
    """

    kept_sentence = _("What was recorded stays as it was. Record something new instead.")
    may_change: tuple[str, ...] = ()

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        self.refuse_change()
        super().clean()

    def save(self, *args, checked: bool = False, **kwargs) -> None:
        if checked:
            self.refuse_change()
        super().save(*args, checked=checked, **kwargs)

    def delete(self, *args, **kwargs):
        if type(self).objects.counted().filter(pk=self.pk).exists():
            raise ValidationError(self.kept_sentence)
        return super().delete(*args, **kwargs)

    def refuse_change(self) -> None:
        """Raise a ValidationError when the row counts and this would change it."""
        stored = None if self._state.adding else type(self).objects.counted().filter(pk=self.pk).first()
        if stored is None:
            return
        fields = [field.attname for field in self._meta.concrete_fields]
        changed = {name for name in fields if getattr(stored, name) != getattr(self, name)}
        first_filled = {self._meta.get_field(name).attname for name in self.may_change}
        if any(name not in first_filled or getattr(stored, name) not in (None, "") for name in changed):
            raise ValidationError(self.kept_sentence)
