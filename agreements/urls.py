"""Addresses of agreements, agendas, goals and actions."""

from django.urls import path, register_converter

from agreements.views import agenda, agreement, goal


class YearConverter:
    """A year of four digits; anything else is no address of ours."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "year")

urlpatterns = [
    path("afspraken/", agreement.agreements, name="agreements"),
    path("afspraken/<slug:slug>/", agreement.agreement, name="agreement"),
    path("afspraken/<slug:slug>/<year:year>/", agenda.agenda, name="agenda"),
    path("afspraken/<slug:slug>/<year:year>/agenda.pdf", agenda.agenda_as_pdf, name="agenda_pdf"),
    path("doelen/<int:pk>/", goal.goal, name="goal"),
    path("acties/<int:pk>/", goal.action, name="action"),
    path("bijlagen/<int:pk>/", agreement.appendix, name="appendix"),
]
