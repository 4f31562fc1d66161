"""Looking at a page as a whole: once it is there, at each width of the window in which it was opened.

No script of ours asks how wide the window is, so that one page serves all widths.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.templatetags.static import static
from playwright.sync_api import Page

from .watch import PATIENCE

NARROW, PHONE, ZOOMED, DESKTOP = 320, 360, 640, 1280  # 640 is a window of 1280 at 200 %
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong: axe would else send a report of every element that is right. And it reads nothing beforehand, which takes a
# quarter of its time and is for sound that plays by itself: no page of ours has any.
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}
# The page loads it as its other scripts, for half a megabyte is much to send along with a question. Axe then asks the contrast of
# every word, two thirds of its time; `again`, at a second width, only of what looks different there or was not to be seen before.
RUN_AXE = """
async ([address, part, options, again]) => {
    const load = (onload, onerror) => {
        const script = Object.assign(document.createElement("script"), {src: address, onload, onerror});
        document.head.append(script);
        script.remove();
    };
    const looks = () => new Map([...document.querySelectorAll("body, body *")].map((element) => {
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return [element, ""];
        const style = getComputedStyle(element);
        return [element, [
            style.color, style.backgroundColor, style.backgroundImage, style.fontSize, style.fontWeight, style.opacity,
            style.filter, style.mixBlendMode, style.textShadow, style.position, style.zIndex,
        ].join()];
    }));
    const violationsOf = async (within, options) => (await axe.run(within, options)).violations;
    if (!window.axe) await new Promise(load);
    const before = window.looksBefore, now = window.looksBefore = looks();
    if (!again || !before) return violationsOf(part || document, options);
    const isOther = (element) => now.get(element) && now.get(element) !== before.get(element);
    const outermost = [...now.keys()].filter((element) => isOther(element) && !isOther(element.parentElement));
    const found = await violationsOf(document, {...options, rules: {"color-contrast": {enabled: false}}});
    if (!outermost.length) return found;
    return [...found, ...await violationsOf({include: outermost}, {...options, runOnly: ["color-contrast"]})];
}
"""
# What htmx fetches as soon as the page is there.
ALL_CAME = """
async (patience) => {
    const coming = ".htmx-request, .htmx-swapping, .htmx-settling";
    for (const end = Date.now() + patience; document.querySelector(coming) && Date.now() < end;)
        await new Promise((done) => setTimeout(done, 10));
}
"""
# In one question, for each costs a way there and back. Cut off are boxes in the text that hide what does not fit in them, but for
# what is there for readers alone, in one pixel.
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
    for (const box of all("main *:not(.hidden, .renvooi__said, thead, thead *)")) {
        const style = getComputedStyle(box);
        const hides = ["hidden", "clip"].includes(style.overflowX) && box.scrollWidth > box.clientWidth + 1;
        const isSeen = style.position !== "absolute" || box.clientWidth > 1 || box.clientHeight > 1;
        if (hides && isSeen) found.push(`cut off: ${box.tagName} ${box.className}: ${box.textContent.trim().slice(0, 60)}`);
    }
    return found;
}
"""


def settle(page: Page) -> None:
    """The page is there, with what it fetches by itself; what comes after a click may still be on its way."""
    page.evaluate(ALL_CAME, PATIENCE)


def unfold(page: Page, folds: str = "details") -> None:
    settle(page)
    page.evaluate("(folds) => document.querySelectorAll(folds).forEach((fold) => { fold.open = true; })", folds)


def at_width(page: Page, width: int) -> None:
    size = {"width": width, "height": 800}
    if page.viewport_size != size:
        settle(page)
        page.set_viewport_size(size)


def assert_well_built(page: Page) -> None:
    """One h1, no heading level skipped, nothing beside the window or cut off, a language and a title, and tables that say what
    they are.

    The roles are written out because a browser forgets them where the style sheet shows a row as a block.
    """
    faults = page.evaluate(once_all_came(FAULTS))
    assert not faults, f"{page.url} at {page.viewport_size}: {faults}"


def look_with_axe(page: Page, part: str | None = None, *, again: bool = False) -> None:
    """`again`: the same page at another width, where the contrast is asked only of what looks different."""
    violations = page.evaluate(once_all_came(RUN_AXE), [static("axe/axe.min.js"), part, OPTIONS, again])
    assert not violations, f"{page.url}\n{readable(violations)}"


def once_all_came(question: str) -> str:
    """The question to the page, asked once it has settled; without a way there and back of its own."""
    return f"async (asked) => {{ await ({ALL_CAME})({PATIENCE}); return ({question})(asked); }}"


def look_at(page: Page, *widths: int, also: Callable[[], None] = lambda: None) -> None:
    """The page as it stands is well built at each of these widths, and so is what `also` asserts.

    Axe, which takes longest, looks at the narrowest and the widest: in between is no colour and no word that neither has. At the
    second of them it asks the contrast only of what looks different there.
    """
    again = False
    for width in widths:
        at_width(page, width)
        assert_well_built(page)
        also()
        if width in {min(widths), max(widths)}:
            look_with_axe(page, again=again)
            again = True


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
