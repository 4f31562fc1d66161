"""The dashboard of a party over all its agreements and municipalities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.markdown import first_words
from monitoring.calendar import day_of
from monitoring.charts import Event, timeline
from monitoring.charts.counts import StackedCounts
from monitoring.charts.timeline import Timeline
from monitoring.dashboard.bars import light_bars
from monitoring.dashboard.behind import figures_behind
from monitoring.dashboard.board import EVERYTHING
from monitoring.dashboard.mine import NextYear
from monitoring.dashboard.portfolio import AHEAD, ROWS, Due, Portfolio, PortfolioAgreement, Together, collect_portfolio
from monitoring.models import Meeting, Round
from parties.models import Party, PartyMember, User
from parties.prepared import Prepared
from parties.remembered import Remembered
from parties.row_ids import row_id

ENTRIES, BARS = 25, 24  # what one reads on a page; the counts lead to the rest
COLOURS = {Round: "#9a3d00", Meeting: "#1a1d21"}


@dataclass(frozen=True, slots=True)
class EntryShown:
    """The row of one agreement, in words and numbers; old_news_of is the reference date of a round that is long ago."""

    slug: str
    year: int
    name: str
    round: str
    old_news_of: date | None
    municipalities: tuple[str, ...]
    next: NextYear | None
    numbers: tuple[tuple[str, int], ...]  # by light
    total: int

    @property
    def content(self) -> "EntryShown":
        """For {% kept %}: itself, as it has words and numbers alone."""
        return self


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows of the portfolio, and what it leaves to the dashboards of the agreements."""

    portfolio: Portfolio

    @property
    def rows(self):
        return self.portfolio.exceptions

    @property
    def more(self) -> int:
        return self.portfolio.troubled - len(self.portfolio.exceptions)

    @property
    def entries(self) -> list[EntryShown]:
        """Those with most that needs attention, in the order of the agreements."""
        found = self.portfolio.entries
        busiest = {id(entry) for entry in sorted(found, key=lambda entry: -entry.troubled)[:ENTRIES]}
        lights = [count.light for count in self.portfolio.totals.lights if count.number]
        return [_shown(entry, lights) for entry in found if id(entry) in busiest]

    @property
    def more_entries(self) -> int:
        return max(len(self.portfolio.entries) - ENTRIES, 0)


def _shown(entry: PortfolioAgreement, lights: list[str]) -> EntryShown:
    slug, following = entry.agenda.agreement.slug, entry.next
    return EntryShown(
        slug=slug,
        year=entry.agenda.year,
        name=entry.name,
        round=entry.round.name if entry.round else "",
        old_news_of=entry.round.reference_date if entry.round and entry.is_stale else None,
        municipalities=entry.municipalities,
        next=NextYear.of(following, slug) if following else None,
        numbers=tuple((light, entry.counts.number_of(light)) for light in lights),
        total=entry.counts.total,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands under the heading, and of how many agreements."""

    number: int
    parts: SafeString


_TOLD: Remembered[_Told] = Remembered(most=16)


@require_safe
def dashboard(request, pk: int):
    """What goes wrong in what the party leads, per agreement; a region or umbrella with its members."""
    party, members = _with_members(request.user, pk)
    today, everything = day_of(timezone.now()), EVERYTHING in request.GET
    keys = (party.pk, *(member.pk for member in members))
    known = (request.user.pk, request.user.is_superuser, keys, everything, today)
    told = _TOLD.get(known, lambda: _told(request.user, [party, *members], everything=everything, today=today))
    context = {"party": party, "members": members, "today": today, "number": told.number, "told": told.parts}
    return render(request, "monitoring/party_dashboard.html", context)


def _told(user: User, parties: list[Party], *, everything: bool, today: date) -> _Told:
    portfolio = collect_portfolio(user, parties, today=today, everything=everything)
    busiest = sorted(portfolio.entries, key=lambda entry: -entry.troubled)[:BARS]
    context = {
        "party": parties[0].pk,
        "page": Page(portfolio),
        "portfolio": portfolio,
        "everything": everything,
        "total_chart": light_bars([("", portfolio.totals)], chart_id="totaal", title=_("All actions")),
        "entry_chart": _bars(busiest, chart_id="per-afspraken", title=_("By agreement")),
        "place_chart": _bars(portfolio.municipalities[:BARS], chart_id="per-gemeente", title=_("By municipality")),
        "timeline": _timeline(portfolio, today),
    }
    return _Told(len(portfolio.entries), render_to_string("monitoring/party/board.html", context))


@require_safe
def figures(request, pk: int):
    """The figures that stay behind, over all its agreements; the dashboard fetches them when one comes there."""
    party, members = _with_members(request.user, pk)
    found = figures_behind(request.user, {row.pk for row in (party, *members)}, today=day_of(timezone.now()))
    context = {"party": party, "rows": found[:ROWS], "more": max(len(found) - ROWS, 0)}
    return render(request, "monitoring/party_figures.html", context)


def _with_members(user, pk: int) -> tuple[Party, list[Party]]:
    """One query, and one more for a party that has members; else a 404."""
    key = row_id(pk)
    found = [] if key is None else _visible.models(user.pk, key, is_superuser=user.is_superuser)
    if not found:
        raise Http404
    return found[0], _members_of.models(key) if found[0].has_members else []


@Prepared
def _visible(user: int, pk: int, *, is_superuser: bool) -> QuerySet[Party]:
    parties = Party.objects.visible_to(User(pk=user, is_superuser=is_superuser)).filter(pk=pk).select_related("successor")
    return parties.annotate(has_members=Exists(PartyMember.objects.filter(umbrella=OuterRef("pk"))))


@Prepared.in_order
def _members_of(party: int) -> QuerySet[Party]:
    return Party.objects.filter(umbrella_rows__umbrella=party)


def _bars(rows: Iterable[PortfolioAgreement | Together], **chart: str) -> StackedCounts:
    return light_bars([(row.label, row.counts) for row in rows], **chart)


def _timeline(portfolio: Portfolio, today) -> Timeline:
    shown = portfolio.ahead
    last = shown[-1].on + timedelta(days=14) if shown else today + AHEAD
    events = [Event(_in_words(due), due.on, colour=COLOURS.get(type(due.what), "#0b4f5c")) for due in shown]
    return timeline(events, first=today, last=last, today=today, chart_id="wanneer", title=_("What is due when"))


def _in_words(due: Due) -> str:
    place = ", ".join(due.entry.municipalities) or due.entry.name
    if isinstance(due.what, Round):
        what = _("last day of %(round)s") % {"round": due.what.name}
    elif isinstance(due.what, Meeting):
        what = due.what.name
    else:
        what = due.what.project or first_words(due.what.text, 48)
    return f"{place}: {what}"
