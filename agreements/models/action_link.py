"""Where an action comes from: the same one of an earlier year, a part of it, or several of them taken together."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models.expressions import Func
from django.utils.translation import gettext_lazy as _

from parties.history.records import History, refuse

from .agreement import InAgreement

Line = Iterable[tuple[int, int]]  # how many links back, and the key of the action there


class ActionLink(InAgreement):
    """An action of an earlier year and the one in which it goes on; within a year where it was split or merged in mid-year.

    One that was carried over or split off has one link back; one that was merged has a link to each that it was made of.
    """

    class Kind(models.TextChoices):
        CARRIED = "carried", _("carried over")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")

    ALONE = (Kind.CARRIED, Kind.SPLIT)
    WITHIN_A_YEAR = (Kind.SPLIT, Kind.MERGED)  # the action from which it comes was dropped then

    earlier = models.ForeignKey("Action", verbose_name=_("earlier action"), on_delete=models.RESTRICT, related_name="later_links")
    later = models.ForeignKey("Action", verbose_name=_("later action"), on_delete=models.CASCADE, related_name="earlier_links")
    kind = models.CharField(_("how"), max_length=20, choices=Kind, default=Kind.CARRIED)

    history = History()
    agreement_path = "later__agenda__agreement"
    natural_key_fields = (
        "later__agenda__agreement__slug",
        "later__agenda__year",
        "later__goal__theme__number",
        "later__goal__theme__title",
        "later__goal__number",
        "later__position",
        "pk",
    )

    class Meta:
        verbose_name = _("link between years")
        verbose_name_plural = _("links between years")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later"],
                name="action_link_once",
                violation_error_message=_("These two actions are linked already."),
            ),
            models.UniqueConstraint(
                fields=["later"],
                condition=models.Q(kind__in=["carried", "split"]),
                name="action_comes_from_one",
                violation_error_message=_("This action comes from another one already; only a merged action comes from several."),
            ),
            models.CheckConstraint(
                condition=~models.Q(earlier=models.F("later")),
                name="action_link_between_two",
                violation_error_message=_("An action does not follow itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"

    def clean(self) -> None:
        super().clean()
        if self.earlier_id is None or self.later_id is None:
            return
        if self.earlier_id == self.later_id:
            refuse(earlier=_("An action does not follow itself."))
        earlier, later = self.earlier.agenda, self.later.agenda
        if earlier.agreement_id not in {later.agreement_id, later.agreement.predecessor_id}:
            refuse(earlier=_("This action belongs to another agreement."))
        if earlier.year > later.year or (earlier.year == later.year and not self._is_within_a_year()):
            refuse(earlier=_("An action comes from an earlier year."))
        self._refuse_two_lines(later)

    def _is_within_a_year(self) -> bool:
        return self.kind in self.WITHIN_A_YEAR and self.earlier.is_dropped and not self.later.is_dropped

    def _refuse_two_lines(self, agenda) -> None:
        """One line of carrying over goes on; what is merged is merged only."""
        others = ActionLink.objects.exclude(pk=self.pk)
        beside = others.filter(later=self.later_id)
        if (beside if self.kind in self.ALONE else beside.filter(kind__in=self.ALONE)).exists():
            refuse(later=_("This action comes from another one already; only a merged action comes from several."))
        same_year = others.filter(earlier=self.earlier_id, later__agenda=agenda)
        if (same_year if self.kind != self.Kind.SPLIT else same_year.exclude(kind=self.Kind.SPLIT)).exists():
            refuse(earlier=_("This action goes on in %(year)s already.") % {"year": agenda.year})


class LinesBack(Func):
    """For rows of actions: every action from which each one comes, over any number of years. No query more.

    A list of [links back, key], the action itself first with 0; lineage_in() puts it in order.
    """

    output_field = models.JSONField()
    arity = 1
    back = (
        "(WITH RECURSIVE line(pk, back) AS (SELECT %(expressions)s, 0 UNION SELECT link.earlier_id, line.back + 1"
        " FROM line JOIN {link} ON link.later_id = line.pk) SELECT {pairs} FROM line)"
    )
    # One link at a time: PostgreSQL takes a line for ten rows and, where it knows nothing of the links, would read all of them.
    looked_up = "LATERAL (SELECT earlier_id, later_id FROM agreements_actionlink WHERE later_id = line.pk OFFSET 0) link"

    def as_sqlite(self, compiler, connection, **context):
        back = self.back.format(link="agreements_actionlink link", pairs="JSON_GROUP_ARRAY(JSON_ARRAY(back, pk))")
        return self.as_sql(compiler, connection, template=back, **context)

    def as_postgresql(self, compiler, connection, **context):
        back = self.back.format(link=self.looked_up, pairs="JSONB_AGG(JSONB_BUILD_ARRAY(back, pk))")
        return self.as_sql(compiler, connection, template=back, **context)


def lineage_in(line: Line) -> tuple[int, ...]:
    """The keys of such a line, the action itself first, then the earlier ones, the newest first."""
    furthest: dict[int, int] = defaultdict(int)
    for back, pk in line:
        furthest[pk] = max(furthest[pk], back)
    return tuple(sorted(furthest, key=lambda pk: (furthest[pk], pk)))
