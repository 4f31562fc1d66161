"""The mark on a row of which something is withheld: who reads the others asks nothing more."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartlyWithheld(models.Model):
    """A row of which words can be withheld; the words themselves stand as before."""

    read_as_now = ("has_withheld",)

    has_withheld = models.BooleanField(_("partly withheld"), default=False, editable=False)

    class Meta:
        abstract = True
