"""Addresses of rounds, progress, measurements and meetings."""

from django.urls import URLPattern, URLResolver, path

from monitoring.views import indicator

urlpatterns: list[URLPattern | URLResolver] = [
    path("indicatoren/<int:pk>/", indicator.indicator, name="indicator"),
    path("indicatoren/<int:pk>/meting/", indicator.measure, name="measure"),
    path("metingen/<int:pk>/verbetering/", indicator.correct, name="correct_measurement"),
    path("afspraken/<slug:slug>/cijfers/", indicator.figures, name="figures"),
    path("afspraken/<slug:slug>/cijfers/leveringen/", indicator.plan, name="plan_deliveries"),
]
