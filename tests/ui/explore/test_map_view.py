"""The map: its points, the areas and groups that a link names, nonsense in the link, and a run without a map."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from builders.explored_page import open_page, run, shown, text
from builders.explored_run import DIGITS, MISTAKES
from mnist_app.runs.evaluation_arrays import read_evaluation, write_evaluation
from mnist_app.runs.runs import load_run

pytestmark = pytest.mark.usefixtures("one_run")


def square(at: AppTest) -> dict[str, Any]:
    """What the browser is told of the square on the map."""
    components = [json.loads(component.proto.json) for component in at.get("bidi_component")]
    (told,) = (component for component in components if component.get("section") == "map")
    return dict(told)


def test_the_map_holds_every_digit_and_waits_for_a_choice() -> None:
    at = open_page(view="Map")
    chart = at.get("vega_lite_chart")[0].proto
    assert [dataset.name for dataset in chart.datasets] == ["points", "middles"]
    assert f"Map of {DIGITS:,} test digits, {sum(MISTAKES.values())} errors among them" in chart.alt
    assert "Click or tap a spot on the map, or choose" in text(at)
    assert square(at)["area"] is None
    assert not shown(at)


def test_a_linked_area_shows_its_digits_the_errors_first() -> None:
    at = open_page(view="Map", area="400-400-460-460")  # all 4s lie in it, and nothing else
    labels, probs = read_evaluation(load_run("alpha")).labels, read_evaluation(load_run("alpha")).probs
    wrong = np.flatnonzero((labels == 4) & (probs.argmax(axis=1) != 4)).tolist()
    assert set(shown(at)[: len(wrong)]) == set(wrong)
    fours = int((labels == 4).sum())
    assert f"**{fours:,}** test digits in this area, **{len(wrong)}** of them misread" in text(at)
    assert square(at)["area"] == [400, 400, 460, 460], "the chart cannot be told to show it"


def test_the_square_lies_where_the_link_says_with_the_vertical_axis_pointing_up() -> None:
    """In the order in which the browser takes them: left, low, right, high."""
    assert square(open_page(view="Map", area="10-700-30-900"))["area"] == [10, 700, 30, 900]


def test_a_group_of_similar_mistakes_leads_to_them() -> None:
    at = open_page(view="Map", area="0-0-60-60")
    group = at.button(key="similar_1")
    assert group.label == f"**4** read as **9**: {MISTAKES[4, 9]}"
    group.click()
    run(at)
    assert len(shown(at)) == MISTAKES[4, 9]
    assert at.query_params["similar"] == "1"
    assert "area" not in at.query_params, "only what was chosen last counts"


@pytest.mark.parametrize("link", [{"area": "nonsense"}, {"similar": "99"}, {"similar": "-1", "area": "1-2"}])
def test_nonsense_in_the_link_shows_the_default(link: dict[str, str]) -> None:
    at = open_page(view="Map", **link)
    assert not at.error
    assert not shown(at)
    assert "tap a spot on the map, or choose" in text(at)


def test_an_empty_area_says_so() -> None:
    assert "No test digits lie here" in text(open_page(view="Map", area="999-0-1000-1"))


def test_a_run_without_a_map_says_how_to_get_it(one_run: Path) -> None:
    evaluation = read_evaluation(load_run("alpha"))
    write_evaluation(one_run / "alpha" / "evaluation.npz", replace(evaluation, map_positions=None))
    at = open_page(view="Map")
    assert "python -m mnist_app evaluate --run alpha --write" in text(at)
    assert not at.get("vega_lite_chart")


def test_positions_beyond_the_map_are_refused(one_run: Path) -> None:
    evaluation = read_evaluation(load_run("alpha"))
    beyond = np.full((DIGITS, 2), 1001, np.uint16)
    write_evaluation(one_run / "alpha" / "evaluation.npz", replace(evaluation, map_positions=beyond))
    at = open_page(view="Map")
    assert "does not hold what an evaluation writes" in at.error[0].value
