"""What a visitor of the explore page waits for, against a page of its size with a static table of thirty thumbnails."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.served import ROOT, chromium, serve

PAINTS = 15
CHANGES = 20
MILLISECONDS = 120_000  # to wait at most


@dataclass(frozen=True)
class Visited:
    """A page: its script, its path, when all of it is painted (JavaScript), and whose text a choice changes."""

    script: Path
    path: str
    is_painted: str
    changes: str


EXPLORE = Visited(
    ROOT / "streamlit_app.py",
    "/explore",
    """[...document.querySelectorAll('.st-key-sample_grid img')].filter(image => image.complete).length >= 12
       && document.querySelectorAll('.st-key-confusion g.mark-text.role-mark text').length >= 100""",
    ".st-key-sample_grid",
)
TABLE = Visited(
    ROOT / "benchmarks/apps/thumbnail_table.py",
    "/thumbnails",
    "[...document.querySelectorAll('.st-key-thumbnails img')].filter(image => image.complete).length >= 30",
    ".st-key-order",
)

# Milliseconds from the beginning of the navigation until all is painted.
_PAINTED = """() => new Promise(resolve => {
    const look = () => (%s) ? resolve(performance.now()) : requestAnimationFrame(look);
    look();
})"""

# Milliseconds from the choice until the text that it changes, the last on the page, has changed.
_WATCH = """() => {
    const text = () => document.querySelector('%s').textContent;
    const before = text();
    let chosen = 0;
    window.addEventListener('pointerup', () => { chosen = performance.now(); }, {once: true, capture: true});
    window.delay = new Promise(resolve => {
        const look = () => text() !== before
            ? resolve(performance.now() - chosen) : requestAnimationFrame(look);
        look();
    });
}"""


def first_paint() -> float:
    """How many times longer it takes to paint the explore page than to paint the table."""
    return _ratio(PAINTS, _milliseconds_to_paint)


def filter_change() -> float:
    """How many times longer it takes to show samples in another order than to say another word below the table."""
    return _ratio(CHANGES, _milliseconds_to_change)


def _ratio(times: int, measure: Callable[[Page, str, Visited, int], float]) -> float:
    """The median of as many ratios, each of two measurements one after the other: the machine's load drifts."""
    with chromium() as browser, ExitStack() as stack:
        opened = {visited: stack.enter_context(_opened(browser, visited)) for visited in (EXPLORE, TABLE)}
        ratios = []
        for number in range(times):
            milliseconds = {}
            for visited, (page, url) in opened.items():
                page.bring_to_front()
                milliseconds[visited] = measure(page, url, visited, number)
            ratios.append(milliseconds[EXPLORE] / milliseconds[TABLE])
    return statistics.median(ratios)


@contextmanager
def _opened(browser: Browser, visited: Visited) -> Iterator[tuple[Page, str]]:
    """The page in a server of its own, painted once before it is measured."""
    with serve(visited.script) as (address, _):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(MILLISECONDS)
        url = address + visited.path
        _milliseconds_to_paint(page, url, visited, 0)
        yield page, url


def _milliseconds_to_paint(page: Page, url: str, visited: Visited, number: int) -> float:
    page.goto(url, wait_until="commit")
    return float(page.evaluate(_PAINTED % visited.is_painted))


def _milliseconds_to_change(page: Page, url: str, visited: Visited, number: int) -> float:
    page.get_by_role("combobox", name="Sort by").click()
    option = page.get_by_role("option", name=("loss", "confidence")[number % 2])
    option.wait_for()
    page.evaluate(_WATCH % visited.changes)
    option.click()
    return float(page.evaluate("window.delay"))
