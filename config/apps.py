"""The admin of Driehoek as Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class DriehoekAdminConfig(AdminConfig):
    default_site = "config.admin.DriehoekAdminSite"
