"""What a visitor of the explore page waits for, against a page of its size with a static table of thirty thumbnails."""

import statistics
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Locator, Page

from benchmarks.served import ROOT, Served, chromium, serve
from mnist_app.exploring.evidence import read_evidence
from mnist_app.runs.runs import DEFAULT_RUN
from mnist_app.text import explore_labels as labels

PAINTS = 15
CHANGES = 20
MILLISECONDS = 120_000  # to wait at most

Prepare = Callable[[Page, int], Callable[[], None]]  # goes as far as to the last act of a choice, and gives that


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
MATRIX = Visited(
    ROOT / "streamlit_app.py",
    "/explore",
    "document.querySelectorAll('.st-key-confusion g.mark-text.role-mark text').length >= 100",
    ".st-key-sample_grid",
)
MAP = Visited(
    ROOT / "streamlit_app.py",
    "/explore?view=Map",
    """[...document.querySelectorAll('.st-key-map canvas')].some(canvas => canvas.getContext('2d')
       .getImageData(0, 0, canvas.width, canvas.height).data.some((value, place) => place % 4 === 3 && value))""",
    ".st-key-samples",
)
TABLE = Visited(
    ROOT / "benchmarks/apps/thumbnail_table.py",
    "/thumbnails",
    "[...document.querySelectorAll('.st-key-thumbnails img')].filter(image => image.complete).length >= 30",
    ".st-key-filter",
)

# Milliseconds from the beginning of the navigation until all is painted.
_PAINTED = """() => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the page is never painted')), %d);
    const look = () => (%s) ? resolve(performance.now()) : requestAnimationFrame(look);
    look();
})"""

# Milliseconds from the choice until the text that it changes, the last on the page, has changed.
_WATCH = """() => {
    const text = () => document.querySelector('%s').textContent;
    const before = text();
    let chosen = 0;
    for (const event of ['pointerup', 'keydown'])
        window.addEventListener(event, () => { chosen = performance.now(); }, {once: true, capture: true});
    window.delay = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('the choice changes nothing')), 30000);
        const look = () => text() !== before
            ? resolve(performance.now() - chosen) : requestAnimationFrame(look);
        look();
    });
}"""


def first_paint() -> float:
    """How many times longer it takes to paint the explore page than to paint the table."""
    return _ratio(PAINTS, _milliseconds_to_paint)


def map_paint() -> float:
    """How many times longer it takes to paint the map of all test digits than to paint the confusion matrix."""
    return _ratio(PAINTS, _milliseconds_to_paint, MAP, MATRIX)


def filter_change() -> float:
    """How many times longer it takes to show other samples than to name the filter below the table; worst filter."""
    return max(_ratio(CHANGES, partial(_milliseconds_to_change, prepare)) for prepare in _filters())


def memory_growth() -> float:
    """How many times more memory the server has after all filters were changed as often again."""
    with chromium() as browser, serve(EXPLORE.script) as served:
        page = _open(browser, served, EXPLORE)
        kilobytes = []
        for _ in range(2):
            for prepare in _filters():
                _milliseconds_to_paint(page, served.url + EXPLORE.path, EXPLORE, 0)
                for number in range(CHANGES):
                    _milliseconds_to_change(prepare, page, served.url, EXPLORE, number)
            resident = subprocess.run(
                ["ps", "-o", "rss=", "-p", str(served.process_id)], capture_output=True, text=True, check=True
            )
            kilobytes.append(int(resident.stdout))
    return kilobytes[1] / kilobytes[0]


def _ratio(
    times: int,
    measure: Callable[[Page, str, Visited, int], float],
    measured: Visited = EXPLORE,
    reference: Visited = TABLE,
) -> float:
    """The median of as many ratios, each of two measurements one after the other: the machine's load drifts."""
    with chromium() as browser, ExitStack() as stack:
        opened = {visited: stack.enter_context(_opened(browser, visited)) for visited in (measured, reference)}
        ratios = []
        for number in range(times):
            milliseconds = {}
            for visited, (page, url) in opened.items():
                page.bring_to_front()
                milliseconds[visited] = measure(page, url, visited, number)
            ratios.append(milliseconds[measured] / milliseconds[reference])
    return statistics.median(ratios)


@contextmanager
def _opened(browser: Browser, visited: Visited) -> Iterator[tuple[Page, str]]:
    """The page in a server of its own, painted once before it is measured; and its address."""
    with serve(visited.script) as served:
        yield _open(browser, served, visited), served.url + visited.path


def _open(browser: Browser, served: Served, visited: Visited) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(MILLISECONDS)
    _milliseconds_to_paint(page, served.url + visited.path, visited, 0)
    return page


def _milliseconds_to_paint(page: Page, url: str, visited: Visited, number: int) -> float:
    page.goto(url, wait_until="commit")
    return float(page.evaluate(_PAINTED % (MILLISECONDS, visited.is_painted)))


def _milliseconds_to_change(prepare: Prepare, page: Page, url: str, visited: Visited, number: int) -> float:
    choose = prepare(page, number)
    page.evaluate(_WATCH % visited.changes)
    choose()
    return float(page.evaluate("window.delay"))


def _filters() -> list[Prepare]:
    """Each goes to and fro between two choices that show different samples of the default network."""
    answers = read_evidence(DEFAULT_RUN).answers
    return [
        partial(_prepare_option, labels.TRUE_DIGIT, _first_and_last(answers.true[answers.is_wrong])),
        partial(_prepare_option, labels.READ_AS, _first_and_last(answers.pred[answers.is_wrong])),
        partial(_prepare_option, labels.OUTCOME, ("unsure", "wrong")),
        partial(_prepare_option, labels.SORT_BY, ("loss", "surest")),
        partial(_prepare_limit, labels.SURE_TO, ("90", "100")),
        _prepare_toggle,
    ]


def _first_and_last(digits: npt.NDArray[np.integer]) -> tuple[str, str]:
    return str(digits.min()), str(digits.max())


def _prepare_option(name: str, options: tuple[str, str], page: Page, number: int) -> Callable[[], None]:
    page.get_by_role("combobox", name=name).click()
    option = page.get_by_role("option", name=options[number % 2], exact=True)
    option.wait_for()
    return option.click


def _prepare_limit(name: str, limits: tuple[str, str], page: Page, number: int) -> Callable[[], None]:
    limit = _in_popover(page, page.get_by_role("spinbutton", name=name))
    limit.fill(limits[number % 2])
    return partial(limit.press, "Enter")


def _prepare_toggle(page: Page, number: int) -> Callable[[], None]:
    return _in_popover(page, page.get_by_text(labels.HIDE_DISPUTED)).click


def _in_popover(page: Page, widget: Locator) -> Locator:
    """That widget, after the popover that holds it has been opened."""
    if not widget.is_visible():
        page.get_by_role("button", name=labels.MORE_FILTERS).click()
        widget.wait_for()
    return widget
