"""The explore page through AppTest: how it is opened, and what it shows."""

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

APP = str(Path(__file__).parents[2] / "streamlit_app.py")
PAGE = "mnist_app/ui/explore/explore_page.py"
VIEWS = (
    "The data",
    "Errors",
    "Digit by digit",
    "Slices",
    "Map",
    "Doubtful labels",
    "Confidence",
    "Beyond MNIST",
    "Training",
    "Compare",
)


def open_page(**link: str) -> AppTest:
    """Open the page by a link."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at.switch_page(PAGE)
    for key, value in link.items():
        at.query_params[key] = value
    return run(at)


def run(at: AppTest) -> AppTest:
    """Run the page again; it must not fail."""
    at.run()
    assert not at.exception
    return at


def text(at: AppTest) -> str:
    """Everything that is said."""
    kinds = ("title", "header", "markdown", "caption", "success", "info", "warning", "error")
    return "\n".join(element.value for kind in kinds for element in at.get(kind) if isinstance(element, Element))


def thumbnails(at: AppTest) -> list[dict[str, Any]]:
    """What the browser is told of each test digit on the page of samples, in order."""
    components = [json.loads(component.proto.json) for component in at.get("bidi_component")]
    return [digit for component in components for digit in component.get("digits", [])]


def shown(at: AppTest) -> list[int]:
    """The test digits on the page of samples, in order."""
    return [digit["index"] for digit in thumbnails(at)]
