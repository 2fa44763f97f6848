"""The view of slices: its table, a slice that the link names, nonsense in the link, and a run without shapes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builders.explored_page import open_page, run, shown, text
from builders.explored_run import MISTAKES
from mnist_app.runs.evaluation_arrays import read_evaluation, write_evaluation
from mnist_app.runs.runs import load_run

pytestmark = pytest.mark.usefixtures("one_run")
WORST = "digit-4.thickness-0"  # all errors of the made-up run are thin; most are 4s


def test_the_worst_slice_is_named_and_comes_first() -> None:
    at = open_page(view="Slices")
    table = at.dataframe[0].value
    assert table.iloc[0][["True digit", "Thickness"]].tolist() == ["4", "thin"]
    assert table["Digits"].sum() == 10_000
    assert table["Errors"].sum() == sum(MISTAKES.values())
    assert (table["95% from"] <= table["Error rate"]).all()
    assert f"It errs most on **thin 4s**: {MISTAKES[4, 9]} of " in text(at)
    assert "Tick a row of the table" in text(at)
    assert not shown(at)


def test_a_linked_slice_shows_its_digits_the_errors_first() -> None:
    at = open_page(view="Slices", slice=WORST)
    evaluation = read_evaluation(load_run("alpha"))
    wrong = np.flatnonzero((evaluation.labels == 4) & (evaluation.probs.argmax(axis=1) != 4))
    assert set(shown(at)[: len(wrong)]) == set(wrong.tolist())
    assert f"**{MISTAKES[4, 9]}** of " in text(at)
    assert "thin 4s are misread" in text(at)


def test_other_figures_make_other_slices() -> None:
    at = open_page(view="Slices", slice=WORST)
    at.multiselect(key="by").set_value(["slant", "loops"])
    run(at)
    assert list(at.dataframe[0].value.columns[:3]) == ["Error rate", "Slant", "Loops"]
    assert not shown(at), "the ticked slice is none of these"
    at.multiselect(key="by").set_value([])
    assert "Choose at least one figure" in text(run(at))


@pytest.mark.parametrize("link", [{"slice": "nonsense"}, {"slice": "digit-11.thickness-0"}, {"by": "nonsense"}])
def test_nonsense_in_the_link_shows_the_default(link: dict[str, str]) -> None:
    at = open_page(view="Slices", **link)
    assert not at.error
    assert at.multiselect(key="by").value == ["digit", "thickness"]
    assert "Tick a row of the table" in text(at)


def test_a_run_without_shapes_says_how_to_get_them(one_run: Path) -> None:
    evaluation = read_evaluation(load_run("alpha"))
    write_evaluation(one_run / "alpha" / "evaluation.npz", replace(evaluation, shapes=None))
    assert "python -m mnist_app evaluate --run alpha --write" in text(open_page(view="Slices", slice=WORST))
