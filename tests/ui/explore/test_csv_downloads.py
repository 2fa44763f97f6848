"""Whatever the explore page lists can be taken home: the file holds what is shown, and all of it."""

import csv
import io
from collections.abc import Callable

import pytest
import streamlit as st

from builders.explored_page import open_page, shown
from builders.explored_run import write_explored_run

pytestmark = pytest.mark.usefixtures("one_run")
Downloads = dict[str, Callable[[], str]]
LISTINGS = (
    ({"view": "Errors"}, "alpha_samples.csv"),
    ({"view": "Slices", "slice": "digit-4.thickness-0"}, "alpha_slice.csv"),
    ({"view": "Map", "area": "400-400-460-460"}, "alpha_map.csv"),
    ({"view": "Doubtful labels"}, "alpha_suspected.csv"),
    ({"view": "Doubtful labels", "labels": "Disputed by people"}, "alpha_disputed.csv"),
    ({"view": "Compare", "with": "beta", "group": "Broken by B"}, "alpha_beta.csv"),
)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """What the page offers as files, by their names: AppTest does not fetch them."""
    offered: Downloads = {}

    def note(label: str, data: Callable[[], str], *, file_name: str, **others: object) -> None:
        offered[file_name] = data

    monkeypatch.setattr(st, "download_button", note)
    return offered


@pytest.mark.parametrize(("link", "name"), LISTINGS)
def test_what_is_listed_can_be_taken_home(link: dict[str, str], name: str, downloads: Downloads) -> None:
    write_explored_run("beta", mistakes={(1, 7): 3}, seed=1)
    listed = shown(open_page(**link))
    assert listed
    rows = csv.DictReader(io.StringIO(downloads[name]()))
    found = [int(row["index"]) for row in rows]
    assert [index for index in found if index in listed] == listed, "in their order; of the others no picture is stored"


def test_nothing_is_offered_where_nothing_is_listed(downloads: Downloads) -> None:
    open_page(view="Map", area="999-0-1000-1")
    assert not downloads
