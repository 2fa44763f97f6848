"""No page that is measured with can be trained on."""

import pytest

from mnist_app.data.pages.recipes import MIXED, RECIPES
from mnist_app.data.pages.splits import (
    FIRST_TUNING_SEED,
    HELD_OUT_KINDS,
    TRAINING_KINDS,
    check_for_training,
    measuring_seed,
    tuning_seed,
)


def test_every_kind_is_either_trained_on_or_held_out() -> None:
    assert set(TRAINING_KINDS).isdisjoint(HELD_OUT_KINDS)
    assert {*TRAINING_KINDS, *HELD_OUT_KINDS} == {*RECIPES, MIXED}


def test_pages_for_measuring_are_refused() -> None:
    check_for_training("plain", 0)
    check_for_training(MIXED, FIRST_TUNING_SEED - 1)
    for kind, seed in (
        ("sticky", 0),
        ("no such kind", 0),
        ("plain", tuning_seed(0)),
        ("plain", measuring_seed(0)),
        ("plain", -1),
    ):
        with pytest.raises(ValueError, match=r"measuring|at least 0"):
            check_for_training(kind, seed)


def test_what_is_held_out_shows_what_no_other_kind_does() -> None:
    seen = [RECIPES[kind] for kind in TRAINING_KINDS if kind != MIXED]
    for kind in HELD_OUT_KINDS:
        recipe = RECIPES[kind]
        parts = (
            recipe.writing.form in {other.writing.form for other in seen},
            recipe.writing.layout in {other.writing.layout for other in seen},
            recipe.paper.printed in {other.paper.printed for other in seen},
            recipe.paper.ruling in {other.paper.ruling for other in seen},
            recipe.scene.around in {other.scene.around for other in seen},
        )
        assert not all(parts), kind
