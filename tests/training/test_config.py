"""What cannot be trained is refused in one sentence that names the setting."""

from dataclasses import asdict
from typing import Any

import pytest

from mnist_app.errors import ConfigError
from mnist_app.runs.runs import ARCHITECTURES
from mnist_app.training.config import RECIPES, TrainConfig, recipe


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("architecture", "four_conv", "one of two_conv, three_conv"),
        ("epochs", 0, "at least 1"),
        ("batch_size", 0, "at least 1"),
        ("learning_rate", 0.0, "above 0"),
        ("learning_rate", float("nan"), "above 0"),
        ("optimizer", "adamax", "one of adam, adamw, sgd"),
        ("weight_decay", -0.1, "0 or more"),
        ("weight_decay", 0.1, "0 unless"),
        ("warmup_epochs", 12.0, "below epochs"),
        ("decay", "steps", "one of constant, cosine"),
        ("label_smoothing", 1.0, r"in \[0, 1\)"),
        ("ema", 1.0, r"in \[0, 1\)"),
        ("augmentation", -1.0, "from 0 to 3"),
        ("photometric_share", 1.1, "from 0 to 1"),
        ("pen_stroke_share", -0.1, "from 0 to 1"),
        ("calm_epochs", 13, "from 0 to epochs"),
        ("tta_degrees", 46, "from 0 to 45"),
        ("patience", -1, "0 or more"),
        ("seed", -1, "from 0 to 4294967295"),
        ("seed", 2**32, "from 0 to 4294967295"),
    ],
)
def test_refuses_impossible_settings(setting: str, value: Any, expected: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{setting} must be .*{expected}.*received .+\.$"):
        TrainConfig(**{setting: value})


def test_refuses_shares_that_leave_nothing_to_mnist() -> None:
    with pytest.raises(ConfigError, match="leave a share"):
        TrainConfig(pen_stroke_share=0.5, non_digit_share=0.5)


def test_every_network_has_a_recipe_that_names_it() -> None:
    assert {name: config.architecture for name, config in RECIPES.items()} == {name: name for name in ARCHITECTURES}


def test_recipe_takes_changes_and_refuses_unknown_networks() -> None:
    assert recipe("two_conv", epochs=3) == TrainConfig("two_conv", epochs=3)
    with pytest.raises(ConfigError, match="no network called 'lenet'"):
        recipe("lenet")


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_recipe_can_be_trained_for_any_number_of_epochs(architecture: str) -> None:
    config = recipe(architecture, epochs=1)
    assert (config.epochs, config.calm_epochs) == (1, 0)
    assert config.warmup_epochs < 1
    assert recipe(architecture, epochs=RECIPES[architecture].epochs) == RECIPES[architecture]


def test_settings_that_follow_the_epochs_can_be_named() -> None:
    config = TrainConfig(epochs=40, calm_epochs=16, warmup_epochs=1)
    assert config.with_changes(epochs=20).calm_epochs == 8
    assert config.with_changes(epochs=20, calm_epochs=16).calm_epochs == 16
    with pytest.raises(ConfigError, match="calm_epochs must be"):
        config.with_changes(epochs=10, calm_epochs=16)


def test_survives_json() -> None:
    config = TrainConfig("resnet", dropout=0.2)
    assert TrainConfig.from_dict(asdict(config)) == config
    with pytest.raises(ConfigError, match="no setting called depth"):
        TrainConfig.from_dict(asdict(config) | {"depth": 3})


@pytest.mark.parametrize(("setting", "value"), [("epochs", None), ("learning_rate", "0.1"), ("dropout", "x")])
def test_refuses_a_stored_setting_of_another_type(setting: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"^A training's setting “{setting}”: expected .*, received {value!r}\\.$"):
        TrainConfig.from_dict(asdict(TrainConfig()) | {setting: value})
