"""What trainings of a finder share: new processes that make pages, and a network that is soon compiled."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import keras


@pytest.fixture(scope="module", autouse=True)
def _no_main_script() -> Iterator[None]:
    """New processes would run again whatever script stands as `__main__`.

    Streamlit's AppTest leaves the app's script there, which cannot run outside of Streamlit.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture(scope="module")
def shallow() -> Iterator[None]:
    """How a training goes does not depend on the network's depth; test_finder_run_writing.py trains the whole one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mnist_app.training.page_finder.fit.build_page_net", build_shallow_net)
        yield


def build_shallow_net() -> "keras.Model":
    """What `build_page_net`'s consists of, in few layers: the whole takes TensorFlow seconds to compile."""
    import keras
    from keras import layers

    from mnist_app.training.page_finder.network import ANSWERS

    page = keras.Input((None, None, 3), name="page")
    x = layers.Rescaling(1 / 64, -2.0)(page)
    for _ in range(2):  # each halves the sides, STRIDE in all
        x = layers.BatchNormalization()(layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False)(x))
        x = layers.ReLU()(x)
    return keras.Model(page, layers.Conv2D(ANSWERS, 1, name="answers")(x))
