"""Looking at a page as a whole: once it is there, at each width of the window in which it was opened.

No script of ours asks how wide the window is, so that one page serves all widths.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .watch import PATIENCE

NARROW, PHONE, ZOOMED, DESKTOP = 320, 360, 640, 1280  # 640 is a window of 1280 at 200 %
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong: axe would else send a report of every element that is right.
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
RUN_AXE = "([part, options]) => axe.run(part || document, options).then(({violations}) => violations)"
# What htmx fetches as soon as the page is there.
COMES = ".htmx-request, .htmx-swapping, .htmx-settling"
ALL_CAME = """
async ([coming, patience]) => {
    for (const end = Date.now() + patience; document.querySelector(coming) && Date.now() < end;)
        await new Promise((done) => setTimeout(done, 10));
}
"""
# In one question, for each costs a way there and back.
FAULTS = """
() => {
    const found = [];
    const all = (selector) => [...document.querySelectorAll(selector)];
    const levels = all("h1, h2, h3, h4, h5, h6").map((heading) => Number(heading.tagName[1]));
    const first = levels.filter((level) => level === 1).length;
    if (first !== 1) found.push(`${first} times h1`);
    levels.forEach((level, at) => {
        const above = at ? levels[at - 1] : 0;
        if (level > above + 1) found.push(`h${level} below h${above}`);
    });
    const beside = document.documentElement.scrollWidth - window.innerWidth;
    if (beside > 0) found.push(`${beside} pixels stand beside a window of ${window.innerWidth}`);
    if (document.documentElement.lang !== "nl") found.push(`language «${document.documentElement.lang}»`);
    const end = location.pathname.startsWith("/openbaar/") ? "" : " – Driehoek"; // which are of the parties
    if (!document.title || !document.title.trim().endsWith(end)) found.push(`title «${document.title}»`);
    const without = all("main :is(table:not([role=table]), tr:not([role=row]), td:not([role=cell]), th:not([role]))");
    for (const part of without) found.push(`no role: ${part.outerHTML.slice(0, 60)}`);
    return found;
}
"""
# What is cut off: boxes in the text that hide what does not fit in them; not what is there for readers alone, in one pixel.
CLIPPED = """
found => found
    .map(box => [box, getComputedStyle(box)])
    .filter(([box, style]) => ["hidden", "clip"].includes(style.overflowX) && box.scrollWidth > box.clientWidth + 1)
    .filter(([box, style]) => style.position !== "absolute" || box.clientWidth > 1 || box.clientHeight > 1)
    .map(([box]) => `${box.tagName} ${box.className}: ${box.textContent.trim().slice(0, 60)}`)
"""


def settle(page: Page) -> None:
    """The page is there, with what it fetches by itself; what comes after a click may still be on its way."""
    page.evaluate(ALL_CAME, [COMES, PATIENCE])


def at_width(page: Page, width: int) -> None:
    settle(page)
    page.set_viewport_size({"width": width, "height": 800})


def assert_well_built(page: Page) -> None:
    """One h1, no heading level skipped, nothing beside the window, a language and a title, and tables that say what they are.

    The roles are written out because a browser forgets them where the style sheet shows a row as a block.
    """
    settle(page)
    faults = page.evaluate(FAULTS)
    assert not faults, f"{page.url}: {faults}"


def clipped(page: Page) -> list[str]:
    settle(page)
    return page.eval_on_selector_all("main *:not(.hidden, .renvooi__said, thead, thead *)", CLIPPED)


def look_with_axe(page: Page, part: str | None = None) -> None:
    settle(page)
    if not page.evaluate("'axe' in window"):  # half a megabyte, which the next look at the same page finds there
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN_AXE, [part, OPTIONS])
    assert not violations, f"{page.url}\n{readable(violations)}"


def look_at(page: Page, *widths: int, also: Callable[[], None] = lambda: None) -> None:
    """The page as it stands is well built at each of these widths, and so is what `also` asserts.

    Axe, which takes longest, looks at the narrowest and the widest: in between is no colour and no word that neither has.
    """
    for width in widths:
        at_width(page, width)
        assert_well_built(page)
        assert not (cut := clipped(page)), f"{page.url} at {width}: {cut}"
        also()
        if width in {min(widths), max(widths)}:
            look_with_axe(page)


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def readable(violations: list[dict]) -> str:
    """One line per rule, and under it where it is broken and how."""
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}    {node['html'][:160]}")
            lines += [f"        {check['message']}" for check in [*node["any"], *node["all"], *node["none"]]]
    return "\n".join(lines)
