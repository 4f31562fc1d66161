"""What the arithmetic found, in words: about the figure, never about how well someone does."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.figures.agreed import Agreed, Kind, Per
from monitoring.figures.lines import last_end
from monitoring.figures.progression import Comparison, Progression, Standing


@dataclass(frozen=True, slots=True)
class Account:
    """label: a few words. sentence: what was measured and agreed. remarks: how to read it rightly."""

    label: str
    sentence: str
    remarks: tuple[str, ...]


def account_of(found: Progression) -> Account:
    return Account(label_of(found), _sentence(found), tuple(_remarks(found)))


def label_of(found: Progression) -> str:
    """The standing in a few words that fit the kind of target; not those of the lights."""
    standing, agreed = found.standing, found.agreed
    is_limit = agreed.kind == Kind.MAXIMUM or (agreed.kind == Kind.EXACT and agreed.adds_up and not agreed.is_wanted)
    match standing, agreed.kind:
        case Standing.UNKNOWN, _kind:
            return _("too few figures") if found.latest else _("no figure yet")
        case Standing.NOT_YET, _kind:
            return _("cannot be compared yet")
        case Standing.REACHED, _kind:
            return _("stayed within the limit") if is_limit else _("target reached")
        case Standing.MISSED, _kind:
            return _("passed the limit") if is_limit else _("target not reached")
        case Standing.ON_LINE, Kind.NO_DECREASE:
            return _("has not fallen")
        case Standing.BEHIND, Kind.NO_DECREASE:
            return _("has fallen")
        case Standing.ON_LINE, Kind.RANGE:
            return _("within the margin")
        case Standing.BEHIND, Kind.RANGE:
            return _("outside the margin")
        case Standing.ON_LINE, _kind:
            return _("within the limit") if is_limit else _("keeps up with the line")
    return _("above the limit") if is_limit else _("stays behind the line")


def _sentence(found: Progression) -> str:
    agreed, compared = found.agreed, found.comparison
    if compared is None:
        return _without_comparison(found)
    if agreed.per == Per.AVERAGE:
        return _of_average(found, compared)
    sentences = [_head(agreed, compared)]
    if found.standing in {Standing.ON_LINE, Standing.BEHIND} and compared.line is not None:
        sentences[0] = sentences[0].rstrip(".") + "; " + _line_words(agreed, compared)
    elif found.standing != Standing.NOT_YET and (difference := _difference(agreed, compared)):
        sentences[0] = sentences[0].rstrip(".") + "; " + difference
    return " ".join(sentences)


def _without_comparison(found: Progression) -> str:
    latest, aims = found.latest, found.agreed.aims
    phrase = "; ".join(f"{aim.year}: {aim.phrase}" if aim.year else aim.phrase for aim in aims)
    if latest is None and found.other_prices:
        words = {
            "value": found.agreed.in_words(found.other_prices.value),
            "day": _day(found.other_prices.measured_on),
            "aim": phrase,
        }
        return _("%(value)s on %(day)s; agreed is %(aim)s.") % words
    if latest is None:
        return _("There is no figure yet; agreed is %(aim)s.") % {"aim": phrase} if aims else _("There is no figure yet.")
    words = {"value": found.agreed.in_words(latest.value), "day": _day(latest.measured_on), "aim": phrase}
    if not aims:
        return _("%(value)s on %(day)s; no target was agreed.") % words
    if all(aim.value is None for aim in aims):
        return _("%(value)s on %(day)s; agreed is %(aim)s, which does not stand here as a number.") % words
    return _("%(value)s on %(day)s; no target was agreed for that year.") % words


def _head(agreed: Agreed, compared: Comparison) -> str:
    """The figure beside what was agreed: "38 of at least 75 dwellings through 31 December 2024"."""
    words = {
        "value": agreed.number(compared.value),
        "full": agreed.in_words(compared.value),
        "aim": compared.aim.phrase,
        "day": _day(compared.day),
        "year": compared.end_year,
    }
    if not agreed.adds_up:
        if compared.aim.year:
            return _("%(full)s on %(day)s; agreed is %(aim)s in %(year)s.") % words
        return _("%(full)s on %(day)s; agreed is %(aim)s.") % words
    is_whole_year = agreed.per == Per.YEAR and (compared.day.month, compared.day.day) == (12, 31)
    if not compared.aim.value or agreed.unit.startswith("€"):
        if is_whole_year:
            return _("%(full)s in %(year)s; agreed is %(aim)s.") % words
        return _("%(full)s through %(day)s; agreed is %(aim)s.") % words
    return _("%(value)s of %(aim)s in %(year)s.") % words if is_whole_year else _("%(value)s of %(aim)s through %(day)s.") % words


def _line_words(agreed: Agreed, compared: Comparison) -> str:
    if agreed.adds_up:
        return _("on a straight line there would be %(line)s by then.") % {"line": agreed.number(compared.line)}
    return _("on a straight line it would be %(line)s then.") % {"line": agreed.number(compared.line)}


def _difference(agreed: Agreed, compared: Comparison) -> str:
    """How far the figure ends from its limit; empty within it."""
    if compared.high is not None and compared.value > compared.high:
        return _("that is %(number)s too many.") % {"number": agreed.number(compared.value - compared.high)}
    if compared.low is not None and compared.value < compared.low and (compared.is_final or not agreed.adds_up):
        return _("that is %(number)s too few.") % {"number": agreed.number(compared.low - compared.value)}
    return ""


def _of_average(found: Progression, compared: Comparison) -> str:
    agreed = found.agreed
    words = {"aim": compared.aim.phrase, "day": _day(compared.day), "year": compared.end_year}
    words |= {"total": agreed.number(compared.value), "line": agreed.number(compared.line) if compared.line is not None else ""}
    words |= {"average": agreed.number(found.average) if found.average is not None else ""}
    if not agreed.adds_up:
        return _("On average %(total)s through %(day)s; agreed is on average %(aim)s a year.") % words
    parts = [_("%(total)s through %(day)s; agreed is on average %(aim)s a year through %(year)s.") % words]
    if found.average is not None:
        parts.append(_("The average of the whole years is %(average)s.") % words)
    if compared.line is not None and not compared.is_final:
        parts.append(_("On a straight line there would be %(line)s by then.") % words)
    if found.average_needed is not None:
        needed = {"number": agreed.number(found.average_needed)}
        parts.append(_("The years that remain must have %(number)s on average.") % needed)
    return " ".join(parts)


def _remarks(found: Progression) -> list[str]:
    agreed, compared = found.agreed, found.comparison
    remarks = []
    if found.missing and found.latest:
        remarks.append(_("There is no figure of %(years)s yet.") % {"years": _list([str(year) for year in found.missing])})
    if found.unknown and (compared is None or found.unknown.measured_on > compared.day):
        values = {"day": _day(found.unknown.measured_on), "reason": found.unknown.unknown_reason.rstrip(".")}
        remarks.append(_("The figure of %(day)s is not known yet: %(reason)s.") % values)
    if compared and compared.is_provisional:
        remarks.append(_("The figure is provisional, so it settles nothing yet."))
    if compared and compared.aim.is_provisional:
        remarks.append(_("The target is provisional."))
    if compared and _is_more_than_agreed(agreed, compared):
        number = agreed.number(compared.value - compared.low)
        remarks.append(_("That is %(number)s more than agreed.") % {"number": number})
    if found.outside:
        values = {"day": _day(found.outside.measured_on), "first": agreed.start_year, "last": last_end(agreed)}
        remarks.append(_("The figure of %(day)s lies outside %(first)s through %(last)s and does not count.") % values)
    if found.other_prices:
        values = {"other": found.other_prices.price_level, "own": agreed.price_level}
        remarks.append(_("A figure at the prices of %(other)s cannot be compared with a target at those of %(own)s.") % values)
    elif agreed.price_level:
        remarks.append(_("Price level %(year)s.") % {"year": agreed.price_level})
    return remarks


def _is_more_than_agreed(agreed: Agreed, compared: Comparison) -> bool:
    exact = agreed.kind == Kind.EXACT and compared.low is not None and agreed.adds_up
    return exact and compared.value > compared.low


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _list(words: list[str]) -> str:
    """ "2023", "2023 and 2024", "2023, 2024 and 2025"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
