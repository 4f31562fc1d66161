"""The pages of the site: agreements, agendas, goals, actions and what hangs on them."""

from agreements.models import Appendix

from .row import EVERYONE, NOT_THIS_WAY, READ, Row, at


def agenda_as(kind: str):
    return lambda site: f"{site.agenda}agenda.{kind}"


SITE = {
    "overview": Row(at("/"), EVERYONE, NOT_THIS_WAY),
    "agreements": Row(at("/afspraken/"), EVERYONE, NOT_THIS_WAY),
    "agreement": Row(lambda site: site.cast.agreement.get_absolute_url(), READ, NOT_THIS_WAY),
    "agenda": Row(lambda site: site.agenda, READ, NOT_THIS_WAY),
    "agenda_pdf": Row(lambda site: f"{site.agenda}agenda.pdf", READ, NOT_THIS_WAY),
    **{f"agenda_{kind}": Row(agenda_as(kind), READ, NOT_THIS_WAY) for kind in ("docx", "xlsx", "ods", "csv")},
    "goal": Row(lambda site: site.cast.goal.get_absolute_url(), READ, NOT_THIS_WAY),
    "action": Row(lambda site: site.cast.action.get_absolute_url(), READ, NOT_THIS_WAY),
    "appendix": Row(lambda site: f"/bijlagen/{site.rows[Appendix].pk}/", READ, NOT_THIS_WAY),
}
