"""The number of a row, as it comes in an address or a form."""

MOST_DIGITS = 18  # more do not fit in the database, and Python refuses to read thousands


def row_id(text: str | int | None) -> int | None:
    """The number, or None for what can be none."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None
