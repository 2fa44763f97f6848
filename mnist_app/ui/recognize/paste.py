"""Pasting a picture from the clipboard, whatever is shown: it goes where uploaded files go, as if chosen there.

Streamlit's uploader takes no paste. So its own field is handed the files, with its own limits of size and kind.
"""

import streamlit as st

from mnist_app.text import recognizing as words
from mnist_app.ui.state import INPUT, UPLOAD

# Unless pictures are uploaded already, the field is there only after Python has heard of the wish.
_JS = """
const give = (selector, files, patience) => {
  const field = document.querySelector(selector);
  if (!field) {
    if (patience > 0) setTimeout(() => give(selector, files, patience - 1), 100);
    return;
  }
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
};
export default function ({ data, setTriggerValue }) {
  const paste = (event) => {
    const { files } = event.clipboardData;
    if (!files.length) {
      if (!event.target.closest?.("input, textarea")) setTriggerValue("nothing", true);
      return;
    }
    event.preventDefault();
    const kept = new DataTransfer();
    for (const file of files) kept.items.add(file);
    if (!document.querySelector(data.field)) setTriggerValue("picture", true);
    give(data.field, kept.files, 300);
  };
  if (document.givesPasted) document.removeEventListener("paste", document.givesPasted);
  document.givesPasted = paste;
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
"""

_paste = st.components.v2.component("paste", js=_JS)


def take_pasted() -> None:
    """Have pasted pictures uploaded; a sentence says so if there are none to paste."""
    _paste(
        key="paste",
        data={"field": f".st-key-{UPLOAD.key} input[type=file]"},
        on_picture_change=lambda: INPUT.set(words.UPLOAD),
        on_nothing_change=_say_nothing_to_paste,
        height="content",
    )


def _say_nothing_to_paste() -> None:
    st.toast(words.NOTHING_TO_PASTE, icon=":material/content_paste_off:")
