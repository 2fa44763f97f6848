"""No part of the recognize page runs alone within the part that runs alone after each stroke.

A run that a visitor interrupts, by clearing what is just being read, is dropped by Streamlit from what it has yet to
send, but not what belongs to a fragment within. The browser then gets a part without those before it ("Bad delta path
index"), and the page stays blank. Source: ForwardMsgQueue.clear in streamlit/runtime/forward_msg_queue.py, 1.67.
"""

import ast
from pathlib import Path

from mnist_app.ui import recognize

ROOM = Path(recognize.__file__).parent


def fragments(source: str) -> list[str]:
    """The names of a module's functions that are fragments."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if any("st.fragment" in ast.unparse(decorator) for decorator in function.decorator_list)
    ]


def test_fragments_are_found() -> None:
    assert fragments("") == []
    assert fragments("@st.fragment\ndef a(): ...\n@st.fragment(run_every=1)\ndef b(): ...\ndef c(): ...") == ["a", "b"]


def test_only_the_whole_reading_is_a_fragment() -> None:
    found = {path.name: names for path in ROOM.glob("*.py") if (names := fragments(path.read_text()))}
    assert found == {"recognize_page.py": ["recognize"]}
