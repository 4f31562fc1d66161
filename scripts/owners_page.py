"""Write docs/eigenaren.md, the table of who owns which field: .venv/bin/python scripts/owners_page.py"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "eigenaren.md"
HEAD = """# Wie schrijft wat

Elk veld heeft een eigenaar. Een formulier, een tabel die wordt ingelezen, ongedaan maken, terugzetten en een opdracht vragen
allemaal hetzelfde: mag deze persoon dit veld schrijven? Zo niet, dan zegt een zin waarom, en verandert er niets. De lijst staat
in `parties/owners.py`, `agreements/owners.py` en `monitoring/owners/`; deze pagina wordt daaruit gemaakt door
`scripts/owners_page.py`. Of een tekst nu mag veranderen is een tweede vraag: een tekst die is voorgelegd of vastgesteld staat
stil, ook voor de eigenaar.
"""


def text() -> str:
    """The page as it should read."""
    from django.utils import translation

    from agreements.owners import owners as agreed
    from monitoring.owners import owners as progress
    from parties.owners import owners as people

    with translation.override("nl"):
        parts = [
            part
            for title, table in (("Partijen en mensen", people), ("Wat is afgesproken", agreed), ("Hoe het gaat", progress))
            for part in (f"\n## {title}\n", *_tables(table))
        ]
    return HEAD + "\n".join(parts) + "\n"


def _tables(table):
    for model, owners in sorted(table.rows.items(), key=lambda row: str(row[0]._meta.verbose_name)):
        by_owner: dict[str, list[str]] = {}
        for name, owner in owners.fields.items():
            if name != "id":
                by_owner.setdefault(owner.name, []).append(str(model._meta.get_field(name).verbose_name))
        yield f"### {str(model._meta.verbose_name).capitalize()}\n"
        yield f"Toevoegen: {owners.adding.name}. Verwijderen: {owners.removing.name}.\n"
        yield "| veld | eigenaar |\n| --- | --- |"
        for owner, names in by_owner.items():
            yield f"| {', '.join(names)} | {owner} |"
        yield ""


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
