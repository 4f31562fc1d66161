"""In which letters a text was saved, where the text itself does not say so."""

from parties.files.office_files import Fault, RefusedError

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# By their Python name: how people call the sets that Windows, an older Mac and MS-DOS wrote. The first wins where two fit alike.
OLD = {"cp1252": "", "mac_roman": "Mac Roman", "cp850": "MS-DOS"}
_SMALL = set("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœ")
_LARGE = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒ")
_COMMON = set("éëïöüèáóíêâçäàñúôîûÉ")
_BETWEEN = set("€“”‘’–—…•²³½¼°±§×«»\xa0\xadº·µ")  # between words, or after a number


def decode(content: bytes) -> tuple[str, str]:
    """The text, and the character set where that is another one than Windows writes and had to be guessed."""
    if content[:2] in _MARKS:
        return _in(content, "utf-16"), ""
    if content[:200].count(0) > len(content[:200]) // 4:
        return _in(content, "utf-16-be" if content[0] == 0 else "utf-16-le"), ""
    try:
        return _without_nothing(content.decode("utf-8-sig")), ""
    except UnicodeDecodeError:
        return _in_old(content)


def _in(content: bytes, name: str) -> str:
    try:
        return _without_nothing(content.decode(name))
    except UnicodeDecodeError as error:
        raise RefusedError(Fault.LETTERS) from error


def _without_nothing(text: str) -> str:
    if "\0" in text:
        raise RefusedError(Fault.LETTERS)
    return text


def _in_old(content: bytes) -> tuple[str, str]:
    """The set in which most of the letters stand where Dutch has them."""
    found = {}
    for name in OLD:
        try:
            text = _without_nothing(content.decode(name))
        except UnicodeDecodeError:
            continue
        found[name] = (_fit(text), text)
    if not found:
        raise RefusedError(Fault.LETTERS)
    best = max(found, key=lambda name: found[name][0])
    return found[best][1], OLD[best]


def _fit(text: str) -> int:
    """How many letters beyond ASCII stand where Dutch has them, less those that do not."""
    return sum(_fits(text, place) for place, sign in enumerate(text) if sign > "\x7f")


def _fits(text: str, place: int) -> int:
    sign, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if sign in _BETWEEN:
        return 3 if sign == "’" or not (before.isalpha() and after.isalpha()) else -3
    if not (before.isalpha() or after.isalpha()):
        return 1 if sign == "à" else -2
    if sign in _SMALL:
        is_odd = (before.isupper() and before.isascii() and after.islower()) or after.isupper()
        return -2 if is_odd else 2 + (sign in _COMMON) if before.isalpha() else 1
    if sign in _LARGE:  # at the beginning of a word, or in one in capitals
        return -3 if before.islower() or (before.isupper() and after.islower()) else 2 + (sign in _COMMON)
    return -3
