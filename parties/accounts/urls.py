"""Everything under /account/: the own page, and allauth's."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import include, path

from parties.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("name/", views.name, name="account_name"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("organisation/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", views.single_sign_on, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", openid_connect.callback, name="openid_connect_callback"),
]
