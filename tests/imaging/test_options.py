import math
from typing import Any

import pytest

from mnist_app.imaging.options import ReadOptions


def test_defaults() -> None:
    assert ReadOptions() == ReadOptions(single=False, polarity="auto", sensitivity=1.0)


def test_equal_choices_are_one_key() -> None:
    assert len({ReadOptions(sensitivity=2), ReadOptions(sensitivity=2.0), ReadOptions(single=True)}) == 2


def test_another_polarity_is_refused() -> None:
    red: Any = "red"
    with pytest.raises(ValueError, match="expected a polarity of auto, light, dark, received 'red'"):
        ReadOptions(polarity=red)


@pytest.mark.parametrize("sensitivity", [0, -1, math.inf, math.nan])
def test_another_sensitivity_is_refused(sensitivity: float) -> None:
    with pytest.raises(ValueError, match="expected a sensitivity above 0"):
        ReadOptions(sensitivity=sensitivity)


@pytest.mark.parametrize("turn", [45, -90, 360, "90"])
def test_other_turns_are_refused(turn: int) -> None:
    with pytest.raises(ValueError, match="expected a turn of 0, 90, 180, 270 or None"):
        ReadOptions(turn=turn)  # type: ignore[arg-type]  # what a caller without types may do
