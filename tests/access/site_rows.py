"""The pages of the site: agreements, agendas, goals, actions and what hangs on them."""

from dataclasses import replace

from django.utils import timezone

from agreements.models import Advice, AgendaImport, Appendix, Change, Label, Proposal, Version
from monitoring.models import HistoryLine

from .row import EVERYONE, NOT_THIS_WAY, NOTHING_THERE, PUBLIC, PUBLIC_ONLY_READ, READ, Row, at


def agenda_as(kind: str):
    return lambda site: f"{site.agenda}agenda.{kind}"


def progress_as(kind: str):
    return lambda site: f"{site.agenda}voortgang.{kind}"


WRITE = "in 404 403 200 200 403 200 403"
WRITTEN = "in 404 403 302 302 403 302 403"
SENT_EMPTY = "in 404 302 302 302 302 302 302"

TODAY = str(timezone.localdate())

SITE = {
    "manuals": Row(at("/over/handleiding/"), PUBLIC, PUBLIC_ONLY_READ),
    "manual": Row(at("/over/handleiding/lezer/"), PUBLIC, PUBLIC_ONLY_READ),
    "text": Row(at("/over/privacy/"), PUBLIC, PUBLIC_ONLY_READ),
    "overview": Row(at("/"), EVERYONE, NOT_THIS_WAY),
    "overview_own": Row(at("/mijn-afspraken/"), EVERYONE, NOT_THIS_WAY),
    "dashboard": Row(lambda site: f"{site.agenda}dashboard/", READ, NOT_THIS_WAY),
    **{f"progress_{kind}": Row(progress_as(kind), READ, NOT_THIS_WAY) for kind in ("pdf", "docx", "xlsx")},
    "presentation": Row(lambda site: f"{site.agenda}dashboard/presentatie/", READ, NOT_THIS_WAY),
    "reciprocity": Row(lambda site: f"{site.agenda}wederkerigheid/", READ, NOT_THIS_WAY),
    "party_dashboard": Row(lambda site: f"{site.party}dashboard/", READ, NOT_THIS_WAY),
    "party_figures": Row(lambda site: f"{site.party}cijfers/", READ, NOT_THIS_WAY),
    "party_history": Row(lambda site: f"{site.party}geschiedenis/", READ, NOT_THIS_WAY),
    "agreements": Row(at("/afspraken/"), EVERYONE, NOT_THIS_WAY),
    "agreement": Row(lambda site: site.cast.agreement.get_absolute_url(), READ, NOT_THIS_WAY),
    "agenda": Row(lambda site: site.agenda, READ, NOT_THIS_WAY),
    "comments": Row(lambda site: f"{site.agenda}opmerkingen/", READ, NOT_THIS_WAY),
    "agenda_pdf": Row(lambda site: f"{site.agenda}agenda.pdf", READ, NOT_THIS_WAY),
    **{f"agenda_{kind}": Row(agenda_as(kind), READ, NOT_THIS_WAY) for kind in ("docx", "xlsx", "ods", "csv")},
    # Sent without a choice: only what is not visible is refused first.
    "agenda_contributions": Row(lambda site: f"{site.agenda}bijdragen/", NOT_THIS_WAY, "in 404 403 302 302 403 302 302"),
    "agenda_when": Row(lambda site: f"{site.agenda}wanneer/", NOT_THIS_WAY, "in 404 302 302 302 302 302 302"),
    "goal": Row(lambda site: site.cast.goal.get_absolute_url(), READ, NOT_THIS_WAY),
    "dropped_since": Row(lambda site: f"{site.agenda}sindsdien-vervallen/", READ, NOT_THIS_WAY),
    "dropped_since_drop": Row(
        lambda site: f"/acties/{site.cast.action.pk}/ook-vervallen/", NOT_THIS_WAY, "in 404 403 302 302 403 302 403"
    ),
    "dropped_since_keep": Row(
        lambda site: f"/acties/{site.cast.action.pk}/blijft/", NOT_THIS_WAY, "in 404 403 422 422 403 422 403"
    ),
    "action": Row(lambda site: site.cast.action.get_absolute_url(), READ, NOT_THIS_WAY),
    "condition": Row(lambda site: f"{site.cast.action.get_absolute_url()}voorwaarde/", WRITE, WRITE),
    "condition_settle": Row(lambda site: f"{site.cast.action.get_absolute_url()}voorwaarde/stand/", NOT_THIS_WAY, SENT_EMPTY),
    "condition_away": Row(lambda site: f"{site.cast.action.get_absolute_url()}voorwaarde/weg/", NOT_THIS_WAY, WRITTEN),
    "labels": Row(lambda site: f"{site.agreement}labels/", READ, "in 404 403 422 422 403 422 403"),
    "label": Row(lambda site: f"/labels/{site.rows[Label].pk}/", WRITE, "in 404 403 422 422 403 422 403"),
    "label_away": Row(lambda site: f"/labels/{site.rows[Label].pk}/weg/", NOT_THIS_WAY, WRITTEN),
    "labels_of_goal": Row(lambda site: f"{site.cast.goal.get_absolute_url()}labels/", WRITE, WRITTEN),
    "labels_of_action": Row(lambda site: f"{site.cast.action.get_absolute_url()}labels/", WRITE, WRITTEN),
    # Whoever reads it sees the page; sent without a place it is refused there. tests/agreements/taking_over has the rest.
    "take_goal_over": Row(lambda site: f"{site.cast.goal.get_absolute_url()}overnemen/", READ, "in 404 422 422 422 422 422 422"),
    "history_restore": Row(
        lambda site: f"/geschiedenis/{HistoryLine.objects.filter(action=site.cast.action.pk).latest('pk').pk}/terugzetten/",
        WRITE,
        "in 404 403 422 422 403 422 403",
    ),
    "agreement_history": Row(lambda site: f"{site.agreement}geschiedenis/", READ, NOT_THIS_WAY),
    "goal_history": Row(lambda site: f"{site.cast.goal.get_absolute_url()}geschiedenis/", READ, NOT_THIS_WAY),
    "action_history": Row(lambda site: f"{site.cast.action.get_absolute_url()}geschiedenis/", READ, NOT_THIS_WAY),
    "goal_line": Row(lambda site: f"{site.cast.goal.get_absolute_url()}lijn/", READ, NOT_THIS_WAY),
    "appendix": Row(lambda site: f"/bijlagen/{site.rows[Appendix].pk}/", READ, NOT_THIS_WAY),
}


# Anyone who reads the agreement follows an adoption; who coordinates for a party that signs proposes, a superuser does not.
def adoption(place: str):
    return lambda site: f"{site.agenda}vaststellen/{place}/"


def version(place: str):
    return lambda site: f"{site.agenda}versies/1/{place}"


NO_PROPOSAL = "in 404 404 404 404 404 404 404"
SITE |= {
    "adoption": Row(lambda site: f"{site.agenda}vaststellen/", READ, NOT_THIS_WAY),
    "adoption_changes_since": Row(
        lambda site: f"{site.agenda}vaststellen/gelezen/{site.cast.association.pk}/", READ, NOT_THIS_WAY
    ),
    # No text stands before that of the first year; tests/agreements/exports/pdf/test_changes.py asks for that of the second.
    "adoption_changes_pdf": Row(lambda site: f"{site.agenda}vaststellen/wijzigingen.pdf", NOTHING_THERE, NOT_THIS_WAY),
    "adoption_propose": Row(
        lambda site: f"{site.agenda}vaststellen/voorstellen/", NOT_THIS_WAY, "in 404 422 422 422 422 422 422"
    ),
    "adoption_bring_in": Row(adoption("getekend"), "in 404 403 403 200 403 403 403", "in 404 403 403 200 403 403 403"),
    **{
        f"adoption_{name}": Row(adoption(place), NOT_THIS_WAY, NO_PROPOSAL)
        for name, place in {"answer": "antwoord", "withdraw": "intrekken", "remind": "herinneren", "extend": "uitstel"}.items()
    },
    "adoption_elsewhere": Row(adoption("elders"), NO_PROPOSAL, NO_PROPOSAL),
    "adoption_signed_copy": Row(adoption("elders/1"), NO_PROPOSAL, NOT_THIS_WAY),
    "adoption_brought_in": Row(adoption("getekend/bestand"), NO_PROPOSAL, NOT_THIS_WAY),
    # Of a change that waits; tests/agreements/views/test_signing.py asks for them with one.
    "change_elsewhere": Row(at("/wijzigingen/999999/elders/"), NO_PROPOSAL, NO_PROPOSAL),
    "change_signed_copy": Row(at("/wijzigingen/999999/elders/1/"), NO_PROPOSAL, NOT_THIS_WAY),
    "change_copy_to_sign": Row(at("/wijzigingen/999999/ter-ondertekening.pdf"), NO_PROPOSAL, NOT_THIS_WAY),
    "adoption_ceremony": Row(adoption("ondertekening"), NO_PROPOSAL, NO_PROPOSAL),
    "adoption_ceremony_cancel": Row(adoption("ondertekening/afzeggen"), NOT_THIS_WAY, NO_PROPOSAL),
    **{
        f"adoption_{name}": Row(adoption(place), NOT_THIS_WAY, "in 404 403 403 302 403 403 403")
        for name, place in {"close": "afsluiten", "reopen": "heropenen"}.items()
    },
    "versions": Row(lambda site: f"{site.agenda}versies/", READ, NOT_THIS_WAY),
    "version": Row(version(""), READ, NOT_THIS_WAY),
    "version_content": Row(version("inhoud.json"), READ, NOT_THIS_WAY),
    "version_file": Row(version("bestand/1/"), NOTHING_THERE, NOT_THIS_WAY),
    "version_add_file": Row(version("getekend/"), "in 404 403 403 200 200 403 403", "in 404 403 403 200 200 403 403"),
    "agreement_text": Row(lambda site: f"{site.agreement}tekst/", READ, NOT_THIS_WAY),
    "agreement_pdf": Row(lambda site: f"{site.agreement}afspraken.pdf", READ, NOT_THIS_WAY),
    # Two texts beside each other, and every page as it was: for who reads the agreement now.
    "compare": Row(lambda site: f"{site.agreement}vergelijk/", READ, NOT_THIS_WAY),
    **{
        f"compare_{kind}": Row(
            lambda site, kind=kind: f"{site.agreement}vergelijk/was-wordt.{kind}?was=2024&wordt=heel", READ, NOT_THIS_WAY
        )
        for kind in ("pdf", "docx")
    },
    "then": Row(lambda site: f"{site.agreement}op/", "in 404 302 302 302 302 302 302", NOT_THIS_WAY),
    **{
        name: Row(lambda site, place=place: f"{getattr(site, place[0])}{place[1]}", READ, NOT_THIS_WAY)
        for name, place in {
            "agreement_then": ("agreement", f"op/{TODAY}/"),
            "agreement_then_pdf": ("agreement", f"op/{TODAY}/afspraken.pdf"),
            "agenda_then": ("agenda", f"op/{TODAY}/"),
            "agenda_then_pdf": ("agenda", f"op/{TODAY}/agenda.pdf"),
            "dashboard_then": ("agenda", f"dashboard/op/{TODAY}/"),
            "progress_then_pdf": ("agenda", f"dashboard/op/{TODAY}/voortgang.pdf"),
        }.items()
    },
    "goal_then": Row(lambda site: f"{site.cast.goal.get_absolute_url()}op/{TODAY}/", READ, NOT_THIS_WAY),
    "goal_then_pdf": Row(lambda site: f"{site.cast.goal.get_absolute_url()}op/{TODAY}/doel.pdf", READ, NOT_THIS_WAY),
    "versions_health": Row(at("/gezond/versies/"), "in 404 404 404 404 404 404 200", NOT_THIS_WAY),
}


# The agreement as a whole is adopted as a year is, by the same people, at the same places below its own address.
def of_the_whole(name: str, row: Row) -> Row:
    """Of which there is no version here."""
    get = NOTHING_THERE if name in {"version", "version_content", "version_add_file"} else row.get
    post = NOTHING_THERE if name == "version_add_file" else row.post
    return replace(row, get=get, post=post, address=lambda site: row.address(site).replace(site.agenda, site.agreement, 1))


SITE |= {
    f"agreement_{name}": of_the_whole(name, row)
    for name, row in SITE.items()
    if name.startswith(("adoption", "version"))
    and name not in {"adoption_changes_pdf", "adoption_close", "adoption_reopen", "versions_health"}
}


# The municipality asks the housing association for advice: its people write that, and who coordinates or signs gives it.
def advice(page: str = ""):
    return lambda site: f"/adviezen/{site.rows[Advice].pk}/{page}"


ASKS = "in 404 403 403 200 403 403 403"
NOT_THE_ASKER = "in 404 403 403 403 403 403 403"
SITE |= {
    "advices": Row(lambda site: f"{site.agreement}adviezen/", READ, NOT_THIS_WAY),
    "advice_ask": Row(lambda site: f"{site.agreement}adviezen/vragen/", ASKS, ASKS),
    "advice": Row(advice(), READ, NOT_THIS_WAY),
    "advice_draft": Row(advice("concept/"), NOT_THIS_WAY, "in 404 403 302 302 302 403 403"),
    "advice_give": Row(advice("geven/"), NOT_THIS_WAY, "in 404 403 403 422 422 403 403"),
    **{
        f"advice_{name}": Row(advice(f"{place}/"), NOT_THIS_WAY, NOT_THE_ASKER)
        for name, place in {"answer": "beantwoorden", "extend": "uitstel", "withdraw": "intrekken"}.items()
    },
    "advice_request_file": Row(advice("aanvraag/"), READ, NOT_THIS_WAY),
    "advice_file": Row(advice("bestand/"), "in 404 200 200 200 200 404 404", NOT_THIS_WAY),
    "advice_mark_goal": Row(lambda site: f"{site.cast.goal.get_absolute_url()}adviesrecht/", NOT_THIS_WAY, NOT_THE_ASKER),
    "advice_mark_action": Row(lambda site: f"{site.cast.action.get_absolute_url()}adviesrecht/", NOT_THIS_WAY, NOT_THE_ASKER),
}
# A text that is written is changed itself, so nobody proposes a change of it; tests/agreements/views/test_change.py proposes.
NOT_OF_A_DRAFT = "in 404 403 403 403 403 403 403"


def change(page: str = ""):
    return lambda site: f"/wijzigingen/{site.rows[Proposal].pk}/{page}"


def line(page: str = ""):
    return lambda site: f"/wijzigingen/{site.rows[Proposal].pk}/regels/{site.rows[Change].pk}/{page}"


# A draft is there for the people of its own party; its editors and coordinators write it.
OWN_READ = "in 404 200 200 200 200 404 404"
OWN_WRITE = "in 404 403 302 302 403 404 404"
OWN_MISTAKE = "in 404 403 422 422 403 404 404"
SITE |= {
    "change_row": Row(lambda site: f"{site.agenda}wijzigen/doel/{site.cast.goal.pk}/", NOT_OF_A_DRAFT, NOT_OF_A_DRAFT),
    "change_row_as": Row(lambda site: f"{site.agenda}wijzigen/doel/{site.cast.goal.pk}/anders/", NOT_OF_A_DRAFT, NOT_OF_A_DRAFT),
    "changes": Row(lambda site: f"{site.agreement}wijzigingen/", READ, NOT_THIS_WAY),
    "proposal": Row(change(), OWN_READ, NOT_THIS_WAY),
    "change_describe": Row(change("beschrijven/"), NOT_THIS_WAY, OWN_MISTAKE),
    "change_line": Row(line(), "in 404 403 200 200 403 404 404", OWN_MISTAKE),
    "change_take_out": Row(line("weg/"), NOT_THIS_WAY, OWN_WRITE),
    "change_put_back": Row(line("terug/"), NOT_THIS_WAY, OWN_WRITE),
    "change_read_anew": Row(change("bijwerken/"), NOT_THIS_WAY, OWN_WRITE),
    "change_put": Row(change("voorleggen/"), NOT_THIS_WAY, OWN_MISTAKE),
    "change_discard": Row(change("weggooien/"), NOT_THIS_WAY, OWN_WRITE),
    "change_again": Row(change("opnieuw/"), NOT_THIS_WAY, OWN_WRITE),
    # Not put to anyone yet, so there is nothing to answer, remind of or extend.
    "change_answer": Row(change("antwoord/"), NOT_THIS_WAY, NOTHING_THERE),
    "change_withdraw": Row(change("intrekken/"), NOT_THIS_WAY, "in 404 422 422 422 422 404 404"),
    "change_remind": Row(change("herinneren/"), NOT_THIS_WAY, "in 404 302 302 302 302 404 404"),
    "change_extend": Row(change("uitstel/"), NOT_THIS_WAY, "in 404 422 422 422 422 404 404"),
}
SITE |= {f"agreement_{name}": of_the_whole(name, SITE[name]) for name in ("change_row", "change_row_as")}


# What is not adopted is not published. Who does not coordinate a party that signs chooses nothing; and here no party is chosen.
def publishing(page: str = ""):
    return lambda site: f"{site.agenda}openbaar/{page}"


NEVER_PUBLISHED = "404 404 404 404 404 404 404 404"
COORDINATORS = "in 404 403 403 302 403 403 403"
SITE |= {
    "publishing": Row(publishing(), READ, NOT_THIS_WAY),
    "publish": Row(publishing("publiceren/"), COORDINATORS, COORDINATORS),
    "publication_withdraw": Row(publishing("999999/terugnemen/"), NOTHING_THERE, NOTHING_THERE),
    "public_agree": Row(publishing("tonen/signers/"), NOT_THIS_WAY, COORDINATORS),
    "public_disagree": Row(publishing("tonen/signers/niet/"), NOT_THIS_WAY, COORDINATORS),
    "public_preview": Row(publishing("voorbeeld/"), NOTHING_THERE, NOT_THIS_WAY),
}
SITE |= {
    f"agreement_{name}": of_the_whole(name, SITE[name])
    for name in ("publishing", "publish", "publication_withdraw", "public_agree", "public_disagree", "public_preview")
}


def public(page: str = ""):
    return lambda site: site.agenda.replace("afspraken", "openbaar") + page


PAGES = {
    "text": "",
    "goal": "doelen/1/",
    "pdf": "tekst.pdf",
    "factsheet": "factsheet.pdf",
    "described": "gegevens.jsonld",
    "text_feed": "wijzigingen.atom",
    "badge": "stand.svg",
    "embed": "voor-uw-website/",
    "versions": "versies/",
    "version": "versies/1/",
    "content": "versies/1/inhoud.json",
    "changes": "versies/1/verschil/",
    "file": "versies/1/bestand/1/",
    "action": "acties/1/",
    "progress": "voortgang/",
}
SITE |= {f"public_{name}": Row(public(page), NEVER_PUBLISHED, PUBLIC_ONLY_READ) for name, page in PAGES.items()}
SITE |= {
    f"agreement_public_{name}": Row(
        lambda site, page=page: site.agreement.replace("afspraken", "openbaar") + page, NEVER_PUBLISHED, PUBLIC_ONLY_READ
    )
    for name, page in PAGES.items()
    if name not in {"action", "progress"}
}
SITE |= {
    "public_index": Row(at("/openbaar/"), PUBLIC, PUBLIC_ONLY_READ),
    "public_catalogue": Row(at("/openbaar/catalogus.jsonld"), PUBLIC, PUBLIC_ONLY_READ),
    "public_feed": Row(at("/openbaar/wijzigingen.atom"), PUBLIC, PUBLIC_ONLY_READ),
    "public_sitemap": Row(at("/openbaar/sitemap.xml"), PUBLIC, PUBLIC_ONLY_READ),
    "public_accessibility": Row(at("/openbaar/toegankelijkheid/"), PUBLIC, PUBLIC_ONLY_READ),
    "public_privacy": Row(at("/openbaar/privacy/"), PUBLIC, PUBLIC_ONLY_READ),
    "robots": Row(at("/robots.txt"), PUBLIC, PUBLIC_ONLY_READ),
    "public_house_style": Row(lambda site: f"/openbaar{site.party}huisstijl.css", NEVER_PUBLISHED, PUBLIC_ONLY_READ),
    "public_logo": Row(lambda site: f"/openbaar{site.party}logo", NEVER_PUBLISHED, PUBLIC_ONLY_READ),
    "public_party": Row(lambda site: f"/openbaar{site.party}", NEVER_PUBLISHED, PUBLIC_ONLY_READ),
}

# What becomes of a version only the administrator decides; for anybody else those pages are not there.
ADMINISTRATOR = "in 404 404 404 404 404 404 200"
ADMINISTRATOR_MISTAKE = "in 404 404 404 404 404 404 422"  # nothing was filled in
NOBODY = "in 404 404 404 404 404 404 404"


def care(page: str = ""):
    return lambda site: f"/beheer/versies/{site.rows[Version].pk}/{page}"


SITE |= {
    "versions_to_care_for": Row(at("/beheer/versies/"), ADMINISTRATOR, NOT_THIS_WAY),
    "version_care": Row(care(), ADMINISTRATOR, NOT_THIS_WAY),
    "withhold": Row(care("afschermen/"), NOT_THIS_WAY, ADMINISTRATOR_MISTAKE),
    "withhold_signed_file": Row(care("bestand/1/"), NOT_THIS_WAY, NOBODY),
    "lift_withholding": Row(care("tonen/1/"), NOT_THIS_WAY, NOBODY),
    "set_rows_back": Row(care("terugzetten/"), NOT_THIS_WAY, ADMINISTRATOR_MISTAKE),
}

# Who may edit reads a document in; who only reads along, and a superuser on the site, does not.
EDITORS = "in 404 403 200 200 403 200 200"
EDITORS_POST = "in 404 403 302 302 403 302 403"
EDITORS_MISTAKE = "in 404 403 422 422 403 422 403"  # nothing was uploaded or chosen


# The editors of every party that signs or advises write the draft, and so does the administrator.
WRITERS = "in 404 403 200 200 403 200 200"
WRITERS_MISTAKE = "in 404 403 422 422 403 422 422"


def writing(page: str = ""):
    return lambda site: f"{site.agenda}schrijven/{page}"


def imports(page: str = ""):
    return lambda site: f"{site.agenda}inlezen/{page}"


def one_import(page: str = ""):
    return lambda site: f"{site.agenda}inlezen/{site.rows[AgendaImport].pk}/{page}"


SITE |= {
    "writing": Row(writing(), WRITERS, NOT_THIS_WAY),
    "writing_fresh": Row(writing("vers/"), "401 404 403 200 200 403 200 200", "401 405 405 405 405 405 405 405"),
    "writing_undo": Row(writing("ongedaan/"), NOT_THIS_WAY, "in 404 403 302 302 403 302 302"),
    "writing_printed_leads": Row(writing("trekkers/"), NOT_THIS_WAY, "in 404 403 302 302 403 302 302"),
    "writing_several": Row(writing("meer/"), WRITERS, WRITERS_MISTAKE),
    "writing_understood": Row(writing("begrepen/"), WRITERS, NOT_THIS_WAY),
    "writing_part": Row(
        lambda site: f"{site.agenda}schrijven/doel/{site.cast.goal.pk}/tekst/", "in 404 403 302 302 403 302 302", WRITERS_MISTAKE
    ),
    "agenda_imports": Row(imports(), EDITORS, NOT_THIS_WAY),
    "agenda_import_upload": Row(imports("bestand/"), NOT_THIS_WAY, EDITORS_MISTAKE),
    "agenda_import": Row(one_import(), EDITORS, NOT_THIS_WAY),
    "agenda_import_choices": Row(one_import("keuzes/"), NOT_THIS_WAY, EDITORS_POST),
    "agenda_import_apply": Row(one_import("overnemen/"), NOT_THIS_WAY, EDITORS_POST),
    "agenda_import_undo": Row(one_import("terugdraaien/"), NOT_THIS_WAY, EDITORS_POST),
    "agenda_import_throw_away": Row(one_import("weggooien/"), NOT_THIS_WAY, EDITORS_POST),
    "agenda_import_file": Row(one_import("bestand/"), EDITORS, NOT_THIS_WAY),
}
