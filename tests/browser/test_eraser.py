"""The eraser in a real browser: what it touches goes, its own path goes, too, and undo brings back what went."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from builders.digit_strokes import Stroke, strokes_of
from builders.recognize_page import (
    MIDDLE,
    canvas,
    choose,
    draw,
    ink,
    open_page,
    says,
    touch,
    wait_for_ink,
    watch_for_wiping,
)

pytestmark = pytest.mark.browser

SEVEN, BAR = strokes_of("7", MIDDLE), [[(20.0, 20.0), (20.0, 260.0)]]
ACROSS_THE_BAR: Stroke = [(5.0, 250.0), (35.0, 250.0)]
ACROSS_THE_SEVEN: Stroke = [(190.0, 60.0), (190.0, 200.0)]
NOTHING = "Nothing drawn yet"
BESIDE_ALL: Stroke = [(265.0, 200.0), (265.0, 270.0)]


def take(page: Page, tool: str) -> None:
    """Choose pen or eraser, and wait until the server has answered: until then the canvas draws with the other one."""
    choose(page, tool)
    shown = page.locator(".st-key-pen_width") if tool == "Pen" else page.get_by_text("Removes each line it touches.")
    expect(shown).to_be_visible()


def draw_barred_seven(page: Page, url: str) -> tuple[Locator, int]:
    """Draw a 7 and a line above it; returns the answer, and how many pixels the 7 alone has."""
    answer = open_page(page, url)
    draw(page, SEVEN)
    expect(answer).to_have_text(says("7"))
    seven = ink(page)
    draw(page, BAR)
    expect(answer).not_to_have_text(says("7"))
    return answer, seven


def test_one_stroke_of_two_is_erased_with_the_mouse(page: Page, app_url: str) -> None:
    answer, seven = draw_barred_seven(page, app_url)
    both, with_bar = ink(page), answer.get_by_role("heading").inner_text()
    take(page, "Eraser")
    draw(page, [ACROSS_THE_BAR])
    expect(answer).to_have_text(says("7"))
    wait_for_ink(page, seven)  # and none of the eraser's
    heading = answer.get_by_role("heading")
    steps = (("undo", with_bar, both), ("redo", "7", seven), ("clear", NOTHING, 0), ("undo", "7", seven))
    for button, said, pixels in steps:  # one after the other: Streamlit takes two clicks that wait together for one
        page.locator(f".st-key-{button} button").click()
        expect(heading).to_have_text(said)
        wait_for_ink(page, pixels)


def test_one_stroke_of_two_is_erased_with_a_finger(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 390, "height": 664})
    answer, seven = draw_barred_seven(page, app_url)
    take(page, "Eraser")
    for part in (canvas(page), page.locator(".st-key-clear button"), answer.get_by_role("heading")):
        expect(part).to_be_in_viewport(ratio=1)
    touch(page, ACROSS_THE_BAR)
    expect(answer).to_have_text(says("7"))
    wait_for_ink(page, seven)
    take(page, "Pen")


def test_an_eraser_that_touches_nothing_leaves_all_and_no_path_of_its_own(page: Page, app_url: str) -> None:
    answer, seven = draw_barred_seven(page, app_url)
    both = ink(page)
    said = answer.get_by_role("heading").inner_text()
    take(page, "Eraser")
    draw(page, [BESIDE_ALL])
    wait_for_ink(page, both)
    expect(answer.get_by_role("heading")).to_have_text(said)
    page.locator(".st-key-undo button").click()  # of what was drawn, and not of the eraser's path
    wait_for_ink(page, seven)


def test_eraser_on_an_empty_canvas_draws_nothing(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    take(page, "Eraser")
    watch_for_wiping(page)
    draw(page, [BESIDE_ALL])
    page.wait_for_function("window.isWiped")
    expect(answer).to_contain_text(NOTHING)
    take(page, "Pen")
    draw(page, SEVEN)
    expect(answer).to_have_text(says("7"))
    page.locator(".st-key-undo button").click()
    wait_for_ink(page, 0)


def test_all_strokes_are_erased_one_after_the_other(page: Page, app_url: str) -> None:
    answer, _ = draw_barred_seven(page, app_url)
    take(page, "Eraser")
    draw(page, [ACROSS_THE_BAR])
    expect(answer).to_have_text(says("7"))
    draw(page, [ACROSS_THE_SEVEN])
    expect(answer).to_contain_text(NOTHING)
    wait_for_ink(page, 0)
    page.locator(".st-key-undo button").click()
    expect(answer).to_have_text(says("7"))


def test_a_key_switches_pen_and_eraser(page: Page, app_url: str) -> None:
    answer, seven = draw_barred_seven(page, app_url)
    page.keyboard.press("Control+e")
    expect(page.get_by_role("radio", name="Eraser")).to_be_checked()
    draw(page, [ACROSS_THE_BAR])
    wait_for_ink(page, seven)
    page.keyboard.press("Control+e")
    expect(page.get_by_role("radio", name="Pen")).to_be_checked()
    draw(page, BAR)
    expect(answer).not_to_have_text(says("7"))
