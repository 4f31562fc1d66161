"""The admin site under its own name: who enters, and what stands together on its first page."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

# What has no page of its own: at most ten names. The rest is written where it is read; its list and its history here are reached
# from the row above it.
GROUPS = [
    (_("Agreements"), "agreements", ["Agreement", "MeetingRule", "Project", "SourceDocument"]),
    (_("Progress"), "monitoring", ["EscalationRule", "FixedItem", "DataDelivery"]),
    (_("Parties and people"), "parties", ["Party", "User", "Invitation"]),
]
OUR_APPS = {label for _title, label, _names in GROUPS}


class DriehoekAdminSite(admin.AdminSite):
    site_header = _("Driehoek administration")
    site_title = _("Driehoek administration")
    index_title = _("What do you want to maintain?")
    site_url = "/"
    empty_value_display = "–"
    enable_nav_sidebar = False  # the lists stand in the bar on top, so that a table has the width of the page

    # The apps register with this site while their admin modules load: those cannot be imported before.

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what is ours: a queued mail shows its reset link to who reads it here, and a second factor its secret."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        if own := [model for model in models if model._meta.app_label in OUR_APPS]:
            super().register(own, admin_class, **options)

    def get_urls(self):
        from agreements.admin.preview import markdown_preview

        preview = self.admin_view(markdown_preview)
        # Django's own way from a row to its page tells the address of rows that one may not see; the other has no use here.
        left_out = {"view_on_site", "password_change_done"}
        django_urls = [url for url in super().get_urls() if getattr(url, "name", "") not in left_out]
        return [path("preview/", preview, name="markdown_preview"), *django_urls]

    def autocomplete_view(self, request):
        from agreements.admin.choices import SearchBoxView

        return SearchBoxView.as_view(admin_site=self)(request)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """One way to sign in for the whole site; whoever is signed in and has no place here is told so."""
        if self.has_permission(request):
            return super().login(request, extra_context)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    # One's own password is changed, and one signs out, where everybody does.

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def get_app_list(self, request, app_label=None):
        """What stands on the first page. The list of one app has all of it: it is the way back from every row."""
        apps = self._build_app_dict(request, app_label)
        groups = []
        for title, label, names in GROUPS:
            app = apps.get(label)
            models = {model["object_name"]: model for model in app["models"]} if app else {}
            if found := [models[name] for name in names if name in models]:
                groups.append({**app, "name": title, "models": found})
                app["models"] = [model for model in app["models"] if model not in found]
        return groups if app_label is None else groups + [app for app in apps.values() if app["models"]]
