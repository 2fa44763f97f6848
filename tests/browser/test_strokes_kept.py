"""What is drawn while the server's answer is under way stays: from far away, each answer takes a while."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from builders.digit_strokes import Stroke
from builders.recognize_page import (
    canvas,
    choose,
    choose_number,
    draw,
    ink,
    open_page,
    touch,
    wait_for_canvas,
    wait_for_ink,
)
from builders.settled_page import wait_until_settled
from builders.slow_answers import move_far_away, slow_down

pytestmark = pytest.mark.browser

DELAY = 1.0  # seconds; a stroke of a test takes far less
# Apart from one another, so that their pixels add up.
LEFT: Stroke = [(60.0, 40.0), (220.0, 40.0)]
MIDDLE: Stroke = [(60.0, 140.0), (220.0, 140.0)]
RIGHT: Stroke = [(60.0, 240.0), (220.0, 240.0)]

Draw = Callable[[Page, list[Stroke]], None]


def swipe(page: Page, strokes: list[Stroke]) -> None:
    for stroke in strokes:
        touch(page, stroke)


def draw_two(page: Page, app_url: str, draw: Draw = draw, is_number: bool = False) -> int:
    """Open the page and draw LEFT and MIDDLE; how many pixels one line has."""
    move_far_away(page)
    open_page(page, app_url)
    if is_number:
        choose_number(page)
    one = 0
    for stroke in (LEFT, MIDDLE):
        said = page.locator(".st-key-answer").inner_text()
        draw(page, [stroke])
        expect(page.locator(".st-key-answer")).not_to_have_text(said)
        wait_until_settled(page)
        one = one or ink(page)
    assert ink(page) == 2 * one
    return one


def press(page: Page, button: str) -> None:
    page.locator(f".st-key-{button} button").click()


def wait_for_lines(page: Page, count: int, one: int) -> None:
    """Wait for the pixels of so many lines, and see that they stay once all answers are there."""
    wait_for_ink(page, count * one)
    page.wait_for_timeout(2 * DELAY * 1000)
    slow_down(page, 0)
    wait_until_settled(page)
    assert ink(page) == count * one


@pytest.mark.parametrize(("button", "left"), [("undo", 1), ("clear", 0)])
def test_a_stroke_before_the_answer_to_a_button_stays(page: Page, app_url: str, button: str, left: int) -> None:
    one = draw_two(page, app_url)
    slow_down(page, DELAY)
    press(page, button)
    draw(page, [RIGHT])
    wait_for_ink(page, 3 * one)  # the answer has not come
    wait_for_lines(page, left + 1, one)
    press(page, "undo")
    wait_for_ink(page, left * one)


def test_a_stroke_in_progress_when_the_answer_comes_keeps_its_beginning(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url)
    slow_down(page, DELAY)
    press(page, "undo")
    box = canvas(page).bounding_box()
    assert box
    (top, col), (bottom, _) = RIGHT
    page.mouse.move(box["x"] + col, box["y"] + top)
    page.mouse.down()
    page.mouse.move(box["x"] + col, box["y"] + (top + bottom) / 2, steps=3)
    page.wait_for_timeout(2 * DELAY * 1000)
    assert ink(page) == 2 * one
    page.mouse.move(box["x"] + col, box["y"] + bottom, steps=3)
    page.mouse.up()
    wait_for_lines(page, 2, one)


def test_a_finger_on_a_slow_line_loses_nothing(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    one = draw_two(page, app_url, swipe)
    slow_down(page, DELAY)
    page.locator(".st-key-undo button").tap()
    swipe(page, [RIGHT])
    wait_for_ink(page, 3 * one)
    wait_for_lines(page, 2, one)


def test_all_strokes_stay_that_are_drawn_over_two_answers(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url)
    slow_down(page, DELAY)
    press(page, "clear")
    draw(page, [LEFT])
    page.wait_for_timeout(DELAY * 500)  # so that it is reported, and the answer to it comes later than the one below
    press(page, "undo")
    draw(page, [RIGHT])
    wait_for_lines(page, 1, one)
    press(page, "undo")
    wait_for_ink(page, 0)


def test_what_was_just_drawn_is_cleared_too(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url)
    slow_down(page, DELAY)
    draw(page, [RIGHT])
    page.keyboard.press("Delete")  # before the stroke is reported by itself
    wait_for_lines(page, 0, one)
    press(page, "undo")
    wait_for_ink(page, 3 * one)


def test_a_stroke_after_the_erasers_stays(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url)
    choose(page, "Eraser")
    expect(page.get_by_text("Removes each line it touches.")).to_be_visible()
    slow_down(page, DELAY)
    draw(page, [[(140.0, 20.0), (140.0, 60.0)]])
    page.wait_for_timeout(DELAY * 500)  # it is reported, and the server answers with what it leaves
    draw(page, [[(140.0, 120.0), (140.0, 160.0)]])
    wait_for_lines(page, 0, one)
    for left in (1, 2):
        press(page, "undo")
        wait_for_ink(page, left * one)


def test_a_number_drawn_on_a_slow_line_loses_nothing(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url, is_number=True)
    slow_down(page, DELAY)
    press(page, "undo")
    draw(page, [RIGHT])
    wait_for_lines(page, 2, one)


def test_what_was_just_drawn_is_there_after_the_other_canvas(page: Page, app_url: str) -> None:
    one = draw_two(page, app_url)
    draw(page, [RIGHT])
    choose_number(page)  # before the stroke is reported by itself
    choose(page, "One digit")
    wait_for_canvas(page, 280)
    wait_for_ink(page, 3 * one)
