"""The app behind nginx and its visitors; without nginx the tests that need it are skipped."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

try:
    from playwright.sync_api import Browser, Page, expect
except ModuleNotFoundError:
    # The hooks of the conftest above do not hear of this folder before this file is read.
    pytest.skip("needs playwright, which is not installed: see requirements-dev.txt", allow_module_level=True)

from builders.served_nginx import NGINX
from builders.served_site import MILLISECONDS, Site, serve_site, visit

expect.set_options(timeout=MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # No nginx comes with the project. Where REQUIRE_BROWSER is set, as in CI, these tests fail instead.
    if NGINX is None and not os.environ.get("REQUIRE_BROWSER"):
        for item in items:
            if item.path.name == "test_nginx.py":
                item.add_marker(pytest.mark.skip(reason="install nginx to run the tests of what is put on a server"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two processes that go on until the last test."""
    with serve_site(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture
def doomed_site(tmp_path: Path) -> Iterator[Site]:
    """Two processes of which a test may end one."""
    with serve_site(tmp_path) as started:
        yield started


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A visitor who can begin to draw."""
    page = visit(browser, site.nginx.url)
    yield page
    page.context.close()
