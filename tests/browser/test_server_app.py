"""The app as a server runs it: what a messenger gets of its pages, and that they are the same for a browser."""

import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import ROOT, serve
from builders.digit_strokes import strokes_of
from builders.recognize_page import MIDDLE, draw, open_page, says

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    with serve(ROOT / "server_app.py", MNIST_APP_ENGINE="onnx") as served:
        yield served.url


def fetch(url: str, **headers: str) -> str:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as response:
        return str(response.read().decode())


def test_a_messenger_sees_title_description_and_picture_of_each_page(server_url: str) -> None:
    pages = {"/": "Digit reader", "/?d=abc": "Digit reader", "/explore?true=4": "Explore the errors - Digit reader"}
    for path, title in pages.items():
        html = fetch(server_url + path)
        assert html.count("<title>") == 1
        assert f"<title>{title}</title>" in html
        assert f'property="og:title" content="{title}"' in html
        assert 'name="description" content="' in html
        assert f'property="og:image" content="{server_url}/link-preview.png"' in html
    with urllib.request.urlopen(f"{server_url}/link-preview.png", timeout=60) as picture:
        assert picture.headers["Content-Type"] == "image/png"


def test_the_picture_is_fetched_as_the_page_was(server_url: str) -> None:
    html = fetch(server_url, Host="digits.example", **{"X-Forwarded-Proto": "https"})
    assert 'content="https://digits.example/link-preview.png"' in html


def test_the_pages_are_those_of_the_app(page: Page, server_url: str) -> None:
    answer = open_page(page, server_url)
    expect(page).to_have_title("Digit reader")
    draw(page, strokes_of("7", MIDDLE))
    expect(answer).to_have_text(says("7"))
    page.goto(f"{server_url}/explore?true=4")
    expect(page.get_by_role("heading", name="Explore the errors")).to_be_visible()
    expect(page).to_have_title("Explore the errors - Digit reader")


def test_a_link_below_a_path_needs_no_slash(page: Page) -> None:
    """A copied link of the first page has none; the browser would look for the page's scripts above it."""
    with serve(ROOT / "server_app.py", path="/digits", MNIST_APP_ENGINE="onnx") as served:
        page.goto(f"{served.url}?d=")
        expect(page.get_by_role("heading", name="Digit reader")).to_be_visible()
        assert page.url.startswith(f"{served.url}/")
