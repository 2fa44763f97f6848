import io

import pytest
from PIL import Image

from mnist_app.ui.link_preview import PICTURE, STREAMLITS_HTML, STREAMLITS_TITLE, preview_routes, tags


@pytest.mark.parametrize("base", ["", "/", "digits", "/digits", "digits/"])
def test_each_page_and_the_picture_have_an_address(base: str) -> None:
    below = "/digits" if "digits" in base else ""
    paths = {route.path for route in preview_routes(base)}
    assert paths == {f"{below}/", f"{below}/explore", f"{below}/link-preview.png"} | ({below} if below else set())


def test_streamlits_page_has_the_title_that_is_replaced() -> None:
    assert STREAMLITS_HTML.read_text("utf-8").count(STREAMLITS_TITLE) == 1


def test_nothing_gets_out_of_its_tag() -> None:
    html = tags('<"&>', "<script>", 'https://evil"><script>')
    assert "<script>" not in html
    assert "<title>&lt;&quot;&amp;&gt;</title>" in html


def test_the_picture_is_of_the_size_that_messengers_show() -> None:
    assert Image.open(io.BytesIO(PICTURE.read_bytes())).size == (1200, 630)
