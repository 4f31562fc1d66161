"""Addresses of the people of a party and of invitations; the page of a party itself is of the agreements."""

from django.urls import path

from parties.views import house_style, invitation, people, signing

urlpatterns = [
    path("partijen/<int:pk>/uitnodigen/", people.invite, name="invite"),
    path("partijen/<int:pk>/huisstijl/", house_style.house_style, name="house_style"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/", people.role, name="role"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/terug/", people.back, name="member_back"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/tekenrecht/", signing.confirm, name="signing"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/tekenrecht/weigeren/", signing.refuse, name="signing_refuse"),
    path("uitnodigingen/<int:pk>/opnieuw/", people.resend, name="invitation_resend"),
    path("uitnodigingen/<int:pk>/intrekken/", people.withdraw, name="invitation_withdraw"),
    path("account/uitnodiging/<str:token>/", invitation.invitation, name="invitation"),
]
