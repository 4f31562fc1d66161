"""How many mails people caused; parties/mail_budget.py reads and writes it."""

from django.db import models


class MailCount(models.Model):
    """The mails of one sender, to one receiver or of the whole site, since its hour and its day began."""

    name = models.CharField(max_length=80, primary_key=True)
    hour_began = models.DateTimeField()
    in_hour = models.PositiveIntegerField(default=0)
    day_began = models.DateTimeField()
    in_day = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.in_hour}, {self.in_day}"
