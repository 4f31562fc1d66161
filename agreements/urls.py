"""Addresses of agreements, agendas, goals and actions."""

from django.urls import path, register_converter

from agreements.views import adoption, agenda, agreement, comment, goal, imports, party, taking_part, versions


class YearConverter:
    """A year of four digits; anything else is no address of ours."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


ADOPTION = "afspraken/<slug:slug>/<year:year>/vaststellen/"
VERSIONS = "afspraken/<slug:slug>/<year:year>/versies/"
IMPORTS = "afspraken/<slug:slug>/<year:year>/inlezen/"
COMMENTS = "afspraken/<slug:slug>/<year:year>/opmerkingen/"
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
    path(ADOPTION, adoption.adoption, name="adoption"),
    path(f"{ADOPTION}voorstellen/", adoption.propose, name="adoption_propose"),
    path(f"{ADOPTION}getekend/", adoption.bring_in, name="adoption_bring_in"),
    path(f"{ADOPTION}antwoord/", adoption.answer, name="adoption_answer"),
    path(f"{ADOPTION}intrekken/", adoption.withdraw, name="adoption_withdraw"),
    path(f"{ADOPTION}herinneren/", adoption.remind, name="adoption_remind"),
    path(f"{ADOPTION}uitstel/", adoption.extend, name="adoption_extend"),
    path(f"{ADOPTION}afsluiten/", adoption.close, name="adoption_close"),
    path(f"{ADOPTION}heropenen/", adoption.reopen, name="adoption_reopen"),
    path("gezond/versies/", versions.health, name="versions_health"),
    path(VERSIONS, versions.versions, name="versions"),
    path(f"{VERSIONS}<int:number>/", versions.version, name="version"),
    path(f"{VERSIONS}<int:number>/inhoud.json", versions.version_content, name="version_content"),
    path(f"{VERSIONS}<int:number>/bestand/<int:pk>/", versions.version_file, name="version_file"),
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
    path(COMMENTS, comment.comments, name="comments"),
    path(f"{COMMENTS}schrijven/", comment.comment_on_chapter, name="comment_on_chapter"),
    path("acties/<int:pk>/opmerkingen/", comment.comment_on_action, name="comment_on_action"),
    path("doelen/<int:pk>/opmerkingen/", comment.comment_on_goal, name="comment_on_goal"),
    path("opmerkingen/<int:pk>/", comment.comment, name="comment"),
    path("opmerkingen/<int:pk>/antwoorden/", comment.answer, name="comment_answer"),
    path("opmerkingen/<int:pk>/afhandelen/", comment.resolve, name="comment_resolve"),
    path("opmerkingen/<int:pk>/heropenen/", comment.reopen, name="comment_reopen"),
    path("opmerkingen/<int:pk>/gezien/", comment.see, name="comment_seen"),
    path("opmerkingen/<int:pk>/verwijderen/", comment.delete, name="comment_delete"),
    path("opmerkingen/<int:pk>/terug/", comment.undo, name="comment_undo"),
    path("partijen/", party.parties, name="parties"),
    path("partijen/<int:pk>/", party.party, name="party"),
    path("partijen/<int:pk>/contactpersonen/", party.contacts, name="contacts"),
    path("partijen/<int:pk>/overdragen/", party.hand_over, name="hand_over"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/vertrek/", party.leave, name="leave"),
    path("bijlagen/<int:pk>/", agreement.appendix, name="appendix"),
]
