"""What looks at a page at once first waits until the page is there: after a click it may still be coming in.

`expect` waits by itself; it alone waits for what comes without a new page, and for the page that comes after the press of a key.
"""

from collections.abc import Callable
from functools import wraps

import pytest
from playwright.sync_api import Locator, Page

AT_ONCE = {
    Page: ("content", "eval_on_selector_all", "evaluate", "title"),
    Locator: (
        "all",
        "all_inner_texts",
        "aria_snapshot",
        "bounding_box",
        "count",
        "evaluate",
        "get_attribute",
        "inner_text",
        "input_value",
        "is_visible",
    ),
}


def read_once_it_is_there(patch: pytest.MonkeyPatch) -> None:
    for kind, names in AT_ONCE.items():
        for name in names:
            patch.setattr(kind, name, _once_it_is_there(getattr(kind, name)))


def _once_it_is_there(read: Callable) -> Callable:
    @wraps(read)
    def wait_and_read(self, *args, **kwargs):
        page = self if isinstance(self, Page) else self.page
        page.wait_for_load_state()
        return read(self, *args, **kwargs)

    return wait_and_read
