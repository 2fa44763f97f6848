"""The recognize page in a browser: how it is opened, drawn on and given pictures."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from builders.digit_strokes import Stroke, draw_digit, to_png
from builders.settled_page import wait_until_settled

MIDDLE = (50.0, 60.0, 230.0, 220.0)  # of the canvas: where a digit is drawn
LOAD_SECONDS = 180  # TensorFlow, on a busy machine
LOWER_CANVAS = "canvas.dc-canvas.lower-canvas"
INK = """canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
         .filter((value, index) => index % 4 === 0 && value > 0).length"""

PIECES = """canvas => {
    const {width, height} = canvas, pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    const isInked = (col) => Array.from({length: height}).some((_, row) => pixels[4 * (row * width + col)] > 0);
    const columns = Array.from({length: width}, (_, col) => isInked(col));
    return columns.filter((is, col) => is && !columns[col - 1]).length;
}"""


def open_page(page: Page, url: str) -> Locator:
    """Open the page and wait until it can be drawn on and read; returns the answer."""
    page.goto(url)
    canvas(page).wait_for()
    answer = page.locator(".st-key-answer")
    expect(answer).to_contain_text("Nothing drawn yet", timeout=LOAD_SECONDS * 1000)
    return answer


def canvas(page: Page) -> Locator:
    return page.locator("canvas.upper-canvas")


def wait_for_canvas(page: Page, width: int) -> None:
    """Wait until a canvas of this width is the only one: until the page has run, that of before is there, too."""
    expect(page.locator(f"canvas.upper-canvas:not([width='{width}'])")).to_have_count(0)
    expect(canvas(page)).to_have_attribute("width", str(width))


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


def ink(page: Page) -> int:
    """How many pixels of the canvas are not black."""
    count: int = page.locator(LOWER_CANVAS).evaluate(INK)
    return count


def wait_for_ink(page: Page, pixels: int) -> None:
    """Wait until so many pixels of the canvas are not black."""
    _wait_for(page, INK, pixels)


def wait_for_pieces(page: Page, pieces: int) -> None:
    """Wait until so many pieces stand beside one another on the canvas, with black between them from top to bottom."""
    _wait_for(page, PIECES, pieces)


def _wait_for(page: Page, figure: str, value: int) -> None:
    """Wait for a figure of the canvas, a function in JavaScript; it lies in its component's shadow root."""
    page.wait_for_function(
        f"""value => [...document.querySelectorAll("*")].some(({{shadowRoot}}) => {{
            const canvas = shadowRoot?.querySelector("{LOWER_CANVAS}");
            return canvas && ({figure})(canvas) === value;
        }})""",
        arg=value,
    )


def watch_for_wiping(page: Page) -> None:
    """From now on look at every frame: `window.isWiped` once something was on the canvas, and is not any more."""
    page.locator(LOWER_CANVAS).evaluate(
        f"""canvas => {{
            let wasDrawn = false;
            window.isWiped = false;
            const look = () => {{
                const isDrawn = ({INK})(canvas) > 0;
                window.isWiped = wasDrawn && !isDrawn;
                wasDrawn ||= isDrawn;
                if (!window.isWiped) requestAnimationFrame(look);
            }};
            look();
        }}"""
    )


def choose(page: Page, name: str) -> None:
    """Choose in one of the page's rows of choices."""
    page.get_by_role("radio", name=name, exact=True).click()


def choose_number(page: Page) -> None:
    """Ask for a number, and wait until its canvas, which is another one, stays where it is."""
    choose(page, "A number")
    expect(page.locator("canvas.upper-canvas[width='280']")).to_have_count(0)
    expect(canvas(page)).to_have_count(1)
    wait_until_settled(page)


def png(name: str, form: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": to_png(draw_digit(form))}


def upload(page: Page, *files: FilePayload) -> None:
    choose(page, "Upload")
    page.locator(".st-key-upload input[type=file]").set_input_files(list(files))


def says(text: str) -> re.Pattern[str]:
    """An answer that begins so."""
    return re.compile(rf"^\s*{re.escape(text)}")
