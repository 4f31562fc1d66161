"""Signs that Word takes from a font of pictures, where the letter itself says something else."""

_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB0: "°", 0xB2: "″", 0xA2: "′", 0xA5: "∞",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xAB: "↔", 0xDB: "⇔", 0xDE: "⇒", 0xB7: "•", 0xD6: "√", 0xE5: "∑", 0xA0: "€",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "µ", 0x70: "π", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x2D: "−", 0xD7: "·",
    0xBC: "…", 0xE3: "©", 0xE2: "®", 0xE4: "™", 0xA7: "♣", 0xB5: "∝", 0xBA: "≡", 0xCE: "∈",
}  # fmt: skip
_WINGDINGS = {
    0xA8: "☐", 0x6F: "☐", 0x71: "❑", 0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xA7: "▪", 0x6E: "■", 0x6C: "●", 0x6D: "❍",
    0xA1: "○", 0x9F: "•", 0x9E: "·", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xEF: "⇦", 0xE7: "←", 0xF3: "⇔", 0x4A: "☺", 0x4C: "☹", 0x4B: "😐", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0xAB: "★", 0xB2: "✩",
    0x22: "✂", 0x21: "✏", 0x3F: "✍", 0x52: "☼", 0x54: "❄",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐", 0x97: "●", 0x96: "•"}
_WINGDINGS_3 = {0x7D: "▶", 0x7C: "◀", 0x22: "→", 0x66: "→", 0x67: "←", 0x75: "▶"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3}
_PRIVATE = range(0xF000, 0xF100)  # where Windows puts the letters of such a font
UNKNOWN = "[?]"  # in the place of a sign that nobody can name


def sign_of(font: str, code: str) -> str | None:
    """The sign that a font draws for a letter, such as ("Wingdings", "F0FE"); None where it is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    signs = _FONTS.get(font.strip().lower())
    if signs is None:
        return None if number in _PRIVATE or not 0x20 <= number < 0x110000 else chr(number)
    return signs.get(number & 0xFF if number in _PRIVATE else number)


def letters_in(font: str, text: str) -> str:
    """Letters in such a font as the signs that people see; what is not known stays."""
    signs = _FONTS.get(font.strip().lower())
    if signs is None or not text.strip():
        return text
    return "".join(signs.get(ord(letter) & 0xFF if ord(letter) in _PRIVATE else ord(letter), letter) for letter in text)


def private_signs(text: str) -> str:
    """Letters of such a font in a text that does not tell the font: as both fonts have them, or as only one has."""
    return "".join(_private(letter) if ord(letter) in _PRIVATE else letter for letter in text)


def _private(letter: str) -> str:
    number = ord(letter) & 0xFF
    found = {signs[number] for signs in (_SYMBOL, _WINGDINGS) if number in signs}
    if number == 0xA7:
        return "▪"  # the bullet of Word
    return found.pop() if len(found) == 1 else UNKNOWN
