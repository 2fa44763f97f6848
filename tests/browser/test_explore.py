"""The explore page in a real browser: clicks in the matrix, the link, the keyboard, a phone, both themes."""

import csv
import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from builders.explored_page import VIEWS
from builders.explored_run import DISPUTED_MISTAKE, MISTAKES, write_explored_run
from builders.served_app import serve_app
from builders.settled_page import wait_until_settled
from mnist_app.runs.evaluation_arrays import MAP_SIDE
from mnist_app.text.map_chart import MARGIN, PADDING
from mnist_app.ui.explore.thumbnails import PAGE_SIZE

pytestmark = pytest.mark.browser

Theme = Literal["light", "dark"]

ERRORS = sum(MISTAKES.values())
LOAD_SECONDS = 180  # TensorFlow, on a busy machine
MIN_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3


@pytest.fixture(scope="module")
def explore_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address in an app with two made-up runs, on a machine without MNIST."""
    home = tmp_path_factory.mktemp("explore")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_APP_MODELS", str(home / "models"))
        write_explored_run("digit_net")
        write_explored_run("three_conv", mistakes={(4, 9): 4, (2, 7): 8}, seed=1)
    environment = {"MNIST_APP_MODELS": str(home / "models"), "KERAS_HOME": str(home), "MNIST_NPZ": ""}
    with serve_app(**environment) as url:
        yield f"{url}/explore"


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", name="Explore the errors")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="View")).to_be_visible()


def box(page: Page, name: str) -> Locator:
    """A box of the matrix by what a screen reader says of it."""
    return page.locator(f".st-key-confusion [aria-label='{name}']")


def expect_link(page: Page, **expected: str) -> None:
    """The link soon holds exactly these parameters, in any order."""
    page.wait_for_url(lambda url: dict(parse_qsl(urlsplit(url).query)) == expected)


def press(page: Page, name: str) -> None:
    """Click a button, which is first brought out from under the header."""
    button = page.get_by_role("button", name=name, exact=True)
    button.evaluate("element => element.scrollIntoView({block: 'center'})")
    button.click()


def samples(page: Page) -> Locator:
    return page.locator(".st-key-sample_grid").get_by_role("button", name=re.compile(r"No\.\s\d+$"))


def click_box(page: Page, name: str, shown: int) -> None:
    """Click a box of the matrix until so many samples are shown: a click on a chart that is drawn anew is lost."""
    for _ in range(3):
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        box(page, name).click()
        try:
            expect(samples(page)).to_have_count(shown, timeout=20_000)
            return
        except AssertionError:
            continue
    pytest.fail(f"clicks on {name} did not show {shown} samples")


def test_a_click_in_the_matrix_shows_its_digits(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    box(page, "4 read as 9: 6").click()
    expect(samples(page)).to_have_count(MISTAKES[4, 9])
    expect(page.locator(".st-key-samples")).to_contain_text("6 of 10,000 test digits match")
    expect_link(page, true="4", pred="9")
    box(page, "7 read as 2: 3").click()
    expect(samples(page)).to_have_count(MISTAKES[7, 2])
    expect_link(page, true="7", pred="2")


def test_a_box_can_be_clicked_again_after_another_filter(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    for coloring in ("Errors", "Row %"):
        page.get_by_role("radiogroup", name="Color").get_by_role("radio", name=coloring).click()
        for name in ("Reset", "4 read as 9: 6"):
            click_box(page, "7 read as 2: 3", MISTAKES[7, 2])
            expect_link(page, true="7", pred="2")
            press(page, name)
            expect(page.locator(".st-key-samples")).not_to_contain_text("3 of 10,000")


def test_empty_and_right_boxes_can_be_clicked_too(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    box(page, "1 read as 8: 0").click()
    expect(page.locator(".st-key-samples")).to_contain_text("No test digit matches")
    box(page, "3 read as 3: 998").or_(box(page, "3 read as 3: 1000")).click()
    expect(page.locator(".st-key-samples")).to_contain_text("pictures can be shown")
    expect_link(page, true="3", pred="3", outcome="right")


def test_a_link_opens_its_sample(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?true=4&pred=9&sort=loss&i={DISPUTED_MISTAKE}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"No. {DISPUTED_MISTAKE}")
    expect(dialog).to_contain_text("Disputed label")
    expect(dialog.get_by_role("img", name=f"Test digit {DISPUTED_MISTAKE}, labeled 4")).to_be_visible()
    expect_link(page, true="4", pred="9", sort="loss", i=str(DISPUTED_MISTAKE))


def test_a_filtered_sample_is_tried_on_the_recognize_page(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/explore?true=4&pred=9&sort=loss&i={DISPUTED_MISTAKE}")  # one with a real network
    page.get_by_role("dialog").get_by_role("button", name="Try it on the recognize page").click()
    expect(page.locator(".st-key-answer")).to_contain_text(re.compile(r"% (sure|likely)"), timeout=LOAD_SECONDS * 1000)
    expect(page.get_by_role("img", name=f"Test digit {DISPUTED_MISTAKE}", exact=True)).to_be_visible()
    expect(page).not_to_have_url(re.compile("explore"))


def test_every_input_is_in_sight_beside_a_test_digit_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{app_url}/explore?true=4&i=2130")
    page.get_by_role("dialog").get_by_role("button", name="Try it").tap()
    inputs = page.get_by_role("radiogroup", name="Input").get_by_role("radio")
    expect(inputs).to_have_text(["Draw", "Upload", "Camera", "Examples", "Test digit 2130"])
    for each in inputs.all():
        expect(each).to_be_in_viewport(ratio=1)


def test_from_sample_to_sample_and_back(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?true=4&pred=9")
    samples(page).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 6")
    first = page.url
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("2 of 6")
    assert page.url != first
    page.go_back()
    expect(dialog).to_contain_text("1 of 6")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile("[?&]i="))
    expect_link(page, true="4", pred="9")


def test_closing_a_sample_shows_the_page_on_which_it_stands(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    samples(page).nth(PAGE_SIZE - 1).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{PAGE_SIZE} of {ERRORS}")
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text(f"{PAGE_SIZE + 1} of {ERRORS}")
    page.keyboard.press("Escape")
    expect(samples(page)).to_have_count(ERRORS - PAGE_SIZE)


def test_filters_write_the_link_and_a_reload_keeps_them(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    page.get_by_role("combobox", name="Sort by").click()
    page.get_by_role("option", name="loss").click()
    expect_link(page, sort="loss")
    press(page, "4 read as 9: 6")
    expect(samples(page)).to_have_count(6)
    in_order = samples(page).all_inner_texts()
    page.reload()
    expect(samples(page)).to_have_count(6)
    assert samples(page).all_inner_texts() == in_order


def test_what_is_filtered_can_be_downloaded(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?true=4&pred=9&sort=loss")
    expect(samples(page)).to_have_count(6)
    with page.expect_download() as download:
        page.locator(".st-key-samples").get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "digit_net_samples.csv"
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))
    shown = [text.split()[-1] for text in samples(page).all_inner_texts()]
    assert [row["index"] for row in rows] == shown
    assert {(row["true"], row["predicted"]) for row in rows} == {("4", "9")}


def test_everything_is_reached_by_keyboard(page: Page, explore_url: str) -> None:
    open_page(page, explore_url)
    expect(samples(page).first).to_be_visible()
    tab_to(page, "4 read as 9: 6")
    page.keyboard.press("Enter")
    expect(samples(page)).to_have_count(6)
    tab_to(page, samples(page).first.inner_text())
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 6")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("2 of 6")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if focused.strip().endswith(name):  # an icon's name comes first
            return
    pytest.fail(f"Tab never reached the button “{name}”")


def test_a_ticked_row_shows_the_mistakes_of_its_digit(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Digit+by+digit")
    tick_first_row(page)
    expect_link(page, view="Digit by digit", true="4")
    expect(samples(page)).to_have_count(6)
    tick_first_row(page)
    expect_link(page, view="Digit by digit")


def test_a_ticked_slice_shows_its_digits_the_errors_first(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Slices")
    expect(samples(page)).to_have_count(0)
    tick_first_row(page)
    expect_link(page, view="Slices", slice="digit-4.thickness-0")
    expect(page.locator(".st-key-samples")).to_contain_text("thin 4s are misread")
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(first_row(page)).to_have_attribute("aria-selected", "true")


def test_a_phone_is_scrolled_to_the_digits_of_a_slice(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view=Slices")
    tick_first_row(page)
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(page.get_by_role("heading", name="Samples")).to_be_in_viewport()


def on_map(page: Page, *places: int) -> list[tuple[float, float]]:
    """Where on the page places of the map lie that are as far right as high; the map is brought into view first.

    The digits of a class lie in a square: those of 4 between 400 and 460.
    """
    wait_until_settled(page)
    drawn = page.locator(".st-key-map canvas")
    drawn.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
    bounds = drawn.bounding_box()
    assert bounds
    left, bottom = bounds["x"] + PADDING, bounds["y"] + bounds["height"] - PADDING
    wide, high = ((bounds[side] - 2 * PADDING) / (MAP_SIDE + 2 * MARGIN) for side in ("width", "height"))
    return [(left + (place + MARGIN) * wide, bottom - (place + MARGIN) * high) for place in places]


def draw_rectangle(page: Page, around: int) -> None:
    """Draw one on the map with the mouse, around the square in which all digits of that class lie."""
    places = on_map(page, 100 * around - 5, 100 * around + 65)
    for place, act in zip(places, (page.mouse.down, page.mouse.up), strict=True):
        page.mouse.move(*place, steps=5)
        act()


def test_a_rectangle_on_the_map_shows_its_digits(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Map")
    draw_rectangle(page, around=4)
    expect(page.locator(".st-key-samples")).to_contain_text(f"{MISTAKES[4, 9]} of them misread")
    expect(samples(page).first).to_contain_text("4 read as 9")
    page.wait_for_url(re.compile(r"[?&]area=\d+-\d+-\d+-\d+"))
    page.reload()
    expect(samples(page).first).to_contain_text("4 read as 9")
    draw_rectangle(page, around=7)
    expect(samples(page).first).to_contain_text("7 read as 2")


def test_a_click_on_the_map_shows_the_digits_there_and_takes_a_rectangle_away(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Map")
    page.mouse.click(*on_map(page, 430)[0])
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(page.locator(".map-square")).to_be_visible()
    draw_rectangle(page, around=7)
    expect(samples(page).first).to_contain_text("7 read as 2")
    expect(page.locator(".map-square")).to_be_hidden()
    page.mouse.click(*on_map(page, 430)[0])
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(page.locator(".map-square")).to_be_visible()
    wait_until_settled(page)  # that the rectangle is gone is reported a moment after the click
    expect(samples(page).first).to_contain_text("4 read as 9")


def test_a_finger_taps_a_spot_of_the_map_and_scrolls_over_it(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view=Map")
    ((x, y),) = on_map(page, 430)
    main = page.get_by_test_id("stMain")
    before = main.evaluate("main => main.scrollTop")
    finger = phone.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 10 * step}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "before => document.querySelector('[data-testid=stMain]').scrollTop > before + 50", arg=before
    )
    wait_until_settled(page)
    expect_link(page, view="Map")
    expect(page.locator(".map-square")).to_be_hidden()
    page.touchscreen.tap(*on_map(page, 430)[0])
    expect(page.locator(".st-key-samples")).to_contain_text(f"{MISTAKES[4, 9]} of them misread")
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(page.get_by_role("heading", name="Samples")).to_be_in_viewport()
    assert sideways(page) == 0


def test_the_square_on_the_map_is_moved_by_keyboard_and_opened_by_a_link(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Map&area=100-100-160-160")
    low, high = on_map(page, 100, 160)
    bounds = page.locator(".map-square").bounding_box()
    assert bounds
    assert bounds["x"] == pytest.approx(low[0], abs=1)
    assert bounds["y"] == pytest.approx(high[1], abs=1)
    page.get_by_role("application", name="Square on the map").focus()
    for key in (*10 * ("ArrowUp", "ArrowRight"), "Shift+ArrowUp", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect_link(page, view="Map", area="400-400-490-490")
    expect(samples(page).first).to_contain_text("4 read as 9")
    expect(page.get_by_role("application", name="Square on the map")).to_be_focused()


def test_similar_mistakes_lead_to_their_digits(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Map")
    press(page, "4 read as 9: 6")
    expect(samples(page)).to_have_count(6)
    expect_link(page, view="Map", similar="1")


def test_a_phone_is_scrolled_to_similar_mistakes(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view=Map")
    wait_until_settled(page)
    page.get_by_role("button", name="4 read as 9: 6", exact=True).tap()
    expect(page.get_by_role("heading", name="Samples")).to_be_in_viewport()
    expect(samples(page)).to_have_count(6)


def test_the_tick_follows_the_filter(page: Page, explore_url: str) -> None:
    open_page(page, f"{explore_url}?view=Digit+by+digit")
    for _ in range(2):
        expect(first_row(page)).not_to_have_attribute("aria-selected", "true")
        tick_first_row(page)
        expect(samples(page)).to_have_count(6)
        expect(first_row(page)).to_have_attribute("aria-selected", "true")
        page.get_by_role("button", name="Reset").click()
        expect_link(page, view="Digit by digit")
    page.goto(f"{explore_url}?view=Digit+by+digit&true=4")
    expect(samples(page)).to_have_count(6)
    expect(first_row(page)).to_have_attribute("aria-selected", "true")


def tick_first_row(page: Page) -> None:
    """Click its box: it is painted, not an element, and what catches the click lies over it."""
    wait_until_settled(page)
    table = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    table.click(position={"x": 16, "y": 52})


def first_row(page: Page) -> Locator:
    """The first row of the table as a screen reader is told of it; whether it is ticked is its `aria-selected`."""
    return page.get_by_test_id("stDataFrame").locator("[role=row][aria-rowindex='2']")


def test_choosing_b_as_a_leaves_nothing_wrong_in_the_link(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/explore?view=Compare&with=three_conv")  # of more than two networks
    expect(page.get_by_role("combobox", name="Compare digit_net (A)")).to_have_value("three_conv")
    page.get_by_role("combobox", name="Network", exact=True).click()
    page.get_by_role("option", name="three_conv").click()
    expect(page.get_by_role("combobox", name="Compare three_conv (A)")).to_have_value("digit_net")
    expect_link(page, view="Compare", run="three_conv")


@pytest.mark.parametrize("view", VIEWS)
def test_a_phone_never_scrolls_sideways(phone: BrowserContext, explore_url: str, view: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view={view.replace(' ', '+')}")
    wait_until_settled(page)
    assert sideways(page) == 0


def test_a_phone_shows_at_once_what_another_view_says(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, explore_url)
    page.get_by_role("radio", name="Confidence").tap()
    answered = page.get_by_test_id("stMetric").filter(has_text="Digits answered")
    answered.wait_for()
    wait_until_settled(page)
    expect(answered).to_be_in_viewport(ratio=1)
    view, measured = answered.bounding_box(), page.locator(".st-key-measured").bounding_box()
    assert view
    assert measured
    assert measured["y"] > view["y"]


def test_a_legend_fits_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{app_url}/explore?view=Beyond+MNIST")
    words = page.locator(".role-legend text")
    expect(words.filter(has_text="refused")).to_have_count(2)
    wait_until_settled(page)
    ends = words.evaluate_all(
        "words => words.map(word => [word, word.ownerSVGElement].map(part => part.getBoundingClientRect().right))"
    )
    assert all(word < chart for word, chart in ends)


def test_the_figures_of_each_source_are_in_sight_on_a_phone(phone: BrowserContext, app_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{app_url}/explore?view=Beyond+MNIST")
    figures = page.get_by_role("table", name="How many digits of each source").get_by_role("cell")
    expect(figures).to_have_count(10)
    wait_until_settled(page)
    figures.first.scroll_into_view_if_needed()
    for figure in figures.all():
        expect(figure).to_be_in_viewport(ratio=1)


def test_no_toolbar_comes_over_what_stands_above_a_chart_on_a_phone(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view=Confidence")
    expect(page.locator(".stVegaLiteChart")).not_to_have_count(0)
    wait_until_settled(page)
    expect(page.locator(".stElementToolbar:visible")).to_have_count(0)


@pytest.mark.parametrize("view", ["Digit by digit", "Slices", "Training", "The data"])
def test_the_toolbar_of_a_table_covers_nothing_on_a_phone(phone: BrowserContext, explore_url: str, view: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view={view.replace(' ', '+')}")
    toolbar = page.locator(".stDataFrame .stElementToolbar")
    expect(toolbar).to_be_visible()
    wait_until_settled(page)
    above = page.locator(".stElementContainer:has(.stDataFrame)").evaluate(
        "table => table.previousElementSibling.getBoundingClientRect().bottom"
    )
    bounds = toolbar.bounding_box()
    assert bounds
    assert bounds["y"] >= above


@pytest.mark.parametrize(
    ("view", "first"),
    [
        ("Slices", ["Error rate", "True digit", "Thickness"]),
        ("Digit by digit", ["Digit", "Missed", "Intruders", "F1"]),
        ("Training", ["Layer", "Output", "Parameters"]),
    ],
)
def test_what_counts_in_a_table_is_in_sight_on_a_phone(
    phone: BrowserContext, explore_url: str, view: str, first: list[str]
) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view={view.replace(' ', '+')}")
    wait_until_settled(page)
    names = page.get_by_test_id("stDataFrame").locator("[role=columnheader]")
    assert names.all_text_contents()[: len(first)] == first


def test_a_sample_fits_a_phone(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?true=4&pred=9&i={DISPUTED_MISTAKE}")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Training digits labeled 9")
    wait_until_settled(page)
    assert sideways(page) == 0
    bounds = dialog.bounding_box()
    assert bounds
    assert bounds["width"] <= 390
    place = dialog.get_by_test_id("stMarkdown").filter(has_text="of 6")
    words = place.locator("p").evaluate(
        """text => {
            const range = document.createRange();
            range.selectNodeContents(text);
            return [range.getBoundingClientRect().right, text.getBoundingClientRect().right, text.scrollWidth
                - text.clientWidth];
        }"""
    )
    assert words[0] <= words[1] + 0.5
    assert words[2] == 0
    assert words[1] <= bounds["x"] + bounds["width"] - 16


def test_a_phone_is_scrolled_to_the_mistakes_of_a_button(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, explore_url)
    heading = page.get_by_role("heading", name="Samples")
    expect(heading).not_to_be_in_viewport()
    page.get_by_role("button", name="4 read as 9: 6", exact=True).tap()
    expect(heading).to_be_in_viewport()
    expect(samples(page)).to_have_count(6)


def test_a_phone_is_scrolled_to_the_mistakes_of_a_row(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?view=Digit+by+digit")
    heading = page.get_by_role("heading", name="Samples")
    expect(heading).not_to_be_in_viewport()
    tick_first_row(page)
    expect(heading).to_be_in_viewport()
    expect(samples(page)).to_have_count(6)


def test_a_phone_stays_where_it_is_unless_samples_are_asked_for(phone: BrowserContext, explore_url: str) -> None:
    page = phone.new_page()
    open_page(page, f"{explore_url}?true=4&pred=9")
    page.get_by_role("radiogroup", name="Color").get_by_role("radio", name="Row %").tap()
    expect(box(page, "4 read as 9: 6")).to_be_visible()
    wait_until_settled(page)
    expect(page.get_by_role("heading", name="Samples")).not_to_be_in_viewport()


def sideways(page: Page) -> float:
    """By how many pixels the page, or what scrolls in it, is wider than the screen."""
    return page.evaluate(
        """() => Math.max(...[document.documentElement, ...document.querySelectorAll(
            "[data-testid=stMain], [role=dialog]")].map(element => element.scrollWidth - element.clientWidth))"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_can_be_read_in_both_themes(page: Page, explore_url: str, theme: Theme) -> None:
    page.emulate_media(color_scheme=theme)
    open_page(page, explore_url)
    expect(box(page, "4 read as 9: 6")).to_be_visible()
    assert [fill_of(page, name) for name in ("1 read as 8: 0", "8 read as 8: 1000")] == ["transparent", "#9ca3af55"]
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) == 10 + len(MISTAKES)
    assert min(contrasts) >= MIN_CONTRAST, contrasts


def fill_of(page: Page, name: str) -> str | None:
    return box(page, name).get_attribute("fill")


# The contrast (WCAG 2.2) of every number in the matrix with all that lies under it.
CONTRASTS = """() => {
  const rgba = text => { const n = text.match(/[\\d.]+/g).map(Number); return [...n.slice(0, 3), n[3] ?? 1] };
  const over = (top, under) => under.map((v, i) => i < 3 ? top[3] * top[i] + (1 - top[3]) * v : 1);
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const painted = (element, under) => {
    const style = getComputedStyle(element);
    if (style.fill === "none" || style.fill === "transparent") return under;
    const color = rgba(style.fill);
    color[3] *= Number(style.fillOpacity) * Number(style.opacity);
    return over(color, under);
  };
  const paper = rgba(getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  const chart = document.querySelector(".st-key-confusion svg.marks");
  const boxes = [...chart.querySelectorAll("g.mark-rect path")];
  return [...chart.querySelectorAll("g.mark-text.role-mark text")].filter(text => text.textContent).map(text => {
    const at = text.getBoundingClientRect();
    const row = at.top + at.height / 2, col = at.left + at.width / 2;
    const under = boxes.filter(box => {
      const b = box.getBoundingClientRect();
      return b.left < col && col < b.right && b.top < row && row < b.bottom;
    }).reduce((color, box) => painted(box, color), paper);
    const [low, high] = [luminance(painted(text, under)), luminance(under)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
}"""
