"""What a messenger shows of a link to the app: the page's title, a description and a picture.

Streamlit sends the same HTML, titled "Streamlit", for every address, and the browser fills it; messengers run no
scripts. So each page's own address answers with that HTML and its tags. Source: the Open Graph protocol, ogp.me.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from mnist_app.text import explore_labels, recognizing

PICTURE = Path(__file__).with_name("link_preview.png")
STREAMLITS_HTML = Path(st.__file__).with_name("static") / "index.html"
STREAMLITS_TITLE = "<title>Streamlit</title>"


def preview_routes(base_path: str) -> list[Route]:
    """What answers at the pages' addresses, and at that of the picture, below a path such as "digits", or "".

    Examples
    --------
    >>> [route.path for route in preview_routes("digits")]
    ['/digits', '/digits/', '/digits/explore', '/digits/link-preview.png']
    """
    base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
    address = f"{base}/link-preview.png"
    home = _page(recognizing.browser_title(recognizing.PAGE), recognizing.WHAT_IT_DOES, address)
    explore = _page(recognizing.browser_title(explore_labels.TITLE), explore_labels.PAGE_HELP, address)
    without_slash = [Route(base, _add_slash)] if base else []
    return [*without_slash, Route(f"{base}/", home), Route(f"{base}/explore", explore), Route(address, _picture)]


def tags(title: str, description: str, picture_url: str) -> str:
    """The HTML that a page's head begins with.

    Examples
    --------
    >>> print(tags("Digits", 'A "reader"', "http://here/a.png"))  # doctest: +ELLIPSIS
    <title>Digits</title>
    <meta name="description" content="A &quot;reader&quot;" />
    <meta property="og:title" content="Digits" />
    ...
    """
    seen = {"title": title, "description": description, "type": "website", "image": picture_url}
    return "\n".join(
        [
            f"<title>{escape(title)}</title>",
            f'<meta name="description" content="{escape(description)}" />',
            *(f'<meta property="og:{name}" content="{escape(content)}" />' for name, content in seen.items()),
            '<meta name="twitter:card" content="summary_large_image" />',
        ]
    )


def _page(title: str, description: str, picture_path: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        # A picture's address must be whole. What lies before the app says by this header how it was asked.
        scheme = request.headers.get("x-forwarded-proto", request.url.scheme)
        picture_url = f"{scheme}://{request.headers.get('host', '')}{picture_path}"
        html = _streamlits_html().replace(STREAMLITS_TITLE, tags(title, description, picture_url), 1)
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})  # as Streamlit sends it

    return answer


async def _add_slash(request: Request) -> Response:
    """What the HTML names is found beside the address that it came from: `/digits` would look for it in `/`."""
    return RedirectResponse(f"{request.url.path}/{'?' * bool(request.url.query)}{request.url.query}")


@cache
def _streamlits_html() -> str:
    return STREAMLITS_HTML.read_text("utf-8")


async def _picture(request: Request) -> Response:
    return FileResponse(PICTURE)
