"""axe-core finds no barriers on either page, in any state that a visitor brings it into."""

import os
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from builders.axe_core import PACKAGE, axe_script
from builders.digit_strokes import Stroke, arc, strokes_of
from builders.explored_page import VIEWS
from builders.printed_form import draw_form
from builders.recognize_page import MIDDLE, canvas, choose, draw, open_page, png, says, upload
from builders.settled_page import wait_until_settled

pytestmark = pytest.mark.browser

Walk = Callable[[Page, str], Iterator[str]]
Scheme = Literal["light", "dark"]


# All of axe's degrees of harm but "minor". Its rules hold WCAG 2.2's levels A and AA and what is good practice, such as
# headings in order.
HARM = ("critical", "serious", "moderate")
FIND = """([harm, rules]) => axe.run({resultTypes: ["violations"], ...rules}).then(({violations}) => violations
    .filter(({impact}) => harm.includes(impact))
    .flatMap(({id, nodes}) => nodes.map(({html, any, all, none}) =>
        [id, html.slice(0, 300), [...any, ...all, ...none].map(({message}) => message).join("; ")])))"""
# Nothing but the colors differs in the dark, of which these rules of axe's speak.
RULES: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
HAS_COLORS = "scheme => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === scheme"
NOTHING_MOVES = "() => document.getAnimations().every(({playState}) => playState !== 'running')"

# What Streamlit makes so, and no setting of it changes: the rule, and part of the element's markup.
STREAMLITS_OWN = (
    ("region", 'role="menu"'),  # an open menu lies at the end of the document, outside of its main part
)

# By the visitor's fixture; in the dark a phone has the desk's colors.
SCHEMES: dict[str, tuple[Scheme, ...]] = {"context": ("light", "dark"), "phone": ("light",)}
HEART: list[Stroke] = [[*arc((90, 90), (50, 50), 170, 360), *arc((90, 190), (50, 50), 180, 370), (240, 140), (100, 41)]]
ONE_OR_SEVEN: list[Stroke] = [[(63, 100), (50, 140), (240, 130)]]


@pytest.fixture(scope="session")
def axe() -> str:
    # It is fetched with npm, which not everyone has, and no test may need the network; in CI it has to be there.
    if not os.environ.get("REQUIRE_BROWSER") and not PACKAGE.is_file():
        pytest.skip(
            "fetch axe-core to look for barriers: PYTHONPATH=tests python -m builders.axe_core, which needs npm"
        )
    return axe_script()


def barriers(page: Page, axe: str, scheme: Scheme) -> list[list[str]]:
    """What axe finds in these colors and is not known: rule, markup, what is wrong."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(HAS_COLORS, arg=scheme)
    page.wait_for_function(NOTHING_MOVES)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    found: list[list[str]] = page.evaluate(FIND, [list(HARM), RULES[scheme]])
    return [each for each in found if not any(each[0] == rule and part in each[1] for rule, part in STREAMLITS_OWN)]


def a_digit(page: Page, url: str) -> Iterator[str]:
    answer = open_page(page, url)
    yield "nothing drawn"
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    yield "a sure digit"
    choose(page, "Eraser")
    expect(page.get_by_text("Removes each line it touches.")).to_be_visible()
    yield "the eraser is chosen"
    page.locator(".st-key-why summary").click()
    expect(page.locator(".st-key-why")).to_contain_text("stays 7")
    yield "Why? is open"
    page.locator(".st-key-truth button").click()
    expect(page.get_by_role("menu")).to_be_visible()
    yield "the menu of corrections is open"
    page.get_by_role("menuitem", name="2", exact=True).click()
    expect(answer).to_contain_text("Corrected by you")
    yield "a corrected digit"
    page.locator(".st-key-copy_link button").click()
    expect(page.get_by_text("Whoever opens this link")).to_be_visible()
    yield "the link is open"


def a_doubtful_digit(page: Page, url: str) -> Iterator[str]:
    answer = open_page(page, url)
    draw(page, HEART)
    expect(answer).to_contain_text("That doesn't look like a digit")
    yield "a refused drawing"
    page.locator(".st-key-clear button").click()
    expect(answer).to_contain_text("Nothing drawn yet")
    draw(page, ONE_OR_SEVEN)
    expect(answer).to_contain_text("but could be")
    yield "an unsure digit"


def a_number(page: Page, url: str) -> Iterator[str]:
    answer = open_page(page, url)
    choose(page, "A number")
    expect(canvas(page)).not_to_have_attribute("width", "280")
    yield "no number drawn"
    forms = enumerate("374")
    draw(page, [stroke for i, form in forms for stroke in strokes_of(form, (60, 20 + 115 * i, 220, 100 + 115 * i))])
    expect(answer.locator("code")).to_have_text("374")
    yield "a number"
    page.locator(".st-key-add_missed button").click()
    expect(page.locator(".st-key-cancel_adding")).to_be_visible()
    yield "a missed digit is added"


def files(page: Page, url: str) -> Iterator[str]:
    answer = open_page(page, url)
    choose(page, "Upload")
    yield "nothing uploaded"
    upload(page, {"name": "table.png", "mimeType": "image/png", "buffer": draw_form([["12", "3"], ["45", "7"]])})
    expect(page.get_by_role("button", name="Download table")).to_be_visible()
    yield "a table"
    upload(page, {"name": "b.png", "mimeType": "image/png", "buffer": b"<html>"})
    expect(page.get_by_role("button", name="Download CSV")).to_be_visible()
    yield "two files"
    page.reload()
    upload(page, {"name": "b.png", "mimeType": "image/png", "buffer": b"<html>"})
    expect(answer).to_contain_text("cannot be read")
    yield "a refused file"
    upload(page, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"7"})
    yield "a file of another kind"
    upload(page, png("a.png", "7"))
    yield "a file more"


def examples_and_camera(page: Page, url: str) -> Iterator[str]:
    answer = open_page(page, url)
    choose(page, "Examples")
    expect(answer.locator("code")).to_be_visible()
    yield "an example"
    page.locator(".st-key-adjust button").first.click()
    expect(page.get_by_text("Sensitivity")).to_be_visible()
    yield "how an example is read is adjusted"
    choose(page, "Camera")
    expect(page.get_by_role("button", name="Take Photo")).to_be_visible()
    yield "the camera"


def the_errors(page: Page, url: str) -> Iterator[str]:
    page.goto(f"{url}/explore?view={VIEWS[-1]}")
    expect(page.get_by_role("radiogroup", name="View")).to_be_visible()
    wait_until_settled(page)
    shown = page.locator("[data-testid=stMain]")
    for view in VIEWS:
        before = shown.inner_text()
        choose(page, view)
        expect(shown).not_to_have_text(before, use_inner_text=True)
        yield view
    page.goto(f"{url}/explore?true=4&pred=9&sort=loss&i=2130")
    expect(page.get_by_role("dialog")).to_contain_text("No. 2130")
    yield "a sample is open"


@pytest.mark.parametrize("visitor", SCHEMES)
@pytest.mark.parametrize("walk", [a_digit, a_doubtful_digit, a_number, files, examples_and_camera, the_errors])
def test_axe_finds_no_barrier(request: pytest.FixtureRequest, app_url: str, axe: str, walk: Walk, visitor: str) -> None:
    page = request.getfixturevalue(visitor).new_page()
    found = []
    for state in walk(page, app_url):
        wait_until_settled(page)
        for scheme in SCHEMES[visitor]:
            found += [(state, scheme, *barrier) for barrier in barriers(page, axe, scheme)]
    assert found == []
