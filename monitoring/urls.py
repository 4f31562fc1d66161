"""Addresses of rounds, progress, measurements and meetings."""

from django.urls import URLPattern, URLResolver, path

from monitoring.views import evidence, my_actions, report

urlpatterns: list[URLPattern | URLResolver] = [
    path("mijn-acties/", my_actions.my_actions, name="my_actions"),
    path("acties/<int:pk>/voortgang/", report.report, name="progress"),
    path("acties/<int:pk>/voortgang/concept/", report.save_report, name="save_report"),
    path("acties/<int:pk>/voortgang/weggooien/", report.discard_report, name="discard_report"),
    path("acties/<int:pk>/voortgang/terugzetten/", report.restore_report, name="restore_report"),
    path("acties/<int:pk>/voortgang/ongewijzigd/", my_actions.report_unchanged, name="report_unchanged"),
    path("bewijs/<int:pk>/", evidence.evidence, name="evidence"),
    path("bewijs/<int:pk>/verwijderen/", evidence.remove_evidence, name="remove_evidence"),
]
