"""How the site is kept: backup, restore, and what watches it."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
