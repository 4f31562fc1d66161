"""One line of a table with its bounds, for the parts that are measured in this process."""

import gc
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the table: median seconds, what it is compared with, and the bounds that hold."""

    name: str
    seconds: float
    base: float | None = None
    base_name: str = ""
    most_times: float | None = None
    most_seconds: float | None = None
    queries: int | None = None
    most_queries: int | None = None

    @property
    def is_good(self) -> bool:
        too_often = self.most_times is not None and self.seconds > self.most_times * self.base
        too_many = self.most_queries is not None and self.queries > self.most_queries
        return not too_often and not too_many and (self.most_seconds is None or self.seconds < self.most_seconds)

    def __str__(self) -> str:
        ratio = f"{self.seconds / self.base:6.2f} x {self.base_name}" if self.base else ""
        bounds = [f"at most {self.most_times:g} x"] if self.most_times else []
        bounds += [f"under {self.most_seconds * 1000:g} ms"] if self.most_seconds else []
        bounds += [f"at most {self.most_queries} queries"] if self.most_queries else []
        queries = "" if self.queries is None else f"{self.queries:4} queries "
        verdict = "" if not bounds else f"{'ok' if self.is_good else 'TOO SLOW':9}{', '.join(bounds)}"
        return f"{self.name:48}{self.seconds * 1000:9.1f} ms  {ratio:26}{queries}{verdict}"


def timed(job) -> float:
    gc.collect()  # so that nobody clears away what another one left
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
