"""Addresses of agreements, agendas, goals and actions."""

from django.urls import path, register_converter

from agreements.views import agenda, agreement, goal, imports


class YearConverter:
    """A year of four digits; anything else is no address of ours."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


IMPORTS = "afspraken/<slug:slug>/<year:year>/inlezen/"
register_converter(YearConverter, "year")

urlpatterns = [
    path("", agreement.overview, name="overview"),
    path("afspraken/", agreement.agreements, name="agreements"),
    path("afspraken/<slug:slug>/", agreement.agreement, name="agreement"),
    path("afspraken/<slug:slug>/<year:year>/", agenda.agenda, name="agenda"),
    path("afspraken/<slug:slug>/<year:year>/agenda.pdf", agenda.agenda_as_pdf, name="agenda_pdf"),
    path(IMPORTS, imports.imports, name="agenda_imports"),
    path(f"{IMPORTS}bestand/", imports.upload, name="agenda_import_upload"),
    path(f"{IMPORTS}<int:pk>/", imports.agenda_import, name="agenda_import"),
    path(f"{IMPORTS}<int:pk>/keuzes/", imports.choices, name="agenda_import_choices"),
    path(f"{IMPORTS}<int:pk>/overnemen/", imports.apply, name="agenda_import_apply"),
    path(f"{IMPORTS}<int:pk>/terugdraaien/", imports.undo, name="agenda_import_undo"),
    path(f"{IMPORTS}<int:pk>/bestand/", imports.original, name="agenda_import_file"),
    path("doelen/<int:pk>/", goal.goal, name="goal"),
    path("acties/<int:pk>/", goal.action, name="action"),
    path("bijlagen/<int:pk>/", agreement.appendix, name="appendix"),
]
