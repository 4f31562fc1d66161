"""The figures of a dashboard, each drawn when it is looked at."""

from dataclasses import dataclass
from datetime import date

from monitoring.charts import Spark, spark, target_chart
from monitoring.charts.target import TargetChart
from monitoring.dashboard.counts import Dashboard, GoalFigure
from monitoring.figures.progression import Progression, progression


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """A figure as it stood on that day."""

    figure: GoalFigure
    on: date

    @property
    def content(self) -> tuple:
        """All that it tells, for {% kept %}."""
        return (self.figure.content, self.on)

    @property
    def small(self) -> Spark:
        return spark(self._progression)

    @property
    def chart(self) -> TargetChart | None:
        """Target and measured, where it stays behind."""
        if not self.figure.is_behind:
            return None
        return target_chart(self._progression, chart_id=f"cijfer-{self.figure.indicator.id}")

    @property
    def _progression(self) -> Progression:
        return progression(self.figure.indicator.agreed, self.figure.indicator.figures, on=self.on)


def drawn_figures(board: Dashboard) -> tuple[DrawnFigure, ...]:
    return tuple(DrawnFigure(figure, board.state.reference_date) for figure in board.measured)
