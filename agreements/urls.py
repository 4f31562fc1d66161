"""Addresses of agreements, agendas, goals and actions."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, path, register_converter

from agreements.views import (
    adoption,
    advice,
    agenda,
    agreement,
    beginning,
    change,
    comment,
    condition,
    dropped_since,
    goal,
    imports,
    label,
    merging,
    party,
    printed_leads,
    publishing,
    signing,
    taking_over,
    taking_part,
    text,
    version_care,
    versions,
    writing,
)


class YearConverter:
    """A year of four digits; anything else is no address of ours."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


YEAR = "afspraken/<slug:slug>/<year:year>/"
IMPORTS = f"{YEAR}inlezen/"
WRITING = f"{YEAR}schrijven/"
COMMENTS = f"{YEAR}opmerkingen/"
register_converter(YearConverter, "year")

# What is there for the text of a year, and for that of the agreement as a whole.
ADOPTION = (
    ("", adoption.adoption, "adoption"),
    ("gelezen/<int:pk>/", adoption.changes_since, "adoption_changes_since"),
    ("voorstellen/", adoption.propose, "adoption_propose"),
    ("getekend/", adoption.bring_in, "adoption_bring_in"),
    ("antwoord/", adoption.answer, "adoption_answer"),
    ("intrekken/", adoption.withdraw, "adoption_withdraw"),
    ("herinneren/", adoption.remind, "adoption_remind"),
    ("uitstel/", adoption.extend, "adoption_extend"),
    ("elders/", signing.elsewhere, "adoption_elsewhere"),
    ("elders/<int:pk>/", signing.signed_copy, "adoption_signed_copy"),
    ("getekend/bestand/", signing.brought_in, "adoption_brought_in"),
    ("ondertekening/", signing.ceremony, "adoption_ceremony"),
    ("ondertekening/afzeggen/", signing.ceremony_cancel, "adoption_ceremony_cancel"),
)
CHANGE = (
    ("", change.change_row, "change_row"),
    ("<slug:act>/", change.change_row, "change_row_as"),
)
VERSIONS = (
    ("", versions.versions, "versions"),
    ("<int:number>/", versions.version, "version"),
    ("<int:number>/inhoud.json", versions.version_content, "version_content"),
    ("<int:number>/bestand/<int:pk>/", versions.version_file, "version_file"),
    ("<int:number>/getekend/", signing.version_add_file, "version_add_file"),
)
PUBLISHING = (
    ("", publishing.publishing, "publishing"),
    ("publiceren/", publishing.publish, "publish"),
    ("<int:pk>/terugnemen/", publishing.withdraw, "publication_withdraw"),
    ("tonen/<slug:kind>/", publishing.agree, "public_agree"),
    ("tonen/<slug:kind>/niet/", publishing.disagree, "public_disagree"),
)


def of_every_text(place: str, view: Callable, name: str) -> Iterator[URLPattern]:
    """The address below the year, and that below the agreement: Adoptable.address() knows both."""
    yield path(f"{YEAR}{place}", view, name=name)
    yield path(f"afspraken/<slug:slug>/{place}", view, name=f"agreement_{name}")


urlpatterns = [
    path("afspraken/", agreement.agreements, name="agreements"),
    path("afspraken/nieuw/", beginning.new_agreement, name="new_agreement"),
    path("afspraken/nieuw/weggooien/", beginning.throw_away, name="new_agreement_throw_away"),
    path("afspraken/nieuw/verder/<int:pk>/", beginning.take_up, name="new_agreement_take_up"),
    path("afspraken/nieuw/overgedragen/", beginning.handed_over, name="new_agreement_handed_over"),
    path("afspraken/nieuw/<slug:step>/", beginning.step, name="new_agreement_step"),
    path("afspraken/<slug:slug>/", agreement.agreement, name="agreement"),
    path("afspraken/<slug:slug>/eerste-jaar/", beginning.first_agenda, name="first_agenda"),
    path("afspraken/<slug:slug>/partijen/vragen/", taking_part.ask, name="ask_party"),
    path("verzoeken/<int:pk>/ja/", taking_part.accept, name="request_accept"),
    path("verzoeken/<int:pk>/nee/", taking_part.decline, name="request_decline"),
    path("verzoeken/<int:pk>/intrekken/", taking_part.withdraw, name="request_withdraw"),
    path("verzoeken/<int:pk>/coordinator/", taking_part.first_coordinator, name="first_coordinator"),
    path("afspraken/<slug:slug>/<year:year>/", agenda.agenda, name="agenda"),
    path("afspraken/<slug:slug>/<year:year>/agenda.pdf", agenda.agenda_as_pdf, name="agenda_pdf"),
    path(f"{YEAR}wanneer/", agenda.choose_when, name="agenda_when"),
    path(f"{YEAR}bijdragen/", agenda.print_contributions, name="agenda_contributions"),
    *(
        path(
            f"afspraken/<slug:slug>/<year:year>/agenda.{kind}", agenda.agenda_as_file, {"extension": kind}, name=f"agenda_{kind}"
        )
        for kind in ("docx", "xlsx", "ods", "csv")
    ),
    *(at for place in ADOPTION for at in of_every_text(f"vaststellen/{place[0]}", *place[1:])),
    path(f"{YEAR}vaststellen/wijzigingen.pdf", adoption.changes_as_pdf, name="adoption_changes_pdf"),
    path(f"{YEAR}vaststellen/afsluiten/", adoption.close, name="adoption_close"),
    path(f"{YEAR}vaststellen/heropenen/", adoption.reopen, name="adoption_reopen"),
    *(at for place in CHANGE for at in of_every_text(f"wijzigen/<slug:what>/<int:pk>/{place[0]}", *place[1:])),
    path("afspraken/<slug:slug>/wijzigingen/", change.changes, name="changes"),
    path("wijzigingen/<int:pk>/", change.change, name="proposal"),
    path("wijzigingen/<int:pk>/beschrijven/", change.describe, name="change_describe"),
    path("wijzigingen/<int:pk>/regels/<int:line>/", change.change_line, name="change_line"),
    path("wijzigingen/<int:pk>/regels/<int:line>/weg/", change.take_out, name="change_take_out"),
    path("wijzigingen/<int:pk>/regels/<int:line>/terug/", change.put_back, name="change_put_back"),
    path("wijzigingen/<int:pk>/bijwerken/", change.read_anew, name="change_read_anew"),
    path("wijzigingen/<int:pk>/voorleggen/", change.put, name="change_put"),
    path("wijzigingen/<int:pk>/weggooien/", change.discard, name="change_discard"),
    path("wijzigingen/<int:pk>/opnieuw/", change.again, name="change_again"),
    path("wijzigingen/<int:pk>/antwoord/", change.answer, name="change_answer"),
    path("wijzigingen/<int:pk>/intrekken/", change.withdraw, name="change_withdraw"),
    path("wijzigingen/<int:pk>/herinneren/", change.remind, name="change_remind"),
    path("wijzigingen/<int:pk>/uitstel/", change.extend, name="change_extend"),
    *(at for place in VERSIONS for at in of_every_text(f"versies/{place[0]}", *place[1:])),
    *(at for place in PUBLISHING for at in of_every_text(f"openbaar/{place[0]}", *place[1:])),
    path("wijzigingen/<int:pk>/elders/", signing.change_elsewhere, name="change_elsewhere"),
    path("wijzigingen/<int:pk>/elders/<int:copy>/", signing.change_signed_copy, name="change_signed_copy"),
    path("wijzigingen/<int:pk>/ter-ondertekening.pdf", signing.change_copy_to_sign, name="change_copy_to_sign"),
    path("afspraken/<slug:slug>/tekst/", text.text, name="agreement_text"),
    path("afspraken/<slug:slug>/afspraken.pdf", text.text_as_pdf, name="agreement_pdf"),
    path("afspraken/<slug:slug>/adviezen/", advice.advices, name="advices"),
    path("afspraken/<slug:slug>/adviezen/vragen/", advice.ask, name="advice_ask"),
    path("adviezen/<int:pk>/", advice.advice, name="advice"),
    path("adviezen/<int:pk>/concept/", advice.keep_draft, name="advice_draft"),
    path("adviezen/<int:pk>/geven/", advice.give, name="advice_give"),
    path("adviezen/<int:pk>/beantwoorden/", advice.answer, name="advice_answer"),
    path("adviezen/<int:pk>/uitstel/", advice.extend, name="advice_extend"),
    path("adviezen/<int:pk>/intrekken/", advice.withdraw, name="advice_withdraw"),
    path("adviezen/<int:pk>/aanvraag/", advice.request_file, name="advice_request_file"),
    path("adviezen/<int:pk>/bestand/", advice.advice_file, name="advice_file"),
    path("doelen/<int:pk>/adviesrecht/", advice.mark_goal, name="advice_mark_goal"),
    path("acties/<int:pk>/voorwaarde/", condition.condition, name="condition"),
    path("acties/<int:pk>/voorwaarde/stand/", condition.settle, name="condition_settle"),
    path("acties/<int:pk>/voorwaarde/weg/", condition.take_away, name="condition_away"),
    path("acties/<int:pk>/adviesrecht/", advice.mark_action, name="advice_mark_action"),
    path("afspraken/<slug:slug>/labels/", label.labels, name="labels"),
    path("labels/<int:pk>/", label.label, name="label"),
    path("labels/<int:pk>/weg/", label.take_off, name="label_away"),
    path("doelen/<int:pk>/labels/", label.labels_of_goal, name="labels_of_goal"),
    path("acties/<int:pk>/labels/", label.labels_of_action, name="labels_of_action"),
    path("doelen/<int:pk>/overnemen/", taking_over.take_goal_over, name="take_goal_over"),
    path("gezond/versies/", versions.health, name="versions_health"),
    path("beheer/versies/", version_care.versions_to_care_for, name="versions_to_care_for"),
    path("beheer/versies/<int:pk>/", version_care.version_care, name="version_care"),
    path("beheer/versies/<int:pk>/afschermen/", version_care.withhold, name="withhold"),
    path("beheer/versies/<int:pk>/bestand/<int:file>/", version_care.withhold_signed_file, name="withhold_signed_file"),
    path("beheer/versies/<int:pk>/tonen/<int:withholding>/", version_care.lift_withholding, name="lift_withholding"),
    path("beheer/versies/<int:pk>/terugzetten/", version_care.set_rows_back, name="set_rows_back"),
    path(f"{YEAR}sindsdien-vervallen/", dropped_since.dropped_since, name="dropped_since"),
    path("acties/<int:pk>/ook-vervallen/", dropped_since.drop, name="dropped_since_drop"),
    path("acties/<int:pk>/blijft/", dropped_since.keep_it, name="dropped_since_keep"),
    path(WRITING, writing.writing, name="writing"),
    path(f"{WRITING}vers/", writing.fresh, name="writing_fresh"),
    path(f"{WRITING}ongedaan/", writing.undo, name="writing_undo"),
    path(f"{WRITING}trekkers/", printed_leads.link, name="writing_printed_leads"),
    path(f"{WRITING}meer/", writing.several, name="writing_several"),
    path(f"{WRITING}begrepen/", writing.understood, name="writing_understood"),
    path(f"{WRITING}<slug:kind>/<int:pk>/<slug:name>/", writing.part, name="writing_part"),
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
    path("partijen/<int:pk>/opgaan/", merging.merge, name="merge_party"),
    path("partijen/<int:pk>/overdragen/", party.hand_over, name="hand_over"),
    path("partijen/<int:pk>/mensen/<int:membership_id>/vertrek/", party.leave, name="leave"),
    path("bijlagen/<int:pk>/", agreement.appendix, name="appendix"),
]
