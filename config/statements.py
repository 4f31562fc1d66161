"""What the organisation fills in of its statements on accessibility and privacy; empty until it did."""

from datetime import date

import environ
from django.core.exceptions import ImproperlyConfigured

STATUSES = "ABCDE"  # of the register of digitoegankelijk.nl


def statements_in(env: environ.Env) -> tuple[str, date | None, str, str]:
    """The status, when it was tested and where the report is, and whom to ask about privacy."""
    status = env.str("ACCESSIBILITY_STATUS", default="").upper()
    if status and status not in set(STATUSES):
        raise ImproperlyConfigured(f"ACCESSIBILITY_STATUS is {status}: it is one letter, from A to E.")
    tested = env.str("ACCESSIBILITY_TESTED_ON", default="")
    try:
        tested_on = date.fromisoformat(tested) if tested else None
    except ValueError as error:
        raise ImproperlyConfigured(f"ACCESSIBILITY_TESTED_ON is {tested}: write a day such as 2026-10-01.") from error
    return status, tested_on, env.str("ACCESSIBILITY_REPORT", default=""), env.str("PRIVACY_CONTACT", default="")
