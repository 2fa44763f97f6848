"""What a server costs: resident memory after readings, and the time to the first answer after its start (Linux).

`python -m benchmarks.server PYTHON` serves with another environment's Python, such as one with requirements-serve.txt
alone, and browses with this one's Playwright.
"""

import re
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from benchmarks.pages import APP, BARE_CANVAS, MILLISECONDS, STROKE, clear, open_page, stroke
from benchmarks.process import resident_mb
from benchmarks.served import ROOT, chromium, serve
from mnist_app.text.reading import NOT_A_DIGIT

SERVER_APP = ROOT / "server_app.py"  # what the README has a server run
STARTS = 5
READINGS = 100
EXAMPLES = sorted((ROOT / "mnist_app/ui/examples").glob("*.*g"))  # JPEG and PNG
BLANK = "19992000"  # what the bare canvas's pixels sum up to before a stroke: 280 x 280 x 255
_READ = re.compile(f"[0-9]|{NOT_A_DIGIT}")
_ANSWERED = """blank => (document.querySelector('.st-key-answer')?.textContent.match(/[0-9]+/g) ?? [])
                        .some(number => number !== blank)"""


def main() -> int:
    """Print what a server with the named Python, by default this one, costs."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    with chromium() as browser:
        times: dict[Path, list[float]] = {script: [] for script in (APP, BARE_CANVAS)}
        for _ in range(STARTS):
            for script, seconds in times.items():
                seconds.append(_seconds_to_answer(browser, script, python))
        app, bare = (statistics.median(seconds) for seconds in times.values())
        print(f"server start to the first answer: {app:.1f} s, bare canvas {bare:.1f} s: {app / bare:.2f} times")
        with serve(SERVER_APP, python=python) as served:
            page = open_page(browser, served.url, "Nothing drawn yet")
            stroke(page)
            _choose(page, "Upload")
            _upload(page, EXAMPLES[0])
            print(f"resident after a drawing and a photo: {resident_mb(served.process_id):.0f} MB")
            for number in range(2, READINGS):
                _read_another(page, number)
            print(f"resident after {READINGS} readings: {resident_mb(served.process_id):.0f} MB")
    return 0


def _seconds_to_answer(browser: Browser, script: Path, python: str) -> float:
    """From starting the server to the answer to a stroke that is drawn as soon as there is a canvas."""
    start = time.perf_counter()
    with serve(script, python=python) as served:
        page = browser.new_page()
        page.goto(served.url)
        canvas = page.locator("canvas.upper-canvas")
        canvas.hover(position={"x": STROKE[0][0], "y": STROKE[0][1]}, timeout=MILLISECONDS)
        page.mouse.down()
        for x, y in STROKE[1:]:
            canvas.hover(position={"x": x, "y": y})
        page.mouse.up()
        page.wait_for_function(_ANSWERED, arg=BLANK, timeout=MILLISECONDS)
        seconds = time.perf_counter() - start
        page.close()
    return seconds


def _read_another(page: Page, number: int) -> None:
    """A reading of an example as an uploaded file in every tenth turn, else of a drawing."""
    if number % 10 == 0:
        _choose(page, "Upload")
        earlier = page.locator(".st-key-earlier_files").get_by_role("button")
        earlier.click()  # it is kept, and the answer would be a table of both
        expect(earlier).to_have_count(0)
        _upload(page, EXAMPLES[number // 10 % len(EXAMPLES)])
        return
    _choose(page, "Draw")
    clear(page)
    stroke(page)


def _choose(page: Page, how: str) -> None:
    page.get_by_role("radio", name=how, exact=True).click()


def _upload(page: Page, file: Path) -> None:
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-answer")).to_contain_text(_READ, timeout=MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
