"""A running app, started once for all browser tests, and the visitors who use it.

A visitor's browser stays open from test to test, with nothing but the app's scripts in its memory: reading them anew
costs more than all else that a page does when it is opened.
"""

import contextlib
from collections.abc import Iterator

import pytest

try:
    from playwright.sync_api import Browser, BrowserContext, Page, expect
except ModuleNotFoundError:
    # The hooks of the conftest above do not hear of this folder before this file is read.
    pytest.skip("needs playwright, which is not installed: see requirements-dev.txt", allow_module_level=True)

from builders.served_app import serve_app

SECONDS = 60  # for anything to appear on a busy machine; nothing waits that long where all is well

expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of the app with the networks of this repository."""
    with serve_app() as url:
        yield url


@pytest.fixture(scope="session")
def desk_browser(browser: Browser, app_url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    with _kept_open(context, app_url):
        yield context


@pytest.fixture(scope="session")
def phone_browser(browser: Browser, app_url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    with _kept_open(context, app_url):
        yield context


@pytest.fixture
def context(desk_browser: BrowserContext) -> Iterator[BrowserContext]:
    """A visitor at a desk, who has not been here before."""
    yield desk_browser
    _forget(desk_browser)


@pytest.fixture
def phone(phone_browser: BrowserContext) -> Iterator[BrowserContext]:
    """A visitor with a phone, who has not been here before."""
    yield phone_browser
    _forget(phone_browser)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@contextlib.contextmanager
def _kept_open(context: BrowserContext, url: str) -> Iterator[None]:
    """Keep a page open, whose process Chromium then has the visitor's other pages share."""
    context.set_default_timeout(SECONDS * 1000)
    context.new_page().goto(f"{url}/_stcore/health")
    yield
    context.close()


def _forget(context: BrowserContext) -> None:
    """Close all pages but the one that is kept open, and empty what is kept beyond them."""
    kept, *others = context.pages
    for page in others:
        page.close()
    kept.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    context.clear_cookies()
    context.clear_permissions()
