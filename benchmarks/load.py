"""Many visitors at once, a stroke a second each, against one server; then the same against the bare canvas (Linux).

`python -m benchmarks.load --python PYTHON` serves with another environment's Python. Some visitors are Chromium's, who
count from the pen's leaving the canvas to the changed answer, the canvas's own wait of 0.2 s included; the others speak
over the websocket alone (visitor.py) and count from sending the drawing to the answer's first word.

Streamlit keeps a session that was left for `server.disconnectedSessionTTL`, and lets go of it when the next one ends.
So memory is measured after that time and one passer-by. It is compared with what the process held before the crowd
came, after visitors of each kind had drawn and gone.
"""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Protocol

from playwright.async_api import Browser, Page, async_playwright, expect
from playwright.async_api import Error as BrowserError

from benchmarks.crowd import Crowd, Measured, missed, report
from benchmarks.pages import APP, BARE_CANVAS, MILLISECONDS, WATCH_ANSWER
from benchmarks.process import resident_mb
from benchmarks.served import CHROMIUM_FLAGS, Served, serve
from benchmarks.visitor import FOUR, NOTHING_DRAWN, Stroke, VisitError, Visitor, let_all_leave

CLEAR_AFTER = 0.5  # seconds after the second stroke of each digit
WARM_UP = 4  # strokes
SAMPLE_SECONDS = 0.5


class Session(Protocol):
    """Whoever draws."""

    async def draw(self, stroke: Stroke) -> float:
        """Draw a stroke; the milliseconds to its answer."""

    async def clear(self) -> None:
        """Start with an empty canvas."""


class BrowserSession:
    """A page in a Chromium, with cookies and storage of its own."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def draw(self, stroke: Stroke) -> float:
        """Draw a stroke with the mouse; the milliseconds from pen-up to the answer."""
        canvas = self._page.locator("canvas.upper-canvas")
        await canvas.hover(position={"x": stroke[0][0], "y": stroke[0][1]})  # waits until the canvas has settled
        box = await canvas.bounding_box()
        if box is None:
            raise VisitError("the canvas is gone")
        await self._page.evaluate(WATCH_ANSWER)
        await self._page.mouse.down()
        for x, y in stroke[1:]:
            await self._page.mouse.move(box["x"] + x, box["y"] + y)
        await self._page.mouse.up()
        return float(await self._page.evaluate("window.delay"))

    async def clear(self) -> None:
        """Press the button, and wait until nothing is drawn."""
        await self._page.locator(".st-key-clear button").click()
        await self.expect_nothing()

    async def expect_nothing(self) -> None:
        """Wait until the page says that nothing is drawn."""
        await expect(self._page.locator(".st-key-answer")).to_contain_text(NOTHING_DRAWN, timeout=MILLISECONDS)


def main() -> int:
    """Print what the crowd saw and what it left behind, for the app and for the bare canvas."""
    arguments = _arguments()
    crowd = Crowd(arguments.browsers, arguments.sockets, arguments.seconds, arguments.alone, arguments.ttl)
    print(f"{crowd.browsers} browsers and {crowd.sockets} websockets, a stroke a second each, {crowd.seconds} s")
    app, bare = (asyncio.run(measure(script, crowd, arguments.python)) for script in (APP, BARE_CANVAS))
    for name, measured in (("the app", app), ("the bare canvas", bare)):
        print("\n".join([f"{name}:", *report(measured, crowd)]))
    return int(bool(missed(app, crowd)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="what serves")
    parser.add_argument("--browsers", type=int, default=4, help="how many of the visitors are Chromium's (4)")
    parser.add_argument("--sockets", type=int, default=16, help="how many are not (16)")
    parser.add_argument("--seconds", type=int, default=120, help="how long they draw (120)")
    parser.add_argument("--alone", type=int, default=20, help="how long one of each kind draws alone before (20)")
    parser.add_argument("--ttl", type=int, default=120, help="the seconds for which Streamlit keeps who left (120)")
    return parser.parse_args()


async def measure(script: Path, crowd: Crowd, python: str) -> Measured:
    """Serve a script and have one visitor of each kind draw alone, and then the crowd."""
    measured = Measured()
    with serve(script, python=python, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=str(crowd.time_to_live)) as served:
        async with _chromium(crowd.browsers) as browser:
            await _warm_up(served)
            for kind, one in (
                ("browser", Crowd(1, 0, crowd.alone, 0, 0)),
                ("websocket", Crowd(0, 1, crowd.alone, 0, 0)),
            ):
                if browser or kind == "websocket":
                    measured.alone |= await _let_draw(served, browser, one, measured)
            measured.before = await _memory_after_all_left(served, crowd)
            measured.crowd = await _let_draw(served, browser, crowd, measured)
        measured.after = await _memory_after_all_left(served, crowd)
    return measured


@asynccontextmanager
async def _chromium(count: int) -> AsyncIterator[Browser | None]:
    """The Chromium that is on the machine, if any visitor needs it."""
    if not count:
        yield None
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


async def _warm_up(served: Served) -> None:
    """Have the network loaded, and what the first answer needs."""
    async with Visitor(served.url) as visitor:
        await visitor.wait_for_network()
        for number in range(WARM_UP):
            await visitor.draw(FOUR[number % 2])


async def _let_draw(
    served: Served, browser: Browser | None, crowd: Crowd, measured: Measured
) -> dict[str, list[float]]:
    """Have all come, draw, and leave; the delays by kind."""
    delays: dict[str, list[float]] = {"browser": [], "websocket": []}
    async with AsyncExitStack() as stack:
        sessions: list[tuple[str, Session]] = []
        for _ in range(crowd.browsers if browser else 0):
            sessions.append(("browser", await stack.enter_async_context(_browser_session(browser, served.url))))
        for _ in range(crowd.sockets):
            sessions.append(("websocket", await stack.enter_async_context(Visitor(served.url))))
        watch = asyncio.create_task(_watch_memory(served, measured))
        began = time.monotonic()
        await asyncio.gather(
            *(
                _draw(session, began + place / len(sessions), crowd.seconds, delays[kind], measured.errors)
                for place, (kind, session) in enumerate(sessions)
            )
        )
        watch.cancel()
    return {kind: values for kind, values in delays.items() if values}


@asynccontextmanager
async def _browser_session(browser: Browser | None, url: str) -> AsyncIterator[BrowserSession]:
    if browser is None:
        raise ValueError("a session in a browser needs one")
    context = await browser.new_context()
    session = BrowserSession(page := await context.new_page())
    await page.goto(url)
    await session.expect_nothing()
    yield session
    await context.close()


async def _draw(session: Session, began: float, seconds: int, delays: list[float], errors: list[str]) -> None:
    """Draw a stroke each second, or as soon as the last is answered; an error ends it."""
    try:
        for number in range(seconds):
            await _sleep_until(began + number)
            delays.append(await session.draw(FOUR[number % 2]))
            if number % 2:
                await _sleep_until(began + number + CLEAR_AFTER)
                await session.clear()
    except (VisitError, BrowserError, AssertionError, OSError) as error:  # AssertionError: Playwright's `expect`
        errors.append(f"{type(error).__name__}: {error}".splitlines()[0])


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


async def _watch_memory(served: Served, measured: Measured) -> None:
    while True:
        measured.during = max(measured.during, resident_mb(served.process_id))
        await asyncio.sleep(SAMPLE_SECONDS)


async def _memory_after_all_left(served: Served, crowd: Crowd) -> float:
    await let_all_leave(served.url, crowd.time_to_live)
    return resident_mb(served.process_id)


if __name__ == "__main__":
    sys.exit(main())
