"""Makes the README's pictures anew from the running app: `make pictures`.

What they show is checked before they are taken: a picture of a wrong answer is not made. They need the browser tests'
Chromium.
"""

import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect

from benchmarks.served import ROOT, chromium
from builders.digit_strokes import Stroke, arc, strokes_of
from builders.recognize_page import MIDDLE, canvas, choose, draw, open_page, says
from builders.served_app import serve_app
from builders.settled_page import wait_until_settled
from mnist_app.ui.examples import EXAMPLES
from mnist_app.ui.link_preview import PICTURE

FOLDER = ROOT / ".github/screenshots"
HEART: list[Stroke] = [[*arc((90, 90), (50, 50), 170, 360), *arc((90, 190), (50, 50), 180, 370), (240, 140), (100, 41)]]
DESK, HIGH_DESK, PHONE = (1280, 800), (1280, 960), (390, 844)  # CSS pixels, width and height
COLUMN: FloatRect = {"x": 190, "y": 70, "width": 900, "height": 660}  # of the desk's window: what the page says
SECONDS = 120  # for anything to appear on a busy machine
GIF_SIZE, GIF_COLORS = (720, 528), 64
Scheme = Literal["light", "dark"]


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=SECONDS * 1000)
    with serve_app() as url, chromium() as browser:
        draw_and_refuse(browser, url)
        save_card(browser, url)
        refuse_on_a_phone(browser, url)
        correct_a_number(browser, url)
        explore(browser, url, "light")
        explore(browser, url, "dark")


def draw_and_refuse(browser: Browser, url: str) -> None:
    """An animation: a 7 is drawn and read, then a heart, which is refused."""
    frames: list[tuple[bytes, int]] = []  # pictures, and for how many milliseconds each is shown
    with visitor(browser, DESK) as page:

        def keep(milliseconds: int) -> None:
            frames.append((page.screenshot(clip=COLUMN), milliseconds))

        answer = open_page(page, url)
        wait_until_settled(page)
        keep(900)
        for strokes, said in ((strokes_of("7", MIDDLE), "7"), (HEART, "That doesn't look like a digit")):
            for _ in in_pieces(page, strokes):
                keep(120)
            expect(answer).to_have_text(says(said))
            wait_until_settled(page)
            keep(2200)
            if said == "7":
                page.locator(".st-key-clear button").click()
                expect(answer).to_contain_text("Nothing drawn yet")
                wait_until_settled(page)
                keep(500)
    write_gif(frames, FOLDER / "recognize.gif")


def in_pieces(page: Page, strokes: list[Stroke]) -> Iterator[None]:
    """Draw with the mouse, and stop three times on the way."""
    box = canvas(page).bounding_box()
    assert box
    for stroke in strokes:
        corners = [(box["x"] + col, box["y"] + row) for row, col in stroke]
        pieces = [
            (x0 + (x1 - x0) * share / 8, y0 + (y1 - y0) * share / 8)
            for (x0, y0), (x1, y1) in itertools.pairwise(corners)
            for share in range(1, 9)
        ]
        page.mouse.move(*corners[0])
        page.mouse.down()
        for number, point in enumerate(pieces):
            page.mouse.move(*point)
            if number % (len(pieces) // 4) == len(pieces) // 5:
                yield
        page.mouse.up()


def save_card(browser: Browser, url: str) -> None:
    """The picture of a 7 and its answer that a visitor can send on; a link's preview shows it, too."""
    with visitor(browser, DESK) as page:
        answer = open_page(page, url)
        draw(page, strokes_of("7", MIDDLE))
        expect(answer).to_have_text(says("7"))
        with page.expect_download() as download:
            page.locator(".st-key-download_card button").click()
        download.value.save_as(FOLDER / "card.png")
        download.value.save_as(PICTURE)


def refuse_on_a_phone(browser: Browser, url: str) -> None:
    """A refused heart, on a phone in the dark theme."""
    with visitor(browser, PHONE, "dark") as page:
        answer = open_page(page, url)
        draw(page, HEART)
        expect(answer).to_have_text(says("That doesn't look like a digit"))
        take(page, "refused.png")


def correct_a_number(browser: Browser, url: str) -> None:
    """A photo in which one digit is corrected."""
    with visitor(browser, DESK) as page:
        answer = open_page(page, url)
        choose(page, "Examples")
        expect(answer.locator("code")).to_have_text(EXAMPLES[0].reading)
        page.locator(".st-key-selected_found_6 button").click()
        expect(page.get_by_text("Digit 7 of 15: 1")).to_be_visible()
        page.locator(".st-key-truth button").click()
        page.get_by_role("menuitem", name="7", exact=True).click()
        expect(answer).to_contain_text("1 corrected by you")
        take(page, "corrected.png", COLUMN)


def explore(browser: Browser, url: str, scheme: Scheme) -> None:
    """The errors of the default network: the 1s that it takes for a 7."""
    with visitor(browser, HIGH_DESK, scheme) as page:
        page.goto(f"{url}/explore?true=1&pred=7")
        expect(page.get_by_role("heading", name="Explore the errors")).to_be_visible()
        take(page, f"explore_{scheme}.png")


@contextmanager
def visitor(browser: Browser, window: tuple[int, int], scheme: Scheme = "light") -> Iterator[Page]:
    """A new page in a window of this width and height."""
    width, height = window
    is_phone = window == PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, is_mobile=is_phone, has_touch=is_phone
    )
    context.set_default_timeout(SECONDS * 1000)
    yield context.new_page()
    context.close()


def take(page: Page, name: str, clip: FloatRect | None = None) -> None:
    """Take a picture of the page's beginning once nothing on it moves."""
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    page.mouse.move(2, 2)  # so that it hovers over nothing
    wait_until_settled(page)
    Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB").quantize(256).save(FOLDER / name, optimize=True)


def write_gif(frames: list[tuple[bytes, int]], path: Path) -> None:
    """Write an animation that is shown again and again; one palette serves all frames, so that nothing flickers."""
    pictures = [Image.open(io.BytesIO(frame)).convert("RGB").resize(GIF_SIZE) for frame, _ in frames]
    palette = pictures[-1].quantize(GIF_COLORS)
    first, *others = (picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures)
    durations = [milliseconds for _, milliseconds in frames]
    first.save(path, save_all=True, append_images=others, duration=durations, loop=0, optimize=True)


if __name__ == "__main__":
    main()
