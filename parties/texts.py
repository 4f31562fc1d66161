"""Texts with a maximum that model, form and database know, and that is counted while one types.

Without one a single text can break every list, table and document in which it stands, for everyone and for good.
"""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.deconstruct import deconstructible
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

# In characters. A cell of Excel holds 32,767 of them. The longest text of both real agreements has 1,103.
MINUTES = 30_000
AGREED_TEXT = 20_000  # six or seven pages
REPORT = 5_000
REASON = 2_000


@deconstructible
class MostCharacters(MaxLengthValidator):
    """Says how many characters are too many, so that one knows how much to take out."""

    message = _("At most %(most)s characters; this text has %(length)s. Take out at least %(over)s.")

    def __call__(self, value: str) -> None:
        over = len(value) - self.limit_value
        if over > 0:
            counts = {"most": self.limit_value, "length": len(value), "over": over}
            words = {name: number_format(count, force_grouping=True) for name, count in counts.items()}
            raise ValidationError(self.message, code=self.code, params=words)


class LongTextField(forms.CharField):
    """A text box that counts; without maxlength, with which a browser silently cuts off a pasted text."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, **kwargs):
        super().__init__(**kwargs)
        self.max_length = max_length
        self.validators.append(MostCharacters(max_length))
        self.widget.attrs["data-most"] = str(max_length)

    def to_python(self, value):
        return _with_own_line_ends(super().to_python(value))


class LongText(models.TextField):
    """A text of at most max_length characters, on every path: full_clean(), forms and the database."""

    def __init__(self, *args, max_length: int, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    @cached_property
    def validators(self) -> list:
        return [*super().validators, MostCharacters(self.max_length)]

    def to_python(self, value):
        return _with_own_line_ends(super().to_python(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LongTextField, **kwargs})

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs) -> None:
        """Give the table its constraint; not that of the history, where what was longer before stays."""
        super().contribute_to_class(cls, name, **kwargs)
        is_ours = not cls._meta.abstract and cls.__module__ != "__fake__"  # that of a migration states its own
        if is_ours and not getattr(cls, "is_history", False):
            cls._meta.constraints = [*cls._meta.constraints, TextMaximum.of(self)]
            cls._meta.original_attrs["constraints"] = cls._meta.constraints


LongText.register_lookup(Length)


class TextMaximum(models.CheckConstraint):
    """The maximum in the database.

    What stood there already stays, however long: PostgreSQL checks only what is written from now on, and for SQLite
    parties/apps.py sees to that.
    """

    @classmethod
    def of(cls, field: LongText) -> "TextMaximum":
        name = f"{field.model._meta.model_name}_{field.name}_maximum"
        condition = models.Q(**{f"{field.name}__length__lte": field.max_length})
        return cls(condition=condition, name=name, violation_error_message=_("This text is longer than fits here."))

    def validate(self, model, instance, exclude=None, using=None) -> None:
        """The validator of the field says so already, and asks the database nothing."""

    def create_sql(self, model, schema_editor):
        statement = super().create_sql(model, schema_editor)
        if statement and schema_editor.connection.vendor == "postgresql":
            statement.template += " NOT VALID"
        return statement


def _with_own_line_ends(text):
    """The line ends of the database: a browser sends two characters for each, which would count double."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text
