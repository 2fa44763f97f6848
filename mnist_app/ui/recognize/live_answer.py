"""A live region: screen readers say a new answer aloud, which would otherwise change where nobody is looking."""

import streamlit as st

# One element that stays while its text changes: what is inserted together with its text is often not announced.
_status = st.components.v2.component(
    "answer_status",
    html="<div role='status' style='position: absolute; width: 1px; height: 1px; overflow: hidden'></div>",
    js="""export default ({data, parentElement}) => {
        const status = parentElement.querySelector("[role=status]");
        if (status.textContent !== data.text) status.textContent = data.text;
    }""",
)


def announce(sentence: str, hint: str) -> None:
    """Have an answer and what stands beneath it said aloud, once, whenever they change."""
    _status(key="answer_status", data={"text": f"{sentence}: {hint}"}, height="content")


def announce_box(sentence: str) -> None:
    """Have said aloud what is in a box that the visitor has drawn, whenever it changes."""
    _status(key="box_status", data={"text": sentence}, height="content")
