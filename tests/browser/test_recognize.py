"""The recognize page in a real browser: what only its JavaScript can show to work."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, TimeoutError, expect

from builders.digit_strokes import draw_digit, draw_strokes, strokes_of, to_png
from builders.pdf import pictures_to_pdf
from builders.recognize_page import (
    MIDDLE,
    canvas,
    choose,
    choose_number,
    draw,
    ink,
    open_page,
    png,
    says,
    touch,
    upload,
    wait_for_canvas,
    wait_for_ink,
    wait_for_pieces,
)
from builders.settled_page import wait_until_settled
from mnist_app.imaging.decode import decode_picture
from mnist_app.imaging.file_parts import MAX_BYTES
from mnist_app.ui.examples import EXAMPLES

pytestmark = pytest.mark.browser


def open_by_key(page: Page, button: str, opened: str) -> None:
    """Press Enter on a button until what it opens is there: a run that ends meanwhile may have taken its focus."""
    for _ in range(10):
        page.locator(button).press("Enter")
        try:
            page.locator(opened).wait_for(timeout=5000)
            return
        except TimeoutError:
            continue
    pytest.fail(f"Enter on {button} opened nothing")


def test_stroke_with_the_mouse_is_read(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    expect(page.get_by_label(re.compile("^Probabilities of the ten digits: 7"))).to_be_visible()
    expect(page.get_by_alt_text("The 28 by 28 pixels given to the network")).to_be_visible()


def test_nothing_is_fetched_from_elsewhere(page: Page, app_url: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    answer = open_page(page, app_url)
    expect(page.locator("link[rel~=icon]")).to_have_attribute("href", re.compile("^data:image/svg"))
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    assert [url for url in requested if not url.startswith((app_url, "data:", "blob:"))] == []


def test_a_new_answer_is_said_by_a_screen_reader(page: Page, app_url: str) -> None:
    """By the same element throughout: one that comes with its text is often not said."""
    answer = open_page(page, app_url)
    status = answer.get_by_role("status")
    expect(status).to_have_text("Nothing drawn yet: Draw a digit from 0 to 9 in the black square.")
    status.evaluate("element => { element.isTheSame = true; }")
    draw(page, strokes_of("7", MIDDLE))
    expect(status).to_have_text(re.compile(r"^7: [\d.]+% sure\.$"))
    page.locator(".st-key-clear button").click()
    expect(status).to_have_text(re.compile("^Nothing drawn yet: "))
    assert status.evaluate("element => element.isTheSame")


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
    heading = answer.get_by_role("heading")  # the answer without the hint below it, which changes a moment later
    draw(page, strokes_of("7", MIDDLE))
    expect(heading).to_have_text("7")
    shown = [("7", ink(page))]
    below, beside = [(260.0, 20.0), (260.0, 260.0)], [(20.0, 220.0), (260.0, 220.0)]
    for line in (below, beside):  # each line changes the heading, which says that it has been read
        draw(page, [line])
        expect(heading).not_to_have_text(shown[-1][0])
        shown.append((heading.inner_text(), ink(page)))
    for text, pixels in (shown[1], shown[0]):  # Streamlit takes two clicks that wait together for one
        page.locator(".st-key-undo button").click()
        expect(heading).to_have_text(text)
        wait_for_ink(page, pixels)
    page.locator(".st-key-clear button").click()
    expect(answer).to_contain_text("Nothing drawn yet")
    assert ink(page) == 0
    page.locator(".st-key-undo button").click()
    expect(answer).to_have_text(says("7"))
    page.locator(".st-key-clear button").click()
    expect(answer).to_contain_text("Nothing drawn yet")
    draw(page, strokes_of("3", MIDDLE))
    expect(answer).to_have_text(says("3"))


def test_undo_redo_and_clear_by_keyboard(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    drawn = ink(page)
    for takes_away, brings_back in (("Control+z", "Control+y"), ("Delete", "Control+z")):
        page.keyboard.press(takes_away)
        expect(answer).to_contain_text("Nothing drawn yet")
        wait_for_ink(page, 0)
        page.keyboard.press(brings_back)
        expect(answer).to_have_text(says("7"))
        wait_for_ink(page, drawn)


def test_keys_are_said_where_there_may_be_some(context: BrowserContext, phone: BrowserContext, app_url: str) -> None:
    for visitor, has_keys in ((context, True), (phone, False)):
        page = visitor.new_page()
        open_page(page, app_url)
        expect(page.get_by_text("Ctrl+Z undoes")).to_be_visible(visible=has_keys)


def test_undo_redo_and_clear_stand_in_a_row_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    open_page(page, app_url)
    boxes = [page.locator(f".st-key-{name} button").bounding_box() for name in ("undo", "redo", "clear")]
    assert len({box and box["y"] for box in boxes}) == 1


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


def test_number_is_drawn_on_a_wider_canvas(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    choose_number(page)
    wait_for_canvas(page, 828)
    draw(
        page,
        [stroke for i, form in enumerate("374") for stroke in strokes_of(form, (60, 60 + 250 * i, 220, 200 + 250 * i))],
    )
    expect(answer.locator("code")).to_have_text("374")
    expect(
        page.get_by_text("Digit 1 of 3").or_(page.get_by_text("Digit 2 of 3")).or_(page.get_by_text("Digit 3 of 3"))
    ).to_be_visible()


def test_number_canvas_fits_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    open_page(page, app_url)
    choose_number(page)
    wait_for_canvas(page, 358)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_number_is_seen_whole_in_a_window_that_becomes_narrower(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    choose_number(page)
    places = [(form, (60, 60 + 200 * i, 220, 180 + 200 * i)) for i, form in enumerate("7348")]
    draw(page, [stroke for form, place in places for stroke in strokes_of(form, place)])
    expect(answer.locator("code")).to_have_text("7348")
    for window, width in ((390, 358), (1280, 828)):
        page.set_viewport_size({"width": window, "height": 800})
        wait_for_canvas(page, width)
        wait_for_pieces(page, 4)
        expect(answer.locator("code")).to_have_text("7348")


@pytest.mark.parametrize("mode", ["One digit", "A number"])
def test_small_phone_shows_the_canvas_and_the_answer_together(phone: BrowserContext, app_url: str, mode: str) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 390, "height": 664})
    answer = open_page(page, app_url)
    if mode == "A number":
        choose_number(page)
        wait_for_canvas(page, 358)
        draw(page, [*strokes_of("7", (50, 30, 230, 150)), *strokes_of("3", (50, 210, 230, 330))])
        expect(answer.locator("code")).to_have_text("73")
    else:
        draw(page, strokes_of("7", MIDDLE))
        expect(answer).to_have_text(says("7"))
    for part in (canvas(page), page.locator(".st-key-clear button"), answer):
        expect(part).to_be_in_viewport(ratio=1)


def test_small_phone_shows_the_canvas_with_its_buttons_and_leads_to_the_errors(
    phone: BrowserContext, app_url: str
) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 390, "height": 664})
    open_page(page, app_url)
    for part in (canvas(page), page.locator(".st-key-clear button"), page.locator(".st-key-pen_width")):
        expect(part).to_be_in_viewport(ratio=1)
    page.locator(".st-key-explore_link").get_by_role("link", name="Explore the errors").click()
    expect(page.locator(".st-key-confusion")).to_be_visible()


def test_four_digits_stand_in_a_row_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    choose_number(page)
    wait_for_canvas(page, 358)
    draw(
        page,
        [stroke for i, form in enumerate("3741") for stroke in strokes_of(form, (100, 20 + 85 * i, 190, 75 + 85 * i))],
    )
    expect(answer.locator("code")).to_have_text("3741")
    expect(page.locator(".st-key-selected_drawn_3 button")).to_be_visible()
    cards = ", ".join(f".st-key-selected_drawn_{number} button" for number in range(4))
    # All at one moment: what comes above the cards meanwhile moves them.
    tops = page.locator(cards).evaluate_all("buttons => buttons.map(button => button.getBoundingClientRect().top)")
    assert len(tops) == 4
    assert len(set(tops)) == 1


def test_the_selected_card_is_told_from_the_others_without_its_color(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    choose_number(page)
    draw(page, [*strokes_of("7", (50, 60, 230, 180)), *strokes_of("3", (50, 300, 230, 420))])
    expect(answer.locator("code")).to_have_text("73")
    page.locator(".st-key-selected_drawn_1 button").click()
    framed = page.locator(".st-key-selected_drawn_chosen_card")
    expect(framed.get_by_alt_text("Digit 2, read as 3, selected")).to_be_visible()
    expect(framed).to_have_css("outline", re.compile("solid 3px"))


def test_drawing_survives_a_visit_to_the_other_page(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("4", MIDDLE))
    expect(answer).to_have_text(says("4"))
    drawn = ink(page)
    page.get_by_role("link", name="Explore the errors").first.click()
    expect(page.locator(".st-key-confusion")).to_be_visible()
    page.get_by_role("link", name="Recognize").first.click()
    expect(answer).to_have_text(says("4"))
    wait_for_ink(page, drawn)


def test_upload(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    strokes = [*strokes_of("7", (50, 30, 230, 130)), *strokes_of("3", (50, 160, 230, 260))]
    upload(page, {"name": "two.png", "mimeType": "image/png", "buffer": to_png(draw_strokes(strokes))})
    expect(answer.locator("code")).to_have_text("73")
    expect(page.get_by_alt_text("two.png, with a box around every digit")).to_be_visible()
    page.locator(".st-key-selected_found_1 button").click()
    expect(page.get_by_text("Digit 2 of 2: 3")).to_be_visible()


def test_a_photo_is_said_to_be_read_until_it_is(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    choose(page, "Upload")
    page.evaluate(
        """() => {
            window.said = "";
            new MutationObserver(() => { window.said += document.body.innerText.match(/Reading number.jpg/) ?? ""; })
                .observe(document.body, { childList: true, subtree: true, characterData: true });
        }"""
    )
    number = EXAMPLES[0]
    upload(page, {"name": "number.jpg", "mimeType": "image/jpeg", "buffer": number.path.read_bytes()})
    expect(answer.locator("code")).to_have_text(number.reading)
    assert page.evaluate("window.said")
    expect(page.get_by_text("Reading number.jpg")).to_have_count(0)


def test_on_a_phone_the_answer_comes_at_once_below_the_photo(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    page.set_viewport_size({"width": 390, "height": 664})  # with the browser's bars
    answer = open_page(page, app_url)
    number = EXAMPLES[0]
    upload(page, {"name": "number.jpg", "mimeType": "image/jpeg", "buffer": number.path.read_bytes()})
    expect(answer.locator("code")).to_have_text(number.reading)
    wait_until_settled(page)
    expect(answer.locator("code")).to_be_in_viewport()
    picture = page.get_by_alt_text("number.jpg, with a box around every digit").bounding_box()
    box = answer.bounding_box()
    assert picture
    assert box
    assert 0 < box["y"] - picture["y"] - picture["height"] < 40
    expect(page.get_by_text("Sensitivity")).not_to_be_visible()
    page.locator(".st-key-adjust button").first.tap()
    expect(page.get_by_text("Sensitivity")).to_be_visible()
    page.locator(".st-key-turn_left button").tap()
    expect(page.get_by_text("Turned left")).to_be_visible()


def test_the_buttons_that_turn_a_wide_picture_stay_in_sight_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    places = [(form, (40, 40 + 200 * i, 200, 150 + 200 * i)) for i, form in enumerate("7348")]
    strokes = [stroke for form, place in places for stroke in strokes_of(form, place)]
    wide = to_png(255 - draw_strokes(strokes, (240, 840))[..., :3])
    upload(page, {"name": "wide.png", "mimeType": "image/png", "buffer": wide})
    expect(answer.locator("code")).to_have_text("7348")
    page.locator(".st-key-adjust button").first.tap()
    for said in ("Turned left", "Turned upside down"):
        page.locator(".st-key-turn_left button").tap()
        expect(page.get_by_text(said)).to_be_attached()
        wait_until_settled(page)
        expect(page.locator(".st-key-turn_left button")).to_be_in_viewport(ratio=1)


def test_each_page_of_a_pdf_is_read_and_can_be_opened(page: Page, app_url: str) -> None:
    pytest.importorskip("pypdfium2", reason="needs pypdfium2, which is not installed: see requirements.txt")
    answer = open_page(page, app_url)
    notes = pictures_to_pdf(*(255 - draw_digit(form)[..., 0] for form in "73"))
    upload(page, {"name": "notes", "mimeType": "application/octet-stream", "buffer": notes})
    table = page.get_by_label(re.compile("^The files, what was read in each"))
    expect(table).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-download_readings button").click()
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))
    assert [(row["file"], row["reading"]) for row in rows] == [("notes, page 1", "7"), ("notes, page 2", "3")]
    expect(page.get_by_text("Select a row to see its digits.")).to_be_visible()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 15, box["y"] + 35 + 64 + 32)  # the box before the second row, below the heads
    expect(answer.get_by_role("heading")).to_have_text("3")
    expect(page.get_by_alt_text("notes, page 2, with a box around every digit")).to_be_visible()


def test_a_file_that_is_opened_comes_into_view_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    files: list[FilePayload] = [
        {"name": f"{form}.png", "mimeType": "image/png", "buffer": to_png(draw_digit(form))} for form in "73"
    ]
    upload(page, *files)
    table = page.get_by_label(re.compile("^The files, what was read in each"))
    expect(table).to_be_visible()
    wait_until_settled(page)
    box = table.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 15, box["y"] + 35 + 32)  # the box before the first row, below the heads
    expect(page.get_by_alt_text("7.png, with a box around every digit")).to_be_in_viewport()
    page.get_by_role("button", name="Next").tap()
    expect(page.get_by_alt_text("3.png, with a box around every digit")).to_be_in_viewport()
    expect(answer.get_by_role("heading")).to_have_text("3")


def test_files_that_outlast_a_visit_elsewhere_are_shown_and_removed(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    long = f"{'W' * 60}.png"
    upload(page, png(long, "7"), png("b.png", "3"))
    table = page.get_by_label(re.compile("^The files, what was read in each"))
    expect(table).to_be_visible()
    page.get_by_test_id("stPageLink").get_by_role("link", name="Explore the errors").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explore the errors")
    page.get_by_role("link", name="Draw a digit yourself").tap()
    expect(table).to_be_visible()
    chips = page.locator(".st-key-upload [data-testid=stFileChip]")
    expect(chips).to_have_count(0)
    kept = page.locator(".st-key-earlier_files").get_by_role("button")
    expect(kept).to_have_text([re.compile("^WW.*png"), re.compile("^b.png"), "Remove all"])
    wait_until_settled(page)
    for button in kept.all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    kept.first.tap()
    expect(kept).to_have_count(1)
    expect(answer.get_by_role("heading")).to_have_text("3")
    page.locator(".st-key-upload input[type=file]").set_input_files(png("c.png", "4"))
    expect(table).to_be_visible()
    expect(chips).to_have_count(1)
    expect(kept).to_have_count(1)


@pytest.mark.parametrize("visitor", ["context", "phone"])
def test_why_a_large_file_is_refused_is_in_sight(
    visitor: str, request: pytest.FixtureRequest, app_url: str, tmp_path: Path
) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(bytes(MAX_BYTES + 1))
    page = request.getfixturevalue(visitor).new_page()
    open_page(page, app_url)
    choose(page, "Upload")
    page.locator(".st-key-upload input[type=file]").set_input_files(large)  # by its path: in parts it takes 20 s
    reason = page.get_by_text("File must be 20.0MB or smaller.")
    expect(reason).to_be_visible()
    box = reason.bounding_box()
    assert box is not None
    assert box["width"] > 200  # a pixel in a corner is visible, too


def test_bad_file_between_good_ones(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    bad: FilePayload = {"name": "b.png", "mimeType": "image/png", "buffer": b"<html>"}
    upload(page, png("a.png", "7"), bad, png("c.png", "3"))
    table = page.get_by_label(re.compile("^The files, what was read in each"))
    expect(table).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-download_readings button").click()
    rows = download.value.path().read_text().splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["a.png", "7"], ["b.png", ""], ["c.png", "3"]]
    expect(answer).to_have_count(0)


def test_on_a_phone_certainties_and_notes_of_files_stand_below_their_table(
    context: BrowserContext, phone: BrowserContext, app_url: str
) -> None:
    heart = draw_strokes([[(200, 140), (100, 40), (60, 90), (100, 140), (60, 190), (100, 240), (200, 140)]])
    files = png("a.png", "7"), FilePayload(name="b.png", mimeType="image/png", buffer=to_png(heart))
    for visitor, is_narrow in ((phone, True), (context, False)):
        page = visitor.new_page()
        open_page(page, app_url)
        upload(page, *files)
        expect(page.get_by_label(re.compile("^The files, what was read in each"))).to_be_visible()
        lines = page.locator(".st-key-files_in_words").get_by_role("listitem")
        expect(lines.nth(0)).to_be_visible(visible=is_narrow)
        if is_narrow:
            expect(lines).to_have_text(
                [re.compile(r"^a\.png: 7, 9\d\.\d% sure$"), re.compile(r"^b\.png: \?\. Something in it")]
            )
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_digit_is_corrected_by_keyboard_and_the_correction_undone(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    open_by_key(page, ".st-key-truth button", "[role=menu]")
    page.get_by_role("menuitem", name="2", exact=True).press("Enter")
    expect(answer).to_have_text(says("2"))
    expect(answer).to_contain_text("Corrected by you. The network read 7")
    page.locator(".st-key-change_feedback button").focus()
    page.keyboard.press("Enter")
    expect(answer).to_have_text(says("7"))
    expect(answer).not_to_contain_text("Corrected")


def test_a_correction_stays_while_a_later_digit_is_undone(page: Page, app_url: str) -> None:
    """In every answer on the way: what is read anew after undo has known the correction from the first."""
    answer = open_page(page, app_url)
    choose_number(page)
    draw(page, strokes_of("7", (50, 30, 230, 130)))
    expect(answer).to_have_text(says("7"))
    open_by_key(page, ".st-key-truth button", "[role=menu]")
    page.get_by_role("menuitem", name="2", exact=True).press("Enter")
    expect(answer).to_contain_text("Corrected by you. The network read 7")
    wait_until_settled(page)
    canvas(page).evaluate("element => element.scrollIntoView({block: 'center'})")  # the menu lay below it
    draw(page, strokes_of("3", (50, 160, 230, 260)))
    expect(answer.locator("code")).to_have_text("23")
    answer.evaluate(
        """element => {
            window.seen = [];
            const note = () => window.seen.push(element.innerText);
            new MutationObserver(note).observe(element, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.locator(".st-key-undo button").click()
    expect(answer).to_have_text(says("2"))
    expect(answer).to_contain_text("Corrected by you. The network read 7")
    wait_until_settled(page)
    seen = page.evaluate("window.seen")
    assert seen
    assert not [text for text in seen if text.startswith("7")], seen


def test_a_digit_of_a_photo_is_corrected_by_finger(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = open_page(page, app_url)
    strokes = [*strokes_of("7", (50, 30, 230, 130)), *strokes_of("3", (50, 160, 230, 260))]
    upload(page, {"name": "two.png", "mimeType": "image/png", "buffer": to_png(draw_strokes(strokes))})
    expect(answer.locator("code")).to_have_text("73")
    page.locator(".st-key-selected_found_1 button").tap()
    expect(page.get_by_text("Digit 2 of 2: 3")).to_be_visible()
    page.locator(".st-key-truth button").tap()
    page.get_by_role("menuitem", name="8", exact=True).tap()
    expect(answer.locator("code")).to_have_text("78")
    expect(page.locator(".st-key-selected_found_1 button")).to_have_text("8 · was 3")
    page.locator(".st-key-selected_found_0 button").tap()
    expect(page.get_by_text("Digit 1 of 2: 7")).to_be_visible()
    page.locator(".st-key-drop button").tap()
    expect(answer.get_by_role("heading")).to_have_text("8")  # the one digit that is left
    page.locator(".st-key-restore button").tap()
    expect(answer.locator("code")).to_have_text("78")


def remove_second_digit(page: Page, app_url: str) -> Locator:
    """Upload a picture of 73, remove the 3, and begin to add a digit; returns the answer."""
    answer = open_page(page, app_url)
    strokes = [*strokes_of("7", (50, 30, 230, 130)), *strokes_of("3", (50, 160, 230, 260))]
    upload(page, {"name": "two.png", "mimeType": "image/png", "buffer": to_png(draw_strokes(strokes))})
    expect(answer.locator("code")).to_have_text("73")
    page.locator(".st-key-selected_found_1 button").click()
    expect(page.get_by_text("Digit 2 of 2: 3")).to_be_visible()
    page.locator(".st-key-drop button").click()
    expect(answer.get_by_role("heading")).to_have_text("7")
    page.locator(".st-key-add_missed button").click()
    expect(page.get_by_role("application")).to_be_in_viewport(ratio=0.9)  # on a phone the button lies below it
    wait_until_settled(page)
    return answer


def place_in(picture: Locator, down: float, across: float) -> tuple[float, float]:
    """The place on the page, x and y, of shares of a picture's height and width."""
    box = picture.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def test_a_missed_digit_is_added_by_a_box_drawn_with_the_mouse(page: Page, app_url: str) -> None:
    answer = remove_second_digit(page, app_url)
    picture = page.get_by_role("application")
    page.mouse.move(*place_in(picture, 0.95, 0.97))
    page.mouse.down()
    page.mouse.move(*place_in(picture, 0.1, 0.52), steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Add 3").click()
    expect(answer.locator("code")).to_have_text("73")
    expect(answer).to_contain_text("1 added by you")
    expect(page.get_by_text("Digit 2 of 2: 3")).to_be_visible()


def test_a_missed_digit_is_added_by_a_tap_on_it(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    answer = remove_second_digit(page, app_url)
    page.touchscreen.tap(*place_in(page.get_by_role("application"), 0.5, 0.75))
    page.get_by_role("button", name="Add 3").tap()
    expect(answer.locator("code")).to_have_text("73")


def test_a_missed_digit_is_added_by_keyboard(page: Page, app_url: str) -> None:
    answer = remove_second_digit(page, app_url)
    picture = page.get_by_role("application")
    picture.focus()
    for key, times in (("ArrowUp", 1), ("ArrowRight", 12), ("Shift+ArrowDown", 2), ("Enter", 1)):
        for _ in range(times):
            page.keyboard.press(key)
    expect(page.get_by_role("button", name="Add 3")).to_be_visible()
    open_by_key(page, ".st-key-added_truth button", "[role=menu]")
    page.get_by_role("menuitem", name="8", exact=True).press("Enter")
    expect(answer.locator("code")).to_have_text("78")


def test_an_answer_is_saved_as_a_picture(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    with page.expect_download() as download:
        page.locator(".st-key-download_card button").click()
    assert download.value.suggested_filename == "digit_card.png"
    assert decode_picture(download.value.path().read_bytes()).source_shape == (630, 1200)


def test_feedback_can_be_downloaded(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    page.locator(".st-key-right button").click()
    expect(page.get_by_text("1 right")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-download_feedback button").click()
    with zipfile.ZipFile(download.value.path()) as files:
        assert files.namelist() == ["001.png", "feedback.csv"]


def test_test_errors_like_this_one_whatever_was_looked_at_before(page: Page, app_url: str) -> None:
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    samples = page.locator(".st-key-samples")
    matching = []
    for _ in range(2):
        page.get_by_role("button", name="See test digits misread as 7").click()
        expect(page).to_have_url(re.compile(r"/explore\?pred=7$"))
        expect(samples).to_contain_text("test digits match")
        matching.append(samples.get_by_text("test digits match").inner_text())
        page.locator(".st-key-confusion [aria-label^='4 read as 9']").click()
        expect(page).to_have_url(re.compile(r"true=4"))
        page.get_by_role("radio", name="Training").click()
        expect(samples).to_have_count(0)
        page.get_by_role("link", name="Draw a digit yourself").click()
        expect(answer).to_have_text(says("7"))
    assert matching[0] == matching[1]


def test_camera_is_asked_for_only_when_chosen(page: Page, app_url: str) -> None:
    page.add_init_script(
        """window.asked = 0;
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = wishes => { window.asked += 1; return ask(wishes); };"""
    )
    answer = open_page(page, app_url)
    assert page.evaluate("window.asked") == 0
    choose(page, "Camera")
    page.wait_for_function("document.querySelector('video')?.readyState === 4")  # the camera delivers
    page.get_by_role("button", name="Take Photo").click()
    expect(answer).to_be_visible()  # whatever is read in the test picture of Chromium's fake camera
    expect(page.get_by_alt_text(re.compile("with a box around every digit"))).to_be_visible()
    assert page.evaluate("window.asked") > 0


@pytest.mark.parametrize("visitor", ["context", "phone"])
def test_why_opens_with_a_sentence_and_pictures(visitor: str, request: pytest.FixtureRequest, app_url: str) -> None:
    page = request.getfixturevalue(visitor).new_page()
    answer = open_page(page, app_url)
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    why = page.locator(".st-key-why")
    expect(why.locator("img")).to_have_count(0)
    why.locator("summary").tap() if visitor == "phone" else why.locator("summary").click()
    expect(why).to_contain_text(re.compile(r"stays 7 in \d+ of 25"))
    expect(why.get_by_alt_text(re.compile("^The digit, with the ink colored that speaks for 7"))).to_be_visible()
    expect(why.get_by_alt_text(re.compile("^Training digit .*, labeled 7"))).to_have_count(5)
    expect(why.locator("img:not([src^='data:'])")).to_have_count(0)  # else each would be fetched before it is seen
    expect(page.locator("html")).to_have_js_property("scrollWidth", page.viewport_size["width"])
