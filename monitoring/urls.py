"""Addresses of rounds, progress, measurements and meetings."""

from django.urls import path

from monitoring.views import evidence, meetings, my_actions, progress, report, rounds

urlpatterns = [
    path("mijn-acties/", my_actions.my_actions, name="my_actions"),
    path("afspraken/<slug:slug>/rondes/", rounds.agreement_rounds, name="agreement_rounds"),
    path("afspraken/<slug:slug>/<year:year>/rondes/nieuw/", rounds.plan, name="round_plan"),
    path("afspraken/<slug:slug>/overleggen/nieuw/", meetings.plan, name="meeting_plan"),
    path("rondes/<int:pk>/", rounds.grid, name="round"),
    path("rondes/<int:pk>/wijzigen/", rounds.change, name="round_change"),
    path("rondes/<int:pk>/openen/", rounds.open_now, name="round_open"),
    path("rondes/<int:pk>/sluiten/", rounds.close, name="round_close"),
    path("rondes/<int:pk>/uitstel/", rounds.extension, name="round_extend"),
    path("rondes/<int:pk>/herinneren/", rounds.send_reminder, name="round_remind"),
    path("rondes/<int:pk>/accepteren/", rounds.accept_everything, name="round_accept"),
    path("acties/<int:pk>/voortgang/", report.report, name="progress"),
    path("acties/<int:pk>/voortgang/concept/", report.save_report, name="save_report"),
    path("acties/<int:pk>/voortgang/weggooien/", report.discard_report, name="discard_report"),
    path("acties/<int:pk>/voortgang/terugzetten/", report.restore_report, name="restore_report"),
    path("acties/<int:pk>/voortgang/ongewijzigd/", my_actions.report_unchanged, name="report_unchanged"),
    path("voortgang/<int:pk>/accepteren/", progress.accept_one, name="progress_accept"),
    path("voortgang/<int:pk>/teruggeven/", progress.return_one, name="progress_return"),
    path("voortgang/<int:pk>/anders/", progress.see_differently, name="progress_dissent"),
    path("bewijs/<int:pk>/", evidence.evidence, name="evidence"),
    path("bewijs/<int:pk>/verwijderen/", evidence.remove_evidence, name="remove_evidence"),
    path("overleggen/<int:pk>/", meetings.meeting, name="meeting"),
    path("overleggen/<int:pk>/wijzigen/", meetings.change, name="meeting_change"),
    path("overleggen/<int:pk>/verslag/", meetings.minutes, name="meeting_minutes"),
    path("overleggen/<int:pk>/besluiten/nieuw/", meetings.decide, name="meeting_decide"),
]
