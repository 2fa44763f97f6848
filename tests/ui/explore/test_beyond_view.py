"""The view of what is not MNIST: measured, not measured yet, and of a network that knows digits only."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from builders.explored_page import open_page, text
from builders.fake_run import edit_json

VIEW = "Beyond MNIST"


pytestmark = pytest.mark.usefixtures("one_run")


@pytest.fixture
def unmeasured(one_run: Path) -> None:
    """The run as it was before anything of this was measured."""
    path = one_run / "alpha" / "run.json"
    metrics = json.loads(path.read_text())["metrics"]
    edit_json(path, metrics={key: metrics[key] for key in ("test", "val")})


def charts(at: AppTest) -> list[Any]:
    return list(at.get("vega_lite_chart"))


def test_corruptions_sources_and_non_digits_are_shown() -> None:
    at = open_page(view=VIEW)
    assert "In the mean **5.25%** are misread. Worst: motion blur, 9.00%; best: fog, 1.50%." in text(at)
    assert len(charts(at)) == 3
    sources: pd.DataFrame = at.table[0].value
    assert sources["Digits of"].tolist() == ["MNIST, test", "Pen strokes of writers held out"]
    assert sources["Read rightly"].tolist() == ["99.85%", "98.00%"]
    assert sources["Surely wrong"].tolist() == ["0.01%", "0.40%"]


def test_each_chart_says_what_it_shows() -> None:
    alts = [chart.proto.alt for chart in charts(open_page(view=VIEW))]
    assert "the worst, motion blur, first" in alts[0]
    assert "called sure most often of held-out drawers, 5.0%" in alts[1]
    assert "called sure most often of curls, 2.0%" in alts[2]


@pytest.mark.usefixtures("unmeasured")
def test_a_run_without_figures_says_how_to_get_them() -> None:
    at = open_page(view=VIEW)
    assert not charts(at)
    assert "python -m mnist_app evaluate --run alpha --write" in text(at)
    assert "python -m mnist_app evaluate --run alpha --write --non-digits" in text(at)
