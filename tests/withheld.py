"""A passage that is withheld, as a test of a table or of what is kept needs it: no rule is asked, and no flag is set."""

from agreements.agenda.ground import Ground
from agreements.models import Version, Withholding
from agreements.versions.recording import record_version


def passage_withheld(cast, words: str) -> Withholding:
    """These words of the action of the cast."""
    version = record_version(cast.agenda, kind=Version.Kind.ADOPTION, in_force_from="2024-01-01", ground=Ground("earlier"))
    where = {"agreement": cast.agreement, "version": version, "kind": "action", "row_id": cast.action.pk, "field": "text"}
    row = Withholding(**where, words=words, reason="Het gaat om een persoon.", by=cast.admin)
    row.save_base(raw=True)
    return row
