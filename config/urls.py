"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from parties.forms import LoginForm

urlpatterns = [
    path("", include("agreements.urls")),
    path("", include("monitoring.urls")),
    path("", include("parties.urls")),
    path("account/login/", LoginView.as_view(redirect_authenticated_user=True, authentication_form=LoginForm), name="login"),
    path("account/logout/", LogoutView.as_view(), name="logout"),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("beheer/", admin.site.urls),
]
