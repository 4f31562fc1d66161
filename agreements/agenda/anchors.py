"""How the page for writing names its rows: "doel-12", in addresses and as the place on the page. Dutch, as all addresses are."""

from collections.abc import Mapping

from django.db.models import Model

from agreements.models import Action, Agenda, Agreement, Appendix, Goal, Indicator, Theme

MODELS: Mapping[str, type[Model]] = {
    "tekst": Agenda,
    "geheel": Agreement,
    "thema": Theme,
    "doel": Goal,
    "actie": Action,
    "cijfer": Indicator,
    "bijlage": Appendix,
}
KINDS: Mapping[type[Model], str] = {model: kind for kind, model in MODELS.items()}
ONCE_ON_A_PAGE = {"tekst", "geheel"}


def anchor(kind: str, pk: int) -> str:
    """The id of the row on the page."""
    return kind if kind in ONCE_ON_A_PAGE else f"{kind}-{pk}"
