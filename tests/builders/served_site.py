"""Two processes of the app behind nginx, as deploy/ puts them on a server, and their visitors."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.pages import open_page
from benchmarks.served import ROOT, Served, serve
from builders.served_nginx import Nginx, serve_nginx

MILLISECONDS = 60_000  # for anything to appear on a busy machine; nothing waits that long where all is well


@dataclass(frozen=True)
class Site:
    """nginx and the processes behind it, by the names that its cookie has for them."""

    nginx: Nginx
    replicas: dict[str, Served]

    @staticmethod
    def replica_of(page: Page) -> str:
        """The name of the process that has this visitor's session."""
        return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "replica")


@contextlib.contextmanager
def serve_site(folder: Path, path: str = "") -> Iterator[Site]:
    """Serve two processes with ONNX Runtime, as on a server, behind nginx."""
    app = ROOT / "server_app.py"
    with contextlib.ExitStack() as stack:
        replicas = [stack.enter_context(serve(app, path=path, MNIST_APP_ENGINE="onnx")) for _ in range(2)]
        nginx = stack.enter_context(serve_nginx(folder, [replica.port for replica in replicas]))
        yield Site(nginx, dict(zip(("one", "two"), replicas, strict=True)))


def visit(browser: Browser, url: str) -> Page:
    """Open the app as a visitor of one's own, and wait until it can be drawn on and read."""
    page = open_page(browser.new_context(), url, "Nothing drawn yet")
    page.set_default_timeout(MILLISECONDS)
    return page
