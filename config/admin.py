"""The admin site under its own name."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class DriehoekAdminSite(admin.AdminSite):
    site_header = _("Driehoek administration")
    site_title = _("Driehoek administration")
    index_title = _("What do you want to maintain?")
    site_url = "/"
    enable_nav_sidebar = True
