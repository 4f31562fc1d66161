from django.urls import path

from operations.views import health

urlpatterns = [
    path("gezond/", health.alive, name="alive"),
    path("gezond/klaar/", health.can_work, name="can_work"),
    path("gezond/alles/", health.all_well, name="all_well"),
    path("gezond/metrics/", health.metrics, name="metrics"),
]
