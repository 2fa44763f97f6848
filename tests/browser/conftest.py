"""A running app, started once for all browser tests, and the visitors who use it."""

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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor at a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(SECONDS * 1000)
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(SECONDS * 1000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
