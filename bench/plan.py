"""What is asked of a site that generate_scale filled, by whom: printed as JSON, for a process that knows no Django."""

import json
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    found = plan()  # fails where generate_scale filled nothing, before anything is taken back
    take_back()
    print(json.dumps(found))


DONE, SAID = "De bouw is begonnen.", "Klopt dit nog?"  # with a number after it


def take_back() -> None:
    """What fictitious people wrote in earlier runs on the same database, and its history: a round and a page became longer by it.

    Past the rules, which let nobody take back a report.
    """
    from agreements.models import Comment
    from monitoring.models import HistoryLine, ProgressUpdate

    reports = ProgressUpdate.objects.filter(done__startswith=f"{DONE} (", reported_by__is_fictitious=True)
    for rows in (reports, Comment.objects.filter(text__startswith=f"{SAID} (", by__is_fictitious=True)):
        keys, model = list(rows.values_list("pk", flat=True)), rows.model
        for lines in (HistoryLine.objects.filter(model=model._meta.label, row__in=keys), model.history.filter(id__in=keys)):
            lines._raw_delete(lines.db)
        model.objects.filter(pk__in=keys)._raw_delete(rows.db)


def plan() -> dict:
    from agreements.models import Action, Agenda, Goal
    from bench.site import signed_in
    from monitoring.models import Meeting, Round
    from parties.models import Party, User

    association = Party.objects.get(memberships__user__email="editor.corporatie0@schaal.example")
    agenda = Agenda.objects.filter(state=Agenda.State.ADOPTED, agreement__parties=association).earliest("agreement_id")
    municipality = agenda.agreement.parties.get(kind=Party.Kind.MUNICIPALITY)
    officer = User.objects.get(memberships__party=municipality, memberships__role="coordinator")
    lead = User.objects.get(memberships__party=association, memberships__role="editor")
    newcomer, _made = User.objects.get_or_create(
        email="niemand@schaal.example", defaults={"name": "Niemand", "is_fictitious": True}
    )
    draft = Agenda.objects.filter(agreement=agenda.agreement, state=Agenda.State.DRAFT).first()
    goal = Goal.objects.filter(theme__agreement=agenda.agreement).order_by("position")[1]
    own = Action.objects.filter(agenda=agenda, leads__party=municipality).order_by("position")
    led = Action.objects.filter(agenda=agenda, leads__party=association).order_by("position")
    year, slug = agenda.get_absolute_url(), agenda.agreement.slug
    of_agreement = {
        "agenda": year,
        "dashboard": f"{year}dashboard/",
        "goal": goal.get_absolute_url(),
        "action": own[0].get_absolute_url(),
        "round": Round.objects.get(agenda=agenda, closed_at=None, opened_at__isnull=False).get_absolute_url(),
        "meeting": Meeting.objects.filter(agreement=agenda.agreement, minutes_sent_at__isnull=False)
        .latest("held_on")
        .get_absolute_url(),
        "register of the agreement": f"/afspraken/{slug}/besluiten/",
        "calendar": f"/afspraken/{slug}/kalender/",
        "history": f"/afspraken/{slug}/geschiedenis/",
    }
    if draft:
        of_agreement["writing"] = f"{draft.get_absolute_url()}schrijven/"

    def of_person(party: Party, reports_on: Action) -> dict[str, str]:
        return {
            "start": "/",
            "my agreements": "/mijn-afspraken/",
            "my actions": "/mijn-acties/",
            "agreements": "/afspraken/",
            "party": f"/partijen/{party.pk}/",
            "dashboard of the party": f"/partijen/{party.pk}/dashboard/",
            "register of the party": f"/partijen/{party.pk}/besluiten/",
            "report": f"{reports_on.get_absolute_url()}voortgang/",
            **of_agreement,
        }

    def writes(reports_on: Action) -> dict[str, dict]:
        page = reports_on.get_absolute_url()
        answer = {"phase": "running", "judgement": "on_track", "done": DONE, "next": "We gaan door."}
        comment = {"text": SAID, "audience": "all"}
        return {
            "post a report": {"page": f"{page}voortgang/?opnieuw", "to": f"{page}voortgang/", "fields": answer},
            "post a comment": {"page": page, "to": f"{page}opmerkingen/", "fields": comment},
        }

    return {
        "empty": {"path": "/afspraken/", "cookie": signed_in(newcomer)},
        "officer": {"cookie": signed_in(officer), "pages": of_person(municipality, own[0]), "writes": writes(own[1])},
        "lead": {"cookie": signed_in(lead), "pages": of_person(association, led[0]), "writes": writes(led[1])},
    }


if __name__ == "__main__":
    sys.exit(main())
