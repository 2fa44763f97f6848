"""Who comes back without the session that was lost is told once; the browser tells by the websocket's protocols."""

from types import SimpleNamespace

import pytest
import streamlit as st

from mnist_app.text.recognizing import BEGUN_ANEW
from mnist_app.ui.lost_session import note_as_told, say_what_was_lost
from mnist_app.ui.state import CONTINUES_LOST


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What toasts say, in a session without a browser."""
    said: list[str] = []
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "toast", lambda text, **options: said.append(text))
    return said


def come_with(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    monkeypatch.setattr(st, "context", SimpleNamespace(headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-WebSocket-Protocol": ""},
        {"Sec-WebSocket-Protocol": "streamlit"},
        {"Sec-WebSocket-Protocol": "streamlit, 2|token"},
        {"Sec-WebSocket-Protocol": "streamlit, 2|token, "},
    ],
)
def test_a_new_visitor_is_told_nothing(
    said: list[str], monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    come_with(monkeypatch, headers)
    say_what_was_lost()
    assert said == []
    assert not CONTINUES_LOST.get()


def test_who_had_a_session_is_told_until_a_run_has_ended(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    come_with(monkeypatch, {"Sec-WebSocket-Protocol": "streamlit, 2|token, 6e0c"})
    say_what_was_lost()
    say_what_was_lost()  # the first run was cut short, and what it showed may never have been sent
    note_as_told()
    say_what_was_lost()
    assert said == [BEGUN_ANEW, BEGUN_ANEW]
    assert CONTINUES_LOST.get()


def test_who_comes_back_to_a_session_is_told_nothing(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    come_with(monkeypatch, {})
    say_what_was_lost()
    come_with(monkeypatch, {"Sec-WebSocket-Protocol": "streamlit, 2|token, 6e0c"})
    say_what_was_lost()
    assert said == []
