"""Asking for picture files, which are kept beyond the life of Streamlit's widgets and removed when the visitor says so.

The uploader and the camera are empty again once another page or input was shown. What they gave is still read: it is
shown below them, with buttons that remove it.
"""

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mnist_app.text import recognizing as words
from mnist_app.text.markdown import text_to_markdown
from mnist_app.ui.recognize.files_panel import MAX_FILES, REFUSAL_STYLE, close_opened, keep_first
from mnist_app.ui.recognize.picture_file import PictureFile
from mnist_app.ui.state import (
    CAMERA,
    EARLIER_UPLOAD,
    KEPT_CAMERA,
    KEPT_UPLOAD,
    NOT_KEPT,
    UPLOAD,
    Widget,
)

CAMERA_WIDTH = 480  # CSS pixels: the answer stays in sight below it
NAME_LENGTH = 28  # letters of a name on its button, which a phone has room for


def ask_for_files() -> list[PictureFile]:
    """Ask for pictures and PDFs; returns all that are kept, those that the uploader no longer shows first."""
    st.html(REFUSAL_STYLE)
    # No type is asked for: the browser would refuse pictures whose names have no ending.
    shown = st.file_uploader(
        words.upload_label(MAX_FILES), accept_multiple_files=True, key=UPLOAD.key, on_change=_keep_upload
    )
    if not shown and KEPT_UPLOAD.get():  # nothing was taken out of it, or its callback would have said so
        EARLIER_UPLOAD.set([*EARLIER_UPLOAD.get(), *KEPT_UPLOAD.get()])
        KEPT_UPLOAD.set([])
    earlier = EARLIER_UPLOAD.get()
    if earlier:
        _offer_to_remove(earlier)
    elif not shown:
        NOT_KEPT.set(0)  # nothing is in sight any more of those that were left out
    return [*earlier, *KEPT_UPLOAD.get()]


def ask_for_photo() -> PictureFile | None:
    """Ask for a photo from the visitor's camera; returns the one that is kept."""
    shown = st.camera_input(
        words.PHOTOGRAPH, key=CAMERA.key, resolution="1080p", on_change=_keep_photo, width=CAMERA_WIDTH
    )
    kept = KEPT_CAMERA.get()
    if kept and shown is None:
        st.button(words.REMOVE_PHOTO, key="remove_photo", icon=":material/close:", on_click=KEPT_CAMERA.set, args=([],))
    return kept[0] if kept else None


def _keep_upload() -> None:
    """Keep what the uploader holds, after what it held before, as far as there is room.

    Where there is no room for more, Streamlit is to let go of them, too: it would hold them as long as the session.
    """
    given, held = _given(UPLOAD)
    earlier, before = EARLIER_UPLOAD.get(), KEPT_UPLOAD.get()
    files = keep_first([*earlier, *_to_files(held)])[len(earlier) :]
    KEPT_UPLOAD.set(files)
    NOT_KEPT.set(given - len(files))
    if files[: len(before)] != before:
        close_opened()  # the rows of the table are others
    context: Any = get_script_run_ctx()
    for upload in held[len(files) :]:
        context.uploaded_file_mgr.remove_file(context.session_id, upload.file_id)


def _keep_photo() -> None:
    KEPT_CAMERA.set(keep_first(_to_files(_given(CAMERA)[1])))


def _given(widget: Widget[Any]) -> tuple[int, list[UploadedFile]]:
    """How many files a widget has, and those of them that Streamlit has not let go of before."""
    value = widget.value
    given = value if isinstance(value, list) else [value] if value else []
    return len(given), [upload for upload in given if isinstance(upload, UploadedFile)]


def _to_files(uploads: list[UploadedFile]) -> list[PictureFile]:
    return [PictureFile(upload.name, upload.getvalue()) for upload in uploads]


def _offer_to_remove(files: list[PictureFile]) -> None:
    """A button for each file that removes it, and one for all."""
    st.caption(words.UPLOADED_BEFORE)
    with st.container(key="earlier_files", horizontal=True, gap="xsmall"):
        for number, file in enumerate(files):
            st.button(
                text_to_markdown(words.shortened(file.name, NAME_LENGTH)),
                key=f"remove_{number}_{file.digest}",
                icon=":material/close:",
                icon_position="right",
                help=words.remove_file(file.name),
                on_click=_remove,
                args=([file],),
            )
        if len(files) > 1:
            st.button(words.REMOVE_ALL, key="remove_all", type="tertiary", on_click=_remove, args=(files,))


def _remove(files: list[PictureFile]) -> None:
    EARLIER_UPLOAD.set([one for one in EARLIER_UPLOAD.get() if not any(one is file for file in files)])
    close_opened()
