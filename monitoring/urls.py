"""Addresses of rounds, progress, measurements and meetings."""

from django.urls import path

from monitoring.views import dashboard, indicator, meetings, overview, party, position, progress, reminders, report, rounds

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("partijen/<int:pk>/dashboard/", party.dashboard, name="party_dashboard"),
    path("afspraken/<slug:slug>/<year:year>/dashboard/", dashboard.dashboard, name="dashboard"),
    path("afspraken/<slug:slug>/<year:year>/dashboard/presentatie/", dashboard.presentation, name="presentation"),
    path("afspraken/<slug:slug>/<year:year>/wederkerigheid/", dashboard.reciprocity, name="reciprocity"),
    *(
        path(f"afspraken/<slug:slug>/<year:year>/voortgang.{kind}", report.report, {"extension": kind}, name=f"progress_{kind}")
        for kind in ("pdf", "docx", "xlsx")
    ),
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
    path("acties/<int:pk>/voortgang/", progress.progress, name="progress"),
    path("voortgang/<int:pk>/accepteren/", progress.accept_one, name="progress_accept"),
    path("voortgang/<int:pk>/teruggeven/", progress.return_one, name="progress_return"),
    path("voortgang/<int:pk>/anders/", progress.see_differently, name="progress_dissent"),
    path("bewijs/<int:pk>/", progress.evidence, name="evidence"),
    path("overleggen/<int:pk>/", meetings.meeting, name="meeting"),
    path("overleggen/<int:pk>/wijzigen/", meetings.change, name="meeting_change"),
    path("overleggen/<int:pk>/verslag/", meetings.minutes, name="meeting_minutes"),
    path("overleggen/<int:pk>/besluiten/nieuw/", meetings.decide, name="meeting_decide"),
    path("indicatoren/<int:pk>/", indicator.indicator, name="indicator"),
    path("indicatoren/<int:pk>/meting/", indicator.measure, name="measure"),
    path("metingen/<int:pk>/verbetering/", indicator.correct, name="correct_measurement"),
    path("afspraken/<slug:slug>/cijfers/", indicator.figures, name="figures"),
    path("afspraken/<slug:slug>/cijfers.xlsx", report.figures, name="figures_xlsx"),
    path("afspraken/<slug:slug>/cijfers/leveringen/", indicator.plan, name="plan_deliveries"),
    path("standen/<int:pk>/", position.position, name="position"),
    path("standen/<int:pk>/stand.json", position.position_as_json, name="position_json"),
    path("afspraken/<slug:slug>/herinneringen/", reminders.texts, name="reminder_texts"),
    path("afspraken/<slug:slug>/herinneringen/<slug:kind>/", reminders.text, name="reminder_text"),
    path("afspraken/<slug:slug>/herinneringen/<slug:kind>/voorbeeld/", reminders.preview, name="reminder_text_preview"),
    path("afspraken/<slug:slug>/herinneringen/<slug:kind>/proefmail/", reminders.test_mail, name="reminder_text_test"),
    path("afspraken/<slug:slug>/herinneringen/<slug:kind>/standaard/", reminders.restore, name="reminder_text_restore"),
]
