"""What the site logs, as the lines that an administrator gets."""

import io
import json
import logging

import pytest

from operations.watching import health
from operations.watching.log import JsonFormatter


class Log:
    """Everything that was logged, as JSON."""

    def __init__(self):
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def log():
    """All loggers, from DEBUG on, in the form of a site that others reach."""
    found, root, middleware = Log(), logging.getLogger(), logging.getLogger("operations.watching.middleware")
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(JsonFormatter())
    before = (root.level, middleware.level)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    middleware.setLevel(logging.INFO)
    yield found
    root.removeHandler(handler)
    root.setLevel(before[0])
    middleware.setLevel(before[1])


@pytest.fixture(autouse=True)
def asked_anew():
    health.forget()
    yield
    health.forget()
