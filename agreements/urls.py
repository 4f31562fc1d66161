"""Addresses of agreements, agendas, goals and actions."""

from django.urls import path, register_converter

from agreements.views import agenda, agreement, goal, imports, note, party, taking_part


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
    path("afspraken/", agreement.agreements, name="agreements"),
    path("afspraken/<slug:slug>/", agreement.agreement, name="agreement"),
    path("afspraken/<slug:slug>/partijen/vragen/", taking_part.ask, name="ask_party"),
    path("verzoeken/<int:pk>/ja/", taking_part.accept, name="request_accept"),
    path("verzoeken/<int:pk>/nee/", taking_part.decline, name="request_decline"),
    path("verzoeken/<int:pk>/intrekken/", taking_part.withdraw, name="request_withdraw"),
    path("verzoeken/<int:pk>/coordinator/", taking_part.first_coordinator, name="first_coordinator"),
    path("afspraken/<slug:slug>/<year:year>/", agenda.agenda, name="agenda"),
    path("afspraken/<slug:slug>/<year:year>/agenda.pdf", agenda.agenda_as_pdf, name="agenda_pdf"),
    *(
        path(
            f"afspraken/<slug:slug>/<year:year>/agenda.{kind}", agenda.agenda_as_file, {"extension": kind}, name=f"agenda_{kind}"
        )
        for kind in ("docx", "xlsx", "ods", "csv")
    ),
    path(IMPORTS, imports.imports, name="agenda_imports"),
    path(f"{IMPORTS}bestand/", imports.upload, name="agenda_import_upload"),
    path(f"{IMPORTS}<int:pk>/", imports.agenda_import, name="agenda_import"),
    path(f"{IMPORTS}<int:pk>/keuzes/", imports.choices, name="agenda_import_choices"),
    path(f"{IMPORTS}<int:pk>/overnemen/", imports.apply, name="agenda_import_apply"),
    path(f"{IMPORTS}<int:pk>/terugdraaien/", imports.undo, name="agenda_import_undo"),
    path(f"{IMPORTS}<int:pk>/weggooien/", imports.throw_away, name="agenda_import_throw_away"),
    path(f"{IMPORTS}<int:pk>/bestand/", imports.original, name="agenda_import_file"),
    path("doelen/<int:pk>/", goal.goal, name="goal"),
    path("acties/<int:pk>/", goal.action, name="action"),
    path("acties/<int:pk>/notities/", note.write_about_action, name="note_about_action"),
    path("doelen/<int:pk>/notities/", note.write_about_goal, name="note_about_goal"),
    path("notities/<int:pk>/", note.note, name="note"),
    path("notities/<int:pk>/verwijderen/", note.delete, name="note_delete"),
    path("notities/<int:pk>/terug/", note.undo, name="note_undo"),
    path("partijen/", party.parties, name="parties"),
    path("partijen/<int:pk>/", party.party, name="party"),
    path("partijen/<int:pk>/contactpersonen/", party.contacts, name="contacts"),
    path("partijen/<int:pk>/overdragen/", party.hand_over, name="hand_over"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/vertrek/", party.leave, name="leave"),
    path("bijlagen/<int:pk>/", agreement.appendix, name="appendix"),
]
