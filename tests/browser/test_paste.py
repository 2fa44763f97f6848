"""Pasting pictures in a real browser: they go where uploaded files go, with the same limits."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from builders.recognize_page import open_page, png, says

pytestmark = pytest.mark.browser

# What the browser does when somebody pastes; the clipboard itself is out of a test's reach.
PASTE = """([type, name, base64, text]) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    if (name) clipboardData.items.add(new File([bytes], name, {type})); else clipboardData.setData("text/plain", text);
    const pasted = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
    (document.activeElement ?? document.body).dispatchEvent(pasted);
}"""


def paste_file(page: Page, data: bytes) -> None:
    page.evaluate(PASTE, ["image/png", "image.png", base64.b64encode(data).decode(), ""])


def test_pictures_are_pasted_wherever_one_is(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    paste_file(page, png("", "7")["buffer"])  # while drawing
    expect(answer).to_have_text(says("7"))
    expect(page.get_by_alt_text("image.png, with a box around every digit")).to_be_visible()
    paste_file(page, png("", "3")["buffer"])
    expect(page.get_by_label(re.compile("^The files, what was read in each"))).to_be_visible()


def test_a_picture_is_pasted_while_a_slider_has_the_focus(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    page.locator("input[type=range]").first.focus()  # the pen's width
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    paste_file(page, png("", "7")["buffer"])
    expect(answer).to_have_text(says("7"))


def test_the_canvas_has_a_name(page: Page, app_url: str) -> None:
    open_page(page, app_url)
    expect(page.get_by_role("group", name=re.compile("^Canvas to draw on"))).to_be_visible()


def test_what_cannot_be_pasted_is_said(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    page.evaluate(PASTE, ["", "", "", "seven"])
    expect(page.get_by_text("There is no picture on the clipboard.")).to_be_visible()
    expect(answer).to_contain_text("Nothing drawn yet")
    paste_file(page, b"<html>")
    expect(answer).to_contain_text("This file cannot be read")
    paste_file(page, bytes(21 * 2**20))
    expect(page.get_by_text(re.compile("20.0MB or smaller"))).to_be_visible()
