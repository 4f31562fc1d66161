"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config import reading
from config.security_txt import security_txt

handler500 = "operations.views.errors.server_error"

urlpatterns = [
    path("", include("operations.urls")),
    path("", include("public_site.urls")),
    path("", include("agreements.urls")),
    path("", include("monitoring.urls")),
    path("", include("parties.urls")),
    path("account/", include("parties.accounts.urls")),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("over/handleiding/", reading.manuals, name="manuals"),
    path("over/handleiding/<slug:name>/", reading.manual, name="manual"),
    path("over/<slug:page>/", reading.text, name="text"),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("beheer/", admin.site.urls),
]
