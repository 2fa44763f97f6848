"""The session's keys have one home; what they hold is tested with the pages that use them."""

import ast
from pathlib import Path

import pytest
import streamlit as st

import mnist_app.ui
from mnist_app.ui import state
from mnist_app.ui.state import Kept, Widget

UI = Path(mnist_app.ui.__file__).parent


def entries() -> list[Kept | Widget]:
    return [entry for entry in vars(state).values() if isinstance(entry, Kept | Widget)]


def test_no_two_entries_share_a_key() -> None:
    keys = [entry.key for entry in entries()]
    assert len(keys) > 20
    assert len(keys) == len(set(keys))


def test_only_one_module_touches_the_session_state() -> None:
    touching = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    }
    assert touching == {"state.py"}


def test_kept_begins_with_its_first_value_and_is_the_same_object_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    kept = Kept[list[int]]("numbers", list)
    kept.get().append(7)
    assert kept.get() == [7]
    kept.set([])
    assert kept.get() == []


def test_a_widget_has_no_value_before_it_is_given_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    widget = Widget[int]("width")
    had_value = widget.has_value
    widget.set(7)
    assert (had_value, widget.has_value, widget.value) == (False, True, 7)
