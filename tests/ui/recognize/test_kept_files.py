"""What a session keeps of the files that it is given."""

from typing import Any

import pytest
import streamlit as st
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile, UploadedFileRec

from mnist_app.ui.recognize import files_panel, kept_files
from mnist_app.ui.recognize.files_panel import MAX_FILES, keep_first
from mnist_app.ui.recognize.picture_file import PictureFile
from mnist_app.ui.state import Kept


def files(*sizes: int) -> list[PictureFile]:
    return [PictureFile(f"{number}.png", bytes(size)) for number, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [((), 0), ((10,), 1), ((11,), 0), ((5, 5), 2), ((5, 6, 1), 1), ((0,) * (MAX_FILES + 1), MAX_FILES)],
)
def test_the_first_files_are_kept_as_far_as_there_is_room(
    monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], kept: int
) -> None:
    monkeypatch.setattr(files_panel, "MAX_KEPT", 10)
    given = files(*sizes)
    assert keep_first(given) == given[:kept]


def test_what_streamlit_has_let_go_of_is_not_kept_and_yet_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: dict[str, Any] = {}
    monkeypatch.setattr(Kept, "set", lambda kept, value: remembered.update({kept.key: value}))
    upload = UploadedFile(UploadedFileRec("1", "a.png", "image/png", b"png"), FileURLs())
    monkeypatch.setattr(st, "session_state", remembered | {"upload": [upload, DeletedFile("2")]})
    kept_files._keep_upload()
    assert remembered == {"kept_upload": [PictureFile("a.png", b"png")], "not_kept": 1}
