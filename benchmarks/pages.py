"""What a visitor waits for, against the least app that does something alike, both in a real Chromium."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.served import ROOT, chromium, serve

APP = ROOT / "streamlit_app.py"
BARE_CANVAS = ROOT / "benchmarks/apps/bare_canvas.py"
LOAD = "from mnist_app.recognizer import Recognizer; Recognizer.load()"
STARTS = 5
STROKES = 15
EXPLANATIONS = 11
STROKE = [(80, 60), (140, 62), (200, 60), (165, 145), (130, 230)]  # (x, y) on the canvas: a 7
PAUSE = 500  # milliseconds between clearing and drawing: nobody is faster
MILLISECONDS = 120_000  # to wait at most

# The time between the pen's leaving the canvas and the change of the answer's text, in milliseconds.
WATCH_ANSWER = """() => {
    const answer = () => document.querySelector('.st-key-answer')?.textContent;
    const before = answer();
    let lifted = 0;
    window.addEventListener('mouseup', () => { lifted = performance.now(); }, {once: true, capture: true});
    window.delay = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('no answer to the stroke')), 30000);
        new MutationObserver((_, observer) => {
            if (answer() !== before) { observer.disconnect(); resolve(performance.now() - lifted); }
        }).observe(document.body, {childList: true, subtree: true, characterData: true});
    });
}"""


# The time between the click that opens Why? and its first picture's being there to be seen, in milliseconds.
_WATCH_WHY = """() => {
    if (document.querySelector('.st-key-why img')) throw new Error('Why? shows a picture before it is opened');
    let clicked = 0;
    window.addEventListener('click', () => { clicked = performance.now(); }, {once: true, capture: true});
    window.delay = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('Why? shows no picture')), 30000);
        const look = () => {
            const picture = document.querySelector('.st-key-why img');
            if (!picture) return;
            watch.disconnect();
            picture.decode().then(() => resolve(performance.now() - clicked), reject);
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, {childList: true, subtree: true});
    });
}"""


def canvas_after_start() -> float:
    """How many times longer it takes from starting the server to a canvas that can be drawn on."""
    with chromium() as browser:
        times: dict[Path, list[float]] = {script: [] for script in (APP, BARE_CANVAS)}
        for _ in range(STARTS):
            for script, seconds in times.items():
                seconds.append(_seconds_to_canvas(browser, script))
    return statistics.median(times[APP]) / statistics.median(times[BARE_CANVAS])


def network_after_opening() -> float:
    """How many times longer a visitor waits for the network than it takes to load by itself, Python included."""
    with chromium() as browser:
        times: list[list[float]] = [[], []]
        for _ in range(STARTS):
            times[0].append(_seconds_to_network(browser))
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, check=True, capture_output=True)
            times[1].append(time.perf_counter() - start)
    return statistics.median(times[0]) / statistics.median(times[1])


def answer_after_stroke() -> float:
    """How many times longer it takes from pen-up to the answer than to the sum of the bare canvas's pixels."""
    with chromium() as browser, serve(APP) as app, serve(BARE_CANVAS) as bare:
        pages = [_open_and_draw(browser, app.url, "Nothing drawn yet"), _open_and_draw(browser, bare.url, "Nothing")]
        delays: list[list[float]] = [[], []]
        for _ in range(STROKES):
            for page, milliseconds in zip(pages, delays, strict=True):
                clear(page)
                milliseconds.append(stroke(page))
        return statistics.median(delays[0]) / statistics.median(delays[1])


def milliseconds_to_why() -> float:
    """How long it takes from the click on Why? to its first picture, for a digit that was not explained before."""
    with chromium() as browser, serve(APP) as app:
        page = _open_and_draw(browser, app.url, "Nothing drawn yet")
        open_why(page)  # the first one loads what the page shows it with
        delays = []
        for number in range(1, EXPLANATIONS + 1):
            page.locator(".st-key-why summary").click()  # closes it
            clear(page)
            stroke(page, shift=2 * number)  # another digit than any before
            page.wait_for_timeout(PAUSE)  # what follows the answer is shown, too, before anyone clicks
            delays.append(open_why(page))
    return statistics.median(delays)


def open_why(page: Page) -> float:
    """Open Why?, which is closed; the milliseconds from the click to its first picture."""
    page.evaluate(_WATCH_WHY)
    page.locator(".st-key-why summary").click()
    return float(page.evaluate("window.delay"))


def _seconds_to_canvas(browser: Browser, script: Path) -> float:
    start = time.perf_counter()
    with serve(script) as served:
        page = browser.new_page()
        page.goto(served.url)
        page.locator("canvas.upper-canvas").wait_for(timeout=MILLISECONDS)
        seconds = time.perf_counter() - start
        page.close()
    return seconds


def _seconds_to_network(browser: Browser) -> float:
    with serve(APP) as served:
        start = time.perf_counter()
        page = open_page(browser, served.url, "Nothing drawn yet")
        seconds = time.perf_counter() - start
        page.close()
    return seconds


def _open_and_draw(browser: Browser, url: str, nothing: str) -> Page:
    page = open_page(browser, url, nothing)
    stroke(page)  # the first one loads what the page shows an answer with
    return page


def open_page(browser: Browser | BrowserContext, url: str, nothing: str) -> Page:
    page = browser.new_page()
    page.goto(url)
    expect(page.locator(".st-key-answer")).to_contain_text(nothing, timeout=MILLISECONDS)
    return page


def clear(page: Page) -> None:
    page.bring_to_front()
    page.locator(".st-key-clear button").click()
    expect(page.locator(".st-key-answer")).to_contain_text("Nothing", timeout=MILLISECONDS)
    page.wait_for_timeout(PAUSE)


def stroke(page: Page, shift: int = 0) -> float:
    """Draw one stroke, its top shifted by so many pixels; the milliseconds from pen-up to the answer."""
    canvas = page.locator("canvas.upper-canvas")
    (left, top), *others = STROKE
    canvas.hover(position={"x": left, "y": top + shift})  # waits until the new canvas has settled
    page.evaluate(WATCH_ANSWER)
    page.mouse.down()
    for x, y in others:
        canvas.hover(position={"x": x, "y": y})
    page.mouse.up()
    return float(page.evaluate("window.delay"))
