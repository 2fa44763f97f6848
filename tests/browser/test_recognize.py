"""The recognize page in a real browser: what only its JavaScript can show to work."""

import re

import pytest
from digit_strokes import Stroke, strokes_of
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

MIDDLE = (50.0, 60.0, 230.0, 220.0)  # of the canvas: where a digit is drawn
SECONDS = 60


def open_page(page: Page, url: str) -> Locator:
    """Open the page and wait until it can be drawn on and read; returns the answer."""
    page.goto(url)
    canvas(page).wait_for()
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text("Nothing drawn yet", timeout=SECONDS * 1000)
    return answer


def canvas(page: Page) -> Locator:
    return page.locator("canvas.upper-canvas")


def draw(page: Page, strokes: list[Stroke]) -> None:
    """Draw with the mouse."""
    box = canvas(page).bounding_box()
    assert box
    for stroke in strokes:
        points = [(box["x"] + col, box["y"] + row) for row, col in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=3)
        page.mouse.up()


def touch(page: Page, stroke: Stroke) -> None:
    """Draw with a finger: touch events as the browser itself makes them."""
    box = canvas(page).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    points = [{"x": box["x"] + col, "y": box["y"] + row} for row, col in stroke]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [points[0]]})
    for point in points[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def says(text: str) -> re.Pattern[str]:
    """An answer that begins so."""
    return re.compile(rf"^\s*{re.escape(text)}")


def test_stroke_with_the_mouse_is_read(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    expect(page.get_by_label(re.compile("^Probabilities of the ten digits: 7"))).to_be_visible()
    expect(page.get_by_alt_text("The 28 by 28 pixels given to the network")).to_be_visible()


def test_touch_that_starts_in_the_top_right_corner_counts(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    touch(page, [(row, 265.0) for row in range(15, 266, 10)])
    expect(answer).to_have_text(says("1"))
    page.touchscreen.tap(*corner(page))  # where the hidden toolbar had its buttons
    expect(answer).not_to_contain_text("Nothing drawn yet")


def corner(page: Page) -> tuple[float, float]:
    box = canvas(page).bounding_box()
    assert box
    return box["x"] + 265, box["y"] + 12


def test_undo_and_clear(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    draw(page, [[(20.0, 20.0), (260.0, 20.0)], [(20.0, 260.0), (260.0, 260.0)]])
    expect(answer).not_to_have_text(says("7"))
    page.locator(".st-key-undo button").click()
    page.locator(".st-key-undo button").click()
    expect(answer).to_have_text(says("7"))
    page.locator(".st-key-clear button").click()
    expect(answer).to_contain_text("Nothing drawn yet")
    assert ink(page) == 0
    page.locator(".st-key-undo button").click()
    expect(answer).to_have_text(says("7"))
    page.locator(".st-key-clear button").click()
    expect(answer).to_contain_text("Nothing drawn yet")
    draw(page, strokes_of("3", MIDDLE))
    expect(answer).to_have_text(says("3"))


def ink(page: Page) -> int:
    """How many pixels of the canvas are not black."""
    script = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
                .filter((value, index) => index % 4 === 0 && value > 0).length"""
    count: int = page.locator("canvas.dc-canvas.lower-canvas").evaluate(script)
    return count


def test_reload_starts_afresh(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    page.reload()
    expect(answer).to_contain_text("Nothing drawn yet")
    draw(page, strokes_of("2", MIDDLE))
    expect(answer).to_have_text(says("2"))


def test_phone_needs_no_horizontal_scrolling(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    page.get_by_alt_text("The 28 by 28 pixels given to the network").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(answer).to_be_in_viewport()
