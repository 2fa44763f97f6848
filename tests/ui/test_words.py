"""What the pages say has one home, `mnist_app/text`: the panels hold no words of their own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mnist_app.ui

ROOT = Path(mnist_app.ui.__file__).parents[2]
PANELS = [ROOT / "streamlit_app.py", *sorted((ROOT / "mnist_app/ui").rglob("*.py"))]
TWO_WORDS = re.compile(r"[A-Za-z,.;:…] [A-Za-z]")
# Code for browsers and the log is not said to visitors.
CODE = re.compile(r"[{}<>]")
CALLS = ("component", "exception", "getLogger", "bring")


def said_in(tree: ast.AST) -> Iterator[str]:
    """The strings of two words or more, but for docstrings, code and what goes to the log."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and _is_unsaid(ast.unparse(node.func)):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if TWO_WORDS.search(node.value) and not CODE.search(node.value):
                yield node.value
        else:
            yield from said_in(node)


def _is_unsaid(function: str) -> bool:
    return function.rsplit(".", 1)[-1] in CALLS or function.startswith("logging.getLogger(")


@pytest.mark.parametrize("path", PANELS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_panels_hold_no_words_of_their_own(path: Path) -> None:
    assert list(said_in(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "source",
    [
        'st.caption("Nothing is stored.")',
        'st.warning("It is gone.")',
        'LABEL = "Pen width"',
        'st.info(f"These are {n} files.")',
    ],
)
def test_words_in_a_panel_are_found(source: str) -> None:
    assert len(list(said_in(ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""What it does."""',
        'log.exception("it went wrong")',
        'logging.getLogger(__name__).warning("it went on")',
        'st.html("<p>some code</p>")',
        'st.button("Undo")',
    ],
)
def test_what_is_not_said_is_not_found(source: str) -> None:
    assert list(said_in(ast.parse(source))) == []
