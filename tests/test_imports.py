"""The rooms depend on one another in one direction only; a heavy library is loaded where it is needed, not before."""

import subprocess
import sys

import pytest

HEAVY = {"keras", "tensorflow", "streamlit", "streamlit_drawable_canvas", "scipy", "sklearn", "matplotlib", "altair"}


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    result = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "module", ["mnist_app", "mnist_app.errors", "mnist_app.imaging.segments.segment", "mnist_app.recognizer"]
)
def test_loads_nothing_heavy(module: str) -> None:
    assert not loaded_by(module) & HEAVY


@pytest.mark.parametrize("panel", ["reading_view", "photo_panel", "tried_panel"])
def test_the_empty_page_loads_nothing_heavy_but_streamlit(panel: str) -> None:
    assert not loaded_by(f"mnist_app.ui.recognize.{panel}") & HEAVY - {"streamlit", "streamlit_drawable_canvas"}


def test_exploring_loads_neither_keras_nor_streamlit() -> None:
    """A page that shows evidence needs no network."""
    loaded = loaded_by("mnist_app.exploring.evidence") | loaded_by("mnist_app.exploring.mnist_pictures")
    assert not loaded & HEAVY
